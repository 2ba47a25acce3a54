"""Reads a case from its folder: the data, or every problem with the place where it stands."""

from __future__ import annotations

import os
from datetime import date
from importlib import resources
from pathlib import Path

from detente.case.checks import check
from detente.case.cut import cut
from detente.case.files import read_files
from detente.case.locate import read_yaml
from detente.case.problems import Problems, meant, show
from detente.case.schema import Case, CaseFile
from detente.case.settle import settle
from detente.case.validate import validate
from detente.errors import InputError

__all__ = ["find_case", "read_case", "read_whole", "shipped_cases"]


def read_case(where: str | Path, as_of: date | str | None = None) -> Case:
    """Read a case as it was known on a date.

    Parameters
    ----------
    where
        A case's folder, its case.yaml, or the name of a case that ships with Detente.
    as_of
        The cut: nothing that became known later is in the case. By default the date from which the case is coded;
        earlier dates are refused.

    Raises
    ------
    InputError
        With all problems at once, each as ``file:line:column: path: what is wrong; what would be right``.
    """
    case = read_whole(where)
    return cut(case, case.as_of if as_of is None else _as_date(as_of))


def _as_date(value: date | str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"as_of: expected a date like 2031-03-08, got {show(value)}") from None


def read_whole(where: str | Path) -> Case:
    """Read a case uncut: with all that ever became known, as checks and scores need it.

    Raises
    ------
    InputError
        As in ``read_case``.
    """
    folder, shown = find_case(where)
    problems = Problems()
    located = read_yaml(folder / "case.yaml", f"{shown}case.yaml", problems)
    if located is None:
        problems.raise_all()
    assert located is not None
    checked = validate(located, problems)
    files = read_files(folder, shown, located, problems)
    if checked is not None:
        check(checked, files, problems)
    problems.raise_all()
    assert checked is not None
    file = checked.case
    whole = Case.model_construct(
        {*file.model_fields_set, "name", "folder", "regions", "ledger", "history", "geometry"},
        **{name: getattr(file, name) for name in CaseFile.model_fields},
        name=Path(os.path.abspath(folder)).name,  # the folder's own where it is given as . or ..
        folder=folder,
        regions=files.regions,
        ledger=files.ledger,
        history=files.history,
        geometry=files.geometry,
    )
    return settle(whole)


def find_case(where: str | Path) -> tuple[Path, str]:
    """Return a case's folder, and how messages begin the names of its files.

    Raises
    ------
    InputError
        If there is no such folder and no such shipped case.
    """
    path = Path(where)
    if path.name == "case.yaml" and path.is_file():
        path = path.parent
    if path.is_dir():
        return path, "" if path == Path() else f"{path}/"
    shipped = shipped_cases()
    if str(where) in shipped:
        return shipped[str(where)], f"{where}/"
    advice = meant(where, shipped)
    raise InputError(
        f"{where}: no such folder, and no case of this name ships with Detente" + (f"; {advice}" if advice else "")
    )


def shipped_cases() -> dict[str, Path]:
    """The cases that ship with Detente: folders by name."""
    root = Path(str(resources.files("detente"))) / "cases"
    if not root.is_dir():
        return {}
    return {folder.name: folder for folder in sorted(root.iterdir()) if (folder / "case.yaml").is_file()}
