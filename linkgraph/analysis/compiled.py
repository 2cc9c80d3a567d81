"""Inner loops of measures and of a plan's search, compiled where Numba is installed and plain Python where not."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMPILED", "compiled"]

_Kernel = TypeVar("_Kernel", bound="Callable[..., object]")

# Without it (no wheel for this Python or machine) the answer is the same, some hundred times slower.
COMPILED = find_spec("numba") is not None


def compiled(kernel: _Kernel) -> _Kernel:
    """Return a function of arrays and numbers in machine code; itself without Numba.

    Machine code is kept beside the module or, where that cannot be written, in the
    user's cache; where neither can, it is made anew in each process.
    """
    if not COMPILED:
        return kernel
    from numba import njit

    try:
        return cast("_Kernel", njit(cache=True)(kernel))
    except RuntimeError:
        return cast("_Kernel", njit(kernel))
