"""Outside views from data/: how often, how late, how long. Writes what ships and its page in the docs.

Run as ``.venv/bin/python scripts/base_rates.py`` from a clean checkout (under a minute).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from base_rates_page import write_page
from detente.analysis.scores import compare, mean_score
from detente.analysis.survival import brier_weights, cluster_bootstrap, grouped_folds, kaplan_meier, ridge_cox

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
RATES = ROOT / "src" / "detente" / "analysis" / "base_rates.json"
PAGE = ROOT / "docs" / "calibration" / "base-rates.md"
SEED, RESAMPLES, COVERAGE = 20041231, 2000, 0.9
CURVE_YEARS = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0)
TYPES = {"full": 1, "partial": 2, "process": 3}
OUTCOMES = {
    "settlement": "peace agreement",
    "ceasefire": "ceasefire",
    "challenger_victory": "rebel victory",
    "incumbent_victory": "government victory",
    "low_activity": "low activity",
    "actor_gone": "actor ceases to exist",
}
YEARLY = {
    "settlement": "p_dyad_ends_by_agreement",
    "ceasefire": "p_dyad_ends_by_ceasefire",
    "victory": "p_dyad_ends_by_victory",
    "low_activity": "p_dyad_ends_low_activity",
}
FAMILIES = {"lognormal": stats.lognorm, "Weibull": stats.weibull_min, "gamma": stats.gamma, "log-logistic": stats.fisk}

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    """Rows of a table in data/."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(successes: int, trials: int) -> dict[str, Any]:
    """A share with Wilson's interval (1927, J. Am. Stat. Assoc. 22, 209-212)."""
    bounds = stats.binomtest(successes, trials).proportion_ci(COVERAGE, method="wilson")
    values = {"share": successes / trials, "low": bounds.low, "high": bounds.high}
    return {**{k: round(float(v), 4) for k, v in values.items()}, "n": trials}


def spread(value: float, draws: Floats, digits: int = 4) -> dict[str, float]:
    """A value with the 5 and 95 % quantiles of its bootstrap draws."""
    low, high = np.nanquantile(draws, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return {"share": round(float(value), digits), "low": round(float(low), digits), "high": round(float(high), digits)}


def settlements() -> dict[str, Any]:
    """Yearly chance of a full agreement, and of each way for a dyad to end, with and without talks seen before."""
    out: dict[str, Any] = {}
    for row in rows("base_rates/settlement_hazard.csv"):
        if (row["talks_source"], row["talks_seen"]) != ("pad", "one to five years before"):
            continue
        trials = int(row["conflict_years"])
        state = out.setdefault(row["state"].replace("talks on", "talks"), {})
        period = {"full_agreement": share(round(float(row["p_full_agreement_signed"]) * trials), trials)}
        period["ends"] = {name: share(round(float(row[column]) * trials), trials) for name, column in YEARLY.items()}
        state[row["period"]] = period
    return out


def endings() -> dict[str, Any]:
    """How episodes that reached war ended, 1990-2020."""
    name = "episodes that reached war (1000 deaths a year)"
    table = rows("base_rates/endings_by_period.csv")
    row = next(r for r in table if r["set"] == name and r["period_of_end"] == "1990-2020")
    trials = int(row["episodes"])
    return {
        "n": trials,
        "period": row["period_of_end"],
        "median_active_years": float(row["median_active_years"]),
        "outcomes": {name: share(round(float(row[column]) * trials), trials) for name, column in OUTCOMES.items()},
    }


def left_out_log_score(family: Any, days: Floats, groups: Sequence[str]) -> float:
    """Mean log density of each process's delays under a fit to the others."""
    total = 0.0
    for group in dict.fromkeys(groups):
        inside = np.array([g == group for g in groups])
        total += float(family.logpdf(days[inside], *family.fit(days[~inside], floc=0.0)).sum())
    return total / len(days)


def lateness() -> dict[str, Any]:
    """Shares on time, late and never, and the distribution of delay of what was met late; clusters are processes."""
    known = [r for r in rows("base_rates/obligation_lateness.csv") if r["status"] in STATUS]
    groups = [r["case"] for r in known]
    code = np.array([STATUS.index(r["status"]) for r in known])
    draws = cluster_bootstrap(lambda i: [np.mean(code[i] == s) for s in range(3)], groups, RESAMPLES, SEED)
    late = [r for r in known if r["status"] == "late"]
    days, late_groups = np.array([float(r["days_late"]) for r in late]), [r["case"] for r in late]
    logs = np.log(days)
    moments = lambda i: [np.exp(np.median(logs[i])), np.exp(logs[i].mean()), logs[i].std()]
    fitted = cluster_bootstrap(moments, late_groups, RESAMPLES, SEED)
    keys = ("median_days", "fitted_median_days", "log_sd")
    size = {
        key: spread(value, fitted[:, j], 2)
        for j, (key, value) in enumerate(zip(keys, moments(slice(None)), strict=True))
    }
    return {
        "n": len(known),
        "clusters": len(set(groups)),
        **{name: spread(float(np.mean(code == s)), draws[:, s]) for s, name in enumerate(("on_time", "late", "never"))},
        "late_n": len(days),
        **size,
        "observed_quantiles": {str(q): round(float(np.quantile(days, q / 100)), 1) for q in (5, 25, 50, 75, 95)},
        "left_out_log_score": {k: round(left_out_log_score(f, days, late_groups), 3) for k, f in FAMILIES.items()},
        "by_kind": by_kind(known, code),
    }


STATUS = ("on time or early", "late", "not met")


def by_kind(known: Rows, code: NDArray[np.int64]) -> dict[str, Any]:
    """Shares by kind of obligation; few cases each, so only their counts and Wilson intervals."""
    out = {}
    for kind in sorted({r["kind"] for r in known}):
        inside = np.array([r["kind"] == kind for r in known])
        trials = int(inside.sum())
        counts = [int((code[inside] == s).sum()) for s in range(3)]
        out[kind] = {
            name: share(count, trials) for name, count in zip(("on_time", "late", "never"), counts, strict=True)
        }
    return out


def agreement_columns(table: Rows, provisions: bool) -> Floats:
    """Type and incompatibility of each agreement, with or without its provisions."""
    names = list(table[0])
    wanted = names[names.index("cease") : names.index("co_impl") + 1] if provisions else []
    kinds = [[r["pa_type"] == "1", r["pa_type"] == "3", r["incompatibility"] == "1"] for r in table]
    return np.array(
        [[*kind, *(float(r[c]) for c in wanted)] for kind, r in zip(kinds, table, strict=True)], dtype=float
    )


def agreements() -> dict[str, Any]:
    """Survival of agreements by type, as known at the end of 2004; clusters are conflicts."""
    table = rows("ucdp/peace_agreements_known_at_2004.csv")
    out: dict[str, Any] = {}
    for name in ("any", *TYPES):
        chosen = [r for r in table if name == "any" or int(r["pa_type"]) == TYPES[name]]
        years, failed = columns(chosen)
        groups = [r["conflict_id"] for r in chosen]
        draws = cluster_bootstrap(
            lambda i, y=years, f=failed: kaplan_meier(y[i], f[i], CURVE_YEARS), groups, RESAMPLES, SEED
        )
        curve = kaplan_meier(years, failed, CURVE_YEARS)
        points = [{"years": t, **spread(curve[k], draws[:, k])} for k, t in enumerate(CURVE_YEARS)]
        out[name] = {"n": len(chosen), "clusters": len(set(groups)), "failed": int(failed.sum()), "curve": points}
    return out


def columns(table: Rows) -> tuple[Floats, NDArray[np.bool_]]:
    """Years in force and whether the agreement failed."""
    return np.array([float(r["years"]) for r in table]), np.array([r["failed"] == "1" for r in table])


Forecast = Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]


def predictive_quality() -> dict[str, Any]:
    """Brier score of "failed within five years", cross-validated by conflict, ten folds five times over."""
    table = rows("ucdp/peace_agreements_known_at_2004.csv")
    years, failed = columns(table)
    groups = [r["conflict_id"] for r in table]
    kind = np.array([int(r["pa_type"]) for r in table])
    horizon = 5.0

    def one(train: NDArray[np.intp], test: NDArray[np.intp]) -> Floats:
        return np.full(len(test), 1.0 - kaplan_meier(years[train], failed[train], [horizon])[0])

    def by_type(train: NDArray[np.intp], test: NDArray[np.intp]) -> Floats:
        out = np.empty(len(test))
        for k in TYPES.values():
            same = train[kind[train] == k]
            out[kind[test] == k] = 1.0 - kaplan_meier(years[same], failed[same], [horizon])[0]
        return out

    def cox(x: Floats) -> Forecast:
        def forecast(train: NDArray[np.intp], test: NDArray[np.intp]) -> Floats:
            penalty = best_penalty(x[train], years[train], failed[train], [groups[i] for i in train], horizon)
            return 1.0 - ridge_cox(x[train], years[train], failed[train], penalty).survival(x[test], horizon)

        return forecast

    methods: dict[str, Forecast] = {
        "one curve": one,
        "by type": by_type,
        "ridge Cox, type and incompatibility": cox(agreement_columns(table, provisions=False)),
        "ridge Cox, provisions": cox(agreement_columns(table, provisions=True)),
    }
    outcome, weight = brier_weights(years, failed, horizon)
    squares = {name: np.zeros(len(table)) for name in methods}
    repeats = 5
    for repeat in range(repeats):
        for train, test in grouped_folds(groups, 10, SEED + repeat):
            for name, forecast in methods.items():
                squares[name][test] += weight[test] * (forecast(train, test) - outcome[test]) ** 2 / repeats
    out: dict[str, Any] = {}
    for name, values in squares.items():
        own, against = mean_score(values, groups), compare(values, squares["one curve"], groups)
        out[name] = {
            "brier": round(own.mean, 4),
            "sd": round(own.sd, 4),
            "less_one_curve": [round(v, 4) for v in (against.low, against.mean, against.high)],
        }
    return out


def best_penalty(x: Floats, years: Floats, failed: NDArray[np.bool_], groups: list[str], at: float) -> float:
    """The penalty of least Brier score in five inner folds by conflict."""
    outcome, weight = brier_weights(years, failed, at)
    loss = {}
    for penalty in (3.0, 10.0, 30.0, 100.0, 300.0, 1000.0):
        total = 0.0
        for train, test in grouped_folds(groups, 5, SEED):
            forecast = 1.0 - ridge_cox(x[train], years[train], failed[train], penalty).survival(x[test], at)
            total += float((weight[test] * (forecast - outcome[test]) ** 2).sum())
        loss[penalty] = total
    return min(loss, key=lambda p: loss[p])


def recurrence() -> dict[str, Any]:
    """Share of endings after which the dyad's war came back, by how it ended, as known at the end of 1999."""
    table = rows("ucdp/conflict_endings_known_at_1999.csv")
    out: dict[str, Any] = {}
    for name, label in {**OUTCOMES, "actor_gone": "actor ceases"}.items():
        chosen = [r for r in table if r["outcome"] == label]
        years = np.array([float(r["years"]) for r in chosen])
        back = np.array([r["recurred"] == "1" for r in chosen])
        groups = [r["conflict_id"] for r in chosen]
        draws = cluster_bootstrap(
            lambda i, y=years, b=back: 1.0 - kaplan_meier(y[i], b[i], [5.0])[0], groups, RESAMPLES, SEED
        )
        value = 1.0 - kaplan_meier(years, back, [5.0])[0]
        out[name] = {"n": len(chosen), "clusters": len(set(groups)), **spread(value, draws)}
    return out


def main() -> None:
    """Compute every view and write it."""
    summary = json.loads((DATA / "base_rates" / "pax_time_summary.json").read_text(encoding="utf-8"))
    process = summary["processes with at least 3 agreements"]
    files = sorted((DATA / "base_rates").glob("*")) + sorted((DATA / "ucdp").glob("*"))
    document = {
        "what": "outside views: value with 5 and 95 %; written by scripts/base_rates.py",
        "made_on": date.today().isoformat(),
        "seed": SEED,
        "inputs_sha256": hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest(),
        "settlement": settlements(),
        "endings": endings(),
        "lateness": lateness(),
        "agreements": agreements(),
        "agreements_brier": predictive_quality(),
        "recurrence": recurrence(),
        "processes": {
            str(t): share(round(process[f"reached_by_{t}y"] * process["n"]), process["n"]) for t in (1, 2, 3, 5, 10)
        },
    }
    RATES.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(write_page(document), encoding="utf-8")


if __name__ == "__main__":
    main()
