"""Take a seat: play one party on one future's luck, knowing what it knew; then see what the engine and history did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.analysis.seat import Seat, Sitting, Story, open_seat
from detente.case.schema import Case
from detente.errors import InputError
from detente.views.context import Context
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, drawn
from detente.views.web.state import State
from detente.views.web.tabs.seat_ask import asked_words, question_data, taken_words
from detente.views.web.tabs.seat_code import decode, encode, split
from detente.views.web.tabs.seat_end import ending
from detente.views.web.tabs.seat_know import known
from detente.views.web.terms import scale_words
from detente.views.wording import joined, long_date, plural, short_date

__all__ = ["panel", "parties", "suggested"]

_MOST_WANTED = 3
_ROUNDS = (3, 9)


@dataclass(frozen=True)
class Place:
    """Who sits where: the party, the luck, and the answers' code."""

    party: str
    run: int
    code: str
    done: bool

    def view(self, code: str, done: bool = False) -> dict[str, str]:
        """Return what the page remembers with another code."""
        return {"seat": self.party, "luck": str(self.run), **split(code), **({"done": "1"} if done else {})}


def panel(desk: Desk, state: State) -> Panel:
    """Return the choice of a seat, the question that is open, or the end."""
    case = desk.case_of(state)
    context = _words(desk, state, case)
    place = _place(desk, state, case)
    if place is None:
        return _choosing(desk, state, context)
    seat: Seat = desk.keep(
        ("seat", place.party, place.run, *state.played),
        lambda: open_seat(
            case,
            place.party,
            levers=state.levers,
            run=place.run,
            runs=desk.runs,
            draws=desk.draws(desk.runs),
            seed=desk.seed,
            held=dict(state.numbers),
        ),
    )
    issues = list(case.issues)
    sitting = seat.play(decode(place.code, issues))
    tokens = _tokens(place.code, issues)
    rail = Part("web/seat-rail.html", {
        "who": context.actor_name(place.party), "place": place, "asked": _said(context, sitting),
        "back": place.view("".join(tokens[:-1])) if tokens else None, "over": sitting.question is None or place.done,
        "end": place.view(place.code, done=True),
        "open": place.view(place.code) if place.done and sitting.question else None,
        "anew": place.view(""), "runs": desk.runs,
        "hidden": place.view(place.code, place.done),
    })  # fmt: skip
    controls = frozenset({"view.luck", *(f"view.{name}" for name in rail.data["hidden"])})
    if sitting.question is None or place.done:
        return _ended(desk, state, context, seat, sitting, rail, controls)
    return _asking(context, state, place, sitting, rail, controls)


def parties(case: Case) -> list[str]:
    """Return the keys of the parties: who may take a seat."""
    return [key for key, actor in case.actors.items() if actor.role == "party"]


def _words(desk: Desk, state: State, case: Case) -> Context:
    return desk.keep(("seat words", state.struck), lambda: Context(None, case))  # type: ignore[arg-type]


def _place(desk: Desk, state: State, case: Case) -> Place | None:
    """Read who sits where from a state; None where no seat is taken.

    Raises
    ------
    InputError
        For a luck that is no future's number.
    """
    party = state.view.get("seat", "")
    if party not in parties(case):
        return None
    luck = state.view.get("luck", "")
    if luck and not (luck.isdigit() and int(luck) < desk.runs):
        raise InputError(f'address: view.luck: "{luck}" is no future; expected 0 to {desk.runs - 1}')
    run = int(luck) if luck else suggested(desk, state)
    pieces = [state.view.get(f"said{place or ''}", "") for place in (0, 2, 3, 4)]
    return Place(party, run, "".join(pieces), state.view.get("done") == "1")


def suggested(desk: Desk, state: State) -> int:
    """Return a luck with something to decide: the first future with three to nine rounds, or else with the most."""
    rounds = desk.played(state).whole("rounds")
    fit = np.flatnonzero((rounds >= _ROUNDS[0]) & (rounds <= _ROUNDS[1]))
    return int(fit[0]) if fit.size else int(rounds.argmax())


def _tokens(code: str, issues: list[str]) -> list[str]:
    return [encode(one, issues) for one in decode(code, issues)]


def _choosing(desk: Desk, state: State, context: Context) -> Panel:
    """Offer the seats: who each party is, and what it cares about most."""
    luck = state.view.get("luck") or str(suggested(desk, state))
    seats = [
        {"key": key, "name": context.actor_name(key), "side": context.side_of(key), "wants": _wants(context, key),
         "note": context.case.actors[key].note, "view": {"seat": key, "luck": luck}}
        for key in parties(context.case)
    ]  # fmt: skip
    return Panel(
        finding="Take a seat at the table",
        note="You decide for one party, knowing what it knew; the model plays the others on the luck of one future.",
        template="web/seat-choose.html",
        data={"seats": seats, "luck": luck, "runs": desk.runs,
              "starts": long_date(context.case.as_of)},
        rail=Part("web/seat-first.html", {"luck": luck, "runs": desk.runs}),
        controls=frozenset({"view.luck"}),
    )  # fmt: skip


def _wants(context: Context, party: str) -> list[str]:
    """Say what a party cares about most: its ideal on its most salient issues, in the words of the scale."""
    mine = [one for one in context.case.positions if one.actor == party]
    ranked = sorted(mine, key=lambda one: -one.salience.mode)[:_MOST_WANTED]
    return [f"{context.issue_name(one.issue)}: {scale_words(context, one.issue, one.ideal.mode)}" for one in ranked]


def _said(context: Context, sitting: Sitting) -> list[dict[str, Any]]:
    """Return the decisions that were given, in words."""
    return [
        {"day": short_date(one.day), "asked": asked_words(context, one, short=True), "taken": taken_words(one.taken)}
        for one in sitting.asked
        if one.taken is not None
    ]


def _asking(
    context: Context, state: State, place: Place, sitting: Sitting, rail: Part, controls: frozenset[str]
) -> Panel:
    question, sight = sitting.question, sitting.sight
    assert question is not None
    assert sight is not None
    data, figures = question_data(context, state, place.party, sitting, lambda more: place.view(place.code + more))
    knowledge, drawings = known(context, place.party, sight)
    return Panel(
        finding=f"{long_date(question.day)}. {asked_words(context, question)}",
        note=f"You are {context.actor_name(place.party)} · decision {question.number + 1} · luck of future {place.run}",
        template="web/seat-ask.html",
        data=data | {"map": drawings},
        charts=drawn((*figures, drawings)),
        rail=rail,
        why=Part("web/seat-know.html", knowledge),
        controls=controls | {f"view.own-{issue}" for issue in context.case.issues},
    )


def _ended(
    desk: Desk, state: State, context: Context, seat: Seat, sitting: Sitting, rail: Part, controls: frozenset[str]
) -> Panel:
    alone: Story = desk.keep(("alone", seat.run, *state.played), seat.alone)
    found = ending(context, desk.context(state), seat, sitting, alone)
    count = sum(one.taken is not None for one in sitting.rest.asked)
    tail = "" if sitting.question is None else "; the engine decided the rest"
    return Panel(
        finding=found.finding,
        note=f"You were {context.actor_name(seat.party)}, with {plural(count, 'decision')}{tail} · "
             f"luck of future {seat.run}",
        template="web/seat-end.html",
        data=found.data,
        charts=drawn(found.figures),
        rail=rail,
        why=Part("web/seat-after.html", {"happened": found.happened, "until": short_date(context.case.horizon),
                                         "hindsight": joined(found.sources)}),
        controls=controls,
    )  # fmt: skip
