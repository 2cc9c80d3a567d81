"""What a register, a carrier, a bank or a telephone company would tell of somebody hidden stays inside."""

import json
from dataclasses import replace

import polars as pl
import pytest

from linkgraph.schema import load_schema
from linkgraph.share.kinship import is_kin
from linkgraph.share.telling import LEADS_BACK, telling_types
from linkgraph.statements import EntityTable
from tests.builders import fill, make_batch, make_source, new_ledger
from tests.partners import CHAIN, OPEN, PAID, basis, packed, readable, rows_of
from tests.share.releases import release

VICTIM = ("VICTIM_IN", "person:v", "casefile:c", {})
HER_PHONE = ("USES", "person:v", "phone:+60111111111", {})
HER_ACCOUNT = ("HOLDS", "person:v", "account:777777", {})
CALL = ("CALLED", "phone:+60111111111", "phone:+6421111111", {
    "at": "2026-02-03T04:05:06Z", "zone": "Asia/Kuala_Lumpur", "duration_s": 7654, "cell": "cell-77",
    "latitude": 3.14159, "longitude": 101.6869, "imei": "490154203237518",
})  # fmt: skip
TRIP = ("trip:q1", {"carrier_number": "QZ 8501", "mode": "air", "origin_country": "LK", "departed": "2026-01-02T03:04:05Z"})  # fmt: skip
AD = ("advertisement:a1", {"url": "https://ads.invalid/7731", "text": ["new in town"]})
ACTION = ("action:a1", {"titles": ["move to the shelter"], "latitude": 1.2345})
FILE = ("casefile:own", {"native_ids": ["SHELTER-0042"]})
SHOP = ("organization:o", {"names": ["Xylo Nails"]})
BOAT = ("vessel:QZX77", {"number": "QZX77"})


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def both(ledger, *subjects, steps=9):
    """Return all that a partner can read of a release and of a package."""
    return repr(release(ledger, "MY")), readable(
        ledger, plan=basis("person:s1", *subjects, steps=steps)
    )


def links_of(made, type_):
    return [one for one in made.links if one.type == type_]


def columns_of(ledger, type_, *subjects):
    return [
        held
        for _, part, name, held in rows_of(ledger, plan=basis("person:s1", *subjects))
        if (part, name) == ("link", type_)
    ]


def test_of_a_call_with_her_the_day_alone_goes(ledger):
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, CALL], **OPEN)

    (call,) = [one for one in links_of(release(ledger, "MY"), "CALLED") if "-of-" in one.start]
    held = columns_of(ledger, "CALLED")[0]
    at = held["link_id"].index(next(one for one in held["link_id"] if "hidden" in one))

    assert (call.at, call.properties) == ("2026-02-03", {})
    assert held["at"][at] == "2026-02-03T00:00:00Z"
    for text in both(ledger):
        for told in (
            "04:05",
            "Kuala_Lumpur",
            "7654",
            "cell-77",
            "3.14",
            "101.68",
            "490154203237518",
        ):
            assert told not in text


def test_of_a_call_among_those_shown_all_goes(ledger):
    call = (*CALL[:1], "phone:+6421111111", "phone:+60122222222", CALL[3])
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, call], **OPEN)

    for text in both(ledger):
        for told in ("04:05:06", "7654", "cell-77", "3.14159", "490154203237518"):
            assert told in text


HAVING = [
    ("HOLDS", "passport:QZX998877"), ("HOLDS", "account:777777"), ("USES", "vehicle:QZX7788"),
    ("OWNS", "vessel:QZX77"), ("OPERATES", "organization:o"), ("LOCATED_AT", "location:l"),
    ("MEMBER_OF", "syndicate:x"),
]  # fmt: skip


@pytest.mark.parametrize(("tie", "thing"), HAVING)
def test_no_passports_dates_go_nor_since_when_she_has_anything(ledger, tie, thing):
    dates = {"since": "2019-07-17", "until": "2029-07-16"}
    fill(ledger, "A", links=[*CHAIN, VICTIM, (tie, "person:v", thing, dates)], **OPEN)

    for text in both(ledger, "person:v", thing):
        assert tie in text
        assert "2019-07-17" not in text
        assert "2029-07-16" not in text


def test_the_own_agency_has_the_moment(ledger):
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, CALL], **OPEN)

    assert "2026-02-03T04:05:06Z" in {one.at for one in links_of(release(ledger), "CALLED")}


def test_of_a_payment_of_hers_no_report_of_suspicion_is_named(ledger):
    paid = ("PAID", "account:777777", "account:2", PAID | {"report": "STR-77", "reference": "R7"})
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_ACCOUNT, paid], **OPEN)

    made, text = both(ledger, "person:v")

    assert "1,234.56 MYR" in made
    assert "123456" in text
    assert "STR-77" not in made + text


@pytest.mark.parametrize("name", sorted(LEADS_BACK))
def test_nothing_that_leads_back_is_told_of_any_link_of_hers(ledger, name):
    """Of every type of link that has such a property."""
    kinds = {one.name: one.prefix for one in load_schema().kinds.values()}
    links = []
    for number, one in enumerate(load_schema().links.values()):
        if name in one.properties and "Person" in {*one.starts, *one.ends}:
            value = 1.2345 if one.properties[name].type in {"latitude", "longitude"} else "zqzq7"
            ends = [
                "person:v" if "Person" in held else f"{kinds[held[0]]}:{number}"
                for held in (one.starts, one.ends)
            ]
            if one.starts == one.ends:
                ends[1] = "person:s1"
            links.append((one.name, *ends, {name: value, "id": f"{one.name.lower()}:x"}))
    stays_out = {"INFORMANT_IN", "PROTECTED_IN"}
    links = [one for one in links if one[0] not in stays_out and not one[2].startswith("country:")]
    fill(ledger, "A", links=[*CHAIN, VICTIM, *links], **OPEN)

    for text in both(ledger, "person:v"):
        assert "zqzq7" not in text
        assert "1.2345" not in text


ALONE = [
    (("TRAVELLED_ON", "person:v", "trip:q1", {}), TRIP, ["QZ 8501", "03:04:05", "trip:q1"]),
    (("CONTACT_IN", "phone:+60111111111", "advertisement:a1", {}), AD, ["7731", "new in town"]),
    (("CONCERNS", "action:a1", "person:v", {}), ACTION, ["shelter", "1.2345"]),
    (("VICTIM_IN", "person:v", "casefile:own", {}), FILE, ["SHELTER-0042"]),
    (("BOOKED_FOR", "phone:+60133333333", "person:v", {}), ("phone:+60133333333", {}), ["60133333333"]),
    (("BOOKED_FOR", "email:q@z.invalid", "person:v", {}), ("email:q@z.invalid", {}), ["q@z.invalid"]),
    (("PAID_FOR", "account:555555", "person:v", {}), ("account:555555", {}), ["555555"]),
]  # fmt: skip


@pytest.mark.parametrize(("tie", "thing", "told"), ALONE)
def test_what_is_about_her_alone_goes_as_hers(ledger, tie, thing, told):
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, tie], entities=[thing], **OPEN)

    for text in both(ledger, "person:v", thing[0]):
        assert [one for one in told if one in text] == []


@pytest.mark.parametrize(("tie", "thing", "told"), ALONE)
def test_what_is_about_somebody_shown_too_stays_shown(ledger, tie, thing, told):
    his = tuple(
        {"person:v": "person:s1", "phone:+60111111111": "phone:+6421111111"}.get(one, one)
        for one in tie[:3]
    )
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, tie, (*his, {})], entities=[thing], **OPEN)

    for text in both(ledger, thing[0]):
        assert told[0] in text


def test_who_paid_for_two_of_them_stays_shown(ledger):
    """It is the first thing to look at where somebody brings in many."""
    links = [("PAID_FOR", "account:555555", one, {}) for one in ("person:v", "person:w")]
    victims = [VICTIM, ("VICTIM_IN", "person:w", "casefile:c", {})]
    fill(ledger, "A", links=[*CHAIN, *victims, *links], **OPEN)

    assert "account:555555" in repr(release(ledger, "MY"))


def test_the_way_that_she_went_stays_told(ledger):
    links = [("TRAVELLED_ON", "person:v", "trip:q1", {}), VICTIM]
    fill(ledger, "A", links=[*CHAIN, *links], entities=[TRIP], **OPEN)

    trip = next(one for one in release(ledger, "MY").entities if one.kind == "Trip")
    held = next(
        cols for _, _, name, cols in rows_of(ledger, plan=basis("person:v")) if name == "Trip"
    )

    assert trip.properties == {"mode": "air", "origin_country": "LK"}
    assert {*held} == {"record", "id", "mode", "origin_country"}


REGISTERED = [
    ("HOLDS", "account:777777", ("account:777777", {})),
    ("OWNS", SHOP[0], SHOP),
    ("OPERATES", SHOP[0], SHOP),
    ("OWNS", BOAT[0], BOAT),
    ("LEADS", "syndicate:x", ("syndicate:x", {"names": ["Xylo ring"]})),
]


@pytest.mark.parametrize(("tie", "thing", "entity"), REGISTERED)
@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN"])
def test_what_a_register_tells_of_both_is_told_of_him_alone(ledger, tie, thing, entity, role):
    """Whoever looks it up would find two names, one of them shown."""
    links = [(role, "person:v", "casefile:c", {}), (tie, "person:v", thing, {})]
    his = (tie, "person:s1", thing, {}) if tie != "LEADS" else ("MEMBER_OF", "person:s1", thing, {})
    fill(ledger, "A", links=[*CHAIN, *links, his], entities=[entity], **OPEN)

    made = release(ledger, "MY")
    held = columns_of(ledger, tie, "person:v")

    assert [one.start for one in links_of(made, tie)] == ["person:s1"] * (tie != "LEADS")
    assert "hidden" not in json.dumps(held)
    assert "victim" not in json.dumps(held)
    assert thing in {one.id for one in made.entities}


HOMES = [("LOCATED_AT", "location:home"), ("USES", "phone:+60144444444"), ("USES", "vehicle:QZX1")]


@pytest.mark.parametrize(("tie", "thing"), HOMES)
@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN"])
def test_with_whom_she_shares_a_home_is_not_told(ledger, tie, thing, role):
    """Who lives there and is no suspect is her family, as far as anybody knows."""
    links = [(role, "person:v", "casefile:c", {}), (tie, "person:v", thing, {}), (tie, "person:m", thing, {})]  # fmt: skip
    fill(ledger, "A", links=[*CHAIN, *links], **OPEN)

    made = release(ledger, "MY")
    held = columns_of(ledger, tie, "person:v", "person:m")

    assert [one.start for one in made.links if one.end == thing] == ["person:m"]
    assert [a for cols in held for a, b in zip(cols["from_id"], cols["to_id"], strict=True) if b == thing] == ["person:m"]  # fmt: skip


@pytest.mark.parametrize("kind", ["address", "other"])
def test_a_home_is_one_also_where_a_file_calls_it_a_place_like_others(ledger, kind):
    homes = [("LOCATED_AT", one, "location:home", {}) for one in ("person:v", "person:m")]
    place = ("location:home", {"place_kind": kind})
    fill(ledger, "A", links=[*CHAIN, VICTIM, *homes], entities=[place], **OPEN)

    ends = [one.start for one in release(ledger, "MY").links if one.end == "location:home"]

    assert ends == ["person:m"]


@pytest.mark.parametrize(
    "more",
    [
        {"links": [("LOCATED_AT", "person:s1", "location:home", {})]},
        {"links": [("LOCATED_AT", "syndicate:x", "location:home", {})]},
        {"entities": [("location:home", {"place_kind": "scam_compound"})]},
    ],
    ids=["suspect", "syndicate", "compound"],
)
def test_where_a_suspect_keeps_her_stays_told(ledger, more):
    links = [
        VICTIM,
        *(("LOCATED_AT", one, "location:home", {}) for one in ("person:v", "person:m")),
    ]
    told = {"links": [*CHAIN, *links, *more.get("links", [])], "entities": more.get("entities", [])}
    fill(ledger, "A", **told, **OPEN)

    ends = {(one.start, one.end) for one in release(ledger, "MY").links}
    held = columns_of(ledger, "LOCATED_AT", "person:v")

    assert ("victim-1", "location:home") in ends
    assert any("victim-1" in one for cols in held for one in cols["from_id"])


def test_the_contact_of_an_advertisement_that_others_run_is_not_told_to_be_hers(ledger):
    links = [
        ("CONTACT_IN", "phone:+60111111111", AD[0], {}),
        ("OPERATES", "person:s1", AD[0], {}),
    ]
    fill(ledger, "A", links=[*CHAIN, VICTIM, HER_PHONE, *links], entities=[AD], **OPEN)

    made, text = both(ledger, "person:v")

    assert "7731" in made
    assert "CONTACT_IN" not in made + text


def test_on_a_booking_with_her_nobodys_number_goes(ledger):
    booked = {"booking": "QZXPNR"}
    links = [
        ("TRAVELLED_ON", "person:v", "trip:q1", booked),
        ("TRAVELLED_ON", "person:s1", "trip:q1", booked),
        ("TRAVELLED_ON", "person:s2", "trip:q1", {"booking": "OTHER1"}),
    ]
    fill(ledger, "A", links=[*CHAIN, VICTIM, *links], entities=[TRIP], **OPEN)

    for text in both(ledger):
        assert "QZXPNR" not in text
        assert "OTHER1" in text


def test_a_source_that_lost_a_booking_of_hers_is_an_extract(ledger):
    """Under the file's own digest whoever has the rest of it could try bookings."""
    travelled = ("TRAVELLED_ON", "person:s1", "trip:q1", {"booking": "QZXPNR"})
    whole = fill(ledger, "A", links=[*CHAIN, travelled], entities=[TRIP], **OPEN)
    assert packed(ledger).header["sources"][0]["sha256"] == whole.sha256
    hers = ("TRAVELLED_ON", "person:v", "trip:q1", {"booking": "QZXPNR"})
    fill(ledger, "B", links=[VICTIM, hers], **OPEN)

    assert whole.sha256 not in readable(ledger)
    assert "QZXPNR" not in readable(ledger)


@pytest.mark.parametrize("role", ["INFORMANT_IN", "PROTECTED_IN", "refused"])
def test_nor_on_one_with_somebody_who_is_shown_to_no_audience(ledger, role):
    booked = {"booking": "QZXPNR"}
    links = [
        ("TRAVELLED_ON", "person:v", "trip:q1", booked),
        ("TRAVELLED_ON", "person:s1", "trip:q1", booked),
        ("TRAVELLED_ON", "person:s2", "trip:q1", {"booking": "OTHER1"}),
    ]
    hers = [VICTIM] if role == "refused" else [(role, "person:v", "casefile:c", {})]
    word = ("CONSENT_IN", "person:v", "casefile:words", {"consent": "refused"})
    fill(ledger, "A", links=[*CHAIN, *hers, *links], entities=[TRIP], **OPEN)
    fill(ledger, "word", links=[word] if role == "refused" else [])

    for text in both(ledger):
        assert "QZXPNR" not in text
        assert "OTHER1" in text


@pytest.mark.parametrize("word", ["wife", "isteri", "v\u1ee3", "sister-in-law", "\u59bb\u5b50", "\u0e41\u0e1f\u0e19"])  # fmt: skip
@pytest.mark.parametrize("ends", [("person:s2", "person:v"), ("person:v", "person:s2")])
def test_nobody_is_told_to_be_her_husband_as_an_associate(ledger, word, ends):
    tie = ("ASSOCIATE_OF", *ends, {"relationship": word})
    fill(ledger, "A", links=[*CHAIN, VICTIM, tie], **OPEN)

    for text in both(ledger, "person:v"):
        assert "ASSOCIATE_OF" not in text


def test_an_associate_who_is_no_family_stays_told_without_the_word(ledger):
    fill(ledger, "A", links=[*CHAIN, VICTIM, ("ASSOCIATE_OF", "person:s2", "person:v", {"relationship": "driver"})], **OPEN)  # fmt: skip

    for text in both(ledger, "person:v"):
        assert "ASSOCIATE_OF" in text
        assert "driver" not in text


def in_one_record(*links):
    """Return a batch in which all links, and what stands at their ends, are of one record."""
    batch = make_batch("A", links=links)
    for table in (*batch.entities, *batch.links):
        table.frame.replace_column(0, table.frame["record"].clear().extend_constant(0, table.frame.height))  # fmt: skip
    return batch


def test_her_record_does_not_tell_of_the_mother_whom_it_names(ledger):
    """Two who stand in one record are beside each other, whatever ties it has."""
    ledger.append(make_source("A", **OPEN), [in_one_record(VICTIM, ("FAMILY_OF", "person:m", "person:v", {}))], who="x")  # fmt: skip
    fill(ledger, "B", links=[*CHAIN, ("ASSOCIATE_OF", "person:s1", "person:m", {})], **OPEN)

    rows = rows_of(ledger, plan=basis("person:s1", "person:v"))

    people = [(source, held["record"], held["id"]) for source, part, name, held in rows if (part, name) == ("entity", "Person")]  # fmt: skip
    hers = [ids for source, _, ids in people if source == 0]
    assert "person:m" not in json.dumps(hers)
    assert "victim-1" in json.dumps(hers)
    assert "person:m" in json.dumps([ids for source, _, ids in people if source == 1])


def test_no_gap_tells_that_her_record_named_somebody(ledger):
    """As of a mention, which is a record of its own and tells of the other alone."""
    links = [VICTIM, ("FAMILY_OF", "person:m", "person:v", {}), *CHAIN]
    batch = make_batch("A", links=links)
    people = next(one for one in batch.entities if one.kind == "Person")
    alone = people.frame.filter(~((pl.col("record") == 1) & (pl.col("id") == "person:v")))
    entities = [EntityTable("Person", alone), *(one for one in batch.entities if one is not people)]
    ledger.append(make_source("A", **OPEN), [replace(batch, entities=entities)], who="x")

    rows = rows_of(ledger, plan=basis("person:s1", "person:v", "person:m"))

    places = [held["locator"] for _, part, _, held in rows if part == "record"]
    assert places == [[f"item {n}" for n in range(1, 6)]]
    assert "person:m" not in json.dumps(rows)


def test_no_number_of_a_stand_in_tells_how_what_it_stands_for_begins(ledger):
    phones = [f"phone:+60{n}0000000" for n in range(10, 40)]
    links = [("USES", "person:v", one, {}) for one in phones]
    fill(ledger, "A", links=[*CHAIN, VICTIM, *links], **OPEN)

    def numbers(**told):
        ((_, _, _, held),) = [
            row for row in rows_of(ledger, plan=basis("person:v"), **told) if row[2] == "USES"
        ]
        return [int(one.partition("-")[2].partition(".")[0]) for one in held["to_id"]]

    first = numbers()
    assert sorted(first) == list(range(1, 31))
    assert first != sorted(first)
    assert first == numbers()
    assert first != numbers(secret=b"t" * 32)
    assert first != numbers(package="pkg-fedcba9876543210")


@pytest.mark.parametrize(
    ("word", "kin"),
    [
        ("wife", True), ("Mother", True), ("isteri", True), ("con g\u00e1i", True), ("\u0632\u0648\u062c\u0629", True),
        ("step-father", True), ("", False), ("driver", False), ("business partner", False), ("boss", False),
        ("conductor", False), ("\u8001\u677f", False), ("\u0e40\u0e1e\u0e37\u0e48\u0e2d\u0e19", False),
    ],
)  # fmt: skip
def test_kin_is_told_by_its_words(word, kin):
    assert is_kin(word) == kin


def test_ties_that_may_tell_are_of_the_schema():
    assert set(telling_types()) <= set(load_schema().links)
    assert {"FAMILY_OF", "ASSOCIATE_OF", "HOLDS"} <= set(telling_types())
