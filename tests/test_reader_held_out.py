"""The reader on texts that it was not tuned on, and the sources without a name that they taught it to keep whole."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from detente.evidence.document import Document
from detente.evidence.reader import read_texts

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "bench_held_out.py"


@cache
def benchmark() -> Any:
    spec = spec_from_file_location("bench_held_out", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    sys.modules["bench_held_out"] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measured(name: str, width: int | None = None) -> list[Any]:
    return benchmark().measured(name, width)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("texts", 0.92),
        ("later", 0.9),
        ("wide", 0.9),
        ("last", 0.92),
        ("final", 0.9),
        ("fresh", 0.94),
        ("again", 0.95),
        ("third", 0.93),
        ("taught", 0.95),
        ("twice", 0.95),
        ("twice_more", 0.92),
        ("twice_last", 0.95),
        ("twice_fourth", 0.94),
        ("twice_fifth", 0.91),
        ("twice_sixth", 0.95),
        ("twice_seventh", 0.93),
    ],
)
def test_what_the_threshold_keeps_is_mostly_right(name: str, right: float) -> None:
    outcomes = measured(name)
    labelled = [one for one in outcomes if one.label is not None]
    kept = [one for one in outcomes if one.sure]
    assert sum(one.sure for one in labelled) >= 0.6 * len(labelled)
    assert sum(one.right for one in kept) >= right * len(kept)
    assert sum(one.said is not None for one in labelled) >= 0.85 * len(labelled)


def test_broken_lines_cost_nothing() -> None:
    plain, broken = (
        [(one.text, one.right, one.sure, one.said is None) for one in measured("texts", width)] for width in (None, 72)
    )
    assert plain == broken


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The interior ministry said that the road was closed.", "interior ministry"),
        ("The police said that nobody was hurt in the square.", "police"),
        ("Harbour workers said the cranes had stopped.", "Harbour workers"),
        ("Swedish and Danish officials said they would send boats.", "Swedish and Danish officials"),
        ("Mara Voss left. A person close to Voss said the letter was genuine.", "a person close to Voss"),
        ("Archbishop Anselm Rocha said the bells would ring.", "Anselm Rocha"),
        ("Police chief Tor Ekdal said that his men had gone home.", "Tor Ekdal"),
    ],
)
def test_who_is_told_from_a_source(text: str, speaker: str) -> None:
    (read,) = read_texts([Document("d", text)])
    assert [one.speaker.name for one in read.said if one.attribution.nested_in is None] == [speaker]


def test_words_of_a_letter_are_its_writers() -> None:
    text = (
        "In a letter to the council, former mayor Leopold Brandt warns that “half a vote is no vote”. The letter was "
        "first published by the Southern Courier. A person close to Brandt said it was genuine."
    )
    (read,) = read_texts([Document("d", text)])
    one = read.said[0]
    assert (one.speaker.name, one.author, one.chain, one.channel.name) == (
        "Leopold Brandt", "Leopold Brandt", ("Southern Courier",), "leaked"
    )  # fmt: skip
    assert one.verification.state == "confirmed"
