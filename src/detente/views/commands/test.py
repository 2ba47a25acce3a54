"""``detente test``: a text on the table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, CaseName, Seed, futures
from detente.views.terminal import err, out, print_json, progress

if TYPE_CHECKING:
    from detente.analysis.trial import Trial
    from detente.case.schema import Case

__all__ = ["test"]


def test(
    case: CaseName,
    text: Annotated[
        list[str] | None, typer.Option("--text", metavar="ISSUE=VALUE,...", help="A text; may be given again.")
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="FILE", help="Named texts: NAME: {ISSUE: VALUE, ...} (YAML, JSON)."),
    ] = None,
    as_of: AsOf = None,
    runs: Annotated[int, futures("Futures for each text.")] = 2_000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Put a text on the table: who would sign, would they keep it, what breaks first, whose red line it crosses.

    Issues that a text does not name are left to a compromise. Without --text or --texts, the case's proposals are put.

    Example: detente test afghanistan-2021 --text executive=.5,head=1,withdrawal=.5
    """
    from detente.analysis.trial import parse_text, read_texts, try_text
    from detente.case.load import read_case
    from detente.engine.ensemble import compiled_before

    found = read_case(case, as_of)
    chosen = {f"text {place + 1}": parse_text(found, one) for place, one in enumerate(text or ())}
    if texts is not None:
        chosen |= read_texts(found, texts)
    if not chosen:
        chosen = {name: {k: n.mode for k, n in one.text.items()} for name, one in found.proposals.items()}
    if not chosen:
        raise InputError(f"{found.name}: the case has no proposals; give a text with --text ISSUE=VALUE,...")
    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    with progress("Playing", total=runs * len(chosen)) as advance:
        trials = [try_text(found, name, one, runs=runs, seed=seed, advance=advance) for name, one in chosen.items()]
    if as_json:
        print_json({"case": found.name, "as_of": found.as_of.isoformat(), "texts": [asdict(one) for one in trials]})
        return
    for trial in trials:
        _print(found, trial)
    out.print(
        f"Of {runs:,} explored futures a text, each on the table at every round; shares are not calibrated.",
        style="dim",
    )


def _print(case: Case, trial: Trial) -> None:
    from rich.table import Table

    from detente.views.wording import with_span

    name = case.proposals[trial.name].name if trial.name in case.proposals else trial.name
    terms = ", ".join(
        f"{issue} {value:.2f}{'' if issue in trial.named else '*'}" for issue, value in trial.text.items()
    )
    out.print(f"[bold]{name or trial.name}[/bold]", highlight=False)
    out.print(f"{terms}   (* left to a compromise)", style="dim", soft_wrap=True)
    low, share, high = trial.signed
    out.print(f"Signed in {with_span(share, low, high)} of 100 explored futures.", soft_wrap=True)
    if trial.kept is not None:
        low, share, high = trial.kept
        out.print(f"Of 100 signed, still kept a year on: {with_span(share, low, high)}.", soft_wrap=True)
        low, share, high = trial.both
        out.print(f"Signed and kept: in {with_span(share, low, high)} of 100 explored futures.", soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("party", "gets", "over fighting on", "over what it can sell", "beats its floor in"):
        table.add_column(heading, justify="left" if heading == "party" else "right")
    for one in trial.margins:
        table.add_row(
            case.actors[one.party].name,
            f"{one.utility:.2f}",
            "{1:+.2f} ({0:+.2f} to {2:+.2f})".format(*one.over_war),
            "{1:+.2f} ({0:+.2f} to {2:+.2f})".format(*one.over_ratifiable),
            f"{round(100 * one.would_sign)} of 100",
        )
    out.print(table)
    for what, share in trial.first_break[:3]:
        term = next((one for one in case.terms if one.id == what), None)
        who = case.actors[what].name + " leaves" if what in case.actors else what
        out.print(f"Breaks first: {term.text if term else who} ({round(100 * share)} of 100 breaks)", soft_wrap=True)
    for one in trial.crosses:
        absent = ", who have no seat at the table" if one["absent"] else ""
        out.print(
            f"[bold]Crosses a red line[/bold] of {case.actors[one['actor']].name}{absent}: {one['issue']} "
            f"(limit {one['limit']:.2f})",
            soft_wrap=True,
        )
    rights = "" if trial.rights is None else f"; rights at the horizon {trial.rights:.2f} of 1"
    out.print(f"Battle deaths to the horizon: {trial.fatalities:,.0f} (median){rights}.\n", soft_wrap=True)
