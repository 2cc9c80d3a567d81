"""What a planner refuses, and what it says."""

from dataclasses import replace

import pytest

from linkgraph.errors import InputError, PlanError, UnknownName
from linkgraph.plan import (
    Action,
    Candidate,
    Capacity,
    Flow,
    Objective,
    Problem,
    Settings,
    Tie,
    critical_nodes,
    solve,
)

ARREST = (("arrest", 1),)
PATH = (Tie("a", "b"), Tie("b", "c"), Tie("c", "d"))
REACH = tuple(Candidate(one, (Action("NZ", ARREST), Action("MY", ARREST))) for one in "abcd")
SOUND = Problem(
    nodes=("a", "b", "c", "d"),
    ties=PATH,
    candidates=REACH,
    capacities=(Capacity("NZ", "arrest", 1), Capacity("MY", "arrest", 1)),
)
QUICK = Settings(seconds=20, steps=500, stale=1)


def refused(match, kind=InputError, **changes):
    with pytest.raises(kind, match=match) as caught:
        solve(replace(SOUND, **changes), QUICK)
    assert caught.value.exit_code == 2
    return caught.value


def test_an_empty_network_is_refused():
    refused("empty", nodes=(), ties=(), candidates=())


def test_a_network_without_a_tie_is_refused():
    refused("nothing in it is connected", ties=(Tie("a", "a"),))


def test_ties_that_end_nowhere_are_counted_and_never_named():
    wrong = refused("1 ties end at nodes", ties=(*PATH, Tie("a", "secret")))

    assert "secret" not in str(wrong)


def test_a_node_given_twice_is_refused():
    refused("nodes are given twice", nodes=("a", "a", "b", "c", "d"))


def test_a_tie_with_the_id_of_a_node_is_refused():
    refused("id of a node", ties=(Tie("a", "b", id="c"),))


def test_a_weight_below_zero_is_refused():
    refused("weight", ties=(Tie("a", "b", -1.0),))


def test_a_candidate_outside_the_network_is_refused():
    refused("neither nodes nor ties", candidates=(*REACH, Candidate("x")))


def test_nodes_go_with_a_node_and_never_with_a_tie():
    ties = (Tie("a", "b", 1.0, "t"), Tie("b", "c"))
    link = Candidate("t", REACH[0].actions, also=("c",))
    refused("only with a node", ties=ties, candidates=(link,))


@pytest.mark.parametrize("success", [0.0, -0.5, 1.5])
def test_a_chance_that_is_none_is_refused(success):
    refused("chance", candidates=(Candidate("a", success=success),))


def test_a_cost_below_zero_is_refused():
    refused("cost", candidates=(Candidate("a", (Action("NZ", (("arrest", -1),)),)),))


def test_a_value_below_zero_is_refused():
    refused("value", candidates=(Candidate("a", value=-1.0),))


def test_an_unknown_country_is_refused():
    refused("ISO 3166", capacities=(Capacity("ZZ", "arrest", 1),))


def test_a_capacity_of_a_country_that_takes_no_part_is_refused():
    refused("means are given for MY, and none of these takes part", countries=("NZ",))


def test_a_capacity_below_zero_or_beyond_all_is_refused():
    refused("capacity is below 0", capacities=(Capacity("NZ", "arrest", -1),))
    refused("capacity is above", capacities=(Capacity("NZ", "arrest", 10**20),))


def test_a_budget_below_zero_is_refused():
    refused("budget is below 0", budget=-1)


def test_nobody_in_reach_is_refused():
    refused("no candidate is in reach", capacities=(Capacity("AU", "arrest", 3),))


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_is_refused(seconds):
    with pytest.raises(InputError, match="time limit"):
        solve(SOUND, Settings(seconds=seconds))


def test_an_unknown_objective_is_refused_with_the_nearest_known():
    wrong = refused("objective", UnknownName, objectives=(Objective("pairwize"),))

    assert "pairwise" in str(wrong)


def test_an_objective_of_no_weight_is_refused():
    refused("weight of pairwise", objectives=(Objective("pairwise", 0.0),))


def test_no_objective_is_refused():
    refused("no objective", objectives=())


def test_roles_without_a_chain_are_refused():
    refused("chain", objectives=(Objective("roles"),))


def test_flow_with_no_ends_is_refused():
    refused("collection points", objectives=(Objective("flow"),))


def test_flow_with_something_else_is_refused():
    refused("flow goes with value alone", objectives=(Objective("flow"), Objective("pairwise")))


def test_a_collection_point_that_is_its_own_organiser_is_refused():
    both = Flow(frozenset("a"), frozenset("a"))
    refused("at once", PlanError, objectives=(Objective("flow"),), flow=both)


def test_must_and_must_not_of_one_clash_by_name():
    wrong = refused("clash", PlanError, must=frozenset("a"), must_not=frozenset("ab"))

    assert wrong.clash == ("must", "must_not")


def test_a_group_torn_between_must_and_must_not_clashes_by_name():
    wrong = refused(
        "clash", PlanError, must=frozenset("a"), must_not=frozenset("b"),
        together=(frozenset("ab"),),
    )  # fmt: skip

    assert wrong.clash == ("must", "must_not", "together")


def test_must_of_more_than_the_means_names_the_country_and_resource():
    far = tuple(Candidate(one, (Action("NZ", ARREST),)) for one in "abcd")
    wrong = refused("NZ:arrest", PlanError, candidates=far, must=frozenset("ab"))

    assert wrong.clash == ("must", "NZ:arrest")


def test_must_of_more_than_the_budget_names_the_budget():
    wrong = refused("budget", PlanError, must=frozenset("ab"), budget=1)

    assert "budget" in wrong.clash


def test_must_of_somebody_who_is_no_candidate_clashes():
    refused("no candidates", PlanError, candidates=REACH[:2], must=frozenset("d"))


def test_must_of_somebody_out_of_reach_clashes():
    far = (*REACH[:3], Candidate("d", (Action("AU", ARREST),)))
    refused("out of reach", PlanError, candidates=far, must=frozenset("d"))


def test_must_of_a_group_out_of_reach_clashes():
    far = (*REACH[:3], Candidate("d", (Action("AU", ARREST),)))
    group = (frozenset("ad"),)
    refused("together clash", PlanError, candidates=far, must=frozenset("a"), together=group)


def test_groups_that_share_somebody_go_as_one():
    groups = (frozenset("ab"), frozenset("bc"))

    plan = solve(replace(SOUND, together=groups), QUICK)

    assert {target.id for target in plan.targets} <= {"d"}


def test_a_resource_that_no_country_limits_is_not_limited():
    warrant = tuple(Candidate(one, (Action("NZ", (("warrant", 5),)),)) for one in "abcd")

    plan = solve(replace(SOUND, candidates=warrant, budget=2), QUICK)

    assert len(plan.targets) == 2


def test_a_resource_that_another_country_names_is_none_here():
    named = (Capacity("NZ", "arrest", 0), Capacity("MY", "freeze", 1))

    plan = solve(replace(SOUND, capacities=named), QUICK)

    assert plan.targets == ()


def test_any_node_may_be_taken_in_the_classical_problem():
    plan = solve(critical_nodes([("a", "b"), ("b", "c")], 1), QUICK)

    assert [target.id for target in plan.targets] == ["b"]
    assert plan.value == 0
