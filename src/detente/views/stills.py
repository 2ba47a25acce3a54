"""Stills: each chart drawn once as SVG, for first paint, print, and readers without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from detente.views.charts import Spec

__all__ = ["WIDTH", "cleaned", "shared", "still"]

WIDTH = 560
"""Width of a still in pixels: what fits a column of A4 without labels going under 9 points."""

_ROOM = 56
"""Letters of a label that fit beside a number at a still's width."""

_LITE = "6.4"  # the Vega-Lite that Altair's schema describes; vl-convert ships several


def still(spec: Spec, name: str, width: int = WIDTH) -> str:
    """Draw a spec as an SVG element to place in a page.

    Parameters
    ----------
    spec
        Vega-Lite, as the chart functions return it.
    name
        Prefix of the ids inside, unique in the page.
    width
        In pixels; the height follows the spec.
    """
    import vl_convert

    drawn: dict[str, Any] = (_uncut(spec) if _short(spec) and width >= WIDTH else spec) | {"width": width}
    return cleaned(vl_convert.vegalite_to_svg(drawn, vl_version=_LITE), name)


def _short(spec: Spec) -> bool:
    """Whether every text of a spec has room at a still's width without being cut."""
    words = (value for rows in spec["datasets"].values() for row in rows for value in row.values())
    return all(len(word) <= _ROOM for word in words if isinstance(word, str))


def _uncut(part: Any) -> Any:
    """Drop the limits of texts: measuring them takes half the time of a still."""
    if isinstance(part, dict):
        return {key: _uncut(value) for key, value in part.items() if key not in ("limit", "datasets")} | (
            {"datasets": part["datasets"]} if "datasets" in part else {}
        )
    return [_uncut(value) for value in part] if isinstance(part, list) else part


def cleaned(svg: str, name: str) -> str:
    """Make an SVG fit for a page: own ids, counted from 1, nothing for screen readers, scaled by its container.

    Clip ids count through the whole process and start at 1 again in the browser, so that two drawings would share
    them; ``aria-*`` and ``tabindex`` on marks would read every bar aloud.

    Examples
    --------
    >>> cleaned('<svg width="9" height="5"><g aria-label="x" clip-path="url(#clip7)"/><path id="clip7"/></svg>', "a")
    '<svg width="9" height="5" aria-hidden="true" focusable="false"><g clip-path="url(#a-1)"/><path id="a-1"/></svg>'
    """
    order: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        mine = order.setdefault(match[2], f"{name}-{len(order) + 1}")
        return f"{match[1]}{mine}{match[3]}"

    svg = re.sub(r'(\bid="|url\(#)([\w-]+)("|\))', renamed, svg)
    svg = re.sub(r' (?:aria-[\w]+|tabindex|role)="[^"]*"', "", svg)
    svg = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", svg)
    svg = re.sub(r' (?:class|pointer-events)="[^"]*"', "", svg)
    svg = re.sub(r' (?:(?:opacity|stroke-width)="1"|transform="translate\(0,0\)"|font-weight="normal")', "", svg)
    svg = re.sub(r'<path d=""[^>]*/>|<path d="M0,0h0v0h0Z"/>', "", svg)
    fonts = re.findall(r' font-family="[^"]*"', svg)
    if fonts and len(set(fonts)) == 1:  # said once, where all text inherits it
        svg = svg.replace(fonts[0], "").replace("<svg", f"<svg{fonts[0]}", 1)
    # A twentieth of a pixel is enough.
    svg = re.sub(r' transform="[^"]*"', lambda found: _TENTHS.sub(_rounded, found[0]), svg)
    svg = re.sub(r' d="([^"]*)"', lambda path: f' d="{_short_path(path[1])}"', svg)
    return svg.replace(">", ' aria-hidden="true" focusable="false">', 1)


_TENTHS = re.compile(r"-?\d+\.\d{2,}")
_STEP = re.compile(r"([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?")
_STEPS = re.compile(f"(?:{_STEP.pattern})+")


def _rounded(number: re.Match[str]) -> str:
    return _tenth(round(10 * float(number[0])))


def _tenth(tenths: int) -> str:
    """Return a whole number of tenths without needless digits."""
    whole, rest = divmod(abs(tenths), 10)
    text = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{text}" if tenths < 0 else text


def _short_path(path: str) -> str:
    """Write a path of straight lines from point to point, each as the step from the one before, in tenths of a pixel.

    Steps are taken between rounded points, so that no error adds up; other paths are only rounded.

    Examples
    --------
    >>> _short_path("M10.04,20L10.55,20L10.551,20.01L12,-3.5Z"), _short_path("M1,2A3.123,3,0,1,1,5,6")
    ('M10,20l.6,0 1.4,-23.5Z', 'M1,2A3.1,3,0,1,1,5,6')
    """
    if not _STEPS.fullmatch(path):
        return _TENTHS.sub(_rounded, path)
    parts: list[str] = []
    x = y = 0
    for letter, right, down in _STEP.findall(path):
        if letter == "Z":
            parts.append("Z")
            continue
        to_x, to_y = round(10 * float(right)), round(10 * float(down))
        if letter == "M":
            parts.append(f"M{_tenth(to_x)},{_tenth(to_y)}")
        elif (to_x, to_y) != (x, y):
            join = " " if parts[-1][0] in "l " else "l"
            parts.append(f"{join}{_tenth(to_x - x)},{_tenth(to_y - y)}")
        x, y = to_x, to_y
    return "".join(parts)


def shared(stills: Mapping[str, str], longest: int = 200) -> tuple[str, dict[str, str]]:
    """Take long paths that several stills draw alike out of them: the map's regions, of which four maps differ in fill.

    Returns
    -------
    tuple
        An SVG element to place before the stills (empty where nothing is shared), and the stills that refer to it.

    Examples
    --------
    >>> long = f'd="M0,0l{"1,1 " * 99}Z"'
    >>> before, after = shared({"a": f'<path {long} fill="red"/>', "b": f'<path {long} fill="blue"/>', "c": "<g/>"})
    >>> after
    {'a': '<use href="#shape-1" fill="red"/>', 'b': '<use href="#shape-1" fill="blue"/>', 'c': '<g/>'}
    >>> before.count("<path"), before.count('id="shape-1"')
    (1, 1)
    """
    found = Counter(
        path for svg in stills.values() for path in dict.fromkeys(_PATH.findall(svg)) if len(path) > longest
    )
    names = {path: f"shape-{place}" for place, path in enumerate((p for p, n in found.items() if n > 1), 1)}
    if not names:
        return "", dict(stills)

    def referred(match: re.Match[str]) -> str:
        return f'<use href="#{names[match[1]]}"' if match[1] in names else match[0]

    paths = "".join(f'<path id="{name}" d="{path}"/>' for path, name in names.items())
    before = f'<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false"><defs>{paths}</defs></svg>'
    return before, {name: _PATH.sub(referred, svg) for name, svg in stills.items()}


_PATH = re.compile(r'<path d="([^"]*)"')
