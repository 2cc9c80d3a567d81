"""A mapping applied to raw batches: records in, statements and rejections out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import SourceError
from linkgraph.readers.assemble import Numbers, entity_table, link_table, record_table
from linkgraph.readers.base import RawBatch
from linkgraph.readers.cleaning import Failure
from linkgraph.readers.columns import Columns, Faults
from linkgraph.readers.conditions import Conditions
from linkgraph.readers.entities import Entities
from linkgraph.readers.links import Links
from linkgraph.readers.made import Made
from linkgraph.readers.nested import flatten
from linkgraph.readers.role_links import Roles
from linkgraph.readers.value_readers import ValueReaders
from linkgraph.statements import Batch, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from linkgraph.readers.mapping import Mapping, MentionSpec
    from linkgraph.statements import Source

__all__ = ["Transform"]


class Transform:
    """Applies one mapping to the batches of one source.

    Args:
        mapping: The mapping.
        source: The source; its digest and originator make ids.
        told: Ways of reading that hold where the mapping states none.
    """

    def __init__(
        self, mapping: Mapping, source: Source, told: AnyMapping[str, str] | None = None
    ) -> None:
        self._mapping = mapping
        self._source = source
        self._record = 0
        self._conditions = Conditions()
        readers = ValueReaders(told or {})
        self._entities = Entities(source, readers)
        self._links = Links(source, readers)
        self._roles = Roles(source, mapping.title)
        self._identifying = mapping.identifying()

    @property
    def unknown_roles(self) -> int:
        """How many records held a role word that no table knows."""
        return self._roles.unknown

    @property
    def unknown_role_places(self) -> tuple[tuple[str, str], ...]:
        """Column and place of the first of these."""
        return tuple(self._roles.places)

    def batch(self, raw: RawBatch) -> Batch:
        """Return the statements of a run of records; a record at fault gives none.

        Raises:
            SourceError: No time in the file has a zone, nor does the mapping give one.
        """
        main = Made(raw, Columns(raw, self._conditions))
        self._entities.make(main, self._mapping.entities)
        self._links.make(main, self._mapping.links)
        for role in self._mapping.roles:
            self._roles.make(main, role)
        self._require(main)
        mentions = [self._mention(main, spec) for spec in self._mapping.mentions]
        self._refuse_local_times(main)
        return self._assemble(main, [made for made in mentions if made])

    def _require(self, main: Made) -> None:
        """Put records that lack a required value among those at fault, whatever else they lack."""
        for name in reversed(self._mapping.required):
            missing = main.columns.missing(name)
            if missing:
                code = "missing_id" if name in self._identifying else "missing_value"
                failure = Failure(code, "a value that every record must have is missing")
                main.faults |= dict.fromkeys(missing, (name, failure))

    def _refuse_local_times(self, main: Made) -> None:
        """Refuse a file of local times of nobody knows where; set one stray record aside."""
        local = [at for at, (_, failure) in main.faults.items() if failure.code == "no_zone"]
        if local and len(local) * 2 > main.columns.length:
            raise SourceError(
                "its times have no zone, and the mapping gives none",
                where=f"{self._source.file}, column {main.faults[local[0]][0]}",
                remedy="Say where the source's clocks stand, like Asia/Jakarta.",
            )

    def _mention(self, main: Made, spec: MentionSpec) -> Made | None:
        """Return what the objects of a list inside the records say, each a record of its own."""
        rows, locators, parents = [], [], []
        steps = spec.path.replace(".", "/")
        for position, items in enumerate(main.columns.cells(spec.path)):
            for number, item in enumerate(items if isinstance(items, list) else []):
                rows.append(flatten(item, ()))
                locators.append(f"{main.raw.locators[position]}/{steps}/{number}")
                parents.append(position)
        if not rows:
            return None
        names = dict.fromkeys(name for row in rows for name in row)
        raw = RawBatch(locators, {name: [row.get(name) for row in rows] for name in names})
        made = Made(raw, Columns(raw, self._conditions), parents=parents)
        for name, (kind, ids) in main.ids.items():
            made.ids[name] = (kind, None if ids is None else [ids[parent] for parent in parents])
        self._entities.make(made, spec.entities)
        self._links.make(made, spec.links)
        for position, (column, failure) in made.faults.items():
            main.faults.setdefault(parents[position], (f"{spec.path}.{column}", failure))
        return made

    def _assemble(self, main: Made, mentions: list[Made]) -> Batch:
        records, entities, links = [], [], []
        for made in (main, *mentions):
            at = range(main.columns.length) if made.parents is None else made.parents
            numbers = self._number([position not in main.faults for position in at])
            records.append(record_table(made.raw, numbers))
            entities += [entity_table(part, numbers) for part in made.entities]
            links += [link_table(part, numbers) for part in made.links]
        rejected = [*main.raw.rejected, *_rejected(main.raw, main.faults)]
        return Batch(
            read=main.columns.length + len(main.raw.rejected),
            records=pl.concat(records),
            entities=[table for table in entities if table.frame.height],
            links=[table for table in links if table.frame.height],
            rejected=rejected,
        )

    def _number(self, good: list[bool]) -> Numbers:
        """Count on the records that stand."""
        first = self._record
        self._record += sum(good)
        if all(good):
            return list(range(first, self._record))
        counted = iter(range(first, self._record))
        return [next(counted) if one else None for one in good]


def _rejected(raw: RawBatch, faults: Faults) -> list[Rejected]:
    return [
        Rejected(raw.locators[at], column, _public(failure.code), failure.reason, raw.raw(at))
        for at, (column, failure) in sorted(faults.items())
    ]


def _public(code: str) -> str:
    return "bad_value" if code == "no_zone" else code
