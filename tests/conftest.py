"""For the whole suite: Hypothesis without deadlines, kernels compiled once, and work for every core all the time."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A console keeps the width that COLUMNS gives while it is made: made without one, it follows what each test sets.
os.environ.pop("COLUMNS", None)
importlib.import_module("detente.views.terminal")

settings.register_profile("detente", deadline=None, derandomize=True)  # a busy machine is not a bug
settings.load_profile("detente")

_COMPILING = ("detente.engine.warm", "compile_bargaining")
_EARLY = 0.75


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernels where tests are to run in several processes: each would do it for itself.

    In processes of their own: where the lines that run are counted, compiling takes half as long again.
    """
    if getattr(session.config.option, "numprocesses", None):
        here = Path(__file__).parent
        work = "from {} import compile_kernels; compile_kernels()"
        for one in [subprocess.Popen([sys.executable, "-c", work.format(name)], cwd=here) for name in _COMPILING]:
            one.wait()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: a test with a browser waits more than it works."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the work, put it in an order that keeps all of them busy."""
    if hasattr(config, "workerinput"):
        items[:] = _spread(items)


def _spread(items: list[pytest.Item]) -> list[pytest.Item]:
    """Long files first, so that all processes end together; those with a browser evenly among the first of them."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    long_first = sorted(files.values(), key=len, reverse=True)
    waiting = [one for one in long_first if one[0].get_closest_marker("browser")]
    order: list[pytest.Item] = []
    placed = 0
    for one in [one for one in long_first if one not in waiting]:
        if placed < len(waiting) and len(order) >= _EARLY * len(items) * placed / len(waiting):
            order += waiting[placed]
            placed += 1
        order += one
    return order + [item for one in waiting[placed:] for item in one]
