"""Choose the decoder's settings on held-out articles: `python benchmarks/attribution/tune.py CORPUS`.

The network reads each article once; then one setting at a time is moved (coordinate search) as long as the mean of
attr.content and attr.source grows. Prints the settings to be written into `detente.evidence.decode.Settings`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from corpus import articles, scorer

from detente.evidence.attribution import attribute
from detente.evidence.decode import SETTINGS, Settings, candidates, decode, spans
from detente.evidence.quotations import Reading
from detente.evidence.tagger import Tagged, shipped

_LOOSE = Settings(cue=0.15)
_MOVES: dict[str, tuple[float, ...]] = {
    "cue": (-0.1, 0.1),
    "blend": (-0.2, 0.2),
    "switch": (-0.5, 0.5),
    "lean": (-0.4, 0.4),
}


class Recorded:
    """The tagger with the network's answers kept, so that only the decoder runs again."""

    def __init__(self) -> None:
        self._tagger = shipped()
        self._kept: dict[str, list[tuple[Any, ...]]] = {}
        self.settings = SETTINGS

    def tag(self, reading: Reading) -> list[Tagged]:
        """Find the attributions with the settings of the moment."""
        if reading.text not in self._kept:
            kept = []
            for window in self._tagger.windows(reading):
                hidden, tags = self._tagger.encode(window)
                heads = candidates(tags, _LOOSE)
                kept.append((window, tags, heads, self._tagger.roles(hidden, heads, window)))
            self._kept[reading.text] = kept
        found = []
        for window, tags, heads, roles in self._kept[reading.text]:
            wanted = np.isin(heads, candidates(tags, self.settings))
            rows = [row for row, ok in zip(roles, wanted, strict=True) if ok]
            for one in decode(tags, heads[wanted], rows, window, self.settings):
                source, cue, content = (tuple(spans(run, window)) for run in (one.source, one.cue, one.content))
                found.append(Tagged(source, cue, content, one.scores))
        return found


def quality(recorded: Recorded, records: list[dict[str, Any]], score: Any) -> float:
    """Return the mean of attr.content and attr.source, in points."""
    predicted = {}
    for record in records:
        found = [one for one in attribute(record["text"], recorded.tag)[0] if one.nested_in is None]
        spans_of = [{role: getattr(one, role) for role in ("source", "cue", "content")} for one in found]
        predicted[record["id"]] = {"attributions": spans_of}
    result = score.score({record["id"]: record for record in records}, predicted)
    return 50 * (result["attr.content"]["F"] + result["attr.source"]["F"])


def neighbours(settings: Settings) -> list[Settings]:
    """Return the settings one step away."""
    moved = [
        replace(settings, **{name: getattr(settings, name) + by}) for name in ("cue", "blend") for by in _MOVES[name]
    ]
    for name in ("switch", "lean"):
        for role in range(3):
            for by in _MOVES[name]:
                values = list(getattr(settings, name))
                values[role] += by
                moved.append(replace(settings, **{name: tuple(values)}))
    return moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    score, records, recorded = scorer(options.corpus), articles(options.corpus, "held"), Recorded()
    best = SETTINGS
    reached = quality(recorded, records, score)
    print(f"{reached:.2f} {best}", flush=True)
    for _ in range(options.rounds):
        for tried in neighbours(best):
            recorded.settings = tried
            value = quality(recorded, records, score)
            if value > reached + 0.05:
                best, reached = tried, value
                print(f"{reached:.2f} {best}", flush=True)


if __name__ == "__main__":
    main()
