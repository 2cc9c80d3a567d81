"""Files as readers see them: gzip is unpacked on the way, block by block."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkgraph.readers.bounded import Readable

__all__ = ["MOST_TIMES", "open_unpacked"]

_GZIP = b"\x1f\x8b"
# Tables shrink to a tenth, at times to a fiftieth; what shrinks more is made to fill a disk.
MOST_TIMES = 200
# Below this even a file that unpacks to a thousand times its size does no harm.
_HARMLESS_BYTES = 64 << 20


@contextmanager
def open_unpacked(path: Path) -> Iterator[Readable]:
    """Open a file's bytes; a gzip file, told by its first bytes, is unpacked as it is read.

    Memory stays bounded by what is read at once.

    Raises:
        SourceError: While it is read: the gzip file is damaged or cut short, or unpacks to
            more than any table does.
    """
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield _Unpacked(unpacked, path)


class _Unpacked:
    """Bytes of a gzip file that is no bomb."""

    def __init__(self, file: gzip.GzipFile, path: Path) -> None:
        self._file = file
        self._path = path
        self._given = 0
        self._most = max(_HARMLESS_BYTES, MOST_TIMES * path.stat().st_size)

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; empty at the end.

        Raises:
            SourceError: The file is damaged, or unpacks to more than any table does.
        """
        left = self._most - self._given + 1
        try:
            data = self._file.read(left if size < 0 else min(size, left))
        except (EOFError, OSError, zlib.error) as cause:
            raise SourceError(
                "the gzip file is damaged or cut short",
                where=self._path.name,
                remedy="Ask its sender for it again.",
            ) from cause
        self._given += len(data)
        if self._given > self._most:
            raise SourceError(
                f"the gzip file unpacks to more than {MOST_TIMES} times its size: no table does",
                where=self._path.name,
                remedy="Ask its sender what it is.",
            )
        return data
