"""The head of a report: the finding in a clause, three shares in a sentence, and six facts that never fold away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.analysis.ranges import FEW
from detente.views import titles
from detente.views.answers.deals import best_text, causes, signed_and_kept
from detente.views.answers.levers import other_outcome
from detente.views.context import Context
from detente.views.wording import long_date, nearest_hundred, plural, short_date

__all__ = ["Fact", "finding_of", "lede", "strip"]


def finding_of(context: Context) -> str:
    """Return the one-clause finding."""
    signed, kept = signed_and_kept(context)
    found = causes(context)
    blocks = [(cause, share) for cause, share in found if cause != "in reach"]
    obstacle, often = max(blocks, key=lambda item: item[1], default=(None, 0.0))
    return titles.finding(signed, kept, obstacle if often >= _BLOCKS else "in reach" if found else None)


def lede(context: Context) -> list[tuple[str, bool]]:
    """Return the opening sentences as pieces of text, some of them bold."""
    shares = context.shares
    _, kept = signed_and_kept(context)
    settled = shares["settlement"]["share"] if "settlement" in shares else 0.0
    pieces = [
        ("In ", False),
        (_of(settled, context.runs), True),
        (f" explored futures a settlement stands on {long_date(context.horizon)}; in ", False),
        (_of(kept, context.runs, short=True), True),
        (" a deal is signed and still kept a year on. ", False),
    ]
    pieces += _other_end(context)
    told = context.rows("texts", "order by letter")
    best = best_text(told)
    if best and best["signed"] >= titles.HARDLY:
        proposal = context.case.proposals.get(best["name"])
        name = f" ({proposal.name})" if proposal and proposal.name else ""
        does = f" Of {plural(len(told), 'text')}, {best['letter']}{name} is most often signed and still kept: in "
        alone = len(told) > 1 and titles.deals(told) == titles.NONE_STANDS_OUT
        pieces += [(does, False), (_of(best["both"], context.runs), True)]
        pieces.append((", though none stands out." if alone else ".", False))
    elif told:
        most = max(row["signed"] for row in told)
        bound = "1 of 100" if most < 0.0095 else _of(most, context.runs)
        more = "as many as " if most < 0.0095 else "more than "
        pieces += [(f" Of {plural(len(told), 'text')} none is signed in {more}", False), (bound, True), (".", False)]
    return pieces


def _other_end(context: Context) -> list[tuple[str, bool]]:
    """Say the most frequent of the other ends; the war or a victory beside it, where it is another."""
    truces = ("ceasefire", "low_activity")
    shares = {name: row["share"] for name, row in context.shares.items()}
    truce = max(truces, key=lambda name: shares.get(name, 0.0))
    other = other_outcome(context)
    if other not in shares:
        return []
    ends = [truce, other] if shares.get(truce, 0.0) > shares[other] else [other]
    pieces = [("In ", False)]
    for place, name in enumerate(ends):
        last = place == len(ends) - 1
        pieces += [(_of(shares[name], context.runs, short=True), True),
                   (f" {_end(context, name)}{'.' if last else ', in '}", False)]  # fmt: skip
    return pieces


def _end(context: Context, outcome: str) -> str:
    """Say in a clause how a future ends."""
    said = {
        "ceasefire": "a ceasefire holds without a settlement",
        "low_activity": "the fighting dies down without a deal",
        "war_goes_on": "the war goes on",
    }
    name = context.outcome_names[outcome]
    side = "challenger" if outcome == "challenger_victory" else "incumbent"
    won = f"victory for {context.side_name(side)}" if name.startswith("Victory:") else name
    return said.get(outcome) or f"the war ends in {won}"


def _of(share: float, runs: int, short: bool = False) -> str:
    """Return a share for the middle of a sentence: "14 of 100", "14", "fewer than 1 of 100", "none of 10,000"."""
    if share <= 0:
        return "none" if short else f"none of {runs:,}"
    if share >= 1:
        return f"all of {runs:,}"
    count = "fewer than 1" if share < 0.0095 else "more than 99" if share > 0.9905 else str(nearest_hundred(share))
    return count if short else f"{count} of 100"


_BLOCKS = 0.1
"""Of the months' futures that an obstacle must close for the finding to name it."""


@dataclass(frozen=True)
class Fact:
    """One of the six facts: ``alarm`` sets it in the colour of hindsight."""

    name: str
    value: str
    more: str = ""
    alarm: bool = False


def strip(context: Context) -> tuple[Fact, ...]:
    """Return the six facts, always in this order."""
    manifest = context.result.manifest
    hindsight = bool(manifest.get("hindsight"))
    coded = "Yes: coded after the fact" if hindsight else "No"
    design = "the model’s design case" if context.case.design_case else ""
    calibrated = manifest.get("calibration")
    return (
        Fact("Information date", short_date(context.as_of)),
        Fact("Looks ahead to", short_date(context.horizon)),
        Fact("Hindsight", coded, design, alarm=hindsight),
        Fact("Explored futures", f"{context.runs:,}", _played(manifest, context.runs)),
        Fact("Nearest base rate", *_base_rate(context)),
        Fact("Calibrated", str(calibrated) if calibrated else "Not yet"),
    )


def _played(manifest: dict[str, Any], runs: int) -> str:
    draws = f"{plural(int(manifest['draws']), 'parameter draw')}, " if manifest.get("draws") else ""
    return f"{draws}seed {manifest.get('seed')}{'; too few to say much' if runs < FEW else ''}"


def _base_rate(context: Context) -> tuple[str, str]:
    """Return the nearest base rate: a share with n and source, or the case's own sentence."""
    given = context.result.manifest.get("base_rate") or context.case.base_rate
    if isinstance(given, dict) and given.get("share") is not None:
        outcome = str(given.get("outcome") or "settlement")
        what = "settle" if outcome == "settlement" else outcome.replace("_", " ")
        source = ", ".join(part for part in (str(given.get("source") or ""),
                                             f"n = {given['n']:,}" if given.get("n") else "") if part)  # fmt: skip
        return f"{nearest_hundred(given['share'])} in 100 {what}".strip(), source
    if isinstance(given, dict):
        given = given.get("text") or ""
    shares = context.shares.get("settlement")
    base = shares["base"] if shares else None
    value = f"{nearest_hundred(base)} in 100 settle" if base is not None else "See the note" if given else "None given"
    return value, str(given)
