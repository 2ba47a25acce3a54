"""The space of terms of each draw: what every issue is worth to parties and ratifiers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from detente.engine.plan import Floats
from detente.engine.sheet import Sheet
from detente.models.zone_kernels import Space
from detente.models.zones import space_of

__all__ = ["opposing", "positions", "spaces"]


def positions(sheet: Sheet, actors: tuple[str, ...]) -> tuple[Floats, Floats, Floats]:
    """Ideals, saliences (adding up to 1) and exponents, each (D, actors, K); unnamed issues have salience 0."""
    shape = (sheet.draws, len(actors), len(sheet.issues))
    ideal, salience, exponent = np.full(shape, 0.5), np.zeros(shape), np.ones(shape)
    for i, actor in enumerate(actors):
        for k, issue in enumerate(sheet.issues):
            if sheet.position(actor, issue) is None:
                continue
            stem = f"positions.{actor}.{issue}"
            ideal[:, i, k], salience[:, i, k] = sheet[f"{stem}.ideal"], sheet[f"{stem}.salience"]
            exponent[:, i, k] = sheet[f"{stem}.exponent"]
    total = salience.sum(axis=2, keepdims=True)
    return ideal, np.divide(salience, total, out=np.zeros(shape), where=total > 0.0), exponent


def opposing(sheet: Sheet, rows: tuple[str, ...]) -> list[int]:
    """Place of the principal that each party, and each ratifier's party, is up against."""
    actors = sheet.case.actors
    sides = [sheet.side(key if key in sheet.parties else str(actors[key].of)) for key in rows]
    return [rows.index(sheet.principal(1 - side)) for side in sides]


def spaces(sheet: Sheet, *, convex: bool) -> tuple[Space, ...]:
    """Space of terms of each draw, parties first, then ratifiers; ``convex`` lets turns be taken on all issues."""
    rows = (*sheet.parties, *sheet.ratifiers)
    stated = positions(sheet, rows)
    whole = tuple((k, tuple(one.scale)) for k, one in enumerate(sheet.case.issues.values()) if one.indivisible)
    parts = tuple(part.tobytes() for part in (*stated, stated[0][:, opposing(sheet, rows)]))
    return _spaces(parts, stated[0].shape, len(sheet.parties), whole, convex)


@lru_cache(maxsize=64)
def _spaces(
    parts: tuple[bytes, ...],
    shape: tuple[int, int, int],
    parties: int,
    whole: tuple[tuple[int, tuple[float, ...]], ...],
    convex: bool,
) -> tuple[Space, ...]:
    """By content, since most scenarios of a case share them."""
    ideal, salience, exponent, opposed = (np.frombuffer(part).reshape(shape) for part in parts)
    return tuple(
        space_of(
            ideal[d],
            salience[d],
            exponent[d],
            opposed=opposed[d],
            parties=parties,
            indivisible=dict(whole),
            convex=convex,
        )
        for d in range(shape[0])
    )
