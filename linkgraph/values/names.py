"""Names of people and organizations, in any script."""

from __future__ import annotations

import re
from bisect import bisect_right

from linkgraph.errors import ValueRejected
from linkgraph.values.text import clean_text

__all__ = ["clean_name", "name_key", "name_parts", "romanise", "script_of"]

# First code point of a run of blocks and the script of its letters, ISO 15924.
_BLOCKS = [
    (0x0041, "Latn"), (0x0250, "Zyyy"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"),
    (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"),
    (0x07C0, "Nkoo"), (0x0800, "Zyyy"), (0x0860, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"),
    (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"),
    (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"),
    (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"),
    (0x13A0, "Zyyy"), (0x1780, "Khmr"), (0x1800, "Mong"), (0x18B0, "Zyyy"), (0x1B00, "Bali"),
    (0x1B80, "Sund"), (0x1BC0, "Zyyy"), (0x1C80, "Cyrl"), (0x1C90, "Zyyy"), (0x1E00, "Latn"),
    (0x1F00, "Grek"), (0x2000, "Zyyy"), (0x2C60, "Latn"), (0x2C80, "Zyyy"), (0x2E80, "Hani"),
    (0x3000, "Zyyy"), (0x3005, "Hani"), (0x3040, "Hira"), (0x30A0, "Kana"), (0x3100, "Bopo"),
    (0x3130, "Hang"), (0x3190, "Zyyy"), (0x31F0, "Kana"), (0x3200, "Zyyy"), (0x3400, "Hani"),
    (0x4DC0, "Zyyy"), (0x4E00, "Hani"), (0xA000, "Zyyy"), (0xA720, "Latn"), (0xA800, "Zyyy"),
    (0xA960, "Hang"), (0xA980, "Java"), (0xA9E0, "Mymr"), (0xAA00, "Zyyy"), (0xAA60, "Mymr"),
    (0xAA80, "Zyyy"), (0xAC00, "Hang"), (0xD800, "Zyyy"), (0xF900, "Hani"), (0xFB00, "Latn"),
    (0xFB07, "Zyyy"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, "Zyyy"), (0xFE70, "Arab"),
    (0xFEFF, "Zyyy"), (0xFF21, "Latn"), (0xFF5B, "Zyyy"), (0xFF66, "Kana"), (0xFFA0, "Zyyy"),
    (0x20000, "Hani"), (0x33480, "Zyyy"),
]  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
_NO_SCRIPT = "Zyyy"

_WORD_EDGES = re.compile(r"[\s,;]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_SWALLOWED = str.maketrans("", "", "'`\u2018\u2019\u02bb\u02bc\u02be\u02bf\u00b4")

# Scripts of India and Sri Lanka write a consonant alone for that consonant with
# an a, unless a vowel sign or a virama follows; the tables know single letters only.
_INDIC_CONSONANT = (
    "[\u0915-\u0939\u0958-\u095f\u0995-\u09b9\u09dc-\u09df\u0a15-\u0a39\u0a95-\u0ab9"
    "\u0b15-\u0b39\u0b95-\u0bb9\u0c15-\u0c39\u0c95-\u0cb9\u0d15-\u0d39\u0d9a-\u0dc6]\u093c?"
)
_INDIC_MARK = (
    "[\u093c-\u094d\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd"
    "\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3e-\u0d4d\u0dca-\u0ddf]"
)
_TAMIL_VOWEL = "(?<=[\u0b85-\u0b94\u0bbe-\u0bcca])"
_THAI = "[\u0e01-\u0e2e]"
_THAI_VOWEL = "[\u0e30-\u0e3a\u0e40-\u0e44a-z]"
_REWRITES = [
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        # Belarusian writes it for a v after a vowel; Uzbek, elsewhere, for an o.
        ("(?i)(?<=[\u0430\u0435\u0451\u0456\u043e\u0443\u044b\u044d\u044e\u044f])\u045e", "w"),
        (f"({_INDIC_CONSONANT})(?!{_INDIC_MARK})", r"\1a"),
        # North Indian scripts do not speak that a at the end of a word.
        (r"(?<=[\u0900-\u0aff])a(?![^\W\d_])", ""),
        ("\u0d82", "n"),
        # Tamil writes k and g, c and s, t and d, p and b alike; place tells them apart.
        (f"(?<=\u0b99\u0bcd)\u0b95|{_TAMIL_VOWEL}\u0b95(?!\u0bcd)", "g"),
        ("\u0b9e\u0bcd\u0b9a", "nj"),
        ("(?<!\u0b9a\u0bcd)\u0b9a(?!\u0bcd\u0b9a)", "s"),
        (f"(?<=\u0ba3\u0bcd)\u0b9f|{_TAMIL_VOWEL}\u0b9f(?!\u0bcd)", "d"),
        ("(?<=\u0ba8\u0bcd)\u0ba4", "d"),
        ("(?<!\u0ba4\u0bcd)\u0ba4(?!\u0bcd)", "th"),
        (f"(?<=\u0bae\u0bcd)\u0baa|{_TAMIL_VOWEL}\u0baa(?!\u0bcd)", "b"),
        ("(?<=\u0e19)\u0e17\u0e23\u0e4c", ""),
        (f"{_THAI}[\u0e34\u0e38]?\u0e4c", ""),
        ("[\u0e47-\u0e4b]", ""),
        (f"\u0e23\u0e23(?={_THAI})", "\u0e31"),
        ("\u0e23\u0e23", "\u0e31\u0e19"),
        ("\u0e0d\u0e0d", "\u0e19\u0e22"),
        ("\u0e0d(?![\u0e30-\u0e39])", "\u0e19"),
        (f"\u0e40({_THAI}{{1,2}}?)\u0e35\u0e22", r"\1ia"),
        (f"\u0e40({_THAI}{{1,2}}?)\u0e37\u0e2d", r"\1uea"),
        (f"\u0e40({_THAI}{{1,2}}?)\u0e32", r"\1ao"),
        (f"\u0e40({_THAI}{{1,2}}?)\u0e34", r"\1oe"),
        ("([\u0e40-\u0e44])([\u0e01-\u0e2e])", r"\2\1"),
        ("([\u0ec0-\u0ec4])([\u0e81-\u0eae\u0edc\u0edd])", r"\2\1"),
        ("\u0e31\u0e27", "ua"),
        ("\u0e33", "am"),
        (f"(?<={_THAI})\u0e2d", "o"),
        (f"\u0e2d(?={_THAI_VOWEL})", ""),
        ("\u0e2d", "a"),
        (f"(?<={_THAI})\u0e27(?={_THAI}(?!{_THAI_VOWEL}))", "ua"),
        (f"(?<={_THAI_VOWEL})\u0e22(?!{_THAI_VOWEL})", "i"),
        (f"(?<!{_THAI_VOWEL})({_THAI})(?={_THAI}(?!{_THAI_VOWEL}))", r"\1o"),
        # A Chinese character or Korean syllable is a word of a name by itself.
        ("([\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])", r" \1 "),
    )
]


def clean_name(text: str) -> str:
    """Return a name as it was written, white space settled.

    Script, case, order of the words, titles and even markup stay: they are what
    the source says, and a view that shows them escapes them.

    Raises:
        ValueRejected: ``missing`` if nothing is left.

    Examples:
        >>> clean_name("  SUBRAMANIAM,   Vignesh ")
        'SUBRAMANIAM, Vignesh'
    """
    name = clean_text(text)
    if not name:
        raise ValueRejected("a name is missing", code="missing")
    return name


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in their order, as they were written.

    Examples:
        >>> name_parts("SUBRAMANIAM, Vignesh a/l Mohan")
        ('SUBRAMANIAM', 'Vignesh', 'a/l', 'Mohan')
    """
    return tuple(part for part in _WORD_EDGES.split(name) if part)


def script_of(name: str) -> str:
    """Return the ISO 15924 code of the script that most of a name's signs are in.

    Of scripts with equally many signs, the first to appear. ``Zyyy`` where there
    are no letters, or only letters of scripts that are not told apart here. Kanji
    are ``Hani``, for a name in them alone does not say that it is Japanese.

    Examples:
        >>> script_of("Vignesh"), script_of("123")
        ('Latn', 'Zyyy')
    """
    counts: dict[str, int] = {}
    for character in name:
        # Vowel signs are no letters to Python, and half of what Thai writes.
        if character.isalpha() or (character > "\u0900" and not character.isdecimal()):
            script = _BLOCKS[bisect_right(_STARTS, ord(character)) - 1][1]
            counts[script] = counts.get(script, 0) + 1
    counts.pop(_NO_SCRIPT, None)
    return max(counts, key=lambda script: counts[script]) if counts else _NO_SCRIPT


def romanise(name: str) -> str:
    """Return a name in lower-case Latin letters and digits, for finding it.

    Args:
        name: A name in any script. Accents go, apostrophes too; every other
            sign between letters becomes one space.

    Returns:
        Words with one space between them; empty if nothing can be romanised.

    Note:
        It brings spellings near each other, and is nobody's official spelling.
        Thai and Lao vowels are put behind their consonant and unwritten vowels
        of Thai, of the Indian scripts and of Sinhala are filled in by rule, so
        that they are often right; unwritten vowels of Arabic are not. Equal
        romanised names are a reason to compare two people, never to merge them.

    Examples:
        >>> romanise("Nguy\u1ec5n Th\u1ecb \u0110\u00e0o")
        'nguyen thi dao'
    """
    if not name.isascii():
        # The table takes longer to load than a command's help may.
        from anyascii import anyascii

        name = clean_text(name)
        for pattern, becomes in _REWRITES:
            name = pattern.sub(becomes, name)
        name = anyascii(name)
    return _NOT_PLAIN.sub(" ", name.translate(_SWALLOWED).lower()).strip()


def name_key(name: str) -> str:
    """Return a key that a name keeps whatever the order of its words.

    All words count, titles and particles too: which of them matter differs by
    country, and the resolver weighs that.

    Examples:
        >>> name_key("SUBRAMANIAM, Vignesh") == name_key("Vignesh Subramaniam")
        True
    """
    return " ".join(sorted(romanise(name).split()))
