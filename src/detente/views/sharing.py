"""What may leave the machine in a file that others read: levels of sharing, forecasts by region."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from detente.case.schema import Case
from detente.evidence.ledger import Ledger
from detente.evidence.statement import SHARING, Statement, Verification

__all__ = ["REGIONS_LEFT_OUT", "allowed", "is_over", "level_of", "veiled"]

_YEAR = timedelta(days=365)
_UNNAMED = "a source that is not open"
REGIONS_LEFT_OUT = (
    "Which region is held by whom in the explored futures is left out of this file: the case is not over, and such a "
    "list can guide an attack. detente run --regions puts it in; think first of who may read it."
)
"""Said in place of forecasts by region."""


def level_of(case: Case, statement: Statement) -> str:
    """Return how far a statement may be shared: the stricter of its own level and its document's.

    Examples
    --------
    >>> from importlib import resources
    >>> from detente.case.load import read_case
    >>> case = read_case(str(resources.files("detente") / "case" / "template"))
    >>> {level_of(case, statement) for statement in case.ledger.values()}
    {'restricted'}
    """
    document = case.documents.get(statement.document)
    inherited = (document.sharing if document else None) or case.sharing
    return max((statement.sharing, inherited), key=SHARING.index)


def allowed(level: str, include: str) -> bool:
    """Whether something of a level may go into a file that includes up to another; secrets go into none.

    Examples
    --------
    >>> allowed("open", "open"), allowed("restricted", "open"), allowed("restricted", "restricted")
    (True, False, True)
    >>> allowed("secret", "secret")
    False
    """
    return level != "secret" and SHARING.index(level) <= SHARING.index(include)


def veiled(case: Case, include: str = "open") -> Case:
    """Return a case whose statements above a level keep neither words nor names, only what they are worth.

    Examples
    --------
    >>> from importlib import resources
    >>> from detente.case.load import read_case
    >>> case = read_case(str(resources.files("detente") / "case" / "template"))
    >>> veiled(case).ledger["S1"].speaker, veiled(case, "restricted") == case
    ('a source that is not open', True)
    """
    kept = [
        one if allowed(level_of(case, one), include) else replace(
            one, content="", speaker=_UNNAMED, author=None, bearer=None, chain=("not open",) * len(one.chain),
            outlet="not open", verification=Verification(one.verification.state), note="", seal=None,
        )
        for one in case.ledger.values()
    ]  # fmt: skip
    return case.model_copy(update={"ledger": Ledger(kept)})


def is_over(case: Case, today: date | None = None) -> bool:
    """Whether a case lies a year back or more, so that a forecast by region guides nobody any more.

    Examples
    --------
    >>> from importlib import resources
    >>> from detente.case.load import read_case
    >>> case = read_case(str(resources.files("detente") / "case" / "template"))
    >>> is_over(case, case.as_of), is_over(case, date(case.as_of.year + 2, 1, 1))
    (False, True)
    """
    return case.as_of + _YEAR <= (today or date.today())
