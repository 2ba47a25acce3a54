"""The desk: a case as it lies on disk, and every play of it that somebody asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Event, Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar

from detente.case.load import read_case
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.errors import InputError
from detente.views.context import Context
from detente.views.web.live import Live
from detente.views.web.progress import begin, step
from detente.views.web.state import State, parse

if TYPE_CHECKING:
    from detente.analysis.trial import Trial
    from detente.engine.ensemble import Played
    from detente.views.web.edits import Edits

__all__ = ["FULL", "QUICK", "Desk", "Stopped", "stop"]

QUICK, FULL = 1_000, 10_000
"""Futures while the hand moves, and once it rests."""
FEW = 50
"""Draws of the numbers while the hand moves: each costs as much as several futures where positions change."""
GLANCE = 300
"""Futures that tell which numbers matter."""
SURVEYED = 150
"""Futures whose zones are solved exactly."""
TEXTS = 500
"""Futures of each text on the table."""

_T = TypeVar("_T")

stop: ContextVar[Event | None] = ContextVar("stop", default=None)
"""Set while a request is answered: once its event is set, plays for it end with `Stopped`."""


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class Kept:
    """Values by key, the least recently used dropped; each made once, even if several threads ask at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, RLock] = {}
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what is kept, or make it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            own = self._locks.setdefault(key, RLock())
        with own:
            if key in self._values:
                return self._values[key]
            _or_stop(0)
            value = make()
            with self._lock:
                self._values[key] = value
                self._locks.pop(key, None)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
            return value


class Reading:
    """One reading of the case from disk, with all that was played from it. Replaced whole when the files change."""

    def __init__(self, case: Case, signature: tuple[Any, ...]) -> None:
        self.case = case
        self.signature = signature
        # Few, since a play of 34 regions takes 35 MB: fresh memory costs more than the play, and dropped plays give
        # theirs to the next. What a tab shows of a play is small, and kept by the rest.
        self.pinned = Kept(2)
        self.plays = Kept(5)
        self.large = Kept(2)
        self.contexts = Kept(5)
        self.surveys = Kept(24)
        self.others = Kept(64)
        self.cases = Kept(512)

    @cached_property
    def book(self) -> Mapping[str, Number]:
        """The case's numbers by name."""
        from detente.engine.sheet import make_sheet

        return dict(make_sheet(self.case, draws=2).book.numbers)

    @cached_property
    def base_rates(self) -> dict[str, Any]:
        """Outside views of the outcomes."""
        from detente.analysis.outside import nearest_base_rate
        from detente.analysis.tables import OUTCOMES

        years = (self.case.horizon - self.case.as_of).days / 365.25
        talks = any(table.open for table in self.case.tables.values())
        return {name: nearest_base_rate(name, years, talks) for name in (*OUTCOMES, "ever_signed")}


class Desk:
    """Everything that a tab needs to answer a state; what was played once is kept.

    Parameters
    ----------
    folder
        The case's folder.
    as_of
        The cut; the case's own date by default.
    seed
        Of the luck, the same for every play.
    runs, full
        Futures while the hand moves, and once it rests.

    Raises
    ------
    InputError
        If the case cannot be read.
    """

    def __init__(
        self, folder: Path, as_of: date | str | None = None, *, seed: int = 1, runs: int = QUICK, full: int = FULL
    ) -> None:
        self.folder = folder
        self.as_of = as_of
        self.seed = seed
        self.runs = runs
        self.full_runs = max(full, runs)
        self.problems: tuple[str, ...] = ()
        self._lock = RLock()
        self._tried = self._signature()
        self._reading = Reading(read_case(folder, as_of), self._tried)

    # The case

    @property
    def case(self) -> Case:
        """The case as last read, cut at its date."""
        return self._reading.case

    @property
    def book(self) -> Mapping[str, Number]:
        """The case's numbers by name, as the engine draws them."""
        return self._reading.book

    @property
    def base_rates(self) -> dict[str, Any]:
        """Outside views by outcome."""
        return self._reading.base_rates

    @cached_property
    def edits(self) -> Edits:
        """What changes the case's files."""
        from detente.views.web.edits import Edits

        return Edits(self)

    def refresh(self) -> None:
        """Read the case again if a file of it changed; a case that cannot be read leaves the last good one standing.

        What is wrong is then in ``problems``.
        """
        with self._lock:
            found = self._signature()
            if found == self._tried:
                return
            self._tried = found
            try:
                self._reading = Reading(read_case(self.folder, self.as_of), found)
                self.problems = ()
            except InputError as error:
                self.problems = error.problems

    def _signature(self) -> tuple[Any, ...]:
        """Name, time and size of every file in the folder."""
        found = []
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                told = path.stat()
                found.append((path.name, told.st_mtime_ns, told.st_size))
        return tuple(found)

    def state(self, pairs: Any) -> State:
        """Read a state from a query; see `detente.views.web.state.parse`."""
        return parse(pairs, self.case, self.book)

    def case_of(self, state: State) -> Case:
        """The case without the statements that are struck."""
        if not state.struck:
            return self.case
        from detente.analysis.strike import strike

        reading, names = self._reading, tuple(sorted(state.struck))
        return reading.cases.get(names, lambda: strike(reading.case, names))

    # Plays

    def baseline(self, runs: int | None = None) -> Played:
        """The case with nothing changed."""
        return self.played(State(), runs)

    def played(self, state: State, runs: int | None = None) -> Played:
        """A state's futures with their events and states of mind, on the baseline's luck.

        Parameters
        ----------
        runs
            ``desk.runs`` by default; events and minds are left out above that.

        Raises
        ------
        InputError
            For levers that exclude each other.
        Stopped
            When nobody waits any more.
        """
        count = runs or self.runs
        kept = self._shelf(state, count)
        return kept.get((state.played, count), lambda: self._play(state, count, keep=count <= self.runs))

    def prepare(self, state: State) -> None:
        """Have at hand what a play of a state needs before its first future."""
        from detente.engine.scenario import plan_scenario

        plan_scenario(
            self.case_of(state), state.levers, runs=self.runs, seed=self.seed, draws=self.draws(self.runs),
            held=dict(state.numbers),
        )  # fmt: skip

    def draws(self, runs: int) -> int:
        """Draws of the numbers that a play of so many futures is asked for: fewer while the hand moves."""
        from detente.engine.scenario import DRAWS

        return DRAWS if runs > self.runs else min(DRAWS, FEW)

    def _play(self, state: State, runs: int, *, keep: bool = False, forced: dict[str, float] | None = None) -> Played:
        from detente.engine.scenario import play_scenario

        case = self.case_of(state)
        begin(runs)
        return play_scenario(
            case, state.levers, runs=runs, seed=self.seed, draws=self.draws(runs),
            held=dict(state.numbers), keep=keep, forced=forced, advance=_or_stop,
        )  # fmt: skip

    def _shelf(self, state: State, runs: int) -> Kept:
        """Where a play is kept: the baseline for good."""
        if not state.changes:
            return self._reading.pinned
        return self._reading.plays if runs <= self.runs else self._reading.large

    def ends(self, state: State) -> Played:
        """A state's futures with how they end and nothing else, which takes no room: for differences."""

        def play() -> Played:
            whole = self.played(state) if self.has(state) else self._play(state, self.runs)
            plan, out = whole.plan, whole.out
            empty = {name: getattr(out, name)[:0].copy() for name in out._fields if name not in ("whole", "real")}
            return replace(whole, plan=replace(plan, records=plan.records[:0].copy()), out=out._replace(**empty))

        return self._reading.others.get(("ends", state.played), play)

    def glance(self, state: State) -> Played:
        """A state's futures in a small number, which is not kept: for choosing what to look at."""
        return self._play(state, min(GLANCE, self.runs))

    @property
    def ready(self) -> bool:
        """Whether the case was played once, so that a page can be answered at once."""
        return self.has(State()) and ("own", "leading") in self._reading.others

    def full(self, state: State) -> Played:
        """A state's futures in the full number, without events and minds: for when the hand rests."""
        return self.played(state, self.full_runs)

    def has(self, state: State, runs: int | None = None) -> bool:
        """Whether a state was played before, so that it can be shown at once."""
        count = runs or self.runs
        return (state.played, count) in self._shelf(state, count)

    def survey(self, state: State) -> Mapping[str, Mapping[str, Any]]:
        """The tables of `detente.analysis.zone_tables.zone_tables` for a state (columns by name)."""
        from detente.analysis.zone_tables import zone_tables

        def look() -> Mapping[str, Mapping[str, Any]]:
            return zone_tables(self.played(state), futures=SURVEYED)

        return self._reading.surveys.get(state.played, look)

    def rested(self, state: State) -> bool:
        """Whether what follows once the hand rests was made before for a state."""
        return self.has(state) and self.surveyed(state) and self.tried(state)

    def surveyed(self, state: State) -> bool:
        """Whether a state's zones are at hand."""
        return state.played in self._reading.surveys

    def tried(self, state: State) -> bool:
        """Whether the case's proposals were put on the table in this state."""
        return ("texts", state.played) in self._reading.others

    def trial(self, state: State) -> Trial | None:
        """What comes of the text in the state; None where it has none."""
        if not state.text:
            return None
        from detente.analysis.trial import trial_of

        played, text = self.worded(state), dict(state.text)
        return self._reading.others.get(("trial", _worded(state)), lambda: trial_of(played, "yours", text))

    def worded(self, state: State) -> Played:
        """A state's futures with its text on the table at every round; `played` where it has none."""
        if not state.text:
            return self.played(state)
        text = dict(state.text)
        return self._reading.plays.get(_worded(state), lambda: self._play(state, self.runs, keep=True, forced=text))

    def keep(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return something of a tab's own that follows from the case, made once while the case stays as it is."""
        return self._reading.others.get(("own", key), make)

    def context(self, state: State, runs: int | None = None) -> Context:
        """A state's futures as the views ask them, under the name of the baseline; tables are made on demand."""
        key = state.played, runs or self.runs
        return self._reading.contexts.get(key, lambda: Context(self._live(state, runs), self.case_of(state)))

    def _live(self, state: State, runs: int | None) -> Live:
        from detente.analysis.hangs_on import hangs_on_table
        from detente.analysis.keeping import survival_table
        from detente.analysis.tables import baseline_tables, outcome_tables

        played, case = self.played(state, runs), self.case_of(state)
        base = {name: view.share for name, view in self.base_rates.items()}
        names = ("outcomes", "shares", "control", "front", "states")
        events = ("events", "clauses", "clause_dates", "first_break", "numbers")
        makers: dict[tuple[str, ...], Callable[[], Any]] = {
            names: lambda: outcome_tables([played], base),
            ("zones", "zone_edges", "diagnosis", "floors"): lambda: self.survey(state),
            ("texts",): lambda: {"texts": self.texts(state)},
            ("survival",): lambda: {"survival": survival_table([played])},
            ("hangs_on",): lambda: {"hangs_on": hangs_on_table(case, self.played(state), seed=self.seed)},
        }
        if played.runs <= self.runs:
            makers[events] = lambda: baseline_tables(played)
        return Live(self.manifest(played), makers)

    def texts(self, state: State) -> dict[str, Any]:
        """The case's proposals put on the table one by one in a state: the columns of ``texts_table``."""
        from detente.analysis.texts import texts_table

        case, runs = self.case_of(state), min(TEXTS, self.runs)

        def play() -> dict[str, Any]:
            told = {
                name: self._play(state, runs, forced={issue: number.mode for issue, number in one.text.items()})
                for name, one in case.proposals.items()
            }
            return texts_table(case, told)

        return self._reading.others.get(("texts", state.played), play)

    def manifest(self, played: Played) -> dict[str, Any]:
        """How some futures came about, as a result's manifest says it."""
        case, settled = self.case, self.base_rates["settlement"]
        return {
            "case": case.name,
            "title": case.title,
            "as_of": case.as_of.isoformat(),
            "horizon": case.horizon.isoformat(),
            "hindsight": case.hindsight,
            "design_case": case.design_case,
            "runs": played.runs,
            "draws": played.plan.sheet.draws,
            "seed": played.seed,
            "base_rate": {"share": settled.share, "n": settled.cases, "source": settled.source},
        }


def _worded(state: State) -> tuple[Any, ...]:
    """What decides what is played with the state's text on the table."""
    return "worded", state.played, tuple(sorted(state.text.items()))


def _or_stop(finished: int) -> None:
    """Called between blocks of futures: note how many are done, and end the play if nobody waits for it."""
    step(finished)
    event = stop.get()
    if event is not None and event.is_set():
        raise Stopped
