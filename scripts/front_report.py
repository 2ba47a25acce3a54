"""The page docs/calibration/front.md, written from the fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from front_cases import Collapse, Floats
from front_inference import FORMS, SHIPPED, Fit
from front_scores import HORIZONS, OURS, QUIET_HORIZON, Transfer

INTRO = """# The front: what dated collapses say

Written by `scripts/fit_front.py` on {made_on} (seed {seed}); do not edit. The estimates that ship are in
`src/detente/models/front_posterior.json`, the tables in `data/front`.

**Data.** {data}. The window of each case opens with the deal on the patron's withdrawal (or its last troops' leaving),
not with the collapse, so that the long quiet counts; it ends with the capital's fall. Regions that fall after the
surrender order, or after the news from the capital, are one event with it. Doubtful borders are left out.

**Likelihood.** Every day every region still held is tossed a coin with chance 1 - exp(-hazard); falls of one day do not
see each other. Base hazard and contagion differ between cases by effects drawn from a population; everything else is
common. Priors are weak normals (`scripts/front_inference.py`). Evidence by Laplace's approximation, checked by
importance sampling (in brackets its effective number of draws).
"""

AFTER_FORMS = """
Left out: fitted to the other two cases, log of the mean likelihood of the third, whose own effects are drawn from the
population. More is better in both columns. These forms were written down after seeing the collapses; only the columns
"left out" are anything like a test, and three cases are few.
"""


def table(head: Sequence[str], body: Sequence[Sequence[str]], words: int = 1) -> str:
    """A Markdown table whose first columns are words, the others numbers."""
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *body)) + "\n"


def span(r: dict[str, Any], digits: int = 2) -> str:
    """Mode and range in words for a table."""
    return f"{r['mode']:.{digits}f} ({r['low']:.{digits}f} to {r['high']:.{digits}f})"


def forms_table(fits: Sequence[Fit], left_out: Sequence[Sequence[Transfer]]) -> str:
    """Evidence and predictive score of every form."""
    names = [f"left out: {t.case.name}" for t in left_out[0]]
    body = []
    for found, transfers in zip(fits, left_out, strict=True):
        scores = [f"{t.log_predictive:.1f}" for t in transfers]
        total = f"{sum(t.log_predictive for t in transfers):.1f}"
        name = f"**{found.form.name}**" if found.form is SHIPPED else found.form.name
        evidence = f"{found.evidence:.1f}", f"{found.sampled_evidence:.1f} ({found.effective:.0f})"
        body.append([name, *evidence, *scores, total])
    return table(["form of the hazard", "log evidence", "by sampling", *names, "sum"], body)


def parameter_table(document: dict[str, Any], chain: Floats, found: Fit) -> str:
    """Ranges of the common parameters; the importance sample's median beside the chain's as a check."""
    body = []
    for name, row in document["parameters"].items():
        place = {"tau": "ln_tau", "acceleration": "acc"}.get(name, name)
        medians = ["", ""]
        if place in found.form.free:
            column = found.form.free.index(place)
            pair = np.median(chain[:, column]), np.median(found.draws[:, column])
            medians = [f"{np.exp(m) if place.startswith('ln_') else m:.2f}" for m in pair]
        body.append(
            [f"`{name}`", row["meaning"], span(row), f"{row['sd_over_prior_sd']:.2f}", row["verdict"], *medians]
        )
    head = ["parameter", "meaning", "mode (5 % to 95 %)", "sd / prior sd", "verdict", "median, chain", "by sampling"]
    return table(head, body, words=2)


def case_table(document: dict[str, Any], cases: Sequence[Collapse]) -> str:
    """Case effects and what a new case may be like."""
    names = {case.key: case.name for case in cases} | {"new case": "a new case of this kind"}
    body = [
        [names[key], *(span(row[name]) for name in ("alpha", "n_c", "branching_full_support", "b_n"))]
        for key, row in document["cases"].items()
    ]
    head = ["case", "`alpha` (log per day)", "`n_c` (falls per fall, no support)", "the same at support 1", "`b_n`"]
    return table(head, body)


def score_table(transfers: Sequence[Transfer]) -> str:
    """CRPS of the shipped form and of the rivals on each case left out."""
    head = ["forecast", *(f"{t.case.name}, {h} d" for t in transfers for h in HORIZONS)]
    head += [f"{t.case.name}, quiet, {QUIET_HORIZON} d" for t in transfers]
    body = []
    for name in transfers[0].cascade:
        label = "**front, fitted to the other two**" if name == OURS else name
        scores = [f"{t.cascade[name][h]:.2f}" for t in transfers for h in HORIZONS]
        body.append([label, *scores, *(f"{t.quiet[name]:.2f}" for t in transfers)])
    return table(head, body)


def winners(transfers: Sequence[Transfer]) -> str:
    """One sentence per case that says where a rival does better."""
    lines = []
    for t in transfers:
        beaten = []
        for h in HORIZONS:
            best = min(t.cascade, key=lambda name: t.cascade[name][h])
            if best != OURS:
                beaten.append(f"{h} d: {best} ({t.cascade[best][h]:.2f} against {t.cascade[OURS][h]:.2f})")
        lines.append(f"- {t.case.name}: " + ("; ".join(beaten) if beaten else "no rival is better") + ".")
    return "\n".join(lines) + "\n"


def variant_table(found: dict[str, Fit]) -> str:
    """The modes under other choices of data."""
    columns = ("b_y", "b_e", "b_d", "b_n", "ln_tau", "g_e", "acc", "mu_n")
    body = []
    for name, one in found.items():
        cells = []
        for column in columns:
            if column not in one.form.free:
                cells.append("")
                continue
            values = one.draws[:, one.form.free.index(column)]
            values = np.exp(values) if column in ("ln_tau", "mu_n") else values
            low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
            cells.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
        body.append([name, *cells])
    head = ["choice", "b_y", "b_e", "b_d", "b_n", "tau", "g_e", "acceleration", "n_c, population"]
    return table(head, body)


def write_page(
    document: dict[str, Any],
    fits: Sequence[Fit],
    left_out: Sequence[Sequence[Transfer]],
    found: dict[str, Fit],
    chain: Floats,
    accepted: float,
    cases: Sequence[Collapse],
) -> str:
    """The whole page."""
    data = "; ".join(
        f"{case.name} ({row['units']} units, {row['falls_counted']} falls counted, {' to '.join(row['window'])})"
        for case, row in ((case, document["data"][case.key]) for case in cases)
    )
    shipped = FORMS.index(SHIPPED)
    return "\n".join(
        [
            INTRO.format(made_on=document["made_on"], seed=document["seed"], data=data),
            "## Forms of the hazard\n",
            forms_table(fits, left_out),
            AFTER_FORMS,
            "## Parameters of the shipped form\n",
            f"From an ensemble chain ({len(chain):,} draws kept, {accepted:.0%} of moves accepted).\n",
            parameter_table(document, chain, fits[shipped]),
            "\nA ratio near 1 means that the data said nothing and the range repeats the prior. "
            "Not estimated at all: "
            + "; ".join(f"{name} ({why})" for name, why in document["not_estimated"].items())
            + ".\n",
            "## Case effects\n",
            case_table(document, cases),
            "\nThe spread between cases is wide: a new war is drawn from it, and one loss need not lose the war.\n",
            "## Forecasts of a case left out\n",
            "Mean CRPS of the number fallen (lower is better) over every day from the first fall on, and over every "
            f"seventh day of the quiet before it ({QUIET_HORIZON} days ahead). The front knows the other two cases and "
            "what had happened in this one; the rivals know what had happened in this one.\n",
            score_table(left_out[shipped]),
            "\nWhere a rival does better:\n",
            winners(left_out[shipped]),
            "## What hangs on the choice of data\n",
            variant_table(found),
            "\nMedians and 5-95 % by importance sampling; one case alone is fitted without a population of neighbour "
            "effects. Whether a front moves to its neighbours is a matter of the war: one effect for all predicts a "
            "case left out no better than none, so it varies by case, and a new case gets the spread.\n",
        ]
    )
