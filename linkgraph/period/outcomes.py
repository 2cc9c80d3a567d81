"""What was achieved in a joint period, row by row, as its sources tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from linkgraph.period.passed_on import passed_on_by_others
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from linkgraph.ledger import Ledger, SourceRow, StoredTable

__all__ = [
    "ENQUIRIES",
    "MOST_COUNTED",
    "PEOPLE",
    "VICTIMS",
    "WITHIN_DAYS",
    "OutcomeRow",
    "place_of",
    "read_decisions",
    "read_outcomes",
]

# Kinds whose cells are held back below a number when they leave.
VICTIMS = ("victims_assisted", "victims_identified")
# Kinds that count people: whoever is counted twice within some days is one.
PEOPLE = (*VICTIMS, "suspects_identified", "arrests")
ENQUIRIES = "enquiries_made"
# More is a slip of whoever types it, or meant to drown what is true.
MOST_COUNTED = 1_000_000
# Days within which two reports of one person are one outcome, unless told otherwise.
WITHIN_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One line that tells of an outcome.

    Attributes:
        id: The outcome's id; lines of one reference and kind of one originator share it.
        kind: One of the schema's ``outcome_kind``.
        reference: Its number with those who report it; empty where they gave none.
        count: How many it counts; 1 where it does not say.
        amount_minor: Money restrained, in minor units; None where none is told.
        currency: Its currency; else empty.
        day: Day, month or year it happened, ISO; empty where unknown.
        countries: Whose outcome it is, sorted; the originator's where it names none.
        agency: The agency, as written; may be empty.
        period: Reference of the joint period; empty where it names none.
        plan: Reference of the investigation plan; may be empty.
        evidence: Source or document that shows it, as written.
        subjects: Whom and what it concerns, entity ids, sorted.
        originator: Who reports it.
        source: Id of the source.
        order: Number of the source in the ledger: what came later supersedes.
        file: Name of the source's file.
        locator: Place in it.
        handling: Of the source (``H2 AMBER``).
        recorded: Whether it is an enquiry of the case rather than a line that counts some.
        passed_on: Whether somebody gave the source who is not its originator.
    """

    id: str
    kind: str
    reference: str
    count: int
    amount_minor: int | None
    currency: str
    day: str
    countries: tuple[str, ...]
    agency: str
    period: str
    plan: str
    evidence: str
    subjects: tuple[str, ...]
    originator: str
    source: str
    order: int
    file: str
    locator: str
    handling: str
    recorded: bool = False
    passed_on: bool = False

    @property
    def can_be(self) -> bool:
        """Whether so many can be meant; a package may tell any whole number, below none too."""
        return 0 <= self.count <= MOST_COUNTED and (self.amount_minor or 0) >= 0


def read_outcomes(
    ledger: Ledger, rows: Iterable[SourceRow], entity_of: Callable[[str], str] = str
) -> list[OutcomeRow]:
    """Return the outcome lines of some sources, the enquiries that were sent among them.

    Args:
        ledger: The truth.
        rows: The only sources that are looked at.
        entity_of: From a record of a person to the entity that it is part of.

    Returns:
        By kind, source and place. An enquiry is one line for each source that tells of it.
    """
    sources = {row.seq: row for row in rows}
    if not sources:
        return []
    told = [
        (table, row)
        for table in ledger.tables(part="entity", names=["Outcome", "Enquiry"], sources=sources)
        for row in table.frame.iter_rows(named=True)
    ]
    if not told:
        return []
    places = _places(ledger, {table.source for table, _ in told})
    own = {(table.source, row["record"], row["id"]) for table, row in told if _tells(row)}
    subjects = _subjects(ledger, sources, entity_of, own)
    others = passed_on_by_others(ledger, sources.values())
    made = [
        replace(one, passed_on=one.order in others)
        for one in (
            *_lines(told, sources, places, subjects),
            *_enquiries(told, sources, places, subjects),
        )
    ]
    return sorted(made, key=lambda one: (one.kind, one.order, place_of(one.locator), one.id))


def read_decisions(ledger: Ledger, rows: Iterable[SourceRow]) -> dict[tuple[str, str], bool]:
    """Return the pairs of outcomes that people decided on: one, or two; the last word holds."""
    numbers = [row.seq for row in rows]
    found: dict[tuple[str, str], bool] = {}
    tables = ledger.tables(part="link", names=["SAME_OUTCOME"], sources=numbers)
    for table in sorted(tables, key=lambda one: one.source):
        for one, other, holds in table.frame.select("from_id", "to_id", "holds").iter_rows():
            found[min(one, other), max(one, other)] = holds
    return found


_Key = tuple[int, int]
_Told = tuple["StoredTable", dict[str, Any]]


def _places(ledger: Ledger, numbers: set[int]) -> dict[_Key, str]:
    return {
        (table.source, record): locator
        for table in ledger.tables(part="record", sources=numbers)
        for record, locator in table.frame.select("record", "locator").iter_rows()
    }


def _tells(row: Mapping[str, Any]) -> bool:
    return bool(row.get("outcome_kind") or row.get("sent"))


def _subjects(
    ledger: Ledger,
    numbers: Iterable[int],
    entity_of: Callable[[str], str],
    own: set[tuple[int, int, str]],
) -> dict[tuple[int, int, str], set[str]]:
    """Return whom each line concerns; what a record says of it apart holds for all its lines."""
    found: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    apart: dict[tuple[int, str], set[str]] = defaultdict(set)
    for table in ledger.tables(part="link", names=["CONCERNS"], sources=numbers):
        if table.start not in {"Outcome", "Enquiry"}:
            continue
        for record, one, about in table.frame.select("record", "from_id", "to_id").iter_rows():
            line = (table.source, record, one)
            held = found[line] if line in own else apart[table.source, one]
            held.add(entity_of(about))
    return {line: found[line] | apart[line[0], line[2]] for line in own}


def _lines(
    told: Sequence[_Told],
    sources: Mapping[int, SourceRow],
    places: Mapping[_Key, str],
    subjects: Mapping[tuple[int, int, str], set[str]],
) -> Iterator[OutcomeRow]:
    for table, row in told:
        if table.name != "Outcome" or not row.get("outcome_kind"):
            continue
        held = sources[table.source]
        count = row.get("count")
        yield OutcomeRow(
            id=row["id"],
            kind=row["outcome_kind"],
            reference=_first(row.get("native_ids")),
            count=1 if count is None else count,
            amount_minor=row.get("amount_minor"),
            currency=row.get("currency") or "",
            day=row.get("day") or "",
            countries=_countries(row.get("countries"), held),
            agency=row.get("agency") or "",
            period=row.get("period") or "",
            plan=row.get("plan") or "",
            evidence="; ".join(row.get("evidence") or ()),
            subjects=tuple(sorted(subjects.get((table.source, row["record"], row["id"]), ()))),
            locator=places[table.source, row["record"]],
            **_marks(held),
        )


def _enquiries(
    told: Sequence[_Told],
    sources: Mapping[int, SourceRow],
    places: Mapping[_Key, str],
    subjects: Mapping[tuple[int, int, str], set[str]],
) -> Iterator[OutcomeRow]:
    """Yield each enquiry once a source, whatever lines of it name a subject each."""
    held: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for table, row in told:
        if table.name == "Enquiry":
            held[table.source, row["id"]].append(row)
    for (number, one), rows in held.items():
        # A draft was never made; a bare id is named for its links alone.
        sent = next((row["sent"] for row in rows if row.get("sent")), "")
        if not sent:
            continue
        told_of = {key: value for row in rows for key, value in row.items() if value is not None}
        about = {i for row in rows for i in subjects.get((number, row["record"], one), ())}
        by = told_of.get("from_country")
        yield OutcomeRow(
            id=one,
            kind=ENQUIRIES,
            reference=_first(told_of.get("native_ids")),
            count=1,
            amount_minor=None,
            currency="",
            day=sent,
            countries=_countries([by] if by else None, sources[number]),
            agency=told_of.get("from_agency") or "",
            period=told_of.get("period") or "",
            plan=told_of.get("plan") or "",
            evidence="",
            subjects=tuple(sorted(about)),
            locator=places[number, min(row["record"] for row in rows)],
            recorded=True,
            **_marks(sources[number]),
        )


def _marks(row: SourceRow) -> dict[str, Any]:
    return {
        "originator": str(row.source.originator),
        "source": row.source.id,
        "order": row.seq,
        "file": row.source.file,
        "handling": strictest_marks([row.source]),
    }


def _first(texts: Sequence[str] | None) -> str:
    return min(texts) if texts else ""


def _countries(codes: Sequence[str] | None, held: SourceRow) -> tuple[str, ...]:
    return tuple(sorted(set(codes or (held.source.originator.country,))))


def place_of(locator: str) -> tuple[int, str]:
    """Return what puts line 2 before line 10."""
    head = locator.partition("/")[0]
    return (int(head), locator) if head.isdecimal() else (0, locator)
