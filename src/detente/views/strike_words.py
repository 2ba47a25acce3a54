"""What striking statements does, in sentences: for the terminal, the report and the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from detente.case.numbers import Number
from detente.views.context import Context
from detente.views.titles import obstacle
from detente.views.wording import difference, hundred, in_hundred, joined, number, plural, readable, short_date

if TYPE_CHECKING:
    from detente.analysis.strike import Change
    from detente.analysis.strike_rank import Ranking, Span, Swing, ZoneTimes
    from detente.case.schema import Case
    from detente.evidence.statement import Statement

__all__ = ["change_words", "how_told", "months", "named_words", "names_of", "outcome_words", "swing_sentences"]

_BESIDE = {"ever_signed": "a deal is signed", "kept_a_year": "a deal is signed and still kept a year on"}
_SURVEYS = 40
"""Days by which a zone must close sooner or later to be worth a sentence: zones are solved every four weeks."""
_HANDS = {1: "one mouth", 2: "two mouths", 3: "three mouths", 4: "four mouths"}
_ABOUT = {
    "support_lasts": "the belief that support lasts",
    "theta": "the belief about who gains",
    "bottom_line": "red lines in public",
}


def names_of(case: Case) -> Context:
    """Names for people, of a case of which nothing was played."""
    return Context(cast(Any, None), case)


def outcome_words(case: Case | None, outcome: str) -> str:
    """What becomes of a future, as a clause: "a deal is signed"; victories carry the party's name.

    Examples
    --------
    >>> outcome_words(None, "war_goes_on"), outcome_words(None, "challenger_victory")
    ('war goes on', 'it ends in victory for the challenger')
    """
    if outcome in _BESIDE:
        return _BESIDE[outcome]
    plain = {
        "settlement": "it ends in a settlement",
        "ceasefire": "it ends in a ceasefire without settlement",
        "low_activity": "it ends in low activity without a deal",
        "war_goes_on": "war goes on",
    }
    if outcome in plain:
        return plain[outcome]
    if case is None:
        return f"it ends in victory for the {outcome.removesuffix('_victory')}"
    return f"it ends in {names_of(case).outcome_names[outcome].replace('Victory: ', 'victory for ')}"


def how_told(statement: Statement) -> str:
    """Who said it and how it reached us; a name that nobody has reviewed stays out.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.evidence.statement import Statement
    >>> one = Statement(id="S", document="d", outlet="River Post", known=date(2031, 3, 8), content="We go.",
    ...                 speaker="Mara Voss", chain=("Jan Lund", "Lea Marten"), reviewed=True)
    >>> how_told(one)
    'Mara Voss, hearsay through two mouths (Jan Lund, then Lea Marten)'
    """
    if not statement.by_hand:
        return f"not reviewed; in {statement.outlet}"
    who = statement.speaker or "a source without a name"
    if not statement.chain:
        return f"{who}, {statement.channel}" if statement.channel == "leaked" else who
    hands = _HANDS.get(len(statement.chain), f"{len(statement.chain)} mouths")
    return f"{who}, hearsay through {hands} ({', then '.join(statement.chain)})"


def months(change: Span, kind: str) -> str:
    """Say how much longer a zone is open; empty where the range holds zero, or hardly more than it.

    Examples
    --------
    >>> months((-3.4, -2.6, -1.2), "credible"), months((-1.0, 0.2, 1.4), "credible")
    ('The credible zone is open 2.6 months shorter (1.2 to 3.4).', '')
    >>> months((-0.03, -0.02, -0.01), "credible")
    ''
    """
    low, middle, high = change
    if low * high <= 0.0 or number(abs(middle), 1) == "0":
        return ""
    ends = sorted((abs(low), abs(high)))
    span = " to ".join(dict.fromkeys(number(end, 1) for end in ends))
    word = "longer" if middle > 0 else "shorter"
    noun = "month" if number(abs(middle), 1) == "1" else "months"
    return f"The {kind} zone is open {number(abs(middle), 1)} {noun} {word} ({span})."


def swing_sentences(case: Case, ranking: Ranking, swing: Swing) -> list[str]:
    """Say what striking does: to outcomes, to the zones, to what closes them, and on how much this rests."""
    what = joined(list(swing.statements)) if len(swing.statements) < 6 else f"{len(swing.statements)} statements"
    if not swing.changes:
        return [f"Nothing rests on {what}: without it the answer is the same, future by future."]
    told = []
    shown = swing.leading
    if shown is not None:
        was = ranking.shares[shown.outcome][1]
        now, before = in_hundred(was + shown.mid, of=True), hundred(was)
        clause = outcome_words(case, shown.outcome)
        same = hundred(was + shown.mid) == before
        moved = f"{now} explored futures, {'as before' if same else f'not in {before}'}"
        told.append(f"Without {what}, {clause} in {moved}: {difference(shown.low, shown.mid, shown.high)}.")
    else:
        told.append(f"Without {what}, every future ends as before.")
    told += [words for kind, change in swing.months.items() if (words := months(change, kind))]
    was_zones, now_zones = ranking.zones, swing.zones
    if was_zones is not None and now_zones is not None:
        told += _closings(was_zones, now_zones)
    if len(swing.statements) == 1:
        statement = case.ledger[swing.statements[0]]
        credibility = number(swing.credibility)
        told.append(f"This rests on one statement: {how_told(statement)}; credibility {credibility}.")
    return told


def _closings(was: ZoneTimes, now: ZoneTimes) -> list[str]:
    """Say which zone closes at another time, by at least two surveys, and whether something else closes it."""
    told = []
    for kind, day in now.closes.items():
        before = was.closes[kind]
        if before is not None and day is None:
            told.append(f"The {kind} zone stays open to the last, where it closed by {short_date(before)}.")
        elif before is None and day is not None:
            told.append(f"The {kind} zone closes by {short_date(day)}, where it stayed open.")
        elif before is not None and day is not None and abs((day - before).days) > _SURVEYS:
            count = round(abs((day - before).days) / 30.44)
            word = "later" if day > before else "earlier"
            told.append(f"The {kind} zone closes {plural(count, 'month')} {word}, by {short_date(day)}.")
    if was.cause != now.cause:
        told.append(_other_cause(was.cause, now.cause))
    return told


def _other_cause(was: str, now: str) -> str:
    """Say what closes the zone on the first day, where it was something else or nothing.

    Examples
    --------
    >>> _other_cause("in reach", "audience")
    'At first it is closed by the audience at home, where it was open.'
    >>> _other_cause("audience", "in reach")
    'At first it is open, where it was closed by the audience at home.'
    """
    if was == "in reach":
        return f"At first it is closed by {obstacle(now)}, where it was open."
    if now == "in reach":
        return f"At first it is open, where it was closed by {obstacle(was)}."
    return f"At first it is closed by {obstacle(now)}, not by {obstacle(was)}."


def change_words(names: Context, change: Change) -> tuple[str, str, str]:
    """Say of a change what it is of, what it was and what it is now."""
    match change.path.split("."):
        case ["signals", _, statement]:
            return f"{statement} moves {_ABOUT.get(str(change.was), 'beliefs')}", "yes", "no"
        case ["events", *_]:
            return change.path.removeprefix("events."), "happened", "left out"
        case ["proposals", *_]:
            return f"Proposal: {change.was}", "tabled", "left out"
        case ["tables", table, "preconditions"]:
            return (
                f"Preconditions of {readable(table)}",
                named_words(names, str(change.was)),
                named_words(names, str(change.now)) or "none",
            )
        case ["tables", table, "open"]:
            return f"Table: {readable(table)}", str(change.was), str(change.now)
        case ["theatre", "support", patron, "ends"]:
            was, now = (short_date(str(one)) if one else "not announced" for one in (change.was, change.now))
            return f"{names.actor_name(patron)}: announced end of support", was, now
        case ["theatre", "hostilities", one, other]:
            return f"{names.actor_name(one)} fights {names.actor_name(other)}", str(change.was), str(change.now) or "no"
        case ["regions", region, "holder"]:
            was, now = (names.actor_name(str(one)) for one in (change.was, change.now))
            return f"{names.region_name(region)}: held by", was, now
        case ["deals", _, clause, "status"]:
            return names.clause_name(clause), str(change.was), str(change.now)
        case ["deals", deal]:
            return names.case.deals[deal].name or readable(deal), str(change.was), str(change.now)
        case [*_, "red_line", bound] if isinstance(change.was, str):
            return names.number_name(change.path.replace(f"red_line.{bound}", bound)), "drawn", "none"
    return names.number_name(change.path), _range(change.was), _range(change.now)


def named_words(names: Context, text: str) -> str:
    """Put names for keys where a precondition says who will not sit with whom."""
    for key, actor in names.case.actors.items():
        text = text.replace(f"{key} not", f"{actor.name} not").replace(f"with {key}", f"with {actor.name}")
    return text


def _range(value: Number | str) -> str:
    if isinstance(value, str):
        return value or "none"
    if value.fixed:
        return number(value.mode)
    return f"{number(value.mode)} ({number(value.low)} to {number(value.high)})"
