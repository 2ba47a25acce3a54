"""``detente check``: every problem of a case with its place, or what its numbers rest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, CaseName
from detente.views.terminal import INPUT_WRONG, print_json, say

if TYPE_CHECKING:
    from detente.case.coverage import Coverage, RestingNumber
    from detente.case.schema import Case

__all__ = ["check"]

_LISTED = 10
_PLACE = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)


def check(
    case: CaseName,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Report all problems of a case at once, or, where it has none, what its numbers rest on.

    Each problem reads file:line:column: path: what is wrong; what would be right. Of a case without problems it says
    how many numbers rest on statements, on data and on assumption, which assumed numbers are least certain, which
    levers change nothing, and which statements nothing rests on.

    Example: detente check afghanistan-2021 --as-of 2021-08-12
    """
    from detente.case.coverage import coverage
    from detente.case.idle import idle_levers
    from detente.case.load import read_case, read_whole

    try:
        found = cut = read_case(case, as_of)
        if as_of is None:
            found = read_whole(case)  # with what becomes known later, which a cut leaves out
    except InputError as error:
        if not as_json:
            raise
        print_json({"case": case, "ok": False, "problems": [_parsed(problem) for problem in error.problems]})
        raise typer.Exit(INPUT_WRONG) from None
    passages, idle = _passages(found), idle_levers(cut)
    if as_json:
        more: dict[str, Any] = {"passages": passages} if passages else {}
        print_json(_document(found, coverage(found)) | {"idle_levers": list(idle)} | more)
        return
    _print(found, coverage(found))
    if idle:
        named = ", ".join(f"levers.{name}" for name in idle)
        say(f"\nChanges nothing, since it is so already on {cut.as_of}: {named}.")
    _print_passages(found, passages)


def _passages(case: Case) -> dict[str, dict[str, Any]]:
    """Return for each statement that ``detente link`` tied to a copy its file and offsets, and whether it changed."""
    from detente.evidence.links import FILE, read_links, stands

    links = [one for one in read_links(case.folder / FILE) if one.offsets and one.state != "rejected"]
    return {
        one.statement: {"file": one.file, "offsets": [list(span) for span in one.offsets], "state": one.state,
                        "copy": stands(one, case.folder)}
        for one in links if one.statement in case.ledger
    }  # fmt: skip


def _print_passages(case: Case, passages: dict[str, dict[str, Any]]) -> None:
    """Say how many statements lead to a passage, and which copies have changed or gone."""
    if not passages:
        return
    say()
    files = {one["file"] for one in passages.values()}
    doubtful = sum(one["state"] == "doubtful" for one in passages.values())
    say(f"{len(passages)} of {len(case.ledger)} statements lead to a passage in {len(files)} of your files "
          f"(doubtful: {doubtful}); --json lists file and characters.")  # fmt: skip
    for state in ("changed", "gone"):
        there = sorted({str(one["file"]) for one in passages.values() if one["copy"] == state})
        if there:
            say(f"  {state} since they were linked; run detente link again: {', '.join(there)}")


def _parsed(problem: str) -> dict[str, Any]:
    """Split a problem into its place and its message, where it has a place."""
    match = _PLACE.fullmatch(problem)
    if match is None:
        return {"message": problem}
    parts = match.groupdict()
    return {"file": parts["file"], "line": int(parts["line"]), "column": int(parts["column"])} | {
        "message": parts["message"]
    }


def _document(case: Case, found: Coverage) -> dict[str, Any]:
    return {
        "case": case.name,
        "ok": True,
        "problems": [],
        "title": case.title,
        "as_of": case.as_of.isoformat(),
        "horizon": case.horizon.isoformat(),
        "numbers": {basis: found.count(basis) for basis in ("statement", "data", "assumed")},
        "assumed": [_number(one) for one in found.assumed],
        "unused_statements": list(found.unused),
    }


def _number(one: RestingNumber) -> dict[str, Any]:
    number = one.number
    return {"number": one.path, "low": number.low, "mode": number.mode, "high": number.high, "assumed": number.assumed}


def _print(case: Case, found: Coverage) -> None:
    parts = {"actor": case.actors, "issue": case.issues, "region": case.regions, "statement": case.ledger}
    parts |= {"deal": case.deals, "proposal": case.proposals, "event": case.events, "lever": case.levers}
    counted = ", ".join(f"{len(part)} {word}{'s' * (len(part) != 1)}" for word, part in parts.items())
    say(f"{case.title}: no problems.")
    say(f"Known to {case.as_of}, looking ahead to {case.horizon}: {counted}.")
    say()
    resting = f"{found.count('statement')} rest on statements, {found.count('data')} on data"
    say(f"{len(found.numbers)} numbers: {resting}, {found.count('assumed')} are assumed.")
    if found.assumed:
        say()
        say("Assumed, the least certain first:")
        for one in found.assumed[:_LISTED]:
            number = one.number
            say(f"  {one.path}  [{number.low:g}, {number.mode:g}, {number.high:g}]  {number.assumed}")
        if len(found.assumed) > _LISTED:
            say(f"  and {len(found.assumed) - _LISTED} more (all with --json)")
        if fixed := found.count("assumed") - len(found.assumed):
            say(f"  and {fixed} without a range")
    if found.unused:
        say()
        say(f"Nothing rests on {len(found.unused)} of {len(case.ledger)} statements: {', '.join(found.unused)}.")
