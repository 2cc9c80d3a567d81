"""Whom only records name as a hidden person's family stands in no picture: as if nobody had named her."""

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.blind import records_for
from linkgraph.share.comparable import comparable
from linkgraph.statements import Originator
from linkgraph.statements.stated import Stated, stated_batch, stated_source
from tests.builders import fill, make_batch, make_source, new_ledger
from tests.partners import CHAIN, OPEN, TODAY, basis, readable
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


OVER_MORE = [
    [("BOOKED_FOR", "phone:+60166666666", "person:m", {})],
    [("PAID_FOR", "account:700701", "person:m", {})],
    [MOTHERS[0], ("USED_IN", MOTHERS[0][2], "imei:490154203237518", {})],
    [("BOOKED_FOR", "email:kin@post.invalid", "person:m", {})],
]


@pytest.mark.parametrize("links", OVER_MORE, ids=["booked", "paid", "handset", "address"])
def test_what_stands_in_the_place_of_hers_is_in_nothing_either(ledger, links):
    """A partner who has the number learns else that it stands in a record of a victim's family."""
    before = [comparable(ledger, Originator.parse("MY"), TODAY), shown(ledger)]

    names_her(ledger, *links)

    assert [comparable(ledger, Originator.parse("MY"), TODAY), shown(ledger)] == before


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


@pytest.mark.parametrize("act", [
    ("SUSPECT_IN", "person:m", "casefile:c", {}),
    ("RECRUITED", "person:m", "person:v", {}),
    ("LEADS", "person:m", "syndicate:s", {}),
    ("MEMBER_OF", "person:m", "syndicate:s", {}),
], ids=["suspect", "recruiter", "leader", "member"])  # fmt: skip
def test_whom_her_record_accuses_goes_for_that_and_not_as_her_family(ledger, act):
    fill(ledger, "C", links=[("MEMBER_OF", "person:s1", "syndicate:s", {})], **OPEN)
    names_her(ledger, act, *MOTHERS)

    said = readable(ledger)

    assert "Somjai Panthong" in said
    assert act[0] in said
    assert "family_of" not in said.casefold()
    assert "wife" not in said
    made = release(ledger, "MY")
    assert "person:m" in {one.id for one in made.entities}
    assert {one.type for one in made.links}.isdisjoint({"FAMILY_OF", "ASSOCIATE_OF"})


def test_whom_another_record_accuses_goes_by_that_record_alone(ledger):
    names_her(ledger, ("HOLDS", "person:m", "account:700700", {}))
    links = [("RECRUITED", "person:m", "person:s1", {})]
    fill(ledger, "C", links=links, **OPEN)

    said = readable(ledger)

    assert "RECRUITED" in said
    assert "HOLDS" not in said
    assert "Panthong" not in said


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


def test_of_what_only_she_has_a_partner_is_asked_as_of_nobodys(ledger):
    names_her(ledger, MOTHERS[0])
    before = shown(ledger)
    marks = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
    enter(ledger, "P", PERIOD, an_enquiry("E-1", subjects=(MOTHERS[0][2],)), **marks)

    more = shown(ledger) - before
    assert {one.partition(":")[0] for one in more} == {"enquiry", "phone"}
    assert "person:m" not in more


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


CALLED = ("CALLED", CHAIN[0][2], MOTHERS[0][2], {"at": "2026-02-01T10:00:00Z"})


def test_a_telephone_that_other_records_tell_of_stays_as_nobodys(ledger):
    names_her(ledger, *MOTHERS)
    fill(ledger, "C", links=[CALLED], **OPEN)

    made = release(ledger, "MY")

    ids = {one.id for one in made.entities}
    assert MOTHERS[0][2] in ids
    assert ids.isdisjoint({"person:m", "account:700700", "location:home"})
    assert MOTHERS[0][2] in comparable(ledger, Originator.parse("MY"), TODAY)


def test_who_is_named_as_family_of_her_family_is_in_nothing_either(ledger):
    father = ("FAMILY_OF", "person:f", "person:m", {"relation": "husband"})
    named = ("person:f", {"names": ["Prasert Panthong"]})
    fill(ledger, "C", links=[(*CALLED[:2], "phone:+60155555555", CALLED[3])], **OPEN)
    his = ("USES", "person:f", "phone:+60155555555", {})
    ledger.append(
        make_source("B", **OPEN), [in_one_record("B", [MOTHER, father, his], [named])], who="x"
    )

    assert "Panthong" not in repr(release(ledger, "MY"))
    assert "Panthong" not in readable(ledger)


def test_a_package_names_no_family_of_her_who_lies_too_far_off_to_be_in_it(tmp_path):
    """The name of a file may tell that whoever stands in it is a victim, or hers."""
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", links=[*CHAIN, CALLED, ("VICTIM_IN", "person:v", "casefile:d", {})], **OPEN)
    names_her(ledger, MOTHERS[0], name="victims")

    told = readable(ledger)

    assert MOTHERS[0][2] in told
    assert "Panthong" not in told
    assert "person:m" not in told


@pytest.mark.parametrize("says", [
    [("INFORMANT_IN", "person:i", "casefile:i", {})],
    [("VICTIM_IN", "person:i", "casefile:i", {}), ("CONSENT_IN", "person:i", "casefile:i", {"consent": "refused"})],
], ids=["informant", "refused"])  # fmt: skip
def test_whom_only_the_record_of_somebody_shown_to_nobody_names_is_in_no_picture(ledger, says):
    contact = ("ASSOCIATE_OF", "person:i", "person:o", {})
    suspect = ("ASSOCIATE_OF", "person:i", "person:s3", {})
    named = ("person:o", {"names": ["Oskar Lind"]})
    links = [*says, contact, suspect, ("SUSPECT_IN", "person:s3", "casefile:c", {})]
    ledger.append(make_source("B", **OPEN), [in_one_record("B", links, [named])], who="x")

    assert "Oskar" not in repr(release(ledger, "MY"))
    assert "person:o" not in shown(ledger)
    assert {"person:s1", "person:s3"} & shown(ledger) == {"person:s1"}
    fill(ledger, "C", links=[("SUSPECT_IN", "person:s3", "casefile:c", {})], **OPEN)
    assert "person:s3" in shown(ledger)

    fill(ledger, "D", links=[("ASSOCIATE_OF", "person:s1", "person:o", {})], **OPEN)
    assert "person:o" in shown(ledger)


BETWEEN = [
    ("ASSOCIATE_OF", "person:s1", "person:m", {"relationship": "driver"}),
    ("ASSOCIATE_OF", "person:m", "person:z", {}),
]


@pytest.mark.parametrize("says", [
    MOTHER,
    ("INFORMANT_IN", "person:m", "casefile:c", {}),
    ("PROTECTED_IN", "person:m", "casefile:c", {}),
], ids=["mother", "informant", "protected"])  # fmt: skip
def test_nobody_comes_along_by_somebody_who_is_not_shown(ledger, says):
    """Two steps from a suspect and without a tie: there is somebody between the two."""
    ledger.append(make_source("B", **OPEN), [in_one_record("B", [says, *BETWEEN])], who="x")
    fill(ledger, "C", links=[("SUSPECT_IN", "person:z", "casefile:z", {})], **OPEN)

    near = release(ledger, "MY", around=("person:s1",), depth=2)
    whole = release(ledger, "MY")

    assert "person:s1" in {one.id for one in near.entities}
    assert "person:z" not in {one.id for one in near.entities}
    assert "person:z" in {one.id for one in whole.entities}
    assert "person:m" not in {one.id for one in whole.entities}
    assert "person:z" not in readable(ledger, plan=basis(steps=3))
    assert "person:z" in readable(ledger, plan=basis("person:s1", "person:z", steps=3))


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


def test_that_two_records_of_hers_are_one_tells_nothing_of_her(ledger):
    names_her(ledger, ("FAMILY_OF", "person:m2", "person:v", {}))
    said = Stated(why="x", same_as="person:m2", handling="H1", tlp="GREEN", releasable_to=("MY",))  # fmt: skip
    source = stated_source("person:m", said, Originator.parse("NZ/Police"), "tan", "0" * 16)
    ledger.append(source, [stated_batch("person:m", said, source)], who="tester", action="stated")

    assert shown(ledger).isdisjoint({"person:m", "person:m2"})
    assert "Panthong" not in readable(ledger)


BROTHER = [("FAMILY_OF", "person:b", "person:v", {}), ("FAMILY_OF", "person:b", "person:m", {})]
RECRUITS = ("RECRUITED", "person:b", "person:v", {})


@pytest.mark.parametrize("accusing", ["her record", "another"])
def test_the_mother_of_an_accused_brother_is_hers_too(ledger, accusing):
    named = [
        ("person:m", {"names": ["Somjai Panthong"]}),
        ("person:b", {"names": ["Anan Boonmee"]}),
    ]
    links = [*BROTHER, RECRUITS] if accusing == "her record" else BROTHER
    ledger.append(make_source("B", **OPEN), [in_one_record("B", links, named)], who="x")
    if accusing == "another":
        fill(ledger, "C", links=[("RECRUITED", "person:b", "person:s1", {})], **OPEN)

    assert "person:b" in shown(ledger)
    assert "person:m" not in shown(ledger)
    said = readable(ledger)
    assert ("Boonmee" in said) is (accusing == "her record")
    assert "Panthong" not in said


def test_of_an_accused_man_known_elsewhere_his_own_file_names_the_mother(ledger):
    ledger.append(make_source("B", **OPEN), [in_one_record("B", [BROTHER[0], RECRUITS])], who="x")
    fill(ledger, "C", links=[("SUSPECT_IN", "person:b", "casefile:c", {}), BROTHER[1]], **OPEN)

    assert {"person:b", "person:m"} <= shown(ledger)


def test_a_register_of_one_pair_a_line_tells_of_nobody_either(ledger):
    names = [
        ("person:m", {"names": ["Somjai Panthong"]}),
        ("person:d", {"names": ["Arun Panthong"]}),
    ]
    pairs = [MOTHER, ("FAMILY_OF", "person:m", "person:d", {"relation": "wife"})]
    fill(ledger, "B", links=pairs, **OPEN)
    before = shown(ledger)
    assert before.isdisjoint({"person:m", "person:d"})

    fill(ledger, "C", links=[("ASSOCIATE_OF", "person:s1", "person:d", {})], entities=names, **OPEN)
    assert shown(ledger) - before == {"person:m", "person:d"}


def test_no_text_and_no_file_names_her_either(ledger):
    names_her(ledger, *MOTHERS)
    him = ("person:s2", {"notes": ["The car of Somjai Panthong", "tall"]})
    source = replace(make_source("N", **OPEN), file="Somjai Panthong.csv")
    ledger.append(source, [make_batch("N", [him], CHAIN)], who="x")

    for told in (readable(ledger), repr(release(ledger, "MY"))):
        assert "Panthong" not in told
        assert "tall" in told


HAVING = {
    "phone:+60111111111": "USES",
    "location:home": "LOCATED_AT",
    "account:111222": "HOLDS",
    "organization:bar": "OWNS",
    "vehicle:MY:ABC1": "OWNS",
}


def told_of(ledger):
    to = Originator.parse("MY")
    # A batch of the tests says twice of a thing that it is, where two have it.
    package = readable(ledger, plan=basis("person:s1", steps=4)).replace("], [", "],\n[")
    return (
        repr(release(ledger, "MY")),
        [sorted(set(re.findall(r'"[^"]*"', line))) for line in package.split("\n")],
        sorted(comparable(ledger, to, TODAY)),
        records_for(ledger, Originator.parse("NZ/Police"), to, TODAY, reveal=True).records,
    )


@pytest.mark.parametrize("hers", [{one} for one in HAVING] + [set(HAVING)])
@pytest.mark.parametrize("by", ["A", "AB", "B"])
def test_what_a_victim_has_is_told_as_if_no_record_said_that_her_mother_has_it_too(
    tmp_path, hers, by
):
    told = []
    for more in (False, True):
        made = new_ledger(tmp_path / str(more))
        having = [(type_, "person:v", one, {}) for one, type_ in HAVING.items()]
        paid = ("PAID", "account:900", "account:111222", {"id": "paid:1", "amount_minor": 5000, "currency": "MYR"})  # fmt: skip
        said = [*having, paid] if "A" in by else []
        fill(made, "A", links=[*CHAIN, *HERS[:1], HERS[3], *said], **OPEN)
        again = having if "B" in by else []
        too = [(HAVING[one], "person:m", one, {}) for one in sorted(hers)] if more else []
        names_her(made, *again, *too)
        told.append(told_of(made))
        made.close()

    assert told[1] == told[0]
