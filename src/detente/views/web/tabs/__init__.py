"""The workbench's tabs, in the order in which they stand.

To add one: write ``tabs/NAME.py`` with ``def panel(desk: Desk, state: State) -> Panel``, its template
``templates/web/NAME.html``, and a line in `TABS`. A panel is a pure function of what the desk plays for the state; the
desk keeps every play, so asking again costs nothing. Controls are plain inputs with names that `State.parse` knows
(``issue``, ``date``, ``region``, ``run``, ``against``, ``text.ISSUE``; anything of the tab's own as ``view.NAME``):
the page sends them all on every change. Links are ``<a href="/?{{ link(run=12) }}">``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import Route

    from detente.views.web.desk import Desk
    from detente.views.web.panel import Panel
    from detente.views.web.state import State

__all__ = ["TABS", "Tab", "tab_named"]


@dataclass(frozen=True)
class Tab:
    """A tab: its key in the address and name of its module, what it is called, the digit that opens it."""

    key: str
    name: str
    digit: str

    @property
    def panel(self) -> Callable[[Desk, State], Panel]:
        """The function that answers; loaded when it is first asked for."""
        return import_module(f"{__name__}.{self.key}").panel

    def routes(self, desk: Desk) -> list[Route]:
        """Return what else the tab answers (uploads, moves): ``routes(desk)`` of its module, if it has one."""
        make = getattr(import_module(f"{__name__}.{self.key}"), "routes", None)
        return make(desk) if make else []


TABS: tuple[Tab, ...] = (
    Tab("whatif", "What if", "1"),
    Tab("zones", "Zones", "2"),
    Tab("deals", "Deals", "3"),
    Tab("map", "Map", "4"),
    Tab("agreements", "Agreements", "5"),
    Tab("futures", "Futures", "6"),
    Tab("compare", "Compare", "7"),
    Tab("hangs", "Hangs on", "8"),
    Tab("evidence", "Evidence", "9"),
    Tab("replay", "Replay", "0"),
    Tab("seat", "Take a seat", ""),
    Tab("questions", "Questions", ""),
)  # fmt: skip


def tab_named(key: str) -> Tab | None:
    """Return a tab by its key.

    Examples
    --------
    >>> tab_named("whatif").name
    'What if'
    """
    return next((tab for tab in TABS if tab.key == key), None)
