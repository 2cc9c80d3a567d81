"""What words sound like in whatever way they were written in Latin letters, also with their letters apart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["in_one_run", "run_together", "sound_of", "sounds_like", "without_initials"]

# Fewer consonants stand inside ordinary words.
_LEAST_SOUNDS = 6
_LEAST_SPACED = 3
_GAP = re.compile(r"\s{2,}|[|/;\t\n]+")
_ARTICLE = re.compile("^(?:al|el|ul|ad|ar|as|az|an)$")
_ATTACHED = re.compile("^(?:al|el)(?=.{4})")
# Ways of writing one sound, longer ones first.
_WRITTEN = (
    ("tch", "s"), ("sch", "s"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("ch", "s"), ("sh", "s"),
    ("zh", "s"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("dj", "j"), ("x", "ks"), ("q", "k"),
    ("c", "k"), ("w", "v"), ("z", "s"),
)  # fmt: skip
_SILENT = re.compile("[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def sound_of(word: str) -> str:
    """Return a word's consonants as they sound: the same for each way of writing it in Latin.

    Args:
        word: In small letters.

    Returns:
        Empty where it has no consonants, and for articles (``al``).
    """
    if _ARTICLE.match(word):
        return ""
    held = _ATTACHED.sub("", _TWICE.sub(r"\1", word))
    for written, sound in _WRITTEN:
        held = held.replace(written, sound)
    # A j between vowels is written y or i too.
    head, rest = held[:1], held[1:].replace("j", "")
    return _SILENT.sub("", head + rest)


def sounds_like(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sounds of a name's words, sorted; empty where these are too few to tell it."""
    sounds = tuple(sorted(filter(None, map(sound_of, words))))
    enough = len(sounds) > 1 and sum(map(len, sounds)) >= _LEAST_SOUNDS
    return sounds if enough else ()


def run_together(text: str, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words of a text whose letters, or some of them, stand apart (``J o h n``), put together.

    Args:
        text: The text, folded.
        words: Its words.

    Returns:
        Two readings: all letters that follow each other as one word, and a word for each
        part between wide gaps. None where fewer than three letters follow each other:
        two are initials.
    """
    lone = "".join("." if len(word) == 1 else "w" for word in words)
    if "." * _LEAST_SPACED not in lone:
        return []
    parts = [tuple(re.findall(r"[^\W_]+", part)) for part in _GAP.split(text)]
    return [_joined(words), tuple(word for part in parts for word in _joined(part))]


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    made: list[str] = []
    alone = False
    for word in words:
        if len(word) == 1 and alone:
            made[-1] += word
        else:
            made.append(word)
        alone = len(word) == 1
    return tuple(made)


def without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without letters that stand alone, as between the names of somebody."""
    return tuple(word for word in words if len(word) > 1)


def in_one_run(words: tuple[str, ...], held: Mapping[int, Collection[str]]) -> bool:
    """Tell whether words that follow each other, written as one, are one of some texts.

    Args:
        words: Of a text, in their order.
        held: What is looked for, by length.

    Note:
        O(words times lengths).
    """
    starts = list(accumulate(map(len, words), initial=0))
    whole, ends = "".join(words), set(starts)
    return any(
        at + length in ends and whole[at : at + length] in texts
        for length, texts in held.items()
        for at in starts
    )
