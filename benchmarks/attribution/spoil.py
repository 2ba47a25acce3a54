"""Damage done to quotation marks on purpose, of the kinds that copied reports show; a text keeps its length.

Kinds: a mark printed as its opposite, as a plain one, or as a single one; a mark that is lost; a closing mark pushed
past its space and glued to the next word; a mark printed where none belongs. Every kind swaps or overwrites
characters one for one, so that offsets of the sound text hold in the spoiled one.
"""

from __future__ import annotations

import random
import re

_MARK = re.compile(r"[“”\"]")
_OPPOSITE = {"“": "”", "”": "“", '"': "“"}
KINDS = ("opposite", "plain", "single", "lost", "glued", "spurious")


def spoil(text: str, rng: random.Random, share: float = 0.3) -> str:
    """Spoil the given share of a text's double quotation marks, each in a way drawn at random.

    >>> spoiled = spoil("“We stay,” said Voss. “We will not go.”", random.Random(2), 1.0)
    >>> len(spoiled) == len("“We stay,” said Voss. “We will not go.”")
    True
    """
    drawn = list(text)
    for match in _MARK.finditer(text):
        if rng.random() < share:
            _hurt(drawn, match.start(), rng.choice(KINDS), rng)
    return "".join(drawn)


def _hurt(drawn: list[str], place: int, kind: str, rng: random.Random) -> None:
    glyph = drawn[place]
    after = drawn[place + 1] if place + 1 < len(drawn) else "\n"
    before = drawn[place - 1] if place else "\n"
    if kind == "opposite":
        drawn[place] = _OPPOSITE.get(glyph, glyph)
    elif kind == "plain":
        drawn[place] = '"'
    elif kind == "single":
        drawn[place] = {"“": "‘", "”": "’"}.get(glyph, "'")
    elif kind == "lost":
        drawn[place] = " "
    elif kind == "glued" and after == " ":
        drawn[place], drawn[place + 1] = " ", glyph
    elif kind == "glued" and before == " ":
        drawn[place - 1], drawn[place] = glyph, " "
    elif kind == "spurious":
        spaces = [i for i in range(max(0, place - 200), min(len(drawn), place + 200)) if drawn[i] == " "]
        if spaces:
            drawn[rng.choice(spaces)] = rng.choice("“”")
