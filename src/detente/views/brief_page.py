"""The page of ``detente brief``: one offline file that names no person whom only the machine has read as a speaker."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from importlib import resources
from pathlib import Path
from typing import Any

from detente import __version__
from detente.evidence.brief import ACTS, Brief, Entry
from detente.evidence.contradictions import Rivalry
from detente.evidence.timeline import Moment
from detente.files import write_whole
from detente.views.brief_words import Words, days_of, one_line, sourced
from detente.views.wording import joined, plural, short_date

__all__ = ["page", "write_brief"]

_PLURALS = {
    "commitment": "Commitments",
    "demand": "Demands",
    "threat": "Threats",
    "denial": "Denials",
    "refusal": "Refusals",
    "evasion": "Evasions",
}
_SILENT = 24


def write_brief(brief: Brief, path: str | os.PathLike[str], *, include: str = "open") -> Path:
    """Write the page, by rename, so that nobody sees half of it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(path, page(brief, include=include), errors="replace")


def page(brief: Brief, *, include: str = "open") -> str:
    """Return the page: no script, nothing fetched; whatever a document holds is text in it.

    Parameters
    ----------
    brief
        What is shown.
    include
        The highest level of sharing whose statements are shown, ``open`` or ``restricted``.
    """
    import jinja2
    from markupsafe import Markup

    from detente.views.report import fonts, palette

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    marks = {name: f"@{secrets.token_hex(8)}@" for name in ("style", "policy")}
    body = environment.get_template("brief.html").render(
        **_data(Words(brief, include=include)), **{name: Markup(mark) for name, mark in marks.items()}
    )
    body = "".join(char if char >= " " or char in "\t\n\r" else "�" for char in body)
    assets = resources.files("detente.views").joinpath("assets")
    sheets = [assets.joinpath(name).read_text(encoding="utf-8") for name in ("base.css", "report.css", "brief.css")]
    style = fonts(body) + palette() + "".join(sheets)
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; font-src data:; base-uri 'none'; form-action 'none'"
    return body.replace(marks["style"], style, 1).replace(marks["policy"], policy, 1)


def _data(words: Words) -> dict[str, Any]:
    brief = words.brief
    entries = words.entries
    return {
        "title": f"{plural(len(entries), 'statement')} in {plural(len(brief.documents), 'document')}",
        "finding": _finding(words),
        "unreviewed": sum(not one.reviewed for one in entries),
        "all": len(entries),
        "held_back": words.held_back,
        "documents": [_document(read) for read in brief.documents],
        "groups": _groups(words),
        "acts": _acts(words),
        "due": [_due(words, one) for one in words.timeline if one.what == "due"],
        "lengths": [
            {"words": term.words, "number": one.number, "who": words.speaker(one), "reviewed": one.reviewed,
             "what": words.content(one, 160)}
            for one in entries
            for term in one.due
            if term.days is not None
        ],
        "conditions": _conditions(words),
        "rivals": [_rivalry(words, pair) for pair in words.rivalries],
        "papers": [
            {"noun": paper.noun, "told": sourced(words, paper)} for read in brief.documents for paper in read.papers
        ],
        "voices": _voices(words),
        "women": sum(one.women for one in brief.tallies),
        "silent": [
            {"name": words.somebody(one.name, one.what), "mentions": len(one.mentions), "hearsay": one.hearsay}
            for one in brief.spoken_about
            if not one.first_hand
        ][:_SILENT],
        "timeline": [_moment(words, one) for one in words.timeline],
        "version": __version__,
    }  # fmt: skip


def _finding(words: Words) -> str:
    """Return the one-clause finding: what a reader should look at first."""
    parts = []
    if words.rivalries:
        parts.append(f"{plural(len(words.rivalries), 'matter')} on which accounts differ")
    reviewed = [one for one in words.timeline if one.what == "due" and one.status != "set"]
    if reviewed:
        parts.append(
            f"{plural(len(reviewed), 'deadline')} {reviewed[0].status if len(reviewed) == 1 else 'not settled'}"
        )
    relayed = sum(one.hearsay for one in words.entries)
    if relayed:
        parts.append(f"{plural(relayed, 'statement')} through others")
    return joined(parts) if parts else "nothing disputed, nothing due"


def _document(read: Any) -> dict[str, Any]:
    document = read.document
    kinds: dict[str, int] = {}
    for one in read.inspected.damage:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return {
        "name": one_line(document.title or document.id, 120),
        "outlet": document.outlet or "",
        "published": short_date(document.published) if document.published else "date unknown",
        "copy_of": document.copy_of,
        "count": len(read.said),
        "damage": ", ".join(f"{count} × {kind}" for kind, count in kinds.items()),
        "notes": "; ".join(document.notes),
    }


def _entry(words: Words, one: Entry) -> dict[str, Any]:
    spans, document = one.statement.offsets, one.statement.document
    return {
        "number": one.number,
        "who": words.speaker(one),
        "to": one.to if one.to and one.to[:1].islower() else "",
        "told": words.told(one),
        "what": words.content(one),
        "quote": one.statement.quote,
        "reviewed": one.reviewed,
        "within": one.within,
        "damage": "; ".join(one.statement.damage),
        "place": f"{document}, characters {spans[0][0]}–{spans[-1][1]}" if spans else document,
    }


def _groups(words: Words) -> list[dict[str, Any]]:
    """Return the statements by side, the most heard first; what is said within a statement follows it."""
    order = {one.side: place for place, one in enumerate(words.brief.tallies)}
    groups: dict[str, list[Entry]] = {}
    for one in words.entries:
        groups.setdefault(one.voice.side, []).append(one)
    sides = sorted(groups, key=lambda side: order.get(side, len(order)))
    return [
        {"side": words.somebody_side(side), "entries": [_entry(words, one) for one in groups[side]]} for side in sides
    ]


def _acts(words: Words) -> list[dict[str, Any]]:
    acts = []
    for kind in ACTS:
        found = [one for one in words.entries if one.statement.kind == kind]
        if found:
            acts.append({"name": _PLURALS[kind], "entries": [_entry(words, one) for one in found]})
    return acts


def _due(words: Words, one: Moment) -> dict[str, Any]:
    assert one.sentence is not None
    numbers = [
        entry.number
        for entry in words.inside(one.document, one.sentence)
        if any(due.words == one.words for due in entry.due)
    ]
    return {
        "day": days_of(one),
        "words": one.words,
        "status": one.status,
        "what": words.sentence(one.document, one.sentence, 260, one.words),
        "numbers": numbers,
    }


def _conditions(words: Words) -> list[dict[str, Any]]:
    found = []
    for one in words.entries:
        text = words.brief.text(one.statement.document)
        found += [
            {
                "number": one.number,
                "who": words.speaker(one),
                "reviewed": one.reviewed,
                "clause": one_line(text[slice(*clause.span)]),
            }
            for clause in one.conditions
            if not one.within
        ]
    return found


def _rivalry(words: Words, pair: Rivalry) -> dict[str, Any]:
    sides = [
        {
            "who": words.whose(account),
            "what": words.account(account),
            "number": account.key[1] if account.key[1] > 0 else None,
            "reviewed": account.key[1] < 0 or words.brief.entries[account.key[1] - 1].reviewed,
        }
        for account in (pair.one, pair.other)
    ]
    return {"how": pair.how, "why": pair.why, "sides": sides}


def _voices(words: Words) -> list[dict[str, Any]]:
    most = max((one.first_hand + one.hearsay for one in words.brief.tallies), default=1)
    return [
        {
            "side": words.somebody_side(one.side),
            "first_hand": one.first_hand,
            "hearsay": one.hearsay,
            "unnamed": one.unnamed,
            "x": round(100 * one.first_hand / most),
            "more": round(100 * one.hearsay / most),
        }
        for one in words.brief.tallies
    ]


def _moment(words: Words, one: Moment) -> dict[str, Any]:
    if one.sentence is None:
        named = {read.document.id: read.document.title or read.document.id for read in words.brief.documents}
        what = f"Published: {one_line(named[one.document], 110)}"
    else:
        what = words.sentence(one.document, one.sentence, 220, one.words)
    return {"day": days_of(one), "words": one.words, "what": what, "kind": one.what, "status": one.status}
