"""Quotation marks and other damage: read by context, flagged in place, the text left as it is."""

from __future__ import annotations

import importlib.util
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evidence.attribution import attribute
from detente.evidence.damage import inspect
from detente.evidence.document import Document
from detente.evidence.quotations import read_quotations
from detente.evidence.reader import read_texts
from detente.evidence.tagger import Tagged
from detente.views.reader_page import page

_SPEC = importlib.util.spec_from_file_location(
    "spoil", Path(__file__).parents[1] / "benchmarks" / "attribution" / "spoil.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
spoiling = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(spoiling)

TEXTS = Path(__file__).parent / "texts"
SOUND = (
    "“We will stay until June,” said Mara Voss. “Nobody asked us to go.”\n\n"
    "Voss called the plan “a bridge” and left.\n\n"
    "“The council meets on Monday,” she said. “It will be short, and it will be open.”"
)


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in read_quotations(text).quotations]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("Voss wants Adan to ‘see the hour ‘.", ["‘see the hour ‘"]),
        ("“We stopped flying, ”said General Okoro.", ["“We stopped flying, ”"]),
        ("“Both sides meet. They will go on, “Voss wrote.", ["“Both sides meet. They will go on, “"]),
        ("“We wait. We hope. “", ["“We wait. We hope. “"]),
        ("“We wait,” he said. And then we went home. “", ["“We wait,”", "And then we went home. “"]),
        ("“We wait,” he said. “We hope.", ["“We wait,”", "“We hope."]),
        ("“To end the war, and “to end it fairly,” he said.", ["“To end the war, and “to end it fairly,”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("``We stay,'' she said.", ["``We stay,''"]),
        ("The delegates’ hall isn’t far; it’s the Republic’s.", []),
        ("It is 6'3\" tall, the ministers' door.", []),
        ("«We stay», she said.", ["«We stay»"]),
        ("“He told me ‘never’ twice,” she said.", ["“He told me ‘never’ twice,”"]),
        ("We will not go,” said Voss.", ["We will not go,”"]),
        ("“We will not go, said Voss in Eastport.", ["“We will not go,"]),
    ],
)
def test_marks_are_read_by_their_context(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_a_quotation_goes_on_over_paragraphs() -> None:
    assert quoted("“We stay.\n\n“We stay long,” she said.") == ["“We stay.", "“We stay long,”"]


def test_canonical_text_has_the_same_places() -> None:
    text = "He called it ‘our duty ‘ and, “We go, ”said Voss"
    reading = read_quotations(text)
    assert len(reading.text) == len(text)
    assert reading.text == "He called it “our duty ” and, “We go, ”said Voss"


def test_damage_is_named_in_place() -> None:
    text = "Talks go on.\n\nVoss spoke of “day between them. to the end, ”said Hale.The hall was full. .\n\nEnd."
    kinds = {(one.kind, text[one.start : one.end]) for one in inspect(text).damage}
    assert ("false sentence end", ". ") in kinds
    assert ("stray punctuation", " .") in kinds
    assert ("glued words", "”s") in kinds
    assert any(kind == "glued words" and "Hale.The" in where for kind, where in kinds)


@pytest.mark.parametrize(
    "text", [SOUND, "Gen. Adan v. the U.S. Rep. Oru, who earns $1.5 million, met McMaster at 5 p.m. today."]
)
def test_sound_text_has_no_damage(text: str) -> None:
    assert inspect(text).damage == ()


@pytest.mark.parametrize("kind", spoiling.KINDS)
def test_each_kind_of_damage_to_a_mark_is_survived(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = read_quotations(SOUND).states() > 0
    monkeypatch.setattr(spoiling, "KINDS", (kind,))
    shares = []
    for seed in range(20):
        text = spoiling.spoil(SOUND, random.Random(seed), 0.2)
        assert len(text) == len(SOUND)
        found = read_quotations(text).states() > 0
        shares.append((found & sound).sum() / (found | sound).sum())
    assert np.mean(shares) > 0.8


def test_quotations_survive_in_what_is_read() -> None:
    text = (TEXTS / "bridge-offensive.txt").read_text(encoding="utf-8")
    read = read_texts([Document("d", text)])[0]
    okoro = next(one for one in read.said if one.speaker.name == "Ines Okoro")
    content = read.quoted(okoro.attribution.content)
    assert "We stop[ped] flying over the valley during what I would call the capitulation talks" in content
    assert "The Front was getting ready all the while." in content
    assert okoro.attribution.type == "direct"
    assert any("missing" in note for note in okoro.attribution.damage)


ANY = st.text(
    st.sampled_from("aAbB. ,;:!?\n\r\t“”\"'‘’«»`´…—-[]()<&>0\u2028\u00a0é中\U0001f600\x00\ufeff"), max_size=120
)
WORDS = st.lists(
    st.sampled_from(
        [
            "“",
            "”",
            " said",
            " Voss",
            " he",
            ",",
            ".",
            " told",
            " that",
            "\n\n",
            " the",
            " Front",
            " “",
            "” ",
            " not",
            " will",
        ]
    ),
    max_size=60,
).map("".join)


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@given(ANY | WORDS | st.text(max_size=80))
def test_any_text_keeps_its_offsets(text: str) -> None:
    inspected = inspect(text)
    assert len(inspected.reading.text) == len(text)
    end = 0
    for one in inspected.reading.quotations:
        assert end <= one.start < one.end <= len(text)
        end = one.end
    for one in inspected.damage:
        assert 0 <= one.start <= one.end <= len(text)
    assert inspect(text) == inspected


def hostile(text: str, picks: list[int]) -> list[Tagged]:
    """What no tagger would say: any spans, in any order."""
    places = sorted({pick % (len(text) + 1) for pick in picks})
    spans = [(a, b) for a, b in pairwise(places) if text[a:b].strip()]
    return [Tagged((), (cue,), (content,), (0.9,) * 8) for cue, content in pairwise(spans)]


@given(ANY | WORDS, st.lists(st.integers(0, 400), max_size=12))
def test_any_spans_of_any_text_are_survived(text: str, picks: list[int]) -> None:
    found, _ = attribute(text, lambda reading: hostile(reading.text, picks))
    for one in found:
        for span in (*one.source, *one.cue, *one.content):
            assert 0 <= span[0] < span[1] <= len(text)
            assert text[slice(*span)].strip()


@settings(max_examples=25, deadline=None)
@given(ANY | WORDS)
def test_any_text_is_read_alike_twice_and_shown(text: str) -> None:
    first, second = (read_texts([Document("d", text)])[0].to_record() for _ in range(2))
    assert first == second
    for attribution in first["attributions"]:
        for role in ("source", "cue", "content"):
            for start, end in attribution[role]:
                assert 0 <= start < end <= len(text)
    shown = page(read_texts([Document("d", text)]))
    assert shown.count("<script") == 0


def test_a_headline_inside_of_a_paragraph_is_set_apart() -> None:
    text = "The list is long, Oru said. Why the old mountain line was never built Voss said she had read it."
    inspected = inspect(text)
    assert [text[slice(*span)] for span in inspected.apart] == ["Why the old mountain line was never built"]
    (read,) = read_texts([Document("d", text)])
    assert [one.speaker.name for one in read.said] == ["Oru", "Voss"]
    assert all(read.quoted(one.attribution.content).find("mountain") < 0 for one in read.said)
