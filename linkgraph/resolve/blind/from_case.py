"""Records to encode from a case's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.blind.record import BlindRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import polars as pl

    from linkgraph.ledger import Ledger, Left, StoredTable

__all__ = ["case_records"]

_PROPERTIES = {
    "names": "names",
    "romanised": "names",
    "aliases": "aliases",
    "birth_dates": "birth_dates",
    "sex": "sex",
    "nationalities": "nationalities",
}
_LINKED = {("HOLDS", "IdentityDocument"): "documents", ("USES", "Phone"): "phones"}


def case_records(
    ledger: Ledger,
    sources: Iterable[int],
    leave_out: Collection[str] = (),
    *,
    left: Left | None = None,
) -> list[BlindRecord]:
    """Return the people that some sources state, as those sources alone state them.

    Args:
        ledger: The case's.
        sources: Numbers of sources.
        leave_out: Ids of people who may not be encoded.
        left: Gives what of a table's rows counts; all where None.

    Returns:
        One record a Person, by id; empty where the sources state nobody.
    """
    wanted = list(sources)
    said: dict[str, dict[str, set[str]]] = {}
    links: list[tuple[pl.DataFrame, str]] = []
    for table in _tables(ledger, wanted, left) if wanted else ():
        if table.part == "entity" and table.name == "Person":
            for name, field in _PROPERTIES.items():
                if name in table.frame.columns:
                    _gather(said, table.frame.select("id", name).iter_rows(), field)
        elif table.part == "link" and table.start == "Person":
            field = _LINKED.get((table.name, table.end), "")
            if field:
                links.append((table.frame.select("from_id", "to_id"), field))
    for frame, field in links:
        values = ((one, value.partition(":")[2]) for one, value in frame.iter_rows())
        _gather(said, values, field)
    return [
        BlindRecord(one, **{field: tuple(sorted(values)) for field, values in fields.items()})
        for one, fields in sorted(said.items())
        if one not in leave_out
    ]


def _tables(ledger: Ledger, sources: list[int], left: Left | None) -> Iterator[StoredTable]:
    yield from ledger.tables(part="entity", names=["Person"], sources=sources, left=left)
    names = sorted({name for name, _ in _LINKED})
    yield from ledger.tables(part="link", names=names, sources=sources, left=left)


def _gather(
    said: dict[str, dict[str, set[str]]], rows: Iterable[tuple[str, object]], field: str
) -> None:
    for one, value in rows:
        held = said.setdefault(one, {}).setdefault(field, set())
        if isinstance(value, list):
            held.update(value)
        elif value is not None:
            held.add(str(value))
