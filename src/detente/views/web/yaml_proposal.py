"""A text that is kept: a proposal added to case.yaml, everything else of the file as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

import yaml

from detente.case.draft.yaml_words import number as written
from detente.case.locate import compose_yaml

__all__ = ["key_of", "with_proposal"]

ASSUMED = "put on the table in the workbench"
"""What a kept text rests on."""


def key_of(name: str, taken: Iterable[str]) -> str:
    """Return a key for a name: its words in lower case, with a number where it is taken.

    Examples
    --------
    >>> key_of("Half a year's bridge", []), key_of("A council", ["a_council"]), key_of("!", [])
    ('half_a_year_s_bridge', 'a_council_2', 'text')
    """
    stem = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:40].strip("_") or "text"
    stem = stem if stem[0].isalpha() else f"text_{stem}"
    used = set(taken)
    return next(key for key in (stem, *(f"{stem}_{count}" for count in range(2, 10_000))) if key not in used)


def with_proposal(text: str, key: str, name: str, by: str, terms: Mapping[str, float], known: date) -> str:
    """Return case.yaml with a proposal added below the others, or at the end where there are none.

    Parameters
    ----------
    text
        The file.
    key, name, by
        How it is called, and the actor who puts it forward.
    terms
        Issue -> value, 0 to 1.
    known
        From when it is known.

    Examples
    --------
    >>> print(with_proposal("title: x\\n", "mine", "Mine", "front", {"executive": 0.5}, date(2031, 3, 8)), end="")
    title: x
    <BLANKLINE>
    proposals:
      mine:
        name: "Mine"
        by: front
        text: {executive: .5}
        known: 2031-03-08
        assumed: put on the table in the workbench
    """
    values = ", ".join(f"{issue}: {written(value)}" for issue, value in terms.items())
    fields = (
        f"name: {json.dumps(name, ensure_ascii=False)}", f"by: {by}", f"text: {{{values}}}",
        f"known: {known.isoformat()}", f"assumed: {ASSUMED}",
    )  # fmt: skip
    root = compose_yaml(text)
    held = None
    if isinstance(root, yaml.MappingNode):
        held = next((pair for pair in root.value if pair[0].value == "proposals"), None)
    if held is None:
        return f"{text.rstrip()}\n\nproposals:\n{_entry(key, fields, '  ')}"
    node = held[1]
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:  # {} or nothing: write it anew
        start, end = held[0].start_mark.index, node.end_mark.index
        return f"{text[:start]}proposals:\n{_entry(key, fields, '  ')}{text[end:].lstrip(chr(10))}"
    at = _end_of(text, node)
    indent = " " * node.value[0][0].start_mark.column
    head = text[:at]
    return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{_entry(key, fields, indent)}{text[at:]}"


def _entry(key: str, fields: tuple[str, ...], indent: str) -> str:
    return f"{indent}{key}:\n" + "".join(f"{indent}  {field}\n" for field in fields)


def _end_of(text: str, node: yaml.Node) -> int:
    """Return where the line after a block's last value begins: its end mark lies behind the comments that follow."""
    last = node
    while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    at = text.find("\n", max(last.end_mark.index - 1, 0))
    return len(text) if at < 0 else at + 1
