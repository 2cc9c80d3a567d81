"""Countries, by ISO 3166."""

from __future__ import annotations

import csv
import unicodedata
from functools import lru_cache
from importlib.resources import files

from linkgraph.errors import ValueRejected

__all__ = ["clean_country", "country_codes", "country_name"]


def clean_country(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country.

    Args:
        text: An alpha-2 or alpha-3 code, the English short name, or a name in
            common use (Vietnam, Burma, UK; the region's own words for its
            countries). Case, accents and punctuation do not count.

    Raises:
        ValueRejected: ``missing`` if the text is empty, ``bad_value`` if no
            country is known by it. Nothing is guessed from a likeness.

    Note:
        Codes come before names, so ``CH`` is Switzerland and never China.

    Examples:
        >>> clean_country("Viet Nam"), clean_country("LKA"), clean_country("uk")
        ('VN', 'LK', 'GB')
    """
    if text in _names():
        return text
    found = _spellings().get(_spelling(text))
    if found:
        return found
    if not text.strip():
        raise ValueRejected("a country is missing", code="missing")
    raise ValueRejected(
        "not a country that ISO 3166 lists",
        remedy="Write its two-letter code, like MY.",
    )


def country_name(alpha2: str) -> str:
    """Return a country's English short name by ISO 3166-1.

    Raises:
        ValueRejected: The code is not one of the list.

    Examples:
        >>> country_name("VN")
        'Viet Nam'
    """
    name = _names().get(alpha2)
    return _names()[clean_country(alpha2)] if name is None else name


def country_codes() -> tuple[str, ...]:
    """Return the alpha-2 codes of all countries, in order of code.

    Examples:
        >>> country_codes()[:3]
        ('AD', 'AE', 'AF')
    """
    return tuple(_names())


def _spelling(text: str) -> str:
    """Return a text without case, accents, punctuation and a leading 'the'."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("-", " "))
    # Only what sits on a Latin letter is an accent: a Thai vowel is a letter.
    kept = "".join(c for c in parts if c.isalnum() or c.isspace() or c > "\u0900" or c == "&")
    return " ".join(kept.replace("&", " and ").split()).removeprefix("the ")


@lru_cache(maxsize=1)
def _table() -> list[dict[str, str]]:
    with files(__package__).joinpath("countries.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["alpha2"]: row["name"] for row in _table()}


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    # A name that another country's code also spells would lose to the code.
    for row in _table():
        for name in (row["name"], *row["variants"].split("|")):
            spellings[_spelling(name)] = row["alpha2"]
    for column in ("alpha3", "alpha2"):
        spellings.update({row[column].casefold(): row["alpha2"] for row in _table()})
    spellings.pop("", None)
    return spellings
