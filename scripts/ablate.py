"""What each mechanism does: every switch turned the other way on the same luck, in the shipped cases.

Writes docs/calibration/mechanisms.md. Every switch has one outcome in one setting that was named before
(`ablation_questions.py`); that all of them are asked at once is reckoned with. Where the named outcome does not move,
all endings in all settings are searched, and that is reckoned with as well.

Run: python scripts/ablate.py [--runs 10000] [--seed 4]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from ablation_questions import OTHER_WAY, QUESTIONS, RENAMED, SETTINGS, setting
from detente.analysis.ranges import by_draw, parameter_range
from detente.analysis.tables import flags
from detente.engine.build import build_plan
from detente.engine.ensemble import Played, play_ensemble
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.switches import SWITCHES, switch_array

PAGE = Path(__file__).parents[1] / "docs" / "calibration" / "mechanisms.md"
DRAWS = 200
LEVEL = 0.05


@dataclass(frozen=True)
class Change:
    """How far an outcome moves: mean and 5 to 95 % over draws, and how likely the mean is by chance if nothing does.

    ``chance`` is the two-sided p of Student's t over the draws' means (futures of a draw share its numbers), times the
    number of questions that it is one of.
    """

    where: str
    outcome: str
    low: float
    mid: float
    high: float
    chance: float

    @property
    def moves(self) -> bool:
        return self.chance < LEVEL


def outcomes(played: Played) -> dict[str, NDArray[np.float64]]:
    """How futures end, whether a deal is signed and kept (0 or 100 per future); deaths, and texts put down."""
    found = {name.replace("_", " "): 100.0 * value for name, value in flags(played).items()}
    found["battle deaths"] = played.whole("fatalities").astype(float)
    found["texts put down"] = 100.0 * played.whole("rounds").astype(float)
    return found


AMOUNTS = ("battle deaths", "texts put down")


def change(where: str, outcome: str, before: Played, after: Played) -> Change:
    """How an outcome changes from one run to another on the same luck."""
    gap = outcomes(after)[outcome] - outcomes(before)[outcome]
    low, mid, high = parameter_range(gap, before.draw_of, sampling=True)
    means = by_draw(gap, before.draw_of)
    error = float(means.std(ddof=1)) / np.sqrt(means.size)
    chance = 1.0 if error == 0.0 else 2.0 * float(student.sf(abs(mid) / error, means.size - 1))
    return Change(where, outcome, low, mid, high, chance)


class Theatre:
    """A setting, played with any switch turned the other way; what was played is kept."""

    def __init__(self, name: str, runs: int, seed: int) -> None:
        case, levers = setting(name)
        self.name, self.runs, self.seed = name, runs, seed
        self.sheet = make_sheet(case, find_levers(case, levers), draws=DRAWS, seed=seed)
        self.baseline = self._play({})

    def _play(self, switches: dict[str, bool]) -> Played:
        return play_ensemble(build_plan(self.sheet, switches=switches), self.runs, self.seed)

    def turned(self, switch: str) -> Played:
        on = bool(switch_array()[list(SWITCHES).index(switch)])
        return self._play({switch: not on})


def holm(chances: dict[str, float]) -> dict[str, float]:
    """Chances of many questions asked at once (Holm 1979, Scandinavian Journal of Statistics 6: 65-70)."""
    found, highest = {}, 0.0
    for rank, (name, chance) in enumerate(sorted(chances.items(), key=lambda one: one[1])):
        highest = max(highest, min(1.0, (len(chances) - rank) * chance))
        found[name] = highest
    return found


def named(theatres: dict[str, Theatre]) -> dict[str, Change]:
    """What was asked of every switch."""
    found = {}
    for switch in SWITCHES:
        asked = QUESTIONS[switch]
        theatre = theatres[asked.where]
        found[switch] = change(asked.where, asked.outcome, theatre.baseline, theatre.turned(switch))
    corrected = holm({switch: one.chance for switch, one in found.items()})
    return {switch: replace(one, chance=corrected[switch]) for switch, one in found.items()}


def searched(theatres: dict[str, Theatre], switches: list[str]) -> dict[str, Change | None]:
    """For switches whose named outcome does not move: the ending that moves most beyond chance in any setting."""
    endings = [name for name in outcomes(next(iter(theatres.values())).baseline) if name not in AMOUNTS]
    questions = len(switches) * len(theatres) * len(endings)

    def tried(switch: str) -> Iterator[Change]:
        for theatre in theatres.values():
            after = theatre.turned(switch)
            for outcome in endings:
                one = change(theatre.name, outcome, theatre.baseline, after)
                yield replace(one, chance=min(1.0, questions * one.chance))

    return {
        switch: max((one for one in tried(switch) if one.moves), key=lambda one: abs(one.mid), default=None)
        for switch in switches
    }


def _words(one: Change) -> str:
    unit = {"battle deaths": "a future", "texts put down": "in 100 futures"}.get(one.outcome, "of 100 futures")
    digits = 2 if abs(one.mid) < 0.1 else 1
    return f"{one.mid:+,.{digits}f} ({one.low:+,.{digits}f} to {one.high:+,.{digits}f}) {unit}"


def _verdict(switch: str, one: Change) -> str:
    if not one.moves:
        return "no"
    return "yes" if np.sign(one.mid) == QUESTIONS[switch].way else "yes, the other way"


def _reasons(switches: list[str]) -> str:
    """Why outcomes move against the way that was named."""
    if not switches:
        return ""
    rows = "".join(f"- `{switch}`: {OTHER_WAY.get(switch, 'not known why')}.\n" for switch in switches)
    return f"\n## Where it moves the other way\n\n{rows}"


def page(found: dict[str, Change], other: dict[str, Change | None], runs: int, seed: int) -> str:
    """The page of the docs."""
    renamed = ", ".join(f"`{switch}`" for switch in RENAMED)
    lines = [_HEAD.format(runs=runs, seed=seed, asked=len(found), settings=len(SETTINGS), renamed=renamed)]
    lines.append("| switch | what it is | named before | change | beyond chance |\n| --- | --- | --- | --- | --- |\n")
    for switch, one in found.items():
        asked = f"{one.outcome}, {one.where} | {_words(one)} | {_verdict(switch, one)}"
        lines.append(f"| `{switch}` | {SWITCHES[switch]} | {asked} |\n")
    small = [
        f"`{name}`" for name, one in found.items() if one.moves and one.outcome not in AMOUNTS and abs(one.mid) < 1.0
    ]
    lines.append(f"\nBeyond chance, and yet by less than 1 of 100 futures: {', '.join(small)}.\n" if small else "")
    lines.append(_reasons([switch for switch, one in found.items() if "other way" in _verdict(switch, one)]))
    if not other:
        return "".join(lines)
    lines.append(_ELSEWHERE.format(left=len(other), all=len(found), tried=8 * len(SETTINGS)))
    lines.append("| switch | moves most | change |\n| --- | --- | --- |\n")
    for switch, one in other.items():
        lines.append(
            f"| `{switch}` | {one.outcome}, {one.where} | {_words(one)} |\n" if one else f"| `{switch}` | nothing | |\n"
        )
    lines.append(
        "\nWhat no case feeds is tried on cases made for it by the engine's tests (`tests/test_engine_switches.py`).\n"
    )
    return "".join(lines)


_HEAD = """# What each mechanism does

Written by `scripts/ablate.py`; do not edit. Every switch of the engine turned the other way, {runs:,} futures on the
same luck (seed {seed}), in the cases that ship, some with a lever pulled ({settings} settings). Each switch is asked
for **one outcome in one setting, named before the run** in `scripts/ablation_questions.py`, with the way in which it
should go. Shown are the mean change and its range over draws of the numbers (5 to 95 %, with the doubt about the mean).
*Beyond chance*: p < .05 by Student's t over the 200 draws, corrected for {asked} questions asked at once (Holm 1979). A
mechanism may move an outcome beyond chance on average and hardly in most draws: then the range reaches zero.

Questions were named with earlier runs in sight: in those, nine switches ({renamed}) had not moved
what they were first asked for, in the setting first named. They are asked here for what moved then. This run has other
draws and other luck, so that what only chance had moved would not move again.

"""
_ELSEWHERE = """
## Where the named outcome does not move

For {left} of {all} switches the endings were searched in all settings ({tried} a switch), p corrected for all of them
together (Bonferroni). What is found so is a hint, no finding; what moves nothing waits for a case that feeds it.

"""


def main() -> None:
    """Play, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    options = parser.parse_args()
    theatres = {name: Theatre(name, options.runs, options.seed) for name in SETTINGS}
    found = named(theatres)
    other = searched(theatres, [switch for switch, one in found.items() if not one.moves])
    text = page(found, other, options.runs, options.seed)
    print(text)
    if not options.dry:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
