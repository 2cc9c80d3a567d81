"""Suspects of a case whom nobody plans against any more for what somebody sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import roles_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.ledger import Ledger

__all__ = ["shielded_by"]


def shielded_by(ledger: Ledger, came: Collection[str]) -> int:
    """Return how many suspects are to be protected for what some sources say, and for nothing else.

    A partner who knows more protects a victim who was made to offend; one who turned could
    protect whom he wants left alone. Either way somebody has to look.

    Args:
        ledger: The truth, these sources in it.
        came: Ids of the sources.

    Returns:
        Entities, as they are resolved by now; 0 where nothing came. O(people and roles).
    """
    if not came:
        return 0
    rest = [row.seq for row in ledger.sources() if row.source.id not in came]
    judged = ledger.verdicts()
    former = [one for one in judged if one.source_id not in came]
    before = roles_in(ledger, former, make_entities(ledger, former, sources=rest), sources=rest)
    clusters = make_entities(ledger, judged)
    now = roles_in(ledger, judged, clusters)
    return len({clusters.entity_of(one) for one in before.suspects() if now.hidden(one)})
