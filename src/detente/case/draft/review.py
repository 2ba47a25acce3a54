"""Reviewing what was read: statements that a case would rest on, most telling first, judged by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from detente.case.draft.around import named_as_mediator
from detente.case.draft.cast import Post
from detente.case.draft.findings import Finding
from detente.case.draft.lexicon import issues_in
from detente.case.draft.parties import find_parties
from detente.case.draft.scene import Scene
from detente.case.draft.sketch import Sketch, sketch
from detente.evidence.confidence import THRESHOLD
from detente.evidence.ledger import Ledger
from detente.evidence.reader import Readings
from detente.evidence.statement import Statement

__all__ = ["Item", "Review", "dated", "undated"]

_ORDER = (
    "talks",
    "patron",
    "deadline",
    "precondition",
    "proposal",
    "ceasefire",
    "deal",
    "truce",
    "captures",
    "countryside",
    "length",
    "mediator",
    "neighbour",
    "stance",
    "absent",
    "public",
)
_ASKED_SPEAKERS = 4


@dataclass(frozen=True)
class Item:
    """A statement to review, and what it would put into the case that nothing accepted does already."""

    statement: Statement
    findings: tuple[Finding, ...]

    @property
    def confident(self) -> bool:
        """Whether the reader is as sure of it as a ledger asks for."""
        return self.statement.confidence is None or self.statement.confidence.speaker >= THRESHOLD


@dataclass
class Review:
    """A person's judgements on the statements of some documents, and the sketch that they give.

    Parameters
    ----------
    readings
        The documents as they were read.
    reviewer
        Whose judgements these are; noted with each statement.
    total
        Of how many regions some fell, where no text says so.
    named
        The parties, as a person names them: who holds the state, and who fights it.

    Raises
    ------
    InputError
        Where the texts show no two parties, and nobody named them.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> text = (
    ...     "Talks between the government of Northfork and the River Front began on Monday, as rebels held the bridge "
    ...     "and the truce broke.\\n\\n“We will not talk to the government as long as President Adan is in office,” "
    ...     "said Front spokesman Jan Oru."
    ... )
    >>> review = Review(read_texts([Document("talks", text, published=date(2031, 3, 8))]))
    >>> [one.findings[0].kind for one in review.items()]
    ['talks', 'precondition']
    >>> review.accept([one.statement.id for one in review.items()])
    >>> review.items(), review.sketch.precondition.data["person"]
    ([], 'Adan')
    """

    readings: Readings
    reviewer: str = ""
    total: int | None = None
    named: tuple[str, str] | None = None
    rejected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.readings = _printable(self.readings)
        self.scene = Scene(self.readings)
        self._judged: dict[str, Statement] = {}
        self._sketch = sketch(self.scene, find_parties(self.scene, self.named))

    @property
    def sketch(self) -> Sketch:
        """The sketch with all judgements so far."""
        return self._sketch

    def again(self) -> Sketch:
        """Sketch once more with what was judged, and return that."""
        self.scene.judge(Ledger(self._judged.values()))
        chosen = self._sketch.chosen
        made = sketch(self.scene, self._sketch.parties, rejected=self.rejected, total=self.total)
        self._sketch = replace(made, chosen=chosen)
        return self._sketch

    def code_from(self, day: date | None) -> None:
        """Code the case from a day; from its first document's, if from None."""
        self._sketch = replace(self._sketch, chosen=day, keys={})

    def items(self) -> list[Item]:
        """Statements that are still to be judged, the most telling kinds first, then the surest."""
        waiting: dict[str, list[Finding]] = {}
        for one in self._best(self._sketch.pending):
            waiting.setdefault(one.statement, []).append(one)
        found = [Item(self.scene.statement(name), tuple(findings)) for name, findings in waiting.items()]
        return sorted(
            found, key=lambda item: (min(_ORDER.index(f.kind) for f in item.findings), -_sure(item.statement))
        )

    def _best(self, pending: Iterable[Finding]) -> list[Finding]:
        """Of findings that say the same, the one whose statement was known first and is surest."""
        words = {one.words for one in pending}
        best: dict[str, Finding] = {}
        for one in self._sketch.findings:
            if one.words in words:
                old = best.get(one.words)
                if old is None or self._rank(one) < self._rank(old):
                    best[one.words] = one
        return list(best.values())

    def _rank(self, finding: Finding) -> tuple[date, float]:
        return finding.known, -_sure(self.scene.statement(finding.statement))

    def accept(self, ids: Iterable[str], **changes: object) -> None:
        """Accept statements: a person has read the passage and says that this was said, by this speaker.

        Parameters
        ----------
        ids
            Of the statements.
        changes
            Fields that the person corrects, as in ``speaker="Mara Voss"`` or ``credibility=0.4``.
        """
        for name in ids:
            one = self.scene.statement(name)
            mark = f"reviewed by {self.reviewer}" if self.reviewer else "reviewed"
            note = "; ".join(part for part in (one.note, mark) if part)
            self._judged[name] = replace(one, reviewed=True, note=note, seal=None, **changes)  # type: ignore[arg-type]
            self.rejected.discard(name)
        self.again()

    def reject(self, ids: Iterable[str]) -> None:
        """Reject statements: they were not said so, or not by this speaker. Nothing rests on them any more."""
        for name in ids:
            one = self.scene.statement(name)
            mark = f"rejected by {self.reviewer}" if self.reviewer else "rejected"
            note = "; ".join(part for part in (one.note, mark) if part)
            self._judged[name] = replace(one, reviewed=True, credibility=0.0, note=note, seal=None)
            self.rejected.add(name)
        self.again()

    def swap_sides(self) -> None:
        """Let the other party be the one that holds the state."""
        parties = self._sketch.parties
        self.scene.incumbent = parties.challenger
        self._sketch = replace(
            self._sketch,
            parties=replace(
                parties, incumbent=parties.challenger, challenger=parties.incumbent, also=(), sides_told=True
            ),
            keys={},
        )
        self.again()

    def passage(self, statement: Statement) -> str:
        """The words that a statement stands for, as the document has them."""
        read = self.scene.documents.get(statement.document)
        if read is None or statement.offsets is None:
            return statement.content
        return " ".join(read.quoted(statement.offsets).split())

    def unplaced(self) -> list[str]:
        """Persons of whom no text says for whom they speak, and whose words would place a party on an issue."""
        count = Counter(
            one.speaker
            for one in self.scene.statements.values()
            if one.speaker in self.scene.cast.registry.people and _sure(one) >= THRESHOLD and _places(one.content)
        )
        found = [
            name
            for name, _ in count.most_common()
            if name and self.scene.cast.post(name) is None and not named_as_mediator(self.scene, name)
        ]
        return found[:_ASKED_SPEAKERS]

    def place(self, person: str, group: str) -> None:
        """Say for whom a person speaks."""
        self.scene.cast.posts[person] = Post(group, "as the analyst says")
        self.again()


def _printable(readings: Readings) -> Readings:
    """Readings whose documents have ids that any file can hold and any terminal can show."""
    documents = []
    for number, one in enumerate(readings.documents, 1):
        name = "".join(char if char.isprintable() else "-" for char in one.document.id).strip() or f"document {number}"
        name = name if name.isascii() else name.encode("utf-8", "replace").decode("utf-8")
        documents.append(replace(one, document=replace(one.document, id=name)))
    return replace(readings, documents=tuple(documents))


def _places(content: str) -> bool:
    return any(reading.pattern.search(content) for issue in issues_in(content) for reading in issue.readings)


def _sure(statement: Statement) -> float:
    return statement.confidence.speaker if statement.confidence else 1.0


def undated(readings: Readings) -> list[str]:
    """Documents that do not say when they were published.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> undated(read_texts([Document("talks", "Nobody spoke.")]))
    ['talks']
    """
    return [
        one.document.id for one in readings.documents if one.document.published is None and one.document.copy_of is None
    ]


def dated(readings: Readings, days: Mapping[str, date]) -> Readings:
    """Return readings whose documents have the dates that a person gave."""
    documents = tuple(
        replace(one, document=replace(one.document, published=days.get(one.document.id, one.document.published)))
        for one in readings.documents
    )
    return replace(readings, documents=documents)
