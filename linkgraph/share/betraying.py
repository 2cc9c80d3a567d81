"""Texts that would give a hidden person away, found column by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.disguises import undisguised
from linkgraph.share.hinting import Hints
from linkgraph.share.naming import Naming, naming_of_texts, of_another
from linkgraph.share.pseudonyms import plain
from linkgraph.share.readings import those_as_they_stand

if TYPE_CHECKING:
    from collections.abc import Collection

_WORDED = {"text", "email", "name"}

__all__ = ["Betraying", "told_by_ids"]


def told_by_ids(ids: Collection[str], texts: Betraying) -> set[str]:
    """Return ids that themselves hold a hidden number, or a hidden name where they are words.

    Ids that are digests hold any digits by chance, so they are not looked at.
    """
    if not ids or not texts:
        return set()
    numbers, words = _speaking()
    held = (
        pl.DataFrame({"id": pl.Series(sorted(ids), dtype=pl.String)})
        .with_columns(
            pl.col("id").str.splitn(":", 2).struct.rename_fields(["prefix", "after"]).alias("parts")
        )
        .unnest("parts")
        .with_columns(pl.col("after").fill_null(""))
    )
    found: set[str] = set()
    for prefixes, free in ((numbers, False), (words, True)):
        part = held.filter(pl.col("prefix").is_in(sorted(prefixes)))
        found.update(part.filter(texts.in_texts(part["after"], free=free))["id"])
    return found


def _with_numbers(texts: pl.Series, numbers: list[str], *, free: bool) -> pl.Series:
    """Return the texts that hold one of some numbers, however its digits are parted."""
    easy = those_as_they_stand(texts) if free else texts.str.contains("^[[:ascii:]]*$")
    plainly = texts.filter(easy)
    bare = plainly.str.replace_all("[^0-9A-Za-z]", "").str.to_uppercase()
    hard = texts.filter(~easy)
    forms = pl.Series((_plain_forms(one, free=free) for one in hard), dtype=pl.String)
    return pl.concat(
        [
            plainly.filter(bare.str.contains_any(numbers)),
            hard.filter(forms.str.contains_any(numbers)),
        ]
    )


def _plain_forms(text: str, *, free: bool) -> str:
    """Return a text as letters and digits; where people wrote it, as they may have coded it too."""
    return " ".join(map(plain, undisguised(text))) if free else plain(text)


def _speaking() -> tuple[set[str], set[str]]:
    """Return the prefixes of ids that are numbers, and of those that people may word."""
    schema = load_schema()
    told = [kind for kind in schema.kinds.values() if kind.identity == "value" and not kind.hashed]
    words = {kind.prefix for kind in told if kind.properties[kind.value].type in _WORDED}
    # A document's id begins with its kind.
    numbers = {kind.prefix for kind in told} | set(schema.enumerations["document_kind"])
    return numbers - words, words


@dataclass(frozen=True, slots=True)
class Betraying:
    """Names and numbers that must not stand in a text, as ``Hidden`` has them.

    Attributes:
        names: Names; only free text is searched for them.
        numbers: Numbers as plain letters and digits, in capitals.
        ends: Ends of telephone numbers; only what people wrote freely is searched for them,
            since references of a million payments hold any eight digits by chance.
        hints: What may mean one of them; looked for in what people wrote freely alone.
        naming: What finds the names.
    """

    names: Collection[str] = ()
    numbers: Collection[str] = ()
    ends: Collection[str] = ()
    hints: Hints = field(default_factory=Hints)
    naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "naming", naming_of_texts(self.names))

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers or self.ends)

    def without_those_of(self, other: Betraying) -> Betraying:
        """Return the same without names that another finds already."""
        return Betraying(
            {one for one in self.names if not other.naming.stands_in(one)},
            self.numbers,
            self.ends,
        )

    def in_texts(
        self, texts: pl.Series, *, free: bool, written: bool = False, own: bool = False
    ) -> pl.Series:
        """Say of each text whether it holds a hidden number or, being free, a hidden name.

        Args:
            texts: The texts.
            free: Whether names may stand in them.
            written: Whether people wrote them as they liked: numbers in any way, and words
                that only may mean somebody.
            own: Whether they are what a person is called: those are looked at as if people had
                written them as they liked that say whom she is to another, and no others.

        Returns:
            Booleans, one a text; False for none. The same as ``Hidden.betrays`` for each.
        """
        none = pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
        numbers = sorted({*self.numbers, *(self.ends if written else ())})
        if not numbers and not ((free or own) and (self.names or self.hints)):
            return none
        # What is said over and over is looked at once.
        bad = self._among(texts.drop_nulls().unique(), numbers, free=free, written=written, own=own)
        return texts.is_in(bad.implode()).fill_null(value=False) if bad.len() else none

    def _among(
        self, texts: pl.Series, numbers: list[str], *, free: bool, written: bool, own: bool
    ) -> pl.Series:
        """Return the texts that give away."""
        hit = pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
        if numbers:
            hit |= texts.is_in(_with_numbers(texts, numbers, free=free).implode())
        about = pl.repeat(value=free, n=texts.len(), dtype=pl.Boolean, eager=True)
        if own:
            about = pl.Series(map(of_another, texts), dtype=pl.Boolean)
        if self.naming and about.any():
            may = self.naming.may_stand_in(texts) & about
            hit |= pl.Series(
                (near and self.naming.stands_in(one) for one, near in zip(texts, may, strict=True)),
                dtype=pl.Boolean,
            )
        if self.hints and (written or own):
            meant = texts.filter(about)
            hit |= texts.is_in(meant.filter(self.hints.in_texts(meant)).implode())
        return texts.filter(hit)

    def without(
        self, column: pl.Series, *, free: bool, written: bool = False, own: bool = False
    ) -> pl.Series:
        """Return a column of texts, or of lists of texts, without those that give away."""
        if isinstance(column.dtype, pl.List):
            items = column.explode().drop_nulls().unique()
            bad = set(items.filter(self.in_texts(items, free=free, written=written, own=own)))
            if not bad:
                return column
            kept = [
                None if one is None else [text for text in one if text not in bad]
                for one in column.to_list()
            ]
            return pl.Series(column.name, [one or None for one in kept], dtype=column.dtype)
        hit = self.in_texts(column, free=free, written=written, own=own)
        if not hit.any():
            return column
        frame = pl.DataFrame({"text": column, "bad": hit})
        return frame.select(
            pl.when(~pl.col("bad")).then(pl.col("text")).alias(column.name)
        ).to_series()
