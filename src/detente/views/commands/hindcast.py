"""``detente hindcast``: what was known then, against what happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from detente.views.options import AsJson, CaseName, Seed, futures
from detente.views.terminal import err, out, print_json, progress, say

if TYPE_CHECKING:
    from rich.table import Table

    from detente.analysis.hindcast import CountScore, Hindcast

__all__ = ["hindcast"]


def hindcast(
    case: CaseName,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="Play from what was known on this date.")],
    runs: Annotated[int, futures("Futures; two at least.", 2)] = 4_000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Score a forecast from a past date against history.csv, beside no change, constant hazard, growth, base rate.

    Example: detente hindcast afghanistan-2021 --as-of 2021-08-12
    """
    from detente.analysis.hindcast import hindcast as score
    from detente.engine.ensemble import compiled_before

    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    with progress("Playing", total=runs) as advance:
        found = score(case, as_of, runs, seed=seed, advance=advance)
    if as_json:
        dates = {name: getattr(found, name).isoformat() for name in ("as_of", "horizon", "until")}
        print_json(asdict(found) | dates | {"beaten_by": list(found.beaten)})
    else:
        _print(found)


def _print(found: Hindcast) -> None:
    from detente.analysis.hindcast import OURS
    from detente.views.wording import hundred, joined, long_date

    say(f", from what was known on {long_date(found.as_of)}\n", lead=found.case)
    if found.counts:
        say("Regions lost; scores are CRPS, in regions: lower is better, the best is marked *\n")
        for table in _counts(found):
            out.print(table)
            out.print()
    for event in found.events:
        happened = "happened" if event.happened else "did not happen"
        say(
            f"{event.event[0].upper()}{event.event[1:]} by {long_date(found.until)}: {hundred(event.share)} of 100 "
            f"explored futures; it {happened}."
        )
        for name in event.brier:
            shown = name.capitalize() if name == OURS else name
            say(f"  {shown}: Brier {event.brier[name]:.3f}, log {event.log[name]:.2f}")
        ours = round(event.brier[OURS], 3)
        closer = [name for name, score in event.brier.items() if round(score, 3) < ours]
        if closer:
            say(f"  Closer to what happened: {joined(closer)}.")
    if found.until < found.horizon:
        say(f"The history ends on {long_date(found.until)}: events are scored up to then.", style="dim")
    if found.beaten:
        say(lead=f"Simpler forecasts do better on average: {joined(found.beaten)}.")
    elif found.counts:
        say("No simpler forecast does better on average over these dates.")
    if found.design_case:
        say("This is the case that the model was made on: the scores count for nothing as validation.", style="dim")
    elif found.hindsight:
        say("The case was coded after the fact: its author knew what happened.", style="dim")


def _counts(found: Hindcast) -> list[Table]:
    """Return what happened, what this model said, and every forecast's score, for each of some days ahead.

    Columns that do not fit beside the others stand in a table of their own, below.
    """
    from rich.table import Table

    tables = []
    for columns in _blocks(_columns(found), out.width):
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
        for column in columns:
            table.add_column(column[0], justify="right", width=_wide(column))
        for cells in zip(*(column[1:] for column in columns), strict=True):
            table.add_row(*cells)
        tables.append(table)
    return tables


def _columns(found: Hindcast) -> list[list[str]]:
    """Return the columns, each a heading and a cell for each of the days ahead, which come first."""
    from detente.analysis.hindcast import OURS

    says = [one.ranges[OURS] for one in found.counts]
    return [
        ["days ahead", *(str(one.day) for one in found.counts)],
        ["happened", *(str(one.happened) for one in found.counts)],
        ["this model says", *(f"{middle:.0f}\u00a0({low:.0f}–{high:.0f})" for low, middle, high in says)],
        *([name, *(_score(one, name) for one in found.counts)] for name in found.counts[0].crps),
    ]


def _score(one: CountScore, name: str) -> str:
    return f"{one.crps[name]:.2f}{'*' if name == one.best else ' '}"


def _blocks(columns: list[list[str]], width: int) -> list[list[list[str]]]:
    """Return as many columns side by side as fit, and those that are left below, each time beside the days.

    Examples
    --------
    >>> columns = [["day", "1"], ["this model", "4.14"], ["growth", "2.50"]]
    >>> [[column[0] for column in block] for block in _blocks(columns, 11)]
    [['day', 'this model'], ['day', 'growth']]
    """
    days, *others = columns
    blocks: list[list[list[str]]] = []
    for column in others:
        if not blocks or sum(_wide(one) + 1 for one in (*blocks[-1], column)) > width:
            blocks.append([days])
        blocks[-1].append(column)
    return blocks


def _wide(column: list[str]) -> int:
    """Return how wide a column is: headings fold between words, cells do not."""
    return max(map(len, (*column[0].split(), *column[1:])))
