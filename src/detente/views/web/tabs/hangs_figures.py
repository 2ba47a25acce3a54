"""Figures of what the answer hangs on beside numbers: statements left out, parts of the model switched off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.analysis.levers import Difference
from detente.analysis.strike_rank import Ranking
from detente.analysis.switched_off import Part
from detente.analysis.tables import flags
from detente.case.schema import Case
from detente.engine.ensemble import Played
from detente.views import charts_hangs
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.strike_words import how_told, names_of, outcome_words
from detente.views.wording import difference, hundred, moved, sized

__all__ = ["models_figure", "shifted", "statements_figure"]

_SHOWN = 10
_BARELY = 0.005


def statements_figure(case: Case, ranking: Ranking | None, outcome: str) -> Figure | None:
    """Draw where an outcome's share goes without each statement; those that hardly move it are left out."""
    if ranking is None:
        return None
    moved = [(one, next(each for each in one.differences if each.outcome == outcome))
             for one in ranking.swings if one.differences]  # fmt: skip
    named = [(f"{one.name}, {_short(how_told(case.ledger[one.name]))}", each) for one, each in moved]
    base = ranking.shares[outcome][1]
    clear = [(name, each) for name, each in named if each.low * each.high > 0]
    if clear:
        top = max(clear, key=lambda item: abs(item[1].mid))
        title = f"Without {top[0].split(',')[0]}, {_more(top[1])}"
    else:
        title = "No single statement moves it clearly"
    return _figure(case, "strikes", "Statements left out one by one", title, named, base, outcome, hollow=False)


def models_figure(case: Case, parts: Sequence[Part] | None, baseline: Played, outcome: str) -> Figure | None:
    """Draw where an outcome's share goes without each part of the model."""
    if parts is None:
        return None
    base = float(flags(baseline)[outcome].mean())
    named = [(f"{'Variant' if one.variant else 'Off'}: {one.words}", one.of(outcome)) for one in parts]
    clear = [(name, each) for name, each in named if each.low * each.high > 0]
    title = "No part of the model moves it clearly"
    if clear:
        top = max(clear, key=lambda item: abs(item[1].mid))
        title = f"{len(clear)} of {len(named)} parts move it clearly; most, “{top[0].partition(': ')[2]}”"
    return _figure(
        case, "models", "Parts of the model switched off one by one", title, named, base, outcome, hollow=True
    )


def _figure(
    case: Case,
    name: str,
    line: str,
    title: str,
    named: Sequence[tuple[str, Difference]],
    base: float,
    outcome: str,
    *,
    hollow: bool,
) -> Figure | None:
    ranked = sorted(named, key=lambda item: -abs(item[1].mid))
    shown = [item for item in ranked if abs(item[1].mid) >= _BARELY][:_SHOWN] or ranked[:3]
    if not shown:
        return None
    rows = [shifted(words, each, base) for words, each in shown]
    clause = outcome_words(case, outcome)
    cells = tuple(
        (words, hundred(base + each.mid), difference(each.low, each.mid, each.high), f"{each.won:,}", f"{each.lost:,}")
        for words, each in ranked
    )
    left = len(ranked) - len(shown)
    spec = charts_hangs.shifts(rows, 100 * base, title=f"{_axis(case, outcome)}, of 100 futures", hollow=hollow)
    return Figure(
        line=f"{line}: {clause}, of 100 futures",
        title=title,
        drawings=(Drawing(name, spec),),
        keys=(Key("share without it", "ring" if hollow else "circle"), Key("5–95 % range of the change", "line"),
              Key(f"as the case stands, {hundred(base)}", "dash")),
        note=f"{left} that move it less are in the table." if left else "",
        table=Table(("Without", "of 100 futures", "change", "futures gained", "lost"), cells,
                    f"{clause}: each taken away alone, on the same luck", (1, 3, 4)),
    )  # fmt: skip


def shifted(words: str, each: Difference, base: float) -> dict[str, Any]:
    """Return a row of the chart; a range that passes 0 or all futures ends there."""
    low, high = (100 * min(max(base + end, 0.0), 1.0) for end in (each.low, each.high))
    value = f"{hundred(base + each.mid)} ({moved(each.mid)})"
    return {"name": words, "value": value, "share": 100 * (base + each.mid), "low": low, "high": high}


def _axis(case: Case, outcome: str) -> str:
    beside = {"kept_a_year": "signed and kept a year", "ever_signed": "a deal is signed"}
    return beside.get(outcome) or names_of(case).outcome_names[outcome]


def _more(each: Difference) -> str:
    size = sized(each.mid) or "less than 1"
    return f"{size} {'more' if each.mid > 0 else 'fewer'} of 100"


def _short(told: str) -> str:
    return told.partition(" (")[0]
