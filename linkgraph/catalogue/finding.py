"""What somebody typed, as the parameters of ``entity/find``."""

from __future__ import annotations

import re

from linkgraph.errors import InputError
from linkgraph.values.names import romanise

__all__ = ["find_parameters"]

_LEAST_DIGITS = 4


def find_parameters(text: str, most: int) -> dict[str, object]:
    """Return the parameters that find a name in any script and order, or part of a number.

    Args:
        text: As typed.
        most: Most rows.

    Raises:
        InputError: There is nothing to look for.
    """
    bare = " ".join(text.split())
    if not bare:
        raise InputError("there is nothing to look for", remedy="Type a name or a number.")
    plain = re.sub(r"[^0-9a-z]", "", bare.casefold())
    numeric = sum(sign.isdigit() for sign in plain) >= _LEAST_DIGITS
    return {
        "words": romanise(bare).split(),
        "text": bare.casefold(),
        "number": plain.lstrip("0") if numeric else "",
        "most": most,
    }
