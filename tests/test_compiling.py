"""Kernels compiled in one piece: they say what plain Python says, whoever compiles them."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, cast

import numpy as np
import pytest
from numba import njit
from numba.core.errors import NumbaError
from numba.core.runtime import _nrt_python  # pyright: ignore[reportAttributeAccessIssue] - made by a compiler
from numba.core.runtime.nrt import rtsys

from detente.engine import warm
from detente.engine.compile_others import compile_others
from detente.engine.scenario import play_scenario
from detente.engine.step import play_block
from detente.engine.zone_rows import survey_rows, worth_of_war
from detente.engine.zones import survey
from detente.models.compiling import KernelCompiler
from detente.models.kernel import allocating, jitable
from detente.models.texts import _frontier
from detente.models.walk import _fill
from engine_factory import case_of


class _Colour(IntEnum):
    RED = 3
    BLUE = 5


@jitable
def _leaf(x: float, which: int) -> float:
    return x / 3.0 if which == _Colour.RED else x * _Colour.BLUE


@jitable
def _branch(values: np.ndarray, which: int) -> float:
    total = 0.0
    for at in range(values.shape[0]):
        total += _leaf(values[at], which)
    return total


def _kernel(values: np.ndarray) -> float:
    inner = np.empty(2)
    inner[0], inner[1] = _branch(values, _Colour.RED), _branch(values, 4)
    return inner[0] - inner[1] + _leaf(values[_Colour.RED], _Colour.BLUE)


@pytest.mark.parametrize("options", [{"pipeline_class": KernelCompiler}, {}])
def test_a_kernel_gives_the_bits_of_plain_python_whoever_compiles_it(options: dict[str, Any]) -> None:
    values = np.linspace(-1.0, 7.0, 9)
    assert njit(error_model="numpy", **options)(_kernel)(values) == _kernel(values)


_RECORD = np.dtype([("level", "f8", (3,)), ("count", "i8", (2, 3)), ("flag", "i1", (4,)), ("many", "i8")], align=True)


def _look(records: np.ndarray, table: np.ndarray, out: np.ndarray) -> None:
    """Everything that has a short cut in the lowering, and its neighbours that have none."""
    r = records[0]
    level, again = r.level, r.level
    for at in range(-3, 3):
        level[at] += 0.1 * at - 1.0 / 3.0
        again[0] -= level[at] / 7.0
    i = 1
    r.count[i, -1] = 5
    r.count[i - 1, i] = r.count[i, 2] * 2 - r.many
    r.flag[3] = r.flag[-2] - 1
    column = r.count[1]
    out[0], out[1], out[2] = level[-1], float(r.count[0, i] + column[2]), float(r.flag[3])
    out[3] = table[-1, 1] + table[i, -2] * 2.0 - table[0][i]
    table[-2, -1] = float(r.flag[0] + r.many) / 3.0
    out[4] = out[3] ** 2 + 7 // r.many + (-7) % r.many + 7 / r.many
    nothing = out[5] / out[5]
    out[6] = float((nothing == nothing) + 2 * (nothing != nothing) + 4 * (nothing < 1.0) + 8 * (nothing <= 1.0))
    out[7] = float((i < r.many) + 2 * (r.flag[0] == 1) + 4 * (r.many <= -2) + 8 * (i != 1) + 16 * (level[0] > 0))


def _looked(look: Any) -> tuple[bytes, bytes, bytes]:
    records, out = np.zeros(1, _RECORD), np.zeros(8)
    records["level"], records["flag"], records["many"] = [0.3, -1.0, 2.0], [1, 2, -3, 4], 3
    table = np.arange(24.0).reshape(4, 6)[::2, ::3]
    with np.errstate(all="ignore"):
        look(records.view(np.recarray), table, out)
    return records.tobytes(), table.tobytes(), out.tobytes()


@pytest.mark.parametrize("options", [{}, {"_nrt": False}])
def test_short_cuts_of_the_lowering_write_what_numba_would(options: dict[str, Any]) -> None:
    short = _looked(njit(error_model="numpy", pipeline_class=KernelCompiler, **options)(_look))
    assert short == _looked(njit(error_model="numpy")(_look))
    assert short == _looked(_look)


@jitable
def _frees(count: int) -> float:
    return float(np.empty(count).shape[0])


@allocating
def _counts(count: int) -> float:
    return float(np.empty(count).shape[0])


def test_a_function_that_makes_arrays_says_so_whatever_was_compiled_before() -> None:
    assert njit(pipeline_class=KernelCompiler)(lambda count: _counts(count))(3) == 3.0
    kernel = njit(pipeline_class=KernelCompiler)(lambda count: _frees(count))
    with pytest.raises(NumbaError, match=r"mark it `allocating`|array passed into the function"):
        kernel(3)


@jitable
def _between(count: int) -> float:
    return _counts(count)


def test_arrays_are_freed_whoever_calls_what_makes_them() -> None:
    """A function that makes arrays, called by one that counts none, must count its own."""
    kernel = njit(pipeline_class=KernelCompiler)(lambda count: _between(count) + _counts(count))
    kernel(3)
    before = _kept_arrays()
    kernel(3)
    assert _kept_arrays() == before


def test_surveying_zones_keeps_no_arrays() -> None:
    played = play_scenario(case_of("aceh-2005"), runs=20, draws=4, seed=1, keep=True)
    survey(played.plan, played.out, played.draw_of, futures=4)
    before = _kept_arrays()
    survey(played.plan, played.out, played.draw_of, futures=4)
    assert _kept_arrays() == before


def _kept_arrays() -> int:
    """Arrays that kernels have made and not freed since Numba began to count."""
    if not _nrt_python.memsys_stats_enabled():
        _nrt_python.memsys_enable_stats()
    counted = rtsys.get_allocation_stats()
    return counted.mi_alloc - counted.mi_free


def test_kernels_compiled_ahead_are_those_that_a_run_calls() -> None:
    warm._compile_play()
    compile_others()
    played = play_scenario(case_of("aceh-2005"), runs=20, draws=4, seed=1, keep=True)
    kernels = (play_block, survey_rows, worth_of_war, _fill, _frontier)
    survey(played.plan, played.out, played.draw_of, futures=4)
    assert {len(cast(Any, one).signatures) for one in kernels} == {1}
