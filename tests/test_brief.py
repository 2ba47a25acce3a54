"""The briefing: who said what to whom, what is due, where accounts differ, who is missing, and who may be named."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.evidence.brief import Brief, brief_of
from detente.evidence.conditions import conditions
from detente.evidence.document import Document
from detente.evidence.ledger import Ledger, write_ledger
from detente.evidence.reader import read_documents, read_texts
from detente.views.brief_page import page
from detente.views.brief_words import Words
from detente.views.cli import app

DAMAGE = ("\n\n", "\r\n", "“", "”", "‘", "by", "1", "May", "<b>", "\x00")
REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
HERALD = """River Ministry spokeswoman Lea Marten told reporters on Monday that the army still held the town of Holm.

“We will open the harbour to aid ships if the Front stops its shelling,” Marten said.

The Front has taken nine district towns this week, according to the ministry. Women wait in the camps for the winter, \
and no woman was asked about the draft.

Marten declined to say whether the June 1 deadline for the census would be kept, and the Union is reviewing it.

Union envoy Tomas Lindqvist said the Union would keep paying the salaries of the police.
"""
POST = """Front commander Aron Beck said the Front did not hold Holm and that the army still held the town.

Valley mayor Dario Menk told the Post that Beck had assured him the Front would open the northern road.

The Front has taken four district towns this week, one observer said.

Prime Minister Jan Oru said the payments for police salaries from the Union would stop.

Beck denied that the Front had shelled the harbour. Lindqvist accused it: “The Front shelled the harbour on Sunday.”

Women were seen at the gates. The refugees were not let through.
"""


@cache
def brief(reviewed: str = "") -> Brief:
    documents = [
        Document("herald", HERALD, outlet="Riverton Herald", published=date(2031, 3, 12)),
        Document("post", POST, outlet="Valley Post", published=date(2031, 3, 13)),
    ]
    readings = read_texts(documents)
    judged = [replace(one, reviewed=True) for one in readings.statements() if one.speaker == reviewed]
    return brief_of(readings, Ledger(judged))


def entry(words: str) -> int:
    found = [one for one in brief().entries if words in one.statement.content]
    assert found, words
    return found[0].number


def test_to_whom_it_was_said_and_by_whom_without_a_name() -> None:
    one = brief().entries[0]
    assert (one.voice.name, one.voice.role, one.voice.body) == (
        "Lea Marten", "River Ministry spokeswoman", "River Ministry"
    )  # fmt: skip
    assert (one.to, one.voice.woman) == ("reporters", True)


def test_conditions_stand_in_the_statement() -> None:
    one = next(one for one in brief().entries if one.conditions)
    clause = HERALD[slice(*one.conditions[0].span)]
    assert clause == "if the Front stops its shelling"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("They will not talk unless the president resigns.", ["unless the president resigns"]),
        ("He asked if the talks would go on.", []),
        ("They met until Friday.", []),
        ("On condition of anonymity, an aide spoke.", []),
        ("We withdraw provided that the shelling ends, and not before.", ["provided that the shelling ends"]),
        ("In exchange for the release of prisoners, the road opens.", ["In exchange for the release of prisoners"]),
    ],
)
def test_which_clauses_are_conditions(text: str, clauses: list[str]) -> None:
    assert [text[slice(*one.span)] for one in conditions(text)] == clauses


def test_rival_accounts_stand_side_by_side() -> None:
    why = {(pair.how, pair.why) for pair in brief().rivalries}
    assert ("numbers", "nine district towns against four district towns") in why
    assert any(how == "denied" for how, _ in why)
    assert any(how == "opposed" and "stop" in words for how, words in why)
    for pair in brief().rivalries:
        assert pair.one.key[0] != pair.other.key[0] or pair.one.speaker != pair.other.speaker


def test_a_deadline_under_review_is_told() -> None:
    due = [one for one in brief().timeline if one.what == "due"]
    assert [(one.last, one.status) for one in due] == [(date(2031, 6, 1), "under review")]


def test_who_is_spoken_about_and_never_heard() -> None:
    silent = {one.name: one for one in brief().spoken_about if not one.first_hand}
    assert len(silent["women and girls"].mentions) == 3
    sides = {one.side: one for one in brief().tallies}
    assert sides["River Ministry"].first_hand >= 2
    assert sides["River Ministry"].women >= 2
    assert any(one.hearsay for one in sides.values())


def test_the_page_names_nobody_whom_nobody_has_reviewed() -> None:
    shown = page(brief()).split("</style>", 1)[1]
    for name in ("Marten", "Beck", "Lindqvist", "Oru", "Menk"):
        assert name not in shown, name
    assert "River Ministry spokeswoman" in shown
    assert shown.count('class="ring"') >= len(brief().entries)


def test_the_page_names_whom_a_person_has_reviewed() -> None:
    shown = page(brief("Lea Marten")).split("</style>", 1)[1]
    assert "Lea Marten" in shown
    for name in ("Beck", "Lindqvist", "Oru"):
        assert name not in shown, name


def test_the_page_stands_alone_and_documents_stay_text() -> None:
    hostile = "“<script>alert(1)</script> & <img src=x onerror=alert(1)> we stay,” said envoy Mara Voss.\x00"
    shown = page(brief_of(read_texts([Document("<b>d", hostile, title="<i>t")])))
    body = shown.split("</style>", 1)[1]
    assert "&lt;script&gt;alert" in body
    assert "<script" not in shown
    assert not re.search(r"<[^>]*onerror", body)
    assert "default-src 'none'" in shown
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", body)
    anchors = set(re.findall(r'href="#([\w-]+)"', body))
    assert anchors <= set(re.findall(r'id="([\w-]+)"', body))


def test_what_is_not_open_is_held_back() -> None:
    readings = read_texts([Document("herald", HERALD, published=date(2031, 3, 12))])
    first, second, *_ = readings.statements()
    judged = Ledger([replace(first, reviewed=True, sharing="restricted"), replace(second, sharing="secret")])
    found = brief_of(readings, judged)
    assert Words(found).held_back == 2
    assert Words(found, include="restricted").held_back == 1
    assert "still held the town" not in page(found)
    assert "still held the town" in page(found, include="restricted")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from((*HERALD.split(), *POST.split(), *DAMAGE))))
def test_any_text(words: list[str]) -> None:
    text = " ".join(words)
    found = brief_of(read_texts([Document("d", text, published=date(2031, 3, 12))]))
    for one in found.entries:
        assert all(0 <= start < end <= len(text) for start, end in one.statement.offsets or ())
    for moment in found.timeline:
        assert moment.sentence is None or moment.words in text.replace("\r\n", "  ").replace("\n", " ")
    assert "<b>" not in page(found).split("<main>")[1]


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "2031-03-12-herald.txt").write_text(HERALD, encoding="utf-8")
    (tmp_path / "2031-03-13-post.txt").write_text(POST, encoding="utf-8")
    run = CliRunner()
    printed = run.invoke(app, ["brief", str(tmp_path)])
    assert printed.exit_code == 0, printed.output
    for words in ("○", "Lea Marten to reporters", "under review", "never quoted: women and girls", "Timeline"):
        assert words in printed.output, words
    told = json.loads(run.invoke(app, ["brief", str(tmp_path), "--json"]).stdout)
    assert told["unreviewed"] == len(told["statements"]) > 6
    assert told["rival_accounts"]
    out = tmp_path / "out" / "brief.html"
    assert run.invoke(app, ["brief", str(tmp_path), "--html", str(out)]).exit_code == 0
    assert "Marten" not in out.read_text(encoding="utf-8").split("</style>")[1]
    assert run.invoke(app, ["brief", str(tmp_path / "none.txt")]).exit_code == 1
    wrong = run.invoke(app, ["brief", str(tmp_path), "--include", "secret"])
    assert wrong.exit_code == 2


def test_the_command_takes_a_reviewed_ledger(tmp_path: Path) -> None:
    (tmp_path / "herald.txt").write_text(HERALD, encoding="utf-8")
    readings = read_documents([tmp_path / "herald.txt"])
    write_ledger([replace(one, reviewed=True) for one in readings.statements()], tmp_path / "ledger.jsonl")
    out = tmp_path / "brief.html"
    arguments = ["brief", str(tmp_path / "herald.txt"), "--ledger", str(tmp_path / "ledger.jsonl"), "--html", str(out)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    shown = out.read_text(encoding="utf-8")
    assert "A person has reviewed every statement" in shown
    assert "Lea Marten" in shown


@pytest.mark.skipif(not any(REPORTS.glob("*.txt")), reason="the two reports are not at hand")
def test_the_two_reports() -> None:
    found = brief_of(read_documents(REPORTS.glob("2021-*.txt")))
    due = [one for one in found.timeline if one.what == "due"]
    assert [(one.last, one.status) for one in due] == [(date(2021, 5, 1), "under review")]
    khan = [one for one in found.entries if one.statement.chain == ("Imran Khan",)]
    assert khan
    assert all(one.voice.name == "Taliban" for one in khan)
    assert any(one.conditions for one in found.entries if one.voice.name == "Imran Khan")
    silent = {one.name for one in found.spoken_about if not one.first_hand}
    assert {"women and girls", "Ashraf Ghani", "Afghan government"} <= silent
    shown = page(found).split("</style>", 1)[1]
    for name in ("Price", "McMaster", "Imran Khan", "Blinken"):
        assert name not in shown, name
