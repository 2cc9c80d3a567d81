"""Whom what leaves must not name, since only what its audience may not see knows or protects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.graph.projection import project
from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import roles_in
from linkgraph.share.minors import minors_in
from linkgraph.share.naming import Naming, naming_of
from linkgraph.share.pseudonyms import owned_things
from linkgraph.share.sight import struck_in

if TYPE_CHECKING:
    import datetime as dt

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger
    from linkgraph.share.sight import Sight

__all__ = ["with_what_is_theirs", "withheld_from"]

# Whose names, known from withheld sources alone, nobody may write into what leaves.
_NAMED_KINDS = (
    "Person", "Organization", "Syndicate", "Vessel", "Vehicle", "Phone", "Email", "UserAccount",
    "BankAccount", "CryptoWallet", "IdentityDocument", "Device",
)  # fmt: skip


def withheld_from(
    ledger: Ledger, sight: Sight, guarded: set[str], minors: frozenset[str], day: dt.date
) -> tuple[Naming, frozenset[str]]:
    """Return what names those whom only withheld sources know, or only they protect; and ids.

    Args:
        ledger: The truth.
        sight: What the audience may see.
        guarded: Whom that protects, and what is theirs.
        minors: The children in it.
        day: On which they are children.
    """
    graph = project(ledger)
    clusters = make_entities(ledger, sight.judged)
    roles = roles_in(ledger, sight.judged, clusters).united(clusters)
    children = minors_in(graph, day)
    everybody = with_what_is_theirs(graph, {*roles.all_hidden(), *children})
    protected = naming_of(graph, everybody).without(naming_of(sight.graph, guarded))
    known = naming_of(sight.graph, kinds=_NAMED_KINDS)
    withheld = naming_of(graph, kinds=_NAMED_KINDS).without(known)
    people = sight.graph.nodes.get("Person")
    young = {
        one
        for one in (() if people is None or not children else people["id"])
        if one not in minors
        and any(clusters.entity_of(record) in children for record in sight.clusters.members(one))
    }
    ids = struck_in(ledger, sight) | with_what_is_theirs(sight.graph, young)
    return protected.united(withheld), frozenset(ids)


def with_what_is_theirs(graph: Projection, people: set[str]) -> set[str]:
    """Return people with the things that only they have."""
    return people | owned_things(graph, people).keys()
