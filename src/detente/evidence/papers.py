"""The papers that a report is about: letters, drafts, memos; who wrote, bore, published and confirmed them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from detente.evidence.attribution import Attribution
from detente.evidence.lexicon import DOCUMENTS, NOT_NAMES
from detente.evidence.names import Registry, bare_name, describes, name_runs, roles_in
from detente.evidence.sentences import containing, sentences
from detente.evidence.speakers import Speaker
from detente.evidence.statement import Span, Verification

__all__ = ["OPEN", "Paper", "in_writing", "outside", "papers"]

_PAPER = re.compile(rf"\b(?P<noun>{'|'.join(DOCUMENTS)})\b", re.IGNORECASE)
_CARRIED = frozenset(DOCUMENTS) & {
    *(
        "letter",
        "memo",
        "memorandum",
        "draft",
        "proposal",
        "document",
        "cable",
        "text",
        "email",
        "message",
        "transcript",
    ),
    *("plan", "paper", "dossier", "copy", "annex", "note"),
}
_BEARER = (
    r"(?:sent|delivered|carried|handed(?:\s+over)?|presented|conveyed|brought|passed(?:\s+on)?|shared|circulated)"
    r"\s+(?:\w+\s+){0,4}?by\s+"
)
_PUBLISHER = (
    r"(?:first\s+|originally\s+)?(?:published|reported|obtained|revealed|leaked|disclosed|released|broadcast)"
    r"\s+(?:\w+\s+){0,3}?by\s+"
)
_FIRST = re.compile(rf"(?:which|that)\s+(?:was|were)\s+{_PUBLISHER}", re.IGNORECASE)
_PASSIVE = re.compile(rf"\b(?:was|were|been)\s+{_PUBLISHER}", re.IGNORECASE)
_WAS_FIRST = re.compile(
    r"(?P<who>[A-Z][\w.&’' -]{2,50}?)(?:,[^,]{3,60},)?\s+"
    r"(?:was\s+(?:the\s+)?first\s+to\s+(?:publish|report)|first\s+(?:published|reported))(?!\s+by\b)"
)
_WROTE = re.compile(
    r"\b(?:writes?|wrote|written|in\s+(?:a|the|his|her)\s+(?:letter|memo|message|email|cable))\b", re.IGNORECASE
)
_IN_PAPER = re.compile(r"\b[Ii]n\s+(?:a|the|his|her|that|this)\s+(?:\w+\s+)?(?:letter|memo|message|email|cable)\b")
_GENUINE = re.compile(
    r"\b(?:genuine|authentic|authenticity|confirm(?:s|ed|ing)?|verif(?:y|ies|ied)|acknowledg(?:ed|es)|true|real)\b",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"\b(?:fake|forg(?:ed|ery)|fabricat\w+|false|not\s+(?:genuine|authentic|true|real)|inauthentic)\b", re.IGNORECASE
)
_CITES = re.compile(r"\b(?:cit(?:es|ed|ing)|publish(?:es|ed|ing)|obtain(?:ed|ing)|quot(?:es|ed|ing))\b", re.IGNORECASE)
_RECEIVED = re.compile(
    r"\b(?:received|seen|read|sent|written|wrote|signed)\s+it\b|\b(?:authentic|genuine)\b", re.IGNORECASE
)
_SEEN = re.compile(r"\b(?:seen|obtained|reviewed)\s+by\s+|\bleaked\s+to\s+", re.IGNORECASE)
OPEN = ("post", "tweet", "statement", "article", "email", "e-mail", "letter", "note", "message")
_IN_OPEN = re.compile(rf"\b[Ii]n\s+(?:an?|the|his|her|their)\s+(?:[a-z]+\s+){{0,2}}?(?P<noun>{'|'.join(OPEN)})\b")
_LOWER = re.compile(r"(?:the|its|their|his|her|an?)\s+[a-z]")
_LEAK = re.compile(
    r"\bleak(?:s|ed|ing)?\b|\bobtained\s+by\b|\bseen\s+by\b|\breviewed\s+by\b|\bfamiliar\s+with\s+the\b", re.IGNORECASE
)


@dataclass(slots=True)
class Paper:
    """A document that a report is about, such as a letter.

    Parameters
    ----------
    noun
        What it is called.
    author, bearer, publisher
        Who wrote it, who carried it, who published it first; as names.
    confirmed, denied, declined
        Who called it genuine, who called it false, who would not comment.
    leaked
        Whether it became known without its author's will, as far as the report shows.
    sighted
        Whether its publisher is only said to have seen or obtained it, as reports also say of their own outlet.
    passages
        Where the report shows it.
    """

    noun: str
    author: str | None = None
    bearer: str | None = None
    publisher: str | None = None
    confirmed: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    leaked: bool = False
    sighted: bool = False
    passages: list[Span] = field(default_factory=list)

    def verification(self) -> Verification:
        """Return how far the paper is verified."""
        passage = tuple(sorted(dict.fromkeys(self.passages)))
        declined = tuple(self.declined)
        if self.confirmed and self.denied:
            return Verification("contested", (*self.confirmed, *self.denied), declined, passage)
        for state, by in (("confirmed", self.confirmed), ("denied", self.denied)):
            if by:
                return Verification(state, tuple(by), declined, passage)
        return Verification("declined" if declined else "asserted", declined, declined, passage)


def papers(
    text: str,
    found: Sequence[Attribution],
    speakers: Sequence[Speaker],
    registry: Registry,
    outlets: Collection[str] = (),
) -> list[Paper]:
    """Return the papers that a report is about, with what it says of each.

    Parameters
    ----------
    text
        The document.
    found, speakers
        Its attributions, and who spoke them.
    registry
        Persons.
    outlets
        What the report's own outlet is called: what it has seen itself reached us through nobody else.
    """
    known: dict[str, Paper] = {}
    for span in sentences(text):
        nouns = list(dict.fromkeys(match["noun"].lower() for match in _PAPER.finditer(text, *span)))
        for noun in nouns:
            if noun in _CARRIED:
                _learn(text, span, known.setdefault(noun, Paper(noun)), registry)
    for one, speaker in zip(found, speakers, strict=True):
        for paper in _judged(text, one, known):
            _judge(text, one, speaker, paper)
        if speaker.how == "body" and _CITES.search(" ".join(text[slice(*span)] for span in one.cue)):
            for paper in _judged(text, one, known):
                paper.publisher, paper.leaked = paper.publisher or speaker.name, True
                paper.passages.append((one.start, max(span[1] for span in one.content)))
        if speaker.document in known and speaker.name and speaker.name[0].isupper():
            known[speaker.document].author = known[speaker.document].author or speaker.name
    _authors(text, found, speakers, known)
    _published(text, found, speakers, known)
    for paper in known.values():
        if paper.publisher and paper.publisher.removeprefix("The ") in outlets:
            paper.publisher, paper.sighted = None, False
    return [paper for paper in known.values() if paper.passages or paper.author or paper.confirmed or paper.declined]


def _learn(text: str, span: Span, paper: Paper, registry: Registry) -> None:
    sentence = text[slice(*span)]
    noun = re.escape(paper.noun)
    carried = re.search(rf"\b{noun}\b[^.;]{{0,30}}?\b{_BEARER}", sentence, re.IGNORECASE)
    if carried:
        paper.bearer = paper.bearer or _name_after(text, span[0] + carried.end(), span[1], registry)
        paper.passages.append(span)
    owned = re.search(rf"(?P<who>(?:[A-Z][\w.-]*\s+){{0,4}}[A-Z][\w.-]*)[’']s?\s+(?:\w+\s+){{0,2}}{noun}\b", sentence)
    by = re.search(
        rf"\b{noun}\s+(?:from|by|(?:\w+\s+){{0,2}}?(?:written|signed|drafted|prepared|penned|authored|drawn\s+up)\s+by)\s+",
        sentence,
        re.IGNORECASE,
    )
    if owned and not NOT_NAMES.intersection(owned["who"].split()) and not roles_in(owned["who"].split()[-1]):
        paper.author = paper.author or _full(bare_name(owned["who"]), registry)
    elif by and not carried and not _PASSIVE.search(sentence[: by.end()]):
        paper.author = paper.author or _name_after(text, span[0] + by.end(), span[1], registry)
    published = _FIRST.search(sentence) or _PASSIVE.search(sentence)
    published = published or re.search(
        rf"\b{noun}\b,?[^.;,]{{0,60}}?\s(?:first\s+|originally\s+){_PUBLISHER}", sentence
    )
    near = published and noun in sentence[: published.end()].lower()
    if published and near:
        paper.sighted = paper.sighted or (paper.publisher is None and "obtained" in published.group())
        paper.publisher = paper.publisher or _body_after(text, span[0] + published.end(), span[1])
        paper.leaked = paper.leaked or paper.publisher is not None
        paper.passages.append(span)
    first = _WAS_FIRST.search(sentence)
    if first and not published:
        paper.publisher, paper.leaked = paper.publisher or bare_name(first["who"]), True
        paper.passages.append(span)
    seen = _SEEN.search(sentence)
    if seen:
        paper.sighted = paper.sighted or (paper.publisher is None and "leaked" not in seen.group())
        paper.publisher = paper.publisher or _body_after(text, span[0] + seen.end(), span[1])
    if _LEAK.search(sentence):
        paper.leaked = True
        paper.passages.append(span)


def _name_after(text: str, start: int, end: int, registry: Registry) -> str | None:
    """Return the name in the noun phrase that begins at a place, followed past its titles."""
    phrase_end = min((place for mark in ",;.(" if (place := text.find(mark, start, end)) > 0), default=end)
    runs = list(name_runs(text, start, phrase_end))
    apposed = re.compile(r"\s*,\s+(?P<who>[^,;.(]{3,60})").match(text, phrase_end, end)
    if (
        apposed
        and (named := _full(bare_name(apposed["who"]), registry)) in registry.people
        and _LOWER.match(text, start)
    ):
        return named
    for run in reversed(runs):
        name = _full(bare_name(text[slice(*run)]), registry)
        if name in registry.people:
            return name
    words = text[start:phrase_end].split()
    known = [person for person in registry.people if person in text[start:phrase_end]]
    if known:
        return known[-1]
    if runs and describes(text, runs[-1][1]):  # "from his Syrian counterpart"
        return None
    return bare_name(text[slice(*runs[-1])]) if runs else (" ".join(words[:6]) or None)


def _body_after(text: str, start: int, end: int) -> str | None:
    """Return the outlet named after "published by": "Northfork news agency River One on Sunday" gives River One."""
    phrase_end = min((place for mark in ",;.(" if (place := text.find(mark, start, end)) > 0), default=end)
    runs = [text[slice(*run)] for run in name_runs(text, start, phrase_end)]
    return runs[-1] if runs else None


def _full(name: str, registry: Registry) -> str:
    same = registry.called(name)
    return same[0].name if len(same) == 1 else name


def _judged(text: str, one: Attribution, known: dict[str, Paper]) -> Iterator[Paper]:
    """Yield the papers whose truth an attribution speaks of, by name, or as "it" after its source names them."""
    said = " ".join(text[slice(*span)] for span in one.content)
    source = " ".join(text[slice(*span)] for span in one.source)
    followed = [paper for paper in known.values() if paper.passages or paper.author]
    for noun, paper in known.items():
        named = re.search(rf"\b{noun}\b", said, re.IGNORECASE)
        meant = re.search(rf"\b{noun}\b", source, re.IGNORECASE) and re.match(
            r"\W*(?:that\s+)?(?:it|they|both)\b", said
        )
        only = followed == [paper] and _RECEIVED.search(said)
        if named or meant or only:
            yield paper


def _judge(text: str, one: Attribution, speaker: Speaker, paper: Paper) -> None:
    said = " ".join(text[slice(*span)] for span in one.content)
    cue = " ".join(text[slice(*span)] for span in one.cue)
    passage = (
        min(span[0] for span in (*one.source, *one.cue, *one.content)),
        max(span[1] for span in (*one.source, *one.cue, *one.content)),
    )
    names = _each(text, one, speaker)
    if re.search(r"\b(?:declin|refus|would not|not comment|no comment)", cue):
        kind = paper.declined
    elif _UNTRUE.search(said) or re.search(r"\bden(?:y|ied|ies)\b", cue):
        kind = paper.denied
    elif re.search(r"\b(?:confirm|verif|acknowledg)", cue) or (_GENUINE.search(said) and len(said.split()) <= 25):
        kind = paper.confirmed
    else:
        return
    kind += [name for name in names if name not in kind]
    paper.passages.append(passage)


def _each(text: str, one: Attribution, speaker: Speaker) -> list[str]:
    """Return the names of a source; two unnamed ones joined by "and" are two."""
    source = " ".join(text[slice(*span)] for span in one.source)
    if speaker.how == "unnamed" and " and " in source:
        cleaned = re.sub(r"\s+(?:familiar|close|with knowledge)\b.*", "", source)
        return [
            re.sub(r"^(?:A|An|Another)\b", lambda match: match.group().lower(), part.strip())
            for part in cleaned.split(" and ")
        ]
    return [speaker.name] if speaker.name else []


def _authors(text: str, found: Sequence[Attribution], speakers: Sequence[Speaker], known: dict[str, Paper]) -> None:
    """Somebody "writes" in a report about one paper without author: it is theirs."""
    anonymous = [paper for paper in known.values() if paper.author is None and (paper.bearer or paper.leaked)]
    for one, speaker in zip(found, speakers, strict=True):
        sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
        if anonymous and speaker.person and speaker.name and in_writing(text, one, sentence):
            letter = next(
                (paper for paper in anonymous if paper.noun in ("letter", "memo", "message", "email", "cable")), None
            )
            if letter is not None and letter.author is None and letter.bearer != speaker.name:
                letter.author = speaker.name


def _published(text: str, found: Sequence[Attribution], speakers: Sequence[Speaker], known: dict[str, Paper]) -> None:
    """What one speaker alone says "in a statement", "in a post": the statement is theirs."""
    authors: dict[str, dict[str, Span]] = {}
    for one, speaker in zip(found, speakers, strict=True):
        sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
        match = _IN_OPEN.search(outside(text, sentence, one.content))
        if match and speaker.name and speaker.how not in ("unnamed", "document") and one.nested_in is None:
            authors.setdefault(match["noun"].lower(), {})[speaker.name] = sentence
    for noun, by in authors.items():
        paper = known.setdefault(noun, Paper(noun))
        if len(by) == 1 and paper.author is None:
            ((paper.author, passage),) = by.items()
            paper.passages.append(passage)


def in_writing(text: str, one: Attribution, sentence: Span) -> bool:
    """Tell whether a sentence says that its content was written, or stood in a letter."""
    cue = " ".join(text[slice(*span)] for span in one.cue)
    return bool(_WROTE.search(cue) or _IN_PAPER.search(outside(text, sentence, one.content)))


def outside(text: str, sentence: Span, content: Sequence[Span]) -> str:
    """Return a sentence with what was said blanked out, so that only the telling is searched."""
    letters = list(text[slice(*sentence)])
    for span in content:
        for place in range(max(span[0], sentence[0]), min(span[1], sentence[1])):
            letters[place - sentence[0]] = " "
    return "".join(letters)
