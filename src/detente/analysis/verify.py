"""The next fact worth verifying: which check of a statement would move the answer most, and whom to ask.

The answer on the screen takes every statement as read. If one is checked it turns out right with its credibility w, and
the answer stays; or wrong with 1 - w, and the answer moves by its swing. So the move to expect is (1 - w) times the
swing: the expected value of information (Raiffa & Schlaifer 1961, Applied Statistical Decision Theory), with the size
of the move for its worth. A certain statement is not worth checking, nor is one on which nothing hangs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.analysis.strike_rank import Swing
from detente.case.schema import Case
from detente.evidence.statement import Statement

__all__ = ["Check", "next_checks", "witnesses"]


@dataclass(frozen=True)
class Check:
    """A statement to check.

    Attributes
    ----------
    statement
        Its id.
    credibility
        w, in [0, 1].
    swing
        What striking it moves, in shares, and of which outcome.
    outcome
        Which outcome that is.
    worth
        (1 - w) times the swing: the move of the answer to expect of a check.
    ask
        Who could tell, and why: (name, reason), the nearest to the fact first; empty if the ledger does not say.
    """

    statement: str
    credibility: float
    swing: float
    outcome: str
    worth: float
    ask: tuple[tuple[str, str], ...]


def next_checks(case: Case, swings: Sequence[Swing]) -> tuple[Check, ...]:
    """Statements worth checking, the most first; those without a clear swing are left out.

    Parameters
    ----------
    case
        Whose ledger says who could confirm.
    swings
        Of single statements; groups are passed over.
    """
    found = [
        Check(one.name, one.credibility, one.swing, one.leading.outcome, one.worth, witnesses(case.ledger[one.name]))
        for one in swings
        if one.leading is not None and one.worth > 0.0 and one.statements == (one.name,)
    ]
    return tuple(sorted(found, key=lambda one: (-one.worth, one.statement)))


def witnesses(statement: Statement) -> tuple[tuple[str, str], ...]:
    """Who could tell whether a statement is right, the nearest to the fact first.

    Nobody for a statement that no person has looked at: whom the reader takes for its source is not to be passed on.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.evidence.statement import Verification
    >>> told = Statement(
    ...     id="S", document="d", outlet="o", known=date(2031, 3, 8), content="We go.", speaker="the Front",
    ...     bearer="Lea Marten", chain=("Jan Lund",), verification=Verification("declined", ("Ines Oru",))
    ... )
    >>> for who, why in witnesses(told):
    ...     print(f"{who}: {why}")
    the Front: is said to have said it
    Lea Marten: carried it
    Jan Lund: passed it on
    Ines Oru: would not comment
    """
    if not statement.by_hand:
        return ()
    state, by = statement.verification.state, statement.verification.by
    second_hand = bool(statement.chain or statement.bearer) or statement.channel == "leaked"
    told = [(statement.author, "wrote it"), (statement.bearer, "carried it")]
    if second_hand and statement.author is None:
        told.insert(0, (statement.speaker, "is said to have said it"))
    told += [(name, "passed it on") for name in reversed(statement.chain)]
    said = {"declined": "would not comment", "denied": "denied it", "contested": "has taken a side on it",
            "confirmed": "has confirmed it"}  # fmt: skip
    told += [(name, said[state]) for name in by if state in said]
    told += [(name, "would not comment") for name in statement.verification.declined]
    if not second_hand:
        told.append((statement.speaker, "said it"))
    seen: dict[str, str] = {}
    for name, why in told:
        if name:
            seen.setdefault(name, why)
    return tuple(seen.items())
