"""Role words, in any language, as roles."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import yaml

from linkgraph.errors import MappingError
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Role", "check_meaning", "read_roles"]

# What parts the words of a cell that holds several roles.
_BETWEEN = re.compile(r"[/,;+&|()\[\]]| - ")


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


def read_roles(words: str, own: Mapping[str, str]) -> tuple[Role, ...]:
    """Return the roles that a cell gives, one a link type; one at least.

    A cell is looked up whole, then word by word where a stroke, comma or bracket
    parts it. No word is searched for inside another: "not a suspect" holds
    "suspect". An unknown word makes a person of interest.

    Args:
        words: As the export has it, not blank.
        own: The mapping's words, which come before the table that ships.

    Raises:
        MappingError: One of the mapping's words names a role that is none.
    """
    table = _table() | {_fold(word): meaning for word, meaning in own.items()}
    whole = table.get(_fold(words))
    if whole is not None:
        return (_role(whole),)
    parts = [part for part in map(_fold, _BETWEEN.split(words)) if part]
    known = [_role(table[part]) for part in parts if part in table]
    if not parts or len(known) < len(parts):
        known.append(Role(load_schema().roles["person_of_interest"], "", known=False))
    found: dict[str, Role] = {}
    for role in known:
        # Of two suspects in one cell, the one that tells the part in the process.
        if role.link not in found or not found[role.link].in_process:
            found[role.link] = role
    return tuple(found.values())


def check_meaning(meaning: str, where: str) -> None:
    """Refuse what a mapping says a word means, if it is no role.

    Raises:
        MappingError: It is none.
    """
    schema = load_schema()
    role, _, part = meaning.partition(" ")
    if role not in {"none", *schema.roles}:
        raise MappingError(
            "a role word is given a role that is none",
            where=where,
            remedy=f"Known: none, {', '.join(schema.roles)}",
        )
    if part and part not in schema.enumerations["role_in_process"]:
        raise MappingError("there is no such part in the process", where=where)


def _role(meaning: str) -> Role:
    check_meaning(meaning, "role words")
    role, _, part = meaning.partition(" ")
    return Role(load_schema().roles.get(role, ""), part, known=True)


def _fold(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).split()).casefold()


@cache
def _table() -> dict[str, str]:
    text = (files("linkgraph.readers") / "roles.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return {_fold(word): meaning for words in raw.values() for word, meaning in words.items()}
