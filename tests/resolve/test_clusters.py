"""Laws of clusters, against the rule written out slowly."""

from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.ledger import Judgement
from linkgraph.resolve.clusters import cluster, moved_between
from linkgraph.resolve.settled import settle

IDS = [f"person:{n}" for n in range(7)]


def judged(left, right, verdict="same", *, who="ann"):
    return Judgement(*sorted((left, right)), verdict, None, "person", (), who)


def scored(left, right, verdict="same", score=0.9):
    return Judgement(*sorted((left, right)), verdict, score, "splink", (), "splink")


def shape(clusters):
    return sorted(clusters.groups.values()), clusters.refused


pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1])
judgements = st.lists(
    st.one_of(
        st.builds(
            lambda p, v, who: judged(*p, v, who=who),
            pairs, st.sampled_from(["same", "same", "different", "unsure"]),
            st.sampled_from(["ann", "bob"]),
        ),
        st.builds(
            lambda p, v, s: scored(*p, v, s),
            pairs, st.sampled_from(["same", "same", "same", "different", "unsure"]),
            st.sampled_from([0.5, 0.7, 0.9]),
        ),
    ),
    max_size=14, unique_by=lambda j: (j.left, j.right, j.model, j.who),
)  # fmt: skip
numbers = st.dictionaries(
    st.sampled_from(IDS),
    st.dictionaries(
        st.sampled_from(["national_id/VN", "national_id/TH"]),
        st.sets(st.sampled_from("123"), min_size=1, max_size=2),
    ),
    max_size=5,
)
roles = st.dictionaries(
    st.sampled_from(IDS), st.sets(st.sampled_from(["suspect", "victim", "witness"])), max_size=5
)


def slow_cluster(made, exclusive, held_roles):
    """The rule as the docstring has it, by looking at every pair of records."""
    words = settle(made)

    def barred(one, two):
        word = words.get((min(one, two), max(one, two)))
        if word and (word.verdict == "different" or (word.by_person and word.verdict == "unsure")):
            return True
        if word and word.by_person:
            return False
        a, b = exclusive.get(one, {}), exclusive.get(two, {})
        if any(a[d] and b[d] and not set(a[d]) & set(b[d]) for d in a.keys() & b.keys()):
            return True
        a, b = held_roles.get(one, ()), held_roles.get(two, ())
        return ("suspect" in a and "victim" in b) or ("victim" in a and "suspect" in b)

    same = [(p, w) for p, w in words.items() if w.verdict == "same"]
    same.sort(key=lambda told: (not told[1].by_person,
                                0 if told[1].by_person else -told[1].score, told[0]))  # fmt: skip
    groups = {one: {one} for pair in words for one in pair}
    refused = {pair for pair, word in words.items() if word.disputed}
    for (left, right), _ in same:
        if groups[left] is groups[right]:
            continue
        if any(barred(a, b) for a, b in product(groups[left], groups[right])):
            refused.add((left, right))
            continue
        both = groups[left] | groups[right]
        for one in both:
            groups[one] = both
    made_of = {tuple(sorted(group)) for group in groups.values() if len(group) > 1}
    return sorted(made_of), refused


@settings(max_examples=300)
@given(judgements, numbers, roles)
def test_they_are_what_the_rule_says(made, exclusive, held_roles):
    found = cluster(made, exclusive=exclusive, roles=held_roles)

    groups, refused = slow_cluster(made, exclusive, held_roles)
    assert sorted(found.groups.values()) == groups
    assert {(one.left, one.right) for one in found.refused} == refused


@given(judgements, numbers, roles, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(made, exclusive, held_roles, random):
    mixed = list(made)
    random.shuffle(mixed)

    one = cluster(made, exclusive=exclusive, roles=held_roles)
    two = cluster(mixed, exclusive=exclusive, roles=held_roles)

    assert shape(one) == shape(two)
    assert [one.holding(i) for i in IDS] == [two.holding(i) for i in IDS]


@given(judgements, numbers, roles)
def test_no_two_that_are_known_to_differ_are_in_one(made, exclusive, held_roles):
    found = cluster(made, exclusive=exclusive, roles=held_roles)

    apart = {p for p, w in settle(made).items() if w.verdict == "different" or w.disputed}
    assert not [
        pair for held in found.groups.values() for pair in combinations(held, 2) if pair in apart
    ]


@given(judgements)
def test_an_entity_is_called_by_the_least_of_its_records_and_held_by_one_pair_fewer(made):
    found = cluster(made)

    for entity, members in found.groups.items():
        assert entity == min(members)
        assert {found.entity_of(one) for one in members} == {entity}
        assert len(found.holding(entity)) == len(members) - 1
        rank = [(not h.by_person, -(h.score or 0.0)) for h in found.holding(members[-1])]
        assert rank == sorted(rank), "the weakest pair stands last"


def test_nothing_judged_leaves_everybody_alone():
    found = cluster([])

    assert (len(found), found.groups, found.refused) == (0, {}, ())
    assert found.entity_of("person:1") == "person:1"
    assert found.members("person:1") == ("person:1",)
    assert found.holding("person:1") == ()


def test_no_chain_joins_two_that_somebody_said_are_different():
    found = cluster(
        [scored(IDS[0], IDS[1], score=0.9), scored(IDS[1], IDS[2], score=0.8),
         judged(IDS[0], IDS[2], "different")]
    )  # fmt: skip

    assert found.groups == {IDS[0]: (IDS[0], IDS[1])}
    assert [(r.left, r.right, r.reason) for r in found.refused] == [(IDS[1], IDS[2], "different")]


@pytest.mark.parametrize("verdict", ["unsure", "different"])
def test_two_people_who_differ_keep_the_pair_apart_and_are_told(verdict):
    found = cluster(
        [judged(IDS[0], IDS[1], "same", who="ann"), judged(IDS[0], IDS[1], verdict, who="bob"),
         scored(IDS[0], IDS[2]), scored(IDS[1], IDS[2], score=0.8)]
    )  # fmt: skip

    assert found.groups == {IDS[0]: (IDS[0], IDS[2])}
    assert [r.reason for r in found.refused] == ["disputed", "disputed"]


def test_what_a_person_cannot_say_no_model_says_for_them():
    found = cluster(
        [judged(IDS[0], IDS[1], "unsure"), scored(IDS[0], IDS[1], score=0.99),
         scored(IDS[0], IDS[2], score=0.9), scored(IDS[1], IDS[2], score=0.8)]
    )  # fmt: skip

    assert found.groups == {IDS[0]: (IDS[0], IDS[2])}
    assert [r.reason for r in found.refused] == ["unsure"]


def test_a_person_comes_before_a_model_either_way():
    assert cluster([scored(*IDS[:2], "different"), judged(*IDS[:2], "same")]).groups
    assert not cluster([scored(*IDS[:2], "same"), judged(*IDS[:2], "different")]).groups


NUMBERS = {IDS[0]: {"national_id/VN": {"1"}}, IDS[1]: {"national_id/VN": {"2"}}}
BOTH = {IDS[0]: {"suspect"}, IDS[1]: {"victim"}}


@pytest.mark.parametrize(
    ("told", "reason"),
    [({"exclusive": NUMBERS}, "exclusive"), ({"roles": BOTH}, "suspect_and_victim")],
)
def test_numbers_and_roles_keep_a_models_pair_apart_and_a_persons_word_lifts_it(told, reason):
    model = cluster([scored(*IDS[:2])], **told)
    person = cluster([scored(*IDS[:2]), judged(*IDS[:2])], **told)

    assert [r.reason for r in model.refused] == [reason]
    assert person.groups == {IDS[0]: (IDS[0], IDS[1])}


@pytest.mark.parametrize("told", [{"exclusive": NUMBERS}, {"roles": BOTH}])
def test_a_persons_word_lifts_it_for_just_those_two(told):
    """Ann said that 0 and 2 are the same, and 1 and 2; nobody said it of 0 and 1."""
    found = cluster([judged(IDS[0], IDS[2]), judged(IDS[1], IDS[2])], **told)

    assert len(found.refused) == 1
    assert not {IDS[0], IDS[1]} <= set(found.members(IDS[2]))


def test_one_number_in_common_is_enough():
    told = {IDS[0]: {"national_id/VN": {"1", "9"}}, IDS[1]: {"national_id/VN": {"2", "9"}}}

    assert cluster([scored(*IDS[:2])], exclusive=told).groups


def test_numbers_of_two_countries_say_nothing():
    told = {IDS[0]: {"national_id/VN": {"1"}}, IDS[1]: {"national_id/TH": {"2"}}}

    assert cluster([scored(*IDS[:2])], exclusive=told).groups


def test_the_stronger_pair_comes_first():
    """Of two joins of which only one may be, the one with the higher score is made."""
    found = cluster(
        [scored(IDS[0], IDS[1], score=0.8), scored(IDS[0], IDS[2], score=0.9),
         scored(IDS[1], IDS[2], "different")]
    )  # fmt: skip

    assert found.members(IDS[0]) == (IDS[0], IDS[2])


def test_a_long_chain_is_no_deeper_than_the_stack():
    ids = [f"person:{n:06}" for n in range(20_000)]

    found = cluster([scored(a, b) for a, b in pairwise(ids)])

    assert found.groups.keys() == {ids[0]}
    assert len(found) == len(ids)


def test_a_great_group_that_many_are_kept_from_is_asked_quickly():
    """Each of many is judged different from a hub; a check costs the smaller side alone."""
    hub, others = "person:0", [f"person:x{n:05}" for n in range(5_000)]
    made = [scored(hub, one, "different") for one in others]
    made += [scored(hub, f"person:h{n:05}") for n in range(5_000)]
    made += [scored(f"person:h{n:05}", one, score=0.5) for n, one in enumerate(others)]

    found = cluster(made)

    assert len(found.members(hub)) == 5_001
    assert {r.reason for r in found.refused} == {"different"}
    assert len(found.refused) == 5_000


@given(judgements, judgements)
def test_what_moved_tells_every_entity_that_is_not_what_it_was(before, after):
    then, now = cluster(before), cluster(after)

    moved = moved_between(then, now)

    for one in IDS:
        if then.members(one) != now.members(one):
            assert {then.entity_of(one), now.entity_of(one)} <= moved
    assert moved_between(then, then) == set()
