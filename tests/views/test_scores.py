"""Scores that size entities: nobody is put forward by a tie to whom a role protects."""

from linkgraph.views.part import choose_part
from linkgraph.views.scores import scores_of
from tests.views.hostile import hostile_release
from tests.views.releases import case_of, entity, link, person, release


def scored(given_release):
    part = choose_part(given_release, 10_000)
    index = {one.id: n for n, one in enumerate(part.entities)}
    told = {one["name"]: one["values"] for one in scores_of(part, index)}
    return lambda name, one: told[name][index[one]]


def star(*more, middle=()):
    people = [person(9, *middle, id="hub")] + [person(n, id=f"p{n}") for n in range(4)]
    links = [link(n, "hub", f"p{n}") for n in range(4)]
    return release([*people, *more], links)


def test_whoever_all_ways_lead_through_scores_most():
    score = scored(star())

    for name in ("Neighbours", "Betweenness", "PageRank"):
        assert score(name, "hub") == 1000
        assert score(name, "p1") < 1000


def test_a_victim_has_no_score_and_gives_none():
    score = scored(star(middle=("victim",)))

    assert score("Neighbours", "hub") == -1
    assert score("Neighbours", "p1") == 0


def test_parallel_links_are_one_neighbour():
    people = [entity("a"), entity("b"), entity("c")]
    links = [link(n, "a", "b") for n in range(9)] + [link(20, "b", "c"), link(21, "a", "c")]

    score = scored(release(people, links))

    assert {score("Neighbours", one) for one in "abc"} == {1000}


def test_countries_and_lists_tie_nobody():
    people = [person(1, id="a"), person(2, id="b"), entity("country:MY", "Jurisdiction")]
    links = [link(n, one, "country:MY", "NATIONAL_OF") for n, one in enumerate("ab")]

    assert scored(release(people, links))("Neighbours", "a") == 0


def test_nobody_has_no_scores():
    assert scores_of(choose_part(release(), 5), {}) == []


def test_any_id_can_be_scored():
    assert scored(hostile_release())("Neighbours", "__proto__") == 1000


def test_scores_are_the_same_each_time():
    part = choose_part(case_of(300), 10_000)
    index = {one.id: n for n, one in enumerate(part.entities)}

    assert scores_of(part, index) == scores_of(part, index)
