"""One switch per mechanism: off, the mechanism is taken out, so that its effect on outcomes can be shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case.switches import SWITCHES

__all__ = ["SWITCHES", "switch_array"]

_OFF_BY_DEFAULT = frozenset({"strict_acceptance"})


def switch_array(changes: dict[str, bool] | None = None) -> NDArray[np.bool_]:
    """Switches as the kernel reads them: all on but those that only a variant turns on, with some changed.

    Raises
    ------
    ValueError
        For a name that is not a switch.

    Examples
    --------
    >>> int(switch_array().sum() - switch_array({"talks": False}).sum())
    1
    """
    changes = changes or {}
    if unknown := set(changes) - set(SWITCHES):
        raise ValueError(f"no switch is called {min(unknown)!r}; there are {', '.join(SWITCHES)}")
    return np.array([changes.get(name, name not in _OFF_BY_DEFAULT) for name in SWITCHES], dtype=np.bool_)
