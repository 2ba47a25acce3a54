"""What the numbers of events and levers are called, on screens and in reports."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case.load import read_case
from detente.case.walk import named, numbers_of
from detente.views.context import Context


class _NoResult:
    """A result that nothing is asked of."""

    manifest: dict[str, Any] = {}
    tables: tuple[str, ...] = ()

    def query(self, sql: str) -> list[dict[str, Any]]:
        raise AssertionError(sql)


def _named(case: str, path: str) -> str:
    return Context(_NoResult(), read_case(case)).number_name(path)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("events.1998-07-05.marches.pressure.dup.uup.add", "Marches of July: pressure (Ulster Unionist Party)"),
        ("levers.washington_presses.pressure.us.uup.add", "Washington presses harder, on both: pressure (Ulster "),
        ("levers.no_deadline.number.p_round.set", "No deadline: how often offers are made at an open table"),
        ("actors.london.cost", "British government: cost of fighting"),
    ],
)
def test_numbers_say_whose_they_are_and_what_changes_them(path: str, said: str) -> None:
    assert _named("northern-ireland-1998", path).startswith(said)


def test_troops_that_only_evacuate_are_not_named_by_the_pace_of_an_evacuation() -> None:
    path = "levers.evacuation_only.change.0.purposes.evacuation"
    assert _named("afghanistan-2021", path) == "Troops for evacuation alone: support for evacuation (United States)"


@pytest.mark.parametrize("name", ["afghanistan-2021", "aceh-2005", "northern-ireland-1998"])
def test_no_number_is_just_the_size_of_a_change(name: str) -> None:
    case = read_case(name)
    context = Context(_NoResult(), case)
    paths = [".".join(map(str, named(case, path))) for path, _ in numbers_of(case)]
    for path in paths:
        assert "size of the change" not in context.number_name(path), path
