"""A mapping applied to raw batches: records in, statements and rejections out."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.readers.assemble import Ids, LinkParts, entity_table, link_table, record_table
from linkgraph.readers.base import RawBatch
from linkgraph.readers.columns import Columns, Faults, ValueColumn
from linkgraph.readers.nested import flatten
from linkgraph.readers.roles import Role, read_role
from linkgraph.schema import Property, load_schema
from linkgraph.statements import Batch, Rejected, keyed_id, value_id

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Sequence

    from linkgraph.readers.mapping import EntitySpec, LinkSpec, Mapping, MentionSpec, RoleSpec
    from linkgraph.schema import Property
    from linkgraph.statements import Source

__all__ = ["Transform"]

_SHORT = 8
_TEXT = Property("key", "text")
_CASE_FILE = "CaseFile"


@dataclass(slots=True)
class _Made:
    """What one pass over a batch found, before records at fault are taken out.

    Attributes:
        raw: The records.
        parents: For mentions, the position of the record that each stands in.
        ids: Entity spec's name to ids.
        entities: (kind, ids, properties by name) of each entity spec.
        links: (type, start kind, end kind, link ids, from, to, properties).
    """

    raw: RawBatch
    parents: list[int] | None = None
    ids: dict[str, tuple[str, Ids]] = field(default_factory=dict)
    entities: list[tuple[str, Ids, dict[str, list[Any]]]] = field(default_factory=list)
    links: list[LinkParts] = field(default_factory=list)


class Transform:
    """Applies one mapping to the batches of one source.

    Attributes:
        unknown_roles: How many records held a role word that no table knows.
    """

    def __init__(self, mapping: Mapping, source: Source) -> None:
        self._mapping = mapping
        self._source = source
        self._record = 0
        self._readers: dict[int, ValueColumn] = {}
        self.unknown_roles = 0

    def batch(self, raw: RawBatch) -> Batch:
        """Return the statements of a run of records; a record at fault gives none."""
        faults: Faults = {}
        columns = Columns(raw)
        self._require(columns, faults)
        main = _Made(raw)
        self._entities(main, columns, self._mapping.entities, faults)
        self._links(main, columns, self._mapping.links, faults)
        for role in self._mapping.roles:
            self._roles(main, columns, role)
        mentions = [self._mention(main, spec, faults) for spec in self._mapping.mentions]
        return self._assemble(main, [made for made in mentions if made], faults)

    def _require(self, columns: Columns, faults: Faults) -> None:
        for name in self._mapping.required:
            for position, cell in enumerate(columns.texts(name)):
                if not cell.strip():
                    faults.setdefault(position, (name, _missing()))

    def _reader(self, owner: str, prop: Property, spec: Any, literals: dict[str, str]) -> ValueColumn:
        at = id(spec)
        if at not in self._readers:
            self._readers[at] = ValueColumn(owner, prop, spec, literals)
        return self._readers[at]

    # Entities ---------------------------------------------------------------

    def _entities(
        self, made: _Made, columns: Columns, specs: Sequence[EntitySpec], faults: Faults
    ) -> None:
        for spec in specs:
            kind = load_schema().kinds[spec.kind]
            literals = {n: v.literal for n, v in spec.properties.items() if v.literal}
            values = {
                name: self._reader(spec.kind, kind.properties[name], value, literals)
                for name, value in spec.properties.items()
            }
            applies = columns.hold(spec.when)
            mine: Faults = {}
            read = {name: reader.read(columns, mine) for name, reader in values.items()}
            for position, fault in mine.items():
                if applies is None or applies[position]:
                    faults.setdefault(position, fault)
            ids = self._ids(made, columns, spec, read)
            if applies is not None:
                ids = [one if met else None for one, met in zip(ids, applies, strict=True)]
            made.ids[spec.name] = (spec.kind, ids)
            read |= _zones(kind.properties, values, columns)
            if kind.identity == "value" and not kind.hashed:
                read.pop(kind.value)
            made.entities.append((spec.kind, ids, read))

    def _ids(
        self, made: _Made, columns: Columns, spec: EntitySpec, read: dict[str, list[Any]]
    ) -> Ids:
        kind = load_schema().kinds[spec.kind]
        if kind.identity == "value":
            prefixes = read.get(kind.prefix_from)
            known: dict[Any, Any] = {}
            out: Ids = []
            for position, value in enumerate(read[kind.value]):
                if value is None or isinstance(value, list):
                    out.append(_each(kind, value, prefixes[position] if prefixes else ""))
                    continue
                prefix = prefixes[position] if prefixes else ""
                if (value, prefix) not in known:
                    known[value, prefix] = value_id(kind, value, prefix or "")
                out.append(known[value, prefix])
            return out
        if not spec.keys:
            return self._own_ids(made, spec, read)
        keys = [self._reader(spec.kind, _TEXT, key, {}).read(columns, {}) for key in spec.keys]
        scope = f"{self._scope(spec)}/{spec.key_literal or spec.name}"
        return [
            None if any(part is None for part in row) else keyed_id(kind, scope, map(str, row))
            for row in zip(*keys, strict=True)
        ]

    def _own_ids(self, made: _Made, spec: EntitySpec, read: dict[str, list[Any]]) -> Ids:
        """Give each record an entity of its own, where it says anything about it."""
        kind = load_schema().kinds[spec.kind]
        told = [v for n, v in read.items() if not spec.properties[n].literal]
        says = [any(v is not None for v in row) for row in zip(*told, strict=True)] if told else []
        return [
            keyed_id(kind, self._source.sha256, [spec.name, locator]) if said else None
            for locator, said in zip(made.raw.locators, says, strict=True)
        ]

    def _scope(self, spec: EntitySpec) -> str:
        scopes = {"file": self._source.sha256, "shared": "shared"}
        return scopes.get(spec.scope, str(self._source.originator))

    # Links ------------------------------------------------------------------

    def _links(
        self, made: _Made, columns: Columns, specs: Sequence[LinkSpec], faults: Faults
    ) -> None:
        times: Counter[str] = Counter()
        for spec in specs:
            link = load_schema().links[spec.type]
            applies = columns.hold(spec.when)
            mine: Faults = {}
            values = {
                name: self._reader(spec.type, link.properties[name], value, {})
                for name, value in spec.properties.items()
            }
            read = {name: reader.read(columns, mine) for name, reader in values.items()}
            read |= _zones(link.properties, values, columns)
            for position, fault in mine.items():
                if applies is None or applies[position]:
                    faults.setdefault(position, fault)
            number = times[spec.type]
            times[spec.type] += 1
            for start in spec.starts:
                for end in spec.ends:
                    self._link(made, columns, spec, (start, end), read, (applies, number))

    def _link(  # noqa: PLR0913 - one call site
        self,
        made: _Made,
        columns: Columns,
        spec: LinkSpec,
        ends: tuple[str, str],
        read: dict[str, list[Any]],
        rule: tuple[list[bool] | None, int],
    ) -> None:
        (start_kind, starts), (end_kind, finals) = made.ids[ends[0]], made.ids[ends[1]]
        applies, number = rule
        if applies is not None:
            starts = [one if met else None for one, met in zip(starts, applies, strict=True)]
        if not any(map(_both, starts, finals)):
            return
        ids = self._link_ids(made, columns, spec, (starts, finals), number)
        made.links.append((spec.type, start_kind, end_kind, ids, starts, finals, read))

    def _link_ids(
        self, made: _Made, columns: Columns, spec: LinkSpec, ends: tuple[Ids, Ids], number: int
    ) -> Ids:
        """Return one id a record; None where the ends alone tell links apart."""
        if not load_schema().links[spec.type].event:
            return [None] * len(made.raw.locators)
        suffix = f"-{number}" if number else ""
        head = f"{spec.type.lower()}:{self._source.sha256[:12]}-"
        own: Ids = [f"{head}{locator}{suffix}" for locator in made.raw.locators]
        if spec.reference is None:
            return own
        scope = spec.reference_scope
        if scope == "originator":
            scope = str(self._source.originator)
        short = hashlib.blake2b(scope.encode(), digest_size=_SHORT // 2).hexdigest()
        references = self._reader(spec.type, _TEXT, spec.reference, {}).read(columns, {})
        start = f"{spec.type.lower()}:{short}-"
        return [
            mine if told is None else f"{start}{told}{suffix}"
            for mine, told in zip(own, references, strict=True)
        ]

    # Roles ------------------------------------------------------------------

    def _roles(self, made: _Made, columns: Columns, spec: RoleSpec) -> None:
        person_kind, people = made.ids[spec.of]
        words = columns.texts(spec.column) if spec.column else [spec.literal] * columns.length
        table: dict[str, Role] = {w: read_role(w, spec.words) for w in set(words) if w.strip()}
        self.unknown_roles += sum(1 for w in words if w.strip() and not table[w].known)
        files = self._case_files(made, spec)
        for link in sorted({role.link for role in table.values() if role.link}):
            mine = [w.strip() and table[w].link == link for w in words]
            starts = [one if met else None for one, met in zip(people, mine, strict=True)]
            read = {
                "role_text": [w.strip() or None for w in words],
                "role_in_process": [(table[w].in_process or None) if w.strip() else None for w in words],
            }
            nothing: Ids = [None] * len(words)
            made.links.append((link, person_kind, _CASE_FILE, nothing, starts, files, read))
        if not spec.case_file:
            told = [bool(w.strip() and table[w].link) for w in words]
            held = [one if t else None for one, t in zip(files, told, strict=True)]
            titles = [[self._mapping.title] if one else None for one in held]
            made.entities.append((_CASE_FILE, held, {"titles": titles}))

    def _case_files(self, made: _Made, spec: RoleSpec) -> Ids:
        if spec.case_file:
            return made.ids[spec.case_file][1]
        whole = keyed_id(load_schema().kinds[_CASE_FILE], self._source.sha256, ["the list itself"])
        return [whole] * len(made.raw.locators)

    # Mentions ---------------------------------------------------------------

    def _mention(self, main: _Made, spec: MentionSpec, faults: Faults) -> _Made | None:
        rows, locators, parents = [], [], []
        lists = Columns(main.raw).cells(spec.path)
        steps = spec.path.replace(".", "/")
        for position, items in enumerate(lists):
            for number, item in enumerate(items if isinstance(items, list) else []):
                rows.append(flatten(item, ()))
                locators.append(f"{main.raw.locators[position]}/{steps}/{number}")
                parents.append(position)
        if not rows:
            return None
        names = dict.fromkeys(name for row in rows for name in row)
        raw = RawBatch(locators, {name: [row.get(name) for row in rows] for name in names})
        made = _Made(raw, parents)
        for name, (kind, ids) in main.ids.items():
            made.ids[name] = (kind, [ids[parent] for parent in parents])
        mine: Faults = {}
        columns = Columns(raw)
        self._entities(made, columns, spec.entities, mine)
        self._links(made, columns, spec.links, mine)
        for position, (column, failure) in mine.items():
            faults.setdefault(parents[position], (f"{spec.path}.{column}", failure))
        return made

    # Assembly ---------------------------------------------------------------

    def _assemble(self, main: _Made, mentions: list[_Made], faults: Faults) -> Batch:
        records, entities, links = [], [], []
        for made in (main, *mentions):
            at = made.parents or range(len(made.raw.locators))
            good = [parent not in faults for parent in at]
            numbers = self._number(good)
            records.append(record_table(made.raw, numbers))

            entities += [entity_table(*one, numbers) for one in made.entities]
            links += [link_table(one, numbers) for one in made.links]
        rejected = [*main.raw.rejected, *(_rejected(main.raw, p, f) for p, f in sorted(faults.items()))]
        return Batch(
            read=len(main.raw.locators) + len(main.raw.rejected),
            records=pl.concat(records),
            entities=[table for table in entities if table.frame.height],
            links=[table for table in links if table.frame.height],
            rejected=rejected,
        )

    def _number(self, good: list[bool]) -> list[int | None]:
        numbers: list[int | None] = []
        for one in good:
            numbers.append(self._record if one else None)
            self._record += one
        return numbers


def _missing() -> Any:
    from linkgraph.readers.cleaning import Failure  # noqa: PLC0415

    return Failure("missing_id", "a value that every record must have is missing")


def _each(kind: Any, value: list[str] | None, prefix: str | None) -> Any:
    return None if value is None else [value_id(kind, one, prefix or "") for one in value]


def _both(start: Any, end: Any) -> bool:
    return start is not None and end is not None


def _rejected(raw: RawBatch, position: int, fault: tuple[str, Any]) -> Rejected:
    column, failure = fault
    return Rejected(raw.locators[position], column, failure.code, failure.reason, raw.raw(position))


def _zones(
    properties: AnyMapping[str, Property], values: dict[str, ValueColumn], columns: Columns
) -> dict[str, list[Any]]:
    """Return the source's zone beside the first instant, where nothing else gives it."""
    if "zone" not in properties or "zone" in values:
        return {}
    told = [reader for reader in values.values() if reader.prop.type == "instant"]
    return {"zone": told[0].zones(columns)} if told else {}
