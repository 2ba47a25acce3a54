"""The page around a tab: the case's five facts, the tabs, three columns, and the charts as one island of data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup, escape

from detente import __version__
from detente.errors import InputError
from detente.views.web.assets import scripts
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, island
from detente.views.web.rail import numbers, rail
from detente.views.web.state import State
from detente.views.web.tabs import TABS, tab_named
from detente.views.wording import nearest_hundred, short_date

__all__ = ["environment", "fragment", "notice", "whole"]


@cache
def environment() -> Any:
    """Return the templates: everything escaped, and nothing undefined passed over."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.filters["short"] = short_date
    return made


def whole(desk: Desk, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the page for a query; one that is wrong shows the case unchanged, and what is wrong.

    While the baseline is still being played for the first time, the page comes without an answer and asks for it.
    """
    desk.refresh()
    problems: tuple[str, ...] = ()
    body = ""
    if desk.ready:
        try:
            body = fragment(desk, desk.state(pairs))
        except InputError as error:
            problems = error.problems
            body = fragment(desk, State(tab=_tab(pairs)))
    return environment().get_template("web/page.html").render(
        case=desk.case, facts=facts(desk), bench=Markup(body), version=__version__, problems=problems,
        command=f"detente serve {desk.case.name}", scripts=scripts(), numbers=numbers(desk), query=urlencode(pairs),
    )  # fmt: skip


def _tab(pairs: Sequence[tuple[str, str]]) -> str:
    asked = dict(pairs).get("tab", "")
    return asked if tab_named(asked) else TABS[0].key


def fragment(desk: Desk, state: State) -> str:
    """Return what stands below the page's head for a state: tabs, columns, charts.

    Raises
    ------
    InputError
        For a state that cannot be played: levers that exclude each other, a tab that is not there.
    """
    tab = tab_named(state.tab)
    assert tab is not None  # the state was parsed
    panel = tab.panel(desk, state)
    shared = {
        "state": state,
        "desk": desk,
        "case": desk.case,
        "link": state.address,
        "go": lambda **changes: _go(state.address(**changes)),
        "stale": panel.stale,
    }
    return environment().get_template("web/bench.html").render(
        **shared, tabs=TABS, name=tab.name, panel=panel, rail=panel.rail or rail(desk, state),
        hidden=_hidden(state, panel), body=_part(panel.template, panel.data, shared), problems=desk.problems,
        charts=island(panel.charts), follow=_follow(state, panel),
        part=lambda one: _part(one.template, one.data, shared),
    )  # fmt: skip


def _part(template: str, data: Any, shared: dict[str, Any]) -> Markup:
    return Markup(environment().get_template(template).render(**{**shared, **data}))


def _go(address: str) -> Markup:
    """Return the attributes of a link to a state: it changes the page in place, and works as a plain link."""
    query = escape(address)
    return Markup(
        f'href="/?{query}" hx-get="/panel?{query}" hx-target="#bench" hx-swap="innerMorph" hx-sync="#desk:replace"'
    )


def _hidden(state: State, panel: Panel) -> list[tuple[str, str]]:
    """Return what of a state has no control on the page, so that a change elsewhere does not lose it."""
    mine = ("lever", "struck", "shown", "number")
    pairs = [("tab", state.tab)] if state.tab != TABS[0].key else []
    for name, value in parse_qsl(state.address(tab="whatif")):
        in_rail = panel.rail is None and name.split(".")[0] in mine
        if not in_rail and name not in panel.controls:
            pairs.append((name, value))
    return pairs


def _follow(state: State, panel: Panel) -> tuple[str, str] | None:
    """Return an id and the query of the second request, where something is to follow."""
    if not panel.follows or state.settled > 1:
        return None
    query = "&".join(filter(None, (state.address(), f"settled={state.settled + 1}")))
    return hashlib.sha256(query.encode()).hexdigest()[:12], query


def notice(problems: Sequence[str]) -> str:
    """Return what stands above an answer that could not be changed as asked."""
    return environment().get_template("web/notice.html").render(problems=problems)


def facts(desk: Desk) -> list[tuple[str, str, bool]]:
    """Return the five facts of the top line: what is said, its value, and whether it is hindsight."""
    case, base = desk.case, desk.base_rates["settlement"]
    return [
        ("known to", short_date(case.as_of), False),
        ("looks to", short_date(case.horizon), False),
        ("hindsight:", "coded after the fact" if case.hindsight else "none", case.hindsight),
        ("base rate", f"{nearest_hundred(base.share)} in 100 settle", False),
        ("not calibrated", "", False),
    ]
