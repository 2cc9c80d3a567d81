"""The YAML of a mapping, checked part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.errors import MappingError
from linkgraph.readers.mapping import (
    EntitySpec,
    LinkSpec,
    Mapping,
    MentionSpec,
    RoleSpec,
    ValueSpec,
)
from linkgraph.readers.mapping_parts import (
    conditions,
    listed,
    objects,
    one_of,
    only_known,
    part,
    properties_of,
    texts,
    value_spec,
    ways,
    whole_number,
)
from linkgraph.readers.roles import check_meaning
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

__all__ = ["parse_mapping"]

_PARTS = set(Mapping.__dataclass_fields__) - {"name", "digest"} | {"defaults"}
_SCOPES = ("originator", "file", "record", "shared", "unnamed")


def parse_mapping(raw: object, *, name: str, digest: str = "") -> Mapping:
    """Return a mapping from what its YAML holds.

    Raises:
        MappingError: A part is missing, misspelt, or names a kind, link or property
            that the schema lacks.
        UnknownName: The same, where a near name can be offered.
    """
    known = part(raw, _PARTS, name)
    if not known.get("format"):
        raise MappingError("'format' is missing", where=name, remedy="Write format: csv.")
    delimiter = str(known.get("delimiter") or "")
    if len(delimiter) > 1:
        raise MappingError("a delimiter is one character", where=name)
    how = ways(known.get("defaults"), name)
    entities = _entities(known.get("entities"), how, name)
    kinds = {entity.name: entity.kind for entity in entities}
    links = objects(known.get("links"), f"{name}, links")
    roles = objects(known.get("roles"), f"{name}, roles")
    mentions = objects(known.get("mentions"), f"{name}, mentions")
    return Mapping(
        name=name,
        title=str(known.get("title") or name),
        format=str(known["format"]),
        fits=texts(known.get("fits")),
        encoding=str(known.get("encoding") or ""),
        delimiter=delimiter,
        header_row=whole_number(known.get("header_row") or 0, f"{name}, header_row"),
        header=bool(known.get("header", True)),
        records=texts(known.get("records")),
        required=texts(known.get("required")),
        optional=texts(known.get("optional")),
        entities=entities,
        links=tuple(_link(one, how, kinds, f"{name}, link {n}") for n, one in enumerate(links, 1)),
        roles=tuple(_role(one, kinds, f"{name}, roles") for one in roles),
        mentions=tuple(_mention(one, how, kinds, f"{name}, mentions") for one in mentions),
        digest=digest,
    )


def _entities(raw: object, how: AnyMapping[str, str], where: str) -> tuple[EntitySpec, ...]:
    named = part(raw or {}, None, f"{where}, entities")
    return tuple(_entity(name, spec, how, f"{where}, {name}") for name, spec in named.items())


def _entity(name: str, raw: object, how: AnyMapping[str, str], where: str) -> EntitySpec:
    known = part(raw, {"schema", "keys", "key_literal", "scope", "properties", "when"}, where)
    kind = load_schema().kind(str(known.get("schema")))
    properties = properties_of(known.get("properties"), kind, how, where)
    needs = kind.identity == "value" and not kind.may_lack_value
    if needs and kind.value not in properties:
        raise MappingError(f"{kind.name} needs its {kind.value!r}", where=where)
    keys = listed(known.get("keys"))
    scope = str(known.get("scope", "originator" if keys else "record"))
    return EntitySpec(
        name=name,
        kind=kind.name,
        keys=tuple(value_spec(key, how, where) for key in keys),
        key_literal=str(known.get("key_literal") or ""),
        scope=one_of(scope, _SCOPES, f"{where}, scope"),  # type: ignore[arg-type]
        properties=properties,
        when=conditions(known.get("when"), where),
    )


def _link(
    raw: AnyMapping[str, Any], how: AnyMapping[str, str], kinds: AnyMapping[str, str], where: str
) -> LinkSpec:
    known = {"schema", "from", "to", "reference", "reference_scope", "properties", "when"}
    only_known(raw, known, where)
    link = load_schema().link(str(raw.get("schema")))
    starts = _ends(raw.get("from"), kinds, link.starts, where)
    ends = _ends(raw.get("to"), kinds, link.ends, where)
    reference: ValueSpec | None = None
    if raw.get("reference"):
        if not link.event:
            raise MappingError(f"{link.name} is no event and has no reference", where=where)
        reference = value_spec(raw["reference"], how, where)
    return LinkSpec(
        type=link.name,
        starts=starts,
        ends=ends,
        reference=reference,
        reference_scope=str(raw.get("reference_scope") or "originator"),
        properties=properties_of(raw.get("properties"), link, how, where),
        when=conditions(raw.get("when"), where),
    )


def _ends(
    raw: object, kinds: AnyMapping[str, str], allowed: tuple[str, ...], where: str
) -> tuple[str, ...]:
    names = texts(raw)
    if not names or not set(names) <= set(kinds):
        raise MappingError(
            "'from' and 'to' name entities of this mapping",
            where=where,
            remedy=f"Known: {', '.join(kinds)}",
        )
    wrong = sorted({kinds[name] for name in names} - set(allowed))
    if wrong:
        raise MappingError(
            f"{wrong[0]} cannot stand at this end of the link",
            where=where,
            remedy=f"It takes {', '.join(allowed)}.",
        )
    return names


def _role(raw: AnyMapping[str, Any], kinds: AnyMapping[str, str], where: str) -> RoleSpec:
    only_known(raw, {"of", "column", "literal", "case_file", "words", "when"}, where)
    words = part(raw.get("words") or {}, None, f"{where}, words")
    role = RoleSpec(
        of=str(raw.get("of") or ""),
        column=str(raw.get("column") or ""),
        literal=str(raw.get("literal") or ""),
        case_file=str(raw.get("case_file") or ""),
        words={str(word): str(meaning) for word, meaning in words.items()},
        when=conditions(raw.get("when"), where),
    )
    if role.of not in kinds or bool(role.column) == bool(role.literal):
        raise MappingError("a role has 'of', and either 'column' or 'literal'", where=where)
    if role.case_file and kinds.get(role.case_file) != "CaseFile":
        raise MappingError("'case_file' names a CaseFile of this mapping", where=where)
    for meaning in role.words.values():
        check_meaning(meaning, where)
    return role


def _mention(
    raw: AnyMapping[str, Any], how: AnyMapping[str, str], kinds: AnyMapping[str, str], where: str
) -> MentionSpec:
    only_known(raw, {"path", "entities", "links"}, where)
    if not raw.get("path"):
        raise MappingError("a mention has the 'path' of a list", where=where)
    entities = _entities(raw.get("entities"), how, where)
    around = {**kinds, **{entity.name: entity.kind for entity in entities}}
    links = objects(raw.get("links"), where)
    return MentionSpec(
        path=str(raw["path"]),
        entities=entities,
        links=tuple(_link(one, how, around, where) for one in links),
    )
