"""Who is, or may be, a child."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.graph.projection import project
from linkgraph.share.minors import hide_minors, minors_in
from linkgraph.share.pseudonyms import Hidden
from tests.builders import fill, new_ledger


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


def test_nobody_is_a_child_where_no_file_tells_ages(tmp_path):
    ledger = new_ledger(tmp_path)
    assert minors_in(project(ledger), dt.date(2026, 1, 1)) == frozenset()
    fill(ledger, "A", entities=[("person:1", {})])

    assert minors_in(project(ledger), dt.date(2026, 1, 1)) == frozenset()


def test_children_take_numbers_of_their_own_and_what_is_theirs_with_them(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", links=[("USES", "person:2", "phone:+60177777777", {}),
                             ("USES", "person:1", "phone:+60188888888", {})])  # fmt: skip
    graph = project(ledger)
    before = Hidden({"person:2": "victim-1"}, {"person:2": "Victim 1"})

    made = hide_minors(graph, {"person:1", "person:2"}, before)

    assert made.ids["person:2"] == "victim-1"
    assert (made.ids["person:1"], made.captions["person:1"]) == ("minor-1", "Minor 1")
    assert made.ids["phone:+60188888888"] == "phone-of-minor-1-1"
    assert "60188888888" in made.numbers
