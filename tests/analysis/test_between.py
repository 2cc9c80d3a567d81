from itertools import combinations

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings

from linkgraph.analysis.between import betweenness
from linkgraph.analysis.sides import Sides
from linkgraph.analysis.ways import walks_from
from tests.analysis.drawn import as_networkx, pairs, random_pairs, scores, ties_of


def tie_scores(table):
    return {frozenset((one, other)): score for one, other, score, *_ in table.iter_rows()}


@given(pairs)
def test_scores_are_those_of_networkx(told):
    ties = ties_of(told)
    graph = as_networkx(ties)

    found = betweenness(ties)

    expected = nx.betweenness_centrality(graph, weight="far", normalized=False)
    assert scores(found.entities) == pytest.approx(expected, rel=1e-8)
    edges = nx.edge_betweenness_centrality(graph, weight="far", normalized=False)
    assert tie_scores(found.ties) == pytest.approx(
        {frozenset(edge): score for edge, score in edges.items()}, rel=1e-8
    )


def test_scores_of_a_larger_network_are_those_of_networkx():
    ties = ties_of(random_pairs(1, 150, 400))

    expected = nx.betweenness_centrality(as_networkx(ties), weight="far", normalized=False)

    assert scores(betweenness(ties).entities) == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_a_long_chain_is_counted_through():
    ties = ties_of([(f"n{n:03}", f"n{n + 1:03}") for n in range(300)])

    found = betweenness(ties)

    assert found.entities.row(0)[:2] == ("n150", 150 * 150.0)
    assert found.ties["score"].min() == 300.0


@given(pairs)
def test_only_pairs_that_lie_apart_count_where_sides_are_told(told):
    ties = ties_of(told)
    graph = as_networkx(ties)
    country = {one: "MY" if one < "e" else "TH" for one in graph if one != "a"}
    rows = pl.DataFrame(list(country.items()), schema=["id", "country"], orient="row")
    expected = dict.fromkeys(graph, 0.0)
    for one, other in combinations(country, 2):
        if country[one] == country[other] or not nx.has_path(graph, one, other):
            continue
        ways = list(nx.all_shortest_paths(graph, one, other, weight="far"))
        for way in ways:
            for inner in way[1:-1]:
                expected[inner] += 1 / len(ways)

    found = betweenness(ties, sides=Sides.of(ties, rows.cast(pl.String)))

    assert scores(found.entities) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@settings(max_examples=30)
@given(pairs)
def test_a_sample_of_all_is_no_sample(told):
    ties = ties_of(told)

    counted, sampled = betweenness(ties), betweenness(ties, exact_to=0, sample=10)

    assert counted.entities.equals(sampled.entities)
    assert counted.ties.equals(sampled.ties)


def test_the_error_of_a_sample_is_as_it_says():
    ties = ties_of(random_pairs(3, 400, 1200))
    true = betweenness(ties)

    told = betweenness(ties, exact_to=100, sample=80)

    for exact, table, by in (
        (true.entities, told.entities, ["id"]),
        (true.ties, told.ties, ["one", "other"]),
    ):
        both = table.join(exact, on=by, suffix="_true").filter(pl.col("error") > 0)
        off = (both["score"] - both["score_true"]).abs()
        assert both.height > 300
        assert (off <= 2 * both["error"]).mean() > 0.8
        assert (off <= both["error"]).mean() < 0.95
        assert (off <= both["bound"]).mean() > 0.95
        assert both["score"].sum() == pytest.approx(both["score_true"].sum(), rel=0.05)


def test_a_sample_with_sides_comes_near_to_what_all_make():
    ties = ties_of(random_pairs(4, 300, 900))
    lands = (["MY", "TH", "VN"] * 100)[: len(ties)]
    rows = pl.DataFrame({"id": ties.ids, "country": lands})
    sides = Sides.of(ties, rows)

    true = scores(betweenness(ties, sides=sides).entities)
    told = betweenness(ties, sides=sides, exact_to=0, sample=150).entities

    assert sum(scores(told).values()) == pytest.approx(sum(true.values()), rel=0.05)
    assert told["error"].max() > 0


def test_a_sample_hangs_on_no_names():
    told = random_pairs(5, 200, 500)
    new = {one: f"x{hash_of(one)}" for pair in told for one in pair}

    found = scores(betweenness(ties_of(told), exact_to=0, sample=50).entities)
    renamed = betweenness(
        ties_of([(new[a], new[b]) for a, b in told]), exact_to=0, sample=50
    ).entities

    same = sum(scores(renamed)[new[one]] == score for one, score in found.items())
    assert same > 0.97 * len(found)


def hash_of(one):
    return f"{int(one[1:]) * 7919 % 1009:04}"


def test_counted_scores_have_no_error():
    assert betweenness(ties_of([("a", "b"), ("b", "c")])).entities["error"].to_list() == [0, 0, 0]


def test_of_nothing_and_of_one_there_is_nothing_between():
    assert betweenness(ties_of([])).entities.is_empty()
    assert betweenness(ties_of([])).ties.is_empty()
    assert betweenness(ties_of([], entities="a")).entities.rows() == [("a", 0.0, 0.0, 0.0)]


def test_a_pair_lies_between_nobody_and_its_tie_between_itself():
    found = betweenness(ties_of([("a", "b")]))

    assert found.entities["score"].to_list() == [0.0, 0.0]
    assert found.ties.rows() == [("a", "b", 1.0, 0.0, 0.0)]


def test_one_tells_no_error():
    with pytest.raises(ValueError, match="less than two"):
        betweenness(ties_of([]), sample=1)


def test_ways_of_equal_length_are_seen_as_equal():
    # 1/3 three times and 1/1 once: broken numbers would make them differ.
    thirds = [("a", "b"), ("b", "c"), ("c", "d")] * 3
    found = scores(betweenness(ties_of([*thirds, ("a", "d")])).entities)

    assert found["b"] == pytest.approx(1 + 1 / 2)


def in_a_row(count):
    return [(f"n{n:05}", f"n{n + 1:05}") for n in range(count)]


def test_what_comes_apart_into_small_parts_is_counted_through_however_large():
    # A chain of triangles, with a tail: no part is larger than three.
    told = [*in_a_row(60), *((f"n{n:05}", f"n{n + 2:05}") for n in range(0, 40, 2))]

    found = betweenness(ties_of(told), exact_to=3, sample=3)

    expected = nx.betweenness_centrality(as_networkx(ties_of(told)), weight="far", normalized=False)
    assert scores(found.entities) == pytest.approx(expected)
    assert found.entities["error"].max() == 0


def test_a_chain_of_twenty_thousand_takes_no_walk(monkeypatch):
    monkeypatch.setattr("linkgraph.analysis.counted.walks_from", None)

    found = betweenness(ties_of(in_a_row(20_000)))

    assert found.entities.row(0)[:2] == ("n10000", 10_000.0 * 10_000)


def test_of_people_all_tied_to_each_other_one_is_walked_from(monkeypatch):
    walked = []

    def noted(ways, starts, stands_for):
        walked.extend(starts.tolist())
        return walks_from(ways, starts, stands_for)

    monkeypatch.setattr("linkgraph.analysis.counted.walks_from", noted)
    everybody = [f"n{n:03}" for n in range(300)]

    found = betweenness(ties_of([*combinations(everybody, 2), ("n000", "z")]))

    # Only z is reached over somebody.
    assert found.entities.row(0)[:2] == ("n000", 299.0)
    assert found.entities["score"].sum() == 299.0
    assert len(walked) == 2


@given(pairs)
def test_twice_the_same_surroundings_change_no_score_of_networkx(told):
    # Each entity with a twin: a second one that is tied to the same others.
    doubled = [*told, *((a + "2", b) for a, b in told), *((a, b + "2") for a, b in told)]
    ties = ties_of(doubled)

    found = betweenness(ties)

    graph = as_networkx(ties)
    expected = nx.betweenness_centrality(graph, weight="far", normalized=False)
    assert scores(found.entities) == pytest.approx(expected, rel=1e-8, abs=1e-8)
    edges = nx.edge_betweenness_centrality(graph, weight="far", normalized=False)
    assert tie_scores(found.ties) == pytest.approx(
        {frozenset(edge): score for edge, score in edges.items()}, rel=1e-8, abs=1e-8
    )


@pytest.mark.parametrize("exact_to", [0, 1000])
def test_without_ties_entities_score_the_same(exact_to):
    ties = ties_of(random_pairs(6, 100, 240))

    alone = betweenness(ties, exact_to=exact_to, sample=30, ties_too=False)

    whole = betweenness(ties, exact_to=exact_to, sample=30)
    assert alone.entities.equals(whole.entities)
    assert alone.ties.is_empty()
    assert alone.ties.schema == whole.ties.schema
