"""The properties of an entity or link spec, read from a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.readers.made import Made
    from linkgraph.readers.mapping import ValueSpec
    from linkgraph.readers.value_readers import ValueReaders
    from linkgraph.schema import Property

__all__ = ["read_properties"]


def read_properties(
    made: Made,
    readers: ValueReaders,
    known: Mapping[str, Property],
    specs: Mapping[str, ValueSpec],
    applies: list[bool] | None,
) -> dict[str, list[Any]]:
    """Return one value a record for each property, and note the records at fault.

    Args:
        made: The batch; its faults are added to, save where the spec does not apply.
        readers: The mapping's value columns.
        known: Properties of the kind or link.
        specs: Where their values stand.
        applies: Which records the spec is for; None for all.

    Returns:
        By property. Beside the first instant stands the zone that the source
        wrote it in, where there is a property for it and nothing else gives it.
    """
    literals = {name: spec.literal for name, spec in specs.items() if spec.literal}
    columns = {name: readers.column(known[name], spec, literals) for name, spec in specs.items()}
    read: dict[str, list[Any]] = {}
    # Money last: where its currency is at fault, that is what to say.
    for name in sorted(columns, key=lambda name: known[name].type == "money"):
        reading = columns[name].read(made.columns)
        read[name] = reading.values
        for position, failure in reading.faults.items():
            if applies is None or applies[position]:
                made.faults.setdefault(position, (columns[name].column, failure))
    instants = [column for column in columns.values() if column.is_instant]
    if instants and "zone" in known and "zone" not in read:
        read["zone"] = instants[0].zones(made.columns)
    return read
