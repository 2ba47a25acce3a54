"""The files beside case.yaml: ledger, regions, neighbours, history, polygons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from detente.case.geometry import read_geometry, shared_borders
from detente.case.locate import Located
from detente.case.problems import Path, Problem, Problems, meant, show
from detente.case.schema import HistoryRow, Region
from detente.case.tables import Row, read_history, read_neighbours, read_regions
from detente.errors import InputError
from detente.evidence.ledger import Ledger, read_ledger

__all__ = ["Files", "read_files", "wrong_name"]


@dataclass(frozen=True)
class Files:
    """What a case's other files hold; the rows of regions and history are kept for checks that come later."""

    folder: FilePath
    shown: str
    regions: dict[str, Region]
    region_rows: dict[str, Row]
    ledger: Ledger
    ledger_is_right: bool
    history: tuple[HistoryRow, ...]
    history_rows: list[Row]
    geometry: dict[str, Any] | None


def wrong_name(folder: FilePath, name: str) -> str | None:
    """Say what is wrong with the name of a file that a case names; None where it is a file of the folder."""
    outside = f"{show(name)} leads out of the case's folder; put the file into the folder and give its name alone"
    if FilePath(name).is_absolute() or "\\" in name or ":" in name or ".." in FilePath(name).parts:
        return outside
    try:
        path = folder / name
        if path.is_file():
            return None if path.resolve().is_relative_to(folder.resolve()) else outside
    except (OSError, ValueError):
        return f"{show(name)[:40]} is no name of a file"
    there = sorted(one.name for one in folder.iterdir() if one.is_file() and one.name != "case.yaml")
    advice = meant(name, there)
    return f"there is no file {show(name)} in the case's folder" + (f"; {advice}" if advice else "")


def read_files(folder: FilePath, shown: str, located: Located, problems: Problems) -> Files:
    """Read all of them, wherever case.yaml says they are; what is wrong is added to ``problems``."""
    regions, rows, before = {}, {}, len(problems.found)
    if path := _named(folder, located, ("theatre", "regions"), "regions.csv", problems):
        regions, rows = read_regions(path, shown + path.name, problems)
    all_known = len(problems.found) == before
    history, history_rows = (), []
    if _is_file(folder, "history.csv", shown, problems):
        history, history_rows = read_history(folder / "history.csv", f"{shown}history.csv", problems)
    geometry = None
    if path := _named(folder, located, ("theatre", "map"), None, problems):
        geometry = read_geometry(path, shown + path.name, regions, problems, all_known=all_known)
    ledger, right = Ledger(), True
    if _is_file(folder, "ledger.jsonl", shown, problems):
        try:
            ledger = read_ledger(folder / "ledger.jsonl")
        except InputError as error:
            right, full, file = False, f"{folder / 'ledger.jsonl'}", f"{shown}ledger.jsonl"
            problems.extend(file, (file + _placed(message.removeprefix(full)) for message in error.problems))
    regions = _with_neighbours(folder, shown, located, regions, rows, geometry, problems)
    return Files(folder, shown, regions, rows, ledger, right, history, history_rows, geometry)


def _is_file(folder: FilePath, name: str, shown: str, problems: Problems) -> bool:
    """Whether a file of this name is there; a folder or a pipe, or a link to nothing, in its place is reported."""
    path = folder / name
    if (path.exists() or path.is_symlink()) and not path.is_file():
        problems.add(Problem(f"{shown}{name}", 1, 1, "", "this is no file; put one in its place, or take it away"))
    return path.is_file()


def _placed(message: str) -> str:
    """A message about the whole file stands at its start."""
    return message if re.match(r":\d+:\d+:", message) else f":1:1{message}"


def _named(folder: FilePath, located: Located, path: Path, default: str | None, problems: Problems) -> FilePath | None:
    """The file that case.yaml names at ``path``; None, and reported, where the name will not do."""
    here: Any = located.data
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    if here is None and default is None:
        return None
    if here is not None and not isinstance(here, str):
        return None  # the schema reports it
    name = here or default or ""
    if wrong := wrong_name(folder, name):
        problems.add(located.problem(path, wrong))
        return None
    return folder / name


def _with_neighbours(folder: FilePath, shown: str, located: Located, regions: dict[str, Region], rows: dict[str, Row],
                     geometry: dict[str, Any] | None, problems: Problems) -> dict[str, Region]:  # fmt: skip
    """Give each region its neighbours: from the named file, neighbours.csv, the column of regions.csv, or borders."""
    default = "neighbours.csv" if (folder / "neighbours.csv").is_file() else None
    if any(region.neighbours for region in regions.values()):
        _check_column(regions, rows)
        if default is not None:
            problems.add(
                Problem(f"{shown}neighbours.csv", 1, 1, "", "regions.csv lists neighbours too; keep one of the two")
            )
        return regions
    if path := _named(folder, located, ("theatre", "neighbours"), default, problems):
        pairs = read_neighbours(path, shown + path.name, list(regions), problems)
    elif geometry is not None and len(geometry["features"]) == len(regions):
        pairs = shared_borders(geometry)
    else:
        return regions
    return {
        key: region.model_copy(update={"neighbours": tuple(other for other in regions if (key, other) in pairs)})
        for key, region in regions.items()
    }


def _check_column(regions: dict[str, Region], rows: dict[str, Row]) -> None:
    for key, region in regions.items():
        for other in region.neighbours:
            if other not in regions:
                rows[key].wrong("neighbours", f"{show(other)} is not a region; {meant(other, regions)}")
            elif other == key:
                rows[key].wrong("neighbours", f"{show(key)} cannot be its own neighbour; delete it")
            elif key not in regions[other].neighbours:
                rows[key].wrong("neighbours", f"{key} lists {other}, {other} does not list {key}; add it there")
