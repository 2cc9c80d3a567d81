"""A tally made into what an audience may have: figures as text, small ones on victims withheld."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from linkgraph.period.knowledge import Knowledge
from linkgraph.period.outcomes import VICTIMS, place_of
from linkgraph.period.released_tally import ReleasedFigure, ReleasedLine
from linkgraph.period.suppression import table_to_give
from linkgraph.period.tally import CAUTIONS
from linkgraph.statements.source import strictest_of
from linkgraph.statements.stated import is_stated
from linkgraph.values.money import format_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from linkgraph.period.doubles import Counted
    from linkgraph.period.outcomes import OutcomeRow
    from linkgraph.period.table import Table
    from linkgraph.period.tally import Figure, Tally

__all__ = [
    "Withholding",
    "amount_of",
    "between",
    "cautions_of",
    "columns_to_give",
    "figures_to_give",
    "label_of",
    "marks_to_give",
    "tables_of",
]


@dataclass(frozen=True, slots=True)
class Withholding:
    """What must not be told.

    Attributes:
        tables: Of each kind on victims what may be given; empty for the own agency.
        written: Returns a line in which no text names whom it must not, or refuses it.
        places: Source and place of a line to where it stands among those that are listed;
            empty for the own agency, which gets the places themselves.
    """

    tables: Mapping[str, Table]
    written: Callable[[ReleasedLine], ReleasedLine]
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)


def label_of(kind: str, currency: str = "") -> str:
    """Return a kind of outcome in words.

    Examples:
        >>> label_of("assets_restrained", "MYR")
        'Assets restrained (MYR)'
    """
    words = kind.replace("_", " ").capitalize()
    return f"{words} ({currency})" if currency else words


def cautions_of(k: int) -> tuple[str, ...]:
    """Return what a reader must know; of figures withheld where k is above 0.

    It says the same whether or not anything was held back this time: else it would tell.
    """
    if not k:
        return (*CAUTIONS, "For the own agency alone: figures on few victims are not withheld.")
    withheld = (
        f"Figures on victims below {k}, none included, are withheld, and others as far as these"
        " would follow from them. Figures that this reader had before may stand as they were"
        " given, although more or fewer are on record since."
    )
    return (*CAUTIONS, withheld)


def tables_of(
    tally: Tally, k: int, known: Mapping[str, Sequence[Knowledge]] | None = None
) -> dict[str, Table]:
    """Return of each kind on victims the table that may be given.

    Args:
        tally: What stands on record for the audience.
        k: Least figure that may be told.
        known: By kind what its readers have and know, in one order of readers: first whoever
            knows no country's own part. Nothing where left out.
    """
    known = known or {kind: (Knowledge(),) for kind in VICTIMS}
    figures = {one.kind: one for one in tally.figures}
    made: dict[str, Table] = {}
    # Each kind has a table whether or not there is any: else that there is none would show.
    for kind in VICTIMS:
        one = figures.get(kind)
        total = one.low if one else 0
        cells = {c: one.by_country[c][0] if one else 0 for c in tally.countries}
        # Whoever is assisted was identified, mostly: what one figure exceeds the other by are people.
        # What stands outdated they have already, less the parts of its time and not of now.
        new = {other: table for other, table in made.items() if not table.outdated}
        readers = [
            reader.and_held({other: known[other][at].left(table) for other, table in new.items()})
            for at, reader in enumerate(known[kind])
        ]
        made[kind] = table_to_give(total, cells, k, readers)
    return made


def columns_to_give(tally: Tally, tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Return the countries that a table may have a column for.

    One that is in it for victims alone has none, unless its figure is told: the column would
    tell that there are some.
    """
    told = set(tally.span.countries)
    for kind, counted in tally.counted.items():
        if kind not in tables:
            told = told.union(*(one.countries for one in counted))
    for table in tables.values():
        told |= {name for name, value in table.cells.items() if value is not None}
    return tuple(sorted(told))


def marks_to_give(tally: Tally, tables: Mapping[str, Table]) -> tuple[str, tuple[str, ...]]:
    """Return the strictest handling of what is told, empty where nothing is; and who reports it.

    Who reports victims alone, of countries whose figures are withheld, would be known by it
    to report some; and so would it by how strictly their lines are to be handled.

    Args:
        tally: What stands on record for the audience.
        tables: Of each kind on victims what is given; empty for the own agency.
    """
    marks, originators = set(), set()
    for kind, counted in tally.counted.items():
        table = tables.get(kind)
        for row in (row for one in counted for row in one.rows):
            given = [table is None or table.cells.get(name) is not None for name in row.countries]
            if any(given) or (table is not None and table.total is not None):
                marks.add(row.handling)
            if all(given):
                originators.add(row.originator)
    return strictest_of(marks) if marks else "", tuple(sorted(originators))


def figures_to_give(
    tally: Tally, countries: Sequence[str], withholding: Withholding
) -> tuple[ReleasedFigure, ...]:
    """Return the figures as text for some countries, each with the lines that it rests on."""
    victims = {kind: table for kind, table in withholding.tables.items() if kind in VICTIMS}
    told = [one for one in tally.figures if one.kind not in victims]
    order = [one.kind for one in told]
    if withholding.tables:
        withholding = replace(withholding, places=_places(tally, order))
    found = [(one.kind, one.currency, _figure(tally, one, countries, withholding)) for one in told]
    found += [(kind, "", _table(kind, table, countries)) for kind, table in victims.items()]
    rank = {kind: place for place, kind in enumerate([*VICTIMS, *dict.fromkeys(order)])}
    found.sort(key=lambda one: (rank[one[0]], one[1]))
    return tuple(
        ReleasedFigure(mark=f"F{number}", kind=kind, label=label_of(kind, currency), **told)
        for number, (kind, currency, told) in enumerate(found, 1)
    )


def _table(kind: str, table: Table, countries: Sequence[str]) -> dict[str, Any]:
    return {
        "total": _shown(table.total),
        "by_country": {name: _shown(table.cells.get(name)) for name in countries},
        "closed": f"Lines on {label_of(kind).lower()} are not listed: they could be counted.",
    }


def _shown(value: int | None) -> str:
    return "withheld" if value is None else str(value)


def _figure(
    tally: Tally, one: Figure, countries: Sequence[str], withholding: Withholding
) -> dict[str, Any]:
    doubts = tally.doubts[one.kind]
    lines = _lines(tally.counted[one.kind], one.currency, withholding)
    return {
        "total": between(one, one.low, one.high),
        "by_country": {c: between(one, *one.by_country.get(c, (0, 0))) for c in countries},
        "lines": tuple(lines),
        "doubts": tuple(f"{d.one + 1} and {d.other + 1} may be one: {d.why}" for d in doubts),
    }


def between(one: Figure, low: int, high: int) -> str:
    """Return a figure's bounds as text: one number, or from-to; money with its currency."""
    texts = [format_amount(n, one.currency) if one.currency else str(n) for n in (low, high)]
    return texts[0] if low == high else "\u2013".join(texts)


def amount_of(row: OutcomeRow) -> str:
    """Return the money that a line tells of as text; empty where it tells of none."""
    return "" if row.amount_minor is None else format_amount(row.amount_minor, row.currency)


def _lines(
    counted: Sequence[Counted], currency: str, withholding: Withholding
) -> Iterator[ReleasedLine]:
    for number, one in enumerate(counted, 1):
        told = {row.currency for row in one.rows}
        for row in one.rows:
            # What tells the same sum in another currency is why a figure is from-to.
            if not currency or (currency in told and row.amount_minor is not None):
                line = _line(number, row, one.why)
                place = withholding.places.get((row.source, row.locator), line.locator)
                yield withholding.written(replace(line, locator=place))


def _places(tally: Tally, kinds: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return places counted among the lines that are listed: gaps would tell how many are not."""
    held: dict[str, set[tuple[tuple[int, str], str]]] = {}
    for kind in set(kinds):
        for row in (row for one in tally.counted[kind] for row in one.rows):
            held.setdefault(row.source, set()).add((place_of(row.locator), row.locator))
    return {
        (source, locator): f"item {number}"
        for source, found in held.items()
        for number, (_, locator) in enumerate(sorted(found), 1)
    }


def _line(number: int, row: OutcomeRow, why: Sequence[str]) -> ReleasedLine:
    return ReleasedLine(
        number=number,
        counts=row.count,
        amount=amount_of(row),
        reference=row.reference,
        countries=row.countries,
        day=row.day,
        agency=row.agency,
        plan=row.plan,
        evidence=row.evidence,
        originator=row.originator,
        # The name of a source of what people know is that of the officer.
        file="" if is_stated(row.file) else row.file,
        locator=row.locator,
        handling=row.handling,
        why="; ".join(why),
    )
