"""A file for a partner: sealed, encrypted to him, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError, StoreError
from linkgraph.folder import private, put_down, sweep, unfinished
from linkgraph.share.ciphers import encrypt
from linkgraph.share.sealed import Stream, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from linkgraph.share.keys import OwnKey, PublicKey

__all__ = ["sealed_file"]


@contextmanager
def sealed_file(
    output: Path,
    header: dict[str, Any],
    parts: Iterable[tuple[dict[str, Any], bytes]],
    key: OwnKey,
    receiver: PublicKey,
) -> Iterator[str]:
    """Make a sealed file and lend its SHA-256; it stands only if the caller's block ends well.

    So a gift that cannot be put on record is not given. Nothing is written unencrypted.

    Args:
        output: Where it is to stand; nothing may stand there.
        header: The manifest, but for its parts, its kind among it.
        parts: What the manifest says of each, and its bytes; made as they are read.
        key: The giver's.
        receiver: Whose eyes it is for; the manifest names his key.

    Raises:
        InputError: A file is there already, or the folder is not.
        StoreError: It could not be written; nothing was given.
    """
    # Also a link that leads nowhere takes the name.
    if os.path.lexists(output):
        raise InputError(
            "there is a file already", where=output.name, remedy="Name another, or move it away."
        )
    if not output.parent.is_dir():
        raise InputError("the folder to write to is not there", where=str(output.parent))
    sweep(output)
    fresh = unfinished(output)
    on_record = False
    pieces = sealed(header | {"receiver": receiver.signing}, parts, key)
    try:
        private(fresh)
        with fresh.open("wb") as file:
            encrypt(Stream(pieces), file, receiver.encryption)
            file.flush()
            os.fsync(file.fileno())
        with fresh.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        yield content
        on_record = True
        put_down(fresh, output)
    except OSError as cause:
        given = (
            "nothing was given, though `linkgraph share log` has it: recall it there"
            if on_record
            else "nothing was given"
        )
        raise StoreError(
            f"the file could not be written ({cause.strerror or 'no reason given'})",
            where=output.name,
            remedy=f"Free some room, or name another folder; {given}.",
        ) from cause
    finally:
        fresh.unlink(missing_ok=True)
