"""What the page shows, as its address says it: levers, numbers, struck statements, a date; no text of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from math import floor, isfinite, log10
from typing import Any
from urllib.parse import parse_qsl, urlencode

from detente.case.numbers import Number
from detente.case.schema import Case
from detente.errors import InputError
from detente.views.web.tabs import TABS, tab_named

__all__ = ["MOST_KEPT", "State", "digits", "parse", "rounded"]

Pairs = Iterable[tuple[str, str]]
_LONGEST = 120
"""Characters of a value: names and numbers are short, and nothing longer belongs in an address."""
_LONGEST_STATE = 2_000
"""Characters of ``against`` and ``kept``, which may hold another state."""
MOST_KEPT = 3
"""Scenarios that are kept beside the case as it stands."""
PLAYED = frozenset({"lever", "number", "struck", "text"})
"""First words of the names that decide what is played."""


@dataclass(frozen=True)
class State:
    """Everything that decides what the page shows.

    Attributes
    ----------
    tab
        Key of the tab.
    levers
        Pulled together, in the order of the case.
    numbers
        Held at a value, by their names as in ``Sheet.book`` (``actors.us.pressure``).
    struck
        Ids of statements that are not believed.
    shown
        Numbers that have a slider without being changed.
    text
        A text on the table: value by issue.
    issue, day, region, run, against
        What is looked at: an issue, a date, a region, a future, the scenario to compare with.
    kept
        Scenarios that were kept, each as `scenario` writes it.
    view
        What a tab remembers for itself, by name.
    settled
        0 while the hand moves, 1 once it rests, so that slower parts are worth playing, 2 when these are shown and the
        full number of futures is. Not in the address.
    """

    tab: str = "whatif"
    levers: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    struck: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    text: Mapping[str, float] = field(default_factory=dict)
    issue: str | None = None
    day: date | None = None
    region: str | None = None
    run: int | None = None
    against: str | None = None
    kept: tuple[str, ...] = ()
    view: Mapping[str, str] = field(default_factory=dict)
    settled: int = 0

    @property
    def changes(self) -> int:
        """How many levers, numbers and statements differ from the case."""
        return len(self.levers) + len(self.numbers) + len(self.struck)

    @property
    def played(self) -> tuple[Any, ...]:
        """What decides what is played: levers, numbers, statements."""
        return self.levers, tuple(sorted(self.numbers.items())), tuple(sorted(self.struck))

    @property
    def scenario(self) -> str:
        """What is played, as a query, without what is only looked at; empty for the case as it stands."""
        return State(levers=self.levers, numbers=self.numbers, struck=self.struck, text=self.text).address()

    def but(self, **changes: Any) -> State:
        """Return the state with some of it changed."""
        return replace(self, **changes)

    def address(self, **changes: Any) -> str:
        """Return the state as a query string, always in the same order; what is at its default is left out.

        Examples
        --------
        >>> State(levers=("air",), numbers={"numbers.tau": 0.7}).address(tab="zones")
        'tab=zones&lever=air&number.numbers.tau=0.7'
        >>> State().address()
        ''
        """
        one = self.but(**changes) if changes else self
        pairs: list[tuple[str, str]] = [("tab", one.tab)] if one.tab != "whatif" else []
        pairs += [("lever", name) for name in one.levers]
        pairs += [(f"number.{name}", f"{value:g}") for name, value in sorted(one.numbers.items())]
        pairs += [("struck", name) for name in sorted(one.struck)]
        pairs += [("shown", name) for name in one.shown]
        pairs += [(f"text.{issue}", f"{value:g}") for issue, value in sorted(one.text.items())]
        single = {"issue": one.issue, "date": one.day, "region": one.region, "run": one.run, "against": one.against}
        pairs += [(name, str(value)) for name, value in single.items() if value is not None]
        pairs += [("kept", query) for query in one.kept]
        pairs += [(f"view.{name}", value) for name, value in sorted(one.view.items())]
        return urlencode(pairs)


def rounded(value: float, number: Number) -> float:
    """Round a number's value to a hundredth of its range, so that sliders and addresses hold short numbers.

    Examples
    --------
    >>> rounded(0.43721, Number(low=0.2, mode=0.45, high=0.8)), rounded(1234.5, Number(low=900, mode=1000, high=2000))
    (0.437, 1234.0)
    """
    return float(round(value, digits(number))) + 0.0


def digits(number: Number) -> int:
    """Return how many decimals a hundredth of a number's range takes.

    Examples
    --------
    >>> digits(Number(low=0.2, mode=0.45, high=0.8)), digits(Number(low=900, mode=1000, high=2000))
    (3, 0)
    """
    width = (number.high - number.low) or abs(number.mode) or 1.0
    return max(0, 2 - floor(log10(width)))


def parse(pairs: Pairs, case: Case, numbers: Mapping[str, Number]) -> State:
    """Read a query.

    Parameters
    ----------
    pairs
        Names and values, as a query string or form has them; unknown names are passed over.
    case
        Cut at its date.
    numbers
        The case's numbers by name.

    Raises
    ------
    InputError
        With every problem: names that the case does not have (did you mean), values that are no numbers or dates.
    """
    reader = _Reader(case, numbers)
    for name, value in pairs:
        reader.take(name, value.strip())
    if reader.problems:
        raise InputError(*dict.fromkeys(reader.problems))
    found = reader.found
    found["levers"] = tuple(name for name in case.levers if name in found.get("levers", ()))
    for name in ("struck", "shown", "kept"):
        found[name] = tuple(dict.fromkeys(found.get(name, ())))
    found["kept"] = found["kept"][:MOST_KEPT]
    return State(**found)


class _Reader:
    """Takes one pair after the other, and notes what is wrong."""

    def __init__(self, case: Case, numbers: Mapping[str, Number]) -> None:
        self.case = case
        self.numbers = numbers
        self.found: dict[str, Any] = {"numbers": {}, "text": {}, "view": {}}
        self.problems: list[str] = []

    def take(self, name: str, value: str) -> None:
        """Take a pair."""
        if not value:
            return
        longest = _LONGEST_STATE if name in ("against", "kept") else _LONGEST
        if len(value) > longest:
            self.problems.append(f"address: {name[:40]}: longer than {longest} characters; give a name or a number")
            return
        several: dict[str, Any] = {"lever": self.case.levers, "struck": self.case.ledger, "shown": self.numbers}
        single: dict[str, Any] = {"issue": self.case.issues, "region": self.case.regions}
        stem, _, rest = name.partition(".")
        if name in several:
            if known := self.known(name, value, several[name]):
                self.found.setdefault({"lever": "levers"}.get(name, name), []).append(known)
        elif name in single:
            self.found[name] = self.known(name, value, single[name])
        elif stem == "number" and (known := self.known("number", rest, self.numbers)):
            self.number(known, value)
        elif stem == "text" and (known := self.known("issue", rest, self.case.issues)):
            self.value(f"text.{known}", value, lambda one: self.found["text"].__setitem__(known, one), 0.0, 1.0)
        elif stem == "view":
            self.found["view"][rest] = value
        else:
            self.other(name, value)

    def other(self, name: str, value: str) -> None:
        """Take what is neither named in the case nor a number of it."""
        if name == "tab":
            if tab_named(value) is None:
                self.known("tab", value, [tab.key for tab in TABS])
            self.found["tab"] = value
        elif name == "date":
            try:
                self.found["day"] = date.fromisoformat(value)
            except ValueError:
                self.problems.append(f'address: date: expected a date like {self.case.as_of}, got "{value}"')
        elif name == "run":
            if value.isdigit():
                self.found["run"] = int(value)
            else:
                self.problems.append(f'address: run: expected the number of a future, got "{value}"')
        elif name == "week":
            if value.isdigit() and int(value) < 5200:
                self.found["day"] = self.case.as_of + timedelta(days=7 * int(value))
            else:
                self.problems.append(f'address: week: expected a whole number of weeks, got "{value}"')
        elif name == "against":
            self.found["against"] = value
        elif name == "kept":
            self.scenario(value)
        elif name == "settled":
            self.found["settled"] = int(value in ("1", "2")) + int(value == "2")

    def scenario(self, value: str) -> None:
        """Take a scenario that was kept: a query of levers, numbers, statements and a text."""
        pairs = parse_qsl(value)
        if not pairs or any(name.partition(".")[0] not in PLAYED for name, _ in pairs):
            self.problems.append(f'address: kept: "{value[:80]}" is no scenario; keep one with the button on the page')
            return
        reader = _Reader(self.case, self.numbers)
        for name, part in pairs:
            reader.take(name, part.strip())
        self.problems += reader.problems
        self.found.setdefault("kept", []).append(value)

    def known(self, what: str, value: str, names: Iterable[str]) -> str | None:
        """Return a name that the case has; note the problem otherwise."""
        if value in names:
            return value
        near = get_close_matches(value, list(names), 1)
        hint = f'did you mean "{near[0]}"?' if near else "choose one that the page shows"
        whose = f'{self.case.name} has no "{value}" on {self.case.as_of}'
        whose = f'the workbench has no tab "{value}"' if what == "tab" else whose
        self.problems.append(f"address: {what}: {whose}; {hint}")
        return None

    def number(self, name: str, value: str) -> None:
        """Take a number; one that stands where the case has it is no change."""
        number = self.numbers[name]

        def put(given: float) -> None:
            near = rounded(given, number)
            if near != rounded(number.mode, number):
                self.found["numbers"][name] = near

        self.value(f"number.{name}", value, put)

    def value(self, name: str, value: str, put: Callable[[float], None], low: float = -1e9, high: float = 1e9) -> None:
        """Take a finite value within bounds."""
        try:
            given = float(value)
        except ValueError:
            given = float("nan")
        if isfinite(given) and low <= given <= high:
            put(given)
        else:
            self.problems.append(f'address: {name}: expected a number from {low:g} to {high:g}, got "{value}"')
