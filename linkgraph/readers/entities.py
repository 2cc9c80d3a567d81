"""Entity specs applied to a batch: who and what its records speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.readers.cleaning import Failure
from linkgraph.readers.made import EntityPart, Ids, Made, where
from linkgraph.readers.memo import Memo
from linkgraph.readers.properties import read_properties
from linkgraph.schema import Property, load_schema
from linkgraph.statements import keyed_id, value_id
from linkgraph.statements.identity import LONGEST_ID_BYTES
from linkgraph.values.dates import comes_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.readers.mapping import EntitySpec
    from linkgraph.readers.value_readers import ValueReaders
    from linkgraph.schema import Kind
    from linkgraph.statements import Source

__all__ = ["KEY", "Entities"]

# Keys and references are read as text.
KEY = Property("key", "text")


class Entities:
    """Makes the entities of one source, batch after batch."""

    def __init__(self, source: Source, readers: ValueReaders) -> None:
        self._source = source
        self._readers = readers
        self._value_ids: dict[str, Memo] = {}
        self._said: dict[str, dict[str, Any]] = {}

    def make(self, made: Made, specs: Sequence[EntitySpec]) -> None:
        """Add what the specs find to what a batch gave."""
        for spec in specs:
            kind = load_schema().kinds[spec.kind]
            applies = made.columns.hold(spec.when)
            if applies is not None and True not in applies:
                made.ids[spec.name] = (spec.kind, None)
                continue
            read = read_properties(made, self._readers, kind.properties, spec.properties, applies)
            _refuse_disorder(made, spec, kind, read)
            _refuse_long(made, spec, kind, read)
            ids = where(applies, self._ids(made, spec, kind, read))
            self._refuse_contradiction(made, spec, kind, read, ids)
            made.ids[spec.name] = (spec.kind, ids)
            if kind.identity == "value" and not kind.hashed:
                read.pop(kind.value, None)
            made.entities.append(EntityPart(spec.kind, ids, read))

    def _ids(self, made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]]) -> Ids:
        if kind.identity != "value" or kind.value not in read:
            return self._ids_by_key(made, spec, kind, read)
        ids = self._ids_by_value(kind, read)
        if not kind.may_lack_value or None not in ids:
            return ids
        others = self._ids_by_key(made, spec, kind, read)
        return [other if one is None else one for one, other in zip(ids, others, strict=True)]

    def _ids_by_key(
        self, made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]]
    ) -> Ids:
        if not spec.keys:
            return self._own_ids(made, spec, kind, read)
        scope = f"{self._scope(spec)}/{spec.key_literal or spec.name}"
        unnamed = spec.scope == "unnamed"
        keys = [self._readers.column(KEY, key, {}).read(made.columns).values for key in spec.keys]
        known = Memo(
            lambda row: (
                None if None in row else keyed_id(kind, scope, map(str, row), unnamed=unnamed)
            )
        )
        return known.look_up(list(zip(*keys, strict=True)))

    def _ids_by_value(self, kind: Kind, read: Mapping[str, list[Any]]) -> Ids:
        values = read[kind.value]
        if not (kind.hashed or kind.prefix_from) and list not in set(map(type, values)):
            # Such an id is the prefix and the value: no need to look each one up.
            head = value_id(kind, "")
            return [None if value is None else head + value for value in values]
        if kind.name not in self._value_ids:
            self._value_ids[kind.name] = Memo(lambda told: _value_id(kind, told))
        known = self._value_ids[kind.name]
        if not kind.prefix_from:
            return known.look_up(_hashable(values))
        prefixes = read.get(kind.prefix_from) or [None] * len(values)
        return known.look_up(list(zip(_hashable(values), prefixes, strict=True)))

    def _own_ids(
        self, made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]]
    ) -> Ids:
        """Give each record an entity of its own, where it says anything about it."""
        told = [values for name, values in read.items() if _is_told(spec, name)]
        rows = zip(made.raw.locators, *told, strict=True)
        return [
            None
            if all(value is None for value in values)
            else keyed_id(kind, self._source.sha256, [spec.name, locator])
            for locator, *values in rows
        ]

    def _refuse_contradiction(
        self, made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]], ids: Ids
    ) -> None:
        """Note records that give otherwise what a line before gave of the same entity.

        Both together would be told as one that neither of them is.
        """
        for name in (one for one in kind.one_each if one in read):
            said = self._said.setdefault(f"{kind.name}.{name}", {})
            column = (spec.properties[name].columns or (name,))[0]
            failure = Failure("contradicts", f"a line before it gives {name} otherwise")
            for at, (one, value) in enumerate(zip(ids, read[name], strict=True)):
                told = isinstance(one, str) and value is not None and at not in made.faults
                if told and said.setdefault(str(one), value) != value:
                    made.faults.setdefault(at, (column, failure))

    def _scope(self, spec: EntitySpec) -> str:
        scopes = {"file": self._source.sha256, "shared": "shared"}
        return scopes.get(spec.scope, str(self._source.originator))


def _refuse_disorder(
    made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]]
) -> None:
    """Note records at fault in which a date comes before one that it cannot come before."""
    for first, then in kind.in_order:
        if first not in read or then not in read:
            continue
        failure = Failure("out_of_order", f"the day {then} comes before the day {first}")
        column = (spec.properties[then].columns or (then,))[0]
        for at, (one, two) in enumerate(zip(read[first], read[then], strict=True)):
            if one and two and comes_before(two, one):
                made.faults.setdefault(at, (column, failure))


def _refuse_long(made: Made, spec: EntitySpec, kind: Kind, read: Mapping[str, list[Any]]) -> None:
    """Note records whose value is too long to tell a thing apart: a cell of remarks, as a rule."""
    # Values of other types have their own length.
    if kind.identity != "value" or kind.hashed or kind.properties[kind.value].type != "text":
        return
    if kind.value not in read:
        return
    failure = Failure("too_long", f"no {kind.value} is as long")
    column = (spec.properties[kind.value].columns or (kind.value,))[0]
    for at, value in enumerate(read[kind.value]):
        told = value if isinstance(value, list) else [value or ""]
        if any(len(one.encode("utf-8")) > LONGEST_ID_BYTES for one in told):
            made.faults.setdefault(at, (column, failure))


def _is_told(spec: EntitySpec, name: str) -> bool:
    return name in spec.properties and not spec.properties[name].literal


def _hashable(values: list[Any]) -> list[Any]:
    if list not in set(map(type, values)):
        return values
    return [tuple(value) if type(value) is list else value for value in values]


def _value_id(kind: Kind, told: Any) -> Any:
    """Return the id that a value, or a value and a prefix, gives; a list for several values."""
    value, prefix = told if kind.prefix_from else (told, "")
    if value is None:
        return None
    if isinstance(value, tuple):
        return [value_id(kind, one, prefix or "") for one in value]
    return value_id(kind, value, prefix or "")
