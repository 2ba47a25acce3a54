"""Answers of a seat as a short code in the address, so that a class can share a link and Back takes one back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from detente.analysis.seat import Answer
from detente.errors import InputError

__all__ = ["STEPS", "decode", "encode", "split"]

STEPS = 20
"""Places on an issue's scale that a text of one's own can name, beside 0."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTU"
_LONGEST = 100
_WORDS: dict[str, Answer] = {"y": True, "n": False, "p": "pass", "c": "ceasefire"}


def encode(answer: Answer, issues: Sequence[str]) -> str:
    """Write one answer: ``y`` or ``n``, ``p`` to pass, ``c`` for a ceasefire, ``t17`` for a text, ``o`` for one's own.

    A text of one's own is a letter an issue, in the order of the case: A for 0 to U for 1.

    Examples
    --------
    >>> [encode(one, ["land", "rights"]) for one in (True, "pass", 17, {"land": 0.5, "rights": 1.0})]
    ['y', 'p', 't17', 'oKU']
    """
    if isinstance(answer, bool):
        return "y" if answer else "n"
    if isinstance(answer, int):
        return f"t{answer}"
    if isinstance(answer, str):
        return answer[0]
    return "o" + "".join(_LETTERS[round(answer[issue] * STEPS)] for issue in issues)


def decode(code: str, issues: Sequence[str]) -> tuple[Answer, ...]:
    """Read a code.

    Raises
    ------
    InputError
        For one that is none.

    Examples
    --------
    >>> decode("nt17ypoKU", ["land", "rights"])
    (False, 17, True, 'pass', {'land': 0.5, 'rights': 1.0})
    >>> decode("nx", [])
    Traceback (most recent call last):
    detente.errors.InputError: address: view.said: "x" at letter 2 is no answer; go back, or take the seat anew
    """
    found: list[Answer] = []
    token = re.compile(rf"([ynpc])|t(\d{{1,4}})|o([A-U]{{{len(issues)}}})")
    at = 0
    while at < len(code):
        match = token.match(code, at)
        if match is None:
            problem = f'"{code[at]}" at letter {at + 1} is no answer; go back, or take the seat anew'
            raise InputError(f"address: view.said: {problem}")
        word, text, own = match.groups()
        if word:
            found.append(_WORDS[word])
        elif text:
            found.append(int(text))
        else:
            terms: Mapping[str, float] = {
                issue: _LETTERS.index(letter) / STEPS for issue, letter in zip(issues, own, strict=True)
            }
            found.append(terms)
        at = match.end()
    return tuple(found)


def split(code: str) -> dict[str, str]:
    """Return the code as the page keeps it: in pieces that an address takes, named ``said``, ``said2`` ...

    Examples
    --------
    >>> split("y" * 3), len(split("n" * 150))
    ({'said': 'yyy'}, 2)
    """
    pieces = [code[at : at + _LONGEST] for at in range(0, len(code), _LONGEST)]
    return {f"said{place + 1 if place else ''}": piece for place, piece in enumerate(pieces)}
