"""Texts as the words that somebody may read in them, whatever they are written in and however."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from linkgraph.share.disguises import arabic_as_latin, undisguised
from linkgraph.share.sounding import run_together, without_initials
from linkgraph.values.names import romanise
from linkgraph.values.text import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "Readings",
    "all_in_one",
    "bare",
    "forms_of",
    "is_as_it_stands",
    "parts_of_number",
    "read_as",
    "solid",
    "those_as_they_stand",
    "visible",
    "with_a_word",
    "without_between",
    "without_zeros",
    "words_of",
]

# Words between names of a person, which are written or not.
_BETWEEN = frozenset({"bin", "ibn", "binti", "binte", "bte", "bt", "bnt", "ap", "anak"})
# Where a word begins within letters and digits that stand together (``SomchaiSrisai2``).
_BEGINS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])|%[0-9A-F]{2}")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_NOT_BARE = re.compile("[^0-9A-Za-z]+")
# What turns a text's direction, or sets letters apart.
_NOT_PLAIN = re.compile(
    r"[\u202a-\u202e\u2066-\u2069]|(?<![^\W_])[^\W_](?![^\W_])[\W_]+[^\W_](?![^\W_])"
)
_PLAIN = re.compile("[a-z0-9 .,;:]*")
_HYPHENS = re.compile("[-_\u00ad\u2010-\u2015\u30fb\u00b7]")
_POSSESSIVE = re.compile("['\u2019]s\\b")
# Vowel signs and the stretching of letters, which are written or not.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# Letters that keyboards of Arabic, Persian and Urdu have in several shapes.
_ARABIC = str.maketrans(
    "\u0623\u0625\u0622\u0671\u0649\u06cc\u0626\u06d2\u06a9\u0629\u06c1\u06be\u0624",
    "\u0627\u0627\u0627\u0627\u064a\u064a\u064a\u064a\u0643\u0647\u0647\u0647\u0648",
)


class Readings(NamedTuple):
    """The words of a text in all ways that somebody may read them.

    Attributes:
        written: With all words that stand there.
        trimmed: Also without letters that stand alone, or words between names.
    """

    written: set[tuple[str, ...]]
    trimmed: set[tuple[str, ...]]


def forms_of(text: str) -> set[tuple[str, ...]]:
    """Return the words of a text as they may be read: as they stand, hyphens left out, in Latin."""
    seen = visible(text)
    if text.isascii() and _PLAIN.fullmatch(seen):
        return {words_of(seen)}
    held = {words_of(seen), words_of(_HYPHENS.sub("", seen)), tuple(romanise(text).split())}
    return held | {words_of(latin) for latin in arabic_as_latin(text)}


def without_between(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without those that stand between a name and a father's; all where few are left."""
    kept = tuple(word for word in words if word not in _BETWEEN)
    return kept if len(kept) > 1 else words


def read_as(text: str) -> Readings:
    """Return the words of a text in all ways that somebody may read them."""
    written: set[tuple[str, ...]] = set()
    for seen in undisguised(text):
        forms = forms_of(seen)
        if _BEGINS.search(seen):
            forms.add(words_of(visible(_BEGINS.sub(" ", seen))))
        folded = visible(seen)
        written |= forms
        for words in forms:
            written.update(run_together(folded, words))
    cut = {made(words) for words in written for made in (without_initials, without_between)}
    return Readings(written, written | cut)


def is_as_it_stands(text: str) -> bool:
    """Tell whether a text can be read in one way alone: in plain letters, none of them apart."""
    return (
        text.isascii()
        and _PLAIN.fullmatch(text.lower()) is not None
        and not _BEGINS.search(text)
        and not _NOT_PLAIN.search(text)
        and len(undisguised(text)) == 1
    )


def those_as_they_stand(texts: pl.Series) -> pl.Series:
    """Tell of texts, in bulk, which can be read in one way alone, as ``is_as_it_stands`` says.

    But for letters with digits behind them (``T0815``), which may be one word or two; one or
    two of them may stand for letters (``Mari4``).
    """
    return (
        texts.str.contains("^[A-Za-z0-9 .,;:]*$")
        & ~texts.str.contains(
            "[a-z][A-Z]|[0-9][A-Za-z]|[0-9]{14}|[A-Za-z]{2}[013457]{1,2}(?:[^0-9A-Za-z]|$)"
        )
        & ~texts.str.contains(
            "(?:^|[^A-Za-z0-9])[A-Za-z0-9][^A-Za-z0-9]+[A-Za-z0-9](?:[^A-Za-z0-9]|$)"
        )
    ).fill_null(value=False)


def with_a_word(texts: pl.Series, tells: Callable[[str], bool]) -> pl.Series:
    """Tell of texts as they stand, in bulk, which hold a word that tells; each word is asked about once."""
    small = pl.col("text").str.to_lowercase()
    words = pl.concat_list(small.str.extract_all("[a-z0-9]+"), small.str.extract_all("[a-z]+"))
    held = pl.DataFrame({"at": pl.int_range(texts.len(), eager=True), "text": texts})
    held = held.select("at", words.alias("word")).explode("word").drop_nulls()
    known = held["word"].unique()
    telling = known.filter(pl.Series(map(tells, known), dtype=pl.Boolean))
    found = held.filter(pl.col("word").is_in(telling.implode()))["at"]
    return pl.int_range(texts.len(), eager=True).is_in(found.unique().implode())


def all_in_one(text: str) -> str:
    """Return all that a name or number is looked for in, as one text in small letters."""
    readings = undisguised(text)
    if len(readings) == 1 and not _NOT_PLAIN.search(text):
        return _one_form(text)
    held = list(map(_one_form, readings))
    return " ".join([*held, *(word for words in read_as(text).written for word in words)])


def _one_form(text: str) -> str:
    seen = visible(text)
    held = [seen]
    if not text.isascii() or not _PLAIN.fullmatch(seen):
        latin = romanise(text)
        held += [_HYPHENS.sub("", seen), latin, latin.replace(" ", ""), solid(text)]
        held += [one for reading in arabic_as_latin(text) for one in (reading, solid(reading))]
    if not text.isalpha():
        held.append(bare(text).lower())
    if _BEGINS.search(text):
        held.append(visible(_BEGINS.sub(" ", text)))
    return " ".join(held)


def bare(text: str) -> str:
    """Return the plain letters and digits of a text, in capitals, digits of any script among them."""
    return _NOT_BARE.sub("", text if text.isascii() else plain_ascii(text)).upper()


def words_of(seen: str) -> tuple[str, ...]:
    """Return the words of a text that was folded."""
    return tuple(re.findall(r"[^\W_]+", seen))


def parts_of_number(words: Iterable[str]) -> tuple[str, ...]:
    """Return words with letters and digits parted: ``LK3``, ``LK-3`` and ``LK 3`` are one number."""
    return tuple(part for word in words for part in _PARTS.findall(word))


def without_zeros(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of a number without the zeros that fill it up, digits of any script as 0-9."""
    return tuple(_bare(part) if part.isdecimal() else part for part in parts)


def _bare(digits: str) -> str:
    return "".join(str(unicodedata.decimal(one)) for one in digits).lstrip("0") or "0"


def solid(text: str) -> str:
    """Return a text folded, without what stands between its letters and digits."""
    return "".join(re.findall(r"\w", visible(text)))


def visible(text: str) -> str:
    """Return a text folded, without signs that nobody sees: they would part a name."""
    if text.isascii():
        return _POSSESSIVE.sub("", text.casefold())
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    return _POSSESSIVE.sub("", _ARABIC_MARKS.sub("", seen).translate(_ARABIC))
