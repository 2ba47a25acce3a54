"""The cases that ship: they load at every cut, leak nothing, cite everything, and copy nobody's sentences."""

from __future__ import annotations

import csv
import re
from collections import deque
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from detente.case.load import find_case, read_case, read_whole, shipped_cases
from detente.case.schema import Case
from detente.case.walk import numbers_of
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.switches import SWITCHES

AFGHANISTAN, ACEH, IRELAND = "afghanistan-2021", "aceh-2005", "northern-ireland-1998"
CUTS = {
    AFGHANISTAN: ("2021-03-08", "2021-04-15", "2021-07-10", "2021-08-12"),
    ACEH: ("2005-03-01", "2005-07-18", "2005-08-16"),
    IRELAND: ("1998-03-26", "1998-04-11", "1998-05-23"),
}
ALL_CUTS = [(name, cut) for name, cuts in CUTS.items() for cut in cuts]
REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
ROOT = Path(__file__).parents[1]
WORDS = 9


@cache
def case_on(name: str, day: str) -> Case:
    return read_case(name, day)


@cache
def whole(name: str) -> Case:
    return read_whole(name)


def rows(name: str, table: str) -> list[dict[str, str]]:
    with (find_case(name)[0] / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_case_that_ships_is_tried_here() -> None:
    assert set(CUTS) == set(shipped_cases())


@pytest.mark.parametrize(("name", "cut"), ALL_CUTS)
def test_every_cut_loads_and_knows_nothing_later(name: str, cut: str) -> None:
    case, day = case_on(name, cut), date.fromisoformat(cut)
    assert case.as_of == day < case.horizon
    assert all(statement.known <= day for statement in case.ledger.values())
    assert all(proposal.known <= day for proposal in case.proposals.values())
    assert all(deal.signed <= day for deal in case.deals.values())
    assert all(row.known <= day for row in case.history)
    assert all(one.known is None or one.known <= day for table in case.tables.values() for one in table.preconditions)
    assert all(lever.from_ > day for lever in case.levers.values())
    cited = {
        name for block in (*case.positions, *case.actors.values(), *case.proposals.values()) for name in block.because
    }
    assert not {name for name in cited if re.fullmatch(r"S\d+", name)} - set(case.ledger)


@pytest.mark.parametrize(("name", "cut"), ALL_CUTS)
def test_every_cut_has_something_to_decide_and_to_sign(name: str, cut: str) -> None:
    case = case_on(name, cut)
    assert case.levers or cut == "2005-08-16"
    assert len(case.proposals) >= 6
    parties = {key for key, actor in case.actors.items() if actor.role == "party"}
    for table in case.tables.values():
        assert set(table.parties) == parties


@pytest.mark.parametrize("name", CUTS)
def test_weights_add_up_and_one_region_is_the_capital(name: str) -> None:
    regions = whole(name).regions
    assert sum(region.weight for region in regions.values()) == pytest.approx(1, abs=1e-9)
    assert sum(region.capital for region in regions.values()) == 1
    column = "population_1400" if name == AFGHANISTAN else "population_thousands"
    people = {row["region"]: float(row[column]) for row in rows(name, "population.csv")}
    total = sum(people.values())
    for key, region in regions.items():
        assert region.weight == pytest.approx(people[key] / total, abs=2e-4)


@pytest.mark.parametrize("name", CUTS)
def test_defensibility_is_minus_the_standardised_steps_from_the_capital(name: str) -> None:
    regions = whole(name).regions
    start = next(key for key, region in regions.items() if region.capital)
    steps, line = {start: 0}, deque([start])
    while line:
        here = line.popleft()
        for there in regions[here].neighbours:
            if there not in steps:
                steps[there] = steps[here] + 1
                line.append(there)
    mean = sum(steps.values()) / len(steps)
    sd = (sum((value - mean) ** 2 for value in steps.values()) / len(steps)) ** 0.5
    for key, region in regions.items():
        assert region.defensibility == pytest.approx((mean - steps[key]) / sd, abs=1e-4)


def test_thirty_four_provinces_and_seventy_nine_borders() -> None:
    regions = whole(AFGHANISTAN).regions
    assert len(regions) == 34
    assert sum(len(region.neighbours) for region in regions.values()) == 2 * 79


@pytest.mark.parametrize(
    ("cut", "fallen"), [("2021-03-08", 0), ("2021-08-12", 10), ("2021-08-14", 18), ("2021-08-15", 26)]
)
def test_falls_known_at_a_cut(cut: str, fallen: int) -> None:
    holders = [region.holder for region in case_on(AFGHANISTAN, cut).regions.values()]
    assert holders.count("taliban") == fallen


def test_history_holds_every_fall_once() -> None:
    history = whole(AFGHANISTAN).history
    falls = [row.subject for row in history if row.kind == "fall"]
    assert sorted(falls) == sorted(whole(AFGHANISTAN).regions)
    assert sum("medium confidence" in row.note for row in history if row.kind == "fall") == 7
    assert all(row.source for row in history)


def test_support_in_force_follows_the_share_withdrawn() -> None:
    """The fit of the front and the case use one scale: .1 + .6*(1 - share withdrawn), ranges of the sources' ranges."""
    by_day = {row["date"]: row for row in rows(AFGHANISTAN, "withdrawal.csv")}
    for cut in ("2021-05-18", "2021-06-01", "2021-07-14"):
        support = case_on(AFGHANISTAN, cut).theatre.support
        force = sum(
            part.level.mode
            * sum(share.mode for name, share in part.purposes.items() if name in ("defence", "training"))
            for part in support.values()
        )
        low, high = (float(by_day[cut][end]) / 100 for end in ("percent_low", "percent_high"))
        assert 0.1 + 0.6 * (1 - high) - 0.02 <= force <= 0.1 + 0.6 * (1 - low) + 0.02


def test_troops_for_evacuation_add_nothing_at_the_front() -> None:
    before, after = (case_on(AFGHANISTAN, cut).theatre.support["us"] for cut in ("2021-08-11", "2021-08-12"))
    assert after.level.mode > before.level.mode
    in_force = [part.level.mode * part.purposes["defence"].mode for part in (before, after)]
    assert in_force[1] <= in_force[0] + 0.01
    assert after.purposes["evacuation"].mode > 0.5


def test_doha_has_twelve_obligations_with_the_status_of_the_day() -> None:
    listed = {row["id"]: row for row in rows(AFGHANISTAN, "obligations.csv")}
    clauses = {clause.id: clause for clause in case_on(AFGHANISTAN, "2021-03-08").deals["doha_2020"].clauses}
    assert set(clauses) == set(listed) == {f"D{number}" for number in range(1, 13)}
    for name, row in listed.items():
        if row["deadline"] and name not in ("D2",):
            assert str(clauses[name].by) == row["deadline"]
    assert clauses["D2"].review
    assert (clauses["D2"].by, clauses["D2"].status) == (date(2021, 5, 1), "pending")
    moved = {clause.id: clause for clause in case_on(AFGHANISTAN, "2021-08-12").deals["doha_2020"].clauses}
    assert moved["D2"].by == date(2021, 8, 31)


def test_the_ultimatum_is_hearsay_and_known_only_in_august() -> None:
    assert not case_on(AFGHANISTAN, "2021-07-10").tables["doha"].preconditions
    (ultimatum,) = case_on(AFGHANISTAN, "2021-08-12").tables["doha"].preconditions
    statement = whole(AFGHANISTAN).ledger[ultimatum.because[0]]
    assert statement.chain == ("Imran Khan",)
    assert (statement.actor, statement.bearer) == ("taliban", "Imran Khan")


def test_who_wrote_the_letter_is_not_who_carried_it() -> None:
    ledger = whole(AFGHANISTAN).ledger
    letters = [one for one in ledger.values() if one.author == "Antony Blinken"]
    assert letters
    assert all((one.bearer, one.channel) == ("Zalmay Khalilzad", "leaked") for one in letters)
    assert {one.verification.state for one in letters if one.known == date(2021, 3, 7)} == {"unverified"}
    assert {one.verification.state for one in letters if one.known == date(2021, 3, 8)} == {"confirmed"}


def test_somebody_absent_has_a_red_line_on_rights() -> None:
    for name in CUTS:
        case = whole(name)
        absent = {key for key, actor in case.actors.items() if actor.absent}
        rights = {key for key, issue in case.issues.items() if issue.rights}
        assert absent
        assert any(one.actor in absent and one.issue in rights and one.red_line for one in case.positions)


@pytest.mark.parametrize("name", CUTS)
def test_every_number_rests_on_something(name: str) -> None:
    given = list(numbers_of(whole(name)))
    assert len(given) > 100
    assert not [path for path, number in given if not (number.because or number.assumed)]


@pytest.mark.parametrize("name", CUTS)
def test_every_statement_cites_a_document_and_a_date(name: str) -> None:
    case = whole(name)
    for statement in case.ledger.values():
        document = case.documents[statement.document]
        assert statement.outlet == document.outlet
        assert document.date <= statement.known
        assert not statement.quote
        assert len(statement.content) < 320
        assert statement.reviewed
    assert {statement.document for statement in case.ledger.values()} == set(case.documents)


@pytest.mark.parametrize("name", CUTS)
def test_every_file_of_the_folder_is_named_in_the_notice(name: str) -> None:
    folder = find_case(name)[0]
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")
    for file in folder.iterdir():
        if file.name not in ("NOTICE.md", "case.yaml"):
            assert f"`{file.name}`" in notice, file.name


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def test_a_copied_sentence_would_be_found() -> None:
    assert _runs("One two three four five six seven eight nine ten.") & _runs(
        "and two three four five six seven eight nine ten"
    )


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the two reports are not at hand")
def test_nine_words_in_a_row_of_a_report_appear_nowhere() -> None:
    theirs = set().union(*(_runs(path.read_text(encoding="utf-8")) for path in REPORTS.glob("2021-*.txt")))
    assert theirs
    ours = [path for name in CUTS for path in find_case(name)[0].iterdir() if path.suffix != ".geojson"]
    ours += [*(ROOT / "docs" / "cases").glob("*.md"), ROOT / "docs" / "mechanisms.md"]
    for path in ours:
        assert not _runs(path.read_text(encoding="utf-8")) & theirs, path.name


def test_the_table_of_mechanisms_names_what_exists() -> None:
    table = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if re.match(r"\| \d", line)
    ]
    assert [line[0] for line in lines] == [str(number) for number in range(1, 29)]
    case = whole(AFGHANISTAN)
    clauses = {clause.id for deal in case.deals.values() for clause in deal.clauses} | {term.id for term in case.terms}
    for line in lines:
        coded, switches = line[2], line[4]
        assert set(re.findall(r"\bS\d+\b", coded)) <= set(case.ledger), line[0]
        assert set(re.findall(r"\b[DP]\d+\b", coded)) <= clauses, line[0]
        named = re.findall(r"`([a-z_0-9]+)`", switches)
        assert set(named) <= set(SWITCHES) | set(case.levers), line[0]
    assert not set(re.findall(r"lever `(\w+)`", table)) - set(case.levers)


def test_damage_in_the_table_is_that_of_the_ledger() -> None:
    table = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith("| 19 "))
    damaged = [name for name, statement in whole(AFGHANISTAN).ledger.items() if statement.damage]
    assert re.findall(r"S\d+", row) == damaged


@pytest.mark.parametrize(("name", "cut"), ALL_CUTS)
def test_every_lever_can_be_pulled_and_changes_no_other_number(name: str, cut: str) -> None:
    case = case_on(name, cut)
    alone = make_sheet(case, draws=3, seed=5)
    for lever in case.levers:
        sheet = make_sheet(case, find_levers(case, [lever]), draws=3, seed=5)
        added = set(sheet.values) - set(alone.values)
        assert all(key.startswith(f"levers.{lever}.") for key in added)
        assert set(sheet.overrides.values()) <= added
        for key, value in alone.values.items():
            np.testing.assert_array_equal(sheet.values[key], value)


@pytest.mark.parametrize("name", CUTS)
def test_levers_that_exclude_each_other_say_so_both_ways(name: str) -> None:
    levers = whole(name).levers
    for one, lever in levers.items():
        assert all(one in levers[other].excludes for other in lever.excludes), one


@pytest.mark.parametrize("name", CUTS)
def test_texts_range_from_one_side_to_the_other(name: str) -> None:
    """The extreme texts lie at the ends: what one principal would write, the other is farthest from."""
    case = whole(name)
    sides = {actor.side: key for key, actor in case.actors.items() if actor.principal}
    ideal = {(one.actor, one.issue): one.ideal.mode for one in case.positions}

    def distance(text: dict[str, float], actor: str) -> float:
        return sum(abs(value - ideal[actor, issue]) for issue, value in text.items()) / len(text)

    full = {
        key: {issue: number.mode for issue, number in one.text.items()}
        for key, one in case.proposals.items()
        if len(one.text) == len(case.issues)
    }
    assert len(full) >= 4
    nearest = {side: min(full, key=lambda key, who=actor: distance(full[key], who)) for side, actor in sides.items()}
    assert case.proposals[nearest["incumbent"]].by == sides["incumbent"]
    assert case.proposals[nearest["challenger"]].by == sides["challenger"]
