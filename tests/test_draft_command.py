"""`detente draft` as people meet it: at a terminal, in a script, with wrong input."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest

from detente.analysis.questions import Question
from detente.case.load import read_whole
from detente.views.cli import app
from detente.views.commands import draft as command
from detente.views.draft_dialogue import ask_questions
from detente.views.terminal import guarded
from draft_factory import TEXTS

LAGOON = [str(TEXTS / f"draft-lagoon-2034-{day}.txt") for day in ("02-10", "06-02")]
TEMPLATE = Path(str(resources.files("detente") / "case" / "template"))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = guarded(lambda: app(["draft", *arguments], standalone_mode=False))
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return run


@pytest.fixture
def sit(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], list[str]]:
    """Somebody at the terminal who gives these answers, then only Enter; returns what was asked."""

    def sit(answers: list[str]) -> list[str]:
        asked: list[str] = []
        given: Iterator[str] = iter(answers)

        def ask(words: str) -> str:
            asked.append(words)
            said = next(given, "")
            if said == "^C":
                raise KeyboardInterrupt
            return said

        monkeypatch.setattr(command, "_terminal", lambda: ask)
        return asked

    return sit


def test_in_a_script_nothing_is_accepted(run: Run, tmp_path: Path) -> None:
    status, out, err = run(*LAGOON, "--out", "lagoon")
    assert (status, err) == (0, "")
    assert "0 statements accepted" in out
    assert "not reviewed, which set no number and stand as comments" in out
    whole = read_whole(tmp_path / "lagoon")
    assert not whole.deals
    assert not any(one.reviewed for one in whole.ledger.values())
    text = (tmp_path / "lagoon" / "case.yaml").read_text(encoding="utf-8")
    assert "The troops of Halvard are to leave by 30 September 2034, under review." in text.replace("\n# ", " ")


def test_yes_accepts_what_the_reader_is_sure_of_in_somebodys_name(run: Run, tmp_path: Path) -> None:
    status, out, _ = run(*LAGOON, "--out", "lagoon", "--yes", "--reviewer", "M. Ferrer")
    assert status == 0
    assert "The Lagoon Liberation Movement took 6 district centres of 22." in out
    whole = read_whole(tmp_path / "lagoon")
    reviewed = [one for one in whole.ledger.values() if one.reviewed]
    assert reviewed
    assert all("reviewed by M. Ferrer" in one.note for one in reviewed)
    assert len(whole.regions) == 22
    assert whole.deals["accord"].clauses[0].review


def test_at_a_terminal_statements_are_walked_through(
    run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    asked = sit(["no", "", "a", "x", "r", "e", "", "", "2", ".5", "", "q"])
    status, out, _ = run(*LAGOON, "--out", "lagoon", "--ask", "0")
    assert status == 0
    assert asked[0].startswith("Right? Enter: yes")
    assert asked[1] == asked[0]
    assert "no: expected Enter, s or q." in out
    assert "expected a number from 0 to 1" in out
    whole = read_whole(tmp_path / "lagoon")
    assert sum(one.reviewed for one in whole.ledger.values()) == 2
    assert [one.credibility for one in whole.ledger.values() if one.credibility is not None] == [0.5]


def test_all_that_are_left_can_be_accepted_at_once(
    run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    sit(["", "A"])
    status, out, _ = run(str(TEXTS / "draft-island-2035-08-20.txt"), "--out", "island", "--ask", "0")
    assert status == 0
    assert "0 not reviewed" not in out
    whole = read_whole(tmp_path / "island")
    assert len(whole.tables["talks"].preconditions) == 1
    assert len(whole.regions) == 12


def test_a_person_may_know_of_how_many(run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path) -> None:
    asked = sit(["", "A", "3", "19"])
    status, out, _ = run(str(TEXTS / "draft-island-2035-08-20.txt"), "--out", "island", "--ask", "0")
    assert status == 0
    assert "expected a whole number from 4 to 120" in out
    assert sum("Of how many in all?" in one for one in asked) == 2
    assert len(read_whole(tmp_path / "island").regions) == 19


def test_parties_that_no_text_shows_are_asked_for(
    run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    pasture = str(TEXTS / "draft-sixth-c.txt")
    asked = sit(["", "the government", "1", "", "q"])
    status, out, _ = run(pasture, "--out", "pasture", "--ask", "0")
    assert status == 0
    assert "Named: 1 Red Scarf Movement" in out
    assert asked[1].startswith("Who holds the state?")
    sides = {one.side: one.name for one in read_whole(tmp_path / "pasture").actors.values() if one.role == "party"}
    assert sides == {"incumbent": "The government", "challenger": "Red Scarf Movement"}
    sit(["", ""])
    status, _, err = run(pasture, "--out", "other")
    assert (status, "found no two parties" in err) == (1, True)
    status, _, err = run(pasture, "--out", "other", "--parties", "Galt")
    assert (status, "expected two names with a comma" in err) == (1, True)


def test_documents_without_a_date_are_asked_for_it(
    run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    sit(["soon", "2031-03-08", "", "q"])
    status, out, _ = run(str(TEXTS / "council-letter.txt"), "--out", "northfork", "--ask", "0")
    assert status == 0
    assert "soon: no date; write it as 2031-03-08" in out
    assert read_whole(tmp_path / "northfork").as_of.isoformat() == "2031-03-08"


def test_a_case_is_asked_on(run: Run, sit: Callable[[list[str]], list[str]]) -> None:
    run(*LAGOON, "--out", "lagoon", "--yes")
    sit(["high", "q"])
    status, out, _ = run("lagoon", "--ask", "2")
    assert status == 0
    assert "of 100 explored futures have" in out
    assert "expected numbers, as in .4" in out
    assert "0 of 2 answered" in out
    status, out, _ = run("lagoon", "--ask", "1", "--json")
    (question,) = json.loads(out)["questions"]
    assert question["effect"] == pytest.approx(abs(question["at_high"] - question["at_low"]))


def test_answers_are_checked_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = shutil.copytree(TEMPLATE, tmp_path / "northfork", ignore=shutil.ignore_patterns("__pycache__"))
    path = ("positions", 2, "salience")
    question = Question("positions.republic.schools.salience", path, "Why?", ((0, "no"), (1, "yes")), 0.1, 0.2, 0.3,
                        0.0, 1.0, "so", "settlement", 0.1, 0.2)  # fmt: skip
    answers = iter([".1 .2", ".9 .2 .1", "2", ".95", "no", ".95", "y", "", ".2 .25 .3", "a guess"])
    assert ask_questions(case, (question, question), lambda words: next(answers)) == 2
    out = capsys.readouterr().out
    assert "At the low end 10, at the high end 20 of 100 explored futures have the end “Settlement”." in out
    assert "expected one number or three" in out
    assert "expected least <= middle <= most" in out
    assert "2 is out of range; expected from 0 to 1" in out
    assert read_whole(case).positions[2].salience.assumed == "analyst's answer: a guess"
    assert read_whole(case).positions[2].salience.mode == 0.25


def test_json_holds_what_was_found(run: Run) -> None:
    status, out, _ = run(*LAGOON, "--out", "lagoon", "--json")
    assert status == 0
    document = json.loads(out)
    assert document["parties"] == {"incumbent": "Sarno", "challenger": "Lagoon Liberation Movement"}
    assert document["questions"] == []
    assert {one["kind"] for one in document["findings"]} >= {"deadline", "precondition", "proposal", "captures"}
    assert not any(one["accepted"] for one in document["findings"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*LAGOON,), "--out: say which folder to make"),
        ((*LAGOON, "--out", "a b"), "a b: not a name for a case"),
        ((*LAGOON, "--out", "there"), "there: there is something of this name already"),
        ((*LAGOON, "--out", "no/where"), "there is no folder no; make it first"),
        (("nothing.txt", "--out", "new"), "nothing.txt: no such file"),
        (("there", "--out", "new"), "there: no documents in this folder"),
        (("broken.pdf", "--out", "new"), "broken.pdf: "),
        ((str(TEXTS / "draft-recipe.txt"), "--out", "new"), "draft-recipe: found no two parties"),
        ((str(TEXTS / "draft-match.txt"), "--out", "new", "--json"), "draft-match: found no two parties"),
    ],
)
def test_wrong_input_is_named_and_leaves_nothing(
    arguments: tuple[str, ...], message: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert message in err
    assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.pdf", "there"]


def test_one_bad_file_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    status, _, err = run("broken.pdf", *LAGOON, "--out", "lagoon")
    assert status == 1
    assert "broken.pdf" in err
    assert read_whole(tmp_path / "lagoon").title


@pytest.mark.parametrize("answers", [["^C"], ["", "a", "^C"], ["q"]])
def test_an_interrupt_leaves_nothing_half_written(
    answers: list[str], run: Run, sit: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    sit(answers)
    status, _, err = run(*LAGOON, "--out", "lagoon")
    assert status == 130
    assert "nothing half-written is left" in err
    assert list(tmp_path.iterdir()) == []
