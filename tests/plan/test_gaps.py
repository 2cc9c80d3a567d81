"""What a plan rests on: evidence by its bar, and ties and targets against trying without them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan import Candidate, Objective, Settings, Target, Tie, critical_nodes, solve
from linkgraph.plan.gaps import Bar, Evidence, Gaps, Looking, OnRecord, gaps, lacks
from tests.plan.oracle import (
    TWO_FLOWS,
    best_value,
    examples,
    figures,
    in_reach,
    names_of,
    objective_names,
    problems,
    renamed,
    same_countries,
    shuffled,
    total_of,
)

TODAY = date(2026, 11, 26)
GOOD = Evidence(sources=2, grade=1, last=TODAY)
POOR = Evidence(sources=1, grade=5, last=None)
QUICK = Settings(seconds=20, steps=300, stale=1, prove=False)
LOOK = Looking(settings=QUICK)
slow = examples(40)
evidence = st.none() | st.builds(
    Evidence,
    st.integers(0, 3),
    st.none() | st.integers(1, 6),
    st.none() | st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days)),
)


def confirmed(problem, *weak):
    """Return evidence that is enough for all targets and ties but those pairs."""
    pairs = {tie[:2]: GOOD for tie in problem.ties if {*tie[:2]} not in [set(w) for w in weak]}
    return OnRecord({c.id: GOOD for c in problem.candidates}, pairs)


def without_tie(problem, one, other):
    ends = {one, other}
    out = {t.id for t in problem.ties if t.id and {t.one, t.other} == ends}
    return replace(
        problem,
        ties=tuple(t for t in problem.ties if {t.one, t.other} != ends),
        candidates=tuple(c for c in problem.candidates if c.id not in out),
        together=tuple(group - out for group in problem.together),
    )


@given(evidence, st.integers(1, 3), st.integers(1, 6), st.integers(0, 900))
def test_evidence_lacks_what_falls_short_of_the_bar(known, sources, grade, days):
    found = lacks(known, TODAY, Bar(sources, grade, days))

    if known is None or known.sources == 0:
        assert found == ("no source",)
    else:
        assert ("few sources" in found) == (known.sources < sources)
        assert ("low grade" in found) == (known.grade is None or known.grade > grade)
        assert ("no date" in found) == (known.last is None)
        old = known.last is not None and (TODAY - known.last).days > days
        assert ("stale" in found) == old


@given(evidence.filter(bool), st.integers(1, 3), st.integers(1, 6), st.integers(0, 900))
def test_one_more_source_a_better_grade_and_a_later_day_never_lack_more(known, source, grade, days):
    more = Evidence(known.sources + source, min(grade, known.grade or grade), TODAY)
    bar = Bar(2, 3, days)

    assert set(lacks(more, TODAY, bar)) - {"no source"} <= set(lacks(known, TODAY, bar)) | (
        {"few sources", "low grade", "no date", "stale"} if known.sources == 0 else set()
    )


@given(problems())
@slow
def test_what_is_confirmed_leaves_no_gap(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    assert gaps(problem, plan, confirmed(problem), TODAY, how=LOOK) == Gaps((), (), 0, 0)


@given(problems(), objective_names)
@slow
def test_each_target_on_poor_evidence_tells_what_the_plan_is_without_it(problem, name):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(Objective(name),))
    plan = solve(asked, QUICK)
    unconfirmed = OnRecord({}, confirmed(asked).ties)

    found = gaps(asked, plan, unconfirmed, TODAY, how=LOOK).targets

    assert sorted(one.target for one in found) == list(plan.targets)
    assert [one.unless_so.value for one in found] == sorted(
        (one.unless_so.value for one in found), reverse=True
    )
    for one in found:
        groups = [g for g in asked.together if one.target.id in g]
        out = frozenset({one.target.id}).union(*groups)
        rest = {t.id for t in plan.targets} - out
        assert one.unless_so.value == pytest.approx(total_of(asked)(figures(asked, rest)))
        other = replace(asked, must_not=asked.must_not | out)
        assert best_value(other, total_of(other)) - 1e-9 <= one.unless_so.best
        assert one.unless_so.best <= one.unless_so.value
        assert one.target in one.unless_so.dropped
        assert not {t.id for t in one.unless_so.added} & {t.id for t in plan.targets}


@given(problems(most_nodes=6), objective_names)
@slow
def test_each_key_tie_changes_the_plan_as_it_says(problem, name):
    assume(in_reach(problem))
    asked = replace(problem, objectives=(Objective(name),))
    plan = solve(asked, QUICK)
    acted = {target.id for target in plan.targets}
    named = frozenset(asked.nodes)

    found = gaps(
        asked, plan, OnRecord(), TODAY, how=Looking(may_name=named, most=50, settings=QUICK)
    ).ties

    for tie in found:
        other = without_tie(asked, tie.one, tie.other)
        value = figures(other, acted)[name]
        if name != "value":
            assert tie.unless_so.value == pytest.approx(value)
        changed = tie.unless_so.value != plan.value or tie.unless_so.best < tie.unless_so.value
        assert changed
        assert bool(tie.unless_so.added or tie.unless_so.dropped) == (
            tie.unless_so.best < tie.unless_so.value
        )
        if any(t.one != t.other for t in other.ties) and in_reach(other):
            assert tie.unless_so.best >= best_value(other, total_of(other)) - 1e-9


@given(problems(most_nodes=6))
@slow
def test_each_tie_without_which_the_plan_leaves_another_figure_is_told(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    acted = {target.id for target in plan.targets}
    everybody = Looking(may_name=frozenset(problem.nodes), settings=QUICK)

    found = gaps(problem, plan, OnRecord(), TODAY, how=everybody)

    told = {frozenset((tie.one, tie.other)) for tie in found.ties}
    pairs = {frozenset(tie[:2]) for tie in problem.ties}
    assert found.weak_ties == len(pairs)
    for pair in pairs:
        if figures(without_tie(problem, *pair), acted)["pairwise"] != plan.value:
            assert pair in told


@given(problems(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_what_is_given_changes_nothing(problem, random):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    assert gaps(shuffled(problem, random), plan, OnRecord(), TODAY, how=LOOK) == gaps(
        problem, plan, OnRecord(), TODAY, how=LOOK
    )


@given(problems(), st.permutations(range(12)))
@slow
def test_other_names_change_no_figure(problem, order):
    assume(in_reach(problem))
    called = names_of(problem, order)
    plan = solve(problem, QUICK)
    same = replace(plan, targets=tuple(sorted(replace(t, id=called[t.id]) for t in plan.targets)))
    other = renamed(problem, called, same_countries(problem))

    one = gaps(problem, plan, OnRecord(), TODAY, how=LOOK)
    two = gaps(other, same, OnRecord(), TODAY, how=LOOK)

    assert (one.weak_ties, one.searched) == (two.weak_ties, two.searched)
    assert sorted((t.unless_so.value, t.unless_so.best) for t in one.ties) == sorted(
        (t.unless_so.value, t.unless_so.best) for t in two.ties
    )
    assert {(called[t.target.id], t.unless_so.best) for t in one.targets} == {
        (t.target.id, t.unless_so.best) for t in two.targets
    }


@given(problems())
@slow
def test_nobody_is_named_who_is_no_candidate(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    allowed = {c.id for c in in_reach(problem)} | {""}

    found = gaps(problem, plan, OnRecord(), TODAY, how=LOOK)

    for tie in found.ties:
        assert {tie.one, tie.other} <= allowed
    for one in (*found.targets, *found.ties):
        assert {t.id for t in (*one.unless_so.added, *one.unless_so.dropped)} <= allowed


# A bridge of one tie between two cells, and a hub that holds one of them together.
BRIDGE = replace(
    critical_nodes([("h", one) for one in "abd"] + [("d", "x")] + list(combinations("wxyz", 2)), 1),
    candidates=(Candidate("d"), Candidate("h")),
)


def test_a_tie_that_holds_the_choice_up_is_found():
    plan = solve(BRIDGE, QUICK)
    poor = confirmed(BRIDGE, ("x", "d"))

    (tie,) = gaps(BRIDGE, plan, poor, TODAY, how=replace(LOOK, may_name=frozenset("x"))).ties

    assert [target.id for target in plan.targets] == ["d"]
    assert (tie.one, tie.other, tie.lacks) == ("d", "x", ("no source",))
    assert tie.unless_so.value == 9
    assert tie.unless_so.best == 6
    assert [target.id for target in tie.unless_so.added] == ["h"]
    assert [target.id for target in tie.unless_so.dropped] == ["d"]


def test_evidence_of_a_tie_is_found_whichever_end_comes_first():
    poor = OnRecord({"d": GOOD}, {**confirmed(BRIDGE, ("d", "x")).ties, ("x", "d"): POOR})
    plan = solve(BRIDGE, QUICK)

    (tie,) = gaps(BRIDGE, plan, poor, TODAY, how=LOOK).ties

    assert tie.lacks == ("few sources", "low grade", "no date")


def test_whoever_may_not_be_named_stands_there_empty():
    others = tuple(map(Candidate, BRIDGE.nodes))
    problem = replace(BRIDGE, candidates=others, must_not=frozenset("x"))
    plan = solve(problem, QUICK)

    (tie,) = gaps(problem, plan, confirmed(problem, ("x", "d")), TODAY, how=LOOK).ties

    assert (tie.one, tie.other) == ("", "d")


def test_ties_past_the_most_searched_tell_what_the_plan_leaves_and_no_more():
    plan = replace(solve(BRIDGE, QUICK), targets=(Target("h", ""),))

    found = gaps(BRIDGE, plan, confirmed(BRIDGE, ("x", "d")), TODAY, how=replace(LOOK, most=0))

    assert found.searched == 0
    assert [(tie.unless_so.value, tie.unless_so.best) for tie in found.ties] == [(6, None)]


def test_a_tie_that_is_a_target_and_may_not_be_real_is_no_target_then():
    ties = (Tie("a", "b"), Tie("b", "c", id="t"), Tie("c", "d"))
    problem = replace(
        critical_nodes([tie[:2] for tie in ties], 1),
        ties=ties,
        candidates=(Candidate("t"), Candidate("b")),
        must=frozenset("t"),
        together=(frozenset("t"),),
    )
    plan = solve(problem, QUICK)

    (tie,) = gaps(problem, plan, confirmed(problem, ("b", "c")), TODAY, how=LOOK).ties

    assert (plan.value, tie.unless_so.value, tie.unless_so.best) == (2, 2, 1)
    assert [target.id for target in tie.unless_so.added] == ["b"]
    assert [target.id for target in tie.unless_so.dropped] == ["t"]


def test_the_only_tie_there_is_may_not_be_real():
    problem = critical_nodes([("a", "b")], 0)

    (tie,) = gaps(problem, solve(problem, QUICK), OnRecord(), TODAY, how=LOOK).ties

    assert (tie.unless_so.value, tie.unless_so.best, tie.unless_so.added) == (0, 0, ())


def test_where_only_the_target_is_in_reach_there_is_no_other_plan():
    problem = replace(BRIDGE, candidates=(Candidate("h"),))
    plan = solve(problem, QUICK)

    (one,) = gaps(problem, plan, OnRecord({}, confirmed(problem).ties), TODAY, how=LOOK).targets

    assert (one.unless_so.value, one.unless_so.best) == (28, 28)
    assert (one.unless_so.added, one.unless_so.dropped) == ((), plan.targets)


def test_flow_that_rests_on_one_report_is_told():
    (tie,) = gaps(
        TWO_FLOWS, solve(TWO_FLOWS, QUICK), confirmed(TWO_FLOWS, ("out", "a")), TODAY, how=LOOK
    ).ties

    assert (tie.one, tie.other) == ("", "a")
    assert tie.unless_so.value == pytest.approx(3.0)
    assert tie.unless_so.best == pytest.approx(0.0)


@pytest.mark.parametrize(
    "how", [Looking(bar=Bar(sources=0)), Looking(bar=Bar(days=-1)), Looking(most=-1)]
)
def test_a_bar_that_nothing_can_meet_or_miss_is_refused(how):
    with pytest.raises(InputError, match="at least one source"):
        gaps(BRIDGE, solve(BRIDGE, QUICK), OnRecord(), TODAY, how=how)
