"""Northern Ireland 1998: nothing of the agreement is known before it, both sides are treated alike, texts decide."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from detente.analysis.tables import flags
from detente.case.load import read_case, read_whole
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.ensemble import play_ensemble
from detente.engine.sheet import find_levers, make_sheet

NAME = "northern-ireland-1998"
WHOLE = read_whole(NAME)


@cache
def on(day: str) -> Case:
    return read_case(NAME, day)


def ends(number: Number | None) -> tuple[float, float, float]:
    assert number is not None
    return number.low, number.mode, number.high


def test_the_agreement_is_a_text_once_it_is_there_and_a_deal_once_voters_took_it() -> None:
    before, text, deal = (on(day) for day in ("1998-03-26", "1998-04-11", "1998-05-23"))
    assert not {"agreement", "chair_draft"} & set(before.proposals)
    assert {"agreement", "chair_draft"} <= set(text.proposals)
    assert "belfast" not in before.deals | text.deals
    assert [one.id for one in deal.deals["belfast"].clauses if one.status == "kept"] == ["B1", "B2"]


def test_the_table_is_open_before_the_deadline_and_while_voters_wait() -> None:
    assert on("1998-03-26").tables["castle_buildings"].open
    assert on("1998-04-11").tables["castle_buildings"].open
    assert on("1998-05-23").tables["castle_buildings"].shut
    opens = [event.date for event in on("1998-05-23").events for one in event.effects if one.talks and one.to == "open"]
    assert opens == [date(1998, 9, 14)]


def test_status_has_no_middle_and_no_text_gives_it_one() -> None:
    assert [key for key, issue in WHOLE.issues.items() if issue.indivisible] == ["status"]
    assert {text.text["status"].mode for text in WHOLE.proposals.values() if "status" in text.text} == {0.0, 1.0}


def test_the_ceasefire_stands_at_every_cut_and_has_no_day_on_which_it_ends() -> None:
    for cut in ("1998-03-26", "1998-04-11", "1998-05-23"):
        case = on(cut)
        (left,) = [one.days for event in case.events for one in event.effects if one.truce]
        assert case.as_of + timedelta(days=left or 0) > case.horizon


def test_unionists_and_republicans_are_treated_alike() -> None:
    status = {one.actor: one for one in WHOLE.positions if one.issue == "status"}
    assert ends(status["uup"].salience) == ends(status["sinn_fein"].salience)
    assert ends(status["london"].salience) == ends(status["dublin"].salience)
    actors = WHOLE.actors
    for number in ("psi", "cost"):
        assert ends(actors["uup"].numbers[number]) == ends(actors["sinn_fein"].numbers[number])
    assert ends(actors["uup"].numbers["bottom_line"]) == ends(actors["sinn_fein"].numbers["bottom_line"])
    assert len({ends(one.numbers["bottom_line"]) for one in actors.values() if one.role == "ratifier"}) == 1
    assert len({ends(signal.strength) for signal in WHOLE.signals}) == 1
    low, mode, high = ends(WHOLE.beliefs.theta["london"])
    assert ends(WHOLE.beliefs.theta["sinn_fein"]) == (-high, -mode, -low)


def test_july_hardens_both_sides_as_much_and_september_takes_it_back() -> None:
    pressed: dict[str | None, list[tuple[float, float, float]]] = {}
    for event in on("1998-03-26").events:
        for effect in event.effects:
            if effect.pressure in ("dup", "dissidents"):
                pressed.setdefault(effect.on, []).append(ends(effect.add))
    assert pressed["uup"] == pressed["sinn_fein"]
    (low, mode, high), back = pressed["uup"]
    assert back == (-high, -mode, -low)


@cache
def signed(*levers: str, off: str = "") -> float:
    case = on("1998-03-26")
    sheet = make_sheet(case, find_levers(case, levers), draws=50, seed=1)
    plan = build_plan(sheet, switches={off: False} if off else None)
    return float(flags(play_ensemble(plan, 2000, 1))["ever_signed"].mean())


def test_a_red_line_the_table_and_the_calendar_decide_what_is_signed() -> None:
    assert signed() > 0.03
    assert signed("arms_first") < 0.01
    assert signed("arms_first", off="red_lines") > 0.03
    assert signed("sinn_fein_out") == 0.0
    assert signed("sinn_fein_out", off="preconditions") > 0.03


def test_a_room_that_leaks_and_a_table_without_a_day_sign_less() -> None:
    assert signed("press_by_press") < signed("sealed_room")
    assert signed("no_deadline") < signed()


def test_how_the_war_goes_lets_off_no_party_that_has_no_army_and_no_voters_of_one() -> None:
    plan = build_plan(make_sheet(on("1998-03-26"), (), draws=2, seed=1))
    armed = dict(zip(plan.sheet.parties, plan.parts["party_armed"].tolist(), strict=True))
    assert {party for party, has in armed.items() if has} == {"london", "loyalists", "sinn_fein"}
    assert signed("no_referendums") > 1.5 * signed(), "voters of the Republic hold up deals"
