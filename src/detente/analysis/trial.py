"""A text put on the table: who would sign, by how much each floor is met, whether it is kept, what it crosses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np

from detente.analysis.ranges import parameter_range
from detente.analysis.tables import first_break_name, flags
from detente.analysis.texts import crossed
from detente.case.locate import parse_yaml
from detente.case.problems import Problem, Problems
from detente.case.schema import Case
from detente.engine.ensemble import Advance, Played
from detente.engine.scenario import DRAWS, play_scenario
from detente.engine.state import Mind
from detente.errors import InputError

__all__ = ["Margin", "Trial", "parse_text", "read_texts", "trial_of", "try_text"]

Spread = tuple[float, float, float]
_TEXTS = "NAME: {ISSUE: VALUE, ...}"


@dataclass(frozen=True)
class Margin:
    """How a text stands to one party on the first day.

    Attributes
    ----------
    party
        Its key.
    utility
        What the text gives it: median over draws, 0 at the other side's ideal, 1 at its own.
    over_war, over_ratifiable
        Utility less the value of fighting on, and less what it could sell at home: 5, 50, 95 % over draws.
    would_sign
        Share of futures in which the text beats its ratifiable floor.
    """

    party: str
    utility: float
    over_war: Spread
    over_ratifiable: Spread
    would_sign: float


@dataclass(frozen=True)
class Trial:
    """What came of a text.

    Attributes
    ----------
    name, text
        As given, with the issues that it leaves to the table filled in.
    named
        Issues that the text names.
    margins
        By party.
    signed, kept, both
        Share of futures signed; still kept a year on, of those signed; and of all futures: low, mean, high.
    first_break
        What breaks first among signed deals that break, with shares.
    broken
        How many of them break.
    crosses
        Red lines crossed, with whether their owner is absent from the table and whether they are about rights.
    fatalities, rights
        Battle deaths to the horizon and rights at it, 0 to 1: means over futures, as everywhere.
    runs
        Futures played.
    """

    name: str
    text: dict[str, float]
    named: tuple[str, ...]
    margins: tuple[Margin, ...]
    signed: Spread
    kept: Spread | None
    both: Spread
    first_break: tuple[tuple[str, float], ...]
    broken: int
    crosses: tuple[dict[str, Any], ...]
    fatalities: float
    rights: float | None
    runs: int


def parse_text(case: Case, written: str, place: str = "--text") -> dict[str, float]:
    """Read ``issue=value,issue=value``.

    Raises
    ------
    InputError
        With every problem: unknown issues (did you mean), values that are no numbers in [0, 1], middle values of
        indivisible issues.

    Examples
    --------
    ``parse_text(case, "executive=.5,presidency=1")`` gives ``{"executive": 0.5, "presidency": 1.0}``.
    """
    text: dict[str, float] = {}
    problems = []
    for part in filter(None, (one.strip() for one in written.split(","))):
        issue, sign, value = (one.strip() for one in part.partition("="))
        if not sign:
            problems.append(f'{place}: "{part}": expected ISSUE=VALUE, as {next(iter(case.issues))}=.5')
            continue
        problems += _check(case, issue, value, place, text)
    if not text and not problems:
        problems.append(f"{place}: the text is empty; expected ISSUE=VALUE,...")
    if problems:
        raise InputError(*problems)
    return text


def _check(case: Case, issue: str, value: str, place: str, text: dict[str, float]) -> list[str]:
    """Add one issue's value to the text, or say what is wrong with it."""
    if issue not in case.issues:
        near = get_close_matches(issue, case.issues, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"the issues are {', '.join(case.issues)}"
        return [f'{place}: no issue is called "{issue}"; {hint}']
    try:
        number = float(value)
    except ValueError:
        return [f'{place}: {issue}: expected a number from 0 to 1, got "{value}"']
    if not 0.0 <= number <= 1.0:
        return [f"{place}: {issue}: {number:g} is outside [0, 1]; 0 is {_words(case, issue, 0.0)}"]
    if issue in text:
        return [f"{place}: {issue} is given twice; give it once"]
    if case.issues[issue].indivisible and number not in case.issues[issue].scale:
        stops = ", ".join(f"{stop:g} ({words})" for stop, words in case.issues[issue].scale.items())
        return [f"{place}: {issue} is indivisible; expected one of {stops}, got {number:g}"]
    text[issue] = number
    return []


def _words(case: Case, issue: str, stop: float) -> str:
    scale = case.issues[issue].scale
    return f'"{scale[min(scale, key=lambda one: abs(one - stop))]}"'


def read_texts(case: Case, path: Path) -> dict[str, dict[str, float]]:
    """Read named texts from YAML or JSON: ``name: {issue: value, ...}`` or ``name: issue=value,...``.

    Raises
    ------
    InputError
        With every problem and its place.
    """
    problems = Problems()
    try:
        written = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}; check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}:1:1: byte {error.start + 1}: not UTF-8; save the file as UTF-8") from error
    located = parse_yaml(written, str(path), problems, _TEXTS)
    texts: dict[str, dict[str, float]] = {}
    for name, held in (located.data if located else {}).items():
        texts[str(name)] = {}
        pairs = held.items() if isinstance(held, dict) else [(None, held)]
        for issue, value in pairs:
            line, column = located.place((name, issue) if issue is not None else (name,)) if located else (1, 1)
            part = value if issue is None else f"{issue}={value}"
            try:
                if not isinstance(part, str) or isinstance(value, dict | list):
                    raise InputError(f"expected {_TEXTS}")
                texts[str(name)] |= parse_text(case, part, "")
            except InputError as error:
                for problem in error.problems:
                    problems.add(Problem(str(path), line, column, str(name), problem.removeprefix(": ")))
        if isinstance(held, dict) and not held:
            problems.add(located.problem((name,), f"the text is empty; expected {_TEXTS}") if located else _empty(path))
    if not texts and not problems:
        problems.add(_empty(path))
    problems.raise_all()
    return texts


def _empty(path: Path) -> Problem:
    return Problem(str(path), 1, 1, "", f"expected {_TEXTS}, one text or more")


def try_text(
    case: Case,
    name: str,
    text: Mapping[str, float],
    *,
    runs: int = 2_000,
    seed: int = 1,
    draws: int = DRAWS,
    advance: Advance | None = None,
) -> Trial:
    """Put a text on the table at every round, the first of them in the first week, and play on.

    Parameters
    ----------
    case
        Cut at its date.
    name, text
        The text: issue -> value; issues that it does not name are left to a compromise between the parties.
    runs, seed, draws
        Of the ensemble.
    """
    played = play_scenario(
        case, runs=runs, seed=seed, draws=draws, scenario=f"text:{name}", forced=dict(text), keep=True, advance=advance
    )
    return trial_of(played, name, text)


def trial_of(played: Played, name: str, text: Mapping[str, float]) -> Trial:
    """Read off futures what came of the text that was on the table in them.

    Parameters
    ----------
    played
        Futures in which the text was forced on the table, with states of mind kept.
    name, text
        As in `try_text`.
    """
    parts, draw, case = played.plan.parts, played.draw_of, played.plan.sheet.case
    place = int(parts["text_forced"])
    found = flags(played)
    mine = found["ever_signed"] == 1.0
    kept = None
    if mine.any():
        kept = parameter_range(found["kept_a_year"][mine], np.unique(draw[mine], return_inverse=True)[1])
    whole = {issue: float(np.median(parts["text_x"][:, place, k])) for k, issue in enumerate(case.issues)}
    rights = played.out.real[:, 1]
    return Trial(
        name=name,
        text=whole,
        named=tuple(text),
        margins=tuple(_margin(played, place, i) for i in range(len(played.plan.sheet.parties))),
        signed=parameter_range(found["ever_signed"], draw),
        kept=kept,
        both=parameter_range(found["kept_a_year"], draw),
        first_break=_breaks(played),
        broken=int((played.whole("first_break") >= 0).sum()),
        crosses=tuple(crossed(case, text)),
        fatalities=float(played.whole("fatalities").mean()),
        rights=None if np.isnan(rights).all() else float(np.nanmean(rights)),
        runs=played.runs,
    )


def _margin(played: Played, place: int, i: int) -> Margin:
    u = played.plan.parts["text_u"][played.draw_of, i, place]
    mind = played.out.minds[:, 0, i]
    war, home = u - mind[:, Mind.FLOOR], u - mind[:, Mind.RATIFIABLE]

    def spread(values: np.ndarray) -> Spread:
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
        return float(low), float(middle), float(high)

    party = played.plan.sheet.parties[i]
    return Margin(party, float(np.median(u)), spread(war), spread(home), float((home >= 0.0).mean()))


def _breaks(played: Played) -> tuple[tuple[str, float], ...]:
    broke = played.whole("first_break")
    broke = broke[broke >= 0]
    names = first_break_name(played.plan.sheet)
    counts = np.bincount(broke, minlength=len(names))[: len(names)]
    order = np.argsort(-counts, kind="stable")
    return tuple((names[at], float(counts[at] / len(broke))) for at in order if counts[at])
