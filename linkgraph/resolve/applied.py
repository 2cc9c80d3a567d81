"""The entities that a ledger's judgements make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.clusters import Clusters, cluster
from linkgraph.resolve.known import find_known
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.ledger import Ledger, Left
    from linkgraph.resolve.settled import Decided

__all__ = ["entities_around", "find_entities", "make_entities"]


def find_entities(ledger: Ledger, *, as_of: int | None = None) -> Clusters:
    """Return the entities that all judgements in force make.

    Args:
        ledger: The truth.
        as_of: The judgements in force at a version, against the sources in force now.

    Note:
        One look-up where nothing was judged; a million judgements take seconds.
    """
    return make_entities(ledger, ledger.verdicts(as_of=as_of, decisive=True))


def make_entities(
    ledger: Ledger,
    judgements: Iterable[Decided],
    *,
    sources: Collection[int] | None = None,
    left: Left | None = None,
) -> Clusters:
    """Return the entities that some judgements make.

    Args:
        ledger: The truth, for what keeps records apart.
        judgements: Those that count.
        sources: Numbers of the only sources that count.
        left: Gives what of a table's rows counts; all where None.
    """
    # Of other kinds the id is the value itself: no judgement makes two numbers one.
    prefixes = load_schema().resolved_prefixes
    held = [made for made in judgements if made.left.startswith(prefixes)]
    # Only what is judged the same may be joined, so only that need be asked about.
    joined = {one for made in held if made.verdict == "same" for one in (made.left, made.right)}
    if not joined:
        return cluster(held)
    known = find_known(ledger, joined, sources=sources, left=left)
    return cluster(held, exclusive=known.exclusive, roles=known.roles)


def entities_around(ledger: Ledger, ids: Iterable[str]) -> Clusters:
    """Return the entities of some records, without looking at the rest of the case.

    What a record is part of depends only on the records that a chain of pairs judged
    the same ties it to, so the answer is that of ``find_entities``.
    """
    chain = ledger.same_chain(ids)
    return make_entities(ledger, ledger.verdicts(ids=chain, decisive=True))
