"""Question 6: who has kept what, and what would break first?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from detente.case.schema import Clause, Deal
from detente.views import charts_deals, charts_keeping, titles
from detente.views.answers.deals import best_text, text_name
from detente.views.context import Context
from detente.views.figures import Answer, Drawing, Figure, Key, Note, Row, Table, prose
from detente.views.stories import told
from detente.views.wording import DASH, clock, hundred, long_date, plural, short_date, with_span

__all__ = ["answer", "owed", "pledges"]

_FUTURE_WORDS = {
    "kept": "on time",
    "late": "late",
    "breached": "breached",
    "never": "not by the end",
    "disputed": "disputed",
    "waived": "no longer owed",
    "pending": "open",
}

_NO_DEAL = "No deal was signed before the information date, so there is nothing yet to have kept."
_TOO_FEW = "Too few futures sign a deal to say how long one holds or what breaks first."


def answer(context: Context) -> Answer:
    """Return the pledges of each signed deal, how long the best text holds, what breaks first, three told futures."""
    question, short = "Who has kept what, and what would break first?", "Who kept what"
    rows = [Row((pledges(context, key, deal),)) for key, deal in context.case.deals.items() if deal.clauses]
    blocks = tuple(block for block in (_survival(context), _first_break(context)) if block)
    if not rows:
        rows.append(Row((prose(_NO_DEAL),)))
    if blocks:
        rows.append(Row(blocks, "even" if len(blocks) > 1 else "one"))
    else:
        rows.append(Row((prose(_TOO_FEW),)))
    stories = told(context)
    if stories:
        rows.append(Row((Note("stories", {"stories": stories, "runs": context.runs}),)))
    return Answer("keeping", short, question, tuple(rows))


def pledges(context: Context, key: str, deal: Deal) -> Figure:
    """Draw a deal's pledges as they stood on the information date, with what comes of them in the futures."""
    futures: dict[str, list[dict[str, Any]]] = {}
    for row in context.rows("clauses"):
        futures.setdefault(row["clause"], []).append(row)
    rows = [_pledge(context, deal, clause, futures.get(clause.id, [])) for clause in deal.clauses]
    last = max([row["end"] for row in rows] + [row["due"] for row in rows if row["due"]] + [context.as_of])
    domain = (deal.signed.isoformat(), (last + timedelta(14)).isoformat())
    near_end = (context.as_of - deal.signed).days > 0.6 * (last - deal.signed).days
    marks = [{"day": context.as_of, "label": "known to here", "top": -16, "side": "right" if near_end else "left"}]
    statuses = [clause.status for clause in deal.clauses]
    keys = [Key(status, f"status-{status}") for status in charts_keeping.GLYPHS if status in statuses]
    drawn = (
        (any(row["due"] for row in rows), (Key("time allowed", "bar", "rule"), Key("deadline", "tick"))),
        (any(row["over"] for row in rows), (Key("overrun", "bar", "alarm"),)),
        (any(not row["due"] for row in rows), (Key("no date was set", "line-dotted", "muted"),)),
    )
    keys += [key for there, some in drawn if there for key in some]
    cells = tuple(
        (row["name"], short_date(row["due"]) if row["due"] else DASH, row["words"],
         clause.basis or DASH, _future_cell(futures.get(clause.id, [])) if owed(clause) else DASH)
        for row, clause in zip(rows, deal.clauses, strict=True)
    )  # fmt: skip
    return Figure(
        line=f"{deal.name or key.replace('_', ' ')}: what was owed, as it stood on {long_date(context.as_of)}",
        title=titles.pledges(statuses),
        drawings=(Drawing(f"pledges-{key}", charts_keeping.pledges(rows, marks, domain)),),
        keys=tuple(keys),
        table=Table(("Pledge", "due", "status", "basis", "of 100 futures"), cells, "Each pledge and what comes of it"),
    )


def owed(clause: Clause) -> bool:
    """Whether something may still come of a clause: it was neither done nor given up by the information date."""
    return clause.done is None and clause.status in ("pending", "disputed", "late")


def _pledge(context: Context, deal: Deal, clause: Clause, futures: list[dict[str, Any]]) -> dict[str, Any]:
    start = min(clause.from_ or deal.signed, clause.by or date.max)
    end = clause.done or context.as_of
    over = None
    words: str = clause.status
    if clause.by and clause.status in ("late", "breached") and end > clause.by:
        over = end
        by = clock((end - clause.by).days)
        words += f" by {by}" if clause.status == "late" else f": {by} past its date"
    elif clause.basis and clause.status not in ("kept", "pending"):
        words += f": {clause.basis}"
    if clause.status == "pending" and futures:
        words = f"pending: {_future_cell(futures, ' in')} of 100 futures"
    return {"name": context.clause_name(clause.id), "words": words, "status": clause.status, "start": start,
            "due": clause.by, "end": max(end, start), "over": over}  # fmt: skip


def _future_cell(futures: list[dict[str, Any]], of: str = "") -> str:
    """Say how often each fate comes; ``of`` stands before the number where there is but one."""
    share = {row["status"]: row["share"] for row in futures}
    fates = [(words, share[status]) for status, words in _FUTURE_WORDS.items() if share.get(status)]
    said = [f"{words}{of if len(fates) == 1 else ''} {hundred(part)}" for words, part in fates]
    return ", ".join(said) or DASH


def _survival(context: Context) -> Figure | None:
    rows = context.rows("survival", "order by days")
    if not rows:
        return None
    told = context.rows("texts")
    best = best_text(told)
    scenarios = list(dict.fromkeys(row["scenario"] for row in rows))
    wanted = [f"text:{best['name']}"] if best else []
    scenario = next((one for one in (*wanted, "baseline", *scenarios) if one in scenarios), scenarios[0])
    mine = [row for row in rows if row["scenario"] == scenario]
    keys = ("share", "low", "high", "base")
    drawn = [{"month": row["days"] / (365 / 12)} | {key: None if row[key] is None else 100 * row[key] for key in keys}
             for row in mine]  # fmt: skip
    year = min(mine, key=lambda row: abs(row["days"] - 365))
    name = scenario.partition(":")[2]
    text = next((row for row in told if row["name"] == name), None)
    what = f"Deal {text['letter']} ({text_name(context, name)})" if text else "Any deal"
    legend = [Key("still kept", "line", "sett"), Key("5–95 % band of so few deals", "area-1", "sett")]
    if any(row["base"] is not None for row in mine):
        legend.append(Key("base rate: agreements since 1975", "line-dashed", "muted"))
    cells = tuple(
        (clock(row["days"]) if row["days"] else "at signature", with_span(row["share"], row["low"], row["high"]),
         hundred(row["base"]))
        for row in mine[:: max(1, len(mine) // 12)]
    )  # fmt: skip
    return Figure(
        line=f"{what}: still kept, of 100 signed",
        title=titles.survival(year["share"], year["base"]) if abs(year["days"] - 365) < 40 else "How long it is kept",
        drawings=(Drawing("survival", charts_keeping.survival(drawn)),),
        keys=tuple(legend),
        table=Table(("After", "still kept, of 100 signed", "base rate"), cells, "", (1, 2)),
    )


def _first_break(context: Context) -> Figure | None:
    rows = [row for row in context.rows("first_break", "order by share desc") if row["share"]]
    if not rows:
        return None
    shown, rest = rows[:6], rows[6:]
    named = [(context.clause_name(row["what"]), row["share"]) for row in shown]
    if rest:
        named.append((f"{plural(len(rest), 'other')}", sum(row["share"] for row in rest)))
    drawn = [{"name": name, "share": 100 * share, "value": hundred(share), "colour": "bar"} for name, share in named]
    broken = context.rows("outcomes", "where scenario = 'baseline' and first_break is not null", "count(*) as n")[0][
        "n"
    ]
    first = named[0]
    clear = broken >= 20 and (len(named) == 1 or first[1] >= 1.5 * named[1][1])
    title = "No clause stands out as first to break"
    if clear:
        title = f"First to break in {hundred(first[1])} of 100: {first[0]}"
    return Figure(
        line="Any deal: what breaks first, of 100 broken deals",
        title=title,
        drawings=(Drawing("first-break", charts_deals.bars(drawn, title="of 100 broken deals")),),
        note=f"{plural(broken, 'future')} of {context.runs:,} {'breaks' if broken == 1 else 'break'} a deal."
        + (" That is too few to rank what breaks first." if broken < 20 else ""),
        table=Table(("What breaks first", "of 100 broken deals"), tuple((n, hundred(s)) for n, s in named), "", (1,)),
    )
