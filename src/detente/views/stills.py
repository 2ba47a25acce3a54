"""Stills: each chart drawn once as SVG, for first paint, print, and readers without scripts."""

from __future__ import annotations

import re
from typing import Any

from detente.views.charts import Spec

__all__ = ["WIDTH", "cleaned", "still"]

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
    svg = re.sub(r' class="[^"]*"', "", svg)
    # A twentieth of a pixel is enough for paths; maps halve.
    svg = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d)\d+", r"\1", path[0]), svg)
    return svg.replace("<svg", "<svg", 1).replace(">", ' aria-hidden="true" focusable="false">', 1)
