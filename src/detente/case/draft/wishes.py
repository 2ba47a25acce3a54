"""What groups propose and where they stand, by the lexicon's words for each issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.case.draft.findings import Finding
from detente.case.draft.lexicon import LEXICON, Reading, issues_in
from detente.case.draft.parties import Parties
from detente.case.draft.scene import Passage, Scene
from detente.evidence.names import bare_name, name_runs
from detente.evidence.sentences import overlap

__all__ = ["find_wishes"]

_OFFERS = re.compile(
    r"\b(?:propos\w+|offer(?:s|ed|ing)?|suggest\w*|put(?:s|ting)?\s+forward|tabled?|recommend\w*)\b", re.IGNORECASE
)
_OFFERED = re.compile(rf"\s*(?:has\s+|have\s+|had\s+)?{_OFFERS.pattern}", re.IGNORECASE)
_WANTS = re.compile(
    r"(?:,?\s+(?:which|who|that))?\s+(?:has\s+|have\s+)?(?:long\s+)?(?:wants?|wanted|seeks?|sought|demand(?:s|ed))\s+(?P<what>[^,;.]+)"
)
_PLAN = re.compile(
    r"\b(?:plan|proposal|draft|text|blueprint|road\s?map|offer)\s+(?:(?:\w+\s+)?(?:put\s+forward|proposed|tabled|drafted|presented|floated|offered)\s+)?"
    r"by\s+(?:the\s+)?"
)
_AGAINST = re.compile(
    r"\b(?:reject|oppos|rul(?:e[ds]?|ing)\s+out|dismiss|den(?:y|ie)|refus|condemn|criticis|criticiz|fear|doubt|warn|accus|renounc)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|never|nobody|without|neither|nor|against|cannot)\b|n[’']t\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"\b(?:only\s+(?:if|when|after)|unless|out\s+of\s+the\s+question|ruled\s+out|impossible|unacceptable|not\s+be|never)\b",
    re.IGNORECASE,
)
_GIVEN_UP, _ARMS = re.compile(r"\bg[ia]ven?\s+up\s+(?:\w+\s+)?$"), re.compile(r"arm|weapon|gun|rifle")
_NOT_STATED = ("denial", "refusal", "evasion")


def find_wishes(scene: Scene, parties: Parties) -> Iterator[Finding]:
    """What speakers propose and where they stand, by the lexicon's words for each issue."""
    speaking = {parties.incumbent, parties.challenger, *parties.patrons}
    for document in scene.documents.values():
        names = [
            name
            for name, one in scene.statements.items()
            if one.document == document.document.id and one.kind != "report"
        ]
        offsets = {scene.statements[name].offsets: name for name in names}
        for said in document.said:
            name = offsets.get(said.attribution.content or said.attribution.cue)
            if name is None or scene.statements[name].negated or said.manner.kind in _NOT_STATED:
                continue
            by = scene.cast.group_in(scene.statement(name).speaker)
            cue = document.quoted(said.attribution.cue)
            if by not in speaking or _AGAINST.search(cue):
                continue
            content = document.quoted(said.attribution.content)
            yield from _wish(scene, name, by, content, bool(_OFFERS.search(cue)))
    for passage in scene.passages:
        plan = _PLAN.search(passage.text)
        by = _author(scene, passage, plan.end()) if plan else None
        if by is not None and (by in speaking or not by.startswith("*")):
            for finding in _wish(scene, scene.carrier(passage), by, passage.text, True):
                if finding.kind == "proposal" or by in speaking:
                    yield finding
    for passage in scene.passages:  # a headline that nobody is credited with: "The Union offers Northfork a council"
        first = passage.mentions[0] if passage.mentions else None
        offer = _OFFERED.match(passage.text[first.end - passage.start :]) if first else None
        if first is None or offer is None or first.group not in speaking:
            continue
        name = scene.carrier(passage)
        if scene.statements[name].kind == "report":
            clause = re.split(r";|,\s+(?:and|but|while)\s", passage.text)[0]
            yield from _wish(scene, name, first.group, clause, True)
    yield from _wants(scene, speaking)


def _wants(scene: Scene, speaking: set[str]) -> Iterator[Finding]:
    """What a report says in its own voice that a group wants ("the Movement, which wants the valley to secede")."""
    for passage in scene.passages:
        said = [one.attribution for one in scene.documents[passage.document].said]
        for mention in passage.mentions:
            wish = _WANTS.match(passage.text, mention.end - passage.start)
            if wish is None or mention.group not in speaking:
                continue
            span = passage.absolute(*wish.span())
            read = [part for one in said for part in (*one.cue, *one.content)]
            if not any(overlap(part, span) for part in read):
                yield from _wish(scene, scene.carrier(passage, span), mention.group, wish["what"], False)


def _affirmed(reading: Reading, content: str) -> bool:
    """Whether words place a wish and nothing shortly before takes it back ("never share power")."""
    match = reading.pattern.search(content)
    before = content[max(0, match.start() - 30) : match.start()] if match else ""
    if match is None or _NEGATED.search(before) or (_GIVEN_UP.search(before) and not _ARMS.search(match.group())):
        return False
    return not _TAKEN_BACK.search(content[match.end() : match.end() + 50])


def _author(scene: Scene, passage: Passage, place: int) -> str | None:
    """Return the group that is named at a place of a sentence, or for which the person named there speaks."""
    named = next((one.group for one in passage.mentions if one.start - passage.start == place), None)
    if named is not None:
        return named
    run = next(name_runs(passage.text, place), None)
    return scene.cast.group_in(bare_name(passage.text[slice(*run)])) if run and run[0] == place else None


def _wish(scene: Scene, name: str, by: str, content: str, offered: bool) -> Iterator[Finding]:
    placed = {}
    for issue in issues_in(content):
        reading = next((one for one in issue.readings if _affirmed(one, content)), None)
        if reading is not None:
            placed[issue.key] = reading.value
            words = f"{scene.called(by)} wants on {issue.key.replace('_', ' ')}: {reading.meaning}"
            yield scene.finding(
                "stance", name, words, actor=by, issue=issue.key, ideal=reading.value, meaning=reading.meaning
            )
    if placed and offered:
        about = ", ".join(one.key.replace("_", " ") for one in LEXICON if one.key in placed)
        yield scene.finding("proposal", name, f"{scene.called(by)} proposed a text on {about}", by=by, text=placed)
