"""Ties and their properties that tell who somebody hidden is, though no name stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.kinship import is_kin
from linkgraph.statements.done_to import acts_done

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.schema import Property

__all__ = [
    "KEPT",
    "LEADS_BACK",
    "accusing_types",
    "bookings_of",
    "day_of",
    "homes_of",
    "is_registered",
    "silent",
    "telling",
    "telling_types",
    "to_the_day",
    "without_bookings",
]

# Properties of a link that lead to whoever is behind it, beside free text: what a carrier, a hotel, a bank
# or a telephone company would look up, where a handset was, and words on who somebody is.
LEADS_BACK = frozenset(
    {
        "reference", "booking", "imei", "payer", "room", "report", "cell", "latitude", "longitude",
        "role_text", "role", "relationship", "charge",
    }
)  # fmt: skip
# Beside the moment they pick one call out of all of a day.
_PICKS_OUT = frozenset({"duration_s", "zone"})
# Since when somebody has something, and until when, stands on it: a passport's two dates are nobody else's.
_HAVING = frozenset({"HOLDS", "USES", "OWNS", "OPERATES", "LOCATED_AT", "MEMBER_OF", "LEADS"})
_SINCE = frozenset({"since", "until"})
# What a stand-in keeps of its own: the way that somebody went, without the flight.
KEPT = frozenset({"mode", "origin_country", "destination_country"})
# Whoever is named at the other end tells who it is.
_KIN = "FAMILY_OF"
_NAMED_BY = "relationship"
# Of what somebody shown has too, a register, a page or everybody tells who else has it.
_REGISTERED = frozenset({"HOLDS", "OWNS", "OPERATES", "LEADS", "CONTACT_IN"})
# What people of one family have together; a suspect's among them is where he keeps her.
_HOMELY = frozenset({"LOCATED_AT", "USES"})
_HOME_KINDS = frozenset({"address", "other", "", None})
# Whoever is suspected, belongs to a syndicate or acted so is shown for it: whose family he is, is not.
_ACCUSING = frozenset({"SUSPECT_IN", "LEADS", "MEMBER_OF"})
_DAY_S = 86_400
_DAY, _MIDNIGHT = len("2026-01-01"), "T00:00:00Z"


def telling(
    type_: str, frame: pl.DataFrame, one: pl.Expr, other: pl.Expr, homes: Collection[str]
) -> pl.DataFrame:
    """Return the links of a table that by themselves tell who somebody hidden is.

    That is whose family somebody is, what she holds, owns, runs or leads together with
    somebody shown, since a register names all who do, and with whom she shares a home.

    Args:
        type_: Of the links.
        frame: The links.
        one: Whether the start is hidden, or only hidden people's.
        other: The same of the end.
        homes: As ``homes_of`` returns.
    """
    if type_ in _HOMELY:
        shared = pl.Series("home", sorted(homes), dtype=pl.String).implode()
        return frame.filter(one & ~other & pl.col("to_id").is_in(shared))
    if type_ == _KIN:
        return frame.filter(one ^ other)
    if type_ in _REGISTERED:
        return frame.filter(one & ~other)
    if _NAMED_BY not in frame.columns:
        return frame.clear()
    half = frame.filter((one ^ other) & pl.col(_NAMED_BY).is_not_null())
    kin = [word for word in half[_NAMED_BY].unique() if is_kin(word)]
    return half.filter(pl.col(_NAMED_BY).is_in(pl.Series(kin, dtype=pl.String).implode()))


def telling_types() -> list[str]:
    """Return the types of links of which one may tell by itself who somebody is."""
    links = load_schema().links.values()
    named = {one.name for one in links if _NAMED_BY in one.properties}
    return sorted({_KIN} | _REGISTERED | _HOMELY | named)


def accusing_types() -> list[str]:
    """Return the types of links whose start is said to have acted against somebody, or with a syndicate."""
    return sorted(_ACCUSING.union(acts_done()))


def is_registered(type_: str) -> bool:
    """Tell whether links of a type lead to what several have together, and not to family."""
    return type_ in _REGISTERED or type_ in _HOMELY


def homes_of(
    graph: Projection, hidden: Collection[str], suspects: Collection[str], told: Projection
) -> frozenset[str]:
    """Return homes, and telephones and the like, that hidden people share with others of whom none is a suspect.

    Whoever lives there with her is her family, as far as anybody knows. Where a suspect, a
    company or a syndicate is, or that is a place of work, a compound or a hotel, it is no home.

    Args:
        graph: What the audience may see.
        hidden: Ids of hidden people, and of what only they have.
        suspects: Ids of the suspects among the others.
        told: What of the graph is told: by that alone something is no home.
    """
    theirs = {thing for _, holder, thing in _homely(graph) if holder in hidden}
    others = {
        thing
        for kind, holder, thing in _homely(told)
        if holder not in hidden and (kind != "Person" or holder in suspects)
    }
    return frozenset(theirs - others - _no_homes(told) - set(hidden))


def _homely(graph: Projection) -> Iterator[tuple[str, str, str]]:
    """Yield kind of who has something at home, who, and what."""
    for shape, frame in graph.links.items():
        if shape.type in _HOMELY:
            for holder, thing in frame.select("from_id", "to_id").iter_rows():
                yield shape.start, holder, thing


def _no_homes(graph: Projection) -> set[str]:
    places = graph.nodes.get("Location")
    if places is None or "place_kind" not in places.columns:
        return set()
    rows = places.select("id", "place_kind").iter_rows()
    return {one for one, kind in rows if kind not in _HOME_KINDS}


def silent(type_: str, prop: Property, *, outside: bool) -> bool:
    """Say whether a property is left out of links of a type that lead to somebody hidden."""
    if prop.free or prop.name in LEADS_BACK:
        return True
    return outside and (prop.name in _PICKS_OUT or (type_ in _HAVING and prop.name in _SINCE))


def day_of(instant: str) -> str:
    """Return the day of a moment, UTC; a day as it is."""
    return instant[:_DAY]


def to_the_day(
    names: Collection[str], properties: Mapping[str, Property], masked: pl.Expr
) -> list[pl.Expr]:
    """Return columns of links, their moments cut to the day where a link leads to somebody hidden.

    Who has the other side's own records could else pick the call out of them by its second.
    The day stands as its midnight, as where a file tells a day alone.
    """
    made = []
    for name in names:
        if name in properties and properties[name].type == "instant":
            cut = pl.col(name).str.head(_DAY) + _MIDNIGHT
            made.append(pl.when(masked).then(cut).otherwise(pl.col(name)).alias(name))
            if f"{name}_s" in names:
                whole = pl.col(f"{name}_s")
                cut = whole // _DAY_S * _DAY_S
                made.append(pl.when(masked).then(cut).otherwise(whole).alias(f"{name}_s"))
    return made


def bookings_of(graph: Projection, hidden: Collection[str]) -> frozenset[str]:
    """Return the bookings that hidden people stand on: others' go without them."""
    ends = pl.Series("id", sorted(hidden), dtype=pl.String).implode()
    found: set[str] = set()
    for shape, frame in graph.links.items():
        if "booking" in load_schema().links[shape.type].properties and "booking" in frame.columns:
            theirs = frame.filter(pl.col("from_id").is_in(ends) | pl.col("to_id").is_in(ends))
            found.update(theirs["booking"].drop_nulls())
    return frozenset(found)


def without_bookings(frame: pl.DataFrame, bookings: Collection[str]) -> pl.DataFrame:
    """Return links without some bookings' numbers."""
    if not bookings or "booking" not in frame.columns:
        return frame
    theirs = pl.col("booking").is_in(pl.Series(sorted(bookings), dtype=pl.String).implode())
    return frame.with_columns(pl.when(~theirs).then(pl.col("booking")).alias("booking"))
