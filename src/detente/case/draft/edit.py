"""Numbers of case.yaml changed in their places: the rest of the file, comments and layout included, stays as it was.

Two kinds of change: `with_number` puts an answer in a number's place, with what it rests on; `with_mode` moves a
number's best fit and leaves its reasons alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from detente.case.draft.yaml_words import number as written
from detente.case.draft.yaml_words import why
from detente.case.load import find_case, read_whole
from detente.case.locate import compose_yaml
from detente.case.numbers import Number
from detente.case.problems import Path as Place
from detente.case.problems import dotted
from detente.errors import InputError
from detente.files import write_whole

__all__ = ["place_of", "set_number", "with_mode", "with_number"]

_ENDS = ("low", "mode", "high")
_DIGITS = 10
_BY_HAND = "set by hand in the workbench"


def place_of(text: str, path: Place) -> yaml.Node | None:
    """Return the node of a file that stands at a path; None where there is none.

    Examples
    --------
    >>> place_of("actors: {us: {cost: [.1, .2, .3]}}", ("actors", "us", "cost")).start_mark.column
    20
    """
    node, missing = _walk(compose_yaml(text), path)
    return None if missing else node


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
        Least thinkable, best fit, most thinkable.
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
    value = written(values[0] if values[0] == values[-1] else values)
    block = f"{{value: {value}, {why(because, assumed)}}}"
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


def with_mode(text: str, name: str, value: float, number: Number) -> str:
    """Return case.yaml with a number's best fit changed; its range grows where the value lies outside.

    A number that the file leaves at its default is written where the file would have it.

    Parameters
    ----------
    text
        The file.
    name
        As in ``Sheet.book``: ``actors.front.psi``.
    value, number
        The new value, and the number as it stands.

    Raises
    ------
    InputError
        For numbers that stand in another file, or that the file does not write one by one.

    Examples
    --------
    >>> text = "numbers:\\n  tau: [.1, .2, .4]   # months\\n"
    >>> print(with_mode(text, "numbers.tau", 0.5, Number(low=.1, mode=.2, high=.4)), end="")
    numbers:
      tau: [.1, .5, .5]   # months
    """
    root = compose_yaml(text)
    path = _path(name)
    node, missing = _find(root, path)
    if node is None:
        raise InputError(f"case.yaml: {name}: it is not written one by one there; change it in the file")
    if missing:
        return _insert(text, node, missing, value, number)
    return _replace(text, node, value, number, name)


def _path(name: str) -> tuple[Any, ...]:
    """Return where a number stands in the file; pairs stand for the entry of a list whose fields have these values."""
    match name.split("."):
        case ["numbers", one]:
            return "numbers", one
        case ["theatre", one]:
            return "theatre", one
        case ["forces", who, one]:
            return "theatre", "forces", who, one
        case ["support", who, "level"]:
            return "theatre", "support", who, "level"
        case ["support", who, purpose]:
            return "theatre", "support", who, "purposes", purpose
        case ["actors", who, one]:
            return "actors", who, one
        case ["beliefs", "trust"]:
            return "beliefs", "trust"
        case ["beliefs", who, one]:
            return "beliefs", one, who
        case ["credibility", hearer, speaker]:
            return "beliefs", "credibility", hearer, speaker
        case ["positions", who, issue, "at_most" | "at_least" as one]:
            return "positions", (("actor", who), ("issue", issue)), "red_line", one
        case ["positions", who, issue, one]:
            return "positions", (("actor", who), ("issue", issue)), one
        case ["deals", deal, clause, "misses" | "false_alarms" as one]:
            return "deals", deal, "clauses", (("id", clause),), "verified", one
        case ["deals", deal, clause, one]:
            return "deals", deal, "clauses", (("id", clause),), one
        case ["proposals", proposal, issue]:
            return "proposals", proposal, "text", issue
    raise InputError(f"{name}: this number is part of an event, a signal or a lever; change it in case.yaml")


def _child(node: Any, part: Any) -> Any:
    """Return the node below a node: a key's value, or an entry of a list, by its place or by values that it has."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.SequenceNode) and isinstance(part, tuple):
        wanted = dict(part)
        for entry in node.value:
            if isinstance(entry, yaml.MappingNode):
                held = {key.value: value.value for key, value in entry.value}
                if all(held.get(key) == value for key, value in wanted.items()):
                    return entry
    return None


def _find(root: Any, path: tuple[Any, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return the node at a path, or the nearest mapping above it and the keys that are missing below that."""
    node = root
    if path[0] == "actors":  # an actor's number stands directly, or below "numbers"
        for way in ((*path[:2], path[-1]), (*path[:2], "numbers", path[-1])):
            found, missing = _walk(root, way)
            if found is not None and not missing:
                return found, ()
        path = (*path[:2], "numbers", path[-1])
    node, missing = _walk(root, path)
    if missing and not isinstance(node, yaml.MappingNode):
        return None, ()
    if len(missing) > 2 or any(not isinstance(part, str) for part in missing):
        return None, ()
    return node, missing


def _walk(root: Any, path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    node = root
    for place, part in enumerate(path):
        child = _child(node, part)
        if child is None:
            return node, path[place:]
        node = child
    return node, ()


def _replace(text: str, node: Any, value: float, number: Number, name: str) -> str:
    """Return the text with a number's node changed, and nothing around it."""
    if isinstance(node, yaml.MappingNode):
        inner = _child(node, "value")
        if inner is not None:
            return _replace(text, inner, value, number, name)
        nodes = [_child(node, end) for end in _ENDS]
    elif isinstance(node, yaml.SequenceNode) and len(node.value) == 3:
        nodes = list(node.value)
    elif isinstance(node, yaml.ScalarNode):
        return _spliced(text, [(node, _short(value))])
    else:
        nodes = []
    if not nodes or not all(isinstance(one, yaml.ScalarNode) for one in nodes):
        raise InputError(
            f"case.yaml:{node.start_mark.line + 1}: {name}: not a number as it is written; change it there"
        )
    ends = (min(number.low, value), value, max(number.high, value))
    was = (number.low, number.mode, number.high)
    return _spliced(text, [(one, _short(new)) for one, new, old in zip(nodes, ends, was, strict=True) if new != old])


def _spliced(text: str, parts: list[tuple[Any, str]]) -> str:
    for node, new in sorted(parts, key=lambda part: -part[0].start_mark.index):
        text = text[: node.start_mark.index] + new + text[node.end_mark.index :]
    return text


def _insert(text: str, node: yaml.MappingNode, keys: tuple[str, ...], value: float, number: Number) -> str:
    """Return the text with a number added to a mapping, in the mapping's own style."""
    low, high = min(number.low, value), max(number.high, value)
    said = f"{{value: [{_short(low)}, {_short(value)}, {_short(high)}], assumed: {_BY_HAND}}}"
    for key in reversed(keys[1:]):
        said = f"{{{key}: {said}}}"
    pair = f"{keys[0]}: {said}"
    if node.flow_style:
        at = node.end_mark.index - 1
        head = text[:at].rstrip()
        return head + (", " if node.value else "") + pair + text[at:]
    last = node
    while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    at = text.find("\n", last.end_mark.index - 1)
    at = len(text) if at < 0 else at
    indent = " " * node.start_mark.column
    return f"{text[:at].rstrip()}\n{indent}{pair}{text[at:] or chr(10)}"


def _short(value: float) -> str:
    return written(value, _DIGITS)
