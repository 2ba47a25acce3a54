"""``detente changed``: what is new between two dates or two results, and which statement did it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson, Include, Seed, futures
from detente.views.terminal import err, print_json, progress

if TYPE_CHECKING:
    from detente.analysis.changed import Changed, Look
    from detente.case.schema import Case
    from detente.result import Result

__all__ = ["changed"]


def changed(
    case: Annotated[str, typer.Argument(metavar="CASE|RESULT", help="A case, or a result's folder to start from.")],
    result: Annotated[
        str | None, typer.Argument(metavar="RESULT", help="The later result, where the first is one.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="What was known then; default: the case's own date.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="What was known on this later date.")] = None,
    runs: Annotated[int, futures("Futures for each; two at least.", 2)] = 1_000,
    seed: Seed = 1,
    include: Include = "open",
    as_json: AsJson = False,
) -> None:
    """Say what changed between two dates of a case, or between two results: facts, zones, floors, outcomes, and why.

    Each statement that is new is left out in turn, on the same luck, to see which of them moved the answer.

    Example: detente changed afghanistan-2021 --from 2021-03-08 --to 2021-08-12

    Example: detente changed results/march results/august
    """
    from detente.engine.ensemble import compiled_before
    from detente.views.changed_terminal import print_changed
    from detente.views.sharing import veiled

    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    if result is None:
        after, found = _dates(case, start, end, runs, seed)
    else:
        after, found = _results(case, result, start, end)
    if as_json:
        print_json(_document(found))
    else:
        print_changed(veiled(after, include) if after else None, found)


def _dates(where: str, start: str | None, end: str | None, runs: int, seed: int) -> tuple[Case, Changed]:
    from detente.analysis.changed import changed as compare
    from detente.case.cut import cut
    from detente.case.load import read_case, read_whole

    if end is None:
        given = f"{where}: " if not (Path(where) / "manifest.json").is_file() else f"{where} is a result: "
        raise InputError(f"{given}expected --to DATE (detente changed CASE --from DATE --to DATE), or a second result")
    whole = read_whole(where)
    first = read_case(where, start).as_of
    last = read_case(where, end).as_of
    new = sum(first < one.known <= last for one in whole.ledger.values())
    with progress("Comparing", total=2 + new + (new > 1)) as advance:
        found = compare(whole, first, last, runs=runs, seed=seed, progress=advance)
    return cut(whole, last), found


def _results(one: str, other: str, start: str | None, end: str | None) -> tuple[Case | None, Changed]:
    from detente.analysis.changed import compare_results
    from detente.result import open_played

    if start is not None or end is not None:
        raise InputError("--from, --to: two results have dates of their own; leave these out, or name one case")
    results = open_played(one, "outcomes"), open_played(other, "outcomes")
    played_by = [result.manifest.get("code_hash") for result in results]
    if None not in played_by and played_by[0] != played_by[1]:
        err.print("Two versions of the program played these: part of what differs may be theirs.", soft_wrap=True)
    cases = _case_of(results[0]), _case_of(results[1])
    if cases[0] is None or cases[1] is None:
        return cases[1], compare_results(*results)
    return cases[1], compare_results(*results, cases=(cases[0], cases[1]))


def _case_of(result: Result) -> Case | None:
    """The case that a result was played from, if it is still at hand and reads the same."""
    from detente.analysis.simulate import case_hash
    from detente.case.load import read_case

    folder = result.manifest.get("case_folder")
    beside = result.folder / folder if folder else None
    where = str(beside) if beside and (beside / "case.yaml").is_file() else str(result.manifest["case"])
    try:
        found = read_case(where, str(result.manifest["as_of"])[:10])
    except InputError:
        found = None
    if found is None or result.manifest.get("case_hash") != case_hash(found):
        why = "is not at hand" if found is None else "has changed since"
        err.print(f"{result.folder}: its case {why}: new facts and moved numbers are left out.", soft_wrap=True)
        return None
    return found


def _document(found: Changed) -> dict[str, Any]:
    """The answer as plain values."""

    def look(one: Look) -> dict[str, Any]:
        floors = [
            {"party": key[0], "kind": key[1], "q05": q[0], "q50": q[1], "q95": q[2]} for key, q in one.floors.items()
        ]
        return {
            "as_of": one.as_of.isoformat(), "horizon": one.horizon.isoformat(), "runs": one.runs, "shares": one.shares,
            "open": one.open, "months": one.months, "cause": one.cause, "cause_share": one.cause_share,
            "floors": floors,
        }  # fmt: skip

    def day(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def ends(number: Any) -> list[float]:
        return [number.low, number.mode, number.high]

    return {
        "title": found.title, "before": look(found.before), "after": look(found.after),
        "facts": None if found.facts is None else [
            {key: day(getattr(one, key)) for key in ("known", "kind", "name", "text", "because")} for one in found.facts
        ],
        "numbers": None if found.numbers is None else [
            {"path": one.path, "was": ends(one.was), "now": ends(one.now)} for one in found.numbers
        ],
        "outcomes": [
            {key: getattr(one, key) for key in ("outcome", "was", "now", "low", "mid", "high")}
            for one in found.outcomes
        ],
        "statements": [
            {
                "name": one.name, "swing": one.swing, "leading": one.leading.outcome if one.leading else None,
                "difference": [one.leading.low, one.leading.mid, one.leading.high] if one.leading else None,
            }
            for one in found.statements
        ],
    }  # fmt: skip
