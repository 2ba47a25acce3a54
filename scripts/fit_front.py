"""Estimate the front's parameters from dated collapses; write the shipped posterior and its page in the docs.

Run as ``.venv/bin/python scripts/fit_front.py`` from a clean checkout (some twenty minutes on one core); ``--quick``
tries the whole chain with few samples and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from scipy import stats

from front_cases import DATA, NEVER, Collapse, Floats, read_collapses
from front_inference import (
    FORMS,
    PRIOR_SD,
    SHIPPED,
    Fit,
    case_parameters,
    effects,
    ensemble_chain,
    fit,
    prior,
)
from front_report import write_page
from front_scores import Transfer, transfer

ROOT = Path(__file__).resolve().parents[1]
POSTERIOR = ROOT / "src" / "detente" / "models" / "front_posterior.json"
PAGE = ROOT / "docs" / "calibration" / "front.md"
SEED = 20210815
SHORT_STARTS = {"afghanistan_2021": "2021-04-14", "south_vietnam_1975": "1975-01-01", "iraq_2014": "2014-01-01"}
MEANING = {
    "b_y": "countryside on the log base hazard, per share",
    "b_e": "support on the log base hazard, per unit of support",
    "b_d": "defensibility on base hazard and on contagion's weights, per sd of steps from the capital",
    "g_e": "support on the log of contagion, per unit of support",
    "tau": "days in which momentum fades by a factor e",
    "acceleration": "gain in the log of contagion were all regions lost: g_h times the rise of ln(S_q/S_s) with it",
    "b_n": "share of neighbours lost on the log weight of contagion, mean over wars (see cases for each)",
}
PLACE = {"b_y": "b_y", "b_e": "b_e", "b_d": "b_d", "g_e": "g_e", "tau": "ln_tau", "acceleration": "acc", "b_n": "b_n"}


def digest() -> str:
    """Hash of the tables that the estimate rests on; a test compares it with the tables of the checkout."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(DATA.glob("*.csv")))).hexdigest()


def peak(values: Floats) -> float:
    """Mode of a sample, by a kernel density on its 1-99 % range."""
    low, high = np.quantile(values, [0.01, 0.99])
    grid = np.linspace(low, high, 400)
    return float(grid[np.argmax(stats.gaussian_kde(values)(grid))])


def interval(values: Floats) -> dict[str, float]:
    """Low (5 %), mode and high (95 %) of a sample."""
    low, high = np.quantile(values, [0.05, 0.95])
    return {"low": round(float(low), 3), "mode": round(peak(values), 3), "high": round(float(high), 3)}


def verdict(ratio: float) -> str:
    """In words, how far the data moved the prior."""
    return "estimated" if ratio < 0.5 else "weakly estimated" if ratio < 0.8 else "not identified"


def common(name: str, found: Fit, draws: Floats) -> dict[str, object]:
    """Range of one parameter common to the cases and what the data said about it."""
    place = PLACE[name]
    column = draws[:, found.form.free.index(place)]
    ratio = float(column.std() / PRIOR_SD[place])
    natural = np.exp(column) if place.startswith("ln_") else column
    return {
        **interval(natural),
        "median": round(float(np.median(natural)), 3),
        "sd_over_prior_sd": round(ratio, 2),
        "verdict": verdict(ratio),
        "meaning": MEANING[name],
    }


def of_cases(found: Fit, draws: Floats) -> dict[str, dict[str, dict[str, float]]]:
    """Ranges of alpha, n_c and the branching number, for each case and for a new one."""
    rng = np.random.default_rng(SEED)
    count = len(found.cases)
    vectors = {case.key: [effects(found.form, row, i, count) for row in draws] for i, case in enumerate(found.cases)}
    vectors["new case"] = [(z[0], z[1], z[2]) for z in rng.standard_normal((len(draws), 3))]
    out = {}
    for key, z in vectors.items():
        p = np.array([case_parameters(found.form, row, pair) for row, pair in zip(draws, z, strict=True)])
        bare, g_e = p[:, 6], p[:, 7]
        out[key] = {
            "alpha": interval(p[:, 0]),
            "n_c": interval(bare),
            "b_n": interval(p[:, 4]),
            "branching_full_support": interval(bare * np.exp(-g_e)),
        }
    return out


def shortened(case: Collapse) -> Collapse:
    """The case from its last turning point on, to see what the long quiet before it is worth."""
    skip = (date.fromisoformat(SHORT_STARTS[case.key]) - case.start).days
    shift = lambda days: np.where(days < NEVER, days - skip, NEVER)
    return replace(
        case,
        start=date.fromisoformat(SHORT_STARTS[case.key]),
        fell=shift(case.fell),
        leaves=shift(case.leaves),
        recorded=shift(case.recorded),
        support=case.support[skip:],
        countryside=case.countryside[skip:],
    )


def variants(cases: Sequence[Collapse], samples: int) -> dict[str, Fit]:
    """The shipped form under other choices of data."""
    half = [replace(case, support=0.5 * case.support) for case in cases]
    out = {
        "as shipped": fit(SHIPPED, cases, samples, SEED),
        "other reported dates": fit(SHIPPED, read_collapses(alternative=True), samples, SEED),
        "from the last turning point": fit(SHIPPED, [shortened(case) for case in cases], samples, SEED),
        "support levels halved": fit(SHIPPED, half, samples, SEED),
    }
    for case in cases:
        out[f"{case.name} alone"] = fit(FORMS[-2], [case], samples, SEED)
    return out


def posterior(shipped: Fit, chain: Floats, cases: Sequence[Collapse]) -> dict[str, object]:
    """The document that ships."""
    mean, sd = prior(SHIPPED, 0)
    return {
        "what": "posterior of the front's parameters, pooled over dated collapses with case effects; 5 %, mode, 95 %",
        "form": SHIPPED.name,
        "made_on": date.today().isoformat(),
        "seed": SEED,
        "inputs_sha256": digest(),
        "data": {
            case.key: {
                "window": [case.start.isoformat(), cases_end(case)],
                "units": len(case.units),
                "falls_counted": int((case.fell < NEVER).sum()),
            }
            for case in cases
        },
        "prior": {n: [round(float(m), 3), float(s)] for n, m, s in zip(SHIPPED.free, mean, sd, strict=True)},
        "parameters": {name: common(name, shipped, chain) for name in PLACE},
        "cases": of_cases(shipped, chain[:: max(1, len(chain) // 4000)]),
        "not_estimated": {
            "b_f, b_p": "no dated series of forces or beliefs in the tables",
            "kappa, zeta, rec, xi, xa": "only their joint effect on contagion is seen: acceleration",
            "alpha_1": "no retaking in the windows",
        },
    }


def cases_end(case: Collapse) -> str:
    """Last day of the window."""
    return date.fromordinal(case.start.toordinal() + case.days - 1).isoformat()


def main() -> None:
    """Fit every form, leave each case out in turn, check the shipped form by a chain, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="few samples; write nothing")
    quick = parser.parse_args().quick
    samples = 300 if quick else 4000
    cases = read_collapses()
    fits: list[Fit] = []
    left_out: list[list[Transfer]] = []
    for form in FORMS:
        fits.append(fit(form, cases, samples, SEED))
        scored = form is SHIPPED
        left_out.append([transfer(form, cases, i, samples // 2, SEED, scored) for i in range(len(cases))])
        total = sum(t.log_predictive for t in left_out[-1])
        print(f"{form.name:45s} evidence {fits[-1].sampled_evidence:8.1f}  left out {total:8.1f}", flush=True)
    shipped = fits[FORMS.index(SHIPPED)]
    chain, accepted = ensemble_chain(shipped, walkers=80, steps=20 if quick else 1000, seed=SEED)
    document = posterior(shipped, chain, cases)
    page = write_page(document, fits, left_out, variants(cases, samples), chain, accepted, cases)
    if quick:
        print(page)
        return
    POSTERIOR.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
