"""Sources that the tagger left out: one shared with the clause before, or the cue's grammatical subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.lexicon import DOCUMENTS
from detente.evidence.names import is_title, roles_in
from detente.evidence.quotations import SAYING
from detente.evidence.sentences import containing, overlap, sentences, strip
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["filled", "subject_before", "unheld"]

_CLAUSE = re.compile(
    r"[,.?!][”\"]\s+|(?:[,;:]|[”\"])\s+(?:and|but|while|though|although|because)\s+|;\s+|\b(?:that|because|while|but)\s+"
)
_OPENING = re.compile(
    r"(?:On|In|At|After|Before|During|When|Asked|As|For|Despite|By|Since|Yet|Still|But|And|However|Meanwhile)\b[^,]*,\s+"
)
_APPOSED = re.compile(
    r"(?P<who>[^,;:.]{2,80}),\s+(?:speaking|who|which|whose|quoted|requesting|asking|referring|citing|one\s+of)\b"
)
_OBJECT = re.compile(
    r"\b(?!(?:of|for|to|in|at|from|by|with|on|and|near|that)\s)[a-z]+\s+"
    r"(?P<who>(?:the|its|an?)\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+),\s+which\s+(?:has\s+|had\s+)?$"
)
_TO_WHOM = re.compile(r"\s+(?P<who>him|her)(?=[,.;])")
_JOINED = re.compile(r"^[\s,;]*(?:(?:and|but|or|then|also|later|while|before|,)[\s,]*)*$")
_COORDINATED = re.compile(r"\b(?:and|but|or)\s+(?:also\s+|then\s+|later\s+|\w+ly\s+)?$")
_INVERTED = re.compile(r"\bnor\s+(?:did|would|will|has|does)\s+(?P<who>(?:the\s+)?\w[\w’'-]*)\b")
_FOLLOWS = re.compile(
    r"\s+(?P<who>(?:[a-z]+\s+){0,3}(?:[A-Z][\w’'-]*\.?(?:\s+(?=[A-Z]))?)+)(?=[.,;”\"]|\s+(?:in|on|at|of|after|before|during|by)\b)"
)
_SAYING = re.compile(rf"\b(?:{SAYING})\b")
_CARRIED = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+(?:[\w’-]+\s+){{0,3}}(?:{'|'.join(DOCUMENTS)})"
    r"(?:\s+(?:of|on|for|by|from)\s+[^,.;]{2,60}?)?,?\s+(?:which\s+(?:was|were)\s+)?(?:first\s+)?(?:sent|delivered|carried|"
    r"handed(?:\s+over)?|presented|conveyed|written|drafted|drawn\s+up|signed|published|released|reported|seen|obtained|"
    r"reviewed|leaked|revealed|shared)\s+(?:\w+\s+){0,3}?(?:by|to)\s+(?:the\s+|an?\s+)?[^,.;]*$"
)
_QUOTED_BY = re.compile(r"(?P<who>[A-Z][^,.;:“”]{1,80}),\s+(?:as\s+)?(?:quoted|cited)\s+by\s+(?:the\s+)?$")
_NAMED_BEFORE = re.compile(r"(?P<who>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+),\s+$")
_OFFICE = re.compile(r"(?:the|an?)\s")
_REST_OF_NAME = re.compile(r"(?:\s+[A-Z][\w’'-]+){1,3}")
_KNOWN_AS = re.compile(r",\s+known\s+(?:\w+\s+){0,3}?as\s+[A-Z][\w’'-]+")
_SMALL = re.compile(r"(?!(?:an?|the|one|his|her|its|their|he|she|it|they|we|i|you|who|that|this|these|those)\b)[a-z]")
_CUT_OFF = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree)\s+(?:[a-z][\w’-]*\s+){0,2}$")
_PRONOUN_LAST = re.compile(r"(?<=[”\"“‘’])\s+(?P<who>he|she|they|it)\s*$")
_QUESTION = re.compile(r"(?:Asked|Pressed|Questioned)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|it[’']s)\s+(?:\w+ly\s+|also\s+|widely\s+)*$", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"[\s,]+(?:(?:has|have|had|would|will|could|may|might|can|did|does|do|also|then|later|once|never|still|even|not|is|are|was|"
    r"were|repeatedly|previously|often|already|reportedly|recently|\w+ly)[\s,]*)+$"
)


def filled(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, sources filled in where grammar gives one.

    Parameters
    ----------
    text
        The document.
    found
        Its attributions in order.
    """
    spans = sentences(text)
    done: list[Attribution] = []
    for one in found:
        one = _unmixed(text, one)
        sentence = containing(spans, one.cue[0][0])
        if sentence and one.cue[0][0] == sentence[0] and _QUESTION.match(text, *one.cue[0]):
            done.append(replace(one, source=()))  # the reporter asks
            continue
        source = _fuller(text, one, sentence) if one.source else _source(text, one, done, sentence)
        done.append(replace(one, source=(source,)) if source else one)
    return done


def _unmixed(text: str, one: Attribution) -> Attribution:
    """Return an attribution without source whose content ran on into the pronoun before the cue."""
    if one.source or not one.content or one.content[-1][1] > one.cue[0][0]:
        return one
    start, end = one.content[-1]
    match = _PRONOUN_LAST.search(text, start, end)
    if match is None or text[end : one.cue[0][0]].strip():
        return one
    return replace(one, source=(match.span("who"),), content=(*one.content[:-1], strip(text, start, match.start())))


def _fuller(text: str, one: Attribution, sentence: Span | None) -> Span | None:
    """Return a source whose beginning was cut off, made whole: its paper, or the article and adjectives before it."""
    paper = _paper(text, one, sentence)
    if paper is not None or sentence is None or len(one.source) != 1:
        return paper
    start, end = one.source[0]
    carried = _QUOTED_BY.search(text, sentence[0], start)
    if carried:  # "Oru, quoted by Radio Vela, said"
        return carried.span("who")
    named = _NAMED_BEFORE.search(text, sentence[0], start)
    if named and _OFFICE.match(text, start, end) and text[end : end + 1] == ",":  # "Mara Voss, the UN envoy, says"
        return named.start("who"), end
    last = text[start:end].split()[-1]
    titled = is_title(last.capitalize()) or (last[0].isupper() and bool(roles_in(last)))
    rest = (_REST_OF_NAME.match(text, end) if titled else None) or _KNOWN_AS.match(text, end)
    if rest and rest.end() <= one.cue[0][0]:
        return start, rest.end()
    rest = _REST_OF_NAME.match(text, end)
    if rest and last.islower() and one.cue[0][0] - 2 <= rest.end() < one.cue[0][0]:  # "his cousin Ines Brandt said"
        return start, rest.end()
    if not _SMALL.match(text, start, end):
        return None
    cut = _CUT_OFF.search(text, sentence[0], start)
    free = cut and not any(overlap((cut.start(), start), span) for span in (*one.cue, *one.content))
    return (cut.start(), end) if cut and free else None


def _paper(text: str, one: Attribution, sentence: Span | None) -> Span | None:
    """Return the whole of "the letter, sent by X" where X alone was taken for the source: the letter is."""
    start, end = one.source[0]
    if sentence is None or not sentence[0] < start:
        return None
    carried = _CARRIED.search(text, sentence[0], start)
    return (carried.start(), end) if carried else None


def _source(text: str, one: Attribution, before: Sequence[Attribution], sentence: Span | None) -> Span | None:
    if sentence is None:
        return None
    verb = one.cue[0][0]
    cue = text[slice(*one.cue[0])]
    whom = _TO_WHOM.match(text, one.cue[-1][1])
    if whom and cue.lower() == "according to":
        return whom.span("who")
    if _PASSIVE.search(text, sentence[0], verb) or cue.lower().startswith(("according", "amid", "despite")):
        return None
    inverted = _INVERTED.search(text, sentence[0], one.cue[-1][1])
    if inverted and inverted.end("who") >= verb - 1:
        return inverted.span("who")
    follows = _FOLLOWS.match(text, one.cue[-1][1], sentence[1])
    if follows and _SAYING.search(cue) and not any(overlap(follows.span("who"), span) for span in one.content):
        return follows.span("who")
    last = next((x for x in reversed(before) if x.source and sentence[0] <= x.cue[0][0] < verb), None)
    if last is not None:
        end = max(span[1] for span in (*last.cue, *last.content) if span[0] < verb)
        joined = _JOINED.match(text[end:verb]) or _COORDINATED.search(text, sentence[0], verb)
        if joined or cue.split()[0].endswith("ing"):
            return last.source[0]
    subject = subject_before(text, sentence[0], verb)
    if subject is None:
        return None
    subject = strip(
        text, subject[0], subject[0] + len(_AUXILIARY.sub("", text[slice(*subject)] + " ").rstrip()), ",;:—–- "
    )
    taken = any(overlap(subject, span) for span in one.content)
    small = 0 < len(text[slice(*subject)].split()) <= 12
    return subject if small and not taken and subject[0] < subject[1] else None


def subject_before(text: str, begin: int, verb: int) -> Span | None:
    """Return the noun phrase that ends before a verb and starts its clause; None if there is none.

    Examples
    --------
    >>> text = "On Monday talks resumed, but a spokesman for the Union, Jan Lund, declined to comment."
    >>> text[slice(*subject_before(text, 0, text.index("declined")))]
    'a spokesman for the Union, Jan Lund'
    """
    blamed = _OBJECT.search(text[:verb], begin)
    if blamed:  # "she blamed the ministry, which declined to comment"
        return blamed.span("who")
    apposed = _APPOSED.match(text, begin, verb)
    if apposed:
        return apposed.span("who")
    borders = [match.end() for match in _CLAUSE.finditer(text, begin, verb)]
    start = borders[-1] if borders else begin
    leading = _OPENING.match(text, start, verb)
    if leading:
        start = leading.end()
    span = strip(text, start, verb, ",;:—–- ")
    return span if span[0] < span[1] and span[1] - span[0] <= 200 else None


def unheld(
    text: str, cues: re.Pattern[str], found: Sequence[Attribution], apart: Sequence[Span], upto: str | None = None
) -> Iterator[tuple[re.Match[str], Span, Span, int]]:
    """Yield cues that no attribution of ``found`` holds and that have a subject: match, cue, source, sentence's end.

    Parameters
    ----------
    text
        The document.
    cues
        What a cue looks like.
    found
        What was found already: a cue in its cues or contents is held.
    apart
        Paragraphs that belong to another article.
    upto
        Group of the pattern at which the cue ends; None: it is the whole match.
    """
    for begin, stop in sentences(text):
        for match in cues.finditer(text, begin, stop):
            cue = strip(text, match.start(), match.start(upto) if upto else match.end())
            held = any(overlap(cue, span) for one in found for span in (*one.cue, *one.content))
            source = subject_before(text, begin, cue[0])
            if source is not None and not held and not any(overlap(cue, span) for span in apart):
                yield match, cue, source, stop
