"""A file written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.errors import InputError, StoreError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["write_bytes", "write_text"]


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
    place = Path(path)
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
    _fill_and_put(number, Path(beside), place, content)


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
