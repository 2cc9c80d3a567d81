"""Who is who in a release: for the own agency, and for others."""

import pytest

from linkgraph.errors import ReleaseError
from tests.builders import fill, new_ledger
from tests.share.releases import release

MODEL = {"score": 0.8, "model": "splink", "who": "splink"}


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    for one, name in (("a", "Somchai Khamsaen"), ("b", "Somchay Kamsen"), ("c", "S. Khamsaen")):
        fill(
            made, one, originator="MY/Police", releasable_to=["NZ"],
            entities=[(f"person:{one}", {"names": [name]})],
            links=[("USES", f"person:{one}", "phone:+60122222222", {})],
        )  # fmt: skip
    return made


def people(made):
    return [one.id for one in made.entities if one.kind == "Person"]


def victim(ledger, one, name="V", **marks):
    fill(ledger, name, links=[("VICTIM_IN", one, "casefile:c", {})], **marks)


@pytest.mark.parametrize("told", [{"who": "ann"}, MODEL])
def test_inside_they_are_one_and_outside_as_the_files_have_them(ledger, told):
    ledger.judge("person:a", "person:b", "same", **told)

    assert people(release(ledger)) == ["person:a", "person:c"]
    assert people(release(ledger, "MY")) == ["person:a", "person:b", "person:c"]


def state_same(ledger, left, right, name="stated", **marks):
    source = fill(
        ledger, name, originator="NZ/Joint cell", entities=[(left, {}), (right, {})], **marks
    )
    ledger.judge(left, right, "same", who="ann", reasons=["one face"], source_id=source.id)


@pytest.mark.parametrize(("audience", "seen"), [("MY", ["person:a", "person:c"]), ("AU", [])])
def test_what_somebody_stated_leaves_by_its_own_handling(ledger, audience, seen):
    state_same(ledger, "person:a", "person:b", releasable_to=["MY"])

    assert people(release(ledger, audience)) == seen
    assert "one face" not in repr(release(ledger, audience))


def test_a_statement_without_handling_stays_inside(ledger):
    state_same(ledger, "person:a", "person:b", handling="H3", tlp="RED")

    assert people(release(ledger, "MY")) == ["person:a", "person:b", "person:c"]


SECRET = {"handling": "H3", "tlp": "RED"}


def test_saying_it_again_in_secret_takes_back_nothing_of_what_was_told(ledger):
    state_same(ledger, "person:a", "person:b", releasable_to=["MY"])
    state_same(ledger, "person:a", "person:b", "again", **SECRET)

    assert people(release(ledger, "MY")) == ["person:a", "person:c"]


def test_what_its_speaker_took_back_is_not_told_although_she_says_it_again_in_secret(ledger):
    state_same(ledger, "person:a", "person:b", releasable_to=["MY"])
    ledger.judge("person:a", "person:b", "different", who="ann")
    state_same(ledger, "person:a", "person:b", "again", **SECRET)

    assert people(release(ledger, "MY")) == ["person:a", "person:b", "person:c"]


def test_two_whom_a_person_told_apart_since_do_not_leave_as_one(ledger):
    state_same(ledger, "person:a", "person:b", releasable_to=["MY"])
    ledger.judge("person:a", "person:b", "different", who="bob")

    with pytest.raises(ReleaseError):
        release(ledger, "MY")
    assert people(release(ledger)) == ["person:a", "person:b", "person:c"]
    assert people(release(ledger, "MY", around=("person:c",), depth=0)) == ["person:c"]


def test_an_id_that_was_merged_away_still_leads_there(ledger):
    ledger.judge("person:a", "person:b", "same", who="ann")

    made = release(ledger, around=("person:b",), depth=0)

    assert people(made) == ["person:a"]


def test_whoever_is_one_with_a_victim_is_hidden_under_one_pseudonym(ledger):
    victim(ledger, "person:b")
    ledger.judge("person:a", "person:b", "same", who="ann")

    made = release(ledger)

    assert people(made) == ["person:c", "victim-1"]
    assert "Somchai" not in repr(made)
    assert "Somchay" not in repr(made)


def unsure(ledger, left="person:a", right="person:b"):
    ledger.judge(left, right, "unsure", who="ann")


def disputed(ledger):
    ledger.judge("person:a", "person:b", "same", who="ann")
    ledger.judge("person:a", "person:b", "different", who="bob")


def model_unsure(ledger):
    ledger.judge("person:a", "person:b", "unsure", **MODEL)


def refused(ledger):
    """A model says the same, but one is a suspect and the other a victim."""
    fill(ledger, "S", links=[("SUSPECT_IN", "person:a", "casefile:c", {})])
    ledger.judge("person:a", "person:b", "same", **MODEL)


POSSIBLE = [unsure, disputed, model_unsure, refused]


@pytest.mark.parametrize("judge", POSSIBLE)
def test_a_possible_match_with_a_victim_is_hidden_until_a_person_tells_them_apart(ledger, judge):
    victim(ledger, "person:b")
    judge(ledger)

    assert people(release(ledger)) == ["person:c", "victim-1", "victim-2"]

    for who in ("ann", "bob"):
        ledger.judge("person:a", "person:b", "different", who=who, reasons=["other face"])
    assert people(release(ledger)) == ["person:a", "person:c", "victim-1"]


@pytest.mark.parametrize("judge", POSSIBLE)
def test_a_possible_match_with_a_victim_whom_the_audience_may_not_know_holds_all_back(
    ledger, judge
):
    victim(ledger, "person:b", originator="LK/CID", handling="H3", tlp="RED")
    judge(ledger)

    with pytest.raises(ReleaseError) as told:
        release(ledger, "MY")

    for secret in ("person:", "victim", "LK", "Somcha"):
        assert secret not in str(told.value)


def test_a_models_doubt_protects_the_next_and_not_all_after(ledger):
    victim(ledger, "person:a")
    ledger.judge("person:a", "person:b", "unsure", **MODEL)
    ledger.judge("person:b", "person:c", "unsure", **MODEL)

    assert people(release(ledger)) == ["person:c", "victim-1", "victim-2"]


def test_a_persons_doubt_protects_all_whom_it_ties(ledger):
    victim(ledger, "person:a")
    unsure(ledger)
    unsure(ledger, "person:b", "person:c")

    assert people(release(ledger)) == ["victim-1", "victim-2", "victim-3"]


def test_a_models_word_that_they_differ_does_not_lift_one_document(ledger):
    victim(ledger, "person:b")
    for one in "ab":
        fill(ledger, f"D{one}", links=[("HOLDS", f"person:{one}", "passport:AA123456", {})])
    ledger.judge("person:a", "person:b", "different", **MODEL)

    assert people(release(ledger)) == ["person:c", "victim-1", "victim-2"]

    ledger.judge("person:a", "person:b", "different", who="ann")
    assert people(release(ledger)) == ["person:a", "person:c", "victim-1"]


def test_a_record_that_only_an_overdue_source_has_lends_nothing(ledger):
    fill(
        ledger, "old", retain_until="2026-04-30",
        entities=[("person:0", {"names": ["Somchai Long-Gone"]})],
    )  # fmt: skip
    ledger.judge("person:0", "person:a", "same", who="ann")

    made = release(ledger)

    assert people(made) == ["person:a", "person:b", "person:c"]
    assert "Long-Gone" not in repr(made)
