"""The question that a seat is asked: in words, with what it is worth, and every answer as a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detente.analysis.seat import Prospect, Question, Sight, Sitting
from detente.views import charts_seat
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.web.state import State
from detente.views.web.tabs.seat_code import STEPS, encode
from detente.views.web.terms import scale_words
from detente.views.wording import joined, nearest_hundred, number

__all__ = ["asked_words", "question_data", "taken_words"]

Follow = Callable[[str], dict[str, str]]
_TEXTS = 6
_QUESTIONS = {
    "sign": ("{by} puts a text on the table. Do you sign?", "sign a text of {by}"),
    "propose": ("It is your turn. What do you put on the table?", "put a text down"),
    "ceasefire": ("{by} proposes a ceasefire. Do you agree?", "agree to a ceasefire"),
    "renew": ("The ceasefire runs out. Do you renew it?", "renew the ceasefire"),
    "walk_out": ("The ceasefire holds you back. Do you end it?", "end the ceasefire"),
    "leave": ("The deal now gives you less than war would. Do you leave it?", "leave the deal"),
}
_CHOICES = {
    "sign": ("Sign", "Refuse"),
    "ceasefire": ("Agree", "Refuse"),
    "renew": ("Renew it", "Let it end"),
    "walk_out": ("End it", "Stay in it"),
    "leave": ("Leave the deal", "Stay in it"),
}


def asked_words(context: Context, question: Question, short: bool = False) -> str:
    """Say what is asked."""
    by = context.actor_name(question.by) if question.by else "the mediator"
    long, brief = _QUESTIONS[question.asked]
    text = (brief if short else long).format(by=by)
    return text if short else text[:1].upper() + text[1:]


def taken_words(taken: bool | int | str | None) -> str:
    """Say what was decided.

    Examples
    --------
    >>> [taken_words(one) for one in (True, False, "pass", "ceasefire", 12, None)]
    ['yes', 'no', 'nothing', 'a ceasefire', 'a text', 'left to the engine']
    """
    if taken is None:
        return "left to the engine"
    if isinstance(taken, bool):
        return "yes" if taken else "no"
    return {"pass": "nothing", "ceasefire": "a ceasefire"}.get(str(taken), "a text")


def question_data(
    context: Context, state: State, party: str, sitting: Sitting, follow: Follow
) -> tuple[dict[str, Any], tuple[Figure, ...]]:
    """Return what the page shows of the open question, and its figures.

    Parameters
    ----------
    context
        Names of the case.
    state
        With the terms of one's own text, ``own-ISSUE`` in its view.
    party
        Whose seat it is.
    sitting
        With an open question.
    follow
        What the page remembers after an answer, by its code.
    """
    question, sight = sitting.question, sitting.sight
    assert question is not None
    assert sight is not None
    issues = list(context.case.issues)
    choices = [(label, follow(code), code == "y") for label, code in
               zip(_CHOICES.get(question.asked, ()), ("y", "n"), strict=False)]  # fmt: skip
    figure = _worths(context, party, sight)
    data: dict[str, Any] = {
        "choices": choices, "figure": figure, "offer": _offer(context, party, sight.offer), "propose": None,
        "barred": _barred(context, sight.offer) if sight.offer else "",
    }  # fmt: skip
    if question.asked == "propose":
        own = _own_terms(state, context, party, sitting.prospects)
        data["propose"] = {
            "texts": [_text(context, one, follow(encode(one.number, issues))) for one in sitting.prospects[:_TEXTS]],
            "own": [_slider(context, party, issue, own[issue]) for issue in issues], "put": follow(encode(own, issues)),
            "pass": follow("p"), "ceasefire": follow("c"), "open": any(name.startswith("own-") for name in state.view),
        }  # fmt: skip
    return data, (figure,)


_PRESSED = "Others press you, so that you would sign for less than fighting on is worth."


def _worths(context: Context, party: str, sight: Sight) -> Figure:
    """Draw what the text and its alternatives are worth to the party, as it sees them."""
    own, offer = sight.own, sight.offer
    rows: list[dict[str, Any]] = []
    if offer is not None:
        rows.append({"name": "This text, with the breach you expect",
                     "worth": offer.priced + own.inclination, "offer": True})  # fmt: skip
    rows += [
        {"name": "What you hold out for", "worth": own.going_on, "offer": False},
        {"name": "The least you can sell at home", "worth": own.ratifiable, "offer": False},
        {"name": "The least you would rather sign than fight on", "worth": own.floor, "offer": False},
        {"name": "Fighting on, as you see it", "worth": own.war, "offer": False},
        {"name": "Fighting on after the announced change", "worth": own.after, "offer": False},
    ]
    rows = [row | {"value": number(row["worth"])} for row in rows]
    title = f"You hold out for {number(own.going_on)}; fighting on is worth {number(own.war)} to you"
    if offer is not None:
        title = f"The text is worth {rows[0]['value']} to you; you hold out for {number(own.going_on)}"
    side = context.side_of(party)
    return Figure(
        line="What each choice is worth to you, in utility",
        title=title,
        drawings=(Drawing("worths", charts_seat.worths(rows, side)),),
        note=_PRESSED if own.floor < own.war - 0.005 else "",
        keys=(Key("what is offered", "bar", side), Key("what you weigh it against", "bar", "bar")) if offer else (),
        table=Table(("Choice", "worth"), tuple((row["name"], row["value"]) for row in rows), "", (1,)),
    )  # fmt: skip


def _offer(context: Context, party: str, offer: Prospect | None) -> Table | None:
    """Return the text on the table beside the party's own ideals."""
    if offer is None:
        return None
    ideals = _ideals(context, party)
    cells = tuple(
        (context.issue_name(issue), scale_words(context, issue, value),
         scale_words(context, issue, ideals[issue]) if issue in ideals else "–")
        for issue, value in offer.terms.items()
    )  # fmt: skip
    return Table(("Issue", "the text says", "you would like"), cells, "The text on the table", unfolded=True)


def _ideals(context: Context, party: str) -> dict[str, float]:
    return {one.issue: one.ideal.mode for one in context.case.positions if one.actor == party}


def _barred(context: Context, offer: Prospect) -> str:
    """Say whose red line or ratifier forbids a text."""
    said = []
    for one in offer.barred:
        who, _, by = one.partition(": ")
        name = context.actor_name(who)
        said.append(f"{name}’s ratifiers or patron" if by else f"a red line of {name}")
    return f"Forbidden today by {joined(said)}." if said else ""


def _text(context: Context, one: Prospect, view: Mapping[str, str]) -> dict[str, Any]:
    """Return a text that could be put down."""
    proposal = context.case.proposals.get(one.name or "")
    name = proposal.name or context.issue_name(one.name or "") if proposal else "A text between the parties"
    return {
        "name": name, "worth": number(one.priced), "hope": nearest_hundred(one.hope), "view": view,
        "barred": _barred(context, one), "key": one.number,
        "terms": [(context.issue_name(issue), scale_words(context, issue, x)) for issue, x in one.terms.items()],
    }  # fmt: skip


def _own_terms(state: State, context: Context, party: str, could: Sequence[Prospect]) -> dict[str, float]:
    """Return the terms of one's own text: as set, or else those of the best text, or one's ideals."""
    start = dict(could[0].terms) if could else _ideals(context, party)
    found = {}
    for issue in context.case.issues:
        try:
            value = float(state.view.get(f"own-{issue}", ""))
        except ValueError:
            value = start.get(issue, 0.5)
        found[issue] = round(min(max(value, 0.0), 1.0) * STEPS) / STEPS
    return found


def _slider(context: Context, party: str, issue: str, value: float) -> dict[str, Any]:
    low, high = context.scale_ends(issue)
    ideal = _ideals(context, party).get(issue)
    return {
        "issue": issue, "name": context.issue_name(issue), "value": value, "low": low, "high": high,
        "words": scale_words(context, issue, value), "step": 1 / STEPS,
        "ideal": scale_words(context, issue, ideal) if ideal is not None else "",
    }  # fmt: skip
