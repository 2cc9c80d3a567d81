"""Things that are called after somebody hidden: in names, addresses and ids, wherever they leave."""

import pytest

from linkgraph.errors import ReleaseError
from linkgraph.share.betraying import Betraying, told_by_ids
from linkgraph.share.comparable import comparable
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, SECRET, TODAY, basis, readable
from tests.share.releases import release

VICTIM = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("HOLDS", "person:v", "passport:AA998877", {}),
]
KANYA = ("person:v", {"names": ["Kanya Panthong"]})
CALLED_AFTER = [
    ("organization:o", {"names": ["Kanya Panthong Trading"]}, "OWNS"),
    ("syndicate:o", {"names": ["the Kanya Panthong group"]}, "MEMBER_OF"),
    ("vessel:X1", {"names": ["Kanya Panthong"]}, "OWNS"),
    ("vessel:kanya panthong", {}, "OWNS"),
    ("email:kanya.panthong@example.org", {}, "USES"),
    ("user:line/kanyapanthong", {}, "USES"),
    ("user:whatsapp/60111111111", {}, "USES"),
]


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def names_her(text):
    return [part for part in ("kanya", "panthong", "60111111111") if part in text.casefold()]


@pytest.mark.parametrize(("thing", "told", "tie"), CALLED_AFTER)
def test_a_package_holds_nothing_that_is_called_after_somebody_hidden(ledger, thing, told, tie):
    links = [*CHAIN, *VICTIM, (tie, "person:s1", thing, {})]
    fill(ledger, "A", links=links, entities=[KANYA, (thing, told)], **OPEN)

    assert names_her(readable(ledger)) == []


@pytest.mark.parametrize("audience", ["MY", ""])
@pytest.mark.parametrize(("thing", "told", "tie"), CALLED_AFTER)
def test_a_release_shows_such_a_thing_without_saying_what_it_is_called(
    ledger, thing, told, tie, audience
):
    links = [*CHAIN, *VICTIM, (tie, "person:s1", thing, {})]
    fill(ledger, "A", links=links, entities=[KANYA, (thing, told)], **OPEN)

    made = release(ledger, audience)

    assert names_her(repr(made)) == []
    assert sum(one.caption.endswith("(withheld)") for one in made.entities) == 1
    ends = {end for link in made.links for end in (link.start, link.end)}
    assert ends <= {one.id for one in made.entities} | {"casefile:c"}


def test_an_address_that_names_her_does_not_go(ledger):
    place = [("LOCATED_AT", "person:s1", "location:h", {})]
    told = [KANYA, ("location:h", {"romanised": ["Kanya Panthong's house"]})]
    fill(ledger, "A", links=[*CHAIN, *VICTIM, *place], entities=told, **OPEN)

    assert names_her(readable(ledger)) == []
    assert names_her(repr(release(ledger, "MY"))) == []


def test_a_person_of_the_same_name_keeps_it(ledger):
    same = ("person:s1", {"names": ["Kanya Panthong"], "romanised": ["kanya panthong"]})
    fill(ledger, "A", links=[*CHAIN, *VICTIM], entities=[KANYA, same], **OPEN)

    (shown,) = (one for one in release(ledger, "MY").entities if one.id == "person:s1")

    assert shown.caption == "Kanya Panthong"
    assert '["Kanya Panthong"]' in readable(ledger)
    assert '["kanya panthong"]' in readable(ledger)


def test_a_namesake_of_somebody_whom_only_a_withheld_source_protects_holds_nothing_back(ledger):
    """A name alone makes nobody the same."""
    same = ("person:s1", {"names": ["Kania Pantong"], "romanised": ["kania pantong"]})
    fill(ledger, "A", links=CHAIN, entities=[same], **OPEN)
    fill(ledger, "B", links=VICTIM, entities=[KANYA], **SECRET)

    assert "kania pantong" in readable(ledger)
    assert "Kania Pantong" in repr(release(ledger, "MY"))


@pytest.mark.parametrize(
    "told",
    [
        {"links": [("CALLED", "phone:+6421111111", "phone:+60111111111", {})]},
        {"entities": [("person:s1", {"notes": ["ring 011-1111 1111"]})]},
        {"entities": [("person:s1", {"notes": ["carried AA 998877"]})]},
        {"entities": [("person:s1", {"notes": ["with Kanya Panthong"]})]},
        {"links": [("USES", "person:s1", "user:whatsapp/60111111111", {})]},
        {"links": [("USES", "person:s1", "email:kanya.panthong@example.org", {})]},
    ],
    ids=["called", "written", "document", "named", "account", "mail"],
)
def test_what_only_a_withheld_source_knows_to_be_hers_holds_everything_back(ledger, told):
    """Her number, unnamed, among those that a suspect called is hers all the same."""
    fill(ledger, "A", links=[*CHAIN, *told.get("links", ())], entities=told.get("entities", ()), **OPEN)  # fmt: skip
    fill(ledger, "B", links=VICTIM, entities=[KANYA], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        readable(ledger)
    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "MY")


def test_a_number_that_somebody_else_has_too_is_not_hers_alone(ledger):
    fill(ledger, "A", links=[*CHAIN, ("CALLED", "phone:+6421111111", "phone:+60111111111", {})], **OPEN)  # fmt: skip
    fill(ledger, "B", links=[*VICTIM, ("USES", "person:x", "phone:+60111111111", {})], **SECRET)

    assert "60111111111" in readable(ledger)


def test_a_city_where_only_she_lives_does_not_hold_everything_back(ledger):
    fill(ledger, "A", links=[*CHAIN, ("LOCATED_AT", "person:s1", "location:city", {})], **OPEN)
    fill(ledger, "B", links=[*VICTIM, ("LOCATED_AT", "person:v", "location:port", {})], **SECRET)

    assert "location:city" in readable(ledger)


def test_people_are_numbered_in_what_is_shown_and_not_in_the_case(ledger):
    """A number would tell how many more there are at least."""
    others = [("VICTIM_IN", f"person:v{n:02}", "casefile:z", {}) for n in range(9)]
    hers = [("CONTROLLED", "person:s1", "person:v08", {}), ("USES", "person:v07", "phone:+60199999999", {}),
            ("CALLED", "phone:+6421111111", "phone:+60199999999", {})]  # fmt: skip
    fill(ledger, "A", links=[*CHAIN, *others, *hers], **OPEN)

    made = release(ledger, "MY", around=("person:s1",), depth=2)

    hidden = sorted(one.id for one in made.entities if one.hidden)
    assert hidden == ["phone-of-victim-2-1", "victim-1"]
    inside = release(ledger, "", around=("person:s1",), depth=1)
    assert [one.id for one in inside.entities if one.hidden] == ["victim-9"]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        ("phone:+60111111111", True),
        ("passport:X60111111111", True),
        ("email:kanya.panthong@x.org", True),
        ("email:other@x.org", False),
        ("casefile:60111111111", False),
        ("location:kanya panthong", False),
    ],
)
def test_an_id_tells_by_the_number_or_the_words_in_it(one, told):
    texts = Betraying({"Kanya Panthong"}, {"60111111111"})

    assert told_by_ids([one], texts) == ({one} if told else set())


def test_no_ids_or_no_texts_tell_nothing():
    assert told_by_ids([], Betraying({"Kanya Panthong"})) == set()
    assert told_by_ids(["email:a@b.org"], Betraying()) == set()


def test_the_subjects_number_of_a_withheld_victim_is_never_compared(ledger):
    fill(ledger, "A", links=[*CHAIN, ("CALLED", "phone:+6421111111", "phone:+60111111111", {})], **OPEN)  # fmt: skip
    fill(ledger, "B", links=VICTIM, **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        comparable(ledger, Originator.parse("MY"), TODAY)


def test_relevance_decides_whether_her_number_is_in_it(ledger):
    far = [("CALLED", "phone:+6499999999", "phone:+60111111111", {})]
    fill(ledger, "A", links=[*CHAIN, *far], **OPEN)
    fill(ledger, "B", links=VICTIM, **SECRET)

    assert "60111111111" not in readable(ledger, plan=basis("person:s1", steps=2))


@pytest.mark.parametrize("reference", ["TX-20211111111", "11111111"])
def test_digits_of_a_reference_that_end_like_her_number_hold_nothing_back(ledger, reference):
    """Of a million references some end like anybody's number."""
    paid = [("HOLDS", "person:s1", "account:12345678", {}), ("PAID", "account:12345678", "account:2", {"reference": reference})]  # fmt: skip
    fill(ledger, "A", links=[*CHAIN, *paid], **OPEN)
    fill(ledger, "B", links=VICTIM, entities=[KANYA], **SECRET)

    assert reference in readable(ledger)
    assert reference in repr(release(ledger, "MY"))


def test_her_whole_number_in_a_reference_holds_all_back(ledger):
    paid = [("HOLDS", "person:s1", "account:12345678", {}), ("PAID", "account:12345678", "account:2", {"reference": "M 60111111111"})]  # fmt: skip
    fill(ledger, "A", links=[*CHAIN, *paid], **OPEN)
    fill(ledger, "B", links=VICTIM, entities=[KANYA], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        readable(ledger)
    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "MY")
