"""How well the front predicts a collapse that it was not fitted to, next to the rival forecasts.

The form is fitted to the other cases; the third case's own effects are drawn from their population. Before each
forecast the draws are weighted by the likelihood of what had happened there by then, which is all that it learns of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

import front_kernel as kernel
from detente.analysis.baselines import BASELINES, FallHistory
from detente.analysis.scores import crps
from front_cases import Collapse, Floats
from front_inference import Fit, Form, case_log_likelihood, case_parameters, fit

OURS = "front"
HORIZONS = (1, 3, 7)
QUIET_HORIZON = 28


@dataclass(frozen=True)
class Transfer:
    """A form's performance on a case left out.

    Attributes
    ----------
    log_predictive
        Log of the mean likelihood of the whole window over draws fitted to the other cases (nats).
    effective
        Effective number of draws behind it.
    cascade
        CRPS by method and horizon, averaged over every day from the first fall on.
    quiet
        CRPS `QUIET_HORIZON` days ahead by method, averaged over every seventh day before the first fall.
    """

    case: Collapse
    log_predictive: float
    effective: float
    cascade: dict[str, dict[int, float]]
    quiet: dict[str, float]


def new_case_draws(found: Fit, draws: int, rng: np.random.Generator) -> Floats:
    """Kernel parameters of a case that the fit has not seen: its effects are drawn from their population."""
    picked = found.draws[rng.choice(len(found.draws), draws)]
    effects = rng.standard_normal((draws, 3))
    return np.array([case_parameters(found.form, row, z) for row, z in zip(picked, effects, strict=True)])


def history_on(case: Collapse, day: int) -> FallHistory:
    """What the rivals know at the end of a day."""
    return FallHistory(
        np.where(case.recorded <= day, day - case.recorded, -1),
        case.neighbours > 0,
        case.start + timedelta(days=day),
    )


def ensembles(
    form: Form, case: Collapse, draws: Floats, cumulative: Floats, day: int, horizon: int, seed: int
) -> Iterator[tuple[str, Floats]]:
    """Every method's ensemble of the number fallen 1 .. horizon days after a day."""
    rng = np.random.default_rng(seed)
    weight = np.exp(cumulative[:, day] - cumulative[:, day].max())
    picked = draws[rng.choice(len(draws), 1000, p=weight / weight.sum())]
    where = (case.capital, case.recorded, case.leaves, case.neighbours, case.difficulty, case.support, case.countryside)
    yield OURS, kernel.futures(form.code, picked, rng, day, horizon, *where)
    history = history_on(case, day)
    for name, forecast in BASELINES.items():
        yield name, forecast(history, horizon, 1000, seed).astype(float)


def mean_crps(
    form: Form, case: Collapse, draws: Floats, cumulative: Floats, days: Sequence[int], horizons: Sequence[int]
) -> dict[str, dict[int, float]]:
    """CRPS by method and horizon, averaged over the days of information whose outcome lies inside the window."""
    total: dict[str, dict[int, list[float]]] = {}
    for day in days:
        inside = [h for h in horizons if day + h < case.days]
        for name, ensemble in ensembles(form, case, draws, cumulative, day, max(inside), seed=day):
            for h in inside:
                score = float(crps(ensemble[:, h - 1], float(case.fallen_by(day + h))))
                total.setdefault(name, {}).setdefault(h, []).append(score)
    return {name: {h: float(np.mean(values)) for h, values in by.items()} for name, by in total.items()}


def transfer(form: Form, cases: Sequence[Collapse], left_out: int, samples: int, seed: int, score: bool) -> Transfer:
    """Fit on all cases but one and predict that one; `score` asks for CRPS beside the log predictive score."""
    case = cases[left_out]
    found = fit(form, [c for i, c in enumerate(cases) if i != left_out], samples, seed)
    draws = new_case_draws(found, 5 * samples, np.random.default_rng(seed))
    cumulative = np.cumsum([case_log_likelihood(form, p, case) for p in draws], axis=1)
    total = cumulative[:, -1]
    weight = np.exp(total - total.max())
    log_predictive = float(total.max() + np.log(weight.mean()))
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    if not score:
        return Transfer(case, log_predictive, effective, {}, {})
    first, last = int(case.recorded.min()), case.days - 1
    end = min(last, int(case.fell[case.fell <= last].max()) + 28)
    cascade = mean_crps(form, case, draws, cumulative, range(first, min(end, last - 1) + 1), HORIZONS)
    before = [day for day in range(0, first, 7) if day + QUIET_HORIZON <= last]
    quiet = mean_crps(form, case, draws, cumulative, before, (QUIET_HORIZON,))
    return Transfer(case, log_predictive, effective, cascade, {name: by[QUIET_HORIZON] for name, by in quiet.items()})
