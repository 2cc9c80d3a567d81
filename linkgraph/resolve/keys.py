"""Keys by which records meet: two that share one are compared, others are not.

A key is kept where at least two records share it and not so many that they tell nothing.
A lone key (one word, one date) may be shared by few only; one that joins two properties
by more. At a million records lone keys of common words so vanish by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["record_keys"]

_JOINED, _LONE = 80, 12
_DATE = len("2000-01-01")


def record_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Return, per record that meets another, its keys.

    Args:
        frame: As ``prepare`` makes it, without keys.

    Returns:
        ``unique_id`` and ``keys`` (sorted list of hashes), by ``unique_id``.
    """
    made = [
        part.select("unique_id", key=pl.concat_str(pl.lit(tag), *words, separator="\x1f").hash(7),
                    most=pl.lit(most, pl.UInt32))
        for tag, most, words, part in _all_keys(frame)
    ]  # fmt: skip
    keys = pl.concat(made).drop_nulls().unique(["unique_id", "key"])
    shared = keys.group_by("key").agg(pl.len().alias("n"), pl.col("most").first())
    kept = shared.filter(pl.col("n").is_between(2, pl.col("most"))).select("key")
    return (
        keys.join(kept, on="key", how="semi")
        .sort("unique_id", "key")
        .group_by("unique_id", maintain_order=True)
        .agg(pl.col("key").alias("keys"))
    )


def _all_keys(frame: pl.DataFrame) -> Iterator[tuple[str, int, tuple[str, ...], pl.DataFrame]]:
    words = frame.select("unique_id", word="forms").explode("word").explode("word").drop_nulls()
    words = words.unique()
    initials = words.select("unique_id", initial=pl.col("word").str.slice(0, 1)).unique()
    births = _births(frame)
    bones = frame.select("unique_id", word="skeletons").explode("word").drop_nulls()
    yield "name", _JOINED, ("word",), bones.with_columns(pl.col("word").list.join(" "))
    two = words.join(words, on="unique_id", suffix="_2").filter(pl.col("word") < pl.col("word_2"))
    yield "words", _JOINED, ("word", "word_2"), two
    yield "word", _LONE, ("word",), words
    yield "year", _JOINED, ("year", "word"), births.join(words, on="unique_id")
    yield "day", _JOINED, ("day", "initial"), births.join(initials, on="unique_id")
    yield "date", _LONE, ("day",), births
    for channel in ("documents", "emails"):
        yield channel, _JOINED, (channel,), _exploded(frame, channel)
    for channel in ("accounts", "phones", "around"):
        # The account that somebody holds may be the one that paid for somebody.
        yield "thing", _JOINED, (channel,), _exploded(frame, channel)
    streets = frame.select("unique_id", street="streets").explode("street").drop_nulls()
    whole = streets.with_columns(pl.col("street").list.join(" "))
    yield "street", _JOINED, ("street", "initial"), whole.join(initials, on="unique_id")
    yield "place", _LONE, ("street",), streets.explode("street").drop_nulls().unique()


def _exploded(frame: pl.DataFrame, channel: str) -> pl.DataFrame:
    return frame.select("unique_id", channel).explode(channel).drop_nulls()


def _births(frame: pl.DataFrame) -> pl.DataFrame:
    """Return each record's birth years, and its days with day and month in one order."""
    both = pl.concat(
        [_exploded(frame, "births"), _exploded(frame, "told").rename({"told": "births"})]
    )
    one, other = pl.col("births").str.slice(5, 2), pl.col("births").str.slice(8, 2)
    year = pl.col("births").str.slice(0, 4)
    day = pl.concat_str(year, pl.min_horizontal(one, other), pl.max_horizontal(one, other))
    whole = pl.col("births").str.len_chars() == _DATE
    return both.select("unique_id", year=year, day=pl.when(whole).then(day)).unique()
