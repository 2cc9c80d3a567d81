"""What words sound like in whatever way they were written in Latin letters, and what hides them from the eye."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["as_seen", "run_together", "sound_of", "sounds_like", "without_initials"]

# Fewer consonants stand inside ordinary words.
_LEAST_SOUNDS = 6
_LEAST_SPACED = 5
_OVERRIDES = re.compile("[\u202d\u202e]([^\u202c\u2066-\u2069\n]*)\u202c?")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
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


def as_seen(text: str) -> list[str]:
    """Return a text as it stands and, where signs turn its direction, as a reader sees it.

    Empty but for the text itself where nothing is turned.
    """
    if not _TURNS.search(text):
        return [text]
    turned = _OVERRIDES.sub(lambda held: held[1][::-1], text)
    return [text, _TURNS.sub("", turned), _TURNS.sub("", text)[::-1]]


def run_together(text: str, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words of a text whose letters stand apart (``J o h n``), put together.

    Args:
        text: The text, folded.
        words: Its words.

    Returns:
        Two readings: all letters that follow each other as one word, and a word for each
        part between wide gaps. None where not many letters stand apart.
    """
    if sum(len(word) == 1 for word in words) < _LEAST_SPACED:
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
