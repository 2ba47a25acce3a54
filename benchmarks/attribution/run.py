"""Score the reader on the corpus: `python benchmarks/attribution/run.py CORPUS [--set dev|held] [--damage]`.

Prints the corpus' own measures with a bootstrap interval, next to what is aimed at, and words a second on one core.
With --damage, quotation marks are spoiled first (as `spoil.py` says) and the loss is printed beside the limit of 5.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

from corpus import articles, scorer
from spoil import spoil

from detente.evidence.document import Document
from detente.evidence.reader import read_texts
from detente.evidence.tagger import shipped

AIMS = {"attr.source": 68.0, "attr.content": 76.0}
WORDS_A_SECOND = 5000
LOSS = 5.0


def read_all(records: list[dict[str, Any]], *, nested: bool) -> tuple[dict[str, Any], float]:
    """Return what the reader finds in each article, and words a second of processor time."""
    predicted = {}
    words = sum(len(record["text"].split()) for record in records)
    began = time.process_time()
    for record in records:
        read = read_texts([Document(record["id"], record["text"])])[0]
        kept = [one.attribution for one in read.said if nested or one.attribution.nested_in is None]
        spans = [{role: getattr(one, role) for role in ("source", "cue", "content")} for one in kept]
        predicted[record["id"]] = {"attributions": spans}
    return predicted, words / (time.process_time() - began)


def spoiled(records: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return the articles with 30 of 100 quotation marks spoiled."""
    rng = random.Random(seed)
    return [{**record, "text": spoil(record["text"], rng)} for record in records]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--set", choices=("dev", "held"), default="dev")
    parser.add_argument("--damage", action="store_true")
    parser.add_argument("--bootstrap", type=int, default=400)
    parser.add_argument("--nested", action="store_true", help="count nested attributions too, which the corpus has not")
    options = parser.parse_args()
    score = scorer(options.corpus)
    records = articles(options.corpus, options.set)
    gold = {record["id"]: record for record in records}
    shipped().tag  # noqa: B018  the model is loaded before the clock starts
    predicted, speed = read_all(records, nested=options.nested)
    result = score.score(gold, predicted, bootstrap=options.bootstrap)
    names = ["token.source", "token.cue", "token.content", "attr.content", "attr.source", "attr.full"]
    for name in names:
        value = result[name]
        interval = "[{:.1f}, {:.1f}]".format(*(100 * end for end in value["F_ci95"])) if "F_ci95" in value else ""
        aim = f"  {100 * value['F'] / AIMS[name]:.3f} of the aim of {AIMS[name]:.0f}" if name in AIMS else ""
        p, r, f = (100 * value[key] for key in "PRF")
        print(f"{name:14s} P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f} {interval}{aim}")
    print(f"{speed:.0f} words a second on one core, {speed / WORDS_A_SECOND:.2f} of the aim of {WORDS_A_SECOND}")
    if options.damage:
        hurt, _ = read_all(spoiled(records, seed=1), nested=options.nested)
        after = score.score(gold, hurt)
        for name in ("attr.content", "attr.source"):
            f = 100 * after[name]["F"]
            lost = 100 * result[name]["F"] - f
            print(f"{name:14s} F1 {f:5.1f} with damage: {lost:.1f} lost, {lost / LOSS:.2f} of the limit")


if __name__ == "__main__":
    main()
