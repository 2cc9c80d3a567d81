import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError, ReleaseError
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger
from tests.partners import OPEN
from tests.share.releases import release

OWN = Originator.parse("NZ/Joint cell")
PAID = {"amount_minor": 123_456, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def victim_case(ledger, **marks):
    fill(
        ledger,
        "A",
        originator="MY/Police",
        releasable_to=["NZ"],
        entities=[
            ("person:v", {"names": ["Kanya Panthong"], "notes": ["met at the port"]}),
            ("person:s", {"names": ["Somchai Khamsaen"], "notes": ["drove Kanya Panthong north"]}),
            ("passport:AA123456", {"document_kind": "passport"}),
        ],
        links=[
            ("VICTIM_IN", "person:v", "casefile:c", {"role_text": "mangsa"}),
            ("SUSPECT_IN", "person:s", "casefile:c", {}),
            ("HOLDS", "person:v", "passport:AA123456", {}),
            ("USES", "person:v", "phone:+60111111111", {}),
            ("USES", "person:v", "phone:+60122222222", {}),
            ("USES", "person:s", "phone:+60122222222", {}),
            ("CONTROLLED", "person:s", "person:v", {}),
            ("PAID", "account:111111", "account:222222", PAID | {"remark": "for AA-123456"}),
        ],
        **marks,
    )


def every_text(made):
    return repr(made)


def test_the_own_agency_gets_all_with_victims_by_role_and_number(ledger):
    victim_case(ledger)

    made = release(ledger)

    shown = {one.id: one for one in made.entities}
    assert shown["victim-1"].caption == "Victim 1"
    assert shown["victim-1"].roles == ("victim",)
    assert shown["person:s"].caption == "Somchai Khamsaen"
    assert made.own
    assert made.originators == ("MY/Police",)


@pytest.mark.parametrize("audience", ["", "NZ", "MY"])
def test_nothing_that_names_a_victim_is_in_what_leaves(ledger, audience):
    victim_case(ledger)

    text = every_text(release(ledger, audience))

    for secret in (
        "Kanya",
        "Panthong",
        "AA123456",
        "AA-123456",
        "60111111111",
        "person:v",
        "met at",
    ):
        assert secret not in text
    assert "Somchai Khamsaen" in text


@pytest.mark.parametrize("audience", ["", "NZ"])
def test_a_case_called_after_somebody_hidden_is_not_called_so_in_what_leaves(ledger, audience):
    victim_case(ledger)

    made = release(ledger, audience, case_name="operation-panthong_kanya-2026")

    assert made.case_name == "(withheld)"
    assert release(ledger, audience).case_name == "Kestrel"
    assert release(ledger, reveal=True, case_name="KanyaPanthong").case_name == "KanyaPanthong"


def test_an_identifier_that_others_use_too_stays(ledger):
    victim_case(ledger)

    made = release(ledger, "NZ")

    ids = {one.id for one in made.entities}
    assert "phone:+60122222222" in ids
    assert "phone-of-victim-1-1" in ids
    assert ("USES", "victim-1", "phone:+60122222222") in {
        (e.type, e.start, e.end) for e in made.links
    }


def test_revealing_shows_all_to_the_own_agency_only(ledger):
    victim_case(ledger)

    assert "Kanya Panthong" in every_text(release(ledger, reveal=True))
    with pytest.raises(InputError, match="own agency"):
        release(ledger, "MY", reveal=True)


def test_suspect_and_victim_at_once_is_shown_as_both_with_the_principle_named(ledger):
    victim_case(ledger)
    fill(ledger, "B", links=[("SUSPECT_IN", "person:v", "casefile:d", {})])

    made = release(ledger)

    assert next(e for e in made.entities if e.id == "victim-1").roles == ("suspect", "victim")
    assert any("non-punishment" in caution for caution in made.cautions)


def test_an_informant_is_never_shown_outside(ledger):
    victim_case(ledger)
    fill(
        ledger, "B", originator="NZ/Police", releasable_to=["MY"],
        links=[("INFORMANT_IN", "person:s", "casefile:c", {})],
    )  # fmt: skip

    outside = release(ledger, "MY")
    inside = release(ledger)

    assert "Somchai" not in every_text(outside)
    assert "informant" not in every_text(outside)
    assert "informant-1" in {one.id for one in inside.entities}


def test_what_is_protected_by_a_hidden_source_is_held_back_whole(ledger):
    fill(
        ledger, "A", originator="MY/Police", links=[("USES", "person:s", "phone:+60122222222", {})]
    )
    fill(
        ledger, "B", originator="LK/CID", handling="H3", tlp="RED",
        links=[("VICTIM_IN", "person:s", "casefile:secret", {})],
    )  # fmt: skip

    with pytest.raises(ReleaseError) as told:
        release(ledger, "MY")

    assert told.value.exit_code == 4
    for secret in ("LK", "victim", "person:s", "secret"):
        assert secret not in str(told.value)


def test_a_possible_match_with_a_victim_is_held_back_too(ledger):
    fill(
        ledger, "A", originator="MY/Police", links=[("USES", "person:s", "phone:+60122222222", {})]
    )
    fill(ledger, "B", originator="LK/CID", links=[("VICTIM_IN", "person:l", "casefile:x", {})])
    ledger.judge("person:s", "person:l", "unsure", who="tester")

    with pytest.raises(ReleaseError):
        release(ledger, "MY")


def test_an_overdue_source_gives_nothing(ledger):
    fill(
        ledger, "A", originator="MY/Police", retain_until="2026-04-30",
        entities=[("person:s", {"names": ["Somchai"]})],
    )  # fmt: skip

    assert release(ledger).entities == release(ledger, "MY").entities == ()


def test_a_part_is_what_lies_around(ledger):
    victim_case(ledger)

    near = release(ledger, around=("account:111111",), depth=1)

    assert {one.id for one in near.entities} == {"account:111111", "account:222222"}
    assert near.links[0].amount == "1,234.56 MYR"
    with pytest.raises(InputError, match="may see"):
        release(ledger, around=("account:none",))


def test_countries_and_grades_stand_on_what_is_shown(ledger):
    fill(
        ledger, "A", originator="MY/FIU", reliability="B", credibility="2",
        entities=[("account:1", {"countries": ["MY"]})],
        links=[("PAID", "account:1", "account:2", PAID)],
    )  # fmt: skip

    made = release(ledger)

    assert [(e.id, e.countries) for e in made.entities] == [
        ("account:1", ("MY",)),
        ("account:2", ()),
    ]
    assert made.links[0].grade == "B2"


secrets = st.sampled_from(["Qorvax", "Zenthil", "Wibroka"])
sources = st.lists(
    st.tuples(
        st.sampled_from(["MY/Police", "LK/CID", "NZ/Police"]),
        st.sampled_from(["H0", "H2", "H3"]),
        st.sampled_from(["CLEAR", "RED"]),
        st.sampled_from([(), ("MY",), ("MY", "NZ")]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=5,
)

decisions = st.tuples(
    st.sampled_from([("person:0", "person:1"), ("person:1", "person:2"), ("person:0", "person:3")]),
    st.sampled_from(["stated", "person", "model"]),
    st.booleans(),
)


def decide(whole, seen, judged):
    """Judge on the case; of it the audience may know only what a source it may see states."""
    for number, (pair, how, visible) in enumerate(judged):
        if how != "stated":
            told = {"model": "splink", "score": 0.9} if how == "model" else {}
            whole.judge(*pair, "same", who=f"{how} {number}", **told)
            continue
        ledgers = [whole, seen] if visible else [whole]
        for ledger in ledgers:
            source = fill(
                ledger, f"J{number}", originator="NZ/Joint cell", handling="H1", tlp="GREEN",
                releasable_to=["MY"] if visible else [], entities=[(one, {}) for one in pair],
            )  # fmt: skip
            ledger.judge(*pair, "same", who=f"ann {number}", source_id=source.id)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(sources, st.lists(decisions, max_size=4))
def test_a_withheld_source_leaves_no_trace_at_all(told, judged):
    """The release is what it would be had the withheld sources never come."""
    with tempfile.TemporaryDirectory() as folder:
        whole, seen = new_ledger(Path(folder) / "whole"), new_ledger(Path(folder) / "seen")
        for number, (originator, handling, tlp, to, a, b) in enumerate(told):
            marks = {
                "originator": originator,
                "handling": handling,
                "tlp": tlp,
                "releasable_to": to,
            }
            content = {
                "entities": [(f"person:{a}", {"names": [f"Name {number}"]})],
                "links": [
                    ("USES", f"person:{a}", f"phone:+6011{b}", {}),
                    ("CALLED", f"phone:+6011{b}", "phone:+60119", {}),
                ],
            }
            fill(whole, f"S{number}", **content, **marks)
            visible = originator.startswith("MY") or (
                "MY" in to and handling in {"H0", "H1"} and tlp != "RED"
            )
            if visible:
                fill(seen, f"S{number}", **content, **marks)
        decide(whole, seen, judged)

        one, two = release(whole, "MY"), release(seen, "MY")

        assert replace(one, ledger_version=0) == replace(two, ledger_version=0)
        assert one.ledger_version == 0, "a version number would tell how much was withheld"
        whole.close()
        seen.close()


def test_the_same_case_reads_the_same_twice(ledger):
    victim_case(ledger)

    assert release(ledger, "NZ") == release(ledger, "NZ")


@pytest.mark.parametrize("audience", ["", "NZ", "MY"])
def test_a_hidden_persons_phone_is_hidden_where_the_person_is_not_in_the_part(ledger, audience):
    victim_case(ledger)
    fill(
        ledger, "B", originator="MY/Police", releasable_to=["NZ"],
        links=[("CALLED", "phone:+60155555555", "phone:+60111111111", {})],
    )  # fmt: skip

    made = release(ledger, audience, around=("phone:+60155555555",), depth=1)

    assert {one.id for one in made.entities} == {"phone:+60155555555", "phone-of-victim-1-1"}
    assert "60111111111" not in every_text(made)


def test_what_only_an_informant_has_is_not_shown_outside(ledger):
    victim_case(ledger)
    fill(
        ledger, "B", originator="NZ/Police", releasable_to=["MY"],
        links=[
            ("INFORMANT_IN", "person:i", "casefile:c", {}),
            ("USES", "person:i", "phone:+66833333333", {}),
            ("HOLDS", "person:i", "passport:AC7654321", {}),
            ("CALLED", "phone:+66833333333", "phone:+60122222222", {}),
        ],
    )  # fmt: skip

    text = every_text(release(ledger, "MY"))

    for secret in ("66833333333", "AC7654321", "person:i", "nformant"):
        assert secret not in text


def test_an_informant_takes_along_what_is_hers_and_nothing_of_anybody_elses(ledger):
    """What she shares with a victim alone goes with her: as the victim's it would tell of a third."""
    victim_case(ledger)
    fill(
        ledger, "B", originator="MY/Police", releasable_to=["NZ"],
        links=[
            ("INFORMANT_IN", "person:i", "casefile:c", {}),
            ("USES", "person:i", "phone:+66833333333", {}),
            ("USES", "person:i", "phone:+66844444444", {}),
            ("USES", "person:v", "phone:+66844444444", {}),
            ("USES", "person:i", "phone:+60122222222", {}),
            ("USES", "person:i", HANDSET, {}),
            ("USED_IN", HER_SIM, HANDSET, {}),
        ],
    )  # fmt: skip

    shown = {one.id for one in release(ledger, "NZ").entities}

    assert {one for one in shown if one.startswith("phone")} == {
        "phone-of-victim-1-1", "phone:+60122222222"
    }  # fmt: skip
    assert {"victim-1", "person:s"} <= shown
    assert not [one for one in shown if one.startswith("device")]


@pytest.mark.parametrize("role", ["VICTIM_IN", "INFORMANT_IN"])
@pytest.mark.parametrize("audience", ["NZ", None])
def test_no_text_holds_the_id_of_any_record_of_somebody_hidden(ledger, role, audience):
    """Whoever has the same id from elsewhere would know whom a role and number stand for."""
    notes = ["as told by 9C3E-11F0/A2B4-4411", "as told by 0d4177aa9f3c4422", "tall"]
    source = fill(
        ledger, "A", originator="MY/Police", releasable_to=["NZ"],
        entities=[("person:s", {"notes": notes})],
        links=[(role, "person:9c3e11f0a2b44411", "casefile:c", {}), (role, "person:0d4177aa9f3c4422", "casefile:c", {})],
    )  # fmt: skip
    ledger.judge(
        "person:0d4177aa9f3c4422", "person:9c3e11f0a2b44411", "same", who="ann", source_id=source.id
    )

    text = every_text(release(ledger, audience))

    assert "tall" in text
    assert "4411" not in text
    assert "4422" not in text


def test_a_home_of_somebody_whom_a_hidden_source_protects_is_held_back_too(ledger):
    seen = {"originator": "MY/Police", "releasable_to": ["NZ"]}
    fill(ledger, "A", links=[("LOCATED_AT", "person:s", "location:pier-7", {})], **seen)
    alone = {"around": ("location:pier-7",), "depth": 0}
    assert [one.id for one in release(ledger, "NZ", **alone).entities] == ["location:pier-7"]

    fill(ledger, "B", originator="LK/CID", links=[("VICTIM_IN", "person:s", "casefile:x", {})])

    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "NZ", **alone)


def test_one_document_makes_a_possible_match_that_protects_until_decided(ledger):
    victim_case(ledger)
    fill(
        ledger, "B", originator="MY/Police", releasable_to=["NZ"],
        entities=[("person:w", {"names": ["Kanya Pantong"]})],
        links=[("HOLDS", "person:w", "passport:AA123456", {})],
    )  # fmt: skip

    assert "Pantong" not in every_text(release(ledger))
    assert "AA123456" not in every_text(release(ledger, "NZ"))

    ledger.judge("person:v", "person:w", "different", who="tester", reasons=["other face"])

    assert "Kanya Pantong" in every_text(release(ledger))


def test_a_phone_of_somebody_whom_a_hidden_source_protects_is_held_back_too(ledger):
    fill(
        ledger, "A", originator="MY/Police",
        links=[
            ("USES", "person:s", "phone:+60122222222", {}),
            ("CALLED", "phone:+60122222222", "phone:+60133333333", {}),
        ],
    )  # fmt: skip
    fill(ledger, "B", originator="LK/CID", links=[("VICTIM_IN", "person:s", "casefile:x", {})])

    with pytest.raises(ReleaseError):
        release(ledger, "MY", around=("phone:+60133333333",), depth=1)


def test_nobodys_texts_name_an_informant_outside(ledger):
    victim_case(ledger)
    fill(
        ledger, "B", originator="NZ/Police", releasable_to=["MY"],
        entities=[("person:i", {"names": ["Anan Sooksai"]}), ("person:s", {"notes": ["met Anan Sooksai", "tall"]})],
        links=[
            ("INFORMANT_IN", "person:i", "casefile:c", {}),
            ("USES", "person:i", "phone:+66833333333", {}),
            ("PAID", "account:111111", "account:222222", PAID | {"remark": "call 66-833333333"}),
        ],
    )  # fmt: skip

    outside, inside = every_text(release(ledger, "MY")), every_text(release(ledger))

    assert "tall" in outside
    for secret in ("Anan", "833333333"):
        assert secret not in outside
    assert "informant-1" in inside


HANDSET, HER_SIM = "imei:356938035643809", "phone:+60199999991"


@pytest.mark.parametrize("audience", ["", "NZ"])
def test_a_number_in_a_victims_handset_is_hers_where_nobody_is_said_to_use_it(ledger, audience):
    in_hers = [
        ("USES", "person:v", HANDSET, {}),
        ("USED_IN", HER_SIM, HANDSET, {}),
        ("CALLED", HER_SIM, "phone:+60122222222", {"at": "2026-02-01T10:00:00Z"}),
    ]
    victim_case(ledger)
    fill(ledger, "H", links=in_hers, originator="MY/Police", releasable_to=["NZ"])

    made = release(ledger, audience)

    assert HER_SIM.partition(":")[2] not in every_text(made)
    assert HANDSET.partition(":")[2] not in every_text(made)
    assert any(one.type == "CALLED" for one in made.links)


@pytest.mark.parametrize(
    "more",
    [
        [("USES", "person:s", HER_SIM, {})],
        [("USES", "person:s", HANDSET, {})],
        [("USES", "person:s", "imei:490154203237518", {}), ("USED_IN", HER_SIM, "imei:490154203237518", {})],
    ],
)  # fmt: skip
def test_a_number_that_was_in_a_shown_persons_hands_too_stays_shown(ledger, more):
    victim_case(ledger)
    in_hers = [("USES", "person:v", HANDSET, {}), ("USED_IN", HER_SIM, HANDSET, {})]
    fill(ledger, "H", links=in_hers + more, originator="MY/Police", releasable_to=["NZ"])

    assert HER_SIM in {one.id for one in release(ledger, "NZ").entities}


def test_a_number_in_the_handset_of_whom_only_withheld_sources_protect_holds_all_back(ledger):
    person = [("person:q", {"names": ["Qelva Zortin"]})]
    protected = [
        ("PROTECTED_IN", "person:q", "casefile:c", {}),
        ("USES", "person:q", HANDSET, {}),
        ("USED_IN", HER_SIM, HANDSET, {}),
    ]
    called = [("CALLED", HER_SIM, "phone:+60122222222", {"at": "2026-02-01T10:00:00Z"})]
    fill(
        ledger, "P", entities=person, links=protected, originator="LK/CID", handling="H3", tlp="RED"
    )
    fill(ledger, "C", links=called, originator="MY/Police", releasable_to=["NZ"])

    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "NZ")


def test_which_of_two_hidden_people_comes_first_inside_tells_no_link(tmp_path):
    """Each case numbers them in an order of its own: all else has to follow that."""
    links = [("VICTIM_IN", f"person:{n}", "casefile:c", {}) for n in "ab"]
    links += [("USES", f"person:{n}", f"phone:+6011111{number}", {}) for n, number in ("a0", "b1")]
    made = set()
    for number in range(8):
        ledger = new_ledger(tmp_path / str(number), f"case-{number}")
        fill(ledger, "A", links=links, **OPEN)
        made.add(repr(release(ledger, "MY").links))

    assert len(made) == 1
