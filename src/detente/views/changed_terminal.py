"""``detente changed`` on a terminal: sentences first, then tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from detente.views.strike_words import change_words, how_told, named_words, names_of, outcome_words
from detente.views.terminal import out, say
from detente.views.wording import difference, hundred, joined, long_date, number, plural, short_date

if TYPE_CHECKING:
    from detente.analysis.changed import Changed
    from detente.analysis.changed_facts import Fact
    from detente.analysis.strike_rank import Swing
    from detente.case.schema import Case

__all__ = ["print_changed", "sentences"]

_FACTS, _NUMBERS, _STATEMENTS = 30, 12, 8
_KINDS = {"statement": "statement", "event": "event", "clause": "clause with another fate", "proposal": "proposal",
          "precondition": "precondition", "place": "place in other hands"}  # fmt: skip
_SEVERAL = {"clause with another fate": "clauses with another fate", "place in other hands": "places in other hands"}


def print_changed(case: Case | None, found: Changed) -> None:
    """Print what changed; without the case, names are keys and nothing is said of facts."""
    before, after = found.before, found.after
    days = f"from {long_date(before.as_of)} to {long_date(after.as_of)}"
    same = before.as_of == after.as_of
    say(f", {'two results of ' + long_date(after.as_of) if same else days}\n", lead=found.title)
    for line in sentences(case, found):
        say(line)
    out.print()
    _outcomes(case, found)
    out.print()
    _zones(case, found)
    if case is not None and found.statements:
        say(": each left out in turn, at the later date\n", lead="\nWhich new statement did it")
        _statements(case, found)
    if case is not None and found.numbers:
        say("\n", lead="\nNumbers that moved furthest")
        _numbers(case, found)
    if case is not None and found.facts:
        say("\n", lead="\nWhat became known")
        _facts(case, found.facts)
    say(
        f"\nOf {before.runs:,} and {after.runs:,} explored futures; ranges are 5 to 95 of 100 draws of the numbers."
        " The two do not share their luck. Shares are not calibrated.",
        style="dim",
    )


def sentences(case: Case | None, found: Changed) -> list[str]:
    """Say what changed: outcome, zone, what closes it, facts, and who did it."""
    told = [_outcome(case, found), _zone(found), _cause(found)]
    if found.facts is not None:
        counts = [(words, sum(one.kind == kind for one in found.facts)) for kind, words in _KINDS.items()]
        new = [plural(count, words, _SEVERAL.get(words)) for words, count in counts if count]
        told.append(f"New: {joined(new)}." if new else "Nothing became known between the two.")
    if case is not None and found.statements:
        told.append(_culprit(case, found))
    return [one for one in told if one]


def _of(share: float) -> str:
    return f"{hundred(share)} of 100"


def _outcome(case: Case | None, found: Changed) -> str:
    first = found.outcomes[0]
    if first.low * first.high <= 0.0:
        return "No outcome is clearly more or less frequent than it was."
    now, was = _of(first.now[1]) if first.now[1] else f"none of {found.after.runs:,}", hundred(first.was[1])
    clause = outcome_words(case, first.outcome)
    moved = difference(first.low, first.mid, first.high)
    return f"{clause[:1].upper()}{clause[1:]} in {now} explored futures, where it was {was}: {moved}."


def _zone(found: Changed) -> str:
    before, after = found.before, found.after
    kind = max(("credible", "ratifiable", "perceived"), key=lambda one: abs(after.open[one] - before.open[one]))
    now, was = _of(after.open[kind]), hundred(before.open[kind])
    if hundred(after.open[kind]) == was:
        return f"On the first day the credible zone is open in {_of(after.open['credible'])} futures, as before."
    return f"On the first day the {kind} zone is open in {now} futures, where it was {was}."


def _cause(found: Changed) -> str:
    before, after = found.before, found.after
    share = _of(after.cause_share)
    now = "a deal is in reach" if after.cause == "in reach" else f"what closes the credible zone is {after.cause}"
    if after.cause == before.cause:
        return f"As before, {now} (in {share})."
    was = "a deal was in reach" if before.cause == "in reach" else f"it was {before.cause}"
    return f"At first {now} (in {share}); before, {was}."


def _culprit(case: Case, found: Changed) -> str:
    alone = [one for one in found.statements if len(one.statements) == 1]
    clear = [one for one in alone if one.clear]
    together = next((one for one in found.statements if len(one.statements) > 1), None)
    if clear and clear[0].leading is not None:
        first, row = clear[0], clear[0].leading
        told = how_told(case.ledger[first.name])
        text = (
            f"Of the new statements {first.name} ({told}) moves the answer most: without it {_difference(case, first)}."
        )
    else:
        row, text = None, "No new statement moves the answer clearly by itself."
    if together is not None and together.leading is not None:
        verb = "moves" if together.clear else "does not clearly move"
        if together.clear:
            text += f" All {len(together.statements)} left out together: {_difference(case, together)}."
        elif row is None:
            text += (
                f" Leaving all {len(together.statements)} out {verb} it either: the change rests on data and events."
            )
    return text


def _difference(case: Case, swing: Swing) -> str:
    assert swing.leading is not None
    row = swing.leading
    return f"{outcome_words(case, row.outcome)} in {difference(row.low, row.mid, row.high)}"


def _outcomes(case: Case | None, found: Changed) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("in 100 futures")
    for look in (found.before, found.after):
        table.add_column(short_date(look.as_of), justify="right")
    table.add_column("difference")
    for one in found.outcomes:
        if one.was[1] or one.now[1]:
            moved = difference(one.low, one.mid, one.high)
            table.add_row(outcome_words(case, one.outcome), hundred(one.was[1]), hundred(one.now[1]), moved)
    out.print(table)


def _zones(case: Case | None, found: Changed) -> None:
    before, after = found.before, found.after
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("zones and floors")
    for look in (before, after):
        table.add_column(short_date(look.as_of), justify="right")
    for kind in before.open:
        shares = hundred(before.open[kind]), hundred(after.open[kind])
        table.add_row(f"{kind} zone: open on the first day, of 100", *shares)
        table.add_row(f"{kind} zone: months open", number(before.months[kind], 1), number(after.months[kind], 1))
    words = {"r": "floor of war", "R": "floor at home", "L": "floor for keeping"}
    for (party, kind), was in before.floors.items():
        now = after.floors.get((party, kind))
        if now is not None and kind in words:
            name = case.actors[party].name if case and party in case.actors else party
            table.add_row(f"{name}: {words[kind]}", number(was[1]), number(now[1]))
    out.print(table)


def _statements(case: Case, found: Changed) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("left out", "told by", "moves", "difference"):
        table.add_column(head, max_width=40)
    moved = [one for one in found.statements if one.leading is not None]
    for one in moved[:_STATEMENTS]:
        assert one.leading is not None
        row = one.leading
        told = how_told(case.ledger[one.name]) if len(one.statements) == 1 else plural(len(one.statements), "statement")
        style = "" if one.clear else "dim"
        moves = difference(row.low, row.mid, row.high)
        table.add_row(one.name, told, outcome_words(case, row.outcome), moves, style=style)
    if moved:
        out.print(table)
    rest = sum(len(one.statements) == 1 and one not in moved[:_STATEMENTS] for one in found.statements)
    if rest:
        words = "that moved less or nothing" if moved else "left out in turn; none moves the answer"
        say(f"{'and ' if moved else ''}{plural(rest, 'statement')} {words}", style="dim")


def _numbers(case: Case, found: Changed) -> None:
    from detente.analysis.strike import Change

    names = names_of(case)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("number", max_width=56)
    table.add_column("was")
    table.add_column("is")
    assert found.numbers is not None
    for one in found.numbers[:_NUMBERS]:
        table.add_row(*change_words(names, Change(one.path, one.was, one.now)))
    out.print(table)
    if len(found.numbers) > _NUMBERS:
        out.print(f"and {len(found.numbers) - _NUMBERS} more (--json lists them all)", style="dim")


def _facts(case: Case, facts: tuple[Fact, ...]) -> None:
    names = names_of(case)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for one in facts[-_FACTS:]:
        match one.kind:
            case "statement":
                text = f"{one.name}, {how_told(case.ledger[one.name])}"
            case "clause":
                text = f"{names.clause_name(one.name)}: {one.text}"
            case "place":
                text = f"{names.region_name(one.name)}: {names.actor_name(one.text)}"
            case "precondition":
                text = named_words(names, one.text)
            case _:
                text = one.text
        table.add_row(short_date(one.known), one.kind, text)
    if len(facts) > _FACTS:
        out.print(f"the last {_FACTS} of {len(facts)} (--json lists them all)", style="dim")
    out.print(table)
