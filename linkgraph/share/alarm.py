"""What must not stand in a text, and why the audience must not learn: names that only withheld things protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.belongings import owned_by_number
from linkgraph.share.betraying import Betraying, told_by_ids
from linkgraph.share.naming import NAMES, own_name, searched, values_of
from linkgraph.share.pseudonyms import names_and_numbers, own_ids
from linkgraph.share.sight import roles_inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger
    from linkgraph.schema import Property
    from linkgraph.share.guard import Roles
    from linkgraph.share.sight import Sight

__all__ = ["alarm_for", "alarms"]

# All would be held back for a shorter number that stands in a reference by chance.
_LEAST_DIGITS = 9


def alarm_for(ledger: Ledger, sight: Sight, everything: Roles | None = None) -> Betraying:
    """Return names and numbers of people whom the case protects and the audience does not see hidden.

    Args:
        ledger: The truth.
        sight: What the audience may see.
        everything: Roles by all that the case holds, where a caller has them already.
    """
    everything = everything or roles_inside(ledger, sight)
    people = {
        one
        for one in everything.all_hidden()
        if not sight.roles.hidden(sight.clusters.entity_of(one))
    }
    if not people:
        return Betraying()
    names: set[str] = set()
    for table in ledger.tables(part="entity", names=load_schema().resolved_kinds):
        spoken = [name for name in NAMES if name in table.frame.columns]
        for row in table.frame.select("id", *spoken).iter_rows(named=True):
            if row["id"] in people:
                names.update(text for name in spoken for text in row[name] or ())
    ends, numbers = names_and_numbers(owned_by_number(ledger, people, left=sight.left))
    told = {one for one in numbers if len(one) >= _LEAST_DIGITS or not one.isdigit()}
    return Betraying(names, told | own_ids(people), ends)


def alarms(alarm: Betraying, part: Projection) -> bool:
    """Say whether an id or a text in a part of a graph names somebody of an alarm."""
    if not alarm:
        return False
    ids = {one for frame in part.nodes.values() for one in frame["id"]}
    return bool(told_by_ids(ids, alarm)) or any(
        alarm.in_texts(texts, free=free, written=written, own=own).any()
        for texts, free, written, own in _texts(part)
    )


def _texts(part: Projection) -> Iterator[tuple[pl.Series, bool, bool, bool]]:
    schema = load_schema()
    for kind, frame in part.nodes.items():
        yield from _of(frame, schema.kinds[kind].properties, kind)
    for shape, frame in part.links.items():
        yield from _of(frame, schema.links[shape.type].properties)


def _of(
    frame: pl.DataFrame, properties: Mapping[str, Property], kind: str = ""
) -> Iterator[tuple[pl.Series, bool, bool, bool]]:
    """Yield each column of texts: may names stand in it, is it written freely, is it people's own name."""
    for name, prop in properties.items():
        if name in frame.columns and values_of(prop):
            texts = frame[name]
            texts = texts.explode() if isinstance(texts.dtype, pl.List) else texts
            if texts.dtype == pl.String:
                yield texts.drop_nulls(), searched(prop, kind), prop.free, own_name(prop, kind)
