"""Which figures on victims were given to whom, as the case's history keeps it: without people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from linkgraph.period.suppression import Table
from linkgraph.share.audience import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.ledger import Ledger
    from linkgraph.statements import Originator

__all__ = ["given_tables", "given_to_others", "note_given"]

_ACTION = "gave figures"


def given_tables(ledger: Ledger, period: str, audience: Originator) -> dict[str, list[Table]]:
    """Return the tables that an audience has of a period, by kind, oldest first.

    That is what was given to it, to the country that it is an agency of, and publicly: never
    what another agency was given, which may rest on what this one may not see.
    """
    known = _read_by(audience)
    found: dict[str, list[Table]] = {}
    for told in _given(ledger, period):
        if told["audience"] in known:
            for kind, (total, cells) in told["tables"].items():
                found.setdefault(kind, []).append(Table(cells, total))
    return found


def given_to_others(ledger: Ledger, period: str, audience: Originator) -> str:
    """Return, for whoever gives, who else has figures of a period; empty where nobody has.

    Tables of several audiences are not held against each other: one may rest on what another
    may not see. Whoever reads two of them can subtract all the same.
    """
    others = {str(told["audience"]) for told in _given(ledger, period)} - _read_by(audience)
    if not others:
        return ""
    return (
        f"{', '.join(sorted(others))} had figures of this before: whoever reads both tables"
        " can subtract one from the other, so look at both before you hand this one over"
    )


def note_given(
    ledger: Ledger, period: str, audience: Originator, tables: Mapping[str, Table], *, who: str
) -> None:
    """Put tables on record as given, unless the audience has just these already."""
    held = given_tables(ledger, period, audience)
    new = {
        kind: [table.total, dict(table.cells)]
        for kind, table in tables.items()
        if not any(table.same_figures(one) for one in held.get(kind, ())[-1:])
    }
    if new:
        told = {"audience": str(audience), "period": _named(period), "tables": new}
        reason = json.dumps(told, sort_keys=True)
        ledger.note(who=who, action=_ACTION, subject=str(audience), reason=reason)


def _read_by(audience: Originator) -> set[str]:
    return {str(audience), audience.country, PUBLIC}


def _given(ledger: Ledger, period: str) -> Iterator[dict[str, Any]]:
    """Yield what was given of a period, oldest first."""
    for entry in ledger.history():
        if entry.action == _ACTION:
            told = json.loads(entry.reason)
            if told["period"] == _named(period):
                yield told


def _named(period: str) -> str:
    return period.strip().casefold()
