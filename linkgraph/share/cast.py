"""Who goes to an audience, who by role and number, and who not at all: as tables are held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.share.betraying import Betraying

__all__ = ["Cast"]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything that goes, by entity id.

    Attributes:
        near: Steps from the plan's subjects, of what may go.
        ids: Of these, those who are hidden, to the id that stands in.
        captions: The same to what they are called (``Victim 3``).
        gone: Whom the audience sees and who stays out, whatever the plan.
        texts: What must not stand in a text.
        shared: What several originators say: entities and links.
        bookings: Bookings that hidden people stand on.
        homes: What they share with people shown of whom none is a suspect.
        absent: The plan's subjects that the audience does not see.
        hidden: Everybody whom a role hides, and what only they have, whether it goes or not.
    """

    near: Mapping[str, int]
    ids: Mapping[str, str]
    captions: Mapping[str, str]
    gone: frozenset[str]
    texts: Betraying
    shared: frozenset[str]
    bookings: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
