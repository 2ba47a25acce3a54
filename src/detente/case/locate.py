"""YAML read into plain data that remembers where every node stands.

Built from PyYAML's parse events with a stack of our own, so that no depth of nesting can exhaust the interpreter's
stack, with the scalars of YAML 1.2's core schema (``on``, ``no`` and ``1:30`` are text) and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import yaml

from detente.case.problems import Path, Problem, Problems, dotted, show

__all__ = ["DAY", "Located", "Node", "as_day", "compose_yaml", "parse_yaml", "read_yaml"]

MOST_NODES = 200_000
DEEPEST = 40

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
"""How a date is written, whether there is such a day or not."""
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WANTED = "keys with values (title: ..., actors: ...)"
_Mark = tuple[int, int]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A value, where it starts (line and column from 1), its children, and where each child's key starts."""

    value: Any
    mark: _Mark
    children: dict[Any, Node] = field(default_factory=dict)
    keys: dict[Any, _Mark] = field(default_factory=dict)
    size: int = 1


@dataclass(frozen=True)
class Located:
    """A file's data, and the place of every node in it."""

    file: str
    root: Node

    @property
    def data(self) -> Any:
        """The plain data."""
        return self.root.value

    def place(self, path: Path, *, key: bool = False) -> _Mark:
        """Line and column of a node (or of its key); of its nearest ancestor where the file has no such node."""
        node, mark = self.root, self.root.mark
        for part in path:
            child = node.children.get(part)
            if child is None:
                named = next((one for one in node.children if str(one) == str(part)), None)
                if named is None:
                    continue
                part, child = named, node.children[named]
            mark = node.keys[part] if key else child.mark
            node = child
        return mark

    def problem(self, path: Path, message: str, *, key: bool = False) -> Problem:
        """Describe a problem at a node."""
        return Problem(self.file, *self.place(path, key=key), dotted(self._spelled(path)), message)

    def _spelled(self, path: Path) -> Path:
        """The path with keys of mappings as text, so that numbers are left to places in lists."""
        spelled: list[Any] = []
        node: Node | None = self.root
        for part in path:
            in_list = node is not None and isinstance(node.value, list)
            spelled.append(part if in_list else str(part))
            node = node.children.get(part) if node else None
        return tuple(spelled)


def read_yaml(path: FilePath, name: str, problems: Problems) -> Located | None:
    """Read a YAML file; None, with the reasons added to ``problems``, where it cannot be read at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(Problem(name, 1, 1, "", "no such file; every case has one"))
        return None
    except UnicodeDecodeError as error:
        problems.add(Problem(name, 1, 1, "", f"byte {error.start + 1}: not UTF-8; save the file as UTF-8"))
        return None
    return parse_yaml(text, name, problems)


def parse_yaml(text: str, name: str, problems: Problems, wanted: str = _WANTED) -> Located | None:
    """Read YAML from text; see ``read_yaml``. ``wanted`` says what stands at the top of such a file.

    Examples
    --------
    >>> found = Problems()
    >>> located = parse_yaml("a: {on: 1, on: 2}", "case.yaml", found)
    >>> print(*found.found)
    case.yaml:1:12: a.on: the key "on" is there twice, first in line 1; keep one of the two
    """
    builder = _Builder(name, problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        advice = _advice(error, text.split("\n")[line - 1 : line])
        problems.add(Problem(name, line, column, "", f"not YAML: {error.problem or error.context}; {advice}"))
        return None
    except yaml.reader.ReaderError as error:
        line, column = _line_column(text, error.position)
        problems.add(Problem(name, line, column, "", "a character that YAML does not allow; delete it"))
        return None
    except _Stop as stop:
        problems.add(stop.problem)
        return None
    if not isinstance(builder.root, Node) or not isinstance(builder.root.value, dict):
        problems.add(Problem(name, 1, 1, "", f"expected {wanted} at the top"))
        return None
    return Located(name, builder.root)


@lru_cache(maxsize=4)
def compose_yaml(text: str) -> yaml.Node | None:
    """Return the nodes of YAML that was read before, with their places, for a change in one of them; not to be changed.

    Kept, since many places of one file are asked for in turn.

    Examples
    --------
    >>> compose_yaml("a: [1, 2]").value[0][1].end_mark.index
    9
    """
    # The faster parser leaves a byte order mark out where it counts characters.
    return yaml.compose(text, Loader=yaml.SafeLoader if text.startswith("\ufeff") else _Loader)


def _advice(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    said = f"{error.problem} {error.context}"
    if "cannot start any token" in said and any(line.lstrip(" ").startswith("\t") for line in lines):
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in said:
        return 'put text that holds ": " in quotation marks'
    if "flow" in said:
        return "a bracket or brace is not closed, or a comma is missing"
    return "check the indentation, brackets and quotation marks just before this place"


def _line_column(text: str, position: Any) -> _Mark:
    before = text[: position if isinstance(position, int) else 0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _Stop(Exception):
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    node: Node
    anchor: str | None
    key: Any = None
    key_mark: _Mark | None = None


class _Builder:
    """Turns parse events into nodes."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name = name
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.documents = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        match event:
            case yaml.ScalarEvent():
                self.put(Node(self.scalar(event, mark), mark), event.anchor)
            case yaml.SequenceStartEvent():
                self.open(Node([], mark), event.anchor)
            case yaml.MappingStartEvent():
                self.open(Node({}, mark), event.anchor)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = self.stack.pop()
                self.put(done.node, done.anchor)
            case yaml.AliasEvent():
                if event.anchor not in self.anchors:
                    raise self.stop(mark, f"*{event.anchor} repeats nothing; an anchor &{event.anchor} comes first")
                known = self.anchors[event.anchor]
                self.put(Node(known.value, mark, known.children, known.keys, known.size), None)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise self.stop(mark, "a second document starts here (---); a case is one document")

    def stop(self, mark: _Mark, message: str) -> _Stop:
        """Make the exception that ends the reading."""
        return _Stop(Problem(self.name, *mark, dotted(self.path()), message))

    def path(self) -> Path:
        """Where the builder stands."""
        parts: list[Any] = []
        for one in self.stack:
            if isinstance(one.node.value, list):
                parts.append(len(one.node.value))
            elif one.key_mark is not None:
                parts.append(one.key)
        return tuple(parts)

    def open(self, node: Node, anchor: str | None) -> None:
        """Start a list or a mapping."""
        if len(self.stack) >= DEEPEST:
            raise self.stop(node.mark, f"nested deeper than {DEEPEST} levels; a case needs about ten")
        self.stack.append(_Open(node, anchor))

    def put(self, node: Node, anchor: str | None) -> None:
        """Put a finished node into the collection that holds it."""
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1]
        if isinstance(holder.node.value, list):
            index = len(holder.node.value)
            holder.node.value.append(node.value)
            holder.node.children[index], holder.node.keys[index] = node, node.mark
        elif holder.key_mark is None:
            self.start_key(holder, node)
            return
        else:
            self.add_pair(holder, node)
        holder.node.size += node.size
        if holder.node.size > MOST_NODES:
            raise self.stop(node.mark, f"aliases (*name) repeat more than {MOST_NODES:,} values; write fewer")

    def start_key(self, holder: _Open, node: Node) -> None:
        """Take a node as the key of the next pair."""
        key = node.value
        if isinstance(key, list | dict):
            raise self.stop(node.mark, "a list or a mapping cannot be a key; use a name")
        if key == "<<":
            raise self.stop(node.mark, "merge keys (<<) are not read; write the keys out")
        holder.key, holder.key_mark = key.isoformat() if isinstance(key, date) else key, node.mark

    def add_pair(self, holder: _Open, node: Node) -> None:
        """Add a pair to the mapping; a key that is there already is a mistake."""
        path, key, mark = self.path(), holder.key, holder.key_mark
        assert mark is not None
        if key in holder.node.keys:
            first = holder.node.keys[key][0]
            message = f"the key {show(key)} is there twice, first in line {first}; keep one of the two"
            self.problems.add(Problem(self.name, *mark, dotted(path), message))
        else:
            holder.node.value[key] = node.value
            holder.node.children[key], holder.node.keys[key] = node, mark
        holder.key, holder.key_mark = None, None

    def scalar(self, event: Any, mark: _Mark) -> Any:
        """Read a scalar as null, true, false, a number, a date or text."""
        text = event.value
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise self.stop(mark, f"tags ({event.tag}) are not read; write plain values")
        if event.style or event.tag:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text) and len(text) < 19:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        if DAY.fullmatch(text):
            return as_day(text)
        return text


def as_day(text: str) -> date | str:
    """Read a date; one that no calendar has stays text, and is reported where a date is wanted.

    Examples
    --------
    >>> as_day("2031-03-08"), as_day("2031-02-30")
    (datetime.date(2031, 3, 8), '2031-02-30')
    """
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        return text
