"""What is left with some acted on, some ties new and some not real: against reckoning it by hand."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan import Objective, Settings, Tie, critical_nodes, solve
from linkgraph.plan.effect import NewTie, gauge_of
from tests.plan.oracle import examples, figures, in_reach, objective_names, problems, total_of

QUICK = Settings(seconds=20, steps=500, stale=1, prove=False)
slow = examples(60)
CHAIN = critical_nodes([("a", "b"), ("b", "c"), ("c", "d")], 2)


def some_acted(data, problem):
    ids = sorted(c.id for c in in_reach(problem))
    return set(data.draw(st.lists(st.sampled_from(ids), unique=True)))


def some_pairs(data, problem, most=3):
    ends = st.tuples(st.sampled_from(problem.nodes), st.sampled_from(problem.nodes))
    return [pair for pair in data.draw(st.lists(ends, max_size=most)) if pair[0] != pair[1]]


def asking(problem, name):
    return replace(problem, objectives=(Objective(name),))


@given(problems(), objective_names, st.data())
@slow
def test_what_is_left_is_what_counting_gives(problem, name, data):
    assume(in_reach(problem))
    asked = asking(problem, name)
    acted = some_acted(data, problem)

    left = gauge_of(asked).left(acted)

    assert left.value == pytest.approx(figures(problem, acted)[name])
    assert left.figures == {name: pytest.approx(left.value)}


@given(problems(), objective_names, st.data())
@slow
def test_new_ties_count_as_if_they_had_always_been_there(problem, name, data):
    assume(in_reach(problem))
    acted, pairs = some_acted(data, problem), some_pairs(data, problem)
    with_them = replace(problem, ties=problem.ties + tuple(Tie(*pair) for pair in pairs))

    left = gauge_of(asking(problem, name)).left(acted, [NewTie(*pair) for pair in pairs])

    assert left.value == pytest.approx(figures(with_them, acted)[name])


@given(problems(), objective_names, st.data())
@slow
def test_ties_that_are_not_real_count_for_nothing(problem, name, data):
    assume(in_reach(problem))
    acted, pairs = some_acted(data, problem), some_pairs(data, problem)
    unreal = [set(pair) for pair in pairs]
    without = replace(
        problem, ties=tuple(t for t in problem.ties if {t.one, t.other} not in unreal)
    )

    left = gauge_of(asking(problem, name)).left(acted, unreal=pairs)

    if name != "value":
        assert left.value == pytest.approx(figures(without, acted)[name])


@given(problems(["flow"], most_nodes=6), st.data())
@settings(slow, max_examples=30)
def test_flow_takes_new_ties_and_does_without_unreal_ones(problem, data):
    assume(in_reach(problem))
    acted, pairs = some_acted(data, problem), some_pairs(data, problem, most=1)
    gauge = gauge_of(problem)
    more = replace(problem, ties=(*problem.ties, *(Tie(*pair, weight=2.0) for pair in pairs)))
    unreal = [set(pair) for pair in pairs]
    fewer = replace(problem, ties=tuple(t for t in problem.ties if {t.one, t.other} not in unreal))

    with_them = gauge.left(acted, [NewTie(*pair, forth=2.0, back=0.0) for pair in pairs])

    assert with_them.value == pytest.approx(figures(more, acted)["flow"], abs=1e-6)
    without = gauge.left(acted, unreal=pairs)
    assert without.value == pytest.approx(figures(fewer, acted)["flow"], abs=1e-6)


@given(problems(["pairwise", "largest", "value"]))
@slow
def test_a_plan_leaves_what_its_search_says_it_leaves(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    gauge = gauge_of(problem)

    left = gauge.left(target.id for target in plan.targets)

    assert left.value == pytest.approx(plan.value)
    assert left.figures == pytest.approx(plan.left)
    assert gauge.total(left.figures) == pytest.approx(left.value)
    assert left.value == pytest.approx(
        total_of(problem)(figures(problem, {target.id for target in plan.targets}))
    )


@given(problems(), st.data())
@slow
def test_more_ties_never_leave_less(problem, data):
    assume(in_reach(problem))
    acted, pairs = some_acted(data, problem), some_pairs(data, problem)
    gauge = gauge_of(problem)

    left = [gauge.left(acted, [NewTie(*p) for p in pairs[:k]]).value for k in range(len(pairs) + 1)]

    assert left == sorted(left)


def test_one_of_a_group_can_be_left_out():
    problem = replace(CHAIN, together=(frozenset("bc"),))

    assert gauge_of(problem).left(["b"]).value == 1
    assert gauge_of(problem).left(["b", "c"]).value == 0


def test_whoever_goes_together_with_somebody_out_of_reach_is_no_candidate():
    problem = replace(CHAIN, together=(frozenset("bc"),), must_not=frozenset("c"))

    with pytest.raises(InputError, match="1 targets are no candidates"):
        gauge_of(problem).left(["b"])


def test_a_target_that_is_no_candidate_is_counted_and_never_named():
    with pytest.raises(InputError) as caught:
        gauge_of(CHAIN).left(["a", "somebody"])

    assert "1 targets" in str(caught.value)
    assert "somebody" not in str(caught.value)


def test_a_tie_that_is_a_target_can_turn_out_not_to_be_real():
    ties = (Tie("a", "b", id="t"), Tie("b", "c"))
    problem = replace(CHAIN, nodes=("a", "b", "c"), ties=ties, candidates=())
    asked = replace(problem, candidates=tuple(replace(CHAIN.candidates[0], id=i) for i in "bt"))

    gauge = gauge_of(asked)

    assert gauge.left([]).value == 3
    assert gauge.left([], unreal=[("b", "a")]).value == 1
    assert gauge.left(["t"]).value == 1
    assert gauge.left(["t"], new=[NewTie("a", "b")]).value == 3
