"""Whether words that people wrote name somebody: by name in any script and order, or by number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.sounding import (
    as_seen,
    run_together,
    sound_of,
    sounds_like,
    without_initials,
)
from linkgraph.values.names import romanise
from linkgraph.values.text import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.schema import Property

__all__ = ["NAMES", "Naming", "naming_of", "naming_of_texts", "searched", "values_of", "visible"]

NAMES = ("names", "aliases", "romanised", "native_ids")
_OWN_NAMES = frozenset({"names", "aliases", "romanised"})
# Shorter ones stand inside ordinary words and numbers.
_LEAST_LETTERS, _LEAST_NUMBER = 5, 6
# Of a telephone number, what every way of writing it ends with.
_PHONE_END = 8
_MOST_WORDS = 8
# Written without spaces between words, or with letters that are whole syllables.
_SOLID = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_LEAST_SOLID = 2
# Names run together, as file names and addresses have them: of few words, or there are too many
# orders; of many letters, or they stand inside ordinary words.
_LEAST_JOINED, _MOST_JOINED_WORDS = 8, 3
# Where a word begins within letters and digits that stand together (``SomchaiSrisai2``).
_BEGINS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])|%[0-9A-F]{2}")
_NOT_BARE = re.compile("[^0-9A-Za-z]+")
# What turns a text's direction, or sets letters apart.
_NOT_PLAIN = re.compile(
    r"[\u202a-\u202e\u2066-\u2069]|(?<![^\W_])[^\W_](?![^\W_])[\W_]+[^\W_](?![^\W_])"
)
_PLAIN = re.compile("[a-z0-9 .,;:]*")
_HYPHENS = re.compile("[-\u00ad\u2010-\u2015\u30fb\u00b7]")
_POSSESSIVE = re.compile("['\u2019]s\\b")
# Vowel signs and the stretching of letters, which are written or not.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# Letters that keyboards of Arabic, Persian and Urdu have in several shapes.
_ARABIC = str.maketrans(
    "\u0623\u0625\u0622\u0671\u0649\u06cc\u0626\u06d2\u06a9\u0629\u06c1\u06be\u0624",
    "\u0627\u0627\u0627\u0627\u064a\u064a\u064a\u064a\u0643\u0647\u0647\u0647\u0648",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """Names and numbers of some people and things.

    Attributes:
        names: The words of each name, folded and sorted.
        solid: Names in scripts without spaces, without what stands between their letters.
        numbers: Numbers without signs, upper case, by length.
        joined: Names whose words run together, in any order, by length.
        runs: The solid names, by length.
        counts: Of how many words names are.
        sounds: What the words of each name sound like, sorted, where that is enough to tell it.
        sound_counts: Of how many words these are.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    solid: frozenset[str] = frozenset()
    numbers: Mapping[int, frozenset[str]] = field(default_factory=dict)
    joined: Mapping[int, frozenset[str]] = field(init=False)
    runs: Mapping[int, frozenset[str]] = field(init=False)
    counts: frozenset[int] = field(init=False)
    sounds: frozenset[tuple[str, ...]] = field(init=False)
    sound_counts: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        held = (one for words in self.names for one in _run_together(words))
        object.__setattr__(self, "joined", _by_length(held))
        object.__setattr__(self, "runs", _by_length(self.solid))
        object.__setattr__(self, "counts", frozenset(map(len, self.names)))
        sounds = frozenset(filter(None, map(sounds_like, self.names)))
        object.__setattr__(self, "sounds", sounds)
        object.__setattr__(self, "sound_counts", frozenset(map(len, sounds)))

    def __bool__(self) -> bool:
        return bool(self.names or self.solid or any(self.numbers.values()))

    def without(self, other: Naming) -> Naming:
        """Return what names these and not those of another."""
        kept = {n: held - other.numbers.get(n, frozenset()) for n, held in self.numbers.items()}
        return Naming(self.names - other.names, self.solid - other.solid, kept)

    def united(self, other: Naming) -> Naming:
        """Return what names either."""
        both = (one for of in (self, other) for held in of.numbers.values() for one in held)
        return Naming(self.names | other.names, self.solid | other.solid, _by_length(both))

    def stands_in(self, text: str) -> bool:
        """Tell whether a text holds one of the names or numbers.

        O(length of the text), however many names there are.
        """
        if not text:
            return False
        if _any_of(_bare(text), self.numbers):
            return True
        if self.solid and _SOLID.search(text) and _any_of(_solid(text), self.runs):
            return True
        forms = _read_as(text)
        return (
            any(
                _any_of(word, self.joined)
                for words in forms
                for word in words
                if len(word) >= _LEAST_JOINED
            )
            or any(_any_window(words, self.counts, self.names) for words in forms)
            or bool(self.sounds and any(map(self._sounds_in, forms)))
        )

    def _sounds_in(self, words: tuple[str, ...]) -> bool:
        heard = tuple(filter(None, map(sound_of, words)))
        return _any_window(heard, self.sound_counts, self.sounds)

    def may_stand_in(self, texts: pl.Series) -> pl.Series:
        """Tell of texts, in bulk, where one of the names or numbers may stand.

        Returns:
            Booleans, one a text; false only where ``stands_in`` is false.
        """
        longest = {max(words, key=len) for words in self.names}
        within = {one for held in self.joined.values() for one in held} | self.solid
        within |= {one.lower() for held in self.numbers.values() for one in held}
        forms = [_all_forms(text) for text in texts]
        looked_for = pl.Series(sorted(within), dtype=pl.String).implode()
        found = pl.Series(forms, dtype=pl.String).str.contains_any(looked_for)
        heard = {max(sounds, key=len) for sounds in self.sounds}
        words = (
            not longest.isdisjoint(held) or (heard and not heard.isdisjoint(map(sound_of, held)))
            for held in map(_words, forms)
        )
        return found | pl.Series(map(bool, words), dtype=pl.Boolean)


def _any_window(
    words: tuple[str, ...], counts: Collection[int], names: Collection[tuple[str, ...]]
) -> bool:
    return any(
        tuple(sorted(words[at : at + length])) in names
        for length in counts
        for at in range(len(words) - length + 1)
    )


def _any_of(text: str, by_length: Mapping[int, Collection[str]]) -> bool:
    return any(
        text[at : at + length] in held
        for length, held in by_length.items()
        for at in range(len(text) - length + 1)
    )


def _by_length(texts: Iterable[str]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for one in texts:
        found.setdefault(len(one), set()).add(one)
    return {n: frozenset(held) for n, held in found.items()}


def _run_together(words: tuple[str, ...]) -> Iterator[str]:
    if 1 < len(words) <= _MOST_JOINED_WORDS and sum(map(len, words)) >= _LEAST_JOINED:
        yield from map("".join, permutations(words))


def values_of(prop: Property) -> bool:
    """Say whether a property's texts are words or numbers of people, not codes, days or moments."""
    return prop.type not in {"country", "currency", "code", "date", "instant"}


def searched(prop: Property, kind: str = "") -> bool:
    """Say whether a property is searched for names: words, and what things and places are called.

    A person's own name is not: whoever bears the name of somebody hidden keeps it.
    """
    if kind == "Person" and prop.name in _OWN_NAMES:
        return False
    return prop.worded or prop.type in {"name", "address", "email"}


def naming_of(
    graph: Projection, ids: Collection[str] | None = None, kinds: Collection[str] = ()
) -> Naming:
    """Return what names entities of a graph.

    Args:
        graph: The case, or a part of it, in bulk.
        ids: Of which entities; of all where None.
        kinds: Of which kinds; of all where empty.
    """
    return _made(_told(graph, ids, kinds))


def naming_of_texts(texts: Iterable[str]) -> Naming:
    """Return what names somebody, of names and numbers as files have them."""
    return _made((text, _number_forms("", text) if _has_digit(text) else []) for text in texts)


def _made(told: Iterable[tuple[str, list[str]]]) -> Naming:
    names: set[tuple[str, ...]] = set()
    solid: set[str] = set()
    numbers: list[str] = []
    for text, number in told:
        numbers += number
        if not number:
            names |= set(_readings(text))
            solid |= {
                one for one in [_solid(text)] if _SOLID.search(one) and len(one) >= _LEAST_SOLID
            }
    return Naming(frozenset(names), frozenset(solid), _by_length(numbers))


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _told(
    graph: Projection, ids: Collection[str] | None, kinds: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each name as (text, []) and each number as (text, its forms)."""
    for kind, frame in graph.nodes.items():
        if kinds and kind not in kinds:
            continue
        of = load_schema().kinds[kind]
        spoken = [name for name in NAMES if name in frame.columns]
        for row in frame.select("id", *spoken).iter_rows(named=True):
            if ids is not None and row["id"] not in ids:
                continue
            if of.identity == "value" and not of.hashed:
                yield "", _number_forms(kind, row["id"].partition(":")[2])
            for text in (text for name in spoken for text in row[name] or ()):
                forms = _number_forms(kind, text) if _has_digit(text) else []
                yield text, forms


def _number_forms(kind: str, text: str) -> list[str]:
    number = _bare(text)
    forms = [number, number[-_PHONE_END:]] if kind == "Phone" else [number]
    return [one for one in forms if len(one) >= _LEAST_NUMBER]


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    for words in _forms(text):
        for held in {words, without_initials(words)}:
            if len(" ".join(held)) >= _LEAST_LETTERS and len(held) <= _MOST_WORDS:
                yield tuple(sorted(held))


def _forms(text: str) -> set[tuple[str, ...]]:
    """Return the words of a text as they may be read: as they stand, hyphens left out, in Latin."""
    seen = visible(text)
    if text.isascii() and _PLAIN.fullmatch(seen):
        return {_words(seen)}
    return {_words(seen), _words(_HYPHENS.sub("", seen)), tuple(romanise(text).split())}


def _read_as(text: str) -> set[tuple[str, ...]]:
    """Return the words of a text in all ways that somebody may read them."""
    found: set[tuple[str, ...]] = set()
    for seen in as_seen(text):
        forms = _forms(seen)
        if _BEGINS.search(seen):
            forms.add(_words(visible(_BEGINS.sub(" ", seen))))
        folded = visible(seen)
        found |= forms
        for words in forms:
            found.update(run_together(folded, words))
            found.add(without_initials(words))
    return found


def _all_forms(text: str) -> str:
    """Return all that a name or number is looked for in, as one text in small letters."""
    if not _NOT_PLAIN.search(text):
        return _one_form(text)
    held = [_one_form(one) for one in as_seen(text)]
    return " ".join([*held, *(word for words in _read_as(text) for word in words)])


def _one_form(text: str) -> str:
    seen = visible(text)
    held = [seen]
    if not text.isascii() or not _PLAIN.fullmatch(seen):
        held += [_HYPHENS.sub("", seen), romanise(text), _solid(text)]
    if not text.isalpha():
        held.append(_bare(text).lower())
    if _BEGINS.search(text):
        held.append(visible(_BEGINS.sub(" ", text)))
    return " ".join(held)


def _bare(text: str) -> str:
    return _NOT_BARE.sub("", text if text.isascii() else plain_ascii(text)).upper()


def _words(seen: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", seen))


def _solid(text: str) -> str:
    return "".join(re.findall(r"\w", visible(text)))


def visible(text: str) -> str:
    """Return a text folded, without signs that nobody sees: they would part a name."""
    if text.isascii():
        return _POSSESSIVE.sub("", text.casefold())
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    return _POSSESSIVE.sub("", _ARABIC_MARKS.sub("", seen).translate(_ARABIC))
