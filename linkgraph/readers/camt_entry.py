"""One entry of a bank statement as fields: who paid whom how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["COLUMNS", "Entry", "Statement", "account_of", "entries_of", "text_at"]

COLUMNS = (
    "statement", "account", "owner", "entry_reference", "reference", "end_to_end", "amount",
    "currency", "booked_amount", "booked_currency", "direction", "reversal", "status",
    "booked_at", "value_date", "channel", "payer_account", "payer_name", "payee_account",
    "payee_name", "remark",
)  # fmt: skip


class Statement(NamedTuple):
    """What stands around an entry."""

    id: str = ""
    account: str = ""
    owner: str = ""


class Entry(NamedTuple):
    """One payment of a statement: its place, and a text for each of ``COLUMNS``."""

    locator: str
    fields: dict[str, str]


def entries_of(entry: Element, number: int, statement: Statement) -> Iterator[Entry]:
    """Yield the payments of an entry: itself, or each detail of a batch.

    A detail of a batch that states no amount of its own has none: the sum of the
    batch is nobody's payment.
    """
    details = [
        detail
        for group in entry
        if _tag(group) == "NtryDtls"
        for detail in group
        if _tag(detail) == "TxDtls"
    ]
    for position, detail in enumerate(details or [entry], 1):
        several = len(details) > 1
        place = f"Ntry[{number}]" + (f"/TxDtls[{position}]" if several else "")
        yield Entry(place, _fields(entry, detail, statement, several=several))


def _fields(
    entry: Element, detail: Element, statement: Statement, *, several: bool
) -> dict[str, str]:
    fields = dict.fromkeys(COLUMNS, "")
    direction = (several and text_at(detail, "CdtDbtInd")) or text_at(entry, "CdtDbtInd")
    reversal = text_at(entry, "RvslInd") in {"true", "1"}
    fields |= _amounts(entry, detail, several=several)
    fields |= _parties(detail, statement, credited=direction == "CRDT", reversal=reversal)
    reference = text_at(detail, "Refs/AcctSvcrRef") or ("" if several else _reference(entry))
    return fields | {
        "statement": statement.id,
        "account": statement.account,
        "owner": statement.owner,
        "entry_reference": text_at(entry, "NtryRef"),
        # The bank may give a reversal the reference of what it takes back.
        "reference": f"{reference} reversal" if reference and reversal else reference,
        "end_to_end": text_at(detail, "Refs/EndToEndId"),
        "direction": direction,
        "reversal": "true" if reversal else "",
        "status": text_at(entry, "Sts/Cd", "Sts/Prtry", "Sts"),
        "booked_at": text_at(entry, "BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt"),
        "value_date": text_at(entry, "ValDt/Dt", "ValDt/DtTm"),
        "channel": _channel(detail) or _channel(entry),
        "remark": " ".join(_all_texts(detail, "RmtInf/Ustrd")) or text_at(entry, "AddtlNtryInf"),
    }


def _reference(entry: Element) -> str:
    return text_at(entry, "AcctSvcrRef")


def _amounts(entry: Element, detail: Element, *, several: bool) -> dict[str, str]:
    """Return what was booked, and what was paid where that was in another currency."""
    booked = _child(entry, "Amt")
    if several:
        own = _child(detail, "Amt")
        booked = _child(detail, "AmtDtls/TxAmt/Amt") if own is None else own
    told = _child(detail, "AmtDtls/InstdAmt/Amt")
    paid = booked if told is None else told
    return {
        "amount": _text(paid),
        "currency": "" if paid is None else paid.get("Ccy", ""),
        "booked_amount": _text(booked),
        "booked_currency": "" if booked is None else booked.get("Ccy", ""),
    }


def _parties(
    detail: Element, statement: Statement, *, credited: bool, reversal: bool
) -> dict[str, str]:
    """Return payer and payee: the statement's own account, and the other side.

    The parties of a reversal are those of the payment that it takes back, while
    its own direction says which way the money goes now.
    """
    parties = _child(detail, "RltdPties")
    side = "Dbtr" if credited != reversal else "Cdtr"
    other = account_of(_child(parties, f"{side}Acct"))
    name = text_at(parties, f"{side}/Nm", f"{side}/Pty/Nm")
    ours, theirs = (statement.account, statement.owner), (other, name)
    payer, payee = (theirs, ours) if credited else (ours, theirs)
    return {
        "payer_account": payer[0],
        "payer_name": payer[1],
        "payee_account": payee[0],
        "payee_name": payee[1],
    }


def _channel(element: Element) -> str:
    """Return the bank's own code of a transaction, or ISO's three as one text."""
    own = text_at(element, "BkTxCd/Prtry/Cd")
    domain = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")
    return own or " ".join(filter(None, (text_at(element, path) for path in domain)))


def account_of(element: Element | None) -> str:
    """Return the number of an account element: its IBAN, or the bank's own."""
    return text_at(element, "Id/IBAN", "Id/Othr/Id")


def text_at(element: Element | None, *paths: str) -> str:
    """Return the first text that is not blank at one of the paths of local names."""
    for path in paths:
        found = _text(_child(element, path))
        if found:
            return found
    return ""


def _all_texts(element: Element, path: str) -> list[str]:
    parent, _, last = path.rpartition("/")
    above = _child(element, parent)
    return [_text(child) for child in above if _tag(child) == last] if above is not None else []


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element | None, path: str) -> Element | None:
    """Return the element at a path of local names; namespaces are ignored."""
    for step in path.split("/"):
        if element is None:
            return None
        element = next((child for child in element if _tag(child) == step), None)
    return element


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
