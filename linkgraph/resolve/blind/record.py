"""A person as far as an encoding knows them, and the tokens that stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.resolve.blind.settings import WEIGHTS
from linkgraph.values.names import romanise, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["BlindRecord", "Token", "date_parts", "tokens_of"]

# Words that say only whose child somebody is; half a country shares them.
_KINSHIP = {"bin", "binti", "binte", "bte", "bt"}
_KINSHIP_SIGN = re.compile(r"\b(?:a/l|a/p|s/o|d/o|w/o)\b", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{4})(?:-?([0-9]{2})(?:-?([0-9]{2}))?)?")
_PHONE_DIGITS = 8
_FULL_DATE = 3
# A record says this many bits less of itself for each thing that is not known of it.
_LEAST_DATE_FILL = 100
# By how much of a date is said. A year alone is shared by so many that it counts as no
# date: its fill also outweighs the bits that the year itself adds.
_DATE_FILL_SHARE = (1.3, 1.3, 0.5, 0)
_DOCUMENT_FILL_SHARE = 4


@dataclass(frozen=True, slots=True)
class BlindRecord:
    """One person's record.

    Attributes:
        id: What its own side calls it; it stays there.
        names: In any script.
        aliases: Other names.
        birth_dates: ISO, or a part of one, or eight digits.
        sex: One word.
        nationalities: ISO 3166.
        documents: Numbers, without their kind.
        phones: In any form.
        addresses: Street and house.
        places: Town, district, state.
        postcodes: As written.
    """

    id: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """One thing said of a record.

    Attributes:
        field: Tokens of one field are hashed under one key.
        text: What is hashed.
        bits: How many bits it sets.
    """

    field: str
    text: str
    bits: int


def date_parts(text: str) -> tuple[str, ...]:
    """Return year, month, day of a date as far as it tells them; empty where it is none.

    Examples:
        >>> date_parts("1996-05"), date_parts("19960512"), date_parts("12 May")
        (('1996', '05'), ('1996', '05', '12'), ())
    """
    found = _DATE.fullmatch(text.strip())
    return tuple(part for part in found.groups() if part) if found else ()


def tokens_of(record: BlindRecord) -> tuple[list[Token], int]:
    """Return a record's tokens and how many random bits fill in for what is missing.

    Names are romanised and cut into pairs of letters word by word, so neither script nor
    order of the words counts. A record without names or documents gives no token:
    nothing else says who somebody is.

    The fill makes a score fall with missing evidence: of two records that agree on all
    they say, those that say a name alone stay below the threshold.
    """
    said = list(dict.fromkeys(_said(record)))
    named = sum(t.bits for t in said if t.field == "name")
    if not named and not any(t.field == "document" for t in said):
        return [], 0
    best = max((len(date_parts(text)) for text in record.birth_dates), default=0)
    date_fill = int(max(_LEAST_DATE_FILL, named) * _DATE_FILL_SHARE[best])
    fill = date_fill if record.documents else date_fill + named // _DOCUMENT_FILL_SHARE
    return said, fill


def _said(record: BlindRecord) -> Iterator[Token]:
    yield from _grams("name", "name", _words(record.names))
    yield from _grams("name", "alias", _words(record.aliases))
    for date in record.birth_dates:
        yield from _date(date_parts(date))
    for number in record.documents:
        plain = _plain(number)
        if plain:
            yield Token("document", f"={plain}", WEIGHTS["document"])
            yield from _grams("document", "document_gram", [plain])
    for phone in record.phones:
        # Digits of any script, as ours.
        digits = "".join(str(int(c)) for c in phone if c.isdecimal())[-_PHONE_DIGITS:]
        if len(digits) == _PHONE_DIGITS:
            yield Token("phone", digits, WEIGHTS["phone"])
    for field, values in (("sex", record.sex), ("nationality", record.nationalities)):
        for value in values:
            if plain := _plain(value):
                yield Token(field, plain, WEIGHTS[field])
    yield from _grams("address", "address", _all_words(record.addresses))
    yield from _grams("place", "place", _all_words(record.places))
    yield from _grams("postcode", "postcode", [_plain(p) for p in record.postcodes])


def _words(names: Iterable[str]) -> list[str]:
    """Return the words of names; the file's own Latin spelling where it gives one."""
    plain = [_KINSHIP_SIGN.sub(" ", name) for name in names]
    latin = [name for name in plain if script_of(name) == "Latn"]
    words = _all_words(latin or plain)
    return [word for word in words if word not in _KINSHIP] or words


def _all_words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in romanise(text).split()]


def _plain(text: str) -> str:
    return romanise(text).replace(" ", "")


def _grams(field: str, weight: str, words: Iterable[str]) -> Iterator[Token]:
    """Yield pairs of letters of words, their edges marked."""
    for word in words:
        edged = f"_{word}_" if word else ""
        for at in range(len(edged) - 1):
            yield Token(field, edged[at : at + 2], WEIGHTS[weight])


def _date(parts: tuple[str, ...]) -> Iterator[Token]:
    """Yield a date's parts, digits and, for a day and month changed over, both sorted."""
    whole, digit = WEIGHTS["birth_date"], WEIGHTS["birth_digit"]
    for kind, part in zip("ymd", parts, strict=False):
        yield Token("birth_date", kind + part, whole)
    if len(parts) == _FULL_DATE:
        yield Token("birth_date", "".join(parts), whole)
        yield Token("birth_date", "s" + "".join(sorted(parts[1:])), whole)
    for place, character in enumerate("".join(parts)):
        yield Token("birth_date", f"{place}:{character}", digit)
