"""The key that two agencies share, and what is made from it.

Nothing here is a cipher of our own: HMAC-SHA256 and HKDF (RFC 5869) over it, from the
standard library.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.folder import private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SharedKey", "expand", "extract", "make_key", "read_key"]

_BYTES = 32
_HASH_BYTES = 32
_PREFIX = "linkgraph-blind-key-1:"
_LARGEST_FILE = 1024
_FEWEST_DIFFERENT = 12


def extract(salt: bytes, secret: bytes) -> bytes:
    """Return the pseudo-random key of HKDF-SHA256 (RFC 5869, 2.2), 32 bytes."""
    return hmac.digest(salt or bytes(_HASH_BYTES), secret, "sha256")


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """Return ``length`` bytes of HKDF-SHA256's output (RFC 5869, 2.3); at most 8,160."""
    if length > 255 * _HASH_BYTES:
        raise ValueError("HKDF gives no more than 255 blocks")
    made, block, count = b"", b"", 0
    while len(made) < length:
        count += 1
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        made += block
    return made[:length]


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A key, from which every part of an encoding gets one of its own.

    Attributes:
        secret: 32 random bytes; never shown, also not in a repr.
    """

    secret: bytes = field(repr=False)

    def derive(self, purpose: str, length: int = _BYTES) -> bytes:
        """Return bytes for one purpose, from which no other purpose's can be told."""
        return expand(extract(b"linkgraph blind 1", self.secret), purpose.encode(), length)

    @property
    def check(self) -> str:
        """What tells that two files were made with one key, and nothing of the key."""
        return self.derive("check", 8).hex()


def make_key(path: Path) -> None:
    """Write a new random key to a file that only its owner may read.

    Raises:
        InputError: There is a file already.
    """
    if path.exists():
        raise InputError(
            "there is a file already, and a key is never written over",
            where=path.name,
            remedy="Name another file.",
        )
    private(path)
    path.write_text(f"{_PREFIX}{secrets.token_hex(_BYTES)}\n", encoding="ascii")


def read_key(path: Path) -> SharedKey:
    """Read a key that ``make_key`` made.

    Raises:
        InputError: There is none, or it is no such key. Passwords and phrases are
            refused: they can be guessed, and whoever guesses the key can test names.
    """
    remedy = "Make one with `linkgraph resolve key FILE` and bring it to your partner by hand."
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE).decode("ascii").strip()
        prefix, secret = text[: len(_PREFIX)], bytes.fromhex(text[len(_PREFIX) :])
    except OSError as cause:
        raise InputError(
            f"the key cannot be read ({cause.strerror or 'no reason given'})",
            where=path.name,
            remedy=remedy,
        ) from cause
    except ValueError as cause:
        raise InputError("this is no key", where=path.name, remedy=remedy) from cause
    if prefix != _PREFIX or len(secret) != _BYTES or len(set(secret)) < _FEWEST_DIFFERENT:
        raise InputError("this is no random key of 32 bytes", where=path.name, remedy=remedy)
    return SharedKey(secret)
