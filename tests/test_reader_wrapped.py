"""Plain text whose lines were broken at a width: read as if they were not, with offsets into the text as it came."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.deadlines import deadlines
from detente.evidence.document import Document
from detente.evidence.reader import ReadDocument, read_texts
from detente.evidence.sentences import paragraphs, unwrapped

TEXTS = Path(__file__).parent / "texts"


def wrapped(text: str, width: int, end: str = "\n") -> str:
    return f"{end}{end}".join(textwrap.fill(block, width) for block in text.split("\n\n")).replace("\n", end)


def told(read: ReadDocument) -> list[tuple[str | None, tuple[str, ...], str]]:
    return [(one.speaker.name, one.chain, " ".join(read.quoted(one.attribution.content).split())) for one in read.said]


@pytest.mark.parametrize(("width", "end"), [(66, "\n"), (72, "\n"), (80, "\r\n")])
def test_broken_lines_change_nothing(width: int, end: str) -> None:
    plain = (TEXTS / "fresh-harvest.txt").read_text(encoding="utf-8").strip()
    broken = wrapped(plain, width, end if end == "\n" else "\n")
    if end != "\n":
        broken = broken.replace("\n", end)
    first, second = (read_texts([Document("d", text)])[0] for text in (plain, broken))
    assert told(first) == told(second)
    for one in second.said:
        for start, stop in one.attribution.content:
            assert broken[start:stop].strip()


def test_a_date_may_stand_across_a_break() -> None:
    said = (
        "The last soldiers of the Union are to leave the valley and the two towns above it by May 1 at the latest, and "
        "nobody in Riverton has said who will guard the dam when they are gone."
    )
    text = wrapped(said, 89)
    assert "May\n1" in text
    (found,) = deadlines(text, date(2031, 3, 8))
    assert found.last == date(2031, 5, 1)
    assert text[slice(*found.span)] == "May\n1"


@pytest.mark.parametrize(
    "text",
    [
        "A headline\nA paragraph that is a whole page's worth of words and goes on and on.\nAnother one, short.",
        "One line a paragraph, and each of its own length.\nThis one is longer than the first by some words.\nNo.",
        "- one\n- two\n- three\n- four of these are short\n- five",
        "",
        "One line only, without an end",
    ],
)
def test_lines_that_are_paragraphs_stay_so(text: str) -> None:
    assert unwrapped(text) == text


@given(st.text(alphabet=st.sampled_from("ab .,A“”\n\r"), max_size=400))
def test_every_character_keeps_its_place(text: str) -> None:
    made = unwrapped(text)
    assert len(made) == len(text)
    assert all(new == old or (new == " " and old in "\r\n") for new, old in zip(made, text, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in paragraphs(text))
