"""Laws of whole futures with every mechanism at work: the same war told otherwise has the same course."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.case.schema import Case
from detente.engine.keep import Out
from detente.engine.layout import Kind, Outcome
from detente.engine.plan import Plan
from engine_factory import at_the_table, case_of, column, fixed, plan_of, play, with_numbers, with_theatre

OTHER = {"incumbent": "challenger", "challenger": "incumbent"}
TURNED = {
    int(one): int(other)
    for pair in ((Kind.FALL, Kind.RETAKEN), (Kind.SURRENDER, Kind.RETAKEN_SURRENDER))
    for one, other in (pair, pair[::-1])
}


def busy(case: Case, **numbers: Any) -> Case:
    """A case in which much happens, at the front and at the table."""
    return at_the_table(
        with_numbers(
            case, p_round=0.6, p_close=0.3, p_open=0.3, p_leak=0.5, p_pause=0.2, sigma=3.0, break_hazard=0.02,
            p_dorm=0.1, y_noise=0.0, v_y=0.01, **numbers,
        )
    )  # fmt: skip


def _with_bias(case: Case, bias: float) -> Case:
    envoy = case.actors["envoy"]
    return case.model_copy(
        update={
            "actors": {
                **case.actors,
                "envoy": envoy.model_copy(update={"numbers": {**envoy.numbers, "bias": fixed(bias)}}),
            }
        }
    )


def _told(out: Out, run: int, *, turned: bool = False) -> list[tuple[int, int, int, float]]:
    """What happened in a future; turned, with the sides' names exchanged."""
    rows = []
    for (day, kind, who), value in zip(out.events[run, : out.event_count[run]], out.event_value[run], strict=False):
        if kind == Kind.VICTORY:
            rows.append((int(day), int(kind), int(1 - who if turned else who), 0.0))
        else:
            rows.append((int(day), TURNED.get(int(kind), int(kind)) if turned else int(kind), int(who), float(value)))
    return rows


def _swapped() -> tuple[Plan, Plan]:
    """Plans of one war, and of the same war with the names of the sides exchanged."""
    case = _with_bias(busy(case_of("template"), alpha=-6.0, retake_offset=1.0, theta=0.3), 0.2)
    other = _with_bias(with_numbers(case, alpha=-7.0, retake_offset=-1.0, theta=-0.3), -0.2)
    actors = {
        key: actor.model_copy(update={"side": OTHER[actor.side]}) if actor.side else actor
        for key, actor in other.actors.items()
    }
    other = other.model_copy(update={"actors": actors})
    off = {"mediator_text": False}  # the one place where a side is drawn: on whose view a mediator writes
    one, two = (
        plan_of(with_theatre(told, countryside=fixed(y)), "president_steps_down", draws=4, switches=off)
        for told, y in ((case, 0.4), (other, 0.6))
    )
    two.records["momentum"] = one.records["momentum"][:, ::-1]
    return one, two


def test_exchanging_the_sides_names_gives_every_future_again_in_the_mirror() -> None:
    plan, mirrored = _swapped()
    one, other = play(plan, 600), play(mirrored, 600)
    seen = set()
    for run in range(600):
        told = _told(one, run)
        seen |= {kind for _, kind, _, _ in told}
        again = _told(other, run, turned=True)
        assert [row[:3] for row in told] == [row[:3] for row in again]
        for (_, kind, _, value), (_, _, _, turned) in zip(told, again, strict=True):
            if kind == Kind.REFUSAL:  # of texts that are worth the same either may be put down
                u = plan.records["text_u"][run // 150, :2]
                np.testing.assert_allclose(u[:, int(value)], u[:, int(turned)], atol=1e-9)
            else:
                assert abs(value - turned) < 1e-4
    np.testing.assert_allclose(one.real[:, 0], 1.0 - other.real[:, 0], atol=1e-9)
    assert (column(one, "signed_on") == column(other, "signed_on")).all()
    won, lost = Outcome.CHALLENGER_VICTORY, Outcome.INCUMBENT_VICTORY
    assert (column(one, "outcome") == won).sum() == (column(other, "outcome") == lost).sum() > 0
    happened = {Kind.SIGNED, Kind.REFUSAL, Kind.CEASEFIRE, Kind.REVIEW_KEEP, Kind.LEAKED, Kind.REPORT, Kind.BROKEN}
    assert seen >= happened | {Kind.CLAUSE_KEPT, Kind.TERM_KEPT, Kind.TABLE_OPENED, Kind.SURRENDER, Kind.RETAKEN}
