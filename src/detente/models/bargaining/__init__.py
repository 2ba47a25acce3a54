"""Where a group ends up: collective choice, bargaining at a table, coalitions, crises.

The names in ``__all__`` load when first used. No module of this package may bear one of them: importing it would hide
the function behind the module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.models.bargaining.axiomatic import egalitarian, kalai_smorodinsky, nash
    from detente.models.bargaining.coalitions import baron_ferejohn
    from detente.models.bargaining.collective import compromise, median
    from detente.models.bargaining.exchange_model import exchange
    from detente.models.bargaining.expected_utility_model import expected_utility
    from detente.models.bargaining.frontier import pareto
    from detente.models.bargaining.offers import rubinstein
    from detente.models.bargaining.power import banzhaf, shapley_shubik
    from detente.models.bargaining.spatial import spatial_model

__all__ = [
    "banzhaf",
    "baron_ferejohn",
    "compromise",
    "egalitarian",
    "exchange",
    "expected_utility",
    "kalai_smorodinsky",
    "median",
    "nash",
    "pareto",
    "rubinstein",
    "shapley_shubik",
    "spatial_model",
]

_HOME = {
    "banzhaf": "power",
    "baron_ferejohn": "coalitions",
    "compromise": "collective",
    "egalitarian": "axiomatic",
    "exchange": "exchange_model",
    "expected_utility": "expected_utility_model",
    "kalai_smorodinsky": "axiomatic",
    "median": "collective",
    "nash": "axiomatic",
    "pareto": "frontier",
    "rubinstein": "offers",
    "shapley_shubik": "power",
    "spatial_model": "spatial",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
