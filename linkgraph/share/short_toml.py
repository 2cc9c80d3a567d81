"""Short TOML that people write by hand, read at a cost that its length bounds."""

from __future__ import annotations

import tomllib
from typing import Any

__all__ = ["read_short_toml"]

_LARGEST_BYTES = 1 << 18
# The reader takes time and memory that grow with the square of the steps in a key.
_MOST_DOTS = 400


def read_short_toml(data: bytes) -> dict[str, Any]:
    """Return what a TOML file says.

    Args:
        data: The file's bytes.

    Raises:
        ValueError: It is no TOML in UTF-8, longer than 256 kB, or has a line of more dots than
            any that a person writes.
        RecursionError: It is nested deeper than any that a person writes.
    """
    if len(data) > _LARGEST_BYTES:
        raise ValueError
    if any(line.count(b".") > _MOST_DOTS for line in data.splitlines()):
        raise ValueError
    return tomllib.loads(data.decode("utf-8-sig"))
