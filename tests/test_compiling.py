"""Kernels compiled in one piece: they say what plain Python says, whoever compiles them."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import pytest
from numba import njit

from detente.engine import warm
from detente.engine.scenario import play_scenario
from detente.engine.step import play_block
from detente.engine.zones import _survey_rows, survey
from detente.models.compiling import KernelCompiler
from detente.models.kernel import jitable
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


def test_kernels_compiled_ahead_are_those_that_a_run_calls() -> None:
    warm._compile_play()
    warm.compile_others()
    played = play_scenario(case_of("aceh-2005"), runs=20, draws=4, seed=1, keep=True)
    survey(played.plan, played.out, played.draw_of, futures=4)
    assert len(play_block.signatures) == len(_survey_rows.signatures) == 1
