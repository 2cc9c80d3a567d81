"""Comparison by keyed hashes: for where private set intersection cannot run, with what it leaks.

Whoever answers has the key, and can find out by trying all telephone numbers which of them
were asked about; nobody else can, since the key travels encrypted to it alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from linkgraph.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LEAK", "ask", "asked", "held", "named"]

LEAK = (
    "by keyed hashes the partner can find out, by trying numbers, all that was asked about:"
    " as if the identifiers themselves were given"
)
_KEY_BYTES = 32
_HASH_BYTES = 32


def ask(items: Sequence[str]) -> tuple[bytes, bytes]:
    """Return a fresh key, and a question: the key and the items' hashes, in the hashes' order."""
    key = secrets.token_bytes(_KEY_BYTES)
    return key, key + named(key, items)


def asked(question: bytes) -> int:
    """Return how many items a question asks about.

    Raises:
        PackageError: It is none.
    """
    return len(_hashes(question))


def held(question: bytes, items: Sequence[str]) -> list[str]:
    """Return which of one's own items the question asks about, in the order given."""
    key, wanted = question[:_KEY_BYTES], set(_hashes(question))
    return [one for one in items if _hash(key, one) in wanted]


def named(question: bytes, items: Sequence[str]) -> bytes:
    """Return the hashes of some items under a question's key, to be sent back."""
    return b"".join(sorted(_hash(question[:_KEY_BYTES], one) for one in items))


def _hashes(question: bytes) -> list[bytes]:
    body = question[_KEY_BYTES:]
    if len(question) < _KEY_BYTES or len(body) % _HASH_BYTES:
        raise PackageError("it is no question by keyed hashes", where="overlap")
    return [body[at : at + _HASH_BYTES] for at in range(0, len(body), _HASH_BYTES)]


def _hash(key: bytes, item: str) -> bytes:
    return hmac.digest(key, item.encode("utf-8"), hashlib.sha256)
