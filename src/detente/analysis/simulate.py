"""Play a case: the baseline, its levers, texts and variants on the same luck, into one result."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detente import __version__
from detente.analysis.asked import check_asked
from detente.analysis.hangs_on import hangs_on_table
from detente.analysis.keeping import survival_table
from detente.analysis.levers import levers_table
from detente.analysis.outside import OutsideView, nearest_base_rate
from detente.analysis.scoreboard import scores_table
from detente.analysis.strike_rank import RUNS, rank_statements, strikes_table
from detente.analysis.tables import OUTCOMES, baseline_tables, flags, outcome_tables
from detente.analysis.texts import texts_table
from detente.analysis.zone_tables import zone_tables
from detente.case.load import shipped_cases
from detente.case.schema import Case
from detente.engine.ensemble import Played, compiled_before
from detente.engine.scenario import DRAWS, play_scenario
from detente.models.kernel import cache_folder
from detente.result import Result, write_result

__all__ = ["SMALL", "Tell", "case_hash", "simulate"]

SMALL = 2_000
"""Futures of a variant or of a text on the table."""
Tell = Callable[[str], None]


def simulate(
    case: Case,
    runs: int = 10_000,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    levers: Sequence[str] = (),
    out: str | Path | None = None,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
    threads: int | None = None,
) -> Result:
    """Play a case forward.

    Parameters
    ----------
    case
        From `detente.read_case`, cut at the date whose knowledge is used.
    runs
        Futures for the baseline and for every lever.
    draws
        Draws of the numbers; futures are spread evenly over them.
    seed
        Of the luck: the same case, seed and version give the same numbers.
    levers
        Names; ``a+b`` is two together. Each is played by itself, on the baseline's luck.
    out
        Folder for the result; a temporary one if None.
    progress
        Called with the number of futures done since the last call.
    tell
        Called with a line when something takes a while.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        For an unknown lever, or a case larger than the engine's records.
    """
    check_asked(case, runs=runs, draws=draws, seed=seed)
    levers = (levers,) if isinstance(levers, str) else levers
    say = tell or (lambda line: None)
    digest = case_hash(case)  # of the case as it is played, whatever is written to its files meanwhile
    if not compiled_before():
        say("Compiling the engine: once on this machine and version.")
    common: dict[str, Any] = {"seed": seed, "draws": draws, "threads": threads}
    baseline = play_scenario(case, runs=runs, keep=True, advance=progress, **common)
    pulled = [play_scenario(case, [name], runs=runs, scenario=name, advance=progress, **common) for name in levers]
    small = min(runs, SMALL)
    say("Playing the texts on the table and the model's variants.")
    texts = {
        name: play_scenario(case, runs=small, scenario=f"text:{name}", forced=_text(case, name), **common)
        for name in case.proposals
    }
    variants = {
        one.name: play_scenario(case, runs=small, scenario=f"variant:{one.name}", switches=dict(one.switches), **common)
        for one in case.variants
    }
    say("Asking what the answer hangs on.")
    base = _base_rates(case)
    tables = outcome_tables([baseline, *pulled], {name: view.share for name, view in base.items()})
    tables |= _other_tables(case, baseline, pulled, texts, variants, seed=seed, threads=threads)
    folder = Path(out) if out is not None else Path(tempfile.mkdtemp(prefix="detente-"))
    found_at = {"case_hash": digest, "case_folder": _seen_from(folder, case)}
    manifest = _manifest(case, baseline, levers, base) | found_at
    return write_result(folder, tables, manifest)


def _other_tables(case: Case, baseline: Played, pulled: Sequence[Played], texts: dict[str, Played],
                  variants: dict[str, Played], *, seed: int, threads: int | None) -> dict[str, Any]:  # fmt: skip
    """All tables but those of outcomes."""
    runs = baseline.runs
    ranked = rank_statements(case, runs=min(runs, RUNS), seed=seed, threads=threads)
    return {
        **baseline_tables(baseline),
        **zone_tables(baseline),
        "levers": levers_table(baseline, pulled),
        "texts": texts_table(case, texts),
        "variants": _variants(variants),
        "hangs_on": hangs_on_table(case, baseline, seed=seed),
        "scores": scores_table(case, runs=min(runs, SMALL), seed=seed),
        "strikes": strikes_table(ranked),
        "survival": survival_table([baseline, *texts.values()]),
    }


def _text(case: Case, name: str) -> dict[str, float]:
    """A proposal's text at its modes."""
    return {issue: number.mode for issue, number in case.proposals[name].text.items()}


def _variants(variants: dict[str, Played]) -> dict[str, Any]:
    rows = [(name, what, float(value.mean())) for name, one in variants.items() for what, value in flags(one).items()]
    return {"variant": [r[0] for r in rows], "outcome": [r[1] for r in rows], "share": [r[2] for r in rows]}


def _base_rates(case: Case) -> dict[str, OutsideView]:
    """Outside views of the outcomes that have one."""
    years = (case.horizon - case.as_of).days / 365.25
    talks = any(table.open for table in case.tables.values())
    return {name: nearest_base_rate(name, years, talks) for name in (*OUTCOMES, "ever_signed")}


def case_hash(case: Case) -> str:
    """Hash of the files in a case's folder: 16 hexadecimal digits.

    Folders in it, which may hold results, do not count, nor hidden files, which editors and desktops leave.
    """
    digest = hashlib.sha256()
    for path in sorted(case.folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _seen_from(folder: Path, case: Case) -> str | None:
    """Where a case lies as seen from a result's folder, so that both can move together; None for one that ships."""
    if case.folder.resolve() in {where.resolve() for where in shipped_cases().values()}:
        return None
    try:
        return Path(os.path.relpath(case.folder.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return None


def _manifest(case: Case, baseline: Played, levers: Sequence[str], base: dict[str, OutsideView]) -> dict[str, Any]:
    import numba

    settled = base["settlement"]
    return {
        "detente": __version__,
        "case": case.name,
        "title": case.title,
        "as_of": case.as_of.isoformat(),
        "horizon": case.horizon.isoformat(),
        "hindsight": case.hindsight,
        "design_case": case.design_case,
        "runs": baseline.runs,
        "draws": baseline.plan.sheet.draws,
        "seed": baseline.seed,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "numba": numba.__version__,
        },
        "code_hash": cache_folder().name,
        "scenarios": ["baseline", *levers],
        "base_rate": {"share": settled.share, "n": settled.cases, "source": settled.source},
    }
