"""The schema as Python objects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import yaml

from linkgraph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PROPERTY_TYPES", "Kind", "LinkType", "Property", "Schema", "load_schema"]

# polars type of one value of each property type.
PROPERTY_TYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "name": pl.String,
    "date": pl.String,
    "instant": pl.String,
    "phone": pl.String,
    "account": pl.String,
    "document": pl.String,
    "imei": pl.String,
    "email": pl.String,
    "address": pl.String,
    "integer": pl.Int64,
    "money": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "country": pl.String,
    "currency": pl.String,
    "code": pl.String,
}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a kind or link type.

    Attributes:
        name: In snake_case, the same in ledger, graph and answers.
        type: A key of ``PROPERTY_TYPES``.
        many: A sorted set of values rather than one.
        free: Words somebody wrote, which may name anybody: releases search them.
        currency_in: For money, the property that holds its currency; else empty.
        inside: Tells of the whole case, and leaves with nothing.
    """

    name: str
    type: str
    many: bool = False
    free: bool = False
    currency_in: str = ""
    inside: bool = False

    @property
    def worded(self) -> bool:
        """Whether people's words may stand in it: in a title, a role, a charge as in free text."""
        return self.free or self.type == "text"

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of a column of it."""
        one = PROPERTY_TYPES[self.type]()
        return pl.List(one) if self.many else one


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entity.

    Attributes:
        name: The graph's label.
        pole: P person, O object, L location, E event.
        identity: ``value`` (the id comes from a normalised value) or ``key``.
        prefix: What ids begin with.
        value: The property that the id is made of, for ``value`` kinds.
        prefix_from: A property that gives the prefix instead (document_kind).
        hashed: The value is too long for an id and is hashed.
        may_lack_value: For ``value`` kinds: one without the value stands too, known by keys or
            as its record's own, and never joined with another by what else it is called.
        projected: Whether it stands in the graph.
        resolved: Whether judgements tell which of its records are one entity.
        one_per_country: Prefixes of which a person has one in each country.
        superseded: Whether a newer source's word replaces an older one's.
        in_order: Pairs of dates of which the second cannot come before the first.
        one_each: Properties of which one file gives an entity one value alone.
        ftm: The FollowTheMoney schema it exchanges as.
        says: What it means, for the reference page.
        properties: By name, in the file's order.
    """

    name: str
    pole: str
    identity: Literal["value", "key"]
    prefix: str
    value: str
    prefix_from: str
    hashed: bool
    may_lack_value: bool
    projected: bool
    resolved: bool
    one_per_country: tuple[str, ...]
    superseded: bool
    in_order: tuple[tuple[str, str], ...]
    one_each: tuple[str, ...]
    ftm: str
    says: str
    properties: Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class LinkType:
    """One type of link.

    Attributes:
        name: The graph's relationship type.
        starts: Kinds it may come from.
        ends: Kinds it may go to.
        event: May hold several times between the same two.
        context: Joins nearly everybody; followed only when asked for.
        role: The role it gives its start (suspect, victim, ...), else empty.
        says: What it claims.
        properties: By name.
    """

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    event: bool
    context: bool
    role: str
    says: str
    properties: Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class Schema:
    """All that may be said."""

    version: int
    kinds: Mapping[str, Kind]
    links: Mapping[str, LinkType]
    enumerations: Mapping[str, tuple[str, ...]]
    grades: Mapping[str, Mapping[str, tuple[str, ...]]]
    handling: tuple[str, ...]
    tlp: tuple[str, ...]

    def kind(self, name: str) -> Kind:
        """Return a kind by name.

        Raises:
            UnknownName: The schema has none of that name.
        """
        if name not in self.kinds:
            raise UnknownName.of("kind of entity", name, self.kinds)
        return self.kinds[name]

    def link(self, name: str) -> LinkType:
        """Return a link type by name.

        Raises:
            UnknownName: The schema has none of that name.
        """
        if name not in self.links:
            raise UnknownName.of("type of link", name, self.links)
        return self.links[name]

    def grade_place(self, scheme: str, which: str, code: str) -> int:
        """Return a code's place in its scheme, 0 best; after the last where it has none.

        Args:
            scheme: A key of ``grades``.
            which: ``reliability`` or ``credibility``.
            code: Such as ``B``; empty for none.
        """
        codes = self.grades[scheme][which]
        return codes.index(code) if code in codes else len(codes)

    @property
    def roles(self) -> dict[str, str]:
        """Role (suspect, victim, ...) to link type, in the file's order."""
        return {link.role: link.name for link in self.links.values() if link.role}

    @property
    def resolved_kinds(self) -> list[str]:
        """Kinds whose records judgements make one entity of, in the file's order."""
        return [kind.name for kind in self.kinds.values() if kind.resolved]

    @property
    def resolved_prefixes(self) -> tuple[str, ...]:
        """What ids of these kinds begin with, colon included."""
        return tuple(f"{self.kinds[name].prefix}:" for name in self.resolved_kinds)

    def ties(self) -> list[str]:
        """Return the link types that questions follow unless told otherwise."""
        return [name for name, link in self.links.items() if not link.context]


def _properties(raw: Mapping[str, list[str]]) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for name, spec in raw.items():
        beside = next((word[3:] for word in spec if word.startswith("of ")), "")
        marks = {mark: mark in spec for mark in ("many", "free", "inside")}
        made = Property(name, spec[0], currency_in=beside, **marks)
        found[name] = made
        if made.type == "instant":
            found[f"{name}_s"] = Property(f"{name}_s", "integer")
    return found


def _kind(name: str, raw: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        pole=raw["pole"],
        identity=raw["identity"],
        prefix=raw["prefix"],
        value=raw.get("value", ""),
        prefix_from=raw.get("prefix_from", ""),
        hashed=raw.get("hashed", False),
        may_lack_value=raw.get("may_lack_value", False),
        projected=raw.get("projected", True),
        resolved=raw.get("resolved", False),
        one_per_country=tuple(raw.get("one_per_country", ())),
        superseded=raw.get("superseded", False),
        in_order=tuple((one, two) for one, two in raw.get("in_order", ())),
        one_each=tuple(raw.get("one_each", ())),
        ftm=raw["ftm"],
        says=raw["says"],
        properties=_properties(raw["properties"]),
    )


def _link(name: str, raw: Mapping[str, Any]) -> LinkType:
    return LinkType(
        name=name,
        starts=tuple(raw["from"]),
        ends=tuple(raw["to"]),
        event=raw.get("event", False),
        context=raw.get("tie") == "context",
        role=raw.get("role", ""),
        says=raw["says"],
        properties=_properties(raw["properties"]),
    )


@cache
def load_schema() -> Schema:
    """Return the schema; the same object on every call."""
    text = (files("linkgraph.schema") / "schema.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return Schema(
        version=raw["version"],
        kinds={name: _kind(name, spec) for name, spec in raw["kinds"].items()},
        links={name: _link(name, spec) for name, spec in raw["links"].items()},
        enumerations={k: tuple(v) for k, v in raw["enumerations"].items()},
        grades={k: {g: tuple(c) for g, c in v.items()} for k, v in raw["grades"].items()},
        handling=tuple(raw["handling"]),
        tlp=tuple(raw["tlp"]),
    )
