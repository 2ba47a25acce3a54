"""From a sheet to a plan: every array that a kernel reads."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from detente.case.schema import Case
from detente.engine.build_effects import Compiler, clause_plan, effect_plan
from detente.engine.build_texts import text_plan
from detente.engine.layout import Party, Patron
from detente.engine.names import effect_names, luck_index
from detente.engine.plan import Floats, FrontPlan, PartyPlan, PatronPlan, Plan, pack
from detente.engine.sheet import Sheet
from detente.engine.switches import switch_array
from detente.models.utility import raw_utilities
from detente.models.war import Walk, walk_tables

__all__ = ["WITHDRAWAL_DAYS", "build_plan", "case_numbers", "walk_of"]

WITHDRAWAL_DAYS = 90
"""Days before an announced end over which support runs down, where nothing else is said (assumed)."""
_LEVELS_OF_M = 3
_SHIFTS = 9


def case_numbers() -> tuple[str, ...]:
    """Names of the case-wide numbers in the order of `detente.engine.layout.Num`."""
    from detente.case.parameters import REGISTRY

    return (*(name for name, one in REGISTRY.items() if one.scope == "case"), "trust")


def build_plan(
    sheet: Sheet,
    *,
    switches: dict[str, bool] | None = None,
    forced: dict[str, float] | None = None,
    step_days: int = 7,
    walk: tuple[Walk, np.ndarray] | None = None,
) -> Plan:
    """Build the plan of a case.

    Parameters
    ----------
    sheet
        The case, its levers and draws.
    switches
        Mechanisms switched off or on.
    forced
        A text that is on the table at every round: issue -> value; issues not named are left to a compromise.
    step_days
        Days between political steps (they are daily while a front collapses).
    walk
        Tables of the walk of war and which of them each draw reads, where ``sheet`` holds some of an ensemble's draws;
        default: `walk_of` the sheet.
    """
    case = sheet.case
    compiler = Compiler(sheet)
    clauses = clause_plan(compiler)
    effects = effect_plan(compiler)
    changed = switches or {}
    texts = text_plan(
        sheet, forced, convex=not changed.get("indivisibility", True), common=changed.get("common_stance", True)
    )
    numbers = np.column_stack(
        [sheet["beliefs.trust" if name == "trust" else f"numbers.{name}"] for name in case_numbers()]
    )
    tables, which = walk or walk_of(sheet)
    parts: dict[str, Any] = {
        "regions": len(case.regions),
        "parties": len(sheet.parties),
        "patrons": len(sheet.patrons),
        "vetoes": len(sheet.ratifiers),
        "issues": len(sheet.issues),
        "texts": texts.x.shape[1],
        "lines": len(texts.line_party),
        "owns": len(texts.own),
        "stops": len(texts.stop_issue),
        "clauses": len(clauses.status),
        "terms": len(clauses.term_issue),
        "times": len(effects.when),
        "preconditions": len(effects.pre_kind),
        "spoilers": len(sheet.spoilers),
        "days": (case.horizon - case.as_of).days,
        "step_days": step_days,
        "numbers": numbers,
        "on": switch_array(switches),
        "walk_of": which,
        "walk_weeks": tables.weeks,
        "walk_shift_low": tables.shift_low,
        "walk_shift_step": tables.shift_step,
        "table_open": any(table.open for table in case.tables.values()),
        "mediator": _mediator(sheet),
        **_front(sheet)._asdict(),
    }
    parties = _parties(sheet, texts.ideal, texts.salience, texts.exponent, texts.scale)
    groups = {"party": parties, "patron": _patrons(sheet), "text": texts, "clause": clauses, "effect": effects}
    parts |= {f"{name}_{key}": value for name, group in groups.items() for key, value in group._asdict().items()}
    return Plan(pack(sheet.draws, parts), tables.table, sheet, parts)


def _mediator(sheet: Sheet) -> Floats:
    """Bias and stake of the first table's mediator, and whether there is one, each draw (D, 3)."""
    found = np.zeros((sheet.draws, 3))
    names = [table.mediator for table in sheet.case.tables.values() if table.mediator]
    if names:
        found[:, 0], found[:, 1], found[:, 2] = sheet.actor(names[0], "bias"), sheet.actor(names[0], "stake"), 1.0
    return found


@lru_cache(maxsize=8)
def _tables(levels: tuple[float, ...], discount: float, shift: float) -> Walk:
    shifts = _SHIFTS if shift > 0.0 else 1
    walks = [walk_tables(m, discount ** (1.0 / 52.0), 1.0, -shift, shift, shifts) for m in levels]
    return walks[0]._replace(table=np.stack([walk.table for walk in walks]))


def walk_of(sheet: Sheet) -> tuple[Walk, np.ndarray]:
    """Tables for up to three levels of m (the draws' thirds), and which one each draw reads."""
    m = sheet["numbers.m"]
    edges = np.unique(np.quantile(m, [(2 * i + 1) / (2 * _LEVELS_OF_M) for i in range(_LEVELS_OF_M)]).round(6))
    which = np.abs(m[:, None] - edges[None, :]).argmin(axis=1)
    discount = float(np.median(sheet["numbers.discount"]))
    levels = sum(support.level.high for support in sheet.case.theatre.support.values())
    most = sheet.book.numbers["numbers.g_q"].high * max(1.0, levels) if levels > 0.0 else 0.0
    return _tables(tuple(float(edge) for edge in edges), discount, round(most, 6)), which.astype(np.int64)


def _front(sheet: Sheet) -> FrontPlan:
    case, draws = sheet.case, sheet.draws
    regions = list(case.regions.values())
    place = {region.key: r for r, region in enumerate(regions)}
    weight = np.array([region.weight for region in regions])
    near = [[place[other] for other in region.neighbours] for region in regions]
    start = np.concatenate([[0], np.cumsum([len(one) for one in near])]).astype(np.int64)
    flat = np.array([other for one in near for other in one], np.int64)
    pair = np.array([weight[r] + weight[other] for r, one in enumerate(near) for other in one])
    b_d = sheet["numbers.b_d"]
    omega = np.exp(-b_d[:, None] * np.array([region.defensibility for region in regions]))
    force, cohesion, recruits = np.zeros((3, draws, 2))
    for actor in case.theatre.forces:
        side = sheet.side(actor)
        strength = sheet[f"forces.{actor}.strength"]
        force[:, side] += strength
        cohesion[:, side] += strength * sheet[f"forces.{actor}.cohesion"]
        recruits[:, side] += strength * sheet[f"forces.{actor}.recruits"]
    held = np.maximum(force, 1e-9)
    capitals = [r for r, region in enumerate(regions) if region.capital]
    return FrontPlan(
        weight=weight,
        omega=omega,
        near_start=start,
        near=flat,
        pair_weight=pair,
        holder=np.array([sheet.side(region.holder) for region in regions], np.int64),
        capital=capitals[0] if capitals else -1,
        force=force,
        cohesion=np.maximum(cohesion / held, 1e-6),
        recruits=recruits / held,
        countryside=np.ascontiguousarray(sheet["theatre.countryside"], dtype=np.float64),
        momentum=_momentum(sheet),
        region_luck=luck_index(list(case.regions)),
    )


def _momentum(sheet: Sheet) -> Floats:
    """Falls that were known at the start still feed the one who took: a cascade under way is known."""
    tau = sheet["numbers.tau"]
    momentum = np.zeros((sheet.draws, 2))
    for row in sheet.case.history:
        age = (sheet.case.as_of - row.date).days
        if row.kind == "fall" and age >= 0:
            momentum[:, 0 if row.value == 0 else 1] += np.exp(-age / tau)
    return momentum


def _parties(sheet: Sheet, ideal: Floats, salience: Floats, exponent: Floats, scale: Floats) -> PartyPlan:
    case, draws, parties = sheet.case, sheet.draws, sheet.parties
    numbers = np.zeros((draws, len(parties), len(Party)))
    principal = np.array([parties.index(sheet.principal(side)) for side in range(2)], np.int64)
    for i, key in enumerate(parties):
        side = sheet.side(key)
        for number in ("cost", "audience", "bottom_line", "psi", "credulity", "eta"):
            numbers[:, i, Party[number.upper()]] = sheet.actor(key, number)
        numbers[:, i, Party.THETA] = sheet["numbers.theta"] + sheet[f"beliefs.{key}.theta"]
        numbers[:, i, Party.LASTS] = sheet[f"beliefs.{key}.support_lasts"]
        for field, of in ((Party.U_WIN, principal[side]), (Party.U_LOSE, principal[1 - side])):
            raw = raw_utilities(ideal[:, of], ideal[:, i], salience[:, i], exponent[:, i])
            numbers[:, i, field] = (raw - scale[:, i, 0]) / (scale[:, i, 1] - scale[:, i, 0])
        for other, actor in case.actors.items():
            client = case.theatre.support[other].to if other in case.theatre.support else None
            if (actor.leans or actor.of or client) == key and actor.role in ("neighbour", "mediator", "patron"):
                numbers[:, i, Party.RELIEF] += sheet.actor(other, "pressure")
    hostile = np.zeros((len(parties), len(parties)), np.bool_)
    for one in case.theatre.hostilities:
        if one.between[0] in parties and one.between[1] in parties:
            p, q = parties.index(one.between[0]), parties.index(one.between[1])
            hostile[p, q] = hostile[q, p] = True
    sides = np.array([sheet.side(key) for key in parties], np.int64)
    armed = np.array([key in case.theatre.forces for key in parties], np.bool_)
    return PartyPlan(sides, numbers, hostile, principal, luck_index(parties), armed)


def _after(case: Case, patron: str) -> str | None:
    """Name of the number that says what is left of a patron's support: its own, or what a pending clause leaves."""
    if case.theatre.support[patron].after is not None:
        return f"support.{patron}.after"
    for deal, one in case.deals.items():
        for clause in one.clauses:
            for name, effect in zip(
                effect_names(f"deals.{deal}.{clause.id}.what", clause.what), clause.what, strict=True
            ):
                if effect.support == patron and effect.level is not None and clause.status == "pending":
                    return f"{name}.level"
    return None


def _patrons(sheet: Sheet) -> PatronPlan:
    case, draws, patrons = sheet.case, sheet.draws, sheet.patrons
    numbers = np.zeros((draws, len(patrons), len(Patron)))
    fight, defend = np.zeros(len(patrons), np.bool_), np.zeros(len(patrons), np.bool_)
    ends, over = np.full(len(patrons), -1, np.int64), np.full(len(patrons), WITHDRAWAL_DAYS, np.int64)
    pace = over.copy()
    for a, key in enumerate(patrons):
        support = case.theatre.support[key]
        numbers[:, a, Patron.LEVEL] = sheet[f"support.{key}.level"]
        for purpose, field in (
            ("defence", Patron.DEFENCE),
            ("offence", Patron.OFFENCE),
            ("training", Patron.TRAINING),
            ("evacuation", Patron.LEAVING),
        ):
            numbers[:, a, field] = sheet[f"support.{key}.{purpose}"]
        left = _after(case, key)
        numbers[:, a, Patron.AFTER] = sheet[left] if left else 0.0
        for number in (
            "own_cost",
            "years_so_far",
            "a_stay",
            "a_leave",
            "a_just",
            "stay_intercept",
            "condition_weight",
            "review_span",
            "evacuation",
        ):
            numbers[:, a, Patron[number.upper()]] = sheet.actor(key, number)
        if support.ends is not None:
            ends[a] = max(0, sheet.day(support.ends))
        if support.over is not None:
            over[a] = support.over
        pace[a] = over[a]
        if support.ends is not None:  # the level is today's: what has run down already does not run down again
            over[a] = min(over[a], max(1, ends[a]))
        side = sheet.side(support.to)
        foes = {party for party in sheet.parties if sheet.side(party) != side}
        for one in case.theatre.hostilities:
            if key in one.between and foes.intersection(one.between):
                defend[a] = True
                fight[a] |= one.only is None
    return PatronPlan(
        side=np.array([sheet.side(case.theatre.support[key].to) for key in patrons], np.int64),
        client=np.array([sheet.parties.index(case.theatre.support[key].to) for key in patrons], np.int64),
        numbers=numbers,
        ends=ends,
        over=over,
        pace=pace,
        may_fight=fight,
        may_defend=defend,
        luck=luck_index(patrons),
    )
