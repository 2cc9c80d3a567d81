"""Names as they are compared: words without titles, spelling differences folded away.

Two spellings of one name differ by language more than by chance: a Tamil name in Latin
letters has b for p and w for v, Thai has j for ch, Indonesian oe for u, Vietnamese dz
for d, Malay a shortened Mohamad. Folding brings such spellings together before any
measure of likeness is taken; it is for comparing only and is never shown.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from linkgraph.values.names import romanise

__all__ = ["fold", "name_words", "skeleton"]

# Titles, forms of address and the words between a name and a father's name.
_TITLES = """
a al ap ak anak bin binte binti ibn ibni bint bt bte been walad wald mr mrs ms miss mdm madam
dr drs prof capt captain haji hjh hajah hajjah dato datin datuk tuan encik cik puan pak bapak
bapa bu ibu khun nangsao thiru thirumathi mohtaram de dos der den di el von
"""
_PARTICLES = frozenset(_TITLES.split())
# Words above that are surnames or given names elsewhere; they count where little else is left.
_NEEDED = 2

_FOLDS = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"(?<=[aeiou])h\b", ""),
        ("^dz", "d"),
        ("^tj", "c"),
        ("ph", "f"),
        ("zh|ch|j", "c"),
        ("([tdkgbs])h", r"\1"),
        ("oo|oe|ou", "u"),
        ("ee|ie|ei", "i"),
        ("ck|q|(?<![a-z])k(?=h)|x", "k"),
        ("w", "v"),
        ("y", "i"),
        (r"([a-z])\1+", r"\1"),
    )
)
_VOICED = str.maketrans("bgdvzl", "pktfsr")
_UNHEARD = re.compile("[aeiouhn]")


@cache
def _usual() -> dict[str, str]:
    """Return short and other forms of given names to the one they are compared as."""
    text = (files("linkgraph.values") / "nicknames.csv").read_text(encoding="utf-8")
    return {form: row[0] for row in csv.reader(text.splitlines()) for form in row}


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name to compare, romanised, each once, in alphabetical order.

    Titles and words such as *bin* are left out where enough else is left, a short or
    other form of a given name stands as its usual form.

    Examples:
        >>> name_words("Md. Fadzil bin Ismail")
        ('fadzil', 'ismail', 'muhammad')
        >>> name_words("ENDANG ENDANG")
        ('endang',)
    """
    words = romanise(name).split()
    kept = [word for word in words if word not in _PARTICLES]
    if len(kept) < _NEEDED:
        kept = words
    usual = _usual()
    return tuple(sorted({usual.get(word, word) for word in kept}))


def fold(word: str) -> str:
    """Return a romanised word with the differences between ways of spelling folded away.

    Examples:
        >>> fold("phetjarat") == fold("phetcharat"), fold("dzulkifli") == fold("dulkifli")
        (True, True)
        >>> fold("soobramaniam"), fold("suprayitno")
        ('subramaniam', 'supraitno')
    """
    for pattern, becomes in _FOLDS:
        word = pattern.sub(becomes, word)
    return word


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, voiced and voiceless alike.

    It is what stays of a name whose script writes no vowels or one letter for several
    sounds. Equal skeletons bring two words together to be compared, no more.

    Examples:
        >>> skeleton(fold("balasingam")) == skeleton(fold("palasinkam"))
        True
    """
    return word[:1].translate(_VOICED) + re.sub(
        r"(.)\1+", r"\1", _UNHEARD.sub("", word[1:]).translate(_VOICED)
    )
