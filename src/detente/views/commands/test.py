"""``detente test``: a text on the table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, CaseName, Seed, futures
from detente.views.terminal import err, out, print_json, progress, say

if TYPE_CHECKING:
    from rich.table import Table

    from detente.analysis.trial import Trial
    from detente.case.schema import Case

__all__ = ["test"]

_ROOM = 78
"""Columns from which a margin and its range fit on one line."""
_FEW = 20
"""Signed or broken deals below which they are counted, since a share of so few says nothing."""


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
    say(
        f"Of {runs:,} explored futures a text, each on the table at every round; shares are not calibrated.",
        style="dim",
    )


def _print(case: Case, trial: Trial) -> None:
    from detente.views.wording import hundred, mean_deaths, number

    name = case.proposals[trial.name].name if trial.name in case.proposals else trial.name
    left = set(trial.text) - set(trial.named)
    terms = (f"{issue} {number(value)}{'*' if issue in left else ''}" for issue, value in trial.text.items())
    say(lead=name or trial.name)
    say(f"{', '.join(terms)}{'   (* left to a compromise)' if left else ''}", style="dim")
    for line in _signed_and_kept(trial):
        say(line)
    out.print(_margins(case, trial))
    for what, share in trial.first_break[:3]:
        term = next((one for one in case.terms if one.id == what), None)
        who = case.actors[what].name + " goes back to war" if what in case.actors else what
        of = f"{hundred(share)} of 100" if trial.broken >= _FEW else f"{round(share * trial.broken)} of {trial.broken}"
        say(f"Breaks first: {term.text if term else who} ({of} breaks)")
    for one in trial.crosses:
        absent = ", who have no seat at the table" if one["absent"] else ""
        owner = case.actors[one["actor"]].name
        say(f" of {owner}{absent}: {one['issue']} (limit {number(one['limit'])})", lead="Crosses a red line")
    rights = "" if trial.rights is None else f"; rights at the horizon {number(trial.rights)}, 0 to 1"
    say(f"Battle deaths to the horizon: {mean_deaths(trial.fatalities)} (mean){rights}.\n")


def _signed_and_kept(trial: Trial) -> list[str]:
    """Say in how many futures the text is signed and still kept; of a few, how many exactly and no range."""
    from detente.views.wording import with_span

    low, share, high = trial.signed
    signed = round(share * trial.runs)
    if trial.kept is None:
        return [f"Signed in none of {trial.runs:,} explored futures."]
    if signed < _FEW:
        kept = round(trial.kept[1] * signed)
        return [
            f"Signed in {signed} of {trial.runs:,} explored futures.",
            f"Still kept a year on: {kept} of {signed}, too few to say more.",
        ]
    lines = [f"Signed in {with_span(share, low, high)} of 100 explored futures."]
    low, share, high = trial.kept
    lines.append(f"Of 100 signed, still kept a year on: {with_span(share, low, high)}.")
    low, share, high = trial.both
    return [*lines, f"Signed and kept: in {with_span(share, low, high)} of 100 explored futures."]


def _margins(case: Case, trial: Trial) -> Table:
    """Return by how much the text stands above each party's floors."""
    from rich.table import Table

    from detente.views.wording import hundred, number

    def over(spread: tuple[float, float, float]) -> str:
        low, middle, high = (number(round(end, 2)) for end in spread)
        return f"{'+' if spread[1] > 0 else ''}{middle} ({low} to {high})"

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("party")
    table.add_column("gets", justify="right", no_wrap=True)
    for heading in ("over fighting on", "over its home floor"):
        table.add_column(heading, justify="right", no_wrap=out.width >= _ROOM)
    table.add_column("would sign, of 100", justify="right")
    for one in trial.margins:
        party = case.actors[one.party].name
        sold = hundred(one.would_sign)
        table.add_row(party, number(one.utility), over(one.over_war), over(one.over_ratifiable), sold)
    return table
