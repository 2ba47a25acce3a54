"""What a tab shows: a finding, a template with its data, charts, and what stands to the left and right of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from detente.views.charts import Spec
from detente.views.figures import Figure

__all__ = ["Panel", "Part", "Pieces", "drawn", "island"]

Pieces = tuple[tuple[str, bool], ...]
"""A sentence in pieces, each with whether it is bold."""


@dataclass(frozen=True)
class Part:
    """A template below ``views/templates`` and what it shows."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """A tab's answer to a state.

    Attributes
    ----------
    finding
        One sentence: the heading, and what a screen reader says when the answer changes.
    template, data
        The middle column, as ``web/zones.html``. Templates know ``figure(one)`` from ``web/parts.html``, the page's
        ``state`` and ``link(tab=..., date=..., ...)``, the address with some of the state changed.
    charts
        Specs by id, rows in their ``datasets``; the template places each with ``<div data-chart="ID">``, or by drawing
        a `Figure`. A spec that names the dataset ``geo`` without rows is given the case's map by the page.
    note
        A small line under the finding.
    short
        The finding in a few words, for the bar at the foot of a narrow page; left out if empty.
    why
        The right column; left out if None.
    rail
        The left column; levers, numbers and struck statements if None.
    follows
        Something was left out that takes longer: the page asks again, with ``state.settled`` at 1 once the hand rests
        and then, if that answer follows too, at 2. Tabs that are quick leave it False.
    controls
        Names of inputs that the template itself holds (``date``, ``view.party``): the page then keeps no hidden copy.
    stale
        Charts among ``follows`` that keep their last drawing, pale, until then.
    """

    finding: str | Pieces
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    charts: Mapping[str, Spec] = field(default_factory=dict)
    note: str = ""
    short: str = ""
    why: Part | None = None
    rail: Part | None = None
    controls: frozenset[str] = frozenset()
    follows: bool = False
    stale: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """The finding as plain text.

        Examples
        --------
        >>> Panel((("In ", False), ("14 of 100", True), (" futures.", False)), "web/x.html").said
        'In 14 of 100 futures.'
        """
        return self.finding if isinstance(self.finding, str) else "".join(text for text, _ in self.finding)

    @property
    def pieces(self) -> Pieces:
        """The finding in pieces."""
        return ((self.finding, False),) if isinstance(self.finding, str) else self.finding


def island(value: Any) -> Markup:
    """Return JSON for a ``<script type="application/json">``: it cannot close the element that it stands in.

    Examples
    --------
    >>> island({"name": "</script>"})
    Markup('{"name":"\\\\u003c/script>"}')
    """
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def drawn(figures: Iterable[Figure | None]) -> dict[str, Spec]:
    """Return the specs of some figures by the names of their drawings.

    Examples
    --------
    >>> drawn([None])
    {}
    """
    return {one.name: dict(one.spec) for figure in figures if figure for one in figure.drawings}
