"""From judgements on pairs to entities, with what is known to be different kept apart.

Pairs judged the same are taken strongest first: people's, then a model's by score. Two
groups of records become one only where no record of the one is known to differ from a
record of the other. So no chain of pairs ever joins two that somebody said are
different, and the order in which judgements came changes nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from linkgraph.resolve.groups import Groups
from linkgraph.resolve.settled import settled_frame

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.resolve.settled import Decided

__all__ = ["Clusters", "Held", "Refused", "cluster", "moved_between"]


class Held(NamedTuple):
    """A pair that holds an entity together.

    Attributes:
        left: Record id, the lesser of the two.
        right: Record id.
        by_person: Whether people judged it the same; a model did otherwise.
        score: The model's; None where people judged, or the model gave none.
    """

    left: str
    right: str
    by_person: bool
    score: float | None


class Refused(NamedTuple):
    """A pair judged the same that was not joined.

    Attributes:
        left: Record id, the lesser of the two.
        right: Record id.
        by_person: Whether people judged it the same.
        score: The model's, if any.
        reason: ``different`` (two that it would join were judged so), ``disputed``
            (people differ on it, or on two that it would join), ``unsure`` (a person
            could not say), ``exclusive`` (each has a number that a person has one of),
            ``suspect_and_victim`` (one entity would be both).
    """

    left: str
    right: str
    by_person: bool
    score: float | None
    reason: str


_PAIR = {"left": pl.String, "right": pl.String, "by_person": pl.Boolean, "score": pl.Float64}


class Clusters:
    """Who is who.

    Attributes:
        frame: Columns ``record`` and ``entity``, by record; only records of entities of
            two records or more. An entity's id is the least of its records'.
    """

    def __init__(
        self,
        frame: pl.DataFrame | None = None,
        joined: pl.DataFrame | None = None,
        refused: pl.DataFrame | None = None,
    ) -> None:
        empty = pl.DataFrame(schema={"record": pl.String, "entity": pl.String})
        self.frame = empty if frame is None else frame
        self._joined = pl.DataFrame(schema=_PAIR) if joined is None else joined
        self._refused = refused

    @cached_property
    def entities(self) -> Mapping[str, str]:
        """Record id to entity id, for records of entities of two records or more."""
        return dict(self.frame.iter_rows())

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Entity id to its record ids, sorted; only where there are two or more."""
        held = self.frame.group_by("entity", maintain_order=True).agg("record")
        return {entity: tuple(records) for entity, records in held.sort("entity").iter_rows()}

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        """Pairs judged the same that were not joined, by their ids."""
        if self._refused is None:
            return ()
        return tuple(map(Refused._make, self._refused.sort("left", "right").iter_rows()))

    def entity_of(self, one: str) -> str:
        """Return the entity that a record is part of: the least id among its records."""
        return self.entities.get(one, one)

    def members(self, entity: str) -> tuple[str, ...]:
        """Return the records of an entity, or of the entity that a record is part of."""
        whole = self.entity_of(entity)
        return self.groups.get(whole, (whole,))

    def called_after(self, records: Collection[str]) -> Clusters:
        """Return the same entities, each under the least of some records of its own.

        Args:
            records: Ids; an entity with none of them keeps its own.
        """
        mine = pl.col("record").is_in(pl.Series(sorted(records), dtype=pl.String).implode())
        least = pl.col("record").filter(mine).min().over("entity")
        frame = self.frame.with_columns(pl.coalesce(least, "entity").alias("entity"))
        return Clusters(frame, self._joined, self._refused)

    def holding(self, entity: str) -> tuple[Held, ...]:
        """Return the pairs that hold an entity together, the weakest last.

        They are as many as it takes: without the last it would fall apart into two.
        Empty for an entity of one record. O(pairs) a call.
        """
        held = self._joined.filter(pl.col("left").is_in(self.members(entity)))
        return tuple(map(Held._make, held.iter_rows()))

    def __len__(self) -> int:
        return self.frame.height


def cluster(
    judgements: Iterable[Decided],
    *,
    exclusive: Mapping[str, Mapping[str, Collection[str]]] | None = None,
    roles: Mapping[str, Collection[str]] | None = None,
) -> Clusters:
    """Return the entities that judgements make.

    Two records are known to differ where people, or with no word of people a model,
    judged them different; where a person could not say or two people differ; or,
    unless people judged just these two the same, where both have exclusive numbers of
    one domain and none in common, or where one is a suspect and the other a victim.
    Pairs judged the same are taken people's first, then by score descending, then by
    ids; a pair joins its two groups where no two records of theirs are known to differ.

    Args:
        judgements: Those in force, in any order.
        exclusive: Record id to domain (``national_id/ID``) to the numbers that it has.
        roles: Record id to its roles; only suspect and victim count.

    Returns:
        The same for any order of the input. A model's "unsure" neither joins nor parts.

    Note:
        O(n log n) for n judgements; a million take seconds. What a join checks is
        bounded by the smaller side.
    """
    words = settled_frame(judgements)
    decisive = words.filter((pl.col("verdict") != "unsure") | pl.col("by_person"))
    if not decisive.height:
        return Clusters()
    ids = pl.concat([decisive["left"], decisive["right"]]).unique().sort()
    groups = _groups(decisive, ids, exclusive or {}, roles or {})
    same = decisive.filter(pl.col("verdict") == "same").sort(
        [~pl.col("by_person"), -pl.col("score").fill_null(0.0), "left", "right"]
    )
    outcome = pl.Series("outcome", groups.join_all(_numbered(same, ids)), dtype=pl.String)
    told = same.select(list(_PAIR)).with_columns(outcome)
    disputed = words.filter("disputed").select(
        *list(_PAIR), pl.lit("disputed", pl.String).alias("outcome")
    )
    return Clusters(
        _membership(groups, ids),
        told.filter(pl.col("outcome").is_null()).select(list(_PAIR)),
        pl.concat([told.filter(pl.col("outcome") != ""), disputed]),
    )


def _numbered(pairs: pl.DataFrame, ids: pl.Series) -> list[tuple[int, int]]:
    """Return pairs by the places of their ids."""
    places = pl.DataFrame({"id": ids}).with_row_index("place")
    left = pairs.select(pl.col("left").alias("id")).join(
        places, on="id", how="left", maintain_order="left"
    )
    right = pairs.select(pl.col("right").alias("id")).join(
        places, on="id", how="left", maintain_order="left"
    )
    return list(zip(left["place"].to_list(), right["place"].to_list(), strict=True))


def _groups(
    decisive: pl.DataFrame,
    ids: pl.Series,
    exclusive: Mapping[str, Mapping[str, Collection[str]]],
    roles: Mapping[str, Collection[str]],
) -> Groups:
    groups = Groups(len(ids))
    apart = decisive.filter(pl.col("verdict") != "same").with_columns(
        pl.when("disputed").then(pl.lit("disputed")).otherwise("verdict").alias("verdict")
    )
    for (one, two), reason in zip(_numbered(apart, ids), apart["verdict"], strict=True):
        groups.part(one, two, reason)
    allowed = decisive.filter((pl.col("verdict") == "same") & pl.col("by_person"))
    for one, two in _numbered(allowed, ids):
        groups.allow(one, two)
    for number, one in enumerate(ids) if exclusive or roles else ():
        if one in exclusive:
            groups.number(number, exclusive[one])
        if one in roles:
            groups.role(number, roles[one])
    return groups


def _membership(groups: Groups, ids: pl.Series) -> pl.DataFrame:
    roots = pl.DataFrame({"record": ids, "root": pl.Series(groups.roots(), dtype=pl.UInt32)})
    # A group's records stand in the order of their ids: the first is the least.
    return (
        roots.with_columns(
            pl.col("record").first().over("root").alias("entity"),
            pl.len().over("root").alias("size"),
        )
        .filter(pl.col("size") > 1)
        .select("record", "entity")
    )


def moved_between(then: Clusters, now: Clusters) -> set[str]:
    """Return the records that are part of another entity than before, and these entities.

    Whatever else an entity was or is made of, its id is among them where that changed.
    """
    rows = [
        one.frame.join(two.frame, on=["record", "entity"], how="anti")
        for one, two in ((then, now), (now, then))
    ]
    both = pl.concat(rows)
    return {*both["record"], *both["entity"]}
