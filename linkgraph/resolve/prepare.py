"""Records made comparable: names folded, generic identifiers set aside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.keys import record_keys
from linkgraph.values.address_forms import address_words
from linkgraph.values.name_forms import (
    fold,
    generation,
    name_readings,
    organization_readings,
    skeleton,
)
from linkgraph.values.names import script_of

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
# Fewer digits are no number that somebody has by himself.
_SHORTEST_LINE = 7


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records ready to be compared.

    Attributes:
        frame: One row a record, by ``unique_id``: ``spelt`` (each name's words as
            written, sorted), ``forms`` (folded), ``bones`` (the consonants of each in one
            text), ``name_key`` (the first form in one text), ``native`` (whether a name is
            in another script than Latin), ``generations`` (junior, 2, of those whose names
            tell), ``han`` (names in Chinese signs), ``lines`` (the digits of phones),
            ``births``, ``told`` (birth dates that identity numbers tell), ``sex``,
            ``countries``, ``documents``, ``phones``, ``emails``, ``accounts``, ``streets``
            (each address's words), ``around``, ``dealings``, ``keys`` (two records that
            share one are compared). Null where nothing is known.
        generic: Columns ``channel``, ``value``, ``users``: identifiers that were set
            aside because that many differently named records use them.
    """

    frame: pl.DataFrame
    generic: pl.DataFrame


def prepare(records: pl.DataFrame, kind: str = "Person") -> Prepared:
    """Return records made comparable.

    Args:
        records: Columns of ``RECORD_COLUMNS``; those missing count as unknown. Ids are
            unique, identifiers are cleaned already, dates are ISO texts.
        kind: Person or Organization: how names are read.

    Returns:
        Rows by id, whatever the order they came in.

    Note:
        Costs a few microseconds a name; memory is that of the records.
    """
    frame = records.select(
        (pl.col(name) if name in records.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in RECORD_COLUMNS.items()
    )
    frame = _with_names(frame.sort("id").rename({"id": "unique_id"}), kind)
    frame, generic = without_generic(frame, MANY)
    frame = _emptied(_with_lines(_with_streets(frame)))
    frame = frame.drop("names", "aliases", "addresses")
    keys = record_keys(frame)
    return Prepared(frame.drop("skeletons").join(keys, on="unique_id", how="left"), generic)


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


def _with_names(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Add each record's first few different names as words and skeletons; names come first."""
    both = [
        frame.select("unique_id", name=column, later=pl.lit(later)).explode("name").drop_nulls()
        for column, later in (("names", 0), ("aliases", 1))
    ]
    said = pl.concat(both).with_columns(place=pl.int_range(pl.len()))
    held = (
        said.join(_forms(said["name"].unique().to_list(), kind), on="name")
        .sort("unique_id", "later", "place", "reading")
        .unique(["unique_id", "key"], keep="first", maintain_order=True)
        .group_by("unique_id", maintain_order=True)
        .agg(
            pl.col("spelt", "forms", "skeletons").head(_MOST_FORMS),
            pl.col("key").first().alias("name_key"),
            pl.col("bones").drop_nulls().head(_MOST_FORMS),
            pl.col("native").any(),
            pl.col("generation").drop_nulls().unique().sort().alias("generations"),
            pl.col("han").drop_nulls().unique().sort(),
        )
    )
    return frame.join(held, on="unique_id", how="left")


def _forms(names: list[str], kind: str) -> pl.DataFrame:
    """Return what each name is compared by: one row for each way to read it."""
    read = name_readings if kind == "Person" else organization_readings
    rows = [
        (name, place, list(words), *_folded_all(words), not name.isascii() and script_of(name) != "Latn",
         (generation(name) or None) if kind == "Person" else None,
         "".join(name.split()) if script_of(name) == "Hani" else None)
        for name in names
        for place, words in enumerate(read(name))
    ]  # fmt: skip
    schema: dict[str, pl.DataType] = {
        "name": pl.String(), "reading": pl.UInt8(), "spelt": _TEXTS, "forms": _TEXTS,
        "skeletons": _TEXTS, "native": pl.Boolean(), "generation": pl.String(),
        "han": pl.String(),
    }  # fmt: skip
    forms = pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("forms").list.len() > 0)
    # A word of one consonant has the bones of many others.
    words = pl.col("skeletons").list
    telling = (words.len() > 1) & (words.eval(pl.element().str.len_chars()).list.min() > 1)
    return forms.with_columns(
        key=pl.col("forms").list.join(" "), bones=pl.when(telling).then(words.join(" "))
    )


def _folded_all(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    pairs = [_folded(word) for word in words]
    return sorted({f for f, _ in pairs if f}), sorted({s for _, s in pairs if s})


def _with_streets(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the words of each of a record's addresses, sorted, each once."""
    said = frame.select("unique_id", address="addresses").explode("address").drop_nulls()
    once = said["address"].unique()
    made = [list(address_words(one)) for one in once.to_list()]
    words = pl.DataFrame(
        {"address": once, "streets": made}, schema={"address": pl.String, "streets": _TEXTS}
    ).filter(pl.col("streets").list.len() > 0)
    held = said.join(words, on="address").sort("unique_id", "address")
    streets = held.group_by("unique_id", maintain_order=True).agg(pl.col("streets").unique().sort())
    return frame.join(streets, on="unique_id", how="left")


def _with_lines(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the digits of each phone number long enough to be one, without zeros before it."""
    numbers = frame.select("unique_id", line="phones").explode("line").drop_nulls()
    digits = pl.col("line").str.extract(r"^(?:phone:)?\+?0*(\d+)$")
    lines = numbers.select("unique_id", lines=digits).filter(
        pl.col("lines").str.len_chars() >= _SHORTEST_LINE
    )
    held = lines.group_by("unique_id").agg(pl.col("lines").unique().sort())
    return frame.join(held, on="unique_id", how="left")


def _emptied(frame: pl.DataFrame) -> pl.DataFrame:
    """Say null for every empty list: nothing known is not something that differs."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in lists
    )
