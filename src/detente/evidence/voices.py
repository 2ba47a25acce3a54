"""Who a speaker is without the name: role and body as the texts introduce them; what may be shown before review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.evidence.lexicon import NOT_NAMES, ROLES
from detente.evidence.names import Registry, is_body, roles_in

__all__ = ["UNREVIEWED", "Voice", "voice_of"]

UNREVIEWED = "a named person, not reviewed"
_FEMININE = frozenset("spokeswoman queen princess congresswoman chairwoman".split())  # noqa: SIM905
_MASCULINE = frozenset("spokesman king prince congressman chairman".split())  # noqa: SIM905
_PERSONAL = ("full name", "surname", "single name", "pronoun", "self", "role")
_ROLE = "|".join(re.escape(role) for role in ROLES)
_JOINING = r"(?:of|for|the|in|on|and|to|at)"
_TITLE = re.compile(
    rf"(?:(?:(?:retired|former|acting|deputy|chief|top|senior|interim|ex)[- ])?"
    rf"(?:[A-Z](?:\.[A-Z])+\.|[A-Z][\w’'-]*(?<![’'])|{_ROLE}|{_JOINING})(?:,?\s+(?=[A-Z]?$)|\s+))+$"
)
_OPENING = re.compile(rf"^(?:(?:{_JOINING}|a|an)\s+)+", re.IGNORECASE)
_AFTER = re.compile(r"^,\s+(?P<what>(?:the\s+|an?\s+|who\s+(?:is|was)\s+(?:the\s+|an?\s+)?)?[^,.;:“”\"]{3,70})")
_OF = re.compile(r"\b(?:of|for|at|from)\s+(?:the\s+)?((?:[A-Z][\w’'-]*\s*)+)$")
_OWNER = re.compile(r"^(?:The |the )?(?P<body>(?:[A-Z][\w-]*\s?)+)[’']s\s")
_NOT_BODIES = frozenset(
    ("Army", "Navy", "Defence", "Defense", "Foreign", "Interior", "Trade", "Finance", "Justice", "Health", "Energy")
) | {"Prime", "Deputy", "Vice", "Special", "General", "President", "Chief", "But", "Yet", "And"}
_HAS_ROLE = re.compile(rf"\b(?:{_ROLE})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whoever speaks, told without a name where that is a person's.

    Parameters
    ----------
    name
        As the reader has it; None where it is unresolved.
    person
        Whether it is a person with a name.
    role
        What the texts call that person, without anybody's name ("State Department spokesman"); empty if they do not.
    body
        For whom the person speaks, or the body that speaks; empty where the texts do not say.
    woman
        Whether role or pronoun show a woman (True) or a man (False); None where neither does.
    """

    name: str | None
    person: bool = False
    role: str = ""
    body: str = ""
    woman: bool | None = None

    @property
    def side(self) -> str:
        """Whom to count the voice with: its body, else its role, else what it is called."""
        return self.body or self.role or (UNREVIEWED if self.person else self.name or "nobody that the text names")

    @property
    def unnamed(self) -> str:
        """What an exported page shows before a person has reviewed the statement: not the person's name."""
        if not self.person:
            return self.name or "unresolved"
        return self.role or self.body or UNREVIEWED

    @property
    def alias(self) -> str:
        """What stands for the person's name inside a sentence: "the State Department spokesman", "a named person"."""
        return f"the {self.role}" if self.role else "a named person"


def voice_of(name: str | None, how: str, texts: Sequence[str], registry: Registry, heard: str = "") -> Voice:
    """Return who a speaker is, as far as the texts introduce them.

    Parameters
    ----------
    name, how
        As in ``detente.evidence.speakers.Speaker``.
    texts
        The documents of one reading.
    registry
        The persons whom they introduce.
    heard
        The words that the text has for the source ("she").

    Examples
    --------
    >>> texts = ["River Ministry spokesman Jan Lund spoke. Ines Oru, the mayor of Riverton, did not."]
    >>> registry = Registry(texts)
    >>> voice_of("Jan Lund", "full name", texts, registry)
    Voice(name='Jan Lund', person=True, role='River Ministry spokesman', body='River Ministry', woman=False)
    >>> voice_of("Ines Oru", "surname", texts, registry).unnamed
    'mayor of Riverton'
    """
    if name is None:
        return Voice(None)
    owned = re.match(r"(?P<owner>.+)[’']s? (?P<thing>[a-z][\w -]*)$", name)
    if how == "described" and owned and owned["owner"] in registry.people:
        owner = voice_of(owned["owner"], "full name", texts, registry)
        return Voice(name, True, f"{owned['thing']} of {owner.role or 'a named person'}", owner.body)
    if not (name in registry.people or (how in _PERSONAL and not _is_group(name, texts))
            or (how == "document" and name[:1].isupper())):  # fmt: skip
        return Voice(name, body=name if how == "body" else _body(name))
    role = max(_introductions(name, tuple(texts)), key=lambda one: (bool(_body(one)), -len(one)), default="")
    roles = registry.people[name].roles if name in registry.people else set()
    role = role or next(iter(sorted(roles)), "")
    sex = roles | set(roles_in(role)) | {heard.lower()}
    woman = True if sex & {*_FEMININE, "she", "her"} else False if sex & {*_MASCULINE, "he", "his"} else None
    return Voice(name, True, role, _body(role), woman)


def _is_group(name: str, texts: Sequence[str]) -> bool:
    """Tell whether a single name is that of a body or a place: "the Front said", "in Eastland"."""
    bare = re.escape(name)
    group = re.compile(
        rf"\b[Tt]he {bare}(?=[.,;:”\"]|\s+(?:ha[sd]|have|to|and|will|would|w[ae][rs]e?|are|is|who|that|in|on|at|to)\b)"
        rf"|\b(?:in|near|across|inside)\s+{bare}\b"
    )
    return is_body(name) or (" " not in name and any(group.search(text) for text in texts))


@lru_cache(maxsize=4_096)
def _introductions(name: str, texts: tuple[str, ...]) -> list[str]:
    """Return what stands before or after a name and says what the person is, at most some words long."""
    found = []
    for text in texts:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            before = _TITLE.search(text[max(0, match.start() - 120) : match.start()].split("\n")[-1])
            after = _AFTER.match(text[match.end() : match.end() + 90])
            told = [_OPENING.sub("", before.group().strip())] if before else []
            told += [_OPENING.sub("", after["what"].strip())] if after and not after["what"].startswith("who ") else []
            found += [_short(one) for one in told if _HAS_ROLE.search(one)]
    return [one for one in found if one]


def _short(phrase: str) -> str:
    """Return a role without the words that only stood before it in the sentence."""
    words = phrase.strip(" ,").split()
    while words and (words[0] in NOT_NAMES or words[0].lower() in ("but", "and", "yet", "when", "while", "that")):
        words = words[1:]
    return " ".join(words) if 0 < len(words) <= 9 else ""


def _body(role: str) -> str:
    """Return the body, country or place that a role names.

    >>> _body("State Department spokesman"), _body("mayor of Riverton"), _body("Secretary of State")
    ('State Department', 'Riverton', '')
    """
    owner = _OWNER.match(role)
    if owner:
        return owner["body"].strip()
    plain = _HAS_ROLE.sub("|", role, count=1).split("|", 1)
    first = re.findall(r"[A-Z][\w.’'-]*", plain[0])
    first = first if not _NOT_BODIES.issuperset(first) else []
    if first:
        return re.sub(r"[’']s?$", "", " ".join(first))
    last = _OF.search(role) if not re.fullmatch(_HAS_ROLE, role) else None
    return last.group(1).strip() if last else ""
