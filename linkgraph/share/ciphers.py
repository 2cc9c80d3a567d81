"""Signing by Ed25519 (``cryptography``) and encryption by age (``pyrage``); nothing of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from linkgraph.errors import InputError, PackageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "decrypt",
    "encrypt",
    "is_recipient",
    "is_signed",
    "lock",
    "new_identity",
    "new_signer",
    "sign",
    "unlock",
]

_NOT_FOR_US = "no matching keys"
_TOO_MUCH_WORK = "excessive work"
_TRIES = 10


def new_signer() -> tuple[bytes, bytes]:
    """Return a new signing key and the public key that tells its signatures, 32 bytes each."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    """Return a signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the holder of a key signed just these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_identity() -> tuple[str, str]:
    """Return a new age identity and the recipient that one encrypts to for it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_recipient(text: str) -> bool:
    """Say whether a text is an age recipient that one can encrypt to."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


class _Kept:
    """A stream whose own failure is told as it was: the library would wrap it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        return bytes(self._passed(self._stream.read, size))

    def write(self, data: bytes) -> int:
        return int(self._passed(self._stream.write, data))

    def flush(self) -> None:
        self._passed(self._stream.flush)

    def _passed(self, call: Callable[..., Any], *told: Any) -> Any:
        try:
            return call(*told)
        except BaseException as failure:
            self.failure = failure
            raise


def encrypt(reader: Any, writer: Any, recipient: str) -> None:
    """Encrypt a stream to one receiver, block by block; what reading raises is raised again."""
    ours = _Kept(reader), _Kept(writer)
    try:
        pyrage.encrypt_io(*ours, [pyrage.x25519.Recipient.from_str(recipient)])
    except (pyrage.EncryptError, OSError):
        _raise_own(ours)
        raise


def _raise_own(streams: tuple[_Kept, ...]) -> None:
    for one in streams:
        if one.failure is not None:
            raise one.failure from None


def decrypt(reader: Any, writer: Any, identity: str) -> None:
    """Decrypt a stream, block by block.

    Raises:
        PackageError: It is encrypted to somebody else, was changed, or is cut short. What
            was written before that must not be used.
    """
    ours = _Kept(reader), _Kept(writer)
    try:
        pyrage.decrypt_io(*ours, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, OSError) as cause:
        _raise_own(ours)
        if _NOT_FOR_US in str(cause).lower():
            raise PackageError(
                "the package is encrypted to somebody else, or its beginning was changed",
                where="encryption",
                remedy="Ask its giver to make it for your key: `linkgraph share key show`.",
            ) from cause
        raise PackageError(
            "the file is no package, was changed, or is cut short",
            where="encryption",
            remedy="Ask its giver for it again.",
        ) from cause


def lock(text: bytes, passphrase: str) -> bytes:
    """Encrypt a few bytes with a passphrase."""
    return bytes(pyrage.passphrase.encrypt(text, passphrase))


def unlock(data: bytes, passphrase: str) -> bytes:
    """Decrypt what ``lock`` made.

    Raises:
        InputError: The passphrase is another, or the bytes were changed.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            return bytes(pyrage.passphrase.decrypt(data, passphrase))
        except pyrage.DecryptError as cause:
            # The library times the machine first: a busy one looks too slow for its own key.
            if tries_left and _TOO_MUCH_WORK in str(cause).lower():
                continue
            raise InputError(
                "the passphrase is wrong, or the key's file was changed",
                where="key",
                remedy="Try again; LINKGRAPH_KEY_PASSPHRASE gives it without asking.",
            ) from cause
    raise AssertionError
