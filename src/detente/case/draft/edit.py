"""One number of case.yaml changed in its place: the rest of the file, comments included, stays as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from detente.case.draft.yaml_words import number, why
from detente.case.load import find_case, read_whole
from detente.case.problems import Path as Place
from detente.case.problems import dotted
from detente.errors import InputError
from detente.files import write_whole

__all__ = ["place_of", "set_number", "with_number"]

_VALUES = ("value", "challenger")


def place_of(text: str, path: Place) -> yaml.Node | None:
    """Return the node of a file that stands at a path; None where there is none.

    Examples
    --------
    >>> place_of("actors: {us: {cost: [.1, .2, .3]}}", ("actors", "us", "cost")).start_mark.column
    20
    """
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next((held for key, held in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            return None
    return node


def with_number(
    text: str, path: Place, values: Sequence[float], *, because: Sequence[str] = (), assumed: str = ""
) -> str:
    """Return case.yaml with another number at a path, and what it rests on beside it.

    Parameters
    ----------
    text
        The file.
    path
        Where the number stands, as in ``("positions", 3, "ideal")``.
    values
        Least thinkable, most likely, most thinkable.
    because, assumed
        What it rests on now.

    Raises
    ------
    InputError
        If there is no number at the path.

    Examples
    --------
    >>> text = "theatre:\\n  forces: {us: [1, 2, 3]}  # hands off\\n"
    >>> print(with_number(text, ("theatre", "forces", "us"), (2, 2.5, 3), assumed="my answer"), end="")
    theatre:
      forces: {us: {value: [2, 2.5, 3], assumed: my answer}}  # hands off
    """
    node = place_of(text, path)
    if node is None:
        raise InputError(f"case.yaml: {dotted(path)}: no such number; `detente check` lists those of the case")
    written = number(values[0]) if values[0] == values[-1] else number(values)
    block = f"{{value: {written}, {why(because, assumed)}}}"
    start, end = node.start_mark.index, node.end_mark.index
    old = text[start:end]
    gap = len(old) - len(old.rstrip())
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        raise InputError(f"case.yaml: {dotted(path)}: written over several lines; change it there by hand")
    return text[:start] + block + old[len(old) - gap :] + text[end:]


def set_number(
    case: str | Path, path: Place, values: Sequence[float], *, because: Sequence[str] = (), assumed: str = ""
) -> str:
    """Change one number in a case's folder: checked beside it first, then put in place by rename.

    Returns
    -------
    before
        The file as it was, for undo.

    Raises
    ------
    InputError
        If there is no such number, or the case would no longer pass its checks; the file is then as it was.
    """
    folder, _ = find_case(case)
    before = (folder / "case.yaml").read_text(encoding="utf-8")
    text = with_number(before, path, values, because=because, assumed=assumed)
    with tempfile.TemporaryDirectory() as beside:
        copy = Path(beside) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "results", "out"))
        (copy / "case.yaml").write_text(text, encoding="utf-8")
        try:
            read_whole(copy)
        except InputError as error:
            raise InputError(*(one.replace(f"{copy}/", "") for one in error.problems)) from None
    write_whole(folder / "case.yaml", text)
    return before
