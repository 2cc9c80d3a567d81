from linkgraph.resolve.model import ready_model
from linkgraph.resolve.pairs import explain_codes
from linkgraph.resolve.verdicts import REASONS
from tests.resolve.tables import records

TABLE = records(
    {"names": "Vani Kandasamy", "births": "1990-02-07", "sex": "female"},
    {"names": "Veni Kandasami", "births": "1990-07-02", "phones": "phone:+1", "sex": "female"},
)
PAIR = ("person:000", "person:001")


def explained(*codes):
    why, rows = explain_codes(codes, TABLE, PAIR, ready_model())
    return why, {one.name: one for one in rows}


def test_each_property_tells_both_values_its_outcome_and_its_weight():
    _, rows = explained("name:variant", "birth:swapped", "sex:same")

    assert rows["name"].left == ("Vani Kandasamy",)
    assert rows["name"].right == ("Veni Kandasami",)
    assert rows["name"].outcome == rows["birth"].outcome == rows["sex"].outcome == "agree"
    assert rows["birth"].says == "birth dates with day and month swapped"
    assert rows["birth"].bits > 5 > rows["sex"].bits > 0


def test_what_one_does_not_tell_is_missing_and_weighs_nothing():
    _, rows = explained("name:variant")

    assert rows["phone"].outcome == "missing"
    assert rows["phone"].right == ("phone:+1",)
    assert rows["phone"].bits == 0


def test_what_differs_weighs_against():
    _, rows = explained("name:variant", "birth:other", "sex:other")

    assert rows["birth"].outcome == rows["sex"].outcome == "differ"
    assert rows["birth"].bits < 0 > rows["sex"].bits


def test_why_a_pair_waits_is_told_in_words():
    assert explained("rival", "name:exact")[0] == REASONS["rival"]
    assert explained("name:exact")[0] == ""


def test_a_record_that_is_gone_tells_nothing():
    why, rows = explain_codes(["name:exact"], TABLE, ("person:000", "person:zzz"), ready_model())

    assert why == ""
    assert rows[0].right == ()
