"""Whether words that people wrote name somebody: by name in any script and order, or by number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.schema import load_schema
from linkgraph.values.names import romanise
from linkgraph.values.text import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from linkgraph.graph.base import Projection

__all__ = ["Naming", "naming_of"]

_NAMES = ("names", "aliases", "romanised", "native_ids")
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


@dataclass(frozen=True, slots=True)
class Naming:
    """Names and numbers of some people and things.

    Attributes:
        names: The words of each name, folded and sorted.
        solid: Names in scripts without spaces, without what stands between their letters.
        numbers: Numbers without signs, upper case, by length.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    solid: frozenset[str] = frozenset()
    numbers: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def without(self, other: Naming) -> Naming:
        """Return what names these and not those of another."""
        kept = {n: held - other.numbers.get(n, frozenset()) for n, held in self.numbers.items()}
        return Naming(self.names - other.names, self.solid - other.solid, kept)

    def united(self, other: Naming) -> Naming:
        """Return what names either."""
        lengths = {*self.numbers, *other.numbers}
        none: frozenset[str] = frozenset()
        both = {n: self.numbers.get(n, none) | other.numbers.get(n, none) for n in lengths}
        return Naming(self.names | other.names, self.solid | other.solid, both)

    def stands_in(self, text: str) -> bool:
        """Tell whether a text holds one of the names or numbers.

        O(length of the text), however many names there are.
        """
        if not text:
            return False
        plain = re.sub(r"[^0-9A-Za-z]", "", plain_ascii(text)).upper()
        if any(_any_of(plain, length, held) for length, held in self.numbers.items() if held):
            return True
        if self.solid and _SOLID.search(text) and any(one in _solid(text) for one in self.solid):
            return True
        lengths = {len(words) for words in self.names}
        forms = {_words(text), tuple(romanise(text).split())}
        return any(
            tuple(sorted(words[at : at + length])) in self.names
            for words in forms
            for length in lengths
            for at in range(len(words) - length + 1)
        )


def _any_of(text: str, length: int, held: Collection[str]) -> bool:
    return any(text[at : at + length] in held for at in range(len(text) - length + 1))


def naming_of(
    graph: Projection, ids: Collection[str] | None = None, kinds: Collection[str] = ()
) -> Naming:
    """Return what names entities of a graph.

    Args:
        graph: The case, or a part of it, in bulk.
        ids: Of which entities; of all where None.
        kinds: Of which kinds; of all where empty.
    """
    names: set[tuple[str, ...]] = set()
    solid: set[str] = set()
    numbers: dict[int, set[str]] = {}
    for text, number in _told(graph, ids, kinds):
        if number:
            for one in number:
                numbers.setdefault(len(one), set()).add(one)
        else:
            names |= set(_readings(text))
            solid |= {
                one for one in [_solid(text)] if _SOLID.search(one) and len(one) >= _LEAST_SOLID
            }
    return Naming(
        frozenset(names), frozenset(solid), {n: frozenset(held) for n, held in numbers.items()}
    )


def _told(
    graph: Projection, ids: Collection[str] | None, kinds: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each name as (text, []) and each number as (text, its forms)."""
    for kind, frame in graph.nodes.items():
        if kinds and kind not in kinds:
            continue
        of = load_schema().kinds[kind]
        spoken = [name for name in _NAMES if name in frame.columns]
        for row in frame.select("id", *spoken).iter_rows(named=True):
            if ids is not None and row["id"] not in ids:
                continue
            if of.identity == "value" and not of.hashed:
                yield "", _number_forms(kind, row["id"].partition(":")[2])
            for text in (text for name in spoken for text in row[name] or ()):
                forms = _number_forms(kind, text) if any(map(str.isdecimal, text)) else []
                yield text, forms


def _number_forms(kind: str, text: str) -> list[str]:
    number = re.sub(r"[^0-9A-Za-z]", "", plain_ascii(text)).upper()
    forms = [number, number[-_PHONE_END:]] if kind == "Phone" else [number]
    return [one for one in forms if len(one) >= _LEAST_NUMBER]


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    for words in {_words(text), tuple(romanise(text).split())}:
        if sum(map(len, words)) >= _LEAST_LETTERS and len(words) <= _MOST_WORDS:
            yield tuple(sorted(words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", _visible(text)))


def _solid(text: str) -> str:
    return "".join(re.findall(r"\w", _visible(text)))


def _visible(text: str) -> str:
    """Return a text folded, without signs that nobody sees: they would part a name."""
    folded: Iterable[str] = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if unicodedata.category(one) != "Cf")
