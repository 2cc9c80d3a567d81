"""Statements as columns: one batch of a source, ready for the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RECORD_SCHEMA", "Batch", "EntityTable", "LinkTable", "Rejected"]

RECORD_SCHEMA = pl.Schema({"record": pl.Int32(), "locator": pl.String()})


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that gave no statement, and why.

    Attributes:
        locator: Its place in the file (design §4 b).
        column: The column at fault; empty where it is the whole line.
        code: The reason in one word: column_count, missing_id, missing_value,
            bad_date, broken_number, bad_value, control_char, bad_encoding,
            bad_quotes, bad_json, wrong_type, too_long, repeated_header, not_booked,
            out_of_order, contradicts.
        reason: The same in words, without the value.
        raw: The line as it came, for mending; bytes that are no text are kept as
            surrogates.
    """

    locator: str
    column: str
    code: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class EntityTable:
    """Statements that entities of one kind exist with these properties.

    Attributes:
        kind: Name of a kind of the schema.
        frame: One row a statement: ``record`` (number within the source), ``id``,
            and the properties that the mapping fills.
    """

    kind: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Statements that links of one shape hold.

    Attributes:
        type: Name of a link type of the schema.
        start: Kind of the entities they come from.
        end: Kind of the entities they go to.
        frame: One row a statement: ``record``, ``link_id``, ``from_id``, ``to_id``,
            and properties.
    """

    type: str
    start: str
    end: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run of lines said.

    Attributes:
        read: Records read: stored plus rejected.
        records: Columns ``record`` and ``locator``; mentions inside a record have
            rows of their own, beyond ``read``.
        entities: Statements about entities.
        links: Statements about links.
        rejected: Lines that gave none.
    """

    read: int
    records: pl.DataFrame
    entities: Sequence[EntityTable] = field(default_factory=tuple)
    links: Sequence[LinkTable] = field(default_factory=tuple)
    rejected: Sequence[Rejected] = field(default_factory=tuple)
