"""Numbers changed in case.yaml where they stand: comments, order and layout of the file stay as they are."""

from __future__ import annotations

from typing import Any

import yaml

from detente.case.numbers import Number
from detente.errors import InputError

__all__ = ["set_number", "written"]

_ENDS = ("low", "mode", "high")
_BY_HAND = "set by hand in the workbench"


def written(value: float) -> str:
    """Write a number as cases do.

    Examples
    --------
    >>> written(0.25), written(-0.5), written(3.0), written(1200.0), written(0.0000125)
    ('.25', '-.5', '3', '1200', '1.25e-05')
    """
    text = f"{value:.10g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def set_number(text: str, name: str, value: float, number: Number) -> str:
    """Return case.yaml with a number's most likely value changed; its range grows where the value lies outside.

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
    >>> print(set_number(text, "numbers.tau", 0.5, Number(low=.1, mode=.2, high=.4)), end="")
    numbers:
      tau: [.1, .5, .5]   # months
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
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
    """Return the node below a node: a key's value, or the entry of a list that has some values."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
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
        return _spliced(text, [(node, written(value))])
    else:
        nodes = []
    if not nodes or not all(isinstance(one, yaml.ScalarNode) for one in nodes):
        raise InputError(
            f"case.yaml:{node.start_mark.line + 1}: {name}: not a number as it is written; change it there"
        )
    ends = (min(number.low, value), value, max(number.high, value))
    was = (number.low, number.mode, number.high)
    return _spliced(text, [(one, written(new)) for one, new, old in zip(nodes, ends, was, strict=True) if new != old])


def _spliced(text: str, parts: list[tuple[Any, str]]) -> str:
    for node, new in sorted(parts, key=lambda part: -part[0].start_mark.index):
        text = text[: node.start_mark.index] + new + text[node.end_mark.index :]
    return text


def _insert(text: str, node: yaml.MappingNode, keys: tuple[str, ...], value: float, number: Number) -> str:
    """Return the text with a number added to a mapping, in the mapping's own style."""
    low, high = min(number.low, value), max(number.high, value)
    said = f"{{value: [{written(low)}, {written(value)}, {written(high)}], assumed: {_BY_HAND}}}"
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
