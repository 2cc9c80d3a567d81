"""The search's inner loops, compiled where Numba is installed and plain Python where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMPILED", "compiled"]

_Kernel = TypeVar("_Kernel", bound="Callable[..., object]")

try:
    import numba
except ImportError:  # no wheel for this Python or machine: the same answer, some hundred times slower
    numba = None

COMPILED = numba is not None


def compiled(kernel: _Kernel) -> _Kernel:
    """Return a function of arrays and numbers in machine code; itself without Numba.

    Machine code is kept beside the module or, where that cannot be written, in the
    user's cache; where neither can, it is made anew in each process.
    """
    if numba is None:
        return kernel
    try:
        made: _Kernel = numba.njit(cache=True)(kernel)
    except RuntimeError:
        made = numba.njit(kernel)
    return made
