"""``detente run``: play a case into a result, a report and a summary."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, CaseName, Include, OpenIt, Seed, folder_option, futures
from detente.views.terminal import err, print_json, progress

if TYPE_CHECKING:
    from detente.case.schema import Case

__all__ = ["run"]


def run(
    case: CaseName,
    runs: Annotated[int, futures("Futures for each scenario.")] = 10_000,
    seed: Seed = 1,
    as_of: AsOf = None,
    horizon: Annotated[
        str | None, typer.Option("--horizon", metavar="DATE", help="Look ahead to this date; the case's by default.")
    ] = None,
    lever: Annotated[
        list[str] | None,
        typer.Option(
            "--lever", metavar="L", help="Play this lever by itself, a+b together; all of the case's if none."
        ),
    ] = None,
    out_dir: Annotated[Path | None, folder_option("Where the result goes; results/NAME by default.")] = None,
    redact: Annotated[bool, typer.Option("--redact", help="Leave all quotations out of the report.")] = False,
    include: Include = "open",
    regions: Annotated[
        bool, typer.Option("--regions", help="Say who holds which region also where the case is not over.")
    ] = False,
    open_it: OpenIt = False,
    as_json: AsJson = False,
) -> None:
    """Play the ensemble of a case for the baseline and its levers, on the same luck; write a result and its report.

    Example: detente run afghanistan-2021 --runs 2000 --as-of 2021-08-12 --lever air_support_returns --open
    """
    from detente.analysis.simulate import simulate
    from detente.case.load import read_case
    from detente.result import check_place
    from detente.views.report import write_report
    from detente.views.sharing import is_over
    from detente.views.summary import document, print_summary
    from detente.views.wording import plural

    found = _ahead(read_case(case, as_of), horizon)
    levers = _known(found, lever) if lever else tuple(found.levers)
    folder = out_dir or Path("results") / found.name
    check_place(folder)
    scenarios = 1 + len(levers)
    _tell(f"Playing {plural(runs, 'future')} of {found.title} in {scenarios} scenario{'s' * (scenarios > 1)}.")
    with progress("Playing", total=runs * scenarios) as advance:
        result = simulate(found, runs=runs, seed=seed, levers=levers, out=folder, progress=advance, tell=_tell)
    _tell("Writing the report.")
    report = write_report(
        result, found, folder / "report.html", redact=redact, include=include, regions=regions or None
    )
    if regions and not is_over(found):
        _tell("The report says which regions might fall in a war that is not over: think of who may read it.")
    if as_json:
        print_json(document(result, found, folder, report))
    else:
        print_summary(result, found, report)
    if open_it:
        webbrowser.open(report.resolve().as_uri())


def _tell(line: str) -> None:
    """Say on standard error what is going on."""
    err.print(line, soft_wrap=True)


def _known(case: Case, levers: list[str]) -> tuple[str, ...]:
    """Return the levers asked for; a wrong name is better said before the futures are played.

    Raises
    ------
    InputError
        With all wrong names at once.
    """
    from detente.engine.sheet import find_levers

    problems: list[str] = []
    for name in levers:
        parts = name.split("+")
        problems += [f"--lever {name}: {one} is in it twice; name it once" for one in parts if parts.count(one) > 1][:1]
        try:
            find_levers(case, [name])
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return tuple(dict.fromkeys(levers))


def _ahead(case: Case, horizon: str | None) -> Case:
    """Return the case looking ahead to another date.

    Raises
    ------
    InputError
        Where it is no date, not after the information date, or further ahead than a case may look.
    """
    from datetime import date

    from detente.case.sense import LONGEST

    if horizon is None:
        return case
    try:
        day = date.fromisoformat(horizon)
    except ValueError:
        raise InputError(f"--horizon: expected a date like 2031-12-31, got {horizon!r}") from None
    if day <= case.as_of:
        raise InputError(f"--horizon: {day} is not after {case.as_of}, the information date; give a later one")
    if day.year - case.as_of.year > LONGEST:
        raise InputError(f"--horizon: {day} is more than {LONGEST} years ahead; choose an earlier date")
    changes: dict[str, Any] = {"horizon": day}
    return case.model_copy(update=changes)
