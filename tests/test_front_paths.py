"""Regions over the weeks: what is rebuilt from events agrees with what the engine counted."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.front_paths import changes, holders
from detente.engine.ensemble import Played
from detente.engine.scenario import play_scenario
from engine_factory import case_of


@pytest.fixture(scope="module")
def played() -> Played:
    return play_scenario(case_of("afghanistan-2021"), runs=120, seed=3, draws=20, keep=True)


def test_holders_add_up_to_what_the_engine_counted(played: Played) -> None:
    every = np.array([holders(played, run) for run in range(played.runs)])
    assert (every.sum(axis=0) == played.out.regions).all()
    weight = np.asarray(played.plan.parts["weight"])
    assert np.allclose(every @ weight, played.out.held, atol=1e-6)
    assert (every[:, -1] != every[:, 0]).any()


def test_changes_count_futures_whose_holder_differs(played: Played) -> None:
    every = np.array([holders(played, run) for run in range(played.runs)])
    moved = (every != every[:, :1]).any(axis=1).sum(axis=0)
    found = changes(played)
    assert len(found) == every.shape[2]
    assert sum(one.futures for one in found) > 100
    for r, one in enumerate(found):
        assert one.challenger == every[0, 0, r]
        assert one.futures <= one.runs == played.runs
        for part in (one.yielded, one.neighbour, one.unsupported, one.returned):
            assert 0 <= part <= one.futures
        assert np.isnan(one.middle) == (one.futures == 0)
        # A victory takes regions without a fall of their own, and a change may not last until the week is counted.
        assert one.futures <= moved[r] + one.returned


def test_a_future_that_is_not_there_and_an_ensemble_without_events(played: Played) -> None:
    with pytest.raises(LookupError, match="numbered from 0 to 119"):
        holders(played, 120)
    bare = play_scenario(case_of("afghanistan-2021"), runs=10, seed=3, draws=5)
    with pytest.raises(ValueError, match="kept no events"):
        changes(bare)
