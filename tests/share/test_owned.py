"""What only some people have, told alike from the graph and from the ledger's columns."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.graph.projection import project
from linkgraph.share.belongings import owned_by_number, owned_things
from tests.builders import fill, graph_of, new_ledger

PEOPLE = [f"person:{n}" for n in range(3)]
SIMS = [f"phone:+6421000000{n}" for n in range(3)]
HANDSETS = ["imei:356938035643809", "imei:490154203237518"]
THINGS = ["passport:AA123456", "account:8571606708"]
ties = st.lists(
    st.one_of(
        st.tuples(st.just("USES"), st.sampled_from(PEOPLE), st.sampled_from([*SIMS, *HANDSETS])),
        st.tuples(st.just("HOLDS"), st.sampled_from(PEOPLE), st.sampled_from(THINGS)),
        st.tuples(st.just("USED_IN"), st.sampled_from(SIMS), st.sampled_from(HANDSETS)),
    ),
    max_size=8,
)


def with_told(links):
    return [(*one, {}) for one in links]


def things(links, *people):
    return owned_things(graph_of(with_told(links)), set(people))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(ties, st.sets(st.sampled_from(PEOPLE)))
def test_the_graph_and_the_ledger_tell_alike_what_some_people_alone_have(
    tmp_path_factory, links, people
):
    ledger = new_ledger(tmp_path_factory.mktemp("owned"))
    fill(ledger, "A", links=with_told(links))

    assert owned_by_number(ledger, people) == owned_things(project(ledger), people).keys()
    ledger.close()


@given(ties, st.sets(st.sampled_from(PEOPLE)), st.sampled_from(PEOPLE))
def test_with_one_more_to_hide_no_thing_is_shown_that_was_hidden(links, people, more):
    assert things(links, *people).keys() <= things(links, *people, more).keys()


@given(ties)
def test_nobody_hides_nothing_and_each_thing_is_one_of_theirs_whom_it_is_named_after(links):
    assert things(links) == {}

    owned = things(links, *PEOPLE[:2])
    assert set(owned.values()) <= set(PEOPLE[:2])
    held = {thing: {a for t, a, b in links if t != "USED_IN" and b == thing} for thing in owned}
    assert all(not held[one] or owner == min(held[one]) for one, owner in owned.items())


@pytest.mark.parametrize("tie", ["HOLDS", "USES", "LOCATED_AT", "STAYED_AT", "OWNS", "OPERATES"])
def test_every_way_to_have_a_thing_counts_and_one_more_holder_shows_it(tie):
    mine = [(tie, "person:0", "phone:+64210000000")]

    assert things(mine, "person:0") == {"phone:+64210000000": "person:0"}
    assert things([*mine, (tie, "person:1", "phone:+64210000000")], "person:0") == {}
    assert things([("CALLED", "person:0", "phone:+64210000000")], "person:0") == {}


def chain(length):
    """Return a person's handset, a number in it, another handset with that number, and so on."""
    line = [x for pair in zip(HANDSETS, SIMS, strict=False) for x in pair][: length + 1]
    ties = [("USES", "person:0", line[0])]
    return line, ties + [
        ("USED_IN", b, a) if b.startswith("phone") else ("USED_IN", a, b) for a, b in pairwise(line)
    ]


def test_a_handset_and_the_number_in_it_are_hers_together():
    line, links = chain(1)

    assert things(links, "person:0") == dict.fromkeys(line, "person:0")


def test_a_number_in_a_handset_of_two_is_hidden_only_with_both():
    links = [
        ("USES", "person:0", HANDSETS[0]),
        ("USES", "person:1", HANDSETS[0]),
        ("USED_IN", SIMS[0], HANDSETS[0]),
    ]

    assert things(links, "person:0") == {}
    assert things(links, "person:0", "person:1").keys() == {HANDSETS[0], SIMS[0]}
