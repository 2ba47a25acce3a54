"""The range of a number before what it rests on was read: the case's own ``before``, or what its place allows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from detente.case.numbers import Number, Part
from detente.case.parameters import REGISTRY
from detente.case.problems import Path
from detente.case.schema import Case, Clause, Position

__all__ = ["before"]

_ANY = (0.0, 0.5, 1.0)
_NONE = (0.0, 0.0, 0.0)
_FACTOR = 2.0
"""How far a size without a scale of its own (strength, salience) may be from its mode, either way."""


def before(case: Case, path: Path, number: Number, struck: Collection[str]) -> Number:
    """Range of a number for somebody who has not read what is struck.

    The case's ``before`` comes first. Without one:

    ==============================  ==============================================================================
    number of the registry          its default range
    ideal                           the whole scale. Two principals fight because they want opposite things, so the
                                    mode of one is the mirror image of the other's, or, if that is struck too, its own
                                    end of the scale; who belongs to a party takes its mode; everybody else the middle
    salience                        from 0 to twice the mean of the actor's saliences
    red line                        none: its bound lies at the open end of the scale
    belief that support lasts       even, as the engine takes it where nothing is said; theta: as the model's own
    how far one believes another    the default range of credulity
    strength of a force             half to twice
    what a clause or effect adds    nothing
    gain, penalty, exponent, trust  the format's default
    any other share                 0 to 1 with mode .5
    ==============================  ==============================================================================

    Parameters
    ----------
    case
        Whole or cut, before anything is struck.
    path
        Of the number, as `detente.case.walk.numbers_of` gives it.
    struck
        Ids of the statements that are disbelieved.

    Examples
    --------
    >>> from detente.case.load import read_whole
    >>> case = read_whole("afghanistan-2021")
    >>> before(case, ("actors", "us", "numbers", "psi"), Number(low=0, mode=0, high=0), {"S1"}).mode
    0.05
    """
    if number.before is not None:
        ends = number.before
    else:
        ends = _allowed(case, path, number, struck)
    low, mode, high = ends
    return Number(low=low, mode=mode, high=high, distribution=number.distribution, assumed="before it was read")


def _allowed(case: Case, path: Path, number: Number, struck: Collection[str]) -> tuple[float, float, float]:
    match path:
        case ("actors", _, "numbers", name) | ("numbers", name):
            return _registry(str(name))
        case ("positions", int(index), "ideal"):
            return 0.0, _usual_ideal(case, case.positions[index], struck), 1.0
        case ("positions", int(index), "salience"):
            own = [one.salience.mode for one in case.positions if one.actor == case.positions[index].actor]
            mean = sum(own) / len(own)
            return 0.0, mean, _FACTOR * mean
        case ("positions", _, "exponent"):
            return _default(Position, "exponent")
        case (*_, "red_line", "at_most"):
            return 1.0, 1.0, 1.0
        case (*_, "red_line", "at_least"):
            return _NONE
        case ("theatre", "forces", _, "strength"):
            return number.mode / _FACTOR, number.mode, number.mode * _FACTOR
        case ("theatre", "forces", _, "recruits"):
            return _NONE
        case ("beliefs", "support_lasts", _):
            return 0.4, 0.5, 0.6
        case ("beliefs", "theta", _):
            return _NONE
        case ("beliefs", "trust"):
            return _default(type(case.beliefs), "trust")
        case ("beliefs", "credibility", _, _):
            return _registry("credulity")
        case ("deals", _, "clauses", _, "gain" | "penalty" as name):
            return _default(Clause, str(name))
        case (*_, "what" | "permits" | "effects", int(), _) | (*_, "what" | "permits" | "effects", int(), _, _):
            return _of_effect(case, path, struck)
    return _ANY


def _of_effect(case: Case, path: Path, struck: Collection[str]) -> tuple[float, float, float]:
    place = next(at for at, part in enumerate(path) if part in ("what", "permits", "effects")) + 2
    effect, key = _at(case, path[:place]), path[place]
    if key in ("add", "commitment", "penalty"):
        return _NONE
    if effect.number is not None:
        return _registry(effect.number)
    if effect.belief is not None:
        return 0.4, 0.5, 0.6
    if effect.position is not None:
        own = next((p for p in case.positions if (p.actor, p.issue) == (effect.position, effect.issue)), None)
        return (0.0, _usual_ideal(case, own, struck), 1.0) if own else _ANY
    return _ANY


def _at(case: Case, path: Path) -> Any:
    here: Any = case
    for part in path:
        here = getattr(here, str(part)) if isinstance(here, Part) else here[part]
    return here


def _registry(name: str) -> tuple[float, float, float]:
    default = REGISTRY[name]
    return default.low, default.mode, default.high


def _default(kind: type[Any], name: str) -> tuple[float, float, float]:
    number = kind.model_fields[name].default
    return number.low, number.mode, number.high


def _usual_ideal(case: Case, position: Position, struck: Collection[str]) -> float:
    """Mode of an ideal of which nothing has been read."""
    actor, issue = case.actors[position.actor], position.issue
    party = position.actor if actor.role == "party" else str(actor.of)
    if party not in case.actors or case.actors[party].role != "party":
        return 0.5
    ideals = {one.actor: one.ideal for one in case.positions if one.issue == issue}
    rival = next(key for key, one in case.actors.items() if one.principal and one.side != case.actors[party].side)
    own, other = ideals.get(party), ideals.get(rival)
    if party != position.actor and own is not None and not struck_out(own, struck):
        return own.mode
    if other is not None and not struck_out(other, struck):
        return 1.0 - other.mode
    if own is None or other is None or own.mode == other.mode:
        return 0.5
    return float(own.mode > other.mode)  # which end is whose is a matter of the scale's words, not of statements


def struck_out(number: Number, struck: Collection[str]) -> bool:
    """Whether a number rests on something that is struck."""
    return not set(struck).isdisjoint(number.because)
