"""Short pages that a command writes beside its JSON: one file, no script, nothing fetched."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

__all__ = ["figure", "leaflet", "table"]

_STYLE = """
:root{--ground:#ffffff;--ink:#1b1f24;--muted:#5c636e;--rule:#dcdee2;--inc:#2a5ecb;--chal:#e56b11;--sett:#045245;
--war:#8a8f9a;--bar:#5c636e}
@media screen and (prefers-color-scheme:dark){:root{--ground:#14171c;--ink:#eceef1;--muted:#a3abb8;--rule:#363c46;
--inc:#5382ed;--chal:#fe893c;--sett:#20cdb8;--war:#6f7175;--bar:#a3abb8}}
body{margin:0 auto;padding:24px;max-width:760px;background:var(--ground);color:var(--ink);
font:17px/1.5 'Source Sans 3','Liberation Sans',sans-serif;font-variant-numeric:tabular-nums lining-nums}
h1{font:600 29px/1.25 'Source Serif 4',Georgia,serif;max-width:22em}h2{font-size:22px;margin:36px 0 8px}
h3{font-size:19px;margin:24px 0 4px}p,figcaption,li{max-width:42em}figure{margin:20px 0}
figcaption,.quiet,summary{color:var(--muted);font-size:14.5px}svg{width:100%;height:auto;display:block}
@media screen{figure>div[role=img]{overflow-x:auto}figure svg{min-width:500px}}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:15px}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--rule);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}figure{break-inside:avoid}
"""


def leaflet(title: str, above: str, body: str) -> str:
    """Return a whole page; ``title`` and ``above`` (the line over it) are text, ``body`` is HTML."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>\n"
        f'<p class="quiet">{html.escape(above)}</p><h1>{html.escape(title)}</h1>\n{body}\n</body></html>\n'
    )


def figure(finding: str, measured: str, drawing: str, numbers: str) -> str:
    """Return a figure: what is measured (text), a drawing (SVG) that a screen reader hears as the finding, numbers."""
    return (
        f'<figure><figcaption>{html.escape(measured)}</figcaption><div role="img" aria-label="{html.escape(finding)}">'
        f"{drawing}</div><details><summary>The numbers</summary>{numbers}</details></figure>"
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a table of text; after the first ``words`` columns, cells are numbers and stand at the right.

    Examples
    --------
    >>> "<td>Mean &amp; more</td>" in table(["Model", "Tax"], [["Mean & more", "7.4"]])
    True
    """
    lines = [_row(header, words, "th"), *(_row(row, words, "td") for row in rows)]
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'


def _row(cells: Sequence[str], words: int, tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    marks = [' class="n"' if place >= words else "" for place in range(len(cells))]
    parts = [f"<{tag}{scope}{mark}>{html.escape(cell)}</{tag}>" for mark, cell in zip(marks, cells, strict=True)]
    return f"<tr>{''.join(parts)}</tr>"
