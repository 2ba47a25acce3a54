"""``detente forecast``: where a group ends up, by every model of collective choice, on a table of actors or a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson, AsOf, Seed, folder_option, futures
from detente.views.terminal import err, out, print_json, progress, say

if TYPE_CHECKING:
    from detente.analysis.actors_table import ActorsTable
    from detente.views.forecast_document import Answer, Answers

__all__ = ["forecast"]


def forecast(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="ACTORS", help="CSV or .xlsx (a row per actor, or per actor and issue), or a case: folder or name."
        ),
    ] = None,
    issues: Annotated[
        list[str] | None, typer.Option("--issue", metavar="ISSUE", help="Of a case; repeat it. Default: all issues.")
    ] = None,
    as_of: AsOf = None,
    model: Annotated[
        str, typer.Option("--model", "-m", help="compromise, median, smp, expected-utility, exchange or all.")
    ] = "all",
    settings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON with names and values of the model's settings.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="One setting; repeat it. Wins over FILE.")
    ] = None,
    scale: Annotated[
        tuple[float, float] | None, typer.Option(metavar="LOW HIGH", help="Ends of all positions' scale.")
    ] = None,
    runs: Annotated[int, futures("Draws where the table gives ranges, or the model draws.", 2)] = 1000,
    seed: Seed = 0,
    sensitivity: Annotated[
        bool | None, typer.Option(help="Move one number at a time. Default: if a single model is asked for.")
    ] = None,
    out_folder: Annotated[Path | None, folder_option("Write a page, JSON and CSV there.")] = None,
    as_list: Annotated[bool, typer.Option("--list", help="List the models and what can be set, and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forecast where a group of actors ends up on one or more issues, beside the weighted mean as the null model.

    A wide table has columns actor, capability, and pos:ISSUE and sal:ISSUE for each issue; a long one actor, issue,
    position, salience, power. A number is uncertain where columns pos:ISSUE:low and pos:ISSUE:high (position_low and
    position_high in a long table; likewise for salience and capability) give its range.

    A case can stand in the table's place: everybody with a position on the issues takes part, and the case's ranges are
    the table's. --issue and --as-of are for a case.

    Example: detente forecast actors.csv --model smp --set VotingRule=PropCbc --out results/actors

    Example: detente forecast afghanistan-2021 --issue executive --issue rights
    """
    if as_list:
        _list(as_json)
        return
    if file is None:
        raise typer.BadParameter("expected a table or a case: detente forecast ACTORS.csv (or --list)")
    from detente.views.forecast_document import document
    from detente.views.forecast_page import write_forecast

    given = _settings(settings, changes or [])
    table = _read(file, issues or [], as_of, scale)
    found = _play(table, model, given, runs, seed, sensitivity)
    if out_folder is not None:
        for path in write_forecast(found, out_folder):
            err.print(f"wrote {path}", soft_wrap=True)
    if as_json:
        print_json(document(found))
    else:
        from detente.views.forecast_terminal import show_forecast

        show_forecast(found)


def _read(file: Path, issues: list[str], as_of: str | None, scale: tuple[float, float] | None) -> ActorsTable:
    """Read a table, or make one from a case: a folder, its case.yaml, or the name of one that ships."""
    if file.suffix in (".csv", ".xlsx") or (file.is_file() and file.name != "case.yaml"):
        for option, value in (("--issue", issues), ("--as-of", as_of)):
            if value:
                raise typer.BadParameter(f"{option} is for a case; {file} is a table")
        from detente.analysis.actors_table import read_actors

        return read_actors(file, scale)
    if scale is not None:
        raise typer.BadParameter(f"--scale is for a table; the positions of a case like {file} are on 0 to 1")
    from detente.analysis.case_actors import case_actors
    from detente.case.load import read_case

    return case_actors(read_case(str(file), as_of), issues)


def _settings(path: Path | None, changes: list[str]) -> dict[str, Any]:
    """Settings from a JSON file and from KEY=VALUE texts; a dot in KEY reaches into a group."""
    given: dict[str, Any] = {}
    if path is not None:
        try:
            given = json.loads(path.read_text(encoding="utf-8-sig"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"
            raise InputError(f'{path}:{place}: not JSON ({error.args[0]}); expected {{"name": value, ...}}') from None
        if not isinstance(given, dict):
            raise InputError(f'{path}:1:1: expected names and values, {{"name": value, ...}}')
    problems = []
    for text in changes:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            problems.append(f"--set {text}: expected KEY=VALUE")
            continue
        group, _, rest = key.strip().partition(".")
        target = given.setdefault(group, {}) if rest else given
        if not isinstance(target, dict):
            problems.append(f"--set {text}: {group} is one value, not a group")
            continue
        target[rest or group] = _value(value)
    if problems:
        raise InputError(*problems)
    return given


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text.strip()


def _play(
    table: ActorsTable, asked: str, given: dict[str, Any], runs: int, seed: int, sensitivity: bool | None
) -> Answers:
    from detente.analysis.forecast import MODELS, forecast, model_named
    from detente.models.bargaining.collective import compromise
    from detente.views.forecast_document import Answers

    names, left_out = [asked], []
    if asked == "all":
        names = list(MODELS)
        chosen = _share_out(given, names)
    else:
        model_named(asked)
        chosen = {asked: given}
    read = {name: model_named(name).read(chosen[name]) for name in names}
    swing = asked != "all" if sensitivity is None else sensitivity
    answers = []
    for name in names:
        if name in ("smp", "expected-utility", "exchange") and err.is_terminal:
            err.print(f"{MODELS[name].title} (compiled when first used, which takes a while)", style="dim")
        try:
            played = forecast(table, name, read[name], seed=seed)
        except InputError as error:
            if asked != "all":
                raise
            why = "; ".join(problem.removeprefix(f"{table.source}: ") for problem in error.problems)
            left_out.append(f"{name} is left out ({why})")  # the table suits the others
            continue
        answers.append(_answer(table, played, read[name], runs, seed, swing))
    null = compromise(*_numbers(table))
    return Answers(table, asked, tuple(answers), null, tuple(left_out), seed)


def _numbers(table: ActorsTable) -> Any:
    from detente.analysis.forecast import numbers_of

    return numbers_of(table)


def _share_out(given: dict[str, Any], names: list[str]) -> dict[str, dict[str, Any]]:
    """Settings by model, for all at once: each goes to the models that know it, and some model must."""
    from detente.analysis.forecast import MODELS
    from detente.models.bargaining.settings import suggestion

    known = {name: {row["name"].partition(".")[0] for row in MODELS[name].options()} for name in names}
    stray = [key for key in given if not any(key in options for options in known.values())]
    if stray:
        everything = sorted(set().union(*known.values()))
        raise InputError(
            *(f"settings: {key}: no model has this setting; {suggestion(key, everything)}" for key in stray)
        )
    return {name: {key: value for key, value in given.items() if key in known[name]} for name in names}


def _answer(table: ActorsTable, played: Any, settings: Any, runs: int, seed: int, swing: bool) -> Answer:
    from detente.analysis.forecast_spread import numbers_moved as count
    from detente.analysis.forecast_spread import sensitivity, spread
    from detente.views.forecast_document import Answer

    drawn, swings = None, ()
    if table.ranges or played.settings.get("StateTransitions") == "Stochastic":
        with progress(f"{played.model}: {runs} draws", total=runs) as advance:
            drawn = spread(table, played.model, settings, runs=runs, seed=seed, advance=advance)
    if swing:
        with progress(f"{played.model}: one number at a time", total=2 * count(table)) as advance:
            swings = tuple(sensitivity(table, played, seed=seed, advance=advance))
    return Answer(played, drawn, swings)


def _list(as_json: bool) -> None:
    """Print the models and their settings."""
    from detente.analysis.forecast import MODELS

    rows = [
        {"model": one.name, "title": one.title, "source": one.source, "settings": one.options()}
        for one in MODELS.values()
    ]
    if as_json:
        print_json({"models": rows})
        return
    from rich.table import Table

    for row in rows:
        say(f"  {row['title']} ({row['source']})", lead=row["model"])
        if row["settings"]:
            table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
            for name in ("  setting", "default", "values", "meaning"):
                table.add_column(name, no_wrap=name == "  setting")
            for option in row["settings"]:
                cells = (f"  {option['name']}", str(option["default"]), option["values"], option["meaning"])
                table.add_row(*cells)
            out.print(table)
        out.print()
