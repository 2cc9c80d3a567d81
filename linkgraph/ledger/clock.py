"""How late it is at least, by all that a case has on record: a clock that was set back shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from linkgraph.ledger import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["CLOCK_CHECKED", "latest_moment"]

# What the history says where a person found the clock right, and what came before wrong.
CLOCK_CHECKED = "checked the clock"
# Signs of a day in a moment, and where one begins.
_DAY, _BEGINS = 10, "T00:00:00Z"


def latest_moment(connection: Connection) -> str:
    """Return the latest moment that the history or a partner's signed package tells, UTC.

    Of a package only its day counts, from its beginning: one of tomorrow's is received, since
    days begin at other hours elsewhere, and its hour would bar the case until tomorrow.

    What stood there before a person checked the clock last counts no more: a clock that once
    ran ahead would else bar the case for years.

    Returns:
        Empty for a case that has no history.
    """
    entry, received = tables.entry.c, tables.received.c
    checked = select(func.max(entry.version)).where(entry.action == CLOCK_CHECKED)
    since = connection.execute(checked).scalar() or 0
    done = select(func.max(entry.at)).where(entry.version >= since)
    day = func.substr(func.max(received.made), 1, _DAY) + _BEGINS
    made = select(day).where(received.version > since)
    return max(connection.execute(query).scalar() or "" for query in (done, made))
