"""Sources that somebody gave in another agency's name, which are never its later word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.ledger import Ledger, SourceRow

__all__ = ["passed_on_by_others"]


def passed_on_by_others(ledger: Ledger, rows: Iterable[SourceRow]) -> frozenset[int]:
    """Return the numbers of sources that somebody gave who is not their originator.

    Such a source may hold anything in its originator's name, so that it is never a later
    word than what the case has of that originator otherwise.
    """
    givers = ledger.givers()
    return frozenset(
        row.seq
        for row in rows
        if row.source.id in givers and givers[row.source.id][0] != str(row.source.originator)
    )
