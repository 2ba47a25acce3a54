"""The theatre: regions and who holds them, forces, support from outside, who may fight whom, what happened."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.case.numbers import Evidenced, Number, Numbers, Part, Positive, Share, spread

__all__ = ["Force", "HistoryRow", "Hostility", "Purpose", "Region", "Support", "Theatre"]

Purpose = Literal["defence", "offence", "training", "evacuation"]


class Region(Part):
    """A region of the theatre (a row of regions.csv)."""

    key: str
    name: str
    weight: float = Field(ge=0)
    holder: str
    defensibility: float = 0.0
    capital: bool = False
    neighbours: tuple[str, ...] = ()
    note: str = ""
    because: tuple[str, ...] = ()


class Force(Evidenced):
    """Strength (any one unit for the theatre), cohesion in (0, 1], recruits a year per strength held."""

    strength: Positive
    cohesion: Share
    recruits: Share = Number(low=0, mode=0, high=0, assumed="no recruitment unless the case says so")


def _purposes(value: Any) -> Any:
    """Read a list of purposes as equal shares."""
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        reason = "equal shares of the purposes named"
        return {name: {"value": 1 / len(names), "assumed": reason} for name in names}
    return spread(value)


class Support(Evidenced):
    """What a patron lends: a level in [0, 1], split by purpose; ``ends`` is an announced date.

    Before ``ends`` it runs down for ``over`` days, to ``after``: what is left of it then.
    """

    to: str
    level: Share
    purposes: Annotated[
        dict[Purpose, Share],
        BeforeValidator(_purposes, json_schema_input_type=Purpose | list[Purpose] | dict[Purpose, Share]),
    ] = Field(default={"defence": Number(low=1, mode=1, high=1)}, alias="for", description="shares by purpose")
    ends: date | None = None
    over: int | None = Field(default=None, ge=0)
    after: Share | None = None


class Hostility(Evidenced):
    """Two actors that may fight each other: ``between: [A, B]``, or ``A: B``. Pairs not listed are at peace."""

    between: tuple[str, str]
    since: date
    only: Literal["defence"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, dict) and "between" not in data:
            pairs = {key: value for key, value in data.items() if key not in cls.model_fields}
            match list(pairs.items()):
                case [(str() as one, str() as other)]:
                    return {"between": (one, other), **{key: value for key, value in data.items() if key != one}}
        return data


def _of_challenger(value: Any) -> Any:
    """Read ``{challenger: [.4, .5, .6], because: ...}`` as a number."""
    if isinstance(value, dict) and "challenger" in value and "value" not in value:
        return {("value" if key == "challenger" else key): part for key, part in value.items()}
    return value


class Theatre(Evidenced):
    """Where the war is fought, and with what. ``front`` holds numbers of the registry."""

    map: str | None = None
    regions: str = "regions.csv"
    neighbours: str | None = None
    countryside: Annotated[Share, BeforeValidator(_of_challenger)] = Number(
        low=0.5, mode=0.5, high=0.5, assumed="evenly contested"
    )
    forces: Annotated[dict[str, Force], BeforeValidator(spread)]
    support: Annotated[dict[str, Support], BeforeValidator(spread)] = {}
    hostilities: tuple[Hostility, ...]
    front: Numbers = {}


class HistoryRow(Part):
    """What happened, dated by when it was known (a row of history.csv)."""

    date: date
    known: date
    kind: Literal["fall", "settlement", "ceasefire", "fatalities", "capital_falls", "troops", "countryside", "other"]
    subject: str
    value: float | None = None
    note: str = ""
    source: str = ""
