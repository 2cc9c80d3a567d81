"""ISO 20022 bank statements: camt.053, camt.052 and camt.054, which have the same entries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.bounded import Bounded
from linkgraph.readers.camt_entry import COLUMNS, Entry, Statement, account_of, entries_of, text_at
from linkgraph.readers.unpacked import open_unpacked
from linkgraph.statements import Rejected
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Camt053"]

_MESSAGES = {"BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"}
_STATEMENTS = {"Stmt", "Rpt", "Ntfctn"}


class Camt053:
    """One record an entry, or a transaction detail where an entry holds several.

    Entries that the bank has not booked (pending, for information) are set aside:
    they may never become payments.
    """

    name = "camt.053"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:  # noqa: ARG002
        """Yield the entries; a place is ``Ntry[12]``, or ``Ntry[12]/TxDtls[2]`` inside a batch.

        Entries are counted through the file, over all its statements.
        """
        check_readable(path)
        entries: list[Entry] = []
        for entry in _entries(path):
            entries.append(entry)
            if len(entries) == BATCH_RECORDS:
                yield _batch(entries)
                entries = []
        yield _batch(entries)


def _batch(entries: list[Entry]) -> RawBatch:
    good: list[Entry] = []
    bad: list[Rejected] = []
    for entry in entries:
        fault = _fault(entry)
        if fault:
            bad.append(Rejected(entry.locator, *fault, "\t".join(entry.fields.values())))
        else:
            good.append(entry)
    columns: dict[str, list[Cell]] = {
        name: [entry.fields[name] for entry in good] for name in COLUMNS
    }
    return RawBatch([entry.locator for entry in good], columns, bad)


def _fault(entry: Entry) -> tuple[str, str, str] | None:
    """Return column, code and reason of what is wrong with an entry."""
    fields = entry.fields
    if control_character("".join(fields.values())):
        return "", "control_char", "a control character inside the entry"
    if fields["status"] not in {"", "BOOK"}:
        return "status", "not_booked", "an entry that the bank has not booked"
    if fields["direction"] not in {"CRDT", "DBIT"}:
        return "direction", "bad_value", "neither a credit nor a debit"
    return None


def _entries(path: Path) -> Iterator[Entry]:
    from defusedxml.common import DefusedXmlException

    try:
        with open_unpacked(path) as file:
            yield from _parsed(Bounded(file, b"<", path), path)
    except DefusedXmlException as cause:
        raise SourceError(
            "the XML declares entities or a document type: it may be an attack",
            where=path.name,
            remedy="Ask the bank for a plain camt.053 file.",
        ) from cause
    except (ParseError, LookupError, ValueError) as cause:
        raise SourceError(
            "the XML is damaged or cut short",
            where=path.name,
            remedy="Ask its sender for it again.",
        ) from cause


def _parsed(file: Bounded, path: Path) -> Iterator[Entry]:
    from defusedxml.ElementTree import iterparse

    number = 0
    statement = Statement()
    above: list[Element] = []
    tags: set[str] = set()
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            above.append(element)
            tags.add(_tag(element))
            continue
        above.pop()
        if _tag(element) in _STATEMENTS:
            statement = Statement()
        if not above or _tag(above[-1]) not in _STATEMENTS:
            continue
        if _tag(element) == "Ntry":
            number += 1
            yield from entries_of(element, number, statement)
            # Else a file of a million entries would stand in memory as empty shells.
            above[-1].remove(element)
        else:
            statement = _about(statement, element)
    if not tags & _MESSAGES:
        raise SourceError(
            "this is XML, but no camt.053 statement",
            where=path.name,
            remedy="Choose another --mapping.",
        )


def _about(statement: Statement, element: Element) -> Statement:
    """Return a statement with what one of its elements says of it, which stand before entries."""
    if _tag(element) == "Id":
        return statement._replace(id=(element.text or "").strip())
    if _tag(element) == "Acct":
        owner = text_at(element, "Ownr/Nm", "Ownr/Pty/Nm")
        return statement._replace(account=account_of(element), owner=owner)
    return statement


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
