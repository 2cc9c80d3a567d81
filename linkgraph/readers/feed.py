"""Lines handed to a csv reader, one record at a time."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.readers.lines import Block

__all__ = ["MOST_LINES_A_RECORD", "LineFeed", "TakenLine"]

MOST_LINES_A_RECORD = 100

# Line number, text, flaw.
TakenLine = tuple[int, str, str]


class LineFeed:
    """Hands out lines, and knows which ones the last record was made of.

    Attributes:
        taken: Lines since the last record began.
    """

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self._waiting: deque[TakenLine] = deque()
        self.taken: list[TakenLine] = []

    def __iter__(self) -> LineFeed:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line's text with its line feed.

        Raises:
            csv.Error: The record has more lines than any has: a quotation mark was
                left open, and would swallow the file.
        """
        if len(self.taken) >= MOST_LINES_A_RECORD:
            raise csv.Error
        if not self._waiting:
            self.unpack(next(self._blocks))
        line = self._waiting.popleft()
        self.taken.append(line)
        return f"{line[1]}\n"

    @property
    def between_blocks(self) -> bool:
        """Whether the next line is the first of a block."""
        return not self._waiting

    def next_block(self) -> Block | None:
        """Return the next block whole; None at the end of the file."""
        return next(self._blocks, None)

    def unpack(self, block: Block) -> None:
        """Let a block's lines be taken one by one."""
        flaws = block.flaws
        self._waiting.extend(
            (block.first + position, line, flaws.get(position, ""))
            for position, line in enumerate(block.lines)
        )

    def put_back_all_but_first(self) -> None:
        """Keep only the first line of what was taken; the others come again."""
        first, *others = self.taken
        self._waiting.extendleft(reversed(others))
        self.taken = [first]
