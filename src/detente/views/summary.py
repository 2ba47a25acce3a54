"""A result in the terminal: the summary of a run for people, and its document for programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from detente.case.schema import Case
from detente.views import terminal, titles
from detente.views.answers.deals import causes, signed_and_kept, stakes, text_name, texts
from detente.views.answers.levers import lever_rows, measured, other_outcome
from detente.views.context import Context, Queried
from detente.views.head import finding_of, strip
from detente.views.terminal import out
from detente.views.wording import (
    CAUSES,
    OUTCOMES,
    decimal,
    difference,
    hundred,
    in_hundred,
    mean_deaths,
    none_means,
    span,
)

__all__ = ["document", "print_summary"]

_HANGS = 5
_RANGES = (
    "Ranges are 5–95 % over parameter draws. No clear difference: the range holds zero; its mean is told where it is"
    " 5 or more, since some draws then change much."
)


def document(result: Queried, case: Case, folder: Path, report: Path) -> dict[str, Any]:
    """Return what ``run --json`` prints: outcomes of the baseline, and of each lever with its differences.

    Shares are 0 to 1; a difference is [low, mid, high], 5-95 % over parameter draws.
    """
    context = Context(result, case)
    manifest = result.manifest
    shares: dict[str, dict[str, float]] = {}
    for row in context.rows("shares"):
        shares.setdefault(row["scenario"], {})[row["outcome"]] = row["share"]
    differences: dict[str, dict[str, list[float]]] = {}
    for row in context.rows("levers"):
        differences.setdefault(row["lever"], {})[row["outcome"]] = [row["low"], row["mid"], row["high"]]
    deaths = {
        row["scenario"]: row["deaths"]
        for row in context.rows("outcomes", "group by scenario", "scenario, avg(fatalities) as deaths")
    }
    baseline = {name: shares.get("baseline", {}).get(name, 0.0) for name in OUTCOMES}
    signed, kept = signed_and_kept(context)
    diagnosis: dict[str, dict[str, float]] = {}
    for row in context.rows("diagnosis", "order by day"):
        diagnosis.setdefault(str(row["day"])[:10], {})[row["cause"]] = row["share"]
    levers = {
        name: {
            "outcomes": {outcome: shares[name].get(outcome, 0.0) for outcome in OUTCOMES},
            "ever_signed": shares[name].get("ever_signed"),
            "kept_a_year": signed_and_kept(context, name)[1],
            "fatalities": deaths.get(name),
            "difference": difference_,
        }
        for name, difference_ in differences.items()
        if name in shares
    }
    return {
        "case": manifest["case"],
        "as_of": context.as_of.isoformat(),
        "horizon": context.horizon.isoformat(),
        "runs": manifest["runs"],
        "seed": manifest["seed"],
        "baseline": {
            "outcomes": baseline,
            "ever_signed": signed,
            "kept_a_year": kept,
            "fatalities": deaths.get("baseline"),
            "diagnosis": diagnosis,
        },
        "levers": levers,
        "result": str(folder),
        "report": str(report),
    }


def print_summary(result: Queried, case: Case, report: Path | None = None, console: Console = out) -> None:
    """Print what came out, for an analyst: how futures end, what closes the zone, texts, levers, what it hangs on."""
    context = Context(result, case)

    say = partial(terminal.say, console=console)
    say(f": {finding_of(context)}\n", lead=case.title)
    for fact in strip(context):
        say(f"  {fact.name}: {fact.value}{f' ({fact.more})' if 0 < len(fact.more) < 60 else ''}")
    say()
    console.print(_outcomes(context))
    if any(row["share"] == 0 for name, row in context.shares.items() if name in context.outcome_names):
        say(none_means(context.runs))
    say(titles.ends(context.shares, context.outcome_names) + ".")
    found = causes(context)
    if found:
        say(titles.obstacles(found, signed_and_kept(context)[0]) + ".")
        parts = [f"{CAUSES[cause].split(':')[0].lower()} {hundred(share)}" for cause, share in found if share > 0]
        say(f"  Mean over the months, of 100 futures that nobody has won by then: {', '.join(parts)}.")
    _print_texts(context, console)
    _print_levers(context, console)
    _print_hangs_on(context, console)
    if report is not None:
        say()
        say(f"Report: {report}")


def _of(share: float, runs: int) -> str:
    return in_hundred(share) if 0 < share < 1 else f"{'all' if share else 'none'} of {runs:,}"


def _outcomes(context: Context) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for column, side in (
        ("How the futures end", "left"),
        ("futures", "right"),
        ("range", "right"),
        ("base rate", "right"),
    ):
        table.add_column(column, justify=side)  # type: ignore[arg-type]
    for outcome, name in context.outcome_names.items():
        row = context.shares.get(outcome)
        if row is not None:
            base = hundred(row["base"]) if row["base"] is not None else ""
            table.add_row(name, _of(row["share"], context.runs), span(row["low"], row["high"]), base)
    signed, kept = signed_and_kept(context)
    table.add_row("A deal is signed", _of(signed, context.runs), "", "")
    table.add_row("signed and still kept a year on", _of(kept, context.runs), "", "")
    return table


def _print_texts(context: Context, console: Console) -> None:
    told = texts(context)
    if not told:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("")
    for column in ("signed", "kept", "both", "deaths", "rights"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("text")
    for row in told:
        crossed = "; ".join(one["words"] for one in row["crossed"] if one["absent"] or one["rights"])
        words = text_name(context, row["name"]) + (f"; crosses a red line of {crossed}" if crossed else "")
        table.add_row(
            f"{row['letter']}{'*' if row['best'] else ''}", hundred(row["signed"]),
            hundred(row["kept"]) if row["signed"] >= 0.0095 else "", hundred(row["both"]),
            mean_deaths(row["fatalities"]), decimal(row["rights"]), words,
        )  # fmt: skip
    deaths, rights = stakes(context)
    table.add_row("", *(hundred(one) for one in _any_deal(context)), mean_deaths(deaths), decimal(rights),
                  "any deal that the table finds by itself")  # fmt: skip
    console.print()
    console.print(table)
    units = (
        "Signed and both of 100 futures, kept of 100 signed; battle deaths are means, rights from 0 to 1.\n"
        "Each text is put on the table by itself; * is most often signed and kept."
    )
    terminal.say(units, style="dim", console=console)
    terminal.say(f"{titles.deals(told)}.", console=console)


def _any_deal(context: Context) -> tuple[float, float | None, float]:
    """Return how often the table finds a deal by itself: signed, kept of those signed, both."""
    signed, both = signed_and_kept(context)
    return signed, both / signed if signed else None, both


def _print_levers(context: Context, console: Console) -> None:
    rows = lever_rows(context)
    if not rows:
        return
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        said.setdefault(row["name"], {})[row["outcome"]] = difference(row["low"], row["mid"], row["high"])
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    other = other_outcome(context)
    victory = context.outcome_names[other]
    for column in ("Levers, against the baseline", "signed and kept a year", victory):
        table.add_column(column)
    for name, by in said.items():
        table.add_row(name, by.get("kept", ""), by.get("won", ""))
    console.print()
    console.print(table)
    terminal.say(_RANGES, style="dim", console=console)
    terminal.say(f"{titles.levers(rows, 'war' if other == 'war_goes_on' else victory)}.", console=console)
    if top := titles.leading_lever(rows):
        _print_stakes(context, top["lever"], console)


def _print_stakes(context: Context, lever: str, console: Console) -> None:
    """Say what the lever that stands out goes with in lives and rights, beside the baseline."""
    (deaths, rights), (before, had) = stakes(context, lever), stakes(context)
    if deaths is None or before is None:
        return
    said = f"battle deaths are {mean_deaths(deaths)} (mean), {mean_deaths(before)} in the baseline"
    if rights is not None and had is not None:
        said += f"; rights {decimal(rights)}, against {decimal(had)}"
    terminal.say(f"  Under it {said}.", console=console)


def _print_hangs_on(context: Context, console: Console) -> None:
    rows = context.rows("hangs_on")
    if not rows:
        return
    rows = [row for row in rows if row["outcome"] == rows[0]["outcome"]]
    rows.sort(key=lambda row: -abs(row["at_high"] - row["at_low"]))
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    name = measured(context, rows[0]["outcome"])
    for column in (f"What it hangs on ({name}, of 100)", "over its range", "rests on"):
        table.add_column(column)
    for row in rows[:_HANGS]:
        moves = f"{hundred(row['at_low'])} to {hundred(row['at_high'])}"
        table.add_row(context.number_name(row["number"]), moves, row["rests_on"])
    console.print()
    console.print(table)
