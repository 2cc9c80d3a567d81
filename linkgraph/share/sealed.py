"""A sealed file: parts, what they are, and who signed it; the form of packages and recalls.

::

    beginning   one line of text
    parts       one after the other; the manifest says how long each is, and its SHA-256
    manifest    JSON
    signature   Ed25519, 64 bytes, over the manifest
    signer      public key, 32 bytes
    length      of the manifest, 8 bytes, big-endian
    end         one line of text

All of it is encrypted to its receiver (age). The manifest stands behind the parts, so that
both sides write and read them as they come.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.errors import PackageAltered, PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import BinaryIO

    from linkgraph.share.keys import OwnKey, PublicKey

__all__ = ["BEGINNING", "KINDS", "Stream", "Unsealed", "manifest_bytes", "sealed", "unseal"]

BEGINNING = b"linkgraph sealed 1\n"
KINDS = ("package", "recall")
_END = b"\nlinkgraph sealed end\n"
_SIGNED = b"linkgraph sealed manifest 1\x00"
_SIGNATURE_BYTES, _KEY_BYTES, _LENGTH_BYTES = 64, 32, 8
_TAIL_BYTES = _SIGNATURE_BYTES + _KEY_BYTES + _LENGTH_BYTES + len(_END)
_MOST_MANIFEST_BYTES = 64 << 20
_BLOCK = 1 << 20
_ASK_AGAIN = "Ask its giver for it again."


class Stream:
    """Bytes that come in pieces, read like a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most ``size``; empty at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        if size < 0:
            size = len(self._held)
        given, self._held = self._held[:size], self._held[size:]
        return given


def manifest_bytes(header: dict[str, Any], parts: list[dict[str, Any]]) -> bytes:
    """Return a manifest as it is signed: equal content gives equal bytes."""
    told = header | {"parts": parts}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return text.encode("utf-8")


def sealed(
    header: dict[str, Any], parts: Iterable[tuple[dict[str, Any], bytes]], key: OwnKey
) -> Iterator[bytes]:
    """Yield a sealed file's bytes, not yet encrypted.

    Args:
        header: The manifest, but for its parts.
        parts: What the manifest says of each (``bytes`` and ``sha256`` among it), its bytes.
        key: Whose signature it gets.
    """
    yield BEGINNING
    told = []
    for one, data in parts:
        told.append(one)
        yield data
    manifest = manifest_bytes(header, told)
    yield manifest
    yield key.sign(_SIGNED + manifest)
    yield bytes.fromhex(key.public.signing)
    yield len(manifest).to_bytes(_LENGTH_BYTES, "big")
    yield _END


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A sealed file whose signature is good and whose parts are whole.

    Attributes:
        manifest: What it says.
        signer: Who signed it.
        offsets: Where each part begins.
    """

    manifest: dict[str, Any]
    signer: PublicKey
    offsets: tuple[int, ...]


def unseal(
    file: BinaryIO,
    trusted: Callable[[str], PublicKey | None],
    kinds: Collection[str] = KINDS,
) -> Unsealed:
    """Check a sealed file, once decrypted: form, signer, signature, and each part's hash.

    Args:
        file: It; read from its beginning to its end, a block at a time.
        trusted: From a signing key (hex) to the trusted partner's keys; None for nobody's.
        kinds: What it may be.

    Raises:
        PackageError: It is something else, breaks the form, or nobody trusted signed it.
        PackageAltered: A part, named, is not as it was signed.
    """
    size = file.seek(0, 2)
    manifest, signer, ends = _signed_manifest(file, size, trusted)
    raw = _object(manifest)
    if raw.get("kind") not in kinds or raw.get("form") != 1:
        raise PackageError(
            f"this is no {' or '.join(kinds)} of this form",
            where="manifest",
            remedy="Give it to the command that it is for, or update linkgraph.",
        )
    return Unsealed(raw, signer, _check_parts(file, _parts(raw), ends))


def _signed_manifest(
    file: BinaryIO, size: int, trusted: Callable[[str], PublicKey | None]
) -> tuple[bytes, PublicKey, int]:
    """Return the manifest, who signed it, and where it begins."""
    file.seek(0)
    if file.read(len(BEGINNING)) != BEGINNING:
        raise PackageAltered("this is no sealed file", where="beginning", remedy=_ASK_AGAIN)
    if size < len(BEGINNING) + _TAIL_BYTES:
        raise PackageAltered("the file is cut short", where="end", remedy=_ASK_AGAIN)
    file.seek(size - _TAIL_BYTES)
    tail = file.read(_TAIL_BYTES)
    if not tail.endswith(_END):
        raise PackageAltered("the file is cut short, or its end was changed", where="end", remedy=_ASK_AGAIN)  # fmt: skip
    signature, rest = tail[:_SIGNATURE_BYTES], tail[_SIGNATURE_BYTES:]
    key, rest = rest[:_KEY_BYTES], rest[_KEY_BYTES:]
    length = int.from_bytes(rest[:_LENGTH_BYTES], "big")
    begins = size - _TAIL_BYTES - length
    if not 0 < length <= _MOST_MANIFEST_BYTES or begins < len(BEGINNING):
        raise PackageAltered("it does not say how long the manifest is", where="length", remedy=_ASK_AGAIN)  # fmt: skip
    signer = trusted(key.hex())
    if signer is None:
        raise PackageError(
            "nobody whom this case trusts signed it",
            where="signer",
            remedy="Get its giver's public key, compare the fingerprint by telephone, then"
            " `linkgraph share key trust`.",
        )
    file.seek(begins)
    manifest = file.read(length)
    if not signer.signed(_SIGNED + manifest, signature):
        raise PackageAltered(
            "the manifest is not as it was signed", where="manifest or signature", remedy=_ASK_AGAIN
        )
    return manifest, signer, begins


def _object(manifest: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(manifest)
    except (ValueError, RecursionError) as cause:
        raise PackageError("the manifest is no JSON", where="manifest") from cause
    if not isinstance(raw, dict):
        raise PackageError("the manifest is no object", where="manifest")
    return raw


def _parts(raw: dict[str, Any]) -> list[dict[str, Any]]:
    parts = raw.get("parts")
    if not isinstance(parts, list) or not all(isinstance(one, dict) for one in parts):
        raise PackageError("the manifest lists no parts", where="manifest")
    return parts


def _check_parts(file: BinaryIO, parts: list[dict[str, Any]], ends: int) -> tuple[int, ...]:
    offsets = []
    at = len(BEGINNING)
    file.seek(at)
    for number, told in enumerate(parts, 1):
        where = f"part {number}"
        size = told.get("bytes")
        if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= ends - at:
            raise PackageAltered("it is cut short", where=where, remedy=_ASK_AGAIN)
        if _digest(file, size) != told.get("sha256"):
            raise PackageAltered("it is not as it was signed", where=where, remedy=_ASK_AGAIN)
        offsets.append(at)
        at += size
    if at != ends:
        raise PackageAltered("there is more than the manifest lists", where="parts", remedy=_ASK_AGAIN)  # fmt: skip
    return tuple(offsets)


def _digest(file: BinaryIO, size: int) -> str:
    made = hashlib.sha256()
    while size:
        block = file.read(min(size, _BLOCK))
        if not block:
            break
        made.update(block)
        size -= len(block)
    return made.hexdigest()
