"""One switch per mechanism: off, the mechanism is taken out, so that its effect on outcomes can be shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["SWITCHES", "switch_array"]

SWITCHES: dict[str, str] = {
    "contagion": "falls bring further falls",
    "countryside": "the countryside moves and weighs on the front",
    "support": "patrons' support holds the front",
    "cohesion": "losses and lost support wear an army down",
    "surrender": "a region may surrender and its garrison change sides",
    "recruitment": "forces are raised from the population held",
    "belief_feedback": "who is believed to win weighs on the front",
    "dormancy": "an even front may fall quiet",
    "hostility_matrix": "who may fight whom (off: patrons may fight as for war)",
    "shifting_power": "parties price an announced change of support",
    "trust_in_patron": "parties doubt that support ends as announced",
    "optimism": "the sides' beliefs about the front are opposed",
    "news": "the front teaches the parties",
    "audience": "publics hold parties to their bottom lines",
    "red_lines": "red lines bind",
    "ratifiers": "ratifiers must agree",
    "indivisibility": "indivisible issues have no middle",
    "pressure": "neighbours and patrons press on floors",
    "enforcement": "guarantees hold parties in a deal",
    "sanctuary": "neighbours feed a side",
    "talks": "there is a table at all",
    "readiness": "a table opens only as the parties are ready",
    "preconditions": "a party will not sit while its condition holds",
    "deadline_tempo": "rounds come faster near a deadline",
    "mediator_text": "the mediator puts its own text down",
    "mediator_report": "a believed mediator brings beliefs together",
    "expected_breach": "parties price the breach they expect",
    "holding_out": "parties hold out for a share of the gain (the inside option)",
    "ceasefires": "pauses are proposed when no deal is in reach",
    "clauses": "obligations fall due",
    "conditions": "a clause waits for the clauses that it hangs on",
    "reviews": "a patron decides anew at a deadline",
    "front_review": "the front calls a review",
    "signals": "statements move beliefs",
    "spoilers": "spoilers attack while a table is open",
    "durability": "a settlement may break",
    "terms": "terms of a settlement are carried out late or never",
    "events": "scheduled events happen",
    "leaks": "texts refused in private may leak, and hold parties to what they said",
    "evacuation_news": "troops that come only to evacuate are news that support ends",
    "strict_acceptance": "what a party wishes beyond the model can only make it refuse (off unless a variant says so)",
}
_OFF_BY_DEFAULT = frozenset({"strict_acceptance"})


def switch_array(changes: dict[str, bool] | None = None) -> NDArray[np.bool_]:
    """Switches as the kernel reads them: all on but those that only a variant turns on, with some changed.

    Raises
    ------
    ValueError
        For a name that is not a switch.

    Examples
    --------
    >>> int(switch_array().sum() - switch_array({"talks": False}).sum())
    1
    """
    changes = changes or {}
    if unknown := set(changes) - set(SWITCHES):
        raise ValueError(f"no switch is called {min(unknown)!r}; there are {', '.join(SWITCHES)}")
    return np.array([changes.get(name, name not in _OFF_BY_DEFAULT) for name in SWITCHES], dtype=np.bool_)
