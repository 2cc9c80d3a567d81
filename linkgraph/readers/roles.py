"""Role words, in any language, as roles."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import yaml

from linkgraph.errors import MappingError
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Role", "read_role"]


class Role(NamedTuple):
    """What a role word says.

    Attributes:
        link: Link type to the case file; empty for no role.
        in_process: A code of role_in_process, or empty.
        known: Whether any table holds the word.
    """

    link: str
    in_process: str
    known: bool


def read_role(word: str, own: Mapping[str, str]) -> Role:
    """Return the role that a word gives; an unknown word makes a person of interest.

    Args:
        word: As the export has it.
        own: The mapping's words, which come before the table that ships.

    Raises:
        MappingError: One of the mapping's words names a role that is none.
    """
    folded = _fold(word)
    mine = {_fold(key): value for key, value in own.items()}
    meaning = mine.get(folded) or _table().get(folded)
    if meaning is None:
        return Role(load_schema().roles["person_of_interest"], "", known=False)
    role, _, part = meaning.partition(" ")
    if role == "none":
        return Role("", "", known=True)
    if role not in load_schema().roles:
        raise MappingError(
            "a role word is given a role that is none",
            where="roles",
            remedy=f"Known: none, {', '.join(load_schema().roles)}",
        )
    return Role(load_schema().roles[role], part, known=True)


def _fold(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).split()).casefold()


@cache
def _table() -> dict[str, str]:
    text = (files("linkgraph.readers") / "roles.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return {_fold(word): meaning for words in raw.values() for word, meaning in words.items()}
