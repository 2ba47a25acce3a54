"""Where a statement comes from: papers with authors, bearers and first publishers; who confirmed, who denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.evidence.attribution import Attribution
from detente.evidence.lexicon import DOCUMENTS, NOT_NAMES
from detente.evidence.names import Registry, bare_name, name_runs, roles_in
from detente.evidence.sentences import containing, overlap, sentences
from detente.evidence.speakers import Speaker
from detente.evidence.statement import Span, Verification

__all__ = ["Channel", "Paper", "channel_of", "papers", "verification_of"]

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
    *("plan", "paper", "dossier"),
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
    r"(?:was\s+(?:the\s+)?first\s+to\s+(?:publish|report)|first\s+(?:published|reported))"
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
_UNCHECKED = re.compile(
    r"(?:could\s+not|couldn[’']t|cannot|can[’']t|was\s+unable\s+to|were\s+unable\s+to|has\s+not|have\s+not)\s+(?:be\s+|been\s+)?"
    r"(?:immediately\s+|independently\s+)*(?:verif\w+|confirm\w*)|\bunverified\b|\bunconfirmed\b",
    re.IGNORECASE,
)
_CITES = re.compile(r"\b(?:cit(?:es|ed|ing)|publish(?:es|ed|ing)|obtain(?:ed|ing)|quot(?:es|ed|ing))\b", re.IGNORECASE)
_RECEIVED = re.compile(
    r"\b(?:received|seen|read|sent|written|wrote|signed)\s+it\b|\b(?:authentic|genuine)\b", re.IGNORECASE
)
_SEEN = re.compile(r"\b(?:seen|obtained|reviewed)\s+by\s+|\bleaked\s+to\s+", re.IGNORECASE)
_DOUBTED = re.compile(
    r"\b(?:the|this|that|these|those|their|his|her|its)\s+(?:\w+\s+)?(?:claims?|reports?|statements?|accounts?|figures?|numbers?|"
    r"allegations?|accusations?|assertions?)\s+(?:could\s+not|cannot|can\s+not|has\s+not|have\s+not)\s+be(?:en)?\s+(?:\w+ly\s+)*"
    r"(?:verified|confirmed|checked)",
    re.IGNORECASE,
)
_OPEN = ("post", "tweet", "statement", "article", "email", "e-mail", "letter", "note", "message")
_IN_OPEN = re.compile(rf"\b[Ii]n\s+(?:an?|the|his|her|their)\s+(?:[a-z]+\s+){{0,2}}?(?P<noun>{'|'.join(_OPEN)})\b")
_LOWER = re.compile(r"(?:the|its|their|his|her|an?)\s+[a-z]")
_LEAK = re.compile(
    r"\bleak(?:s|ed|ing)?\b|\bobtained\s+by\b|\bseen\s+by\b|\breviewed\s+by\b|\bfamiliar\s+with\s+the\b", re.IGNORECASE
)
_PUBLIC = re.compile(
    r"\b(?:told\s+reporters|told\s+journalists|news\s+conference|press\s+(?:conference|briefing|release)|briefing|televised|"
    r"interview|speech|address(?:ed)?|tweet\w*|posted|in\s+a\s+statement|on\s+television|podcast|rally|debate|testif\w+|"
    r"during\s+an?\s+event|at\s+an?\s+event|panel|op-ed|published\s+a\s+statement|publicly|told\s+(?:[A-Z]\w+\s?){1,3})\b"
)
_PRIVATE = re.compile(
    r"\b(?:privately|in\s+private|behind\s+closed\s+doors|on\s+condition\s+of\s+anonymity|not\s+authori[sz]ed|background|"
    r"private\s+(?:meeting|conversation|call|talks|letter)|confidential(?:ly)?|closed-door)\b",
    re.IGNORECASE,
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


def papers(text: str, found: Sequence[Attribution], speakers: Sequence[Speaker], registry: Registry) -> list[Paper]:
    """Return the papers that a report is about, with what it says of each.

    Parameters
    ----------
    text
        The document.
    found, speakers
        Its attributions, and who spoke them.
    registry
        Persons.
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
    near = published and noun in sentence[: published.start()].lower()
    if published and near:
        paper.publisher = paper.publisher or _body_after(text, span[0] + published.end(), span[1])
        paper.leaked = paper.leaked or paper.publisher is not None
        paper.passages.append(span)
    first = _WAS_FIRST.search(sentence)
    if first and not published:
        paper.publisher, paper.leaked = paper.publisher or bare_name(first["who"]), True
        paper.passages.append(span)
    seen = _SEEN.search(sentence)
    if seen:
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
    return bare_name(text[slice(*runs[-1])]) if runs else (" ".join(words[:6]) or None)


def _body_after(text: str, start: int, end: int) -> str | None:
    """Return the outlet named after "published by": "Northfork news agency River One on Sunday" gives River One."""
    phrase_end = min((place for mark in ",;.(" if (place := text.find(mark, start, end)) > 0), default=end)
    runs = [text[slice(*run)] for run in name_runs(text, start, phrase_end)]
    return runs[-1] if runs else None


def _full(name: str, registry: Registry) -> str:
    same = registry.by_name(name) if " " in name else registry.by_surname(name)
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
        cue = " ".join(text[slice(*span)] for span in one.cue)
        sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
        wrote = _WROTE.search(cue) or _IN_PAPER.search(_outside(text, sentence, one.content))
        if len(anonymous) >= 1 and speaker.person and speaker.name and wrote:
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
        match = _IN_OPEN.search(_outside(text, sentence, one.content))
        if match and speaker.name and speaker.how not in ("unnamed", "document") and one.nested_in is None:
            authors.setdefault(match["noun"].lower(), {})[speaker.name] = sentence
    for noun, by in authors.items():
        paper = known.setdefault(noun, Paper(noun))
        if len(by) == 1 and paper.author is None:
            ((paper.author, passage),) = by.items()
            paper.passages.append(passage)


@dataclass(frozen=True, slots=True)
class Channel:
    """On which channel something was said, and the passage that shows it."""

    name: str
    passage: tuple[Span, ...] = ()
    paper: Paper | None = None


def channel_of(text: str, one: Attribution, speaker: Speaker, about: Sequence[Paper]) -> Channel:
    """Return the channel of an attribution: that of the paper it stands in, else what its sentence shows."""
    sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
    cue = " ".join(text[slice(*span)] for span in one.cue)
    for paper in about:
        told = _WROTE.search(cue) or _IN_PAPER.search(_outside(text, sentence, one.content))
        written = told is not None and paper.author is not None and speaker.name == paper.author
        if speaker.document == paper.noun or written:
            name = "leaked" if paper.leaked else "public" if paper.noun in _OPEN[:4] else "unknown"
            return Channel(name, tuple(dict.fromkeys(paper.passages)), paper)
    outside = _outside(text, sentence, one.content)
    private = _PRIVATE.search(outside)
    if private or speaker.how == "unnamed":
        at = (
            (sentence[0] + private.start(), sentence[0] + private.end())
            if private
            else one.source[0]
            if one.source
            else sentence
        )
        return Channel("private" if private else "unknown", (at,))
    public = _PUBLIC.search(outside)
    if public:
        return Channel("public", ((sentence[0] + public.start(), sentence[0] + public.end()),))
    return Channel(
        "public"
        if speaker.how in ("full name", "surname", "body", "pronoun", "role") and one.type != "indirect"
        else "unknown"
    )


def _outside(text: str, sentence: Span, content: Sequence[Span]) -> str:
    """Return a sentence with what was said blanked out, so that only the telling is searched."""
    letters = list(text[slice(*sentence)])
    for span in content:
        for place in range(max(span[0], sentence[0]), min(span[1], sentence[1])):
            letters[place - sentence[0]] = " "
    return "".join(letters)


def verification_of(
    text: str, one: Attribution, channel: Channel, others: Sequence[tuple[Attribution, Speaker, str]]
) -> Verification:
    """Return how far a statement is verified: by its paper's state, by doubt in its sentence, by denials elsewhere.

    Parameters
    ----------
    text
        The document.
    one, channel
        The attribution and its channel.
    others
        The document's attributions, who spoke them, and their kinds.
    """
    if channel.paper is not None:
        return channel.paper.verification()
    sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
    outside = _outside(text, sentence, one.content)
    unchecked = _UNCHECKED.search(outside)
    if unchecked:
        at = sentence[0] + unchecked.start(), sentence[0] + unchecked.end()
        return Verification("unverified", passage=(at,))
    following = containing(sentences(text), _after(text, sentence[1]))
    doubted = _DOUBTED.search(text, *following) if following else None
    if doubted:
        return Verification("unverified", passage=(doubted.span(),))
    denied = [
        (speaker.name, span)
        for other, speaker, kind in others
        if kind == "denial" and other is not one and speaker.name and _same_matter(text, one, other)
        for span in other.cue[:1]
    ]
    if denied:
        names = tuple(dict.fromkeys(name for name, _ in denied if name))
        passage = tuple(span for _, span in denied)
        return Verification("denied" if len(names) == 1 else "contested", names, passage=passage)
    return Verification()


def _after(text: str, place: int) -> int:
    """Return the first place from here on that is not white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _same_matter(text: str, one: Attribution, other: Attribution) -> bool:
    """Tell whether two contents share most of their telling words."""
    from detente.evidence.lexicon import COMMON

    first, second = (
        {word[:6] for span in x.content for word in re.findall(r"[a-z]{4,}", text[slice(*span)].lower())} - COMMON
        for x in (one, other)
    )
    apart = not any(overlap(a, b) for a in one.content for b in other.content)
    return apart and len(first & second) >= max(3, 0.5 * min(len(first), len(second)))
