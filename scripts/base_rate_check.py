"""Settlements and endings over many random wars, set against the base rates of real ones.

Run as ``.venv/bin/python scripts/base_rate_check.py`` (500 wars, some ten minutes on one core); to try other numbers,
``--wars 60 --set v_y=.002,.005,.01 --dry`` prints and writes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from detente.analysis.outside import OutsideView, comprehensive_deal, full_agreement, state_after
from detente.case.load import read_case
from detente.engine.build import build_plan
from detente.engine.ensemble import play_ensemble
from detente.engine.layout import Kind, Outcome
from detente.engine.sheet import make_sheet
from random_cases import random_case
from ucdp_rates import endings, next_full_agreement

PAGE = Path(__file__).resolve().parents[1] / "docs" / "calibration" / "base-rate-check.md"
SEED, YEARS = 19462020, 5
WEEKS = {1: 51, 2: 103, YEARS: 259}


VARIANTS: dict[str, dict[str, list[float]]] = {
    "defaults": {},
    "the countryside moves twice as fast": {"v_y": [0.001, 0.004, 0.016]},
    "base hazard lower": {"alpha": [-14.0, -12.5, -11.0]},
    "rounds twice as often": {"p_round": [0.03, 0.15, 0.56]},
    "no ceasefire proposed without a table": {"p_pause": [0.0, 0.0, 0.0]},
    "ceasefires proposed a third as often": {"p_pause": [0.004, 0.012, 0.03]},
    "the collapses' base hazard and contagion": {"alpha": [-11.4, -9.5, -7.9], "n_c": [0.38, 2.1, 10.6]},
}
"""Other ranges, tried on fewer wars, to say what the endings hang on."""
_VARIANT_WARS = 60


@dataclass(frozen=True)
class War:
    """Shares of the futures of one random war."""

    talks: bool
    patron: bool
    states: dict[int, NDArray[np.float64]]  # by years ahead: shares by outcome
    signed: dict[int, float]  # by years ahead: ever signed by then
    deaths_a_year: float
    pauses_a_year: float  # ceasefires agreed


def play(folder: Path, talks: bool, patron: bool, draws: int, runs: int, seed: int) -> War:
    """Play one war."""
    plan = build_plan(make_sheet(read_case(folder), draws=draws, seed=seed))
    played = play_ensemble(plan, runs, seed, threads=1, events=True)
    signed_on = played.whole("signed_on")
    states = {
        years: np.array([(played.out.state[:, week] == outcome).mean() for outcome in Outcome])
        for years, week in WEEKS.items()
    }
    signed = {years: float(((signed_on >= 0) & (signed_on < 365 * years)).mean()) for years in WEEKS}
    ended = played.whole("ended_on").astype(float)
    days = np.where(ended >= 0, np.maximum(ended, 1.0), 365.0 * YEARS)
    deaths = float((played.whole("fatalities") / days * 365.0).mean())
    kept = np.arange(played.out.events.shape[1]) < played.out.event_count[:, None]
    pauses = (kept & (played.out.events[:, :, 1] == Kind.CEASEFIRE)).sum()
    return War(talks, patron, states, signed, deaths, float(pauses / days.sum() * 365.0))


def spread(wars: int, draws: int, runs: int, numbers: dict[str, list[float]]) -> list[War]:
    """Every second war has talks on the first day."""
    out = []
    with TemporaryDirectory() as folder:
        for i in range(wars):
            where = random_case(np.random.default_rng([SEED, i]), Path(folder) / f"war{i}", i % 2 == 0, YEARS, numbers)
            patron = "union" in (where / "case.yaml").read_text(encoding="utf-8")
            out.append(play(where, i % 2 == 0, patron, draws, runs, SEED + i))
    return out


def words(share: float, low: float, high: float) -> str:
    """Of 100, with the range."""
    return f"{100 * share:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def talking() -> float:
    """Share of conflict-years with talks behind them, by which random wars with and without a table are weighted."""
    with_talks, without = (full_agreement(1, talks).cases for talks in (True, False))
    return with_talks / (with_talks + without)


def mean(wars: list[War], value: Callable[[War], float]) -> float:
    """Mean over wars; where some talk and some do not, as often as in the base rates."""
    groups = [[value(war) for war in wars if war.talks == talks] for talks in (True, False)]
    if not all(groups):
        return float(np.mean(groups[0] or groups[1]))
    return talking() * float(np.mean(groups[0])) + (1.0 - talking()) * float(np.mean(groups[1]))


def ours(wars: list[War], value: Callable[[War], float]) -> str:
    """Mean over wars with its range: 5 to 95 % over wars drawn again."""
    rng = np.random.default_rng(SEED)
    again = [mean([wars[i] for i in rng.integers(len(wars), size=len(wars))], value) for _ in range(400)]
    low, high = np.quantile(again, (0.05, 0.95))
    return words(mean(wars, value), float(low), float(high))


def theirs(view: OutsideView) -> str:
    """The base rate with its range."""
    return words(view.share, view.low, view.high)


def table(head: list[str], body: list[list[str]]) -> str:
    """A Markdown table, first column to the left."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *body)) + "\n"


def states_table(wars: list[War]) -> str:
    """Where wars stand after 1, 2 and 5 years, ours beside the base rate."""
    head = ["state"]
    for years in WEEKS:
        head += [f"{years} y: random wars", "base rate"]
    body = []
    for outcome in Outcome:
        name = outcome.name.lower()
        cells = [name.replace("_", " ")]
        for years in WEEKS:
            cells += [
                ours(wars, lambda war, at=years, state=outcome: float(war.states[at][state])),
                theirs(state_after(years)[name]),
            ]
        body.append(cells)
    gone = ["actor ceases to exist (not modelled)"]
    for years in WEEKS:
        gone += ["", theirs(state_after(years)["actor_gone"])]
    return table(head, [*body, gone])


def signed_table(wars: list[War]) -> str:
    """Settlements signed within a year and five, with and without talks."""
    body = []
    for talks, label in ((True, "talks on the first day"), (False, "no talks on the first day")):
        group = [war for war in wars if war.talks == talks]
        cells = [label]
        for years in WEEKS:
            cells += [ours(group, lambda war, at=years: war.signed[at]), theirs(full_agreement(years, talks))]
        body.append(cells)
    processes = ["processes from their first text (PA-X)"]
    for years in WEEKS:
        processes += ["", theirs(comprehensive_deal(years))]
    texts = ["after a partial or process agreement (UCDP)"]
    for years in WEEKS:
        texts += ["", words(*next_full_agreement(years))]
    body += [processes, texts]
    for patron, label in ((True, "a patron behind the government"), (False, "no patron")):
        group = [war for war in wars if war.patron == patron]
        cells = [label]
        for years in WEEKS:
            cells += [ours(group, lambda war, at=years: war.signed[at]), ""]
        body.append(cells)
    head = ["signed"]
    for years in WEEKS:
        head += [f"within {years} y: random wars", "base rate"]
    return table(head, body)


def periods_table(wars: list[War]) -> str:
    """Of wars that ended, how many ended which way: ours within five years, and real ones in three periods."""
    keys = ("peace agreement", "ceasefire", "low activity", "rebel victory", "government victory", "actor ceases")
    over = mean(wars, lambda war: 1.0 - float(war.states[YEARS][Outcome.WAR_GOES_ON]))
    views = state_after(YEARS)
    late = 1.0 - views["war_goes_on"].share
    columns: list[tuple[str, list[float]]] = [
        ("random wars", [mean(wars, lambda war, at=at: float(war.states[YEARS][at])) / over for at in range(5)] + [0.0])
    ]
    for first, last in ((1946, 1989), (1990, 1999)):
        count, shares = endings(first, last)
        columns.append((f"{first}-{last} (n = {count})", [shares.get(key, 0.0) for key in keys]))
    columns.append(("1990-2020 (n = 74)", [views[name].share / late for name in _ENDINGS]))
    body = [
        [name.replace("_", " "), *(f"{100 * shares[at]:.0f}" for _, shares in columns)]
        for at, name in enumerate(_ENDINGS)
    ]
    return table(["ended in, of 100 that ended", *(head for head, _ in columns)], body)


_ENDINGS = ("settlement", "ceasefire", "low_activity", "challenger_victory", "incumbent_victory", "actor_gone")


def variants_table(draws: int, runs: int) -> str:
    """Endings after five years and settlements within one, under other ranges."""
    head = [
        "numbers",
        *(outcome.name.lower().replace("_", " ") for outcome in Outcome),
        "signed, talks, 1 y",
        "no talks",
    ]
    body = []
    for name, numbers in VARIANTS.items():
        wars = spread(_VARIANT_WARS, draws, runs, numbers)
        states = [
            f"{100 * mean(wars, lambda war, state=outcome: float(war.states[YEARS][state])):.0f}" for outcome in Outcome
        ]
        signed = [
            f"{100 * mean([war for war in wars if war.talks == talks], lambda war: war.signed[1]):.1f}"
            for talks in (True, False)
        ]
        body.append([name, *states, *signed])
    rates = [f"{100 * state_after(YEARS)[outcome.name.lower()].share:.0f}" for outcome in Outcome]
    rates += [f"{100 * full_agreement(1, talks).share:.1f}" for talks in (True, False)]
    return table(head, [*body, ["**base rate**", *rates]])


def page(wars: list[War], draws: int, runs: int, variants: bool) -> str:
    """The page of the docs."""
    deaths = np.array([war.deaths_a_year for war in wars])
    low, middle, high = np.quantile(deaths, [0.1, 0.5, 0.9])
    pauses = mean(wars, lambda war: war.pauses_a_year)
    return "\n".join(
        [
            "# Random wars against base rates\n",
            f"Written by `scripts/base_rate_check.py` on {date.today().isoformat()} (seed {SEED}); do not edit. "
            f"{len(wars)} random wars (`scripts/random_cases.py`), {runs} futures each over {draws} draws of the "
            f"numbers' default ranges, {YEARS} years. Of 100 futures; ranges are 5 to 95 % over wars. Deaths a year "
            f"while the war lasts: {middle:,.0f} at the median ({low:,.0f} to {high:,.0f} in 80 of 100 wars).\n",
            "The base rates (`detente.analysis.outside`) are those of wars that reached 1,000 deaths in a year: "
            "endings at a constant rate from their median length, agreements a year with and without talks before; "
            "a table that stands open today promises more than talks seen in the last five years, so that processes "
            "counted from their first text stand beside, and wars that have just seen a partial or process agreement "
            "(UCDP as known in 2004, conflicts weighing alike: `scripts/ucdp_rates.py`), which is nearest to it. "
            "Half of the random wars begin with a table; in the first and "
            f"the last table they weigh as conflict-years with talks do among all, {100 * talking():.0f} of 100.\n",
            "## Where wars stand\n",
            states_table(wars),
            "## Full agreements signed\n",
            signed_table(wars),
            "## Ceasefires, and victories then and now\n",
            f"Two-sided ceasefires agreed in a hundred years of random war: {100 * pauses:.1f}. {_PERIODS}",
            periods_table(wars),
            *(["## What they hang on\n", _HANGS, variants_table(draws, runs)] if variants else []),
        ]
    )


_PERIODS = (
    "Of 100 real conflict-years 21 saw a ceasefire, one-sided, local and repeated ones among them (Clayton et al. "
    "2022): the range of `p_pause` was widened towards that, with the endings above in sight, so that how many wars "
    "rest in a ceasefire is no independent check. How wars end depends on the period: victories of rebels were more "
    "frequent before 2000 than in 1990-2020 as a whole, victories of governments before 1990. The defaults of the "
    "front were not moved towards the later period, since no count of regions that fall in ordinary wars was at hand. "
    "What UCDP calls an actor's end (it splits, merges or dissolves) the model counts, as far as it has it at all, "
    "among the incumbent's victories and low activity.\n"
)
_HANGS = (
    f"The same wars under other ranges, {_VARIANT_WARS} of them; states after {YEARS} years, of 100 futures. The last "
    "variant takes the base hazard and contagion of `front_posterior.json`, which come from three wars chosen because "
    "they collapsed: an ordinary war is not drawn from them.\n"
)


def main() -> None:
    """Play, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wars", type=int, default=500)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--runs", type=int, default=60, help="futures of each war")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=LOW,MODE,HIGH", help="overrule a default")
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    given = parser.parse_args()
    numbers = {name: [float(v) for v in values.split(",")] for name, values in (s.split("=") for s in given.set)}
    wars = spread(given.wars, given.draws, given.runs, numbers)
    text = page(wars, given.draws, given.runs, variants=not given.dry)
    print(text)
    if not given.dry:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
