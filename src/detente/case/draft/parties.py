"""Who fights and bargains with whom: the two parties, which of them holds the state, and whose troops stand by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from detente.case.draft.cast import CHALLENGER, INCUMBENT, Mention, Post
from detente.case.draft.gazetteer import state_words
from detente.case.draft.opponents import FOR_CHALLENGER, FOR_STATE, likely_pair, own_state
from detente.case.draft.scene import Passage, Scene
from detente.errors import InputError

__all__ = ["Link", "Parties", "candidates", "find_parties", "links_in"]

_NOUNS = {
    "talks": r"talks|negotiations?|dialogues?|meetings?|peace\s+process|delegations|conference|round",
    "ceasefire": r"cease-?fire|truce|armistice|cessation\s+of\s+hostilities",
    "deal": r"deal|accord|agreement|pact|treaty|memorandum|understanding",
    "war": r"war|fighting|conflict|clashes|hostilities|battles?|violence",
}
_BETWEEN = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _NOUNS.items())})\b[^.;]{{0,45}}?\bbetween\s+"
    r"(?:the\s+|\[?the\s+)?(?:[a-z-]+\s+){0,2}$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"^(?:[’']s?)?\s*(?:[a-z]+\s+){0,2},?\s*and\s+(?:also\s+)?(?:\[?the\s+)?(?:[a-z-]+\s+){0,3}(?:the\s+)?$"
)
_FOLLOWED = re.compile(
    r"^(?:[’']s?)?\s*(?:[a-z]+\s+){0,2}(?:were|are|was|is|have|had|would|will)?\s*(?:not\s+|never\s+|been\s+)*"
    r"(?:(?P<talks>talk|negotiat|meet|met\b|sat\b|sit|agree|return)|(?P<deal>sign)|"
    r"(?P<war>trad\w+\s+(?:\w+\s+)?fire|exchang\w+\s+(?:\w+\s+)?fire|clash|f[io]ught|fight|shell|accus|blam))"
)
_SHORT = re.compile(r"^\s*\((?:the\s+)?[A-Z][A-Z0-9-]{1,6}\)")
_HYPHEN = re.compile(
    rf"^\s*(?:peace\s+)?(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _NOUNS.items())})\b", re.I
)
_TO = {
    "talks": re.compile(
        r"\b(?:(?:will|would|does|do|did|shall)\s+not|won[’']t|refus\w+\s+to|agreed\s+to|ready\s+to|willing\s+to|would|will)\s+"
        r"(?:ever\s+|again\s+)?(?:hold\s+(?:\w+\s+)?talks|talk|negotiate|sit\s+down|sit|meet|speak|deal)\s+(?:to|with)\s+$"
        r"|\b(?:talks|negotiations|negotiating|talking|in\s+dialogue)\s+with\s+$"
        r"|\b(?:peace\s+talks|negotiating\s+table|table)\s+with\s+$"
    ),
    "deal": re.compile(
        r"\bsign\w*\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}(?:accord|deal|agreement|pact|treaty|truce|cease-?fire)\s+with\s+$"
    ),
    "ceasefire": re.compile(r"\b(?:truce|cease-?fire|armistice)\s+with\s+$"),
    "sharing": re.compile(
        r"\b(?:shar(?:e|ing)\s+power|power[- ]sharing|council|coalition|interim\s+\w+|"
        r"transitional\s+\w+)\s+(?:\w+\s+){0,3}?with\s+$"
    ),
    "war": re.compile(
        r"\b(?:attack|fight|fought|shell|bomb|ambush|overthrow|overran|defeat|rout|battl)\w*\s+(?:against\s+|with\s+)?$"
    ),
}
_THE = re.compile(r"(?:\[?the\s+)?(?:[a-z-]+\s+){0,1}$")
_NEGOTIATES = re.compile(r"^(?:[’']s?)?\s+(?:[a-z]+\s+)?(?:negotiators?|delegation|delegates)\b")
_WEIGHTS = {"talks": 3, "sharing": 3, "war": 2, "ceasefire": 2, "deal": 1, "negotiators": 2, "side by side": 1}
_WAR_WORDS = re.compile(
    r"\b(?:cease-?fire|truce|peace\s+(?:talks|deal|process|agreement|accord)|rebels?|insurgents?|militants?|guerrillas?|soldiers?|"
    r"troops|militias?|fighters|shelling|gunmen|hostages|front\s?line|separatists?|army|prisoners\s+of\s+war|offensive|"
    r"air\s?strikes?|stop\s+(?:firing|shooting)|war(?!\s+of\s+words)|"
    r"lay\s+down\s+(?:\w+\s+)?(?:weapons|arms)|mortar|minefields?|civil\s+war|hostilities|commanders?|power[- ]sharing|"
    r"border\s+war|casualties|fighting|clashes|junta|disarm\w*|landmines|rifles|blockade|secessionists?|insurgency|"
    r"gunfire|ambush\w*|(?:took|taken)\s+up\s+arms|under\s+arms|armies|shooting|barracks|car\s+bomb|deserters|"
    r"prisoners)\b",
    re.IGNORECASE,
)
_TROOPS = re.compile(
    r"^(?:[’']s?)?\s*(?:remaining\s+|last\s+)?(?:[\d,]+\s+)?(?:troops|forces|soldiers|military|marines|peacekeepers)\b"
)
_MOVES = re.compile(
    r"\b(?:withdraw\w*|pull(?:ed|ing)?\s+(?:\w+\s+){0,2}(?:out|back)|leave|leaves|leaving|left|stay|stays|remain|redeploy|deploy\w*|"
    r"bring\s+home|keep|deadline)\b"
)
_ITS = re.compile(
    r"\b(?:its|their)\s+(?:remaining\s+|last\s+)?(?:[\d,]+\s+)?(?:troops|forces|soldiers|marines|peacekeepers)\b"
)
_FROM = re.compile(r"\b(?:troops|soldiers|peacekeepers)\s+from\s+$")
_KEEPS = re.compile(
    r"^,?\s+(?:which|who)?\s*(?:keeps|has|stations|maintains|deployed|sent)\s+(?:[\w,]+\s+){0,3}(?:soldiers|troops|peacekeepers)\b|"
    r"^[^.;]{0,40}\bto\s+(?:keep|leave|send|withdraw|pull)\b[^.;]{0,30}\b(?:soldiers|troops|forces)\b"
)
_ARMED_AFTER = re.compile(r"^(?:[’']s?)?\s+(?:fighters|rebels|commanders?|militants|insurgents|guerrillas)\b")
_STATE_AFTER = re.compile(
    r"^(?:[’']s?)?\s+(?:[a-z]+\s+)?(?:government|army|president|ministry|parliament|cabinet|President)\b"
)


@dataclass(frozen=True, slots=True)
class Link:
    """Two groups that a passage joins, and how."""

    kind: str
    one: str
    other: str
    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides, as far as the texts tell.

    Parameters
    ----------
    incumbent, challenger
        Their labels.
    also
        Further names of the incumbent ("Republic" beside "Northfork").
    sides_told
        Whether the texts tell who holds the state; else the order is an assumption.
    patrons
        Whose troops stand by, and the passages that show it.
    links
        All that joins groups.
    """

    incumbent: str
    challenger: str
    also: tuple[str, ...]
    sides_told: bool
    patrons: dict[str, tuple[Passage, ...]]
    links: tuple[Link, ...]


def links_in(passage: Passage) -> list[Link]:
    """Return the pairs of groups that a sentence joins: in talks, in a truce, in a deal, at war, in shared power."""
    found = []
    for one, other in zip(passage.mentions, passage.mentions[1:], strict=False):
        if one.group == other.group:
            continue
        kind = _joined(passage, one, other)
        if kind:
            found.append(Link(kind, one.group, other.group, passage, one.start, other.end))
    return found


def _joined(passage: Passage, one: Mention, other: Mention) -> str | None:
    text, base = passage.text, passage.start
    before, gap = text[: one.start - base], _SHORT.sub("", text[one.end - base : other.start - base])
    after = _SHORT.sub("", text[other.end - base :])
    if _AND.match(gap):
        between = _BETWEEN.search(before)
        if between:
            return next(kind for kind in _NOUNS if between[kind])
        followed = _FOLLOWED.match(after)
        return next((kind for kind in ("talks", "deal", "war") if followed[kind]), None) if followed else None
    if gap in ("-", "–") and (noun := _HYPHEN.match(after)):
        return next(kind for kind in _NOUNS if noun[kind])
    if len(gap) > 150 or re.search(r"[.;]\s", gap):
        return None
    bare = gap[: _THE.search(gap).start()] if _THE.search(gap) else gap  # type: ignore[union-attr]
    for kind, pattern in _TO.items():
        if pattern.search(bare) or pattern.search(f"{bare.rstrip()} "):
            return kind
    return None


def candidates(scene: Scene) -> list[str]:
    """Groups that the texts name, the most named first: who the parties could be.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> candidates(Scene(read_texts([Document("d", "The Afghan government met the Taliban. The Taliban left.")])))
    ['Taliban', 'Afghanistan']
    """
    count: Counter[str] = Counter(one.group for passage in scene.passages for one in passage.mentions)
    return [group for group, _ in count.most_common() if group != CHALLENGER]


def _named(scene: Scene, name: str) -> str:
    """Return the group that a person means by a name: one of the texts', or one of this very name."""
    if name.lower().removeprefix("the ") in ("government", "state"):
        return INCUMBENT
    known = {one.group for passage in scene.passages for one in passage.mentions}
    meant = scene.cast.group_in(name)
    if meant in known:
        return meant
    scene.cast.groups[name] = name
    scene.see()
    return name


def find_parties(scene: Scene, named: tuple[str, str] | None = None) -> Parties:
    """Find the parties of a conflict, unite their names, and say which of them holds the state.

    Parameters
    ----------
    scene
        The documents.
    named
        Who they are, as a person says: first who holds the state, then who fights it.

    Raises
    ------
    InputError
        Where the texts show no two parties; it names what was found and what to do.
    """
    if named is not None:
        incumbent, challenger = (_named(scene, name) for name in named)
        if incumbent == challenger:
            raise InputError(f"--parties: {named[0]} and {named[1]} are one and the same; name two")
        return _settled(scene, incumbent, challenger, True)
    words = {match.group().lower() for one in scene.passages for match in _WAR_WORDS.finditer(one.text)}
    links = [link for passage in scene.passages for link in links_in(passage)] + _negotiators(scene)
    troops = _troops(scene)
    pair = _pair(scene, links, set(troops), len(words)) if len(words) >= 2 else None
    if pair is None:
        raise _no_parties(scene, len(words) >= 2)
    challenger, incumbent, told = _sides(scene, *pair)
    home = _home(scene, challenger)
    if home is not None and scene.cast.is_state(incumbent):
        incumbent = home
    return _settled(scene, incumbent, challenger, told)


def _home(scene: Scene, group: str) -> str | None:
    """Return the state that a group is of by its name ("Syrian Democratic Forces"), if the texts name it by itself."""
    if scene.cast.is_state(group):
        return None
    pattern, whose = state_words()
    states = {whose[match.group()] for match in pattern.finditer(group)}
    named = {one.group for passage in scene.passages for one in passage.mentions}
    return states.pop() if len(states) == 1 and states <= named else None


def _settled(scene: Scene, incumbent: str, challenger: str, told: bool) -> Parties:
    """Unite the parties' names in the texts, and see whose troops stand by."""
    links = [link for passage in scene.passages for link in links_in(passage)] + _negotiators(scene)
    troops = _troops(scene)
    also = _also(scene, links, incumbent, challenger, set(troops))
    state = next((one for one in also if scene.cast.is_state(one)), None)
    if state is not None and not scene.cast.is_state(incumbent):
        also, incumbent = (*(one for one in also if one != state), incumbent), state
    if incumbent == INCUMBENT:
        incumbent = own_state(scene, {challenger, *troops}) or INCUMBENT
    head = scene.cast.head()
    if incumbent == INCUMBENT and head is not None:
        scene.cast.posts[head] = Post(INCUMBENT, "head of government")
    scene.incumbent = incumbent
    scene.cast.merged |= {CHALLENGER: challenger, INCUMBENT: incumbent} | dict.fromkeys(also, incumbent)
    scene.see()
    links = [link for passage in scene.passages for link in links_in(passage)]
    patrons = {who: found for who, found in _troops(scene).items() if who not in (incumbent, challenger)}
    return Parties(incumbent, challenger, also, told, patrons, tuple(links))


def _negotiators(scene: Scene) -> list[Link]:
    """Two groups whose negotiators the texts name talk with each other."""
    found: dict[str, tuple[Passage, Mention]] = {}
    for passage in scene.passages:
        for one in passage.mentions:
            after = passage.text[one.end - passage.start :]
            if _NEGOTIATES.match(after) and not one.group.startswith("*"):
                found.setdefault(one.group, (passage, one))
    held = {post.group for post in scene.cast.posts.values() if "negotiator" in post.role and not post.past}
    for group in held - set(found):
        passage = next((p for p in scene.passages if any(m.group == group for m in p.mentions)), None)
        if passage is not None:
            found[group] = passage, next(m for m in passage.mentions if m.group == group)
    if len(found) != 2:
        return []
    (one, (passage, mention)), (other, _) = found.items()
    return [Link("negotiators", one, other, passage, mention.start, mention.end)]


def _troops(scene: Scene) -> dict[str, tuple[Passage, ...]]:
    """Whose troops leave, stay or come, with the passages that say so."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in scene.passages:
        text, base = passage.text, passage.start
        for one in passage.mentions:
            after = text[one.end - base :]
            near = text[max(0, one.start - base - 60) : one.end - base + 80]
            own = bool(_TROOPS.match(after)) and bool(_MOVES.search(near))
            its = _ITS.search(after[:60])
            own |= bool(its and not re.search(r"[.;]", after[: its.start()]) and _MOVES.search(near))
            own |= bool(_KEEPS.match(after))
            own |= bool(_FROM.search(text[: one.start - base]) and _MOVES.search(near))
            if own and not one.group.startswith("*") and passage not in found[one.group]:
                found[one.group].append(passage)
        its = _ITS.search(text)
        if its and _MOVES.search(text) and not any(passage in passages for passages in found.values()):
            name = scene.carrier(passage, (base + its.start(), base + its.end()))
            speaker = scene.cast.group_in(scene.statements[name].speaker)  # "her government ... its soldiers"
            if speaker is not None and not speaker.startswith("*"):
                found[speaker].append(passage)
    return {who: tuple(passages) for who, passages in found.items()}


def _pair(scene: Scene, links: list[Link], troops: set[str], words: int) -> tuple[str, str] | None:
    """The pair that is joined most; one with troops that leave counts for less, as a patron's deal would."""
    weight: Counter[tuple[str, str]] = Counter()
    for link in links:
        pair = tuple(sorted((link.one, link.other)))
        outside = any(one in troops or scene.cast.is_organisation(one) for one in pair)
        weight[pair[0], pair[1]] += (1 if outside else 4) * _WEIGHTS[link.kind]
    named: Counter[tuple[str, str]] = Counter()
    for (one, other), count in weight.items():
        for_one, for_other = _resolved(one, weight, other), _resolved(other, weight, one)
        if for_one and for_other and for_one != for_other:
            named[for_one, for_other] += count
    best = max(named.items(), key=lambda item: (item[1], item[0]), default=None)
    if best is None or (set(best[0]) & troops and _rival_states(scene, best[0], troops)):
        return likely_pair(scene, troops, words)
    return best[0]


def _rival_states(scene: Scene, pair: tuple[str, str], troops: set[str]) -> bool:
    """Whether a state that is not of a pair has negotiators or an army in the texts: then the pair may be no dyad."""
    return any(
        scene.cast.is_state(one.group)
        and one.group not in (*pair, *troops)
        and _STATE_AFTER.match(passage.text[one.end - passage.start :])
        for passage in scene.passages
        for one in passage.mentions
    )


def _resolved(label: str, weight: Counter[tuple[str, str]], other: str) -> str | None:
    """Return whom "the militant group" most often stands for: whoever else the other group is joined with."""
    if not label.startswith("*"):
        return label
    partners: Counter[str] = Counter()
    for pair, count in weight.items():
        if other in pair:
            partner = pair[0] if pair[1] == other else pair[1]
            if not partner.startswith("*"):
                partners[partner] += count
    unnamed = INCUMBENT if label == INCUMBENT else None  # a government may stay without a name, rebels may not
    return partners.most_common(1)[0][0] if partners else unnamed


def _sides(scene: Scene, one: str, other: str) -> tuple[str, str, bool]:
    """Return challenger, incumbent, and whether the texts tell."""
    score = {one: 0, other: 0}
    for group in score:
        score[group] += 3 * bool(FOR_CHALLENGER.search(group)) - 3 * bool(FOR_STATE.search(group))
        score[group] -= 3 * (scene.cast.is_state(group) or group == INCUMBENT)
        for passage in scene.passages:
            for mention in passage.mentions:
                if mention.group == group:
                    after = passage.text[mention.end - passage.start :]
                    score[group] += bool(_ARMED_AFTER.match(after)) - bool(_STATE_AFTER.match(after))
    first, second = sorted(score, key=lambda group: (-score[group], group))
    return first, second, score[first] - score[second] >= 3


def _also(scene: Scene, links: list[Link], incumbent: str, challenger: str, troops: set[str]) -> tuple[str, ...]:
    """Further names of the incumbent: whoever else looks like a state and faces the same challenger at a table."""
    faced = set()
    for link in links:
        pair = {link.one, link.other}
        if challenger in pair and link.kind in ("talks", "sharing", "negotiators"):
            faced |= pair - {challenger, incumbent, CHALLENGER, INCUMBENT}
    alike = {one for one in faced if FOR_STATE.search(one) or scene.cast.is_state(one)}
    seats = {one for one in alike if one in troops or scene.cast.is_organisation(one)}
    atlas = scene.cast.made_up
    return tuple(sorted(one for one in alike - seats if one in atlas or not scene.cast.is_state(one)))


def _no_parties(scene: Scene, war: bool) -> InputError:
    count: Counter[str] = Counter(one.group for passage in scene.passages for one in passage.mentions)
    named = [group for group, _ in count.most_common(6) if not group.startswith("*")]
    found = f"they name {', '.join(named)}" if named else "they name no state and no armed group"
    files = ", ".join(scene.documents)
    why = "nobody who talks, signs or fights with somebody else" if war else "no war, truce or peace talks"
    return InputError(
        f"{files}: found no two parties: {found}, and {why}; "
        "add a report that names both sides, say who they are (--parties 'GOVERNMENT, REBELS'), or start from the "
        "commented case of `detente new NAME`"
    )
