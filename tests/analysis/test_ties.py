import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.ties import project_ties, rounded, standing_for, united_links
from tests.analysis.drawn import as_networkx, links_of, pairs, ties_of


def held_of(rows):
    return pl.DataFrame(rows, schema={"holder": pl.String, "held": pl.String}, orient="row")


def test_links_of_a_pair_are_one_tie_as_strong_as_they_are_many():
    ties = ties_of([("b", "a"), ("a", "b"), ("a", "b"), ("b", "c")])

    assert ties.table().rows() == [("a", "b", 3.0), ("b", "c", 1.0)]
    assert ties.ids.to_list() == ["a", "b", "c"]


def test_a_link_with_itself_is_no_tie_and_its_entity_stays():
    ties = ties_of([("a", "a")])

    assert len(ties) == 1
    assert ties.table().is_empty()


def test_no_links_make_no_ties():
    ties = ties_of([])

    assert len(ties) == 0
    assert list(ties.blocks()) == []


def test_entities_that_no_link_names_stand_alone():
    ties = ties_of([("a", "b")], entities=["z", "a"])

    assert ties.ids.to_list() == ["a", "b", "z"]
    assert ties.components.tolist() == [0, 0, 1]


@given(pairs)
def test_ties_are_the_edges_of_networkx(told):
    graph = as_networkx(ties_of(told))

    assert {frozenset(edge) for edge in graph.edges} == {frozenset(p) for p in told if p[0] != p[1]}
    assert sum(d["strength"] for *_, d in graph.edges(data=True)) == sum(a != b for a, b in told)


@given(pairs, st.randoms())
def test_order_and_direction_of_links_change_no_tie(told, random):
    turned = [pair[:: random.choice((1, -1))] for pair in random.sample(told, len(told))]

    assert ties_of(turned).table().equals(ties_of(told).table())


@given(pairs)
def test_blocks_hold_every_tie_once_each_way(told):
    ties = ties_of(told)
    for alike_first in (False, True):
        seen = {}
        for block in ties.blocks(alike_first=alike_first):
            entries = block.matrix.tocoo()
            ends = zip(block.nodes[entries.row], block.nodes[entries.col], strict=True)
            seen |= dict(zip(((int(a), int(b)) for a, b in ends), entries.data, strict=True))
        there = dict(zip(zip(ties.one, ties.other, strict=True), ties.strength, strict=True))
        assert seen == there | {(b, a): w for (a, b), w in there.items()}


def test_distance_is_one_over_strength_in_whole_steps_and_never_nothing():
    ties = ties_of([("a", "b")] * 7 + [("b", "c")] * 20_000)

    (block,) = ties.blocks()

    assert sorted(set(block.distances().data.tolist())) == [1.0, 720.0]


def test_what_one_alone_holds_is_looked_at_as_its_holder():
    held = held_of([("p", "x"), ("q", "y"), ("p", "z"), ("q", "z")])
    ties = project_ties(links_of([("x", "y"), ("p", "z"), ("q", "z"), ("w", "x")]), held=held)

    assert ties.table().select("one", "other").rows() == [
        ("p", "q"),
        ("p", "w"),
        ("p", "z"),
        ("q", "z"),
    ]


def test_a_handset_goes_with_its_phone_and_so_with_its_holder():
    held = held_of([("person", "phone"), ("phone", "handset"), ("person", "phone")])

    assert standing_for(held).rows() == [("handset", "person"), ("phone", "person")]


def test_what_two_hold_stands_for_nobody():
    assert standing_for(held_of([("a", "x"), ("b", "x")])).is_empty()


def test_united_links_keep_their_rows_and_columns():
    links = links_of([("x", "b"), ("b", "x"), ("c", "d")]).with_columns(sources=pl.lit("s"))

    told = united_links(links, held_of([("a", "x")]))

    assert told.rows() == [("a", "b", "s"), ("b", "a", "s"), ("c", "d", "s")]


def test_numbers_are_given_to_nine_digits():
    told = rounded(pl.DataFrame({"id": ["a"] * 4, "score": [1 / 3, 1234567890.4, 1e-15, -2.0]}))

    assert told["score"].to_list() == [0.333333333, 1234567890.0, 0.0, -2.0]


def test_equal_scores_go_by_id():
    ties = ties_of([("c", "a"), ("b", "d")])

    told = ties.by_score(np.array([1.0, 2.0, 1.0, 2.0 + 1e-13]))

    assert told["id"].to_list() == ["b", "d", "a", "c"]
