"""Functions that are plain Python when called from Python and machine code when called from a kernel."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config
from numba.extending import register_jitable
from platformdirs import user_cache_path

from detente.models.compiling import KernelCompiler

__all__ = ["allocating", "cache_folder", "jitable", "kernel"]

F = TypeVar("F", bound=Callable[..., Any])
_KEPT = 3


_OPTIONS: dict[str, Any] = {"pipeline_class": KernelCompiler, "error_model": "numpy"}


def jitable(function: F) -> F:
    """Mark a scalar function so that compiled kernels can call it; from Python it stays what it is.

    One source serves both: the reference reads and steps through it, the engine compiles it. The function must keep
    to the subset of Python that Numba compiles and must be total (checks belong to public wrappers). It makes no arrays
    of its own (see `allocating`).

    Examples
    --------
    >>> @jitable
    ... def double(x: float) -> float:
    ...     return 2.0 * x
    >>> double(1.5)
    3.0
    """
    return cast(F, register_jitable(no_cfunc_wrapper=True, _nrt=False, **_OPTIONS)(function))


def allocating(function: F) -> F:
    """Mark a function as `jitable` that makes arrays to work in.

    Arrays that are made must be counted and freed, which makes a function slower to compile; the others are compiled
    without. One that should be marked is refused when it is compiled. Both kinds say which they are: Numba takes one
    that does not as it takes its caller, and then what it makes is never freed.

    Examples
    --------
    >>> import numpy as np
    >>> @allocating
    ... def doubled(x: float) -> float:
    ...     twice = np.empty(2)
    ...     twice[0] = twice[1] = x
    ...     return float(twice[0] + twice[1])
    >>> doubled(1.5)
    3.0
    """
    return cast(F, register_jitable(no_cfunc_wrapper=True, _nrt=True, **_OPTIONS)(function))


def kernel(function: F) -> F:
    """Compile a function that Python calls with arrays of numbers, keep what came of it, and let other threads run.

    Division by zero gives what NumPy gives: kernels do not raise.
    """
    return cast(F, numba.njit(cache=True, nogil=True, **_OPTIONS)(function))


@cache
def cache_folder() -> Path:
    """Folder of compiled kernels, named by a hash of every source that a kernel may call.

    Numba looks only at the file of the function that it compiles: with one folder for all versions, editing a callee
    in another module would leave the old machine code in use.
    """
    chosen = getattr(config, "CACHE_DIR", "")
    root = Path(chosen) if chosen else user_cache_path("detente") / "kernels"
    digest = hashlib.sha256(numba.__version__.encode())
    package = Path(__file__).parents[1]
    for source in sorted((*package.glob("models/**/*.py"), *package.glob("engine/**/*.py"))):
        digest.update(source.read_bytes())
    return root / digest.hexdigest()[:16]


def _forget_old(folder: Path) -> None:
    """Keep the newest few folders of compiled kernels."""
    try:
        others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for other in others[_KEPT:]:
            if other != folder and len(other.name) == len(folder.name):
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        return


_FOLDER = cache_folder()
_forget_old(_FOLDER)
setattr(config, "CACHE_DIR", str(_FOLDER))  # noqa: B010 - numba makes its settings at run time
