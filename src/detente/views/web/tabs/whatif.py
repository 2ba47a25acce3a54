"""What if: levers, numbers and struck statements, and what goes with them."""

from __future__ import annotations

from detente.analysis.levers import Difference, difference
from detente.analysis.ranges import parameter_range
from detente.analysis.tables import flags
from detente.engine.ensemble import Played
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.charts_whatif import against_baseline
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Pieces, drawn
from detente.views.web.rail import names_of
from detente.views.web.state import State
from detente.views.wording import change, hundred, in_hundred, joined, long_date, nearest_hundred, plural, span

__all__ = ["panel"]

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def panel(desk: Desk, state: State) -> Panel:
    """Return what goes with a state's changes, against the baseline on the same luck."""
    runs = desk.full_runs if state.settled or desk.has(state, desk.full_runs) else desk.runs
    played, before = desk.played(state, runs), desk.baseline(runs)
    moved = {one.outcome: one for one in difference(before, played)}
    ends = _ends(desk, played, before, moved)
    figures = (ends,)
    return Panel(
        finding=_finding(desk, state, played, moved),
        note=f"{plural(runs, 'future')}, same luck as the baseline · ±{_finite(runs)} in 100 from finite runs",
        template="web/whatif.html",
        data={"figures": figures},
        charts=drawn(figures),
        follows=runs < desk.full_runs,
    )


def _finite(runs: int) -> int:
    """Two standard errors of a share of one half, in futures per 100, rounded up."""
    return max(1, nearest_hundred(1.0 / runs**0.5 + 0.004))


def _changed(state: State) -> str:
    """Say what is changed: "two levers and one number"."""
    parts = []
    for count, noun in ((len(state.levers), "lever"), (len(state.numbers), "number"), (len(state.struck), "statement")):
        if count:
            said = _COUNTS[count] if count < len(_COUNTS) else str(count)
            parts.append(f"{said} {noun}{'s' if count > 1 else ''}" + (" struck" if noun == "statement" else ""))
    return joined(parts)


def _finding(desk: Desk, state: State, played: Played, moved: dict[str, Difference]) -> Pieces:
    """Say the answer: how often the parties settle, the change, and the first victory's share with its change."""
    shares = {name: float(value.mean()) for name, value in flags(played).items()}
    names = names_of(desk)
    start = f"With {_changed(state)} changed" if state.changes and not state.struck else f"With {_changed(state)}"
    if not state.changes:
        start = "As the case stands"
    settled = in_hundred(shares["settlement"], played.runs, of=True)
    pieces = [(f"{start}, the parties settle in ", False), (settled, True), (" explored futures", False)]
    if state.changes:
        pieces += [(", ", False), *_against(moved["settlement"])]
    pieces.append((". ", False))
    rival = max(("challenger_victory", "incumbent_victory", "war_goes_on"), key=lambda name: shares[name])
    share = in_hundred(shares[rival], played.runs, of=True).removesuffix(" of 100")
    who = {"challenger_victory": "challenger", "incumbent_victory": "incumbent"}.get(rival)
    pieces += [
        ("The war goes on in " if who is None else f"{names.side_name(who)} wins first in ", False),
        (share, True),
    ]
    if state.changes and not moved[rival].low <= 0 <= moved[rival].high:
        size = nearest_hundred(abs(moved[rival].mid))
        word = "more" if moved[rival].mid > 0 else "fewer"
        pieces.append((f", {size or 'less than 1'} {word}", False))
    elif state.changes:
        pieces.append((", no clear difference", False))
    return (*pieces, (".", False))


def _against(one: Difference) -> list[tuple[str, bool]]:
    """Say a difference with its range; no direction where the range holds zero."""
    if one.low <= 0 <= one.high:
        return [("no clear difference", True), (f" from the baseline ({change(one.low)} to {change(one.high)})", False)]
    size, word = nearest_hundred(abs(one.mid)), "more" if one.mid > 0 else "fewer"
    ends = [str(nearest_hundred(end)) for end in sorted((abs(one.low), abs(one.high)))]
    return [(f"{size or 'less than 1'} {word}", True), (f" than in the baseline ({' to '.join(ends)})", False)]


def _ends(desk: Desk, played: Played, before: Played, moved: dict[str, Difference]) -> Figure:
    names, rows, cells = names_of(desk).outcome_names, [], []
    found, old = flags(played), flags(before)
    for outcome, name in names.items():
        low, share, high = parameter_range(found[outcome], played.draw_of)
        was, by = float(old[outcome].mean()), change(moved[outcome].mid)
        value = f"{in_hundred(share) if share > 0 else 'none'} ({by if by != '0' else '±0'})"
        rows.append({
            "outcome": outcome, "name": name, "colour": OUTCOME_COLOURS[outcome], "value": value,
            "share": 100 * share, "low": 100 * low, "high": 100 * high, "was": 100 * was,
        })  # fmt: skip
        cells.append((name, in_hundred(share, played.runs), span(low, high), hundred(was), by))
    return Figure(
        line=f"By {long_date(desk.case.horizon)}",
        title="How the futures end",
        drawings=(Drawing("ends", against_baseline(rows)),),
        keys=(Key("baseline", "dashed-box"), Key("5–95 % over parameter ranges", "line")),
        table=Table(("Outcome", "futures", "parameter range", "baseline", "change"), tuple(cells),
                    "Share of explored futures, per 100", (1, 2, 3, 4)),
    )  # fmt: skip
