"""A briefing as JSON types, for other programs."""

from __future__ import annotations

from typing import Any

from detente.evidence.brief import Brief, Entry
from detente.evidence.contradictions import Account
from detente.evidence.deadlines import Deadline

__all__ = ["record"]


def record(brief: Brief) -> dict[str, Any]:
    """Return the document of ``detente brief --json``: offsets count characters of the documents' texts."""
    return {
        "documents": [
            {
                "id": read.document.id,
                "title": read.document.title,
                "outlet": read.document.outlet,
                "published": _day(read.document.published),
                "copy_of": read.document.copy_of,
                "damage": len(read.inspected.damage),
            }
            for read in brief.documents
        ],
        "unreviewed": brief.unreviewed,
        "statements": [_entry(one) for one in brief.entries],
        "rival_accounts": [
            {"how": pair.how, "why": pair.why, "score": pair.score,
             "accounts": [_account(pair.one), _account(pair.other)]}
            for pair in brief.rivalries
        ],
        "voices": [
            {"side": one.side, "first_hand": one.first_hand, "hearsay": one.hearsay, "unnamed": one.unnamed,
             "women": one.women}
            for one in brief.tallies
        ],
        "spoken_about": [
            {"name": one.name, "what": one.what, "mentions": len(one.mentions), "first_hand": one.first_hand,
             "hearsay": one.hearsay}
            for one in brief.spoken_about
        ],
        "timeline": [
            {"first": _day(one.first), "last": _day(one.last), "what": one.what, "words": one.words,
             "status": one.status, "document": one.document, "sentence": list(one.sentence) if one.sentence else None}
            for one in brief.timeline
        ],
        "problems": list(brief.problems),
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "number": one.number,
        "role": one.voice.role,
        "body": one.voice.body,
        "person": one.voice.person,
        "to": one.to,
        "within": one.within,
        "reviewed": one.reviewed,
        "deadlines": [_due(due) for due in one.due],
        "conditions": [{"span": list(clause.span), "word": clause.word} for clause in one.conditions],
        "statement": one.statement.to_record(),
    }


def _due(due: Deadline) -> dict[str, Any]:
    return {
        "words": due.words,
        "span": list(due.span),
        "first": _day(due.first),
        "last": _day(due.last),
        "days": due.days,
        "status": due.status,
        "passage": list(due.passage) if due.passage else None,
    }


def _account(one: Account) -> dict[str, Any]:
    return {
        "document": one.key[0],
        "number": one.key[1] if one.key[1] > 0 else None,
        "span": list(one.span),
        "speaker": one.speaker,
    }
