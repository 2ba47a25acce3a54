"""From findings to what a case holds: keys and names, what is reviewed, what is only suggested, what is at issue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from detente.case.draft.around import find_around
from detente.case.draft.cast import INCUMBENT
from detente.case.draft.facts import find_facts
from detente.case.draft.findings import Finding, Kind
from detente.case.draft.lexicon import LEXICON, IssueWords, issues_in
from detente.case.draft.parties import Parties, find_parties
from detente.case.draft.scene import Scene

__all__ = ["Sketch", "sketch"]

_MOST_ISSUES = 9
_ALWAYS = ("power",)
_NEEDS = {"head": "precondition", "withdrawal": "patron"}
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Sketch:
    """A case before it is written down.

    It is coded from the day of its first document, with dates on all that became known later, so that it plays from
    any day on; or from a day that a person chooses.

    Parameters
    ----------
    scene, parties
        The documents and who is in them.
    findings
        What the documents hold, but what a person rejected.
    total
        Of how many regions a person says that some were taken, where the texts do not say.
    chosen
        The day from which a person wants it coded: what was known by then is its starting state.
    """

    scene: Scene
    parties: Parties
    findings: tuple[Finding, ...]
    total: int | None = None
    keys: dict[str, str] = field(default_factory=dict)
    chosen: date | None = None

    @cached_property
    def as_of(self) -> date:
        """The day from which the case is coded: when its first document became known, or a chosen day after that."""
        first = min(self.scene.known(name) for name in self.scene.documents)
        return first if self.chosen is None else max(self.chosen, first)

    @cached_property
    def latest(self) -> date:
        """When its last document became known."""
        return max(self.scene.known(name) for name in self.scene.documents)

    @cached_property
    def horizon(self) -> date:
        """A year ahead, and half a year after the last document at least."""
        return max(self.as_of + timedelta(days=365), self.latest + _HALF_A_YEAR)

    def live(self, kind: Kind) -> list[Finding]:
        """Findings of a kind whose statement a person has accepted."""
        return [one for one in self.findings if one.kind == kind and self.scene.accepted(one.statement)]

    @cached_property
    def pending(self) -> list[Finding]:
        """Findings that nobody has reviewed, once for each thing that they would say."""
        accepted = {one.words for one in self.findings if self.scene.accepted(one.statement)}
        seen: dict[str, Finding] = {}
        for one in self.findings:
            if one.words not in accepted:
                seen.setdefault(one.words, one)
        return list(seen.values())

    def first(self, kind: Kind, **wanted: Any) -> Finding | None:
        """The first accepted finding of a kind with these data."""
        found = [one for one in self.live(kind) if all(one.data.get(key) == value for key, value in wanted.items())]
        return found[0] if found else None

    def key(self, label: str) -> str:
        """The case's key for a group or person."""
        if label not in self.keys:
            plain = (
                re.sub(r"[^a-z0-9]+", "_", (label if label != INCUMBENT else "government").lower()).strip("_")
                or "actor"
            )
            plain = plain if plain[0].isalpha() else f"g_{plain}"
            taken = set(self.keys.values())
            self.keys[label] = next(one for one in (plain, *(f"{plain}_{n}" for n in range(2, 99))) if one not in taken)
        return self.keys[label]

    def name(self, label: str) -> str:
        """A group's name for screens."""
        if label == self.parties.incumbent:
            return "The government" if label == INCUMBENT else f"Government of {label}" if self._state(label) else label
        return label

    def spoken(self, label: str) -> str:
        """A group as it stands in a sentence: "the Taliban", "the Afghan government"."""
        return self.scene.called(label)

    def _state(self, label: str) -> bool:
        return self.scene.cast.is_state(label)

    @cached_property
    def incumbent(self) -> str:
        """Key of the party that holds the state."""
        return self.key(self.parties.incumbent)

    @cached_property
    def challenger(self) -> str:
        """Key of the other party."""
        return self.key(self.parties.challenger)

    @cached_property
    def patrons(self) -> list[str]:
        """Labels of patrons, those with a deadline first."""
        dated = [one.data["patron"] for one in self.live("deadline")]
        return sorted(self.parties.patrons, key=lambda one: (one not in dated, -len(self.parties.patrons[one]), one))

    @cached_property
    def deadline(self) -> Finding | None:
        """The reviewed date by which the first patron's troops are to leave, if it was known at the start."""
        found = [one for one in self.live("deadline") if one.known <= self.as_of and one.data["day"] > self.as_of]
        return found[0] if found and self.patrons and found[0].data["patron"] == self.patrons[0] else None

    @cached_property
    def precondition(self) -> Finding | None:
        """Who will not sit with whom while somebody is in office."""
        return self.first("precondition")

    @cached_property
    def proposers(self) -> list[str]:
        """Groups with a reviewed proposal that are otherwise not in the case."""
        there = {self.parties.incumbent, self.parties.challenger, *self.patrons}
        there |= {finding.data["group"] for finding in self.live("neighbour")}
        return sorted({finding.data["by"] for finding in self.live("proposal")} - there)

    @cached_property
    def public(self) -> Finding | None:
        """What weighs at home on the first patron."""
        return self.first("public", patron=self.patrons[0]) if self.patrons else None

    @cached_property
    def absent(self) -> Finding | None:
        """Who is spoken of and has no seat, where their rights are at issue."""
        return self.first("absent") if self.has("rights") else None

    @cached_property
    def issues(self) -> list[IssueWords]:
        """Issues that the texts speak of: those of reviewed findings first, then the most spoken of."""
        count: Counter[str] = Counter()
        parties = {self.parties.incumbent, self.parties.challenger, *self.parties.patrons}
        for passage in self.scene.passages:
            named = any(one.group in parties for one in passage.mentions)
            told = self.scene.quoted(passage)
            for issue in issues_in(passage.text):
                count[issue.key] += 1 + named + told
        said = {one.data["issue"] for one in self.findings if one.kind == "stance"}
        said |= {key for one in self.live("proposal") for key in one.data["text"]}
        said |= {"rights"} if self.live("absent") else set()
        needed = {*_ALWAYS, *(["withdrawal"] if self.patrons else []), *(["head"] if self.precondition else [])}
        chosen = [
            one for one in LEXICON
            if one.key in needed | said or (count[one.key] >= 2 and one.key not in _NEEDS)
        ]  # fmt: skip
        chosen.sort(key=lambda one: (one.key not in needed, one.key not in said, -count[one.key]))
        kept = {one.key for one in chosen[:_MOST_ISSUES]}
        return [one for one in LEXICON if one.key in kept]

    def has(self, issue: str) -> bool:
        """Whether an issue is in the case."""
        return any(one.key == issue for one in self.issues)

    def fill(self, words: str) -> str:
        """Put the parties' names into a scale's words."""
        who = self.precondition.data["person"] if self.precondition else "the head of the government"
        day = self.deadline.data["day"] if self.deadline else None
        return words.format(
            incumbent=self.spoken(self.parties.incumbent),
            challenger=self.spoken(self.parties.challenger),
            patron=self.spoken(self.patrons[0]) if self.patrons else "other states",
            head=who,
            date=f"{day.day} {day:%B %Y}" if day else "the nearest date",
        )

    def stances(self, actor: str, issue: str, *, later: bool = False) -> list[Finding]:
        """Reviewed wishes of an actor on an issue, known at the start, or later."""
        return [
            one for one in self.live("stance")
            if one.data["actor"] == actor and one.data["issue"] == issue and (one.known > self.as_of) == later
        ]  # fmt: skip


def sketch(
    scene: Scene, parties: Parties | None = None, *, rejected: Iterable[str] = (), total: int | None = None
) -> Sketch:
    """Read the facts of a peace process out of documents.

    Parameters
    ----------
    scene
        The documents; what a person has judged is taken from it.
    parties
        From an earlier sketch of the same documents.
    rejected
        Ids of statements that a person rejected: what rests on them is left out.
    total
        Of how many regions some were taken, where a person knows.

    Raises
    ------
    InputError
        Where the texts show no two parties.
    """
    parties = parties or find_parties(scene)
    gone = set(rejected)
    found: dict[tuple[str, str], Finding] = {}
    for one in (*find_facts(scene, parties), *find_around(scene, parties)):
        if one.statement not in gone:
            found.setdefault((one.words, one.statement), one)
    return Sketch(scene, parties, tuple(found.values()), total)
