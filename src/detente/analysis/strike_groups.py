"""Groups of statements that stand or fall together: all hearsay, all of one outlet, all of one actor's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from detente.case.problems import meant
from detente.case.schema import Case
from detente.errors import InputError
from detente.evidence.statement import Statement

__all__ = ["KINDS", "anonymous", "find_groups", "groups"]

KINDS = {
    "hearsay": "that came through somebody else",
    "anonymous": "from a source without a name",
    "leaked": "from papers or words that were not meant for the public",
    "unverified": "that nobody has confirmed: unverified, contested or denied",
    "unreviewed": "that nobody has looked at since the reader found them",
}
"""Groups by a property, with what they are, said after "statements"."""
_PEOPLE = re.compile(
    r"(?:^|[\s;])(?:[Oo]fficials?|[Ss]ources?|[Dd]iplomats?|[Aa]ides?|[Aa]dvis[eo]rs?|[Cc]ommanders?|[Nn]egotiators?|"
    r"[Ll]eaders?|[Oo]fficers?|[Aa]nalysts?|[Ii]nsiders?|[Ww]itness(?:es)?|[Rr]esidents?|[Mm]embers?|person|people|"
    r"spokes(?:man|woman|person)|delegates?|envoys?|lawmakers?|soldiers?|fighters?)(?=$|[\s;,])"
)
_NAMED = re.compile(r"(?:^|;\s*)(?:[A-Z][\w.’'-]*\s+)*[A-Z][\w.’'-]*,\s")


def anonymous(statement: Statement) -> bool:
    """Whether a statement's source has no name: nobody is given, or only what they are.

    Examples
    --------
    >>> from datetime import date
    >>> def said_by(name):
    ...     return Statement(id="S", document="d", outlet="o", known=date(2031, 3, 8), content="We go.", speaker=name)
    >>> [anonymous(said_by(name)) for name in ("two Union officials", "Mara Voss", "Mara Voss, an official", None)]
    [True, False, False, True]
    """
    if not statement.speaker:
        return True
    return bool(_PEOPLE.search(statement.speaker)) and not _NAMED.match(statement.speaker)


def groups(case: Case) -> dict[str, tuple[str, ...]]:
    """Groups of a case's statements: by property, ``outlet:NAME`` and ``actor:KEY``; those without any are left out.

    Examples
    --------
    >>> import detente
    >>> found = groups(detente.read_case("afghanistan-2021", "2021-08-12"))
    >>> found["outlet:AFP (newssummedup.com)"], "S51" in found["hearsay"], len(found["actor:qatar"])
    (('S63',), True, 1)
    """
    found: dict[str, list[str]] = {}
    for name, one in case.ledger.items():
        for group in _of(one):
            found.setdefault(group, []).append(name)
    order = [*KINDS, *sorted(group for group in found if group not in KINDS)]
    return {group: tuple(found[group]) for group in order if group in found}


def _of(one: Statement) -> Iterable[str]:
    has = {
        "hearsay": bool(one.chain),
        "anonymous": anonymous(one),
        "leaked": one.channel == "leaked",
        "unverified": one.verification.state in ("unverified", "contested", "denied"),
        "unreviewed": not one.reviewed,
    }
    yield from (kind for kind, holds in has.items() if holds)
    yield f"outlet:{one.outlet}"
    if one.actor:
        yield f"actor:{one.actor}"


def find_groups(
    case: Case, names: Iterable[str], shown: Callable[[Statement], bool] = lambda one: True
) -> dict[str, tuple[str, ...]]:
    """Groups by name; messages name only groups of which one statement at least may be ``shown``.

    Raises
    ------
    InputError
        With every unknown name at once, or one that holds no statement of the case.
    """
    known, found, problems = groups(case), {}, []
    for name in names:
        if name in known:
            found[name] = known[name]
        elif name in KINDS:
            problems.append(f"--group {name}: {case.name} holds no statements {KINDS[name]} on {case.as_of}")
        else:
            there = [group for group, ids in known.items() if group in KINDS or any(shown(case.ledger[i]) for i in ids)]
            problems.append(f"--group {name}: no such group; {meant(name, there)}")
    if problems:
        raise InputError(*problems)
    return found
