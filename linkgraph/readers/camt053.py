"""ISO 20022 bank statements: camt.053, and camt.052 which has the same entries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.lines import has_control
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["COLUMNS", "Camt053"]

COLUMNS = (
    "statement", "account", "owner", "entry_reference", "reference", "end_to_end", "amount",
    "currency", "booked_amount", "booked_currency", "direction", "reversal", "status",
    "booked_at", "value_date", "channel", "payer_account", "payer_name", "payee_account",
    "payee_name", "remark",
)  # fmt: skip
_CREDIT = "CRDT"


class Camt053:
    """One record an entry, or a transaction detail where an entry holds several."""

    name = "camt.053"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:  # noqa: ARG002
        """Yield the entries; a place is ``Ntry[12]``, or ``Ntry[12]/TxDtls[2]`` inside a batch."""
        check_readable(path)
        rows: list[tuple[str, dict[str, str]]] = []
        for found in _entries(path):
            rows.append(found)
            if len(rows) == BATCH_RECORDS:
                yield _batch(rows)
                rows = []
        yield _batch(rows)


def _batch(rows: list[tuple[str, dict[str, str]]]) -> RawBatch:
    good = [(place, row) for place, row in rows if not has_control("".join(row.values()))]
    kept = {place for place, _ in good}
    bad = [
        Rejected(
            place, "", "control_char", "a control character inside the entry", "\t".join(row.values())
        )
        for place, row in rows
        if place not in kept
    ]
    columns: dict[str, list[Cell]] = {name: [row[name] for _, row in good] for name in COLUMNS}
    return RawBatch([place for place, _ in good], columns, bad)


def _entries(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - only statements need it

    number = 0
    account, owner, statement = "", "", ""
    seen = False
    try:
        for _, element in iterparse(path, events=("end",), forbid_dtd=True):
            tag = _tag(element)
            seen = seen or tag in {"BkToCstmrStmt", "BkToCstmrAcctRpt", "Stmt", "Rpt", "GrpHdr"}
            if tag == "Acct" and not account:
                account, owner = _account(element), _find(element, "Ownr/Nm")
            elif tag == "Id" and not len(element) and not statement and not account:
                statement = element.text or ""
            elif tag == "Ntry":
                number += 1
                yield from _rows(element, number, (statement, account, owner))
                element.clear()
            elif tag in {"Stmt", "Rpt"}:
                account, owner, statement = "", "", ""
                element.clear()
    except DefusedXmlException as cause:
        raise SourceError(
            "the XML declares entities or a document type: it may be an attack",
            where=path.name,
            remedy="Ask the bank for a plain camt.053 file.",
        ) from cause
    except (ParseError, UnicodeDecodeError, ValueError) as cause:
        raise SourceError(
            "the XML is damaged or cut short",
            where=path.name,
            remedy="Ask its sender for it again.",
        ) from cause
    if not seen:
        raise SourceError(
            "this is XML, but no camt.053 statement", where=path.name, remedy="Choose another --mapping."
        )


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element | None, path: str) -> Element | None:
    """Return the element at a path of local names; namespaces are ignored."""
    for step in path.split("/"):
        if element is None:
            return None
        element = next((child for child in element if _tag(child) == step), None)
    return element


def _find(element: Element | None, *paths: str) -> str:
    for path in paths:
        found = _child(element, path)
        if found is not None and (found.text or "").strip():
            return (found.text or "").strip()
    return ""


def _account(element: Element | None) -> str:
    return _find(element, "Id/IBAN", "Id/Othr/Id")


def _rows(
    entry: Element, number: int, around: tuple[str, str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    details = [
        detail
        for group in entry
        if _tag(group) == "NtryDtls"
        for detail in group
        if _tag(detail) == "TxDtls"
    ]
    for position, detail in enumerate(details or [entry], 1):
        place = f"Ntry[{number}]" + (f"/TxDtls[{position}]" if len(details) > 1 else "")
        yield place, _row(entry, detail, around, alone=len(details) <= 1)


def _row(
    entry: Element, detail: Element, around: tuple[str, str, str], *, alone: bool
) -> dict[str, str]:
    statement, account, owner = around
    parties = _child(detail, "RltdPties")
    direction = _find(detail, "CdtDbtInd") or _find(entry, "CdtDbtInd")
    own = None if alone else _child(detail, "Amt")
    booked = _child(entry, "Amt") if own is None else own
    told = _child(detail, "AmtDtls/InstdAmt/Amt")
    amount = booked if told is None else told
    ours = (account, owner)
    side = "Dbtr" if direction == _CREDIT else "Cdtr"
    theirs = (
        _account(_child(parties, f"{side}Acct")),
        _find(parties, f"{side}/Nm", f"{side}/Pty/Nm"),
    )
    payer, payee = (theirs, ours) if direction == _CREDIT else (ours, theirs)
    return {
        "statement": statement,
        "account": account,
        "owner": owner,
        "entry_reference": _find(entry, "NtryRef"),
        "reference": _find(detail, "Refs/AcctSvcrRef") or _find(entry, "AcctSvcrRef"),
        "end_to_end": _find(detail, "Refs/EndToEndId"),
        "amount": _amount(amount),
        "currency": "" if amount is None else amount.get("Ccy", ""),
        "booked_amount": _amount(booked),
        "booked_currency": "" if booked is None else booked.get("Ccy", ""),
        "direction": direction,
        "reversal": _find(entry, "RvslInd"),
        "status": _find(entry, "Sts/Cd", "Sts"),
        "booked_at": _find(entry, "BookgDt/DtTm", "BookgDt/Dt"),
        "value_date": _find(entry, "ValDt/Dt", "ValDt/DtTm"),
        "channel": _find(entry, "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Cd"),
        "payer_account": payer[0],
        "payer_name": payer[1],
        "payee_account": payee[0],
        "payee_name": payee[1],
        "remark": _find(detail, "RmtInf/Ustrd"),
    }


def _amount(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
