"""What striking does, in words: in the report's seventh question and on the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import detente
from case_factory import northfork
from detente.analysis.levers import Difference
from detente.analysis.strike import strike_out
from detente.analysis.strike_rank import Ranking, Swing, ZoneTimes
from detente.analysis.verify import witnesses
from detente.evidence.ledger import Ledger
from detente.views.answers.evidence import answer
from detente.views.context import Context
from detente.views.figures import Note
from detente.views.strike_words import change_words, how_told, months, names_of, swing_sentences
from result_factory import Rows, tables, write

CASE = northfork()


def row(statement: str, outcome: str, mid: float, **other: Any) -> dict[str, Any]:
    clear = other.pop("clear", True)
    swing = abs(mid) if clear else 0.0
    return {
        "statement": statement, "outcome": outcome, "share": 0.24, "struck": 0.24 + mid, "low": mid - 0.03, "mid": mid,
        "high": mid + 0.03, "won": 3, "lost": 4, "leads": True, "clear": clear, "swing": swing, "credibility": 0.6,
        "worth": 0.4 * swing, "moved": 2, **other,
    }  # fmt: skip


def told(tmp_path: Path, strikes: Rows | None, case=CASE) -> tuple[list[dict[str, Any]], str]:
    """The statements of the seventh question, and all of its prose."""
    rows = tables(case) | ({"strikes": strikes} if strikes else {})
    found = answer(Context(write(tmp_path / "result", case, rows), case))
    notes = [one for place in found.rows for one in place.blocks if isinstance(one, Note)]
    data = next(one.data for one in notes if one.kind == "statements")
    prose = " ".join(str(one.data["text"]) for one in notes if one.kind == "prose")
    checks = [one.data for one in notes if one.kind == "next-check"]
    prose += " ".join(f"{one['statement']}{one['text']}" for one in checks)
    return [*data["first"], *data["rest"]], prose


def test_statements_stand_by_their_swing_with_what_is_left_without_them(tmp_path: Path) -> None:
    strikes = [row("S2", "settlement", -0.18), row("S3", "ever_signed", 0.02, clear=False)]
    statements, prose = told(tmp_path, strikes)
    assert [one["id"] for one in statements] == ["S2", "S3", "S1"]
    assert statements[0]["hangs"] == "Settlement if disbelieved: 24 → 6; 18 fewer of 100 (15 to 21)"
    assert statements[1]["hangs"] == "If disbelieved: no clear difference"
    assert statements[2]["hangs"] == ""
    assert "S2: without it how often it ends in a settlement moves by 18 of 100" in prose
    assert "move it by about 7." in prose


def test_results_from_before_strikes_still_tell_what_hangs_on_numbers(tmp_path: Path) -> None:
    statements, prose = told(tmp_path, None)
    assert any("goes over its range" in one["hangs"] for one in statements)
    assert "verifying" not in prose


def test_nobody_is_named_by_a_statement_that_no_person_has_looked_at(tmp_path: Path) -> None:
    read = replace(CASE.ledger["S3"], speaker="Lea Marten", chain=("Jan Lund",), sharing="restricted").sealed()
    case = CASE.model_copy(update={"ledger": Ledger([CASE.ledger["S1"], CASE.ledger["S2"], read])})
    statements, _ = told(tmp_path, [row("S3", "settlement", -0.1)], case)
    assert statements[0]["id"] == "S3"
    assert statements[0]["speaker"] == "River Front"
    assert statements[0]["chain"] == ["1 not named"]
    assert "Lea Marten" not in how_told(read)
    assert witnesses(read) == ()
    assert "Lea Marten" in how_told(replace(read, reviewed=True))


def times(months_open: float, closes: str | None, cause: str) -> ZoneTimes:
    from datetime import date

    day = date.fromisoformat(closes) if closes else None
    kinds = ("ratifiable", "credible")
    return ZoneTimes(dict.fromkeys(kinds, months_open), dict.fromkeys(kinds, day), cause, {}, None)


def test_sentences_say_outcome_zone_cause_and_through_how_many_mouths() -> None:
    case = detente.read_case("afghanistan-2021", "2021-08-12")
    found = strike_out(case, "S50")
    name = found.statements[0]
    leading = Difference(name, "ever_signed", 0.03, 0.05, 0.07, 5, 0, 100)
    swing = Swing(
        name, (name,), 0.486, found.changes, (), (leading,), leading, True,
        {"credible": (-3.5, -3.0, -2.5), "ratifiable": (-1.0, 0.1, 1.2)}, times(2, "2031-05-01", "commitment"),
    )  # fmt: skip
    ranking = Ranking(
        case.name, case.as_of, 100, 10, 1, {"ever_signed": (0.0, 0.02, 0.05)},
        times(5, "2031-08-01", "information"), (swing,),
    )  # fmt: skip
    text = " ".join(swing_sentences(case, ranking, swing))
    assert "a deal is signed in 7 of 100 explored futures, not in 2: 5 more of 100 (3 to 7)" in text
    assert "The credible zone is open 3 months shorter (2.5 to 3.5)." in text
    assert "ratifiable zone is open" not in text
    assert "The credible zone closes 3 months earlier, by 1 May 2031." in text
    assert "closed by commitment, not by disagreement about who would win" in text
    assert "rests on one statement: US military officials, hearsay through one mouth (Washington Post)" in text
    assert "no clear" not in text
    assert months((0.5, 1.0, 1.5), "credible") == "The credible zone is open 1 month longer (.5 to 1.5)."


@pytest.mark.parametrize(
    ("statement", "what", "was", "now"),
    [
        ("S51", "Preconditions of Doha", "Taliban not with Afghan government", "none"),
        ("S41", "The United States announce their exit by 11 September, without conditions", "happened", "left out"),
        ("S46", "United States: announced end of support", "31 Aug 2021", "11 Sep 2021"),
        ("S63", "Proposal: Kabul's offer of August", "tabled", "left out"),
        ("S1", "United States: red line (at least) on counter terror", "drawn", "none"),
        ("S38", "S38 moves red lines in public", "yes", "no"),
    ],
)
def test_changes_read_as_words(statement: str, what: str, was: str, now: str) -> None:
    case = detente.read_case("afghanistan-2021", "2021-08-12")
    names = names_of(case)
    assert (what, was, now) in [change_words(names, one) for one in strike_out(case, statement).changes]


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
def test_no_change_of_any_statement_reads_as_a_key() -> None:
    """Every change of both cases has words; none is left as a path."""
    for case in (detente.read_case("afghanistan-2021", "2021-08-12"), detente.read_case("aceh-2005", "2005-08-16")):
        names = names_of(case)
        for name in case.ledger:
            for change in strike_out(case, name).changes:
                what, was, now = change_words(names, change)
                assert what
                assert was
                assert now
                assert "_" not in f"{was}{now}"
