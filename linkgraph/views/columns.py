"""Columns of a board's data: short, the same for the same values, and read back exactly."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["LARGE", "Names", "pack_ids", "pack_json", "pack_numbers"]

# From how many characters of JSON on a page holds it compressed.
LARGE = 1_500_000

_HASHED = re.compile(r"(?s)(.*:)([0-9a-f]{20})")
# Few digits at the end count up; many are a telephone's or an account's, and stay text.
_NUMBERED = re.compile(r"(?s)([^:]*[^:0-9])([0-9]{2,7})", re.ASCII)
_WIDEST = 6


def pack_numbers(values: Sequence[int]) -> dict[str, Any]:
    """Return whole numbers as base64 of as few bytes each as the widest needs.

    Args:
        values: From -2**47 on, spread over less than 2**48.

    Returns:
        ``n`` how many; ``from``, the least of them; ``bytes`` for each, 0 where all are
        alike; ``data``, each less ``from``, the lowest byte first.

    Examples:
        >>> pack_numbers([7, 7, 7])
        {'n': 3, 'from': 7, 'bytes': 0, 'data': ''}
        >>> pack_numbers([5, 6])
        {'n': 2, 'from': 5, 'bytes': 1, 'data': 'AAE='}
    """
    least = min(values, default=0)
    width = ((max(values, default=0) - least).bit_length() + 7) // 8
    if width > _WIDEST:
        raise ValueError("numbers spread wider than a browser counts exactly")
    data = b"".join((value - least).to_bytes(width, "little") for value in values)
    return {
        "n": len(values),
        "from": least,
        "bytes": width,
        "data": b64encode(data).decode("ascii") if width else "",
    }


def pack_ids(ids: Sequence[str]) -> dict[str, Any]:
    """Return ids: what they begin with once, what follows each time.

    Returns:
        ``heads``: how the rest is written (``#`` as a digest, ``0`` and a width as a
        number, ``=`` as text), and what ids begin with. ``head``: the place of each id's in
        it. ``tails``, ``numbers``, ``hex`` (ten bytes each): the rests, in order.
    """
    heads, places = Names(), []
    tails, numbers, digests = [], [], bytearray()
    for one in ids:
        if found := _HASHED.fullmatch(one):
            places.append(heads.place("#" + found[1]))
            digests += bytes.fromhex(found[2])
        elif found := _NUMBERED.fullmatch(one):
            places.append(heads.place(f"0{len(found[2])}{found[1]}"))
            numbers.append(int(found[2]))
        else:
            head, colon, tail = one.partition(":")
            places.append(heads.place("=" + head + colon if colon else "="))
            tails.append(tail if colon else one)
    return {
        "heads": heads.listed,
        "head": pack_numbers(places),
        "tails": tails,
        "numbers": pack_numbers(numbers),
        "hex": b64encode(bytes(digests)).decode("ascii"),
    }


def pack_json(text: str) -> str:
    r"""Return a large JSON text as a JSON string: deflated (RFC 1950), in base64.

    Half as long, and read back in the page without a library. A small one stays readable.

    Examples:
        >>> pack_json('{"a":1}')
        '{"a":1}'
    """
    if len(text) < LARGE:
        return text
    return f'"{b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")}"'


class Names:
    """Texts, each once, in the order in which they were first asked for."""

    def __init__(self, first: Iterable[Any] = ()) -> None:
        self._places: dict[Any, int] = {}
        for one in first:
            self.place(one)

    def place(self, one: Any) -> int:
        """Return the place of a text, a new one where it has none."""
        return self._places.setdefault(one, len(self._places))

    @property
    def listed(self) -> list[Any]:
        """All of them, by place."""
        return list(self._places)
