"""The exact zones and the diagnosis against linear programs over the terms, on floors from futures' states."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import second_zones
from detente.case.schema import Case, Event, RedLine
from detente.engine.keep import Out
from detente.engine.layout import Num
from detente.engine.reference import play_plainly
from detente.engine.state import Count
from detente.engine.zones import SurveyOut, stakes_of, survey
from detente.models.diagnosis import diagnose, zone_gaps
from detente.models.stakes import NO_VETO, Stakes, floors_and_least, limits
from detente.models.zones import space_of
from engine_factory import SEED, case_of, plan_of, with_numbers
from second_watch import Call, watching
from second_zones import OBSTACLES, Stop, Terms, cause, credible
from test_second_version import plan_opened, three_parties

NEAR, CURVED = 1e-6, 4e-3
"""Margins that are too small to tell an open zone from a closed one: of linear programs; of chords."""


def in_turmoil() -> Case:
    """The template with a president who goes, and a patron with a red line that does so too, in the first month."""
    case = case_of("template")
    day = case.as_of.replace(day=20)
    effects = [{"office": "president", "to": "out_of_office"}, {"support": "union", "to": 0}]
    told = {"date": day, "known": case.as_of, "what": "turmoil", "effects": effects, "assumed": "a test"}
    line = RedLine.model_validate({"at_most": 0.45})
    positions = tuple(
        one.model_copy(update={"red_line": line}) if (one.actor, one.issue) == ("union", "executive") else one
        for one in case.positions
    )
    events = (Event.model_validate(told),)
    return with_numbers(case.model_copy(update={"events": events, "positions": positions}), theta=0.4)


def contested() -> Case:
    """The template with an issue that cannot be shared, and parties that expect and say other things, one unarmed."""
    case = with_numbers(three_parties(armed=False), theta=-0.5)
    issues = {**case.issues, "schools": case.issues["schools"].model_copy(update={"indivisible": True})}
    return with_numbers(
        case.model_copy(update={"issues": issues}), {"audience": 0.6, "bottom_line": 0.5}, optimism_gap=0.5
    )


CASES = [
    (in_turmoil, 90, NEAR),
    (contested, 60, NEAR),
    (lambda: case_of("afghanistan-2021"), 30, NEAR),
    (lambda: case_of("aceh-2005"), 30, CURVED),
]


@cache
def surveyed(at: int) -> tuple[Any, list[Call], SurveyOut, Out]:
    """Plan, the days on which minds were kept, and the engine's answers."""
    make, days, _ = CASES[at]
    plan, runs = plan_of(make(), draws=2, days=days), 2
    seen: list[Call] = []
    with watching("keep", ("keep_week",), seen, lambda f: f.count[Count.DAY] % 28 == 0):
        out = play_plainly(plan, SEED, 0, runs, 1)
    found = survey(plan, out, np.arange(runs), futures=runs, edges=0, threads=1)
    return plan, [one for one in seen if one.before.count[Count.ENDED_ON] < 0], found, out


def opens(terms: Terms, every: list[Stop], d: float, off: int, near: float) -> bool | None:
    """Whether a credible zone is open at any stop, some obstacles taken away; None where it is too near to tell."""
    found: bool | None = False
    for stop in every:
        match credible(terms, stop, d, bool(off & OBSTACLES["indivisibility"])).sure(near):
            case True:
                return True
            case None:
                found = None
    return found


def agree(stakes: Stakes, g: int, off: int, stop: Stop, parties: int) -> None:
    """The engine's floors and limits, with some obstacles taken away, are the second version's."""
    floors, least = np.empty(parties + len(stakes.veto)), np.empty((parties, stakes.weeks.shape[1]))
    lo, hi = np.empty(len(stop.lo)), np.empty(len(stop.lo))
    floors_and_least(stakes, g, off, floors, least)
    limits(stakes, g, off, lo, hi)
    asked = (np.where(one <= -9.0, -99.0, one) for one in (floors[: len(stop.floors)], stop.floors))
    for one, other in (tuple(asked), (least, stop.least), (lo, stop.lo), (hi, stop.hi)):
        assert one == pytest.approx(other, abs=1e-9), (off, g)


def fixed_gap(terms: Terms, stop: Stop) -> float:
    """Margin of one text for all time."""
    floors = np.concatenate([stop.least.max(axis=1), stop.floors[terms.parties :]])
    return terms.gap(floors, stop.lo, stop.hi)


@pytest.mark.parametrize("at", range(len(CASES)))
def test_zones_of_futures_are_what_linear_programs_make_of_their_states(at: int) -> None:
    plan, days, found, _ = surveyed(at)
    near, told = CASES[at][2], 0
    for call in days:
        p, f = plan_opened(call.plan), call.before
        run, view = int(f.run), int(f.count[Count.DAY]) // 28
        terms, d = second_zones.terms_of(plan.sheet, run), float(p.numbers[Num.DISCOUNT]) ** (1 / 52)
        where = f"day {28 * view} of {run}"

        @cache
        def asked(off: int, p: Any = p, f: Any = f, terms: Terms = terms, d: float = d) -> bool | None:
            return opens(terms, second_zones.stops(p, f, plan.walk, terms, off), d, off, near)

        every = second_zones.stops(p, f, plan.walk, terms, 0)
        perceived = [terms.gap(stop.perceived, *stop.pinned) for stop in every]
        ratifiable = [terms.gap(stop.floors, stop.lo, stop.hi) for stop in every]
        gaps = found.gaps[run, view]
        assert gaps[0] == pytest.approx(max(perceived), abs=near), where
        assert gaps[1] == pytest.approx(max(map(min, perceived, ratifiable)), abs=near), where
        is_open = asked(0)
        assert is_open is None or is_open == (gaps[2] >= 0), where
        fixed = max(fixed_gap(terms, stop) for stop in every)
        assert (gaps[3] >= 0) == (fixed >= 0 and gaps[2] >= 0) or abs(fixed) < near, where
        why = cause(asked)
        if why is not None:
            told += 1
            alone, pair = why
            assert found.alone[run, view] == sum(alone), where
            assert found.together[run, view] == (sum(pair) if pair else -1), where
    assert told


SHARED = ("veto_of", "line_of", "discount", "pin", "stop")


@pytest.mark.parametrize("at", range(len(CASES)))
def test_floors_and_limits_of_futures_are_those_of_the_pages(at: int) -> None:
    plan, days, _, out = surveyed(at)
    for call in days:
        p, f = plan_opened(call.plan), call.before
        run, day = int(f.run), int(f.count[Count.DAY])
        row = (np.array([run]), out.minds[run, day // 28][None], out.common[run, day // 28][None], np.array([day]))
        block, _ = stakes_of(plan, *row)
        stakes = block._replace(**{name: getattr(block, name)[0] for name in block._fields if name not in SHARED})
        terms = second_zones.terms_of(plan.sheet, run)
        for off in range(16):
            for g, stop in enumerate(second_zones.stops(p, f, plan.walk, terms, off)):
                agree(stakes, g, off, stop, terms.parties)
                assert stakes.weeks[g] == pytest.approx(stop.weeks)


# Small cases at large ---------------------------------------------------------------------------------------------


def small(luck: np.random.Generator) -> tuple[Terms, Any, Any, Stakes]:
    """Two or three parties and perhaps a ratifier over two or three issues, one of which may be indivisible."""
    n, ratifiers, issues, lines, stops = (
        int(luck.integers(*ends)) for ends in ((2, 4), (0, 2), (2, 4), (0, 4), (1, 3))
    )
    rows = n + ratifiers
    ideal = luck.uniform(0.0, 1.0, (rows, issues)).round(2)
    ideal[0, 0], ideal[1, 0] = 1.0, 0.0
    salience = luck.dirichlet(np.ones(issues), rows)
    exponent = np.where(luck.random((rows, issues)) < 0.2, 2.0, 1.0)
    opposed = ideal[[1, *[0] * (rows - 1)]]
    whole = {}
    if luck.random() < 0.6:
        whole = {issues - 1: (0.0, 1.0) if luck.random() < 0.5 else (0.0, 0.5, 1.0)}
    terms = Terms.of(ideal, salience, exponent, opposed, n, whole)
    space, hull = (
        space_of(ideal, salience, exponent, opposed=opposed, parties=n, indivisible=whole, convex=convex)
        for convex in (False, True)
    )
    top = 1.1 / n + luck.choice([0.0, 0.1, 0.2])
    war = luck.uniform(0.1, top, (2, n))
    stakes = Stakes(
        war=war, later=war[None, :, :, None] + luck.normal(0.0, 0.15, (stops, 2, n, 4)).cumsum(axis=3),
        win=luck.uniform(0.0, 1.0, (2, n)), lose=luck.uniform(-0.1, 0.3, n), relief=luck.uniform(0.0, 0.1, n),
        psi=luck.uniform(0.0, 0.15, n), audience=luck.uniform(0.0, 2.0, n), bottom=luck.uniform(0.2, 0.8, n),
        veto=np.where(luck.random(ratifiers) < 0.5, luck.uniform(-0.2, 0.6, ratifiers), NO_VETO),
        veto_of=luck.integers(0, n, ratifiers),
        at_least=np.where(luck.random((lines, issues)) < 0.5, luck.uniform(0.0, 0.5, (lines, issues)), 0.0),
        at_most=np.where(luck.random((lines, issues)) < 0.5, luck.uniform(0.5, 1.0, (lines, issues)), 1.0),
        give=luck.integers(0, 2, (lines, issues)).astype(float), line_of=luck.integers(0, n, lines),
        weeks=luck.uniform(0.0, 80.0, (stops, 1)) * np.arange(4) / 3, discount=float(luck.uniform(0.97, 0.999)),
        pin=np.full(stops, -1) if stops == 1 else luck.integers(0, issues, stops),
        stop=luck.choice([0.0, 0.5, 1.0], stops),
    )  # fmt: skip
    return terms, space, hull, stakes


def asked_of(terms: Terms, s: Stakes, off: int) -> list[Stop]:
    """Floors and limits of small stakes, by stop, with some obstacles taken away, as the page on zones has them."""
    info, public = int(bool(off & OBSTACLES["information"])), not off & OBSTACLES["audience"]
    r, fade = np.maximum(s.lose, s.war[info] - s.relief), np.minimum(1.0, 2 * s.win[info])
    heard = s.audience * fade
    ratifiable = np.where((s.bottom > r) & public, (r + heard * s.bottom) / (1 + heard), r)
    veto = np.where(s.veto > NO_VETO, s.veto * fade[s.veto_of], -99.0)
    issues, found = terms.ideal.shape[1], []
    for g in range(len(s.stop)):
        lo, hi, free = np.zeros(issues), np.ones(issues), (np.zeros(issues), np.ones(issues))
        for line, who in enumerate(s.line_of if public else ()):
            for k in range(issues):
                least, most, give = s.at_least[line, k], s.at_most[line, k], s.give[line, k]
                if least > 0:
                    lo[k] = max(lo[k], min(least, give + fade[who] * (least - give)))
                if most < 1:
                    hi[k] = min(hi[k], max(most, give + fade[who] * (most - give)))
        if (k := s.pin[g]) >= 0:
            lo[k], hi[k], free[0][k], free[1][k] = max(lo[k], s.stop[g]), min(hi[k], s.stop[g]), s.stop[g], s.stop[g]
        shift = not off & OBSTACLES["commitment"]
        later = s.later[g, info] - s.psi[:, None] if shift else np.full((len(r), 4), -99.0)
        floors = np.concatenate([ratifiable, veto]) if public else ratifiable
        found.append(Stop(r, floors, np.maximum(ratifiable[:, None], later), s.weeks[g], lo, hi, free))
    return found


def test_floors_and_limits_at_large_are_those_of_the_page() -> None:
    for seed in range(40):
        terms, _, _, stakes = small(np.random.default_rng(seed))
        for off in range(16):
            for g, stop in enumerate(asked_of(terms, stakes, off)):
                agree(stakes, g, off, stop, terms.parties)


APART = 546
"""A seed with a path that nobody leaves, and terms that a ratifier accepts, but no path whose average he accepts."""


def test_zones_at_large_are_what_linear_programs_make_of_them() -> None:
    met: set[Any] = set()
    for seed in (*range(30), APART):
        terms, space, hull, stakes = small(np.random.default_rng(seed))
        near = (
            NEAR + (terms.salience * terms.exponent * (terms.exponent - 1)).sum(axis=1).max() / 1152 / terms.span.min()
        )

        @cache
        def asked(off: int, terms: Terms = terms, stakes: Stakes = stakes, near: float = near) -> bool | None:
            return opens(terms, asked_of(terms, stakes, off), stakes.discount, off, near)

        gaps = np.empty((len(stakes.stop), 4))
        zone_gaps(space, hull, stakes, gaps)
        for stop, row in zip(asked_of(terms, stakes, 0), gaps, strict=True):
            perceived, ratifiable = terms.gap(stop.perceived, *stop.pinned), terms.gap(stop.floors, stop.lo, stop.hi)
            assert row[0] == pytest.approx(perceived, abs=near), seed
            assert row[1] == pytest.approx(min(perceived, ratifiable), abs=near), seed
            fixed = fixed_gap(terms, stop)
            assert (row[3] >= 0) == (fixed >= 0 and row[2] >= 0) or abs(fixed) < near, seed
        why = cause(asked)
        alone, together = diagnose(space, hull, stakes)
        assert ((alone, together) == (0, -1)) == (gaps[:, 2].max() >= 0), seed
        if why is not None:
            met.add((int(alone), int(together)))
            assert (alone, together) == (sum(why[0]), sum(why[1]) if why[1] else -1), seed

    assert len(met) > 5
