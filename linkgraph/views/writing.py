"""A file written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.errors import InputError, StoreError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["check_place", "write_bytes", "write_text"]

_NO_NAMES = {errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}
_MOST_SHOWN = 80


def write_text(path: str | PathLike[str], text: str) -> None:
    """Write a text as UTF-8, whatever the system's own encoding.

    Args:
        path: A file in a folder that exists; one that is there is replaced.
        text: Its content, written as it is.

    Raises:
        InputError: The place cannot be written.
        StoreError: Writing failed half-way; what was there before is unharmed.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | PathLike[str], content: bytes) -> None:
    """Write bytes as they are; like :func:`write_text` else."""
    number, beside = _begun(Path(path))
    _fill_and_put(number, beside, Path(path), content)


def check_place(path: str | PathLike[str]) -> None:
    """Refuse a place where no file can be written, before what is to stand there is made.

    Nothing is left there. A disk may still fill, or another program lock the file.

    Raises:
        InputError: As for :func:`write_text`.
    """
    number, beside = _begun(Path(path))
    os.close(number)
    beside.unlink()


def _begun(place: Path) -> tuple[int, Path]:
    """Return a new file, open, beside a place that can be written."""
    try:
        # A name that the system does not take is told here, not when all is made.
        place.stat()
    except OSError as cause:
        if cause.errno in _NO_NAMES:
            raise InputError(
                f"no file can have this name ({cause.strerror})",
                where=place.name[:_MOST_SHOWN],
                remedy="Choose a shorter one, in a folder.",
            ) from cause
    if place.is_dir():
        raise InputError("a folder stands there", where=str(place), remedy="Name a file in it.")
    if not place.parent.is_dir():
        raise InputError(
            "the folder to write to is not there", where=str(place), remedy="Make it first."
        )
    try:
        number, beside = tempfile.mkstemp(dir=place.parent, prefix=".linkgraph-", suffix=".part")
    except OSError as cause:
        raise InputError(
            f"the folder cannot be written to ({cause.strerror})",
            where=str(place),
            remedy="Choose another, or ask for the right to write there.",
        ) from cause
    return number, Path(beside)


def _fill_and_put(number: int, beside: Path, place: Path, content: bytes) -> None:
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except OSError as cause:
        raise StoreError(
            f"the file could not be written ({cause.strerror})",
            where=str(place),
            remedy="Free some room, or close what holds the file open; nothing was changed.",
        ) from cause
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
