"""Children among a case's people, by the birth dates that files give."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    import polars as pl

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger
    from linkgraph.resolve.clusters import Clusters

__all__ = ["minor_records", "minors_in"]

_OF_AGE = 18
_LAST_OF = {4: "-12-31", 7: "-31", 10: ""}


def minors_in(graph: Projection, day: dt.date) -> frozenset[str]:
    """Return the people who are, or may be, under eighteen on a day.

    Args:
        graph: The case, or a part of it, in bulk.
        day: The day.

    Returns:
        Ids of those of whom any birth date that files give makes them so; a date known to
        the month or year only counts as its last day. Whoever has none is not among them:
        that no file tells an age does not make anybody of age.
    """
    people = graph.nodes.get("Person")
    if people is None or "birth_dates" not in people.columns:
        return frozenset()
    return _young(people.select("id", "birth_dates"), day)


def minor_records(
    ledger: Ledger, clusters: Clusters, day: dt.date, sources: Collection[int] | None = None
) -> set[str]:
    """Return the records of people who are, or may be, under eighteen on a day.

    Args:
        ledger: The truth.
        clusters: Who is who: one record's birth date tells of all of an entity.
        day: The day.
        sources: Numbers of the only sources that count.
    """
    found: set[str] = set()
    for table in ledger.tables(part="entity", names=["Person"], sources=sources):
        if "birth_dates" in table.frame.columns:
            born = table.frame.select("id", "birth_dates")
            for one in _young(born, day):
                found.update(clusters.members(one))
    return found


def _young(born: pl.DataFrame, day: dt.date) -> frozenset[str]:
    came_of_age = f"{day.year - _OF_AGE:04d}{day.isoformat()[4:]}"
    return frozenset(
        one
        for one, dates in born.drop_nulls().iter_rows()
        if any(f"{date}{_LAST_OF.get(len(date), '')}" > came_of_age for date in dates)
    )
