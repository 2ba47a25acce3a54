"""Write docs/reference/glossary.md from the registry of numbers and from quantities.csv (state and derived quantities).

Run ``python scripts/write_glossary.py`` after a change; a test compares the file with what this writes.
"""

from __future__ import annotations

import csv
from pathlib import Path

from detente.case.parameters import REGISTRY, Parameter

QUANTITIES = Path(__file__).with_name("quantities.csv")
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "glossary.md"

_HEAD = """# Glossary

Every symbol of the model's equations, its name in code, its unit and range, and where it comes from. Written by
`scripts/write_glossary.py`; do not edit.

**Chance** is what differs between futures of one draw of the numbers; the **parameter range** is what differs between
draws; **model choice** is what differs between variants of the model. They are never mixed.

## Words

| word | meaning |
| --- | --- |
| evidence | documents and the statements found in them |
| case | a peace process as data, every number tied to its evidence |
| model | one mechanism: equations and a citation |
| ensemble | many futures of a case: draws of the numbers times futures per draw |
| result | what came out, with all that is needed to get it again |
| view | report, workbench, command line |
| lever | a change to a case that somebody could decide |
| region | a piece of the theatre that one side holds |
| floor | the least utility at which a party signs (r), can get a text ratified (R), stays in (L) |
| zone | terms at or above the floors: perceived, ratifiable, credible |

"""


def quantities(group: str) -> list[dict[str, str]]:
    """Rows of quantities.csv: what a case states, or what is derived."""
    with QUANTITIES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["group"] == group]


def page() -> str:
    """Return the glossary as Markdown."""
    parts = [_HEAD, "## What a case states\n\n", _table("case"), "\n## What follows from it\n\n", _table("derived")]
    parts += [
        "\n## Numbers of the model\n\n",
        "A case overrules them in `numbers` (one for the theatre) or in `actors.NAME.numbers` (one for each actor or "
        "patron). The default is a PERT distribution; outside the bounds is an error.\n\n",
        "| symbol | name in code | for each | default [low, mode, high] | bounds | unit | meaning | source |\n",
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
    ]
    return "".join(parts) + "".join(map(_row, REGISTRY.values()))


def _table(group: str) -> str:
    head = "| symbol | name in code | unit | range | meaning | source |\n| --- | --- | --- | --- | --- | --- |\n"
    rows = (
        f"| `{row['symbol']}` | `{row['code']}` | {row['unit']} | {row['range']} | {row['meaning']} "
        f"| {row['source']} |\n"
        for row in quantities(group)
    )
    return head + "".join(rows)


def _row(one: Parameter) -> str:
    default = f"{one.low:g}" if one.low == one.high else f"{one.low:g}, {one.mode:g}, {one.high:g}"
    scope = {"case": "theatre"}.get(one.scope, one.scope)
    return (
        f"| `{one.symbol}` | `{one.name}` | {scope} | {default} | {one.lower:g} to {one.upper:g} | {one.unit} "
        f"| {one.meaning} | {one.source} |\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
