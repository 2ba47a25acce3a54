"""Dates and deadlines in texts: what the words mean on the day of publication, and what is due, reviewed or passed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.dates import dates, terms
from detente.evidence.deadlines import STATUSES, deadlines

DAY = date(2031, 3, 12)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("signed on 29 February 2020", date(2020, 2, 29), date(2020, 2, 29)),
        ("signed on February 29th, 2020", date(2020, 2, 29), date(2020, 2, 29)),
        ("signed on 2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
        ("on the 1st of May", date(2031, 5, 1), date(2031, 5, 1)),
        ("on December 20 the talks broke down", date(2030, 12, 20), date(2030, 12, 20)),
        ("in November 2030", date(2030, 11, 1), date(2030, 11, 30)),
        ("in early June", date(2031, 6, 1), date(2031, 6, 10)),
        ("by the end of June", date(2031, 6, 30), date(2031, 6, 30)),
        ("in late May", date(2031, 5, 21), date(2031, 5, 31)),
        ("in 2029", date(2029, 1, 1), date(2029, 12, 31)),
        ("by the end of the year", date(2031, 12, 31), date(2031, 12, 31)),
        ("he said on Monday", date(2031, 3, 10), date(2031, 3, 10)),
        ("he said last Wednesday", date(2031, 3, 5), date(2031, 3, 5)),
        ("they have until Friday", date(2031, 3, 14), date(2031, 3, 14)),
        ("they met yesterday", date(2031, 3, 11), date(2031, 3, 11)),
        ("talks resume next week", date(2031, 3, 17), date(2031, 3, 23)),
        ("talks resume next month", date(2031, 4, 1), date(2031, 4, 30)),
    ],
)
def test_dates_are_reckoned_from_publication(words: str, first: date, last: date) -> None:
    found = dates(words, DAY)
    assert [(one.first, one.last) for one in found] == [(first, last)]
    assert words[slice(*found[0].span)] == found[0].words


@pytest.mark.parametrize(
    "words",
    [
        "The Union may withdraw, and soldiers march on.",
        "It cost 2020 dollars, $2021 or 1,999 in all.",
        "Minister May spoke of Sun and Mar.",
        "On 31 June 2020 nothing happened, nor on 2020-13-40.",
    ],
)
def test_words_that_are_no_dates(words: str) -> None:
    assert not [one for one in dates(words, DAY) if one.precision != "year" and one.precision != "month"]
    assert not [one for one in dates(words, DAY) if one.words in ("may", "May", "march", "Sun", "Mar")]


def test_without_publication_the_year_stays_open() -> None:
    one, two = dates("They leave by May 1, or by 1 June 2032.")
    assert (one.words, one.first) == ("May 1", None)
    assert two.first == date(2032, 6, 1)


def test_lengths_of_time() -> None:
    text = "A 90-day pause, bases closed within 135 days, a truce for two weeks; it began three days ago."
    assert [(one.days, one.how) for one in terms(text)] == [(90, "for"), (135, "within"), (14, "for")]


@pytest.mark.parametrize(
    ("text", "last", "status"),
    [
        ("All troops leave by 1 May.", date(2031, 5, 1), "set"),
        ("The army must be out no later than December 31.", date(2031, 12, 31), "set"),
        ("The Union is reviewing whether to leave by a May 1 deadline.", date(2031, 5, 1), "under review"),
        ("No decision has been made on the May 1 deadline.", date(2031, 5, 1), "under review"),
        ("The 1 May deadline was extended by half a year.", date(2031, 5, 1), "put off"),
        ("The Front missed the January 20 deadline.", date(2031, 1, 20), "passed"),
        ("Both sides had until January 20, and that date expired.", date(2031, 1, 20), "passed"),
        ("By January 20 a council must sit.", date(2032, 1, 20), "set"),
        ("Prisoners go free by the end of June.", date(2031, 6, 30), "set"),
        ("They have until Friday to answer.", date(2031, 3, 14), "set"),
    ],
)
def test_what_is_due(text: str, last: date, status: str) -> None:
    (found,) = deadlines(text, DAY)
    assert (found.last, found.status) == (last, status)
    assert status == "set" or (found.passage is not None and text[slice(*found.passage)])


def test_what_is_not_due() -> None:
    text = "The council met on 3 March. Ten towns fell within nine days. He spoke on Monday for two hours."
    assert deadlines(text, DAY) == ()


def test_only_within_a_statement() -> None:
    text = "Voss said that they leave by 1 May. The vote is due on 2 June."
    (found,) = deadlines(text, DAY, within=[(10, 35)])
    assert found.words == "1 May"


@given(st.text(alphabet=st.sampled_from(" .by until MayJun13052031within days-,“”\n"), max_size=120))
def test_any_text(text: str) -> None:
    for one in deadlines(text, DAY):
        assert text[slice(*one.span)] == one.words
        assert one.sentence[0] <= one.span[0]
        assert one.status in STATUSES
        assert one.first is None or one.last is None or one.first <= one.last
