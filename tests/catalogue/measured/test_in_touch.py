"""Contacts of which a question within hours needs no more than the quick ones."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.warning import warned_together
from linkgraph.catalogue.measured.in_touch import contacts_in, months_on_record, quick_enough

AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PEOPLE = "abcdef"
SCHEMA = {"one": pl.String, "other": pl.String, "type": pl.String, "days": pl.UInt32, "last": pl.String}  # fmt: skip
days = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2026, 7, 1)).map(str)
pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).map(sorted)
types = st.sampled_from(["CALLED", "PAID", "FAMILY_OF", "TOGETHER", "SHARES", "SOMETHING_NEW"])


def pair_and_kind(told):
    return *told[0], told[1]


contacts = st.lists(
    st.tuples(pairs, types, st.integers(1, 60), days), max_size=12, unique_by=pair_and_kind
)


def frame(told):
    rows = [(*pair, type_, count, last) for pair, type_, count, last in told]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(contacts, st.sampled_from([0.0, 0.3, 1.0, 24.0, 720.0]))
def test_whoever_warns_whom_in_time_does_so_by_quick_contacts_alone(told, hours):
    on_record = frame(told)
    months = months_on_record(on_record)
    within = dt.timedelta(hours=hours)

    quick = contacts_in(quick_enough(on_record, hours, AS_OF, months), months)

    assert warned_together(PEOPLE, quick, within, as_of=AS_OF) == warned_together(
        PEOPLE, contacts_in(on_record), within, as_of=AS_OF
    )


def test_what_takes_longer_than_the_time_is_left_out():
    told = frame([(("a", "b"), "CALLED", 60, "2026-06-01"), (("b", "c"), "PAID", 1, "2026-01-01")])

    assert quick_enough(told, 24, AS_OF, 1.0)["other"].to_list() == ["b"]
    assert quick_enough(told, 8766, AS_OF, 1.0).height == 2


def test_several_ways_of_a_pair_add_up():
    slow = [(("a", "b"), "CALLED", 1, None), (("a", "b"), "PAID", 3, None)]

    assert quick_enough(frame(slow[:1]), 40, AS_OF, 1.0).is_empty()
    assert quick_enough(frame(slow), 40, AS_OF, 1.0).height == 2


def test_without_a_date_a_month_is_on_record():
    assert months_on_record(frame([])) == 1.0
    assert months_on_record(frame([(("a", "b"), "PAID", 1, None)])) == 1.0
