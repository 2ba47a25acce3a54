"""Questions 3 and 4: what could somebody decide that moves it, and what does the forecast hang on?"""

from __future__ import annotations

from typing import Any

from detente.views import charts_levers, titles
from detente.views.answers.deals import OUTCOME_COLOURS, signed_and_kept
from detente.views.context import Context, as_list
from detente.views.figures import Answer, Cell, Drawing, Figure, Key, Link, Row, Table
from detente.views.wording import (
    DASH,
    decimal,
    difference,
    hundred,
    joined,
    mean_deaths,
    number,
    plural,
    readable,
    short_date,
)

__all__ = ["hangs_on", "lever_rows", "levers", "measured", "other_outcome"]

_SHOWN = 12


def levers(context: Context) -> Answer:
    """Return the change that goes with each lever, and how many futures change side."""
    question, short = "What could somebody decide that moves it?", "What moves it"
    rows = lever_rows(context)
    if not rows:
        why = "was played" if context.case.levers else "is named in this case"
        return Answer(
            "levers", short, question, missing=f"No lever {why}, so nothing can be compared with the baseline."
        )
    return Answer("levers", short, question, (Row((_changes(context, rows), _pairs(context, rows)), "uneven"),))


def other_outcome(context: Context) -> str:
    """Return the outcome that stands beside kept deals: the most frequent of victories and war."""
    rivals = ("challenger_victory", "war_goes_on", "incumbent_victory")
    return max(rivals, key=lambda name: context.shares[name]["share"] if name in context.shares else 0.0)


def lever_rows(context: Context) -> list[dict[str, Any]]:
    """Return each lever's differences in kept deals and in the other outcome, the largest gain in kept deals first."""
    outcome = {"kept_a_year": "kept", other_outcome(context): "won"}
    rows: list[dict[str, Any]] = [
        row | {"outcome": outcome[row["outcome"]], "name": context.lever_name(row["lever"])}
        for row in context.rows("levers")
        if row["outcome"] in outcome
    ]
    moved: dict[tuple[str, str], float] = {(row["lever"], row["outcome"]): row["mid"] for row in rows}

    def place(row: dict[str, Any]) -> tuple[float, float, str]:
        lever = row["lever"]
        return -moved.get((lever, "kept"), 0.0), moved.get((lever, "won"), 0.0), row["outcome"]

    return sorted(rows, key=place)


def _changes(context: Context, rows: list[dict[str, Any]]) -> Figure:
    other = other_outcome(context)
    victory, colour = context.outcome_names[other], OUTCOME_COLOURS[other]
    drawn = [row | {key: 100 * row[key] for key in ("low", "mid", "high")} for row in rows]
    heads = ("Lever", "signed and kept a year", victory, "who decides", "from")
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        said.setdefault(row["lever"], {})[row["outcome"]] = difference(row["low"], row["mid"], row["high"])
    cells = tuple(
        (context.lever_name(lever), by.get("kept", DASH), by.get("won", DASH), *_decided(context, lever))
        for lever, by in said.items()
    )
    return Figure(
        line="Change against the baseline, on the same luck in both",
        title=titles.levers(rows, "war" if other == "war_goes_on" else victory),
        drawings=(Drawing("levers", charts_levers.levers(drawn, colour)),),
        keys=(
            Key("signed and kept a year", "diamond-line", "sett"),
            Key(victory, "circle-line", colour),
            Key("bar: 5–95 % over parameter ranges", "none"),
        ),
        note="Where a range holds zero there is no clear difference, however far single draws of the numbers go.",
        table=Table(heads, cells, "Change against the baseline, per 100 futures"),
    )


def _decided(context: Context, name: str) -> tuple[str, str]:
    """Return who decides on a lever (or on several played together), and from when."""
    found = [context.case.levers[one] for one in name.split("+") if one in context.case.levers]
    who = dict.fromkeys(context.actor_name(one) for lever in found for one in lever.who)
    days = dict.fromkeys(short_date(lever.from_).replace(" ", "\u00a0") for lever in found)
    return joined(list(who)) or DASH, joined(list(days)) or DASH


def _pairs(context: Context, rows: list[dict[str, Any]]) -> Figure:
    kept = [row for row in rows if row["outcome"] == "kept"]
    if not kept:
        kept = rows
    what = "scenario, avg(fatalities) as deaths, avg(rights) as rights"
    sums = {row["scenario"]: row for row in context.rows("outcomes", "group by scenario", what)}

    def stakes(name: str) -> tuple[str, str]:
        row = sums.get(name, {"deaths": None, "rights": None})
        return mean_deaths(row["deaths"]), decimal(row["rights"])

    cells = [("Baseline", DASH, DASH, *stakes("baseline"))] if sums else []
    cells += [(row["name"], f"{row['won']:,}", f"{row['lost']:,}", *stakes(row["lever"])) for row in kept]
    even = [row["name"] for row in kept if row["low"] <= 0 <= row["high"]]
    gain = sum(row["won"] > row["lost"] for row in kept)
    both = sum(row["won"] > 0 and row["lost"] > 0 for row in kept)
    title = (
        "Every lever wins some deals and loses others" if both == len(kept) and len(kept) > 1
        else "No lever wins more kept deals than it loses" if not gain
        else f"More kept deals won than lost with {gain} of {plural(len(kept), 'lever')}"
    )  # fmt: skip
    note = f"No clear difference in kept deals, since the range holds zero: {'; '.join(even)}." if even else ""
    pairs = max(row["pairs"] for row in kept)
    heads = ("Lever", "become kept deals", "stop being", "battle deaths, mean", "rights, 0 to 1")
    return Figure(
        line=f"Futures that change side, of {pairs:,} pairs",
        title=title,
        drawings=(),
        note=note,
        table=Table(heads, tuple(cells), "", (1, 2, 3, 4), unfolded=True),
    )


def measured(context: Context, outcome: str) -> str:
    """Return what an outcome or what stands beside them is called."""
    beside = {"kept_a_year": "Signed and kept a year", "ever_signed": "A deal is signed"}
    return context.outcome_names.get(outcome) or beside.get(outcome) or readable(outcome)


def hangs_on(context: Context) -> Answer:
    """Return the numbers that move the forecast most, each over its whole range, with what they rest on."""
    question, short = "What does the forecast hang on?", "What it hangs on"
    rows = context.rows("hangs_on")
    if not rows:
        return Answer("hangs-on", short, question, missing="No number was moved over its range in this run.")
    outcome = rows[0]["outcome"]
    rows = [row for row in rows if row["outcome"] == outcome]
    rows.sort(key=lambda row: -abs(row["at_high"] - row["at_low"]))
    moving = [row for row in rows if abs(row["at_high"] - row["at_low"]) >= 0.01] or rows[:3]
    shown = moving[:_SHOWN]
    left = len(rows) - len(shown)
    drawn = [_range(context, row) for row in shown]
    baseline = 100 * shown[0]["baseline"]
    name = measured(context, outcome)
    name = name if "victory" in outcome else name.lower()
    base = hundred(shown[0]["baseline"])
    note = f"{plural(left, 'number moves', 'numbers move')} it less and {'is' if left == 1 else 'are'} not shown." * (
        left > 0
    )
    note = f"{_fewer(context, outcome, base)} {note}".strip()
    glyphs = {
        "statement": Key("statement", "circle", "bar"),
        "data": Key("data table", "square", "bar"),
        "assumed": Key("assumed (dashed)", "ring", "bar"),
    }
    supports = {row["rests"] for row in drawn}
    keys = (
        *(key for rests, key in glyphs.items() if rests in supports),
        Key(f"line: baseline, {base}", "upright"),
    )
    figure = Figure(
        line=f"One number at a time, over 5–95 % of its range; {name}, of 100 futures",
        title=titles.hangs_on(drawn),
        drawings=(Drawing("hangs-on", charts_levers.hangs_on(drawn, baseline, title=f"{name}, of 100")),),
        keys=keys,
        note=note,
        table=_support(context, shown),
    )
    return Answer("hangs-on", short, question, (Row((figure,)),))


def _fewer(context: Context, outcome: str, base: str) -> str:
    """Say why the baseline here may differ from the first figure's: these futures are fewer."""
    whole = signed_and_kept(context)[1] if outcome == "kept_a_year" else context.shares.get(outcome, {}).get("share")
    if not whole or hundred(whole) == base:
        return ""
    return f"Played in fewer futures, whose baseline is {base}; all {context.runs:,} say {hundred(whole)}."


def _range(context: Context, row: dict[str, Any]) -> dict[str, Any]:
    low, high = sorted((row["at_low"], row["at_high"]))
    because = [str(one) for one in as_list(row["because"])]
    return {
        "number": row["number"], "name": context.number_name(row["number"]), "at_low": 100 * row["at_low"],
        "at_high": 100 * row["at_high"], "left": hundred(low), "right": hundred(high), "rests": row["rests_on"],
        "support": ", ".join(because[:2]) + (" …" if len(because) > 2 else "") or "assumed",
    }  # fmt: skip


def _support(context: Context, rows: list[dict[str, Any]]) -> Table:
    def rests(row: dict[str, Any]) -> Cell:
        pieces: list[Link | str] = []
        for one in as_list(row["because"]):
            text = str(one)
            pieces.append(Link(text, f"s-{text}") if text in context.case.ledger else text)
        return pieces or "assumed"

    cells = tuple(
        (context.number_name(row["number"]), number(row["low_value"]), number(row["high_value"]),
         hundred(row["at_low"]), hundred(row["at_high"]), rests(row))
        for row in rows
    )  # fmt: skip
    heads = ("Number", "low", "high", "futures at low", "futures at high", "rests on")
    return Table(heads, cells, "Each number over its range, the rest as they are", (1, 2, 3, 4),
                 heading="The numbers, and the statements they rest on")  # fmt: skip
