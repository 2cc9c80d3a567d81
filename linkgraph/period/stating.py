"""What people stated, in words, so that one source of theirs is told from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.schema import load_schema
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.ledger import Ledger, SourceRow

__all__ = ["what_is_stated"]

# How each kind is called and what tells one from another, the first kind that a source holds.
_TOLD_BY = {
    "JointPeriod": ("joint period", ("reference",)),
    "PeriodPhase": ("phase", ("period", "phase")),
    "PhaseFreeze": ("frozen", ("period", "phase")),
    "FocalPoint": ("focal point", ("period", "country")),
    "InvestigationPlan": ("investigation plan", ("reference",)),
    "PlanReadiness": ("found ready: plan", ("plan",)),
    "TaskProgress": ("task", ("plan", "reference", "task_state")),
    "PlanTask": ("task", ("plan", "reference")),
    "Lesson": ("lesson", ("period", "plan")),
    "Enquiry": ("enquiry", ("native_ids",)),
    "EnquiryAnswer": ("enquiry", ("enquiry",)),
    "Outcome": ("outcome", ("outcome_kind", "native_ids")),
}
_REFERRED_TO = {"InvestigationPlan": "reference", "Enquiry": "native_ids"}
# What a step of an enquiry says, the last of them first.
_STEPS = ("closed", "answered", "sent")


def what_is_stated(ledger: Ledger, rows: Iterable[SourceRow]) -> dict[str, str]:
    """Return what each source says that somebody stated: a period, a step of an enquiry, a role.

    Args:
        ledger: The truth.
        rows: The sources that count.

    Returns:
        By source id, by reference or id and never by name: ``enquiry E-7 sent``,
        ``suspect: person:2c…``. Of files nothing.

    Note:
        Where people stated something two passes over the kinds that periods are made of, and one
        over what they stated.
    """
    held = list(rows)
    stated = {row.seq: row.source.id for row in held if is_stated(row.source.file)}
    if not stated:
        return {}
    called = _called(ledger, [row.seq for row in held])
    found: dict[int, tuple[int, str]] = {}
    order = list(_TOLD_BY)
    for table in ledger.tables(part="entity", names=order, sources=list(stated)):
        at = order.index(table.name)
        if at < found.get(table.source, (len(order), ""))[0] and table.frame.height:
            found[table.source] = at, _in_words(table.name, table.frame.row(0, named=True), called)
    words = {seq: text for seq, (_, text) in found.items()}
    words |= _of_entities(ledger, stated.keys() - words.keys())
    return {stated[seq]: text for seq, text in sorted(words.items())}


def _called(ledger: Ledger, numbers: Collection[int]) -> dict[str, str]:
    """Return what plans and enquiries are called, by id."""
    found = {}
    for table in ledger.tables(part="entity", names=list(_REFERRED_TO), sources=numbers):
        column = _REFERRED_TO[table.name]
        if column in table.frame.columns:
            for one, name in table.frame.select("id", column).drop_nulls().iter_rows():
                found[one] = _flat(name)
    return found


def _in_words(kind: str, row: Mapping[str, Any], called: Mapping[str, str]) -> str:
    word, columns = _TOLD_BY[kind]
    told = [_flat(row.get(column)) for column in columns]
    if kind == "Enquiry":
        step = next((step for step in _STEPS if row.get(step)), "")
        told = [called.get(row["id"], ""), step or ("drafted" if row.get("from_country") else "")]
    told = [called.get(one, one) for one in told]
    return " ".join(filter(None, [word, *told]))


def _flat(value: Any) -> str:
    held = value if isinstance(value, list) else [value]
    return next((str(one) for one in held if one), "")


def _of_entities(ledger: Ledger, numbers: Collection[int]) -> dict[int, str]:
    """Return what is stated of entities: their roles and the like, else that two of them are one."""
    if not numbers:
        return {}
    roles = {link: role for role, link in load_schema().roles.items()}
    told: dict[int, str] = {}
    for table in ledger.tables(part="link", sources=list(numbers)):
        row = table.frame.row(0, named=True)
        says = roles.get(table.name) or table.name.replace("_", " ").lower()
        says = f"consent {row['consent']}" if "consent" in row else says
        says = f"{says}: {row['from_id']}"
        told[table.source] = "; ".join(filter(None, [told.get(table.source, ""), says]))
    ids: dict[int, list[str]] = {}
    for table in ledger.tables(part="entity", sources=list(numbers - told.keys())):
        ids.setdefault(table.source, []).extend(table.frame["id"])
    return told | {seq: f"one: {', '.join(sorted(held))}" for seq, held in ids.items()}
