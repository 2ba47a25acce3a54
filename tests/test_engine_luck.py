"""Luck belongs to names: what is taken out of a case, put in or moved changes nobody else's draws."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.case.schema import Case, Clause, Event
from detente.engine import draws
from detente.engine.draws import Book
from detente.engine.random import uniform, uniforms
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.state import Mind
from detente.engine.step import WHOLE
from engine_factory import SEED, alone, at_the_table, case_of, plan_of, play, with_numbers

D = 6
word = st.integers(0, 2**32 - 1)


@given(seed=st.integers(0, 2**64 - 1), words=st.tuples(word, word, word, word))
def test_many_uniforms_are_the_single_ones_bit_by_bit(seed: int, words: tuple[int, int, int, int]) -> None:
    future, mechanism, index, day = words
    grid = uniforms(seed, np.array([[future], [7]], np.uint64), mechanism, index, np.array([day, 3], np.uint64))
    single = [[uniform(seed, one, mechanism, index, other) for other in (day, 3)] for one in (future, 7)]
    assert grid.tolist() == single


@given(st.data())
def test_a_number_that_is_left_out_or_moved_changes_nobody_elses_draws(data: st.DataObject) -> None:
    numbers = make_sheet(case_of("template"), draws=2, seed=SEED).book.numbers
    names = data.draw(st.lists(st.sampled_from(sorted(numbers)), unique=True, min_size=2))
    whole = Book(numbers).draw(SEED, D)
    for name, values in Book({name: numbers[name] for name in names}).draw(SEED, D).items():
        np.testing.assert_array_equal(values, whole[name], err_msg=name)


def test_what_is_kept_of_earlier_draws_changes_no_byte() -> None:
    numbers = make_sheet(case_of("template"), draws=2, seed=SEED).book.numbers
    changed = {"numbers.alpha": numbers["numbers.alpha"].model_copy(update={"mode": numbers["numbers.alpha"].high})}
    Book({**numbers, **changed}).draw(SEED, D)
    warm = Book(numbers).draw(SEED, D)
    draws._kept.cache_clear()
    cold = Book(numbers).draw(SEED, D)
    assert {name: values.tobytes() for name, values in warm.items()} == {n: v.tobytes() for n, v in cold.items()}


def test_held_numbers_take_one_value_or_one_per_draw() -> None:
    case, design = case_of("template"), np.linspace(0.1, 0.2, D)
    free = make_sheet(case, draws=D, seed=SEED)
    held = make_sheet(case, draws=D, seed=SEED, held={"numbers.tau": 30.0, "numbers.p_open": design})
    assert held["numbers.tau"].tolist() == [30.0] * D
    np.testing.assert_array_equal(held["numbers.p_open"], design)
    assert all(
        np.array_equal(held[name], free[name]) for name in free.values if name.split(".")[1] not in ("tau", "p_open")
    )


def _case_with_events() -> Case:
    """The flagship with two events to come, alike but for whom they press."""
    case = case_of("afghanistan-2021")
    day, kinds = case.as_of + timedelta(days=9), {"what": "a conference", "kind": "talks"}
    effects = ({"pressure": "us", "on": on, "add": [0, 0.01, 0.02]} for on in ("government", "taliban"))
    events = [Event.model_validate({**kinds, "date": day, "effects": one}) for one in effects]
    return case.model_copy(update={"events": tuple(events)})


def test_an_event_or_a_statement_struck_out_leaves_the_others_where_they_were() -> None:
    case = _case_with_events()
    whole = make_sheet(case, draws=D, seed=SEED).values
    struck = case.model_copy(update={"events": case.events[1:], "signals": case.signals[1:]})
    less = make_sheet(struck, draws=D, seed=SEED).values
    assert {name.split(".")[0] for name in set(whole) - set(less)} == {"events", "signals"}
    assert {"events", "signals"} < {name.split(".")[0] for name in less}
    for name, values in less.items():
        np.testing.assert_array_equal(values, whole[name], err_msg=name)


def test_a_levers_numbers_are_the_same_alone_and_together() -> None:
    case = case_of("afghanistan-2021")
    name, other = "keep_1_may", "guarantors_and_region"
    alone = make_sheet(case, find_levers(case, [name]), draws=D, seed=SEED).values
    both = make_sheet(case, find_levers(case, [other, name]), draws=D, seed=SEED).values
    assert set(alone) <= set(both)
    assert all(np.array_equal(values, both[key]) for key, values in alone.items())


def test_a_clause_put_first_shifts_no_other_clauses_fate() -> None:
    case = case_of("template")
    deal = case.deals["accord_2030"]
    idle = Clause.model_validate({"id": "W0", "owes": "republic", "to": "front", "status": "kept"})
    longer = {**case.deals, "accord_2030": deal.model_copy(update={"clauses": (idle, *deal.clauses)})}
    before, after = play(plan_of(case), 200), play(plan_of(case.model_copy(update={"deals": longer})), 200)
    assert len(np.unique(before.clause[:, :, 0])) > 1
    np.testing.assert_array_equal(after.clause[:, 1:], before.clause)
    same = [at for at, name in enumerate(WHOLE) if name != "first_break"]  # which names clauses by their place
    np.testing.assert_array_equal(after.whole[:, same], before.whole[:, same])


def test_regions_in_another_order_fare_as_before() -> None:
    case = alone(with_numbers(case_of("template"), alpha=-6.0))
    turned = case.model_copy(update={"regions": dict(reversed(case.regions.items()))})
    before, after = play(plan_of(case, days=200), 200), play(plan_of(turned, days=200), 200)
    assert len(np.unique(before.real[:, 0])) > 10
    # What falls on one day is taken in the order of the case, and the first loss tells on whether the next surrenders.
    np.testing.assert_allclose(after.real[:, 0], before.real[:, 0], atol=1e-3)
    np.testing.assert_array_equal(after.whole[:, WHOLE.index("ended_on")], before.whole[:, WHOLE.index("ended_on")])


def test_a_party_put_first_leaves_the_others_wishes_and_turns() -> None:
    case = at_the_table(case_of("template"))
    third = case.actors["front"].model_copy(update={"name": "A third", "principal": False})
    tables = {key: one.model_copy(update={"parties": ("third", *one.parties)}) for key, one in case.tables.items()}
    more = tuple(one.model_copy(update={"actor": "third"}) for one in case.positions if one.actor == "front")
    larger = {"actors": {"third": third, **case.actors}, "tables": tables, "positions": (*more, *case.positions)}
    plan, plan_of_three = plan_of(case), plan_of(case.model_copy(update=larger))
    words, three = plan.records["party_luck"][0], plan_of_three.records["party_luck"][0]
    assert three[0] not in words[:2]
    np.testing.assert_array_equal(three[1:3], words[:2])
    before, after = play(plan, 60), play(plan_of_three, 60)
    np.testing.assert_array_equal(after.minds[:, 0, 1:3, int(Mind.TYPE)], before.minds[:, 0, :2, int(Mind.TYPE)])
