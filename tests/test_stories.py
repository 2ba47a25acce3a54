from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_factory import northfork
from detente.case.effects import Effect
from detente.case.schema import Event
from detente.engine.layout import Kind
from detente.views.context import Context
from detente.views.stories import steps, tell, told, typical
from result_factory import tables, write

START = date(2031, 3, 10)
END = {"outcome": "war_goes_on", "fatalities": 12}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    case = northfork()
    rows = tables(case, runs=120, draws=6)
    return Context(write(tmp_path_factory.mktemp("stories"), case, rows), case)


def _event(day: int, kind: str, subject: str = "", value: float | None = None) -> dict[str, Any]:
    return {"day": START + timedelta(day), "kind": kind, "subject": subject, "value": value}


def test_falls_of_a_fortnight_are_told_together(context: Context) -> None:
    falls = [_event(0, "fall", "r1"), _event(5, "surrender", "r2"), _event(30, "fall", "r3")]
    made = steps(context, falls, END)
    assert [step.text for step in made[:2]] == ["Region 2 and Region 3 fall by 15 Mar.", "Region 4 falls."]
    assert made[0].note == "1 by surrender, 1 by assault"


def test_a_victory_ends_the_story_on_its_day(context: Context) -> None:
    made = steps(context, [_event(3, "victory", "front", 1.0)], END | {"outcome": "challenger_victory"})
    assert (made[-1].day, made[-1].text) == (START + timedelta(3), "The story ends: River Front victory.")


def test_a_ceasefire_from_before_is_not_told_as_one_that_begins(context: Context) -> None:
    first, next_one = _event(-1, "ceasefire"), _event(40, "ceasefire")
    assert [step.text for step in steps(context, [first, next_one], END)[:2]] == ["A ceasefire begins."] * 2
    truce = Event(
        date=START, known=START, what="A truce", kind="standing", effects=(Effect(truce=("a", "b"), days=90),)
    )
    paused = replace(context, case=context.case.model_copy(update={"events": (*context.case.events, truce)}))
    told = [step.text for step in steps(paused, [first, next_one], END)[:2]]
    assert told == ["A ceasefire from before holds.", "A ceasefire begins."]


def test_a_deal_that_stands_at_the_horizon_is_followed_after_the_end_is_told(context: Context) -> None:
    ahead = (context.horizon - START).days
    events = [_event(ahead - 5, "signed", "council"), _event(ahead + 40, "term_late", "W1", 4000.0)]
    end = {"outcome": "settlement", "fatalities": 12, "signed_on": START + timedelta(ahead - 5), "kept_a_year": True}
    made = steps(context, events, end)
    assert [step.day for step in made] == sorted(step.day for step in made)
    assert [step.text.split(":")[0] for step in made[1:3]] == [
        "The time looked at ends",
        "A term of the deal is not met on its date",
    ]
    assert made[2].note == "comes more than a year late"
    assert made[-1].text == "A year after its signing the deal is still kept."


def test_the_head_of_a_deal_that_breaks_after_the_horizon_says_so_last(context: Context) -> None:
    signed, broke = context.horizon - timedelta(60), context.horizon + timedelta(120)
    row = {"run": 3, "outcome": "settlement", "fatalities": 12, "signed_on": signed, "broke_on": broke,
           "first_break": None, "capital_fell_on": None}  # fmt: skip
    head = tell(context, 3, [row], []).head
    assert head.index("the deal stands on") < head.index("it breaks after 6 months")


def test_support_is_told_again_only_if_the_number_printed_changes(context: Context) -> None:
    made = steps(
        context, [_event(day, "support", "union", value) for day, value in ((0, 0.17), (9, 0.171), (20, 0.1))], END
    )
    assert [step.note for step in made[:-1]] == [f"to {left} of 100 of what it could give" for left in (17, 10)]


def test_falls_and_recaptures_are_not_mixed(context: Context) -> None:
    made = steps(context, [_event(0, "fall", "r1"), _event(1, "retaken", "r1")], END)
    assert [step.text for step in made[:2]] == ["Region 2 falls.", "Region 2 is retaken."]


def test_a_step_carries_the_number_behind_it(context: Context) -> None:
    made = steps(context, [_event(0, "table_opened", value=0.41), _event(9, "clause_late", "W1", 62.0)], END)
    assert (made[0].text, made[0].note) == ("The table opens.", "readiness .41")
    assert (made[1].text, made[1].note) == ("Not met on its date: The Union: All troops leave.", "comes 62 days late")


def test_long_stories_leave_out_small_steps_and_keep_the_order(context: Context) -> None:
    many = [_event(day, "refusal", "front") for day in range(60)] + [_event(61, "signed", "council")]
    made = steps(context, many, END)
    assert len(made) <= 17
    assert any(step.text == "All parties sign: Shared council." for step in made)
    assert [step.day for step in made] == sorted(step.day for step in made)


@pytest.mark.parametrize("kind", [kind.name.lower() for kind in Kind])
def test_every_kind_of_event_has_words_or_tells_nothing(kind: str, context: Context) -> None:
    for subject, value in (("", None), ("front", 0.5), ("r1", 1.0), ("W1", 30.0)):
        for step in steps(context, [_event(0, kind, subject, value)], END):
            assert "None" not in step.text + step.note
            assert "{" not in step.text + step.note
            assert step.text.endswith(".")


@given(st.lists(st.tuples(st.integers(0, 9999), st.floats(0, 1), st.integers(0, 34)), min_size=1, max_size=40))
def test_the_typical_future_is_one_of_them_and_does_not_depend_on_their_order(rows: list[tuple]) -> None:
    futures = [dict(zip(("fatalities", "control", "regions_lost"), row, strict=True), run=run)
               for run, row in enumerate(rows)]  # fmt: skip
    assert typical(futures) == typical(futures[::-1])
    assert 0 <= typical(futures) < len(rows)


def test_told_futures_have_different_ends_and_a_settled_one_among_them(context: Context) -> None:
    stories = told(context)
    assert len({story.outcome for story in stories}) == len(stories) == 3
    assert "Settlement" in {story.outcome for story in stories}


def test_there_is_no_story_of_a_future_that_was_not_played(context: Context) -> None:
    with pytest.raises(LookupError, match="numbered from 0 to 119"):
        tell(context, 120)
