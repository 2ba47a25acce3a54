"""What each mechanism does: every switch turned the other way on the same luck, in the shipped cases.

Writes docs/calibration/mechanisms.md: for every switch the outcome that moves most beyond its interval, on the case and
date where it shows best. How a future ends and whether deals are signed and kept come first; where none of these moves
beyond its interval, dated events, clauses, reviews, deaths and people brought out are asked.

Run: python scripts/ablate.py [--runs 4000]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.analysis.ranges import parameter_range
from detente.analysis.tables import OUTCOMES, flags
from detente.case.load import read_case
from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.ensemble import Played, play_ensemble
from detente.engine.layout import Kind, Status
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.switches import SWITCHES, switch_array

PAGE = Path(__file__).parents[1] / "docs" / "calibration" / "mechanisms.md"
DRAWS = 200
SETTINGS: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    ("afghanistan-2021", None, ()),
    ("afghanistan-2021", None, ("conditions_based_exit",)),
    ("afghanistan-2021", None, ("evacuation_only",)),
    ("afghanistan-2021", None, ("guarantors_and_region",)),
    ("afghanistan-2021", None, ("guarantors_and_region", "conditions_based_exit")),
    ("afghanistan-2021", "2021-05-01", ()),
    ("afghanistan-2021", "2021-08-12", ("air_support_returns",)),
    ("aceh-2005", None, ()),
)
HAPPENED: dict[str, tuple[Kind, ...]] = {
    "a table opens": (Kind.TABLE_OPENED,),
    "a table closes": (Kind.TABLE_CLOSED,),
    "a text is refused": (Kind.REFUSAL,),
    "a text leaks": (Kind.LEAKED,),
    "a ceasefire is agreed": (Kind.CEASEFIRE,),
    "a spoiler attacks": (Kind.ATTACK,),
    "the capital falls": (Kind.CAPITAL_FELL,),
    "a review ends in leaving": (Kind.REVIEW_LEAVE,),
    "a review ends in staying": (Kind.REVIEW_EXTEND, Kind.REVIEW_CONDITION),
}
ENDINGS = frozenset(name.replace("_", " ") for name in (*OUTCOMES, "ever_signed", "kept_a_year"))
ITSELF = {
    "leaks": "a text leaks",
    "spoilers": "a spoiler attacks",
    "ceasefires": "a ceasefire is agreed",
    "talks": "a table opens",
}
"""What a switch takes away by itself: shown only where nothing else moves."""


@dataclass(frozen=True)
class Change:
    """How far an outcome moves: mean and 5 to 95 %, in the unit that its name says."""

    outcome: str
    unit: str
    low: float
    mid: float
    high: float

    @property
    def beyond(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def strength(self) -> float:
        """How far the mean is from 0, in half widths of the interval."""
        return abs(self.mid) / max(self.mid - self.low, self.high - self.mid, 1e-6)


def endings(played: Played) -> dict[str, NDArray[np.float64]]:
    """How futures end, and whether a deal is signed and kept: 0 or 100 per future."""
    return {name.replace("_", " "): 100.0 * value for name, value in flags(played).items()}


def details(played: Played) -> dict[str, NDArray[np.float64]]:
    """Dated events, what came of clauses (0 or 100 per future)."""
    out, found = played.out, {}
    kinds = np.where(np.arange(out.events.shape[1]) < out.event_count[:, None], out.events[:, :, 1], -1)
    for name, which in HAPPENED.items():
        found[name] = 100.0 * np.isin(kinds, which).any(axis=1)
    clauses = [one.id for deal in played.plan.sheet.case.deals.values() for one in deal.clauses]
    for at, clause in enumerate(clauses):
        for status in (Status.KEPT, Status.BREACHED, Status.WAIVED, Status.DISPUTED):
            found[f"{clause} is {status.name.lower()}"] = 100.0 * (out.clause[:, at, 0] == status)
    return found


def amounts(played: Played) -> dict[str, NDArray[np.float64]]:
    """Numbers of a future."""
    return {
        "battle deaths": played.whole("fatalities").astype(float),
        "civilians brought out": played.whole("civilians_out").astype(float),
        "regions lost": played.whole("regions_lost").astype(float),
        "texts put down": played.whole("rounds").astype(float),
    }


def changes(before: Played, after: Played) -> Iterator[Change]:
    """Every outcome's change: endings first, then the rest."""
    for measure, unit in ((endings, "of 100 futures"), (details, "of 100 futures"), (amounts, "a future")):
        old, new = measure(before), measure(after)
        for name, value in old.items():
            low, mid, high = parameter_range(new[name] - value, before.draw_of, sampling=True)
            yield Change(name, unit, low, mid, high)


def rank(switch: str, one: Change) -> tuple[bool, bool, bool, bool, float]:
    """Beyond its interval; an ending; not what the switch itself does; a share; by size (amounts: by strength)."""
    share = one.unit == "of 100 futures"
    ending = one.outcome in ENDINGS
    return one.beyond, ending, one.outcome != ITSELF.get(switch), share, abs(one.mid) if share else one.strength


def settings() -> Iterator[tuple[str, Case, tuple[str, ...]]]:
    for name, as_of, levers in SETTINGS:
        case = read_case(name, as_of)
        words = f"{name}, {case.as_of}" + (f", {'+'.join(levers)}" if levers else "")
        yield words, case, levers


def ablate(runs: int, seed: int) -> list[tuple[str, str, Change]]:
    """For each switch: the setting and the change that shows it best."""
    best: dict[str, tuple[str, Change]] = {}
    for words, case, levers in settings():
        sheet = make_sheet(case, find_levers(case, levers), draws=DRAWS, seed=seed)

        def play(switches: dict[str, bool], sheet=sheet) -> Played:
            return play_ensemble(build_plan(sheet, switches=switches), runs, seed, events=True)

        baseline = play({})
        for switch in SWITCHES:
            on = bool(switch_array()[list(SWITCHES).index(switch)])
            for one in changes(baseline, play({switch: not on})):
                if switch not in best or rank(switch, one) > rank(switch, best[switch][1]):
                    best[switch] = (words, one)
        print(words, "done", flush=True)
    return [(switch, *best[switch]) for switch in SWITCHES]


def page(rows: list[tuple[str, str, Change]], runs: int, seed: int) -> str:
    lines = [
        "# What each mechanism does",
        "",
        f"Every switch of the engine turned the other way, {runs:,} futures on the same luck (seed {seed}), in "
        "the cases that ship, some with a lever pulled. Shown is the outcome that moves most among those beyond their "
        "interval (5 to 95 %, over draws of the numbers and the doubt about the mean); *beyond*: the interval leaves "
        "zero out. How a future ends and whether a deal is signed or kept a year come first; only where none of these "
        "moves beyond its interval are events, clauses, reviews, deaths and people brought out asked, and then with "
        "hundreds of outcomes to choose from. `scripts/ablate.py` writes it.",
        "",
        "| switch | what it is | outcome | change | beyond | where |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for switch, where, one in rows:
        change = f"{one.mid:+,.1f} ({one.low:+,.1f} to {one.high:+,.1f}) {one.unit}"
        beyond = "yes" if one.beyond else "no"
        lines.append(f"| `{switch}` | {SWITCHES[switch]} | {one.outcome} | {change} | {beyond} | {where} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    PAGE.write_text(page(ablate(options.runs, options.seed), options.runs, options.seed), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
