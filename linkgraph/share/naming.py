"""Whether words that people wrote name somebody: by name in any script and order, or by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.disguises import undisguised
from linkgraph.share.readings import (
    all_in_one,
    bare,
    forms_of,
    read_as,
    solid,
    those_as_they_stand,
    with_a_word,
    without_between,
    words_of,
)
from linkgraph.share.sounding import in_one_run, sound_of, sounds_like, without_initials

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.schema import Property

__all__ = [
    "NAMES",
    "Naming",
    "naming_of",
    "naming_of_texts",
    "of_another",
    "own_name",
    "searched",
    "values_of",
]

NAMES = ("names", "aliases", "romanised", "native_ids")
_OWN_NAMES = frozenset({"names", "aliases", "romanised"})
# What people are to each other, in the languages that names come with most.
_OF_ANOTHER = re.compile(
    r"(?i)['\u2019\u02bc]s\b|\b(?:of|to|with|and|saw|husband|wife|widow|fianc\u00e9?e?|boyfriend|girlfriend|partner|friend"
    r"|brother|sister|mother|father|mum|mom|dad|son|daughter|child|uncle|aunt|aunty|auntie|cousin|nephew|niece|boss|agent|maid"
    r"|man|woman|boy|girl|guy|suami|isteri|istri|bini|laki|pacar|tunang|kawan|teman|sahabat|adik|kakak|abang|bapak|bapa|ayah"
    r"|mak|emak|ibu|pakcik|makcik|paman|bibi|keponakan|sepupu|majikan|ch\u1ed3ng|v\u1ee3|b\u1ea1n|m\u1eb9|ch\u1ecb|b\u1ed1"
    r"|asawa|nobyo|nobya|kapatid|kaibigan|nanay|tatay|esposo|esposa|novio|novia|hermano|hermana|padre|madre|femme|s\u0153ur"
    # Arabic and Persian: husband, wife, mother, father, sister, brother, friend, betrothed.
    r"|\u0632\u0648\u062c|\u0632\u0648\u062c\u0629|\u0623\u0645|\u0648\u0627\u0644\u062f|\u0648\u0627\u0644\u062f\u0629|\u0623\u062e\u062a|\u0623\u062e|\u0623\u062e\u0648|\u0634\u0642\u064a\u0642|\u0634\u0642\u064a\u0642\u0629|\u0635\u062f\u064a\u0642|\u0635\u062f\u064a\u0642\u0629"
    r"|\u062e\u0637\u064a\u0628|\u062e\u0637\u064a\u0628\u0629|\u0634\u0648\u0647\u0631|\u0647\u0645\u0633\u0631|\u0645\u0627\u062f\u0631|\u067e\u062f\u0631|\u062e\u0648\u0627\u0647\u0631|\u0628\u0631\u0627\u062f\u0631)\b"
    # Thai, which has no spaces between words: husband, wife, beloved, mother, father, siblings, child, friend, of.
    r"|\u0e2a\u0e32\u0e21\u0e35|\u0e1c\u0e31\u0e27|\u0e20\u0e23\u0e23\u0e22\u0e32|\u0e40\u0e21\u0e35\u0e22|\u0e41\u0e1f\u0e19|\u0e41\u0e21\u0e48|\u0e1e\u0e48\u0e2d|\u0e19\u0e49\u0e2d\u0e07\u0e2a\u0e32\u0e27|\u0e19\u0e49\u0e2d\u0e07\u0e0a\u0e32\u0e22"
    r"|\u0e1e\u0e35\u0e48\u0e2a\u0e32\u0e27|\u0e1e\u0e35\u0e48\u0e0a\u0e32\u0e22|\u0e25\u0e39\u0e01\u0e2a\u0e32\u0e27|\u0e25\u0e39\u0e01\u0e0a\u0e32\u0e22|\u0e40\u0e1e\u0e37\u0e48\u0e2d\u0e19|\u0e02\u0e2d\u0e07"
    # Chinese: of, husband, wife, friends.
    r"|\u7684|\u4e08\u592b|\u8001\u516c|\u59bb\u5b50|\u8001\u5a46|\u7537\u53cb|\u5973\u53cb"
)
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
# A name with one word more inside is told by so many letters.
_LEAST_PARTED = 8


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
        parted: Of how many words the names are that are found with another word inside.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    solid: frozenset[str] = frozenset()
    numbers: Mapping[int, frozenset[str]] = field(default_factory=dict)
    joined: Mapping[int, frozenset[str]] = field(init=False)
    runs: Mapping[int, frozenset[str]] = field(init=False)
    counts: frozenset[int] = field(init=False)
    sounds: frozenset[tuple[str, ...]] = field(init=False)
    sound_counts: frozenset[int] = field(init=False)
    parted: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        held = (one for words in self.names for one in _run_together(words))
        object.__setattr__(self, "joined", _by_length(held))
        object.__setattr__(self, "runs", _by_length(self.solid))
        object.__setattr__(self, "counts", frozenset(map(len, self.names)))
        sounds = frozenset(filter(None, map(sounds_like, self.names)))
        object.__setattr__(self, "sounds", sounds)
        object.__setattr__(self, "sound_counts", frozenset(map(len, sounds)))
        object.__setattr__(self, "parted", frozenset(map(len, filter(_may_be_parted, self.names))))

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
        seen = undisguised(text)
        if any(_any_of(bare(one), self.numbers) or self._run_in(one) for one in seen):
            return True
        forms = read_as(text)
        return (
            any(map(self._joined_in, forms.written))
            or any(_any_window(words, self.counts, self.names) for words in forms.trimmed)
            or any(map(self._parted_in, forms.written))
            or bool(self.sounds and any(map(self._sounds_in, forms.trimmed)))
        )

    def _run_in(self, text: str) -> bool:
        found = self.solid and _SOLID.search(text)
        return bool(found) and _any_of(solid(text), self.runs)

    def _joined_in(self, words: tuple[str, ...]) -> bool:
        long = (word for word in words if len(word) >= _LEAST_JOINED)
        return any(_any_of(word, self.joined) for word in long) or in_one_run(words, self.joined)

    def _parted_in(self, words: tuple[str, ...]) -> bool:
        """Tell whether a name stands in words with one other word inside."""
        return any(
            _may_be_parted(held) and held in self.names
            for length in self.parted
            for at in range(len(words) - length)
            for out in range(at + 1, at + length)
            for held in [tuple(sorted(words[at:out] + words[out + 1 : at + length + 1]))]
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
        heard = {max(sounds, key=len) for sounds in self.sounds}
        within = {one for held in self.joined.values() for one in held} | self.solid
        within |= {one.lower() for held in self.numbers.values() for one in held}
        looked_for = pl.Series(sorted(within), dtype=pl.String).implode()

        def tells(word: str) -> bool:
            return word in longest or bool(heard and sound_of(word) in heard)

        plain = those_as_they_stand(texts)
        easy = texts.filter(plain)
        found = (
            easy.str.to_lowercase().str.replace_all("[^a-z0-9]", "").str.contains_any(looked_for)
        )
        near = set(easy.filter(found | with_a_word(easy, tells)))
        forms = [all_in_one(text) for text in texts.filter(~plain)]
        found = pl.Series(forms, dtype=pl.String).str.contains_any(looked_for)
        hard = iter(
            found | pl.Series((any(map(tells, words_of(one))) for one in forms), dtype=pl.Boolean)
        )
        may = (
            text in near if stands else next(hard)
            for text, stands in zip(texts, plain, strict=True)
        )
        return pl.Series(may, dtype=pl.Boolean)


def _may_be_parted(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and sum(map(len, words)) >= _LEAST_PARTED


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


def own_name(prop: Property, kind: str) -> bool:
    """Say whether a property is what a person is called: searched only where it speaks of another."""
    return kind == "Person" and prop.name in _OWN_NAMES


def of_another(text: str) -> bool:
    """Tell whether a name says whom somebody is to another (``Aminah's husband``)."""
    return _OF_ANOTHER.search(text) is not None


def searched(prop: Property, kind: str = "") -> bool:
    """Say whether a property is searched for names: words, and what things and places are called.

    A person's own name is not: whoever bears the name of somebody hidden keeps it.
    """
    if own_name(prop, kind):
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
    runs: set[str] = set()
    numbers: list[str] = []
    for text, number in told:
        numbers += number
        if not number:
            names |= set(_readings(text))
            runs |= {
                one for one in [solid(text)] if _SOLID.search(one) and len(one) >= _LEAST_SOLID
            }
    return Naming(frozenset(names), frozenset(runs), _by_length(numbers))


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
    number = bare(text)
    forms = [number, number[-_PHONE_END:]] if kind == "Phone" else [number]
    return [one for one in forms if len(one) >= _LEAST_NUMBER]


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    for words in forms_of(text):
        for held in {words, without_initials(words), without_between(words)}:
            if len(" ".join(held)) >= _LEAST_LETTERS and len(held) <= _MOST_WORDS:
                yield tuple(sorted(held))
