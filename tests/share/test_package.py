"""What stands in a package, before it is signed and encrypted."""

import json
from contextlib import nullcontext
from dataclasses import replace

import polars as pl
import pytest

from linkgraph.errors import ReleaseError
from linkgraph.schema import load_schema
from linkgraph.share import LegalBasis
from linkgraph.statements import Originator, Rejected, places_head
from linkgraph.statements.stated import Stated, stated_batch, stated_source
from tests.builders import fill, make_batch, make_source, new_ledger
from tests.partners import (
    AGREEMENT,
    CHAIN,
    OPEN,
    PACKAGE,
    PAID,
    SECRET,
    basis,
    digest,
    packed,
    readable,
    rows_of,
)

VICTIM = [
    ("VICTIM_IN", "person:v", "casefile:c", {"role_text": "mangsa"}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("HOLDS", "person:v", "passport:AA123456", {}),
    ("CONTROLLED", "person:s1", "person:v", {}),
    ("CALLED", "phone:+60122222222", "phone:+60111111111", {"reference": "K-60111111111"}),
]


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def column(rows, part, name, of):
    return [value for _, p, n, told in rows if (p, n) == (part, name) for value in told.get(of, [])]


def test_a_source_goes_whole_with_all_that_travels_with_it(ledger):
    source = fill(
        ledger, "A", links=CHAIN, entities=[("person:s1", {"names": ["Somchai"]})],
        purpose="joint action", retain_until="2027-01-31", tlp="AMBER", handling="H1",
        grade_scheme="admiralty", **{k: v for k, v in OPEN.items() if k not in {"tlp", "handling"}},
    )  # fmt: skip

    (told,) = packed(ledger).header["sources"]

    assert told == {
        "sha256": source.sha256, "file": "A.csv", "originator": "NZ/Police",
        "received": "2026-03-01", "grade_scheme": "admiralty", "source_reliability": "B",
        "info_credibility": "2", "handling": "H1", "tlp": "AMBER", "releasable_to": ["MY"],
        "purpose": "joint action", "retain_until": "2027-01-31",
    }  # fmt: skip
    rows = rows_of(ledger)
    assert column(rows, "record", "", "locator") == ["2", "3", "4", "5", "6"]
    assert column(rows, "link", "CALLED", "at") == ["2026-02-01T10:00:00Z"]
    assert ["Somchai"] in column(rows, "entity", "Person", "names")


def test_the_manifest_says_for_whom_on_what_basis_until_when_and_counts_nothing(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)

    told = packed(ledger).header

    assert {name: told[name] for name in told if name != "sources"} == {
        "form": 1, "id": PACKAGE, "from": "NZ/Police", "to": "MY", "made": "2026-05-01T00:00:00Z",
        "expires": "2026-12-31", "reference": "JPA-2026/1", "purpose": "disrupt the syndicate",
        "legal_basis": {"name": "MoU of 2024", "expires": "2027-06-30"}, "handling": "H1 GREEN",
    }  # fmt: skip


def test_a_victim_goes_by_role_and_number_and_nothing_gives_her_away(ledger):
    fill(
        ledger, "A", links=[*CHAIN, *VICTIM],
        entities=[
            ("person:v", {"names": ["Kanya Panthong"], "birth_dates": ["2001-02-03"]}),
            ("person:s1", {"notes": ["drove Kanya Panthong north", "tall"]}),
            ("account:9", {}),
        ],
        **OPEN,
    )  # fmt: skip

    text = readable(ledger)

    secrets = ["Kanya Panthong", "60111111111", "AA123456", "2001-02-03"]
    for secret in ["Kanya", "Panthong", '"person:v"', *secrets, *map(digest, secrets)]:
        assert secret not in text
    rows = rows_of(ledger)
    stand_in = f"person:victim-1.{PACKAGE}"
    assert stand_in in column(rows, "entity", "Person", "id")
    assert [f"Victim 1 of {PACKAGE}"] in column(rows, "entity", "Person", "native_ids")
    assert ["tall"] in column(rows, "entity", "Person", "notes")
    assert column(rows, "link", "CONTROLLED", "to_id") == [stand_in]
    assert column(rows, "link", "VICTIM_IN", "from_id") == [stand_in]
    assert f"phone:hidden-1.{PACKAGE}" in column(rows, "entity", "Phone", "id")
    assert f"called:hidden-2.{PACKAGE}" in column(rows, "link", "CALLED", "link_id")


def test_one_link_told_twice_has_one_stand_in(ledger):
    for name in "AB":
        fill(ledger, name, links=[*CHAIN, VICTIM[0], VICTIM[3]], **OPEN)

    names = column(rows_of(ledger), "link", "VICTIM_IN", "link_id")

    assert names == [f"victim_in:hidden-1.{PACKAGE}"] * 2


def test_a_thing_whose_own_id_holds_a_hidden_number_stays_out(ledger):
    more = [("USES", "person:s1", "user:whatsapp/60111111111", {})]
    fill(ledger, "A", links=[*CHAIN, *VICTIM, *more], **OPEN)

    assert "60111111111" not in readable(ledger)


def test_an_informant_leaves_no_trace_and_no_gap(ledger):
    informant = [
        ("INFORMANT_IN", "person:i", "casefile:c", {}),
        ("USES", "person:i", "phone:+66833333333", {}),
        ("CALLED", "phone:+66833333333", "phone:+60122222222", {}),
    ]
    fill(
        ledger, "A", links=[CHAIN[0], *informant, *CHAIN[1:]],
        entities=[("person:i", {"names": ["Anan Sook"]}), ("person:s1", {"notes": ["told by Anan Sook"]})],
        **OPEN,
    )  # fmt: skip

    text, rows = readable(ledger), rows_of(ledger)

    for secret in ("person:i", "66833333333", "Anan", "nformant"):
        assert secret not in text
    places = column(rows, "record", "", "locator")
    assert places == [f"item {n}" for n in range(1, len(places) + 1)]
    assert column(rows, "record", "", "record") == list(range(len(places)))


def test_places_stay_where_it_is_the_plan_that_leaves_records_out(ledger):
    fill(ledger, "A", links=[("PAID", "account:1", "account:2", PAID), *CHAIN], **OPEN)

    assert column(rows_of(ledger), "record", "", "locator") == ["3", "4", "5", "6"]


def test_only_what_lies_near_the_plans_subjects_goes(ledger):
    fill(ledger, "A", links=[*CHAIN, ("PAID", "account:1", "account:2", PAID)], **OPEN)

    assert "account:1" not in readable(ledger)
    assert "person:s2" not in readable(ledger, plan=basis(steps=2))
    assert "account:1" in readable(ledger, plan=basis("person:s1", "account:2"))


def test_an_extract_has_an_id_of_its_own_that_tells_nothing_of_the_file(ledger):
    source = fill(ledger, "A", links=[*CHAIN, ("PAID", "account:1", "account:2", PAID)], **OPEN)

    (here,) = packed(ledger).header["sources"]
    (again,) = packed(ledger, package="pkg-ffffffffffffffff").header["sources"]
    (elsewhere,) = packed(ledger, audience="NZ").header["sources"]
    (other,) = packed(ledger, secret=b"t" * 32).header["sources"]

    assert source.sha256 not in json.dumps(packed(ledger).header)
    assert here["sha256"] == again["sha256"]
    assert len({here["sha256"], elsewhere["sha256"], other["sha256"]}) == 3


def test_what_only_something_withheld_protects_holds_all_of_it_back(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=[("VICTIM_IN", "person:s2", "casefile:secret", {})], **SECRET)

    with pytest.raises(ReleaseError) as told:
        packed(ledger)

    for secret in ("LK", "victim", "person:s2", "secret"):
        assert secret not in str(told.value)
    assert packed(ledger, plan=basis(steps=1)).ids


def test_a_text_that_names_whom_only_something_withheld_protects_holds_it_back(ledger):
    noted = [("person:s1", {"notes": ["was seen with Kanya Panthong"]})]
    source = fill(ledger, "A", links=CHAIN, entities=noted, **OPEN)
    fill(ledger, "C", links=CHAIN[:1], **OPEN)
    fill(
        ledger, "B", links=[("VICTIM_IN", "person:x", "casefile:x", {})],
        entities=[("person:x", {"names": ["Kanya PANTHONG"]})], **SECRET,
    )  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        packed(ledger)

    assert len(packed(ledger, without=frozenset({source.id})).ids) == 1


@pytest.mark.parametrize("marks", [OPEN, SECRET])
@pytest.mark.parametrize("field", ["purpose", "reference", "legal"])
def test_a_purpose_that_names_somebody_hidden_is_refused(ledger, field, marks):
    """Also where only something withheld tells that she is to be protected."""
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=VICTIM, entities=[("person:v", {"names": ["Kanya Panthong"]})], **marks)
    named = "help Kanya Panthong"
    said = (replace(AGREEMENT, name=named),) if field == "legal" else named

    with pytest.raises(ReleaseError, match="must not be named"):
        packed(ledger, plan=basis(**{field: said}))


def test_a_file_name_and_a_purpose_that_name_somebody_hidden_stay_inside(ledger):
    source = make_source("A", purpose="asked for by Kanya Panthong", **OPEN)
    fill(ledger, "Kanya Panthong", links=[*CHAIN, *VICTIM], entities=[("person:v", {"names": ["Kanya Panthong"]})], purpose=source.purpose, **OPEN)  # fmt: skip

    (told,) = packed(ledger).header["sources"]

    assert (told["file"], told["purpose"]) == ("extract", "")


def test_a_file_whose_purpose_stays_inside_is_no_whole_one_though_all_its_rows_go(ledger):
    """By its own digest a receiver who has the file would learn what was left out of it."""
    fill(ledger, "A", links=VICTIM, entities=[("person:v", {"names": ["Kanya Panthong"]})], **OPEN)
    sources = [
        fill(ledger, name, links=CHAIN, purpose=purpose, **OPEN)
        for name, purpose in (("B", "asked for by Kanya Panthong"), ("C", "asked for by us"))
    ]

    told = {one["file"]: one for one in packed(ledger).header["sources"]}

    assert (told["B.csv"]["purpose"], told["C.csv"]["purpose"]) == ("", "asked for by us")
    assert told["B.csv"]["sha256"] != sources[0].sha256
    assert told["C.csv"]["sha256"] == sources[1].sha256


def test_what_people_stated_goes_without_who_and_how(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    said = Stated(why="told by a neighbour of Lim", role="suspect", handling="H1", tlp="GREEN", releasable_to=("MY",))  # fmt: skip
    source = stated_source(
        "person:s2", said, Originator.parse("NZ/Police"), "officer Tan", "0" * 16
    )
    ledger.append(source, [stated_batch("person:s2", said, source)], who="tester", action="stated")

    text = readable(ledger, plan=basis(steps=4))

    assert "stated by people: NZ_Police" in text
    for secret in ("Tan", "neighbour", "Lim"):
        assert secret not in text


def test_nothing_that_may_go_is_no_package(ledger):
    fill(ledger, "B", links=CHAIN, **SECRET)

    with pytest.raises(ReleaseError, match="nothing may go"):
        packed(ledger)


def test_no_agreement_in_force_lets_nothing_go(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    ended = LegalBasis(name="old", parties=("NZ", "MY"), expires="2026-04-30")

    for legal in ((), (ended,), (LegalBasis(name="other", parties=("NZ", "TH")),)):
        with pytest.raises(ReleaseError, match="nothing may go"):
            packed(ledger, plan=basis(legal=legal))


def test_merged_ids_lead_to_their_entity_and_records_go_under_their_own(ledger):
    fill(ledger, "A", links=[*CHAIN, ("USES", "person:a0", "phone:+6439999999", {})], **OPEN)
    pair = fill(ledger, "J", entities=[("person:a0", {}), ("person:s1", {})], **OPEN)
    ledger.judge("person:a0", "person:s1", "same", who="ann", source_id=pair.id)

    people = column(rows_of(ledger, plan=basis("person:s1")), "entity", "Person", "id")

    assert {"person:a0", "person:s1", "person:s2"} == set(people)
    assert "phone:+6439999999" in readable(ledger, plan=basis("person:a0"))


def test_a_judgement_of_ours_does_not_leave(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "C", links=[("USES", "person:z", "phone:+6438888888", {})], **OPEN)
    ledger.judge("person:s1", "person:z", "same", who="ann")

    assert "person:z" not in readable(ledger)


@pytest.mark.parametrize("told", [{"purpose": "asked for by Kanya Panthong"}, {"name": "Kanya Panthong"}])  # fmt: skip
def test_a_file_that_names_whom_only_something_withheld_protects_holds_it_back(ledger, told):
    fill(ledger, told.get("name", "A"), links=CHAIN, purpose=told.get("purpose", ""), **OPEN)
    fill(
        ledger, "B", links=[("VICTIM_IN", "person:x", "casefile:x", {})],
        entities=[("person:x", {"names": ["Kanya Panthong"]})], **SECRET,
    )  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        packed(ledger)


def test_a_place_that_names_whom_only_something_withheld_protects_holds_it_back(ledger):
    source = make_source("A", **OPEN)
    batch = make_batch("A", links=CHAIN)
    places = batch.records.with_columns(pl.lit("Kanya Panthong!B2").alias("locator"))
    ledger.append(source, [replace(batch, records=places)], who="tester")
    assert "Kanya Panthong!B2" in readable(ledger)
    fill(
        ledger, "B", links=[("VICTIM_IN", "person:x", "casefile:x", {})],
        entities=[("person:x", {"names": ["Kanya Panthong"]})], **SECRET,
    )  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        packed(ledger)


def test_a_place_that_names_somebody_hidden_is_counted_instead(ledger):
    source = make_source("A", **OPEN)
    batch = make_batch("A", entities=[("person:v", {"names": ["Kanya Panthong"]})], links=[*CHAIN, *VICTIM])  # fmt: skip
    places = batch.records.with_columns(
        pl.when(pl.col("record") == 0).then(pl.lit("Kanya Panthong!B2")).otherwise("locator").alias("locator")
    )  # fmt: skip
    ledger.append(source, [replace(batch, records=places)], who="tester")

    places = column(rows_of(ledger), "record", "", "locator")

    assert places[:2] == ["item 1", "3"]
    assert "Kanya" not in readable(ledger)


def test_a_gap_among_others_tells_nothing_and_places_stay(ledger):
    source = make_source("A", **OPEN)
    rejected = [Rejected("9", "", "bad_json", "no JSON", "x")]
    informant = [("INFORMANT_IN", "person:i", "casefile:c", {})]
    ledger.append(source, [make_batch("A", links=[CHAIN[0], *informant, *CHAIN[1:]], rejected=rejected)], who="tester")  # fmt: skip

    assert column(rows_of(ledger), "record", "", "locator") == ["2", "4", "5", "6"]
    assert "nformant" not in readable(ledger)


@pytest.mark.parametrize("place", ["title", "role", "notes"])
@pytest.mark.parametrize(
    "text",
    ["PANTHONG, Kanya told us", "Kan\u200bya Panthong", "พบกัญญาพันธ์ทองที่ท่าเรือ",
     "KanyaPanthong.jpg", "call 011 111 1111", "\u0e56\u0e50\u0e51\u0e51\u0e51\u0e51\u0e51\u0e51\u0e51\u0e51\u0e51\u0e51"],
)  # fmt: skip
def test_no_text_of_a_package_names_a_victim_however_it_is_written(ledger, place, text):
    said = {one: [f"{text} before", "met at the pier"] for one in [place]}
    fill(
        ledger, "A", **OPEN,
        links=[*CHAIN, *VICTIM,
               *(("SUSPECT_IN", "person:s2", "casefile:c", {"role_text": one})
                 for one in said.get("role", ()))],
        entities=[
            ("person:s1", {"names": ["Somchai"], "notes": said.get("notes")}),
            ("person:v", {"names": ["Kanya Panthong", "กัญญา พันธ์ทอง"]}),
            ("casefile:c", {"titles": said.get("title")}),
        ],
    )  # fmt: skip

    told = readable(ledger)

    assert text not in told
    assert "met at the pier" in told


def own_ids(name, links):
    """Return links under ids that hold their place in the file, as readers make them."""
    head = make_source(name).sha256
    return [
        (type_, one, other, told | {"id": f"{places_head(type_, head)}{place + 2}"})
        for place, (type_, one, other, told) in enumerate(links)
    ]


CALLS = [
    ("CALLED", "phone:+6421111111", "phone:+60122222222", {}),
    ("CALLED", "phone:+6421111111", "phone:+66833333333", {}),
    ("CALLED", "phone:+60122222222", "phone:+6421111111", {}),
]
INFORMANT = [
    ("INFORMANT_IN", "person:i", "casefile:x", {}),
    ("USES", "person:i", "phone:+66833333333", {}),
]


def test_an_id_of_a_link_holds_no_place_where_places_are_counted_anew(ledger):
    """By the gap between two of them a reader would know that an informant was called."""
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=own_ids("B", CALLS), **OPEN)
    fill(ledger, "C", links=INFORMANT, **OPEN)

    given = packed(ledger).header["sources"][1]["sha256"]
    ids = column(rows_of(ledger), "link", "CALLED", "link_id")

    head = places_head("CALLED", given)
    assert ids[-2:] == [f"{head}item 1", f"{head}item 2"]
    assert make_source("B").sha256[:12] not in readable(ledger)


def test_an_id_of_a_link_holds_its_place_where_places_are_told(ledger):
    fill(ledger, "B", links=own_ids("B", [*CHAIN, *CALLS]), **OPEN)

    ids = column(rows_of(ledger), "link", "CALLED", "link_id")

    assert f"{places_head('CALLED', make_source('B').sha256)}6" in ids


def test_two_links_of_a_record_are_two_under_counted_places_too(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    head = places_head("CALLED", make_source("B").sha256)
    batch = make_batch("B", links=own_ids("B", CALLS))
    (calls,) = batch.links
    twice = calls.frame.with_columns(
        pl.lit(0).cast(pl.Int32).alias("record"),
        pl.Series("link_id", [f"{head}2", f"{head}3", f"{head}2-1"]),
    )
    barred = calls.frame.filter(pl.col("to_id") == "phone:+66833333333")
    twice = pl.concat([twice.filter(pl.col("to_id") != "phone:+66833333333"), barred])
    batch = replace(batch, links=[replace(calls, frame=twice)])
    ledger.append(make_source("B", **OPEN), [batch], who="tester")
    fill(ledger, "C", links=INFORMANT, **OPEN)

    ids = column(rows_of(ledger), "link", "CALLED", "link_id")

    assert len(set(ids[-2:])) == 2
    assert all("item 1" in one for one in ids[-2:])


@pytest.mark.parametrize(
    "link", [("CONTROLLED", "person:i", "person:s1", {}), ("CONTROLLED", "person:s1", "person:i", {})]
)  # fmt: skip
def test_a_record_of_which_a_link_alone_names_an_informant_stays_out_whole(ledger, link):
    fill(ledger, "A", links=CHAIN, **OPEN)
    batch = make_batch("B", entities=[("person:s1", {"notes": ["stood at the pier"]}), ("person:i", {})])  # fmt: skip
    (tie,) = make_batch("B", links=[link]).links
    at_the_note = tie.frame.with_columns(pl.lit(0).cast(pl.Int32).alias("record"))
    ledger.append(
        make_source("B", **OPEN),
        [replace(batch, links=[replace(tie, frame=at_the_note)])],
        who="tester",
    )
    assert "pier" in readable(ledger)

    fill(ledger, "C", links=INFORMANT, **OPEN)

    assert "pier" not in readable(ledger)


@pytest.mark.parametrize(
    ("one", "told", "words"),
    [
        ("outcome:o", {"outcome_kind": "victims_assisted", "count": 3}, ["outcome:o", "victims_assisted"]),
        ("freeze:f", {"period": "P", "ledger_version": 7777, "digest": "ab12"}, ["freeze:f", "7777", "ab12"]),
        ("answer:a", {"enquiry": "e", "brought": ["src-ab12"]}, ["answer:a", "src-ab12"]),
        ("investigation:p", {"reference": "P9", "subjects": ["person:zz"]}, ["investigation:p", "person:zz"]),
    ],
)  # fmt: skip
def test_figures_and_what_tells_of_the_whole_case_stay_inside_also_as_subjects(
    ledger, one, told, words
):
    concerned = [("CONCERNS", one, "person:s1", {})] if one.startswith("outcome") else []
    fill(ledger, "A", links=[*CHAIN, *concerned], entities=[(one, told)], **OPEN)

    text = readable(ledger, plan=basis("person:s1", one))

    assert [word for word in words if word in text] == []
    (source,) = packed(ledger, plan=basis("person:s1", one)).header["sources"]
    assert source["sha256"] != make_source("A").sha256


def test_a_property_marked_inside_never_goes(ledger, monkeypatch):
    marked = replace(load_schema().kinds["CaseFile"].properties["titles"], inside=True)
    monkeypatch.setitem(load_schema().kinds["CaseFile"].properties, "titles", marked)
    fill(ledger, "A", links=CHAIN, entities=[("casefile:c", {"titles": ["Desk 9"]})], **OPEN)

    text = readable(ledger)

    assert "casefile:c" in text
    assert "Desk 9" not in text
    (source,) = packed(ledger).header["sources"]
    assert source["sha256"] != make_source("A").sha256


def test_a_number_that_only_a_victims_handset_held_goes_as_hers(ledger):
    handset, sim = "imei:356938035643809", "phone:+60111111112"
    inside = [
        ("USES", "person:v", handset, {}),
        ("USED_IN", sim, handset, {}),
        ("CALLED", sim, "phone:+60122222222", {"at": "2026-02-01T10:00:00Z", "imei": handset[5:]}),
    ]
    note = [("person:s1", {"notes": ["rang 011 111 1112 twice", "tall"]})]
    fill(ledger, "A", links=[*CHAIN, *VICTIM, *inside], entities=note, **OPEN)

    made = readable(ledger)

    assert not [part for part in ("60111111112", "1111112", handset[5:]) if part in made]
    assert "tall" in made
    assert f"imei:hidden-1.{PACKAGE}" in made


def test_signs_that_turn_a_files_name_about_do_not_travel(ledger):
    told = replace(make_source("A", **OPEN), file="list\u202egpj.exe")
    ledger.append(told, [make_batch("A", links=CHAIN)], who="tester")

    (source,) = packed(ledger).header["sources"]

    assert source["file"] == "list_gpj.exe"


@pytest.mark.parametrize(("role", "goes"), [("VICTIM_IN", False), ("SUSPECT_IN", True)])
def test_a_number_that_a_withheld_source_alone_gives_to_somebody_protected_holds_all_back(
    ledger, role, goes
):
    called = ("CALLED", "phone:+6421111111", "phone:+60133333333", {"at": "2026-02-02T10:00:00Z"})
    fill(ledger, "A", links=[*CHAIN, called], **OPEN)
    hers = [("USES", "person:v", "phone:+60133333333", {}), (role, "person:v", "casefile:v", {})]
    fill(ledger, "B", links=hers, **SECRET)

    with nullcontext() if goes else pytest.raises(ReleaseError, match="held back"):
        packed(ledger)
