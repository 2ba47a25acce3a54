"""What the case's other files say: population under the challenger so far and later, and whose boundaries these are."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.case.problems import Problems
from detente.case.schema import Case
from detente.case.tables import read_history

__all__ = ["credit", "happened", "held_so_far"]


def held_so_far(case: Case, as_of: date) -> list[dict[str, Any]]:
    """Return the population under the challenger, per hundred, up to the information date: rows of day and share.

    Known falls are taken back from today's holders; empty where none is known.
    """
    falls = sorted((row.date, row.subject, row.value) for row in case.history
                   if row.kind == "fall" and row.known <= as_of and row.subject in case.regions)  # fmt: skip
    if not falls:
        return []
    now = _held_now(case)
    shares = [now]
    for _, region, value in reversed(falls):
        shares.append(shares[-1] - _step(case, region, value))
    steps = [{"day": day, "share": 100 * share} for (day, _, _), share in zip(falls, shares[-2::-1], strict=True)]
    first = {"day": falls[0][0], "share": 100 * max(shares[-1], 0.0)}
    return [first, *steps, {"day": as_of, "share": 100 * now}]


def happened(case: Case, as_of: date, until: date) -> list[dict[str, Any]]:
    """Return what became known later about the same share: rows of day and share per hundred.

    Read from the case's history.csv, since a case that is cut at a date does not hold it.
    """
    path = case.folder / "history.csv"
    if not path.is_file():
        return []
    rows, _ = read_history(path, path.name, Problems())
    falls = [row for row in rows if row.kind == "fall" and row.subject in case.regions]
    later = [(row.date, row.subject, row.value) for row in falls if row.known > as_of and row.date <= until]
    if not later:
        return []
    share = _held_now(case)
    steps: list[dict[str, Any]] = [{"day": as_of, "share": 100 * share}]
    for day, region, value in later:
        share += _step(case, region, value)
        steps.append({"day": day, "share": 100 * min(max(share, 0.0), 1.0)})
    return [*steps, {"day": until, "share": steps[-1]["share"]}]


def credit(case: Case) -> str:
    """Return where the boundaries come from, as the case's NOTICE.md says in its table; empty where it does not.

    A row reads ``| `theatre.geojson` | what | source | licence and terms |``.
    """
    notice = case.folder / "NOTICE.md"
    if not notice.is_file():
        return ""
    for line in notice.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        cells = [cell.strip().replace("*", "") for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 4 and "theatre.geojson" in cells[0]:
            return f"Boundaries: {cells[2]}; {cells[3].rstrip('.')}. "
    return ""


def _weights(case: Case) -> dict[str, float]:
    whole = sum(region.weight for region in case.regions.values()) or 1.0
    return {key: region.weight / whole for key, region in case.regions.items()}


def _held_now(case: Case) -> float:
    challengers = {key for key, actor in case.actors.items() if actor.side == "challenger"}
    weights = _weights(case)
    return sum(weights[key] for key, region in case.regions.items() if region.holder in challengers)


def _step(case: Case, region: str, value: float | None) -> float:
    weight = _weights(case)[region]
    return -weight if value == 0 else weight
