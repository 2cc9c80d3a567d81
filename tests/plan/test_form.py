"""A plan file that people changed is read as what it must be, or refused in words."""

import copy
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan.asked import Asked
from linkgraph.plan.form import by_text, country, number, text, texts, truth, whole
from linkgraph.plan.joint import JointPlan, JointTarget, read_plan
from linkgraph.plan.problem import Capacity

PLAN = JointPlan(
    asked=Asked(
        countries=("NZ", "MY"), capacities=(Capacity("NZ", "arrest", 3),),
        reach={"person:1": ("NZ",)}, worth={"person:1": 0.5}, success={"": 0.8},
        together=(("person:1", "person:2"),), lifted={"person:3": "led the others"},
    ),
    targets=(
        JointTarget(entity_id="person:1", caption="A", country="NZ", resource={"arrest": 1},
                    records=(("a.csv", "2"),), worth=0.5),
    ),
    figures={"value": 1.0}, used=({"country": "NZ", "most": 3},), left_out={"person:2": "NZ:arrest"},
    kept_out={"victim": 2}, case="abc", made="2026-01-01T00:00:00Z",
)  # fmt: skip

everything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(told, path=()):
    """Yield the way to each value in a plan file."""
    yield path
    items = (
        told.items()
        if isinstance(told, dict)
        else enumerate(told)
        if isinstance(told, list)
        else ()
    )
    for key, inner in items:
        yield from paths(inner, (*path, key))


WAYS = [way for way in paths(json.loads(PLAN.to_json())) if way]


def changed(way, value):
    told = json.loads(PLAN.to_json())
    inner = told
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = copy.deepcopy(value)
    return told


def test_a_plan_is_read_as_it_was_written(tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(PLAN.to_json(), encoding="utf-8")

    assert read_plan(file) == PLAN


@given(st.sampled_from(WAYS), everything)
def test_whatever_people_write_into_a_plan_it_is_read_whole_or_refused(
    tmp_path_factory, way, value
):
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    file.write_text(json.dumps(changed(way, value)), encoding="utf-8")

    try:
        plan = read_plan(file)
    except InputError as cause:
        refused = cause
    else:
        refused = None
    if refused is not None:
        assert refused.remedy
        return
    # What was taken can be written and read again, and is the same.
    file.write_text(plan.to_json(), encoding="utf-8")
    assert read_plan(file).asked == plan.asked
    assert all(isinstance(one.most, int) for one in plan.asked.capacities)
    assert 0 <= plan.asked.least_tie <= 1
    assert all(len(one.country) == 2 for one in plan.targets)


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("asked", "capacities", 0, "most"), "4"),
        (("asked", "capacities", 0, "most"), 1.5),
        (("asked", "capacities", 0, "most"), True),
        (("asked", "capacities", 0, "most"), -1),
        (("asked", "capacities", 0, "country"), "New Zealand"),
        (("asked", "objectives", 0, "name"), "quick"),
        (("asked", "objectives", 0, "weight"), math.inf),
        (("asked", "must"), "person:1"),
        (("asked", "must"), [["person:1"]]),
        (("asked", "expected"), "no"),
        (("asked", "least_tie"), math.nan),
        (("asked", "least_tie"), 1.01),
        (("asked", "seconds"), math.inf),
        (("asked", "seconds"), -1),
        (("asked", "reach"), {"person:1": "NZ"}),
        (("asked", "worth"), {"person:1": 2}),
        (("asked", "success"), {"person:1": 0}),
        (("targets", 0, "entity_id"), ["person:1"]),
        (("targets", 0, "country"), "MY; and more"),
        (("targets", 0, "resource"), {"arrest": "1"}),
        (("targets", 0, "records"), [["a.csv", "2"]]),
        (("targets",), 5),
        (("left_out",), []),
        (("case",), 7),
    ],
)
def test_what_is_not_of_its_form_is_refused_with_a_remedy(tmp_path, way, value):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(changed(way, value)), encoding="utf-8")

    with pytest.raises(InputError) as refused:
        read_plan(file)
    assert refused.value.remedy


def test_single_values_are_taken_as_they_are_or_not_at_all():
    assert (text("a"), texts(["a"]), country(" nz "), whole(3), truth(value=False), number(2)) == (
        "a", ("a",), "NZ", 3, False, 2.0,
    )  # fmt: skip
    assert by_text({"a": 1}, whole) == {"a": 1}
    assert texts([]) == ()
    for of, wrong in ((text, 1), (texts, "ab"), (texts, 3), (country, "NZL"), (whole, 1.0),
                      (whole, True), (truth, 1), (number, "1"), (number, math.inf), (number, -1)):  # fmt: skip
        with pytest.raises((TypeError, ValueError)):
            of(wrong)
    with pytest.raises(TypeError):
        by_text([("a", 1)], whole)
