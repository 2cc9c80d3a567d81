"""Several statements of one entity or link as one row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.graph.conflicts import part_conflicts
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.ledger import SourceRow
    from linkgraph.schema import Property

__all__ = ["SourceMarks", "gather", "strictest"]

_ENDS = ("from_id", "to_id")


@dataclass(frozen=True, slots=True)
class SourceMarks:
    """What each source lends to all that it says, by its number in the ledger.

    Attributes:
        frame: Columns source, source_id, originator, handling, tlp (both as positions
            in the schema's order), grade (0 best), reliability, credibility.
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, rows: Sequence[SourceRow]) -> SourceMarks:
        """Return the marks of sources."""
        schema = load_schema()
        made = []
        for row in rows:
            place = partial(schema.grade_place, row.source.grade_scheme)
            made.append(
                {
                    "source": row.seq,
                    "source_id": row.source.id,
                    "originator": str(row.source.originator),
                    "handling": schema.handling.index(row.source.handling),
                    "tlp": schema.tlp.index(row.source.tlp),
                    "grade": place("reliability", row.source.reliability) * 10
                    + place("credibility", row.source.credibility),
                    "reliability": row.source.reliability or None,
                    "credibility": row.source.credibility or None,
                }
            )
        columns = {"source": pl.Int32, "source_id": pl.String, "originator": pl.String,
                   "handling": pl.Int8, "tlp": pl.Int8, "grade": pl.Int16,
                   "reliability": pl.String, "credibility": pl.String}  # fmt: skip
        return cls(pl.DataFrame(made, schema=columns))


def strictest(handling: pl.Expr, tlp: pl.Expr) -> pl.Expr:
    """Return both codes as one text (``H2 AMBER``) from their positions."""
    schema = load_schema()
    codes = dict(enumerate(schema.handling))
    lights = dict(enumerate(schema.tlp))
    return pl.concat_str(
        handling.replace_strict(codes, return_dtype=pl.String),
        tlp.replace_strict(lights, return_dtype=pl.String),
        separator=" ",
    )


def gather(  # noqa: PLR0913
    tables: Iterable[pl.DataFrame],
    key: str,
    properties: Mapping[str, Property],
    marks: SourceMarks,
    *,
    originators: bool = False,
    ends: bool = False,
    newest: bool = False,
) -> pl.DataFrame:
    """Return one row a key, with what all its statements say.

    Args:
        tables: Statements with the key's column, ``source`` and properties.
        key: ``id`` or ``link_id``.
        properties: Those of the kind or type.
        marks: Of the sources.
        originators: Add the sorted list of originators.
        ends: Carry ``from_id`` and ``to_id`` along.
        newest: Of each property take the word of the newest source that says it, in place
            of the best-graded one, and of all values.
    """
    frame = _said(pl.concat(list(tables), how="diagonal"))
    carried = list(_ENDS) if ends else []
    said = [name for name in properties if name in frame.columns]
    frame = _parted(frame) if ends else _counted(frame)
    lone = frame[key].is_unique()
    once = frame.filter(lone).join(marks.frame, on="source")
    picked = [pl.col(name) for name in (key, *carried)]
    single = once.select(
        *picked,
        *(_one_of(properties[name]) for name in said),
        *_alone(originators=originators, ends=ends),
    )
    often = frame.filter(~lone)
    if often.height:
        told = _superseded(often, key, said) if newest else often
        merged = _merge(told, key, [*carried, *said], properties, marks)
        pairs = often.select(key, "source", "records")
        summary = _summary(pairs, key, marks, originators=originators, ends=ends)
        single = pl.concat([single, merged.join(summary, on=key).select(single.columns)])
    return single.with_columns(strictest(pl.col("handling"), pl.col("tlp")).alias("handling")).drop(
        "tlp"
    )


def _said(frame: pl.DataFrame) -> pl.DataFrame:
    """Return statements in which an empty text says nothing: not every engine can keep one."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    blank = [name for name in texts if (frame[name] == "").any()]
    return frame.with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in blank
    )


def _parted(frame: pl.DataFrame) -> pl.DataFrame:
    """Return statements of links, each by one record, those that disagree under other ids."""
    lone = frame["link_id"].is_unique()
    if not lone.all():
        frame = pl.concat([frame.filter(lone), part_conflicts(frame.filter(~lone))])
    return frame.with_columns(pl.lit(1, pl.Int64).alias("records"))


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """Return statements of entities with how many records make each (``records``).

    A source says the same over and over, as of an account with many payments: what is
    equal in all columns becomes one row.
    """
    if any(isinstance(dtype, pl.List) for dtype in frame.dtypes):
        return frame.with_columns(pl.lit(1, pl.Int64).alias("records"))
    return frame.group_by(frame.columns).agg(pl.len().cast(pl.Int64).alias("records"))


def _one_of(prop: Property) -> pl.Expr:
    if not prop.many:
        return pl.col(prop.name)
    listed = pl.col(prop.name).list.drop_nulls().list.unique().list.sort()
    return pl.when(listed.list.len() > 0).then(listed).alias(prop.name)


def _summary(
    pairs: pl.DataFrame, key: str, marks: SourceMarks, *, originators: bool, ends: bool
) -> pl.DataFrame:
    """Return the marks of keys that several records say."""
    per = pairs.group_by(key, "source").agg(pl.col("records").sum())
    per = per.join(marks.frame, on="source")
    alone = per[key].is_unique()
    sums = [
        pl.col("source_id").sort().str.join(" ").alias("sources"),
        pl.col("records").sum(),
        pl.col("handling").max(),
        pl.col("tlp").max(),
    ]
    if originators:
        sums.append(pl.col("originator").unique().sort().alias("originators"))
    if ends:
        best = ["grade", "source_id"]
        sums += [pl.col(c).sort_by(best).first() for c in ("reliability", "credibility")]
    several = per.filter(~alone).group_by(key).agg(sums)
    kept = per.filter(alone).select(key, *_alone(originators=originators, ends=ends))
    return pl.concat([kept, several.select(kept.columns)])


def _alone(*, originators: bool, ends: bool) -> list[pl.Expr]:
    """Return the marks of keys that one source says."""
    columns = [
        pl.col("source_id").alias("sources"),
        pl.col("records"),
        pl.col("handling"),
        pl.col("tlp"),
    ]
    if originators:
        columns.append(pl.concat_list("originator").alias("originators"))
    if ends:
        columns += [pl.col("reliability"), pl.col("credibility")]
    return columns


def _superseded(frame: pl.DataFrame, key: str, said: Iterable[str]) -> pl.DataFrame:
    """Return statements in which, of each property, only the newest source's word is left."""
    newest = []
    for name in said:
        filled = pl.col(name).is_not_null()
        if isinstance(frame.schema[name], pl.List):
            filled &= pl.col(name).list.len() > 0
        last = pl.col("source").filter(filled).max().over(key)
        newest.append(pl.when(pl.col("source") == last).then(pl.col(name)).alias(name))
    return frame.with_columns(newest)


def _merge(
    frame: pl.DataFrame,
    key: str,
    columns: Sequence[str],
    properties: Mapping[str, Property],
    marks: SourceMarks,
) -> pl.DataFrame:
    graded = frame.join(marks.frame.select("source", "grade"), on="source")
    picked = []
    for name in columns:
        if name in properties and properties[name].many:
            values = pl.col(name).explode().drop_nulls().unique().sort()
            picked.append(values.alias(name))
        elif name in _ENDS:
            # Both ends from one statement: a mixture of two would be nobody's claim.
            picked.append(pl.col(name).sort_by("grade", *_ENDS).first())
        else:
            picked.append(pl.col(name).sort_by("grade", name).drop_nulls().first())
    merged = graded.group_by(key).agg(picked)
    empty = [name for name in columns if name in properties and properties[name].many]
    return merged.with_columns(
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in empty
    )
