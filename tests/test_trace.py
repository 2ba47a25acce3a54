"""One future watched while it is played: the same future, and reasons that bring about what happened."""

from __future__ import annotations

import math

import numpy as np
import pytest

from detente.analysis.trace import Trace, trace
from detente.engine.ensemble import Played
from detente.engine.layout import Kind
from detente.engine.scenario import play_scenario
from engine_factory import case_of

FALLS = (Kind.FALL, Kind.SURRENDER, Kind.RETAKEN, Kind.RETAKEN_SURRENDER)


@pytest.fixture(scope="module")
def afghan() -> tuple[Played, list[Trace]]:
    played = play_scenario(case_of("afghanistan-2021"), runs=400, seed=1, keep=True)
    lost = np.argsort(-played.whole("regions_lost"), kind="stable")[:3]
    return played, [trace(played, int(run)) for run in (*lost, int(np.flatnonzero(played.whole("ever_signed") < 1)[0]))]


@pytest.fixture(scope="module")
def aceh() -> tuple[Played, list[Trace]]:
    """Futures with deals: the first four, two that broke since war was worth more to a party, two by themselves."""
    played = play_scenario(case_of("aceh-2005"), runs=1000, seed=1, keep=True)
    parties, terms = len(played.plan.sheet.parties), len(played.plan.sheet.case.terms)
    first = played.whole("first_break")
    signed = np.flatnonzero(played.whole("ever_signed") == 1)[:4]
    left = np.flatnonzero((first >= 0) & (first < parties))[:2]
    by_itself = np.flatnonzero(first == parties + terms)[:2]
    return played, [trace(played, int(run)) for run in (*signed, *left, *by_itself)]


@pytest.mark.parametrize("name", ["afghan", "aceh"])
def test_watching_changes_nothing(name: str, request: pytest.FixtureRequest) -> None:
    played, traces = request.getfixturevalue(name)
    for one in traces:
        kept = played.out.events[one.run, : played.out.event_count[one.run]]
        assert [(event.day, int(event.kind), event.who) for event in one.events] == [
            tuple(row) for row in kept.tolist()
        ]


def test_every_fall_was_drawn_below_what_the_day_brought(afghan: tuple[Played, list[Trace]]) -> None:
    falls = [event for one in afghan[1] for event in one.events if event.kind in FALLS and event.day > 0]
    assert len(falls) > 50
    assert all(0.0 <= event.reason.drawn < event.reason.under <= 1.0 for event in falls)


def test_who_signs_gets_what_it_needs_and_who_refuses_does_not(
    afghan: tuple[Played, list[Trace]], aceh: tuple[Played, list[Trace]]
) -> None:
    refused = signed = 0
    for one in afghan[1] + aceh[1]:
        for event in one.events:
            if event.kind == Kind.REFUSAL and not event.reason.forbidden:
                (who,) = event.reason.weighed
                assert who.party == event.who
                assert who.worth < who.needs
                refused += 1
            elif event.kind == Kind.SIGNED:
                for who in event.reason.weighed:
                    assert who.party == event.value or who.worth >= who.needs - 1e-9
                signed += 1
    assert refused > 0
    assert signed > 4


def test_keeping_stops_paying_where_a_party_breaks_the_deal(aceh: tuple[Played, list[Trace]]) -> None:
    crossed = 0
    for one in aceh[1]:
        for event in one.events:
            if event.kind != Kind.BROKEN or not event.reason.weighed:
                continue
            (who,) = event.reason.weighed
            mine = [margin for margin in one.margins if margin.party == who.party and margin.day <= event.day]
            assert mine[-1].day == event.day
            assert mine[-1].margin < 0.0
            assert mine[-1].margin == pytest.approx(who.worth - who.needs)
            crossed += 1
    assert crossed > 0


def test_what_was_drawn_lies_within_the_bounds_that_bring_the_event(
    afghan: tuple[Played, list[Trace]], aceh: tuple[Played, list[Trace]]
) -> None:
    kinds = set()
    for one in afghan[1] + aceh[1]:
        for event in one.events:
            if not math.isnan(event.reason.drawn) and not math.isnan(event.reason.under) and event.day > 0:
                assert event.reason.over <= event.reason.drawn < event.reason.under, event
                kinds.add(event.kind)
    assert {Kind.TERM_LATE, Kind.ATTACK, Kind.BROKEN} <= kinds
    assert kinds & {Kind.REVIEW_KEEP, Kind.REVIEW_EXTEND, Kind.REVIEW_CONDITION, Kind.REVIEW_LEAVE}


DRAWN = (
    Kind.TABLE_OPENED, Kind.TABLE_CLOSED, Kind.LEAKED, Kind.ATTACK, Kind.DORMANT, Kind.TERM_LATE, Kind.CLAUSE_LATE,
    Kind.REVIEW_KEEP, Kind.REVIEW_EXTEND, Kind.REVIEW_CONDITION, Kind.REVIEW_LEAVE, Kind.BROKEN, Kind.TERM_BREACHED,
)  # fmt: skip


def test_what_is_drawn_or_chosen_says_by_what(
    afghan: tuple[Played, list[Trace]], aceh: tuple[Played, list[Trace]]
) -> None:
    """An empty reason would mean that the engine decides by other numbers than those that are told."""
    told = [event for one in afghan[1] + aceh[1] for event in one.events if event.kind in DRAWN]
    assert len({event.kind for event in told}) > 4
    assert [event for event in told if not event.reason.weighed and math.isnan(event.reason.drawn)] == []


def test_margins_stand_only_where_a_deal_stands(afghan: tuple[Played, list[Trace]]) -> None:
    unsigned = afghan[1][-1]
    assert not unsigned.margins
    assert unsigned.reach
    for one in afghan[1]:
        days = {margin.day for margin in one.margins}
        inside = {margin.day for margin in one.reach}
        signed = [event.day for event in one.events if event.kind in (Kind.SIGNED, Kind.BROKEN)]
        assert days.isdisjoint(inside) or days & inside <= set(signed)
        assert all(math.isfinite(margin.margin) for margin in (*one.margins, *one.reach))


def test_a_future_that_there_is_not_is_refused(aceh: tuple[Played, list[Trace]]) -> None:
    with pytest.raises(LookupError, match="numbered from 0 to 999"):
        trace(aceh[0], 1000)
