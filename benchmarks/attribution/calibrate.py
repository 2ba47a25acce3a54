"""Fit the confidence of attributions and of sources on held-out articles, and measure it on dev.

`python benchmarks/attribution/calibrate.py CORPUS [--write]`: with --write, the weights go into the shipped model.
An attribution counts as right if its content and its source match the corpus as the scorer's headline asks; a source
as right if the corpus has a cue that shares a word with this one's, or a content that does by half, and that source.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from corpus import articles, scorer
from numpy.typing import NDArray

from detente.evidence.attribution import Attribution
from detente.evidence.confidence import SURE, features
from detente.evidence.document import Document
from detente.evidence.reader import read_texts
from detente.evidence.tagger import MODEL


@dataclass(frozen=True)
class Judged:
    """What was found: features, whether each is right, whether its source is, whether the corpus has it, and how
    sure its speaker is to be told from a right source."""

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    source: NDArray[np.bool_]
    known: NDArray[np.bool_]
    sure: NDArray[np.float64]


def likeness(score: Any, mine: dict[str, Any], gold: dict[str, Any]) -> tuple[float, float]:
    """How alike two attributions are: by content, then by cue, as the scorer pairs them."""
    return score.jac(mine["content"], gold["content"]), score.jac(mine["cue"], gold["cue"])


def judged(records: list[dict[str, Any]], score: Any) -> Judged:
    """Judge all attributions that the tagger finds in some articles."""
    rows, right, source_right, known, sure = [], [], [], [], []
    for record in records:
        tokens = score.tokenize(record["text"])
        words = [record["text"][start:end].lower() for start, end in tokens]
        gold = [{role: score.cover(tokens, one[role]) for role in score.ROLES} for one in record["attributions"]]
        said = read_texts([Document(record["id"], record["text"])])[0].said
        said = [one for one in said if one.attribution.nested_in is None and one.attribution.scores]
        found = [one.attribution for one in said]
        sure += [SURE[one.speaker.by or one.speaker.how] for one in said]
        mine = [{role: score.cover(tokens, getattr(one, role)) for role in score.ROLES} for one in found]
        pairs = score.greedy(mine, gold, partial(likeness, score))
        partner = {i: gold[j] for i, j, _ in pairs}
        for i, one in enumerate(found):
            other = partner.get(i)
            same = other is not None and score.same_source(mine[i]["source"], other["source"], words)
            close = other is not None and score.jac(mine[i]["content"], other["content"]) >= 0.5
            cued = other is not None and bool(mine[i]["cue"] & other["cue"])
            rows.append(features(one))
            right.append(same and close)
            source_right.append(same and (close or cued) and bool(mine[i]["source"]))
            known.append(close or cued)
    return Judged(np.array(rows), np.array(right), np.array(source_right), np.array(known), np.array(sure))


def fit(rows: NDArray[np.float64], right: NDArray[np.bool_], ridge: float = 3.0) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method, with a ridge penalty on all weights but the first."""
    weights = np.zeros(rows.shape[1])
    penalty = ridge * np.eye(len(weights))
    penalty[0, 0] = 0
    for _ in range(30):
        share = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - share) - penalty @ weights
        hessian = (rows * (share * (1 - share))[:, None]).T @ rows + penalty + 1e-9 * np.eye(len(weights))
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def report(name: str, share: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    """Print calibration by fifths and what is kept and right above some thresholds."""
    order = np.argsort(share)
    fifths = [(share[part].mean(), right[part].mean()) for part in np.array_split(order, 5)]
    gap = float(np.mean([abs(a - b) for a, b in fifths]))
    print(f"{name}: {right.mean():.3f} right; said/true by fifths: " + " ".join(f"{a:.2f}/{b:.2f}" for a, b in fifths))
    print(f"  mean gap {gap:.3f}")
    for threshold in (0.5, 0.6, 0.7, 0.78, 0.79, 0.8, 0.81, 0.82, 0.83, 0.85, 0.9, 0.95):
        kept = share >= threshold
        if kept.any():
            share_kept, share_right = 100 * kept.mean(), 100 * right[kept].mean()
            print(f"  from {threshold:.2f}: {share_kept:5.1f} of 100 kept, {share_right:5.1f} of 100 right")


def write(weights: dict[str, NDArray[np.float64]]) -> None:
    """Write weights into the shipped model."""
    text = json.dumps({name: [round(x, 5) for x in values.tolist()] for name, values in weights.items()}, indent=1)
    (MODEL / "confidence.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    score = scorer(options.corpus)
    if options.write:  # the weights at hand may be those of other features
        write({name: np.zeros(len(features(Attribution((), (), ())))) for name in ("attribution", "source")})
    held = judged(articles(options.corpus, "held"), score)
    weights = {"attribution": fit(held.rows, held.right), "source": fit(held.rows, held.source)}
    if options.write:
        write(weights)
    dev = judged(articles(options.corpus, "dev"), score)
    share = 1 / (1 + np.exp(-dev.rows @ weights["source"]))
    report("attribution, dev", 1 / (1 + np.exp(-dev.rows @ weights["attribution"])), dev.right)
    report("source, dev", share, dev.source)
    report("speaker, dev (source times how the speaker was told)", share * dev.sure, dev.source)
    report("source, dev, where the corpus has the attribution", share[dev.known], dev.source[dev.known])


if __name__ == "__main__":
    main()
