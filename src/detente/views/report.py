"""The report: one offline HTML file that answers eight questions about a result."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from detente import __version__
from detente.case.schema import Case
from detente.files import write_whole
from detente.views.context import Context, Queried
from detente.views.figures import Answer, Figure
from detente.views.sharing import is_over
from detente.views.stills import WIDTH

__all__ = ["answers", "write_report"]

_FONTS = (("Source Sans 3", "source-sans-3"), ("Source Serif 4", "source-serif-4"))
_EXT = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"


def write_report(
    result: Queried,
    case: Case,
    path: str | os.PathLike[str],
    *,
    redact: bool = False,
    include: str = "open",
    regions: bool | None = None,
    hindsight: bool = False,
) -> Path:
    """Write a result as one HTML file that loads nothing from any network.

    Parameters
    ----------
    result
        What was played: anything with ``manifest`` and ``query``, as ``detente.result.Result``.
    case
        The case it was played from, cut at the same date.
    path
        The file to write; it is put in place whole, by rename.
    redact
        Leave out all quotations.
    include
        The highest level of sharing whose sentences and names go in: ``open`` or ``restricted``.
    regions
        Whether to say who holds which region in the futures; if None, only for cases that lie a year back.
    hindsight
        Show from the start what became known later; else it waits for a switch in the page.

    Returns
    -------
    Path
        The file.
    """
    context = Context(result, case, redact, include, is_over(case) if regions is None else regions)
    page = _page(context, answers(context), hindsight)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(path, page)


def answers(context: Context) -> tuple[Answer, ...]:
    """Return the answers to the eight questions, in the report's order."""
    from detente.views.answers import deals, evidence, front, keeping, levers, trust, zones

    parts = (deals.answer, zones.answer, levers.levers, levers.hangs_on, front.answer, keeping.answer)
    return tuple(part(context) for part in (*parts, evidence.answer, trust.answer))


def figures(found: Iterable[Answer]) -> list[Figure]:
    """Return all figures of some answers."""
    return [figure for answer in found for row in answer.rows for figure in row.figures]


def _page(context: Context, found: tuple[Answer, ...], hindsight: bool) -> str:
    import jinja2
    from markupsafe import Markup

    from detente.views.bundle import javascript
    from detente.views.head import finding_of, lede, strip
    from detente.views.maps import digits_for, features
    from detente.views.stills import shared, still
    from detente.views.wording import long_date, short_date

    geo = features(context.case.geometry, digits_for(context.case.geometry))
    specs: dict[str, Any] = {}
    stills: dict[str, str] = {}
    for figure in figures(found):
        for one in figure.drawings:
            spec = dict(one.spec)
            if "geo" in spec["datasets"]:
                specs[one.name] = spec | {"datasets": spec["datasets"] | {"geo": []}}
                spec["datasets"] = spec["datasets"] | {"geo": geo}
            else:
                specs[one.name] = spec
            stills[one.name] = still(spec, one.name, _width(figure))
    shapes, stills = shared(stills)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views"),
        autoescape=True,
        trim_blocks=False,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["short"] = short_date
    has_happened = any(block.happened for block in figures(found))
    body = {
        "answers": found,
        "shapes": Markup(shapes),
        "stills": {name: Markup(svg) for name, svg in stills.items()},
        "title": context.case.title,
        "finding": finding_of(context),
        "lede": lede(context),
        "strip": strip(context),
        "geo": Markup(_json(geo)),
        "specs": Markup(_json(_packed(specs))),
        "version": __version__,
        "made": long_date(date.today()),
        "hindsight": hindsight,
        "has_happened": has_happened,
    }
    template = environment.get_template("report.html")
    # Rendered once, around marks that no case can hold: the fonts depend on the text, the policy on style and scripts.
    marks = {name: f"@{secrets.token_hex(8)}@" for name in ("style", "bundle", "script", "policy")}
    page = template.render(**body, **{name: Markup(mark) for name, mark in marks.items()})
    parts = {"style": _style(page), "bundle": javascript(), "script": _asset("report.js")}
    parts["policy"] = _policy(parts["style"], parts["bundle"], parts["script"])
    for name, mark in marks.items():
        page = page.replace(mark, parts[name], 1)
    return page


def _packed(specs: dict[str, Any]) -> dict[str, Any]:
    """Say once what all specs share, and a dataset's columns once instead of in every row; report.js unpacks it."""
    if not specs:
        return {"shared": {}, "specs": {}}
    first = next(iter(specs.values()))
    common = {
        key: first[key] for key in ("$schema", "config") if all(one.get(key) == first[key] for one in specs.values())
    }

    def columns(rows: list[dict[str, Any]]) -> Any:
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if len(rows) < 3 or any(list(row) != keys for row in rows):
            return rows
        return {"columns": keys, "rows": [list(row.values()) for row in rows]}

    def lean(spec: dict[str, Any]) -> dict[str, Any]:
        own = {key: value for key, value in spec.items() if key not in common}
        return own | {"datasets": {name: columns(rows) for name, rows in spec["datasets"].items()}}

    return {"shared": common, "specs": {name: lean(spec) for name, spec in specs.items()}}


def _width(figure: Figure) -> int:
    """Return the width of a figure's stills: four maps share a row, folded ones a third of a printed page's width."""
    return 270 if len(figure.drawings) > 1 or figure.folded else WIDTH


def _json(value: Any) -> str:
    """Return JSON that cannot close the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return resources.files("detente.views").joinpath("assets", name).read_text(encoding="utf-8")


def palette() -> str:
    """Return the colours as CSS variables: light, and dark on screens whose reader asks for it."""
    from detente.views.charts import DARK, LIGHT

    light, dark = (";".join(f"--{name}:{value}" for name, value in mode.items()) for mode in (LIGHT, DARK))
    return (
        f":root{{color-scheme:light;{light};--happened:transparent}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
    )


def fonts(text: str) -> str:
    """Return the fonts as CSS with data URIs; the extended Latin letters only where the text has some."""
    extended = re.search("[\u0100-\u024f\u1e00-\u1eff]", text) is not None
    rules = []
    for family, name in _FONTS:
        for subset, letters in (("latin", ""), ("latin-ext", f"unicode-range:{_EXT};")):
            if subset == "latin-ext" and not extended:
                continue
            file = resources.files("detente.views").joinpath("assets", "fonts", f"{name}-{subset}-wght-normal.woff2")
            data = base64.b64encode(file.read_bytes()).decode()
            rules.append(
                f'@font-face{{font-family:"{family}";font-weight:200 900;font-display:block;{letters}'
                f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
            )
    return "".join(rules)


def _style(text: str) -> str:
    return fonts(text) + palette() + _asset("base.css") + _asset("report.css")


def _policy(style: str, *scripts: str) -> str:
    """Return the page's content security policy: only its own style and scripts, by their hashes, and no network."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
