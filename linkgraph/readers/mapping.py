"""Mapping files: which column is which property of which entity or link.

Their shape is that of FollowTheMoney's mappings (entities with schema, keys and
properties; a property from a column, columns, a template or a literal; filters),
extended by what exports need: header row, encoding, date order, calendar, zone,
country of national phone numbers, currency, splits, look-ups, roles and mentions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Literal

from linkgraph.errors import MappingError
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as AnyMapping

__all__ = [
    "WAYS",
    "Condition",
    "EntitySpec",
    "LinkSpec",
    "Mapping",
    "MentionSpec",
    "RoleSpec",
    "ValueSpec",
    "columns_in",
]

# Ways of reading a value, which a mapping's defaults or a property may state.
WAYS = (
    "order",
    "calendar",
    "zone",
    "country",
    "currency",
    "decimal",
    "group",
    "date_only",
)


def columns_in(template: str) -> list[str]:
    """Return the columns of a text with ``{column}`` places, in order.

    Raises:
        MappingError: A brace is not closed.
    """
    try:
        return [name for _, name, _, _ in Formatter().parse(template) if name]
    except ValueError as cause:
        raise MappingError(
            "a template's braces do not match", remedy="Write a column as {column}."
        ) from cause


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record must show for an entity or link to be made."""

    column: str
    test: Literal["equals", "not", "matches", "not_matches", "filled", "empty"]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """Where a property's value comes from and how it is read.

    Attributes:
        columns: Columns; several are joined, or each gives a value for ``many``.
        join: What stands between joined columns; empty where each is a value.
        template: Text with ``{column}`` places, instead of columns.
        literal: One value for every record, instead of columns.
        split: A text that parts one cell into several values.
        lookup: Cell (folded) to value; a cell that it lacks follows ``otherwise``.
        otherwise: keep, drop or reject.
        invalid: reject (the record is quarantined) or drop (the value alone).
        how: Ways of reading (``WAYS``), each a literal or ``{column}``. With
            ``date_only: midnight`` an instant may be a day alone.
    """

    columns: tuple[str, ...] = ()
    join: str = ""
    template: str = ""
    literal: str = ""
    split: str = ""
    lookup: AnyMapping[str, str] = field(default_factory=dict)
    otherwise: Literal["keep", "drop", "reject"] = "keep"
    invalid: Literal["reject", "drop"] = "reject"
    how: AnyMapping[str, str] = field(default_factory=dict)

    def named_columns(self) -> list[str]:
        """Return every column that the value or its reading takes from."""
        texts = (self.template, *self.how.values())
        return [*self.columns, *(name for text in texts for name in columns_in(text))]


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """One entity that a record speaks of.

    Attributes:
        name: What links call it.
        kind: Kind of the schema.
        keys: What identifies it, for kinds that keys identify. Without keys each
            record has an entity of its own, if the record says anything of it.
        key_literal: What the keys are keys of, so that two mappings of one
            originator can speak of one entity; else the spec's name.
        scope: Within which the keys hold. ``unnamed`` is the originator's, for what a
            file does not name: where another record names it, that one stands.
        properties: By name.
        when: Conditions.
    """

    name: str
    kind: str
    keys: tuple[ValueSpec, ...] = ()
    key_literal: str = ""
    scope: Literal["originator", "file", "record", "shared", "unnamed"] = "originator"
    properties: AnyMapping[str, ValueSpec] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """One link that a record speaks of.

    Attributes:
        type: Link type.
        starts: Names of entity specs; a link is made from each that the record has.
        ends: Likewise.
        reference: What identifies the event over sources (design §4 d).
        reference_scope: Whose references they are: ``originator`` or a shared word.
        properties: By name.
        when: Conditions.
    """

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    reference: ValueSpec | None = None
    reference_scope: str = "originator"
    properties: AnyMapping[str, ValueSpec] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """Role words of a column, turned into links to a case file.

    Attributes:
        of: Name of the person's entity spec.
        column: Where the word stands; empty with ``literal``.
        literal: One role for every record.
        case_file: Name of the case file's entity spec; the file itself where empty.
        words: Word to role, beside the table that ships.
        when: Conditions.
    """

    of: str
    column: str = ""
    literal: str = ""
    case_file: str = ""
    words: AnyMapping[str, str] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionSpec:
    """People named inside a record: a list of objects at a path, each a record of its own."""

    path: str
    entities: tuple[EntitySpec, ...]
    links: tuple[LinkSpec, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file.

    Attributes:
        name: By which a person chooses it.
        title: In words, for lists of mappings and of case files.
        format: A key of ``READERS``.
        fits: Patterns of file names; the most exact one wins.
        encoding: What files of this kind usually are.
        delimiter: One character; found out where empty.
        header_row: Row of the column heads, from 1; found out where 0.
        header: Whether there is one.
        records: Paths of the list of records in a JSON document.
        required: Columns that every record fills.
        optional: Columns that a file may lack altogether.
        entities: In order.
        links: In order.
        roles: In order.
        mentions: In order.
        digest: Of the file's text.
    """

    name: str
    title: str
    format: str
    fits: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    header: bool = True
    records: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    entities: tuple[EntitySpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()
    roles: tuple[RoleSpec, ...] = ()
    mentions: tuple[MentionSpec, ...] = ()
    digest: str = ""

    def columns(self) -> tuple[str, ...]:
        """Return every column that a file must have, in the mapping's order."""
        found = list(self.required)
        for entity in self.entities:
            found += _spec_columns([*entity.keys, *entity.properties.values()], entity.when)
        for link in self.links:
            reference = [link.reference] if link.reference else []
            found += _spec_columns([*link.properties.values(), *reference], link.when)
        for role in self.roles:
            found += [role.column] if role.column else []
            found += _spec_columns([], role.when)
        inside = {mention.path for mention in self.mentions} | set(self.optional)
        return tuple(name for name in dict.fromkeys(found) if name not in inside)

    def identifying(self) -> set[str]:
        """Return the columns that identify an entity or an event."""
        keys = [key for entity in self.entities for key in entity.keys]
        keys += [link.reference for link in self.links if link.reference]
        for entity in self.entities:
            value = load_schema().kinds[entity.kind].value
            keys += [entity.properties[value]] if value in entity.properties else []
        return {column for key in keys for column in key.columns}


def _spec_columns(values: Iterable[ValueSpec], when: Iterable[Condition]) -> list[str]:
    return [c for value in values for c in value.named_columns()] + [one.column for one in when]
