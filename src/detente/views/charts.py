"""The grammar that every chart shares: palette, fonts, rows of bars, dates, and how a chart becomes a finished spec.

Charts are Vega-Lite specs made with Altair, one view each, so that a page's own grid can place them at any width. A
chart takes rows (shares per hundred, days as ISO text) and ``ref``, which turns a colour's name into what the reader
needs: a CSS variable for pages, which then follow light, dark and print by themselves, or a hex value for pictures.
The charts themselves are in ``charts_deals``, ``charts_zones``, ``charts_levers``, ``charts_front`` and
``charts_keeping``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

import altair as alt

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "Ref",
    "Rows",
    "Spec",
    "captioned",
    "colours",
    "css",
    "ends",
    "finished",
    "haloed",
    "named",
    "plain",
    "ramp",
    "round_up",
    "row_y",
    "rules",
    "timeline",
    "wide",
]

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Ref = Callable[[str], str]

FONT = "'Source Sans 3', 'Liberation Sans', sans-serif"

LIGHT = {
    "ground": "#ffffff", "panel": "#f6f6f4", "ink": "#1b1f24", "muted": "#5c636e", "rule": "#dcdee2",
    "inc": "#2a5ecb", "chal": "#e56b11", "sett": "#045245", "cease": "#96dccd", "low": "#c4b96a", "war": "#8a8f9a",
    "alarm": "#a3195b", "bar": "#5c636e", "onfill": "#14171c", "onsett": "#ffffff", "onlow": "#14171c",
    "onwar": "#14171c", "oninc": "#ffffff",
    "map1": "#2a5ecb", "map2": "#a3b9e8", "map3": "#e7e5e0", "map4": "#f5bf94", "map5": "#e56b11",
    "span": "#fff0b8", "source": "#2a5ecb",
}  # fmt: skip
DARK = {
    "ground": "#14171c", "panel": "#1c2027", "ink": "#eceef1", "muted": "#a3abb8", "rule": "#363c46",
    "inc": "#5382ed", "chal": "#fe893c", "sett": "#20cdb8", "cease": "#c8f8e5", "low": "#4e4a31", "war": "#6f7175",
    "alarm": "#ff7fb5", "bar": "#a3abb8", "onfill": "#14171c", "onsett": "#14171c", "onlow": "#eceef1",
    "onwar": "#ffffff", "oninc": "#14171c",
    "map1": "#5382ed", "map2": "#34487b", "map3": "#3a3d42", "map4": "#8a5631", "map5": "#fe893c",
    "span": "#4a421c", "source": "#5382ed",
}  # fmt: skip


def css(name: str) -> str:
    """Return a colour as the page's variable.

    Examples
    --------
    >>> css("sett")
    'var(--sett)'
    """
    return f"var(--{name})"


def colours(mode: str = "light") -> Ref:
    """Return the ``ref`` for pictures without a page: hex values.

    Examples
    --------
    >>> colours("dark")("sett")
    '#20cdb8'
    """
    palette = {"light": LIGHT, "dark": DARK}[mode] | {"happened": "transparent"}
    return palette.__getitem__


def plain(rows: Rows) -> list[dict[str, Any]]:
    """Copy rows with days as ISO text and floats cut to three decimals: what goes into a page.

    Examples
    --------
    >>> plain([{"day": date(2031, 3, 8), "share": 1 / 3}])
    [{'day': '2031-03-08', 'share': 0.333}]
    """
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 3) if isinstance(value, float) else value


def round_up(values: Iterable[float | None], step: int = 10, least: int = 10, most: int = 100) -> int:
    """Return the end of an axis from 0: the next whole ``step`` above the values, within bounds.

    Examples
    --------
    >>> round_up([3, 47.2, None]), round_up([], least=50)
    (50, 50)
    """
    top = max((value for value in values if value is not None), default=0)
    return min(max(ceil(top / step) * step, least), most)


def named(name: str) -> alt.Chart:
    """Start a chart on one of the spec's named datasets, so that a page can feed it new rows."""
    return alt.Chart(alt.NamedData(name))


def timeline(ticks: int = 6) -> alt.Chart:
    """Return the layer that sets a chart's time axis: invisible marks at its ends, the dataset ``frame``.

    It is in UTC, since days must not move with the reader's clock; the year stands where it starts. An explicit domain
    would be united with those of the other layers, with a warning.
    """
    label = (
        "datum.index == 0 || utcmonth(datum.value) == 0"
        " ? utcFormat(datum.value, '%b %Y') : utcFormat(datum.value, '%b')"
    )
    count = alt.ExprRef(f"min({ticks}, max(2, floor(width / 75)))")  # on a phone more would touch
    axis = alt.Axis(title=None, tickCount=count, grid=False, labelExpr=label, labelFlush=True, labelSeparation=6)
    x = alt.X("day:T", axis=axis, scale=alt.Scale(type="utc", nice=False))
    return named("frame").mark_rule(opacity=0).encode(x=x)


def ends(domain: tuple[str, str]) -> list[dict[str, str]]:
    """Return the rows of ``frame``: the first and the last day.

    Examples
    --------
    >>> ends(("2031-03-08", "2031-12-31"))
    [{'day': '2031-03-08'}, {'day': '2031-12-31'}]
    """
    return [{"day": day} for day in domain]


def row_y(count: int, field: str = "y") -> alt.Y:
    """Return the channel for rows that are drawn downwards from 0: row i spans i to i + 1.

    Without the padding that bars get by default, which would press a single row's label onto its bar.
    """
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[count, 0], nice=False, zero=False, padding=0))


def haloed(base: alt.Chart, ref: Ref, colour: str = "ink", **mark: Any) -> tuple[alt.Chart, alt.Chart]:
    """Draw text twice, first with a stroke in the ground's colour, so that it reads over marks."""
    ground = base.mark_text(stroke=ref("ground"), strokeWidth=5, strokeJoin="round", fill=ref("ground"), **mark)
    return ground, base.mark_text(fill=ref(colour), **mark)


def captioned(
    base: alt.Chart, field: str, ref: Ref, *, share: float = 0.7, beside: str = "", **mark: Any
) -> tuple[alt.Chart, ...]:
    """Put a row's label above its marks, at the left, cut at ``share`` of the width, or where what is ``beside`` it (an
    expression of its pixels) begins.
    """
    limit = alt.ExprRef(f"max(width / 2, width - 10 - ({beside}))" if beside else f"width * {share}")
    style = {"align": "left", "fontWeight": 600, "limit": limit} | mark
    return haloed(base.encode(x=alt.value(0), text=alt.Text(f"{field}:N")), ref, **style)


def wide(field: str) -> str:
    """Return an expression for about how many pixels a field's text takes.

    Examples
    --------
    >>> wide("value")
    "7.2 * length(datum['value'] || '')"
    """
    return f"7.2 * length(datum['{field}'] || '')"


def rules(days: Rows, ref: Ref) -> list[alt.Chart]:
    """Draw dotted uprights at dated marks (rows of day, label, line); labels stand on separate lines."""
    if not days:
        return []
    base = named("marks").encode(x=alt.X("day:T"))
    stroke = base.mark_rule(stroke=ref("ink"), strokeDash=[2, 3])
    layers = [stroke]
    # A layer whose filter leaves nothing would have no extent, which Vega warns of: only what is there is drawn.
    for side in sorted({row["side"] for row in days}):
        text = base.transform_filter(f"datum.side == '{side}'").encode(
            text=alt.Text("label:N"), y=alt.Y("top:Q", axis=None, scale=None)
        )
        layers += haloed(text, ref, align=side, dx=5 if side == "left" else -5, baseline="top", fontSize=13)
    return layers


def ramp(ref: Ref) -> list[str]:
    """Return the five colours of the map's classes: held by the incumbent to held by the challenger."""
    return [ref(f"map{step}") for step in range(1, 6)]


def finished(chart: Any, data: Mapping[str, Rows], ref: Ref, height: int) -> Spec:
    """Turn a chart into a spec: the look, the container's width, a fixed height, and its rows under their names."""
    text = {"labelColor": ref("muted"), "titleColor": ref("muted"), "labelFont": FONT, "titleFont": FONT}
    sized = chart.properties(
        width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"), padding=2
    )
    styled = sized.configure(font=FONT, background=alt.Undefined).configure_axis(
        labelFontSize=13, titleFontSize=13, titleFontWeight="normal", gridColor=ref("rule"), domainColor=ref("muted"),
        ticks=False, labelPadding=6, **text,
    ).configure_view(stroke=None).configure_text(font=FONT, fontSize=13.5, color=ref("ink"))  # fmt: skip
    spec = styled.to_dict()
    spec["background"] = "transparent" if ref is css else ref("ground")
    spec["datasets"] = {name: plain(rows) for name, rows in data.items()}
    return spec
