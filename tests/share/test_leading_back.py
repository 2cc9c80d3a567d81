"""What a link tells beside its ends: a booking, a room or a handset leads to whoever is behind it."""

import pytest

from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, PACKAGE, PAID, basis, readable, rows_of
from tests.share.releases import release

VICTIM = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("HOLDS", "person:v", "account:7", {}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("USES", "person:v", "user:telegram/zz", {}),
    ("HOLDS", "person:s1", "account:8", {}),
    ("USES", "person:s1", "user:telegram/yy", {}),
]
# Of each type: who leads to her, who is between people shown, and what both tell beside.
LEADING = [
    ("PAID", ("account:7", "account:8"), ("account:8", "account:9"), ("reference", "remark", "reported_by")),
    ("CALLED", ("phone:+60111111111", "phone:+6421111111"), ("phone:+6421111111", "phone:+60122222222"), ("imei", "reference")),
    ("MESSAGED", ("user:telegram/yy", "user:telegram/zz"), ("user:telegram/yy", "user:telegram/xx"), ("imei", "reference")),
    ("TRAVELLED_ON", ("person:v", "trip:1"), ("person:s1", "trip:1"), ("booking", "payer")),
    ("PAID_FOR", ("account:8", "person:v"), ("account:8", "person:s2"), ("booking",)),
    ("BOOKED_FOR", ("person:s1", "person:v"), ("person:s1", "person:s2"), ("booking",)),
    ("STAYED_AT", ("person:v", "location:1"), ("person:s1", "location:1"), ("room", "reference")),
]  # fmt: skip
EACH = [(*one[:3], name) for one in LEADING for name in one[3]]
MONEY = {"PAID": PAID, "PAID_FOR": PAID}


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def test_no_link_has_such_a_property_that_is_not_tried_here():
    tried = {(type_, name) for type_, _, _, name in EACH}
    known = {"reference", "booking", "imei", "payer", "room"}

    assert tried == {
        (type_, name)
        for type_, link in load_schema().links.items()
        for name, told in link.properties.items()
        if told.free or name in known
    }


def fill_both(ledger, type_, hers, theirs, name):
    """Take in a link of hers and one of people shown that tell something of their own."""
    known = load_schema().links[type_].properties
    told = {key: value for key, value in PAID.items() if key in known}
    links = [(type_, *hers, told | {name: "QX7731"}), (type_, *theirs, told | {name: "ZP5519"})]
    fill(ledger, "A", links=[*CHAIN, *VICTIM, *links], **OPEN)


@pytest.mark.parametrize("link", EACH)
@pytest.mark.parametrize("audience", ["", "MY"])
def test_what_leads_to_a_victim_is_told_of_no_link_of_hers_and_of_others_still(
    ledger, audience, link
):
    fill_both(ledger, *link)

    made = release(ledger, audience)

    assert "QX7731" not in repr(made)
    assert "ZP5519" in {
        dict(one.properties).get(link[-1]) for one in made.links if one.type == link[0]
    }


@pytest.mark.parametrize("link", EACH)
def test_what_leads_to_a_victim_is_in_no_package(ledger, link):
    fill_both(ledger, *link)
    plan = basis("person:s1", "person:v")

    (columns,) = [
        told
        for _, part, type_, told in rows_of(ledger, plan=plan)
        if (part, type_) == ("link", link[0])
    ]

    assert "QX7731" not in readable(ledger, plan=plan)
    assert set(columns[link[-1]]) == {None, "ZP5519"}
    assert any(PACKAGE in one for one in columns["link_id"])
