"""Keys by which records meet: two that share one are compared, others are not.

A key is kept where at least two records share it and not so many that they tell nothing.
A lone key (one word, one date) may be shared by few only; one that joins two properties
by more, and a word with a birth year, of which there are few, by something between. At
a million records lone keys of common words so vanish by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["record_keys"]

_JOINED, _YEAR, _LONE = 80, 20, 12
_DATE = len("2000-01-01")
# Digits of a number without its area.
_LINE = 7


def record_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Return, per record that meets another, its keys.

    Args:
        frame: As ``prepare`` makes it, without keys.

    Returns:
        ``unique_id`` and ``keys`` (sorted list of hashes), by ``unique_id``.

    Note:
        Memory is some 300 bytes a record while it runs.
    """
    ids = frame["unique_id"]
    numbered = frame.drop("unique_id").with_row_index("row")
    made = []
    for tag, most, words, part in _all_keys(numbered):
        key = pl.concat_str(pl.lit(tag), *words, separator="\x1f").hash(7)
        keys = part.select("row", key=key).drop_nulls().unique()
        # What stands alone meets nobody: most do, and need not be kept.
        met = keys.group_by("key").len().filter(pl.col("len") > 1).select("key")
        made.append((keys.join(met, on="key", how="semi"), most))
    keys = pl.concat([part.with_columns(most=pl.lit(most, pl.UInt8)) for part, most in made])
    keys = keys.unique(["row", "key"])
    kept = keys.group_by("key").agg(pl.len().alias("n"), pl.col("most").first())
    kept = kept.filter(pl.col("n").is_between(2, pl.col("most"))).select("key")
    held = keys.join(kept, on="key", how="semi").select("row", "key").sort("row", "key")
    lists = held.group_by("row", maintain_order=True).agg(pl.col("key").alias("keys"))
    return lists.select(unique_id=ids.gather(lists["row"]), keys="keys")


def _all_keys(frame: pl.DataFrame) -> Iterator[tuple[str, int, tuple[str, ...], pl.DataFrame]]:
    words = frame.select("row", word="forms").explode("word").explode("word").drop_nulls().unique()
    initials = words.select("row", initial=pl.col("word").str.slice(0, 1)).unique()
    births = _births(frame)
    bones = frame.select("row", word="skeletons").explode("word").drop_nulls()
    yield "name", _JOINED, ("word",), bones.with_columns(pl.col("word").list.join(" "))
    two = words.join(words, on="row", suffix="_2").filter(pl.col("word") < pl.col("word_2"))
    yield "words", _JOINED, ("word", "word_2"), two
    yield "word", _LONE, ("word",), words
    dated = births.join(words, on="row")
    yield "year", _YEAR, ("year", "word"), dated
    yield "month", _JOINED, ("month", "word"), dated
    yield "day", _JOINED, ("day", "initial"), births.join(initials, on="row")
    yield "date", _LONE, ("day",), births
    for channel in ("documents", "emails"):
        yield channel, _JOINED, (channel,), _exploded(frame, channel)
    local = _exploded(frame, "emails").select("row", local=pl.col("emails").str.split("@").list[0])
    yield "local", _LONE, ("local",), local.unique()
    # The account that somebody holds may be the one that paid for somebody: one key space.
    things = [_exploded(frame, c).rename({c: "thing"}) for c in ("accounts", "phones", "around")]
    yield "thing", _JOINED, ("thing",), pl.concat(things).unique()
    ends = _exploded(frame, "lines").select("row", end=pl.col("lines").str.slice(-_LINE))
    yield "line", _JOINED, ("end",), ends.unique()
    streets = frame.select("row", street="streets").explode("street").drop_nulls()
    whole = streets.with_columns(pl.col("street").list.join(" "))
    yield "street", _JOINED, ("street", "initial"), whole.join(initials, on="row")
    yield "place", _LONE, ("street",), streets.explode("street").drop_nulls().unique()


def _exploded(frame: pl.DataFrame, channel: str) -> pl.DataFrame:
    return frame.select("row", channel).explode(channel).drop_nulls()


def _births(frame: pl.DataFrame) -> pl.DataFrame:
    """Return each record's birth years and months, and its days with day and month in one order."""
    told = _exploded(frame, "told").rename({"told": "births"})
    both = pl.concat([_exploded(frame, "births"), told])
    one, other = pl.col("births").str.slice(5, 2), pl.col("births").str.slice(8, 2)
    year = pl.col("births").str.slice(0, 4)
    day = pl.concat_str(year, pl.min_horizontal(one, other), pl.max_horizontal(one, other))
    whole = pl.col("births").str.len_chars() == _DATE
    month = pl.col("births").str.slice(0, 7)
    return both.select(
        "row", year=year, month=pl.when(whole).then(month), day=pl.when(whole).then(day)
    ).unique()
