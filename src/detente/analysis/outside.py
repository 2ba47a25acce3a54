"""Outside views: what usually happens to wars, deals and promises like this, before any model of this one.

A forecaster who starts from the nearest base rate and moves from there does better than one who starts from the case
(Kahneman & Lovallo 1993, Management Science 39, 17-31). The numbers are in ``base_rates.json``, written from UCDP data
and coded obligations by ``scripts/base_rates.py``; their page is docs/calibration/base-rates.md.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from detente.errors import InputError

__all__ = [
    "Lateness",
    "OutsideView",
    "agreement_standing",
    "comprehensive_deal",
    "full_agreement",
    "nearest_base_rate",
    "obligation_lateness",
    "state_after",
    "war_ending",
    "war_recurs",
]

_YEARS = "UCDP/PRIO Armed Conflict 24.1, UCDP Peace Agreements 22.1, UCDP Conflict Termination 3-2021; 1990-2020"
_ENDINGS = "UCDP Conflict Termination 3-2021 (Kreutz 2010)"
_AGREEMENTS = "UCDP Peace Agreements 22.1 (Pettersson, Högbladh & Öberg 2019), as known at the end of 2004"
_OBLIGATIONS = "81 dated obligations of 11 peace processes, coded from public reports"
_PROCESSES = "PA-X v8, processes with at least three agreements"
_INDEPENDENT = "years or episodes counted as independent, so the range is too narrow"


@dataclass(frozen=True)
class OutsideView:
    """One base rate.

    Attributes
    ----------
    question
        What it is the share of, in words that can stand on a screen.
    share, low, high
        The share, 5 and 95 %, each in [0, 1].
    cases
        Number of units behind it.
    unit
        What a unit is: conflict-year, war, agreement, obligation, process.
    source
        Data set and what was known when.
    caveat
        What it does not say.
    """

    question: str
    share: float
    low: float
    high: float
    cases: int
    unit: str
    source: str
    caveat: str

    def words(self) -> str:
        """The view in one line.

        Examples
        --------
        >>> war_ending("settlement").words()
        'war ended by a peace agreement: 28 of 100 (21 to 38), 74 wars'
        """
        share, low, high = (round(100 * value) for value in (self.share, self.low, self.high))
        plural = "ies" if self.unit.endswith("y") else "s"
        unit = self.unit.removesuffix("y") + plural if plural == "ies" else self.unit + plural
        return f"{self.question}: {share} of 100 ({low} to {high}), {self.cases} {unit}"


@dataclass(frozen=True)
class Lateness:
    """How dated obligations fared, and how late those were that were met late.

    Attributes
    ----------
    on_time, late, never
        Shares; they add up to 1.
    median_days
        Median of the lognormal that fits the delay of what was met late, days.
    log_sd
        Standard deviation of the log of that delay.
    """

    on_time: OutsideView
    late: OutsideView
    never: OutsideView
    median_days: tuple[float, float, float]
    log_sd: tuple[float, float, float]

    def quantile(self, share: float) -> float:
        """Days by which an obligation is late at most, for this share of all obligations; infinite if never met.

        Raises
        ------
        InputError
            If the share is not in [0, 1].

        Examples
        --------
        >>> late = obligation_lateness()
        >>> late.quantile(0.1), round(late.quantile(0.5)), late.quantile(0.9)
        (0.0, 197, inf)
        """
        from scipy.special import ndtri

        if not 0.0 <= share <= 1.0:
            raise InputError(f"share: expected a number from 0 to 1, got {share!r}")
        if share <= self.on_time.share:
            return 0.0
        inside = (share - self.on_time.share) / self.late.share
        if inside >= 1.0:
            return math.inf
        return self.median_days[1] * math.exp(self.log_sd[1] * float(ndtri(inside)))


@cache
def _rates() -> dict[str, Any]:
    text = resources.files("detente.analysis").joinpath("base_rates.json").read_text(encoding="utf-8")
    return json.loads(text)


def _view(
    row: dict[str, Any], question: str, unit: str, source: str, caveat: str, cases: int | None = None
) -> OutsideView:
    return OutsideView(
        question, row["share"], row["low"], row["high"], row["n"] if cases is None else cases, unit, source, caveat
    )


def _chosen(kind: str, options: dict[str, Any], what: str) -> Any:
    if kind not in options:
        raise InputError(f"{what}: no base rate for {kind!r}; expected one of {', '.join(options)}")
    return options[kind]


def _positive(years: float) -> float:
    if not (math.isfinite(years) and years > 0):
        raise InputError(f"years: expected a finite number above 0, got {years!r}")
    return years


def _span(years: float) -> str:
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def _talks(talks: bool) -> tuple[dict[str, Any], str]:
    return _rates()["settlement"]["talks" if talks else "no talks"]["1990-2020"], "with" if talks else "without"


def _over(row: dict[str, Any], years: float) -> dict[str, Any]:
    """A yearly chance as a chance over some years, every year alike."""
    return {k: -math.expm1(years * math.log1p(-v)) if k != "n" else v for k, v in row.items()}


def full_agreement(years: float, talks: bool) -> OutsideView:
    """Chance that a conflict sees a full peace agreement signed within some years, with or without talks behind it.

    Parameters
    ----------
    years : float
        Horizon, > 0; every year is taken to be alike.
    talks : bool
        Whether a partial, process or ceasefire agreement was signed in the five years before.

    Raises
    ------
    InputError
        If the horizon is not above 0.

    Examples
    --------
    >>> round(full_agreement(1, talks=True).share, 3), round(full_agreement(1, talks=False).share, 3)
    (0.098, 0.018)
    """
    rates, word = _talks(talks)
    question = f"full agreement signed within {_span(_positive(years))}, {word} talks before"
    row = _over(rates["full_agreement"], years)
    return _view(row, question, "conflict-year", _YEARS, f"talks without any text are not seen; {_INDEPENDENT}")


def state_after(years: float) -> dict[str, OutsideView]:
    """Where a war stands after some more years: how it ended, or that it goes on.

    Wars that reached 1,000 deaths in a year lasted a median of 5 active years, so they are taken to end at the constant
    rate ln(2)/5 a year, in the ways in which they did end. (Yearly endings of all dyads, small ones too, are about
    twice as frequent and mostly low activity.)

    Parameters
    ----------
    years : float
        Horizon, > 0.

    Returns
    -------
    dict of str to OutsideView
        By outcome: those of `war_ending` and ``war_goes_on``; the shares add up to 1.

    Raises
    ------
    InputError
        If the horizon is not above 0.

    Examples
    --------
    >>> views = state_after(5)
    >>> round(sum(view.share for view in views.values()), 2)
    1.0
    >>> round(views["settlement"].share, 2), round(views["war_goes_on"].share, 2)
    (0.14, 0.5)
    """
    endings = _rates()["endings"]
    over = -math.expm1(-math.log(2.0) / endings["median_active_years"] * _positive(years))
    source, unit = f"{_ENDINGS}, 1990-2020", "war"
    caveat = f"a constant rate fitted to the median length; {_INDEPENDENT}"
    out = {}
    for name, row in endings["outcomes"].items():
        scaled = {key: over * row[key] for key in ("share", "low", "high")}
        question = f"war ended by {_ENDED[name]} within {_span(years)}"
        out[name] = _view(scaled, question, unit, source, caveat, row["n"])
    going = 1.0 - sum(view.share for view in out.values())
    half = 1.645 * math.sqrt(going * (1.0 - going) / endings["n"])
    row = {"share": going, "low": max(0.0, going - half), "high": min(1.0, going + half)}
    out["war_goes_on"] = _view(row, f"war still going on after {_span(years)}", unit, source, caveat, endings["n"])
    return out


_ENDED = {
    "settlement": "a peace agreement",
    "ceasefire": "a ceasefire",
    "challenger_victory": "rebel victory",
    "incumbent_victory": "government victory",
    "low_activity": "low activity",
    "actor_gone": "an actor's end",
}


def war_ending(outcome: str) -> OutsideView:
    """Share of wars that ended so, among those that reached 1,000 deaths in a year and ended in 1990-2020.

    Parameters
    ----------
    outcome : str
        ``settlement``, ``ceasefire``, ``challenger_victory``, ``incumbent_victory``, ``low_activity``, ``actor_gone``.

    Raises
    ------
    InputError
        If there is no such outcome.

    Examples
    --------
    >>> round(war_ending("challenger_victory").share, 3)
    0.135
    """
    row = _chosen(outcome, _rates()["endings"]["outcomes"], "outcome")
    caveat = f"given that it ended; dyads are many per war; {_INDEPENDENT}"
    return _view(row, f"war ended by {_ENDED[outcome]}", "war", f"{_ENDINGS}, 1990-2020", caveat)


def war_recurs(outcome: str) -> OutsideView:
    """Share of endings of this sort after which the same dyad fought again within five years.

    Parameters and errors as for `war_ending`.

    Examples
    --------
    >>> war_recurs("ceasefire").share > war_recurs("settlement").share
    True
    """
    row = _chosen(outcome, _rates()["recurrence"], "outcome")
    question = f"war back within 5 years after {_ENDED[outcome]}"
    return _view(row, question, "ending", f"{_ENDINGS}, as known at the end of 1999", "intrastate dyads, all sizes")


def agreement_standing(years: float, kind: str = "any") -> OutsideView:
    """Share of peace agreements that still stand after some years (Kaplan-Meier; between its points, linear).

    Parameters
    ----------
    years : float
        Time since the signature, above 0 and at most 15.
    kind : str
        ``full``, ``partial``, ``process`` or ``any``.

    Raises
    ------
    InputError
        If the time lies outside the data or there is no such kind.

    Examples
    --------
    >>> agreement_standing(5, "full").share > agreement_standing(5, "process").share
    True
    """
    rates = _chosen(kind, _rates()["agreements"], "kind")
    points = [{"years": 0.0, "share": 1.0, "low": 1.0, "high": 1.0}, *rates["curve"]]
    if _positive(years) > points[-1]["years"]:
        raise InputError(f"years: the data end {points[-1]['years']:g} years after the signature, got {years:g}")
    after = next(i for i, point in enumerate(points) if point["years"] >= years)
    a, b = points[after - 1], points[after]
    part = (years - a["years"]) / (b["years"] - a["years"])
    row = {key: a[key] + part * (b[key] - a[key]) for key in ("share", "low", "high")}
    name = "agreement" if kind == "any" else f"{kind} agreement"
    return _view(
        row,
        f"{name} still standing {_span(years)} after",
        "agreement",
        _AGREEMENTS,
        f"{rates['clusters']} conflicts, drawn whole for the range; provisions did not forecast better than one curve",
        rates["n"],
    )


def comprehensive_deal(years: int) -> OutsideView:
    """Share of processes that reached a comprehensive deal within some years of their first text.

    Parameters
    ----------
    years : int
        1, 2, 3, 5 or 10.

    Raises
    ------
    InputError
        If the horizon is another.

    Examples
    --------
    >>> round(comprehensive_deal(5).share, 2)
    0.32
    """
    row = _chosen(str(years), _rates()["processes"], "years")
    return _view(
        row, f"comprehensive deal within {_span(years)} of the first text", "process", _PROCESSES, _INDEPENDENT
    )


def obligation_lateness() -> Lateness:
    """How dated obligations in peace agreements fared: on time, late (by how much) or never.

    Examples
    --------
    >>> late = obligation_lateness()
    >>> round(late.on_time.share, 2), round(late.late.share, 2), round(late.never.share, 2)
    (0.18, 0.58, 0.24)
    """
    rates = _rates()["lateness"]
    caveat = "late and broken duties are the ones remembered: the share on time is a lower bound"
    names = {"on_time": "obligation met on time", "late": "obligation met late", "never": "obligation not met"}
    views = [_view(rates[k], q, "obligation", _OBLIGATIONS, caveat, rates["n"]) for k, q in names.items()]
    ranges = [tuple(rates[key][k] for k in ("low", "share", "high")) for key in ("fitted_median_days", "log_sd")]
    return Lateness(views[0], views[1], views[2], ranges[0], ranges[1])


def nearest_base_rate(outcome: str, years: float, talks: bool) -> OutsideView:
    """The base rate that stands beside one of the model's outcomes at a horizon.

    Parameters
    ----------
    outcome : str
        A state at the horizon (as in `state_after`), ``ever_signed``, or ``kept_a_year`` (of what is signed).
    years : float
        Horizon, > 0.
    talks : bool
        Whether talks are on (a text signed in the five years before); it matters for ``ever_signed`` only, since wars
        are too few to split their endings by it.

    Raises
    ------
    InputError
        If there is no base rate for it.

    Examples
    --------
    >>> nearest_base_rate("ever_signed", 1, talks=True).words()
    'full agreement signed within 1 year, with talks before: 10 of 100 (7 to 14), 215 conflict-years'
    """
    if outcome == "ever_signed":
        return full_agreement(years, talks)
    if outcome == "kept_a_year":
        return agreement_standing(1.0, "full")
    return _chosen(outcome, state_after(years), "outcome")
