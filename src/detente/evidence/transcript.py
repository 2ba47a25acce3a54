"""Transcripts: who speaks stands before a colon ("MR. LUND: We have seen the text."), without a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.evidence.lexicon import ROLES
from detente.evidence.names import is_title, roles_in
from detente.evidence.quotations import SAYING
from detente.evidence.sentences import overlap, paragraphs, strip
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["full_label", "outside", "spoken_name", "turns"]

_CAPITALS = re.compile(
    r"(?P<who>(?:[A-Z][A-Z’'.-]*\s+){0,5}[A-Z][A-Z’'.-]*|Q|A)(?:\s*\([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)
_PLAIN = re.compile(r"(?P<who>(?:[A-Z][\w’'.-]*\s+){0,3}[A-Z][\w’'.-]*)(?:\s*\([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s*\(((?:[A-Z][\w’'.-]*\s+){1,3}[A-Z][\w’'.-]*)\)")
_HEADING = re.compile(
    r"^(?:from|to|cc|bcc|sent|date|dateline|subject|re|fwd|note|notes|source|sources|photo|image|caption|editor|updated|published|"
    r"tags|topics|related|by|background|summary|analysis|opinion|watch|read|see|also|more|location|time|where|when|who|what|why|"
    r"correction|update|breaking|transcript|exclusive|contact|tel|phone|email|e-mail|url|https?)\b",
    re.IGNORECASE,
)
_SAID = re.compile(rf"\b(?:{SAYING})\b")
_ADDRESSED = re.compile(r"\b(?:I|[Ww]e|[Uu]s|[Mm]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_STAGE = re.compile(r"^\s*[(\[][^()\[\]]*[)\]]\s*$")
_ASKING = frozenset({"Q", "QUESTION", "A REPORTER", "REPORTER", "PRESS", "THE PRESS"})


def turns(text: str) -> list[Attribution]:
    """Return what each speaker of a transcript says, a paragraph at a time; nothing where a text is none.

    A text is a transcript if at least two of its paragraphs, and a third of them, begin with a name in capitals and a
    colon; or with a plain name that comes back, three times in all.

    Parameters
    ----------
    text
        The document.

    Examples
    --------
    >>> text = "Q: Will the road open?\\n\\nMR. LUND: In May. The frost decides."
    >>> for one in turns(text):
    ...     print(text[slice(*one.source[0])], "|", text[slice(*one.content[0])])
    Q | Will the road open?
    MR. LUND | In May. The frost decides.
    """
    from detente.evidence.attribution import Attribution

    spans = paragraphs(text)
    heads = _heads(text, spans)
    found: list[Attribution] = []
    last: tuple[Span, Span] | None = None
    for span in spans if heads else ():
        head = heads.get(span)
        if head is None and span == spans[-1] and _is_told_after(text, spans, heads):
            break
        if head is not None:
            last = head.span("who"), head.span("colon")
        begin = head.end() if head is not None else span[0]
        content = strip(text, begin, span[1])
        if last is not None and content[0] < content[1] and not _STAGE.match(text[slice(*content)]):
            found.append(Attribution((last[0],), (last[1],), (content,), rule="turn"))
    return found


def _is_told_after(text: str, spans: Sequence[Span], heads: Mapping[Span, re.Match[str]]) -> bool:
    """Tell whether the last paragraph, without a speaker, is the reporter's: the only such one, that says who said what
    and addresses nobody."""
    first = next(place for place, span in enumerate(spans) if span in heads)
    own = _QUOTED.sub("", text[slice(*spans[-1])])
    rest = all(span in heads for span in spans[first:-1])
    return rest and _SAID.search(own) is not None and not _ADDRESSED.search(own)


def _heads(text: str, spans: Sequence[Span]) -> dict[Span, re.Match[str]]:
    """Return the paragraphs that begin with a speaker, if the text is a transcript."""
    for pattern, least in ((_CAPITALS, 2), (_PLAIN, 3)):
        heads = {span: match for span in spans if (match := pattern.match(text, *span)) and _is_speaker(match["who"])}
        names = {match["who"] for match in heads.values()}
        if pattern is _CAPITALS:
            heads |= _in_full(text, spans, heads)
        returns = pattern is _CAPITALS or len(names) < len(heads)
        if len(heads) >= least and len(names) > 1 and 3 * len(heads) >= len(spans) and returns:
            return heads
    return {}


def _in_full(text: str, spans: Sequence[Span], heads: Mapping[Span, re.Match[str]]) -> dict[Span, re.Match[str]]:
    """Return the paragraphs that begin with the full name of somebody whose initials are a speaker's elsewhere."""
    short = {match["who"] for match in heads.values()}
    plain = {span: match for span in spans if span not in heads and (match := _PLAIN.match(text, *span))}
    return {span: match for span, match in plain.items() if _initials(match["who"]) in short}


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def full_label(text: str, label: Span) -> str | None:
    """Return the name that a transcript's label stands for: in brackets after it, or in full at another turn.

    >>> text = "Jan Oru: Is it over?\\n\\nJO: No.\\n\\nHOST (Mara Voss): Why?"
    >>> full_label(text, (22, 24)), full_label(text, (31, 35))
    ('Jan Oru', 'Mara Voss')
    """
    bracket = _IN_BRACKETS.match(text, label[1])
    if bracket:
        return bracket.group(1)
    short = text[slice(*label)]
    names = {match["who"] for span in paragraphs(text) if (match := _PLAIN.match(text, *span))}
    if " " not in short and len(short) > 2:
        whole = {name for name in names if _is_surname(short, name)}
        if len(whole) == 1:
            name = whole.pop()
            return spoken_name(name) or name
    if not (short.isupper() and 2 <= len(short) <= 4):
        return None
    full = [name for name in names if " " in name and not name.isupper() and _initials(name) == short]
    return full[0] if len(full) == 1 else None


def _is_surname(short: str, name: str) -> bool:
    """Tell whether a label is the last word of a person's whole name, without titles and offices."""
    *given, last = name.split()
    titled = any(is_title(word.capitalize()) for word in given) or bool(roles_in(name))
    return bool(given) and last.casefold() == short.casefold() and not titled


def _is_speaker(who: str) -> bool:
    return not _HEADING.match(who)


def spoken_name(label: str) -> str | None:
    """Return how a report would write a transcript's speaker; None for a label that is none.

    >>> spoken_name("MINISTER HALLE"), spoken_name("THE PRESIDENT"), spoken_name("Q"), spoken_name("Voss")
    ('Minister Halle', 'the president', 'a reporter', None)
    """
    if label in _ASKING:
        return "a reporter"
    if not label.isupper() or label == "A":
        return None
    words = [word if re.search(r"\.\w", word) else word.capitalize() for word in label.split()]
    if words[0] == "The" or words[-1].lower() in (*ROLES, "moderator", "interviewer", "presenter"):
        return f"the {' '.join(words).lower().removeprefix('the ')}"
    return " ".join(re.sub(r"([’'-])(\w)", lambda match: match[1] + match[2].upper(), word) for word in words)


def outside(found: Sequence[Attribution], spoken: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that stand in no turn."""
    places = [(one.source[0][0], one.cue[0][1]) for one in spoken] + [span for one in spoken for span in one.content]
    return [one for one in found if not any(overlap(one.cue[0], span) for span in places)]
