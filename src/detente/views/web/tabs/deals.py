"""Deals: the case's texts by how often they are signed and kept, and a text of one's own on the table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.analysis.side_by_side import Contrast, contrasts
from detente.analysis.texts import crossed, letter
from detente.analysis.trial import Margin, Trial
from detente.analysis.zone_days import view_of, views
from detente.errors import InputError
from detente.views import titles
from detente.views.answers.deals import crossings, listed, texts
from detente.views.context import Context
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, Pieces, drawn
from detente.views.web.state import State
from detente.views.web.tabs.deals_figures import breaks_figure, hardly, margins_figure, texts_figure
from detente.views.web.terms import scale_words
from detente.views.web.words import amount_against
from detente.views.web.yaml_proposal import key_of, with_proposal
from detente.views.wording import (
    hundred,
    in_hundred,
    joined,
    long_date,
    mean_deaths,
    nearest_hundred,
    number,
    plural,
    span,
    with_span,
)

__all__ = ["MINE", "Term", "finding", "keep_text", "my_row", "panel", "routes", "terms"]

_SELDOM = 0.0095
"""Shares below this are fewer than 1 of 100."""
_LONGEST_NAME = 80
MINE = "the text on the table"
"""What the text of the state is called among the case's proposals."""


@dataclass(frozen=True)
class Term:
    """One issue of the terms editor.

    Attributes
    ----------
    issue, name, question
        Its key, and what it is called.
    indivisible
        Whether only the stops of its scale can be chosen.
    stops
        Value and words, from 0 to 1.
    value, words
        What the text says; None and what the table would fill in where the text leaves it open.
    filled
        The value that the table fills in.
    zones
        Kind, low and high of the zones that are open on the date, widest first.
    """

    issue: str
    name: str
    question: str
    indivisible: bool
    stops: tuple[tuple[float, str], ...]
    value: float | None
    words: str
    filled: float
    zones: tuple[tuple[str, float, float], ...]

    @property
    def scale(self) -> str:
        """The stops as JSON, for the page."""
        return json.dumps(self.stops, ensure_ascii=False)


def panel(desk: Desk, state: State) -> Panel:
    """Return the deals of a state, and what becomes of its text."""
    context, trial = desk.context(state), desk.trial(state)
    waits = bool(desk.case.proposals) and not (state.settled or desk.tried(state))
    told = [] if waits else texts(context)
    mine = None if trial is None else my_row(context, trial)
    every = [*told, *([mine] if mine else [])]
    best = max((row for row in every if row["both"]), key=lambda row: row["both"], default=None)
    every = [row | {"best": row is best} for row in every]
    figures = [texts_figure(context, every)] if every else []
    figures += [] if trial is None else [margins_figure(context, trial), breaks_figure(context, trial)]
    day, edges = _edges(desk, state, context)
    return Panel(
        finding=finding(context, trial, mine, told, waits),
        note=f"{plural(desk.runs, 'future')} with the text on the table at every round; each proposal in fewer"
        if trial else f"Each text is put on the table at every round from {long_date(desk.case.as_of)} on",
        template="web/deals.html",
        data={
            "figures": [one for one in figures if one], "facts": _facts(desk, state, mine),
            "listed": listed(context, every, hardly(every)) if every else None, "mine": mine,
            "crossed": _crossed(context, trial), "nothing": trial is None and not desk.case.proposals,
        },
        charts=drawn(figures),
        rail=Part("web/deals-rail.html", {
            "terms": terms(context, state, trial, edges), "day": long_date(day), "starts": _starts(context),
            "levers": [context.lever_name(name) for name in state.levers], "text": dict(state.text),
            "edits": desk.edits, "authors": _authors(context),
            "without": {issue: {k: v for k, v in state.text.items() if k != issue} for issue in state.text},
        }),
        why=None if trial is None else Part("web/deals-why.html", {
            "signers": [_signer(context, one) for one in trial.margins], "trial": trial,
            "signed": hundred(trial.signed[1]), "first": long_date(desk.case.as_of),
        }),
        controls=frozenset(f"text.{issue}" for issue in desk.case.issues),
        follows=waits,
        stale=frozenset({"sign-and-keep"}) if waits else frozenset(),
    )  # fmt: skip


def routes(desk: Desk) -> list[Route]:
    """Return what the tab answers besides its panel: keeping the text among the case's proposals."""
    return [Route("/edit/proposal", partial(_keep, desk), methods=["POST"])]


async def _keep(desk: Desk, request: Request) -> Response:
    """Add the text on the table to the case's proposals, and show the state as it was."""
    from detente.views.web.app import shown

    pairs = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]

    def make() -> State:
        state = desk.state(pairs)
        given = dict(pairs)
        keep_text(desk, state, " ".join(given.get("save.name", "").split()), given.get("save.by", ""))
        return desk.state(pairs)

    return await shown(desk, request, make)


def keep_text(desk: Desk, state: State, name: str, by: str) -> None:
    """Write the text on the table into case.yaml as a proposal.

    Raises
    ------
    InputError
        Without a text or a name, for somebody who is no actor of the case, and where the case cannot be changed.
    """
    problems = [] if state.text else ["keep the text: there is none on the table; put a term first"]
    if not 0 < len(name) <= _LONGEST_NAME:
        problems.append(f"keep the text: give it a name of at most {_LONGEST_NAME} characters")
    if by not in desk.case.actors:
        problems.append("keep the text: choose who puts it forward")
    if problems:
        raise InputError(*problems)
    key = key_of(name, desk.case.proposals)
    known = desk.case.as_of

    def added(text: str) -> str:
        return with_proposal(text, key, name, by, state.text, known)

    desk.edits.change("case.yaml", f"the text “{name}” among the proposals", added)


def _authors(context: Context) -> list[tuple[str, str]]:
    """Return who may put a text forward: whoever sits at a table, and who mediates or supports."""
    roles = ("party", "mediator", "patron", "neighbour")
    actors = context.case.actors.items()
    return [(key, actor.name) for role in roles for key, actor in actors if actor.role == role]


def my_row(context: Context, trial: Trial) -> dict[str, Any]:
    """Return the text on the table as a row like those of the case's proposals."""
    kept = trial.kept or (None, None, None)
    row: dict[str, Any] = {
        "name": MINE, "letter": letter(len(context.case.proposals)), "runs": trial.runs,
        **dict(zip(("signed_low", "signed", "signed_high"), trial.signed, strict=True)),
        **dict(zip(("kept_low", "kept", "kept_high"), kept, strict=True)),
        **dict(zip(("both_low", "both", "both_high"), trial.both, strict=True)),
        "first_break": trial.first_break[0][0] if trial.first_break else None,
        "crosses": json.dumps(crossed(context.case, trial.text)),
        "fatalities": trial.fatalities, "rights": trial.rights,
    }  # fmt: skip
    return row | {"crossed": crossings(context, row)}


def finding(
    context: Context, trial: Trial | None, mine: dict[str, Any] | None, told: Sequence[dict[str, Any]], waits: bool
) -> Pieces:
    """Say what becomes of the text on the table; without one, which of the case's texts is signed and kept most."""
    if trial is None or mine is None:
        if waits:
            return (("Putting the case’s texts on the table, one by one.", False),)
        if not told:
            return (("No text is on the table, and the case holds no proposals.", False),)
        best = max(told, key=lambda row: row["both"])
        if best["both"] < _SELDOM:
            seldom = " in as many as 1 of 100 explored futures" if best["both"] > 0 else ""
            return ((f"None of {plural(len(told), 'text')} is signed and still kept a year on{seldom}.", False),)
        return (
            ("Most often signed and kept is ", False),
            (f"{best['letter']}", True),
            (f", in {with_span(best['both'], best['both_low'], best['both_high'])} of 100 explored futures", False),
            (", though none stands out" if titles.deals(told) == titles.NONE_STANDS_OUT else "", False),
            (". No text of your own is on the table.", False),
        )
    pieces = [("The text on the table is signed in ", False), (in_hundred(trial.signed[1], trial.runs, of=True), True)]
    pieces.append((" explored futures", False))
    if trial.signed[1] > 0:
        pieces += [(" and still kept a year on in ", False), (_both(trial), True)]
    grave = [one for one in mine["crossed"] if one["rights"] or one["absent"]]
    if grave:
        whose = [one["words"].split(":")[0] for one in grave]
        pieces += [("; it crosses the red lines of ", False), (joined(whose), True)]
    return (*pieces, (".", False))


def _both(trial: Trial) -> str:
    return hundred(trial.both[1]) if trial.both[1] > 0 else "none"


def _edges(desk: Desk, state: State, context: Context) -> tuple[Any, list[dict[str, Any]]]:
    """Return the date whose zones lie under the sliders, and their edges."""
    days = views(desk.played(state))
    day = days[view_of(days, state.day)]
    return day, [row for row in context.rows("zone_edges") if row["day"] == day]


def terms(context: Context, state: State, trial: Trial | None, edges: list[dict[str, Any]]) -> list[Term]:
    """Return the editor's issues, by what they matter to the parties.

    Parameters
    ----------
    trial
        What came of the text, for the terms that it leaves to the table.
    edges
        The table ``zone_edges`` of one day.
    """
    found: list[Term] = []
    for issue in context.salience:
        about = context.case.issues.get(issue)
        if about is None:
            continue
        value = state.text.get(issue)
        stops = tuple(sorted((float(stop), words) for stop, words in about.scale.items()))
        filled = round(trial.text[issue] if trial else 0.5, 2)
        if about.indivisible:
            filled = min((stop for stop, _ in stops), key=lambda stop, near=filled: abs(stop - near))
        zones = tuple(
            (row["kind"], row["low"], row["high"])
            for kind in ("perceived", "ratifiable", "credible")
            for row in edges
            if row["issue"] == issue and row["kind"] == kind and row["low"] is not None
        )
        words = scale_words(context, issue, filled if value is None else value)
        found.append(Term(issue, context.issue_name(issue), about.question, about.indivisible, stops, value, words,
                          filled, zones))  # fmt: skip
    return found


def _starts(context: Context) -> list[tuple[str, str, dict[str, float]]]:
    """Return texts to start from: letter, name and terms of each proposal."""
    return [
        (letter(place), one.name or name, {issue: value.mode for issue, value in one.text.items()})
        for place, (name, one) in enumerate(context.case.proposals.items())
    ]


def _facts(desk: Desk, state: State, mine: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """Return the numbers that stand beside kept, never without them: label, value, what it is without the text."""
    if mine is None:
        return []
    found = {one.name: one for one in contrasts(desk.played(state), desk.worded(state))}
    signed, both = (span(mine[f"{name}_low"], mine[f"{name}_high"]) for name in ("signed", "both"))
    return [
        ("all parties sign", hundred(mine["signed"]), f"of 100 futures ({signed})"),
        (
            "still kept a year on",
            hundred(mine["kept"]),
            "of 100 signed" if mine["kept"] is not None else "never signed",
        ),
        ("signed and kept", hundred(mine["both"]), f"of 100 futures ({both})"),
        ("battle deaths, mean", mean_deaths(mine["fatalities"]), _beside(found.get("fatalities"), 0)),
        ("rights, mean of 0 to 1", number(mine["rights"]), _beside(found.get("rights"), 2)),
    ]


def _beside(one: Contrast | None, digits: int) -> str:
    if one is None:
        return "not counted in this case"
    return f"{number(one.before, digits)} without the text: {amount_against(one.low, one.mid, one.high, digits)}"


def _crossed(context: Context, trial: Trial | None) -> dict[str, list[dict[str, Any]]]:
    """Return the red lines that the text's own terms cross, and those that what it leaves open would cross."""
    if trial is None:
        return {"said": [], "filled": []}
    every = crossed(context.case, trial.text)
    said = [one for one in every if one["issue"] in trial.named]
    filled = [one for one in every if one["issue"] not in trial.named]
    return {"said": crossings(context, {"crosses": said}), "filled": crossings(context, {"crosses": filled})}


def _signer(context: Context, one: Margin) -> dict[str, Any]:
    short = nearest_hundred(abs(one.over_ratifiable[1]))
    side = "above" if one.over_ratifiable[1] >= 0 else "below"
    return {
        "name": context.actor_name(one.party), "utility": number(one.utility), "would": hundred(one.would_sign),
        "short": f"{short} points {side} what it could sell at home" if short else "at what it could sell at home",
    }  # fmt: skip
