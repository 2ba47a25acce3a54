"""Checks a case's data against the schema, and goes on with what is right, so that all problems are found at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from detente.case.locate import Located
from detente.case.messages import explain
from detente.case.problems import Path, Problem, Problems
from detente.case.schema import CaseFile

__all__ = ["Checked", "validate"]

_ROUNDS = 12
_GONE = object()
_STAND_IN = {"title": "?", "as_of": date.max, "horizon": date.max}
"""What is put in the place of a wrong value without which nothing else could be checked: nothing is after such days."""
_SPELLED = {"level": "to", "value": "challenger", "from_": "from", "for_": "for"}


@dataclass(frozen=True)
class Checked:
    """What is right in a case file, and the way back from its places to those in the file as written.

    ``stood_in`` names the keys at the top whose values were wrong, so that others stand in their place; ``removed`` are
    the places in the file of what was wrong elsewhere.
    """

    case: CaseFile
    located: Located
    data: Any
    stood_in: frozenset[str] = frozenset()
    removed: frozenset[Path] = frozenset()

    def problem(self, path: Path, message: str, *, key: bool = False) -> Problem:
        """Describe a problem at a place of the checked case."""
        return self.located.problem(self.written(path), message, key=key)

    def written(self, path: Path) -> Path:
        """Where in the file a place of the checked case stands."""
        return _written(self.data, path)

    def maimed(self, path: Path) -> bool:
        """Whether something was taken out of the block at a place: what it lacks follows from that."""
        here = self.written(path)
        return any(len(gone) > len(here) and gone[: len(here)] == here for gone in self.removed)


def validate(located: Located, problems: Problems) -> Checked | None:
    """Return what the file holds, without its mistaken parts; None where too little is left to check further.

    Pydantic does not look at a block's own rules while one of its fields is wrong. So what is wrong is reported, taken
    out, and the rest validated again, until all of the rest is right.
    """
    data = _copy(located.data, keep=True)
    removed: set[Path] = set()
    stood_in: set[str] = set()
    for _ in range(_ROUNDS):
        try:
            case = CaseFile.model_validate(_copy(data, keep=False))
            return Checked(case, located, data, frozenset(stood_in), frozenset(removed))
        except ValidationError as error:
            found = error.errors(include_url=False)
        worst: set[Path] = set()
        for one in found:
            path, missing = _written(data, tuple(one["loc"])), one["type"] == "missing"
            if not any(gone[: len(path)] == path for gone in removed):  # else it follows from what was taken out
                message, at_key = explain(one, CaseFile)
                problems.add(located.problem(path, message, key=at_key))
            if len(path) == 1 and path[0] in _STAND_IN:
                data[path[0]] = _STAND_IN[path[0]]
                stood_in.add(str(path[0]))
            else:
                worst.add(path[:-1] if missing else path)
        for path in sorted(worst, key=len, reverse=True):
            if not path:
                return None
            _take_out(data, path)
            removed.add(path)
    return None


def _copy(data: Any, *, keep: bool) -> Any:
    """Copy lists and mappings; drop what was taken out unless ``keep``."""
    if isinstance(data, dict):
        return {key: _copy(value, keep=keep) for key, value in data.items()}
    if isinstance(data, list):
        return [_copy(value, keep=keep) for value in data if keep or value is not _GONE]
    return data


def _written(data: Any, loc: Path) -> Path:
    """Turn the schema's location into the file's: short spellings stand elsewhere or have no name."""
    path: list[Any] = []
    here = data
    for position, part in enumerate(loc):
        if isinstance(here, dict):
            key = _key(here, part)
            if key is None and (part == 0 or part == "numbers"):  # a lone effect; a number given directly
                continue
            if key is None:
                return (*path, part) if position == len(loc) - 1 and part != "[key]" else tuple(path)
        elif isinstance(here, list):
            left = [index for index, value in enumerate(here) if value is not _GONE]
            if not isinstance(part, int) or part >= len(left):
                return tuple(path)
            key = left[part]
        else:
            return tuple(path)
        path.append(key)
        here = here[key]
    return tuple(path)


def _key(mapping: dict[Any, Any], part: Any) -> Any:
    """The key of a mapping that a part of a location means; None where there is none."""
    for wanted in (part, _SPELLED.get(part)):
        for key in mapping:
            if wanted is not None and (key == wanted or str(key) == str(wanted)):
                return key
    return None


def _take_out(data: Any, path: Path) -> None:
    """Take a node out; items of lists leave a gap, so that the others keep their places."""
    here = data
    for part in path[:-1]:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(here, dict):
        here.pop(path[-1], None)
    elif isinstance(here, list) and isinstance(path[-1], int) and path[-1] < len(here):
        here[path[-1]] = _GONE
