"""Texts as whoever reads them sees or decodes them: look-alike letters, entities, markup, letters set apart."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkgraph.share.look_alike import DRAWN_OTHERWISE, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["arabic_as_latin", "as_seen", "has_arabic", "undisguised"]

# What anything beside plain letters, digits, spaces and stops may hide.
_SUSPECT = re.compile(
    r"[^A-Za-z0-9 .,;:'()/_-]|[A-Za-z][0-9]+[A-Za-z]|\b[0-9]+[A-Za-z]"
    r"|[A-Za-z]{2}[013457]{1,2}(?![0-9A-Za-z])|[a-z][A-Z]|[0-9]{14}"
)
_ENTITY = re.compile(r"&#?\w")
# Zeros before a number, which mean nothing, and numbers of no letter, which Python refuses to read.
_ZEROS = re.compile(r"(?<=&#)([xX]?)0+(?=[0-9A-Fa-f])")
_NO_LETTER = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,}")
_CODED = re.compile(r"(?:%|=)(?=[0-9A-Fa-f]{2})")
# Where mail programs break a line that is none.
_SOFT_BREAK = re.compile(r"=\r?\n")
_ESCAPED = re.compile(r"\\u(?:([0-9A-Fa-f]{4})|\{0{0,8}([0-9A-Fa-f]{1,5})\})|\\x([0-9A-Fa-f]{2})")
# As mail programs send texts, and as tables of a telephone's memory are written out; from the
# start of a word alone, so that a long one is looked at once.
_BASE64 = re.compile(r"(?<![\w+/=-])[\w+/-]{12,}(?:\r?\n[\w+/-]+)*={0,2}", re.ASCII)
_HEXADECIMAL = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Za-z])")
_OF_ADDRESSES = str.maketrans("-_", "+/", "\r\n=")
# A run of signs is looked at once from its start: from each of them, a long one would take hours.
_MARKUP = re.compile(
    r"<[^<>]{0,200}>|(?<![*_~`^\u200b\u2060])[*_~`^\u200b\u2060]++(?=\w)|(?<=\w)[*_~`^]++"
)
# A text that decodes to one that decodes again is followed so far.
_MOST_LAYERS = 3
_MOST_READINGS = 24
# Drawn as nothing, though Unicode calls them letters or marks of their own.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
# Digits and signs written for letters; a one is an i to some and an l to others.
_FOR_LETTERS = str.maketrans("013457@$!", "oieastasi")
_ONE_AS_L = str.maketrans("1!", "ll")
_RUN = re.compile(r"[\w@$!]{3,}")
_LETTER, _SIGN = re.compile("[A-Za-z]"), re.compile("[013457@$!]")
_OVERRIDES = re.compile("[\u202d\u202e]([^\u202c\u2066-\u2069\n]*)\u202c?")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ARABIC_WORD = re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_VOWEL_SIGNS = re.compile("[\u0640\u064b-\u065f\u0670\u200c\u200d]")
# The ending that is written and hardly spoken, and the article.
_SILENT_ENDING = re.compile("[\u0629\u0647\u06c1\u06c0\u06d5](?![\u0620-\u06ff])")
_ARABIC_ARTICLE = re.compile(
    "(?<![\u0620-\u06ff])[\u0648\u0628\u0641\u0643\u0644]?\u0627\u0644(?=[\u0620-\u06ff]{3})"
)
# "And", "by", "for", written together with the word behind them.
_ATTACHED_WORD = re.compile(
    "(?<![\u0620-\u06ff])[\u0648\u0628\u0641\u0643\u0644](?=[\u0620-\u06ff]{4})"
)
_ARABIC_LETTERS = {
    "\u0627\u0623\u0622\u0671\u0649\u0639": "a", "\u0625\u0626\u064a\u06cc\u06d2": "i", "\u0621": "",
    "\u0628": "b", "\u067e": "p", "\u062a\u0679\u0637": "t", "\u062b": "th", "\u062c": "j", "\u0686": "ch",
    "\u062d\u0647\u06c1\u06be\u06c0\u06d5": "h", "\u062e": "kh", "\u062f\u0688\u0636": "d", "\u0630": "dh",
    "\u0631\u0691": "r", "\u0632\u0638": "z", "\u0698": "zh", "\u0633\u0635": "s", "\u0634": "sh",
    "\u063a\u06a0": "gh", "\u0641": "f", "\u06a4": "v", "\u0642": "q", "\u0643\u06a9\u06aa": "k",
    "\u06af\u0762\u06ac": "g", "\u0644": "l", "\u0645": "m", "\u0646\u06ba\u06bd": "n",
}  # fmt: skip
_AS_LATIN = {ord(sign): latin for signs, latin in _ARABIC_LETTERS.items() for sign in signs}
_WAW = dict.fromkeys((0x0648, 0x0624), "u")
_WAW_SPOKEN = dict.fromkeys((0x0648, 0x0624), "w")


def undisguised(text: str) -> list[str]:
    """Return a text as it stands and in each way that somebody may read or decode it.

    Entities, percent and escape codes, base64 and hexadecimal digits are decoded, also where these are coded again; markup
    and signs that are drawn as nothing go; letters drawn like Latin ones, and digits for
    letters, become these; signs that turn the direction are followed.

    Returns:
        The text first; alone where nothing in it can hide anything. At most two dozen.
    """
    if not _SUSPECT.search(text):
        return [text]
    found = dict.fromkeys(as_seen(text))
    for _ in range(_MOST_LAYERS):
        more = [made for one in found for made in _next(one) if made not in found]
        if not more or len(found) >= _MOST_READINGS:
            break
        found |= dict.fromkeys(more)
    return list(found)[:_MOST_READINGS]


def _next(text: str) -> Iterator[str]:
    """Yield a text with one kind of disguise taken off."""
    if "&" in text and _ENTITY.search(text):
        yield html.unescape(_NO_LETTER.sub("", _ZEROS.sub(r"\1", text)))
    if _CODED.search(text):
        yield unquote(_CODED.sub("%", text), errors="replace")
    if _SOFT_BREAK.search(text):
        yield _SOFT_BREAK.sub("", text)
    if "\\" in text and _ESCAPED.search(text):
        yield _unescaped(text)
    if _BASE64.search(text):
        yield _BASE64.sub(_from_base64, text)
        yield _HEXADECIMAL.sub(lambda held: _as_text(bytes.fromhex(held[0])) or held[0], text)
    if _MARKUP.search(text):
        yield _MARKUP.sub("", text)
    if not text.isascii():
        yield from _redrawn(text)
    if _SIGN.search(text):
        yield _in_letters(text, _FOR_LETTERS)
        yield _in_letters(text, _FOR_LETTERS | _ONE_AS_L)


def _unescaped(text: str) -> str:
    decoded = _ESCAPED.sub(lambda held: chr(int(held[1] or held[2] or held[3], 16)), text)
    # One sign may be escaped as two halves; a half alone is no text.
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _from_base64(held: re.Match[str]) -> str:
    bare = held[0].translate(_OF_ADDRESSES)
    try:
        found = _as_text(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except binascii.Error:
        return held[0]
    return found or held[0]


def _as_text(raw: bytes) -> str:
    """Return what bytes say; empty where they are no text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if all(one.isprintable() or one.isspace() for one in text) else ""


def _in_letters(text: str, signs: dict[int, int]) -> str:
    """Return a text with signs for letters as these, in words that hold letters beside them."""
    return _RUN.sub(
        lambda held: held[0].translate(signs) if _LETTER.search(held[0]) else held[0], text
    )


def _redrawn(text: str) -> Iterator[str]:
    if _UNSEEN.search(text):
        yield _UNSEEN.sub("", text)
    apart = unicodedata.normalize("NFKD", text)
    marked = any(unicodedata.combining(one) for one in apart)
    bare = "".join(one for one in apart if not unicodedata.combining(one)) if marked else text
    if DRAWN_OTHERWISE.search(bare):
        yield bare.translate(LATIN)


def as_seen(text: str) -> list[str]:
    """Return a text as it stands and, where signs turn its direction, as a reader sees it.

    Empty but for the text itself where nothing is turned.
    """
    if not _TURNS.search(text):
        return [text]
    turned = _OVERRIDES.sub(lambda held: held[1][::-1], text)
    return [text, _TURNS.sub("", turned), _TURNS.sub("", text)[::-1]]


def has_arabic(text: str) -> bool:
    """Tell whether a text holds letters of the Arabic script."""
    return not text.isascii() and _ARABIC_WORD.search(text) is not None


def arabic_as_latin(text: str) -> list[str]:
    """Return a text with its Arabic words in Latin letters, as far as these are written.

    Articles and what is written together with them go, the ending that is hardly spoken
    is an a. The letter waw is a vowel to some readings and a w to others; what may be an
    "and" or "by" before a word stands in some and not in others. Empty where there is nothing
    Arabic. It is for finding, and nobody's spelling.
    """
    if not has_arabic(text):
        return []
    plain = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    whole = _SILENT_ENDING.sub("a", _ARABIC_ARTICLE.sub("", plain))
    loose = (whole, _ATTACHED_WORD.sub("", whole))
    return list(
        dict.fromkeys(
            one.translate(_AS_LATIN).translate(waw).casefold()
            for one in loose
            for waw in (_WAW, _WAW_SPOKEN)
        )
    )
