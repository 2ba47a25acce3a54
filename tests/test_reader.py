"""The reader as a whole, on texts of our own: who says what, through whom, and how sure the reader may be."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.evidence.confidence import THRESHOLD
from detente.evidence.document import Document
from detente.evidence.ledger import read_ledger, write_ledger
from detente.evidence.reader import ReadDocument, Readings, Said, read_documents, read_texts
from detente.evidence.suggest import suggest_issues

TEXTS = Path(__file__).parent / "texts"
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((TEXTS / "expected.yaml").read_text(encoding="utf-8"))


@cache
def readings() -> Readings:
    return read_documents([TEXTS / f"{name}.txt" for name in EXPECTED])


def one(text: str) -> ReadDocument:
    return read_texts([Document("d", text, published=date(2031, 3, 6))])[0]


def plain(text: str | None) -> str:
    return (text or "").replace("’", "'").lower()


def matching(read: ReadDocument, want: dict[str, Any]) -> list[Said]:
    return [
        said
        for said in read.said
        if want["what"] in read.quoted(said.attribution.content)
        and (said.attribution.nested_in is not None) == want.get("nested", False)
    ]


def rightly_told(said: Said, want: dict[str, Any]) -> bool:
    return plain(said.speaker.name).startswith(plain(want["speaker"])) and list(said.chain) == want.get("chain", [])


def test_at_least_nine_of_ten_statements_are_found_with_their_speaker_and_chain() -> None:
    wanted = [(read, want) for read in readings() for want in EXPECTED[read.document.id] if "speaker" in want]
    found = [any(rightly_told(said, want) for said in matching(read, want)) for read, want in wanted]
    assert len(wanted) >= 50
    assert sum(found) >= 0.9 * len(found), [want for (_, want), hit in zip(wanted, found, strict=True) if not hit]


def test_above_the_threshold_95_of_100_are_right_and_60_of_100_are_kept() -> None:
    pairs = [
        (said, want)
        for read in readings()
        for want in EXPECTED[read.document.id]
        if "speaker" in want
        for said in matching(read, want)[:1]
    ]
    kept = [(said, want) for said, want in pairs if said.confidence.speaker >= THRESHOLD]
    right = [rightly_told(said, want) for said, want in kept]
    assert len(kept) >= 0.6 * len(pairs)
    assert sum(right) >= 0.95 * len(right)


@pytest.mark.parametrize("field", ["kind", "channel", "state", "bearer"])
def test_kind_channel_state_and_bearer(field: str) -> None:
    told = {
        "kind": lambda said: said.manner.kind,
        "channel": lambda said: said.channel.name,
        "state": lambda said: said.verification.state,
        "bearer": lambda said: said.bearer,
    }[field]
    wanted = [(read, want) for read in readings() for want in EXPECTED[read.document.id] if field in want]
    missed = [want for read, want in wanted if not any(told(said) == want[field] for said in matching(read, want))]
    assert wanted
    assert len(missed) <= 0.1 * len(wanted), missed


def test_a_headline_of_something_else_is_set_apart_and_nobodys() -> None:
    for read in readings():
        for start, end in read.inspected.apart:
            spans = [span for said in read.said for span in (*said.attribution.source, *said.attribution.content)]
            assert not any(s < end and start < e for s, e in spans)
    apart = [read.document.text[slice(*span)].strip() for read in readings() for span in read.inspected.apart]
    assert apart == [
        "He bakes the best bread in Riverton, and he will not tell anybody how",
        "How to keep your cellar dry in a wet spring",
        "Spring concerts move to the old customs hall",
        "Ten books for the long evenings",
    ]


def test_where_a_letter_comes_from() -> None:
    letter = next(paper for read in readings() for paper in read.papers if paper.noun == "letter")
    assert (letter.author, letter.bearer, letter.publisher) == ("Mara Voss", "Tomas Lindqvist", "Valley One")
    assert letter.declined == ["Peter Hale"]
    assert len(letter.confirmed) == 2
    assert letter.leaked


def test_what_is_not_resolved_is_said_and_not_guessed() -> None:
    read = one("They said the talks would go on. The spokesman said that nothing was decided yet on the bridge.")
    assert read.said
    for said in read.said:
        assert said.speaker.name is None
        assert said.speaker.note
        assert said.confidence.speaker == 0


def test_an_unnamed_official_is_never_linked_to_a_person() -> None:
    read = one("Envoy Mara Voss met the council. A senior Union official said Voss would return on Friday to sign.")
    names = [said.speaker.name for said in read.said]
    assert "a senior Union official" in names
    assert "Mara Voss" not in names


def test_negation_and_hedging_are_kept() -> None:
    read = one(
        "Minister Paul Engel did not say that the troops would stay. Engel reportedly told aides they would leave."
    )
    manners = [said.manner for said in read.said if said.attribution.nested_in is None]
    assert manners[0].negated
    assert manners[1].hedged or manners[0].hedged


def test_persons_are_known_from_another_document() -> None:
    first = Document("a", "Union envoy Tomas Lindqvist arrived in Eastport.")
    second = Document("b", "Lindqvist said the council should meet in June. Lindquist added that it would be short.")
    assert {said.speaker.name for said in read_texts([first, second])[1].said} == {"Tomas Lindqvist"}


def test_a_copy_counts_once() -> None:
    text = (TEXTS / "ceasefire-vote.txt").read_text(encoding="utf-8")
    first = Document("a", text, published=date(2031, 3, 6))
    again = Document("b", "EASTPORT - " + text, published=date(2031, 3, 7))
    both = read_texts([again, first])
    assert both[0].document.copy_of == "a"
    assert {statement.document for statement in both.statements()} == {"a"}


def test_reading_is_the_same_alone_and_in_company() -> None:
    text = (TEXTS / "council-letter.txt").read_text(encoding="utf-8")
    alone = [said.attribution for said in one(text).said]
    company = read_texts([Document("x", "Rain fell on Riverton."), Document("d", text)])
    assert [said.attribution for said in company[1].said] == alone
    assert [said.attribution for said in one(text).said] == alone


def test_hand_edits_survive_a_new_reading(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    source = [TEXTS / "bridge-offensive.txt"]
    ledger = read_documents(source).ledger()
    write_ledger(ledger, path)
    name = next(iter(ledger))
    lines = path.read_text(encoding="utf-8").replace('"speaker": "Peter Hale"', '"speaker": "P. Hale"', 1)
    path.write_text(lines, encoding="utf-8")
    merged = read_ledger(path).merge(read_documents(source).ledger(), reread=["bridge-offensive"])
    assert list(merged) == list(ledger)
    assert sum(one.speaker == "P. Hale" for one in merged.values()) == 1
    assert name in merged


def test_statements_carry_what_a_ledger_needs() -> None:
    statements = [one for one in readings().statements() if one.document == "council-letter"]
    letter = next(one for one in statements if "understand the mean hour" in one.content)
    assert letter.author == "Mara Voss"
    assert letter.bearer == "Tomas Lindqvist"
    assert letter.verification.declined == ("Peter Hale",)
    assert letter.channel_passage
    assert letter.verification.passage
    assert all(len(one.content) <= 160 for one in statements)
    assert len({one.id for one in statements}) == len(statements)
    assert not any(one.by_hand for one in statements)
    text = (TEXTS / "council-letter.txt").read_text(encoding="utf-8")
    quoted = " … ".join(text[start:end] for start, end in letter.offsets or ())
    assert " ".join(quoted.split()) == letter.content


def test_the_day_on_which_it_was_said() -> None:
    read = read_texts(
        [Document("d", "Minister Paul Engel told reporters on Monday that he will stay.", published=date(2031, 3, 6))]
    )
    assert [one.said for one in read.statements()] == [date(2031, 3, 3)]
    assert [one.known for one in read.statements()] == [date(2031, 3, 6)]


def test_speakers_of_a_case_are_linked_to_its_actors() -> None:
    text = "The River Front said on Monday that it would stop the shelling. Voss said the Union would leave in June."
    read = read_texts([Document("d", text)], speakers={"Mara Voss": "union", "River Front": "front"})
    assert [one.actor for one in read.statements()] == ["front", "union"]


def test_json_line_is_json_and_its_offsets_are_true() -> None:
    for read in readings():
        record = json.loads(json.dumps(read.to_record()))
        assert record["text"] == (TEXTS / f"{record['id']}.txt").read_text(encoding="utf-8")
        for attribution in record["attributions"]:
            assert attribution["cue"]
            assert attribution["nested_in"] is None or attribution["nested_in"] < len(record["attributions"])
            for role in ("source", "cue", "content"):
                for start, end in attribution[role]:
                    assert record["text"][start:end].strip()


def test_issues_are_suggested_and_only_suggested() -> None:
    issues = {
        "executive": "Who governs until elections? a council with equal shares",
        "troops": "When do the Union's troops leave?",
        "rights": "Do women and girls keep their schools and their work?",
    }
    assert suggest_issues("soldiers will withdraw before autumn", issues)[0][0] == "troops"
    assert suggest_issues("the gains of girls are in jeopardy", issues)[0][0] == "rights"
    assert suggest_issues("he liked the soup", issues) == []
    assert all(one.issues == () for one in readings().statements())


def test_a_stand_in_for_the_tagger_is_used() -> None:
    assert read_texts([Document("d", "Voss said no.")], tag=lambda reading: [])[0].said == ()


def test_confidence_is_a_share_and_nesting_never_adds_to_it() -> None:
    for read in readings():
        for said in read.said:
            assert 0 <= said.confidence.attribution <= 1
            assert 0 <= said.confidence.speaker <= 1
            if said.attribution.nested_in is not None:
                outer = read.said[said.attribution.nested_in]
                assert said.confidence.attribution <= outer.confidence.attribution
                assert said.chain[0] == outer.speaker.name
