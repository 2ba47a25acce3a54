"""What must be found in the two reports on the flagship process, where they are at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from detente.evidence.reader import ReadDocument, Said, read_documents

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
pytestmark = pytest.mark.skipif(not any(REPORTS.glob("*.txt")), reason="the two reports are not at hand")


@cache
def read() -> dict[str, ReadDocument]:
    return {one.document.id[:7]: one for one in read_documents(REPORTS.glob("2021-*.txt"))}


def by(speaker: str, month: str) -> list[Said]:
    return [one for one in read()[month].said if one.speaker.name == speaker]


def test_the_ultimatum_reaches_us_through_khan() -> None:
    report = read()["2021-08"]
    relayed = [one for one in report.said if "Taliban" in (one.speaker.name or "") and one.chain == ("Imran Khan",)]
    assert relayed
    assert {one.manner.kind for one in relayed} == {"demand"}
    assert any("Ghani" in report.quoted(one.attribution.content) for one in relayed)
    assert by("Imran Khan", "2021-08")


def test_where_the_letter_comes_from() -> None:
    letter = next(one for one in read()["2021-03"].papers if one.noun == "letter")
    assert (letter.author, letter.bearer, letter.publisher) == ("Antony Blinken", "Zalmay Khalilzad", "Tolo News")
    assert letter.declined == ["Ned Price"]
    assert len(letter.confirmed) == 2
    assert all("official" in name or "source" in name for name in letter.confirmed)
    written = [one for one in by("Antony Blinken", "2021-03") if one.channel.name == "leaked"]
    assert written
    assert all(one.verification.state == "confirmed" and one.bearer == "Zalmay Khalilzad" for one in written)


def test_mcmasters_damaged_quotation_is_whole() -> None:
    said = by("HR McMaster", "2021-08")
    content = read()["2021-08"].quoted(said[0].attribution.content)
    assert len(said) == 1
    assert "surrender negotiations" in content
    assert content.rstrip(" “").endswith("offensive.")


def test_prices_damaged_quotations_are_whole() -> None:
    march = [read()["2021-03"].quoted(one.attribution.content) for one in by("Ned Price", "2021-03")]
    august = [read()["2021-08"].quoted(one.attribution.content) for one in by("Ned Price", "2021-08")]
    assert any("suppress the violence" in one and "durable and just" in one for one in march)
    assert any("prescriptive" in one and "support it" in one for one in march)
    assert any("sitting in the same room" in one and "changed" in one for one in august)
    assert any("there is day between" in one and "Afghan-owned" in one for one in august)


def test_spliced_headlines_are_nobodys() -> None:
    report = read()["2021-03"]
    assert len(report.inspected.apart) == 2
    for start, end in report.inspected.apart:
        for one in report.said:
            assert not any(s < end and start < e for s, e in (*one.attribution.content, *one.attribution.source))


def test_refusal_evasion_and_the_spelling_of_a_name() -> None:
    report = read()["2021-03"]
    kinds = {one.manner.kind for one in by("Ned Price", "2021-03")}
    assert {"refusal", "evasion"} <= kinds
    assert not any("Khalilizad" in (one.speaker.name or "") for one in report.said)
