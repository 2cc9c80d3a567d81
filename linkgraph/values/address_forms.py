"""Addresses as they are compared: words in no order, abbreviations written out.

Files write one address in many ways: Rd for Road, Jln for Jalan, the number before or
behind the street, the unit with or without its sign. What is left here is for comparing
only and is never shown.
"""

from __future__ import annotations

import re

from linkgraph.values.names import romanise

__all__ = ["address_words"]

# A word as it is compared, and how else files write it.
_WORDS = {
    form: line.split()[0]
    for line in """
street st str strasse strase straat
road rd jalan jln jl thanon
lorong lrg lor
avenue ave av aven
boulevard blvd boul
drive dr drv
lane ln
place pl
square sq
terrace tce terr ter
crescent cres cresc
court ct crt
highway hwy
parkway pkwy
close cl
building bldg bld blg bangunan
block blk blok
apartment apt appt apts apartments apartement
floor fl flr tingkat
level lvl
room rm
suite ste
kampung kg kpg kampong kampoeng
taman tmn
village vill
district dist
province prov
north n
south s
east e
west w
mount mt
centre center ctr
saint snt
pobox pob
""".strip().splitlines()
    for form in line.split()
}
# Words that only say that a number follows, or that a unit is one.
_NUMBER_WORDS = "no nos nr num number numbers nombor nomor unit house flat hse"
_SAYS_NUMBER = frozenset(_NUMBER_WORDS.split())
_BOX = re.compile(r"\bp ?o ?box\b")
# German writes the kind of a street onto its name.
_COMPOUND = re.compile(r"(\w{3,})(?:strasse|strase|str)\b")


def address_words(address: str) -> tuple[str, ...]:
    """Return the words of an address to compare, romanised, each once, in alphabetical order.

    Empty where nothing can be read.

    Examples:
        >>> address_words("No. 12, Jln Ampang") == address_words("12 Jalan Ampang")
        True
        >>> address_words("Hardenbergstr. 87")
        ('87', 'hardenberg', 'street')
    """
    plain = _BOX.sub("pobox", romanise(address))
    words = _COMPOUND.sub(r"\1 street", plain).split()
    made = {_WORDS.get(word, word) for word in words if word not in _SAYS_NUMBER}
    return tuple(sorted(made or {*words}))
