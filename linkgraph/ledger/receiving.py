"""A partner's package on its way into the ledger: whole or not at all, twice is once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from linkgraph.errors import PackageError
from linkgraph.ledger import tables
from linkgraph.ledger.append import insert_source
from linkgraph.ledger.decisions import PERSON, Judgement
from linkgraph.ledger.erasing import erase_source
from linkgraph.ledger.gifts import Told, add_gift
from linkgraph.ledger.history import add_entry
from linkgraph.ledger.judgements import add_judgements
from linkgraph.ledger.reading import SourceRow, pack, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import polars as pl
    from sqlalchemy import Connection

    from linkgraph.ledger.reading import Part
    from linkgraph.statements import Source

__all__ = [
    "BY_PACKAGE",
    "Incoming",
    "IncomingSource",
    "IncomingTable",
    "Received",
    "Taken",
    "end_package",
    "givers",
    "read_received",
    "take_in",
]

# Stands where other sources have the mapping that they were read by.
BY_PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class IncomingTable:
    """Statements of one kind or shape, or records, of an incoming source.

    Attributes:
        part: record, entity or link.
        name: Kind or link type; empty for records.
        start: Kind at the start of links.
        end: Kind at their end.
        frame: The rows.
    """

    part: Part
    name: str
    start: str
    end: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class IncomingSource:
    """One source of a package.

    Attributes:
        source: What is said of it.
        digest: Of its content and marks as the package has them.
        tables: Gives its tables, one by one; what it raises undoes all.
        same: Ids of two records that it states to be one, the lesser first.
    """

    source: Source
    digest: str
    tables: Callable[[], Iterable[IncomingTable]] = field(repr=False)
    same: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A package that was found whole, for this case and in time.

    Attributes:
        package: Its id.
        giver: Who gave it.
        reference: The plan's reference.
        made: When, UTC.
        expires: Last day, ISO.
        content: SHA-256 of the file.
        sources: In its order.
    """

    package: str
    giver: str
    reference: str
    made: str
    expires: str
    content: str
    sources: Sequence[IncomingSource]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one source of a package.

    Attributes:
        source_id: Its id.
        state: ``new``; ``replaced`` (the giver's later word on a source of an earlier
            package); ``held`` (the case has it already, nothing was added).
        records: Records that the package has of it.
        judged: Whether a judgement came with it: that two records are one.
        disputed: Whether it was ``held`` as the source of another originator than the package says.
    """

    source_id: str
    state: str
    records: int
    judged: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A package that the case took in.

    Attributes:
        package: Its id.
        giver: Who gave it.
        reference: The plan's reference.
        made: When, UTC.
        expires: Last day, ISO.
        ended: Whether it was recalled or had expired, and its sources are gone.
    """

    package: str
    giver: str
    reference: str
    made: str
    expires: str
    ended: bool


def take_in(connection: Connection, incoming: Incoming, *, who: str) -> list[Taken]:
    """Put a package's sources on file, each as its originator's."""
    told = Told(
        kind="received",
        package=incoming.package,
        partner=incoming.giver,
        plan=incoming.reference,
        sources=[one.source.id for one in incoming.sources],
        content=incoming.content,
        expires=incoming.expires,
    )
    version = add_gift(connection, told, who=who)
    row = {"package": incoming.package, "giver": incoming.giver, "reference": incoming.reference,
           "made": incoming.made, "expires": incoming.expires, "version": version}  # fmt: skip
    key = connection.execute(tables.received.insert(), row).inserted_primary_key
    number = int(key[0]) if key else 0
    held = {one.source.id: one for one in read_sources(connection)}
    _refuse_made_up_ids(incoming, held)
    taken = []
    for one in incoming.sources:
        made = _take_one(connection, incoming, one, held.get(one.source.id), version, who)
        brought = int(made.state != "held")
        if brought:
            _no_longer_brought(connection, one.source.id)
        connection.execute(
            tables.received_source.insert(),
            {"received": number, "source_id": one.source.id, "digest": one.digest,
             "brought": brought},
        )  # fmt: skip
        taken.append(made)
    return taken


def _refuse_made_up_ids(incoming: Incoming, held: Mapping[str, SourceRow]) -> None:
    """Refuse a digest that was made to bear the id of a file that the case has."""
    for number, one in enumerate(incoming.sources, 1):
        there = held.get(one.source.id)
        if there is not None and there.source.sha256 != one.source.sha256:
            raise PackageError(
                "its digest bears the id of another file that the case has",
                where=f"source {number}",
                remedy="No two files do so by chance: ask its giver; nothing was taken in.",
            )


def _take_one(  # noqa: PLR0913, PLR0917
    connection: Connection,
    incoming: Incoming,
    one: IncomingSource,
    held: SourceRow | None,
    version: int,
    who: str,
) -> Taken:
    state = "new"
    if held is not None:
        if not _is_later_word(connection, incoming, one, held):
            # What it says is checked all the same: a package is good as a whole or not at all.
            records = sum(t.frame.height for t in one.tables() if t.part == "record")
            if (held.mapping, held.mapping_digest) == (BY_PACKAGE, one.digest):
                _keep_until(connection, held, one.source.retain_until, incoming.expires)
            disputed = held.source.originator != one.source.originator
            return Taken(one.source.id, "held", records, disputed=disputed)
        gone = add_entry(
            connection, who=who, action="withdrew", subject=one.source.id,
            reason=f"replaced by {incoming.package}",
        )  # fmt: skip
        erase_source(connection, held, gone, who=who)
        state = "replaced"
    source = one.source
    # Nothing outlives the packages that bring it, whatever its own marks allow. That it was
    # replaced in between by something else ends no earlier package that brought the same.
    longest = max(incoming.expires, _longest(connection, source.id, one.digest))
    source = replace(source, retain_until=min(source.retain_until or longest, longest))
    seq = insert_source(connection, source, version, BY_PACKAGE, one.digest)
    records = 0
    for table in one.tables():
        records += table.frame.height if table.part == "record" else 0
        connection.execute(tables.chunk.insert(), _chunk(seq, table))
    connection.execute(
        update(tables.source)
        .where(tables.source.c.seq == seq)
        .values(read=records, rejected=0, mentions=0)
    )
    if one.same:
        _judge_same(connection, incoming, one.same, source, who)
    return Taken(source.id, state, records, judged=one.same is not None)


def _judge_same(
    connection: Connection, incoming: Incoming, same: tuple[str, str], source: Source, who: str
) -> None:
    """Put on record that an agency says two records to be one; it goes with its source."""
    says = str(source.originator)
    why = f"stated by {says}, given by {incoming.giver} in {incoming.package}"
    made = Judgement(*same, "same", None, PERSON, (why,), says, source.id)
    add_judgements(connection, [made], who=who, action="judged", subject="same")


def _keep_until(connection: Connection, held: SourceRow, until: str, expires: str) -> None:
    """Let a source stay as long as the longest of the packages that bring it alike allows."""
    longest = max(expires, _longest(connection, held.source.id, held.mapping_digest))
    _set_until(connection, held, min(until or longest, longest))


def _keep_no_longer(connection: Connection, held: SourceRow) -> None:
    """Let a source stay no longer than the packages allow that still bring it."""
    longest = _longest(connection, held.source.id, held.mapping_digest)
    if longest:
        _set_until(connection, held, min(held.source.retain_until, longest))


def _set_until(connection: Connection, held: SourceRow, until: str) -> None:
    connection.execute(
        update(tables.source).where(tables.source.c.seq == held.seq).values(retain_until=until)
    )


def _longest(connection: Connection, source_id: str, digest: str) -> str:
    """Return the last day of the packages in force that have the same of a source."""
    columns = tables.received_source.c
    query = (
        select(func.max(tables.received.c.expires))
        .join(tables.received_source, columns.received == tables.received.c.seq)
        .where(columns.source_id == source_id, columns.digest == digest)
        .where(tables.received.c.ended.is_(None))
    )
    return connection.execute(query).scalar() or ""


def _chunk(seq: int, table: IncomingTable) -> dict[str, object]:
    return {
        "source": seq, "part": table.part, "name": table.name, "start": table.start,
        "finish": table.end, "rows": table.frame.height, "data": pack(table.frame),
    }  # fmt: skip


def _is_later_word(
    connection: Connection, incoming: Incoming, one: IncomingSource, held: SourceRow
) -> bool:
    """Say whether a package changes a source that an earlier one brought, and may.

    That is the same giver's later word, and the originator's own word on what somebody else
    passed on in his name: what was passed on first must not keep out what he says himself.
    """
    if held.mapping != BY_PACKAGE or held.mapping_digest == one.digest:
        return False
    query = (
        select(tables.received.c.giver, tables.received.c.made)
        .join(tables.received_source, tables.received_source.c.received == tables.received.c.seq)
        .where(tables.received_source.c.source_id == one.source.id)
        .where(tables.received_source.c.brought == 1)
        .where(tables.received.c.ended.is_(None))
    )
    brought = connection.execute(query).all()
    says = str(one.source.originator)
    if incoming.giver == says == str(held.source.originator):
        return all(row.giver != says or row.made <= incoming.made for row in brought)
    return any(row.giver == incoming.giver and row.made <= incoming.made for row in brought)


def _no_longer_brought(connection: Connection, source_id: str) -> None:
    columns = tables.received_source.c
    connection.execute(
        update(tables.received_source).where(columns.source_id == source_id).values(brought=0)
    )


def end_package(connection: Connection, package: str, *, who: str, reason: str) -> list[str]:
    """Erase what a package brought and no other package brings; return the sources' ids."""
    query = select(tables.received).where(
        tables.received.c.package == package, tables.received.c.ended.is_(None)
    )
    row = connection.execute(query).first()
    if row is None:
        return []
    listed = connection.execute(
        select(tables.received_source).where(tables.received_source.c.received == row.seq)
    ).all()
    brought = [one for one in listed if one.brought]
    told = Told(
        kind="taken_back", package=package, partner=row.giver, plan=row.reference,
        sources=[one.source_id for one in brought], expires=row.expires,
    )  # fmt: skip
    version = add_gift(connection, told, who=who)
    connection.execute(
        update(tables.received).where(tables.received.c.seq == row.seq).values(ended=version)
    )
    held = {one.source.id: one for one in read_sources(connection)}
    gone = []
    for one in listed:
        stands = held.get(one.source_id)
        if stands is None or stands.mapping != BY_PACKAGE:
            continue
        if not one.brought or _brought_by_another(connection, one.source_id, one.digest):
            if stands.mapping_digest == one.digest:
                _keep_no_longer(connection, stands)
            continue
        at = add_entry(connection, who=who, action="withdrew", subject=one.source_id, reason=reason)
        erase_source(connection, stands, at, who=who)
        gone.append(one.source_id)
    return gone


def _brought_by_another(connection: Connection, source_id: str, digest: str) -> bool:
    """Hand a source to another package in force that has the same of it, if there is one."""
    columns = tables.received_source.c
    query = (
        select(columns.seq, tables.received.c.expires)
        .join(tables.received, columns.received == tables.received.c.seq)
        .where(columns.source_id == source_id, columns.digest == digest, columns.brought == 0)
        .where(tables.received.c.ended.is_(None))
        .order_by(tables.received.c.expires.desc())
    )
    other = connection.execute(query.limit(1)).first()
    if other is None:
        return False
    connection.execute(
        update(tables.received_source).where(columns.seq == other.seq).values(brought=1)
    )
    return True


def read_received(connection: Connection) -> list[Received]:
    """Return the packages that came, oldest first."""
    rows = connection.execute(select(tables.received).order_by(tables.received.c.seq))
    return [
        Received(r.package, r.giver, r.reference, r.made, r.expires, r.ended is not None)
        for r in rows
    ]


def givers(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return source id to the giver and the package that the case has it from."""
    query = (
        select(tables.received_source.c.source_id, tables.received.c.giver, tables.received.c.package)
        .join(tables.received, tables.received_source.c.received == tables.received.c.seq)
        .where(tables.received_source.c.brought == 1, tables.received.c.ended.is_(None))
    )  # fmt: skip
    return {row.source_id: (row.giver, row.package) for row in connection.execute(query)}
