"""Positions, red lines, ratifiers and the texts that may be on the table, as arrays."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np

from detente.engine.names import luck_index
from detente.engine.plan import Floats, TextPlan
from detente.engine.sheet import RedLine, Sheet
from detente.engine.spaces import opposing, positions, spaces
from detente.models.bargaining.collective import compromise
from detente.models.texts import Texts, candidate_texts
from detente.models.utility import raw_utilities, scale_ends, scaled_utilities
from detente.models.zone_kernels import Space

__all__ = ["TEXTS", "leaving", "stops_of", "text_plan", "whole_text", "worth"]

TEXTS = 128
"""About how many texts a draw chooses from, beside those put forward."""
_KEPT: OrderedDict[tuple[int | bytes, ...], tuple[tuple[Space, ...], list[Texts]]] = OrderedDict()
_MOST_KEPT = 64
"""Enough for every statement of a case to be struck in turn; half a megabyte each while the hand moves."""


def _lines(sheet: Sheet) -> list[tuple[RedLine, int, int]]:
    """Red lines that bind: with the party bound and the patron whose support they hang on (-1: none)."""
    found = []
    for line in sheet.red_lines:
        actor = sheet.case.actors[line.actor]
        if line.actor in sheet.parties:
            found.append((line, sheet.parties.index(line.actor), -1))
        elif line.actor in sheet.patrons:
            client = sheet.case.theatre.support[line.actor].to
            found.append((line, sheet.parties.index(client), sheet.patrons.index(line.actor)))
        elif actor.role == "ratifier" and actor.of in sheet.parties:
            found.append((line, sheet.parties.index(actor.of), -1))
    return found


def _candidates(sheet: Sheet, opposed: Floats, extra: Floats, convex: bool) -> list[Texts]:
    """Candidate texts of each draw; kept by content, since most scenarios share them."""
    rows = len(sheet.parties)
    shape = (sheet.draws, rows, len(sheet.issues))
    least, most = np.zeros(shape), np.ones(shape)
    for line, party, _ in _lines(sheet):  # a patron's too: while it stays, no text that crosses it can be signed
        k = sheet.issues.index(line.issue)
        if line.sense > 0:
            least[:, party, k] = np.maximum(least[:, party, k], sheet[line.bound])
        else:
            most[:, party, k] = np.minimum(most[:, party, k], sheet[line.bound])
    found = spaces(sheet, convex=convex)
    key = (id(found), *(np.ascontiguousarray(part).tobytes() for part in (extra, least, most)))
    kept = _KEPT.pop(key, None)
    if kept is None:
        texts = [
            candidate_texts(
                found[d],
                at_least=least[d],
                at_most=most[d],
                lose=opposed[d, :rows],
                extra=extra[d] if extra.shape[1] else None,
                count=TEXTS,
            )
            for d in range(sheet.draws)
        ]
        kept = found, texts  # with the spaces, so that nothing else can come to bear their identity
    _KEPT[key] = kept  # last, as the one used last
    while len(_KEPT) > _MOST_KEPT:
        _KEPT.popitem(last=False)
    return kept[1]


def text_plan(sheet: Sheet, forced: dict[str, float] | None, *, convex: bool = False, common: bool = True) -> TextPlan:
    """Build the texts: proposals, the forced text, the neighbours' common text, then candidates near the frontier."""
    case, draws = sheet.case, sheet.draws
    rows = (*sheet.parties, *sheet.ratifiers)
    ideal, salience, exponent = positions(sheet, rows)
    opposed = ideal[:, opposing(sheet, rows), :]
    extra, own = _proposals(sheet, ideal, salience, forced, common)
    found = _candidates(sheet, opposed, extra, convex)
    x = np.stack([one.x for one in found])
    n = len(sheet.parties)
    scale = scale_ends(ideal[:, :n], opposed[:, :n], salience[:, :n], exponent[:, :n])
    u = np.stack([one.u for one in found]).transpose(0, 2, 1)
    lines = _lines(sheet)
    issue = [sheet.issues.index(line.issue) for line, _, _ in lines]
    spoil_u, spoil_war = _spoilers(sheet, x)
    stops = stops_of(sheet)
    rights = np.array([one.rights for one in case.issues.values()])
    principals = [sheet.parties.index(sheet.principal(side)) for side in range(2)]
    gap = np.abs(ideal[:, principals[0]] - ideal[:, principals[1]])
    return TextPlan(
        x=np.ascontiguousarray(x),
        u=np.ascontiguousarray(u[:, :n]),
        veto_u=np.ascontiguousarray(u[:, n:]),
        veto_floor=_columns([sheet.actor(key, "bottom_line") for key in sheet.ratifiers], draws),
        veto_of=np.array([sheet.parties.index(str(case.actors[key].of)) for key in sheet.ratifiers], np.int64),
        in_office=np.array([case.actors[key].in_office for key in sheet.ratifiers], np.bool_),
        line_party=np.array([party for _, party, _ in lines], np.int64),
        line_patron=np.array([patron for _, _, patron in lines], np.int64),
        line_issue=np.array(issue, np.int64),
        line_sense=np.array([float(line.sense) for line, _, _ in lines]),
        line_from=np.array([line.day for line, _, _ in lines], np.int64),
        line_bound=_columns([sheet[line.bound] for line, _, _ in lines], draws),
        line_lose=_columns([opposed[:, party, k] for (_, party, _), k in zip(lines, issue, strict=True)], draws),
        own=np.array(own, np.int64),
        leaves=leaving(x, stops),
        forced=len(case.proposals) if forced is not None else -1,
        ideal=np.ascontiguousarray(ideal[:, :n]),
        salience=np.ascontiguousarray(salience[:, :n]),
        exponent=np.ascontiguousarray(exponent[:, :n]),
        scale=scale,
        spoil_u=spoil_u,
        spoil_war=spoil_war,
        spoil_luck=luck_index(sheet.spoilers),
        rights=rights,
        rights_gap=np.ascontiguousarray(gap[:, rights].mean(axis=1)) if rights.any() else np.zeros(draws),
        stop_issue=np.array([one[0] for one in stops], np.int64),
        stop_value=np.array([one[1] for one in stops], np.float64),
        stop_patron=np.array([one[2] for one in stops], np.int64),
        stop_day=np.array([one[3] for one in stops], np.int64),
    )


def leaving(x: Floats, stops: list[tuple[int, float, int, int]]) -> Any:
    """Whether the stop nearest to a text's terms has a patron leave (1) or stay (2); 0 without scheduled issues."""
    found = np.zeros(x.shape[:2], np.int64)
    for k in {stop[0] for stop in stops}:
        own = [stop for stop in stops if stop[0] == k]
        nearest = np.abs(x[:, :, k, None] - np.array([stop[1] for stop in own])).argmin(axis=2)
        says = np.array([1 if stop[3] >= 0 else 2 for stop in own])[nearest]
        found = np.where((found == 1) | (says == 1), 1, says)
    return found


def _columns(columns: list[Floats], draws: int) -> Floats:
    return np.ascontiguousarray(np.column_stack(columns)) if columns else np.zeros((draws, 0))


def _stance(sheet: Sheet, actors: tuple[str, ...], ideal: Floats, salience: Floats) -> Floats:
    """Where actors who pull on each issue come to rest together (D, K): the compromise model; NaN where nobody pulls.

    Indivisible issues take their nearest stop.
    """
    draws, n, issues = salience.shape
    silent = np.ones(draws)  # who has no position has no weight, whatever it could do
    able = [sheet.capability(key) if salience[:, i].any() else silent for i, key in enumerate(actors)]
    power = np.maximum(np.column_stack(able), 1e-9)[:, :, None]
    parts = (power, np.where(salience > 0.0, ideal, np.nan), salience)
    by_actor = [np.broadcast_to(part, salience.shape).swapaxes(0, 1).reshape(n, -1) for part in parts]
    pulled = (by_actor[2] > 0.0).any(axis=0)
    rest = np.full(draws * issues, np.nan)
    if pulled.any():
        rest[pulled] = compromise(*(part[:, pulled] for part in by_actor))
    stance = rest.reshape(draws, issues)
    for k, issue in enumerate(sheet.case.issues.values()):
        if issue.indivisible:
            stops = np.array(sorted(issue.scale))
            near = stops[np.abs(stance[:, k, None] - stops).argmin(axis=1)]
            stance[:, k] = np.where(np.isnan(stance[:, k]), np.nan, near)
    return stance


def _middle(sheet: Sheet, ideal: Floats, salience: Floats) -> Floats:
    """Where the parties come to rest together on every issue (D, K)."""
    middle = _stance(sheet, sheet.parties, ideal, salience)
    return np.where(np.isnan(middle), 0.5, middle)


def _filled(sheet: Sheet, middle: Floats, text: Mapping[str, float]) -> Floats:
    filled = middle.copy()
    for issue, value in text.items():
        filled[:, sheet.issues.index(issue)] = value
    return filled


def whole_text(sheet: Sheet, text: Mapping[str, float]) -> Floats:
    """Terms (D, K) of a text that names some issues; the others are left to a compromise between the parties."""
    ideal, salience, _ = positions(sheet, sheet.parties)
    return _filled(sheet, _middle(sheet, ideal, salience), text)


def worth(sheet: Sheet, x: Floats) -> tuple[Floats, Floats]:
    """Utilities of texts ``x`` (D, C, K): of parties, then ratifiers (D, n + J, C), and of spoilers (D, S, C)."""
    rows = (*sheet.parties, *sheet.ratifiers)
    ideal, salience, exponent = positions(sheet, rows)
    opposed = ideal[:, opposing(sheet, rows), :]
    at = (ideal[:, :, None], salience[:, :, None], exponent[:, :, None])
    return scaled_utilities(x[:, None], *at, opposed[:, :, None]), _spoilers(sheet, x)[0]


def _common_text(sheet: Sheet, middle: Floats) -> Floats | None:
    """What neighbours, patrons and mediators with positions would put down together (D, K); None for fewer than two.

    Issues on which none of them has a position take the parties' middle.
    """
    placed = {position.actor for position in sheet.case.positions}
    roles = ("neighbour", "patron", "mediator")
    around = tuple(key for key, actor in sheet.case.actors.items() if actor.role in roles and key in placed)
    if len(around) < 2:
        return None
    ideal, salience, _ = positions(sheet, around)
    stance = _stance(sheet, around, ideal, salience)
    return np.where(np.isnan(stance), middle, stance)


def _proposals(
    sheet: Sheet, ideal: Floats, salience: Floats, forced: dict[str, float] | None, common: bool
) -> tuple[Floats, list[int]]:
    """Texts that were put forward (D, E, K), and which of them are the mediator's (or its principal's) own.

    Last among both is the neighbours' common text, where there is a mediator to put it down.
    """
    case, n = sheet.case, len(sheet.parties)
    middle = _middle(sheet, ideal[:, :n], salience[:, :n])
    texts = []
    for name, proposal in case.proposals.items():
        text = middle.copy()
        for issue in proposal.text:
            text[:, sheet.issues.index(issue)] = sheet[f"proposals.{name}.{issue}"]
        texts.append(text)
    if forced is not None:
        texts.append(_filled(sheet, middle, forced))
    mediators = {table.mediator for table in case.tables.values() if table.mediator}
    bearers = mediators | {case.actors[key].of for key in mediators}
    order = sorted(range(len(case.proposals)), key=lambda e: list(case.proposals.values())[e].known)
    own = [e for e in order if list(case.proposals.values())[e].by in bearers]
    shared = _common_text(sheet, middle) if common and mediators else None
    if shared is not None:
        own.append(len(texts))
        texts.append(shared)
    shape = (sheet.draws, len(texts), len(sheet.issues))
    return (np.stack(texts, axis=1) if texts else np.zeros(shape)), own


def _spoilers(sheet: Sheet, x: Floats) -> tuple[Floats, Floats]:
    """Utilities (D, spoilers, C) of the texts and what war going on is worth to spoilers (their bottom line)."""
    ideal, salience, exponent = positions(sheet, sheet.spoilers)
    u = raw_utilities(x[:, None], ideal[:, :, None], salience[:, :, None], exponent[:, :, None])
    return u, _columns([sheet.actor(key, "bottom_line") for key in sheet.spoilers], sheet.draws)


def stops_of(sheet: Sheet) -> list[tuple[int, float, int, int]]:
    """Stops of scheduled issues: issue, value, patron, day on which its support ends (-1: never)."""
    found = []
    for k, issue in enumerate(sheet.case.issues.values()):
        for value, stop in sorted(issue.schedule.items()):
            if stop.patron in sheet.patrons:
                day = -1 if stop.leaves_by is None else max(0, sheet.day(stop.leaves_by))
                found.append((k, value, sheet.patrons.index(stop.patron), day))
    return found
