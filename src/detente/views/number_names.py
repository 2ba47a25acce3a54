"""What a number of the case is called, from its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.case.effects import Effect
from detente.case.parameters import REGISTRY
from detente.engine.names import effect_names, event_names
from detente.views.wording import joined, readable

if TYPE_CHECKING:
    from detente.views.context import Context

__all__ = ["number_name"]


def number_name(names: Context, path: str) -> str:
    """Say what a number is: ``actors.front.psi``, ``support.union.level``, ``numbers.tau``."""
    case = names.case
    parts = [part for part in re.split(r"[.\[\]:/ ]+", path) if part]
    if parts[:1] == ["beliefs"] and parts[-1] in case.actors:  # in the case the belief comes before whose it is
        parts = parts[1:] if parts[1] == "credibility" else parts[2:] + parts[1:2]
    found = _effect(names, parts)
    if found is not None:
        return _changed(names, *found, parts)
    whose = [names.actor_name(part) for part in parts[:-1] if part in case.actors]
    owed = [names.clause_names[part] for part in parts if part in names.clause_names]
    what, last = _what(names, parts), parts[-1]
    if owed:
        return f"{owed[0]}: {what}"
    if parts[0] == "signals" and len(parts) > 2:
        return f"How strongly {parts[1]} speaks to {_SPOKEN_TO.get(parts[2], readable(parts[2]).lower())}"
    if parts[0] == "credibility" and len(parts) > 2:
        return f"How far {names.actor_name(parts[1])} believes {names.actor_name(last)}"
    said = what[:1].upper() + what[1:]
    return f"{joined(whose)}: {what}" if whose else said


def _what(names: Context, parts: list[str]) -> str:
    """What sort of number it is, and on which issue."""
    last, issues = parts[-1], names.case.issues
    what = _meaning(last) if last in REGISTRY else _PLAIN.get(last, readable(last).lower())
    if last.isdigit() or last in issues:
        what = f"{parts[0].removesuffix('s')} {last}" if last.isdigit() else parts[0].removesuffix("s")
    about = [names.issue_name(part).lower() for part in parts if part in issues]
    return f"{what} {'about' if last == 'salience' else 'on'} {joined(about)}" if about else what


def _changed(names: Context, frame: str, effect: Effect, parts: list[str]) -> str:
    """What an event, a lever or a clause changes."""
    subject, last = effect.subject, parts[-1]
    if subject == "number":
        return f"{frame}: {_what(names, [str(effect.number)])}"
    if "purposes" in parts:
        return f"{frame}: {_PLAIN[last]} ({names.actor_name(effect.support)})"
    what = _SUBJECTS.get(subject, "") if last in ("add", "set", "level") else ""
    what = what or _what(names, [*([effect.issue] if effect.issue else []), last])
    if effect.issue and subject in _SUBJECTS:
        what = f"{what} on {names.issue_name(effect.issue).lower()}"
    whom = effect.on or effect.of or getattr(effect, subject)
    return f"{frame}: {what} ({names.actor_name(whom)})" if whom in names.case.actors else f"{frame}: {what}"


def _effect(names: Context, parts: list[str]) -> tuple[str, Effect] | None:
    """The effect that a path leads to, by its name (`detente.engine.names`) or place, and what has that effect."""
    if len(parts) < 4:
        return None
    last, stem = parts[-1], ".".join(parts[:-1])
    for frame, effects, stems in _frames(names, parts):
        place = next((int(part) for part in parts[2:-1] if part.isdigit()), len(effects))
        place = stems.index(stem) if stem in stems else place
        if place < len(effects) and (last in _PURPOSES or getattr(effects[place], last, None) is not None):
            return frame, effects[place]
    return None


def _frames(names: Context, parts: list[str]) -> Iterator[tuple[str, Sequence[Effect], Sequence[str]]]:
    """Events of the day, the lever or the clause that a path names: what it is called, its effects, their names."""
    case = names.case
    if parts[0] == "events":
        for event, stems in zip(case.events, event_names(case), strict=True):
            if event.date.isoformat() == parts[1]:
                yield event.what, event.effects, stems
    elif parts[0] == "levers" and parts[1] in case.levers:
        change = case.levers[parts[1]].change
        yield names.lever_name(parts[1]), change, effect_names(f"levers.{parts[1]}", change)
    elif parts[0] == "deals" and parts[1] in case.deals and parts[3] in ("what", "permits"):
        for clause in case.deals[parts[1]].clauses:
            if clause.id == parts[2]:
                effects = clause.what if parts[3] == "what" else clause.permits
                stem = ".".join(parts[:4])
                yield names.clause_names[clause.id], effects, effect_names(stem, effects)


_PURPOSES = ("defence", "offence", "training", "evacuation")
_SUBJECTS = {
    "support": "level of support",
    "force": "change in strength",
    "cohesion": "change in cohesion",
    "belief": "belief that support lasts",
    "theta": "belief about who gains",
    "pressure": "pressure",
    "sanctuary": "what is fed across the border",
    "position": "where it would settle",
    "countryside": "the challenger’s hold of the countryside",
}
_OFTEN = {
    "alpha": "base hazard that a region falls without support",
    "theta": "who gains ground, all else equal",
    "m": "how often the coarse front moves",
    "p_open": "how readily a closed table opens",
    "p_round": "how often offers are made at an open table",
    "p_close": "how often a refusal closes the table",
    "p_leak": "how often a refused text leaks",
    "p_dorm": "how readily an even front falls quiet",
    "p_wake": "how readily a quiet front wakes",
    "stay_intercept": "readiness to stay at a review, all else zero",
    "g_q": "how much support weighs in who gains the next step",
    "g_s": "how much the force ratio weighs in who gains the next step",
    "optimism_gap": "how far apart the sides’ beliefs about who gains are",
    "theta_sd": "doubt about who gains",
    "bias": "leaning as a mediator (+ to the challenger)",
    "stake": "a mediator’s stake in any deal at all",
    "p_pause": "how often a ceasefire is proposed, talks or no talks",
}
_SPOKEN_TO = {
    "support_lasts": "the belief that support lasts",
    "theta": "the belief about who gains",
    "bottom_line": "the speaker’s bottom line",
}
_PLAIN = {
    "level": "level of support",
    "strength": "strength",
    "cohesion": "cohesion",
    "salience": "how much it cares",
    "ideal": "where it would settle",
    "set": "the level that is set",
    "add": "the size of the change",
    "recruits": "recruits a year",
    "countryside": "the challenger’s hold of the countryside",
    "challenger": "the challenger’s hold of the countryside",
    "support_lasts": "belief that support lasts",
    "trust": "trust between the parties at the start",
    "exponent": "how steeply loss grows",
    "at_most": "red line (at most)",
    "at_least": "red line (at least)",
    "gain": "what breach would gain the obligor",
    "penalty": "what breach costs the obligor",
    "misses": "share of breaches missed",
    "false_alarms": "share of false alarms",
    "defence": "support for defence",
    "offence": "support for attacks",
    "training": "support for training",
    "evacuation": "support for evacuation",
}


def _meaning(name: str) -> str:
    """Say what a number of the registry is, so that it reads by itself.

    Examples
    --------
    >>> _meaning("b_y"), _meaning("eta")
    ('weight: countryside on the base hazard', 'share of the gain over its floor that a party holds out for')
    """
    parameter = REGISTRY[name]
    if name in _OFTEN:
        return _OFTEN[name]
    if parameter.meaning.startswith(("of ", "that ", "by which", "taken ")):
        return f"{parameter.unit} {parameter.meaning}"
    if name.startswith(("b_", "g_")) and not parameter.meaning.startswith("weight"):
        return f"weight: {parameter.meaning}"
    return parameter.meaning
