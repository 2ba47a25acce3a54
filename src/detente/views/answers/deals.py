"""Question 1: which deal would they sign and still keep?"""

from __future__ import annotations

from typing import Any

from detente.views import charts_deals, titles
from detente.views.context import Context, as_list
from detente.views.figures import Answer, Drawing, Figure, Key, Note, Row, Table, prose
from detente.views.wording import (
    CAUSES,
    DASH,
    decimal,
    hundred,
    in_hundred,
    joined,
    long_date,
    mean_deaths,
    nearest_hundred,
    none_means,
    plural,
    readable,
    span,
    with_span,
)

__all__ = [
    "answer",
    "best_text",
    "causes",
    "crossings",
    "listed",
    "obstacles",
    "sign_and_keep",
    "signed_and_kept",
    "stakes",
    "text_name",
    "texts",
]

UNCALIBRATED = "Shares are not probabilities until the model is calibrated."
_SELDOM = 0.0095
"""Below 1 signed of 100 futures, how often a text is kept rests on a handful of futures."""

OUTCOME_COLOURS = {
    "settlement": "sett",
    "ceasefire": "cease",
    "low_activity": "low",
    "war_goes_on": "war",
    "challenger_victory": "chal",
    "incumbent_victory": "inc",
}


def answer(context: Context) -> Answer:
    """Return the deals on the table, or what closed the zone where hardly any is signed, beside how the futures end."""
    told = texts(context)
    hardly = not told or max(row["signed"] for row in told) < titles.HARDLY
    left = obstacles(context) if hardly else sign_and_keep(context, told)
    blocks = tuple(block for block in (left, _outcomes(context)) if block)
    rows = [Row(blocks, "even" if len(blocks) > 1 else "one")]
    if told:
        rows.append(Row((listed(context, told, hardly),)))
    else:
        rows.append(Row((prose(_no_text(context)),)))
    return Answer("deals", "Which deal", "Which deal would they sign and still keep?", tuple(rows))


def _no_text(context: Context) -> str:
    if context.case.proposals:
        return "None of the case’s proposals was put on the table in this run."
    return "This case holds no proposals, so no text was put on the table."


def texts(context: Context) -> list[dict[str, Any]]:
    """Return the case's proposals as they were played: letter, signed, kept (of those signed), both, with ranges."""
    rows = context.rows("texts", "order by letter")
    best = best_text(rows)
    return [row | {"best": row is best, "crossed": crossings(context, row)} for row in rows]


def best_text(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the text that is most often both signed and kept, if any is."""
    known = [row for row in rows if row["both"]]
    return max(known, key=lambda row: row["both"]) if known else None


def crossings(context: Context, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return whose red lines a text crosses, in words; those of the absent and on rights first."""
    by: dict[tuple[bool, bool, str], list[str]] = {}
    for one in as_list(row.get("crosses")):
        key = (not one.get("rights"), not one.get("absent"), context.actor_name(one.get("actor")))
        by.setdefault(key, []).append(context.issue_name(one.get("issue") or "").lower())
    return [
        {
            "words": f"{who}{'' if present else ' (not at the table)'}: {joined(issues)}",
            "absent": not present,
            "rights": not other,
        }
        for (other, present, who), issues in sorted(by.items())
    ]


def signed_and_kept(context: Context, scenario: str = "baseline") -> tuple[float, float]:
    """Return the shares of a scenario's futures in which a deal is signed, and signed and still kept a year on."""
    columns = "avg(ever_signed::int) as signed, avg((ever_signed and coalesce(kept_a_year, false))::int) as kept"
    name = scenario.replace("'", "''")
    rows = context.rows("outcomes", f"where scenario = '{name}'", columns)
    return (rows[0]["signed"] or 0.0, rows[0]["kept"] or 0.0) if rows else (0.0, 0.0)


def causes(context: Context) -> list[tuple[str, float]]:
    """Return what closed the zone: mean share per cause over the months, in the order in which views show causes."""
    left = "where day in (select day from diagnosis group by day having sum(share) > 0)"  # somebody is still fighting
    rows = context.rows("diagnosis", f"{left} group by cause", "cause, avg(share) as share")
    share = {row["cause"]: row["share"] for row in rows}
    return [(cause, share[cause]) for cause in CAUSES if cause in share]


def sign_and_keep(context: Context, told: list[dict[str, Any]]) -> Figure:
    """Return each text as its letter on all sign by still kept; `told` as `texts` gives it."""
    shown = [row for row in told if row["kept"] is not None and row["signed"] >= _SELDOM]
    keys = ("signed", "signed_low", "signed_high", "kept", "kept_low", "kept_high")
    marks = [
        {key: 100 * row[key] for key in keys if row[key] is not None}
        | {
            "letter": row["letter"],
            "best": row["best"],
            "crosses": any(c["rights"] or c["absent"] for c in row["crossed"]),
        }
        for row in shown
    ]
    legend = [Key("most often signed and kept", "dot", "sett"), Key("5–95 % over parameter ranges", "cross")]
    if any(mark["crosses"] for mark in marks):
        legend.append(Key("crosses a red line on rights, or of a group not at the table", "dashed-ring", "alarm"))
    legend.append(Key("equal share signed and kept, of 100", "curve"))
    if _any_deal(context):
        legend.append(Key("any deal that the table finds", "square", "muted"))
    notes = _not_drawn(told)
    spec = charts_deals.sign_and_keep(marks, _any_deal(context))
    if any(mark["moved"] for mark in spec["datasets"]["texts"]):
        notes.append("Letters that would hide each other stand beside their points.")
    return Figure(
        line=f"{plural(len(told), 'text')}, each put on the table by itself. Up: still kept a year on, of 100 signed",
        title=titles.deals(told),
        drawings=(Drawing("sign-and-keep", spec),),
        keys=tuple(legend),
        note=" ".join(notes),
        table=_texts_table(context, told),
    )


def _not_drawn(told: list[dict[str, Any]]) -> list[str]:
    """Say which texts have no letter, since hardly a future or none signs them."""
    seldom = [row["letter"] for row in told if row["kept"] is not None and row["signed"] < _SELDOM]
    never = [row["letter"] for row in told if row["kept"] is None]
    parts = [f"{', '.join(letters)} ({why})" for letters, why in
             ((seldom, "signed in fewer than 1 of 100 futures"), (never, "signed in none")) if letters]  # fmt: skip
    return [f"Not drawn: {'; '.join(parts)}."] if parts else []


def _kept(row: dict[str, Any]) -> str:
    """Say how often a text is kept, of the futures that sign it; no number where these are a handful."""
    if row["kept"] is None:
        return "nothing to keep"
    return f"kept {hundred(row['kept'])} of 100 signed" if row["signed"] >= _SELDOM else "too few to say how often kept"


def _any_deal(context: Context) -> list[dict[str, float]]:
    """Return where the deals of the baseline stand, whatever their terms: signed, and kept of those signed."""
    signed, kept = signed_and_kept(context)
    return [{"signed": 100 * signed, "kept": 100 * kept / signed}] if signed > 0 else []


def _texts_table(context: Context, told: list[dict[str, Any]]) -> Table:
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            f"{row['letter']}: {text_name(context, row['name'])}",
            with_span(row["signed"], row["signed_low"], row["signed_high"]),
            with_span(row["kept"], row["kept_low"], row["kept_high"]),
            with_span(row["both"], row["both_low"], row["both_high"]),
            mean_deaths(row["fatalities"]),
            decimal(row["rights"]),
            context.clause_name(row["first_break"]) if row["first_break"] else DASH,
        )
        for row in told
    )
    signed, kept = signed_and_kept(context)
    if signed > 0:
        any_deal = ("Any deal that the table finds", hundred(signed), hundred(kept / signed), hundred(kept))
        deaths, rights = stakes(context)
        rows = (*rows, (*any_deal, mean_deaths(deaths), decimal(rights), DASH))
    heads = ("Text", "all sign", "kept a year, of those signed", "signed and kept", "battle deaths, mean",
             "rights, 0 to 1", "first to break")  # fmt: skip
    return Table(heads, rows, "Each text, of 100 futures; range 5–95 % over parameter draws", (1, 2, 3, 4, 5))


def text_name(context: Context, name: str) -> str:
    """Return what a text is called."""
    proposal = context.case.proposals.get(name)
    return (proposal.name if proposal else "") or readable(name)


def listed(context: Context, told: list[dict[str, Any]], hardly: bool) -> Note:
    """Return the texts by letter with what became of each; ``hardly`` adds the table where no chart holds it."""
    items = []
    for row in told:
        proposal = context.case.proposals.get(row["name"])
        by = context.actor_name(proposal.by) if proposal else ""
        items.append({
            "letter": row["letter"], "best": row["best"] and not hardly, "name": text_name(context, row["name"]),
            "by": by,
            "signed": hundred(row["signed"]), "both": hundred(row["both"]),
            "kept": _kept(row),
            "deaths": mean_deaths(row["fatalities"]) if row["fatalities"] is not None else None,
            "rights": decimal(row["rights"]) if row["rights"] is not None else None,
            "crossed": row["crossed"], "grave": any(each["rights"] or each["absent"] for each in row["crossed"]),
        })  # fmt: skip
    table = _texts_table(context, told) if hardly else None
    return Note("texts", {"items": items, "hardly": hardly, "table": table, "runs": context.runs,
                          "alone": _alone(context)})  # fmt: skip


def _alone(context: Context) -> str:
    """Say what the texts are to be compared with: the futures in which the table finds its deals by itself."""
    deaths, rights = stakes(context)
    if deaths is None:
        return ""
    said = f"battle deaths are {mean_deaths(deaths)} (mean)" + (
        f" and rights {decimal(rights)}" if rights is not None else ""
    )
    return f"Each text is put on the table by itself; where the table looks for deals of its own, {said}."


def stakes(context: Context, scenario: str = "baseline") -> tuple[float | None, float | None]:
    """Return a scenario's mean battle deaths and mean level of rights (0 to 1; None without such issues)."""
    name = scenario.replace("'", "''")
    columns = "avg(fatalities) as deaths, avg(rights) as rights"
    rows = context.rows("outcomes", f"where scenario = '{name}'", columns)
    return (rows[0]["deaths"], rows[0]["rights"]) if rows else (None, None)


def obstacles(context: Context) -> Figure | None:
    """Return what closes the zone, mean over the months: for cases in which hardly a deal is signed."""
    found = causes(context)
    if not found:
        return None
    ranked = sorted(found, key=lambda item: (item[0] != "in reach", -item[1]))
    shown = [(cause, share) for cause, share in ranked if share > 0 or cause == "in reach"]
    rows = [
        {"name": CAUSES[cause], "share": 100 * share, "value": hundred(share),
         "colour": "sett" if cause == "in reach" else "bar"}
        for cause, share in shown
    ]  # fmt: skip
    signed = signed_and_kept(context)[0]
    why = f"Why {'hardly a deal is' if signed < titles.HARDLY else 'so few deals are'} signed: what closes the zone"
    return Figure(
        line=f"{why}, of 100 futures that nobody has won by then, mean to {long_date(context.horizon)}",
        title=titles.obstacles(found, signed),
        drawings=(Drawing("obstacles", charts_deals.bars(rows)),),
        note="One cause for each future and month, in the order of tests: indivisible issue, information, audience, "
        "commitment; then pairs of them; else no common gain. Question 2 shows the months." + _unsigned(context),
        table=Table(("Cause", "of 100"), tuple((CAUSES[c], hundred(s)) for c, s in shown), numeric=(1,)),
    )


def _unsigned(context: Context) -> str:
    """Say what becomes of deals in reach: no offer is made, or all are refused."""
    columns = (
        "avg((rounds = 0 and not ever_signed)::int) as silent, avg((rounds > 0 and not ever_signed)::int) as refused"
    )
    rows = context.rows("outcomes", "where scenario = 'baseline'", columns)
    if not rows or rows[0]["silent"] is None:
        return ""
    silent, refused = hundred(rows[0]["silent"]), hundred(rows[0]["refused"])
    return (
        f" A deal in reach is not yet a deal: in {silent} of 100 futures no offer is put on the table, in {refused} "
        "all that is put there is refused."
    )


def _outcomes(context: Context) -> Figure:
    names = context.outcome_names
    rows, cells = [], []
    dots = context.rows("variants", "order by variant")
    for outcome, name in names.items():
        row = context.shares.get(outcome)
        if row is None:
            continue
        base = row["base"]
        value = in_hundred(row["share"]) if row["share"] > 0 else "none"
        if row["share"] > 0 or row["high"] > 0:
            value += f" ({span(row['low'], row['high'])})"
        rows.append({
            "outcome": outcome, "name": name, "colour": OUTCOME_COLOURS[outcome], "value": value,
            "share": 100 * row["share"], "low": 100 * row["low"], "high": 100 * row["high"],
            "base": None if base is None else 100 * base,
        })  # fmt: skip
        mine = [hundred(dot["share"]) for dot in dots if dot["outcome"] == outcome]
        cells.append((name, in_hundred(row["share"], context.runs), span(row["low"], row["high"]),
                      ", ".join(mine) or DASH, hundred(base)))  # fmt: skip
    variants = list(dict.fromkeys(dot["variant"] for dot in dots))
    models = [{"outcome": dot["outcome"], "share": 100 * dot["share"]} for dot in dots]
    keys = [Key("share of futures", "bar", "war"), Key("5–95 % over parameter ranges", "line")]
    if variants:
        keys.append(Key(plural(len(variants), "other model"), "dots"))
    if any(row["base"] is not None for row in rows):
        keys.append(Key("base rate", "diamond-hollow"))
    note = f"Finite runs add at most ±{_finite(context)} in 100. {UNCALIBRATED}"
    if variants:
        note += f" Other models: {'; '.join(variants)}."
    if any(row["share"] == 0 for row in rows):
        note += f" {none_means(context.runs)}"
    heads = ("Outcome", "futures", "parameter range", "other models", "base rate")
    return Figure(
        line=f"How the futures end by {long_date(context.horizon)}",
        title=titles.ends(context.shares, names),
        drawings=(Drawing("outcomes", charts_deals.outcomes(rows, models)),),
        keys=tuple(keys),
        note=note,
        table=Table(heads, tuple(cells), "Share of explored futures, per 100", (1, 2, 3, 4)),
    )


def _finite(context: Context) -> int:
    """Two standard errors of a share of one half, in futures per 100, rounded up."""
    return max(1, nearest_hundred(2 * 0.5 / context.runs**0.5 + 0.004))
