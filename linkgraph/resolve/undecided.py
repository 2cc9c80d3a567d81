"""Entities that may be one, as nobody has said that they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.settled import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.resolve.clusters import Clusters
    from linkgraph.resolve.settled import Decided, PairWord

__all__ = ["may_be_one", "parted"]


def may_be_one(judgements: Iterable[Decided], clusters: Clusters) -> set[tuple[str, str]]:
    """Return the pairs of entities that may be one person or organization.

    Args:
        judgements: Those in force.
        clusters: What they make.

    Returns:
        Ids of entities, the lesser first. Two whose records a person or a model is unsure of,
        or that were judged the same and could not be joined; none that a person parted.
        O(judgements).
    """
    words = settle(judgements)
    refused = {(one.left, one.right) for one in clusters.refused}
    apart = parted(words, clusters)
    open_ = (
        _ends(pair, clusters)
        for pair, word in words.items()
        if word.verdict == "unsure" or pair in refused
    )
    return {ends for ends in open_ if ends[0] != ends[1] and ends not in apart}


def parted(words: Mapping[tuple[str, str], PairWord], clusters: Clusters) -> set[tuple[str, str]]:
    """Return the pairs of entities that people said are two, by a pair of their records.

    Args:
        words: What stands on each pair, as of ``settle``.
        clusters: What the judgements make.

    Returns:
        Ids of entities, the lesser first.
    """
    return {
        _ends(pair, clusters)
        for pair, word in words.items()
        if word.by_person and word.verdict == "different"
    }


def _ends(pair: tuple[str, str], clusters: Clusters) -> tuple[str, str]:
    one, two = sorted(map(clusters.entity_of, pair))
    return one, two
