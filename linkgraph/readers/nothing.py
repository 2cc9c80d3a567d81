"""What systems write where they have no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_nothing", "nothings"]

# In a name or a text such a word may be a value.
_NOTHING = frozenset({"-", "--", "n/a", "#n/a", "null", "none", "nil", "nan"})
_LONGEST_NOTHING = max(map(len, _NOTHING))
# Zero-width characters and marks that make a cell look filled.
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


def is_nothing(text: str) -> bool:
    """Say whether a text is blank, or a word that stands for no value."""
    if len(text) > _LONGEST_NOTHING and "!" <= text[0] <= "~":
        return False
    bare = text.strip().strip(_INVISIBLE).strip()
    return not bare or (len(bare) <= _LONGEST_NOTHING and bare.casefold() in _NOTHING)


def nothings(texts: Sequence[str]) -> set[str]:
    """Return which of the texts are none; at the speed of C where, as mostly, no text is."""
    if not texts or (
        min(map(len, texts)) > _LONGEST_NOTHING and min(texts) >= "!" and max(texts) < "\x7f"
    ):
        return set()
    return set(filter(is_nothing, set(texts)))
