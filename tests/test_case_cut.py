"""A case cut at a date knows nothing of what became known later."""

import shutil
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.cut import cut, known_on
from detente.case.load import read_case, read_whole, shipped_cases
from detente.case.numbers import Evidenced
from detente.case.walk import rewrite
from detente.errors import InputError

TEMPLATE = Path(str(resources.files("detente"))) / "case" / "template"
WHOLE = {"template": read_whole(TEMPLATE)} | {name: read_whole(name) for name in shipped_cases()}


def days_of(case):
    return st.dates(case.as_of, case.horizon - timedelta(days=1))


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@given(st.data())
def test_nothing_known_later_survives(data):
    whole = WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))]
    day = data.draw(days_of(whole))
    case = cut(whole, day)
    assert case.as_of == day
    dates = [one.known for one in case.ledger.values()]
    dates += [row.known for row in case.history]
    dates += [known_on(event) for event in case.events]
    dates += [proposal.known for proposal in case.proposals.values()]
    dates += [document.date for document in case.documents.values()]
    dates += [deal.signed for deal in case.deals.values()]
    clauses = [clause for deal in case.deals.values() for clause in deal.clauses]
    dates += [clause.known for clause in clauses if clause.known]
    dates += [one.known for table in case.tables.values() for one in table.preconditions if one.known]
    assert max(dates) <= day
    statements = set(whole.ledger) - set(case.ledger)
    assert not statements & set(evidence(case))
    assert not statements & {signal.statement for signal in case.signals}


def evidence(case):
    found = []

    def note(block: Evidenced):
        found.extend(block.because)
        return block

    rewrite(case, note)
    return found


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@settings(max_examples=25, deadline=None)
@given(day=days_of(WHOLE["template"]))
def test_a_cut_is_the_case_that_would_have_been_written_then(day, tmp_path_factory):
    """Delete everything that became known later from the files: the cut is the same."""
    folder = Path(shutil.copytree(TEMPLATE, tmp_path_factory.mktemp("case") / "case"))
    forget_what_came_later(folder, day)
    then, now = cut(read_whole(folder), day), cut(WHOLE["template"], day)
    assert then.model_copy(update={"folder": now.folder, "name": now.name}) == now


def forget_what_came_later(folder, day):
    text = yaml.safe_load((folder / "case.yaml").read_text())
    text["events"] = [one for one in text["events"] if one.get("known", one["date"] + timedelta(days=1)) <= day]
    text["proposals"] = {name: one for name, one in text["proposals"].items() if one["known"] <= day}
    for table in text["tables"].values():
        table["preconditions"] = [one for one in table["preconditions"] if one["known"] <= day]
    own = text["as_of"]
    text["levers"] = {name: one for name, one in text["levers"].items() if one["from"] > day or one["from"] <= own}
    for lever in text["levers"].values():
        lever["excludes"] = [other for other in lever.get("excludes", []) if other in text["levers"]]
    text["documents"] = {name: one for name, one in text["documents"].items() if one["date"] <= day}
    (folder / "case.yaml").write_text(yaml.safe_dump(text, allow_unicode=True))
    for name, column in (("ledger.jsonl", '"known": "'), ("history.csv", ",")):
        lines = (folder / name).read_text().splitlines(keepends=True)
        kept = [line for line in lines if line[:1] not in "{2" or line.split(column)[1][:10] <= day.isoformat()]
        (folder / name).write_text("".join(kept))


def test_what_became_known_changes_the_case():
    early, late = read_case(TEMPLATE), read_case(TEMPLATE, "2031-05-02")
    assert early.deals["accord_2030"].clauses[0].by == date(2031, 5, 1)
    assert late.deals["accord_2030"].clauses[0].by == date(2031, 9, 11)
    assert early.theatre.support["union"].ends == date(2031, 5, 1)
    assert late.theatre.support["union"].ends == date(2031, 9, 11)
    assert (early.regions["lowfield"].holder, late.regions["lowfield"].holder) == ("republic", "front")
    assert not early.tables["capital_talks"].preconditions
    assert late.tables["capital_talks"].preconditions
    assert set(late.levers) == set()
    assert set(early.levers) == {"extend_to_september", "air_support_stays", "president_steps_down"}


def test_what_is_known_and_not_yet_due_is_left_to_the_engine(tmp_path):
    folder = Path(shutil.copytree(TEMPLATE, tmp_path / "case"))
    path = folder / "case.yaml"
    text = path.read_text().replace(
        "- date: 2031-04-14\n    known: 2031-04-14", "- date: 2031-06-14\n    known: 2031-04-14"
    )
    path.write_text(text)
    case = read_case(folder, "2031-05-02")
    assert [len(event.effects) for event in case.events if event.date > case.as_of] == [2]
    assert case.deals["accord_2030"].clauses[0].by == date(2031, 5, 1)


@pytest.mark.parametrize("day", ["2031-03-07", "2031-12-31", "yesterday"])
def test_dates_that_cannot_be_cut_at_are_refused(day):
    with pytest.raises(InputError, match=f"as_of.*{day}"):
        read_case(TEMPLATE, day)


def test_the_flagship_knows_its_two_reports_at_its_two_dates():
    march, august = read_case("afghanistan-2021", "2021-03-08"), read_case("afghanistan-2021", "2021-08-12")
    held = [sum(region.holder == "taliban" for region in case.regions.values()) for case in (march, august)]
    assert held == [0, 10]
    assert len(march.ledger) < len(august.ledger) == len(WHOLE["afghanistan-2021"].ledger)
    assert march.theatre.support["us"].level.mode > august.theatre.support["us"].level.mode


def test_what_is_under_way_is_told_to_the_engine_the_next_day(tmp_path):
    folder = Path(shutil.copytree(TEMPLATE, tmp_path / "case"))
    path = folder / "case.yaml"
    ends = "{support: union, ends: 2031-09-11}]\n    because: [S6]"
    runs_down = "{support: union, to: 0, over: 20}, {talks: capital_talks, to: closed}]\n    because: [S6]"
    path.write_text(path.read_text().replace(ends, runs_down))
    case = read_case(folder, "2031-04-24")
    coming = {event.what: event.effects for event in case.events if event.date == date(2031, 4, 25)}
    assert coming["The Union moves its date to September"][0].over == 9
    shut = coming["What holds at the start"][0]
    assert (shut.talks, shut.to) == ("capital_talks", "closed")
    assert case.theatre.support["union"].level.mode == pytest.approx(0.4)
    assert not case.tables["capital_talks"].open
