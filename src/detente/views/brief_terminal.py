"""A briefing on the terminal: every statement once, then what follows from them."""

from __future__ import annotations

from rich.console import Console

from detente.evidence.brief import ACTS, Brief, Entry
from detente.views.brief_words import Words, clear, days_of, one_line, sourced
from detente.views.terminal import say
from detente.views.wording import plural

__all__ = ["print_brief"]

_MARK = "○"
_MOST_SILENT = 12


def print_brief(brief: Brief, out: Console) -> None:
    """Print a briefing; statements that nobody has reviewed carry a ring."""
    words = Words(brief, named=True, include="secret")
    _head(brief, out)
    _said(words, out)
    _acts(words, out)
    _due(words, out)
    _rivals(words, out)
    _papers(words, out)
    _missing(brief, out)
    _timeline(words, out)


def _line(out: Console, text: str, style: str = "", indent: int = 0) -> None:
    say(" " * indent + clear(text), style=style, console=out)


def _title(out: Console, text: str) -> None:
    out.print()
    _line(out, text, "bold")


def _head(brief: Brief, out: Console) -> None:
    counted = f"{plural(len(brief.entries), 'statement')} in {plural(len(brief.documents), 'document')}"
    _line(out, counted, "bold")
    for read in brief.documents:
        document = read.document
        facts = [str(part) for part in (document.outlet, document.published) if part]
        facts += [f"a copy of {document.copy_of}"] if document.copy_of else []
        damage = len(read.inspected.damage)
        facts += [plural(damage, "damaged place")] if damage else []
        _line(out, "; ".join([document.title or document.id, *facts]), indent=2)
    if brief.unreviewed:
        _line(out, f"{_MARK} read by machine, reviewed by nobody: {brief.unreviewed} of {len(brief.entries)}.", "dim")


def _mark(one: Entry) -> str:
    return " " if one.reviewed else _MARK


def _said(words: Words, out: Console) -> None:
    _title(out, "Who said what")
    document = ""
    for one in words.entries:
        if one.statement.document != document:
            document = one.statement.document
            _line(out, document, "dim")
        told = words.told(one)
        to = f" to {one.to}" if one.to else ""
        within = f", within {one.within}" if one.within else ""
        indent = 4 if one.within else 2
        _line(out, f"{one.number:>3} {_mark(one)} {words.speaker(one)}{to}: {', '.join(told)}{within}", indent=indent)
        _line(out, words.content(one), "dim", indent=indent + 6)
        if one.statement.damage:
            _line(out, f"damaged: {'; '.join(one.statement.damage)}", "dim italic", indent=indent + 6)


def _acts(words: Words, out: Console) -> None:
    _title(out, "Commitments, demands, threats, denials, refusals, evasions")
    for kind in ACTS:
        found = [one for one in words.entries if one.statement.kind == kind]
        if found:
            _line(out, f"{plural(len(found), kind, _several(kind))}", indent=2)
        for one in found:
            _line(out, f"{one.number:>3} {_mark(one)} {words.speaker(one)}: {words.content(one, 110)}", "dim", indent=4)


def _several(kind: str) -> str:
    return kind[:-1] + "ies" if kind.endswith("y") else f"{kind}s"


def _due(words: Words, out: Console) -> None:
    brief = words.brief
    due = [one for one in words.timeline if one.what == "due"]
    lengths = [(one, term) for one in words.entries for term in one.due if term.days is not None]
    _title(out, "Deadlines and conditions")
    if not due and not lengths:
        _line(out, "No deadline is named.", indent=2)
    for one in due:
        status = "" if one.status == "set" else f" ({one.status})"
        where = words.sentence(one.document, one.sentence, holding=one.words) if one.sentence else ""
        _line(out, f"{days_of(one)}{status}: {where}", indent=2)
    for one, term in lengths:
        _line(out, f"{term.words}: {one.number} {words.speaker(one)}, {words.content(one, 110)}", indent=2)
    for one in words.entries:
        for condition in one.conditions if not one.within else ():
            clause = brief.text(one.statement.document)[slice(*condition.span)]
            _line(out, f"{one.number:>3} {_mark(one)} {words.speaker(one)}: {one_line(clause)}", indent=2)


def _rivals(words: Words, out: Console) -> None:
    _title(out, "Where accounts differ")
    if not words.rivalries:
        _line(out, "No two accounts were found to differ on one matter.", indent=2)
    for pair in words.rivalries:
        _line(out, f"{pair.how}: {pair.why}", indent=2)
        for account in (pair.one, pair.other):
            number = f"{account.key[1]} " if account.key[1] > 0 else ""
            _line(out, f"{number}{words.whose(account)}: {one_line(words.account(account))}", "dim", indent=6)


def _papers(words: Words, out: Console) -> None:
    papers = [(read.document.id, paper) for read in words.brief.documents for paper in read.papers]
    if papers:
        _title(out, "Papers behind the reports")
    for document, paper in papers:
        _line(out, f"the {paper.noun} ({document}): {'; '.join(sourced(words, paper))}", indent=2)


def _missing(brief: Brief, out: Console) -> None:
    _title(out, "Whose voice is heard, and whose is missing")
    for one in brief.tallies:
        more = [f"{one.hearsay} through others"] if one.hearsay else []
        more += [f"{one.unnamed} without a name"] if one.unnamed else []
        _line(out, f"{one.first_hand:>3} first-hand{', ' + ', '.join(more) if more else ''}: {one.side}", indent=2)
    women = sum(one.women for one in brief.tallies)
    _line(out, f"Known to be a woman's: {women} of {len(brief.entries)} statements.", indent=2)
    silent = [one for one in brief.spoken_about if not one.first_hand][:_MOST_SILENT]
    for one in silent:
        heard = f"{one.hearsay} times through others" if one.hearsay else "never quoted"
        _line(out, f"spoken about {len(one.mentions)} times, {heard}: {one.name}", indent=2)


def _timeline(words: Words, out: Console) -> None:
    _title(out, "Timeline")
    for one in words.timeline:
        what = (
            "published"
            if one.what == "published"
            else words.sentence(one.document, one.sentence or (0, 0), 110, one.words)
        )
        due = {"due": "due: ", "happened": ""}.get(one.what, "")
        _line(out, f"{days_of(one)}: {due}{what} [{one.document}]", indent=2)
