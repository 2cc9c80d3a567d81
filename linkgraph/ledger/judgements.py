"""Judgements put on record, taken back, and erased, a million at a time."""

# ruff: noqa: S608 - only this module's own words go into a text; values go beside it

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from linkgraph.errors import InputError
from linkgraph.ledger import tables
from linkgraph.ledger.decisions import PERSON, VERDICTS
from linkgraph.ledger.history import add_entry, current_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from linkgraph.ledger.decisions import Judgement

__all__ = [
    "ERASED_KEY",
    "RETIRED",
    "add_judgements",
    "erase_judgements",
    "judged_among",
    "undo_judgements",
]

# Where the ledger keeps the last version that erased judgements.
ERASED_KEY = "judgements_erased"
RETIRED = "retired"

_COLUMNS = "left_id, right_id, verdict, score, model, reasons, who, source_id"

_SAID = f"""
CREATE TEMP TABLE said (
    left_id TEXT NOT NULL, right_id TEXT NOT NULL, verdict TEXT NOT NULL, score REAL,
    model TEXT NOT NULL, reasons TEXT NOT NULL, who TEXT NOT NULL, source_id TEXT,
    party TEXT GENERATED ALWAYS AS ({tables.PARTY}) STORED)
"""
# Of several of one party on one pair, the last that was given counts.
_FRESH = f"""
CREATE TEMP TABLE fresh AS SELECT {_COLUMNS}, party
FROM (SELECT {_COLUMNS}, party, max(rowid) FROM said GROUP BY left_id, right_id, party) AS said
WHERE NOT EXISTS (
    SELECT 1 FROM judgement AS j
    WHERE j.left_id = said.left_id AND j.right_id = said.right_id AND j.superseded IS NULL
      AND j.party = said.party
      AND j.verdict = said.verdict AND j.score IS said.score AND j.model = said.model
      AND j.reasons = said.reasons AND j.source_id IS said.source_id)
"""
# What a source states stands while a newer word says the same: whoever sees that source alone
# would else miss it for a word that is withheld.
_STALE = """
CREATE TEMP TABLE stale AS SELECT j.seq AS seq FROM fresh CROSS JOIN judgement AS j
WHERE j.left_id = fresh.left_id AND j.right_id = fresh.right_id AND j.superseded IS NULL
  AND j.party = fresh.party
  AND (j.source_id IS NULL OR j.verdict <> fresh.verdict OR j.source_id IS fresh.source_id)
"""
_NO_LONGER_MADE = """
CREATE TEMP TABLE unmade AS SELECT seq FROM judgement AS j
WHERE j.superseded IS NULL AND j.model <> 'person' AND NOT EXISTS (
    SELECT 1 FROM said WHERE said.left_id = j.left_id AND said.right_id = j.right_id)
"""


def add_judgements(  # noqa: PLR0913
    connection: Connection,
    made: Iterable[Judgement],
    *,
    who: str,
    action: str,
    retire_models: bool = False,
    subject: str = "",
) -> int:
    """Put judgements on record under one version, writing only what is not in force already.

    Args:
        connection: Of a ledger, within a transaction.
        made: In any order; of several by one party on one pair the last counts.
        who: Who has them entered.
        action: The word for the history.
        retire_models: Whether a model's judgement on a pair that is not in ``made`` ends.
        subject: What the history says of it; the number of judgements where empty.

    Returns:
        The new version, or the present one where nothing changes.

    Raises:
        InputError: A verdict is none, an id is judged against itself, or the two are of
            different kinds.
    """
    run = connection.exec_driver_sql
    for name in ("said", "fresh", "stale", "unmade"):
        run(f"DROP TABLE IF EXISTS temp.{name}")
    run(_SAID)
    # The driver takes rows as they come: a list of a million would stand in memory.
    connection.connection.dbapi_connection.executemany(  # type: ignore[union-attr]
        f"INSERT INTO said ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        _rows(made),
    )
    run("CREATE INDEX temp.said_pair ON said (left_id, right_id, party)")
    run(_FRESH)
    run(_STALE)
    if retire_models:
        run(_NO_LONGER_MADE)
    else:
        run("CREATE TEMP TABLE unmade (seq INTEGER)")
    counts = [run(f"SELECT count(*) FROM {name}").scalar_one() for name in ("fresh", "unmade")]
    if not any(counts):
        return current_version(connection)
    version = add_entry(connection, who=who, action=action, subject=subject or f"{counts[0]}")
    _write(connection, version)
    return version


def _write(connection: Connection, version: int) -> None:
    at = connection.execute(
        select(tables.entry.c.at).where(tables.entry.c.version == version)
    ).scalar_one()
    run = connection.exec_driver_sql
    run(
        "UPDATE judgement SET superseded = ?"
        " WHERE seq IN (SELECT seq FROM stale UNION ALL SELECT seq FROM unmade)",
        (version,),
    )
    run(
        f"INSERT INTO judgement ({_COLUMNS}, at, version, origin)"
        f" SELECT {_COLUMNS}, ?, ?, ? FROM fresh",
        (at, version, version),
    )
    run(
        "INSERT INTO judgement (left_id, right_id, verdict, model, reasons, who, at,"
        " version, origin, superseded)"
        " SELECT left_id, right_id, ?, model, '[]', who, ?, ?, ?, ? FROM judgement"
        " WHERE seq IN (SELECT seq FROM unmade) ORDER BY left_id, right_id",
        (RETIRED, at, version, version, version),
    )


def _rows(made: Iterable[Judgement]) -> Iterator[tuple[object, ...]]:
    # A model's few codes recur in a million rows.
    told: dict[tuple[str, ...], str] = {}
    for one in made:
        if one.verdict not in VERDICTS:
            raise InputError("a judgement is same, different or unsure")
        left, right = sorted((one.left, one.right))
        if left == right:
            raise InputError("an entity is not judged against itself")
        if left.partition(":")[0] != right.partition(":")[0]:
            raise InputError("only two of one kind can be the same")
        reasons = told.get(one.reasons)
        if reasons is None:
            reasons = json.dumps(list(one.reasons), ensure_ascii=False)
            if one.model != PERSON:
                told[one.reasons] = reasons
        yield (left, right, one.verdict, one.score, one.model, reasons, one.who,
               one.source_id or None)  # fmt: skip


_TAKEN = """
CREATE TEMP TABLE taken AS
SELECT DISTINCT left_id, right_id, party FROM judgement WHERE undone = ?
"""
# Of what was decided on a pair and stands, the latest; its copies say the same.
_AGAIN = f"""
INSERT INTO judgement ({_COLUMNS}, at, origin, version)
SELECT {_COLUMNS}, at, origin, ? FROM (
    SELECT j.left_id, j.right_id, verdict, score, model, reasons, who, source_id, at,
           max(origin) AS origin
    FROM taken CROSS JOIN judgement AS j
    WHERE j.left_id = taken.left_id AND j.right_id = taken.right_id
      AND j.party = taken.party AND undone IS NULL
    GROUP BY j.left_id, j.right_id, taken.party
    HAVING sum(superseded IS NULL) = 0)
WHERE verdict <> '{RETIRED}' ORDER BY left_id, right_id
"""


def undo_judgements(  # noqa: PLR0913
    connection: Connection,
    version: int | None,
    *,
    who: str,
    reason: str,
    pair: tuple[str, str] | None = None,
    all_: bool = False,
) -> int:
    """Take judgements back; what they had superseded is in force again.

    Nothing is edited away: as of an earlier version all is as it was then.

    Args:
        connection: Of a ledger, within a transaction.
        version: All that it decided; where None, with neither ``pair`` nor ``all_``, the
            latest that decided anything.
        who: Who takes it back.
        reason: Why.
        pair: Only the latest judgement in force on these two ids.
        all_: Every judgement there is.

    Returns:
        The new version.

    Raises:
        InputError: There is nothing of the kind to take back.
    """
    run = connection.exec_driver_sql
    where, params, subject = _what(connection, version, pair, all_=all_)
    if not run(f"SELECT 1 FROM judgement WHERE {where} LIMIT 1", params).first():
        raise InputError(
            "there is no judgement to take back",
            remedy="`linkgraph resolve judgements` lists them.",
        )
    made = add_entry(connection, who=who, action="undid", subject=subject, reason=reason)
    run(f"UPDATE judgement SET undone = ? WHERE {where}", (made, *params))
    run("DROP TABLE IF EXISTS temp.taken")
    run(_TAKEN, (made,))
    run("UPDATE judgement SET superseded = ? WHERE undone = ? AND superseded IS NULL", (made, made))
    run(_AGAIN, (made,))
    return made


def _what(
    connection: Connection, version: int | None, pair: tuple[str, str] | None, *, all_: bool
) -> tuple[str, tuple[object, ...], str]:
    """Return the condition on the rows to take back, its parameters, and words for the history."""
    run = connection.exec_driver_sql
    if all_:
        return "undone IS NULL", (), "all"
    if pair is not None:
        ends = tuple(sorted(pair))
        latest = run(
            "SELECT origin, party FROM judgement WHERE left_id = ? AND right_id = ?"
            " AND superseded IS NULL ORDER BY origin DESC, seq DESC LIMIT 1",
            ends,
        ).first()
        found = tuple(latest) if latest else (0, "")
        where = "left_id = ? AND right_id = ? AND origin = ? AND party = ? AND undone IS NULL"
        # Ids stay out of the history, which outlives what it speaks of.
        return where, (*ends, *found), f"one pair of version {found[0]}"
    if version is None:
        version = run("SELECT max(origin) FROM judgement WHERE undone IS NULL").scalar() or 0
    return "origin = ? AND undone IS NULL", (version,), f"version {version}"


def erase_judgements(
    connection: Connection, source_id: str, gone: Iterable[str], version: int
) -> int:
    """Erase the judgements that came with a source, or that speak of what is no longer there.

    A judgement that an erased one had superseded is in force again.

    Args:
        connection: Of a ledger, within a transaction.
        source_id: The source that is withdrawn.
        gone: Ids that no source states any more.
        version: The version that erases.

    Returns:
        How many rows were erased.
    """
    run = connection.exec_driver_sql
    _lay_out(connection, gone)
    erased = run(
        "DELETE FROM judgement WHERE seq IN ("
        "SELECT seq FROM asked CROSS JOIN judgement ON left_id = id"
        " UNION SELECT seq FROM asked CROSS JOIN judgement ON right_id = id)"
    ).rowcount
    with_source = run(
        "SELECT seq, left_id, right_id, party, version, superseded"
        " FROM judgement WHERE source_id = ? ORDER BY seq",
        (source_id,),
    ).all()
    for row in with_source:
        run(
            "UPDATE judgement SET superseded = ? WHERE left_id = ? AND right_id = ?"
            " AND party = ? AND superseded = ?",
            (row.superseded, row.left_id, row.right_id, row.party, row.version),
        )
        run("DELETE FROM judgement WHERE seq = ?", (row.seq,))
    if erased + len(with_source):
        run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (ERASED_KEY, str(version)))
    return erased + len(with_source)


def judged_among(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of some ids that any judgement, in force or not, speaks of."""
    _lay_out(connection, ids)
    rows = connection.exec_driver_sql(
        "SELECT id FROM asked WHERE EXISTS (SELECT 1 FROM judgement WHERE left_id = id)"
        " OR EXISTS (SELECT 1 FROM judgement WHERE right_id = id)"
    )
    return {row[0] for row in rows}


def _lay_out(connection: Connection, ids: Iterable[str]) -> None:
    """Put ids into a table of this connection's own, called ``asked``."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.asked")
    connection.exec_driver_sql("CREATE TEMP TABLE asked (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.connection.dbapi_connection.executemany(  # type: ignore[union-attr]
        "INSERT OR IGNORE INTO asked VALUES (?)", ((one,) for one in ids)
    )
