"""What must hold of plans whatever the problem."""

from dataclasses import replace

import networkx as nx
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.plan import Action, Capacity, Settings, critical_nodes, solve
from linkgraph.plan.key_players import most_fragmenting
from tests.plan.oracle import (
    COUNTRIES,
    examples,
    figures,
    in_reach,
    keeps,
    problems,
    renamed,
    shuffled,
    total_of,
)

QUICK = Settings(seconds=30, steps=2000, stale=2)
SEARCH_ONLY = replace(QUICK, prove=False)
slow = examples(40)
all_objectives = st.sampled_from(["pairwise", "largest", "roles", "value"])


@given(problems(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_what_is_given_changes_nothing(problem, random):
    assume(in_reach(problem))

    assert solve(shuffled(problem, random), QUICK) == solve(problem, QUICK)


@given(problems(), st.permutations(range(12)), st.permutations(COUNTRIES))
@slow
def test_other_names_change_nothing_but_names(problem, order, there):
    assume(in_reach(problem))
    ids = [*problem.nodes, *(t.id for t in problem.ties if t.id)]
    names = {one: f"x{order[i]:02}" for i, one in enumerate(ids)}
    countries = dict(zip(COUNTRIES, there, strict=True))

    plan, other = solve(problem, QUICK), solve(renamed(problem, names, countries), QUICK)

    assert other.value == plan.value
    assert other.bound == plan.bound
    assert other.left == plan.left
    assert other.seeds == plan.seeds
    assert len(other.targets) == len(plan.targets)


@given(problems(most_nodes=7), st.permutations(range(12)))
@slow
def test_the_search_takes_the_same_way_under_other_names(problem, order):
    assume(in_reach(problem))
    ids = [*problem.nodes, *(t.id for t in problem.ties if t.id)]
    names = {one: f"x{order[i]:02}" for i, one in enumerate(ids)}
    same = {country: country for country in COUNTRIES}

    plan = solve(problem, SEARCH_ONLY)
    other = solve(renamed(problem, names, same), SEARCH_ONLY)

    assert (other.value, other.seeds) == (plan.value, plan.seeds)


@given(problems(), all_objectives)
@slow
def test_a_plan_given_to_start_from_is_never_made_worse(problem, name):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(replace(problem.objectives[0], name=name),))
    alone = [
        solve(replace(asked, countries=(c.country,), capacities=(c,)), SEARCH_ONLY)
        for c in asked.capacities
        if in_reach(replace(asked, countries=(c.country,), capacities=(c,)))
    ]
    each = [target for plan in alone for target in plan.targets]
    together = {target.id: target.country for target in each}

    joint = solve(asked, replace(SEARCH_ONLY, steps=1, stale=0), start_from=[each])

    if len(together) == len(each) and keeps(asked, together):
        separate = total_of(asked)(figures(asked, set(together)))
        assert joint.value <= separate + 1e-9
    assert keeps(asked, {target.id: target.country for target in joint.targets})


@given(problems())
@slow
def test_the_same_seed_gives_the_same_plan(problem):
    assume(in_reach(problem))

    assert solve(problem, SEARCH_ONLY) == solve(problem, SEARCH_ONLY)


@given(problems(), st.integers(0, 5))
@slow
def test_any_seed_keeps_to_the_limits(problem, seed):
    assume(in_reach(problem))

    plan = solve(problem, replace(SEARCH_ONLY, seed=seed))

    assert keeps(problem, {target.id: target.country for target in plan.targets})
    assert plan.seed == seed


@given(problems())
@slow
def test_what_is_used_is_what_the_targets_cost(problem):
    assume(in_reach(problem))

    plan = solve(problem, QUICK)

    for one in plan.used:
        if one.resource == "budget":
            assert one.used == len(plan.targets) <= one.most
        else:
            led = [t for t in plan.targets if t.country == one.country]
            assert one.used == sum(dict(t.costs).get(one.resource, 0) for t in led) <= one.most


def test_a_limit_that_keeps_nobody_out_does_not_bind():
    wide = critical_nodes([("a", "b"), ("b", "c")], 3)

    assert solve(wide, QUICK).binding == ()
    assert [one.resource for one in solve(replace(wide, budget=1), QUICK).binding] == ["budget"]


def test_a_bound_is_never_claimed_for_what_the_model_cannot_hold():
    ties = [(f"n{a}", f"n{b}") for a, b in nx.gnm_random_graph(900, 3000, seed=1).edges]
    plan = solve(critical_nodes(ties, 40), replace(QUICK, steps=200))

    assert plan.bound is None
    assert plan.gap is None
    assert "no bound is claimed" in plan.note


def test_nothing_is_written_to_the_screen(capfd):
    solve(critical_nodes([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")], 1), QUICK)
    most_fragmenting([("a", "b"), ("b", "c"), ("c", "d")], 1)

    assert capfd.readouterr() == ("", "")


def test_a_country_with_nothing_to_act_with_leaves_all_as_it_is():
    problem = replace(
        critical_nodes([("a", "b")], 2),
        candidates=(),
        capacities=(Capacity("NZ", "arrest", 0),),
    )
    acted = tuple(
        replace(c, actions=(Action("NZ", (("arrest", 1),)),))
        for c in critical_nodes([("a", "b")], 2).candidates
    )

    plan = solve(replace(problem, candidates=acted), QUICK)

    assert plan.left == plan.before == {"pairwise": 1.0}
