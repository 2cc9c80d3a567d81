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
    Computed,
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

__all__ = ["MIGRATIONS", "PARTY", "SCHEMA_VERSION", "chunk", "consent", "entry", "gift", "judgement",
           "kept", "kept_row", "meta", "metadata", "partner_key", "quarantine", "recalled",
           "received", "received_source", "source"]  # fmt: skip

SCHEMA_VERSION = 4

# Whose word a judgement is: a person's supersedes that person's own, a model's any model's.
PARTY = "CASE WHEN model = 'person' THEN 'person ' || who ELSE '' END"

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

# A row is in force from `version` until `superseded`. A decision that is taken back has
# `undone`; what it had superseded comes in again as a row of its own, whose `origin` is the
# version that decided it at first. A model's judgement that a later run no longer makes gets
# a row of verdict `retired` that is never in force, so that this can be taken back too.
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
    Column("origin", Integer),
    Column("undone", Integer, ForeignKey("entry.version")),
    Column("party", Text, Computed(PARTY, persisted=False)),
)
Index("ix_judgement_version", judgement.c.version)
Index("ix_judgement_superseded", judgement.c.superseded,
      sqlite_where=judgement.c.superseded.is_not(None))  # fmt: skip

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

# A question that is asked again after imports, and the rows that it last gave, as JSON. A
# row goes with any source that it rests on; `erased` counts those that went so.
kept = Table(
    "kept",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("asked", Integer, ForeignKey("entry.version"), nullable=False),
    Column("erased", Integer, nullable=False),
)

kept_row = Table(
    "kept_row",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kept", Integer, ForeignKey("kept.seq"), nullable=False, index=True),
    Column("identity", Text, nullable=False),
    Column("columns", Text, nullable=False),
    Column("sources", Text, nullable=False),
)

# A partner's public keys, trusted from `version` until `ended`.
partner_key = Table(
    "partner_key",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("signing", Text, nullable=False),
    Column("encryption", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
    Column("ended", Integer, ForeignKey("entry.version")),
)

# What was given, received and recalled; it names nobody. `digest` chains over the rows before
# and takes in the digest of the entry of the history that the row came with.
gift = Table(
    "gift",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("package", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
    Column("entry_digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

# A partner's package that was taken in; `ended` when it was recalled or had expired.
received = Table(
    "received",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("package", Text, nullable=False, index=True),
    Column("giver", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
    Column("ended", Integer, ForeignKey("entry.version")),
)

# The sources of such a package; `brought` where the case has them from this package.
received_source = Table(
    "received_source",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("received", Integer, ForeignKey("received.seq"), nullable=False, index=True),
    Column("source_id", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("brought", Integer, nullable=False),
)

# A giver's word that a package is taken back, also where the package never came.
recalled = Table(
    "recalled",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("package", Text, nullable=False, index=True),
    Column("giver", Text, nullable=False),
    Column("version", Integer, ForeignKey("entry.version"), nullable=False),
)


def _keep_questions(connection: Connection) -> None:
    metadata.create_all(connection, tables=[kept, kept_row])


def _share_packages(connection: Connection) -> None:
    metadata.create_all(connection, tables=[partner_key, gift, received, received_source, recalled])


def _let_judgements_be_undone(connection: Connection) -> None:
    for statement in (
        "ALTER TABLE judgement ADD COLUMN origin INTEGER",
        "ALTER TABLE judgement ADD COLUMN undone INTEGER REFERENCES entry (version)",
        f"ALTER TABLE judgement ADD COLUMN party TEXT GENERATED ALWAYS AS ({PARTY}) VIRTUAL",
        "UPDATE judgement SET origin = version",
        "CREATE INDEX ix_judgement_version ON judgement (version)",
        "CREATE INDEX ix_judgement_superseded ON judgement (superseded) WHERE superseded NOT NULL",
    ):
        connection.exec_driver_sql(statement)


# From a version to the step that makes the next one of it.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: _let_judgements_be_undone,
    2: _keep_questions,
    3: _share_packages,
}
