"""Who stands around the parties: neighbours, hosts, mediators, publics at home, and those who have no seat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.case.draft.findings import Finding
from detente.case.draft.parties import Parties
from detente.case.draft.scene import Passage, Scene

__all__ = ["find_around", "named_as_mediator"]

_NEIGHBOURS = re.compile(r"\bneighbo(?:u)?rs?(?:ing\s+\w+)?\s*,?\s*(?:including|such\s+as|like|among\s+them)\b")
_TIES = re.compile(
    r"\b(?:ties\s+(?:to|with)|shelter(?:s|ed|ing)?|back(?:s|ed|ing)|support(?:s|ed|ing)?|arm(?:s|ed|ing)|harbou?r(?:s|ed|ing)?|"
    r"fund(?:s|ed|ing)|host(?:s|ed|ing))\b"
)
_MEET = re.compile(
    r"\b(?:meet|met|meets|meeting|talks?|gather\w*|negotiat\w+|dialogues?|conference|delegates|delegations)\b[^.;]{0,45}?\b(?:in|at)\s+$"
)
_BORDER = re.compile(r"\bborder\b")
_MEDIATES = ("mediator", "special envoy", "envoy", "special representative")
_AT_HOME = re.compile(
    r"\b(?:domestic(?:ally)?\s+(?:\w+\s+)?(?:criticism|pressure|audience|opposition)|public\s+opinion|at\s+home|voters|opinion\s+polls?)\b"
)
_ABSENT = re.compile(
    r"\b(?:women\s+and\s+girls|girls\s+and\s+women|women|girls|minorit(?:y|ies)|civil\s+society|displaced\s+people|victims)\b"
)


def find_around(scene: Scene, parties: Parties) -> Iterator[Finding]:
    """Yield neighbours, mediators, publics and absent groups, each with the statement that names it."""
    taken = {parties.incumbent, parties.challenger, *parties.patrons}
    yield from _mediators(scene, parties)
    for passage in scene.passages:
        yield from _neighbours(scene, parties, passage, taken)
        yield from _publics(scene, parties, passage)
        yield from _absent(scene, passage)


def _made(scene: Scene, kind: str, name: str, words: str, **data: object) -> Finding:
    return Finding(kind, name, words, scene.statement(name).known, data)  # type: ignore[arg-type]


def _neighbours(scene: Scene, parties: Parties, passage: Passage, taken: set[str]) -> Iterator[Finding]:
    text, base = passage.text, passage.start
    listed = _NEIGHBOURS.search(text)
    for one in passage.mentions:
        if one.group in taken or not scene.cast.is_state(one.group):
            continue
        span = (one.start, one.end)
        before, after = text[: one.start - base], text[one.end - base :]
        post = next((p for p in scene.cast.posts.values() if p.group == one.group and not p.past), None)
        ties = _TIES.search(after[:160])
        leans = None
        if ties:
            behind = [
                m.group
                for m in passage.mentions
                if m.start >= one.end + ties.end() and m.start <= one.end + ties.end() + 25
            ]
            leans = behind[0] if behind and behind[0] in (parties.challenger, parties.incumbent) else None
        hosts = bool(_MEET.search(before)) or bool(re.match(r"\s+(?:hosts|hosted|is\s+hosting)\b", after))
        beside = bool(listed and listed.end() <= one.start - base <= listed.end() + 60)
        beside |= bool(re.search(r"\bneighbou?ring\s+$", before, re.IGNORECASE))
        beside |= bool(re.match(r"\s+and\s+(?:\w+\s+)?neighbou?rs\b", after))
        border = bool(_BORDER.search(text)) and bool(re.match(r"[’']s\b", after))
        if not (leans or hosts or beside or border or (post and post.role not in _MEDIATES)):
            continue
        name = scene.carrier(passage, span)
        words = f"{one.group} is a neighbour" + (f" that leans towards {scene.called(leans)}" if leans else "")
        words += "; the parties meet there" if hosts else ""
        yield _made(scene, "neighbour", name, words, group=one.group, leans=leans, hosts=hosts)


def _mediators(scene: Scene, parties: Parties) -> Iterator[Finding]:
    for person in scene.cast.registry.people.values():
        post = scene.cast.post(person.name)
        role = post.role if post else scene.cast.role.get(person.name, "")
        if named_as_mediator(scene, person.name):
            post, role = None, "mediator"
        if role not in _MEDIATES or (post and (post.past or post.group in (parties.incumbent, parties.challenger))):
            continue
        if post is None and role != "mediator":
            continue
        passage = next((one for one in scene.passages if person.name in one.text), None)
        if passage is None:
            continue
        start = passage.start + passage.text.index(person.name)
        name = scene.carrier(passage, (start, start + len(person.name)))
        of = post.group if post and post.group in parties.patrons else None
        words = f"{person.name} ({role}{f' of {scene.called(of)}' if of else ''}) goes between the parties"
        yield _made(scene, "mediator", name, words, person=person.name, role=role, of=of)


def named_as_mediator(scene: Scene, person: str) -> bool:
    """Whether a person is called the mediator, or talks are said to be mediated by them ("mediated by the judge X")."""
    name = re.escape(person)
    pattern = re.compile(
        rf"\bmediat\w+\s+by\s+[^.;]{{0,60}}\b{name}\b|\b[Tt]he\s+mediator\b[^.;]{{0,40}}\b{name}\b|\b{name},\s+the\s+mediator\b"
    )
    return any(pattern.search(passage.text) for passage in scene.passages)


def _publics(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    match = _AT_HOME.search(passage.text)
    if match is None:
        return
    near = {one.group for one in passage.mentions if one.group in parties.patrons}
    for person, post in scene.cast.posts.items():
        if post.group in parties.patrons and not post.past and person.split()[-1] in passage.text:
            near.add(post.group)
    if len(near) == 1:
        patron = near.pop()
        name = scene.carrier(passage, (passage.start + match.start(), passage.start + match.end()))
        yield _made(scene, "public", name, f"the public of {scene.called(patron)} weighs on it", patron=patron)


def _absent(scene: Scene, passage: Passage) -> Iterator[Finding]:
    match = _ABSENT.search(passage.text)
    if match is None:
        return
    name = scene.carrier(passage, (passage.start + match.start(), passage.start + match.end()))
    who = " ".join(match.group().lower().split())
    who = "women and girls" if re.search(r"\b(?:women|girls)\b", who) else who
    yield _made(scene, "absent", name, f"{who} are spoken of and have no seat", who=who)
