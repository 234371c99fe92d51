"""How the planner's inner loops are compiled, and the random numbers they draw.

The machine code is kept on disk, so that it is compiled once and not at each start; `./run` does so ahead of time.
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
    """One folder for each text of the compiled rules: code that was compiled from another text is never used again.

    Beside what else is built in this tree, so that all data folders share it; in the data folder where the tree
    may not be written.
    """
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        text = path.read_bytes()
        if b"@jit" in text or path.name == "arrays.py":
            digest.update(text)
    built = Path(__file__).parents[4] / ".build"
    own = Path(os.environ.get("LIANCUN_DATA_DIR", Path.home() / ".cache" / "liancun"))
    root = built if os.access(built, os.W_OK) else own
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
    """Compile `function` at its first call and keep the code. It may look into arrays, not make them.

    Names that begin with an underscore are called from compiled code alone: their doors to Python are left out.
    """
    # Without numba's own counting of references, which these functions do not need: 2.5 times as fast.
    compiler: Callable[..., Callable[[F], F]] = cast(Any, numba.njit)
    inner = function.__name__.startswith("_")
    told = {"cache": True, "error_model": "numpy", "_nrt": False}
    return compiler(**told, no_cfunc_wrapper=True, no_cpython_wrapper=inner)(function)


# As literals these would have every function that takes them compiled once more.
NOBODY: int = cast(int, np.int64(-1))
NOTHING: int = cast(int, np.int64(0))


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
