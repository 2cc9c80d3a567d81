"""An agency's own keys, kept outside every case, and the public keys of its partners."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linkgraph.errors import InputError
from linkgraph.folder import CASE_FILE, private, put_down, unfinished
from linkgraph.share.ciphers import (
    is_recipient,
    is_signed,
    lock,
    new_identity,
    new_signer,
    sign,
    unlock,
)
from linkgraph.statements import Originator
from linkgraph.values.text import control_character

__all__ = [
    "OwnKey",
    "PublicKey",
    "is_locked",
    "keys_folder",
    "make_key",
    "open_key",
    "read_public_key",
]

_LONGEST_FILE = 80
_OWN_FORM, _PUBLIC_FORM = "linkgraph_own_key", "linkgraph_public_key"
_PROOF = b"linkgraph public key 1\x00"
_LOCKED = b"age-encryption.org/"
_LARGEST_FILE = 1 << 16
_KEY_BYTES = 32
_GROUPS, _DIGITS = 8, 5
_LONGEST_OWNER = 200


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What partners have of an agency's keys.

    Attributes:
        owner: Country and agency (``NZ/Immigration``).
        signing: Public key of its signatures, 64 hex digits.
        encryption: age recipient to encrypt to.
    """

    owner: str
    signing: str
    encryption: str

    @property
    def said(self) -> bytes:
        """Owner and keys as one run of bytes."""
        return f"{self.owner}\x1f{self.signing}\x1f{self.encryption}".encode()

    @property
    def fingerprint(self) -> str:
        """Forty digits in groups of five, to compare by telephone; they cover owner and keys."""
        number = int.from_bytes(hashlib.sha256(self.said).digest(), "big")
        digits = f"{number % 10 ** (_GROUPS * _DIGITS):0{_GROUPS * _DIGITS}d}"
        return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Say whether the owner signed just these bytes."""
        return is_signed(bytes.fromhex(self.signing), message, signature)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """An agency's own keys.

    Attributes:
        public: What partners have of them.
        signer: The signing key; never shown, also not in a repr.
        identity: The age identity; never shown.
        secret: 32 random bytes that only this agency has, for ids that tell nothing.
    """

    public: PublicKey
    signer: bytes = field(repr=False)
    identity: str = field(repr=False)
    secret: bytes = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return a signature, 64 bytes."""
        return sign(self.signer, message)

    def public_text(self) -> str:
        """Return the file that partners get, signed by itself."""
        told = {
            _PUBLIC_FORM: 1,
            "owner": self.public.owner,
            "signing": self.public.signing,
            "encryption": self.public.encryption,
        }
        told["proof"] = self.sign(_proven(self.public)).hex()
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def keys_folder() -> Path:
    """Return where keys are kept: LINKGRAPH_KEYS, else a folder of the user's own."""
    return Path(os.environ.get("LINKGRAPH_KEYS") or Path.home() / ".linkgraph" / "keys")


def make_key(owner: str, *, passphrase: str = "", folder: Path | None = None) -> OwnKey:
    """Make an agency's keys and write them to a file that only its owner may read.

    Args:
        owner: Country and agency, as the agency's cases name them.
        passphrase: Encrypts the file; plain where empty.
        folder: Where; :func:`keys_folder` where left out.

    Raises:
        InputError: There is a key already, the folder is a case's, or cannot be written.
    """
    place = _file(owner, folder)
    if place.exists():
        raise _there_already(place)
    if any((up / CASE_FILE).exists() for up in (place.parent, *place.parent.resolve().parents)):
        raise InputError(
            "a key does not belong into a case's folder, which is copied",
            where=str(place.parent),
            remedy="Let LINKGRAPH_KEYS name a folder elsewhere.",
        )
    signer, public = new_signer()
    identity, recipient = new_identity()
    made = OwnKey(
        PublicKey(str(Originator.parse(owner)), public.hex(), recipient),
        signer,
        identity,
        secrets.token_bytes(_KEY_BYTES),
    )
    data = json.dumps(
        {_OWN_FORM: 1, "owner": made.public.owner, "signer": signer.hex(), "identity": identity,
         "public": public.hex(), "recipient": recipient, "secret": made.secret.hex()}
    ).encode()  # fmt: skip
    _write(place, lock(data, passphrase) if passphrase else data)
    return made


def open_key(owner: str, *, passphrase: str = "", folder: Path | None = None) -> OwnKey:
    """Read an agency's keys.

    Raises:
        InputError: There are none, others may read them, or the passphrase is missing or wrong.
    """
    place = _file(owner, folder)
    data = _read(place, remedy="Make them with `linkgraph share key make`.")
    if os.name == "posix" and stat.S_IMODE(place.stat().st_mode) & 0o077:
        raise InputError(
            "others may read this key",
            where=place.name,
            remedy=f"`chmod 600` it; if anybody may have copied it, make a new one. Folder: {place.parent}",
        )
    if data.startswith(_LOCKED):
        if not passphrase:
            raise InputError(
                "this key needs its passphrase",
                where=place.name,
                remedy="LINKGRAPH_KEY_PASSPHRASE gives it without asking.",
            )
        data = unlock(data, passphrase)
    found = _own(_object(data, place.name, _OWN_FORM), place.name)
    if found.public.owner != str(Originator.parse(owner)):
        # Names that differ in a space or a hyphen, or in capitals on some disks, share a file.
        raise InputError(
            "this is the key of an agency of another name",
            where=place.name,
            remedy="Let LINKGRAPH_KEYS name a folder of its own for each, then make a key there.",
        )
    return found


def is_locked(owner: str, *, folder: Path | None = None) -> bool:
    """Say whether an agency's key needs a passphrase; False where there is none."""
    try:
        with _file(owner, folder).open("rb") as file:
            return file.read(len(_LOCKED)) == _LOCKED
    except OSError:
        return False


def read_public_key(path: Path) -> PublicKey:
    """Read a partner's public key, and check that it is signed by itself.

    Raises:
        InputError: The file cannot be read, or is none.
    """
    raw = _object(
        _read(path, remedy="It is what `linkgraph share key show` writes."), path.name, _PUBLIC_FORM
    )
    try:
        found = PublicKey(
            str(Originator.parse(str(raw["owner"]))), str(raw["signing"]), str(raw["encryption"])
        )
        proof = bytes.fromhex(str(raw["proof"]))
        sound = len(bytes.fromhex(found.signing)) == _KEY_BYTES and is_recipient(found.encryption)
    except (KeyError, ValueError, InputError) as cause:
        raise InputError("this is no public key", where=path.name) from cause
    named = len(found.owner) <= _LONGEST_OWNER and not control_character(found.owner)
    if not (sound and named and found.signed(_proven(found), proof)):
        raise InputError(
            "this public key was changed after it was made",
            where=path.name,
            remedy="Ask its owner for it again, and compare the fingerprint by telephone.",
        )
    return found


def _there_already(place: Path) -> InputError:
    return InputError(
        "this agency has a key already, and a key is never written over", where=place.name
    )


def _proven(public: PublicKey) -> bytes:
    return _PROOF + public.said


def _file(owner: str, folder: Path | None) -> Path:
    said = str(Originator.parse(owner))
    name = re.sub(r"[^0-9A-Za-z]+", "_", said)
    if not said.isascii() or len(name) > _LONGEST_FILE:
        # Agencies whose names have no Latin letters would have one file.
        digest = hashlib.sha256(said.encode("utf-8")).hexdigest()
        name = f"{name[:_LONGEST_FILE]}_{digest[:16]}"
    return (folder or keys_folder()) / f"{name}.key"


def _write(place: Path, data: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = unfinished(place)
        private(fresh)
        fresh.write_bytes(data)
        put_down(fresh, place)
    except FileExistsError as cause:
        fresh.unlink(missing_ok=True)
        raise _there_already(place) from cause
    except OSError as cause:
        raise InputError(
            f"the key cannot be written ({cause.strerror or 'no reason given'})",
            where=place.name,
            remedy="LINKGRAPH_KEYS names another folder.",
        ) from cause


def _read(path: Path, *, remedy: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError as cause:
        raise InputError(
            f"the key cannot be read ({cause.strerror or 'no reason given'})",
            where=path.name,
            remedy=remedy,
        ) from cause


def _object(data: bytes, where: str, form: str) -> dict[str, Any]:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as cause:
        raise InputError("this is no key", where=where) from cause
    if not isinstance(raw, dict) or raw.get(form) != 1:
        raise InputError("this is no key of this linkgraph", where=where)
    return raw


def _own(raw: dict[str, Any], where: str) -> OwnKey:
    try:
        return OwnKey(
            PublicKey(str(raw["owner"]), str(raw["public"]), str(raw["recipient"])),
            bytes.fromhex(raw["signer"]),
            str(raw["identity"]),
            bytes.fromhex(raw["secret"]),
        )
    except (KeyError, TypeError, ValueError) as cause:
        raise InputError("this key is damaged", where=where) from cause
