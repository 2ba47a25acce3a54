"""One future with a seat: a party whose decisions are given, as far as they are, on the luck of one future.

See `detente.engine.seat_step` for what a seat decides; `detente.analysis.seat` says it in the words of a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case.schema import Case
from detente.engine.build import build_plan, walk_of
from detente.engine.build_texts import leaving, stops_of, whole_text, worth
from detente.engine.draws import Held
from detente.engine.ensemble import fitting_draws
from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.keep import Out
from detente.engine.limits import QUESTIONS, SEAT_TEXTS, TEXTS
from detente.engine.plan import Plan
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.step import play_block

__all__ = ["Seated", "play_seat", "seat_plan"]


@dataclass(frozen=True)
class Seated:
    """A future that was played with a seat.

    Attributes
    ----------
    plan
        With the seat's own texts last; one draw.
    out
        What came out, of one future.
    future
        The record at the end: what was ``asked``, and the state that was ``seen`` at the first decision not given.
    """

    plan: Plan
    out: Out
    future: NDArray[np.void]


def seat_plan(
    case: Case,
    levers: Sequence[str] = (),
    *,
    run: int,
    runs: int,
    draws: int,
    seed: int,
    switches: dict[str, bool] | None = None,
    held: Held | None = None,
) -> Plan:
    """Plan of the one draw that future ``run`` of an ensemble plays; the future is the ensemble's, to the last bit.

    Parameters
    ----------
    case, levers, runs, draws, seed, switches, held
        Of the ensemble, as in `detente.engine.scenario.play_scenario`.
    run
        Which future, from 0 to runs - 1.
    """
    count, per_draw = fitting_draws(runs, draws)
    sheet = make_sheet(case, find_levers(case, levers), draws=count, seed=seed, held=held)
    draw = run // per_draw
    tables, which = walk_of(sheet)
    one = replace(sheet, values={name: values[draw : draw + 1] for name, values in sheet.values.items()})
    return build_plan(one, switches=switches, walk=(tables, which[draw : draw + 1]))


def _with_texts(plan: Plan, texts: Sequence[Mapping[str, float]]) -> Plan:
    """The plan, its records copied, with the seat's own texts after all others."""
    records, sheet = plan.records.copy(), plan.sheet
    first = int(records["texts"][0])
    if not texts:
        return replace(plan, records=records)
    x = np.stack([whole_text(sheet, text) for text in texts], axis=1)
    u, spoil_u = worth(sheet, x)
    here, n = slice(first, first + len(texts)), len(sheet.parties)
    records["text_x"][:, here, : x.shape[2]] = x
    records["text_u"][:, :n, here] = u[:, :n]
    records["text_veto_u"][:, : u.shape[1] - n, here] = u[:, n:]
    records["text_spoil_u"][:, : spoil_u.shape[1], here] = spoil_u
    records["text_leaves"][:, here] = leaving(x, stops_of(sheet))
    records["texts"] = first + len(texts)
    records["seat_texts"] = len(texts)
    x = np.concatenate([plan.parts["text_x"], x], axis=1)
    return replace(plan, records=records, parts=plan.parts | {"text_x": x})


def play_seat(
    plan: Plan, party: int, answers: Sequence[int], *, run: int, seed: int, texts: Sequence[Mapping[str, float]] = ()
) -> Seated:
    """Play a future with a party's first decisions given.

    Parameters
    ----------
    plan
        From `seat_plan` for this ``run`` and ``seed``.
    party
        Its place among the parties; -1: nobody has a seat.
    answers
        In the order in which the party is asked: 1 or 0; for a text to put down its number, `PASS` or `STOP_FIRE`.
        From the first that is missing the engine decides.
    texts
        The seat's own texts: issue -> value; their numbers begin at the plan's number of texts.

    Raises
    ------
    ValueError
        For more answers or texts than a record holds.
    """
    first = int(plan.records["texts"][0])
    most = min(SEAT_TEXTS, TEXTS - first)
    if len(answers) > QUESTIONS or len(texts) > most:
        raise ValueError(f"a seat holds {QUESTIONS} answers and {most} texts; got {len(answers)} and {len(texts)}")
    seated, future = _with_texts(plan, texts), new_future()
    records = seated.records
    records["seat"] = party + 1
    records["seat_given"] = len(answers)
    records["seat_answers"][:, : len(answers)] = answers
    out = new_out(plan, 1, events=True, minds=True)
    play_block(records, future, plan.walk, seed, run, run + 1, run + 1, out, run)
    return Seated(seated, out, future)
