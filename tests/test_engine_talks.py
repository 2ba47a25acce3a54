"""What happens around a table in the engine: refusals, ceasefires, reviews, limits that last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from detente.case.effects import Effect
from detente.case.schema import Case, Clause, Event, Lever, RedLine
from detente.engine.keep import Out
from detente.engine.layout import Code, Kind, Outcome, Status
from detente.engine.names import signal_names
from detente.engine.state import Mind
from detente.evidence.statement import starting_credibility
from detente.models.utility import utility
from engine_factory import (
    alone,
    at_the_table,
    case_of,
    column,
    fixed,
    happened,
    plan_of,
    play,
    with_numbers,
    with_theatre,
)

SUPPORT = 2
"""Column of the incumbent's support among what is kept of a view."""


def _count(out: Out, *kinds: Kind) -> int:
    return sum(len(happened(out, run, *kinds)) for run in range(len(out.event_count)))


def _stalemate(**numbers: float) -> Case:
    """A costly war that nobody expects to win, with no table at all."""
    case = with_numbers(
        alone(case_of("template")), {"cost": 0.3, "psi": 0.0}, theta=0.0, optimism_gap=0.0, alpha=-25.0, g_s=0.0,
        **numbers,
    )  # fmt: skip
    return with_theatre(case.model_copy(update={"tables": {}}), countryside=fixed(0.5))


def test_a_ceasefire_needs_no_table_but_two_sides_that_would_lose_by_fighting() -> None:
    case = _stalemate(p_pause=0.5, pause_hazard=0.0, taste_sd=0.01)
    agreed = play(plan_of(case, days=120), 20)
    assert all(happened(agreed, run, Kind.CEASEFIRE) for run in range(20))
    assert (column(agreed, "outcome") == Outcome.CEASEFIRE).all()
    for off in ({"p_pause": 0.0}, {"theta": 3.0, "theta_sd": 0.01}):
        other = play(plan_of(with_numbers(case, None, **off), days=120), 20)
        assert _count(other, Kind.CEASEFIRE) == 0, off
    assert _count(play(plan_of(case, days=120, switches={"ceasefires": False}), 20), Kind.CEASEFIRE) == 0


def test_guarantees_keep_a_ceasefire_longer() -> None:
    broken = []
    for psi in (0.0, 0.5):
        case = with_numbers(
            _stalemate(p_pause=0.5, pause_hazard=0.0, taste_sd=0.3, taste_half_life=8.0), {"cost": 0.1, "psi": psi}
        )
        out = play(plan_of(case, days=250), 60)
        broken.append(_count(out, Kind.CEASEFIRE_BROKEN) / max(1, _count(out, Kind.CEASEFIRE)))
    assert broken[1] < broken[0]


def test_a_text_over_a_red_line_is_refused_by_whose_line_it_is() -> None:
    case = with_numbers(case_of("template"), {"audience": 0.0, "eta": 0.0}, p_round=1.0, p_close=0.0, taste_sd=0.01)
    case = at_the_table(case)
    line = RedLine.model_validate({"at_least": 0.3})
    positions = tuple(
        one.model_copy(update={"red_line": line}) if (one.actor, one.issue) == ("front", "executive") else one
        for one in case.positions
    )
    forced = {"executive": 0.1, "troops": 0.9, "schools": 0.9}  # the Republic's own terms, over the Front's line
    crossing = case.model_copy(update={"positions": positions})
    plan = plan_of(crossing, days=60, forced=forced, switches={"expected_breach": False})
    out = play(plan, 12)
    assert {who for run in range(12) for _, who in happened(out, run, Kind.REFUSAL)} == {1}


def test_a_refusal_teaches_the_others_what_a_party_holds_out_for() -> None:
    case = at_the_table(with_numbers(case_of("template"), p_round=1.0, p_close=0.0))
    out = play(plan_of(case, days=100), 40)
    refused = {(run, who) for run in range(40) for _, who in happened(out, run, Kind.REFUSAL)}
    last = out.minds[:, -1, :, Mind.GUESS]
    assert refused
    for run in range(40):
        for party in range(2):
            if (run, party) not in refused:
                assert last[run, party] == 0.0
    assert min(last[run, party] for run, party in refused) < -0.005
    off = play(plan_of(case, days=100, switches={"refusals": False}), 40)
    assert (off.minds[..., Mind.GUESS] == 0.0).all()


def test_a_table_brings_texts_only_as_it_is_ready() -> None:
    case = at_the_table(alone(case_of("template")))
    texts = []
    for trust in (0.01, 0.9):
        ready = case.model_copy(update={"beliefs": case.beliefs.model_copy(update={"trust": fixed(trust)})})
        texts.append(column(play(plan_of(ready, draws=20), 200), "rounds").mean())
    assert texts[0] < texts[1]


def _closes(known: bool) -> Case:
    """A table that shuts after six weeks, by the calendar or by a lever that nobody saw coming."""
    case = at_the_table(alone(case_of("template")))
    day, shut = case.as_of + timedelta(42), (Effect(talks=next(iter(case.tables)), to="closed"),)
    if known:
        shuts = Event(date=day, known=case.as_of, what="the last day", kind="deadline", effects=shut)
        return case.model_copy(update={"events": (shuts,)})
    lever = Lever.model_validate({"name": "Shut", "who": ("republic",), "from": day, "change": shut})
    return case.model_copy(update={"levers": {"shut": lever}})


def test_a_day_known_before_on_which_the_table_closes_is_a_deadline() -> None:
    """Agreements crowd before deadlines: more texts in the last four weeks, and less to hold out for."""
    options = {"draws": 20, "days": 42}
    foreseen = play(plan_of(_closes(True), **options), 400)
    surprised = play(plan_of(_closes(False), "shut", **options), 400)
    blind = play(plan_of(_closes(True), switches={"deadline_tempo": False}, **options), 400)
    signed = [column(out, "ever_signed").mean() for out in (foreseen, surprised, blind)]
    assert signed[0] > signed[1] == signed[2]
    offers = [_count(out, Kind.REFUSAL, Kind.SIGNED) for out in (foreseen, surprised, blind)]
    assert offers[0] > 1.2 * offers[1]
    assert offers[1] == offers[2]


def _patron(**numbers: float) -> dict[str, Any]:
    union = case_of("template").actors["union"]
    given = {name: fixed(value) for name, value in numbers.items()}
    return {"actors": {**case_of("template").actors, "union": union.model_copy(update={"numbers": given})}}


def test_a_patron_that_extends_goes_at_its_own_pace_and_not_in_the_days_that_were_left() -> None:
    case = case_of("template").model_copy(
        update={**_patron(stay_intercept=20.0, condition_weight=-20.0, review_span=26)}
    )
    support = case.theatre.support["union"].model_copy(
        update={"ends": case.as_of + timedelta(days=12), "over": 90, "level": fixed(0.8)}
    )
    deal = case.deals["accord_2030"]
    first = deal.clauses[0].model_copy(update={"by": case.as_of + timedelta(days=12)})
    deals = {"accord_2030": deal.model_copy(update={"clauses": (first, *deal.clauses[1:])})}
    case = with_theatre(
        case.model_copy(update={"events": (), "deals": deals, "tables": {}}), support={"union": support}
    )
    out = play(plan_of(with_numbers(case, alpha=-25.0), draws=2, days=200), 4)
    assert all(happened(out, run, Kind.REVIEW_EXTEND)[0][0] <= 1 for run in range(4))
    level = out.common[:, :, SUPPORT]  # by views of 28 days; the end is on day 194 now, and going takes 90 days
    assert (level[:, 3] > 0.99 * level[:, 1]).all()
    assert (level[:, 5] < 0.8 * level[:, 1]).all()


def test_support_at_the_least_outlasts_what_comes_later() -> None:
    case = case_of("template")
    gone = Event.model_validate(
        {
            "date": case.as_of + timedelta(days=100),
            "known": case.as_of,
            "what": "everybody leaves",
            "effects": [{"support": "union", "to": 0}],
            "assumed": "a test",
        }
    )
    case = case.model_copy(update={"events": (gone,), "tables": {}})
    off = {"switches": {"reviews": False, "clauses": False}}
    kept, left = (play(plan_of(case, *levers, draws=2, days=150, **off), 2) for levers in (("air_support_stays",), ()))
    assert (kept.common[:, 5, SUPPORT] > 0.0).all()
    assert (left.common[:, 5, SUPPORT] == 0.0).all()


def test_hearsay_is_discounted_once() -> None:
    case = case_of("afghanistan-2021")
    told = next(
        signal for signal in case.signals if signal.statement in case.ledger and signal.speaker not in signal.hearers
    )
    said = case.ledger[told.statement]
    teller = "envoy"
    passed_on = said.__class__.from_record(said.to_record() | {"chain": [teller], "credibility": None})
    assert passed_on.weight < starting_credibility(said.verification.state, said.channel, 0)
    ledger = case.ledger.__class__([passed_on if one.id == said.id else one for one in case.ledger.values()])
    alone_in_it = case.model_copy(update={"signals": (told,), "ledger": ledger, "events": ()})
    plan = plan_of(alone_in_it, draws=1)
    sheet, hearer = plan.sheet, told.hearers[0]
    weight = sheet[f"credibility.{hearer}.{told.speaker}"] * sheet[f"credibility.{hearer}.{teller}"]
    weight = (
        weight * starting_credibility(said.verification.state, said.channel, 0) * sheet[signal_names(alone_in_it)[0]]
    )
    row = np.flatnonzero(np.isin(plan.parts["effect_code"], (Code.LASTS_ADD, Code.BOTTOM_LINE, Code.THETA_ADD)))[0]
    assert plan.parts["effect_value"][0, row] == pytest.approx(float(weight[0]))


def test_rebels_without_a_town_are_not_beaten_while_they_hold_villages() -> None:
    case = with_numbers(alone(case_of("template")), alpha=-25.0, v_y=0.0, y_noise=0.0)
    regions = {
        key: region.model_copy(update={"holder": "republic", "capital": False}) for key, region in case.regions.items()
    }
    case = case.model_copy(update={"regions": regions, "tables": {}})
    for villages, beaten in ((0.1, False), (0.04, True)):
        out = play(plan_of(with_theatre(case, countryside=fixed(villages)), draws=1, days=30), 4)
        assert ((column(out, "outcome") == Outcome.INCUMBENT_VICTORY) == beaten).all()


@pytest.mark.parametrize(
    ("when", "comes_of_it"),
    [
        ({}, Status.PENDING),
        ({"from": "2030-11-20"}, Status.BREACHED),
        ({"by": "2031-02-01"}, Status.BREACHED),
        ({"conditions": ["W9"]}, Status.BREACHED),
    ],
)
def test_what_is_owed_some_day_is_not_broken_by_silence(when: dict[str, Any], comes_of_it: Status) -> None:
    case = case_of("template")
    owed = {"id": "W0", "owes": "front", "to": "republic", "penalty": 0, "because": ["S1"]}
    owed["gain"] = {"value": 1, "assumed": "a test: whoever is asked breaks it"}
    done = {"id": "W9", "owes": "republic", "to": "front", "status": "kept"}
    deal = case.deals["accord_2030"]
    clauses = tuple(Clause.model_validate(one) for one in ({**owed, **when}, done))
    deals = {**case.deals, "accord_2030": deal.model_copy(update={"clauses": (*clauses, *deal.clauses)})}
    out = play(plan_of(case.model_copy(update={"deals": deals}), days=200), 20)
    assert set(out.clause[:, 0, 0]) == {int(comes_of_it)}


def test_the_flagships_undated_promise_stays_open() -> None:
    plan = plan_of(case_of("afghanistan-2021"))
    at = [one.id for one in plan.sheet.case.deals["doha_2020"].clauses].index("D6")
    assert set(play(plan, 40).clause[:, at, 0]) == {int(Status.PENDING)}


def test_spoilers_strike_at_the_mediators_text_before_any_round() -> None:
    case = with_numbers(case_of("afghanistan-2021"), p_round=0.0, sigma=5.0)
    attacks = [_count(play(plan_of(case, switches={"mediator_text": on}), 40), Kind.ATTACK) for on in (True, False)]
    assert attacks[0] > 20
    assert attacks[1] == 0


def test_texts_that_cross_no_line_reach_what_each_party_may_have_at_best() -> None:
    """A patron's red line is one of them: a table that only knew its parties' own could hardly write a text."""
    case = case_of("afghanistan-2021")
    record = plan_of(case, draws=1).records[0]
    count, issues, texts = int(record["lines"]), int(record["issues"]), int(record["texts"])
    assert (record["text_line_patron"][:count] >= 0).any()
    low, high, x = np.zeros(issues), np.ones(issues), record["text_x"][:texts, :issues]
    for at in range(count):
        issue, bound = record["text_line_issue"][at], record["text_line_bound"][at]
        if record["text_line_sense"][at] > 0:
            low[issue] = max(low[issue], bound)
        else:
            high[issue] = min(high[issue], bound)
    abides = ((x >= low - 1e-9) & (x <= high + 1e-9)).all(axis=1)
    for i in range(int(record["parties"])):
        best = utility(
            np.clip(record["text_ideal"][i, :issues], low, high),
            record["text_ideal"][i], record["text_salience"][i], record["text_exponent"][i],
            record["text_scale"][i, 0], record["text_scale"][i, 1],
        )  # fmt: skip
        assert record["text_u"][i, :texts][abides].max() > best - 0.02
