"""``detente strike`` on a terminal: sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from detente.views.sharing import level_of
from detente.views.strike_words import change_words, how_told, names_of, outcome_words, swing_sentences
from detente.views.terminal import out, say
from detente.views.wording import difference, hundred, joined, long_date, number, plural

if TYPE_CHECKING:
    from detente.analysis.sobol import Sobol
    from detente.analysis.strike_rank import Ranking, Swing
    from detente.case.schema import Case

__all__ = ["print_ranking", "print_sobol", "print_swings"]

_SHOWN, _CHANGES, _NAMED = 12, 24, 12
_WIDE = 110
"""Columns of a terminal from which there is room for who told it and for what a check is worth."""


def print_ranking(case: Case, ranking: Ranking) -> None:
    """Print all statements by how far the answer swings without them."""
    from detente.analysis.verify import next_checks

    _head(case, ranking)
    alone = [one for one in ranking.swings if one.name in case.ledger]
    together = [one for one in ranking.swings if one.name not in case.ledger]
    clear = [one for one in alone if one.clear]
    if clear:
        say(lead="The statement on which most hangs")
        say(" ".join(swing_sentences(case, ranking, clear[0])))
    else:
        say("No single statement clearly moves how futures end.")
    zones = [one for one in alone if one.zone is not None]
    if zones:
        first = max(zones, key=lambda one: abs(one.zone[1][1]) if one.zone else 0.0)
        if first not in clear[:1]:
            say(lead="\nThe statement that moves the zones most")
            say(" ".join(swing_sentences(case, ranking, first)))
    checks = next_checks(case, ranking.swings)
    if checks:
        first = checks[0]
        say(lead="\nThe next fact worth verifying")
        ask = joined([f"{who} ({why})" for who, why in first.ask], "or")
        worth, swing = number(100 * first.worth, 1), number(100 * first.swing, 1)
        doubt = number(1 - first.credibility)
        say(
            f"{first.statement}: a check is expected to move the answer by {worth} of 100: what it swings, {swing},"
            f" times how far it is in doubt, {doubt}." + (f" Ask {ask}." if ask else "")
        )
        if case.ledger[first.statement].content and level_of(case, case.ledger[first.statement]) == "open":
            say(f"“{case.ledger[first.statement].content}”", style="dim")
    out.print()
    _table(case, ranking, alone)
    idle = [one.name for one in alone if not one.changes]
    if idle:
        named = (
            joined(idle[:_NAMED])
            if len(idle) <= _NAMED
            else f"{', '.join(idle[:_NAMED])} and {len(idle) - _NAMED} more"
        )
        say(f"\nNothing rests on {plural(len(idle), 'statement')}: {named}.")
    if any(one.leading for one in together):
        say("\n", lead="\nStruck together")
        _table(case, ranking, together)
    _foot(ranking)


def print_swings(case: Case, ranking: Ranking) -> None:
    """Print what striking chosen statements does, and what it takes back."""
    _head(case, ranking)
    names = names_of(case)
    for place, swing in enumerate(ranking.swings):
        say(lead="\n" * bool(place) + swing.name)
        if len(swing.statements) == 1 and level_of(case, case.ledger[swing.statements[0]]) == "open":
            say(f"“{case.ledger[swing.statements[0]].content}”", style="dim")
        say(" ".join(swing_sentences(case, ranking, swing)))
        if swing.changes:
            out.print()
            _outcomes(case, ranking, swing)
            out.print()
            table = Table(box=None, pad_edge=False, header_style="bold")
            table.add_column("what rests on it", max_width=52)
            table.add_column("was")
            table.add_column("is taken back to")
            for change in swing.changes[:_CHANGES]:
                table.add_row(*change_words(names, change))
            out.print(table)
            if len(swing.changes) > _CHANGES:
                out.print(f"and {len(swing.changes) - _CHANGES} more (--json lists them all)", style="dim")
        if swing.unsupported:
            kept = joined([one.split(".", 1)[1] for one in swing.unsupported[:_NAMED]])
            say(f"Kept though nothing is left that they rest on: {kept}.", style="dim")
    _foot(ranking)


def _head(case: Case, ranking: Ranking) -> None:
    say(f", as known on {long_date(ranking.as_of)}\n", lead=case.title)


def _table(case: Case, ranking: Ranking, swings: Sequence[Swing]) -> None:
    wide = out.width >= _WIDE
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("struck", no_wrap=True)
    if wide:
        table.add_column("told by", max_width=34)
    table.add_column("of 100 futures", min_width=22)
    table.add_column("difference", min_width=20)
    table.add_column("a zone, months", min_width=14)
    if wide:
        table.add_column("worth checking", justify="right")
    moved = [one for one in swings if one.leading is not None]
    if not moved:
        return
    for one in moved[:_SHOWN]:
        assert one.leading is not None
        was = ranking.shares[one.leading.outcome][1]
        told = how_told(case.ledger[one.name]) if one.name in case.ledger else _group(one)
        ends = f"{hundred(was)} to {hundred(was + one.leading.mid)}"
        cells = (
            f"{outcome_words(case, one.leading.outcome)}: {ends}",
            difference(one.leading.low, one.leading.mid, one.leading.high),
            _longer(one),
        )
        worth = number(100 * one.worth, 1) if one.worth and one.name in case.ledger else "–"
        style = "" if one.clear or one.zone else "dim"
        table.add_row(one.name, *((told, *cells, worth) if wide else cells), style=style)
    out.print(table)
    if len(moved) > _SHOWN:
        out.print(f"and {len(moved) - _SHOWN} more without a clear difference (--json lists them all)", style="dim")


def _longer(swing: Swing) -> str:
    """Say which zone is open for longer, by so many months."""
    if swing.zone is None:
        return "–"
    kind, (low, middle, high) = swing.zone
    ends = [f"{number(end, 1)}" for end in (low, high)]
    return f"{kind} {'+' if middle > 0 else ''}{number(middle, 1)} ({' to '.join(dict.fromkeys(ends))})"


def _group(swing: Swing) -> str:
    """Say what a group holds."""
    from detente.analysis.strike_groups import KINDS

    return f"{plural(len(swing.statements), 'statement')} {KINDS.get(swing.name, '')}".strip()


def _outcomes(case: Case, ranking: Ranking, swing: Swing) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("in 100 futures")
    for head in ("as read", "struck"):
        table.add_column(head, justify="right")
    table.add_column("difference")
    for one in swing.differences:
        was = ranking.shares[one.outcome][1]
        if was or one.mid:
            words = outcome_words(case, one.outcome)
            table.add_row(words, hundred(was), hundred(was + one.mid), difference(one.low, one.mid, one.high))
    out.print(table)


def _foot(ranking: Ranking) -> None:
    say(
        f"\n{ranking.runs:,} explored futures each ({plural(ranking.draws, 'draw')} of the numbers), all on the same"
        " luck; ranges are the doubt that so few leave about a difference (5 to 95 of 100), so that of many small ones"
        " some are luck. Shares are not calibrated.",
        style="dim",
    )


def print_sobol(case: Case, asked: Sobol) -> None:
    """Print which numbers matter when all move at once."""
    clause = outcome_words(case, asked.outcome)
    say(f": whether {clause}\n", lead="\nWhich numbers matter when all move at once")
    if not asked.indices:
        say("No number stands out: what differs between futures is luck.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("number", max_width=56)
    table.add_column("by itself")
    table.add_column("and with others")
    table.add_column("rests on")
    names = names_of(case)
    for one in asked.indices:
        spans = [f"{hundred(max(0.0, mid))} ({_end(low)} to {_end(high)})" for low, mid, high in (one.first, one.total)]
        table.add_row(names.number_name(one.number), *spans, ", ".join(one.because) or one.rests_on)
    out.print(table)
    say(
        f"\nOf 100 parts of the variance between {asked.draws} draws of {asked.each} futures each, of which"
        f" {hundred(asked.luck)} are luck and all other numbers. Ranges hold 90 of 100 resamples. (Sobol’s indices:"
        " first order and total.)",
        style="dim",
    )


def _end(share: float) -> str:
    return hundred(min(max(share, 0.0), 1.0))
