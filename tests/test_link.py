"""Links from paraphrases to passages: which passage, how sure, what a second run leaves alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.case.load import read_case
from detente.errors import InputError
from detente.evidence.document import Document
from detente.evidence.ledger import Ledger
from detente.evidence.link import Cited, Match, affinity, match
from detente.evidence.links import Link, read_links, tie, write_links
from detente.evidence.reader import ReadDocument, read_texts
from detente.evidence.statement import Statement
from detente.views.cli import app

HERE = Path(__file__).parent
REPORTS = HERE.parents[0].parent / "shared" / "reports"
TEXTS = {"harvest": "fresh-harvest", "border": "unseen-border", "truce": "ceasefire-vote"}
CITED = {
    "harvest": Cited("River Wire", "Prisoners cross", date(2031, 5, 4)),
    "border": Cited("Coast Gazette", "The barrier is up", date(2031, 10, 3)),
    "truce": Cited("Riverton Herald", "Ten days", date(2031, 2, 7)),
}


@cache
def paraphrases() -> tuple[tuple[Statement, str | None], ...]:
    """Statements that paraphrase, each with words of the passage that a person says it stands for."""
    lines = (HERE / "data" / "link" / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return tuple((Statement.from_record(one), at) for one in records for at in [one.pop("_at")])


@cache
def copy(key: str) -> ReadDocument:
    text = (HERE / "texts" / f"{TEXTS[key]}.txt").read_text(encoding="utf-8")
    return read_texts([Document(TEXTS[key], text, published=CITED[key].day)])[0]


@cache
def matches(key: str) -> list[tuple[Match, str | None]]:
    mine = [(one, at) for one, at in paraphrases() if one.document == key]
    return list(zip(match([one for one, _ in mine], copy(key)), [at for _, at in mine], strict=True))


def lands(key: str, found: Match, at: str | None) -> bool:
    """Tell whether a match holds the words, or their clause: contents begin after "denied that"."""
    if at is None or found.passage is None:
        return at is None and found.passage is None
    place = copy(key).document.text.index(at)
    return any(start - 40 <= place < end + 5 for start, end in found.passage.spans)


@pytest.mark.parametrize("key", list(TEXTS))
def test_what_is_called_matched_is_right(key: str) -> None:
    sure = [(found, at) for found, at in matches(key) if found.state == "matched"]
    assert len(sure) >= 4
    assert all(lands(key, found, at) for found, at in sure)


def test_most_paraphrases_find_their_passage() -> None:
    found = [(key, one, at) for key in TEXTS for one, at in matches(key) if at is not None]
    assert sum(lands(key, one, at) for key, one, at in found) >= 0.8 * len(found)


def test_what_does_not_stand_there_is_never_called_matched() -> None:
    absent = [one for key in TEXTS for one, at in matches(key) if at is None]
    assert len(absent) == 3
    assert all(one.state != "matched" for one in absent)


@pytest.mark.parametrize(
    ("speaker", "state"), [("Mara Voss", "matched"), ("Jonas Reel", "doubtful"), (None, "matched")]
)
def test_a_passage_of_another_speaker_is_offered_and_not_taken(speaker: str | None, state: str) -> None:
    text = "Envoy Mara Voss said that inspectors would be let into the harbour. Colonel Jonas Reel left early."
    paraphrase = Statement(
        "S1", "d", "Post", date(2031, 3, 8), "Inspectors are let in.", speaker=speaker, kind="commitment"
    )
    (found,) = match([paraphrase], read_texts([Document("d", text)])[0])
    assert (found.state, found.passage is not None) == (state, True)


def test_each_copy_is_taken_for_its_own_document() -> None:
    for key in TEXTS:
        rated = {
            other: affinity(cited, [one for one, _ in paraphrases() if one.document == other], copy(key))
            for other, cited in CITED.items()
        }
        assert max(rated, key=lambda other: rated[other]) == key
        undated = replace(copy(key), document=replace(copy(key).document, published=None))
        there = {
            other: affinity(cited, [one for one, _ in paraphrases() if one.document == other], undated)
            for other, cited in CITED.items()
        }
        assert max(there, key=lambda other: there[other]) == key


def tied(tmp_path: Path, old: tuple[Link, ...] = (), quote: bool = False) -> tuple[Link, ...]:
    ledger = Ledger(one for one, _ in paraphrases())
    read = [
        replace(copy(key), document=replace(copy(key).document, path=str(tmp_path / f"{key}.txt"))) for key in TEXTS
    ]
    return tie(ledger, CITED, read, tmp_path, old=old, may_quote=lambda one: quote).links


def test_a_second_run_changes_nothing_and_keeps_what_hands_did(tmp_path: Path) -> None:
    first = tied(tmp_path)
    assert tied(tmp_path, first) == first
    chosen = next(one for one in first if one.state == "doubtful")
    confirmed = [replace(one, reviewed=True, state="matched") if one == chosen else one for one in first]
    moved = [replace(one, offsets=((0, 5),)) if one.statement == "S1" else one for one in confirmed]
    again = {one.statement: one for one in tied(tmp_path, tuple(moved))}
    assert again[chosen.statement].state == "matched"
    assert again[chosen.statement].reviewed
    assert again["S1"].offsets == ((0, 5),)


def test_copies_that_are_not_at_hand_leave_their_links(tmp_path: Path) -> None:
    first = tied(tmp_path)
    ledger = Ledger(one for one, _ in paraphrases())
    without = tie(ledger, CITED, [copy("truce")], tmp_path, old=first).links
    harvest = {one.id for one, _ in paraphrases() if one.document == "harvest"}
    assert [one for one in without if one.statement in harvest] == [one for one in first if one.statement in harvest]


def test_no_text_is_copied_unless_it_is_open(tmp_path: Path) -> None:
    assert all(one.quote is None for one in tied(tmp_path))
    quoted = [one for one in tied(tmp_path, quote=True) if one.offsets]
    assert quoted
    assert all(one.quote and len(one.quote) <= 160 for one in quoted)


def test_links_survive_their_file(tmp_path: Path) -> None:
    links = tied(tmp_path)
    write_links(links, tmp_path / "links.jsonl")
    assert read_links(tmp_path / "links.jsonl") == links
    assert not any(one.by_hand for one in read_links(tmp_path / "links.jsonl"))
    assert read_links(tmp_path / "none.jsonl") == ()


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    bad = [
        '{"statement": "S1", "state": "found"}',
        "[1]",
        '{"state": "matched"}',
        "{",
        '{"statement": "S1", "state": "matched", "offsets": [[4, 2]]}',
        '{"statement": "S1", "state": "matched", "ofsets": []}',
    ]
    (tmp_path / "links.jsonl").write_text("\n".join(bad), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_links(tmp_path / "links.jsonl")
    assert len(caught.value.problems) == len(bad)
    assert [problem.split(":")[1] for problem in caught.value.problems] == [str(n) for n in range(1, 7)]


def invoke(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


def test_a_case_that_ships_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks resumed.", encoding="utf-8")
    invoke("link", "afghanistan-2021", str(tmp_path / "a.txt"), status=1)


def test_the_command_copies_links_and_leads_on(tmp_path: Path) -> None:
    """A copy of the flagship, linked to a text of our own that tells one of its statements."""
    text = "Officials said the 90-day limit was hard.\n\nThe envoy, Zalmay Khalilzad, said the United States and its " \
        "allies would take out every remaining soldier within fourteen months, by 1 May 2021.\n"  # fmt: skip
    (tmp_path / "2020-02-29-doha.txt").write_text(text, encoding="utf-8")
    home = tmp_path / "mine"
    told = invoke("link", "afghanistan-2021", str(tmp_path / "2020-02-29-doha.txt"), "--out", str(home))
    assert "read as Text of the Doha agreement" in told
    links = {one.statement: one for one in read_links(home / "links.jsonl")}
    assert links["S1"].offsets
    assert text[slice(*links["S1"].offsets[0])].startswith("the United States")
    ledger = (home / "ledger.jsonl").read_bytes()
    invoke("link", str(home), str(tmp_path / "2020-02-29-doha.txt"), "--json")
    assert (home / "ledger.jsonl").read_bytes() == ledger
    checked = json.loads(invoke("check", str(home), "--json"))
    assert checked["passages"]["S1"]["copy"] == "same"
    (tmp_path / "2020-02-29-doha.txt").write_text(text + "More.", encoding="utf-8")
    assert "changed since they were linked" in invoke("check", str(home))
    assert read_case(home).ledger == read_case("afghanistan-2021").ledger


@pytest.mark.skipif(not any(REPORTS.glob("*.txt")), reason="the two reports are not at hand")
def test_the_flagship_lands_on_the_two_reports(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    files = [str(path) for path in sorted(REPORTS.glob("2021-*.txt"))]
    invoke("link", "afghanistan-2021", *files, "--out", str(home))
    links = {one.statement: one for one in read_links(home / "links.jsonl")}
    texts = {Path(file).name: Path(file).read_text(encoding="utf-8") for file in files}
    expected = {"S51": "ultimatum|as long as", "S22": "May 1", "S24": "written proposals", "S26": "genuine",
                "S31": "indispensable", "S56": "surrender", "S57": "10 provincial", "S35": "women and girls",
                "S62": "intra-Afghan", "S53": "withdrawal of US troops"}  # fmt: skip
    for name, words in expected.items():
        one = links[name]
        assert one.file is not None, name
        passage = " ".join(texts[Path(one.file).name][start:end] for start, end in one.offsets)
        assert any(word in passage for word in words.split("|")), name
    assert sum(one.state == "matched" for one in links.values()) >= 14
    assert all(links[name].state == "missing" for name in ("S1", "S38", "S64"))
