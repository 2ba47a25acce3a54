"""A number with its range and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

__all__ = [
    "Evidenced",
    "Number",
    "Numbers",
    "Part",
    "Positive",
    "Real",
    "Share",
    "Shares",
    "as_number",
    "spread",
    "within",
]


class Part(BaseModel):
    """A frozen piece of a case; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_names, json_schema_input_type=str | tuple[str, ...])]


class Evidenced(Part):
    """A piece that says what it rests on: ``because`` (ledger ids, files) or ``assumed`` (a reason)."""

    because: Names = ()
    assumed: str = ""


class Number(Evidenced):
    """A value with its range: low (5 to 95 % is not meant; it is the least thinkable), mode, high.

    Drawn from a PERT distribution (Malcolm et al. 1959, Operations Research 7(5): 646-669: beta with mean
    (low + 4 mode + high)/6) unless ``distribution`` says ``uniform``; low = high is a fixed number. ``before`` is the
    range that held before what it rests on was read: what it falls back to if that is disbelieved.

    Examples
    --------
    >>> as_number([0.1, 0.2, 0.6]).mode
    0.2
    >>> as_number(3).fixed
    True
    >>> as_number({"value": [0, 0.1, 0.2], "because": "S4", "before": [0, 0.5, 1]}).before
    (0.0, 0.5, 1.0)
    """

    low: float
    mode: float
    high: float
    distribution: Literal["pert", "uniform"] = "pert"
    before: tuple[float, float, float] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Number:
        if not all(map(isfinite, (self.low, self.mode, self.high))):
            raise ValueError("expected finite numbers; infinity and nan have no place here")
        if not self.low <= self.mode <= self.high:
            raise ValueError(
                f"expected low <= mode <= high, got [{self.low:g}, {self.mode:g}, {self.high:g}]; put them in order"
            )
        if self.before is not None and (
            not all(map(isfinite, self.before)) or list(self.before) != sorted(self.before)
        ):
            ends = ", ".join(f"{end:g}" for end in self.before)
            raise ValueError(f"before: expected low <= mode <= high, finite, got [{ends}]; put them in order")
        return self

    @property
    def fixed(self) -> bool:
        """Whether the number has no range."""
        return self.low == self.high

    @property
    def rests(self) -> bool:
        """Whether it says what it rests on."""
        return bool(self.because or self.assumed)


_BESIDE = ("because", "assumed", "distribution", "before")
_BLOCK = ("because", "assumed", "before")
_RANGE = ("low", "mode", "high")


def as_number(value: Any) -> Number:
    """Read ``0.4``, ``[low, mode, high]`` or ``{value: ..., because: ..., assumed: ..., before: ...}`` as a number.

    Raises
    ------
    ValueError
        For anything else; the message says what would be right.
    """
    if isinstance(value, Number):
        return value
    extra: dict[str, Any] = {}
    if isinstance(value, Mapping):
        if unknown := [str(key) for key in value if key not in ("value", *_RANGE, *_BESIDE)]:
            raise ValueError(
                f'unknown key "{unknown[0]}"; a number takes value, because, assumed, distribution, before'
            )
        extra = {key: value[key] for key in _BESIDE if key in value}
        if "before" in extra:
            extra["before"] = _ends(extra["before"], "before: ")
        if any(key in value for key in _RANGE):
            value = [value.get(key) for key in _RANGE]
        elif "value" in value:
            value = value["value"]
        else:
            raise ValueError('expected the key "value" with a number or [low, mode, high]')
    try:
        return Number(**dict(zip(_RANGE, _ends(value), strict=True)), **extra)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(first["msg"].removeprefix("Value error, ")) from None


def _ends(value: Any, place: str = "") -> tuple[float, float, float]:
    """Read a number or [low, mode, high] as three ends."""
    if _is_real(value):
        return value, value, value
    if isinstance(value, list | tuple) and len(value) == 3 and all(map(_is_real, value)):
        return value[0], value[1], value[2]
    raise ValueError(f"{place}expected a number or [low, mode, high], got {json.dumps(value, default=str)[:60]}")


def _is_real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def within(lower: float, upper: float) -> AfterValidator:
    """Check that the whole range lies in [lower, upper]."""

    def check(number: Number) -> Number:
        bounds = f"from {lower:g} up" if upper == float("inf") else f"from {lower:g} to {upper:g}"
        for place, ends in (("", (number.low, number.high)), ("before: ", number.before or ())):
            for end in ends:
                if not lower <= end <= upper:
                    raise ValueError(f"{place}{end:g} is out of range; expected {bounds}")
        return number

    return AfterValidator(check)


def spread(block: Any) -> Any:
    """Give a block's ``because`` and ``assumed`` to each of its entries that has neither, and so its ``before``.

    Examples
    --------
    >>> spread({"m": 0.3, "because": ["S1"]})
    {'m': {'value': 0.3, 'because': ['S1']}}
    """
    if not isinstance(block, Mapping) or not set(_BLOCK) & set(block):
        return block
    rests = {key: block[key] for key in ("because", "assumed") if key in block}
    earlier = {key: block[key] for key in ("before",) if key in block}
    spread_out: dict[str, Any] = {}
    for key, value in block.items():
        if key in _BLOCK:
            continue
        if not isinstance(value, Mapping):
            spread_out[key] = {"value": value, **rests, **earlier}
        elif "because" in value or "assumed" in value:
            spread_out[key] = value
        else:
            spread_out[key] = {**earlier, **value, **rests}
    return spread_out


class NumberBlock(Part):
    """How a number is written with what it rests on (for editors)."""

    value: float | tuple[float, float, float]
    because: Names = ()
    assumed: str = ""
    distribution: Literal["pert", "uniform"] = "pert"
    before: float | tuple[float, float, float] | None = None


_Written = float | tuple[float, float, float] | NumberBlock
Real = Annotated[Number, BeforeValidator(as_number, json_schema_input_type=_Written)]
Share = Annotated[Real, within(0.0, 1.0)]
Positive = Annotated[Real, within(0.0, float("inf"))]
_Block = dict[str, _Written | Names | str]
Numbers = Annotated[dict[str, Real], BeforeValidator(spread, json_schema_input_type=_Block)]
Shares = Annotated[dict[str, Share], BeforeValidator(spread, json_schema_input_type=_Block)]
