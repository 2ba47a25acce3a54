"""Who fights whom where no sentence joins the two: the group told of as armed, and the state that has a government.

Clues add up, and a name is taken only where they are clear: at least `_LEAST` of them, and twice those of any other.
"""

from __future__ import annotations

import re
from collections import Counter

from detente.case.draft.cast import CHALLENGER, INCUMBENT, Mention
from detente.case.draft.scene import Passage, Scene

__all__ = ["FOR_CHALLENGER", "FOR_STATE", "likely_pair", "own_state"]

FOR_CHALLENGER = re.compile(
    r"\b(?:Front|Movement|Liberation|Salvation|People[’']s|Rebels|Resistance|Brotherhood|Militia|Insurgen\w+|"
    r"Brigades?|Faction)\b"
)
"""In the names of those who fight a state."""
FOR_STATE = re.compile(r"\b(?:Republic|Kingdom|Emirate|Federation|Command|Army|State|Government)\b")
"""In the names of those who hold one."""
_LEAST, _MANY, _TWICE = 3, 3, 2
_INITIALS = re.compile(r"[A-Z]{2,6}(?:-[A-Z]+)?|M\d{2}")
_TALK_WORDS = re.compile(
    r"\b(?:cease-?fire|truce|talks|negotiat\w+|pause|hold\s+their\s+fire|peace|mediators?|amnesty|signed|accord|agreement)\b",
    re.IGNORECASE,
)
_ARMED = (
    r"rebels?|insurgents?|militants?|guerrillas?|separatists?|secessionists?|fighters|gunmen|militia(?:men)?|"
    r"commanders?"
)
_IS_ARMED = re.compile(rf"^(?:[’']s?)?\s+(?:[\d,]+\s+)?(?:{_ARMED})\b", re.IGNORECASE)
_ARMED_OF = re.compile(rf"\b(?:{_ARMED}|faction|forces)\s+(?:of|from|in|with)\s+(?:the\s+)?$", re.IGNORECASE)
_ARMED_THEMSELVES = re.compile(rf"^(?:{_ARMED})\s+(?:of|from|in|with)\b", re.IGNORECASE)
_BREAKS_AWAY = re.compile(
    r"\b(?:self-(?:styled|declared|proclaimed)|breakaway|rebel|armed|outlawed|banned|separatist|insurgent)\s+(?:group\s+)?$",
    re.IGNORECASE,
)
_COMMANDED = re.compile(r"\bwho\s+(?:commands|leads|heads)\s+(?:the\s+)?$")
_TOLD_OF = re.compile(
    r"^\s+(?:took|taken)\s+up\s+arms\b|"
    r"^(?:\s*\([^)]{2,12}\))?,\s+(?:(?:which|who)\s+(?:(?:has|have|had)\s+)?(?:\w+\s+)?(?:fought|fight\w*|tak\w+\s+up\s+arms|"
    r"declared\s+independence|run|controls?|holds?|seized|bro[kc]\w+)|(?:a|an|the|one)\s+(?:[\w-]+\s+){0,3}"
    r"(?:rebel|armed|insurgent|militia|guerrilla|separatist|of\s+the\s+groups\s+fighting))\b"
)
_TAKES = re.compile(
    r"^(?:\s*\([^)]{2,12}\))?\s+(?:has\s+|had\s+|now\s+)?(?:took|taken|captured|overran|seized|holds|controls|disarmed)\b"
)
_ITS_FIGHTERS = re.compile(
    r"\b(?:its|their|his|her|’s|'s)\s+(?:[\d,]+\s+)?(?:fighters|guerrillas|gunmen|rifles|commander)\b"
)
_WANTS = re.compile(r"^\s+(?:wants?|demands?|seeks?|insists?|has\s+demanded)\b")
_FACED = re.compile(r"\b(?:talks?|talking|negotiat\w+|truce|cease-?fire|dialogue)\s+(?:to|with)\s+(?:the\s+)?$")
_AND = re.compile(
    r"^(?:[’']s?)?(?:\s*\([^)]{2,12}\))?\s*(?:government|army|authorities|junta|side|officials|troops)?\s*"
    r"(?:\([^)]{2,12}\)\s*)?,?\s*and\s+(?:(?:for|with|of)\s+)?(?:the\s+|a\s+)?(?:\w+-led\s+)?$"
)
_GOVERNS = re.compile(
    r"^(?:[’']s?)?\s+(?:[a-z]+\s+)?(?:government|army|military|generals|parliament|cabinet|junta|lawmakers|soldiers|"
    r"(?:vice-)?president|(?:[a-z]+\s+)?minist(?:er|ry)\b|defen[cs]e\s+secret|chief\s+negotiator)"
)
_GOVERNS_OF = re.compile(
    r"\b(?:government|army|president|parliament|lawmakers|junta|prime\s+minister|(?:Republic|Kingdom|Sultanate))\s+(?:of|in)\s+"
    r"(?:the\s+)?$"
)
_JUNTA = re.compile(r"\b[Tt]he\s+(?:junta|generals|regime)\b")
_GOVERNMENT_OF = re.compile(r"^(?:the\s+)?(?:\w+\s+)?(?:government|regime|junta)\s+(?:of|in)\b", re.IGNORECASE)
_AT_HOME = re.compile(
    r"\b(?:in\s+the\s+(?:far\s+)?(?:north|south|east|west)\s+of|borders\s+of|minister\s+of|leave|quit)\s+$"
)
_ABROAD = re.compile(
    r"\b(?:neighbou?ring|backed\s+by|from|envoys?\s+(?:from|of)|road\s+to|hosted\s+by)\s+$", re.IGNORECASE
)


def likely_pair(scene: Scene, troops: set[str], words: int) -> tuple[str, str] | None:
    """Return the state and the armed group that the texts tell of, where both are clear.

    Parameters
    ----------
    scene
        The documents.
    troops
        Whose troops stand by: patrons, not parties.
    words
        How many words of war there are: with many, one clue less is enough where there is one group alone.
    """
    if not any(_TALK_WORDS.search(passage.text) for passage in scene.passages):
        return None
    score = _armed(scene, troops)
    armed = _clearest(score, _LEAST - (len(score) == 1 and words >= _MANY)) or _only_group(scene)
    if armed is None:
        return None
    ruling = own_state(scene, troops | {armed})
    if ruling is None:
        named = {one.group for passage in scene.passages for one in passage.mentions}
        state = [one for one in named if FOR_STATE.search(one) and one != armed and "Command" not in one]
        ruling = state[0] if len(state) == 1 else None
        junta = any(_JUNTA.search(passage.text) for passage in scene.passages)
        if ruling is None and not state and (INCUMBENT in named or junta or scene.cast.head()):
            ruling = INCUMBENT
        elif ruling is None and not state:
            ruling = _most_named(scene, troops | {armed})
    return (ruling, armed) if ruling is not None else None


def _only_group(scene: Scene) -> str | None:
    """Return the one group with an armed group's name or initials that is named three times, or twice with a voice."""
    named = Counter(
        one.group
        for passage in scene.passages
        for one in passage.mentions
        if not one.group.startswith("*") and not _is_state(scene, one.group)
    )
    spoken = {scene.cast.group_in(one.speaker) for one in scene.statements.values()}
    alike = Counter(
        {
            group: count
            for group, count in named.items()
            if count >= (_TWICE if group in spoken else _LEAST)
            and (FOR_CHALLENGER.search(group) or _INITIALS.fullmatch(group))
        }
    )
    return _clearest(alike, _TWICE)


def own_state(scene: Scene, others: set[str]) -> str | None:
    """Return the state in which the texts play: the one whose government, army or president they speak of.

    Parameters
    ----------
    scene
        The documents.
    others
        Who it is not.
    """
    strong: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    for passage in scene.passages:
        for one in passage.mentions:
            if one.group in others or not scene.cast.is_state(one.group):
                continue
            before, after = _around(passage, one)
            governed = _GOVERNS.match(after) or _GOVERNS_OF.search(before) or _GOVERNMENT_OF.match(_own(passage, one))
            strong[one.group] += bool(governed)
            weak[one.group] += bool(_AT_HOME.search(before)) - bool(_ABROAD.search(before))
    strong = Counter({one: 2 * count + weak[one] for one, count in strong.items() if count})
    if strong:
        return _clearest(strong, 1)
    home = [one for one, count in weak.items() if count > 0]
    return home[0] if len(home) == 1 else None


def _most_named(scene: Scene, others: set[str]) -> str | None:
    """Return the state that is named most by far: a report on one country may speak of it by its name alone."""
    named = Counter(one.group for passage in scene.passages for one in passage.mentions)
    return _clearest(
        Counter({one: count for one, count in named.items() if scene.cast.is_state(one) and one not in others}),
        _LEAST - 1,
    )


def _armed(scene: Scene, troops: set[str]) -> Counter[str]:
    """Count the clues that a group is one that fights a state, each kind of clue once."""
    clues: dict[str, set[str]] = {}
    for passage in scene.passages:
        for place, one in enumerate(passage.mentions):
            if one.group.startswith("*") or _is_state(scene, one.group):
                continue
            found = clues.setdefault(one.group, set())
            found |= _clues(passage, one)
            beside = [*passage.mentions[max(0, place - 1) : place], *passage.mentions[place + 1 : place + 2]]
            found |= {"faced" for other in beside if _side_by_side(scene, passage, one, other)}
    called = any(one.group == CHALLENGER for passage in scene.passages for one in passage.mentions)
    score: Counter[str] = Counter()
    for group, found in clues.items():
        named = bool(FOR_CHALLENGER.search(group))
        if not named and not found & _OF_ARMS:
            continue
        roles = {post.role for post in scene.cast.posts.values() if post.group == group}
        score[group] = sum(_WORTH[clue] for clue in found) + 2 * named - 2 * (group in troops)
        score[group] += 2 if "commander" in roles else bool(roles)
    if called and len(score) == 1:
        score.update(score.keys())  # rebels are told of, and there is one name
    return score


_WORTH = {"armed": 2, "breaks away": 2, "told of": 2, "takes": 1, "fighters": 1, "faced": 2, "wants": 1}
"""What each kind of clue counts."""
_OF_ARMS = frozenset({"armed", "breaks away", "told of", "takes", "fighters"})
"""Without one of these it may be a party in a parliament."""


def _clues(passage: Passage, one: Mention) -> set[str]:
    before, after = _around(passage, one)
    own = _own(passage, one)
    found = {
        "armed": _IS_ARMED.match(after) or _ARMED_OF.search(before) or _ARMED_THEMSELVES.match(own),
        "breaks away": _BREAKS_AWAY.search(before),
        "told of": _TOLD_OF.match(after) or _COMMANDED.search(before),
        "takes": _TAKES.match(after),
        "fighters": _ITS_FIGHTERS.search(after[:120]),
        "faced": _FACED.search(before),
        "wants": _WANTS.match(after),
    }
    return {clue for clue, match in found.items() if match}


def _side_by_side(scene: Scene, passage: Passage, one: Mention, other: Mention) -> bool:
    """Whether a group and a government stand beside each other with an "and" between them."""
    if other.group != INCUMBENT and not scene.cast.is_state(other.group):
        return False
    first, second = (one, other) if one.start < other.start else (other, one)
    return bool(_AND.match(passage.text[first.end - passage.start : second.start - passage.start]))


def _is_state(scene: Scene, group: str) -> bool:
    return scene.cast.is_state(group) or scene.cast.is_organisation(group)


def _around(passage: Passage, one: Mention) -> tuple[str, str]:
    """Return what stands before and behind a name, or behind the bracket that ends after it."""
    return passage.text[: one.start - passage.start], passage.text[one.end - passage.start :].removeprefix(")")


def _own(passage: Passage, one: Mention) -> str:
    return passage.text[one.start - passage.start : one.end - passage.start]


def _clearest(score: Counter[str], least: int = _LEAST) -> str | None:
    """Return whose score is at least so high, and twice that of any other."""
    ranked = score.most_common(2)
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and 2 * ranked[1][1] > ranked[0][1]):
        return None
    return ranked[0][0]
