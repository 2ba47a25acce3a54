"""Fit the confidence of attributions, sources and speakers on held-out articles, and measure it on dev.

`python benchmarks/attribution/calibrate.py CORPUS [--write]`: with --write, the weights go into the shipped model.
An attribution counts as right if its content and its source match the corpus as the scorer's headline asks; a source
as right if the corpus has a cue that shares a word with this one's, or a content that does by half, and that source.
The confidence in a speaker is fitted on the same articles, where it counts as right with its source, and on
first_readings.csv: what the reader made of labelled reports (tests/data/held_out) before it had learnt from them.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from corpus import articles, scorer
from numpy.typing import NDArray

from detente.evidence.attribution import Attribution
from detente.evidence.confidence import SURE, Told, features, share, told
from detente.evidence.document import Document
from detente.evidence.reader import read_texts
from detente.evidence.tagger import MODEL

READINGS = Path(__file__).with_name("first_readings.csv")


@dataclass(frozen=True)
class Judged:
    """What was found: features, whether each is right, whether its source is, whether the corpus has it, and how its
    speaker was told, with how surely a right source tells it."""

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    source: NDArray[np.bool_]
    known: NDArray[np.bool_]
    sure: NDArray[np.float64]
    told: list[Told]


def likeness(score: Any, mine: dict[str, Any], gold: dict[str, Any]) -> tuple[float, float]:
    """How alike two attributions are: by content, then by cue, as the scorer pairs them."""
    return score.jac(mine["content"], gold["content"]), score.jac(mine["cue"], gold["cue"])


def judged(records: list[dict[str, Any]], score: Any) -> Judged:
    """Judge all attributions that the tagger finds in some articles."""
    rows, right, source_right, known, sure, how = [], [], [], [], [], []
    for record in records:
        tokens = score.tokenize(record["text"])
        words = [record["text"][start:end].lower() for start, end in tokens]
        gold = [{role: score.cover(tokens, one[role]) for role in score.ROLES} for one in record["attributions"]]
        said = read_texts([Document(record["id"], record["text"])])[0].said
        said = [one for one in said if one.attribution.nested_in is None and one.attribution.scores]
        found = [one.attribution for one in said]
        how += [
            Told(one.attribution.type, one.speaker.how, one.speaker.by, one.manner.kind, bool(one.chain))
            for one in said
        ]
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
    return Judged(np.array(rows), np.array(right), np.array(source_right), np.array(known), np.array(sure), how)


def speaking(judged: Judged, weights: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the features of the confidence in each speaker; a row without a speaker is left at 0."""
    attribution, source = (share(judged.rows, weights[name]) for name in ("attribution", "source"))
    return np.array(
        [
            told(s * sure, a, how) if sure else np.zeros(11)
            for s, sure, a, how in zip(source, judged.sure, attribution, judged.told, strict=True)
        ]
    )


def first_readings() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the same features of labelled reports when they were first read, and which speakers were right."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rows = [
        told(
            float(one["speaking"]),
            float(one["attribution"]),
            Told(one["type"], one["how"], one["by"], one["kind"], one["passed_on"] == "1"),
        )
        for one in lines
    ]
    return np.array(rows), np.array([one["right"] == "1" for one in lines])


def fit(rows: NDArray[np.float64], right: NDArray[np.bool_], ridge: float = 3.0) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method, with a ridge penalty on all weights but the first."""
    weights = np.zeros(rows.shape[1])
    penalty = ridge * np.eye(len(weights))
    penalty[0, 0] = 0
    for _ in range(30):
        said = share(rows, weights)
        gradient = rows.T @ (right - said) - penalty @ weights
        hessian = (rows * (said * (1 - said))[:, None]).T @ rows + penalty + 1e-9 * np.eye(len(weights))
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def report(name: str, shares: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    """Print calibration by fifths and what is kept and right above some thresholds."""
    order = np.argsort(shares)
    fifths = [(shares[part].mean(), right[part].mean()) for part in np.array_split(order, 5)]
    gap = float(np.mean([abs(a - b) for a, b in fifths]))
    print(f"{name}: {right.mean():.3f} right; said/true by fifths: " + " ".join(f"{a:.2f}/{b:.2f}" for a, b in fifths))
    print(f"  mean gap {gap:.3f}")
    for threshold in (0.5, 0.6, 0.7, 0.78, 0.79, 0.8, 0.81, 0.82, 0.83, 0.85, 0.9, 0.95):
        kept = shares >= threshold
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
        sizes = {"attribution": len(features(Attribution((), (), ()))), "speaker": len(first_readings()[0][0])}
        write({name: np.zeros(sizes.get(name, sizes["attribution"])) for name in ("attribution", "source", "speaker")})
    held = judged(articles(options.corpus, "held"), score)
    weights = {"attribution": fit(held.rows, held.right), "source": fit(held.rows, held.source)}
    told_here, right_there = speaking(held, weights), first_readings()
    some = held.sure > 0
    weights["speaker"] = fit(
        np.concatenate([told_here[some], right_there[0]]),
        np.concatenate([held.source[some], right_there[1]]),
    )
    if options.write:
        write(weights)
    dev = judged(articles(options.corpus, "dev"), score)
    source = share(dev.rows, weights["source"])
    report("attribution, dev", share(dev.rows, weights["attribution"]), dev.right)
    report("source, dev", source, dev.source)
    report("speaker, dev", share(speaking(dev, weights), weights["speaker"]) * (dev.sure > 0), dev.source)
    report("source, dev, where the corpus has the attribution", source[dev.known], dev.source[dev.known])


if __name__ == "__main__":
    main()
