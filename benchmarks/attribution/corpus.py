"""The corpus' articles and its scorer, both found by path; neither is copied here."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

HELD_OUT = 15
"""Every so many'th article of the training set is kept for thresholds and calibration."""


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Read the corpus' records."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def split(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the articles to train on, and those held out for thresholds and calibration."""
    return [r for i, r in enumerate(records) if i % HELD_OUT], [r for i, r in enumerate(records) if not i % HELD_OUT]


def articles(corpus: Path, name: str) -> list[dict[str, Any]]:
    """Return ``dev``, or the articles of the training set that are ``held`` out, or that are used to ``train``."""
    if name == "dev":
        return read_articles(corpus / "dev.jsonl")
    return split(read_articles(corpus / "train.jsonl"))[name == "held"]


def scorer(corpus: Path) -> ModuleType:
    """Load the corpus' score.py."""
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{corpus}: no score.py; give the folder of the corpus")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
