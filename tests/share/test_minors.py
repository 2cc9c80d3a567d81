"""Who is, or may be, a child."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.errors import ReleaseError
from linkgraph.graph.projection import project
from linkgraph.resolve.applied import find_entities
from linkgraph.share.guard import Roles
from linkgraph.share.minors import minor_records, minors_in
from linkgraph.share.pseudonyms import hide
from tests.builders import fill, new_ledger
from tests.share.releases import release


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    born=st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2025, 12, 31)), max_size=2),
    day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
)
def test_a_child_is_whoever_any_date_makes_one(tmp_path_factory, born, day):
    ledger = new_ledger(tmp_path_factory.mktemp("minors"))
    fill(ledger, "A", entities=[("person:1", {"birth_dates": list(map(str, born))})])

    found = minors_in(project(ledger), day)

    def age(of):
        return day.year - of.year - ((day.month, day.day) < (of.month, of.day))

    # Born on 29 February one comes of age on 1 March, as the count of full years has it.
    assert found == ({"person:1"} if any(age(one) < 18 for one in born) else set())
    ledger.close()


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2008-06-15", False), ("2008-06-16", True),
        # Known to the month or year alone: as its last day.
        ("2008-05", False), ("2008-06", True), ("2007", False), ("2008", True),
    ],
)  # fmt: skip
def test_the_eighteenth_birthday_is_the_first_day_of_age(tmp_path, born, young):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:1", {"birth_dates": [born]})])
    day = dt.date(2026, 6, 15)

    found = minors_in(project(ledger), day), minor_records(ledger, find_entities(ledger), day)

    assert found == (({"person:1"},) * 2 if young else (set(), set()))


def test_nobody_is_a_child_where_no_file_tells_ages(tmp_path):
    ledger = new_ledger(tmp_path)
    assert minors_in(project(ledger), dt.date(2026, 1, 1)) == frozenset()
    fill(ledger, "A", entities=[("person:1", {})])

    assert minors_in(project(ledger), dt.date(2026, 1, 1)) == frozenset()


def test_a_child_takes_a_number_of_its_own_and_what_is_its_own_with_it(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", links=[("USES", "person:2", "phone:+60177777777", {}),
                             ("USES", "person:1", "phone:+60188888888", {})])  # fmt: skip
    roles = Roles({"person:2": ("victim",)}).with_minors({"person:1", "person:2"})

    made = hide(project(ledger), roles.all_hidden(), roles)

    assert made.ids["person:2"] == "victim-1"
    assert (made.ids["person:1"], made.captions["person:1"]) == ("minor-1", "Minor 1")
    assert made.ids["phone:+60188888888"] == "phone-of-minor-1-1"
    assert "60188888888" in made.numbers


@pytest.mark.parametrize("dated", ["person:1", "person:2"])
def test_a_birth_date_of_one_record_tells_of_the_whole_person(tmp_path, dated):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:1", {}), ("person:2", {})])
    fill(ledger, "B", entities=[(dated, {"birth_dates": ["2015-01"]})])
    ledger.judge("person:1", "person:2", "same", who="ann")
    who, day = find_entities(ledger), dt.date(2026, 1, 1)

    assert minor_records(ledger, who, day) == {"person:1", "person:2"}
    # What other sources say of an age does not count.
    assert minor_records(ledger, who, day, sources=[1]) == set()


CHILD = {"names": ["Kanya Panthong"], "birth_dates": ["2012-05-05"]}
SEEN = {"originator": "MY/Police", "releasable_to": ["NZ"], "handling": "H1", "tlp": "GREEN"}


def test_a_child_leaves_by_number_and_is_shown_inside(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:k", CHILD)], links=[("USES", "person:k", "phone:+60111", {})], **SEEN)  # fmt: skip

    outside = release(ledger, audience="NZ")
    inside = release(ledger)

    (child,) = [one for one in outside.entities if one.kind == "Person"]
    assert (child.caption, child.roles, child.hidden) == ("Minor 1", (), True)
    assert "Kanya" not in repr(outside)
    assert "Kanya Panthong" in [one.caption for one in inside.entities]


def test_whom_only_something_withheld_makes_a_child_is_held_back(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:k", {"names": ["Kanya Panthong"]})], **SEEN)
    fill(ledger, "B", originator="TH/RTP", entities=[("person:k", {"birth_dates": ["2012-05-05"]})])

    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, audience="NZ")


@pytest.mark.parametrize("also", ["", "person:a"])
def test_whom_a_partner_gave_as_a_child_leaves_by_number_under_any_record(tmp_path, also):
    """Her birth date stayed with the giver; the number alone says that she is a child."""
    ledger = new_ledger(tmp_path)
    given = "person:minor-1.pkg-0123456789abcdef"
    told = {"names": ["Kanya Panthong"]}
    source = fill(ledger, "A", entities=[(given, {}), (also or given, told)], **SEEN)
    if also:
        ledger.judge(also, given, "same", who="ann", source_id=source.id)

    made = release(ledger, audience="NZ")

    assert [(one.caption, one.hidden) for one in made.entities] == [("Minor 1", True)]
    assert "Kanya" not in repr(made)
