"""Whom a word points back to ("he", "they", "it", "the ministry", "the aide"), by what the document told before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.given_names import MENS_NAMES, MENS_WORDS, WOMENS_NAMES, WOMENS_WORDS
from detente.evidence.lexicon import DOCUMENTS, ROLES
from detente.evidence.names import Registry, bare_name, is_body, name_runs, roles_in
from detente.evidence.quotations import SAYING
from detente.evidence.sentences import containing, overlap, paragraphs, sentences
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.speakers import Speaker

__all__ = ["FEMININE", "MASCULINE", "Antecedents", "head_of", "is_several"]

MASCULINE = ("he", "his", "him")
FEMININE = ("she", "her", "hers")
_TITLE = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Sir|Lady|Lord|Madam|King|Queen|Prince|Princess)\.?\s+(?:[A-Z][\w’'-]+\s+){0,2}$"
)
_OWN = re.compile(
    rf"(?:,[^,.;“”\"]{{2,70}},)?\s+(?:has|had|have|also|then|later|\s)*(?:{SAYING})\b[^.;“”\"]{{0,50}}?\b"
    r"(?P<word>he|she|his|her(?=\s+(?!(?:of|to|that|and|in|on|at|for|with|as|from|by|about)\b)[a-z]))\b"
)
_TAILS = re.compile(
    r"[,(]|\s(?:of|for|to|in|at|from|with|on|by|near|inside|across|who|which|that|whose|close|familiar|known|called|briefed|involved|"
    r"speaking|quoted)\b"
)
_PLURAL = re.compile(
    r"^(?:two|three|four|five|six|several|some|many|most|both|few|dozens|hundreds|others)\b|\band\b|"
    r"\b(?:police|people|men|women|media|authorities|troops)$|"
    r"(?<!headquarter)(?<!new)(?<!time)(?<!nation)(?<!state)(?<!common)(?<![s’'iu])s$",
    re.IGNORECASE,
)
_VERB = (
    r"(?:(?:also|then|later|now|still|first|all|both|\w+ly)\s+)?(?:[a-z]+ed|left|met|were|have|had|are|will|would|want|tell|went|came|"
    r"took|gave|sent|held|said|say|tell|told|fled|won|lost|began|made|did|do|put|saw|kept|stood|sat|drew|broke|brought|laughed)\b"
)
_OPENING = re.compile(
    r"(?P<who>(?:(?:The|Two|Three|Four|Several|Some|Many|Most|Both|A\s+few|Dozens\s+of|Hundreds\s+of)\s+)?"
    r"(?:[\w’-]+\s+){0,3}?(?:[A-Za-z’-]*[a-rt-z]s|police|people)(?:\s+(?:of|from|in|for|at)\s+(?:the\s+)?(?:[\w’-]+\s?){1,3}?)?)"
    rf"\s+{_VERB}"
)
_INDEFINITE = (
    r"\b[Aa](?:n|nother)?\s(?:[A-Za-z][\w-]*\s){{0,3}}?{noun}\b(?:\s(?:to|of|for|at|in|from|with)\s(?:the\s)?"
    r"(?:[A-Z][\w’-]*(?:\s[A-Z][\w’-]*)*|[a-z][\w’-]*(?:\s[a-z][\w’-]*)?(?=[.,])))?"
)
_GROUPS = (
    *(
        "group",
        "movement",
        "brigade",
        "party",
        "alliance",
        "union",
        "faction",
        "militia",
        "organisation",
        "organization",
    ),
    *("network", "army", "company", "council", "committee", "agency", "coalition", "league", "front", "association"),
    *("federation", "ministry", "office", "embassy", "team", "delegation"),
)
_COMMON_BODIES = ("army", "military", "police", "navy", "government", "parliament", "opposition")
"""What every country has one of: "the army" is not that of a name's last word ("National Liberation Army")."""
_EVENTS = (
    *("talks", "elections", "results", "reports", "clashes", "shots", "shells", "prices", "protests", "negotiations"),
    *(
        "documents",
        "papers",
        "figures",
        "hopes",
        "fears",
        "tensions",
        "sanctions",
        "strikes",
        "attacks",
        "roads",
        "forces",
    ),
)
_SOMEBODY = re.compile(
    r"An?\s(?:[\w-]+\s){0,3}?(?:official|commander|diplomat|aide|soldier|officer|witness|resident|doctor|nurse|teacher|lawyer|"
    r"spokes(?:man|woman|person)|member|man|woman|farmer|elder|priest|villager|fighter|worker|driver|student|judge)\b"
    r"(?:\s(?:of|at|in|from|for|to|with)\s(?:the\s)?[\w’-]+(?:\s[A-Z][\w’-]+)*)?"
)
_KIN = re.compile(
    r"(?:His|Her|The\s[\w-]+[’']s|[A-Z][\w’-]+[’']s)\s+(?:late\s+|elder\s+|older\s+|younger\s+)?"
    r"(?P<kin>wife|widow|mother|sister|daughter|aunt|niece|husband|widower|father|brother|son|uncle|nephew)\b"
)
_ALONE = re.compile(r"(?:an?|another|one)\s(?!of\s(?!the\b|his\b|her\b|their\b))(?!.*\band\b)", re.IGNORECASE)
_OFFICE_FIRST = re.compile(
    rf"The\s+(?P<whose>[\w-]+(?:[’']s|(?<=s)[’'])\s+)?(?P<role>(?i:{'|'.join(map(re.escape, ROLES))}))\s+(?=[a-z])"
    r"(?!of\b|for\b|and\b|to\b)"
)
_LEADING = re.compile(
    r"(?:In|On|At|After|Before|During|When|As|For|Despite|By|Since|Speaking|Asked)\b[^,.;“”\"]{3,80},\s+"
)
_APPOSED = re.compile(r"[^,.;:“”\"]{3,90},\s+[^,]{3,50},")
_REACH = 40
"""Characters within which a sentence's first words name whom it is about."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A speaker, with where the words that tell it begin and end."""

    place: int
    end: int
    who: Speaker


class Antecedents:
    """What was said before in the document, as far as it helps to tell who is meant.

    Parameters
    ----------
    text
        The document.
    registry
        Persons.
    apart
        Spans of other articles.
    told
        Contents of its attributions, whose first words open no sentence of the report.
    """

    def __init__(self, text: str, registry: Registry, apart: Sequence[Span], told: Sequence[Span]) -> None:
        self.text, self.registry = text, registry
        self.paragraphs = [span for span in paragraphs(text) if not any(_within(span, other) for other in apart)]
        spans = [span for span in sentences(text) if not any(overlap(span, other) for other in apart)]
        self.sentences = [span for span in spans if not any(start <= span[0] < end for start, end in told)]
        self.heard: list[_Heard] = []
        self.opened = [(place, name) for span in self.sentences for place, name in self._opening(span)]
        self._sexes: dict[str, str | None] = {}

    def hear(self, span: Span, who: Speaker) -> None:
        """Remember who spoke, told by the words of a span."""
        self.heard.append(_Heard(span[0], span[1], who))

    def _opening(self, span: Span) -> Iterator[tuple[int, str]]:
        """Yield the person whom a sentence's first words name, with the place."""
        leading = _LEADING.match(self.text, *span)
        first = leading.end() if leading else span[0]
        for start, end in name_runs(self.text, first, min(span[1], first + 2 * _REACH + 30)):
            name = bare_name(self.text[start:end])
            same = self.registry.called(name)
            owns = self.text[end : end + 2] in ("’s", "'s")
            apposed = _APPOSED.match(self.text, first, end + 1) and roles_in(self.text[first:start])
            if len(same) == 1 and not owns and start - first < (2 * _REACH if apposed else _REACH):
                yield start, same[0].name
                return
        office = _OFFICE_FIRST.match(self.text, *span)
        if office:
            names = [person.name for person in self.registry.holders(office["role"].lower())]
            last = max(((self.text.rfind(name, 0, span[0]), name) for name in names), default=(-1, ""))
            nameless = f"{office['whose'] or ''}{office['role'].lower()}"
            yield span[0], names[0] if len(names) == 1 else last[1] if last[0] >= 0 else nameless
            return
        kin = _KIN.match(self.text, *span)
        if kin:
            yield span[0], self.text[span[0]].lower() + self.text[span[0] + 1 : kin.end()]
            return
        unnamed = _SOMEBODY.match(self.text, *span)
        if unnamed:
            yield span[0], self.text[span[0]].lower() + self.text[span[0] + 1 : unnamed.end()]

    def sex(self, name: str) -> str | None:
        """Return ``she`` or ``he`` where titles, roles or the document's own pronouns show it, else None."""
        if name not in self._sexes:
            self._sexes[name] = self._sex(name)
        return self._sexes[name]

    def _sex(self, name: str) -> str | None:
        roles = self.registry.people[name].roles if name in self.registry.people else set()
        votes = Counter({"she": len(roles & WOMENS_WORDS), "he": len(roles & MENS_WORDS)})
        for match in re.finditer(rf"\b{re.escape(name.split()[-1])}\b(?![’']s)", self.text):
            title = _TITLE.search(self.text[max(0, match.start() - 40) : match.start()])
            votes["she"] += bool(title and title.group(1).lower() in WOMENS_WORDS)
            votes["he"] += bool(title and title.group(1).lower() in MENS_WORDS)
            own = _OWN.match(self.text, match.end())
            between = self.text[match.end() : own.start("word")] if own else ""
            if own and not re.search(r"\s[A-Z]|\b(?:an?|the)\s+\w+\s+(?:had|has|was|would|will)\b", between):
                votes["he" if own["word"] in MASCULINE else "she"] += 1
        if not any(votes.values()):  # the given name tells, where nothing in the text does
            noun, given = head_of(name), name.split()[0]
            votes["she"] += given in WOMENS_NAMES or noun in WOMENS_WORDS
            votes["he"] += given in MENS_NAMES or noun in MENS_WORDS
        return max(votes, key=votes.__getitem__) if votes["she"] != votes["he"] and 0 in votes.values() else None

    def person(self, word: str, place: int) -> tuple[str, bool] | None:
        """Return the last person who spoke or opened a sentence, in this paragraph or the two before it, and whether
        nobody else could be meant."""
        reach = self._reach(place, 2)
        if reach is None:
            return None
        spoke = {
            (one.place, one.who.name)
            for one in self.heard
            if reach <= one.place < place and one.who.name and _single(one.who)
        }
        opened = {(at, name) for at, name in self.opened if reach <= at < place and not self._in_source(at)}
        names = [name for _, name in sorted(spoke | opened)]
        sex = "he" if word in MASCULINE else "she"
        fitting = [name for name in names if self.sex(name) in (None, sex)]
        if not fitting:
            named = {name for name in self._named(reach, place) if self.sex(name) in (None, sex)}
            return (named.pop(), False) if len(named) == 1 else None
        sure = self.sex(fitting[-1]) == sex or len(set(fitting)) == 1
        return fitting[-1], sure

    def _reach(self, place: int, back: int) -> int | None:
        """Return where the paragraph begins that is so many before a place's own; None for a place in no paragraph."""
        home = containing(self.paragraphs, place)
        return self.paragraphs[max(0, self.paragraphs.index(home) - back)][0] if home else None

    def _in_source(self, place: int) -> bool:
        """Tell whether a place stands in the words that told a speaker."""
        return any(one.place <= place < one.end for one in self.heard)

    def _named(self, begin: int, stop: int) -> Iterator[str]:
        """Yield the persons whom a stretch of text names, anywhere in the report's own sentences."""
        for span in self.sentences:
            for start, end in name_runs(self.text, max(begin, span[0]), min(stop, span[1])):
                name = bare_name(self.text[start:end])
                same = self.registry.called(name)
                if len(same) == 1:
                    yield same[0].name

    def last_person(self, place: int) -> str | None:
        """Return the person who spoke last before a place, in this paragraph or the one before it."""
        reach = self._reach(place, 1) or 0
        return next((x.who.name for x in reversed(self.heard) if reach <= x.place < place and x.who.person), None)

    def last_of(self, names: Collection[str], place: int) -> str | None:
        """Return whoever of some persons spoke last before a place."""
        return next((one.who.name for one in reversed(self.heard) if one.place < place and one.who.name in names), None)

    def body(self, place: int) -> Speaker | None:
        """Return what "it" is: the body that spoke in this sentence or the one before it."""
        last = self._last(place)
        if last is None or is_several(last.name or ""):
            return None
        group = last.how == "unnamed" and head_of(last.name or "") in _GROUPS
        named = last.how in ("full name", "single name") and self._is_place(last.name or "")
        return last if group or named or last.how in ("body", "described", "document") else None

    def _is_place(self, name: str) -> bool:
        """Tell whether the document shows that a name is a country's or a town's ("in Norway", "Norway, which ...")."""
        person = self.registry.people.get(name)
        shown = re.search(rf"\bin {re.escape(name)}\b(?![’'])|\b{re.escape(name)}, which\b", self.text)
        return shown is not None and (person is None or not person.roles)

    def several(self, place: int) -> Speaker | None:
        """Return who "they" are: those who spoke in this sentence or the one before it, or whom that one opens with."""
        mine = containing(self.sentences, place)
        last, opening = self._last(place), None
        if mine is not None and mine[0] < place:
            opening = self._several_in((mine[0], place))
        if opening is None and last is not None and is_several(last.name or ""):
            return last
        before = self._before(place)
        return opening or (self._several_in(before) if before else None)

    def _several_in(self, span: Span) -> Speaker | None:
        """Return those whom a sentence opens with ("Two brothers from the hills walked ...")."""
        from detente.evidence.speakers import Speaker

        opening = _OPENING.match(self.text, *span)
        head = head_of(opening["who"]) if opening else ""
        if opening is None or not is_several(_TAILS.split(opening["who"])[0]) or head in _EVENTS:
            return None
        who = re.sub(r"^The\s+", "", opening["who"])
        proper = any(word[0].isupper() for word in who.split()[1:])
        return Speaker(who if proper else who[0].lower() + who[1:], "unnamed")

    def again(self, noun: str, place: int) -> Speaker | None:
        """Return whoever was told before as "an aide to Voss" or "the Interior Ministry", for "the aide" and the like.

        The last one with that noun counts; a noun that two bodies share tells nothing.
        """
        said = [one.who for one in self.heard if one.place < place and head_of(one.who.name or "") == noun]
        if said and " and " not in (said[-1].name or ""):
            return said[-1]
        bodies = {
            bare_name(run) for run in self._bodies(place) if run.split()[-1].lower() == noun or head_of(run) == noun
        }
        from detente.evidence.speakers import Speaker

        if len(bodies) == 1 and noun not in _COMMON_BODIES:
            return Speaker(bodies.pop(), "body")
        named = list(re.finditer(_INDEFINITE.format(noun=re.escape(noun)), self.text[:place]))
        return Speaker(named[-1].group()[0].lower() + named[-1].group()[1:], "unnamed") if named else None

    def _bodies(self, place: int) -> Iterator[str]:
        for start, end in name_runs(self.text, 0, place):
            run = self.text[start:end]
            if " " in run and is_body(run):
                yield run

    def _before(self, place: int) -> Span | None:
        """Return the sentence before the one that holds a place, in the same paragraph, or the paragraph before when
        the place opens one."""
        before = _ending_before(self.sentences, place)
        home = containing(self.paragraphs, place)
        return before if before and home and before[0] >= home[0] else None

    def _last(self, place: int) -> Speaker | None:
        """Return who spoke last, in the sentence that holds a place or the one before it."""
        mine = containing(sentences(self.text), place)
        if mine is None:
            return None
        before = _ending_before(sentences(self.text), place)
        reach = before[0] if before else mine[0]
        home = containing(self.paragraphs, place)
        number = bisect_right(self.paragraphs, home) - 1 if home else 0
        reach = max(reach, self.paragraphs[number - 1][0] if number else 0)
        return next((one.who for one in reversed(self.heard) if reach <= one.place < place), None)


def _ending_before(spans: Sequence[Span], place: int) -> Span | None:
    """Return the last of ordered spans that ends before a place."""
    number = bisect_right(spans, (place, 1 << 62)) - 1
    while number >= 0 and spans[number][1] > place:
        number -= 1
    return spans[number] if number >= 0 else None


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def head_of(name: str) -> str:
    """Return the noun that a description turns on, in small letters.

    >>> head_of("an aide to the army chief"), head_of("Interior Ministry"), head_of("a person familiar with it")
    ('aide', 'ministry', 'person')
    """
    words = _TAILS.split(name)[0].split()
    return words[-1].lower() if words else ""


def is_several(name: str) -> bool:
    """Tell whether a description is of more than one.

    >>> is_several("two people close to the talks"), is_several("Human Rights Office"), is_several("the police")
    (True, False, True)
    """
    return bool(_PLURAL.search(_TAILS.split(name)[0].strip()))


def _single(who: Speaker) -> bool:
    """Tell whether a speaker can be "he" or "she"."""
    if who.how == "described" and (who.by.startswith("office") or head_of(who.name or "") in ROLES):
        return True
    if who.how == "unnamed":
        alone = _ALONE.match(who.name or "")
        return alone is not None and head_of(who.name or "") not in (*_GROUPS, *DOCUMENTS)
    if who.how == "single name":
        return not is_body(who.name or "")
    return who.person
