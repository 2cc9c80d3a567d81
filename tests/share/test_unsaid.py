"""Whom only records name as a hidden person's family stands in no picture: as if nobody had named her."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.blind import records_for
from linkgraph.share.comparable import comparable
from linkgraph.statements import Originator
from tests.builders import fill, make_batch, make_source, new_ledger
from tests.partners import CHAIN, OPEN, TODAY, readable
from tests.period.periods import PERIOD, an_enquiry, enter
from tests.period.periods import release as period_release
from tests.share.releases import release
from tests.share.test_identity import state_same

HERS = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("LOCATED_AT", "person:v", "location:home", {}),
    ("CONTROLLED", "person:s1", "person:v", {}),
]
MOTHER = ("FAMILY_OF", "person:m", "person:v", {"relation": "mother"})
MOTHERS = [
    ("USES", "person:m", "phone:+60144444444", {}),
    ("LOCATED_AT", "person:m", "location:home", {}),
    ("HOLDS", "person:m", "account:700700", {}),
    ("OWNS", "person:m", "organization:stall", {}),
    ("ASSOCIATE_OF", "person:m", "person:v", {"relationship": "wife"}),
]


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    fill(made, "A", links=[*CHAIN, *HERS], entities=[("person:s1", {"names": ["Somchai"]})], **OPEN)
    return made


def in_one_record(name, links, entities=()):
    batch = make_batch(name, entities, links)
    for table in (*batch.entities, *batch.links):
        rows = table.frame.height
        table.frame.replace_column(0, table.frame["record"].clear().extend_constant(0, rows))
    return batch


def names_her(ledger, *more, name="B", **marks):
    """Let one record name the mother, and say more of her."""
    entities = [("person:m", {"names": ["Somjai Panthong"]})]
    ledger.append(
        make_source(name, **OPEN | marks), [in_one_record(name, [MOTHER, *more], entities)], who="x"
    )


def shown(ledger):
    return {one.id for one in release(ledger, "MY").entities}


def test_she_is_in_no_picture_and_nothing_that_she_alone_has(ledger):
    names_her(ledger, *MOTHERS)

    made = release(ledger, "MY")

    ids = {one.id for one in made.entities}
    assert ids.isdisjoint(
        {"person:m", "phone:+60144444444", "account:700700", "organization:stall", "location:home"}
    )
    assert "Panthong" not in repr(made)
    assert {"person:s1", "victim-1"} <= ids


def test_a_picture_tells_of_her_no_more_than_a_package(ledger):
    names_her(ledger, *MOTHERS)

    for told in (readable(ledger), repr(release(ledger, "MY"))):
        assert "Panthong" not in told
        assert "60144444444" not in told


def test_the_own_agency_sees_her(ledger):
    names_her(ledger)

    assert "person:m" in {one.id for one in release(ledger).entities}


@pytest.mark.parametrize("link", [
    ("ASSOCIATE_OF", "person:s1", "person:m", {"relationship": "driver"}),
    ("SUSPECT_IN", "person:m", "casefile:c", {}),
    ("USES", "person:m", "phone:+60144444444", {}),
], ids=["associate", "suspect", "telephone"])  # fmt: skip
def test_of_whom_another_record_speaks_she_stands_for_that(ledger, link):
    names_her(ledger)
    fill(ledger, "C", links=[link], **OPEN)

    assert "person:m" in shown(ledger)


def test_a_suspect_is_shown_though_her_record_alone_names_him(ledger):
    names_her(ledger, ("SUSPECT_IN", "person:m", "casefile:c", {}))

    assert "person:m" in shown(ledger)


def test_whose_other_record_is_withheld_is_not_shown_for_it(ledger):
    names_her(ledger)
    fill(ledger, "C", links=[CHAIN[0], ("USES", "person:m", "phone:+6421111111", {})],
         **OPEN | {"releasable_to": []})  # fmt: skip

    assert "person:m" not in shown(ledger)


@pytest.mark.parametrize("daughter", ["person:v", "person:v2"])
@pytest.mark.parametrize("way", [1, -1])
def test_whichever_way_a_record_ties_her_to_whichever_of_her_daughters_records(
    ledger, daughter, way
):
    fill(ledger, "V", links=[("VICTIM_IN", "person:v2", "casefile:c", {})], **OPEN)
    state_same(ledger, "person:v", "person:v2", releasable_to=["MY"])
    fill(ledger, "B", links=[("FAMILY_OF", *("person:m", daughter)[::way], {})], **OPEN)

    assert "person:m" not in shown(ledger)


def test_another_line_of_the_same_file_lets_her_stand_for_what_it_says(ledger):
    fill(ledger, "B", links=[MOTHER, ("ASSOCIATE_OF", "person:s1", "person:m", {})], **OPEN)

    assert "person:m" in shown(ledger)


@pytest.mark.parametrize(("other", "stands"), [("person:m", False), ("person:s1", True)])
def test_a_flat_that_one_record_gives_her_and_another_is_no_home_where_a_suspect_is(
    ledger, other, stands
):
    fill(ledger, "C", links=[("ASSOCIATE_OF", "person:s1", "person:m", {})], **OPEN)
    both = [("LOCATED_AT", one, "location:flat", {}) for one in ("person:v", other)]
    ledger.append(make_source("F", **OPEN), [in_one_record("F", both)], who="x")

    assert ("location:flat" in shown(ledger)) is stands


def test_an_enquiry_about_what_only_she_has_stands_in_no_picture(ledger):
    names_her(ledger, MOTHERS[0])
    before = shown(ledger)
    marks = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
    enter(ledger, "P", PERIOD, an_enquiry("E-1", subjects=(MOTHERS[0][2],)), **marks)

    assert shown(ledger) == before


def test_of_whom_a_partner_is_asked_she_stands_for_that(ledger):
    names_her(ledger)
    marks = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
    enter(ledger, "P", PERIOD, an_enquiry("E-1", subjects=("person:m",)), **marks)

    assert [one.reference for one in period_release(ledger, "MY").enquiries] == ["E-1"]


def test_she_is_in_no_comparison_and_no_encoding_and_nothing_that_she_alone_has(ledger):
    names_her(ledger, *MOTHERS)
    own, to = Originator.parse("NZ/Police"), Originator.parse("MY")

    assert comparable(ledger, to, TODAY) == sorted(CHAIN[1][1:3])
    assert [one.id for one in records_for(ledger, own, to, TODAY).records] == [
        "person:s1",
        "person:s2",
    ]

    fill(ledger, "C", links=[("ASSOCIATE_OF", "person:s1", "person:m", {}), MOTHERS[0]], **OPEN)
    assert MOTHERS[0][2] in comparable(ledger, to, TODAY)
    assert "person:m" in {one.id for one in records_for(ledger, own, to, TODAY).records}


@given(more=st.lists(st.sampled_from([*MOTHERS[:1], *MOTHERS[2:]]), unique_by=lambda one: one[2]))
def test_a_picture_is_as_if_nobody_had_named_her(more):
    made = []
    for named in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            ledger = new_ledger(Path(folder))
            fill(ledger, "A", links=[*CHAIN, *HERS], **OPEN)
            if named:
                names_her(ledger, *more)
            found = release(ledger, "MY")
            made.append((found.entities, found.links, found.handling, found.originators))

    assert made[0] == made[1]


def test_an_advertisement_that_one_record_gives_her_telephone_too_stands_in_no_picture(ledger):
    fill(ledger, "C", links=[("USES", "person:s1", "phone:+60155555555", {})], **OPEN)
    ad = "advertisement:a1"
    both = [("CONTACT_IN", one, ad, {}) for one in (HERS[1][2], "phone:+60155555555")]
    ledger.append(make_source("F", **OPEN), [in_one_record("F", both)], who="x")

    assert ad not in shown(ledger)
    assert ad not in readable(ledger)
