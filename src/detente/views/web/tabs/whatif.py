"""What if: levers, numbers and struck statements, and what goes with them."""

from __future__ import annotations

from detente.analysis.levers import Difference, difference
from detente.analysis.tables import flags
from detente.engine.ensemble import Played
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, Pieces, drawn
from detente.views.web.rail import names_of
from detente.views.web.state import State
from detente.views.web.tabs import whatif_figures as figures
from detente.views.web.tabs import whatif_why as why
from detente.views.wording import change, in_hundred, joined, nearest_hundred, plural, sized
from detente.views.wording import difference as difference_words

__all__ = ["panel"]

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENDS = ("challenger_victory", "incumbent_victory", "war_goes_on")
_TRUCES = ("ceasefire", "low_activity")
_DOES = {
    "war_goes_on": "The war goes on",
    "ceasefire": "A ceasefire holds without a settlement",
    "low_activity": "The fighting dies down without a deal",
}


def panel(desk: Desk, state: State) -> Panel:
    """Return what goes with a state's changes, against the baseline on the same luck.

    While the hand moves: how the futures end and the front, from the quick number of futures. Once it rests: the zone,
    the texts on the table, each change by itself, and typical futures; then the full number.
    """
    rests = state.settled > 0 or desk.rested(state)
    runs = desk.full_runs if state.settled > 1 or desk.has(state, desk.full_runs) else desk.runs
    played, before = desk.played(state, runs), desk.baseline(runs)
    moved = {one.outcome: one for one in difference(before, played)}
    slots = {
        "ends": figures.ends(desk, played, before, moved),
        "front": figures.front(desk, state, played),
        "zone": figures.zone(desk, state) if rests else None,
        "texts": figures.texts(desk, state) if rests else None,
    }
    return Panel(
        finding=_finding(desk, state, played, before, moved),
        note=f"{plural(runs, 'future')}, same luck as the baseline · ±{_finite(runs)} in 100 from finite runs",
        short=_short(state, played, moved),
        template="web/whatif.html",
        data={"slots": slots, "dates": figures.dates(desk, state, played), "issues": _issues(desk, state)},
        charts=drawn(slots.values()),
        why=Part("web/whatif_why.html", why.column(desk, state, moved, rests)),
        controls=frozenset({"date", "issue", "view.moved"}),
        follows=not rests or runs < desk.full_runs,
    )


def _short(state: State, played: Played, moved: dict[str, Difference]) -> str:
    said = f"{in_hundred(float(flags(played)['settlement'].mean()), of=True)} settle"
    one = moved["settlement"]
    if not state.changes:
        return said
    return f"{said} ({change(one.mid)})" if not one.low <= 0 <= one.high else f"{said}, no clear difference"


def _finite(runs: int) -> int:
    """Two standard errors of a share of one half, in futures per 100, rounded up."""
    return max(1, nearest_hundred(1.0 / runs**0.5 + 0.004))


def _issues(desk: Desk, state: State) -> list[tuple[str, str, bool]]:
    """Return the issues to choose the zone of: key, name, whether it is the one shown."""
    chosen = figures.issue_of(desk, state)
    return [(key, names_of(desk).issue_name(key), key == chosen) for key in names_of(desk).salience]


def _changed(state: State) -> str:
    """Say what is changed: "With two levers and one number changed".

    Examples
    --------
    >>> _changed(State(levers=("a", "b"), numbers={"x": 1.0})), _changed(State()), _changed(State(struck=("S1",)))
    ('With two levers and one number changed', 'As the case stands', 'With one statement struck')
    """
    counts = ((len(state.levers), "lever"), (len(state.numbers), "number"), (len(state.struck), "statement"))
    said = [f"{_COUNTS[count] if count < len(_COUNTS) else count} {noun}{'s' * (count > 1)}" for count, noun in counts]
    parts = [text for text, (count, _) in zip(said, counts, strict=True) if count]
    if not parts:
        return "As the case stands"
    if not state.struck:
        return f"With {joined(parts)} changed"
    if len(parts) == 1:
        return f"With {parts[0]} struck"
    return f"With {joined(parts[:-1])} changed and {parts[-1]} struck"


def _finding(desk: Desk, state: State, played: Played, before: Played, moved: dict[str, Difference]) -> Pieces:
    """Say the answer: how often the parties settle and how the baseline's most frequent end changes."""
    shares = {name: float(value.mean()) for name, value in flags(played).items()}
    old = {name: float(value.mean()) for name, value in flags(before).items()}
    settled, _, bound = in_hundred(shares["settlement"], played.runs, of=True).partition(" (")
    after = f" explored futures{f' ({bound}' if bound else ''}"
    pieces = [(f"{_changed(state)}, the parties settle in ", False), (settled, True), (after, False)]
    if state.changes:
        pieces += [(", ", False), *_against(moved["settlement"])]
    truce = max(_TRUCES, key=lambda name: old[name])
    rival = max(_ENDS, key=lambda name: old[name])
    rival = truce if old[truce] > max(old[rival], old["settlement"]) else rival
    share = in_hundred(shares[rival], played.runs, of=True).removesuffix(" of 100")
    name = names_of(desk).outcome_names[rival]
    does = _DOES.get(rival, f"The war ends in {name.replace('Victory: ', 'victory for ')}")
    pieces += [(f". {does} in ", False), (share, True)]
    if state.changes:
        one = moved[rival]
        pieces.append((f", {difference_words(one.low, one.mid, one.high).replace(' of 100', '', 1)}", False))
    return (*pieces, (".", False))


def _against(one: Difference) -> list[tuple[str, bool]]:
    """Say a difference with its range; no direction where the range holds zero."""
    if one.low <= 0 <= one.high:
        said = difference_words(one.low, one.mid, one.high).removeprefix("no clear difference")
        return [("no clear difference", True), (f" from the baseline{said}", False)]
    size, word = sized(one.mid), "more" if one.mid > 0 else "fewer"
    ends = dict.fromkeys(str(nearest_hundred(end)) for end in sorted((abs(one.low), abs(one.high))))
    around = f" ({' to '.join(ends)})" if len(ends) > 1 else ""
    return [(f"{size or 'less than 1'} {word}", True), (f" than in the baseline{around}", False)]
