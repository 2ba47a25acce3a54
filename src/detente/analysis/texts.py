"""Texts on the table: who would sign, who would keep, whose red line is crossed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

import numpy as np

from detente.analysis.ranges import parameter_range
from detente.analysis.tables import first_break_name, flags
from detente.case.schema import Case
from detente.engine.ensemble import Played

__all__ = ["crossed", "letter", "texts_table"]


def letter(place: int) -> str:
    """A, B, ... Z, AA: how a text is called on a figure.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    more, rest = divmod(place, len(ascii_uppercase))
    return (letter(more - 1) if more else "") + ascii_uppercase[rest]


def crossed(case: Case, text: Mapping[str, float]) -> list[dict[str, Any]]:
    """Red lines that a text crosses, at their modes: whose, on what, and whether they have no seat at the table."""
    found = []
    for position in case.positions:
        if position.red_line is None or position.issue not in text:
            continue
        line, value = position.red_line, text[position.issue]
        for limit, over in ((line.at_least, -1.0), (line.at_most, 1.0)):
            if limit is not None and over * (value - limit.mode) > 1e-9:
                found.append(
                    {
                        "actor": position.actor,
                        "issue": position.issue,
                        "limit": limit.mode,
                        "absent": case.actors[position.actor].absent,
                        "rights": case.issues[position.issue].rights,
                    }
                )
    return found


def texts_table(case: Case, texts: Mapping[str, Played]) -> dict[str, Any]:
    """One row per text: signed, kept a year of those signed, both, first break, red lines, deaths and rights."""
    rows = []
    for place, (name, played) in enumerate(texts.items()):
        found, draw = flags(played), played.draw_of
        signed, both = parameter_range(found["ever_signed"], draw), parameter_range(found["kept_a_year"], draw)
        mine = played.whole("ever_signed") == 1
        kept = parameter_range(found["kept_a_year"][mine], _dense(draw[mine])) if mine.any() else (None, None, None)
        broke = played.whole("first_break")
        broke = broke[broke >= 0]
        names = first_break_name(played.plan.sheet)
        proposal = {issue: number.mode for issue, number in case.proposals[name].text.items()}
        rights = played.out.real[:, 1]
        rows.append(
            {
                "name": name,
                "letter": letter(place),
                **dict(zip(("signed_low", "signed", "signed_high"), signed, strict=True)),
                **dict(zip(("kept_low", "kept", "kept_high"), kept, strict=True)),
                **dict(zip(("both_low", "both", "both_high"), both, strict=True)),
                "first_break": names[int(np.bincount(broke).argmax())] if len(broke) else None,
                "crosses": json.dumps(crossed(case, proposal)),
                "fatalities": float(played.whole("fatalities").mean()),
                "rights": None if np.isnan(rights).all() else float(np.nanmean(rights)),
            }
        )
    columns = list(rows[0]) if rows else ["name", "letter", "signed", "kept", "both"]
    return {name: [row[name] for row in rows] for name in columns}


def _dense(draw: np.ndarray) -> np.ndarray:
    """Draws renumbered without gaps."""
    return np.unique(draw, return_inverse=True)[1]
