"""Counter-based random numbers: any number can be drawn without drawing the others.

Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC '11, section 3.3): a
bijection of a 128-bit counter under a 64-bit key. The key is the seed; the counter is (future, mechanism, index, day).
So levers are compared on the same luck, one future can be replayed alone, and nothing depends on threads or order.
"""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import jitable

__all__ = ["exponential", "normal", "philox", "uniform", "uniform_pair", "uniforms"]

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW = 0xFFFFFFFF
_TO_UNIT = 2.0**-52


@jitable
def philox(seed: int, future: int, mechanism: int, index: int, day: int) -> tuple[int, int, int, int]:
    """Ten rounds of Philox4x32: four 32-bit words for one counter.

    Examples
    --------
    The first known answer that the authors publish with their library (counter and key zero):

    >>> [f"{word:08x}" for word in philox(0, 0, 0, 0, 0)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    x0, x1 = np.uint64(future & _LOW), np.uint64(mechanism & _LOW)
    x2, x3 = np.uint64(index & _LOW), np.uint64(day & _LOW)
    k0, k1 = np.uint64(seed & _LOW), np.uint64((seed >> 32) & _LOW)
    m0, m1, low, half = np.uint64(_M0), np.uint64(_M1), np.uint64(_LOW), np.uint64(32)
    w0, w1 = np.uint64(_W0), np.uint64(_W1)
    for _ in range(10):
        p0, p1 = m0 * x0, m1 * x2
        x0, x1, x2, x3 = (p1 >> half) ^ x1 ^ k0, p1 & low, (p0 >> half) ^ x3 ^ k1, p0 & low
        k0, k1 = (k0 + w0) & low, (k1 + w1) & low
    return x0, x1, x2, x3  # pyright: ignore[reportReturnType]


@jitable
def uniform_pair(seed: int, future: int, mechanism: int, index: int, day: int) -> tuple[float, float]:
    """Two independent uniforms in (0, 1), with 52 bits each.

    Examples
    --------
    >>> a, b = uniform_pair(1, 0, 0, 0, 0)
    >>> 0 < a < 1 and 0 < b < 1 and a != b
    True
    """
    x0, x1, x2, x3 = philox(seed, future, mechanism, index, day)
    high0 = (x0 << np.uint64(20)) ^ (x1 >> np.uint64(12))
    high1 = (x2 << np.uint64(20)) ^ (x3 >> np.uint64(12))
    return (float(high0) + 0.5) * _TO_UNIT, (float(high1) + 0.5) * _TO_UNIT


@jitable
def uniform(seed: int, future: int, mechanism: int, index: int, day: int) -> float:
    """One uniform in (0, 1).

    Examples
    --------
    >>> uniform(1, 2, 3, 4, 5) == uniform(1, 2, 3, 4, 5)
    True
    """
    return uniform_pair(seed, future, mechanism, index, day)[0]


def uniforms(seed: int, future: Any, mechanism: Any, index: Any, day: Any) -> NDArray[np.float64]:
    """Many uniforms at once, `uniform` of each: the words of the counter are arrays of whole numbers that broadcast.

    Examples
    --------
    >>> uniforms(1, np.arange(3), 3, 4, 5)[2] == uniform(1, 2, 3, 4, 5)
    np.True_
    """
    words = (np.asarray(word).astype(np.uint64) for word in (future, mechanism, index, day))
    x0, x1, _, _ = cast(Any, philox)(seed, *words)
    high = (x0 << np.uint64(20)) ^ (x1 >> np.uint64(12))
    return (high.astype(np.float64) + 0.5) * _TO_UNIT


@jitable
def exponential(seed: int, future: int, mechanism: int, index: int, day: int) -> float:
    """One unit exponential, by inversion.

    Examples
    --------
    >>> exponential(1, 2, 3, 4, 5) > 0
    True
    """
    return -math.log(uniform(seed, future, mechanism, index, day))


@jitable
def normal(seed: int, future: int, mechanism: int, index: int, day: int) -> float:
    """One standard normal (Box & Muller 1958, Ann. Math. Stat. 29(2): 610-611).

    Examples
    --------
    >>> abs(normal(1, 2, 3, 4, 5)) < 9
    True
    """
    a, b = uniform_pair(seed, future, mechanism, index, day)
    return math.sqrt(-2.0 * math.log(a)) * math.cos(2.0 * math.pi * b)
