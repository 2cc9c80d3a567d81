"""What victims and witnesses themselves let be shared or counted: on record, and kept to."""

import pytest

from linkgraph.errors import InputError, ReleaseError
from linkgraph.period.victim_table import count_victims
from linkgraph.share.blind import records_for
from linkgraph.share.looking import sight_for
from linkgraph.statements import Originator
from linkgraph.statements.stated import Stated, stated_batch, stated_source
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, PACKAGE, SECRET, TODAY, packed, readable
from tests.share.releases import release

OWN = Originator.parse("NZ/Police")
VICTIM = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("CONTROLLED", "person:s1", "person:v", {}),
]
NAMED = [("person:v", {"names": ["Kanya Panthong"]}), ("person:s1", {"names": ["Somchai"]})]
INSIDE = {"originator": "NZ/Police", "handling": "H3", "tlp": "RED"}


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    fill(made, "A", links=[*CHAIN, *VICTIM], entities=NAMED, **OPEN)
    return made


def says(ledger, answer, *, one="person:v", name="word", marks=INSIDE, **told):
    link = ("CONSENT_IN", one, "casefile:words", {"consent": answer} | told)
    return fill(ledger, name, links=[link], **marks)


def shown(ledger, audience="MY"):
    return {one.id for one in release(ledger, audience).entities}


def test_who_gives_consent_or_says_nothing_goes_by_role_and_number(ledger):
    before = readable(ledger)
    says(ledger, "given")

    assert readable(ledger) == before
    assert f"person:victim-1.{PACKAGE}" in before
    assert "victim-1" in shown(ledger)


@pytest.mark.parametrize("told", [{}, {"scope": "sharing"}])
def test_who_refuses_leaves_nothing_in_what_goes(ledger, told):
    says(ledger, "refused", **told)

    text = readable(ledger)

    for trace in ("victim", "VICTIM_IN", "CONTROLLED", "60111111111", "Kanya", "CONSENT"):
        assert trace not in text
    assert "Somchai" in text
    assert shown(ledger) == {
        "casefile:c", "person:s1", "person:s2", "phone:+6421111111", "phone:+60122222222"
    }  # fmt: skip


def test_what_goes_is_what_an_informants_would_be(ledger, tmp_path):
    """A reader cannot tell why somebody is not there, nor that anybody is not."""
    other = new_ledger(tmp_path / "other")
    links = [*CHAIN, ("INFORMANT_IN", *VICTIM[0][1:]), *VICTIM[1:]]
    fill(other, "A", links=links, entities=NAMED, **OPEN)
    says(ledger, "refused")

    assert readable(ledger) == readable(other)


def test_the_own_agency_sees_her_all_the_same(ledger):
    says(ledger, "refused")

    (victim,) = [one for one in release(ledger).entities if one.id == "victim-1"]

    assert victim.roles == ("victim",)


def test_one_refusal_outweighs_consents_until_it_is_withdrawn(ledger):
    refusal = says(ledger, "refused")
    says(ledger, "given", name="later")

    assert "victim" not in readable(ledger)

    ledger.withdraw(refusal.id, who="tester", reason="she said so on 4 May")

    assert f"person:victim-1.{PACKAGE}" in readable(ledger)


def test_an_enquiry_of_her_alone_is_in_no_view(ledger):
    links = [
        ("CONCERNS", "enquiry:one", "person:v", {}),
        ("CONCERNS", "enquiry:one", "phone:+60111111111", {}),
        ("CONCERNS", "enquiry:two", "person:v", {}),
        ("CONCERNS", "enquiry:two", "person:s1", {}),
    ]
    asks = [("enquiry:one", {"asks": "how old is she?"}), ("enquiry:three", {"asks": "which?"})]
    fill(ledger, "B", links=links, entities=asks, **OPEN)
    assert {"enquiry:one", "enquiry:two", "enquiry:three"} <= shown(ledger)

    says(ledger, "refused")

    assert shown(ledger) & {"enquiry:one", "enquiry:two"} == {"enquiry:two"}
    assert "enquiry:three" in shown(ledger)
    assert "how old" not in readable(ledger)


def test_an_enquiry_of_her_alone_stays_though_another_source_says_that_it_asks_of_more(ledger):
    """Whoever guesses its number could let it out by a package."""
    asks = [("enquiry:one", {"asks": "how old is she?"})]
    fill(ledger, "B", links=[("CONCERNS", "enquiry:one", "person:v", {})], entities=asks, **OPEN)
    added = [("CONCERNS", "enquiry:one", "person:s1", {})]
    fill(ledger, "T", links=added, **OPEN | {"originator": "TH/RTP"})
    says(ledger, "refused")

    assert "enquiry:one" not in shown(ledger)
    assert "how old" not in readable(ledger)


def test_who_does_not_want_to_be_counted_is_shared_all_the_same(ledger):
    says(ledger, "refused", scope="statistics")

    assert f"person:victim-1.{PACKAGE}" in readable(ledger)


def test_a_refusal_of_a_blank_scope_is_one_of_both(ledger):
    """Codes may come blank in a package: nothing that leaves must fail for it, nor name her."""
    says(ledger, "refused", scope="")

    assert "victim" not in readable(ledger)
    assert count_victims(sight_for(ledger, Originator.parse("MY"), TODAY)) == {}


def test_nobody_withdraws_from_a_case_by_refusing(ledger):
    """A suspect's refusal hides nobody; it counts from the day that she is a victim too."""
    says(ledger, "refused", one="person:s2")
    assert "person:s2" in readable(ledger)

    fill(ledger, "B", links=[("WITNESS_IN", "person:s2", "casefile:c", {})], **OPEN)

    assert "person:s2" not in readable(ledger)
    assert "witness" not in readable(ledger)


def test_a_child_who_refuses_stays_out(ledger):
    fill(ledger, "B", entities=[("person:s2", {"birth_dates": ["2012-03-04"]})], **OPEN)
    assert f"person:minor-1.{PACKAGE}" in readable(ledger)

    says(ledger, "refused", one="person:s2")

    assert "minor" not in readable(ledger)


@pytest.mark.parametrize("verdict", ["same", "unsure"])
@pytest.mark.parametrize("stated", [False, True])
def test_her_other_record_stays_out_too_and_the_rest_goes(ledger, verdict, stated):
    """Also where what joined the two is withheld: in a case with a review nothing else would leave."""
    links = [
        ("CONTROLLED", "person:s1", "person:w", {}),
        ("VICTIM_IN", "person:w", "casefile:c", {}),
    ]
    fill(ledger, "B", links=links, **OPEN)
    by = fill(ledger, "S", links=[], **SECRET).id if stated else None
    ledger.judge("person:v", "person:w", verdict, who="ann", source_id=by)
    assert f"person:victim-2.{PACKAGE}" in readable(ledger)

    says(ledger, "refused", one="person:w")

    assert "victim" not in readable(ledger)
    assert "Somchai" in readable(ledger)
    assert shown(ledger) == {
        "casefile:c", "person:s1", "person:s2", "phone:+6421111111", "phone:+60122222222"
    }  # fmt: skip


def test_her_other_record_is_back_once_it_is_told_apart(ledger):
    fill(ledger, "B", links=[("VICTIM_IN", "person:w", "casefile:c", {})], **OPEN)
    ledger.judge("person:v", "person:w", "same", who="ann")
    says(ledger, "refused", one="person:w")
    assert "victim-1" not in shown(ledger)

    ledger.judge("person:v", "person:w", "different", who="ann")

    assert "victim-1" in shown(ledger)
    assert "victim-2" not in shown(ledger)


def test_a_role_that_is_withheld_holds_all_back_whoever_declined(ledger):
    fill(ledger, "S", links=[("VICTIM_IN", "person:s2", "casefile:s", {})], **SECRET)
    says(ledger, "refused", one="person:s2")

    with pytest.raises(ReleaseError, match="held back"):
        packed(ledger)


def test_who_declined_under_another_record_is_not_counted(ledger):
    fill(ledger, "B", links=[("VICTIM_IN", "person:w", "casefile:c", {})], **OPEN)
    ledger.judge("person:v", "person:w", "same", who="ann")
    audience = Originator.parse("MY")
    assert sum(count_victims(sight_for(ledger, audience, TODAY)).values()) == 2

    says(ledger, "refused", one="person:w", scope="statistics")

    assert count_victims(sight_for(ledger, audience, TODAY)) == {}


def test_what_is_said_in_a_source_that_may_go_does_not_go_itself(ledger):
    says(ledger, "given", marks=OPEN)

    assert "CONSENT" not in readable(ledger)
    assert not [one for one in release(ledger, "MY", links=("CONSENT_IN",)).links]  # noqa: C416
    assert release(ledger, links=("CONSENT_IN",)).links


def test_an_informant_whom_the_audience_knows_as_a_victim_is_held_back(ledger):
    """Informants go to nobody, not even by number, whoever may know that they are."""
    fill(ledger, "S", links=[("INFORMANT_IN", "person:v", "casefile:s", {})], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        packed(ledger)
    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "MY")


def test_she_is_encoded_for_nobody_even_with_a_reason(ledger):
    def encoded():
        own = Originator.parse("NZ/Immigration")
        found = records_for(ledger, own, Originator.parse("MY"), TODAY, reveal=True)
        return {record.id for record in found.records}

    assert "person:v" in encoded()
    says(ledger, "refused")
    assert encoded() == {"person:s1", "person:s2"}


def test_a_child_who_refuses_is_encoded_for_nobody(ledger):
    fill(ledger, "B", entities=[("person:s2", {"birth_dates": ["2012-03-04"]})], **OPEN)

    def encoded(**told):
        own = Originator.parse("NZ/Immigration")
        found = records_for(ledger, own, Originator.parse("MY"), TODAY, **told)
        return {record.id for record in found.records}

    assert "person:s2" not in encoded()
    assert "person:s2" in encoded(reveal=True)
    says(ledger, "refused", one="person:s2")
    assert "person:s2" not in encoded(reveal=True)


@pytest.mark.parametrize(
    ("told", "says_"),
    [
        ({"consent": "refused", "handling": "H0"}, "stays inside"),
        ({"consent": "given", "releasable_to": ("MY",)}, "stays inside"),
        ({"consent": "given", "tlp": "GREEN"}, "stays inside"),
        ({"consent_to": "sharing"}, "nothing is stated"),
        ({"role": "victim", "consent_to": "sharing"}, "needs its answer"),
        ({"consent": "perhaps"}, "no such consent"),
        ({"consent": "given", "consent_to": "all"}, "no such consent"),
    ],
)
def test_what_cannot_be_stated_of_a_consent(told, says_):
    with pytest.raises(InputError, match=says_):
        stated_source("person:v", Stated(why="told us", **told), OWN, "ann", "1")


def test_only_people_give_consent():
    stated = Stated(why="told us", consent="given")
    source = stated_source("phone:+60111111111", stated, OWN, "ann", "1")

    with pytest.raises(InputError, match="CONSENT_IN cannot start"):
        stated_batch("phone:+60111111111", stated, source)


def test_a_word_on_each_of_both_is_a_word_of_its_own(ledger):
    for scope in ("sharing", "statistics", ""):
        stated = Stated(why="told us", consent="given", consent_to=scope)
        source = stated_source("person:v", stated, OWN, "ann", scope)
        ledger.append(source, [stated_batch("person:v", stated, source)], who="ann")

    found = {
        one.id for one in ledger.explain(["person:v"], with_links=True) if one.name == "CONSENT_IN"
    }

    assert len(found) == 3
