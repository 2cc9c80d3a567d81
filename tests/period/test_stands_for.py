"""What a plan's subjects stand for: their records, and who may be the same one."""

import pytest

from linkgraph.ledger import Judgement
from linkgraph.period.stands_for import stand_for
from linkgraph.resolve.clusters import cluster

JOINED = cluster([Judgement("person:a", "person:b", "same", None, "person", ("seen",), "ada")])


def test_a_subject_stands_for_all_records_of_its_entity():
    (one,) = stand_for(["person:b"], JOINED, [])

    assert (one.place, one.subject, one.entity, one.records) == (1, "person:b", "person:a", 2)
    assert (one.possibly, one.says) == ((), "")


def test_who_may_be_the_same_is_told_and_does_not_count():
    first, second = stand_for(
        ["person:x", "person:b"],
        JOINED,
        [("person:a", "person:d"), ("person:c", "person:a"), ("person:e", "person:f")],
    )

    assert first.says == ""
    assert (second.place, second.possibly) == (2, ("person:c", "person:d"))
    assert second.says == (
        "subjects[2] stands for 2 records; 2 more entities may be the same one, and what they say"
        " does not count as near"
    )


@pytest.mark.parametrize("pair", [("person:x", "person:y"), ("person:w", "person:x")])
def test_one_of_one_record_is_told_in_the_singular(pair):
    (one,) = stand_for(["person:x"], JOINED, [pair])

    assert one.says == (
        "subjects[1] stands for 1 record; 1 more entity may be the same one, and what it says does"
        " not count as near"
    )


def test_two_subjects_that_may_be_one_tell_so_of_each_other():
    found = stand_for(["person:x", "person:y"], JOINED, [("person:x", "person:y")])

    assert [one.possibly for one in found] == [("person:y",), ("person:x",)]
    assert stand_for([], JOINED, []) == ()
