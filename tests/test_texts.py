"""Candidate texts: scanning them must come close to solving for the best text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.models.texts import candidate_texts
from detente.models.zones import max_min, space_of, utilities


def setting(seed: int, rows: int, parties: int, exponent: float = 1.0) -> tuple[Any, np.random.Generator]:
    """Eight issues, the last indivisible; a third row is either a party or a ratifier near the second."""
    rng = np.random.default_rng(seed)
    ideal = rng.uniform(0, 1, (rows, 8))
    ideal[0], ideal[1] = rng.uniform(0.6, 1, 8), rng.uniform(0, 0.4, 8)
    salience = rng.dirichlet(2 * np.ones(8), rows)
    if rows > parties:
        ideal[2] = np.clip(ideal[1] + rng.normal(0, 0.1, 8), 0, 1)
        salience[2] = (salience[1] + salience[2]) / 2
    return space_of(ideal, salience, np.full((rows, 8), exponent), parties=parties, indivisible={7: (0, 1)}), rng


@pytest.mark.parametrize(
    ("rows", "parties", "exponent", "mean", "most"),
    [(2, 2, 1.0, 0.01, 0.02), (2, 2, 2.0, 0.01, 0.02), (3, 2, 1.0, 0.015, 0.08), (3, 3, 1.0, 0.03, 0.12)],
)
def test_scanning_comes_close_to_the_exact_best(
    rows: int, parties: int, exponent: float, mean: float, most: float
) -> None:
    short = []
    for seed in range(8):
        space, rng = setting(seed, rows, parties, exponent)
        texts = candidate_texts(space, count=128)
        for _ in range(6):
            floors = rng.uniform(0.1, 0.75, rows)
            exact = max_min(space, floors)[0]
            scanned = (texts.u - floors).min(axis=1).max()
            assert scanned <= exact + 1e-9
            short.append(exact - scanned)
    assert np.mean(short) < mean
    assert max(short) < most


def test_what_a_text_is_worth_is_what_its_terms_are_worth() -> None:
    space, _ = setting(1, 3, 2)
    texts = candidate_texts(space, count=60)
    assert np.allclose(texts.u, utilities(space, texts.x))
    assert ((texts.x >= -1e-12) & (texts.x <= 1 + 1e-12)).all()
    assert set(texts.x[:, 7].tolist()) <= {0.0, 1.0}


def test_no_text_is_worse_for_all_than_another() -> None:
    space = space_of([[1.0, 0.8], [0.0, 0.1]], [[0.7, 0.3], [0.4, 0.6]])
    texts = candidate_texts(space, count=40)
    for u in texts.u:
        assert not (texts.u > u + 1e-7).all(axis=1).any()


def test_some_texts_keep_to_the_red_lines_and_some_to_half_of_them() -> None:
    space = space_of([[1.0], [0.0]], [[1.0], [1.0]])
    lines: Any = {"at_most": [[1.0], [0.4]], "at_least": [[0.0], [0.0]], "lose": [[0.0], [1.0]]}
    x = candidate_texts(space, count=30, **lines).x[:, 0]
    assert (x <= 0.4 + 1e-9).mean() > 1 / 3
    assert (x <= 0.7 + 1e-9).mean() > 2 / 3
    assert x.max() == pytest.approx(1.0)


def test_the_number_of_texts_depends_on_shapes_alone_and_proposals_come_first() -> None:
    extra = np.full((2, 8), 0.5)
    sizes = set()
    for seed in range(5):
        space, rng = setting(seed, 3, 2)
        most = np.ones((3, 8))
        most[1, 2] = rng.uniform(0.0, 0.9)
        texts = candidate_texts(space, at_least=np.zeros((3, 8)), at_most=most, lose=np.ones((3, 8)), extra=extra)
        sizes.add(len(texts.x))
        assert texts.x[:2].tolist() == extra.tolist()
    assert len(sizes) == 1


def test_scheduled_terms_take_only_their_stops() -> None:
    space, _ = setting(2, 2, 2)
    x = candidate_texts(space, stops={0: (0.0, 0.4, 1.0)}).x
    assert set(x[:, 0].tolist()) <= {0.0, 0.4, 1.0}
