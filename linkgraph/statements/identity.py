"""How ids are made, so that two sources that say one thing speak of one entity."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.schema import Kind

__all__ = ["LONGEST_ID_BYTES", "UNNUMBERED", "keyed_id", "link_id", "places_head", "value_id"]

# Behind the kind that it begins with. No number or name that tells one thing apart is as long.
LONGEST_ID_BYTES = 512
# What ids begin with, behind the kind, of things that others know by a number and these by none.
UNNUMBERED = "unnumbered-"
_UNIT = "\x1f"
_SHORT_SHA256 = 12


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b(_UNIT.join(parts).encode("utf-8"), digest_size=10).hexdigest()


def value_id(kind: Kind, value: str, prefix: str = "") -> str:
    """Return the id of an entity that its value identifies (``phone:+6421...``).

    Args:
        kind: A kind whose identity is ``value``.
        value: The cleaned value, not empty.
        prefix: What stands before the colon where the kind takes it from a
            property (a document's kind).
    """
    body = _digest([value.casefold()]) if kind.hashed else value
    return f"{prefix or kind.prefix}:{body}"


def keyed_id(kind: Kind, scope: str, keys: Iterable[str], *, unnamed: bool = False) -> str:
    """Return the id of an entity that keys identify within a scope.

    Args:
        kind: A kind whose identity is ``key``.
        scope: Whose keys they are: an originator, a file's digest, or a word that
            several originators share.
        keys: The key values, in the mapping's order.
        unnamed: Whether the file leaves it unnamed. Its id then comes after those of
            named ones, so that of two records of one event the one that names stands.

    Note:
        Of a kind whose identity is ``value`` the id says that there is none.
    """
    mark = UNNUMBERED if kind.identity == "value" else "unnamed-" if unnamed else ""
    return f"{kind.prefix}:{mark}{_digest([scope, *keys])}"


def places_head(link: str, sha256: str) -> str:
    """Return what ids of links begin with that are told apart by their place in a file."""
    return f"{link.lower()}:{sha256[:_SHORT_SHA256]}-"


def link_id(link: str, parts: Iterable[str]) -> str:
    """Return a link's id from what tells it apart from others of its type."""
    return f"{link.lower()}:{_digest([link, *parts])}"
