"""The smaller parts of a mapping's YAML: values, conditions, ways of reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from linkgraph.errors import MappingError
from linkgraph.readers.cleaning import Failure, cleaner_for, try_clean
from linkgraph.readers.mapping import WAYS, Condition, ValueSpec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as AnyMapping

    from linkgraph.schema import Kind, LinkType

__all__ = [
    "conditions",
    "listed",
    "objects",
    "one_of",
    "only_known",
    "part",
    "properties_of",
    "texts",
    "value_spec",
    "ways",
    "whole_number",
]

_TESTS = ("equals", "not", "matches", "not_matches", "filled", "empty")
_VALUE_PARTS = {"column", "columns", "join", "template", "literal", "split", "lookup"}
_CODES = {
    "order": ("ymd", "dmy", "mdy"),
    "calendar": ("gregorian", "buddhist"),
    "date_only": ("midnight",),
    "decimal": (".", ",", "\u066b"),
}


def only_known(raw: Iterable[str], known: set[str], where: str) -> None:
    """Refuse a part that no mapping has here.

    Raises:
        MappingError: There is one.
    """
    for key in raw:
        if key not in known:
            raise MappingError(
                f"{key!r} is not a part of a mapping here",
                where=where,
                remedy=f"Known: {', '.join(sorted(known))}",
            )


def part(raw: object, known: set[str] | None, where: str) -> dict[str, Any]:
    """Return an object of the YAML; its parts are among the known ones, if those are given.

    Raises:
        MappingError: It is none, or has another part.
    """
    if not isinstance(raw, dict):
        raise MappingError("names with what belongs to them were expected here", where=where)
    made = {str(key): value for key, value in raw.items()}
    if known is not None:
        only_known(made, known, where)
    return made


def objects(raw: object, where: str) -> list[dict[str, Any]]:
    """Return a list of objects; none where nothing stands.

    Raises:
        MappingError: It is something else.
    """
    return [part(one, None, where) for one in listed(raw)]


def listed(raw: object) -> list[Any]:
    """Return a list as it is, nothing as an empty list, and one thing as a list of it."""
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def texts(raw: object) -> tuple[str, ...]:
    """Return one text or a list of them."""
    return tuple(str(item) for item in listed(raw))


def whole_number(raw: object, where: str) -> int:
    """Return a whole number, not below zero.

    Raises:
        MappingError: It is none.
    """
    if not isinstance(raw, int) or raw < 0:
        raise MappingError("a whole number was expected here", where=where)
    return raw


def one_of(value: str, known: Iterable[str], where: str) -> str:
    """Return a word that is one of a few.

    Raises:
        MappingError: It is another.
    """
    if value not in known:
        raise MappingError(
            f"{value!r} is not known here", where=where, remedy=f"Known: {', '.join(known)}"
        )
    return value


def ways(raw: object, where: str) -> dict[str, str]:
    """Return ways of reading, each checked where it is no column.

    Raises:
        MappingError: One is not known, or is none of its codes.
    """
    known = part(raw or {}, set(WAYS), f"{where}, defaults")
    made = {key: str(value) for key, value in known.items()}
    for key, value in made.items():
        if "{" in value:
            continue
        if key in _CODES:
            one_of(value, _CODES[key], f"{where}, {key}")
        _check_way(key, value, where)
    return made


def _check_way(key: str, value: str, where: str) -> None:
    """Read a sample with a zone, country or currency, which shows whether there is such a one."""
    samples = {
        "zone": ("instant", "2000-01-01T00:00"),
        "country": ("country", value),
        "currency": ("currency", value),
    }
    if key in samples:
        type_, sample = samples[key]
        found = try_clean(cleaner_for(type_, type_, {}), sample, {key: value})
        if isinstance(found, Failure):
            raise MappingError(found.reason, where=f"{where}, {key}")


def value_spec(raw: object, how: AnyMapping[str, str], where: str) -> ValueSpec:
    """Return where a value comes from.

    Raises:
        MappingError: A part is missing or misspelt.
    """
    known = {"column": raw} if isinstance(raw, str) else raw
    known = part(known, _VALUE_PARTS | {"otherwise", "invalid", *WAYS}, where)
    columns = texts(known.get("columns") or known.get("column"))
    if sum(map(bool, (columns, known.get("template"), known.get("literal")))) != 1:
        raise MappingError("give one of column, columns, template or literal", where=where)
    lookup = part(known.get("lookup") or {}, None, f"{where}, lookup")
    otherwise = one_of(known.get("otherwise", "keep"), ("keep", "drop", "reject"), where)
    invalid = one_of(known.get("invalid", "reject"), ("reject", "drop"), where)
    own = ways({key: known[key] for key in WAYS if key in known}, where)
    return ValueSpec(
        columns=columns,
        join=str(known.get("join") or ""),
        template=str(known.get("template") or ""),
        literal=str(known.get("literal") or ""),
        split=str(known.get("split") or ""),
        lookup={" ".join(word.split()).casefold(): str(v) for word, v in lookup.items()},
        otherwise=otherwise,  # type: ignore[arg-type]
        invalid=invalid,  # type: ignore[arg-type]
        how={**how, **own},
    )


def properties_of(
    raw: object, owner: Kind | LinkType, how: AnyMapping[str, str], where: str
) -> dict[str, ValueSpec]:
    """Return a spec for each property, whose literals are values of it.

    Raises:
        MappingError: The kind or link has no such property, or a literal is no
            value of it.
    """
    known = {name for name, prop in owner.properties.items() if not _twin(name, owner)}
    named = part(raw or {}, known, where)
    specs = {name: value_spec(spec, how, f"{where}.{name}") for name, spec in named.items()}
    literals = {name: spec.literal for name, spec in specs.items() if spec.literal}
    for name, literal in literals.items():
        prop = owner.properties[name]
        clean = cleaner_for(prop.type, name, literals)
        found = try_clean(clean, literal, specs[name].how)
        if isinstance(found, Failure):
            raise MappingError(found.reason, where=f"{where}.{name}")
    return specs


def _twin(name: str, owner: Kind | LinkType) -> bool:
    """Say whether a property is made from another: the seconds of an instant."""
    beside = owner.properties.get(name.removesuffix("_s"))
    return name.endswith("_s") and beside is not None and beside.type == "instant"


def conditions(raw: object, where: str) -> tuple[Condition, ...]:
    """Return what a record must show; all of it.

    Raises:
        MappingError: One has no column, or not one test, or a pattern that is none.
    """
    found = []
    for item in objects(raw, where):
        tests = [key for key in item if key != "column"]
        if "column" not in item or len(tests) != 1:
            raise MappingError("a condition has a column and one test", where=where)
        test = one_of(tests[0], _TESTS, where)
        values = () if test in {"filled", "empty"} else texts(item[test])
        if "matches" in test:
            _check_patterns(values, where)
        found.append(Condition(str(item["column"]), test, values))  # type: ignore[arg-type]
    return tuple(found)


def _check_patterns(patterns: Iterable[str], where: str) -> None:
    try:
        for pattern in patterns:
            re.compile(pattern)
    except re.error as cause:
        raise MappingError("a pattern is no regular expression", where=where) from cause
