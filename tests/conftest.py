"""Hypothesis for the whole suite: no deadline (a busy machine is not a bug) and the same examples on every run."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("detente", deadline=None, derandomize=True)
settings.load_profile("detente")
