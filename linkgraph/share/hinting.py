"""Words that may mean somebody hidden though they are no whole name: dropped wherever people wrote as they liked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.disguises import arabic_as_latin, undisguised
from linkgraph.share.readings import (
    is_as_it_stands,
    parts_of_number,
    read_as,
    solid,
    those_as_they_stand,
    visible,
    with_a_word,
    without_zeros,
    words_of,
)
from linkgraph.share.sounding import sound_of
from linkgraph.values.name_forms import PARTICLES, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["BRIEF_ORDINARY", "LEAST_WORD", "ORDINARY", "Hints", "folded"]

LEAST_WORD = 4
# A long word is found at the beginning or end of a longer one too.
_LEAST_LONG = 6
# Consonants by which a word is told across scripts.
_LEAST_SOUND = 3
# What languages hang on a name: plurals, cases, "his", "too".
_ENDINGS = ("s", "es", "nya", "lah", "kah", "pun")
_LONGEST_ENDING = 2
# Words of a language that are names too count where they begin with a capital letter.
_ORDINARY_WORDS = """
able also angel april august autumn away baby back bank bird black blessing blue book boss both brown bush call came care cash
chance charity chase child city clay cook cross dale dawn dean destiny does down drew duke each early earl east eden even
ever faith field fine fish five flower ford forest form four fox frank free french friend from gold good goods
grace grant gray green grey hall hand happy hard have hazel heath help hero hill home hope house hunt hunter
iris ivory ivy jade jewel joy june justice keep kept king know lake lane last late lead lily lion little live long
look lord love made main major male many mark mars mason master mean merit mild miller mine money moon more most
much name near need newman next nice night noble noon north note over page paid park part paul peace pearl penny
poll pool poor port price pride prince queen rain rest rice rich river road rock room rose ruby ruth said sale same
save sell send sent ship shore short side silver sing small snow some song soon south star stay stone storm street
strong sugar summer sunday sunny take temple than that them then they this time told town true very visa wait walk
want warm water week well went were west what when white wild will winter with wood word work worth year young
your yang zero
abang adik anak awal baru bagi bahagia baik bapa baru besar biru bulan bunga cahaya cinta dalam dari datang dewi
duit gaji hadiah hari harta hati hidup hijau hitam hutang ibu indah isteri jadi jalan jaya juga kami kampung
kawan kecil kerja keluarga kita kota kursus lama maju mana mawar melati merah muda murni orang pada pagi putih
putra putri rumah sama sari satu saya sewa suci suka surya tahun teman tenang tiga tuan wang wanita
"""
ORDINARY = frozenset(_ORDINARY_WORDS.split())
# Words of three letters that begin a sentence, or are a month: part of a name, they mean nobody alone.
_BRIEF_WORDS = """
ada ago all and any apa apr are ask aug bay big boy bus but can car dan day dec did dia for get got had has
her him his how ibu ini itu jan jun jul kes lah let man mar may men mon nak new nor not nov now oct old one our
out own pay per pun put say sat sea see sep she sun ten the too two use van via was way who why win yes yet you
"""
BRIEF_ORDINARY = frozenset(_BRIEF_WORDS.split())
# "On" in Arabic, as its letters are folded: a name too, and in every text.
_COMMON = frozenset({"\u0639\u0644\u064a"})
# What people write within a number (``LK no. 3``).
_BEFORE_NUMBERS = frozenset({"no", "nr", "num", "number", "nombor", "bil", "file", "fail"})
_WITHOUT_CASE = frozenset("aeioy")
_MOST_KNOWN = 1 << 17
_MAY_NAME = r"\p{L}|&#|[%=][0-9A-Fa-f]"


@dataclass(frozen=True, slots=True)
class Hints:
    """Parts of hidden people's names.

    Attributes:
        words: Words that mean few others, in small letters.
        folded: The same with ways of spelling folded away.
        short: Words of three letters that mean few others, and whole names of two or three.
        sounds: What the words sound like, for texts in Arabic script.
        native: The same of names that are not in Latin letters, for all others.
        pairs: Two words of one name, folded and sorted.
        initials: A first letter and another word of the name, folded.
        runs: Parts of names in scripts without spaces, by length.
        shown: Whole names of whom the audience may see, which hold one of these; words sorted.
        shown_runs: The same in scripts without spaces.
        references: Numbers under which agencies keep them, such as ``LK-3``, as words.
        counts: Of how many words the shown names are.
        partners: Words of pairs, and those that stand with initials.
    """

    words: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    native: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    initials: frozenset[tuple[str, str]] = frozenset()
    runs: Mapping[int, frozenset[str]] = field(default_factory=dict)
    shown: frozenset[tuple[str, ...]] = frozenset()
    shown_runs: frozenset[str] = frozenset()
    references: frozenset[tuple[str, ...]] = frozenset()
    counts: frozenset[int] = field(init=False)
    partners: frozenset[str] = field(init=False)
    _known: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", frozenset(map(len, self.shown)))
        partners = {one for pair in self.pairs for one in pair} | {two for _, two in self.initials}
        partners |= {word for held in self.references for word in held if not word.isdecimal()}
        object.__setattr__(self, "partners", frozenset(partners))

    def __bool__(self) -> bool:
        return bool(
            self.words or self.folded or self.short or self.native or self.partners or self.runs
        )

    def in_texts(self, texts: pl.Series) -> pl.Series:
        """Tell of texts, in bulk, which may mean somebody hidden; null counts as no text."""
        if not self:
            return pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
        plain = those_as_they_stand(texts)
        easy = texts.filter(plain)
        near = set(easy.filter(with_a_word(easy, lambda word: bool(self._kind(word)))))
        worth = ~plain & texts.str.contains(_MAY_NAME).fill_null(value=False)
        found = (
            (may or text in near) and self.stands_in(text)
            for text, may in zip(texts, worth, strict=True)
        )
        return pl.Series(found, dtype=pl.Boolean)

    def stands_in(self, text: str) -> bool:
        """Tell whether a text may mean somebody hidden.

        By one word of a name that few others bear, with an ending or in another spelling; by
        two words, or one and the first letter of another. Not where these words are the
        whole name of somebody whom the audience may see.
        """
        if is_as_it_stands(text):
            words = words_of(visible(text))
            return any(map(self._kind, words)) and self._told_by(words, _capitals(text))
        seen = undisguised(text)
        capitals = frozenset(word for one in seen for word in _capitals(one))
        return (
            any(self._told_by(words, capitals) for words in read_as(text).written)
            or any(map(self._run_in, seen))
            or any(
                sound_of(word) in self.sounds
                for one in seen
                for latin in arabic_as_latin(one)
                for word in words_of(latin)
            )
        )

    def _run_in(self, text: str) -> bool:
        whole = solid(text) if self.runs else ""
        for one in self.shown_runs if whole else ():
            whole = whole.replace(one, " ")
        return any(
            whole[at : at + length] in held
            for length, held in self.runs.items()
            for at in range(len(whole) - length + 1)
        )

    def _told_by(self, words: tuple[str, ...], capitals: Collection[str]) -> bool:
        kinds = list(map(self._kind, words))
        if not any(kinds):
            return False
        if self._referred_to(words):
            return True
        left = self._not_shown(words)
        if any(
            left[at] and (kind == _ALONE or (kind == _CAPITAL and words[at] in capitals))
            for at, kind in enumerate(kinds)
        ):
            return True
        rest = [word for at, word in enumerate(words) if left[at]]
        return any(self._both(*two, capitals) for two in _neighbours(rest, capitals))

    def _referred_to(self, words: tuple[str, ...]) -> bool:
        if not self.references:
            return False
        parts = parts_of_number(words)
        short = tuple(part for part in parts if part not in _BEFORE_NUMBERS)
        return any(
            form[at : at + length] in self.references
            for form in {words, parts, without_zeros(parts), without_zeros(short)}
            for length in {len(held) for held in self.references}
            for at in range(len(form) - length + 1)
        )

    def _both(self, one: str, two: str, capitals: Collection[str]) -> bool:
        if len(one) > 1 and len(two) > 1:
            return tuple(sorted((folded(one), folded(two)))) in self.pairs
        first, word = (one, two) if len(one) == 1 else (two, one)
        meant = first not in _WITHOUT_CASE or first in capitals
        return meant and (first, folded(word)) in self.initials

    def _not_shown(self, words: tuple[str, ...]) -> list[bool]:
        """Return of each word whether it is no part of a whole name that the audience may see."""
        left = [True] * len(words)
        for length in self.counts:
            for at in range(len(words) - length + 1):
                if tuple(sorted(words[at : at + length])) in self.shown:
                    left[at : at + length] = [False] * length
        return left

    def _kind(self, word: str) -> int:
        """Return whether a word tells alone, alone with a capital letter, with another, or nothing."""
        if word.isdecimal():
            return _NOTHING
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[word] = self._kind_of(word)
        return known

    def _kind_of(self, word: str) -> int:
        # Marks above letters stand where people are used to: Hoà and Hòa are one name.
        if word in self.short or (not word.isascii() and _unmarked(word) in self.short):
            return _CAPITAL if word in _COMMON or word != word.upper() else _ALONE
        if self._alone(word):
            ordinary = not ORDINARY.isdisjoint((word, word.removesuffix("s")))
            return _CAPITAL if ordinary else _ALONE
        known = folded(word) in self.partners or word in self.partners
        known = known or (
            bool(self.references) and not self.partners.isdisjoint(parts_of_number([word]))
        )
        return _WITH_ANOTHER if known else _NOTHING

    def _alone(self, word: str) -> bool:
        if len(word) < LEAST_WORD:
            return False
        return (
            any(stem in self.words for stem in _stems(word))
            or any(stem in self.folded for stem in _stems(folded(word)))
            or any(
                part in self.words
                for length in range(_LEAST_LONG, len(word))
                for part in (word[:length], word[-length:])
            )
            or bool(self.native and sound_of(word) in self.native)
        )


_NOTHING, _WITH_ANOTHER, _CAPITAL, _ALONE = range(4)


def folded(word: str) -> str:
    """Return a word with ways of spelling folded away, where it is in plain Latin letters."""
    return fold(word) if word.isascii() else word


def _unmarked(word: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one)
    )


def _neighbours(words: list[str], capitals: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each two words with nothing but particles between."""
    yield from pairwise(word for word in words if word not in PARTICLES)
    # An "a" stands before a father's name, and may be a first letter as well.
    yield from pairwise(
        word for word in words if word not in PARTICLES or (len(word) == 1 and word in capitals)
    )


def _stems(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without each ending that it may have."""
    yield word
    for end in _ENDINGS:
        if word.endswith(end) and len(word) - len(end) >= LEAST_WORD:
            yield word[: -len(end)]
    for length in range(1, _LONGEST_ENDING + 1):
        if len(word) - length > LEAST_WORD:
            yield word[:-length]


def _capitals(text: str) -> frozenset[str]:
    """Return the words that begin with a capital letter, in small letters."""
    found = re.findall(r"[^\W_]+", text)
    return frozenset(visible(one) for one in found if one[0] != one[0].lower())
