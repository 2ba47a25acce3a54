"""Two scenarios on the same luck, set side by side."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.levers import difference
from detente.analysis.side_by_side import AMOUNTS, SHARES, contrasts, moves
from detente.engine.ensemble import Played
from detente.engine.scenario import play_scenario
from engine_factory import case_of


def _played(*levers: str, seed: int = 3) -> Played:
    return play_scenario(case_of("template"), levers, runs=200, seed=seed, draws=20, scenario="+".join(levers) or "a")


@pytest.fixture(scope="module")
def pair() -> tuple[Played, Played]:
    return _played(), _played(next(iter(case_of("template").levers)))


def test_moves_add_up_to_how_each_scenario_ends(pair: tuple[Played, Played]) -> None:
    before, after = pair
    count = moves(before, after)
    assert count.sum() == 200
    assert (count.sum(axis=1) == np.bincount(before.whole("outcome"), minlength=6)).all()
    assert (count.sum(axis=0) == np.bincount(after.whole("outcome"), minlength=6)).all()
    assert (moves(after, before) == count.T).all()


def test_nothing_moves_between_a_scenario_and_itself(pair: tuple[Played, Played]) -> None:
    count = moves(pair[0], pair[0])
    assert count.sum() == np.trace(count)
    for one in contrasts(pair[0], pair[0]):
        assert (one.low, one.mid, one.high, one.won, one.lost) == (0.0, 0.0, 0.0, 0, 0)


def test_contrasts_agree_with_the_differences_of_levers(pair: tuple[Played, Played]) -> None:
    found = {one.name: one for one in contrasts(*pair)}
    assert set(found) <= {*SHARES, *AMOUNTS}
    for one in difference(*pair):
        mine = found[one.outcome]
        assert (mine.low, mine.mid, mine.high) == (one.low, one.mid, one.high)
        assert (mine.won, mine.lost, mine.pairs) == (one.won, one.lost, one.pairs)
    for one in found.values():
        assert one.low <= one.mid <= one.high
        assert one.after - one.before == pytest.approx(one.mid)


def test_days_to_sign_count_only_pairs_that_sign_under_both(pair: tuple[Played, Played]) -> None:
    signed = [one.whole("ever_signed") == 1 for one in pair]
    both = int((signed[0] & signed[1]).sum())
    found = {one.name: one for one in contrasts(*pair)}
    assert ("days_to_sign" in found) == (both >= 30)
    if "days_to_sign" in found:
        assert found["days_to_sign"].pairs == both


def test_another_luck_is_refused(pair: tuple[Played, Played]) -> None:
    with pytest.raises(ValueError, match="same luck"):
        moves(pair[0], _played(seed=4))
