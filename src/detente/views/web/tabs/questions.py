"""Questions: the assumed numbers that move the answer most, asked in words; answers go into case.yaml, with undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from detente.analysis.questions import ANSWERED, Question, answered_text, ends_of, far_off, open_number, questions
from detente.case.draft.yaml_words import number as written
from detente.case.schema import Case
from detente.errors import InputError
from detente.views.draft_dialogue import outcome_words
from detente.views.web.desk import Desk
from detente.views.web.jobs import Job, Tell, job
from detente.views.web.panel import Panel
from detente.views.web.state import State
from detente.views.wording import hundred, plural

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

__all__ = ["panel", "routes"]

_MOST = 7
_RUNS = 2_000
_FIELDS = 200
_LONGEST_REASON = 200


@dataclass(frozen=True)
class _Asked:
    """The questions as they were worked out for a case; those answered since are left out when they are shown."""

    questions: tuple[Question, ...]
    case: Case


_LISTS: WeakKeyDictionary[Desk, _Asked] = WeakKeyDictionary()
"""What each desk asks: shown until the questions of a case that has changed are worked out."""


def panel(desk: Desk, state: State) -> Panel:
    """Return the open questions, or how far the work on them is."""
    work, asked = _work(desk), _asked(desk)
    left = _open(desk, asked)
    changing = asked is not None and asked.case is not desk.case
    return Panel(
        finding=_finding(asked, left, changing),
        note=f"The case as it is read · {plural(min(_RUNS, desk.runs), 'future')}, one number moved at a time",
        template="web/questions.html",
        data={
            "lines": [_line(place, one) for place, one in enumerate(left, 1)],
            "done": asked is not None,
            "problem": work.problem,
            "share": None if work.finished else round(100 * work.share),
            "changing": changing,
            "answered": sum(number.assumed.startswith(ANSWERED) for number in desk.book.values()),
            "edits": desk.edits,
            "address": state.address(),
        },
    )


def _work(desk: Desk) -> Job[tuple[Question, ...]]:
    """Begin to work out what to ask, behind the page."""

    def ask(tell: Tell) -> tuple[Question, ...]:
        total, done = 2 * _MOST, 0
        tell(0, total)

        def step(more: int) -> None:
            nonlocal done
            done += more
            tell(min(done, total), total)

        return questions(
            desk.case, most=_MOST, runs=min(_RUNS, desk.runs), seed=desk.seed, baseline=desk.baseline(), advance=step
        )

    return job(desk, "questions", ask)


def _asked(desk: Desk) -> _Asked | None:
    """Return what is asked: for the case as it is once that is worked out, for the case before it until then."""
    work = _work(desk)
    if work.value is not None:
        _LISTS[desk] = _Asked(work.value, desk.case)
    return _LISTS.get(desk)


def _open(desk: Desk, asked: _Asked | None) -> list[Question]:
    """Questions whose numbers still rest on an assumption that nobody has answered."""
    book = desk.book
    return [one for one in asked.questions if one.number in book and open_number(book[one.number])] if asked else []


def _finding(asked: _Asked | None, left: list[Question], changing: bool) -> str:
    if asked is None:
        return "What to ask is being worked out"
    if changing and not left:
        return "All of these are answered; what to ask next is being worked out"
    if left:
        these = "this one" if len(left) == 1 else f"these {len(left)}"
        return f"Answer {these}: no other assumption moves the answer more"
    return "No assumed number moves the answer by 1 future in 100"


def _line(place: int, one: Question) -> dict[str, Any]:
    """What a question shows."""
    return {
        "place": place,
        "number": one.number,
        "text": one.text,
        "scale": [(_printed(value), words) for value, words in one.scale],
        "low": _printed(one.low),
        "mode": _printed(one.mode),
        "high": _printed(one.high),
        "assumed": one.assumed,
        "at_low": hundred(one.at_low),
        "at_high": hundred(one.at_high),
        "outcome": outcome_words(one.outcome),
    }


def _printed(value: float) -> str:
    """Print a number as a person may type it back, but with a true minus."""
    return written(value).replace("-", "\u2212")


def routes(desk: Desk) -> list[Route]:
    """Return what the tab answers besides its panel: answers."""
    from starlette.routing import Route

    return [Route("/answer", partial(_act, desk), methods=["POST"])]


async def _act(desk: Desk, request: Request) -> Response:
    from detente.views.web.app import shown

    async with request.form(max_fields=_FIELDS) as form:
        given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return await shown(desk, request, lambda: _done(desk, given))


def _done(desk: Desk, given: Mapping[str, str]) -> State:
    """Write an answer, or take the last change back; return the state to show."""
    state = desk.state(parse_qsl(given.get("where", "")))
    do = given.get("do", "")
    if do == "undo":
        desk.edits.undo()
    else:
        _answer(desk, do, given)
    return state


def _answer(desk: Desk, number: str, given: Mapping[str, str]) -> None:
    question = next((one for one in _open(desk, _asked(desk)) if one.number == number), None)
    if question is None:
        raise InputError("This question is not open any more: the case has changed.")
    values = _values(given, number)
    ends_of(question, values)
    if far_off(question, values) and len(set(values)) == 1:
        raise InputError(
            f"{number}: {values[1]:g} is far from the present range, {question.low:g} to {question.high:g}: is it on "
            "this scale? If you mean it, give least and most too"
        )
    reason = " ".join(given.get(f"why|{number}", "").split())[:_LONGEST_REASON]
    what = f"{number}: answered"
    desk.edits.change("case.yaml", what, lambda text: answered_text(text, desk.case, question, values, reason=reason))


def _values(given: Mapping[str, str], number: str) -> list[float]:
    """Read one number, or three, from the fields of a question.

    Raises
    ------
    InputError
        For what is no number, and where none is given.
    """
    said = [given.get(f"{end}|{number}", "").strip().replace(",", ".") for end in ("low", "mode", "high")]
    if not said[1]:
        raise InputError(f"{number}: give the value that fits best; the other two may stay empty if you are sure of it")
    filled = [one or said[1] for one in said]
    try:
        return [float(one) for one in filled]
    except ValueError:
        wrong = next(one for one in filled if not _is_number(one))
        raise InputError(f"{number}: expected a number, as in .4, got {wrong[:40]!r}") from None


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
