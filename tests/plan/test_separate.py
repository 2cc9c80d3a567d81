"""What countries do alone: each by its own means, on what it sees, and together within all limits."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import PlanError
from linkgraph.plan import (
    Capacity,
    Flow,
    Objective,
    Settings,
    Tie,
)
from linkgraph.plan.effect import NewTie, gauge_of
from linkgraph.plan.placed import placed
from linkgraph.plan.separate import View, alone, is_network, rest_of, shared_out
from linkgraph.plan.solve import solve
from tests.plan.oracle import (
    COUNTRIES,
    STAR,
    best_value,
    examples,
    figures,
    in_reach,
    keeps,
    led,
    names_of,
    problems,
    renamed,
    same_countries,
    total_of,
    with_all_that_goes,
)

QUICK = Settings(seconds=20, steps=100, stale=1, prove=False)
slow = examples(25)


@st.composite
def asked(draw):
    problem = draw(problems(most_nodes=6))
    assume(in_reach(problem))
    free = sorted(c.id for c in in_reach(problem))
    must = frozenset(draw(st.lists(st.sampled_from(free), max_size=2)))
    bound = replace(problem, must=must)
    assume(best_value(bound, total_of(bound)) is not None)
    return bound


@given(asked())
@slow
def test_who_must_be_acted_on_falls_to_one_country_each(problem):
    shares = shared_out(problem)

    dealt = [target for each in shares.must.values() for target in each]
    groups = [group for group in problem.together if group & problem.must]
    assert {target.id for target in dealt} == problem.must.union(*groups)
    assert len({target.id for target in dealt}) == len(dealt)
    assert keeps(problem, {target.id: target.country for target in dealt})
    for country, each in shares.must.items():
        assert {target.country for target in each} <= {country}


@given(asked())
@slow
def test_a_budget_is_never_dealt_out_twice(problem):
    shares = shared_out(problem)

    assert sorted(shares.budgets) == sorted(shares.ranks) == list(shares.countries)
    if problem.budget is None:
        assert set(shares.budgets.values()) == {None}
    else:
        assert sum(shares.budgets.values()) <= problem.budget
        for country, each in shares.must.items():
            assert len(each) <= shares.budgets[country]


@given(asked(), st.sampled_from(COUNTRIES))
@slow
def test_a_country_alone_leads_all_that_it_does_within_its_means(problem, country):
    shares = shared_out(problem)
    assume(country in shares.countries)

    plan = alone(problem, shares, country, QUICK)

    assert {target.country for target in plan} <= {country}
    assert {target.id for target in shares.must[country]} <= {target.id for target in plan}
    free = replace(problem, must=frozenset(), together=())
    assert keeps(free, {target.id: target.country for target in plan})
    others = {t.id for c, each in shares.must.items() if c != country for t in each}
    assert not others & {target.id for target in plan}


@given(asked(), st.sampled_from(COUNTRIES), st.data())
@slow
def test_a_country_acts_on_nobody_whom_it_does_not_see(problem, country, data):
    shares = shared_out(problem)
    assume(country in shares.countries)
    nodes = frozenset(data.draw(st.lists(st.sampled_from(problem.nodes), unique=True)))
    ties = frozenset(tie[:2] for tie in problem.ties if {*tie[:2]} <= nodes)

    plan = alone(problem, shares, country, QUICK, View(nodes, ties))

    seen = nodes | {tie.id for tie in problem.ties if tie[:2] in ties}
    # Whoever must act on a tie knows its ends.
    asked_of = {target.id for target in shares.must[country]}
    known = asked_of | {end for tie in problem.ties if tie.id in asked_of for end in tie[:2]}
    assert {target.id for target in plan} <= seen | known


@given(problems(), st.data())
@slow
def test_what_is_left_is_the_network_without_those_acted_on(problem, data):
    ids = sorted(c.id for c in problem.candidates)
    acted = frozenset(data.draw(st.lists(st.sampled_from(ids), unique=True)))

    rest = rest_of(problem, acted, ())

    assert set(rest.nodes) == set(problem.nodes) - with_all_that_goes(problem, {*acted})
    assert not {c.id for c in rest.candidates} & acted
    assert (rest.must, rest.together) == (frozenset(), ())
    free = replace(problem, together=())
    assert figures(rest, set())["pairwise"] == figures(free, set(acted))["pairwise"]


def test_new_ties_are_there_for_the_next():
    rest = rest_of(STAR, frozenset({"hub"}), [NewTie("a", "b", strength=2.0)])

    assert rest.ties == (Tie("a", "b", 2.0),)
    assert rest.nodes == ("a", "b", "c", "d")


def test_what_flows_both_ways_is_two_ties_for_the_next():
    flow = replace(
        STAR, objectives=(Objective("flow"),), flow=Flow(frozenset("a"), frozenset({"b", "hub"}))
    )

    rest = rest_of(flow, frozenset({"hub"}), [NewTie("a", "b", 2.0, 1.0)])

    assert rest.ties == (Tie("a", "b", 2.0), Tie("b", "a", 1.0))
    assert rest.flow == Flow(frozenset("a"), frozenset("b"))


def test_a_network_has_a_tie_and_where_flow_is_asked_for_both_ends():
    flow = replace(STAR, objectives=(Objective("flow"),), flow=Flow(frozenset("a"), frozenset("b")))

    assert is_network(STAR)
    assert is_network(flow)
    assert not is_network(replace(STAR, ties=()))
    assert not is_network(replace(STAR, ties=(Tie("a", "a"),)))
    assert not is_network(replace(flow, flow=Flow(frozenset("a"))))


def test_means_that_do_not_suffice_for_who_must_be_acted_on_are_named():
    problem = replace(
        STAR,
        candidates=(led("hub", "MY"), led("a", "MY")),
        capacities=(Capacity("MY", "arrest", 1),),
        must=frozenset({"hub", "a"}),
        budget=None,
    )

    with pytest.raises(PlanError) as caught:
        shared_out(problem)

    assert "MY:arrest" in caught.value.clash


def test_equal_countries_are_ranked_by_name_and_others_by_their_means():
    problem = replace(
        STAR,
        candidates=(led("hub", "MY"), led("a", "NZ"), led("b", "ID")),
        capacities=tuple(Capacity(c, "arrest", n) for c, n in (("MY", 2), ("NZ", 1), ("ID", 1))),
    )
    shares = shared_out(problem)

    assert shares.countries == ("ID", "MY", "NZ")
    assert sorted(shares.ranks.values()) == [0, 1, 2]
    assert shares.ranks["ID"] < shares.ranks["NZ"]


@given(problems(["pairwise", "value"]), st.permutations(range(12)))
@slow
def test_a_problem_named_by_place_is_the_same_problem(problem, order):
    assume(in_reach(problem))
    other = renamed(problem, names_of(problem, order), same_countries(problem))

    here, there = (placed(each, gauge_of(each)) for each in (problem, other))
    plans = [solve(each.problem, QUICK) for each in (here, there)]

    assert plans[0].value == plans[1].value == pytest.approx(solve(problem, QUICK).value)
    back = here.back(plans[0].targets)
    assert keeps(problem, {target.id: target.country for target in back})
    assert tuple(sorted(here.targets(back))) == plans[0].targets


@given(problems())
@slow
def test_by_place_nobody_is_a_candidate_who_may_not_be_acted_on(problem):
    assume(in_reach(problem))

    named = placed(problem, gauge_of(problem))

    assert {named.name[c.id] for c in named.problem.candidates} == {c.id for c in in_reach(problem)}
    assert set(named.name.values()) == set(named.place)
    assert named.ids([*problem.nodes, "nobody"]) == set(named.problem.nodes)
