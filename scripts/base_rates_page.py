"""The page docs/calibration/base-rates.md, written from the shipped base rates."""

from __future__ import annotations

from typing import Any

HEAD = """# Base rates: the outside views

Written by `scripts/base_rates.py` on {made_on} (seed {seed}); do not edit. What ships is
`src/detente/analysis/base_rates.json`, read by `detente.analysis.outside`; the tables are in `data/`. Intervals are 5
to 95 %: Wilson's where only counts are known (years and episodes taken as independent, so too narrow), else a bootstrap
that draws whole conflicts or processes.
"""

WORDS = {
    "settlement": "peace agreement",
    "ceasefire": "ceasefire",
    "challenger_victory": "rebel victory",
    "incumbent_victory": "government victory",
    "victory": "victory of either side",
    "low_activity": "low activity",
    "actor_gone": "actor ceases to exist",
    "full_agreement": "full agreement signed",
    "on_time": "on time or early",
    "late": "late",
    "never": "not met",
}


def table(head: list[str], body: list[list[str]]) -> str:
    """A Markdown table, first column to the left."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *body)) + "\n"


def pct(row: dict[str, Any]) -> str:
    """Share and interval in hundredths."""
    return f"{100 * row['share']:.1f} ({100 * row['low']:.1f} to {100 * row['high']:.1f})"


def settlement_table(document: dict[str, Any]) -> str:
    """Yearly chances with and without talks."""
    states = [(state, document["settlement"][state]["1990-2020"]) for state in ("talks", "no talks")]
    body = [["full agreement signed", *(pct(rates["full_agreement"]) for _, rates in states)]]
    body += [[f"dyad ends by {WORDS[k]}", *(pct(r["ends"][k]) for _, r in states)] for k in states[0][1]["ends"]]
    return table(["of 100 conflict-years", *(f"{s} (n = {r['full_agreement']['n']})" for s, r in states)], body)


def curve_table(document: dict[str, Any]) -> str:
    """Survival of agreements by type."""
    kinds = document["agreements"]
    head = ["years", *(f"{k} (n = {v['n']}, {v['clusters']} conflicts)" for k, v in kinds.items())]
    body = [
        [f"{point['years']:g}", *(pct(v["curve"][i]) for v in kinds.values())]
        for i, point in enumerate(kinds["any"]["curve"])
    ]
    return table(head, body)


def brier_table(document: dict[str, Any]) -> str:
    """Cross-validated quality."""
    body = []
    for name, row in document["agreements_brier"].items():
        low, mean, high = row["less_one_curve"]
        body.append([name, f"{row['brier']:.4f}", f"{row['sd']:.4f}", f"{mean:+.4f} ({low:+.4f} to {high:+.4f})"])
    return table(["forecast", "Brier score", "sd", "less one curve"], body)


def brier_words(document: dict[str, Any]) -> str:
    """Say which forecasts beat one curve."""
    rows = document["agreements_brier"]
    better = [name for name, row in rows.items() if row["less_one_curve"][2] < 0]
    if better:
        return f"Better than one curve beyond the interval: {', '.join(better)}."
    return (
        "None is better than one curve beyond the interval, so no regression ships: the outside view of an agreement "
        "is the curve of its type, with one curve for all beside it."
    )


def lateness_words(document: dict[str, Any]) -> str:
    """The fitted delay."""
    late = document["lateness"]
    scores = ", ".join(f"{name} {value:.3f}" for name, value in late["left_out_log_score"].items())
    observed = ", ".join(f"{q} %: {days:g}" for q, days in late["observed_quantiles"].items())
    words = {key: f"{late[key]['share']:.0f} ({late[key]['low']:.0f} to {late[key]['high']:.0f})" for key in DELAYS}
    sd = late["log_sd"]
    return (
        f"Of {late['n']} obligations of {late['clusters']} processes whose fate is known. What was met late "
        f"({late['late_n']}) was late by a median of {words['median_days']} days; quantiles in days: {observed}. "
        f"A lognormal fits with median {words['fitted_median_days']} days and standard deviation of the log "
        f"{sd['share']:.2f} ({sd['low']:.2f} to {sd['high']:.2f}). Mean log density of a process left out, more is "
        f"better: {scores}. Late and broken duties are the ones remembered, so the share on time is a lower bound.\n"
    )


DELAYS = ("median_days", "fitted_median_days")


def write_page(document: dict[str, Any]) -> str:
    """The whole page."""
    ends, late = document["endings"], document["lateness"]
    shares = [[WORDS[k], pct(late[k])] for k in ("on_time", "late", "never")]
    kinds = [
        [kind, str(row["on_time"]["n"]), *(pct(row[k]) for k in ("on_time", "late", "never"))]
        for kind, row in late["by_kind"].items()
    ]
    back = [[WORDS[k], str(v["n"]), pct(v)] for k, v in document["recurrence"].items()]
    return "\n".join(
        [
            HEAD.format(**document),
            "## Settlements a year, with and without talks\n",
            "Intrastate conflict-years 1990-2020 (UCDP/PRIO ACD 24.1, UCDP Peace Agreements 22.1, Termination 3-2021). "
            "Talks: a partial, process or ceasefire agreement signed one to five years before; talks without a text "
            "are not seen.\n",
            settlement_table(document),
            "## How wars end\n",
            f"{ends['n']} dyad episodes that reached 1,000 deaths in a year and ended {ends['period']}, after a median "
            f"of {ends['median_active_years']:g} active years (UCDP Conflict Termination 3-2021; Kreutz 2010).\n",
            table(["ended in", "of 100"], [[WORDS[k], pct(v)] for k, v in ends["outcomes"].items()]),
            "## Whether the war came back within five years\n",
            "Endings of intrastate dyads as known at the end of 1999 (the same source; Kaplan-Meier).\n",
            table(["ended in", "n", "back within five years, of 100"], back),
            "## Obligations: on time, late, never\n",
            lateness_words(document),
            table(["obligation", "of 100"], shares),
            table(["kind", "n", "on time", "late", "not met"], kinds),
            "## Agreements still standing\n",
            "UCDP Peace Agreement Dataset 22.1 (Pettersson, Högbladh & Öberg 2019) as known at the end of 2004; "
            "Kaplan-Meier, of 100.\n",
            curve_table(document),
            "Forecasting that an agreement fails within five years, cross-validated by conflict (ten folds, five "
            "times; rows not watched for five years are weighted by inverse chance of censoring):\n",
            brier_table(document),
            brier_words(document) + "\n",
            "## From the first text to a comprehensive deal\n",
            "Processes with at least three agreements (PA-X v8, Kaplan-Meier).\n",
            table(["within years", "of 100"], [[t, pct(v)] for t, v in document["processes"].items()]),
        ]
    )
