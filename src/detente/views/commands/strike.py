"""``detente strike``: what changes if a sentence is disbelieved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, CaseName, Include, Seed, futures
from detente.views.terminal import err, print_json, progress

if TYPE_CHECKING:
    from detente.analysis.sobol import Sobol
    from detente.analysis.strike_rank import Ranking
    from detente.case.schema import Case

__all__ = ["strike"]

_ZONES, _CLOSE = 100, 300
"""Futures whose zones are solved: of each of many, and of one that is looked at closely."""


def strike(
    case: CaseName,
    statement: Annotated[
        list[str] | None,
        typer.Option("--statement", "-s", metavar="ID", help="Strike it; given again, all of them together."),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            "--group",
            "-g",
            metavar="G",
            help="Strike hearsay, anonymous, leaked, unverified, unreviewed, outlet:NAME or actor:KEY.",
        ),
    ] = None,
    sobol: Annotated[
        bool, typer.Option("--sobol", help="Also ask which numbers matter when all move at once.")
    ] = False,
    as_of: AsOf = None,
    runs: Annotated[int, futures("Futures for each; two at least.", 2)] = 1_000,
    seed: Seed = 1,
    include: Include = "open",
    as_json: AsJson = False,
) -> None:
    """Strike statements: take what rests on them back to the range before they were read, and play on the same luck.

    Without --statement or --group every statement is struck by itself; they come sorted by how far the answer swings,
    with the next fact worth verifying, and with what all hearsay or all unnamed sources together do.

    Nothing is written: the case stays as it is.

    Example: detente strike afghanistan-2021 --as-of 2021-08-12

    Example: detente strike afghanistan-2021 --statement S1 --statement S22

    Example: detente strike afghanistan-2021 --group hearsay --group "outlet:CNN"
    """
    from detente.analysis.sobol import futures_of
    from detente.analysis.sobol import sobol as indices_of
    from detente.analysis.strike_rank import rank_statements
    from detente.case.load import read_case
    from detente.engine.ensemble import compiled_before
    from detente.views.sharing import veiled

    found = read_case(case, as_of)
    if not found.ledger:
        raise InputError(f"{found.name}: the ledger holds no statement known by {found.as_of}; there is none to strike")
    wanted, close = _wanted(found, statement or [], group or [], include)
    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    with progress("Striking", total=len(wanted)) as advance:
        ranking = rank_statements(
            found, wanted, runs=runs, seed=seed, zones=min(runs, _CLOSE if close else _ZONES), progress=advance
        )
    asked = None
    if sobol:
        with progress("Moving numbers", total=futures_of()) as advance:
            asked = indices_of(found, seed=seed, progress=advance)
    found = veiled(found, include)
    if as_json:
        print_json(_document(found, ranking, asked))
        return
    from detente.views.strike_terminal import print_ranking, print_sobol, print_swings

    (print_swings if close else print_ranking)(found, ranking)
    if asked is not None:
        print_sobol(found, asked)


def _wanted(
    case: Case, statements: list[str], groups: list[str], include: str
) -> tuple[dict[str, tuple[str, ...]], bool]:
    """What to strike by name, and whether it was asked for by name."""
    from detente.analysis.strike import strike_out
    from detente.analysis.strike_groups import KINDS, find_groups
    from detente.analysis.strike_groups import groups as all_groups
    from detente.views.sharing import allowed, level_of

    if not statements and not groups:
        kinds = {name: ids for name, ids in all_groups(case).items() if name in KINDS and len(ids) > 1}
        return {name: (name,) for name in case.ledger} | kinds, False
    wanted: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    try:
        wanted |= find_groups(case, groups, lambda one: allowed(level_of(case, one), include))
    except InputError as error:
        problems += error.problems
    try:
        names = strike_out(case, statements).statements
    except InputError as error:
        problems += [f"--statement {problem}" for problem in error.problems]
        names = ()
    if problems:
        raise InputError(*problems)
    if len(names) > 1:
        wanted = {"+".join(names): names} | wanted
    return {name: (name,) for name in names} | wanted, True


def _document(case: Case, ranking: Ranking, asked: Sobol | None) -> dict[str, Any]:
    """The answer as plain values."""
    from detente.analysis.verify import next_checks

    def zones(times: Any) -> dict[str, Any] | None:
        if times is None:
            return None
        closes = {kind: day.isoformat() if day else None for kind, day in times.closes.items()}
        return {"months": times.months, "closes": closes, "cause": times.cause}

    def value(end: Any) -> Any:
        return end if isinstance(end, str) else [end.low, end.mode, end.high]

    return {
        "case": ranking.case, "as_of": ranking.as_of.isoformat(), "runs": ranking.runs, "draws": ranking.draws,
        "seed": ranking.seed, "baseline": ranking.shares, "zones": zones(ranking.zones),
        "strikes": [
            {
                "name": one.name, "statements": one.statements, "credibility": one.credibility, "swing": one.swing,
                "worth": one.worth, "clear": one.clear, "leading": one.leading.outcome if one.leading else None,
                "differences": [
                    {key: getattr(row, key) for key in ("outcome", "low", "mid", "high", "won", "lost")}
                    for row in one.differences
                ],
                "months": one.months, "zones": zones(one.zones), "unsupported": one.unsupported,
                "changes": [{"path": row.path, "was": value(row.was), "now": value(row.now)} for row in one.changes],
            }
            for one in ranking.swings
        ],
        "verify": [asdict(one) for one in next_checks(case, ranking.swings)],
        "sobol": asdict(asked) if asked else None,
    }  # fmt: skip
