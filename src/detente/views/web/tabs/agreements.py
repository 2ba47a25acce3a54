"""Agreements: what was promised, by whom it was kept, and what comes of what is still owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from detente.analysis.ranges import parameter_range
from detente.case.coverage import coverage
from detente.case.numbers import Number
from detente.case.schema import Case, Clause, Deal
from detente.engine.ensemble import Played
from detente.engine.layout import Status
from detente.views import charts_deals, titles
from detente.views.answers import evidence, keeping
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Table
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, drawn
from detente.views.web.state import State
from detente.views.wording import (
    DASH,
    hundred,
    in_hundred,
    joined,
    long_date,
    moved,
    number,
    plural,
    readable,
    short_date,
    with_span,
)

__all__ = ["fates", "panel", "term_fates", "terms_owed"]

CLAUSE, STATUS, PARTY = "view.clause", "view.status", "view.owes"
"""Controls: the chosen clause, and what the list is cut down to."""
FATES = {
    "kept": "kept on time",
    "late": "kept or owed late",
    "breached": "breached",
    "never": "not carried out by the end",
    "disputed": "disputed",
    "waived": "no longer owed",
    "pending": "still open",
}
"""What may come of a clause, in the order in which it is shown."""
_COLOURS = {"kept": "sett", "late": "cease", "breached": "alarm", "never": "alarm"}
_FEW = 20


def panel(desk: Desk, state: State) -> Panel:
    """Return the pledges of each deal, cut down as asked, and all about the one that is chosen."""
    context = desk.context(state)
    case = context.case
    deals = _shown(case, state.view.get("status", ""), state.view.get("owes", ""))
    every = [clause for deal in case.deals.values() for clause in deal.clauses]
    chosen = _chosen(every, [one for _, deal in deals for one in deal.clauses], state.view.get("clause"))
    figures = [_linked(keeping.pledges(context, key, deal), deal) for key, deal in deals]
    terms = terms_owed(context, desk.played(state))
    why, chart = _about(desk, state, context, chosen) if chosen else (None, {})
    data = {
        "lists": [(figure, [_line(context, one, chosen) for one in deal.clauses])
                  for figure, (_, deal) in zip(figures, deals, strict=True)],
        "statuses": sorted({clause.status for clause in every}, key=list(FATES).index),
        "owing": [(key, context.actor_name(key)) for key in dict.fromkeys(clause.owes for clause in every)],
        "status": state.view.get("status", ""), "owes": state.view.get("owes", ""), "terms": terms,
        "chosen": chosen.id if chosen else "", "count": len(every),
    }  # fmt: skip
    return Panel(
        finding=_finding(context, every, chosen, desk.played(state)),
        note=_note(desk, case),
        template="web/agreements.html",
        data=data,
        charts=drawn(figures) | chart,
        why=why,
        controls=frozenset({STATUS, PARTY, CLAUSE}),
    )


def _finding(context: Context, every: Sequence[Clause], chosen: Clause | None, played: Played) -> str:
    """Say what most often comes of the chosen clause, or how the pledges stand if nothing more comes of it."""
    if chosen is None or not keeping.owed(chosen):
        return titles.pledges([one.status for one in every]) if every else "Nothing was signed that is still to keep"
    status, _, share, _ = max(fates(played, chosen.id), key=lambda row: row[2])
    count = sum(map(keeping.owed, every))
    name = context.clause_name(chosen.id)
    comes = f"{FATES[status]} in {_futures(share, played.runs)}"
    start = f"{plural(count, 'pledge')} of {len(every)} {'is' if count == 1 else 'are'} still open"
    return f"{start}. {name}: {comes}"


def _futures(share: float, runs: int) -> str:
    return f"{in_hundred(share, runs, of=True)} futures" if 0 < share < 1 else in_hundred(share, runs, of=True)


def _note(desk: Desk, case: Case) -> str:
    names = joined([deal.name or readable(key) for key, deal in case.deals.items()])
    start = f"{names}, as it stood on {long_date(case.as_of)}" if names else "The case holds no signed deal"
    return f"{start} · {plural(desk.runs, 'future')}"


def _shown(case: Case, status: str, owes: str) -> list[tuple[str, Deal]]:
    """Return the deals with those clauses that have a status and an obligor; deals without any are left out."""
    found = []
    for key, deal in case.deals.items():
        clauses = tuple(one for one in deal.clauses if status in ("", one.status) and owes in ("", one.owes))
        if clauses:
            found.append((key, deal.model_copy(update={"clauses": clauses})))
    return found


def _chosen(every: Sequence[Clause], shown: Sequence[Clause], asked: str | None) -> Clause | None:
    """Return the clause that is asked for, or else the first of those shown that is still open, or the first."""
    known = next((one for one in every if one.id == asked), None)
    return known or next((one for one in shown if one.status == "pending"), shown[0] if shown else None)


def _linked(figure: Figure, deal: Deal) -> Figure:
    """Let a click on a pledge's row choose its clause."""
    for drawing in figure.drawings:
        for row, clause in zip(drawing.spec["datasets"]["pledges"], deal.clauses, strict=True):
            row["set"] = {CLAUSE: clause.id}
    return figure


def _line(context: Context, clause: Clause, chosen: Clause | None) -> dict[str, Any]:
    return {"id": clause.id, "name": context.clause_name(clause.id), "status": clause.status,
            "due": f"due {short_date(clause.by)}" if clause.by else "no date", "on": clause is chosen}  # fmt: skip


def fates(played: Played, clause: str) -> list[tuple[str, float, float, float]]:
    """What comes of a clause: status, and low, mean, high of its share over futures (5-95 % over the numbers' draws).

    Raises
    ------
    LookupError
        If the case has no such clause.
    """
    ids = [one.id for deal in played.plan.sheet.case.deals.values() for one in deal.clauses]
    if clause not in ids:
        raise LookupError(clause)
    status = played.out.clause[:, ids.index(clause), 0]
    return _shares(status, played.draw_of)


def _shares(status: Any, draw_of: Any) -> list[tuple[str, float, float, float]]:
    found = []
    for name in FATES:
        here = (status == Status[name.upper()]).astype(float)
        if here.any():
            low, mean, high = parameter_range(here, draw_of)
            found.append((name, min(low, mean), mean, max(high, mean)))  # a rare fate may lie beyond the draws' 95 %
    return found


def term_fates(played: Played) -> tuple[int, dict[str, dict[str, float]]]:
    """In how many futures a deal was signed, and for each term of a settlement the shares of those by what came of it.

    Shares are of the futures whose last deal was signed; a term that fell due after the future ended is pending.
    """
    signed = played.whole("ever_signed") == 1
    terms = played.plan.sheet.case.terms
    found = {}
    for at, term in enumerate(terms):
        status = played.out.term[signed, at]
        found[term.id] = (
            {name: float((status == Status[name.upper()]).mean()) for name in FATES} if signed.any() else {}
        )
    return int(np.sum(signed)), found


def terms_owed(context: Context, played: Played) -> dict[str, Any] | None:
    """Return what any settlement would carry, with what comes of it in the futures that sign one."""
    if not context.case.terms:
        return None
    signed, found = term_fates(played)
    heads = ("Term", "within", "kept", "late", "breached or never", "open at the end")
    cells = []
    for term in context.case.terms:
        share = found[term.id] if signed >= _FEW else {}
        lost = share.get("breached", 0.0) + share.get("never", 0.0) if share else None
        rest = None if lost is None else max(0.0, 1.0 - share["kept"] - share["late"] - lost)
        cells.append((context.clause_name(term.id), plural(term.within, "day"), hundred(share.get("kept")),
                      hundred(share.get("late")), hundred(lost), hundred(rest)))  # fmt: skip
    note = f"{plural(signed, 'future')} of {played.runs:,} sign a deal" + (
        "." if signed >= _FEW else f": fewer than {_FEW}, too few for shares."
    )
    return {"table": Table(heads, tuple(cells), "Of 100 futures that sign", (1, 2, 3, 4, 5), unfolded=True),
            "note": note}  # fmt: skip


def _about(desk: Desk, state: State, context: Context, clause: Clause) -> tuple[Part, dict[str, Any]]:
    """Return all about one clause: the right column, and its chart."""
    played, before = desk.played(state), desk.baseline()
    figure = _fate_figure(clause, played, before if state.changes else None) if keeping.owed(clause) else None
    swings: dict[str, Any] = {}
    sets = evidence.sets_of(coverage(context.case))
    deal = next(one for one in context.case.deals.values() if clause.id in {each.id for each in one.clauses})
    because = clause.because or ("" if clause.assumed else deal.because)
    sources = [evidence.statement(context, context.case.ledger[name], sets.get(name, ()), swings)
               for name in because if name in context.case.ledger]  # fmt: skip
    data = {
        "clause": clause, "name": context.clause_name(clause.id), "facts": list(_facts(context, clause)),
        "figure": figure, "sources": sources,
        "files": [name for name in because if name not in context.case.ledger], "assumed": clause.assumed,
    }  # fmt: skip
    return Part("web/agreements-clause.html", data), drawn((figure,))


def _fate_figure(clause: Clause, played: Played, before: Played | None) -> Figure:
    """Draw what comes of a clause, with its change against the baseline if something is changed."""
    was = {name: mean for name, _, mean, _ in fates(before, clause.id)} if before else {}
    rows, cells = [], []
    for name, low, share, high in fates(played, clause.id):
        more = f" ({moved(share - was.get(name, 0.0))})" if before else ""
        rows.append({"name": FATES[name], "share": 100 * share, "value": f"{hundred(share)}{more}",
                     "colour": _COLOURS.get(name, "bar")})  # fmt: skip
        cells.append((FATES[name], with_span(share, low, high), *((hundred(was.get(name, 0.0)),) if before else ())))
    top = max(rows, key=lambda row: row["share"])
    heads = ("What comes of it", "of 100 futures", *(("baseline",) if before else ()))
    return Figure(
        line="What comes of it by the end, of 100 explored futures",
        title=f"{top['name'].capitalize()} in {_futures(top['share'] / 100, played.runs)}",
        drawings=(Drawing("fate", charts_deals.bars(rows, least=100)),),
        table=Table(heads, tuple(cells), "", (1, 2)),
    )


def _facts(context: Context, clause: Clause) -> Iterator[tuple[str, str]]:
    """Say what a clause is: whom it binds, by when, what it hangs on, how it is seen, what breaking it is worth."""
    yield "owed by", f"{context.actor_name(clause.owes)}, to {context.actor_name(clause.to)}"
    if clause.from_:
        yield "from", long_date(clause.from_)
    if clause.by:
        yield "by", long_date(clause.by)
    if clause.until:
        yield "until", long_date(clause.until)
    yield "status", clause.status + (f" on {short_date(clause.done)}" if clause.done else "")
    if clause.basis:
        yield "basis", clause.basis
    if clause.conditions:
        yield "hangs on", joined([context.clause_name(one) for one in clause.conditions])
    elif clause.conditional:
        yield "hangs on", "conditions, not on a date"
    if clause.review:
        yield "review", "whoever owes it decides anew two weeks ahead of its date"
    if clause.releases:
        yield "its breach releases", joined([context.clause_name(one) for one in clause.releases])
    if clause.permits:
        yield "its breach permits", plural(len(clause.permits), "change") + " at the front or of support"
    if clause.verified:
        misses, alarms = _per_hundred(clause.verified.misses), _per_hundred(clause.verified.false_alarms)
        yield "how it is seen", f"{misses} of 100 breaches go unseen; {alarms} of 100 looks raise a false alarm"
    elif not clause.by or clause.status == "pending":
        yield "how it is seen", "a breach is seen"
    yield "breach gains", _utility(clause.gain)
    yield "breach costs", _utility(clause.penalty)


def _per_hundred(one: Number) -> str:
    low, high = hundred(one.low), hundred(one.high)
    return low if low == high else f"{low}{DASH}{high}"


def _utility(one: Number) -> str:
    ends = number(one.low), number(one.high)
    return f"{number(one.mode)} of the prize" + (f" ({ends[0]} to {ends[1]})" if ends[0] != ends[1] else "")
