"""Whose voice is missing: statements by side, first-hand and hearsay; who is spoken about and never quoted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.evidence.lexicon import BODIES
from detente.evidence.names import Registry, bare_name, name_runs
from detente.evidence.statement import Span

__all__ = ["GROUPS", "SpokenAbout", "Tally", "spoken_about", "tallies"]

GROUPS: Mapping[str, str] = {
    "women and girls": r"wom[ae]n|girls?|mothers?|widows?|wives|daughters?|female",
    "children": r"child(?:ren)?|pupils?|schoolchildren|infants?",
    "civilians and residents": r"civilians?|residents?|villagers?|inhabitants?|townspeople|ordinary people|families",
    "displaced people and refugees": r"displaced|refugees?|evacuees?|asylum[- ]seekers?",
    "victims and the bereaved": r"victims?|survivors?|bereaved|wounded|casualties",
    "minorities": r"minorit(?:y|ies)|ethnic \w+|religious minorit\w+|indigenous",
    "prisoners and captives": r"prisoners?|detainees?|captives?|hostages?",
    "soldiers and fighters in the ranks": r"soldiers?|troops|fighters?|militants?|insurgents?|conscripts?|recruits?",
    "journalists": r"journalists?",
    "aid workers": r"aid workers?|humanitarian\w*|relief workers?|medics?|doctors?|nurses?",
    "farmers, traders and workers": r"farmers?|traders?|shopkeepers?|merchants?|workers?|drivers?",
    "clergy and elders": r"elders?|clerics?|priests?|imams?|monks?|tribal leaders?|ulema",
}
"""Groups of people who are often spoken about, and the words that name them."""

_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in GROUPS.items()}
_ACTING = re.compile(
    r"\s+(?P<what>government|officials?|forces|army|leaders?|authorities|police|negotiators?|delegation|delegates|"
    r"fighters|rebels|ministry|parliament|opposition)\b"
)
_PLACED = re.compile(r"\b(?:in|at|from|near|across|inside|into|toward|towards|outside|around)\s+(?:the\s+)?$")
_PERSON_OF = re.compile(r"^[’']s\s")
_NOBODY = re.compile(r"^(?:no|nobody|none|neither)\b", re.IGNORECASE)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one side is heard.

    Parameters
    ----------
    side
        A body, a country, a role, or an unnamed source, as the texts have it.
    first_hand
        Statements that the documents carry from it directly.
    hearsay
        Statements that somebody else, or a paper, carries for it.
    unnamed
        How many of both come from sources without a name.
    women
        How many of both are known, by role or pronoun, to be a woman's.
    """

    side: str
    first_hand: int = 0
    hearsay: int = 0
    unnamed: int = 0
    women: int = 0


@dataclass(frozen=True, slots=True)
class SpokenAbout:
    """Somebody of whom the documents speak.

    Parameters
    ----------
    name
        A group of ``GROUPS``, or a person or body by its name.
    what
        ``group``, ``person`` or ``body``.
    mentions
        How often, each with the document's id and its place there.
    first_hand, hearsay
        How often it is heard itself, and how often somebody else tells what it said.
    """

    name: str
    what: str
    mentions: tuple[tuple[str, Span], ...]
    first_hand: int = 0
    hearsay: int = 0


def tallies(heard: Iterable[tuple[str, bool, bool, bool]]) -> tuple[Tally, ...]:
    """Count statements by side, the most heard first.

    Parameters
    ----------
    heard
        For each statement its side, whether it is hearsay, whether its source is unnamed, whether it is a woman's.

    Examples
    --------
    >>> heard = [("Union", False, False, True), ("Front", True, False, False), ("Union", False, True, False)]
    >>> for one in tallies(heard):
    ...     print(one.side, one.first_hand, one.hearsay, one.unnamed, one.women)
    Union 2 0 1 1
    Front 0 1 0 0
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for side, hearsay, unnamed, woman in heard:
        counts[side].update({"hearsay" if hearsay else "first_hand": 1, "unnamed": int(unnamed), "women": int(woman)})
    made = (
        Tally(side, count["first_hand"], count["hearsay"], count["unnamed"], count["women"])
        for side, count in counts.items()
    )
    return tuple(sorted(made, key=lambda one: (-one.first_hand - one.hearsay, one.side)))


def spoken_about(
    texts: Mapping[str, str],
    spoke: Sequence[tuple[str, bool]],
    registry: Registry,
    apart: Mapping[str, Sequence[Span]] | None = None,
) -> tuple[SpokenAbout, ...]:
    """Return of whom the documents speak at least twice, those never heard first, then by mentions.

    Parameters
    ----------
    texts
        The documents by their ids.
    spoke
        For each statement what its speaker is called, with all that the text says of the speaker, and whether it is
        hearsay.
    registry
        The persons whom the documents introduce.
    apart
        Paragraphs of other articles, which do not count.

    Examples
    --------
    >>> texts = {"d": "The River Front met the Union. The River Front left. Women waited; no women were asked."}
    >>> for one in spoken_about(texts, [("Union", False)], Registry(texts.values())):
    ...     print(one.name, one.what, len(one.mentions), one.first_hand)
    River Front body 2 0
    women and girls group 2 0
    """
    mentions: dict[tuple[str, str], list[tuple[str, Span]]] = defaultdict(list)
    for key, text in texts.items():
        skip = (apart or {}).get(key, ())
        for name, what, span in (*_groups(text), *_names(text, registry)):
            if not any(start < span[1] and span[0] < end for start, end in skip):
                mentions[name, what].append((key, span))
    told = [
        SpokenAbout(name, what, tuple(places), *_heard(name, what, spoke))
        for (name, what), places in mentions.items()
        if len(places) >= _LEAST
    ]
    order = {"body": 0, "group": 1, "person": 2}
    return tuple(sorted(told, key=lambda one: (one.first_hand, order[one.what], -len(one.mentions), one.name)))


def _groups(text: str) -> list[tuple[str, str, Span]]:
    return [(name, "group", match.span()) for name, pattern in _PATTERNS.items() for match in pattern.finditer(text)]


def _names(text: str, registry: Registry) -> list[tuple[str, str, Span]]:
    """Return persons by their full names, and bodies; places, which only stand after "in" or "from", are left out."""
    runs = [(bare_name(text[start:end]), (start, end)) for start, end in name_runs(text)]
    placed = Counter(name for name, (start, _) in runs if _PLACED.search(text[max(0, start - 24) : start]))
    whole = Counter(name for name, _ in runs)
    found = []
    for name, span in runs:
        people = registry.called(name) if len(name) > 2 else []
        acting = _ACTING.match(text, span[1])
        if len(people) == 1:
            found.append((people[0].name, "person", span))
        elif acting and not _PERSON_OF.match(text[span[1] : span[1] + 3]):
            found.append((f"{name} {acting['what']}", "body", span))
        elif _body(name, text, span) and 2 * placed[name] < whole[name]:
            found.append((name, "body", span))
    return found


def _body(name: str, text: str, span: Span) -> bool:
    """Tell whether a name stands for a body: by its words, or as "the Taliban" before a verb or a border."""
    if any(word in BODIES for word in name.split()):
        return True
    after = text[span[1] : span[1] + 14]
    return bool(re.search(r"\b[Tt]he $", text[max(0, span[0] - 4) : span[0]])) and bool(
        re.match(r"[.,;:”]|\s+(?:ha[sd]|have|to|and|will|would|were|was|are|is|who|that|in|on|at|since)\b", after)
    )


def _heard(name: str, what: str, spoke: Sequence[tuple[str, bool]]) -> tuple[int, int]:
    """Return how often somebody is heard, first-hand and through others."""
    pattern = _PATTERNS[name] if what == "group" else re.compile(rf"\b{re.escape(name)}\b")
    counts = Counter(hearsay for who, hearsay in spoke if pattern.search(who) and not _NOBODY.match(who))
    return counts[False], counts[True]
