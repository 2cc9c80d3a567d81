"""Free text: one spelling of white space, and what may not stand in a line at all."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean_text", "control_character", "plain_ascii", "unseen_sign"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63")
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u2060\ufeff\u200e\u200f") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_JOINER, _NON_JOINER = "\u200d", "\u200c"
_VIRAMA, _ARABIC_LETTER = 9, "AL"
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0


def clean_text(text: str) -> str:
    r"""Return a text in Unicode form NFC, each run of white space as one space.

    Args:
        text: Text as an export gives it, in any script.

    Returns:
        The text without white space at its ends; empty if there is nothing
        else. Letters, markup and direction marks stay as they came: a view
        isolates them, and a name that is changed here is lost as evidence.

    Examples:
        >>> clean_text("  12  Beach\nRoad ")
        '12 Beach Road'
    """
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(composed.split())


def control_character(text: str) -> bool:
    r"""Return whether a text holds what no sound export writes.

    That is any C0 or C1 control but tab, line feed and carriage return, and
    any lone surrogate. A line that holds one is broken or made to mislead a
    terminal, so readers set it aside whole.

    Examples:
        >>> control_character("4\x007"), control_character("a\tb")
        (True, False)
    """
    # isprintable() reads most texts at a third of the pattern's cost.
    return not text.isprintable() and _CONTROL.search(text) is not None


def unseen_sign(text: str) -> bool:
    r"""Return whether a text holds a sign that nobody sees, and that its script can do without.

    Two words that look alike would be two. The joiners that Sinhala and other Indic scripts
    write behind a virama, and the one between two Arabic letters, belong to the spelling.

    Examples:
        >>> unseen_sign("Pol\u200bice"), unseen_sign("\u0dc1\u0dca\u200d\u0dbb\u0dd3")
        (True, False)

    Source:
        RFC 5892, appendix A.1 and A.2, of which the second is kept simpler.
    """
    if text.isprintable():
        return False
    around = zip(f" {text[:-1]}", text, f"{text[1:]} ", strict=True)
    return any(
        not one.isprintable() and not _joins(before, one, after) for before, one, after in around
    )


def _joins(before: str, one: str, after: str) -> bool:
    if one not in {_JOINER, _NON_JOINER}:
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    sides = {unicodedata.bidirectional(before), unicodedata.bidirectional(after)}
    return one == _NON_JOINER and sides == {_ARABIC_LETTER}


def plain_ascii(text: str) -> str:
    r"""Return a code or number with its digits, hyphens and spaces in ASCII.

    Digits of any script become 0-9, full-width letters and signs their ASCII
    selves, all dashes a hyphen, all white space a space. Zero-width and
    direction marks go: address books wrap numbers in them, and one phone would
    then stand under two keys. Other characters stay, for the caller to judge.

    Examples:
        >>> plain_ascii("\u0e52\u0e55\u0e56\u0e58")
        '2568'
    """
    if text.isascii():
        return text
    return "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _INVISIBLE:
        return ""
    if character.isspace():
        return " "
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _FULL_WIDTH_SHIFT)
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
