"""Write docs/reference/references.md from the bibliography beside the models.

Run ``python scripts/write_references.py`` after a change; a test compares the file with what this writes.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIBLIOGRAPHY = ROOT / "src" / "detente" / "models" / "references.json"
PAGE = ROOT / "docs" / "reference" / "references.md"

_HEAD = """# References of the models

What `detente cite` prints. Each was looked up in public bibliographies and other people's reference lists in November
2026, not in the work itself; *seen* says what of it was found there (authors, year, title, journal, volume, pages; a
DOI only where one was found). Written by `scripts/write_references.py`; do not edit. Sources that one page alone cites
stand on that page.

| reference | stands behind | seen |
| --- | --- | --- |
"""


def page() -> str:
    """Return the page as Markdown, by first author and year."""
    entries = sorted(json.loads(BIBLIOGRAPHY.read_text(encoding="utf-8")), key=lambda entry: entry["text"])
    return _HEAD + "".join(
        f"| {entry['text']}{_link(entry.get('doi'))} | {', '.join(entry['mechanisms'])} | {entry['seen']} |\n"
        for entry in entries
    )


def _link(doi: str | None) -> str:
    return f" [doi:{doi}](https://doi.org/{doi.replace('(', '%28').replace(')', '%29')})" if doi else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
