"""Compile a kernel and keep the machine code on disk for as long as nothing that it calls has changed.

Numba keys its cache by the file of the compiled function alone: edit a function that it calls from another module, and
the old machine code is used without a word. Here the folder of the cache is named after a hash of the function's module
and of every module of ours that it imports, directly or not.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config as numba_config
from platformdirs import user_cache_path

__all__ = ["compiled", "sources_of"]

F = TypeVar("F", bound=Callable[..., Any])

_config: Any = numba_config

_ROOT = Path(__file__).parents[2]
_IMPORT = re.compile(r"^\s*(?:from|import)\s+(detente(?:\.\w+)*)", re.MULTILINE)


@cache
def _imports(path: Path) -> tuple[Path, ...]:
    """Files of ours that a file imports."""
    found = set()
    for dotted in _IMPORT.findall(path.read_text(encoding="utf-8")):
        stem = _ROOT.joinpath(*dotted.split("."))
        found |= {file for file in (stem.with_suffix(".py"), stem / "__init__.py") if file.is_file()}
    return tuple(sorted(found))


def sources_of(module: str) -> tuple[Path, ...]:
    """Files of the module and of all modules of ours that it imports, directly or not.

    Examples
    --------
    >>> names = [path.name for path in sources_of("detente.models.zone_kernels")]
    >>> "simplex.py" in names, "floors.py" in names, "report.py" in names
    (True, True, False)
    """
    open_files, found = [_ROOT.joinpath(*module.split(".")).with_suffix(".py")], set()
    while open_files:
        path = open_files.pop()
        if path not in found:
            found.add(path)
            open_files += _imports(path)
    return tuple(sorted(found))


def compiled(function: F) -> F:
    """Compile a function when it is first called, without the interpreter's lock, and keep the machine code.

    ``NUMBA_CACHE_DIR`` overrules the user's cache folder. The plain function stays at ``.py_func``.

    Examples
    --------
    >>> @compiled
    ... def double(x: float) -> float:
    ...     return 2.0 * x
    >>> double(1.5), double.py_func(1.5)
    (3.0, 3.0)
    """
    module = function.__module__
    if not module.startswith("detente.") or not Path(function.__code__.co_filename).is_file():
        return cast(F, numba.njit(nogil=True)(function))
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sources_of(module):
        digest.update(path.read_bytes())
    before = _config.CACHE_DIR
    base = Path(os.environ["NUMBA_CACHE_DIR"]) if "NUMBA_CACHE_DIR" in os.environ else user_cache_path("detente")
    _config.CACHE_DIR = str(base / "kernels" / digest.hexdigest()[:20])
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    finally:
        _config.CACHE_DIR = before
