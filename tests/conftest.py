"""For the whole suite: Hypothesis without deadlines; kernels compiled once, before workers want them all at a time."""

from __future__ import annotations

import importlib
import os

import pytest
from hypothesis import settings

# A console keeps the width that COLUMNS gives while it is made: made without one, it follows what each test sets.
os.environ.pop("COLUMNS", None)
importlib.import_module("detente.views.terminal")

settings.register_profile("detente", deadline=None, derandomize=True)  # a busy machine is not a bug
settings.load_profile("detente")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernels where tests are to run in several processes: each would do it for itself."""
    if getattr(session.config.option, "numprocesses", None):
        from detente.engine.warm import compile_kernels

        compile_kernels()
