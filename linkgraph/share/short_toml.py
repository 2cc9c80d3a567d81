"""Short TOML that people write by hand, read at a cost that its length bounds."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

__all__ = ["TomlFault", "read_short_toml", "toml_fault"]

_LARGEST_BYTES = 1 << 18
# The reader takes time and memory that grow with the square of the steps in a key.
_MOST_DOTS = 400
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_DAY = re.compile(r"(?<![\w\"'.-])[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}")


class TomlFault(NamedTuple):
    """What is wrong in a file, in words that quote nothing of it.

    Attributes:
        says: What.
        place: ``line 3, column 5`` or ``end of document``; empty where it is not known.
        remedy: What to do; empty where the form itself has to be looked at.
    """

    says: str
    place: str
    remedy: str


def read_short_toml(data: bytes) -> dict[str, Any]:
    """Return what a TOML file says.

    Args:
        data: The file's bytes.

    Raises:
        ValueError: It is no TOML in UTF-8, longer than 256 kB, or has a line of more dots than
            any that a person writes.
        RecursionError: It is nested deeper than any that a person writes.
    """
    if len(data) > _LARGEST_BYTES:
        raise ValueError
    if any(line.count(b".") > _MOST_DOTS for line in data.splitlines()):
        raise ValueError
    return tomllib.loads(data.decode("utf-8-sig"))


def toml_fault(data: bytes, cause: Exception) -> TomlFault:
    """Return what ``read_short_toml`` refused; its own words can quote the file.

    Args:
        data: The file's bytes.
        cause: What it raised.
    """
    at = _PLACE.search(str(cause))
    if at is None:
        return TomlFault("this is no TOML", "", "")
    if not at[1]:
        return TomlFault("this is no TOML", "end of document", "")
    number, column = int(at[1]), int(at[2])
    place = f"line {number}, column {column}"
    # TOML parts lines at line feeds alone; ``splitlines`` would count more of them.
    line = data.decode("utf-8-sig").split("\n")[number - 1]
    if any(day.start() < column <= day.end() + 1 for day in _DAY.finditer(line)):
        return TomlFault(
            "this day does not exist, or is not written as a day",
            place,
            "Write year, month and day, like 2026-09-30, and look whether the month has that day.",
        )
    return TomlFault("this is no TOML", place, "")
