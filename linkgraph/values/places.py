"""Places: airports, coordinates and addresses."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from linkgraph.errors import ValueRejected
from linkgraph.values.text import clean_text, plain_ascii

__all__ = ["airport_country", "clean_address", "clean_coordinates", "clean_iata"]

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?", re.ASCII)
_LATITUDE_LIMIT, _LONGITUDE_LIMIT = 90.0, 180.0
_COMMAS = re.compile(r"\s*,[\s,]*")


def clean_iata(text: str) -> str:
    """Return an airport's three-letter IATA code, in capitals.

    Whether the airport exists is not checked: codes come and go, and a case may
    name one that no table holds.

    Raises:
        ValueRejected: ``missing`` if the text is empty, ``bad_value`` if it is
            not three letters.

    Examples:
        >>> clean_iata("akl ")
        'AKL'
    """
    code = plain_ascii(text).strip().upper()
    if not code:
        raise ValueRejected("an airport is missing", code="missing")
    if len(code) != 3 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004
        raise ValueRejected("an airport's IATA code has three letters")
    return code


def airport_country(iata: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of an airport's country.

    None where the airport is not among the main ones of Asia, the Pacific, the
    Gulf and Europe that linkgraph knows.

    Examples:
        >>> airport_country("KUL"), airport_country("ZZZ")
        ('MY', None)
    """
    return _airports().get(iata)


@lru_cache(maxsize=1)
def _airports() -> dict[str, str]:
    with files(__package__).joinpath("airports.csv").open(encoding="utf-8") as lines:
        return {row["iata"]: row["country"] for row in csv.DictReader(lines)}


def clean_coordinates(latitude: str, longitude: str) -> tuple[float, float]:
    """Return a place's latitude and longitude in decimal degrees, WGS 84.

    Raises:
        ValueRejected: ``missing`` if either is empty; ``broken_number`` if one
            is not a plain decimal number with a point; ``bad_value`` if one is
            off the globe.

    Note:
        0, 0 is kept, though many systems write it for "not known".

    Examples:
        >>> clean_coordinates("-7.145000", "112.745000")
        (-7.145, 112.745)
    """
    return _degrees(latitude, _LATITUDE_LIMIT), _degrees(longitude, _LONGITUDE_LIMIT)


def _degrees(text: str, limit: float) -> float:
    plain = plain_ascii(text).strip()
    if not plain:
        raise ValueRejected("a coordinate is missing", code="missing")
    if not _DEGREES.fullmatch(plain):
        raise ValueRejected("not a coordinate in decimal degrees", code="broken_number")
    degrees = float(plain)
    if abs(degrees) > limit:
        raise ValueRejected("a coordinate off the globe")
    # Adding zero turns -0.0, another text for the same place, into 0.0.
    return degrees + 0.0


def clean_address(text: str) -> str:
    """Return an address as it was written, on one line, without stray commas.

    Raises:
        ValueRejected: ``missing`` if nothing is left.

    Examples:
        >>> clean_address("12 Beach Road ,, Negombo,")
        '12 Beach Road, Negombo'
    """
    address = _COMMAS.sub(", ", clean_text(text)).strip(", ")
    if not address:
        raise ValueRejected("an address is missing", code="missing")
    return address
