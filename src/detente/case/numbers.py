"""A number with its range and what it rests on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

__all__ = ["Evidenced", "Number", "Part", "Positive", "Real", "Share", "as_number", "within"]


class Part(BaseModel):
    """A frozen piece of a case; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Evidenced(Part):
    """A piece that says what it rests on: ``because`` (ledger ids, files) or ``assumed`` (a reason)."""

    because: tuple[str, ...] = ()
    assumed: str = ""


class Number(Evidenced):
    """A value with its range: low (5 to 95 % is not meant; it is the least thinkable), mode, high.

    Drawn from a PERT distribution (Malcolm et al. 1959, Operations Research 7(5): 646-669: beta with mean
    (low + 4 mode + high)/6) unless ``distribution`` says ``uniform``; low = high is a fixed number.

    Examples
    --------
    >>> as_number([0.1, 0.2, 0.6]).mode
    0.2
    >>> as_number(3).fixed
    True
    """

    low: float
    mode: float
    high: float
    distribution: Literal["pert", "uniform"] = "pert"

    @model_validator(mode="after")
    def _ordered(self) -> Number:
        if not self.low <= self.mode <= self.high:
            raise ValueError(
                f"expected low <= mode <= high, got [{self.low:g}, {self.mode:g}, {self.high:g}]; put them in order"
            )
        return self

    @property
    def fixed(self) -> bool:
        """Whether the number has no range."""
        return self.low == self.high


def as_number(value: Any) -> Number:
    """Read ``0.4``, ``[low, mode, high]`` or ``{value: ..., because: ..., assumed: ...}`` as a number.

    Raises
    ------
    ValueError
        For anything else; the message says what would be right.
    """
    if isinstance(value, Number):
        return value
    extra: dict[str, Any] = {}
    if isinstance(value, dict):
        extra = {key: value[key] for key in value if key != "value"}
        if unknown := set(extra) - {"because", "assumed", "distribution", "low", "mode", "high"}:
            raise ValueError(f"unknown key {min(unknown)!r}; a number takes value, because, assumed, distribution")
        if "low" in extra:
            return Number(**extra)
        if "value" not in value:
            raise ValueError("expected the key 'value' with a number or [low, mode, high]")
        value = value["value"]
    match value:
        case bool():
            pass
        case int() | float():
            return Number(low=value, mode=value, high=value, **extra)
        case [int() | float() as low, int() | float() as mode, int() | float() as high]:
            return Number(low=low, mode=mode, high=high, **extra)
    raise ValueError(f"expected a number or [low, mode, high], got {value!r}")


def within(lower: float, upper: float) -> AfterValidator:
    """Check that the whole range lies in [lower, upper]."""

    def check(number: Number) -> Number:
        for end in (number.low, number.high):
            if not lower <= end <= upper:
                raise ValueError(f"{end:g} is outside [{lower:g}, {upper:g}]")
        return number

    return AfterValidator(check)


Real = Annotated[Number, BeforeValidator(as_number)]
Share = Annotated[Real, within(0.0, 1.0)]
Positive = Annotated[Real, within(0.0, float("inf"))]
