"""Statements struck out of a case: what goes, what is taken back how far, and what stays as it was."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.strike import strike, strike_out, support
from detente.analysis.strike_before import before
from detente.analysis.strike_groups import find_groups, groups
from detente.case.cut import cut
from detente.case.load import read_whole
from detente.case.numbers import Number, as_number, spread
from detente.case.schema import Case
from detente.case.walk import numbers_of
from detente.errors import InputError
from detente.evidence.ledger import Ledger
from engine_factory import TEMPLATE, case_of

MARCH, AUGUST = "2021-03-08", "2021-08-12"
FLAGSHIP = {day: detente.read_case("afghanistan-2021", day) for day in (MARCH, AUGUST)}
ACEH = detente.read_case("aceh-2005", "2005-08-16")


def changes(case: Case, *ids: str) -> dict[str, tuple[object, object]]:
    return {one.path: (one.was, one.now) for one in strike_out(case, ids).changes}


def ends(number: object) -> tuple[float, float, float]:
    assert isinstance(number, Number)
    return number.low, number.mode, number.high


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
def test_nothing_rests_on_what_was_struck() -> None:
    for case in (FLAGSHIP[AUGUST], ACEH):
        for name in case.ledger:
            left = strike(case, name)
            assert name not in left.ledger
            assert not [path for path, number in numbers_of(left) if name in number.because]


def test_a_statement_on_which_nothing_rests_leaves_the_case_as_it_was_but_for_itself() -> None:
    found = strike_out(FLAGSHIP[MARCH], "S26")
    assert found.changes == found.unsupported == ()
    whole = Ledger([*found.case.ledger.values(), FLAGSHIP[MARCH].ledger["S26"]])
    assert dict(whole) == dict(FLAGSHIP[MARCH].ledger)
    assert found.case.model_copy(update={"ledger": FLAGSHIP[MARCH].ledger}) == FLAGSHIP[MARCH]


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@settings(max_examples=20, deadline=None)
@given(ids=st.lists(st.sampled_from(sorted(FLAGSHIP[AUGUST].ledger)), min_size=1, max_size=6), seed=st.integers())
def test_the_order_of_ids_does_not_matter_nor_how_often_they_stand(ids: list[str], seed: int) -> None:
    other = [*ids, ids[0]]
    random.Random(seed).shuffle(other)
    assert strike_out(FLAGSHIP[AUGUST], ids) == strike_out(FLAGSHIP[AUGUST], other)


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@settings(max_examples=20, deadline=None)
@given(ids=st.lists(st.sampled_from(sorted(FLAGSHIP[MARCH].ledger)), min_size=2, max_size=5, unique=True))
def test_what_is_struck_in_turn_ends_as_what_is_struck_at_once(ids: list[str]) -> None:
    """Each step goes part of the way, so numbers may differ; what is there or not may not."""
    case = FLAGSHIP[MARCH]
    for one in ids:
        case = strike(case, one)
    at_once = strike(FLAGSHIP[MARCH], ids)
    for part in ("proposals", "ledger"):
        assert list(getattr(case, part)) == list(getattr(at_once, part))
    assert case.tables == at_once.tables
    assert [one.effects for one in case.events] == [one.effects for one in at_once.events]


def test_a_number_goes_the_share_of_its_support_that_is_lost() -> None:
    case = FLAGSHIP[MARCH]
    was, now = changes(case, "S18")["actors.us.numbers.pressure"]
    rest = ("S19", "S23", "S31")
    assumed = case.actors["us"].numbers["pressure"].assumed
    lost = 1 - support(case, rest, assumed) / support(case, ("S18", *rest), assumed)
    assert 0 < lost < 0.01
    default = before(case, ("actors", "us", "numbers", "pressure"), was, {"S18"})  # type: ignore[arg-type]
    expected = [(1 - lost) * x + lost * y for x, y in zip(ends(was), ends(default), strict=True)]
    assert ends(now) == pytest.approx(expected)
    everything = changes(case, "S18", *rest)["actors.us.numbers.pressure"][1]
    assert all(abs(x - y) < abs(z - y) or x == z for x, y, z in zip(ends(everything), ends(default), ends(was),
                                                                     strict=True))  # fmt: skip


def test_the_more_is_struck_the_further_a_number_goes() -> None:
    """Distance from the range as read grows with every statement that is struck."""
    order = ("S18", "S19", "S23", "S31")
    highs = [ends(changes(FLAGSHIP[MARCH], *order[:n])["actors.us.numbers.pressure"][1])[1] for n in range(1, 5)]
    assert all(later < earlier for earlier, later in pairwise(highs))


def test_credibility_decides_how_much_support_is_lost() -> None:
    case = case_of("template")
    path = "positions.union.executive.ideal"
    sure = Ledger(replace(one, credibility=0.9) if one.id == "S2" else one for one in case.ledger.values())
    assert ends(changes(case, "S2")[path][1]) == (0.0, 0.5, 1.0)
    noted = case.positions[7].model_copy(
        update={"ideal": case.positions[7].ideal.model_copy(update={"because": ("S2", "forces.csv")})}
    )
    assert (noted.actor, noted.issue) == ("union", "executive")
    place = (*case.positions[:7], noted, *case.positions[8:])
    low = [
        ends(changes(case.model_copy(update={"positions": place, "ledger": ledger}), "S2")[path][1])[0]
        for ledger in (case.ledger, sure)
    ]
    assert 0.3 > low[0] > low[1] > 0


def test_before_of_the_case_comes_first() -> None:
    case = case_of("template")
    ideal = case.positions[4].ideal.model_copy(update={"before": (0.0, 0.6, 0.9), "because": ("S4",)})
    place = (*case.positions[:4], case.positions[4].model_copy(update={"ideal": ideal}), *case.positions[5:])
    found = changes(case.model_copy(update={"positions": place}), "S4")
    assert ends(found["positions.front.troops.ideal"][1]) == (0.0, 0.6, 0.9)
    assert ends(found["positions.front.executive.ideal"][1]) == (0.0, 0.9, 1.0)


def test_events_that_are_over_are_undone() -> None:
    found = changes(FLAGSHIP[AUGUST], "S46")
    assert found["theatre.support.us.ends"] == ("2021-08-31", "2021-09-11")
    alone = changes(FLAGSHIP[AUGUST], "S63")
    assert ends(alone["positions.government.executive.ideal"][1]) == (0, 0.1, 0.25)
    assert alone["proposals.kabul_offer"] == ("Kabul's offer of August", "")


def test_a_precondition_by_hearsay_goes_with_its_statement() -> None:
    assert FLAGSHIP[AUGUST].tables["doha"].preconditions
    assert not strike(FLAGSHIP[AUGUST], "S51").tables["doha"].preconditions
    assert strike(FLAGSHIP[AUGUST], "S60").tables["doha"].preconditions


def test_a_red_line_goes_with_its_statement_and_stays_with_its_assumption() -> None:
    assert changes(FLAGSHIP[MARCH], "S1")["positions.us.counter_terror.red_line.at_least"] == ("red line", "")
    line = next(one.red_line for one in strike(FLAGSHIP[MARCH], "S1").positions
                if (one.actor, one.issue) == ("taliban", "withdrawal"))  # fmt: skip
    assert line is not None


def test_fates_of_clauses_fall_to_disputed_and_wholly_struck_deals_are_void() -> None:
    ids = [name for name, one in ACEH.ledger.items() if one.document in ("china-138566", "pad-1276", "siia-2528")]
    found = strike_out(ACEH, ids)
    assert {one.path for one in found.changes if one.now == "void"} == set()  # obligations.csv still tells of it
    alone = ACEH.deals["mou_2005"] if "mou_2005" in ACEH.deals else next(iter(ACEH.deals.values()))
    clauses = tuple(one.model_copy(update={"because": ("S25",), "status": "kept"}) for one in alone.clauses)
    deal = alone.model_copy(update={"because": ("S25",), "clauses": clauses})
    bare = ACEH.model_copy(update={"deals": {"mou": deal}, "uncut": None})
    after = strike(bare, "S25").deals["mou"]
    assert after.void
    assert {one.status for one in after.clauses} == {"disputed"}
    assert {one.status for one in strike(bare, "S24").deals["mou"].clauses} == {"kept"}


def test_the_war_stays_and_the_case_says_that_nothing_supports_it() -> None:
    found = strike_out(FLAGSHIP[MARCH], "S27")
    pairs = [(one.between, one.only) for one in FLAGSHIP[MARCH].theatre.hostilities]
    assert [(one.between, one.only) for one in found.case.theatre.hostilities] == pairs
    assert "theatre.hostilities.government.taliban" in found.unsupported
    patron = strike_out(FLAGSHIP[MARCH], ["S8", "S12", "S13"])
    assert [one.between for one in patron.case.theatre.hostilities] == [("government", "taliban")]


def test_signals_and_events_keep_their_places_so_that_the_others_keep_their_luck() -> None:
    left = strike(FLAGSHIP[AUGUST], ["S41", "S46", "S19"])
    assert [one.statement for one in left.signals] == [one.statement for one in FLAGSHIP[AUGUST].signals]
    assert [one.what for one in left.events] == [one.what for one in FLAGSHIP[AUGUST].events]
    assert {one.statement for one in left.signals if one.strength.fixed and one.strength.mode == 0} >= {"S41", "S46"}


def turned(ideal: Number) -> Number:
    low, mode, high = ends(ideal)
    earlier = tuple(1 - end for end in reversed(ideal.before)) if ideal.before else None
    return ideal.model_copy(update={"low": 1 - high, "mode": 1 - mode, "high": 1 - low, "before": earlier})


def mirrored(case: Case) -> Case:
    """The same war with the sides' names and the ends of all scales exchanged."""
    other = {"incumbent": "challenger", "challenger": "incumbent", None: None}
    actors = {key: one.model_copy(update={"side": other[one.side]}) for key, one in case.actors.items()}
    positions = tuple(one.model_copy(update={"ideal": turned(one.ideal)}) for one in case.positions)
    return case.model_copy(update={"actors": actors, "positions": positions, "uncut": None})


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
def test_sides_are_treated_alike() -> None:
    for case in (FLAGSHIP[MARCH].model_copy(update={"uncut": None}), ACEH.model_copy(update={"uncut": None})):
        for name in case.ledger:
            pairs = zip(strike(case, name).positions, strike(mirrored(case), name).positions, strict=True)
            for one, other in pairs:
                low, mode, high = ends(one.ideal)
                assert ends(other.ideal) == pytest.approx((1 - high, 1 - mode, 1 - low))
                assert ends(one.salience) == ends(other.salience)


def test_principals_of_whom_nothing_is_believed_keep_their_ends_of_the_scale() -> None:
    case = FLAGSHIP[MARCH]
    bare = [one.model_copy(update={"ideal": one.ideal.model_copy(update={"before": None})}) for one in case.positions]
    found = changes(case.model_copy(update={"positions": tuple(bare)}), *groups(case)["hearsay"], "S4", "S31", "S1")
    assert ends(found["positions.taliban.executive.ideal"][1]) == (0.0, 1.0, 1.0)


def test_unknown_and_later_statements_are_named() -> None:
    with pytest.raises(InputError) as caught:
        strike(FLAGSHIP[MARCH], ["S51", "S99", "S1"])
    assert [problem.split(";")[0] for problem in caught.value.problems] == [
        "S51: no statement of afghanistan-2021 on 2021-03-08",
        "S99: no statement of afghanistan-2021 on 2021-03-08",
    ]
    assert "became known on 2021-08-12" in caught.value.problems[0]


def test_groups_hold_what_they_say() -> None:
    case = FLAGSHIP[AUGUST]
    found = groups(case)
    assert set(found["hearsay"]) == {name for name, one in case.ledger.items() if one.chain}
    assert "S26" in found["anonymous"]
    assert "S41" not in found["anonymous"]
    assert "unreviewed" not in found
    assert sorted(name for key, ids in found.items() if key.startswith("outlet:") for name in ids) == sorted(
        case.ledger
    )
    with pytest.raises(InputError, match="did you mean") as caught:
        find_groups(case, ["hearsy", "unreviewed"])
    assert len(caught.value.problems) == 2


def test_before_is_read_checked_and_handed_to_blocks() -> None:
    assert as_number({"value": 0.4, "because": "S1", "before": 0.5}).before == (0.5, 0.5, 0.5)
    assert spread({"m": 0.3, "n": {"value": 0.2, "before": 0.1}, "because": ["S1"], "before": [0, 0.5, 1]}) == {
        "m": {"value": 0.3, "because": ["S1"], "before": [0, 0.5, 1]},
        "n": {"before": 0.1, "value": 0.2, "because": ["S1"]},
    }
    for wrong in ([0.5, 0.2, 0.9], [0.1, 0.2], "often", [0, 0.5, float("inf")]):
        with pytest.raises(ValueError, match="before: expected"):
            as_number({"value": 0.4, "before": wrong})


def test_a_range_before_out_of_bounds_is_reported_with_its_line(tmp_path) -> None:
    import shutil

    folder = shutil.copytree(TEMPLATE, tmp_path / "case")
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    was = "ideal: [.2, .4, .6], salience: [.5, .6, .7], because: [S1]"
    assert was in text
    new = was.replace("[.2, .4, .6]", "{value: [.2, .4, .6], before: [0, .5, 1.4]}")
    (folder / "case.yaml").write_text(text.replace(was, new), encoding="utf-8")
    with pytest.raises(InputError, match=r"case.yaml:\d+:\d+: positions\[8\].ideal: before: 1.4 is out of range"):
        detente.read_case(folder)


def test_a_cut_case_knows_what_it_was_cut_from() -> None:
    whole = read_whole("aceh-2005")
    then = cut(whole, date(2005, 7, 18))
    assert then.uncut is whole
    assert then == cut(whole.model_copy(), date(2005, 7, 18))
    assert "uncut" not in repr(then)
