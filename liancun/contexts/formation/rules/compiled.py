"""How the planner's inner loops are compiled, and the random numbers they draw.

The machine code is kept in the data folder, so that a program compiles once and not at each start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray


def _folder() -> Path:
    """One folder for each text of these rules: code that was compiled from another text is never used again."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    root = Path(os.environ.get("LIANCUN_DATA_DIR", Path.home() / ".cache" / "liancun"))
    return root / "compiled" / digest.hexdigest()[:16]


os.environ.setdefault("NUMBA_CACHE_DIR", str(_folder()))
# The groups are too small for vector instructions: without looking for them it compiles and runs a quarter sooner.
os.environ.setdefault("NUMBA_LOOP_VECTORIZE", "0")
os.environ.setdefault("NUMBA_SLP_VECTORIZE", "0")

import numba  # noqa: E402 (reads its folder when it is imported)

F = TypeVar("F", bound=Callable[..., object])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Seed and counter: the number drawn depends on these two alone, on every machine.
Dice = NDArray[np.uint64]


def jit(function: F) -> F:
    """Compile `function` at its first call and keep the code. It may look into arrays, not make them."""
    # Without numba's own counting of references, which these functions do not need: 2.5 times as fast.
    compiler: Callable[..., Callable[[F], F]] = cast(Any, numba.njit)
    return compiler(cache=True, error_model="numpy", _nrt=False)(function)


def dice(seed: int, stream: int = 0) -> Dice:
    """Random numbers of their own for each seed and stream."""
    mixed = (seed * 0x9E3779B97F4A7C15 + stream * 0xD1B54A32D192ED03 + 0x632BE59BD9B4E019) % 2**64
    return np.array([mixed, 0], dtype=np.uint64)


@jit
def roll(state: Dice) -> np.uint64:
    """The next 64 bits: splitmix64 of seed and counter (Steele, Lea, Flood 2014)."""
    state[1] += np.uint64(1)
    z = state[0] + state[1] * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.uint64 = z ^ (z >> np.uint64(31))
    return mixed


@jit
def uniform(state: Dice) -> float:
    """In [0, 1)."""
    return float(roll(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@jit
def below(state: Dice, limit: int) -> int:
    """An integer in [0, limit)."""
    return int(uniform(state) * limit)
