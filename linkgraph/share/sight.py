"""What an audience sees of a case before anything is made of it, and what in it must not leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.applied import make_entities
from linkgraph.share.belongings import (
    enquiries_of,
    owned_by_number,
    owned_things,
    with_what_is_theirs,
)
from linkgraph.share.betraying import Betraying, told_by_ids
from linkgraph.share.guard import Roles, minors_given, roles_in
from linkgraph.share.identity import joined_against_a_person
from linkgraph.share.minors import minor_records
from linkgraph.share.part import Part, choose
from linkgraph.share.pseudonyms import drawn, hide, numbered, own_ids
from linkgraph.share.telling import homes_of, telling

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger, Left, SourceRow, Verdict
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.pseudonyms import Hidden
    from linkgraph.statements import Source

__all__ = [
    "Sight",
    "hidden_in",
    "homes_in",
    "never_outside",
    "numbers_struck",
    "roles_inside",
    "sources_behind",
    "struck_in",
    "those_shown_first",
    "to_hide",
    "without_never_outside",
    "without_telling_ties",
]

_NEVER_OUTSIDE = {"informant", "protected"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What an audience may see of a case, whole.

    Attributes:
        rows: The sources that it may see, in the order they came.
        clusters: Who is who, by what may be told of it.
        graph: What these sources say: all of it tells whom to hide.
        told: The same without what their records say that speak of somebody who is shown to no
            audience, and of whom they name as a hidden person's family: all that is shown.
        heard: The graph without the former alone: it tells what hidden people's families have.
        roles: Roles of entities, by these sources: they tell whom to hide.
        said: Of these roles what is told: all that is shown of them.
        judged: All judgements in force, whoever may know of them.
        day: The day it is for; whoever is under eighteen on it is hidden outside.
        inside: Whether it is the own agency's.
        secret: What only the case has; outside, it orders the numbers of stand-ins.
        left: Gives the rows of a table that are told; None where all are.
    """

    rows: tuple[SourceRow, ...]
    clusters: Clusters
    graph: Projection
    told: Projection
    heard: Projection
    roles: Roles
    said: Roles
    judged: tuple[Verdict, ...]
    day: dt.date
    inside: bool
    secret: bytes = field(default=b"", repr=False)
    left: Left | None = None

    def theirs(self, people: set[str]) -> set[str]:
        """Return people with what only they have: by all that the audience may see, or by what is told."""
        held = with_what_is_theirs(self.graph, people)
        return held if self.told is self.graph else held | with_what_is_theirs(self.told, people)

    @property
    def numbers(self) -> list[int]:
        """The sources' numbers in the ledger."""
        return [row.seq for row in self.rows]


def roles_inside(ledger: Ledger, sight: Sight) -> Roles:
    """Return the roles of records by all that the case holds, whoever may see it."""
    clusters = make_entities(ledger, sight.judged)
    roles = roles_in(ledger, sight.judged, clusters)
    if sight.inside:
        return roles
    return roles.with_minors(minor_records(ledger, clusters, sight.day) | minors_given(ledger))


def struck_in(ledger: Ledger, sight: Sight, everything: Roles | None = None) -> set[str]:
    """Return the ids that an audience sees, and that only something withheld protects.

    Whoever is protected by what the audience may not see, what only such people have, and
    whom it would see as one while a person told them apart since.

    Args:
        ledger: The truth.
        sight: What the audience may see.
        everything: As ``roles_inside`` returns, where a caller has it already.
    """
    everything = everything or roles_inside(ledger, sight)
    people = sight.graph.nodes.get("Person")
    struck = {
        one
        for one in (() if people is None else people["id"])
        if _more_protected(sight, everything, one)
    }
    # What only they have would lead to them, also where they themselves are not in it.
    struck = sight.theirs(struck)
    struck |= numbers_struck(ledger, sight, everything)
    return struck | joined_against_a_person(sight.clusters, sight.judged)


def _more_protected(sight: Sight, everything: Roles, one: str) -> bool:
    """Tell whether all that the case holds protects somebody more than what the audience sees."""
    members = sight.clusters.members(one)
    if not sight.roles.hidden(one):
        return any(map(everything.hidden, members))
    return not never_outside(sight.roles, one) and any(
        never_outside(everything, member) for member in members
    )


def numbers_struck(ledger: Ledger, sight: Sight, everything: Roles) -> set[str]:
    """Return numbers, accounts and the like that only protected people have, and that are not hidden.

    By all that the case holds; the audience may not know whose they are, or not see it.
    """
    theirs = owned_by_number(ledger, everything.all_hidden(), left=sight.left)
    seen = {one for frame in sight.graph.nodes.values() for one in frame["id"]}
    return theirs & seen - sight.theirs(set(sight.roles.all_hidden()))


def without_telling_ties(sight: Sight, part: Projection) -> Projection:
    """Return a part without ties that by themselves tell who somebody hidden is.

    Of which shown person she is family, and what she holds, owns, runs or leads with others, or
    shares a home with. Nor does it hold what people said of being shared: that is between them
    and the agency.
    """
    said = {shape: frame for shape, frame in part.links.items() if shape.type != "CONSENT_IN"}
    part = replace(part, links=said)
    people = set(sight.roles.all_hidden())
    if not people:
        return part
    theirs = sight.theirs(people)
    hidden = pl.Series(sorted(theirs), dtype=pl.String).implode()
    one, other = (pl.col(end).is_in(hidden) for end in ("from_id", "to_id"))
    homes = homes_in(sight, theirs)
    links = {}
    for shape, frame in part.links.items():
        told = telling(shape.type, frame, one, other, homes)["link_id"]
        links[shape] = (
            frame.filter(~pl.col("link_id").is_in(told.implode())) if told.len() else frame
        )
    return replace(part, links=links)


def without_never_outside(sight: Sight, part: Projection) -> Projection:
    """Return a part without those who are never shown outside, and what only they have.

    Nor does it hold ties that tell who hidden people are.
    """
    part = without_telling_ties(sight, part)
    gone = {one for one in sight.roles.by_id if never_outside(sight.roles, one)}
    if not gone:
        return part
    hidden = set(sight.roles.all_hidden())
    alone = owned_things(sight.graph, gone)
    held = _held_by(sight.graph, gone)
    mixed = {thing for thing in owned_things(sight.graph, hidden) if thing in held}
    asked = enquiries_of(sight.graph, gone | alone.keys())
    return choose(part, Part(leave_out=frozenset(gone | alone.keys() | mixed | asked)))


def homes_in(sight: Sight, hidden: Collection[str]) -> frozenset[str]:
    """Return homes and the like that hidden people share, by what is told of the others there.

    Args:
        sight: What an audience may see.
        hidden: As of ``homes_of``.
    """
    return homes_of(sight.graph, hidden, sight.said.suspects(), sight.told)


def sources_behind(sight: Sight, part: Projection) -> list[Source]:
    """Return the sources that a part rests on, in the order they came."""
    frames = (*part.nodes.values(), *part.links.values())
    used = {
        one
        for frame in frames
        for text in frame["sources"].drop_nulls().unique()
        for one in text.split()
    }
    return [row.source for row in sight.rows if row.source.id in used]


def never_outside(roles: Roles, one: str) -> bool:
    """Tell whether somebody is shown to no audience, not even by role and number.

    So are victims, witnesses and children who declined that what is known of them is shared.
    """
    return roles.declines(one) or not _NEVER_OUTSIDE.isdisjoint(roles.of(one))


def to_hide(roles: Roles, *, inside: bool) -> list[str]:
    """Return whom to hide: outside, those who are never shown take no number either."""
    return [one for one in roles.all_hidden() if inside or not never_outside(roles, one)]


def hidden_in(
    sight: Sight,
    *,
    inside: bool,
    part: Projection | None = None,
    unsaid: Collection[str] = (),
) -> Hidden:
    """Return the stand-ins for what an audience sees, and the texts that must not occur.

    Outside, those who are never shown take no stand-in; their names and numbers must not
    stand in anybody else's texts all the same. Whatever has such a name or number in its own
    id gets a stand-in too.

    Args:
        sight: What the audience sees.
        inside: Whether it is the own agency, whose numbers are those of the whole case.
        part: What of it is shown; outside people are numbered in it alone, so that no number
            tells how many there are elsewhere.
        unsaid: Whom only a hidden person's record names, and what is theirs: no text names them.
    """
    roles, shown = sight.roles, part or sight.graph
    ids = {one for frame in shown.nodes.values() for one in frame["id"]}
    people = to_hide(roles, inside=inside)
    if not inside and part is not None:
        people = those_shown_first(sight, people, ids)
    if inside:
        hidden = hide(sight.graph, people, roles)
    else:
        ids_of, captions = numbered(
            sight.graph, people, sight.said, sight.secret, told=sight.told, first=ids
        )
        everybody = hide(sight.graph, roles.all_hidden(), roles, also=unsaid, told=sight.told)
        hidden = replace(everybody, ids=ids_of, captions=captions)
    records = {m for one in roles.all_hidden() for m in sight.clusters.members(one)}
    hidden = replace(hidden, numbers=hidden.numbers | own_ids(records))
    return _with_ids_that_tell(hidden, shown, ids)


def those_shown_first(sight: Sight, people: list[str], shown: set[str]) -> list[str]:
    """Return people with those of a part before all others, so that no number tells of more.

    Among them in an order that only the case can make, so that none tells of an id either.
    """
    owned = owned_things(sight.graph, set(people))
    if sight.told is not sight.graph:
        owned |= owned_things(sight.told, set(people))
    owners = {owner for thing, owner in owned.items() if thing in shown}
    either = drawn(people, sight.secret)
    return sorted(either, key=lambda one: (one not in shown, one not in owners))


def _with_ids_that_tell(hidden: Hidden, shown: Projection, ids: set[str]) -> Hidden:
    told = told_by_ids(ids - hidden.ids.keys(), Betraying(hidden.names, hidden.numbers))
    if not told:
        return hidden
    kinds = {one: kind for kind, frame in shown.nodes.items() for one in frame["id"]}
    names = {one: f"{kinds[one].lower()}-withheld-{n}" for n, one in enumerate(sorted(told), 1)}
    called = {one: f"{kinds[one]} (withheld)" for one in told}
    return replace(hidden, ids={**hidden.ids, **names}, captions={**hidden.captions, **called})


def _held_by(seen: Projection, people: set[str]) -> set[str]:
    return {
        thing
        for frame in seen.links.values()
        for holder, thing in frame.select("from_id", "to_id").iter_rows()
        if holder in people
    }
