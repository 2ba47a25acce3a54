"""The conversation of `detente draft` on a terminal: who is who, which statements hold, what matters most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from detente.errors import InputError
from detente.views.terminal import out, say
from detente.views.wording import OUTCOMES, hundred, long_date, plural

if TYPE_CHECKING:
    from pathlib import Path

    from detente.analysis.questions import Question
    from detente.case.draft.review import Item, Review
    from detente.evidence.reader import Readings

__all__ = [
    "Ask",
    "ask_dates",
    "ask_parties",
    "ask_questions",
    "ask_speakers",
    "ask_total",
    "ask_who",
    "outcome_words",
    "review",
]

Ask = Callable[[str], str]
"""Asks one line of a person; an empty line leaves things as they are."""

_LONGEST = 480
_FAR = "  That is far from the present range: is it on this scale?"
_OUTCOMES = {"kept_a_year": "a deal that is still kept a year on", "ever_signed": "a deal that is signed"}
_KEYS = Text.from_markup(
    "  [bold]a[/bold] accept   [bold]r[/bold] reject   [bold]e[/bold] edit   Enter: later   "
    "[bold]A[/bold] accept all that are left   [bold]q[/bold] stop reviewing"
)


def outcome_words(outcome: str) -> str:
    """An outcome as it stands behind "futures with".

    Examples
    --------
    >>> outcome_words("war_goes_on"), outcome_words("kept_a_year")
    ('the end “War goes on”', 'a deal that is still kept a year on')
    """
    return _OUTCOMES.get(outcome) or f"the end “{OUTCOMES.get(outcome, outcome.replace('_', ' '))}”"


def ask_dates(readings: Readings, ids: list[str], ask: Ask) -> dict[str, date]:
    """Ask when documents that do not say so were published."""
    found = {}
    for name in ids:
        while True:
            said = ask(
                f"{_printable(name)} has no date. When was it published (as 2031-03-08; Enter: the file's own date)? "
            )
            if not said:
                break
            try:
                found[name] = date.fromisoformat(said)
                break
            except ValueError:
                say(f"{said}: no date; write it as 2031-03-08")
    return found


def ask_who(readings: Readings, error: InputError, ask: Ask) -> tuple[str, str] | None:
    """Ask who the parties are where the texts do not show them; None where nobody says."""
    from detente.case.draft.parties import candidates
    from detente.case.draft.scene import Scene

    say(error.problems[0].split("; add a report")[0] + ".")
    groups = [one if not one.startswith("*") else "the government" for one in candidates(Scene(readings))[:9]]
    if groups:
        say("Named: " + "  ".join(f"{number} {group}" for number, group in enumerate(groups, 1)))
    found: list[str] = []
    for role in ("Who holds the state", "Who fights it"):
        said = ask(f"{role}? (a number or a name; Enter: stop) ")
        if not said:
            return None
        found.append(groups[int(said) - 1] if said.isdigit() and 1 <= int(said) <= len(groups) else said)
    return found[0], found[1]


def ask_parties(review: Review, ask: Ask) -> None:
    """Say who was found, and let the sides be swapped."""
    while True:
        one = review.sketch
        troops = f"; troops of {', '.join(one.parties.patrons)} stand by" if one.parties.patrons else ""
        holder, other = one.spoken(one.parties.incumbent), one.spoken(one.parties.challenger)
        say(f"\nTwo parties: {holder} holds the state, {other} fights it{troops}.")
        said = ask("Right? Enter: yes   s: swap the two   q: stop here ").lower()
        if said == "q":
            raise KeyboardInterrupt
        if said in ("", "y", "yes"):
            return
        if said == "s":
            review.swap_sides()
        else:
            say(f"{said}: expected Enter, s or q. To name other parties, stop and begin again with --parties 'A, B'.")


def ask_speakers(review: Review, ask: Ask) -> None:
    """Ask for whom persons speak of whom no text says it."""
    parties = review.sketch.parties
    groups = [parties.incumbent, parties.challenger, *parties.patrons]
    for person in review.unplaced():
        choices = "  ".join(f"{number} {review.sketch.name(group)}" for number, group in enumerate(groups, 1))
        while True:
            said = ask(f"No text says for whom {person} speaks.  {choices}  Enter: for none of them, or not known ")
            if not said:
                break
            if said.isdigit() and 1 <= int(said) <= len(groups):
                review.place(person, groups[int(said) - 1])
                break
            say(f"{said}: not one of the numbers 1 to {len(groups)}")


def review(review: Review, ask: Ask) -> None:
    """Walk through the statements that a case would rest on."""
    later: set[str] = set()
    total = len(review.items())
    say(f"\n{plural(total, 'statement')} would put something into the case. Nothing enters it that you do not accept.")
    done = 0
    while True:
        waiting = [item for item in review.items() if item.statement.id not in later]
        if not waiting:
            return
        item, done = waiting[0], done + 1
        _show(review.passage(item.statement), item, done, done + len(waiting) - 1)
        while not (said := ask("> ")) or said not in "areAqy" or len(said) > 1:
            if not said:
                break
            out.print(_KEYS)
        if said in ("a", "y"):
            review.accept([item.statement.id])
        elif said == "r":
            review.reject([item.statement.id])
        elif said == "e":
            _edit(review, item, ask)
        elif said == "A":
            review.accept(one.statement.id for one in waiting)
        elif said == "q":
            return
        else:
            later.add(item.statement.id)


def _show(passage: str, item: Item, number: int, total: int) -> None:
    one = item.statement
    sure = f"of 100 such readings {one.confidence.speaker * 100:.0f} are right" if one.confidence else "by hand"
    who = one.speaker or ("the report itself" if one.kind == "report" else "somebody unresolved")
    through = f", through {' and '.join(one.chain)}" if one.chain else ""
    state = one.verification.state + (f" by {', '.join(one.verification.by)}" if one.verification.by else "")
    say(f"  {one.id}, {sure}", lead=f"\n{number} of {total}")
    say(f"  “{_cut(passage).strip(' “”')}”")
    say(f"  {who}{through}; {state}; {long_date(one.known)}, {one.outlet}", style="dim")
    for damage in one.damage:
        say(f"  damaged: {damage}", style="dim")
    for finding in item.findings:
        say(f"  → {_capital(finding.words)}.")
    if number == 1:
        out.print(_KEYS)


def _cut(passage: str) -> str:
    """A passage of some lines at most."""
    return passage if len(passage) <= _LONGEST else passage[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _edit(review: Review, item: Item, ask: Ask) -> None:
    """Correct a statement's speaker, chain and credibility, and accept it."""
    one = item.statement
    changes: dict[str, object] = {}
    speaker = ask(f"  Who said it? (Enter: {one.speaker or 'not known'}) ")
    if speaker:
        changes["speaker"] = speaker
    through = ask(
        f"  Through whom did it reach us, nearest first, with commas? (Enter: {', '.join(one.chain) or 'nobody'}) "
    )
    if through:
        changes["chain"] = tuple(part.strip() for part in through.split(",") if part.strip())
    while said := ask(f"  How far do you believe it, from 0 to 1? (Enter: {one.weight:g}) "):
        try:
            share = float(said)
        except ValueError:
            share = -1.0
        if 0 <= share <= 1:
            changes["credibility"] = share
            break
        say(f"  {said}: expected a number from 0 to 1")
    review.accept([one.id], **changes)


def ask_total(review: Review, ask: Ask) -> None:
    """Ask of how many places some fell, where no text says so."""
    falls = review.sketch.live("captures")
    if not falls or any(one.data["total"] for one in falls):
        return
    while said := ask(f"\n{_capital(falls[0].words)}. Of how many in all? (Enter: not known) "):
        if said.isdigit() and falls[0].data["count"] <= int(said) <= 120:
            review.total = int(said)
            review.again()
            return
        say(f"{said}: expected a whole number from {falls[0].data['count']} to 120")


def ask_questions(folder: Path, asked: tuple[Question, ...], ask: Ask) -> int:
    """Ask the questions, write the answers into the case; returns how many were answered."""
    from detente.analysis.questions import answer, far_off

    answered = 0
    for number, one in enumerate(asked, 1):
        show_question(one, f"{number} of {len(asked)}")
        while True:
            said = ask("  One number, or least, middle, most (Enter: skip, q: stop) ")
            if not said:
                break
            if said == "q":
                return answered
            values = _values(one, said)
            if values is None or (far_off(one, values) and ask(f"{_FAR} (y: yes) ").lower() != "y"):
                continue
            try:
                answer(folder, one, values, reason=ask("  Why? (a few words; Enter: none) "))
            except InputError as error:
                for problem in error.problems:
                    say(f"  {problem}")
                continue
            answered += 1
            break
    return answered


def _values(one: Question, said: str) -> list[float] | None:
    """Read an answer; None, and said why, where it will not do."""
    from detente.analysis.questions import ends_of

    try:
        values = [float(part) for part in said.replace(",", " ").split()]
    except ValueError:
        say(f"  {said}: expected numbers, as in .4, or .2 .4 .7")
        return None
    try:
        ends_of(one, values)
    except InputError as error:
        say(f"  {error.problems[0]}")
        return None
    return values


def show_question(one: Question, place: str) -> None:
    """Print a question with its scale in words, its range and what hangs on it."""
    say(lead=f"\n{place}. {one.text}")
    for value, words in one.scale:
        say(f"    {value:g}  {words}")
    say(f"  Now {one.low:g} to {one.high:g}, middle {one.mode:g}: {one.assumed}.")
    say(
        f"  At the low end {hundred(one.at_low)}, at the high end {hundred(one.at_high)} of 100 explored futures have "
        f"{outcome_words(one.outcome)}."
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _printable(words: str) -> str:
    """Text in which nothing steers a terminal, for questions, which no console prints."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in words)
