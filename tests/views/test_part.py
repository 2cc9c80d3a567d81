"""Of a large release the part that matters, and nobody for a tie to a victim."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share import Targeting
from linkgraph.views.part import PROTECTED, choose_part
from tests.views.releases import case_of, entity, link, person, release

ROLES = ["suspect", "victim", "witness", "informant", "protected"]


def ids(part):
    return [one.id for one in part.entities]


@st.composite
def releases(draw):
    size = draw(st.integers(1, 12))
    roles = draw(st.lists(st.sets(st.sampled_from(ROLES)), min_size=size, max_size=size))
    people = [person(n, *sorted(r)) for n, r in enumerate(roles)]
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    types = st.sampled_from(["PAID", "ASSOCIATE_OF", "NATIONAL_OF", "of nobody's schema"])
    pairs = draw(st.lists(st.tuples(ends, types), max_size=25))
    links = [link(n, people[a].id, people[b].id, t) for n, ((a, b), t) in enumerate(pairs)]
    return release(people, links)


def test_a_small_release_is_drawn_whole():
    given_release = case_of(40)

    part = choose_part(given_release, 500)

    assert set(ids(part)) == {one.id for one in given_release.entities}
    assert (part.left_out, part.links_left_out) == (0, 0)


@given(releases(), st.integers(1, 12))
def test_no_more_are_drawn_than_the_limit_and_no_fewer(given_release, limit):
    part = choose_part(given_release, limit)

    assert len(part.entities) == min(limit, len(given_release.entities))
    assert len(part.entities) + part.left_out == len(given_release.entities)
    assert len(part.links) + part.links_left_out == len(given_release.links)


@given(releases(), st.integers(1, 12))
def test_each_link_between_those_drawn_is_drawn(given_release, limit):
    part = choose_part(given_release, limit)

    drawn = set(ids(part))
    between = {one.id for one in given_release.links if {one.start, one.end} <= drawn}
    assert {one.id for one in part.links} == between


@given(releases(), st.integers(1, 12), st.randoms())
def test_the_order_of_a_release_makes_no_difference(given_release, limit, rng):
    entities, links = list(given_release.entities), list(given_release.links)
    rng.shuffle(entities)
    rng.shuffle(links)

    assert choose_part(release(entities, links), limit) == choose_part(given_release, limit)


@given(releases(), st.integers(1, 12))
def test_ties_to_protected_people_decide_nothing(given_release, limit):
    protected = {one.id for one in given_release.entities if PROTECTED & set(one.roles)}
    without = [one for one in given_release.links if not {one.start, one.end} & protected]

    bare = choose_part(release(given_release.entities, without), limit)

    assert ids(choose_part(given_release, limit)) == ids(bare)


@given(releases(), st.integers(1, 12))
def test_protected_people_come_after_all_others(given_release, limit):
    part = choose_part(given_release, limit)

    others = sum(not PROTECTED & set(one.roles) for one in given_release.entities)
    drawn = sum(bool(PROTECTED & set(one.roles)) for one in part.entities)
    assert drawn == max(0, len(part.entities) - others)


def test_suspects_and_syndicates_come_first():
    crowd = [entity(f"account-{n}") for n in range(9)]
    named = [person(1, "suspect"), entity("syndicate-1", "Syndicate")]
    links = [link(n, "account-0", f"account-{n}") for n in range(1, 9)]

    part = choose_part(release(crowd + named, links), 3)

    assert ids(part) == ["account-0", "person-0001", "syndicate-1"]


def test_what_is_tied_to_those_chosen_comes_before_what_has_more_ties():
    things = [entity(name) for name in ("hub", "leaf-1", "leaf-2", "leaf-3", "phone")]
    links = [link(n, "hub", f"leaf-{n}") for n in (1, 2, 3)]
    links.append(link(9, "person-0001", "phone", "USES"))

    part = choose_part(release([*things, person(1, "suspect")], links), 2)

    assert ids(part) == ["person-0001", "phone"]


def test_what_joins_several_of_those_chosen_comes_before_what_touches_one():
    suspects = [person(1, "suspect"), person(2, "suspect")]
    things = [entity("account-1"), entity("bridge"), entity("x"), entity("y")]
    links = [link(1, "person-0001", "bridge"), link(2, "person-0002", "bridge")]
    links += [
        link(3, "person-0001", "account-1"),
        link(4, "account-1", "x"),
        link(5, "account-1", "y"),
    ]

    part = choose_part(release(suspects + things, links), 3)

    assert ids(part) == ["bridge", "person-0001", "person-0002"]


def test_a_country_that_joins_everybody_is_not_put_first():
    people = [person(n) for n in range(6)]
    links = [link(n, one.id, "country-my", "NATIONAL_OF") for n, one in enumerate(people)]
    links.append(link(9, people[4].id, people[5].id, "ASSOCIATE_OF"))

    part = choose_part(release([*people, entity("country-my", "Jurisdiction")], links), 2)

    assert ids(part) == ["person-0004", "person-0005"]


def test_parallel_links_count_once():
    things = [entity(name) for name in ("a", "b", "c", "d", "e")]
    links = [link(n, "a", "b") for n in range(7)]
    links += [link(7, "c", "d"), link(8, "c", "e")]

    part = choose_part(release(things, links), 1)

    assert ids(part) == ["c"]


@pytest.mark.parametrize("limit", [1, 7, 60])
def test_growing_the_limit_takes_nobody_unprotected_away(limit):
    rng = random.Random(limit)  # noqa: S311 - made-up data
    people = [person(n) for n in range(80)]
    links = [link(n, rng.choice(people).id, rng.choice(people).id) for n in range(120)]
    given_release = release(people, links)

    assert set(ids(choose_part(given_release, limit))) <= set(
        ids(choose_part(given_release, limit + 9))
    )


def test_a_suspects_own_phone_comes_before_what_is_farther_and_better_linked():
    things = [entity("own-phone", "Phone"), entity("account-1")]
    hubs = [entity(f"hub-{n}") for n in range(6)]
    links = [link(1, "person-0001", "own-phone", "USES"), link(2, "person-0001", "account-1")]
    links += [link(9 + n, "account-1", f"hub-{n}") for n in range(6)]

    part = choose_part(release([person(1, "suspect"), *things, *hubs], links), 3)

    assert ids(part) == ["account-1", "own-phone", "person-0001"]


def test_targets_of_a_plan_are_drawn_before_whoever_has_more_ties():
    people = [person(n, "suspect") for n in range(6)]
    links = [link(n, "person-0000", f"person-{n:04}") for n in range(1, 5)]
    targeting = Targeting(
        countries=("MY",), capacities=(), zero_hour="", nodes=(), ties=(), warns=(),
        candidates=(), forbidden={}, plan={}, targets={"person-0005": "MY"},
    )  # fmt: skip

    part = choose_part(release(people, links, targeting=targeting), 2)

    assert [one.id for one in part.entities] == ["person-0000", "person-0005"]
