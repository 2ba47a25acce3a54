"""A case with its levers, and its numbers by name: the step between a case and a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.case.capability import capability, capability_basis, strongest
from detente.case.effects import Effect
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.schema import Case, Lever, Position
from detente.engine.draws import Book, Held
from detente.engine.names import effect_names, event_names, signal_names
from detente.errors import InputError

__all__ = ["RedLine", "Sheet", "find_levers", "make_sheet"]

FIXED = Number(low=0.0, mode=0.0, high=0.0, assumed="none")


def find_levers(case: Case, names: Sequence[str]) -> tuple[tuple[str, Lever], ...]:
    """Levers by name; ``a+b`` is two together.

    Raises
    ------
    InputError
        For a name that is not a lever of the case, or two that exclude each other.
    """
    from difflib import get_close_matches

    found: list[tuple[str, Lever]] = []
    problems = []
    for name in (part for one in names for part in one.split("+")):
        if name in case.levers:
            found.append((name, case.levers[name]))
            continue
        near = get_close_matches(name, case.levers, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"the case has {', '.join(case.levers) or 'none'}"
        problems.append(f"--lever {name}: no lever of {case.name} on {case.as_of}; {hint}")
    chosen = [name for name, _ in found]
    for name, lever in found:
        problems += [f"--lever {name}+{other}: they exclude each other" for other in lever.excludes if other in chosen]
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return tuple(found)


@dataclass(frozen=True)
class RedLine:
    """A limit that binds a party: its own, a ratifier's, or its patron's while support lasts."""

    actor: str
    issue: str
    sense: int
    bound: str
    day: int


@dataclass(frozen=True)
class Sheet:
    """A case, the levers that are pulled, and its numbers.

    Attributes
    ----------
    case
        Cut at its ``as_of``.
    levers
        Name and lever.
    book
        Numbers by name.
    values
        Draws of them, each (D,).
    overrides
        Names of numbers that levers set, to the name that stands for them.
    texts
        Extra texts: name -> issue -> number's name.
    """

    case: Case
    levers: tuple[tuple[str, Lever], ...]
    book: Book
    values: dict[str, NDArray[np.float64]]
    overrides: dict[str, str]
    red_lines: tuple[RedLine, ...]

    @property
    def draws(self) -> int:
        """D."""
        return len(next(iter(self.values.values())))

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.values[self.overrides.get(name, name)]

    def day(self, when: date) -> int:
        """Days from ``as_of``."""
        return (when - self.case.as_of).days

    def actor(self, actor: str, number: str) -> NDArray[np.float64]:
        """A registry number of an actor."""
        return self[f"actors.{actor}.{number}"]

    def capability(self, actor: str) -> NDArray[np.float64]:
        """What an actor with positions weighs in collective choice, (D,), relative to the strongest party's forces."""
        name = f"actors.{actor}.capability"
        if name in self.values or name in self.overrides:
            return self[name]
        return self[f"forces.{actor}.strength"] * self[f"forces.{actor}.cohesion"] / strongest(self.case)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Parties, in the order of the case."""
        return tuple(key for key, actor in self.case.actors.items() if actor.role == "party")

    @cached_property
    def patrons(self) -> tuple[str, ...]:
        """Whoever supports a party."""
        return tuple(self.case.theatre.support)

    @cached_property
    def ratifiers(self) -> tuple[str, ...]:
        """Ratifiers of parties, who have positions."""
        placed = {position.actor for position in self.case.positions}
        return tuple(
            key
            for key, actor in self.case.actors.items()
            if actor.role == "ratifier" and actor.of in self.parties and key in placed
        )

    @cached_property
    def spoilers(self) -> tuple[str, ...]:
        """Spoilers."""
        return tuple(key for key, actor in self.case.actors.items() if actor.role == "spoiler")

    @cached_property
    def issues(self) -> tuple[str, ...]:
        """Issues."""
        return tuple(self.case.issues)

    def side(self, party: str) -> int:
        """0 for the incumbent's, 1 for the challenger's."""
        return 1 if self.case.actors[party].side == "challenger" else 0

    def principal(self, side: int) -> str:
        """The party that stands for a side."""
        return next(party for party in self.parties if self.side(party) == side and self.case.actors[party].principal)

    def position(self, actor: str, issue: str) -> Position | None:
        """An actor's position on an issue."""
        return next((one for one in self.case.positions if one.actor == actor and one.issue == issue), None)


def make_sheet(
    case: Case,
    levers: tuple[tuple[str, Lever], ...] = (),
    *,
    draws: int = 200,
    seed: int = 1,
    held: Held | None = None,
) -> Sheet:
    """Write a case's numbers down and draw them.

    Each number has luck of its own by its name: a lever that is pulled, or anything that is taken out of the case,
    changes no other number's draws.

    Parameters
    ----------
    case, levers
        Cut at its date; pulled together.
    draws, seed
        D, and the luck.
    held
        Numbers held at a value, or at one per draw, shape (D,), as a design wants them.
    """
    book = Book()
    _theatre(book, case)
    _actors(book, case)
    _positions(book, case)
    _promises(book, case)
    overrides, lines = _levers(book, case, levers)
    _capabilities(book, case)
    values = book.draw(seed, draws, held=held)
    return Sheet(case, levers, book, values, overrides, _own_lines(case) + lines)


def _theatre(book: Book, case: Case) -> None:
    theatre = case.theatre
    for name, parameter in REGISTRY.items():
        if parameter.scope == "case":
            book.add(f"numbers.{name}", case.numbers.get(name, parameter.default))
    book.add("theatre.countryside", theatre.countryside)
    for actor, force in theatre.forces.items():
        book.add(f"forces.{actor}.strength", force.strength)
        book.add(f"forces.{actor}.cohesion", force.cohesion)
        book.add(f"forces.{actor}.recruits", force.recruits)
    for patron, support in theatre.support.items():
        book.add(f"support.{patron}.level", support.level)
        if support.after is not None:
            book.add(f"support.{patron}.after", support.after)
        for purpose in ("defence", "offence", "training", "evacuation"):
            book.add(f"support.{patron}.{purpose}", support.purposes.get(purpose, FIXED))


def _actors(book: Book, case: Case) -> None:
    for key, actor in case.actors.items():
        for name, parameter in REGISTRY.items():
            if parameter.scope == "case" or name == "capability":
                continue
            if name in actor.numbers or parameter.scope == "actor" or key in case.theatre.support:
                book.add(f"actors.{key}.{name}", actor.numbers.get(name, parameter.default))
    for key, actor in case.actors.items():
        if actor.role == "party":
            half = Number(low=0.4, mode=0.5, high=0.6, assumed="nothing said of it")
            book.add(f"beliefs.{key}.support_lasts", case.beliefs.support_lasts.get(key, half))
            book.add(f"beliefs.{key}.theta", case.beliefs.theta.get(key, FIXED))
    book.add("beliefs.trust", case.beliefs.trust)
    for hearer, by in case.beliefs.credibility.items():
        for speaker, number in by.items():
            book.add(f"credibility.{hearer}.{speaker}", number)


def _capabilities(book: Book, case: Case) -> None:
    """Capabilities that do not follow from forces, of actors with positions."""
    placed = {position.actor for position in case.positions}
    for key in case.actors:
        if key in placed and capability_basis(case, key) != "forces":
            book.add(f"actors.{key}.capability", capability(case, key))


def _positions(book: Book, case: Case) -> None:
    for one in case.positions:
        stem = f"positions.{one.actor}.{one.issue}"
        book.add(f"{stem}.ideal", one.ideal)
        book.add(f"{stem}.salience", one.salience)
        book.add(f"{stem}.exponent", one.exponent)
        if one.red_line and one.red_line.at_most:
            book.add(f"{stem}.at_most", one.red_line.at_most)
        if one.red_line and one.red_line.at_least:
            book.add(f"{stem}.at_least", one.red_line.at_least)


def _promises(book: Book, case: Case) -> None:
    for deal, one in case.deals.items():
        for clause in one.clauses:
            stem = f"deals.{deal}.{clause.id}"
            book.add(f"{stem}.gain", clause.gain)
            book.add(f"{stem}.penalty", clause.penalty)
            if clause.verified:
                book.add(f"{stem}.misses", clause.verified.misses)
                book.add(f"{stem}.false_alarms", clause.verified.false_alarms)
            _effects(book, effect_names(f"{stem}.what", clause.what), clause.what)
            _effects(book, effect_names(f"{stem}.permits", clause.permits), clause.permits)
    for name, proposal in case.proposals.items():
        for issue, number in proposal.text.items():
            book.add(f"proposals.{name}.{issue}", number)
    for name, signal in zip(signal_names(case), case.signals, strict=True):
        book.add(name, signal.strength)
    for names, event in zip(event_names(case), case.events, strict=True):
        _effects(book, names, event.effects)


def _effects(book: Book, names: Sequence[str], effects: Sequence[Effect]) -> None:
    for name, effect in zip(names, effects, strict=True):
        for key in ("level", "at_least", "at_most", "add", "set", "commitment", "penalty"):
            number = getattr(effect, key)
            if number is not None:
                book.add(f"{name}.{key}", number)
        for purpose, number in (effect.purposes or {}).items():
            book.add(f"{name}.{purpose}", number)


def _levers(
    book: Book, case: Case, levers: tuple[tuple[str, Lever], ...]
) -> tuple[dict[str, str], tuple[RedLine, ...]]:
    """Write levers' numbers down; positions and registry numbers that they set hold from the start of the run."""
    overrides: dict[str, str] = {}
    lines: list[RedLine] = []
    for name, lever in levers:
        names = effect_names(f"levers.{name}", lever.change)
        _effects(book, names, lever.change)
        day = max(0, (lever.from_ - case.as_of).days)
        for here, effect in zip(names, lever.change, strict=True):
            if effect.position and effect.issue:
                overrides[f"positions.{effect.position}.{effect.issue}.ideal"] = f"{here}.set"
            elif effect.number:
                owner = f"actors.{effect.of}." if effect.of else "numbers."
                overrides[owner + effect.number] = f"{here}.set"
            elif effect.red_line and effect.issue:
                if effect.at_least is not None:
                    lines.append(RedLine(effect.red_line, effect.issue, 1, f"{here}.at_least", day))
                if effect.at_most is not None:
                    lines.append(RedLine(effect.red_line, effect.issue, -1, f"{here}.at_most", day))
    return overrides, tuple(lines)


def _own_lines(case: Case) -> tuple[RedLine, ...]:
    lines = []
    for one in case.positions:
        stem = f"positions.{one.actor}.{one.issue}"
        if one.red_line and one.red_line.at_least:
            lines.append(RedLine(one.actor, one.issue, 1, f"{stem}.at_least", 0))
        if one.red_line and one.red_line.at_most:
            lines.append(RedLine(one.actor, one.issue, -1, f"{stem}.at_most", 0))
    return tuple(lines)
