"""Who goes in a package as himself, who by role and number, and who not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.betraying import Betraying, told_by_ids
from linkgraph.share.cast import Cast
from linkgraph.share.part import Part, choose
from linkgraph.share.pseudonyms import drawn, hide, own_ids
from linkgraph.share.relevance import distances
from linkgraph.share.sight import homes_in, without_never_outside
from linkgraph.share.telling import bookings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.graph.base import Projection
    from linkgraph.share.basis import Basis
    from linkgraph.share.sight import Sight

__all__ = ["cast_for", "said_by_several"]


def cast_for(  # noqa: PLR0913 - keyword only
    sight: Sight,
    basis: Basis,
    package: str,
    *,
    secret: bytes = b"",
    officials: Iterable[str] = (),
    unsaid: frozenset[str] = frozenset(),
) -> Cast:
    """Return who goes to an audience for a plan.

    Informants and protected persons stay out, with what only they have; victims and
    witnesses go by role and running number, what only such people have by kind and number.
    These stand-ins hold the package's id, so that those of two packages are never taken for one.
    Something whose own id holds a hidden number stays out too.

    Args:
        sight: What the audience may see.
        basis: The plan's; ids that were merged away lead to their entity.
        package: Id of the package.
        secret: What only the giver has; it orders the numbers.
        officials: Names of focal points whom the audience is told.
        unsaid: Whom only records name as a hidden person's family, and what is theirs: nobody
            comes along by way of them, and no text names them.
    """
    seen, shown = _ids(sight.graph), _ids(without_never_outside(sight, sight.graph))
    visible = without_never_outside(sight, sight.told)
    people = sight.roles.all_hidden()
    masks = hide(sight.graph, people, sight.said, officials=officials, also=unsaid, told=sight.told)
    records = (one for hidden in sight.roles.all_hidden() for one in sight.clusters.members(hidden))
    texts = Betraying(masks.names, masks.numbers | own_ids(records), hints=masks.hints)
    subjects = [sight.clusters.entity_of(one) for one in basis.subjects]
    ways = choose(visible, Part(leave_out=unsaid)) if unsaid else visible
    near = distances(ways, subjects, basis.steps)
    gone = (seen - shown) | told_by_ids(near.keys() - masks.ids.keys(), texts)
    going = {one: steps for one, steps in near.items() if one not in gone}
    hidden = drawn((one for one in masks.ids if one in going), secret, package)
    ids, captions = _stand_ins(sight, visible, hidden, package)
    bookings = bookings_of(sight.graph, masks.ids)
    several = said_by_several(visible, sight)
    homes = homes_in(sight, masks.ids.keys())
    absent = frozenset(near.keys() - shown)
    return Cast(
        near=going, ids=ids, captions=captions, gone=frozenset(gone), texts=texts, shared=several,
        bookings=bookings, homes=homes, absent=absent, hidden=frozenset(masks.ids),
    )  # fmt: skip


def _ids(graph: Projection) -> set[str]:
    return {one for frame in graph.nodes.values() for one in frame["id"]}


def _stand_ins(
    sight: Sight, visible: Projection, hidden: list[str], package: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Return stand-in ids and what to call people, numbered as they come."""
    kinds = {one: kind for kind, frame in visible.nodes.items() for one in frame["id"]}
    ids: dict[str, str] = {}
    captions: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in hidden:
        prefix = load_schema().kinds[kinds[one]].prefix
        word = sight.said.hidden(one) or "hidden"
        counts[f"{prefix} {word}"] = number = counts.get(f"{prefix} {word}", 0) + 1
        ids[one] = f"{prefix}:{word}-{number}.{package}"
        if sight.said.hidden(one):
            captions[one] = f"{word.capitalize()} {number} of {package}"
    return ids, captions


def said_by_several(visible: Projection, sight: Sight) -> frozenset[str]:
    """Return ids of entities and links that two originators or more say."""
    of = {row.source.id: str(row.source.originator) for row in sight.rows}
    found: set[str] = set()
    for frame in visible.nodes.values():
        found.update(frame.filter(pl.col("originators").list.len() > 1)["id"])
    for frame in visible.links.values():
        several = frame.filter(pl.col("sources").str.contains(" ", literal=True))
        for one, sources in several.select("link_id", "sources").iter_rows():
            if len({of.get(source) for source in sources.split()}) > 1:
                found.add(one)
    return frozenset(found)
