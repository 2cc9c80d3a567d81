"""A release: the only thing that a view, a report or a package can be made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.share.targeting import Targeting

__all__ = ["Release", "ReleasedEntity", "ReleasedLink", "Shown"]

# A property as shown: text, number, or several texts.
Shown = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasedEntity:
    """One entity as the audience may see it.

    Attributes:
        id: Its id, or a role with a running number (``victim-3``) where it is hidden.
        kind: Kind of the schema.
        caption: What to show.
        roles: suspect, victim, witness, ... in that order; empty for none. A person
            who is suspect and victim at once shows both.
        hidden: Whether name and id stand in for the real ones.
        countries: Jurisdictions it is linked to, sorted ISO codes.
        originators: Who says so, sorted.
        handling: Strictest on it (``H2 AMBER``).
        properties: Other filled properties, in the schema's order.
    """

    id: str
    kind: str
    caption: str
    roles: tuple[str, ...] = ()
    hidden: bool = False
    countries: tuple[str, ...] = ()
    originators: tuple[str, ...] = ()
    handling: str = ""
    properties: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleasedLink:
    """One link as the audience may see it.

    Attributes:
        id: Its id, or the running number of the link where an end is hidden.
        type: Link type of the schema.
        start: Id of the released entity that it comes from.
        end: Id of the one it goes to.
        at: Instant (UTC) or date that it happened or began; empty where unknown.
        amount: Money with its currency, ready to show (``1,234.56 MYR``); else empty.
        grade: Reliability and credibility of the best evidence (``B2``); may be empty.
        handling: Strictest on it.
        properties: Other filled properties, in the schema's order.
    """

    id: str
    type: str
    start: str
    end: str
    at: str = ""
    amount: str = ""
    grade: str = ""
    handling: str = ""
    properties: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """What one audience may see of a case, or of a part of it.

    Attributes:
        case_name: The case's name as its holders gave it.
        audience: Country, agency or organization; the case's own agency where it was
            made for inside.
        own: Whether it is for the case's own agency and holds all that the case holds.
        made: When, UTC.
        ledger_version: Version of the ledger that it shows.
        handling: Strictest handling on anything in it, both schemes (``H2 AMBER``).
        originators: All originators in it, sorted.
        entities: By id.
        links: By id.
        cautions: What a reader must know, in order.
        total_entities: Entities before a part was chosen for drawing.
        targeting: For the own agency only: what a joint action can be planned on.
    """

    case_name: str
    audience: str
    own: bool
    made: str
    ledger_version: int
    handling: str
    originators: tuple[str, ...]
    entities: tuple[ReleasedEntity, ...]
    links: tuple[ReleasedLink, ...]
    cautions: tuple[str, ...] = ()
    total_entities: int = 0
    targeting: Targeting | None = None

    def board(self, **options: Any) -> Any:
        """Return it drawn as a board; options as :func:`linkgraph.views.draw_board` takes them."""
        return _views().draw_board(self, **options)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows of it: its network."""
        bundle: dict[str, str] = _views().draw_inline(self)._repr_mimebundle_()
        return bundle


def _views() -> Any:
    # What draws a release stands above it, and is looked up only when somebody draws.
    return import_module("linkgraph.views")
