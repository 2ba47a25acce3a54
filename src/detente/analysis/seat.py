"""A seat at the table: play one party on one future's luck, decision by decision, against the model's other parties.

The future is the one that an ensemble has under that number: its draw of the numbers, its luck. Decisions that are
given are carried out in the order in which the party comes to them; from the first that is missing the engine decides
for it. So the tab that a student sits at asks, shows what the party knows that day, adds the answer to the list, and
plays again: a future takes a few thousandths of a second. A seat decides on texts, ceasefires and leaving a deal;
whether its party carries out a clause on time stays with the engine.

>>> from detente.case.load import read_case
>>> seat = open_seat(read_case("aceh-2005"), "gam", run=0, runs=8, draws=8)
>>> sitting = seat.play([])
>>> sitting.asked == () and sitting.question is not None and sitting.question.number == 0
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from detente.analysis.seat_sight import Prospect, Sight, prospects, sight
from detente.analysis.tables import baseline_tables, outcome_tables
from detente.case.schema import Case
from detente.engine.draws import Held
from detente.engine.ensemble import Played, fitting_draws
from detente.engine.limits import QUESTIONS
from detente.engine.plan import Plan
from detente.engine.scenario import DRAWS
from detente.engine.seat import Seated, play_seat, seat_plan
from detente.engine.seat_step import PASS, STOP_FIRE, Ask
from detente.engine.state import Count
from detente.errors import InputError

__all__ = ["Answer", "Prospect", "Question", "Seat", "Sight", "Sitting", "Story", "Terms", "open_seat"]

Said = bool | int | Literal["pass", "ceasefire"]
Answer = Said | Mapping[str, float]
"""True or False to a question of yes or no. When it is the party's turn to put a text down (``propose``): the number of
a text (`Terms.number`), a text of its own as issue -> value (issues left out are filled with a compromise between the
parties), ``"ceasefire"`` instead of a text, or ``"pass"``."""
Asked = Literal["sign", "propose", "ceasefire", "renew", "walk_out", "leave"]
_PROPOSE = "propose"


@dataclass(frozen=True)
class Terms:
    """A text on the table.

    Attributes
    ----------
    number
        Its number, to put it down with.
    name
        Of a proposal of the case; "own 1", ... for the seat's own; None for a text between the parties.
    terms
        Issue -> value in [0, 1].
    """

    number: int
    name: str | None
    terms: dict[str, float]


@dataclass(frozen=True)
class Question:
    """A decision that the party comes to.

    Attributes
    ----------
    number
        From 0, in the order of the future.
    day
        Its date.
    asked
        ``sign`` a text; ``propose`` one; agree to a ``ceasefire``; ``renew`` one that runs out; ``walk_out`` of one
        that the party is better off without; ``leave`` a settlement that it is better off without. The last two come
        only when the engine's own party would go; whoever stays is asked again four weeks later.
    by
        Who asks: the party that proposes, or None (a mediator, or nobody).
    text
        To be signed; None otherwise.
    engine
        What the engine's own party does there, in the form of an answer (texts by number).
    taken
        What was decided; None for a question that is open.
    """

    number: int
    day: date
    asked: Asked
    by: str | None
    text: Terms | None
    engine: Said
    taken: Said | None


@dataclass(frozen=True)
class Story:
    """A future from its first day to its last.

    Attributes
    ----------
    outcome
        The row that the table ``outcomes`` of a result has for it (docs: reference, result).
    events
        Its rows of the table ``events``: ``run``, ``day``, ``kind``, ``subject``, ``value``.
    asked
        Every decision that the party came to, with what was decided.
    """

    outcome: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    asked: tuple[Question, ...]


@dataclass(frozen=True)
class Sitting:
    """Where a seat stands after some answers.

    Attributes
    ----------
    party
        Whose seat it is.
    asked
        The decisions that were given.
    question
        The one that is open; None where the future comes to no more.
    sight
        What the party knows on the day of the open question; None without one.
    prospects
        Texts that the party could put down, best first by what it expects of them; empty unless it is asked to propose.
    rest
        The whole story if the engine decides from here on: not to be shown before the student is done.
    """

    party: str
    asked: tuple[Question, ...]
    question: Question | None
    sight: Sight | None
    prospects: tuple[Prospect, ...]
    rest: Story


@dataclass(frozen=True)
class Seat:
    """A party's seat in one future; see `open_seat`."""

    plan: Plan
    party: str
    run: int
    draw: int
    seed: int

    def play(self, answers: Sequence[Answer] = ()) -> Sitting:
        """Play with so many decisions given.

        Parameters
        ----------
        answers
            In the order of the questions. None at all: the ordinary future.

        Raises
        ------
        InputError
            For an answer that does not fit its question, an unknown issue or text, more answers than questions.
        """
        given, texts = self._read(answers)
        i = self.plan.sheet.parties.index(self.party)
        seated = play_seat(self.plan, i, given, run=self.run, seed=self.seed, texts=texts)
        story = self._story(seated, len(given), texts)
        if len(answers) > len(story.asked):
            raise InputError(f"answer {len(story.asked)}: this future asks {len(story.asked)} times; give no more")
        self._check(answers, story.asked)
        here = next((one for one in story.asked if one.taken is None), None)
        if here is None:
            return Sitting(self.party, story.asked, None, None, (), story)
        at = sight(seated, i, story.events, self.draw)
        could = prospects(seated, i, self._names(texts)) if here.asked == _PROPOSE else ()
        return Sitting(self.party, story.asked[: len(given)], here, at, could, story)

    def alone(self) -> Story:
        """How the future goes if the engine decides everything: the ordinary one."""
        return self._story(play_seat(self.plan, -1, (), run=self.run, seed=self.seed), 0, ())

    def _read(self, answers: Sequence[Answer]) -> tuple[list[int], list[Mapping[str, float]]]:
        """Answers as the engine reads them, and the seat's own texts in the order in which they are put down."""
        issues, first = self.plan.sheet.issues, int(self.plan.records["texts"][0])
        given: list[int] = []
        texts: list[Mapping[str, float]] = []
        problems = []
        for number, answer in enumerate(answers):
            if isinstance(answer, Mapping):
                wrong = [issue for issue in answer if issue not in issues]
                wrong += [issue for issue in answer if issue in issues and not 0.0 <= answer[issue] <= 1.0]
                problems += [f"answer {number}: {one}: expected an issue with a value from 0 to 1" for one in wrong]
                if not wrong:
                    given.append(first + len(texts))
                    texts.append(answer)
            elif isinstance(answer, str):
                given.append(PASS if answer == "pass" else STOP_FIRE)
                if answer not in ("pass", "ceasefire"):
                    problems.append(f'answer {number}: "{answer}"; expected "pass" or "ceasefire"')
            else:
                given.append(int(answer))
        if len(answers) > QUESTIONS:
            problems.append(f"{len(answers)} answers; at most {QUESTIONS} fit")
        if problems:
            raise InputError(*problems)
        return given, texts

    def _check(self, answers: Sequence[Answer], asked: Sequence[Question]) -> None:
        texts = int(self.plan.records["texts"][0]) + sum(isinstance(one, Mapping) for one in answers)
        for question, answer in zip(asked, answers, strict=False):
            place = f"answer {question.number}: on {question.day} the party is asked to {question.asked}"
            if (question.asked != _PROPOSE) != isinstance(answer, bool):
                raise InputError(f"{place}; expected {'a text' if question.asked == _PROPOSE else 'true or false'}")
            if isinstance(answer, int) and not 0 <= answer < texts:
                raise InputError(f"{place}; there is no text {answer}, the last is {texts - 1}")

    def _names(self, texts: Sequence[Mapping[str, float]]) -> dict[int, str]:
        names = dict(enumerate(self.plan.sheet.case.proposals))
        first = int(self.plan.records["texts"][0])
        return names | {first + at: f"own {at + 1}" for at in range(len(texts))}

    def _story(self, seated: Seated, given: int, texts: Sequence[Mapping[str, float]]) -> Story:
        played = Played("seat", seated.plan, seated.out, self.seed, 1, 1)
        outcome = {name: _first(column) for name, column in outcome_tables([played], {})["outcomes"].items()}
        rows = {name: _listed(column) for name, column in baseline_tables(played)["events"].items()}
        events = [dict(zip(rows, row, strict=True)) | {"run": self.run} for row in zip(*rows.values(), strict=True)]
        return Story(
            outcome | {"run": self.run, "draw": self.draw}, tuple(events), self._questions(seated, given, texts)
        )

    def _questions(self, seated: Seated, given: int, texts: Sequence[Mapping[str, float]]) -> tuple[Question, ...]:
        record, sheet = seated.future[0], seated.plan.sheet
        names, found = self._names(texts), []
        for number in range(min(QUESTIONS, int(record["count"][Count.ASKED]))):
            day, kind, subject, who, engine, taken = (int(one) for one in record["asked"][number])
            asked = Ask(kind).name.lower()
            terms = seated.plan.records["text_x"][0, subject, : len(sheet.issues)] if kind == Ask.SIGN else ()
            found.append(
                Question(
                    number=number,
                    day=sheet.case.as_of + timedelta(days=day),
                    asked=asked,  # pyright: ignore[reportArgumentType]
                    by=sheet.parties[who] if who >= 0 else None,
                    text=Terms(subject, names.get(subject), dict(zip(sheet.issues, map(float, terms), strict=True)))
                    if kind == Ask.SIGN
                    else None,
                    engine=_said(asked, engine),
                    taken=_said(asked, taken) if number < given else None,
                )
            )
        return tuple(found)


def _said(asked: str, code: int) -> Said:
    """An answer as the engine keeps it, in the form of an `Answer`."""
    if asked != _PROPOSE:
        return code > 0
    if code == PASS:
        return "pass"
    return "ceasefire" if code == STOP_FIRE else code


def _listed(column: Any) -> list[Any]:
    return column.to_pylist() if hasattr(column, "to_pylist") else np.asarray(column).tolist()


def _first(column: Any) -> Any:
    return _listed(column)[0]


def open_seat(
    case: Case,
    party: str,
    *,
    levers: Sequence[str] = (),
    run: int = 0,
    runs: int = 10_000,
    draws: int = DRAWS,
    seed: int = 1,
    held: Held | None = None,
) -> Seat:
    """Take a party's seat in one future.

    Parameters
    ----------
    case
        Cut at its date.
    party
        Key of a party; a patron, a mediator and others have no seat.
    levers
        Pulled together.
    run
        Which future of the ensemble (the table ``outcomes`` says in ``rounds`` how often texts were put down in it).
    runs, draws, seed
        Of the ensemble; those of a result (in its manifest) give the result's own future.
    held
        Numbers held at a value, or at one per draw, by their names as in ``Sheet.book``.

    Raises
    ------
    InputError
        For a party or a future that there is not.
    """
    parties = [key for key, actor in case.actors.items() if actor.role == "party"]
    problems = []
    if party not in parties:
        problems.append(f'party: no party is called "{party}"; expected one of {", ".join(parties)}')
    if not 0 <= run < runs:
        problems.append(f"run: there is no future {run}; expected 0 to {runs - 1}")
    if problems:
        raise InputError(*problems)
    plan = seat_plan(case, levers, run=run, runs=runs, draws=draws, seed=seed, held=held)
    return Seat(plan, party, run, run // fitting_draws(runs, draws)[1], seed)
