"""The Spatial Model of Politics against KTAB's printed runs, its plain reference, and the laws that it should obey."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.models.bargaining import spatial_reference
from detente.models.bargaining.settings import as_mapping, read_settings
from detente.models.bargaining.spatial import SpatialHistory, spatial_ensemble, spatial_model
from detente.models.bargaining.spatial_settings import SpatialSettings, adjustment_matrix

PEERS = Path(__file__).parent / "data" / "peers"
Table = tuple[np.ndarray, np.ndarray, np.ndarray]
SHARED = {"Ties": "Shared", "stop": {"max_iter": 3}}
"""Three turns: the model is chaotic, so over dozens of turns differences in the last bit grow into others' choices."""


def _peer(case: str) -> tuple[list[str], list[str], np.ndarray]:
    rows = list(csv.reader((PEERS / case / "input_actors.csv").read_text().splitlines()))
    issues = [name[4:] for name in rows[0] if name.startswith("pos:")]
    return [row[0] for row in rows[1:]], issues, np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])


@pytest.mark.parametrize("case", ["smp_dummy_7x3", "smp_china_policy_26x1"])
def test_equals_ktab_at_every_turn(case: str) -> None:
    names, issues, numbers = _peer(case)
    given_settings = json.loads((PEERS / case / "params.json").read_text())
    history = spatial_model(numbers[:, 0], numbers[:, 1::2], numbers[:, 2::2], given_settings, actors=names)
    expected = list(csv.DictReader((PEERS / case / "expected_positions.csv").read_text().splitlines()))
    assert history.turns == max(int(row["turn"]) for row in expected)
    for row in expected:
        place = int(row["turn"]), names.index(row["actor"]), issues.index(row["dimension"])
        assert history.positions[place] == pytest.approx(float(row["position"]), abs=0.01)
    printed = list(csv.reader((PEERS / case / "expected_win_prob.csv").read_text().splitlines()))[1:]
    chances = np.array([[float(cell) for cell in row[1:]] for row in printed])
    np.testing.assert_allclose(history.win_prob.T, chances, atol=1e-3)


def _random_table(seed: int, n: int, K: int) -> Table:
    rng = np.random.default_rng(seed)
    saliences = rng.dirichlet(np.ones(K), n) * rng.uniform(0.3, 1.0, (n, 1))
    return rng.uniform(10.0, 200.0, n), rng.uniform(0.0, 1.0, (n, K)), saliences


OPTIONS = {
    "VictoryProbModel": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "VotingRule": ("Prop", "Cubic", "PropCbc", "Binary", "PropBin", "ASymProsp"),
    "PCEModel": ("Conditional", "MarkovUniform", "MarkovIncentive"),
    "StateTransitions": ("Deterministic", "Stochastic"),
    "BigRRange": ("Min", "Mid", "Max"),
    "BigRAdjust": ("Full", "TwoThirds", "Half", "OneThird", "No"),
    "ThirdPartyCommit": ("SemiCommit", "FullCommit", "NoCommit"),
    "InterVecBrgn": ("S1P1", "S2P2", "S2PMax"),
    "BargnModel": ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp"),
    "Ties": ("LowestIndex", "Shared"),
    "ReceiverView": ("Probability", "Gain"),
}
EACH_OPTION = [{name: value} for name, values in OPTIONS.items() for value in values]
MIXTURES = [
    {name: values[(3 * k + place) % len(values)] for place, (name, values) in enumerate(OPTIONS.items())}
    for k in range(24)
]


def _by_reference(chosen: SpatialSettings, table: tuple[np.ndarray, ...], adjustment: np.ndarray, seed: int) -> list:
    capability, positions, saliences = table
    n = len(capability)
    stochastic = chosen.transitions == "Stochastic"
    rng = np.random.Generator(np.random.Philox(key=[seed, 0]))
    draws = rng.random((chosen.max_iter, n)) if stochastic else np.zeros((chosen.max_iter, n))
    relative = capability / capability.mean() if chosen.ties == "Shared" else capability
    return spatial_reference.play(chosen, relative, positions, saliences, positions, adjustment, draws)


@pytest.mark.parametrize("given_settings", EACH_OPTION + MIXTURES, ids=str)
def test_kernel_equals_the_plain_reference(given_settings: dict[str, str]) -> None:
    adjusted = [["0", "1", 0.3], ["0", "0", 0.2], ["2", "2", 0.5]]
    for (n, K), ideals in itertools.product(((6, 1), (5, 2)), ("identity", adjusted)):
        # With all-or-nothing votes whole coalitions tie, and rounding decides: compare before the first such choice.
        stop = {"max_iter": 1, "min_iter": 1} if given_settings.get("VotingRule") == "Binary" else {"max_iter": 6}
        chosen = read_settings(SpatialSettings, {**given_settings, "ideal_adjustment": ideals, "stop": stop})
        table = _random_table(n, n, K)
        history = spatial_model(*table, chosen, seed=5, scale=(0.0, 1.0), full_salience=1.0)
        weights = adjustment_matrix(chosen.ideal_adjustment, tuple(str(i) for i in range(n)))
        _assert_same(history, _by_reference(chosen, table, weights, 5))


def _assert_same(history: SpatialHistory, turns: list[spatial_reference.Turn]) -> None:
    assert history.turns == len(turns) - 1
    for t, turn in enumerate(turns[:-1]):
        np.testing.assert_allclose(history.positions[t + 1], turn.positions, atol=1e-9)
        np.testing.assert_allclose(history.win_prob[t], turn.win_prob, atol=1e-9)
        np.testing.assert_allclose(history.risk[t], turn.risk, atol=1e-7)
        pairs = [(b.initiator, b.receiver) for b in history.bargains[t]]
        assert pairs == [(b.initiator, b.receiver) for b in turn.bargains]
        for mine, theirs in zip(history.bargains[t], turn.bargains, strict=True):
            np.testing.assert_allclose(mine.initiator_to, theirs.initiator_to, atol=1e-9)
            assert mine.chance == pytest.approx(theirs.chance, abs=1e-9)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables on a coarse grid, so that ties and actors at one place are common."""
    n, K = draw(st.integers(2, 5)), draw(st.integers(1, 2))
    whole = st.integers
    capability = np.array(draw(st.lists(whole(1, 9), min_size=n, max_size=n)), dtype=float)
    positions = np.array(draw(st.lists(whole(0, 10), min_size=n * K, max_size=n * K)), dtype=float).reshape(n, K)
    saliences = np.array(draw(st.lists(whole(1, 10), min_size=n * K, max_size=n * K)), dtype=float).reshape(n, K)
    return capability, positions * 10.0, saliences * (10.0 / K)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_actors_does_not_matter_when_ties_are_shared(table: Table, random) -> None:
    order = list(range(len(table[0])))
    random.shuffle(order)
    plain = spatial_model(*table, SHARED)
    shuffled = spatial_model(table[0][order], table[1][order], table[2][order], SHARED)
    assert shuffled.turns == plain.turns
    np.testing.assert_allclose(shuffled.positions, plain.positions[:, order], atol=1e-3)
    np.testing.assert_allclose(shuffled.win_prob[0], plain.win_prob[0][order], atol=1e-9)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables())
def test_mirrored_scale_mirrors_the_result_when_ties_are_shared(table: Table) -> None:
    capability, positions, saliences = table
    plain = spatial_model(capability, positions, saliences, SHARED)
    mirrored = spatial_model(capability, 100.0 - positions, saliences, SHARED)
    np.testing.assert_allclose(mirrored.positions, 100.0 - plain.positions, atol=1e-3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables(), st.sampled_from([{}, SHARED]))
def test_positions_stay_inside_the_hull(table: Table, given_settings) -> None:
    history = spatial_model(*table, given_settings)
    half_a_digit = 0.005 + 1e-9
    assert (history.positions >= table[1].min(axis=0) - half_a_digit).all()
    assert (history.positions <= table[1].max(axis=0) + half_a_digit).all()
    np.testing.assert_array_less(-1e-12, history.win_prob)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables())
def test_equal_actors_move_alike_when_ties_are_shared(table: Table) -> None:
    capability, positions, saliences = (np.concatenate([part, part[:1]]) for part in table)
    history = spatial_model(capability, positions, saliences, SHARED)
    np.testing.assert_allclose(history.positions[:, 0], history.positions[:, -1], atol=1e-3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables(), st.floats(1e-3, 1e3))
def test_scaling_all_capabilities_changes_nothing_when_ties_are_shared(table: Table, factor) -> None:
    plain = spatial_model(*table, SHARED)
    scaled = spatial_model(table[0] * factor, *table[1:], SHARED)
    np.testing.assert_allclose(scaled.positions, plain.positions, atol=1e-3)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.sampled_from(["Conditional", "MarkovIncentive"]))
def test_without_ties_ktabs_form_heeds_neither_order_nor_unit_of_capability(seed: int, equilibrium: str) -> None:
    capability, positions, saliences = _random_table(seed, 6, 2)
    options = {"scale": (0.0, 1.0), "full_salience": 1.0}
    chosen = {"PCEModel": equilibrium, "stop": {"max_iter": 2}}
    plain = spatial_model(capability, positions, saliences, chosen, **options)
    order = np.random.default_rng(seed).permutation(6)
    shuffled = spatial_model(capability[order], positions[order], saliences[order], chosen, **options)
    np.testing.assert_allclose(shuffled.positions, plain.positions[:, order], atol=1.1e-4)
    scaled = spatial_model(capability * 8.0, positions, saliences, chosen, **options)
    np.testing.assert_allclose(scaled.positions, plain.positions, atol=1.1e-4)


def test_ktab_gives_ties_to_the_lowest_index() -> None:
    """Why the laws need ``Ties`` ``Shared``: two twins on one side, and the challenger goes for the first of them."""
    table = [50.0, 20.0, 20.0], [0.0, 100.0, 100.0], [50.0, 50.0, 50.0]
    kept = spatial_model(*table)
    first = [b.receiver for b in kept.bargains[0] if b.initiator == 0]
    shared = [b.receiver for b in spatial_model(*table, SHARED).bargains[0] if b.initiator == 0]
    assert (first, shared) == ([1], [1, 2])


def test_ensembles_do_not_depend_on_threads_and_replay_alone() -> None:
    table = _random_table(3, 6, 2)
    chosen = {"StateTransitions": "Stochastic"}
    options = {"scale": (0.0, 1.0), "full_salience": 1.0, "seed": 9}
    one = spatial_ensemble(*table, chosen, runs=40, threads=1, **options)
    two = spatial_ensemble(*table, chosen, runs=40, threads=2, **options)
    np.testing.assert_array_equal(one.positions, two.positions)
    np.testing.assert_array_equal(one.win_prob, two.win_prob)
    alone = spatial_model(*table, chosen, **options)
    np.testing.assert_array_equal(one.positions[0], alone.positions[-1])
    assert one.turns[0] == alone.turns
    assert len(np.unique(one.forecast[:, 0])) > 10


def test_draws_follow_the_chances_of_the_queue() -> None:
    """Two equal actors, one bargain each way: the first stays as often as its three options' equilibrium says."""
    chosen = read_settings(SpatialSettings, {"StateTransitions": "Stochastic", "stop": {"max_iter": 1, "min_iter": 1}})
    ends = spatial_ensemble([10.0, 10.0], [20.0, 80.0], [60.0, 60.0], chosen, runs=4000, seed=2)
    stays = (ends.positions[:, 0, 0] == 20.0).mean()
    capability, x, s = np.array([10.0, 10.0]), np.array([[0.2], [0.8]]), np.array([[0.6], [0.6]])
    turn = spatial_reference.take_turn(chosen, capability, s, x, x, np.zeros(2))
    states = [x[:, 0]]
    for b in turn.bargains:
        ends_by_actor = {b.initiator: b.initiator_to[0], b.receiver: b.receiver_to[0]}
        states.append(np.array([ends_by_actor[0], ends_by_actor[1]]))
    u = np.stack([[spatial_reference.utility(np.abs(x[a] - q), turn.risk[a]).mean() for q in states] for a in (0, 1)])
    expected = spatial_reference.equilibrium(chosen, capability, u)[0]
    assert len(states) == 3
    assert stays == pytest.approx(expected, abs=4.0 * np.sqrt(expected * (1.0 - expected) / 4000))


def test_settings_go_out_as_they_came_in() -> None:
    params = json.loads((PEERS / "smp_dummy_7x3" / "params.json").read_text())
    written = as_mapping(read_settings(SpatialSettings, params))
    assert {name: written[name] for name in params} == params
    assert read_settings(SpatialSettings, written) == read_settings(SpatialSettings, params)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"VotingRul": "Prop"}, "VotingRul: no such setting; did you mean VotingRule?"),
        ({"VotingRule": "Proportional"}, "did you mean Prop?"),
        ({"stop": {"max_iter": 0}}, "stop.max_iter: expected a whole number from 1"),
        ({"ideal_adjustment": [["Ann", "1", 0.2]]}, "no actor 'Ann'"),
        ({"ideal_adjustment": [["0", "1", 0.8], ["0", "2", 0.8]]}, "add up to more than 1"),
    ],
)
def test_wrong_settings_are_named(wrong: dict, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        spatial_model([1.0, 1.0, 1.0], [0.0, 50.0, 100.0], [50.0, 50.0, 50.0], wrong)


def test_wrong_tables_are_named_all_at_once() -> None:
    with pytest.raises(InputError) as caught:
        spatial_model([1.0, -2.0], [[0.0, 20.0], [np.nan, 100.0]], [[-5.0, 3.0], [50.0, 50.0]])
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError, match="more than 100"):
        spatial_model([1.0, 2.0], [[0.0, 20.0], [40.0, 100.0]], [[60.0, 60.0], [50.0, 50.0]])
