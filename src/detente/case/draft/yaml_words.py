"""Bits of YAML as a person would write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

__all__ = ["comment", "flow", "names", "number", "ranged", "text", "why"]

_PLAIN = re.compile(r"[A-Za-z][\w ’.()-]*[\w)]|[A-Za-z]")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}


def text(words: str) -> str:
    """Write a text: plain where YAML reads it back as it is, else in quotation marks.

    Examples
    --------
    >>> text("River Front"), text("no"), text("who: me")
    ('River Front', '"no"', '"who: me"')
    """
    clean = "".join(one if one.isprintable() else " " for one in words)
    clean = clean.encode("utf-8", "replace").decode("utf-8")
    if _PLAIN.fullmatch(clean) and clean.lower() not in _RESERVED and clean.isascii():
        return clean
    return json.dumps(clean, ensure_ascii=False)


def number(values: Sequence[float] | float, digits: int = 6) -> str:
    """Write a number or a range without needless zeros, with so many digits at most.

    Examples
    --------
    >>> number((0.1, 0.25, 1.0)), number(100), number(-0.5), number(0.0000125)
    ('[.1, .25, 1]', '100', '-.5', '1.25e-05')
    >>> number(0.12345678), number(0.12345678, digits=10)
    ('.123457', '.12345678')
    """
    if isinstance(values, int | float):
        written = f"{values:.{digits}g}"
        return written.replace("0.", ".", 1) if written.startswith(("0.", "-0.")) else written
    return f"[{', '.join(number(one, digits) for one in values)}]"


def names(ids: Iterable[str]) -> str:
    """Write a list of names, each once."""
    return f"[{', '.join(text(one) for one in dict.fromkeys(ids))}]"


def why(because: Iterable[str] = (), assumed: str = "") -> str:
    """Write what something rests on, to stand behind other keys of a block in braces.

    Examples
    --------
    >>> why(["S1"], "size assumed")
    'because: [S1], assumed: size assumed'
    """
    cited = list(because)
    parts = [f"because: {names(cited)}"] if cited else []
    return ", ".join([*parts, *([f"assumed: {text(assumed)}"] if assumed else [])])


def comment(words: str, indent: int = 0, width: int = 110) -> list[str]:
    """Write words as comment lines.

    Examples
    --------
    >>> comment("Nobody said.", 2)
    ['  # Nobody said.']
    """
    clean = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    lines, line = [], ""
    for word in clean.split(" "):
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [f"{' ' * indent}# {one}" for one in [*lines, line]]


def ranged(values: Sequence[float] | float, because: Iterable[str] = (), assumed: str = "") -> str:
    """Write a number with what it rests on.

    Examples
    --------
    >>> ranged((0, 0.5, 1), assumed="nobody said")
    '{value: [0, .5, 1], assumed: nobody said}'
    """
    return f"{{value: {number(values)}, {why(because, assumed)}}}"


def flow(lead: str, *parts: str, width: int = 112) -> list[str]:
    """Write a block in braces behind a lead, over as many lines as it needs; empty parts are left out.

    Examples
    --------
    >>> flow("  - ", "actor: us", "", "issue: power")
    ['  - {actor: us, issue: power}']
    >>> flow("us: ", "a: 1", "b: 2", width=10)
    ['us: {a: 1,', '     b: 2}']
    """
    lines, line = [], f"{lead}{{"
    kept = [part for part in parts if part]
    for place, part in enumerate(kept):
        written = part + ("}" if place == len(kept) - 1 else ",")
        fresh = line.endswith("{") or not line.strip()
        if not fresh and len(line) + len(written) + 1 > width:
            lines.append(line)
            line, fresh = " " * (len(lead) + 1), True
        line += written if fresh else f" {written}"
    return [*lines, line]
