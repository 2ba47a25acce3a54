"""Whether effects of clauses, events and levers change something, and do not contradict each other."""

from __future__ import annotations

from typing import Any

from detente.case.effects import SUBJECTS, Effect
from detente.case.problems import Path, Problems, show
from detente.case.validate import Checked

__all__ = ["check_effects"]

_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "support": (("level", "at_least", "at_most", "purposes", "ends", "lasts"),),
    "hostilities": (("to",),),
    "office": (("to",),),
    "force": (("add",),),
    "cohesion": (("add",),),
    "talks": (("to",),),
    "clause": (("by", "conditional", "status"),),
    "deal": (("status",),),
    "belief": (("of",), ("set", "add")),
    "theta": (("add",),),
    "guarantee": (("of",), ("commitment",), ("penalty",)),
    "pressure": (("on",), ("add",)),
    "sanctuary": (("to",), ("add",)),
    "red_line": (("issue",), ("at_least", "at_most")),
    "position": (("issue",), ("set",)),
    "truce": (("days",),),
    "number": (("set",),),
    "countryside": (("set",),),
    "region": (("to",),),
}
_WHICH = ("of", "on", "issue")
_FROM_THE_START = ("position", "red_line", "number")
"""Subjects that hold for a whole future: known at its start, or chosen with a lever."""


def check_effects(checked: Checked, problems: Problems) -> None:
    """Report effects that change nothing, and effects of one lever, clause or event that conflict."""
    case = checked.case
    for key, deal in case.deals.items():
        for index, clause in enumerate(deal.clauses):
            path: Path = ("deals", key, "clauses", index)
            _check(checked, clause.what, (*path, "what"), problems)
            _check(checked, clause.permits, (*path, "permits"), problems)
            _later(checked, clause.what, (*path, "what"), "a clause", problems)
            _later(checked, clause.permits, (*path, "permits"), "a clause", problems)
    for index, event in enumerate(case.events):
        path = ("events", index, "effects")
        _check(checked, event.effects, path, problems)
        if event.known is not None and event.known < event.date:
            _later(checked, event.effects, path, "an event that is known before it happens", problems)
    for key, lever in case.levers.items():
        path = ("levers", key, "change")
        if not lever.change and not checked.maimed(path):
            problems.add(
                checked.problem(path, "changes nothing; say what it does, as in {support: PATRON, at_least: .5}")
            )
        _check(checked, lever.change, path, problems)
        if key in lever.excludes:
            problems.add(checked.problem(("levers", key, "excludes"), "a lever cannot exclude itself; leave it out"))


def _check(checked: Checked, effects: tuple[Effect, ...], path: Path, problems: Problems) -> None:
    seen: dict[tuple[Any, ...], Any] = {}
    for index, effect in enumerate(effects):
        here = (*path, index)
        for choice in () if checked.maimed(here) else _missing(effect):
            message = f"{effect.subject}: changes nothing; add {' or '.join(map(_written, choice))}"
            problems.add(checked.problem(here, message))
        for message in _contradictions(effect):
            problems.add(checked.problem(here, message))
        for field, value in _settings(effect).items():
            first = seen.setdefault(_target(effect, field), value)
            if first != value:
                message = (
                    f"conflicts with another effect on {effect.subject} {show(_name(effect))}; keep one of the two"
                )
                problems.add(checked.problem(here, message))
                break


def _later(checked: Checked, effects: tuple[Effect, ...], path: Path, what: str, problems: Problems) -> None:
    """Report effects that cannot come in the middle of a future."""
    for index, effect in enumerate(effects):
        if effect.subject in _FROM_THE_START:
            message = f"{effect.subject}: {what} cannot change it during a future; make a lever of it"
            problems.add(checked.problem((*path, index), message))


def _missing(effect: Effect) -> list[tuple[str, ...]]:
    """The qualifiers of which one is needed and none is given."""
    return [choice for choice in _NEEDED[effect.subject] if all(getattr(effect, key) is None for key in choice)]


def _written(field: str) -> str:
    return "to" if field == "level" else field


def _contradictions(effect: Effect) -> list[str]:
    wrong = []
    if effect.at_least is not None and effect.at_most is not None and effect.at_least.mode > effect.at_most.mode:
        wrong.append(
            f"at_least {effect.at_least.mode:g} is above at_most {effect.at_most.mode:g}; nothing lies between"
        )
    pair = effect.hostilities or effect.truce
    if pair is not None and pair[0] == pair[1]:
        wrong.append(f"{show(pair[0])} cannot fight itself; name two actors")
    if effect.add is not None and effect.add.low == effect.add.high == 0:
        wrong.append("add: 0 changes nothing; give a number, or leave the effect out")
    if effect.purposes is not None and (total := sum(one.mode for one in effect.purposes.values())) > 1.02:
        wrong.append(f"the purposes add up to {total:g}; shares add up to 1")
    return wrong


def _settings(effect: Effect) -> dict[str, Any]:
    """What an effect sets, as against what it adds."""
    beside = (*_WHICH, "add", "to") if effect.subject == "sanctuary" else (*_WHICH, "add")
    fields = [key for key in SUBJECTS[effect.subject] if key not in beside]
    return {key: getattr(effect, key) for key in fields if getattr(effect, key) is not None}


def _name(effect: Effect) -> Any:
    return getattr(effect, effect.subject)


def _target(effect: Effect, field: str) -> tuple[Any, ...]:
    name = _name(effect)
    whom = frozenset(name) if isinstance(name, tuple) else name
    return effect.subject, whom, field, *(getattr(effect, key) for key in _WHICH)
