"""A source's content taken from the ledger's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from linkgraph.ledger import tables
from linkgraph.ledger.deciding import judged_by_one_source
from linkgraph.ledger.decisions import revoke_consents
from linkgraph.ledger.judgements import erase_judgements
from linkgraph.ledger.keeping import erase_kept, kept_texts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from linkgraph.ledger.reading import SourceRow

__all__ = ["erase_source"]


def erase_source(connection: Connection, row: SourceRow, version: int, *, who: str) -> None:
    """Erase what a source says and what is said of it; its id, digest and versions stay.

    Args:
        connection: The one that may write.
        row: The source, in force.
        version: The entry of the history that withdraws it.
        who: Who does it.
    """
    source_id = row.source.id
    gone = judged_by_one_source(connection, row.seq)
    texts = kept_texts(connection, row.seq)
    for table in (tables.chunk, tables.quarantine):
        connection.execute(delete(table).where(table.c.source == row.seq))
    revoke_consents(connection, source_id, version)
    erase_judgements(connection, source_id, gone, version)
    erase_kept(connection, source_id, texts, who=who)
    kept = {"seq", "id", "sha256", "added", "withdrawn"}
    blank = {column.name: None for column in tables.source.c if column.name not in kept}
    connection.execute(
        update(tables.source)
        .where(tables.source.c.seq == row.seq)
        .values(withdrawn=version, **blank)
    )
