"""The front's clock against the model page: every region sums up its own hazard, day by day, and falls at its limit."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engine.layout import Kind, Luck, Num
from detente.engine.names import luck_index
from detente.engine.plan import Plan
from detente.engine.random import exponential, philox, uniform
from detente.models.forces import cohesion_step, garrison_loss, log_strength_ratio, surrender_probability
from detente.models.front import (
    base_hazard,
    branching_number,
    contagion_share,
    contagion_total,
    countryside_step,
    momentum_decay,
)
from detente.models.war import step_chance
from engine_factory import SEED, alone, case_of, happened, plan_of, play, with_numbers

OFF = dict.fromkeys(("talks", "dormancy", "recruitment", "belief_feedback"), False)
FALLS = (Kind.FALL, Kind.SURRENDER, Kind.RETAKEN, Kind.RETAKEN_SURRENDER)


class Front:
    """One future of a war alone, as dictionaries and lists."""

    def __init__(self, plan: Plan, draw: int, run: int) -> None:
        record = plan.records[draw]
        self.run, self.case = run, plan.sheet.case
        self.n = {name.name: float(record["numbers"][name]) for name in Num}
        self.hard = [region.defensibility for region in self.case.regions.values()]
        self.weight = [region.weight for region in self.case.regions.values()]
        self.capital = next((r for r, one in enumerate(self.case.regions.values()) if one.capital), None)
        self.holder = [plan.sheet.side(one.holder) for one in self.case.regions.values()]
        self.force, self.cohesion = list(record["force"]), list(record["cohesion"])
        self.rest, self.momentum = list(record["cohesion"]), list(record["momentum"])
        self.y, self.spell, self.summed = float(record["countryside"]), [0] * len(self.hard), [0.0] * len(self.hard)
        self.luck = luck_index(list(self.case.regions))
        self.limit = [exponential(SEED, run, Luck.FRONT, word, 0) for word in self.luck]
        self.start, self.falls = self.strength(), []

    def strength(self) -> float:
        """ln(S1/S0)."""
        return log_strength_ratio(self.force[1], self.cohesion[1], self.force[0], self.cohesion[0])

    def hazard(self, r: int) -> float:
        """lambda_r of the model page."""
        n, side = self.n, self.holder[r]
        sign = 1.0 if side == 0 else -1.0
        base = base_hazard(
            n["ALPHA"] - (n["RETAKE_OFFSET"] if side == 1 else 0.0), self.y if side == 0 else 1.0 - self.y, 0.0,
            sign * self.strength(), 0.5, self.hard[r], n["B_Y"], n["B_E"], n["B_F"], n["B_P"], n["B_D"],
        )  # fmt: skip
        further = branching_number(n["N_C"], sign * (self.strength() - self.start), 0.0, n["G_H"], n["G_E"])
        total = contagion_total(further, n["TAU"], self.momentum[1 - side])
        omega = [np.exp(-n["B_D"] * hard) for hard in self.hard]
        held = sum(weight for weight, holder in zip(omega, self.holder, strict=True) if holder == side)
        return base + contagion_share(total, omega[r], held)

    def take(self, r: int, day: int) -> None:
        """Region r changes hands."""
        n, loser = self.n, self.holder[r]
        lot = uniform(SEED, self.run, Luck.KIND_OF_FALL, self.luck[r], self.spell[r])
        yielded = lot < surrender_probability(self.cohesion[loser])
        lost = garrison_loss(self.force[loser], self.weight[r], n["XI"] if yielded else n["XA"])
        self.force[loser] -= lost
        self.force[1 - loser] += lost if yielded else 0.0
        self.cohesion[loser] = cohesion_step(
            self.cohesion[loser], 1.0, 1.0 / len(self.hard), 0.0, 0.0, n["KAPPA"], 0.0, 0.0
        )
        self.momentum[1 - loser] += 1.0
        self.holder[r], self.spell[r], self.summed[r] = 1 - loser, self.spell[r] + 1, 0.0
        self.limit[r] = exponential(SEED, self.run, Luck.FRONT, self.luck[r], self.spell[r])
        self.falls.append((day, r))

    def day(self, day: int) -> None:
        """One day, and the recovery of cohesion."""
        n = self.n
        gain = step_chance(n["THETA"], self.strength(), 0.0, 0.0, n["G_S"], n["G_Q"])
        coin = 1.0 if (int(philox(SEED, self.run, Luck.COUNTRYSIDE, 0, day >> 5)[0]) >> (day & 31)) & 1 else -1.0
        self.y = countryside_step(self.y, gain, n["V_Y"], n["Y_NOISE"], coin, 1.0)
        hazards = [self.hazard(r) for r in range(len(self.hard))]
        self.summed = [one + more for one, more in zip(self.summed, hazards, strict=True)]
        for r in range(len(self.hard)):
            if self.summed[r] >= self.limit[r]:
                self.take(r, day)
        self.momentum = [momentum_decay(one, 1.0, n["TAU"]) for one in self.momentum]
        self.cohesion = [
            cohesion_step(one, rest, 0.0, 0.0, 1.0, 0.0, 0.0, n["REC"])
            for one, rest in zip(self.cohesion, self.rest, strict=True)
        ]


@pytest.mark.parametrize("alpha", [-7.0, -5.5])
def test_clock_of_a_side_gives_the_falls_of_regions_that_sum_up_their_own_hazards(alpha: float) -> None:
    case = with_numbers(alone(case_of("template")), alpha=alpha, retake_offset=0.5, n_c=1.2)
    days, runs = 200, 12
    plan = plan_of(case, draws=2, days=days, switches=OFF, step_days=1)
    out, fallen = play(plan, runs), 0
    for run in range(runs):
        front = Front(plan, run // 6, run)
        end = int(out.whole[run, 15])
        for day in range(days if end < 0 else end + 1):
            front.day(day)
        assert front.falls == happened(out, run, *FALLS)
        assert out.countryside[run, -1] == pytest.approx(front.y, abs=1e-6) or end >= 0
        fallen += len(front.falls)
    assert fallen > runs
