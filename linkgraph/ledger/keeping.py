"""The ledger's part that keeps questions with what they last gave, for as long as it may be known."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import delete, func, select, update

from linkgraph.errors import InputError
from linkgraph.ledger import tables
from linkgraph.ledger.history import add_entry, current_version
from linkgraph.ledger.reading import read_tables
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row

    from linkgraph.ledger.connection import LedgerFile

__all__ = ["Keeping", "KeptQuestion", "KeptRow", "erase_kept", "kept_texts"]

# A country's code or a currency's is nobody.
_SHORTEST = 4
_MOMENT = re.compile(r"\d{4}-\d{2}(-\d{2})?(T[0-9:.]+Z)?$")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that a kept question gave.

    Attributes:
        identity: What tells it apart, as JSON.
        columns: Column to what it said, as JSON is read back.
        sources: Ids of the sources that it rests on.
    """

    identity: str
    columns: Mapping[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that is asked again.

    Attributes:
        name: What it is called; never who it is about.
        question: Its id in the catalogue.
        params: The parameters that it is asked with.
        asked: The ledger's version that it was last answered at.
        rows: How many rows of that answer are still kept.
        erased: How many went since, with sources that were withdrawn.
    """

    name: str
    question: str
    params: Mapping[str, Any] = field(default_factory=dict)
    asked: int = 0
    rows: int = 0
    erased: int = 0


class Keeping:
    """Questions that are asked again after imports."""

    _file: LedgerFile

    def keep(
        self,
        name: str,
        question: str,
        params: Mapping[str, Any],
        rows: Iterable[KeptRow],
        *,
        who: str,
    ) -> None:
        """Keep a question with what it gave; kept already just so, its rows are renewed.

        Args:
            name: Small letters, digits, ``-`` and ``_``.
            question: Its id in the catalogue.
            params: Its parameters, as plain values.
            rows: What it gave at the ledger's present version.
            who: Who keeps it.

        Raises:
            InputError: The name is none, or another question has it.
        """
        if not _NAME.fullmatch(name):
            raise InputError(
                "a kept question's name is small letters, digits, - and _, at most 60",
                remedy="Name what it looks for, never a person.",
            )
        told = json.dumps(params, sort_keys=True, ensure_ascii=False)
        with self._file.writing(large=True) as connection:
            held = _find(connection, name)
            if held is None:
                asked = add_entry(connection, who=who, action="kept", subject=question)
                row = {"name": name, "question": question, "params": told, "asked": asked}
                connection.execute(tables.kept.insert(), row | {"erased": 0})
            elif (held.question, held.params) != (question, told):
                raise InputError(
                    "another question is kept under this name",
                    remedy="Choose another, or `linkgraph alert drop` the former.",
                )
            _renew(connection, name, rows)

    def renew(self, name: str, rows: Iterable[KeptRow]) -> None:
        """Keep what a question gave now in place of what it gave before.

        Rows that rest on a source withdrawn since count as erased, and are not kept.

        Raises:
            InputError: No question is kept under the name.
        """
        with self._file.writing(large=True) as connection:
            _renew(connection, name, rows)
        self._file.empty_log()

    def drop_kept(self, name: str, *, who: str) -> None:
        """Forget a kept question and its rows, without a trace of them in the file.

        Raises:
            InputError: No question is kept under the name.
        """
        with self._file.writing() as connection:
            held = _named(connection, name)
            _forget(connection, held.seq)
            add_entry(connection, who=who, action="dropped", subject=held.question)
        self._file.empty_log()

    def kept(self) -> list[KeptQuestion]:
        """Return the questions that are kept, by name."""
        counted = (
            select(tables.kept_row.c.kept, func.count().label("rows"))
            .group_by(tables.kept_row.c.kept)
            .subquery()
        )
        query = (
            select(tables.kept, func.coalesce(counted.c.rows, 0).label("rows"))
            .outerjoin(counted, counted.c.kept == tables.kept.c.seq)
            .order_by(tables.kept.c.name)
        )
        with self._file.reading() as connection:
            return [
                KeptQuestion(
                    row.name, row.question, json.loads(row.params), row.asked, row.rows, row.erased
                )
                for row in connection.execute(query)
            ]

    def kept_rows(self, name: str) -> list[KeptRow]:
        """Return the rows that a kept question last gave, in their order; erased ones are gone.

        Raises:
            InputError: No question is kept under the name.
        """
        columns = tables.kept_row.c
        with self._file.reading() as connection:
            held = _named(connection, name)
            query = select(tables.kept_row).where(columns.kept == held.seq).order_by(columns.seq)
            return [
                KeptRow(row.identity, json.loads(row.columns), tuple(row.sources.split()))
                for row in connection.execute(query)
            ]


def _find(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(tables.kept).where(tables.kept.c.name == name)).first()


def _named(connection: Connection, name: str) -> Row[Any]:
    held = _find(connection, name)
    if held is None:
        raise InputError(
            "no question is kept under this name", remedy="`linkgraph alert list` shows the names."
        )
    return held


def _renew(connection: Connection, name: str, rows: Iterable[KeptRow]) -> None:
    held = _named(connection, name)
    connection.execute(delete(tables.kept_row).where(tables.kept_row.c.kept == held.seq))
    # Between an answer and its keeping a source may be withdrawn: nothing of it comes back.
    in_force = select(tables.source.c.id).where(tables.source.c.withdrawn.is_(None))
    known = set(connection.execute(in_force).scalars())
    told = list(rows)
    kept = [row for row in told if known.issuperset(row.sources)]
    made = [
        {
            "kept": held.seq,
            "identity": row.identity,
            "columns": json.dumps(row.columns, ensure_ascii=False),
            "sources": " ".join(row.sources),
        }
        for row in kept
    ]
    if made:
        connection.execute(tables.kept_row.insert(), made)
    connection.execute(
        update(tables.kept)
        .where(tables.kept.c.seq == held.seq)
        .values(asked=current_version(connection), erased=len(told) - len(kept))
    )


def _forget(connection: Connection, seq: int) -> None:
    connection.execute(delete(tables.kept_row).where(tables.kept_row.c.kept == seq))
    connection.execute(delete(tables.kept).where(tables.kept.c.seq == seq))


def kept_texts(connection: Connection, source: int) -> tuple[set[str], set[str]]:
    """Return texts in parameters of kept questions: those of this source alone, and of others.

    To be asked while the source's statements still stand.
    """
    wanted = {
        text for row in connection.execute(select(tables.kept.c.params)) for text in _texts(row[0])
    }
    numbers = select(tables.source.c.seq).where(
        tables.source.c.withdrawn.is_(None), tables.source.c.seq != source
    )
    elsewhere = _spoken_of(connection, wanted, list(connection.execute(numbers).scalars()))
    return _spoken_of(connection, wanted - elsewhere, [source]), elsewhere


def _texts(params: str) -> Iterator[str]:
    """Give the texts of parameters that may speak of somebody: no code, moment or link type."""
    schema = load_schema()
    words = {*schema.links, *schema.kinds}
    for value in json.loads(params).values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and len(one) >= _SHORTEST and not _MOMENT.match(one):
                yield from {one} - words


def _spoken_of(connection: Connection, texts: set[str], sources: Sequence[int]) -> set[str]:
    found: set[str] = set()
    if not texts:
        return found
    for table in read_tables(connection, sources=sources):
        for column in _text_columns(table.frame):
            low = column.str.to_lowercase()
            found |= {
                one for one in texts - found if low.str.contains(one.lower(), literal=True).any()
            }
        if found == texts:
            break
    return found


def _text_columns(frame: pl.DataFrame) -> Iterator[pl.Series]:
    for column in frame:
        held = column.explode() if isinstance(column.dtype, pl.List) else column
        if held.dtype == pl.String:
            yield held.drop_nulls()


def erase_kept(
    connection: Connection, source_id: str, texts: tuple[set[str], set[str]], *, who: str
) -> None:
    """Erase what kept questions hold of a source that is withdrawn.

    Rows that rest on it go. A question goes with it where its parameters hold a text that
    only this source spoke of, or where they hold one that no source speaks of so, and every
    row rested on it.

    Args:
        connection: Of a ledger, within the transaction of the withdrawal.
        source_id: The source.
        texts: As ``kept_texts`` gave.
        who: Who withdraws it.
    """
    rows = tables.kept_row.c
    alone, elsewhere = texts
    for held in connection.execute(select(tables.kept)).all():
        mine = rows.kept == held.seq
        gone = connection.execute(
            delete(tables.kept_row).where(
                mine, (" " + rows.sources + " ").contains(f" {source_id} ")
            )
        ).rowcount
        left = connection.execute(select(func.count()).where(mine)).scalar_one()
        named = set(_texts(held.params))
        if named & alone or (named - elsewhere and gone and not left):
            _forget(connection, held.seq)
            add_entry(connection, who=who, action="dropped", subject=held.question)
        elif gone:
            connection.execute(
                update(tables.kept)
                .where(tables.kept.c.seq == held.seq)
                .values(erased=held.erased + gone)
            )
