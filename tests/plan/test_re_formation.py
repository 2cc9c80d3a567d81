"""How survivors find each other: against doing by hand, in every order that the rule leaves open."""

from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan import Flow, Objective, Settings, Target, Tie, critical_nodes, solve
from linkgraph.plan.effect import gauge_of
from linkgraph.plan.lost_contacts import lost_contacts
from linkgraph.plan.re_formation import plan_against_re_formation, re_formation
from tests.plan.oracle import (
    STAR,
    examples,
    feasible,
    graph_of,
    in_reach,
    keeps,
    names_of,
    objective_names,
    problems,
    renamed,
    same_countries,
    shuffled,
    with_all_that_goes,
)

QUICK = Settings(seconds=20, steps=500, stale=1, prove=False)
slow = examples(40)
HUB = [Target("hub", "")]


def some_targets(data, problem):
    ids = sorted(c.id for c in in_reach(problem))
    return [Target(one, "") for one in data.draw(st.lists(st.sampled_from(ids), unique=True))]


def strength(problem, lost, survivor):
    return sum(t.weight for t in problem.ties if {t.one, t.other} == {lost, survivor})


def rankings(problem, acted, graph):
    """Return all pairs that may find each other: what they rank by, and who they are."""
    cut = [t for t in problem.ties if t.id in acted]
    found = []
    for one, other in combinations([n for n in problem.nodes if n in graph], 2):
        near = [{one, other} == {t.one, t.other} for t in problem.ties if t.id not in acted]
        shared = [
            lost
            for lost in acted & set(problem.nodes)
            if all(any({lost, x} == {t.one, t.other} for t in problem.ties) for x in (one, other))
        ]
        weight = sum(min(strength(problem, lost, x) for x in (one, other)) for lost in shared)
        own = [t for t in cut if {t.one, t.other} == {one, other}]
        if not any(near) and shared + own:
            told = weight + sum(t.weight for t in own)
            found.append((len(shared) + len(own), told, (one, other)))
    return found


def outcomes(problem, acted, most):
    """Return all numbers of connected pairs after each new tie that the rule allows."""
    graph = graph_of(problem)
    graph.remove_nodes_from(acted)
    waiting, seen = [(graph, rankings(problem, acted, graph), (pairs_left(graph),))], set()
    while waiting:
        graph, open_pairs, values = waiting.pop()
        if len(values) > most or not open_pairs:
            seen.add(values + values[-1:] * (most + 1 - len(values)))
            continue
        joined = [(count, weight, joins(graph, *pair), pair) for count, weight, pair in open_pairs]
        best = max(one[:3] for one in joined)
        for count, weight, joining, pair in joined:
            if (count, weight, joining) == best:
                then = graph.copy()
                then.add_edge(*pair)
                rest = [one for one in open_pairs if one[2] != pair]
                waiting.append((then, rest, (*values, pairs_left(then))))
    return seen


def people(graph, nodes):
    return sum(graph.nodes[one]["people"] for one in nodes)


def joins(graph, one, other):
    sides = [nx.node_connected_component(graph, end) for end in (one, other)]
    return 0 if other in sides[0] else people(graph, sides[0]) * people(graph, sides[1])


def pairs_left(graph):
    sizes = [people(graph, part) for part in nx.connected_components(graph)]
    return sum(size * (size - 1) // 2 for size in sizes)


@given(problems(most_nodes=6), st.data())
@slow
def test_survivors_find_each_other_as_by_hand(problem, data):
    assume(in_reach(problem))
    targets = some_targets(data, problem)
    acted = with_all_that_goes(problem, {target.id for target in targets})

    left = re_formation(problem, targets, most=3)

    assert tuple(one.value for one in left) in outcomes(problem, acted, 3)


@given(problems(), objective_names, st.data())
@slow
def test_more_re_formation_never_leaves_less(problem, name, data):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(Objective(name),))

    left = [one.value for one in re_formation(asked, some_targets(data, asked))]

    assert len(left) == 7
    assert left == sorted(left)


@given(problems(["flow"], most_nodes=6), st.data())
@settings(slow, max_examples=20)
def test_flow_finds_its_way_again_and_never_less_of_it(problem, data):
    assume(in_reach(problem))

    left = [one.value for one in re_formation(problem, some_targets(data, problem), most=2)]

    assert left == pytest.approx(sorted(left))


@given(problems(), st.data(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_what_is_given_changes_nothing(problem, data, random):
    assume(in_reach(problem))
    targets = some_targets(data, problem)
    other = shuffled(problem, random)

    assert re_formation(other, targets[::-1]) == re_formation(problem, targets)
    assert plan_against_re_formation(other, 2, QUICK) == plan_against_re_formation(
        problem, 2, QUICK
    )


@given(problems(), st.permutations(range(12)))
@slow
def test_other_names_change_no_figure(problem, order):
    assume(in_reach(problem))
    called = names_of(problem, order)
    other = renamed(problem, called, same_countries(problem))

    one, two = (plan_against_re_formation(each, 2, QUICK) for each in (problem, other))

    assert [left.value for left in one.now_after] == [left.value for left in two.now_after]
    assert one.against_after == two.against_after


@given(problems(), objective_names, st.integers(0, 4))
@slow
def test_the_plan_against_re_formation_is_never_worse_after_it(problem, name, ties):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(Objective(name),))

    both = plan_against_re_formation(asked, ties, QUICK)

    assert both.against_after[ties].value <= both.now_after[ties].value
    assert len(both.now_after) == len(both.against_after) == both.ties + 1 == ties + 1
    assert keeps(asked, {target.id: target.country for target in both.against})


@given(problems(most_nodes=5))
@settings(slow, max_examples=20)
def test_the_plan_against_re_formation_stands_up_to_every_swap(problem):
    assume(in_reach(problem))
    both = plan_against_re_formation(problem, 2, QUICK)
    ids = {target.id for target in both.against}
    reach = {c.id for c in in_reach(problem)}

    for out in [set(), *({one} for one in ids)]:
        for new in [set(), *({one} for one in reach - ids)]:
            then = (ids - out) | new
            leads = {t.id: t.country for t in both.against if t.id in then}
            options = [a.country for c in problem.candidates if c.id in new for a in c.actions]
            ways = [leads | dict.fromkeys(new, country) for country in options or [""]]
            if any(keeps(problem, way) for way in ways) and feasible(problem, tuple(then)):
                swapped = re_formation(problem, [Target(one, "") for one in then], 2)[2]
                assert both.against_after[2].value <= swapped.value


def test_who_lost_the_hub_finds_each_other_one_tie_at_a_time():
    assert [left.value for left in re_formation(STAR, HUB, most=4)] == [0, 1, 3, 6, 6]


def test_those_with_more_contacts_lost_in_common_find_each_other_first():
    ties = [("h", one) for one in "abcd"] + [("g", one) for one in "cd"]
    problem = critical_nodes([*ties, ("a", "x"), ("a", "y")], 2)
    gauge = gauge_of(problem)

    first, second, *_ = lost_contacts(problem, gauge).new_ties(["h", "g"], 6)

    assert {first.one, first.other} == {"c", "d"}
    assert "a" in {second.one, second.other}


def test_those_with_stronger_ties_find_each_other_first():
    ties = tuple(Tie("hub", one, weight) for one, weight in zip("abcd", (1, 5, 4, 1), strict=True))
    problem = replace(STAR, ties=ties)

    first, *_ = lost_contacts(problem, gauge_of(problem)).new_ties(["hub"], 1)

    assert ({first.one, first.other}, first.strength) == ({"b", "c"}, 4)


def test_who_is_still_tied_needs_no_new_tie():
    problem = critical_nodes([("h", "a"), ("h", "b"), ("a", "b")], 1)

    assert lost_contacts(problem, gauge_of(problem)).new_ties(["h"], 6) == ()
    assert [left.value for left in re_formation(problem, [Target("h", "")], 2)] == [1, 1, 1]


def test_who_cannot_form_ties_forms_none():
    left = re_formation(STAR, HUB, most=3, among=["a", "b", "nobody here"])

    assert [one.value for one in left] == [0, 1, 1, 1]


def test_a_tie_that_was_cut_can_be_made_again():
    pair = critical_nodes([("a", "b")], 1)
    problem = replace(
        pair,
        ties=(Tie("a", "b", 3.0, "t"),),
        candidates=(replace(pair.candidates[0], id="t"),),
    )

    assert [left.value for left in re_formation(problem, [Target("t", "")], 1)] == [0, 1]
    (new,) = lost_contacts(problem, gauge_of(problem)).new_ties(["t"], 1)
    assert sorted([new.forth, new.back]) == [0, 3.0]


def test_what_flowed_through_a_target_flows_past_it_no_wider_than_before():
    ties = (Tie("in", "h", 5.0), Tie("h", "out", 2.0))
    problem = replace(
        critical_nodes([tie[:2] for tie in ties], 1),
        ties=ties,
        objectives=(Objective("flow"),),
        flow=Flow(frozenset({"in"}), frozenset({"out"})),
    )

    left = re_formation(problem, [Target("h", "")], 1)

    assert [one.value for one in left] == pytest.approx([0.0, 2.0])


def test_a_plan_that_breaks_most_now_can_break_less_later():
    # Two cells, tied by a chain of two: without both of the chain no survivors share a contact.
    cells = [(f"{cell}{i}", f"{cell}{j}") for cell in "ab" for i in range(4) for j in range(i)]
    problem = critical_nodes([*cells, ("a0", "u"), ("u", "v"), ("v", "b0")], 2)

    both = plan_against_re_formation(problem, 6, QUICK)

    assert [target.id for target in both.now] == ["a0", "b0"]
    assert [left.value for left in both.now_after] == [7, 13, 28, 28, 28, 28, 28]
    assert [target.id for target in both.against] == ["u", "v"]
    assert [left.value for left in both.against_after] == [12] * 7


def test_the_plan_to_begin_with_can_be_given():
    plan = replace(solve(STAR, QUICK), targets=(Target("a", ""),))

    assert plan_against_re_formation(STAR, 0, QUICK, start_from=plan).now == plan.targets


def test_a_search_without_steps_returns_what_it_began_with():
    plan = replace(solve(STAR, QUICK), targets=(Target("a", ""),))
    none = replace(QUICK, steps=1)

    both = plan_against_re_formation(STAR, 0, none, start_from=plan)

    assert both.against == plan.targets
    assert both.in_time


def test_who_must_be_acted_on_stays():
    problem = replace(STAR, must=frozenset("a"))

    assert [t.id for t in plan_against_re_formation(problem, 1, QUICK).against] == ["a"]


@pytest.mark.parametrize("most", [-1, -5])
def test_fewer_than_no_ties_are_refused(most):
    with pytest.raises(InputError, match="fewer than no"):
        re_formation(STAR, HUB, most)
    with pytest.raises(InputError, match="fewer than no"):
        plan_against_re_formation(STAR, most, QUICK)


def test_of_very_many_only_those_who_lost_most_are_reckoned_with(monkeypatch):
    monkeypatch.setattr("linkgraph.plan.lost_contacts._MOST_WHO_LOST", 2)

    assert [left.value for left in re_formation(STAR, HUB, most=2)] == [0, 1, 1]
