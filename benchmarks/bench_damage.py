# pyright: reportMissingImports=false
"""What damaged quotation marks cost the reader: `python benchmarks/bench_damage.py CORPUS [--articles N]`.

Spoils the marks of dev articles in the ways of `attribution/spoil.py`, all kinds together and each by itself, and
prints the F1 that is lost as a ratio to the limit of 5 points.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "attribution"))

import spoil as spoiling
from corpus import articles, scorer
from run import LOSS, read_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=84, help="how many of dev")
    parser.add_argument("--share", type=float, default=0.3, help="share of the marks that are spoiled")
    options = parser.parse_args()
    score = scorer(options.corpus)
    records = articles(options.corpus, "dev")[: options.articles]
    gold = {record["id"]: record for record in records}
    sound = _scores(score, gold, records)
    print(f"{'sound':10s} content {sound[0]:.1f}  source {sound[1]:.1f}")
    worst = 0.0
    all_kinds = spoiling.KINDS
    for kinds in (all_kinds, *((kind,) for kind in all_kinds)):
        spoiling.KINDS = kinds
        rng = random.Random(1)
        hurt = [{**one, "text": spoiling.spoil(one["text"], rng, options.share)} for one in records]
        after = _scores(score, gold, hurt)
        lost = [before - now for before, now in zip(sound, after, strict=True)]
        worst = max(worst, *lost)
        name = kinds[0] if len(kinds) == 1 else "all kinds"
        print(f"{name:10s} content {after[0]:.1f} ({lost[0]:+.1f} lost)  source {after[1]:.1f} ({lost[1]:+.1f} lost)")
    print(f"most lost: {worst:.1f} points, {worst / LOSS:.2f} of the limit")


def _scores(score: Any, gold: dict[str, Any], records: list[dict[str, Any]]) -> tuple[float, float]:
    predicted, _ = read_all(records, nested=False)
    result = score.score(gold, predicted)
    return 100 * result["attr.content"]["F"], 100 * result["attr.source"]["F"]


if __name__ == "__main__":
    main()
