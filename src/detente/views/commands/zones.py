"""``detente zones``: the room for a deal, today and over time, and what closes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from detente.views.bars import WIDTH
from detente.views.options import AsJson, AsOf, CaseName, Seed, futures
from detente.views.terminal import err, out, print_json, progress, say

if TYPE_CHECKING:
    from detente.analysis.zones import Today, Zones
    from detente.case.schema import Case

__all__ = ["zones"]


def zones(
    case: CaseName,
    as_of: AsOf = None,
    runs: Annotated[int, futures("Futures whose zones are solved.")] = 600,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Solve the zones of possible agreement: which terms the parties would rather sign than fight on.

    Perceived: better than war for every party, as it sees it. Ratifiable: also at home, red lines included. Credible:
    also kept, by some way of sharing over time that nobody would leave. Where they are closed it says why.

    Example: detente zones afghanistan-2021 --as-of 2021-08-12
    """
    from detente.analysis.zones import zones as solve
    from detente.case.load import read_case
    from detente.engine.ensemble import compiled_before

    found = read_case(case, as_of)
    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    with progress("Playing", total=runs) as advance:
        solved = solve(found, runs=runs, seed=seed, progress=advance)
    if as_json:
        print_json(_document(solved))
    else:
        _print(found, solved)


def _document(solved: Zones) -> dict[str, Any]:
    """The answer as plain values: dates as text, -inf (no terms at all) as null."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(held) for key, held in value.items()}
        if isinstance(value, list | tuple):
            return [plain(held) for held in value]
        if hasattr(value, "isoformat"):
            return value.isoformat()
        return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value

    return plain(asdict(solved))


def _print(case: Case, solved: Zones) -> None:
    from detente.views.wording import long_date, plural

    say(f", as known on {long_date(solved.as_of)}\n", lead=case.title)
    _print_today(case, solved.today)
    _print_time(solved)
    say(
        f"\nShares are of {plural(solved.runs, 'explored future')} ({plural(solved.draws, 'draw')} of the numbers), as"
        " far as nobody has won by the day; they are not calibrated.",
        style="dim",
    )


_WORDS = {
    "perceived": "better than war for every party, as it sees it",
    "ratifiable": "also at home, with red lines",
    "credible": "also kept, if shared out over time",
    "fixed": "also kept with one text for all time",
}


def _print_today(case: Case, today: Today) -> None:
    """Today's zones with every number at its mode."""
    from rich.table import Table

    from detente.views.bars import nested_bar
    from detente.views.wording import CAUSES, hundred, joined, number

    say("Today, with every number at the middle one of its three values:\n")
    for kind, gap in today.gaps.items():
        said = f"open, {number(gap)} above every floor" if gap >= 0 else f"closed, {number(-gap)} short"
        if gap == float("-inf"):
            said = "closed: red lines leave no terms"
        if kind in today.share_of_space:
            share = today.share_of_space[kind]
            said += f"; {hundred(share) if share or gap < 0 else '<1'} of 100 thinkable terms"
        say(f": {said} ({_WORDS[kind]})", lead=kind)
    if today.cause != "in reach":
        say(f"\nWhat closes it: {CAUSES[today.cause]}.")
        if len(today.alone) > 1:
            say(f"Each of these, taken away alone, would reopen it: {joined(list(today.alone))}.")
        if today.together:
            say(f"Together these would reopen it: {joined(list(today.together))}.")
    points = today.points.get("nash") or today.nearest
    if not points:
        return
    where = f"◆ the Nash point of the {today.point_zone} zone" if today.points else "◆ the nearest miss"
    say(f"\nTerms by issue, 0 to 100; ░ perceived, ▒ ratifiable, █ credible, {where}:\n")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("issue")
    table.add_column("terms", style="green", no_wrap=True, min_width=WIDTH)
    table.add_column("of 100", justify="right", no_wrap=True)
    table.add_column("ends", style="dim")
    for issue, value in points.items():
        stretches = [today.edges.get(kind, {}).get(issue) for kind in ("perceived", "ratifiable", "credible")]
        scale = case.issues[issue].scale
        table.add_row(
            issue, nested_bar(stretches, value), hundred(value),
            f"0 {scale[min(scale)]}; 100 {scale[max(scale)]}",
        )  # fmt: skip
    out.print(table)


def _print_time(solved: Zones) -> None:
    """Which zones are open over time, and what closes the credible one."""
    from rich.table import Table

    from detente.views.wording import CAUSES, hundred, short_date

    kinds = ("perceived", "ratifiable", "credible", "fixed")
    say("\nOpen in so many of 100 futures that nobody has won by then, and what closes it most often:\n")
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for head in (*kinds, "futures"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("closed mostly by", no_wrap=True)
    for row in solved.over_time:
        if not row["n"]:
            continue
        causes = [one for one in solved.diagnosis if one["day"] == row["day"] and one["cause"] != "in reach"]
        most = max(causes, key=lambda one: one["share"])
        named = f"{CAUSES[most['cause']].split(':')[0].lower()} ({hundred(most['share'])})" if most["share"] > 0 else ""
        table.add_row(short_date(row["day"]), *(hundred(row[kind]) for kind in kinds), f"{row['n']:,}", named)
    out.print(table)
