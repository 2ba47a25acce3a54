"""Settlement survival: the Weibull model, its fit to censored spells, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize

from detente.errors import InputError
from detente.models.survival import fit_weibull, weibull_hazard, weibull_survival


def spells(n: int, scale: float, shape: float, effects: list[float], seed: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.normal(2.0, 1.0, n), (rng.random(n) < 0.3).astype(float)])[:, : len(effects)]
    lasting = scale * (rng.exponential(size=n) * np.exp(-x @ np.array(effects))) ** (1 / shape)
    watched = rng.uniform(0.05, 3.0, n) * scale
    return np.minimum(lasting, watched), lasting < watched, x


def test_survival_by_its_formula() -> None:
    assert weibull_survival(5.0, 8.0, 0.7, [1.0, 2.0], [0.4, -0.3]) == pytest.approx(
        np.exp(-((5 / 8) ** 0.7) * np.exp(0.4 - 0.6))
    )


@given(st.floats(0.1, 30), st.floats(0.5, 20), st.floats(0.3, 3.0))
def test_hazard_is_the_rate_at_which_survival_falls(t: float, scale: float, shape: float) -> None:
    assume((t / scale) ** shape < 500)  # beyond, survival is no number
    step = 1e-5 * t
    falls = np.log(weibull_survival(t - step, scale, shape) / weibull_survival(t + step, scale, shape)) / (2 * step)
    assert weibull_hazard(t, scale, shape) == pytest.approx(falls, rel=1e-4)


@pytest.mark.parametrize(("scale", "shape", "effects"), [(9.0, 0.7, [0.5, -0.8]), (3.0, 1.4, [0.3]), (50.0, 1.0, [])])
def test_maximum_likelihood_recovers_the_parameters(scale: float, shape: float, effects: list[float]) -> None:
    duration, ended, x = spells(6000, scale, shape, effects, seed=2)
    fit = fit_weibull(duration, ended, x)
    truth = [np.log(scale), np.log(shape), *effects]
    found = [np.log(fit.scale), np.log(fit.shape), *fit.coefficients]
    assert np.abs((np.array(found) - truth) / fit.errors).max() < 3.5
    assert fit.errors.max() < 0.15
    assert (fit.spells, fit.ended) == (6000, int(ended.sum()))


def test_fit_is_the_maximum_and_errors_are_its_curvature() -> None:
    duration, ended, x = spells(400, 5.0, 0.8, [0.4, -0.5], seed=3)

    def against(theta: np.ndarray) -> float:
        rate = np.exp(x @ theta[2:])
        scale, shape = np.exp(theta[:2])
        log_hazard = np.log(shape / scale * (duration / scale) ** (shape - 1) * rate)
        return -float((ended * log_hazard - (duration / scale) ** shape * rate).sum())

    best = minimize(against, np.zeros(4), method="BFGS", options={"gtol": 1e-8})
    fit = fit_weibull(duration, ended, x)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert [np.log(fit.scale), np.log(fit.shape), *fit.coefficients] == pytest.approx(best.x, abs=1e-4)
    steps = 1e-4 * np.eye(4)
    curvature = [[against(best.x + a + b) - against(best.x + a - b) - against(best.x - a + b) + against(best.x - a - b)
                  for b in steps] for a in steps]  # fmt: skip
    errors = np.sqrt(np.diag(np.linalg.inv(np.array(curvature) / 4e-8)))
    assert fit.errors == pytest.approx(errors, rel=1e-3)


@given(st.floats(0.01, 100.0))
def test_the_unit_of_time_only_scales_the_scale(unit: float) -> None:
    duration, ended, x = spells(60, 5.0, 0.8, [0.4], seed=4)
    here, there = fit_weibull(duration, ended, x), fit_weibull(unit * duration, ended, x)
    assert there.scale == pytest.approx(unit * here.scale, rel=1e-6)
    assert there.shape == pytest.approx(here.shape, rel=1e-6)
    assert there.coefficients == pytest.approx(here.coefficients, rel=1e-5)


def test_survival_of_a_fit() -> None:
    fit = fit_weibull([1.0, 2.0, 3.0, 4.0], covariates=[0.0, 1.0, 1.0, 0.0])
    same = weibull_survival(2.0, fit.scale, fit.shape, [[1.0]], fit.coefficients)
    assert fit.survival(2.0, [[1.0]]) == pytest.approx(same)
    assert fit.survival(2.0) == pytest.approx(weibull_survival(2.0, fit.scale, fit.shape))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_weibull([1, 2], [True]), "equal lengths"),
        (lambda: fit_weibull([0, 2]), "durations above 0"),
        (lambda: fit_weibull([1, 2, 3], [1, 0, 0]), "at least two different durations"),
        (lambda: fit_weibull([1, 2, 3], covariates=[1, 1, 1]), "can not be told apart"),
        (lambda: weibull_survival(-1, 1, 1), "not negative"),
        (lambda: weibull_survival(1, 0, 1), "above 0"),
        (lambda: weibull_survival(1, 1, 1, [1.0]), "both or neither"),
    ],
)
def test_wrong_arguments_say_what_would_be_right(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)


def test_a_covariate_that_separates_is_refused() -> None:
    with pytest.raises(ArithmeticError, match="separates"):
        fit_weibull([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1])
