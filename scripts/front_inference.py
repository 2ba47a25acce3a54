"""Hierarchical fit of the front: case effects on the base hazard and on contagion, all else common to the cases.

    alpha_c = mu_a + s_a*z_c     ln n_c = mu_n + s_n*z'_c     b_n = b_n + s_b*z''_c     z ~ N(0, 1), ln s normal

Laplace's approximation gives the posterior's mode, curvature and evidence; importance sampling from a heavier-tailed
copy of it (multivariate t, 5 degrees) corrects both; for the shipped form an affine-invariant ensemble sampler
(Goodman & Weare 2010, Comm. App. Math. Comp. Sci. 5, 65-80) checks the quantiles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

import front_kernel as kernel
from front_cases import Collapse, Floats

NAMES = ("mu_a", "ln_s_a", "mu_n", "ln_s_n", "b_y", "b_e", "b_d", "b_n", "ln_s_b", "ln_tau", "g_e", "acc")
PRIOR_MEAN = {
    "mu_a": -10.0,
    "ln_s_a": 0.0,
    "mu_n": math.log(3.0),
    "ln_s_n": math.log(0.7),
    "b_y": 3.0,
    "b_e": 2.0,
    "b_d": 0.5,
    "b_n": 0.0,
    "ln_s_b": 0.0,
    "ln_tau": math.log(12.0),
    "g_e": 2.0,
    "acc": 1.0,
}
PRIOR_SD = {
    "mu_a": 3.0,
    "ln_s_a": 0.5,
    "mu_n": 1.0,
    "ln_s_n": 0.5,
    "b_y": 3.0,
    "b_e": 2.0,
    "b_d": 0.5,
    "b_n": 1.0,
    "ln_s_b": 0.5,
    "ln_tau": 0.7,
    "g_e": 1.5,
    "acc": 1.5,
}


@dataclass(frozen=True)
class Form:
    """A form of the hazard: the kernel's branch, the parameters that are free, and the centre of ln n_c."""

    name: str
    code: int
    free: tuple[str, ...]
    centre: float = PRIOR_MEAN["mu_n"]


_BASE = ("mu_a", "ln_s_a")
_BURST = (*_BASE, "mu_n", "ln_s_n", "b_y", "b_e", "b_d", "ln_tau")
FORMS = (
    Form("constant", kernel.CONSTANT, _BASE),
    Form("support, countryside, distance", kernel.CONSTANT, (*_BASE, "b_y", "b_e", "b_d")),
    Form("momentum and neighbours inside the exponent", kernel.INSIDE, (*_BURST, "b_n"), math.log(0.1)),
    Form("log of momentum inside the exponent", kernel.LOG_MOMENTUM, (*_BURST, "b_n"), 0.0),
    Form("additive contagion", kernel.ADDITIVE, _BURST),
    Form("shared out over what is left", kernel.SHARED, _BURST),
    Form("shared out, support on contagion", kernel.SHARED, (*_BURST, "g_e")),
    Form("shared out, acceleration", kernel.SHARED, (*_BURST, "acc")),
    Form("shared out, support and acceleration", kernel.SHARED, (*_BURST, "g_e", "acc")),
    Form("shared out, support, acceleration, neighbours", kernel.SHARED, (*_BURST, "g_e", "acc", "b_n")),
    Form(
        "shared out, support, acceleration, neighbours by case", kernel.SHARED, (*_BURST, "g_e", "acc", "b_n", "ln_s_b")
    ),
)
SHIPPED = FORMS[-1]
_EFFECTS = ("mu_a", "mu_n", "ln_s_b")
"""A form with this parameter has a case effect on the base hazard, on contagion, on neighbours."""


@dataclass(frozen=True)
class Fit:
    """Mode and covariance of the free vector; log evidence by Laplace and by importance sampling; weighted draws."""

    form: Form
    cases: tuple[Collapse, ...]
    mode: Floats
    covariance: Floats
    evidence: float
    sampled_evidence: float
    effective: float
    draws: Floats


def prior(form: Form, cases: int) -> tuple[Floats, Floats]:
    """Mean and sd of the normal prior on the free vector: the form's parameters, then z of every effect and case."""
    mean = [form.centre if name == "mu_n" else PRIOR_MEAN[name] for name in form.free]
    sd = [PRIOR_SD[name] for name in form.free]
    count = cases * sum(name in form.free for name in _EFFECTS)
    return np.array(mean + [0.0] * count), np.array(sd + [1.0] * count)


def case_parameters(form: Form, vector: Floats, z: Sequence[float]) -> Floats:
    """One case's parameters in the kernel's order, from the free vector and that case's effects."""
    value = dict.fromkeys(NAMES, 0.0) | {"ln_tau": PRIOR_MEAN["ln_tau"], "mu_n": -50.0, "ln_s_b": -50.0}
    value |= dict(zip(form.free, vector, strict=False))
    p = np.zeros(9)
    p[kernel.ALPHA] = value["mu_a"] + math.exp(value["ln_s_a"]) * z[0]
    p[kernel.N_C] = math.exp(min(6.0, value["mu_n"] + math.exp(value["ln_s_n"]) * z[1]))
    p[kernel.B_N] = value["b_n"] + math.exp(value["ln_s_b"]) * z[2]
    p[kernel.TAU] = math.exp(min(8.0, max(-2.0, value["ln_tau"])))
    for place, name in ((kernel.B_Y, "b_y"), (kernel.B_E, "b_e"), (kernel.B_D, "b_d")):
        p[place] = value[name]
    p[kernel.G_E], p[kernel.ACC] = value["g_e"], value["acc"]
    return p


def effects(form: Form, vector: Floats, case: int, cases: int) -> tuple[float, float, float]:
    """The effects of one case inside the free vector: on the base hazard, contagion, neighbours (0 if not free)."""
    out, at = [0.0, 0.0, 0.0], len(form.free)
    for i, name in enumerate(_EFFECTS):
        if name in form.free:
            out[i] = float(vector[at + case])
            at += cases
    return out[0], out[1], out[2]


def case_log_likelihood(form: Form, p: Floats, case: Collapse) -> Floats:
    """Log-likelihood of each day of one case: (T,)."""
    return kernel.daily_log_likelihood(
        form.code, p, case.fell, case.leaves, case.neighbours, case.difficulty, case.support, case.countryside
    )


def log_posterior(form: Form, vector: Floats, cases: Sequence[Collapse]) -> float:
    """Unnormalised log posterior of the free vector (prior densities normalised)."""
    mean, sd = prior(form, len(cases))
    total = -float((0.5 * ((vector - mean) / sd) ** 2 + np.log(sd)).sum()) - 0.5 * len(mean) * math.log(2 * math.pi)
    for i, case in enumerate(cases):
        p = case_parameters(form, vector, effects(form, vector, i, len(cases)))
        total += float(case_log_likelihood(form, p, case).sum())
    return total if math.isfinite(total) else -1e12


def hessian(function, at: Floats, step: Floats) -> Floats:
    """Second derivatives by central differences."""
    n = len(at)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            a, b = np.zeros(n), np.zeros(n)
            a[i], b[j] = step[i], step[j]
            corners = function(at + a + b) - function(at + a - b) - function(at - a + b) + function(at - a - b)
            out[i, j] = out[j, i] = corners / (4 * step[i] * step[j])
    return out


def fit(form: Form, cases: Sequence[Collapse], samples: int, seed: int) -> Fit:
    """Mode, curvature, evidence and importance-resampled draws of one form on some cases."""
    mean, sd = prior(form, len(cases))
    target = lambda u: log_posterior(form, mean + sd * u, cases)  # in units of the prior's sd
    rng = np.random.default_rng(seed)
    best = None
    for start in (np.zeros_like(mean), *(0.5 * rng.standard_normal((2, len(mean))))):
        found = optimize.minimize(lambda u: -target(u), start, method="L-BFGS-B", options={"maxiter": 500})
        best = found if best is None or found.fun < best.fun else best
    assert best is not None
    curvature = -hessian(target, best.x, np.full(len(mean), 0.01))
    values, vectors = np.linalg.eigh(curvature)
    covariance = (
        vectors @ np.diag(1.0 / np.maximum(values, 0.5)) @ vectors.T
    )  # no direction wider than the prior allows
    _, log_det = np.linalg.slogdet(covariance)
    evidence = target(best.x) + 0.5 * len(mean) * math.log(2 * math.pi) + 0.5 * log_det + float(np.log(sd).sum())

    proposal = stats.multivariate_t(best.x, 1.3 * covariance, df=5, seed=rng)  # pyright: ignore[reportArgumentType]
    u = proposal.rvs(samples)
    log_weight = np.array([target(row) for row in u]) - proposal.logpdf(u)
    top = log_weight.max()
    weight = np.exp(log_weight - top)
    sampled = top + math.log(weight.mean()) + float(np.log(sd).sum())
    weight /= weight.sum()
    draws = mean + sd * u[rng.choice(samples, size=samples, p=weight)]
    return Fit(
        form,
        tuple(cases),
        mean + sd * best.x,
        covariance * np.outer(sd, sd),
        float(evidence),
        float(sampled),
        float(1.0 / (weight**2).sum()),
        draws,
    )


def ensemble_chain(found: Fit, walkers: int, steps: int, seed: int) -> tuple[Floats, float]:
    """Affine-invariant ensemble sampler from the fit's draws: kept draws (second half) and the acceptance rate."""
    rng = np.random.default_rng(seed)
    here = found.draws[rng.choice(len(found.draws), walkers, replace=False)].copy()
    here += 1e-3 * rng.standard_normal(here.shape) * np.sqrt(np.diag(found.covariance))
    value = np.array([log_posterior(found.form, row, found.cases) for row in here])
    dimension, accepted, kept = here.shape[1], 0, []
    halves = (np.arange(walkers // 2), np.arange(walkers // 2, walkers))
    for step in range(steps):
        for mine, other in (halves, halves[::-1]):
            stretch = (1 + rng.random(len(mine))) ** 2 / 2.0
            partner = here[rng.choice(other, size=len(mine))]
            proposed = partner + stretch[:, None] * (here[mine] - partner)
            new = np.array([log_posterior(found.form, row, found.cases) for row in proposed])
            take = np.log(rng.random(len(mine))) < (dimension - 1) * np.log(stretch) + new - value[mine]
            here[mine[take]], value[mine[take]] = proposed[take], new[take]
            accepted += int(take.sum())
        if step >= steps // 2:
            kept.append(here.copy())
    return np.concatenate(kept), accepted / (steps * walkers)
