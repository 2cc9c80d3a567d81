from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.twins import between_twins, twins
from tests.analysis.drawn import as_networkx, pairs, ties_of

ALL = np.ones((1, 1))


def far_of(told):
    """Return ids and distances of each component of two or more."""
    ties = ties_of(told)
    return [([ties.ids[int(at)] for at in b.nodes], b.distances()) for b in ties.blocks()]


def only(told):
    ((ids, far),) = far_of(told)
    return ids, far, np.ones((len(ids), 1))


def groups(ids, kind):
    held = {}
    for one, at in zip(ids, kind.tolist(), strict=True):
        held.setdefault(at, set()).add(one)
    return {frozenset(group) for group in held.values() if len(group) > 1}


def rows(far):
    dense = far.toarray()
    return lambda one, other: np.delete(dense[one], [one, other]).tolist()


@given(pairs)
def test_twins_are_those_whom_all_others_are_equally_far_from(told):
    for ids, far in far_of(told):
        kind = twins(far, np.ones((len(ids), 1)))
        row = rows(far)
        for one, other in combinations(range(len(ids)), 2):
            same = row(one, other) == row(other, one)
            assert same == (kind[one] == kind[other]), "twins are missed, or others taken for such"


@given(pairs)
def test_twins_of_one_number_are_all_tied_equally_far_or_none(told):
    for ids, far in far_of(told):
        kind = twins(far, np.ones((len(ids), 1)))
        dense = far.toarray()
        for number in set(kind.tolist()):
            members = np.flatnonzero(kind == number)
            assert len({dense[one, other] for one, other in combinations(members, 2)}) <= 1


def test_those_who_stand_for_unlike_many_are_no_twins():
    ids, far, held = only([("a", "b"), ("a", "c"), ("a", "d")])
    held[ids.index("d")] = 2.0

    assert groups(ids, twins(far, held)) == {frozenset("bc")}


def test_sides_tell_twins_apart():
    ids, far, _ = only([("a", "b"), ("a", "c"), ("a", "d")])
    held = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])

    assert groups(ids, twins(far, held)) == {frozenset("bd")}


def test_whoever_is_tied_more_strongly_is_no_twin():
    ids, far, held = only([("a", "b"), ("a", "c"), ("a", "d"), ("a", "d")])

    assert groups(ids, twins(far, held)) == {frozenset("bc")}


@given(pairs)
def test_what_lies_between_twins_is_what_networkx_finds(told):
    graph = as_networkx(ties_of(told))
    for ids, far in far_of(told):
        held = np.ones((len(ids), 1))
        kind = twins(far, held)
        through, over = dict.fromkeys(ids, 0.0), {}
        for one, other in combinations(range(len(ids)), 2):
            if kind[one] != kind[other]:
                continue
            ways = list(nx.all_shortest_paths(graph, ids[one], ids[other], weight="far"))
            for way in ways:
                for inner in way[1:-1]:
                    through[inner] += 1 / len(ways)
                for tie in nx.utils.pairwise(way):
                    over[frozenset(tie)] = over.get(frozenset(tie), 0) + 1 / len(ways)

        found = between_twins(far, held, kind, ALL)

        assert dict(zip(ids, found.through, strict=True)) == pytest.approx(through)
        source = np.repeat(np.arange(len(ids)), np.diff(far.indptr))
        ends = zip(source.tolist(), far.indices.tolist(), strict=True)
        ties = {frozenset((ids[a], ids[b])): told for (a, b), told in zip(ends, found.over, strict=True)}  # fmt: skip
        assert ties == pytest.approx({tie: over.get(tie, 0.0) for tie in ties})


@given(st.integers(3, 9))
def test_all_who_are_tied_to_each_other_are_of_one_number(size):
    everybody = [(str(a), str(b)) for a, b in combinations(range(size), 2)]
    ids, far, held = only(everybody)

    kind = twins(far, held)

    assert len(set(kind.tolist())) == 1
    found = between_twins(far, held, kind, ALL)
    assert found.through.tolist() == [0.0] * len(ids)
    assert set(found.over.tolist()) == {1.0}


def test_twins_of_one_side_send_nothing_where_only_other_sides_count():
    _, far, _ = only([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])
    held = np.tile([1.0, 0.0], (4, 1))
    apart = np.array([[0.0, 1.0], [1.0, 0.0]])

    found = between_twins(far, held, twins(far, held), apart)

    assert not found.through.any()
    assert not found.over.any()
