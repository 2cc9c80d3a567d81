"""Short TOML that people write by hand, read at a cost that its length bounds."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

from linkgraph.errors import InputError

__all__ = ["read_short_toml"]

_LARGEST_BYTES = 1 << 18
# The reader takes time and memory that grow with the square of the steps in a key.
_MOST_DOTS = 400
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_DAY = re.compile(r"(?<![\w\"'.-])[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}")


def read_short_toml(data: bytes, where: str, remedy: str) -> dict[str, Any]:
    """Return what a TOML file says.

    Args:
        data: The file's bytes.
        where: What to call it in messages, which quote nothing of it.
        remedy: What to do where the form itself has to be looked at.

    Raises:
        InputError: It is no TOML in UTF-8, longer than 256 kB, has a line of more dots than any
            that a person writes, is nested deeper, or holds a day that does not exist.
    """
    try:
        return _read(data)
    except (ValueError, RecursionError) as cause:
        # Its own words can quote the file.
        fault = _fault(data, str(cause))
    raise InputError(
        fault.says,
        where=f"{where}, {fault.place}" if fault.place else where,
        remedy=fault.remedy or remedy,
    )


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > _LARGEST_BYTES:
        raise ValueError
    if any(line.count(b".") > _MOST_DOTS for line in data.splitlines()):
        raise ValueError
    return tomllib.loads(data.decode("utf-8-sig"))


class _Fault(NamedTuple):
    """What is wrong in a file, where that is known, and what to do where the form is right."""

    says: str
    place: str = ""
    remedy: str = ""


def _fault(data: bytes, told: str) -> _Fault:
    at = _PLACE.search(told)
    if at is None:
        return _Fault("this is no TOML")
    if not at[1]:
        return _Fault("this is no TOML", "end of document")
    number, column = int(at[1]), int(at[2])
    place = f"line {number}, column {column}"
    # TOML parts lines at line feeds alone; ``splitlines`` would count more of them.
    line = data.decode("utf-8-sig").split("\n")[number - 1]
    if any(day.start() < column <= day.end() + 1 for day in _DAY.finditer(line)):
        return _Fault(
            "this day does not exist, or is not written as a day",
            place,
            "Write year, month and day, like 2026-09-30, and look whether the month has that day.",
        )
    return _Fault("this is no TOML", place)
