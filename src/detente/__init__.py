"""Detente: which deal would the parties sign and still keep, and which sentence does each number rest on?"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.analysis.hindcast import hindcast
    from detente.analysis.levers import compare
    from detente.analysis.simulate import simulate
    from detente.analysis.zones import daylight, zones
    from detente.case.load import read_case
    from detente.evidence.reader import read_documents
    from detente.views.report import write_report

__all__ = ["compare", "daylight", "hindcast", "read_case", "read_documents", "simulate", "write_report", "zones"]

__version__ = "0.1.0"

_HOMES = {
    "compare": "detente.analysis.levers",
    "daylight": "detente.analysis.zones",
    "hindcast": "detente.analysis.hindcast",
    "read_case": "detente.case.load",
    "read_documents": "detente.evidence.reader",
    "simulate": "detente.analysis.simulate",
    "write_report": "detente.views.report",
    "zones": "detente.analysis.zones",
}


def __getattr__(name: str) -> Any:
    """Load a public function's module when the function is first asked for, so that importing stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
