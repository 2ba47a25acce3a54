"""Small made-up results that follow the contract of a result folder, for tests of the views. Nothing here is real."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from detente.case.schema import Case
from detente.result import Result, write_result

Rows = list[dict[str, Any]]
START, END = date(2031, 3, 8), date(2031, 12, 31)
WEEKS = [START + timedelta(7 * week) for week in range(43)]
MONTHS = WEEKS[::4]
OUTCOMES = ("settlement", "ceasefire", "low_activity", "war_goes_on", "challenger_victory", "incumbent_victory")
CAUSES = ("in reach", "indivisibility", "information", "audience", "commitment", "two together", "no common gain")


def tables(case: Case, *, runs: int = 600, draws: int = 20, signed: float = 0.3, seed: int = 1) -> dict[str, Rows]:
    """Return coherent tables for a case: shares add up, zones nest, differences are differences."""
    random = np.random.default_rng(seed)
    out: dict[str, Rows] = {}
    out["outcomes"] = _outcomes(case, runs, draws, signed, random)
    out["shares"] = _shares(out["outcomes"], draws)
    out["events"] = _events(case, out["outcomes"], random)
    out |= _front(case, random)
    out["states"] = _states(out["outcomes"])
    out |= _zones(case)
    out["texts"] = _texts(case, signed, random)
    out["levers"] = _levers(case, runs)
    out["hangs_on"] = _hangs_on(out["shares"])
    out["clauses"] = _clauses(case)
    out["first_break"] = [{"what": what, "share": share} for what, share in (("troops leave", 0.6), ("quiet", 0.4))]
    out["survival"] = _survival()
    out["numbers"] = [
        {"draw": draw, "name": "alpha", "value": float(random.normal(-11.4, 0.4))} for draw in range(draws)
    ]
    out["variants"] = [
        {"variant": name, "outcome": row["outcome"], "share": min(1.0, row["share"] * factor)}
        for name, factor in (("strict acceptance", 0.7), ("no expected breach", 1.2))
        for row in out["shares"]
        if row["scenario"] == "baseline"
    ]
    return out


def _outcomes(case: Case, runs: int, draws: int, signed: float, random: np.random.Generator) -> Rows:
    rows: Rows = []
    tilt = {"baseline": 0.0} | {name: 0.03 * (place + 1) for place, name in enumerate(case.levers)}
    luck, when, parameter = random.random(runs), random.integers(20, 280, runs), random.normal(0, 0.06, draws)
    for scenario, more in tilt.items():
        for run in range(runs):
            draw = run % draws
            share = float(np.clip(signed + more + parameter[draw], 0, 1)) if signed else 0.0
            did_sign = bool(luck[run] < share)
            broke = did_sign and luck[run] > share * 0.6
            left = (luck[run] * 7919) % 1
            outcome = (
                "settlement" if did_sign and not broke
                else "challenger_victory" if left < 0.45 - more
                else "war_goes_on" if left < 0.8
                else "ceasefire" if left < 0.9
                else "low_activity" if left < 0.97
                else "incumbent_victory"
            )  # fmt: skip
            day = START + timedelta(int(when[run]))
            won = outcome == "challenger_victory"
            rows.append({
                "scenario": scenario, "run": run, "draw": draw, "outcome": outcome, "ever_signed": did_sign,
                "signed_on": day if did_sign else None, "broke_on": day + timedelta(61) if broke else None,
                "first_break": "quiet" if broke else None, "kept_a_year": (not broke) if did_sign else None,
                "fatalities": int(20_000 * left + 500), "civilians_out": int(1000 * left),
                "regions_lost": int(len(case.regions) * (1 if won else left / 2)), "control": 1.0 if won else left / 2,
                "capital_fell_on": day if won else None, "proposer": next(iter(case.actors)) if did_sign else None,
                "rights": 0.5 if did_sign else None, "rounds": int(luck[run] < 0.8),
                **{f"x_{name}": 0.5 if did_sign else None for name in case.issues},
            })  # fmt: skip
    return rows


def _shares(outcomes: Rows, draws: int) -> Rows:
    rows: Rows = []
    base = {"settlement": 0.28, "ceasefire": 0.19, "low_activity": 0.26}
    for scenario in dict.fromkeys(row["scenario"] for row in outcomes):
        mine = [row for row in outcomes if row["scenario"] == scenario]
        tests = {name: (lambda row, name=name: row["outcome"] == name) for name in OUTCOMES}
        tests |= {"ever_signed": lambda row: row["ever_signed"], "kept_a_year": lambda row: bool(row["kept_a_year"])}
        for name, test in tests.items():
            by_draw = [np.mean([test(row) for row in mine if row["draw"] == draw]) for draw in range(draws)]
            low, high = np.quantile(by_draw, (0.05, 0.95))
            rows.append({
                "scenario": scenario, "outcome": name, "share": float(np.mean(by_draw)), "low": float(low),
                "high": float(high), "base": base.get(name),
            })  # fmt: skip
    return rows


def _events(case: Case, outcomes: Rows, random: np.random.Generator) -> Rows:
    rows: Rows = []
    regions = list(case.regions)
    for one in (row for row in outcomes if row["scenario"] == "baseline"):
        days = sorted(int(day) for day in random.integers(5, 290, one["regions_lost"]))
        for region, day in zip(regions, days, strict=False):
            rows.append({"run": one["run"], "day": START + timedelta(day), "kind": ("fall", "surrender")[day % 2],
                         "subject": region, "value": 1.0})  # fmt: skip
        if one["signed_on"]:
            rows.append(
                {"run": one["run"], "day": one["signed_on"], "kind": "signed", "subject": "talks", "value": 1.0}
            )
        if one["broke_on"]:
            rows.append({"run": one["run"], "day": one["broke_on"], "kind": "broken", "subject": "quiet",
                         "value": 0.0})  # fmt: skip
    return rows


def _front(case: Case, random: np.random.Generator) -> dict[str, Rows]:
    place = {name: rank / max(len(case.regions) - 1, 1) for rank, name in enumerate(case.regions)}
    control, front = [], []
    for week, day in enumerate(WEEKS):
        t = week / (len(WEEKS) - 1)
        control += [{"scenario": "baseline", "day": day, "region": name,
                     "share": float(np.clip(t * 1.3 - place[name] * 0.5, 0, 1))} for name in case.regions]  # fmt: skip
        ends = [0.2 + t * (0.25 + 0.5 * (q - 0.5)) for q in (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)]
        names = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
        front.append({"scenario": "baseline", "day": day, **dict(zip(names, ends, strict=True)), "countryside": 0.4})
    return {"control": control, "front": front}


def _states(outcomes: Rows) -> Rows:
    rows: Rows = []
    mine = [row for row in outcomes if row["scenario"] == "baseline"]
    for day in WEEKS:
        counts = dict.fromkeys(OUTCOMES, 0)
        for row in mine:
            ended = row["capital_fell_on"] or row["signed_on"]
            counts[row["outcome"] if ended is None or ended <= day else "war_goes_on"] += 1
        rows += [{"scenario": "baseline", "day": day, "outcome": name, "share": count / len(mine)}
                 for name, count in counts.items()]  # fmt: skip
    return rows


def _zones(case: Case) -> dict[str, Rows]:
    zones: Rows = []
    edges: Rows = []
    diagnosis: Rows = []
    floors: Rows = []
    for month, day in enumerate(MONTHS):
        t = month / (len(MONTHS) - 1)
        zones.append({"day": day, "perceived": 1 - 0.5 * t, "ratifiable": 0.8 * (1 - t), "credible": 0.5 * (1 - t) ** 2,
                      "fixed": 0.3 * (1 - t) ** 2, "n": 600})  # fmt: skip
        for shift, issue in enumerate(case.issues):
            for wide, kind in ((0.25, "perceived"), (0.15, "ratifiable"), (0.05, "credible")):
                closed = kind == "credible" and t > 0.7
                middle = 0.35 + 0.05 * shift + 0.4 * t
                edges.append({
                    "day": day, "issue": issue, "kind": kind, "low": None if closed else max(0.0, middle - wide),
                    "high": None if closed else min(1.0, middle + wide), "nash": None if closed else middle,
                    "share_open": 0.0 if closed else 1 - t,
                })  # fmt: skip
        parts = np.array([0.5 * (1 - t), 0.05, 0.15, 0.1, 0.15 + 0.4 * t, 0.03, 0.02])
        diagnosis += [{"day": day, "cause": cause, "share": float(part)}
                      for cause, part in zip(CAUSES, parts / parts.sum(), strict=True)]  # fmt: skip
        for party in (key for key, actor in case.actors.items() if actor.role == "party"):
            floors += [{"day": day, "party": party, "kind": kind, "q05": 0.3, "q50": 0.4 + 0.1 * t, "q95": 0.6}
                       for kind in "rRL"]  # fmt: skip
    return {"zones": zones, "zone_edges": edges, "diagnosis": diagnosis, "floors": floors}


def _texts(case: Case, signed: float, random: np.random.Generator) -> Rows:
    rows: Rows = []
    absent = next((key for key, actor in case.actors.items() if actor.absent), None)
    for place, (name, proposal) in enumerate(case.proposals.items()):
        rights = proposal.text["rights"].mode if "rights" in proposal.text else None
        sign, kept = min(signed * (0.6 + 0.3 * place), 0.9), 0.7 - 0.15 * place
        crosses = [{"actor": absent, "issue": "rights", "limit": 0.6, "absent": True, "rights": True}]
        rows.append({
            "name": name, "letter": "ABCDEFGH"[place], "signed": sign, "signed_low": sign * 0.7,
            "signed_high": min(1, sign * 1.4), "kept": kept, "kept_low": kept - 0.1, "kept_high": kept + 0.1,
            "both": sign * kept, "both_low": sign * kept * 0.6, "both_high": sign * kept * 1.4, "first_break": "quiet",
            "crosses": json.dumps(crosses if absent and rights is not None and rights < 0.6 else []),
            "fatalities": 9000.0 - 500 * place, "rights": rights,
        })  # fmt: skip
    return rows


def _levers(case: Case, runs: int) -> Rows:
    rows: Rows = []
    for place, name in enumerate(case.levers):
        mid = 0.06 - 0.05 * place
        rows += [
            {"lever": name, "outcome": "kept_a_year", "low": mid - 0.03, "mid": mid, "high": mid + 0.03,
             "won": 60 - 10 * place, "lost": 20 + 10 * place, "pairs": runs},
            {"lever": name, "outcome": "settlement", "low": mid - 0.03, "mid": mid, "high": mid + 0.03,
             "won": 60 - 10 * place, "lost": 20 + 10 * place, "pairs": runs},
            {"lever": name, "outcome": "challenger_victory", "low": -1.5 * mid - 0.03, "mid": -1.5 * mid,
             "high": -1.5 * mid + 0.03, "won": 20, "lost": 70, "pairs": runs},
        ]  # fmt: skip
    return rows


def _hangs_on(shares: Rows) -> Rows:
    base = next(row["share"] for row in shares if row["scenario"] == "baseline" and row["outcome"] == "settlement")
    swings = (("theatre.support.union.level", 0.09, "statement", ["S1"]), ("psi", 0.07, "assumed", []),
              ("n_c", 0.05, "data", ["collapses.csv"]),
              ("theatre.forces.front.cohesion", 0.03, "statement", ["S2"]))  # fmt: skip
    return [
        {"number": name, "low_value": 0.2, "high_value": 0.8, "at_low": max(base - swing, 0), "at_high": base + swing,
         "baseline": base, "outcome": "settlement", "rests_on": rests, "because": json.dumps(because)}
        for name, swing, rests, because in swings
    ]  # fmt: skip


def _clauses(case: Case) -> Rows:
    rows: Rows = []
    for deal in case.deals.values():
        for clause in deal.clauses:
            if clause.status == "pending" and clause.by:
                rows += [{"clause": clause.id, "status": status, "share": share, "median_day": clause.by}
                         for status, share in (("kept", 0.06), ("late", 0.71), ("never", 0.23))]  # fmt: skip
    return rows


def _survival() -> Rows:
    return [
        {"scenario": "text:council", "days": 30.0 * month, "share": 0.97**month, "low": 0.95**month,
         "high": 0.985**month, "base": 0.99**month}
        for month in range(25)
    ]  # fmt: skip


def write(folder: Path, case: Case, rows: Mapping[str, Rows], **manifest: Any) -> Result:
    """Write a result folder and open it."""
    import pyarrow as pa

    columns = {}
    for name, table in rows.items():
        if table:
            made = pa.Table.from_pylist(table)
            columns[name] = {column: made[column] for column in made.column_names}
    runs = sum(row["scenario"] == "baseline" for row in rows["outcomes"])
    record = {
        "detente": "0.1.0", "case": case.name, "title": case.title, "as_of": case.as_of.isoformat(),
        "horizon": case.horizon.isoformat(), "hindsight": case.hindsight, "runs": runs, "draws": 20, "seed": 1,
        "versions": {"python": "3.11"}, "code_hash": "c0de" * 4, "case_hash": "ca5e" * 4,
        "scenarios": ["baseline", *case.levers],
        "base_rate": {"share": 0.28, "n": 74, "source": "UCDP, episodes over 1,000 deaths"},
        **manifest,
    }  # fmt: skip
    return write_result(folder, columns, record)
