"""Rival accounts of one matter: denials, opposed stances, different numbers or dates; side by side, for a person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from detente.evidence.alike import Comparer, telling
from detente.evidence.deadlines import Deadline
from detente.evidence.quantities import Quantity, disjoint
from detente.evidence.statement import Span

__all__ = ["Account", "Rivalry", "rivalries", "rivals_of", "stance"]

_NEGATION = re.compile(
    r"\b(?:not|never|no longer|nobody|none|nothing|neither|nor|without|fail(?:s|ed)? to|refus(?:e|es|ed|al)|ruled? out|"
    r"stopp?(?:ed)? short|unable|impossible)\b|n[’']t\b|\bno (?=[a-z])",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:only|just|even|necessarily)\b|\bno (?:doubt|matter|fewer|less|later|more than)\b|"
    r"\b(?:not|never|n[’']t) (?:refuse|fail|impossible|unable|without|rule out)\b",
    re.IGNORECASE,
)
_OPPOSED = (
    (
        r"accept|agree|approv|welcom|support|back(?:s|ed)|favou?r",
        r"reject|refus|oppos|condemn|disapprov|rul(?:ed?|ing) out",
    ),
    (r"leave|left|withdr|pull(?:s|ed|ing)? out|go home|depart", r"stay|remain|keep troops|hold on"),
    (r"genuine|authentic|real\b|true\b|confirm", r"fake|forg|false|fabricat|untrue|invent"),
    (r"progress|advance|breakthrough|constructive|good faith|earnest", r"deadlock|stall|collaps|fail|bad faith|stuck"),
    (
        r"hold(?:s|ing)? the|repel|beaten back|pushed back|under control|retak|retook",
        r"captur|seiz|f[ae]ll(?:s|en)?\b|taken|took\b|overr[au]n",
    ),
    (
        r"ceasefire|truce|pause|hold(?:s|ing)? (?:their |its |our )?fire",
        r"attack|shell|offensive|resum(?:e|ed) f|violat|br(?:oke|each|eak)",
    ),
    (r"increas|ris(?:e|en|ing)|rose|grow|grew", r"decreas|fall(?:s|en|ing)|declin|drop|reduc|shrink|fewer"),
    (r"keep|continu|go(?:es)? on|carry on|carries on", r"stop|end(?:s|ed)?\b|halt|suspend|break off|broke off"),
    (r"open(?:s|ed)?\b", r"clos(?:e|ed|es)\b|shut"),
    (r"releas|freed|free\b|let go", r"held\b|hold(?:s|ing)?\b|detain|captiv"),
)
_PAIRS = tuple(tuple(re.compile(rf"\b(?:{side})", re.IGNORECASE) for side in pair) for pair in _OPPOSED)
_SHORTEST = 2
_FEW, _RARE, _SHARED, _STEM = 300, 60, 2, 6
"""Accounts that are all compared; of more, how many may share a word that tells, how many such words a pair shares."""

_ALIKE = {"denied": 0.36, "opposed": 0.42, "words": 0.25, "numbers": 0.18, "dates": 0.13}


@dataclass(frozen=True, slots=True)
class Account:
    """What one voice says, as far as it is compared.

    Parameters
    ----------
    key
        Which statement or sentence it is: the document's id and its place there.
    text
        Its content.
    span
        From its first to its last character in the document.
    speaker
        Whose account it is; None for the document's own.
    kind
        The statement's kind; ``"report"`` for the document's own sentences.
    counts, due
        Its numbers and deadlines.
    through
        Who tells it for its speaker.
    """

    key: tuple[str, int]
    text: str
    span: Span
    speaker: str | None
    kind: str
    counts: tuple[Quantity, ...] = ()
    due: tuple[Deadline, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two accounts of what seems to be one matter.

    Parameters
    ----------
    one, other
        The accounts.
    how
        ``denied``, ``opposed``, ``numbers`` or ``dates``.
    why
        In words: what differs.
    score
        How near the two are in meaning, in [0, 1]: how surely they speak of one matter.
    """

    one: Account
    other: Account
    how: str
    why: str
    score: float


@lru_cache(maxsize=20_000)
def stance(text: str, kind: str = "statement") -> bool:
    """Tell whether a content affirms what it speaks of (True) or negates it (False).

    Examples
    --------
    >>> stance("we will leave by May"), stance("we will not leave"), stance("that it wrote the letter", "denial")
    (True, False, False)
    """
    plain = _NO_NEGATION.sub(" ", text)
    return not _NEGATION.search(plain) and kind != "denial"


def rivalries(accounts: Sequence[Account]) -> tuple[Rivalry, ...]:
    """Return the pairs of accounts that differ on what seems to be one matter, the surest first.

    It finds candidates for a person to judge: two accounts near in meaning, one of which negates or denies, or which
    stand on opposite sides of a pair such as "accept" and "reject", or which give counts of the same things that
    cannot both be right, or different days for what is due.

    Parameters
    ----------
    accounts
        Statements and the documents' own sentences.

    Examples
    --------
    >>> said = "the Front holds the towns in the valley", "the Front does not hold any towns in the valley"
    >>> accounts = [Account(("d", i), text, (100 * i, 100 * i + 60), None, "statement") for i, text in enumerate(said)]
    >>> [(found.how, found.why) for found in rivalries(accounts)]
    [('opposed', 'one affirms what the other negates')]
    """
    comparer = Comparer(one.text for one in accounts)
    found = []
    for one, other in _pairs(accounts):
        if not _of_one_telling(one, other):
            found += _compare(one, other, comparer)
    found.sort(key=lambda pair: (-pair.score, pair.one.key, pair.other.key))
    return tuple(_once(found))


def _pairs(accounts: Sequence[Account]) -> Iterator[tuple[Account, Account]]:
    """Yield all pairs of a few accounts; of many, those that share words which few of them have."""
    if len(accounts) <= _FEW:
        yield from combinations(accounts, 2)
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(accounts):
        for stem in {word[:_STEM] for word in telling(one.text)}:
            holders[stem].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _RARE:
            shared.update(combinations(numbers, 2))
    for (first, second), count in sorted(shared.items()):
        if count >= _SHARED:
            yield accounts[first], accounts[second]


def rivals_of(one: Account, others: Sequence[Account]) -> tuple[Rivalry, ...]:
    """Return the rivals of one account among others, the surest first; see ``rivalries``."""
    comparer = Comparer(account.text for account in (one, *others))
    found = [
        pair for other in others if not _of_one_telling(one, other) for pair in _compare(one, other, comparer)
    ]  # fmt: skip
    found.sort(key=lambda pair: (-pair.score, pair.other.key))
    return tuple(_once(found))


def _of_one_telling(one: Account, other: Account) -> bool:
    """Tell whether two accounts share words, or are what one voice tells in one document, itself or for somebody."""
    if one.key[0] != other.key[0]:
        return False
    if one.span[0] < other.span[1] and other.span[0] < one.span[1]:
        return True
    voices = [{account.speaker, *account.through} - {None} for account in (one, other)]
    return bool(voices[0] & voices[1])


def _once(found: Sequence[Rivalry]) -> Iterator[Rivalry]:
    """Yield of several rivalries between the same two accounts the surest."""
    seen = set()
    for pair in found:
        key = pair.one.key, pair.other.key
        if key not in seen:
            seen.add(key)
            yield pair


def _compare(one: Account, other: Account, comparer: Comparer) -> Iterator[Rivalry]:
    counts = _rival_counts(one, other)
    dues = _rival_days(one, other)
    stances = all(
        account.kind not in ("report", "refusal", "evasion") and len(telling(account.text)) >= _SHORTEST
        for account in (one, other)
    )
    opposition = _opposition(one, other) if stances else None
    if not (counts or dues or opposition):
        return
    score = round(comparer.score(one.text, other.text), 3)
    if counts and score >= _ALIKE["numbers"]:
        yield Rivalry(one, other, "numbers", counts, score)
    if dues and score >= _ALIKE["dates"]:
        yield Rivalry(one, other, "dates", dues, score)
    if opposition and score >= _ALIKE[opposition[0]]:
        how = "opposed" if opposition[0] == "words" else opposition[0]
        yield Rivalry(one, other, how, opposition[1], score)


def _rival_counts(one: Account, other: Account) -> str:
    """Return in words which counts of the same things cannot both be right."""
    for first in one.counts:
        for second in other.counts:
            shared = set(first.units) & set(second.units)
            same = bool(shared) and (first.units[0] in shared or second.units[0] in shared)
            if same and disjoint(first, second):
                return f"{first.words} against {second.words}"
    return ""


def _rival_days(one: Account, other: Account) -> str:
    """Return in words which days differ, where both accounts set one for what is due."""
    days = [{due.last for due in account.due if due.last} for account in (one, other)]
    if not days[0] or not days[1] or days[0] & days[1]:
        return ""
    return f"{_days(days[0])} against {_days(days[1])}"


def _days(days: set[date]) -> str:
    return " and ".join(f"{day.day} {day:%B %Y}" for day in sorted(days))


@lru_cache(maxsize=20_000)
def _sides(text: str) -> tuple[tuple[str, str], ...]:
    """Return for each opposed pair the word of either side that a text holds, or nothing."""
    found = ((left.search(text), right.search(text)) for left, right in _PAIRS)
    return tuple(
        (left.group().lower() if left else "", right.group().lower() if right else "") for left, right in found
    )


def _opposition(one: Account, other: Account) -> tuple[str, str] | None:
    """Return how two accounts stand against each other, were they on one matter, and why; None where they do not."""
    denies = [account.kind == "denial" for account in (one, other)]
    if denies[0] != denies[1]:
        return "denied", "one denies what the other says"
    for mine, theirs in zip(_sides(one.text), _sides(other.text), strict=True):
        if (mine[0] and theirs[1] and not mine[1] and not theirs[0]) or (
            mine[1] and theirs[0] and not mine[0] and not theirs[1]
        ):
            return "words", f"“{mine[0] or mine[1]}…” against “{theirs[0] or theirs[1]}…”"
    if stance(one.text, one.kind) != stance(other.text, other.kind):
        return "opposed", "one affirms what the other negates"
    return None
