"""What follows from a plan, in cases written as data."""

import dataclasses

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from tests.builders import fill
from tests.case.test_planning import CHAIN, asked, calls, chosen, phone, suspect


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(made.ledger, "A", links=CHAIN, originator="MY/Police")
    yield made
    made.close()


@pytest.fixture
def plan(case):
    return case.plan(asked())


def test_each_target_tells_what_is_left_without_it(case, plan):
    reasons = {one.target.id: one for one in case.plan_reasons(plan)}

    assert reasons.keys() == {"person:s1", "person:s3"}
    assert all(one.dropped.value > one.kept.value for one in reasons.values())
    assert all(one.best_without >= one.kept.value for one in reasons.values())


def test_of_one_target_alone_the_same_is_told(case, plan):
    every = case.plan_reasons(plan)

    assert case.plan_reasons(plan, ["person:s3"]) == every[1:]
    assert case.plan_reasons(plan, []) == ()


def test_acting_together_leaves_no_more_than_acting_apart(case, plan):
    found = case.plan_gains(plan)

    assert found.own_view is not None
    assert all(
        found.joint.left.value <= way.left.value
        for way in (found.own_view, found.full_view, *found.in_turn)
    )


def test_a_country_sees_by_itself_what_its_own_sources_show(case):
    fill(case.ledger, "B", links=[*suspect("person:s5", "NZ", 5), *calls(phone(4), phone(5))], originator="NZ/Police")  # fmt: skip

    seen = case.ground().subjects(asked(), with_views=True).seen

    assert seen["NZ"][0] == {"person:s4", "person:s5"} or seen["NZ"][0] >= {"person:s5"}
    assert seen["MY"][1] >= {("person:s0", "person:s1")}
    assert not seen["NZ"][1] & seen["MY"][1]


def test_survivors_who_find_each_other_leave_no_less(case, plan):
    found = case.plan_re_formation(plan, 3)

    values = [one.value for one in found.now_after]
    assert values == sorted(values)
    assert len(values) == 4
    assert found.against_after[-1].value <= found.now_after[-1].value


def test_acting_at_one_moment_warns_nobody(case, plan):
    found, _ = case.plan_tip_off(plan, gap_h=0)

    assert found.warned == ()
    assert found.escaped == found.planned


def test_acting_apart_warns_those_in_touch(case):
    near = case.plan(asked("MY:arrest=2", "NZ:arrest=1", must=("person:s2", "person:s3")))

    found, together = case.plan_tip_off(near, ("MY", "NZ"), 24 * 30)

    assert [one.target.id for one in found.warned] == ["person:s3"]
    assert found.escaped.value > found.planned.value
    assert {"person:s2", "person:s3"} <= {*together[0].ids}


def test_what_rests_on_one_source_is_told(case, plan):
    found = case.plan_gaps(plan)

    assert {one.target.id for one in found.targets} == {"person:s1", "person:s3"}
    assert all("few sources" in one.lacks for one in found.targets)


def test_a_plan_of_somebody_now_protected_is_not_reckoned_on(case, plan):
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:s1", "casefile:v", {})])

    for reckon in (case.plan_reasons, case.plan_gains, case.plan_tip_off, case.plan_gaps):
        with pytest.raises(InputError) as caught:
            reckon(plan)
        assert "person:" not in str(caught.value)


def test_nobody_protected_is_named_in_what_follows_from_a_plan(case):
    links = [("VICTIM_IN", "person:s2", "casefile:v", {}), ("INFORMANT_IN", "person:s4", "casefile:i", {})]  # fmt: skip
    fill(case.ledger, "B", links=links)
    plan = case.plan(asked())

    told = repr([
        case.plan_reasons(plan), case.plan_gains(plan), case.plan_gaps(plan),
        case.plan_tip_off(plan), case.plan_re_formation(plan), chosen(plan),
    ])  # fmt: skip

    assert "person:s2" not in told
    assert "person:s4" not in told


def test_a_zero_hour_left_open_counts_from_when_the_plan_was_made(case, plan):
    assert plan.asked.zero_hour is None
    later = dataclasses.replace(plan, made="2027-01-01T00:00:00+00:00")

    assert case.plan_tip_off(later, gap_h=1)[0].warned == ()
