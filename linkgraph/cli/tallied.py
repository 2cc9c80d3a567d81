"""A tally, for a person or for a program: figures and lines to stdout, what to know of them to stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkgraph.cli.output import show_rows
from linkgraph.errors import InputError, ValueRejected
from linkgraph.period.entered_outcome import outcome_kind_of
from linkgraph.period.giving import amount_of, between, label_of
from linkgraph.values.countries import clean_country

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.period.outcomes import OutcomeRow
    from linkgraph.period.released_tally import ReleasedTally
    from linkgraph.period.tally import Tally

__all__ = ["open_figure", "show_given", "show_lines", "show_tally"]

_LINES = ["number", "outcome", "counts", "amount", "reference", "countries", "day", "agency", "plan",
          "evidence", "originator", "file", "locator", "handling", "why", "id", "source"]  # fmt: skip
_MOST_DOUBTS = 20
_MOST_ASTRAY = 5
_PUT_RIGHT = "does not count: put right by a later source"


def show_lines(found: Tally, form: str | None) -> None:
    """Write the lines of all figures."""
    rows = (row for kind in found.counted for row in _lines(found, kind))
    show_rows(_LINES, rows, form)
    _remarks(found)


def show_tally(found: Tally, form: str | None) -> None:
    """Write the figures, a column a country."""
    rows = [
        [label_of(one.kind, one.currency), between(one, one.low, one.high)]
        + [between(one, *one.by_country[name]) for name in found.countries]
        for one in found.figures
    ]
    show_rows(["outcome", "all", *found.countries], rows, form)
    _remarks(found)


def _remarks(found: Tally) -> None:
    """Tell on stderr what a reader must know, and what waits for a person."""
    doubts = [(kind, doubt) for kind, held in found.doubts.items() for doubt in held]
    for kind, doubt in doubts[:_MOST_DOUBTS]:
        ids = (found.counted[kind][at].rows[0].id for at in (doubt.one, doubt.other))
        click.echo(
            f"Possible double, to decide: {label_of(kind)} {' and '.join(ids)}: {doubt.why}",
            err=True,
        )
    if len(doubts) > _MOST_DOUBTS:
        click.echo(
            f"... and {len(doubts) - _MOST_DOUBTS} more possible doubles:"
            " `linkgraph period outcome tally PERIOD --explain KIND` tells all of a kind",
            err=True,
        )
    if found.outside:
        click.echo(f"lines dated outside the period, which count: {len(found.outside)}", err=True)
    for words, rows in (
        ("lines that name a period which is not on record, and count in none", found.astray),
        ("lines that tell fewer than none or more than a million, and count for nothing",
         found.impossible),
    ):  # fmt: skip
        if rows:
            click.echo(f"{words}: {len(rows)} ({_places(rows)})", err=True)
    if found.superseded:
        click.echo(
            f"lines put right by later ones, which do not count: {len(found.superseded)}", err=True
        )
    for caution in found.cautions:
        click.echo(f"Caution: {caution}", err=True)
    click.echo(f"Strictest handling: {found.handling()}", err=True)


def _places(rows: Sequence[OutcomeRow]) -> str:
    places = [f"{row.file} {row.locator}" for row in rows[:_MOST_ASTRAY]]
    more = len(rows) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")


def show_given(made: ReleasedTally, form: str | None) -> None:
    """Write the figures that an audience may know, and to stderr why some are not as they stand."""
    rows = [
        [one.label, one.total, *(one.by_country.get(name, "") for name in made.countries)]
        for one in made.figures
    ]
    show_rows(["outcome", "all", *made.countries], rows, form)
    for caution in made.cautions:
        click.echo(f"Caution: {caution}", err=True)
    for kind, why in made.held.items():
        click.echo(f"{kind}: {why}", err=True)
    click.echo(
        f"on record as given to {made.audience}. Handling: {made.handling or 'nothing is told'}",
        err=True,
    )


def open_figure(found: Tally, asked: str, form: str | None) -> None:
    """Write the lines behind a figure, asked for as KIND or KIND,COUNTRY."""
    named, _, country = (part.strip() for part in asked.partition(","))
    kind = outcome_kind_of(named)
    columns = {name for one in found.figures for name in one.by_country}
    rows = _lines(found, kind, country if country in columns else _code(country))
    show_rows(_LINES, rows, form)
    if not rows:
        click.echo("no line on record is behind this figure", err=True)
    for doubt in found.doubts[kind]:
        click.echo(f"{doubt.one + 1} and {doubt.other + 1} may be one: {doubt.why}", err=True)
    click.echo("Lines of one number count once.", err=True)


def _code(country: str) -> str:
    """Return a country's code; empty where none is named."""
    try:
        return clean_country(country) if country else ""
    except ValueRejected as cause:
        raise InputError(
            "there is no such country", where="--explain", remedy="Write it as arrests,NZ."
        ) from cause


def _lines(found: Tally, kind: str, country: str = "") -> list[list[object]]:
    """Return the lines behind a figure, by what counts once; those put right come last."""
    behind = [
        (str(at + 1), "; ".join(one.why), row)
        for at, one in found.behind(kind, country)
        for row in one.rows
    ]
    behind += [
        ("", _PUT_RIGHT, row)
        for row in found.superseded
        if row.kind == kind and (not country or country in row.countries)
    ]
    return [
        [
            number, kind, row.count, amount_of(row), row.reference, row.countries, row.day, row.agency, row.plan,
            row.evidence, row.originator, row.file, row.locator, row.handling, why, row.id,
            row.source,
        ]
        for number, why, row in behind
    ]  # fmt: skip
