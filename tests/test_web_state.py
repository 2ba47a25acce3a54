"""What the workbench's address says: read, written, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.views.web.desk import Desk
from detente.views.web.state import State, parse, rounded
from web_factory import LEVER, OTHER, copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("state") / "northfork"), runs=60, full=120)


def test_an_address_comes_back_as_the_state_it_says(desk: Desk) -> None:
    state = State(
        tab="zones", levers=(OTHER,), numbers={"numbers.phi": 20.0}, struck=("S2", "S1"), shown=("numbers.tau",),
        text={"executive": 0.5}, issue="executive", day=date(2031, 6, 1), run=12, view={"party": "front"},
    )  # fmt: skip
    again = desk.state(parse_qsl(state.address()))
    assert again.address() == state.address()
    assert again.played == state.played
    assert again.day == date(2031, 6, 1)
    assert dict(again.view) == {"party": "front"}


def test_levers_come_in_the_order_of_the_case(desk: Desk) -> None:
    state = desk.state([("lever", "president_steps_down"), ("lever", LEVER)])
    assert state.levers == (LEVER, "president_steps_down")


def test_a_slider_that_stands_where_the_case_has_it_is_no_change(desk: Desk) -> None:
    one = desk.book["numbers.phi"]
    state = desk.state([("number.numbers.phi", str(rounded(one.mode, one))), ("number.numbers.tau", "9")])
    assert list(state.numbers) == ["numbers.tau"]


def test_a_week_is_a_date(desk: Desk) -> None:
    assert desk.state([("week", "2")]).day == date(2031, 3, 22)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lever", "air_support_stay", 'did you mean "air_support_stays"?'),
        ("number.numbers.ph", "1", 'did you mean "numbers.phi"?'),
        ("number.numbers.phi", "much", "expected a number"),
        ("number.numbers.phi", "nan", "expected a number"),
        ("number.numbers.phi", "1e400", "expected a number"),
        ("text.executive", "1.5", "from 0 to 1"),
        ("struck", "S99", "has no"),
        ("tab", "whatiff", 'did you mean "whatif"?'),
        ("date", "tomorrow", "expected a date like"),
        ("run", "-1", "number of a future"),
        ("week", "soon", "whole number of weeks"),
        ("region", "x" * 200, "longer than 120 characters"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(desk: Desk, name: str, value: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        desk.state([(name, value)])
    assert said in " ".join(caught.value.problems)


def test_every_problem_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(InputError) as caught:
        desk.state([("lever", "x"), ("date", "x"), ("run", "x")])
    assert len(caught.value.problems) == 3


@given(pairs=st.lists(st.tuples(st.text(max_size=30), st.text(max_size=140)), max_size=6))
def test_any_query_is_a_state_or_an_input_error(desk: Desk, pairs: list[tuple[str, str]]) -> None:
    try:
        state = parse(pairs, desk.case, desk.book)
    except InputError:
        return
    assert parse(parse_qsl(state.address()), desk.case, desk.book).address() == state.address()


def test_no_text_of_a_document_gets_into_an_address(desk: Desk) -> None:
    contents = [one.content for one in desk.case.ledger.values()]
    state = desk.state([("struck", name) for name in desk.case.ledger])
    assert not any(content[:12] in state.address() for content in contents)


def test_the_case_on_disk_is_read_again_when_it_changes(tmp_path: Path) -> None:
    desk = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    before = desk.baseline()
    path = desk.folder / "case.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("title: Northfork, spring 2031", "title: Northfork again"), encoding="utf-8")
    desk.refresh()
    assert desk.case.title == "Northfork again"
    assert desk.baseline() is not before
    path.write_text(good.replace("horizon: 2031-12-31", "horizon: 2030-12-31"), encoding="utf-8")
    desk.refresh()
    assert desk.case.title == "Northfork again"
    assert "case.yaml:" in desk.problems[0]
    path.write_text(good, encoding="utf-8")
    desk.refresh()
    assert desk.problems == ()
    assert desk.case.title == "Northfork, spring 2031"
