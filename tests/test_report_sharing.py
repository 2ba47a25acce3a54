"""What a report tells of statements that are not open: neither their sentences nor any name of theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from case_factory import STATEMENTS, northfork
from detente.case.schema import Case
from detente.errors import InputError
from detente.evidence.ledger import Ledger
from detente.evidence.statement import Statement, Verification
from detente.views.report import write_report
from detente.views.sharing import level_of
from result_factory import tables, write

LEVELS = ("open", "restricted", "secret")


def _told(level: str, document: str, **changes: Any) -> Statement:
    told: dict[str, Any] = {
        "id": f"Q-{level}",
        "document": document,
        "outlet": f"Outlet of {level}",
        "known": northfork().as_of,
        "content": f"Sentence that is {level}.",
        "speaker": f"Speaker {level}",
        "chain": (f"Bearer {level}",),
        "verification": Verification("confirmed", by=(f"Verifier {level}",)),
    }
    return Statement(**told | changes)


@pytest.fixture(scope="module")
def case() -> Case:
    """A case with one statement at each level, set by its document and not by the statement."""
    case = northfork()
    pattern = next(iter(case.documents.values()))
    documents = {
        f"doc-{level}": pattern.model_copy(update={"sharing": level, "outlet": f"Outlet of {level}"})
        for level in LEVELS
    }
    ledger = Ledger([_told(level, f"doc-{level}") for level in LEVELS])
    return northfork(ledger=ledger, documents={**case.documents, **documents})


@pytest.mark.parametrize(("include", "kept"), [("open", {"open"}), ("restricted", {"open", "restricted"})])
def test_a_report_holds_nothing_above_the_level_asked_for(
    case: Case, include: str, kept: set[str], tmp_path: Path
) -> None:
    assert {level_of(case, one) for one in case.ledger.values()} == set(LEVELS)
    result = write(tmp_path / "result", case, tables(case))
    page = write_report(result, case, tmp_path / "report.html", include=include).read_text(encoding="utf-8")
    for level in LEVELS:
        marks = (f"Sentence that is {level}.", *(f"{one} {level}" for one in ("Speaker", "Bearer", "Verifier")))
        for mark in (*marks, f"Outlet of {level}"):
            assert (mark in page) == (level in kept), mark
        assert f"Q-{level}" in page  # that something is left out is said


def test_a_wrong_group_names_only_groups_that_may_be_seen(case: Case) -> None:
    from detente.analysis.strike_groups import find_groups

    for wrong in ("outlet:x", "outlet:Outlet of secre", "outlet:Outlet of restricte"):
        with pytest.raises(InputError) as caught:
            find_groups(case, [wrong], lambda one: level_of(case, one) == "open")
        told = "; ".join(caught.value.problems).replace(wrong, "")
        assert "secret" not in told
        assert "restricted" not in told
    with pytest.raises(InputError, match="Outlet of restricted"):
        find_groups(case, ["outlet:Outlet of restricte"])


def test_what_is_not_open_keeps_neither_words_nor_names_when_it_is_struck() -> None:
    from detente.analysis.verify import witnesses
    from detente.views.sharing import veiled
    from detente.views.strike_words import how_told

    open_ = next(one for one in STATEMENTS if level_of(northfork(), one) == "open")
    restricted = replace(open_, id="R1", sharing="restricted", speaker="Ruth Vale", chain=("Jan",), reviewed=True)
    case = northfork(ledger=Ledger([open_, restricted]))
    shut = veiled(case)
    assert shut.ledger[open_.id] == open_
    assert how_told(shut.ledger[restricted.id]) == "a source that is not open, hearsay through one mouth (not open)"
    assert shut.ledger[restricted.id].weight == restricted.weight
    assert not [who for who, _ in witnesses(shut.ledger[restricted.id]) if who in ("Ruth Vale", "Jan")]
    assert veiled(case, "restricted").ledger[restricted.id] == restricted
    secret = replace(restricted, sharing="secret")
    assert veiled(northfork(ledger=Ledger([secret])), "restricted").ledger[secret.id].content == ""
