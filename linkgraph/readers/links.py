"""Link specs applied to a batch: what its records say holds between entities."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from linkgraph.readers.entities import KEY
from linkgraph.readers.made import Ids, LinkPart, Made, Read, where
from linkgraph.readers.properties import read_properties
from linkgraph.schema import load_schema
from linkgraph.statements import places_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.readers.mapping import LinkSpec
    from linkgraph.readers.value_readers import ValueReaders
    from linkgraph.statements import Source

__all__ = ["Links"]

_SHORT_DIGEST_BYTES = 4


class Links:
    """Makes the links of one source, batch after batch."""

    def __init__(self, source: Source, readers: ValueReaders) -> None:
        self._source = source
        self._readers = readers

    def make(self, made: Made, specs: Sequence[LinkSpec]) -> None:
        """Add what the specs find to what a batch gave; their entities were made before."""
        times: Counter[str] = Counter()
        for spec in specs:
            known = load_schema().links[spec.type].properties
            applies = made.columns.hold(spec.when)
            read = read_properties(made, self._readers, known, spec.properties, applies)
            ids = self._ids(made, spec, times[spec.type])
            times[spec.type] += 1
            for start in spec.starts:
                for end in spec.ends:
                    self._between(made, spec, (start, end), applies, (ids, read))

    def _between(
        self,
        made: Made,
        spec: LinkSpec,
        ends: tuple[str, str],
        applies: list[bool] | None,
        said: tuple[Ids | None, Read],
    ) -> None:
        (start_kind, starts), (end_kind, finals) = made.ids[ends[0]], made.ids[ends[1]]
        if starts is None or finals is None:
            return
        starts = where(applies, starts)
        made.links.append(
            LinkPart(spec.type, start_kind, end_kind, said[0], starts, finals, said[1])
        )

    def _ids(self, made: Made, spec: LinkSpec, number: int) -> Ids | None:
        """Return one id a record; None where the ends alone tell links apart."""
        if not load_schema().links[spec.type].event:
            return None
        type_, suffix = spec.type.lower(), f"-{number}" if number else ""
        own = places_head(type_, self._source.sha256)
        locators = made.raw.locators
        if spec.reference is None:
            return [f"{own}{locator}{suffix}" for locator in locators]
        scope = spec.reference_scope
        if scope == "originator":
            scope = str(self._source.originator)
        short = hashlib.blake2b(scope.encode(), digest_size=_SHORT_DIGEST_BYTES).hexdigest()
        references = self._readers.column(KEY, spec.reference, {}).read(made.columns).values
        shared = f"{type_}:{short}-"
        if None not in references:
            return [f"{shared}{told}{suffix}" for told in references]
        return [
            f"{own}{locator}{suffix}" if told is None else f"{shared}{told}{suffix}"
            for locator, told in zip(locators, references, strict=True)
        ]
