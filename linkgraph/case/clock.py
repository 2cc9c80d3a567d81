"""The machine's clock, held against what a case has on record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger

__all__ = ["check_clock", "moment_to_give"]

# What clocks of two machines, and days of two zones, may differ by.
_CLOCKS_DIFFER = dt.timedelta(days=1)


def check_clock(ledger: Ledger) -> dt.datetime:
    """Return the moment by the machine's clock, which decides on what has ended.

    Raises:
        InputError: It is a day or more behind what the case has on record: whoever sets a
            clock back could take in what has expired, or give what may be given no more.
    """
    now, latest = dt.datetime.now(dt.UTC), ledger.latest_moment()
    if latest and now + _CLOCKS_DIFFER < dt.datetime.fromisoformat(latest):
        raise InputError(
            "this machine's clock is behind what the case and its partners have on record",
            where="clock",
            remedy="Set the clock. If it is right, and was ahead once,"
            " `linkgraph share clock --reason` puts that on record.",
        )
    return now


def moment_to_give(ledger: Ledger, audience: str, made: dt.datetime | None) -> dt.datetime:
    """Return the moment to write on what is made; for an audience by a sound clock alone.

    Args:
        ledger: The case's.
        audience: For whom; inside, where it is empty, a clock bars nothing.
        made: The moment asked for; now where None.

    Raises:
        InputError: It is for an audience, and the clock is behind, as for ``check_clock``.
    """
    now = check_clock(ledger) if audience else dt.datetime.now(dt.UTC)
    return made or now
