"""What only somebody hidden runs, owns or sleeps in, and whose family she is, tells who she is."""

import pytest

from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, basis, readable
from tests.share.releases import release

HIDDEN = ["VICTIM_IN", "WITNESS_IN"]
HOUSE = ("location:zz1", {"address": "12 Quietlane"})
CAR = ("vehicle:QZX7788", {"registration": "QZX 7788"})
SHOP = ("organization:zz3", {"names": ["Xylo Nails"]})
ALONE = [
    ("STAYED_AT", HOUSE, "quietlane"),
    ("LOCATED_AT", HOUSE, "quietlane"),
    ("OPERATES", CAR, "7788"),
    ("OWNS", CAR, "7788"),
    ("OPERATES", SHOP, "xylo"),
]


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def outside(ledger, *subjects):
    """Return all that a partner can read of a release and of a package."""
    package = readable(ledger, plan=basis("person:s1", *subjects))
    return f"{release(ledger, 'MY')!r} {package}".casefold()


@pytest.mark.parametrize("role", HIDDEN)
@pytest.mark.parametrize(("tie", "thing", "told"), ALONE)
def test_what_only_she_has_goes_as_hers(ledger, role, tie, thing, told):
    links = [(role, "person:v", "casefile:c", {}), (tie, "person:v", thing[0], {})]
    fill(ledger, "A", links=[*CHAIN, *links], entities=[thing], **OPEN)

    text = outside(ledger, "person:v", thing[0])

    assert told not in text
    assert thing[0].casefold() not in text


@pytest.mark.parametrize(("tie", "thing", "told"), ALONE)
def test_what_somebody_shown_has_too_stays_shown(ledger, tie, thing, told):
    links = [
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        (tie, "person:v", thing[0], {}),
        (tie, "person:s1", thing[0], {}),
    ]
    fill(ledger, "A", links=[*CHAIN, *links], entities=[thing], **OPEN)

    assert told in repr(release(ledger, "MY")).casefold()


@pytest.mark.parametrize("role", HIDDEN)
@pytest.mark.parametrize("ends", [("person:m", "person:v"), ("person:v", "person:m")])
def test_nobody_shown_is_told_to_be_her_family(ledger, role, ends):
    people = [("person:v", {"names": ["Siti Qorvax"]}), ("person:m", {"names": ["Fatimah Zed"]})]
    links = [(role, "person:v", "casefile:c", {}), ("FAMILY_OF", *ends, {"relation": "mother"})]
    fill(ledger, "A", links=[*CHAIN, *links], entities=people, **OPEN)

    assert "family_of" not in outside(ledger, "person:v", "person:m")


def test_whoever_is_near_by_family_alone_does_not_come_along(ledger):
    people = [("person:m", {"names": ["Fatimah Zed"]})]
    links = [
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        ("CONTROLLED", "person:s1", "person:v", {}),
        ("FAMILY_OF", "person:m", "person:v", {}),
    ]
    fill(ledger, "A", links=[*CHAIN, *links], entities=people, **OPEN)

    assert "fatimah" not in repr(release(ledger, "MY", around=("person:s1",), depth=3)).casefold()
    assert "fatimah" not in readable(ledger, plan=basis("person:s1")).casefold()


def test_families_of_whom_all_are_hidden_or_none_is_stay_told(ledger):
    links = [
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        ("VICTIM_IN", "person:w", "casefile:c", {}),
        ("FAMILY_OF", "person:w", "person:v", {}),
        ("FAMILY_OF", "person:s1", "person:s2", {}),
    ]
    fill(ledger, "A", links=[*CHAIN, *links], **OPEN)

    made = release(ledger, "MY")

    kin = sorted((one.start, one.end) for one in made.links if one.type == "FAMILY_OF")
    assert kin[0] == ("person:s1", "person:s2")
    assert [{*ends} for ends in kin[1:]] == [{"victim-1", "victim-2"}]


def test_the_own_agency_sees_whose_family_she_is(ledger):
    links = [("VICTIM_IN", "person:v", "casefile:c", {}), ("FAMILY_OF", "person:m", "person:v", {})]
    fill(ledger, "A", links=[*CHAIN, *links], **OPEN)

    kin = [(one.start, one.end) for one in release(ledger).links if one.type == "FAMILY_OF"]

    assert kin == [("person:m", "victim-1")]
