"""How large a case may be: the sizes of the records that kernels read."""

from __future__ import annotations

__all__ = [
    "CLAUSES",
    "EFFECTS",
    "EVENTS_KEPT",
    "ISSUES",
    "LINES",
    "NEAR",
    "PARTIES",
    "PATRONS",
    "PRECONDITIONS",
    "QUESTIONS",
    "QUEUE",
    "REGIONS",
    "SEAT_TEXTS",
    "SPOILERS",
    "STOPS",
    "TERMS",
    "TEXTS",
    "TIMES",
    "VETOES",
    "WEEKS",
]

REGIONS = 128
NEAR = 1024
PARTIES = 8
PATRONS = 8
VETOES = 8
ISSUES = 16
TEXTS = 192
LINES = 32
STOPS = 24
CLAUSES = 48
QUEUE = 2 * CLAUSES
TERMS = 24
EFFECTS = 192
TIMES = 64
PRECONDITIONS = 16
SPOILERS = 4
WEEKS = 16
QUESTIONS = 64
"""Decisions of a seat that are kept, and that can be decided beforehand."""
SEAT_TEXTS = 16
"""Texts that whoever has the seat may write."""
EVENTS_KEPT = 256
"""Dated events kept of one future; later ones are counted, not kept."""
