"""``detente frontier``: which outcomes of a list nobody can better for all, and what each solution picks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError
from detente.views.options import AsJson, folder_option
from detente.views.terminal import err, out, print_json, say

if TYPE_CHECKING:
    from detente.analysis.outcomes_table import Frontier

__all__ = ["frontier"]

_SHOWN = 20


def frontier(
    file: Annotated[
        Path, typer.Argument(metavar="OUTCOMES", help="CSV or .xlsx: a row per outcome, utilities u_a, u_b.")
    ],
    reserve: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="U1 U2", help="The least that each of two parties would sign."),
    ] = None,
    reserve_of: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=U", help="The same by column, for any number of parties; repeat it."),
    ] = None,
    disagreement: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="U1 U2", help="What each of two parties gets without a deal, instead of --reserve."),
    ] = None,
    utility: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column of utilities not named u_...; repeat it.")
    ] = None,
    out_folder: Annotated[Path | None, folder_option("Write a page, a drawing, JSON and CSV there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the Pareto frontier of a list of outcomes and its Nash, egalitarian, Kalai-Smorodinsky and welfare points.

    A row of the file is an outcome; each party's utilities stand in a column whose name starts with u_. A reserve below
    a party's worst outcome is raised to it, since it rules nothing out; without --reserve it is the worst outcome.

    Example: detente frontier deals.csv --reserve 0.4 0.3 --out results/deals
    """
    from detente.analysis.outcomes_table import find_frontier, read_outcomes
    from detente.views.frontier_page import document, write_frontier

    if sum(given is not None for given in (reserve, reserve_of or None, disagreement)) > 1:
        raise typer.BadParameter("expected only one of --reserve, --reserve-of and --disagreement")
    outcomes = read_outcomes(file, utility or ())
    least = _by_column(outcomes.parties, reserve_of, outcomes.utilities.min(axis=0).tolist()) if reserve_of else reserve
    found = find_frontier(outcomes, least, disagreement)
    if out_folder is not None:
        for path in write_frontier(found, out_folder):
            err.print(f"wrote {path}", soft_wrap=True)
    if as_json:
        print_json(document(found))
    else:
        _print(found)


def _by_column(parties: tuple[str, ...], given: list[str], worst: list[float]) -> list[float]:
    from detente.case.problems import meant

    least = dict(zip(parties, worst, strict=True))
    problems = []
    for text in given:
        name, _, value = text.partition("=")
        if name not in least:
            problems.append(f"--reserve-of {text}: no utility column {name!r}; {meant(name, parties)}")
            continue
        try:
            least[name] = float(value)
        except ValueError:
            problems.append(f"--reserve-of {text}: expected COLUMN=NUMBER, got {value!r} for the number")
    if problems:
        raise InputError(*problems)
    return list(least.values())


def _print(found: Frontier) -> None:
    from rich.table import Table

    from detente.analysis.outcomes_table import POINTS
    from detente.views.frontier_page import NAMES
    from detente.views.wording import plural

    outcomes = found.outcomes
    least = ", ".join(f"{n} {v:g}" for n, v in zip(outcomes.parties, found.disagreement, strict=True))
    counted = plural(len(outcomes.utilities), "outcome")
    say(f"{counted}, {len(found.rows)} on the Pareto frontier; without a deal: {least}")
    table = Table(box=None, pad_edge=False)
    for name in ("Solution", *outcomes.parties):
        table.add_column(name, justify="left" if name == "Solution" else "right", no_wrap=True)
    table.add_column("Line", justify="right")
    table.add_column("Outcome")
    for name in POINTS:
        point = found.points[name]
        if point is None or point.row is None:
            table.add_row(NAMES[name], *["-"] * len(outcomes.parties), "-", "none gives each party its reserve")
            continue
        note = "" if found.acceptable(point.row) else " (below a reserve)"
        ties = len(point.ties) - 1
        note += f" (and {ties} more that do as well)" if ties else ""
        values = [f"{value:g}" for value in point.utilities]
        table.add_row(NAMES[name], *values, str(outcomes.lines[point.row]), outcomes.label(point.row) + note)
    out.print(table)
    out.print()
    table = Table(box=None, pad_edge=False)
    for name in outcomes.parties:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Line", justify="right")
    table.add_column("On the frontier")
    for row in map(int, found.rows[:_SHOWN]):
        values = [f"{value:g}" for value in outcomes.utilities[row]]
        table.add_row(*values, str(outcomes.lines[row]), outcomes.label(row))
    out.print(table)
    if len(found.rows) > _SHOWN:
        say(f"and {len(found.rows) - _SHOWN} more: --json prints all, --out writes them as a page and CSV")
