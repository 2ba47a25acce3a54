"""Cross-references."""

from __future__ import annotations

from detente.case.files import Files
from detente.case.locate import Located
from detente.case.problems import Problems
from detente.case.schema import CaseFile


def check(case: CaseFile, files: Files, located: Located, problems: Problems) -> None:
    """Check."""
