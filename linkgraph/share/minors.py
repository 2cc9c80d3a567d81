"""Children among a case's people, by the birth dates that files give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.share.guard import Roles
from linkgraph.share.pseudonyms import Hidden, hide

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from linkgraph.graph.base import Projection

__all__ = ["hide_minors", "minors_in"]

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
    came_of_age = f"{day.year - _OF_AGE:04d}{day.isoformat()[4:]}"
    return frozenset(
        one
        for one, born in people.select("id", "birth_dates").iter_rows()
        if any(f"{date}{_LAST_OF[len(date)]}" > came_of_age for date in born or ())
    )


class _Minors(Roles):
    """Gives everybody the word for a child."""

    def hidden(self, one: str) -> str:  # noqa: ARG002
        return "minor"


def hide_minors(graph: Projection, minors: Collection[str], hidden: Hidden) -> Hidden:
    """Return stand-ins in which children who are not hidden by a role are hidden too.

    Args:
        graph: What the audience may see.
        minors: The children in it.
        hidden: Stand-ins of those whom a role hides; theirs stay.
    """
    more = hide(graph, sorted(set(minors) - hidden.ids.keys()), _Minors())
    return Hidden(
        {**more.ids, **hidden.ids},
        {**more.captions, **hidden.captions},
        more.names | hidden.names,
        more.numbers | hidden.numbers,
    )
