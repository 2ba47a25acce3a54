"""Fills in what a case leaves to be understood, once it is known to be right."""

from __future__ import annotations

from detente.case.schema import Actor, Case, Region, Side
from detente.case.walk import hand_down

__all__ = ["settle"]


def settle(case: Case) -> Case:
    """Return the case with all that goes without saying said.

    Numbers rest on what their block rests on; the only party of a side is its principal; a patron is on the side that
    it supports and a ratifier on its party's; regions held by a side are held by its principal and their weights add
    up to 1; the numbers of ``theatre.front`` and of the table stand in ``numbers``.
    """
    case = hand_down(case)
    numbers = {**case.numbers, **case.theatre.front}
    for table in case.tables.values():
        numbers |= table.numbers
    actors = {key: _with_side(key, actor, case) for key, actor in case.actors.items()}
    actors = {key: _as_principal(actor, actors) for key, actor in actors.items()}
    principals: dict[Side | None, str] = {actor.side: key for key, actor in actors.items() if actor.principal}
    total = sum(region.weight for region in case.regions.values())
    regions = {key: _settled(region, total, principals) for key, region in case.regions.items()}
    return case.model_copy(
        update={
            "actors": actors,
            "numbers": numbers,
            "regions": regions,
            "theatre": case.theatre.model_copy(update={"front": {}}),
            "tables": {key: table.model_copy(update={"numbers": {}}) for key, table in case.tables.items()},
        }
    )


def _with_side(key: str, actor: Actor, case: Case) -> Actor:
    if actor.side is not None:
        return actor
    party = case.theatre.support[key].to if key in case.theatre.support else actor.of
    if actor.role not in ("patron", "ratifier") or party not in case.actors:
        return actor
    side = case.actors[party].side
    return actor.model_copy(update={"side": side}) if side else actor


def _as_principal(actor: Actor, actors: dict[str, Actor]) -> Actor:
    parties = [one for one in actors.values() if one.role == "party" and one.side == actor.side]
    alone = actor.role == "party" and len(parties) == 1
    return actor.model_copy(update={"principal": True}) if alone and not actor.principal else actor


def _settled(region: Region, total: float, principals: dict[Side | None, str]) -> Region:
    side: Side | None = next((one for one in ("incumbent", "challenger") if one == region.holder), None)
    holder = principals.get(side, region.holder) if side else region.holder
    return region.model_copy(update={"holder": holder, "weight": region.weight / total})
