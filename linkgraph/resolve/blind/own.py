"""An encoding to give away, and the table that stays."""

from __future__ import annotations

import csv
import secrets
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.errors import InputError
from linkgraph.folder import private
from linkgraph.resolve.blind.encode import encode_records
from linkgraph.resolve.blind.file import Encoding, new_ids, write_encoding
from linkgraph.resolve.blind.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkgraph.resolve.blind.key import SharedKey
    from linkgraph.resolve.blind.record import BlindRecord

__all__ = ["Made", "encode_to", "write_own_table"]


class Made(NamedTuple):
    """What came of an encoding.

    Attributes:
        encoded: Records in the file.
        left_out: Records with neither a name nor a document.
        digest: SHA-256 that ends the file.
    """

    encoded: int
    left_out: int
    digest: str


def encode_to(
    records: Sequence[BlindRecord],
    key: SharedKey,
    *,
    output: Path,
    table: Path,
    settings: Settings | None = None,
) -> Made:
    """Write records' encoding to one file and whose each opaque id is to another.

    The ids are new at each call and their order is random, so that two encodings of one
    agency do not tell which records came in between.

    Args:
        records: One's own.
        key: Shared with the partner.
        output: To give away.
        table: To keep: ``opaque_id,record_id``.
        settings: Shared with the partner.

    Raises:
        InputError: A file is there already, cannot be written, or no record says enough.
    """
    for path in (output, table):
        _refuse_to_write_over(path)
    settings = settings or Settings()
    bits, kept = encode_records(records, key, settings)
    shuffled = list(range(len(kept)))
    secrets.SystemRandom().shuffle(shuffled)
    encoding = Encoding(settings, key.check, new_ids(len(kept)), bits[np.array(shuffled, np.int64)])
    owners = [records[kept[place]].id for place in shuffled]
    try:
        write_own_table(table, encoding.ids, owners)
        private(output)
        digest = write_encoding(output, encoding)
    except OSError as cause:
        raise InputError(
            f"the files cannot be written ({cause.strerror or 'no reason given'})",
            remedy="Check that the folders are there and may be written.",
        ) from cause
    return Made(len(kept), len(records) - len(kept), digest)


def _refuse_to_write_over(path: Path) -> None:
    if path.exists():
        raise InputError(
            "there is a file already",
            where=path.name,
            remedy="Name another, or remove it if nobody needs it any more.",
        )


def write_own_table(path: Path, ids: Sequence[str], owners: Sequence[str]) -> None:
    """Write the table that leads from opaque ids back to records; its owner alone reads it."""
    private(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["opaque_id", "record_id"])
        writer.writerows(zip(ids, owners, strict=True))
