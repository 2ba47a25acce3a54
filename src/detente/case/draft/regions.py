"""The theatre of a drafted case: regions, which touch, and what is known to have fallen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from detente.case.draft.findings import Finding
from detente.case.draft.gazetteer import states
from detente.case.draft.sketch import Sketch

__all__ = ["Region", "history_table", "neighbours_table", "regions_of", "regions_table"]

_NOT_TOLD, _MOST = 12, 120


@dataclass(frozen=True)
class Region:
    """A region: key, name, who holds it at the start, whether it is the capital, what tells of its fall."""

    key: str
    name: str
    holder: str
    capital: bool = False
    fall: Finding | None = None
    note: str = ""


def regions_of(one: Sketch) -> list[Region]:
    """Return the regions: the capital, those that fell, and as many others as the texts or a person count.

    Where nobody counted them there are twelve, or three for each that fell; the note of each row says so.
    """
    falls = [finding for finding in one.live("captures") if finding.data["by"] == one.parties.challenger]
    fell = sum(finding.data["count"] for finding in falls)
    told = next((finding.data["total"] for finding in falls if finding.data["total"]), None) or one.total
    total = min(max(told or max(_NOT_TOLD, 3 * fell), fell + 1), _MOST)
    counted = "" if told else "assumed: nobody said how many regions there are"
    label = one.parties.incumbent
    capital = states()[label].capital if label in states() and states()[label].capital else "the capital"
    found = [Region("capital", capital, one.incumbent, capital=True, note=counted)]
    for finding in falls:
        what = finding.data["what"]
        for number in range(finding.data["count"]):
            early = finding.known <= one.as_of
            note = f"one of {finding.data['count']} {what} that fell; the text does not say which"
            holder = one.challenger if early else one.incumbent
            place = len(found)
            if place < _MOST:
                found.append(
                    Region(f"fell_{place}", f"{what.rstrip('s')} {number + 1}", holder, fall=finding, note=note)
                )
    while len(found) < total:
        found.append(Region(f"region_{len(found)}", f"region {len(found)}", one.incumbent, note=counted))
    return found


def regions_table(one: Sketch) -> str:
    """Write regions.csv: equal weights, since nobody gave populations."""
    regions = regions_of(one)
    weight = f"{1 / len(regions):.4f}"
    rows = [("region", "name", "weight", "holder", "capital", "because", "note")]
    for region in regions:
        early = region.fall is not None and region.fall.known <= one.as_of
        because = region.fall.statement if region.fall and early else ""
        note = "; ".join(part for part in (region.note, "weight assumed equal") if part)
        rows.append((region.key, region.name, weight, region.holder, str(region.capital).lower(), because, note))
    return _written(rows)


def neighbours_table(one: Sketch) -> str:
    """Write neighbours.csv: a band around the capital, since nobody said who borders on whom.

    Regions that fell stand at the end that is farthest from the capital.
    """
    regions = regions_of(one)
    others = [region.key for region in regions[1:] if region.fall is None] + [r.key for r in regions[1:] if r.fall]
    pairs = [("capital", other) for other in others[:4]]
    pairs += [(others[i], others[i + step]) for i in range(len(others)) for step in (1, 2) if i + step < len(others)]
    note = "assumed: nobody said who borders on whom"
    return _written([("a", "b", "note"), *((a, b, note) for a, b in pairs)])


def history_table(one: Sketch) -> str | None:
    """Write history.csv: a row for each region that fell after the start; None where there is none."""
    rows = [
        (str(said), str(known), "fall", region.key, "1", "the day is that of the report", document)
        for region in regions_of(one)
        if region.fall is not None and region.fall.known > one.as_of
        for known, said, document in [_dated(one, region.fall)]
    ]
    return _written([("date", "known", "kind", "subject", "value", "note", "source"), *rows]) if rows else None


def _dated(one: Sketch, fall: Finding) -> tuple[object, object, str]:
    statement = one.scene.statement(fall.statement)
    said = statement.said if statement.said and one.as_of < statement.said <= fall.known else fall.known
    return fall.known, said, f"{statement.document} {statement.id}"


def _written(rows: Iterable[tuple[object, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
