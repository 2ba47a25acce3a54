"""How long settlements last: the Weibull model with covariates, and its fit to censored spells."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

__all__ = ["WeibullFit", "fit_weibull", "weibull_hazard", "weibull_survival"]

Array = NDArray[np.float64]


def _effect(covariates: ArrayLike | None, coefficients: ArrayLike | None) -> Array:
    if covariates is None or coefficients is None:
        if covariates is not None or coefficients is not None:
            raise InputError("covariates, coefficients: expected both or neither")
        return np.zeros(())
    return np.asarray(covariates, dtype=float) @ np.asarray(coefficients, dtype=float)


def _parameters(scale: float, shape: float) -> None:
    if not (0 < scale < math.inf and 0 < shape < math.inf):
        raise InputError(f"scale, shape: expected finite numbers above 0, got {scale!r}, {shape!r}")


def weibull_survival(
    time: ArrayLike,
    scale: float,
    shape: float,
    covariates: ArrayLike | None = None,
    coefficients: ArrayLike | None = None,
) -> Array:
    r"""Share of settlements that still hold after a time: :math:`S(t) = \exp(-(t/l)^k e^{b \cdot x})`.

    Parameters
    ----------
    time
        t, from 0, any shape that broadcasts with the rows of `covariates`; in the unit of `scale`.
    scale, shape
        l and k, above 0. k < 1: the first years are the most dangerous; k = 1: a constant hazard.
    covariates, coefficients
        x, shape (..., p), and b, shape (p,): e^b multiplies the hazard for each unit of x.

    Returns
    -------
    numpy.ndarray
        In [0, 1].

    References
    ----------
    Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., section 2.3.

    Examples
    --------
    >>> weibull_survival([0.0, 5.0, 10.0], scale=10.0, shape=0.8).round(4).tolist()
    [1.0, 0.5631, 0.3679]
    """
    _parameters(scale, shape)
    t = np.asarray(time, dtype=float)
    if not (t >= 0).all():
        raise InputError("time: expected numbers that are not negative")
    return np.exp(-((t / scale) ** shape) * np.exp(_effect(covariates, coefficients)))


def weibull_hazard(
    time: ArrayLike,
    scale: float,
    shape: float,
    covariates: ArrayLike | None = None,
    coefficients: ArrayLike | None = None,
) -> Array:
    r"""Hazard per unit of time, :math:`h(t) = (k/l)(t/l)^{k-1} e^{b \cdot x}`, for t above 0; see `weibull_survival`.

    Examples
    --------
    >>> weibull_hazard([1.0, 10.0], scale=10.0, shape=1.0).tolist()
    [0.1, 0.1]
    """
    _parameters(scale, shape)
    t = np.asarray(time, dtype=float)
    if not (t > 0).all():
        raise InputError("time: expected numbers above 0")
    return shape / scale * (t / scale) ** (shape - 1.0) * np.exp(_effect(covariates, coefficients))


@dataclass(frozen=True)
class WeibullFit:
    """A fitted Weibull model.

    Attributes
    ----------
    scale, shape, coefficients
        Maximum-likelihood estimates of l, k and b (shape (p,), maybe empty).
    errors
        Standard errors of (log l, log k, b), shape (2 + p,), from the curvature of the likelihood.
    log_likelihood
        At the maximum.
    spells, ended
        How many spells there were, and how many of them were seen to end.
    """

    scale: float
    shape: float
    coefficients: Array
    errors: Array
    log_likelihood: float
    spells: int
    ended: int

    def survival(self, time: ArrayLike, covariates: ArrayLike | None = None) -> Array:
        """Return S(t) at the estimates; without covariates, for x = 0."""
        known = covariates is not None
        return weibull_survival(time, self.scale, self.shape, covariates, self.coefficients if known else None)


def _design(duration: ArrayLike, ended: ArrayLike | None, covariates: ArrayLike | None) -> tuple[Array, Array, Array]:
    t = np.asarray(duration, dtype=float)
    event = np.ones_like(t) if ended is None else np.asarray(ended, dtype=bool).astype(float)
    x = np.zeros((len(t), 0)) if covariates is None else np.asarray(covariates, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    if t.ndim != 1 or event.shape != t.shape or x.shape[:1] != t.shape:
        raise InputError(
            f"duration, ended, covariates: expected equal lengths, got {t.shape}, {event.shape}, {x.shape}"
        )
    if not ((t > 0) & np.isfinite(t)).all() or not np.isfinite(x).all():
        raise InputError("duration, covariates: expected finite numbers, durations above 0")
    if len(np.unique(t[event > 0])) < 2:
        raise InputError("ended: expected at least two different durations that were seen to end")
    if np.linalg.matrix_rank(np.column_stack([np.ones(len(t)), x])) < x.shape[1] + 1:
        raise InputError("covariates: one is constant or a sum of others, so its effect can not be told apart")
    return t, event, x


def fit_weibull(duration: ArrayLike, ended: ArrayLike | None = None, covariates: ArrayLike | None = None) -> WeibullFit:
    r"""Fit by maximum likelihood to spells some of which had not ended when last seen.

    With z = log t - log l and r = k z + b.x the log-likelihood is
    :math:`\sum_i [e_i(\log k - \log t_i + r_i) - e^{r_i}]`, concave in (k, k log l, b): Newton's method finds its one
    maximum.

    Parameters
    ----------
    duration
        Shape (n,), above 0.
    ended
        Shape (n,): whether the spell was seen to end; False is right-censored. Default: all ended.
    covariates
        Shape (n, p) or (n,), without a constant.

    Returns
    -------
    WeibullFit

    Raises
    ------
    InputError
        If lengths differ, fewer than two different durations ended, or covariates are collinear.
    ArithmeticError
        If the likelihood has no maximum (a covariate separates spells that ended from those that did not).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> spells = 8.0 * rng.weibull(0.7, 4000)
    >>> fit = fit_weibull(np.minimum(spells, 15.0), spells < 15.0)
    >>> abs(fit.scale - 8.0) < 0.5, abs(fit.shape - 0.7) < 0.03
    (True, True)
    """
    t, event, x = _design(duration, ended, covariates)
    middle = float(np.exp(np.log(t).mean()))  # a unit of time near the data keeps Newton's steps well scaled
    centre, spread = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    design = np.column_stack([np.ones(len(t)), np.log(t / middle), (x - centre) / spread])
    beta = np.concatenate([[math.log(event.sum() / np.sum(t / middle)), 1.0], np.zeros(x.shape[1])])
    beta, value, curvature = _climb(beta, design, event)
    if np.linalg.cond(curvature) > 1e12:
        raise ArithmeticError("the likelihood has no maximum: a covariate separates spells that ended from the others")
    return _report(beta, curvature, value, (t, event, x), (middle, centre, spread))


def _climb(beta: Array, design: Array, event: Array) -> tuple[Array, float, Array]:
    """Newton's method with step halving: the maximum, its value and the curvature there."""
    value, gradient, curvature = _likelihood(beta, design, event)
    for _ in range(200):
        step: Array = np.linalg.lstsq(curvature, gradient, rcond=None)[0].astype(np.float64)
        if float(gradient @ step) < 1e-18 * max(abs(value), 1.0):
            break
        size = 1.0
        after = _likelihood(beta + step, design, event)
        while after[0] < value and size > 1e-12:
            size /= 2.0
            after = _likelihood(beta + size * step, design, event)
        if after[0] < value:
            break
        beta = beta + size * step
        value, gradient, curvature = after
    return beta, value, curvature


def _likelihood(beta: Array, design: Array, event: Array) -> tuple[float, Array, Array]:
    """Log-likelihood up to -sum e log t, its gradient and negative curvature; -inf outside k > 0 or on overflow."""
    k = beta[1]
    r = design @ beta
    if k <= 0 or r.max() > 700:
        return -math.inf, beta, np.eye(len(beta))
    force = np.exp(r)
    value = float(event.sum() * math.log(k) + event @ r - force.sum())
    gradient = design.T @ (event - force)
    gradient[1] += event.sum() / k
    curvature = design.T @ (force[:, None] * design)
    curvature[1, 1] += event.sum() / k**2
    return value, gradient, curvature


def _report(
    beta: Array,
    curvature: Array,
    value: float,
    data: tuple[Array, Array, Array],
    units: tuple[float, Array, Array],
) -> WeibullFit:
    """Back from the working scale: r = c + k log(t/middle) + g.(x - centre)/spread."""
    t, event, _ = data
    middle, centre, spread = units
    k = float(beta[1])
    b = beta[2:] / spread
    constant = float(beta[0] - b @ centre)  # at x = 0 and t = middle
    scale = middle * math.exp(-constant / k)
    # Delta method: the derivatives of (log l, log k, b) with respect to beta.
    jacobian = np.zeros((len(beta), len(beta)))
    jacobian[0, 0], jacobian[0, 1] = -1.0 / k, constant / k**2
    jacobian[0, 2:] = centre / spread / k
    jacobian[1, 1] = 1.0 / k
    jacobian[2:, 2:] = np.diag(1.0 / spread)
    errors = np.sqrt(np.diag(jacobian @ np.linalg.inv(curvature) @ jacobian.T))
    return WeibullFit(scale, k, b, errors, value - float(event @ np.log(t)), len(t), int(event.sum()))
