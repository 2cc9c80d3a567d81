"""Whom what leaves must not name, since only what its audience may not see knows or protects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.graph.projection import Scope, project
from linkgraph.resolve.applied import make_entities
from linkgraph.share.belongings import with_what_is_theirs
from linkgraph.share.naming import Naming, naming_of
from linkgraph.share.sight import roles_inside, struck_in

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger
    from linkgraph.share.sight import Sight

__all__ = ["withheld_from"]

# Whose names, known from withheld sources alone, nobody may write into what leaves.
_NAMED_KINDS = (
    "Person", "Organization", "Syndicate", "Vessel", "Vehicle", "Phone", "Email", "UserAccount",
    "BankAccount", "CryptoWallet", "IdentityDocument", "Device",
)  # fmt: skip


def withheld_from(ledger: Ledger, sight: Sight, guarded: set[str]) -> tuple[Naming, frozenset[str]]:
    """Return what names those whom only withheld sources know, or only they protect; and ids.

    Args:
        ledger: The truth.
        sight: What an audience outside may see.
        guarded: Whom that protects, and what is theirs.
    """
    graph = project(ledger)
    # What is not told to the audience makes nothing known to it, nor anybody's but hers.
    spared = project(ledger, Scope(left=sight.left)) if sight.left else graph
    everything = roles_inside(ledger, sight)
    hidden = everything.united(make_entities(ledger, sight.judged)).all_hidden()
    everybody = with_what_is_theirs(graph, set(hidden)) | with_what_is_theirs(spared, set(hidden))
    protected = naming_of(graph, everybody).without(naming_of(sight.graph, guarded))
    known = naming_of(sight.told, kinds=_NAMED_KINDS)
    withheld = naming_of(spared, kinds=_NAMED_KINDS).without(known)
    return protected.united(withheld), frozenset(struck_in(ledger, sight, everything))
