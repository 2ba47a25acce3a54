"""``detente daylight``: how far apart the actors stand, issue by issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.views.bars import WIDTH
from detente.views.options import AsJson, AsOf, CaseName, futures
from detente.views.terminal import out, print_json, say

if TYPE_CHECKING:
    from rich.table import Table

    from detente.analysis.zones import Daylight
    from detente.case.schema import Case

__all__ = ["daylight"]

_LISTED = 12
_ROOM = 78
"""Columns from which there is room for a whole bar beside two names."""


def daylight(
    case: CaseName,
    as_of: AsOf = None,
    between: Annotated[
        list[str] | None,
        typer.Option("--between", metavar="ACTOR", help="Only pairs with this actor; may be repeated."),
    ] = None,
    draws: Annotated[int, futures("Draws of the numbers behind ranges.", name="--draws")] = 200,
    as_json: AsJson = False,
) -> None:
    """Measure the daylight between actors: what they care about, times how far apart they would settle it.

    0 is no daylight, 100 is opposite ideals on everything that either cares about. Ranges are 5 to 95 of 100 draws of
    the case's numbers.

    Example: detente daylight afghanistan-2021 --as-of 2021-08-12 --between taliban
    """
    from detente.analysis.zones import daylight as measure
    from detente.case.load import read_case

    found = read_case(case, as_of)
    wanted = _known(found, between or [])
    pairs = [pair for pair in measure(found, draws=draws) if not wanted or wanted & {pair.a, pair.b}]
    if as_json:
        print_json(_document(found, pairs))
    else:
        _print(found, pairs)


def _known(case: Case, names: list[str]) -> set[str]:
    """The actors that were asked for.

    Raises
    ------
    InputError
        For actors without positions.
    """
    from difflib import get_close_matches

    from detente.errors import InputError

    placed = sorted({position.actor for position in case.positions})
    problems = []
    for name in names:
        if name not in placed:
            near = get_close_matches(name, placed, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"choose from {', '.join(placed)}"
            problems.append(f"--between {name}: no actor with positions; {hint}")
    if problems:
        raise InputError(*problems)
    return set(names)


def _document(case: Case, pairs: list[Daylight]) -> dict[str, Any]:
    return {
        "case": case.name,
        "as_of": case.as_of.isoformat(),
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "total": list(pair.total),
                "issues": {issue: list(held) for issue, held in pair.issues.items()},
            }
            for pair in pairs
        ],
    }


def _print(case: Case, pairs: list[Daylight]) -> None:
    """Say who stands farthest apart, then the two sides' principals issue by issue."""
    from detente.views.bars import share_bar
    from detente.views.wording import hundred, long_date, with_span

    if not pairs:
        out.print("No two actors of this case have positions on the same issue.")
        return
    name = {key: actor.name for key, actor in case.actors.items()}
    principals = {key for key, actor in case.actors.items() if actor.role == "party"}
    shown = next((pair for pair in pairs if {pair.a, pair.b} <= principals), pairs[0])
    say(
        f"Between {name[shown.a]} and {name[shown.b]} there is daylight of {hundred(shown.total[1])} of 100, as known"
        f" on {long_date(case.as_of)}. Where it comes from:\n"
    )
    width = WIDTH if out.width >= _ROOM else WIDTH // 2
    table = _bars(["issue"], width)
    for issue, held in sorted(shown.issues.items(), key=lambda item: -item[1][1]):
        share = held[1] / max(1e-9, shown.total[1])
        table.add_row(issue, share_bar(share, width), with_span(held[1], held[0], held[2]))
    out.print(table)
    say("\nAll pairs, the farthest first (of 100, with 5 to 95 of 100 draws):\n")
    table = _bars(["one", "other"], width)
    for pair in pairs[:_LISTED]:
        table.add_row(
            name[pair.a], name[pair.b], share_bar(pair.total[1], width),
            with_span(pair.total[1], pair.total[0], pair.total[2]),
        )  # fmt: skip
    out.print(table)
    more = f" {len(pairs) - _LISTED} more pairs: --between ACTOR, or --json." if len(pairs) > _LISTED else ""
    say(f"\nOnly issues on which both have a position are counted.{more}", style="dim")


def _bars(words: list[str], width: int) -> Table:
    """Return a table of words, a bar that is never cut, and a share with its range."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    for word in words:
        table.add_column(word, overflow="fold")
    table.add_column("bar", style="blue", no_wrap=True, min_width=width)
    table.add_column("of 100", no_wrap=True)
    return table
