"""Records to keyed Bloom filters, hardened and packed."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.resolve.blind.record import date_parts, tokens_of
from linkgraph.resolve.blind.settings import FILTER_BITS, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from linkgraph.resolve.blind.key import SharedKey
    from linkgraph.resolve.blind.record import BlindRecord, Token

    Bits = NDArray[np.uint8]
    Positions = NDArray[np.int64]

__all__ = ["encode_records"]

_CHUNK = 2048
_DIGEST = 64
_XORED = 6
_REMEMBERED = 1 << 17


def encode_records(
    records: Sequence[BlindRecord],
    key: SharedKey,
    settings: Settings | None = None,
    *,
    nonce: bytes = b"",
) -> tuple[Bits, list[int]]:
    """Return encoded records, packed, and the numbers of those that could be encoded.

    Args:
        records: Any order; it is kept.
        key: Shared with the partner.
        settings: Shared with the partner; the default ones where left out.
        nonce: Sixteen bytes that choose the fill of what is missing; random where empty.
            Given only to have the same bytes again.

    Returns:
        One row of ``settings.bits / 8`` bytes a record that says enough of itself, and
        those records' places in ``records``.

    Raises:
        InputError: Not one record says enough.

    Note:
        Cost: about 0.2 ms a record; 20 MB beside the result.
    """
    settings = settings or Settings()
    hashed = _hasher(key, settings)
    fill_key = nonce or secrets.token_bytes(16)
    harden = _hardener(key, settings)
    kept: list[int] = []
    parts: list[Bits] = []
    for start in range(0, len(records), _CHUNK):
        found = [_positions(r, settings, hashed, fill_key) for r in records[start : start + _CHUNK]]
        kept += [start + place for place, one in enumerate(found) if one is not None]
        rows = [one for one in found if one is not None]
        if rows:
            parts.append(np.packbits(harden(_filters(rows)), axis=1))
    if not parts:
        raise InputError(
            "there is no record to encode: none has a name or a document",
            remedy="Check which columns hold them, or which sources may leave.",
        )
    return np.concatenate(parts), kept


def _positions(
    record: BlindRecord,
    settings: Settings,
    hashed: Callable[[str, str], Positions],
    fill_key: bytes,
) -> Positions | None:
    tokens, fill = tokens_of(record)
    if not tokens:
        return None
    salt = _salt(record) if settings.salt == "birth-year" else ""
    found = [_one(token, salt, hashed) for token in tokens]
    if fill:
        found.append(_stream(fill_key, record.id.encode(), fill))
    return np.concatenate(found)


def _one(token: Token, salt: str, hashed: Callable[[str, str], Positions]) -> Positions:
    return hashed(token.field, salt + token.text)[: token.bits]


def _salt(record: BlindRecord) -> str:
    years = sorted({parts[0] for text in record.birth_dates if (parts := date_parts(text))})
    return f"{years[0] if years else ''}|"


def _hasher(key: SharedKey, settings: Settings) -> Callable[[str, str], Positions]:
    """Return what gives a token's positions: independent ones, under its field's own key.

    Positions come straight from a keyed BLAKE2b digest, two bytes each, and not from
    two hashes added up: those leave patterns that are known to give letters away.
    """
    keys: dict[str, bytes] = {}

    @lru_cache(maxsize=_REMEMBERED)
    def hashed(field: str, text: str) -> Positions:
        if field not in keys:
            keys[field] = key.derive(f"field {field} {settings.text()}")
        digest = hashlib.blake2b(text.encode(), key=keys[field], digest_size=_DIGEST).digest()
        return np.frombuffer(digest, "<u2").astype(np.int64) % FILTER_BITS

    return hashed


def _stream(key: bytes, about: bytes, length: int) -> Positions:
    """Return ``length`` positions of the filter that only the key tells."""
    made: list[Positions] = []
    for block in range(-(-2 * length // _DIGEST)):
        text = block.to_bytes(4, "big") + about
        digest = hashlib.blake2b(text, key=key, digest_size=_DIGEST).digest()
        made.append(np.frombuffer(digest, "<u2").astype(np.int64) % FILTER_BITS)
    return np.concatenate(made)[:length]


def _filters(rows: list[Positions]) -> Bits:
    filters = np.zeros((len(rows), FILTER_BITS), np.uint8)
    lengths = [len(row) for row in rows]
    filters[np.repeat(np.arange(len(rows)), lengths), np.concatenate(rows)] = 1
    return filters


def _hardener(key: SharedKey, settings: Settings) -> Callable[[Bits], Bits]:
    if settings.hardening == "none":
        return lambda filters: filters
    if settings.hardening == "fold":
        half = FILTER_BITS // 2
        return lambda filters: filters[:, :half] ^ filters[:, half:]
    chosen = _chosen(key.derive(f"diffusion {settings.text()}"), settings.bits)

    def diffuse(filters: Bits) -> Bits:
        mixed = filters[:, chosen[0]]
        for column in chosen[1:]:
            mixed = mixed ^ filters[:, column]
        return mixed

    return diffuse


def _chosen(key: bytes, bits: int) -> list[Positions]:
    """Return six lists of positions; those of one place differ, else they would cancel."""
    wanted: list[list[int]] = []
    for place in range(bits):
        drawn = list(dict.fromkeys(_stream(key, place.to_bytes(4, "big"), 4 * _XORED).tolist()))
        wanted.append(drawn[:_XORED])
    return list(np.array(wanted, np.int64).T)
