"""A workbench on a copy of the small case that ships as a template: nothing in it is real, and it plays in a moment."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from starlette.testclient import TestClient

from detente.views.web.app import make_app
from detente.views.web.desk import Desk

ADDRESS = "http://127.0.0.1:8765"
LEVER, OTHER = "extend_to_september", "air_support_stays"
"""Two levers of the case that exclude each other."""


def copied(folder: Path) -> Path:
    """Copy the template case into a folder that a test may change."""
    with resources.as_file(resources.files("detente") / "case" / "template") as template:
        shutil.copytree(template, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def desk(folder: Path) -> Desk:
    """A desk with few futures on a copy of the case."""
    return Desk(copied(folder), runs=60, full=120)


def client(one: Desk) -> TestClient:
    """A browser's stand-in that asks from the workbench's own address."""
    return TestClient(make_app(one), base_url=ADDRESS, headers={"sec-fetch-site": "same-origin"})
