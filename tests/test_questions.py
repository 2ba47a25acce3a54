"""Questions that matter most, and answers written into case.yaml without touching the rest of it."""

from __future__ import annotations

import shutil
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.analysis.questions import ANSWERED, Question, answer, path_of, questions
from detente.case.draft.edit import place_of, with_number
from detente.errors import InputError

TEMPLATE = Path(str(resources.files("detente") / "case" / "template"))


@cache
def asked() -> tuple[Question, ...]:
    return questions(detente.read_case(TEMPLATE), most=3, runs=300)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return shutil.copytree(TEMPLATE, tmp_path / "northfork", ignore=shutil.ignore_patterns("__pycache__"))


def test_questions_are_on_assumptions_and_ordered_by_effect() -> None:
    found = asked()
    assert len(found) <= 3
    assert [one.effect for one in found] == sorted((one.effect for one in found), reverse=True)
    case = detente.read_case(TEMPLATE)
    for one in found:
        assert one.effect > 0
        assert one.assumed
        assert one.low < one.high
        assert one.lower <= one.low
        assert one.high <= one.upper
        assert one.text.endswith("?")
        assert path_of(case, one.number) == one.path


def test_an_answer_changes_one_number_and_keeps_every_comment(case: Path) -> None:
    one = asked()[0]
    middle = (one.low + one.high) / 2
    before = answer(case, one, [one.low, middle, one.high], reason="two reports agree")
    after = (case / "case.yaml").read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]
    assert len(changed) == 1
    assert f'assumed: "{ANSWERED}: two reports agree"' in changed[0][1]
    read = detente.read_case(case)
    assert one.number not in {other.number for other in questions(read, most=3, runs=300)}
    (case / "case.yaml").write_text(before, encoding="utf-8")
    assert detente.read_case(case).title


def test_an_answer_may_rest_on_a_statement(case: Path) -> None:
    one = asked()[0]
    answer(case, one, [one.mode], because=["S1"])
    with pytest.raises(InputError, match="S99"):
        answer(case, one, [one.mode], because=["S99"])
    text = (case / "case.yaml").read_text(encoding="utf-8")
    assert "S99" not in text
    assert place_of(text, one.path) is not None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "expected one number or three"),
        ([0.1, 0.2], "expected one number or three"),
        ([0.3, 0.2, 0.1], "expected least <= middle <= most"),
        ([float("nan")], "expected least <= middle <= most"),
        ([-1e9], "out of range; expected from"),
    ],
)
def test_a_wrong_answer_is_refused_and_changes_nothing(values: list[float], message: str, case: Path) -> None:
    before = (case / "case.yaml").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=message):
        answer(case, asked()[0], values)
    assert (case / "case.yaml").read_text(encoding="utf-8") == before


def test_every_way_of_writing_a_number_is_replaced() -> None:
    written = [".4", "[.1, .2, .3]", "{value: .4, because: [S1]}", "{value: [.1, .2, .3], assumed: x}"]
    for one in written:
        text = f"# head\na:\n  - {{b: {one}, c: 1}}  # keep\n  - d: {one}    # this too\n    e: 2\n"
        for path, tail in (((("a"), 0, "b"), "# keep"), (("a", 1, "d"), "# this too")):
            new = with_number(text, path, (0.5, 0.6, 0.7), assumed="because I say so")
            held = yaml.safe_load(new)["a"][path[1]][path[2]]
            assert held == {"value": [0.5, 0.6, 0.7], "assumed": "because I say so"}
            assert tail in new
            assert len(new.split("\n")) == len(text.split("\n"))


def test_a_place_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match=r"case.yaml: actors.us.cost: no such number"):
        with_number("actors: {}\n", ("actors", "us", "cost"), (1, 1, 1))


@given(st.text(max_size=40))
def test_any_reason_reads_back(reason: str) -> None:
    new = with_number("a: .4\nb: 2\n", ("a",), (0.1, 0.1, 0.1), assumed=reason or "x")
    held = yaml.safe_load(new)
    assert held["b"] == 2
    assert held["a"]["value"] == 0.1
    assert isinstance(held["a"]["assumed"], str)


def test_numbers_that_no_person_is_asked_have_no_place(case: Path) -> None:
    read = detente.read_case(case)
    assert path_of(read, "signals.0") is None
    assert path_of(read, "credibility.front.union") is None
    assert path_of(read, "positions.front.schools.ideal") == ("positions", 5, "ideal")
    assert path_of(read, "positions.republic.executive.at_most") == ("positions", 0, "red_line", "at_most")
    assert path_of(read, "beliefs.front.support_lasts") == ("beliefs", "support_lasts", "front")
