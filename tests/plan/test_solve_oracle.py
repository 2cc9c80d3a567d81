"""The planner against trying everything."""

from dataclasses import replace

import pytest
from hypothesis import assume, given

from linkgraph.errors import InputError
from linkgraph.plan import Settings, solve
from tests.plan.oracle import best_value, examples, figures, in_reach, keeps, problems, total_of

QUICK = Settings(seconds=30, steps=2000, stale=2)
SEARCH_ONLY = Settings(seconds=30, steps=2000, stale=2, prove=False)
slow = examples(60)


def leads(plan):
    return {target.id: target.country for target in plan.targets}


def check_against_all(problem):
    assume(in_reach(problem))
    total = total_of(problem)

    plan = solve(problem, QUICK)

    best = best_value(problem, total)
    assert plan.value == pytest.approx(best)
    assert plan.bound == pytest.approx(best)
    assert plan.proved
    assert keeps(problem, leads(plan))
    made = figures(problem, set(leads(plan)))
    assert plan.left == {name: pytest.approx(made[name]) for name in plan.left}


@given(problems())
@slow
def test_no_plan_leaves_fewer_pairs(problem):
    check_against_all(problem)


@given(problems(["largest"]))
@slow
def test_no_plan_leaves_a_smaller_largest_part(problem):
    check_against_all(problem)


@given(problems(["roles"]))
@slow
def test_no_plan_leaves_fewer_chains(problem):
    check_against_all(problem)


@given(problems(["value"]))
@slow
def test_no_plan_leaves_less_worth(problem):
    check_against_all(problem)


@given(problems(["flow"]))
@slow
def test_no_plan_lets_less_flow(problem):
    check_against_all(problem)


@given(problems(["pairwise", "roles", "value"]))
@slow
def test_no_plan_leaves_less_of_several_together(problem):
    check_against_all(problem)


@given(problems(["largest", "pairwise"]))
@slow
def test_no_plan_leaves_less_of_pairs_and_the_largest_part(problem):
    check_against_all(problem)


@given(problems())
@slow
def test_who_must_be_acted_on_is(problem):
    assume(in_reach(problem))
    asked = replace(problem, must=frozenset({min(c.id for c in in_reach(problem))}))
    best = best_value(asked, total_of(asked))

    if best is None:
        with pytest.raises(InputError, match="clash"):
            solve(asked, QUICK)
    else:
        plan = solve(asked, QUICK)
        assert plan.value == best
        assert keeps(asked, leads(plan))


@given(problems(["pairwise", "roles"]))
@slow
def test_the_search_alone_keeps_to_all_limits(problem):
    assume(in_reach(problem))

    plan = solve(problem, SEARCH_ONLY)

    assert keeps(problem, leads(plan))
    assert plan.bound is None
    assert plan.note
    made = figures(problem, set(leads(plan)))
    assert plan.left == {name: pytest.approx(made[name]) for name in plan.left}


@given(problems())
@slow
def test_more_means_never_leave_more(problem):
    assume(in_reach(problem))
    more = tuple(replace(c, most=c.most + 1) for c in problem.capacities)

    assert solve(replace(problem, capacities=more), QUICK).value <= solve(problem, QUICK).value
