"""Which figures on victims were given to whom, as the case's history keeps it: without people."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from linkgraph.period.model import folded
from linkgraph.period.stretches import Days
from linkgraph.period.table import Part, Table
from linkgraph.share.audience import PUBLIC
from linkgraph.statements import Originator
from linkgraph.statements.source import folded_originator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.ledger import Ledger
    from linkgraph.period.occasion import Occasion

__all__ = [
    "GivenTable",
    "Reader",
    "given_so_far",
    "note_given",
    "other_readers",
    "others_with_figures",
]

_ACTION = "gave figures"


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A table on record as given.

    Attributes:
        audience: To whom.
        period: Of which joint period, folded.
        kind: Of which kind of outcome.
        table: What was given.
        days: Which days the period had then, as the audience knew them; None where the
            record does not tell.
        parts: Each country that reads it to the part that it had in these outcomes then.
    """

    audience: str
    period: str
    kind: str
    table: Table
    days: Days | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)

    def has_parts(self, parts: Mapping[str, Part]) -> bool:
        """Tell whether countries had these parts in it then."""
        return all(self.parts.get(name, Part()) == one for name, one in parts.items())


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads what an audience was given, and all else that this one was.

    Attributes:
        name: The audience.
        tables: What it has, oldest first: given to it, to the country that it is an agency
            of, and publicly; never what another agency was given, which may rest on what
            this one may not see.
    """

    name: str
    tables: tuple[GivenTable, ...]

    @classmethod
    def of(cls, audience: Originator, given: Iterable[GivenTable]) -> Reader:
        """Return an audience with what it has."""
        known = _read_by(audience)
        return cls(
            str(audience), tuple(one for one in given if folded_originator(one.audience) in known)
        )

    def of_period(self, period: str) -> dict[str, list[Table]]:
        """Return what it has of a period, by kind, oldest first."""
        return self._by("kind", "period", folded(period))

    def of_kind(self, kind: str) -> dict[str, list[Table]]:
        """Return what it has of a kind, by period, oldest first."""
        return self._by("period", "kind", kind)

    def _by(self, key: str, where: str, value: str) -> dict[str, list[Table]]:
        found: dict[str, list[Table]] = defaultdict(list)
        for one in self.tables:
            if getattr(one, where) == value:
                found[getattr(one, key)].append(one.table)
        return dict(found)

    @property
    def country(self) -> str:
        """The country that it is, or is an agency of."""
        return Originator.parse(self.name).country

    def figures(self) -> tuple[object, ...]:
        """Return all that it has, in order: of two whose figures are equal the same follows."""
        return tuple(
            (
                one.period,
                one.kind,
                one.days,
                one.table.total,
                tuple(sorted(one.table.cells.items())),
            )
            for one in self.tables
        )

    def with_part(self) -> set[str]:
        """Return the countries that had a part in what it has."""
        return {name for one in self.tables for name, part in one.parts.items() if part.total}

    def left_to(self, country: str) -> Reader:
        """Return it with what is left of each table to a country that takes its own part out.

        As it is where no country is named.
        """
        if not country:
            return self
        return Reader(
            self.name,
            tuple(
                replace(one, table=one.table.left(country, one.parts.get(country, Part())))
                for one in self.tables
            ),
        )

    def but(self, other: Reader) -> Reader:
        """Return it with what the other has not."""
        held = set(map(id, other.tables))
        return Reader(self.name, tuple(one for one in self.tables if id(one) not in held))


def given_so_far(ledger: Ledger) -> list[GivenTable]:
    """Return all tables on record as given, oldest first."""
    return [
        GivenTable(
            told["audience"],
            told["period"],
            kind,
            Table(cells, total),
            _days(told),
            {name: Part(*part) for name, part in told.get("parts", {}).get(kind, {}).items()},
        )
        for entry in ledger.history()
        if entry.action == _ACTION
        for told in [json.loads(entry.reason)]
        for kind, (total, cells) in told["tables"].items()
    ]


def other_readers(given: Iterable[GivenTable], audience: Originator) -> list[Reader]:
    """Return those who read whatever the audience gets and have more than it, by name."""
    given = list(given)
    found = (
        Reader.of(one, given)
        for one in map(Originator.parse, sorted({one.audience for one in given}))
        if folded_originator(str(audience)) in _read_by(one) and not _is_one(one, audience)
    )
    return [one for one in found if one.tables]


def others_with_figures(
    given: Iterable[GivenTable], period: str, audience: Originator
) -> tuple[str, ...]:
    """Return who else has figures of a period that this audience does not read, nor they its."""
    given = list(given)
    has = {one.audience for one in given if one.period == folded(period)}
    has -= {one.name for one in other_readers(given, audience)}
    return tuple(sorted(one for one in has if folded_originator(one) not in _read_by(audience)))


def note_given(
    ledger: Ledger,
    occasion: Occasion,
    audience: Originator,
    tables: Mapping[str, Table],
    *,
    who: str,
) -> None:
    """Put tables on record as given, unless the audience has just these already.

    One that it has is on record again where it is still true and the parts of countries are
    others: they may take these out of it too.

    Args:
        ledger: The truth.
        occasion: The period, its days, and the parts of countries that read the tables.
        audience: To whom they are given.
        tables: Kind of outcome to its table.
        who: Who gives them.
    """
    reader = Reader.of(audience, given_so_far(ledger))
    last = {one.kind: one for one in reader.tables if one.period == occasion.period}
    days = occasion.days.get(occasion.period, Days(occasion.period, "", ""))
    new = [
        kind
        for kind, table in tables.items()
        if kind not in last
        or not table.same_figures(last[kind].table)
        or last[kind].days not in {None, days}
        or not (table.outdated or last[kind].has_parts(occasion.parts.get(kind, {})))
    ]
    if new:
        told: dict[str, Any] = {
            "audience": str(audience),
            "period": days.period,
            "tables": {kind: [tables[kind].total, dict(tables[kind].cells)] for kind in new},
        }
        parts = {
            kind: last[kind].parts if tables[kind].outdated else occasion.parts.get(kind, {})
            for kind in new
        }
        if written := {kind: part for kind in new if (part := _written(parts[kind]))}:
            told["parts"] = written
        if days.known:
            told["days"] = [days.since, days.until]
        reason = json.dumps(told, sort_keys=True)
        ledger.note(who=who, action=_ACTION, subject=str(audience), reason=reason)


def _written(parts: Mapping[str, Part]) -> dict[str, list[Any]]:
    return {name: [one.total, dict(one.shared)] for name, one in parts.items() if one.total}


def _days(told: Mapping[str, Any]) -> Days | None:
    return Days(told["period"], *told["days"]) if "days" in told else None


def _read_by(audience: Originator) -> set[str]:
    return {
        folded_originator(str(audience)),
        folded_originator(audience.country),
        folded_originator(PUBLIC),
    }


def _is_one(audience: Originator, other: Originator) -> bool:
    return folded_originator(str(audience)) == folded_originator(str(other))
