"""Mapping files: which column is which property of which entity or link.

Their shape is that of FollowTheMoney's mappings (entities with schema, keys and
properties; a property from a column, columns, a template or a literal; filters),
extended by what exports need: header row, encoding, date order, calendar, zone,
country of national phone numbers, currency, splits, look-ups, roles and mentions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from linkgraph.errors import MappingError
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping as AnyMapping

__all__ = [
    "Condition",
    "EntitySpec",
    "LinkSpec",
    "Mapping",
    "MentionSpec",
    "RoleSpec",
    "ValueSpec",
    "parse_mapping",
]

_HOW = ("order", "calendar", "zone", "country", "currency", "decimal", "group")


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
        how: order, calendar, zone, country, currency, decimal, group, each a
            literal or ``{column}``.
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
        from string import Formatter  # noqa: PLC0415 - only this needs it

        texts = (self.template, *self.how.values())
        inside = [name for text in texts for _, name, _, _ in Formatter().parse(text) if name]
        return [*self.columns, *inside]


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """One entity that a record speaks of."""

    name: str
    kind: str
    keys: tuple[ValueSpec, ...] = ()
    key_literal: str = ""
    scope: Literal["originator", "file", "record", "shared"] = "originator"
    properties: AnyMapping[str, ValueSpec] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """One link that a record speaks of.

    Attributes:
        type: Link type.
        starts: Names of entity specs; the first that the record has is taken.
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
    """

    of: str
    column: str = ""
    literal: str = ""
    case_file: str = ""
    words: AnyMapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MentionSpec:
    """People named inside a record: a list of objects at a path, each a record of its own."""

    path: str
    entities: tuple[EntitySpec, ...]
    links: tuple[LinkSpec, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file."""

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
    entities: tuple[EntitySpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()
    roles: tuple[RoleSpec, ...] = ()
    mentions: tuple[MentionSpec, ...] = ()
    digest: str = ""

    def columns(self) -> tuple[str, ...]:
        """Return every column that the mapping takes from, in its order."""
        found = list(self.required)
        for entity in self.entities:
            found += _entity_columns(entity)
        for link in self.links:
            found += _link_columns(link)
        found += [role.column for role in self.roles if role.column]
        return tuple(dict.fromkeys(found))


def _entity_columns(entity: EntitySpec) -> list[str]:
    values = [*entity.keys, *entity.properties.values()]
    return [c for v in values for c in v.named_columns()] + [w.column for w in entity.when]


def _link_columns(link: LinkSpec) -> list[str]:
    values = [*link.properties.values(), *([link.reference] if link.reference else [])]
    return [c for v in values for c in v.named_columns()] + [w.column for w in link.when]


def parse_mapping(raw: object, *, name: str, digest: str = "") -> Mapping:
    """Return a mapping from what its YAML holds.

    Raises:
        MappingError: A part is missing, misspelt, or names a kind, link or property
            that the schema lacks.
    """
    if not isinstance(raw, dict):
        raise MappingError("a mapping is a YAML object", where=name)
    known = set(Mapping.__dataclass_fields__) - {"name", "digest"} | {"defaults"}
    _no_others(raw, known, name)
    if not raw.get("format"):
        raise MappingError("'format' is missing", where=name)
    how = {key: str(value) for key, value in (raw.get("defaults") or {}).items()}
    _no_others(how, set(_HOW), f"{name}, defaults")
    entities = _entities(raw.get("entities") or {}, how, name)
    outer = {entity.name for entity in entities}
    return Mapping(
        name=name,
        title=str(raw.get("title") or name),
        format=str(raw["format"]),
        fits=_texts(raw.get("fits")),
        encoding=str(raw.get("encoding") or ""),
        delimiter=str(raw.get("delimiter") or ""),
        header_row=int(raw.get("header_row") or 0),
        header=bool(raw.get("header", True)),
        records=_texts(raw.get("records")),
        required=_texts(raw.get("required")),
        entities=entities,
        links=_links(raw.get("links") or [], how, outer, name),
        roles=tuple(_role(item, outer, name) for item in raw.get("roles") or []),
        mentions=tuple(_mention(item, how, outer, name) for item in raw.get("mentions") or []),
        digest=digest,
    )


def _no_others(raw: AnyMapping[str, Any], known: set[str], where: str) -> None:
    for key in raw:
        if key not in known:
            raise MappingError(
                f"{key!r} is not a part of a mapping here",
                where=where,
                remedy=f"Known: {', '.join(sorted(known))}",
            )


def _texts(raw: object) -> tuple[str, ...]:
    if raw is None:
        return ()
    return tuple(str(item) for item in (raw if isinstance(raw, list) else [raw]))


def _value(raw: object, how: AnyMapping[str, str], where: str) -> ValueSpec:
    if isinstance(raw, str):
        raw = {"column": raw}
    if not isinstance(raw, dict):
        raise MappingError("a property is a column's name or an object", where=where)
    own = {"column", "columns", "join", "template", "literal", "split", "lookup", "otherwise"}
    _no_others(raw, own | {"invalid", *_HOW}, where)
    columns = _texts(raw.get("columns") or raw.get("column"))
    if sum(map(bool, (columns, raw.get("template"), raw.get("literal")))) != 1:
        raise MappingError("give one of column, columns, template or literal", where=where)
    return ValueSpec(
        columns=columns,
        join=str(raw.get("join") or ""),
        template=str(raw.get("template") or ""),
        literal=str(raw.get("literal") or ""),
        split=str(raw.get("split") or ""),
        lookup={" ".join(str(k).split()).casefold(): str(v) for k, v in (raw.get("lookup") or {}).items()},
        otherwise=raw.get("otherwise", "keep"),
        invalid=raw.get("invalid", "reject"),
        how={**how, **{key: str(raw[key]) for key in _HOW if key in raw}},
    )


def _conditions(raw: object, where: str) -> tuple[Condition, ...]:
    found = []
    for item in raw if isinstance(raw, list) else [raw] if raw else []:
        tests = [key for key in item if key != "column"]
        if "column" not in item or len(tests) != 1:
            raise MappingError("a condition has a column and one test", where=where)
        test = tests[0]
        _no_others({test: 0}, {"equals", "not", "matches", "not_matches", "filled", "empty"}, where)
        values = () if test in {"filled", "empty"} else _texts(item[test])
        found.append(Condition(str(item["column"]), test, values))
    return tuple(found)


def _properties(
    raw: AnyMapping[str, Any], known: Iterable[str], how: AnyMapping[str, str], where: str
) -> dict[str, ValueSpec]:
    _no_others(raw, set(known), where)
    return {key: _value(spec, how, f"{where}.{key}") for key, spec in raw.items()}


def _entities(
    raw: AnyMapping[str, Any], how: AnyMapping[str, str], where: str
) -> tuple[EntitySpec, ...]:
    return tuple(_entity(name, spec, how, f"{where}, {name}") for name, spec in raw.items())


def _entity(name: str, raw: AnyMapping[str, Any], how: AnyMapping[str, str], where: str) -> EntitySpec:
    _no_others(raw, {"schema", "keys", "key_literal", "scope", "properties", "when"}, where)
    kind = load_schema().kind(str(raw.get("schema")))
    properties = _properties(raw.get("properties") or {}, kind.properties, how, where)
    if kind.identity == "value" and kind.value not in properties:
        raise MappingError(f"{kind.name} needs its {kind.value!r}", where=where)
    return EntitySpec(
        name=name,
        kind=kind.name,
        keys=tuple(_value(key, how, where) for key in _listed(raw.get("keys"))),
        key_literal=str(raw.get("key_literal") or ""),
        scope=raw.get("scope", "originator" if raw.get("keys") else "record"),
        properties=properties,
        when=_conditions(raw.get("when"), where),
    )


def _listed(raw: object) -> list[object]:
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def _links(
    raw: Iterable[AnyMapping[str, Any]], how: AnyMapping[str, str], names: set[str], where: str
) -> tuple[LinkSpec, ...]:
    return tuple(_link(item, how, names, f"{where}, link {n}") for n, item in enumerate(raw, 1))


def _link(raw: AnyMapping[str, Any], how: AnyMapping[str, str], names: set[str], where: str) -> LinkSpec:
    known = {"schema", "from", "to", "reference", "reference_scope", "properties", "when"}
    _no_others(raw, known, where)
    link = load_schema().link(str(raw.get("schema")))
    starts, ends = _texts(raw.get("from")), _texts(raw.get("to"))
    unknown = sorted({*starts, *ends} - names)
    if unknown or not starts or not ends:
        raise MappingError(
            "'from' and 'to' name entities of this mapping", where=where, remedy=f"Known: {sorted(names)}"
        )
    return LinkSpec(
        type=link.name,
        starts=starts,
        ends=ends,
        reference=_value(raw["reference"], how, where) if raw.get("reference") else None,
        reference_scope=str(raw.get("reference_scope") or "originator"),
        properties=_properties(raw.get("properties") or {}, link.properties, how, where),
        when=_conditions(raw.get("when"), where),
    )


def _role(raw: AnyMapping[str, Any], names: set[str], where: str) -> RoleSpec:
    _no_others(raw, {"of", "column", "literal", "case_file", "words"}, f"{where}, roles")
    role = RoleSpec(
        of=str(raw.get("of") or ""),
        column=str(raw.get("column") or ""),
        literal=str(raw.get("literal") or ""),
        case_file=str(raw.get("case_file") or ""),
        words={str(k): str(v) for k, v in (raw.get("words") or {}).items()},
    )
    if {role.of, role.case_file or role.of} - names or not (role.column or role.literal):
        raise MappingError("a role has 'of', and 'column' or 'literal'", where=f"{where}, roles")
    return role


def _mention(
    raw: AnyMapping[str, Any], how: AnyMapping[str, str], outer: set[str], where: str
) -> MentionSpec:
    _no_others(raw, {"path", "entities", "links"}, f"{where}, mentions")
    entities = _entities(raw.get("entities") or {}, how, where)
    names = outer | {entity.name for entity in entities}
    return MentionSpec(
        path=str(raw.get("path") or ""),
        entities=entities,
        links=_links(raw.get("links") or [], how, names, f"{where}, mentions"),
    )
