"""Names as they are compared: words without titles, spelling differences folded away.

Two spellings of one name differ by language more than by chance: a Tamil name in Latin
letters has b for p and w for v, Thai has j for ch, Indonesian oe for u, Vietnamese dz
for d, Malay a shortened Mohamad. Folding brings such spellings together before any
measure of likeness is taken; it is for comparing only and is never shown.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import TYPE_CHECKING

from linkgraph.values.names import romanise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "PARTICLES",
    "fold",
    "generation",
    "name_readings",
    "name_words",
    "organization_readings",
    "skeleton",
]

# Titles, forms of address and the words between a name and a father's name.
_TITLES = """
a al ap ak anak bin binte binti ibn ibni bint bt bte been walad wald mr mrs ms miss mdm madam
dr drs prof capt captain haji hjh hajah hajjah dato datin datuk tuan encik cik puan pak bapak
bapa bu ibu khun nangsao thiru thirumathi mohtaram de dos der den di el von
"""
PARTICLES = frozenset(_TITLES.split())
# Words above that are surnames or given names elsewhere; they count where little else is left.
_NEEDED = 2
# Who of a family that hands down a name: never a name by itself.
_GENERATIONS = {
    "jr": "junior", "jnr": "junior", "junior": "junior", "sr": "senior", "snr": "senior",
    "senior": "senior", "i": "1", "ii": "2", "2nd": "2", "iii": "3", "3rd": "3", "iv": "4",
    "4th": "4",
}  # fmt: skip
_UNNEEDED = PARTICLES | _GENERATIONS.keys()
# What a company is in law, not what it is called.
_LEGAL_WORDS = """
ltd limited inc incorporated llc llp lp plc corp corporation co company gmbh mbh ag kg kgaa ohg
ug se sa sas sarl sasu srl spa sapi bv nv vof oy oyj ab aps as asa pte pty pvt private sdn bhd
berhad pt cv ud persero tbk kk yk gk jsc ojsc pjsc ooo oao zao pao tov llp fze fzco fzc wll est
tnhh mtv jv the and
"""
_LEGAL_FORMS = frozenset(_LEGAL_WORDS.split())
_NATIVE_FORMS = re.compile(
    "\u80a1\u4efd\u6709\u9650\u516c\u53f8|\u6709\u9650\u8d23\u4efb\u516c\u53f8"
    "|\u6709\u9650\u516c\u53f8|\u682a\u5f0f\u4f1a\u793e|\u6709\u9650\u4f1a\u793e"
    "|\uc8fc\uc2dd\ud68c\uc0ac|\u0e1a\u0e23\u0e34\u0e29\u0e31\u0e17"
    "|\u0e2b\u0e49\u0e32\u0e07\u0e2b\u0e38\u0e49\u0e19\u0e2a\u0e48\u0e27\u0e19"
    "|\u0e08\u0e33\u0e01\u0e31\u0e14|\u0e21\u0e2b\u0e32\u0e0a\u0e19"
)
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MOST_READINGS = 4

_FOLDS = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"(?<=[aeiou])h\b", ""),
        (r"c\b", "k"),
        ("^dz", "d"),
        ("^tj", "c"),
        ("ph", "f"),
        ("(?:zh|ch|j)h*", "c"),
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
def _usual() -> dict[str, tuple[str, ...]]:
    """Return short and other forms of given names to those that each may stand for."""
    text = (files("linkgraph.values") / "nicknames.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.reader(text.splitlines()):
        for form in row:
            found[form] = (*found.get(form, ()), row[0])
    return found


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name to compare, romanised, each once, in alphabetical order.

    Titles, words such as *bin* and what tells father from son are left out where enough
    else is left; a short or other form of a given name stands as its usual form.

    Examples:
        >>> name_words("Md. Fadzil bin Ismail")
        ('fadzil', 'ismail', 'muhammad')
        >>> name_words("ENDANG ENDANG")
        ('endang',)
    """
    return next(_worded(name), ())


def name_readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name in each way that it may be read, the plainest first.

    A short form may stand for several names, and what stands in brackets may be left out.
    At most four; empty where nothing can be read.

    Examples:
        >>> name_readings("Pat Smith")
        (('patricia', 'smith'), ('patrick', 'smith'))
        >>> name_readings("Tran (Tony) Van Binh")
        (('anthony', 'binh', 'tran', 'van'), ('binh', 'tran', 'van'))
    """
    return _each_reading(name, lambda one: islice(_worded(one), _MOST_READINGS))


def organization_readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of an organization's name in each way that it may be read.

    Legal forms (Ltd, GmbH, Sdn Bhd) are left out; countries and branches are not: they
    tell one company of a group from another. What stands in brackets may be left out.

    Examples:
        >>> organization_readings("Pelita Jaya Travel (M) Sdn. Bhd.")
        (('jaya', 'm', 'pelita', 'travel'), ('jaya', 'pelita', 'travel'))
    """

    def read(one: str) -> list[tuple[str, ...]]:
        words = romanise(_DOTTED.sub(r"\1", _NATIVE_FORMS.sub(" ", one))).split()
        return [tuple(sorted({w for w in words if w not in _LEGAL_FORMS} or {*words}))]

    return _each_reading(name, read)


def _each_reading(
    name: str, read: Callable[[str], Iterable[tuple[str, ...]]]
) -> tuple[tuple[str, ...], ...]:
    texts = [name, _BRACKETS.sub(" ", name)] if _BRACKETS.search(name) else [name]
    found = dict.fromkeys(words for one in texts for words in read(one) if words)
    return tuple(islice(found, _MOST_READINGS))


def _worded(name: str) -> Iterator[tuple[str, ...]]:
    words = romanise(name).split()
    kept = [word for word in words if word not in _UNNEEDED]
    if len(kept) < _NEEDED:
        kept = words
    usual = _usual()
    for reading in product(*(usual.get(word, (word,)) for word in kept)):
        yield tuple(sorted(set(reading)))


def generation(name: str) -> str:
    """Return which of those who hand down a name it says to be; empty where it does not.

    Examples:
        >>> generation("Dobbins Jr, David"), generation("David Dobbins Senior")
        ('junior', 'senior')
        >>> generation("I Wayan Sudarma")
        ''
    """
    words = romanise(name).split()[1:]
    return next((_GENERATIONS[word] for word in words if word in _GENERATIONS), "")


# A case has few words and each many times: a release folds those of all its names.
@lru_cache(maxsize=1 << 16)
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
