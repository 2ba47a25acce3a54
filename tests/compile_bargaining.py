"""Compile the kernels of bargaining over a table of positions, which a run does not need and forecasts of tables do."""

from __future__ import annotations

from detente.models.bargaining import exchange, expected_utility, spatial_model

__all__ = ["compile_kernels"]


def compile_kernels() -> None:
    """Play each model once."""
    spatial_model([2.0, 1.0], [0.0, 100.0], [50.0, 50.0])
    expected_utility([2.0, 1.0], [0.0, 100.0], [50.0, 50.0])
    exchange([2.0, 1.0], [[0.0, 100.0], [100.0, 0.0]], [[50.0, 50.0], [50.0, 50.0]])
