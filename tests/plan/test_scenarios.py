"""What a plan leaves when actions may fail."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan import Settings, Target, critical_nodes, solve
from linkgraph.plan.scenarios import outlook, plan_for_mean
from tests.plan.oracle import STAR, examples, figures, in_reach, problems

QUICK = Settings(seconds=20, steps=500, stale=1)
slow = examples(30)
HUB = [Target("hub", "")]


def with_chance(problem, success):
    some = tuple(replace(c, success=success) for c in problem.candidates)
    return replace(problem, candidates=some)


def test_actions_that_cannot_fail_leave_what_the_plan_says():
    seen = outlook(STAR, HUB, draws=20)

    assert (seen.certain, seen.expected, seen.worst_tenth) == (0.0, 0.0, 0.0)


def test_an_action_that_fails_half_the_time_leaves_half_on_average():
    seen = outlook(with_chance(STAR, 0.5), HUB, draws=4000, seed=3)

    assert seen.certain == 0
    assert seen.expected == pytest.approx(5.0, abs=0.3)
    assert seen.worst_tenth == 10
    assert seen.figures == {"pairwise": seen.expected}


def test_the_same_seed_draws_the_same():
    risky = with_chance(STAR, 0.5)

    assert outlook(risky, HUB, draws=50, seed=1) == outlook(risky, HUB, draws=50, seed=1)
    assert outlook(risky, HUB, draws=50, seed=1) != outlook(risky, HUB, draws=50, seed=2)


@given(problems(), st.sampled_from([0.3, 0.7, 1.0]))
@slow
def test_what_is_expected_lies_between_all_and_the_worst(problem, success):
    assume(in_reach(problem))
    risky = with_chance(problem, success)
    plan = solve(risky, QUICK)

    seen = outlook(risky, plan.targets, draws=30)

    nobody = figures(risky, set())["pairwise"]
    assert seen.certain == plan.value
    assert seen.certain <= seen.expected <= seen.worst_tenth <= nobody


@given(problems(["flow"]))
@slow
def test_flow_is_drawn_like_any_other(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    assert outlook(problem, plan.targets, draws=3).expected == pytest.approx(plan.value)


@given(problems(), st.sampled_from([0.3, 0.7, 1.0]))
@slow
def test_a_plan_made_for_the_mean_never_leaves_more_of_it(problem, success):
    assume(in_reach(problem))
    risky = with_chance(problem, success)
    plan = solve(risky, QUICK)

    made = plan_for_mean(risky, plan.targets, QUICK)

    assert made.mean <= made.begun
    assert made == plan_for_mean(risky, plan.targets, QUICK)
    if success >= 1:
        assert made.mean <= plan.value


def test_a_likely_success_is_worth_more_than_a_greater_one_that_may_fail():
    problem = critical_nodes([("a", x) for x in "pqrs"] + [("b", x) for x in "uvw"], 1)
    chances = {"a": 0.2, "b": 0.9}
    risky = replace(
        problem, candidates=tuple(replace(c, success=chances.get(c.id, 0.1)) for c in problem.candidates)
    )  # fmt: skip

    now = solve(risky, QUICK).targets

    assert [one.id for one in now] == ["a"]
    assert [one.id for one in plan_for_mean(risky, now, QUICK).targets] == ["b"]


def test_no_scenario_is_refused():
    with pytest.raises(InputError, match="scenario"):
        outlook(STAR, HUB, draws=0)


def test_a_target_that_is_no_candidate_is_counted_and_never_named():
    with pytest.raises(InputError) as caught:
        outlook(STAR, [Target("secret", "")])

    assert "secret" not in str(caught.value)
