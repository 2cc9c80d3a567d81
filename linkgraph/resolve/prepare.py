"""Records made comparable: names folded, generic identifiers set aside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.keys import record_keys
from linkgraph.values.name_forms import fold, name_words, skeleton
from linkgraph.values.names import romanise

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MANY", "RECORD_COLUMNS", "Prepared", "prepare", "without_generic"]

_TEXTS = pl.List(pl.String)
_FORMS = pl.List(_TEXTS)
# What is known of a record before it is made comparable; all but the id may be null.
RECORD_COLUMNS: Mapping[str, pl.DataType] = {
    "id": pl.String(), "names": _TEXTS, "aliases": _TEXTS, "births": _TEXTS, "told": _TEXTS,
    "sex": pl.String(), "countries": _TEXTS, "documents": _TEXTS, "phones": _TEXTS,
    "emails": _TEXTS, "accounts": _TEXTS, "addresses": _TEXTS, "around": _TEXTS,
    "dealings": _TEXTS,
}  # fmt: skip
# An identifier with more differently named users than this is generic: it tells nothing
# of who somebody is (an agency's phone, a shop's account, an office's address).
MANY: Mapping[str, int] = {
    "documents": 6, "phones": 6, "emails": 6, "accounts": 6, "addresses": 12, "around": 12,
    "dealings": 12,
}  # fmt: skip
_MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records ready to be compared.

    Attributes:
        frame: One row a record, by ``unique_id``: ``forms`` (each name's folded words,
            sorted), ``skeletons`` (likewise), ``name_key`` (the first form in one text),
            ``births``, ``told`` (birth dates that identity numbers tell), ``sex``,
            ``countries``, ``documents``, ``phones``, ``emails``, ``accounts``, ``streets``
            (each address's words), ``around``, ``dealings``, ``keys`` (two records that
            share one are compared). Null where nothing is known.
        generic: Columns ``channel``, ``value``, ``users``: identifiers that were set
            aside because that many differently named records use them.
    """

    frame: pl.DataFrame
    generic: pl.DataFrame


def prepare(records: pl.DataFrame) -> Prepared:
    """Return records made comparable.

    Args:
        records: Columns of ``RECORD_COLUMNS``; those missing count as unknown. Ids are
            unique, identifiers are cleaned already, dates are ISO texts.

    Returns:
        Rows by id, whatever the order they came in.

    Note:
        Costs a few microseconds a name; memory is that of the records.
    """
    frame = records.select(
        (pl.col(name) if name in records.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in RECORD_COLUMNS.items()
    )
    frame = _with_names(frame.sort("id").rename({"id": "unique_id"}))
    frame, generic = without_generic(frame, MANY)
    frame = _emptied(frame.with_columns(_streets(frame["addresses"])))
    frame = frame.drop("names", "aliases", "addresses")
    return Prepared(frame.join(record_keys(frame), on="unique_id", how="left"), generic)


def without_generic(
    frame: pl.DataFrame, many: Mapping[str, int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return records without generic identifiers, and those identifiers.

    Args:
        frame: With ``unique_id``, ``name_key`` and the channels.
        many: Channel to how many differently named users make an identifier generic.
    """
    found = [pl.DataFrame(schema={"channel": pl.String, "value": pl.String, "users": pl.UInt32})]
    for channel, most in many.items():
        users = _users(frame, channel).filter(pl.col("users") > most)
        found.append(users.select(pl.lit(channel).alias("channel"), "value", "users"))
        if users.height:
            kept = pl.col(channel).list.set_difference(users["value"].to_list()).list.sort()
            frame = frame.with_columns(kept.alias(channel))
    return frame, pl.concat(found).sort("channel", "value")


def _users(frame: pl.DataFrame, channel: str) -> pl.DataFrame:
    held = frame.select("unique_id", "name_key", value=channel).explode("value").drop_nulls("value")
    named = pl.coalesce("name_key", "unique_id").n_unique().cast(pl.UInt32)
    return held.group_by("value").agg(named.alias("users"))


@lru_cache(maxsize=1 << 18)
def _folded(word: str) -> tuple[str, str]:
    folded = fold(word)
    return folded, skeleton(folded)


@lru_cache(maxsize=1 << 16)
def _form(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pairs = [_folded(word) for word in name_words(name)]
    return tuple(sorted({f for f, _ in pairs if f})), tuple(sorted({s for _, s in pairs if s}))


def _with_names(frame: pl.DataFrame) -> pl.DataFrame:
    forms: list[list[tuple[str, ...]] | None] = []
    bones: list[list[tuple[str, ...]] | None] = []
    for own, other in zip(frame["names"].to_list(), frame["aliases"].to_list(), strict=True):
        made: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name in (*(own or ()), *(other or ())):
            form, bone = _form(name)
            if form and len(made) < _MOST_FORMS:
                made.setdefault(form, bone)
        forms.append(list(made) or None)
        bones.append(list(made.values()) or None)
    return frame.with_columns(
        pl.Series("forms", forms, dtype=_FORMS), pl.Series("skeletons", bones, dtype=_FORMS)
    ).with_columns(pl.col("forms").list.first().list.join(" ").alias("name_key"))


def _streets(addresses: pl.Series) -> pl.Series:
    words = [
        [sorted(set(romanise(one).split())) for one in held] if held else None
        for held in addresses.to_list()
    ]
    return pl.Series("streets", words, dtype=_FORMS)


def _emptied(frame: pl.DataFrame) -> pl.DataFrame:
    """Say null for every empty list: nothing known is not something that differs."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in lists
    )
