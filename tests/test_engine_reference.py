"""The kernel against the same step run by the interpreter, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engine.reference import play_plainly
from engine_factory import SEED, case_of, plan_of, play

SETTINGS = [
    ("afghanistan-2021", (), {}, 150),
    ("afghanistan-2021", ("conditions_based_exit", "guarantors_and_region"), {}, 70),
    ("afghanistan-2021", (), {"switches": {"talks": False, "cohesion": False}}, 120),
    ("aceh-2005", (), {}, 90),
    ("template", (), {"step_days": 1}, 40),
    ("template", ("president_steps_down",), {"forced": {"executive": 0.5}}, 70),
]


@pytest.mark.parametrize(("name", "levers", "options", "days"), SETTINGS)
def test_kernel_and_interpreter_give_the_same_futures(
    name: str, levers: tuple[str, ...], options: dict[str, object], days: int
) -> None:
    plan = plan_of(case_of(name), *levers, draws=2, days=days, **options)
    compiled, plain = play(plan, 2), play_plainly(plan, SEED, 0, 2, 1)
    for field, one, other in zip(compiled._fields, compiled, plain, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=field)


def test_interpreter_plays_one_future_out_of_many() -> None:
    plan = plan_of(case_of("afghanistan-2021"), draws=2, days=60)
    many, alone = play(plan, 6), play_plainly(plan, SEED, 4, 5, 3)
    np.testing.assert_array_equal(many.whole[4], alone.whole[0])
    np.testing.assert_array_equal(many.minds[4], alone.minds[0])
