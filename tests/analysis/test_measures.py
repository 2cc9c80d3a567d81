"""Laws that all measures of a network keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.between import betweenness
from linkgraph.analysis.cohesion import communities, components, cores, triangles
from linkgraph.analysis.cutting import cut_points
from linkgraph.analysis.near import closeness
from linkgraph.analysis.standing import eigenvector, pagerank
from tests.analysis.drawn import pairs, random_pairs, scores, ties_of

MEASURES = {
    "betweenness": lambda ties: scores(betweenness(ties).entities),
    "closeness": lambda ties: scores(closeness(ties)),
    "core": lambda ties: scores(cores(ties), "core"),
    "clustering": lambda ties: scores(triangles(ties), "clustering"),
    "cut off": lambda ties: scores(cut_points(ties), "cut_off"),
    "eigenvector": lambda ties: scores(eigenvector(ties)),
    "pagerank": lambda ties: scores(pagerank(ties)),
    "parts": lambda ties: scores(cut_points(ties), "parts"),
    "size of component": lambda ties: scores(components(ties), "size"),
    "triangles": lambda ties: scores(triangles(ties), "triangles"),
}
GROUPS = {"communities": communities, "components": components}

each_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
each_grouping = pytest.mark.parametrize("grouping", GROUPS.values(), ids=list(GROUPS))


def grouped(table):
    return {frozenset(part["id"]) for part in table.partition_by("group")}


@each_measure
@given(pairs, pairs)
def test_what_is_not_connected_changes_no_score(measure, told, more):
    apart = [(a + "2", b + "2") for a, b in more]

    assert measure(ties_of(told)).items() <= measure(ties_of(told + apart)).items()


@each_measure
@given(pairs, st.permutations("abcdefghij"))
def test_names_change_no_score(measure, told, names):
    new = dict(zip("abcdefghij", names, strict=True))

    renamed = measure(ties_of([(new[a], new[b]) for a, b in told]))

    expected = {new[one]: score for one, score in measure(ties_of(told)).items()}
    assert renamed == pytest.approx(expected, rel=1e-8)


@each_measure
@given(pairs, st.randoms())
def test_the_order_of_links_changes_nothing(measure, told, random):
    shuffled = random.sample(told, len(told))

    assert measure(ties_of(shuffled)) == measure(ties_of(told))


@each_measure
def test_of_no_links_there_is_nothing(measure):
    assert measure(ties_of([])) == {}


@each_grouping
@given(pairs, pairs)
def test_what_is_not_connected_changes_no_group(grouping, told, more):
    apart = [(a + "2", b + "2") for a, b in more]

    assert grouped(grouping(ties_of(told))) <= grouped(grouping(ties_of(told + apart)))


@each_grouping
@pytest.mark.parametrize("seed", range(5))
def test_names_change_no_group(grouping, seed):
    told = random_pairs(seed, 120, 260)
    new = {one: f"x{int(one[1:]) * 37 % 120:03}" for pair in told for one in pair}

    renamed = grouped(grouping(ties_of([(new[a], new[b]) for a, b in told])))

    assert renamed == {frozenset(new[one] for one in g) for g in grouped(grouping(ties_of(told)))}


@each_grouping
@given(pairs)
def test_every_entity_is_in_one_group_of_its_size(grouping, told):
    ties = ties_of(told)

    table = grouping(ties)

    assert sorted(table["id"]) == ties.ids.to_list()
    for part in table.partition_by("group"):
        assert part["size"].to_list() == [part.height] * part.height
        assert part["group"][0] == min(part["id"])


@each_grouping
def test_of_nothing_there_are_no_groups(grouping):
    assert grouping(ties_of([])).is_empty()
