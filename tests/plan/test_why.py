"""Why each target: against trying every replacement and every other plan."""

from dataclasses import replace
from importlib import import_module
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan import (
    Action,
    Candidate,
    Capacity,
    Objective,
    Settings,
    Target,
    Tie,
    critical_nodes,
    solve,
)
from linkgraph.plan.why import why
from tests.plan.oracle import (
    TWO_FLOWS,
    best_value,
    examples,
    feasible,
    figures,
    in_reach,
    keeps,
    names_of,
    problems,
    renamed,
    same_countries,
    shuffled,
    total_of,
)

QUICK = Settings(seconds=20, steps=500, stale=1, prove=False)
slow = examples(40)
TWO_STARS = critical_nodes([("h", one) for one in "abc"] + [("g", one) for one in "cde"], 1)


def units_of(problem):
    """Return what may be acted on as a whole, by hand."""
    ids = {c.id for c in in_reach(problem)}
    groups = [set(group) for group in problem.together if group <= ids]
    grouped = set().union(*groups)
    return groups + [{one} for one in ids - grouped]


def best_instead(problem, plan, out):
    """Return the least that is left with another unit in place of one, leads kept."""
    leads = {t.id: t.country for t in plan.targets if t.id not in out}
    by_id = {c.id: c for c in problem.candidates}
    free = replace(problem, must=frozenset())
    values = []
    for unit in units_of(problem):
        if unit & {t.id for t in plan.targets}:
            continue
        ways = product(*([(one, a.country) for a in by_id[one].actions] for one in sorted(unit)))
        if any(keeps(free, leads | dict(way)) for way in ways):
            values.append(total_of(problem)(figures(problem, leads.keys() | unit)))
    return min(values, default=None)


@given(problems(), st.sampled_from(["pairwise", "largest", "roles", "value"]))
@slow
def test_each_reason_is_what_trying_everything_gives(problem, name):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(Objective(name),))
    plan = solve(asked, QUICK)

    reasons = why(asked, plan, QUICK)

    assert [reason.target for reason in reasons] == list(plan.targets)
    for reason in reasons:
        out = {reason.target.id, *reason.together}
        rest = {t.id for t in plan.targets} - out
        dropped = total_of(asked)(figures(asked, rest))
        assert reason.kept.value == pytest.approx(plan.value)
        assert reason.dropped.value == pytest.approx(dropped)
        assert reason.dropped.figures.keys() == {name}
        best = best_instead(asked, plan, out)
        if best is None or best >= dropped - 1e-9:
            assert reason.replacement is None
        else:
            assert reason.replacement.left.value == pytest.approx(best)


@given(problems())
@slow
def test_the_best_plan_without_a_target_is_no_worse_than_any_replacement(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    for reason in why(problem, plan, QUICK):
        out = {reason.target.id, *reason.together}
        without = replace(problem, must_not=problem.must_not | out)
        assert reason.best_without >= best_value(without, total_of(problem))
        assert reason.best_without <= reason.dropped.value
        if reason.replacement:
            assert reason.best_without <= reason.replacement.left.value < reason.dropped.value


@given(problems())
@slow
def test_a_replacement_can_be_carried_out_and_is_never_somebody_out_of_bounds(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    allowed = {c.id for c in in_reach(problem)}

    for reason in why(problem, plan, QUICK):
        if reason.replacement:
            new = {target.id: target.country for target in reason.replacement.targets}
            assert new.keys() <= allowed - problem.must_not
            assert not new.keys() & {target.id for target in plan.targets}
            out = {reason.target.id, *reason.together}
            rest = {t.id: t.country for t in plan.targets if t.id not in out}
            assert keeps(problem, rest | new)
            assert feasible(problem, tuple(rest | new))


@given(problems(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_what_is_given_changes_no_reason(problem, random):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    assert why(shuffled(problem, random), plan, QUICK) == why(problem, plan, QUICK)


@given(problems(), st.permutations(range(12)))
@slow
def test_other_names_change_no_figure(problem, order):
    assume(in_reach(problem))
    names = names_of(problem, order)
    plan = solve(problem, QUICK)
    same = replace(plan, targets=tuple(sorted(t_renamed(target, names) for target in plan.targets)))

    told = {names[r.target.id]: shown(r) for r in why(problem, plan, QUICK)}
    other = why(renamed(problem, names, same_countries(problem)), same, QUICK)

    assert {r.target.id: shown(r) for r in other} == told


def t_renamed(target, names):
    return Target(names[target.id], target.country, target.costs)


def shown(reason):
    instead = reason.replacement and reason.replacement.left
    return reason.kept, reason.dropped, reason.best_without, instead


def test_the_second_star_stands_in_for_the_first():
    plan = solve(TWO_STARS, QUICK)

    (reason,) = why(TWO_STARS, plan, QUICK)

    assert reason.kept.value == plan.value == 6
    assert reason.dropped.value == 21
    assert reason.best_without == reason.replacement.left.value == 6
    assert {reason.target.id, reason.replacement.targets[0].id} <= {"c", "g", "h"}


def test_nobody_replaces_whom_only_the_means_of_another_country_reach():
    led = {"h": "MY", "g": "NZ"}
    problem = replace(
        TWO_STARS,
        budget=None,
        candidates=tuple(
            Candidate(one, (Action(country, (("arrest", 1),)),)) for one, country in led.items()
        ),
        capacities=(Capacity("MY", "arrest", 1), Capacity("NZ", "arrest", 0)),
    )
    plan = solve(problem, QUICK)

    (reason,) = why(problem, plan, QUICK)

    assert reason.target == Target("h", "MY", (("arrest", 1),))
    assert reason.replacement is None
    assert reason.best_without == reason.dropped.value == 21


def test_nobody_replaces_a_target_if_that_changes_nothing():
    problem = replace(
        TWO_STARS, ties=(Tie("h", "a"), Tie("h", "b")), candidates=TWO_STARS.candidates
    )
    plan = replace(solve(problem, QUICK), targets=(Target("h", ""),))

    (reason,) = why(problem, plan, QUICK)

    assert reason.dropped.value == 3
    assert reason.replacement.left.value == 1
    lone = replace(problem, must_not=frozenset("ab"))
    assert why(lone, plan, QUICK)[0].replacement is None


def test_who_goes_together_is_dropped_together():
    problem = replace(TWO_STARS, budget=2, together=(frozenset("hg"),))
    plan = replace(solve(problem, QUICK), targets=(Target("g", ""), Target("h", "")))

    reasons = why(problem, plan, QUICK)

    assert [reason.together for reason in reasons] == [("h",), ("g",)]
    assert {reason.dropped.value for reason in reasons} == {21}


def test_who_must_be_acted_on_is_told_as_such():
    problem = replace(TWO_STARS, must=frozenset("a"))

    (reason,) = why(problem, solve(problem, QUICK), QUICK)

    assert (reason.target.id, reason.asked) == ("a", True)
    assert reason.replacement.left.value == 6


def test_a_plan_of_nobody_has_no_reasons():
    problem = replace(TWO_STARS, budget=0)

    assert why(problem, solve(problem, QUICK), QUICK) == ()


def test_where_only_the_target_is_in_reach_nothing_is_sought():
    problem = replace(TWO_STARS, candidates=(Candidate("h"),))

    (reason,) = why(problem, solve(problem, QUICK), QUICK)

    assert (reason.best_without, reason.replacement) == (21, None)


def test_a_target_that_is_no_candidate_is_counted_and_never_named():
    plan = replace(solve(TWO_STARS, QUICK), targets=(Target("somebody", ""),))

    with pytest.raises(InputError) as caught:
        why(TWO_STARS, plan, QUICK)

    assert "somebody" not in str(caught.value)


def test_flow_is_explained_by_what_could_flow_again():
    (reason,) = why(TWO_FLOWS, solve(TWO_FLOWS, QUICK), QUICK)

    assert reason.target.id == "a"
    assert reason.kept.value == pytest.approx(3.0)
    assert reason.dropped.value == pytest.approx(8.0)
    assert reason.replacement.left.value == pytest.approx(5.0)


def test_of_too_many_only_those_tied_to_most_survivors_are_tried(monkeypatch):
    plan = solve(TWO_STARS, QUICK)
    full = why(TWO_STARS, plan, QUICK)[0].replacement
    monkeypatch.setattr(import_module("linkgraph.plan.why"), "_MOST_TRIED", 2)
    monkeypatch.setattr(import_module("linkgraph.plan.why"), "_FEWEST_TRIED", 1)

    assert why(TWO_STARS, plan, QUICK)[0].replacement.left == full.left


def test_on_a_large_network_no_other_plan_is_sought(monkeypatch):
    monkeypatch.setattr(import_module("linkgraph.plan.why"), "_LARGE", 3)
    plan = solve(TWO_STARS, QUICK)

    (reason,) = why(TWO_STARS, plan, QUICK)

    assert reason.best_without == reason.replacement.left.value
