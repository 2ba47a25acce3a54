"""The left column: levers as switches, numbers as sliders, statements that are struck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata

from detente.analysis.hangs_on import rests_on
from detente.analysis.ranges import by_draw
from detente.analysis.tables import flags
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.engine.draws import pert_quantile
from detente.views.answers.evidence import statement
from detente.views.context import Context
from detente.views.web.desk import Desk
from detente.views.web.panel import Part
from detente.views.web.scenarios import kept, may_keep
from detente.views.web.state import MOST_KEPT, State, digits, rounded
from detente.views.wording import joined, number, short_date

__all__ = ["SLIDERS", "Slider", "Switch", "names_of", "numbers", "rail", "sliders", "switches"]

SLIDERS = 6
"""Numbers that have a slider unasked."""


@dataclass(frozen=True)
class Switch:
    """A lever: what it is called, who decides and from when, whether it is pulled, and what keeps it from being."""

    key: str
    name: str
    decided: str
    on: bool
    against: tuple[str, ...]
    over: tuple[str, ...]


@dataclass(frozen=True)
class Slider:
    """A number: bounds of the slider, range in the case, value and what it was, what it rests on."""

    key: str
    name: str
    least: float
    most: float
    low: float
    high: float
    mode: float
    value: float
    changed: bool
    digits: int
    rests: str
    support: str

    def place(self, value: float) -> float:
        """Where a value stands on the slider, 0 to 100."""
        return 100 * (min(max(value, self.least), self.most) - self.least) / ((self.most - self.least) or 1.0)

    @property
    def outside(self) -> bool:
        """Whether the value lies outside the case's range."""
        return not self.low <= self.value <= self.high

    @property
    def shown(self) -> str:
        """The value as printed."""
        return number(self.value, self.digits)

    @property
    def was(self) -> str:
        """The case's value as printed."""
        return number(self.mode, self.digits)

    @property
    def said(self) -> str:
        """The value in words, as a screen reader says it."""
        was = f", was {self.was}" if self.changed else ""
        return f"{self.shown}{was}{', outside the range in the case' if self.outside else ''}"


def rail(desk: Desk, state: State) -> Part:
    """Return the column for a state."""
    return Part("web/rail.html", {
        "switches": switches(desk, state), "sliders": sliders(desk, state),
        "edits": desk.edits,
        "struck": [_struck(desk, state, name) for name in state.struck],
        "scenarios": kept(desk, names_of(desk), state), "may_keep": may_keep(state),
        "full": len(state.kept) >= MOST_KEPT,
    })  # fmt: skip


def _struck(desk: Desk, state: State, name: str) -> dict[str, Any]:
    """Return a struck statement as it may be shown, and what stays struck once it is restored."""
    told = statement(names_of(desk), desk.case.ledger[name], [], {})
    rest = tuple(one for one in state.struck if one != name)
    return {"id": name, "who": told["speaker"] or told["outlet"], "content": told["content"], "rest": rest}


def names_of(desk: Desk) -> Context:
    """Return names for the case's things; no result stands behind it."""
    return desk.keep("words", lambda: Context(None, desk.case))  # type: ignore[arg-type]


def switches(desk: Desk, state: State) -> list[Switch]:
    """Return the levers; one that a pulled lever excludes says by which."""
    words, levers, found = names_of(desk), desk.case.levers, []
    for key, lever in levers.items():
        against = tuple(one for one in state.levers if one in lever.excludes or key in levers[one].excludes)
        who = joined([words.actor_name(one) for one in lever.who])
        decided = f"decided by {who} · from {short_date(lever.from_, year=False)}"
        over = (*(one for one in state.levers if one not in against), key)
        names = tuple(words.lever_name(one) for one in against)
        found.append(Switch(key, words.lever_name(key), decided, key in state.levers, names, over))
    return found


def sliders(desk: Desk, state: State) -> list[Slider]:
    """Return the numbers that move the answer most, and those that are changed or asked for."""
    keys = [*dict.fromkeys((*desk.keep("leading", lambda: leading(desk)), *state.shown, *state.numbers))]
    return [_slider(desk, state, key) for key in keys]


def leading(desk: Desk, most: int = SLIDERS) -> list[str]:
    """Return the numbers with the largest pull on how the futures end.

    Candidates are those whose draws go with an outcome's share by draw (Spearman, beyond twice its standard error
    under no effect), by correlation times that share's standard deviation. Each is then held at 5 and at 95 of 100 of
    its range on the same luck; its pull is the sum over outcomes of the difference that this makes.
    """
    pulls = {name: _pull(desk, name) for name in _candidates(desk)}
    return sorted(pulls, key=lambda name: -pulls[name])[:most]


def _candidates(desk: Desk, most: int = 24) -> list[str]:
    played = desk.baseline()
    sheet = played.plan.sheet
    shares = [by_draw(one, played.draw_of) for one in flags(played).values()]
    targets = [(rankdata(share), float(share.std())) for share in shares if share.std() > 0]
    least = 2.0 / np.sqrt(max(2, sheet.draws) - 1)
    found: dict[str, float] = {}
    for name, one in sheet.book.numbers.items():
        if one.fixed or not targets:
            continue
        ranks = rankdata(sheet.values[name])
        with_it = [(abs(float(np.corrcoef(ranks, target)[0, 1])), width) for target, width in targets]
        if max(correlation for correlation, _ in with_it) > least:
            found[name] = sum(correlation * width for correlation, width in with_it)
    return sorted(found, key=lambda name: -found[name])[:most]


def _pull(desk: Desk, name: str) -> float:
    """Return how much an end of a number's range differs from the other, summed over outcomes."""
    ends = pert_quantile(desk.book[name], np.array([0.05, 0.95]))
    low, high = (flags(desk.glance(State(numbers={name: float(end)}))) for end in ends)
    return sum(abs(float(high[outcome].mean() - low[outcome].mean())) for outcome in low)


def numbers(desk: Desk) -> list[tuple[str, str]]:
    """Return every number that has a range, with its name in words."""
    words = names_of(desk)
    return sorted(
        ((key, words.number_name(key)) for key, one in desk.book.items() if not one.fixed), key=lambda x: x[1]
    )


def _slider(desk: Desk, state: State, key: str) -> Slider:
    one = desk.book[key]
    least, most = _bounds(key, one)
    value = state.numbers.get(key, rounded(one.mode, one))
    what = rests_on(desk.case, one)
    support = "assumed" if what == "assumed" else ", ".join(one.because[:3]) + (" …" if len(one.because) > 3 else "")
    return Slider(
        key, names_of(desk).number_name(key), least, most, one.low, one.high, rounded(one.mode, one), value,
        key in state.numbers, digits(one), what, support,
    )  # fmt: skip


def _bounds(key: str, one: Number) -> tuple[float, float]:
    """Return how far a slider reaches: two thirds of the range beyond both ends, within what is thinkable."""
    wide = 0.66 * (one.high - one.low) or abs(one.mode) or 1.0
    least, most = one.low - wide, one.high + wide
    lower, upper = _thinkable(key, one)
    return max(rounded(least, one), lower), min(rounded(most, one), upper)


def _thinkable(key: str, one: Number) -> tuple[float, float]:
    name: Any = key.rsplit(".", 1)[-1]
    if name in REGISTRY:
        return REGISTRY[name].lower, REGISTRY[name].upper
    if name == "exponent":
        return 1.0, 10.0
    if one.low >= 0.0 and one.high <= 1.0:
        return 0.0, 1.0
    return (0.0, 1e9) if one.low >= 0.0 else (-1e9, 1e9)
