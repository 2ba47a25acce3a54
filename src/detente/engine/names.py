"""Names of a case's numbers: of what a number is, never of its place in a list.

A number's luck hangs on its name (`detente.engine.draws`), so a name must not move when something else is taken out of
the case or put before it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.case.effects import Effect
from detente.case.schema import Case

__all__ = ["effect_names", "event_names", "luck_index", "luck_words", "signal_names"]


@cache
def luck_words(name: str) -> tuple[int, int]:
    """Two words of 32 bits under which a name's luck is looked up: a hash that is the same everywhere (BLAKE2b).

    Examples
    --------
    >>> luck_words("numbers.tau") == luck_words("numbers.tau") != luck_words("numbers.psi")
    True
    >>> [f"{word:08x}" for word in luck_words("numbers.tau")]
    ['427fa584', '904cc73b']
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def luck_index(keys: Sequence[str]) -> NDArray[np.int64]:
    """Words under which a future looks up the draws of actors or clauses, one of 32 bits each."""
    return np.array([luck_words(key)[0] for key in keys], np.int64)


def _numbered(names: Sequence[str]) -> list[str]:
    """Tell repeated names apart by how often they came before."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def _effect(effect: Effect) -> str:
    value = getattr(effect, effect.subject)
    parts = [*value] if isinstance(value, tuple) else [value]
    parts += [part for part in (effect.of, effect.on, effect.to, effect.issue) if part is not None]
    return ".".join((effect.subject, *parts))


def effect_names(stem: str, effects: Sequence[Effect]) -> list[str]:
    """Names of effects below ``stem``, by subject and whom it concerns.

    Examples
    --------
    >>> effect_names("levers.stay", [Effect(support="union", level=0.5), Effect(talks="main", to="open")])
    ['levers.stay.support.union', 'levers.stay.talks.main.open']
    """
    return _numbered([f"{stem}.{_effect(effect)}" for effect in effects])


def event_names(case: Case) -> list[list[str]]:
    """Names of the effects of each event: by its day, its kind and what is changed."""
    flat = iter(
        _numbered(
            [
                f"events.{event.date.isoformat()}.{event.kind}.{_effect(effect)}"
                for event in case.events
                for effect in event.effects
            ]
        )
    )
    return [[next(flat) for _ in event.effects] for event in case.events]


def signal_names(case: Case) -> list[str]:
    """Names of what statements do to beliefs: by statement and by what it is about."""
    return _numbered([f"signals.{one.statement}.{one.about}" for one in case.signals])
