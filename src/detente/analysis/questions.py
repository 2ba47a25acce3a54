"""The few questions whose answers would move the forecast most: assumed numbers, screened by their effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from detente.analysis.hangs_on import leading_outcome, screen
from detente.analysis.tables import flags
from detente.case.draft.edit import place_of, set_number, with_number
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.problems import Path as Place
from detente.case.schema import Case
from detente.engine.draws import pert_quantile
from detente.engine.ensemble import Played
from detente.engine.scenario import play_scenario
from detente.errors import InputError

__all__ = [
    "ANSWERED",
    "Question",
    "answer",
    "answered_text",
    "ends_of",
    "far_off",
    "open_number",
    "path_of",
    "questions",
]

ANSWERED = "analyst's answer"
"""How the reason of an answered number begins: it is not asked again."""
_RUNS, _DRAWS, _ENDS, _LEAST = 500, 50, (0.05, 0.95), 0.01


@dataclass(frozen=True)
class Question:
    """A question about one number.

    Parameters
    ----------
    number
        Its name in the model's book, as in ``positions.taliban.power.ideal``.
    path
        Where it stands in case.yaml.
    text
        The question in words.
    scale
        What values mean, in words, lowest first.
    low, mode, high
        The range as it stands.
    lower, upper
        What is thinkable at all.
    assumed
        Why it stands so.
    outcome
        The outcome that is asked about (``kept_a_year``, ``settlement``, ``war_goes_on`` ...).
    at_low, at_high
        Share of futures with that outcome, in [0, 1], with the number at the low and at the high end of its range
        (5 and 95 of 100 draws), the others as drawn, on the same luck.
    """

    number: str
    path: Place
    text: str
    scale: tuple[tuple[float, str], ...]
    low: float
    mode: float
    high: float
    lower: float
    upper: float
    assumed: str
    outcome: str
    at_low: float
    at_high: float

    @property
    def effect(self) -> float:
        """By how much the outcome's share differs between the ends, in [0, 1]."""
        return abs(self.at_high - self.at_low)


def questions(
    case: Case,
    *,
    most: int = 7,
    runs: int = 2_000,
    seed: int = 1,
    baseline: Played | None = None,
    skip: Sequence[str] = (),
    advance: Callable[[int], None] = lambda n: None,
) -> tuple[Question, ...]:
    """Return the questions that matter most, by their effect on the leading outcome, largest first.

    Numbers that rest on nothing but an assumption are screened by rank correlation with the outcome over the draws;
    twice as many as are asked for, and up to four times as many where some move nothing, are then moved to the ends of
    their ranges one at a time, on the same luck, and sorted by the difference. What moves less than 1 future in 100
    is not asked.

    Parameters
    ----------
    case
        Cut at its date.
    most
        How many at most.
    runs, seed
        Futures and luck of the screening.
    baseline
        Futures of the case that are at hand already.
    skip
        Numbers that were asked already.
    advance
        Called with 1 after each number tried, ``2 * most`` to ``4 * most`` of them.

    Examples
    --------
    >>> import detente
    >>> from importlib import resources
    >>> template = detente.read_case(str(resources.files("detente") / "case" / "template"))
    >>> asked = questions(template, most=1, runs=300)
    >>> all(one.assumed and one.text.endswith("?") for one in asked)
    True
    """
    baseline = baseline or play_scenario(case, runs=runs, seed=seed)
    outcome = leading_outcome(baseline)
    text = (case.folder / "case.yaml").read_text(encoding="utf-8")
    numbers = baseline.plan.sheet.book.numbers
    found: list[Question] = []
    tried = 0
    for name, _ in screen(baseline, outcome, least=0.0):
        place = path_of(case, name)
        if name in skip or place is None or not open_number(numbers[name]) or place_of(text, place) is None:
            continue
        if tried >= 4 * most or (tried >= 2 * most and len(found) >= most):
            break
        one = _question(case, name, place, numbers[name], outcome, seed, min(runs, _RUNS))
        found += [one] if one.effect >= _LEAST else []
        tried += 1
        advance(1)
    return tuple(sorted(found, key=lambda one: (-one.effect, one.number))[:most])


def open_number(number: Number) -> bool:
    """Whether a number has a range that nobody gave a reason for but an assumption."""
    return not number.fixed and not number.because and bool(number.assumed) and not number.assumed.startswith(ANSWERED)


def _question(case: Case, name: str, place: Place, number: Number, outcome: str, seed: int, runs: int) -> Question:
    ends = [float(end) for end in pert_quantile(number, np.array(_ENDS))]
    common: dict[str, Any] = {"runs": runs, "seed": seed, "draws": min(_DRAWS, runs)}
    at = [float(flags(play_scenario(case, held={name: end}, **common))[outcome].mean()) for end in ends]
    words, scale, lower, upper = _worded(case, name)
    return Question(
        name, place, words, scale, number.low, number.mode, number.high, lower, upper, number.assumed, outcome, *at
    )


def path_of(case: Case, name: str) -> Place | None:
    """Return where a number of the book stands in case.yaml; None for what no person is asked.

    Examples
    --------
    >>> import detente
    >>> path_of(detente.read_case("afghanistan-2021"), "forces.taliban.cohesion")
    ('theatre', 'forces', 'taliban', 'cohesion')
    """
    match name.split("."):
        case ["positions", actor, issue, field]:
            for index, one in enumerate(case.positions):
                if (one.actor, one.issue) == (actor, issue):
                    inside = ("red_line", field) if field in ("at_most", "at_least") else (field,)
                    return ("positions", index, *inside)
        case ["theatre", "countryside"]:
            return ("theatre", "countryside")
        case ["forces" | "support" as kind, actor, field] if field in ("strength", "cohesion", "recruits", "level"):
            return ("theatre", kind, actor, field)
        case ["actors", actor, field]:
            return ("actors", actor, "numbers", field)
        case ["beliefs", "trust"]:
            return ("beliefs", "trust")
        case ["beliefs", actor, field]:
            return ("beliefs", field, actor)
        case ["numbers", field]:
            return ("numbers", field)
        case ["proposals", proposal, issue]:
            return ("proposals", proposal, "text", issue)
    return None


_TAKES_ARTICLE = re.compile(r"^United\s|\s(?:government|Front|Movement|Union|Army|Republic|Alliance|League)$")
_Worded = tuple[str, tuple[tuple[float, str], ...], float, float]
_NONE_ALL = ((0.0, "none"), (0.5, "half"), (1.0, "all"))
_ACTOR_WORDS: dict[str, tuple[str, tuple[tuple[float, str], ...]]] = {
    "cost": ("What does a year of war cost {who}, beside all that the war is about?",
             ((0.0, "nothing"), (0.1, "a tenth of it"), (0.5, "half of it"))),
    "audience": ("How hard would those at home punish {who} for signing less than it promised them?",
                 ((0.0, "not at all"), (0.6, "noticeably"), (1.5, "it might fall over it"))),
    "bottom_line": ("What has {who} told its own people it will not go below?",
                    ((0.0, "it would sign anything"), (0.5, "half of what it wants"), (1.0, "all that it wants"))),
    "credulity": ("How far does {who} believe news that outside support ends?",
                  ((0.0, "not at all"), (0.5, "half"), (1.0, "at once"))),
    "pressure": ("How hard does {who} press the party that it leans on to sign?",
                 ((0.0, "not at all"), (0.05, "it threatens"), (0.2, "it makes signing worth a fifth of all"))),
    "own_cost": ("What does a year of staying cost {who}, beside what is at stake for it?",
                 ((0.0, "nothing"), (0.03, "a thirtieth"), (0.1, "a tenth"))),
    "bias": ("As a go-between, which way would {who} lean?",
             ((-1.0, "wholly to the incumbent"), (0.0, "to neither"), (1.0, "wholly to the challenger"))),
    "stake": ("As a go-between, how badly would {who} want a deal, any deal?",
              ((0.0, "not at all"), (0.5, "badly"), (1.0, "at any price"))),
    "psi": ("What would {who} lose by breaking a deal, through those who enforce it?",
            ((0.0, "nothing"), (0.25, "a quarter of what it wants"), (1.0, "everything"))),
    "eta": ("How much of the gain does {who} hold out for?",
            ((0.0, "it takes anything"), (0.5, "half"), (1.0, "all of it"))),
}  # fmt: skip


def _worded(case: Case, name: str) -> _Worded:
    """Return the question, what values mean, and what is thinkable."""
    match name.split("."):
        case ["positions", actor, issue, field]:
            return _position_worded(case, actor, issue, field)
        case ["theatre", "countryside"]:
            holder = next(_who(case, key) for key, one in case.actors.items() if one.side == "challenger")
            return f"How much of the countryside does {holder} hold?", _NONE_ALL, 0.0, 1.0
        case ["forces", actor, "strength"]:
            others = {key: force.strength.mode for key, force in case.theatre.forces.items() if key != actor}
            scale = tuple((value, f"as strong as {_who(case, key)}") for key, value in others.items())
            return f"How strong are the forces of {_who(case, actor)}?", scale, 1e-6, float("inf")
        case ["forces", actor, "cohesion"]:
            scale = ((0.1, "they scatter at the first shock"), (0.5, "half stay"), (1.0, "they stay whatever comes"))
            return f"How well do the forces of {_who(case, actor)} hold together?", scale, 0.01, 1.0
        case ["forces", actor, "recruits"]:
            scale = ((0.0, "none"), (0.2, "a fifth of its strength"))
            return f"How many new fighters does {_who(case, actor)} win in a year?", scale, 0.0, float("inf")
        case ["support", patron, "level"]:
            text = f"How much of what it could give does {_who(case, patron)} give to its side?"
            return text, _NONE_ALL, 0.0, 1.0
        case ["beliefs", "trust"]:
            scale = ((0.0, "not at all"), (0.5, "every second word of it"), (1.0, "wholly"))
            return "How far do the parties trust each other's word?", scale, 0.0, 1.0
        case ["beliefs", actor, "support_lasts"]:
            scale = ((0.0, "it is sure that it ends"), (0.5, "it cannot tell"), (1.0, "it is sure that it lasts"))
            return f"Does {_who(case, actor)} expect the support from outside to last?", scale, 0.0, 1.0
        case ["beliefs", actor, "theta"]:
            scale = ((-1.0, "the incumbent"), (0.0, "neither"), (1.0, "the challenger"))
            return f"Who gains ground, everything else equal, as {_who(case, actor)} sees it?", scale, -8.0, 8.0
        case ["proposals", proposal, issue]:
            text = f"{case.issues[issue].question} What does “{case.proposals[proposal].name or proposal}” say?"
            return text, tuple(case.issues[issue].scale.items()), 0.0, 1.0
        case ["actors", actor, field] if field in _ACTOR_WORDS:
            words, scale = _ACTOR_WORDS[field]
            return words.format(who=_who(case, actor)), scale, REGISTRY[field].lower, REGISTRY[field].upper
        case [*_, field]:
            known = REGISTRY[field]
            return f"How large is this: {known.meaning} ({known.unit})?", (), known.lower, known.upper
    raise AssertionError(name)


def _position_worded(case: Case, actor: str, issue: str, field: str) -> _Worded:
    who = _who(case, actor)
    about = case.issues[issue]
    scale = tuple(sorted(about.scale.items()))
    if field == "ideal":
        return f"{about.question} What would {who} like best?", scale, 0.0, 1.0
    if field == "salience":
        text = f"How much does {who} care about this, beside other issues: {about.question}"
        return (
            text,
            ((0.0, "not at all"), (0.5, "as about others"), (1.0, "more than about anything")),
            0.0,
            float("inf"),
        )
    if field == "exponent":
        text = f"{about.question} Does a small loss here hardly hurt {who}, and a large one very much?"
        return text, ((1.0, "all losses hurt alike"), (2.0, "large ones hurt more")), 1.0, 10.0
    end = "above" if field == "at_most" else "below"
    return f"{about.question} What will {who} not go {end}?", scale, 0.0, 1.0


def _who(case: Case, actor: str) -> str:
    """An actor's name as it stands in a sentence: "the government of Sarno", "the Taliban"."""
    one = case.actors[actor]
    name = one.name
    if name.startswith("The "):
        return f"the {name[4:]}"
    if name.startswith("Government of "):
        return f"the government of {name.removeprefix('Government of ')}"
    rebels = one.side == "challenger" and one.role == "party" and not name.isupper()
    return f"the {name}" if rebels or _TAKES_ARTICLE.search(name) else name


def answer(
    case: str | Path, question: Question, values: Sequence[float], *, because: Sequence[str] = (), reason: str = ""
) -> str:
    """Write an answer into case.yaml: checked first, put in place by rename, comments kept.

    Parameters
    ----------
    case
        The case's folder.
    question
        What was asked.
    values
        One value, or least thinkable, middle and most thinkable.
    because
        Statements, documents or files that it rests on.
    reason
        In a few words; without one, the date of the answer.

    Returns
    -------
    before
        case.yaml as it was, for undo.

    Raises
    ------
    InputError
        If the values are out of order or out of range, or the case would not pass its checks.
    """
    return set_number(case, question.path, ends_of(question, values), because=because, assumed=_assumed(reason))


def answered_text(text: str, case: Case, question: Question, values: Sequence[float], *, reason: str = "") -> str:
    """Return case.yaml with an answer in it, for those who write and check it themselves.

    Parameters
    ----------
    text
        The file as it stands; the number's place is looked up anew in ``case``, as it is read from it.
    case, question, values, reason
        As in `answer`.

    Raises
    ------
    InputError
        If the values are out of order or out of range, or the number is not there any more.
    """
    place = path_of(case, question.number) or question.path
    return with_number(text, place, ends_of(question, values), assumed=_assumed(reason))


def _assumed(reason: str) -> str:
    return f"{ANSWERED}: {reason}" if reason else f"{ANSWERED} of {datetime.now(tz=UTC).date()}"


def far_off(question: Question, values: Sequence[float]) -> bool:
    """Whether an answer is so far from the present range that another scale may be meant: worth asking once more."""
    beyond = 2 * (question.high - question.low)
    low, high = max(question.low - beyond, question.low / 5), question.high + beyond
    return max(values) < low or min(values) > high


def ends_of(question: Question, values: Sequence[float]) -> tuple[float, float, float]:
    """Return least, middle and most of an answer.

    Raises
    ------
    InputError
        If they are out of order or out of range.
    """
    if len(values) not in (1, 3):
        raise InputError(f"{question.number}: expected one number or three (least, middle, most), got {len(values)}")
    low, mode, high = values if len(values) == 3 else (values[0],) * 3
    if not all(np.isfinite((low, mode, high))) or not low <= mode <= high:
        raise InputError(f"{question.number}: expected least <= middle <= most, got {low:g}, {mode:g}, {high:g}")
    if low < question.lower or high > question.upper:
        bounds = f"from {question.lower:g} " + (f"to {question.upper:g}" if np.isfinite(question.upper) else "up")
        raise InputError(
            f"{question.number}: {low if low < question.lower else high:g} is out of range; expected {bounds}"
        )
    return low, mode, high
