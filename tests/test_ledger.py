"""The ledger: what it keeps, what it refuses, and whose hand wins."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.evidence.ledger import (
    CHANNELS,
    KINDS,
    STATES,
    Confidence,
    Ledger,
    Statement,
    Verification,
    read_ledger,
    starting_credibility,
    write_ledger,
)

MADE = Statement(
    id="S1",
    document="northfork-1",
    outlet="River Post",
    known=date(2031, 3, 8),
    content="The Union stays until the council sits.",
    speaker="Mara Voss",
).sealed()

texts = st.text(max_size=20)
days = st.dates(date(1990, 1, 1), date(2040, 1, 1))
shares = st.floats(0, 1)
spans = st.lists(st.tuples(st.integers(0, 50), st.integers(51, 99)), max_size=3).map(tuple)
names = st.lists(texts, max_size=3).map(tuple)
statements = st.builds(
    Statement,
    id=texts.filter(bool),
    document=texts.filter(bool),
    outlet=texts.filter(bool),
    known=days,
    content=texts.filter(bool),
    said=st.none() | days,
    speaker=st.none() | texts,
    chain=names,
    kind=st.sampled_from(KINDS),
    channel=st.sampled_from(CHANNELS),
    verification=st.builds(Verification, st.sampled_from(STATES), names, names, spans),
    offsets=st.none() | spans,
    reviewed=st.booleans(),
    confidence=st.none() | st.builds(Confidence, shares, shares),
    credibility=st.none() | shares,
    issues=names,
)


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@given(st.lists(statements, max_size=5, unique_by=lambda one: one.id))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, many: list[Statement]) -> None:
    path = tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    write_ledger(Ledger(many), path)
    again = read_ledger(path)
    assert again == Ledger(many)
    assert list(again) == [one.id for one in many]
    first = path.read_bytes()
    write_ledger(again, path)
    assert path.read_bytes() == first


def test_all_bad_lines_are_reported_at_once(tmp_path: Path) -> None:
    good = json.dumps(MADE.to_record())
    lines = [
        good,
        "{nonsense",
        "[1]",
        json.dumps({"id": "S2", "document": "d", "outlet": "o", "content": "c"}),
        json.dumps({**MADE.to_record(), "id": "S3", "kind": "thread", "speeker": "x", "known": "8 March"}),
        good,
    ]
    path = tmp_path / "ledger.jsonl"
    path.write_text("\n".join(["# made by hand", *lines]))
    with pytest.raises(InputError) as caught:
        read_ledger(path)
    places = [problem.removeprefix(str(path)) for problem in caught.value.problems]
    assert [place.split(":")[1] for place in places] == ["3", "4", "5", "6", "6", "6", "7"]
    text = str(caught.value)
    for part in (
        "not JSON",
        "got list",
        "known: missing",
        "did you mean 'threat'",
        "did you mean 'speaker'",
        "2031-03-08",
    ):
        assert part in text
    kind = next(place for place in places if "kind:" in place)
    assert lines[4][int(kind.split(":")[2]) - 1 :].startswith('"kind"')


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credibility", 1.5),
        ("credibility", True),
        ("chain", "Khan"),
        ("offsets", [[5, 5]]),
        ("offsets", [[-1, 5]]),
        ("reviewed", "yes"),
        ("said", 20310308),
        ("verification", {"state": "sure"}),
        ("verification", {"stat": "asserted"}),
        ("confidence", {"attribution": 0.5}),
        ("sharing", "public"),
        ("content", 5),
        ("content", ""),
    ],
)
def test_wrong_values_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError, match=f"^{field}"):
        Statement.from_record({**MADE.to_record(), field: value})


def test_nothing_known_later_is_seen() -> None:
    leaked_late = replace(MADE, id="S2", said=date(2031, 1, 1), known=date(2031, 6, 1))
    ledger = Ledger([MADE, leaked_late])
    assert list(ledger.as_known_on(date(2031, 3, 7))) == []
    assert list(ledger.as_known_on(date(2031, 3, 8))) == ["S1"]
    assert list(ledger.as_known_on(date(2031, 6, 1))) == ["S1", "S2"]


def test_hand_edits_survive_a_new_reading() -> None:
    reread = replace(MADE, speaker="the Union", seal=None).sealed()
    assert Ledger([MADE]).merge(Ledger([reread]))["S1"].speaker == "the Union"
    edited = replace(MADE, content="The Union stays.")
    assert Ledger([edited]).merge(Ledger([reread]))["S1"] == edited
    accepted = replace(MADE, reviewed=True)
    assert Ledger([accepted]).merge(Ledger([reread]))["S1"] == accepted


def test_what_a_new_reading_no_longer_finds_goes_unless_a_hand_touched_it() -> None:
    edited = replace(MADE, id="S2", note="checked against the broadcast")
    other = replace(MADE, id="S3", document="northfork-2", seal=None).sealed()
    old = Ledger([MADE, edited, other])
    assert list(old.merge(Ledger(), reread=["northfork-1"])) == ["S2", "S3"]
    assert list(old.merge(Ledger())) == ["S1", "S2", "S3"]


def test_two_hands_that_disagree_are_named() -> None:
    with pytest.raises(InputError, match="S1: edited by hand in both"):
        Ledger([replace(MADE, note="true")]).merge(Ledger([replace(MADE, note="false")]))


def test_one_id_names_one_statement() -> None:
    with pytest.raises(InputError, match="S1: two statements"):
        Ledger([MADE, MADE])


def test_a_failed_write_leaves_the_old_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    write_ledger([MADE], path)
    before = path.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        write_ledger([replace(MADE, note="\ud800")], path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@given(st.sampled_from(STATES), st.sampled_from(CHANNELS), st.integers(0, 6))
def test_every_further_hand_costs_credibility(state: str, channel: str, hands: int) -> None:
    assert 0 < starting_credibility(state, channel, hands + 1) < starting_credibility(state, channel, hands) <= 1


def test_the_analyst_overrules() -> None:
    assert replace(MADE, credibility=0.0).weight == 0.0
