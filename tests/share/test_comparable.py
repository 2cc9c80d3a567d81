"""Which identifiers may be compared with a partner at all."""

import datetime as dt

import pytest

from linkgraph.errors import ReleaseError, UnknownName
from linkgraph.share.comparable import comparable
from linkgraph.share.held_back import held_back
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger

DAY = dt.date(2026, 5, 1)
MY = Originator.parse("MY/Police")
OPEN = {"originator": "NZ/Police", "handling": "H1", "tlp": "GREEN", "releasable_to": ["MY"]}
PHONE, PASSPORT, ACCOUNT = "phone:+6421111111", "passport:AA123456", "account:8571606708"
HELD = [("USES", PHONE), ("HOLDS", PASSPORT), ("HOLDS", ACCOUNT)]
HIDING = ["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"]


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def found(ledger, **kinds):
    return comparable(ledger, MY, DAY, **kinds)


def own(ledger, person, *things, name="A", **marks):
    links = [(tie, person, thing, {}) for tie, thing in things]
    fill(ledger, name, links=links, **OPEN | marks)


def test_phones_documents_and_accounts_are_compared_and_nothing_else(ledger):
    own(ledger, "person:s", *HELD, ("USES", "email:a@example.test"), ("USES", "vehicle:ABC1"))

    assert found(ledger) == sorted([PHONE, PASSPORT, ACCOUNT])


@pytest.mark.parametrize(
    ("kind", "only"), [("phones", PHONE), ("documents", PASSPORT), ("accounts", ACCOUNT)]
)
def test_each_kind_by_itself_is_just_that(ledger, kind, only):
    own(ledger, "person:s", *HELD)

    assert found(ledger, kinds=[kind]) == [only]
    assert found(ledger, kinds=[]) == []


def test_a_kind_that_is_not_compared_is_refused_with_those_that_are(ledger):
    with pytest.raises(UnknownName) as told:
        found(ledger, kinds=["phones", "phone"])

    assert "phones" in str(told.value)


@pytest.mark.parametrize("role", HIDING)
@pytest.mark.parametrize("held", [HELD[0], HELD[2]])
def test_nothing_that_somebody_hidden_has_is_compared_also_where_a_suspect_has_it_too(
    ledger, role, held
):
    own(ledger, "person:s", *HELD)
    fill(ledger, "B", links=[(role, "person:v", "casefile:c", {}), (held[0], "person:v", held[1], {})], **OPEN)  # fmt: skip

    assert found(ledger) == sorted({PHONE, PASSPORT, ACCOUNT} - {held[1]})


def test_nothing_is_compared_of_whoever_may_be_the_victim_by_one_document(ledger):
    own(ledger, "person:s", *HELD)
    own(ledger, "person:v", HELD[1], name="B")
    fill(ledger, "C", links=[("VICTIM_IN", "person:v", "casefile:c", {})], **OPEN)

    assert found(ledger) == []


def test_nothing_that_a_child_has_is_compared(ledger):
    own(ledger, "person:s", *HELD[1:])
    fill(ledger, "B", links=[("USES", "person:k", PHONE, {})],
         entities=[("person:k", {"birth_dates": ["2010-01-01"]})], **OPEN)  # fmt: skip

    assert PHONE not in found(ledger)


@pytest.mark.parametrize("marks", [{"releasable_to": []}, {"handling": "H2"}, {"tlp": "RED"}, {"retain_until": "2026-04-30"}])  # fmt: skip
def test_what_may_not_leave_is_not_compared(ledger, marks):
    own(ledger, "person:s", *HELD[:1])
    own(ledger, "person:s", *HELD[1:], name="B", **marks)

    assert found(ledger) == [PHONE]


@pytest.mark.parametrize("held", HELD)
def test_where_only_something_withheld_hides_its_holder_nothing_at_all_is_compared(ledger, held):
    own(ledger, "person:k", held)
    own(ledger, "person:s", *(one for one in HELD if one != held), name="B")
    fill(ledger, "S", links=[("WITNESS_IN", "person:k", "casefile:c", {})], **OPEN | {"releasable_to": []})  # fmt: skip

    with pytest.raises(ReleaseError, match="held back") as told:
        found(ledger)

    assert not [word for word in ("person:k", held[1], "witness") if word in str(told.value)]


@pytest.mark.parametrize("held", HELD)
def test_what_holds_all_back_is_told_inside_with_who_could_let_it(ledger, held):
    own(ledger, "person:k", held)
    own(ledger, "person:s", *(one for one in HELD if one != held), name="B")
    secret = OPEN | {"originator": "LK/CID", "handling": "H2"}
    fill(ledger, "S", links=[("WITNESS_IN", "person:k", "casefile:c", {})], **secret)
    fill(ledger, "T", links=[("SUSPECT_IN", "person:s", "casefile:c", {})], **secret)

    (told,) = held_back(ledger, MY, DAY)

    (behind,) = [row.source.id for row in ledger.sources() if row.source.file == "S.csv"]
    assert (told.id, told.people, told.sources) == (held[1], ("person:k",), (behind,))
    assert told.originators == ("LK/CID",)
    ledger.consent(behind, "MY/Police", who="x", reason="letter")
    assert held_back(ledger, MY, DAY) == ()
    assert held[1] not in found(ledger)


def test_nothing_is_held_back_where_the_partner_sees_who_is_hidden(ledger):
    own(ledger, "person:k", *HELD)
    fill(ledger, "V", links=[("VICTIM_IN", "person:k", "casefile:c", {})], **OPEN)

    assert held_back(ledger, MY, DAY) == ()


def test_a_kind_in_which_nobody_withheld_has_anything_is_compared_all_the_same(ledger):
    own(ledger, "person:k", ("USES", PHONE))
    own(ledger, "person:s", *HELD[1:], name="B")
    fill(ledger, "S", links=[("WITNESS_IN", "person:k", "casefile:c", {})], **OPEN | {"releasable_to": []})  # fmt: skip

    assert found(ledger, kinds=["documents", "accounts"]) == sorted([PASSPORT, ACCOUNT])


def test_numbers_called_are_compared_whoever_has_them(ledger):
    fill(ledger, "A", links=[("CALLED", PHONE, "phone:+60122222222", {"at": "2026-02-01T10:00:00Z"})], **OPEN)  # fmt: skip

    assert found(ledger) == sorted([PHONE, "phone:+60122222222"])


def test_a_case_that_may_tell_nothing_compares_nothing(ledger):
    assert found(ledger) == []
