"""``detente hindcast``: what was known then, against what happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from detente.views.options import AsJson, CaseName, Seed, futures
from detente.views.terminal import err, out, print_json, progress

if TYPE_CHECKING:
    from detente.analysis.hindcast import Hindcast

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
    from rich.table import Table

    from detente.analysis.hindcast import OURS
    from detente.views.wording import hundred, joined, long_date

    out.print(f"[bold]{found.case}[/bold], from what was known on {long_date(found.as_of)}\n")
    if found.counts:
        names = list(found.counts[0].crps)
        table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
        table.title = "Regions lost: CRPS, in regions; lower is better, the best is marked *"
        for heading in ("days ahead", "happened", f"{OURS}: 5-95", *names):
            table.add_column(heading, justify="right")
        for one in found.counts:
            low, middle, high = one.ranges[OURS]
            scores = [f"{one.crps[name]:.2f}{'*' if name == one.best else ' '}" for name in names]
            table.add_row(str(one.day), str(one.happened), f"{middle:.0f} ({low:.0f} to {high:.0f})", *scores)
        out.print(table)
    for event in found.events:
        happened = "happened" if event.happened else "did not happen"
        scores = "; ".join(f"{name}: Brier {event.brier[name]:.3f}, log {event.log[name]:.2f}" for name in event.brier)
        out.print(
            f"{event.event[0].upper()}{event.event[1:]} by {long_date(found.until)}: {hundred(event.share)} of 100 "
            f"explored futures; it {happened}. {scores}.",
            soft_wrap=True,
        )
    if found.until < found.horizon:
        out.print(f"The history ends on {long_date(found.until)}: events are scored up to then.", style="dim")
    if found.beaten:
        out.print(f"[bold]Simpler forecasts do better on average: {joined(found.beaten)}.[/bold]", soft_wrap=True)
    elif found.counts:
        out.print("No simpler forecast does better on average over these dates.", soft_wrap=True)
    if found.design_case:
        out.print(
            "This is the case that the model was made on: the scores count for nothing as validation.", style="dim"
        )
    elif found.hindsight:
        out.print("The case was coded after the fact: its author knew what happened.", style="dim")
