"""Reviews of the texts that drafts are tested on."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from detente.case.draft.review import Review, dated, undated
from detente.evidence.document import Document
from detente.evidence.reader import Readings, read_documents, read_texts

TEXTS = Path(__file__).parent / "texts"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((TEXTS / "drafts.yaml").read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[1].parent / "shared" / "reports"


@cache
def readings_of(name: str) -> Readings:
    """The documents of one of the expected cases; texts without a date are of 8 March 2031."""
    found = read_documents([TEXTS / f"{one}.txt" for one in EXPECTED[name]["files"]])
    return dated(found, dict.fromkeys(undated(found), date(2031, 3, 8)))


@cache
def flagship() -> Readings:
    """The two reports beside the project."""
    return read_documents(sorted(SHARED.glob("2021*.txt")))


def text_of(*words: str, day: date = date(2031, 3, 8)) -> Review:
    """The review of one text of ours."""
    return Review(read_texts([Document("text", "\n\n".join(words), published=day)]))


def accept_all(review: Review) -> Review:
    """Accept whatever would put something into the case."""
    while items := review.items():
        review.accept([one.statement.id for one in items])
    return review
