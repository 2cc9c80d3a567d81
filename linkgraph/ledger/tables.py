"""The ledger's tables and how an older file is brought up to date.

Statements are kept as columns: a chunk is one batch of a source's records, entities
of one kind, or links of one shape, as Arrow IPC compressed with zstd. That is what
makes a million payments with provenance a matter of seconds and a withdrawal a
matter of deleting a source's chunks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["MIGRATIONS", "SCHEMA_VERSION", "chunk", "consent", "entry", "judgement", "meta",
           "metadata", "quarantine", "source"]  # fmt: skip

SCHEMA_VERSION = 1

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# One row per thing done; never changed. `digest` chains over all rows before it.
entry = Table(
    "entry",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

# A withdrawn source keeps its seq, id, digest and versions; the rest is erased.
source = Table(
    "source",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added", Integer, ForeignKey("entry.version"), nullable=False),
    Column("withdrawn", Integer, ForeignKey("entry.version")),
    Column("file", Text),
    Column("country", Text),
    Column("agency", Text),
    Column("received", Text),
    Column("grade_scheme", Text),
    Column("reliability", Text),
    Column("credibility", Text),
    Column("handling", Text),
    Column("tlp", Text),
    Column("releasable_to", Text),
    Column("purpose", Text),
    Column("retain_until", Text),
    Column("mapping", Text),
    Column("mapping_digest", Text),
    Column("read", Integer),
    Column("rejected", Integer),
    Column("mentions", Integer),
)
Index("one_in_force", source.c.id, unique=True, sqlite_where=source.c.withdrawn.is_(None))

chunk = Table(
    "chunk",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("source", Integer, ForeignKey("source.seq"), nullable=False, index=True),
    Column("part", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("start", Text, nullable=False),
    Column("finish", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("source", Integer, ForeignKey("source.seq"), nullable=False, index=True),
    Column("locator", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

judgement = Table(
    "judgement",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("left_id", Text, nullable=False, index=True),
    Column("right_id", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("score", Float),
    Column("model", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
    Column("superseded", Integer, ForeignKey("entry.version")),
    # The statement of a person that it came with; withdrawn together with it.
    Column("source_id", Text),
)

# An originator's word that a source may go to an audience (design §4 h).
consent = Table(
    "consent",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("source_id", Text, nullable=False, index=True),
    Column("audience", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
    Column("revoked", Integer, ForeignKey("entry.version")),
)

# From a version to the step that makes the next one of it.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
