"""The answer of ``detente frontier`` in words, as JSON, CSV and a page with a drawing."""

from __future__ import annotations

import csv
import html
import io
import json
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.analysis.outcomes_table import POINTS, Frontier
from detente.files import write_whole
from detente.views.wording import joined, plural

__all__ = ["NAMES", "document", "write_frontier"]

NAMES = {
    "nash": "Nash",
    "egalitarian": "Egalitarian (Kalai)",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "welfare": "Largest sum",
}
"""The solutions as people read them, in the order in which they are shown."""

_LETTERS = {"nash": "N", "egalitarian": "E", "kalai_smorodinsky": "K", "welfare": "S"}
_WORDS = {
    "nash": "Nash",
    "egalitarian": "egalitarian",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "welfare": "largest-sum",
}
_MOST_DRAWN = 3000
_KEY = ", ".join(f"{letter} {NAMES[name]}" for name, letter in _LETTERS.items())


def document(found: Frontier) -> dict[str, Any]:
    """Return the JSON document: points as lists of utilities, and beside them which outcome each is.

    Points are None where no outcome gives each party its reserve. ``chosen`` names, by solution, the outcome, its line
    in the file, the lines of all that do as well, and whether it gives every party at least its reserve.
    """
    outcomes = found.outcomes
    chosen = {}
    for name in POINTS:
        point = found.points[name]
        if point is not None and point.row is not None:
            chosen[name] = {
                "outcome": dict(zip(outcomes.columns, outcomes.labels[point.row], strict=True)),
                "line": outcomes.lines[point.row],
                "ties": [outcomes.lines[row] for row in point.ties],
                "acceptable": found.acceptable(point.row),
            }
    return {
        "pareto": outcomes.utilities[found.rows].tolist(),
        **{name: None if (p := found.points[name]) is None else list(p.utilities) for name in POINTS},
        "parties": list(outcomes.parties),
        "reserve": None if found.reserve is None else found.reserve.tolist(),
        "disagreement": found.disagreement.tolist(),
        "outcomes": len(outcomes.utilities),
        "pareto_lines": [outcomes.lines[row] for row in found.rows],
        "chosen": chosen,
    }


def write_frontier(found: Frontier, folder: Path) -> list[Path]:
    """Write frontier.json, frontier.csv, a drawing for two parties and frontier.html into a folder.

    Each file is finished elsewhere and then moved into place, so that an interruption leaves none half-written.
    """
    from detente.views.charts import colours
    from detente.views.stills import still

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(found), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    written = [write_whole(folder / "frontier.json", text), write_whole(folder / "frontier.csv", _table(found))]
    stills = []
    for i, j in list(combinations(range(len(found.outcomes.parties)), 2))[:6]:
        stills.append((i, j, still(_spec(found, i, j), f"f{i}{j}")))
    if len(stills) == 1:
        import vl_convert

        alone = _spec(found, 0, 1, colours()) | {"width": 560, "title": {"text": _KEY, "fontSize": 13}}
        drawing = vl_convert.vegalite_to_svg(alone, vl_version="6.4")
        written.append(write_whole(folder / "frontier.svg", drawing))
    return [*written, write_whole(folder / "frontier.html", _page(found, stills))]


def _solutions_at(found: Frontier) -> dict[int, list[str]]:
    """Solutions by the row that they pick."""
    at: dict[int, list[str]] = {}
    for name in POINTS:
        point = found.points[name]
        if point is not None and point.row is not None:
            at.setdefault(point.row, []).append(name)
    return at


def _table(found: Frontier) -> str:
    """The frontier as CSV: line, the outcome's own columns, utilities, solutions."""
    outcomes, at = found.outcomes, _solutions_at(found)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["line", *outcomes.columns, *outcomes.parties, "acceptable", "solutions"])
    for row in map(int, found.rows):
        cells = [outcomes.lines[row], *outcomes.labels[row], *outcomes.utilities[row].tolist()]
        writer.writerow(
            [*cells, "yes" if found.acceptable(row) else "no", "; ".join(NAMES[name] for name in at.get(row, []))]
        )
    return buffer.getvalue()


def _step(found: Frontier) -> int:
    """Of outcomes off the frontier every how manieth is drawn: all up to 3,000."""
    return -(-len(found.outcomes.utilities) // _MOST_DRAWN)


def _spec(found: Frontier, i: int, j: int, ref: Any = None) -> dict[str, Any]:
    from detente.views.charts import css
    from detente.views.charts_frontier import frontier

    u, efficient = found.outcomes.utilities, set(map(int, found.rows))
    drawn = sorted(efficient.union(range(0, len(u), _step(found))), key=lambda k: (u[k, i], -u[k, j]))
    rows = [{"first": float(u[k, i]), "second": float(u[k, j]), "efficient": k in efficient} for k in drawn]
    picked = sorted(_solutions_at(found).items(), key=lambda item: u[item[0], i])
    points = [
        {
            "first": float(u[row, i]),
            "second": float(u[row, j]),
            "text": " ".join(_LETTERS[name] for name in names),
            "turn": turn % 2,
        }
        for turn, (row, names) in enumerate(picked)
    ]
    names = (found.outcomes.parties[i], found.outcomes.parties[j])
    least = (float(found.disagreement[i]), float(found.disagreement[j]))
    return frontier(rows, points, names, least, css if ref is None else ref, line=u.shape[1] == 2)


def _finding(found: Frontier) -> str:
    """The page's title: what the numbers say, from a template."""
    outcomes, at = found.outcomes, _solutions_at(found)
    kept = sum(found.acceptable(int(row)) for row in found.rows)
    if not kept:
        return (
            f"None of {plural(len(outcomes.utilities), 'outcome')} gives every party what it could have without a deal"
        )
    head = f"{plural(len(found.rows), 'outcome')} of {len(outcomes.utilities)} cannot be bettered for all"
    picked = [row for row in at if found.points["nash"] is not None and row == found.points["nash"].row]
    if picked and len(at[picked[0]]) > 1:
        return f"{head}; the {joined([_WORDS[name] for name in at[picked[0]]])} points are the same one"
    return f"{head}; the solutions pick {plural(len(at), 'outcome')} of them"


_STYLE = """
:root{--ground:#ffffff;--ink:#1b1f24;--muted:#5c636e;--rule:#dcdee2;--sett:#045245;--chal:#e56b11;--war:#8a8f9a}
@media (prefers-color-scheme:dark){:root{--ground:#14171c;--ink:#eceef1;--muted:#a3abb8;--rule:#363c46;
--sett:#20cdb8;--chal:#fe893c;--war:#6f7175}}
@media print{:root{--ground:#ffffff;--ink:#1b1f24;--muted:#5c636e;--rule:#dcdee2;--sett:#045245;--chal:#e56b11;
--war:#8a8f9a}}
body{margin:0 auto;padding:24px;max-width:760px;background:var(--ground);color:var(--ink);
font:17px/1.5 'Source Sans 3','Liberation Sans',sans-serif;font-variant-numeric:tabular-nums lining-nums}
h1{font:600 29px/1.25 'Source Serif 4',Georgia,serif}h2{font-size:19px;margin:30px 0 8px}
p,figcaption{max-width:42em}figure{margin:26px 0}figcaption,.quiet{color:var(--muted);font-size:14.5px}
svg{width:100%;height:auto}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:15px}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--rule);vertical-align:top}
td.n,th.n{text-align:right}.key span{margin-right:18px}
"""


def _page(found: Frontier, stills: list[tuple[int, int, str]]) -> str:
    outcomes = found.outcomes
    title = html.escape(_finding(found))
    figures = []
    step = _step(found)
    thinned = f"; of outcomes off the frontier 1 in {step} is drawn" if step > 1 else ""
    for i, j, drawing in stills:
        first, second = html.escape(outcomes.parties[i]), html.escape(outcomes.parties[j])
        figures.append(
            f"<figure><figcaption>Utility of {second} (upwards) by that of {first}; dotted: without a deal{thinned}"
            f'</figcaption><div role="img" aria-label="{title}">{drawing}</div></figure>'
        )
    least = ", ".join(
        f"{html.escape(name)} {value:g}" for name, value in zip(outcomes.parties, found.disagreement, strict=True)
    )
    key = (
        '<p class="key quiet"><span><b style="color:var(--sett)">●</b> on the frontier</span>'
        '<span><b style="color:var(--war)">●</b> bettered for all by another</span>'
        '<span><b style="color:var(--chal)">◆</b> picked by a solution: '
        f"{html.escape(_KEY)}</span></p>"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f'<p class="quiet">Outcomes of {html.escape(Path(outcomes.file).name)}</p><h1>{title}</h1>\n'
        f"<p>Without a deal: {least}. Nash maximises the product of gains over that, the egalitarian point the "
        "smallest gain; Kalai-Smorodinsky makes the shares of each party's largest possible gain as equal as the list "
        "allows. The largest sum compares utilities across parties and heeds nobody's reserve.</p>\n"
        f"{key}{''.join(figures)}\n<h2>What each solution picks</h2>{_solutions(found)}\n"
        f"<h2>The frontier</h2>{_frontier_table(found)}\n</body></html>\n"
    )


def _row(cells: list[str], numbers: int, tag: str = "td") -> str:
    """A table row whose last ``numbers`` cells are right-aligned."""
    first = len(cells) - numbers
    scope = ' scope="col"' if tag == "th" else ""
    parts = [
        f"<{tag}{scope}{' class=n' if k >= first else ''}>{html.escape(cell)}</{tag}>" for k, cell in enumerate(cells)
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _solutions(found: Frontier) -> str:
    outcomes = found.outcomes
    lines = [_row(["Solution", "Outcome", "Line", *outcomes.parties], len(outcomes.parties) + 1, "th")]
    for name in POINTS:
        point = found.points[name]
        if point is None or point.row is None:
            lines.append(_row([NAMES[name], "none: no outcome gives each party its reserve"], 0))
            continue
        words = outcomes.label(point.row) + ("" if found.acceptable(point.row) else " (below a reserve)")
        values = [f"{value:g}" for value in point.utilities]
        lines.append(_row([NAMES[name], words, str(outcomes.lines[point.row]), *values], len(values) + 1))
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'


def _frontier_table(found: Frontier) -> str:
    outcomes = found.outcomes
    lines = [_row(["Outcome", "Line", *outcomes.parties], len(outcomes.parties) + 1, "th")]
    for row in map(int, found.rows):
        values = [f"{value:g}" for value in outcomes.utilities[row]]
        lines.append(_row([outcomes.label(row), str(outcomes.lines[row]), *values], len(values) + 1))
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'
