r"""The file of an encoding: a header that anybody may read, ids and bits.

    linkgraph-encoding 1 \n
    header: one line of JSON \n
    ids: 8 bytes a record
    bits: settings.bits / 8 bytes a record
    SHA-256 of all before it: 32 bytes

There is nothing in it but that: no name of a person, file or agency, and no date.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from linkgraph.errors import InputError
from linkgraph.resolve.blind.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Encoding", "new_ids", "read_encoding", "write_encoding"]

_MAGIC = b"linkgraph-encoding 1\n"
_LONGEST_HEADER = 4096
_MOST_RECORDS = 50_000_000
_ID_BYTES = 8
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """Encoded records of one side.

    Attributes:
        settings: How they were made.
        key_check: Tells whether two encodings were made with one key.
        ids: Opaque, hex; sorted, so that their order tells nothing.
        bits: One packed row a record, as ``ids``.
    """

    settings: Settings
    key_check: str
    ids: list[str]
    bits: NDArray[np.uint8]


def new_ids(count: int) -> list[str]:
    """Return that many different random ids of 16 hex digits, sorted."""
    made: set[str] = set()
    while len(made) < count:
        made.add(secrets.token_hex(_ID_BYTES))
    return sorted(made)


def write_encoding(path: Path, encoding: Encoding) -> str:
    """Write an encoding; return the SHA-256 that ends it, hex."""
    header = {
        "key_check": encoding.key_check,
        "records": len(encoding.ids),
        "settings": encoding.settings.told(),
    }
    body = b"".join(
        (
            _MAGIC,
            json.dumps(header, sort_keys=True).encode() + b"\n",
            bytes.fromhex("".join(encoding.ids)),
            encoding.bits.tobytes(),
        )
    )
    digest = hashlib.sha256(body).digest()
    path.write_bytes(body + digest)
    return digest.hex()


def read_encoding(path: Path) -> Encoding:
    """Read an encoding that came from anywhere.

    Nothing in the file is run or unpickled, and no more is read than its header states.

    Raises:
        InputError: It is none, was cut short or changed, or is of another version.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise InputError(
                    "this is no encoding of this version",
                    where=path.name,
                    remedy="`linkgraph resolve encode` makes one.",
                )
            line = file.readline(_LONGEST_HEADER)
            settings, key_check, records = _header(line, path.name)
            width = settings.bits // 8
            length = records * (_ID_BYTES + width)
            # What a header claims is no reason to ask for memory: the file must be as long.
            stated = file.tell() + length + _DIGEST_BYTES
            body = file.read() if os.fstat(file.fileno()).st_size == stated else b""
    except OSError as cause:
        raise InputError(
            f"the encoding cannot be read ({cause.strerror or 'no reason given'})", where=path.name
        ) from cause
    if (
        len(body) != length + _DIGEST_BYTES
        or hashlib.sha256(_MAGIC + line + body[:length]).digest() != body[length:]
    ):
        raise InputError(
            "the encoding was cut short or changed on its way",
            where=path.name,
            remedy="Ask for it again.",
        )
    ids = [body[at : at + _ID_BYTES].hex() for at in range(0, records * _ID_BYTES, _ID_BYTES)]
    if len(set(ids)) != records:
        raise InputError("two records of the encoding have one id", where=path.name)
    bits = np.frombuffer(body, np.uint8, records * width, records * _ID_BYTES)
    return Encoding(settings, key_check, ids, bits.reshape(records, width))


def _header(line: bytes, name: str) -> tuple[Settings, str, int]:
    try:
        told: Any = json.loads(line)
        settings, key_check, records = told["settings"], told["key_check"], told["records"]
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise InputError(
            "the encoding's header cannot be read", where=name, remedy="Ask for it again."
        ) from cause
    if type(records) is not int or not 0 < records <= _MOST_RECORDS:
        raise InputError("the encoding holds no record, or more than any agency keeps", where=name)
    try:
        return Settings.read(settings), str(key_check), records
    except InputError as cause:
        raise InputError(cause.what, where=name, remedy=cause.remedy) from cause
