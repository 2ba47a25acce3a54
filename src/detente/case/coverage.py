"""Which numbers of a case rest on statements, which on data, which on assumption; and which statements carry none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.case.numbers import Evidenced, Number
from detente.case.parameters import REGISTRY
from detente.case.problems import Path, dotted
from detente.case.schema import Case
from detente.case.walk import named, numbers_of, rewrite

__all__ = ["Basis", "Coverage", "RestingNumber", "basis_of", "coverage"]

Basis = Literal["statement", "data", "assumed"]
_DECISIONS = ("levers", "proposals")


@dataclass(frozen=True)
class RestingNumber:
    """A number of a case and what it rests on.

    Attributes
    ----------
    path
        Where it stands, as in ``positions.taliban.executive.ideal``.
    basis
        ``statement`` if any of its evidence is one (or a document), else ``data``, else ``assumed``.
    spread
        Width of its range in [0, 1]: of a number of the registry beside its default range (half is as wide), of
        another beside its own size, at least 1.
    """

    path: str
    number: Number
    basis: Basis
    spread: float


@dataclass(frozen=True)
class Coverage:
    """The numbers of a case by what they rest on.

    Attributes
    ----------
    numbers
        All numbers that the case gives, but those of levers and proposals, which are decisions.
    unused
        Statements on which no number and nothing else rests.
    """

    numbers: tuple[RestingNumber, ...]
    unused: tuple[str, ...]

    def count(self, basis: Basis) -> int:
        """How many numbers have this basis."""
        return sum(one.basis == basis for one in self.numbers)

    @property
    def assumed(self) -> tuple[RestingNumber, ...]:
        """Assumed numbers that have a range, the widest first: where evidence would tell most."""
        found = [one for one in self.numbers if one.basis == "assumed" and one.spread > 0]
        return tuple(sorted(found, key=lambda one: (-one.spread, one.path)))


def basis_of(number: Number, case: Case) -> Basis:
    """What a number rests on, the strongest first: a statement or document, a data file, an assumption."""
    if any(name in case.ledger or name in case.documents for name in number.because):
        return "statement"
    return "data" if number.because else "assumed"


def coverage(case: Case) -> Coverage:
    """Sort a case's numbers by what they rest on.

    Examples
    --------
    >>> from detente.case.load import read_case
    >>> from importlib import resources
    >>> found = coverage(read_case(str(resources.files("detente") / "case" / "template")))
    >>> found.count("statement") > found.count("assumed") > 0
    True
    """
    numbers = tuple(
        RestingNumber(dotted(named(case, path)), number, basis_of(number, case), _spread(path, number))
        for path, number in numbers_of(case)
        if path[0] not in _DECISIONS
    )
    cited = set(_cited(case))
    return Coverage(numbers, tuple(name for name in case.ledger if name not in cited))


def _cited(case: Case) -> Iterator[str]:
    found: list[str] = [signal.statement for signal in case.signals]

    def note(block: Evidenced) -> Evidenced:
        found.extend(block.because)
        return block

    rewrite(case, note)
    yield from found
    for region in case.regions.values():
        yield from region.because


def _spread(path: Path, number: Number) -> float:
    width = number.high - number.low
    parameter = REGISTRY.get(str(path[-1])) if "numbers" in path else None
    if parameter is not None:
        usual = max(parameter.high - parameter.low, (parameter.upper - parameter.lower) / 20)
        return min(width / (usual + width), 1.0)
    size = max(abs(number.low), abs(number.high), 1.0)
    return min(width / size, 1.0)
