"""Everything that the schema cannot see: names, sense, and what numbers rest on."""

from __future__ import annotations

from detente.case.effects_sense import check_effects
from detente.case.files import Files
from detente.case.problems import Problems
from detente.case.references import check_references
from detente.case.resting import check_resting
from detente.case.sense import check_sense
from detente.case.validate import Checked

__all__ = ["check"]


def check(checked: Checked, files: Files, problems: Problems) -> None:
    """Add every problem of a case that is right by its schema."""
    check_references(checked, files, problems)
    check_sense(checked, files, problems)
    check_effects(checked, problems)
    check_resting(checked, files, problems)
