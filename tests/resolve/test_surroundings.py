import pytest

from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.records import read_records
from linkgraph.resolve.surroundings import near_tokens, read_surroundings
from tests.builders import fill, new_ledger

ANA, EVA, LIU = "person:ana", "person:eva", "person:liu"
NAMES = [
    (one, {"names": [name]}) for one, name in ((ANA, "Ana Lim"), (EVA, "Eva Tan"), (LIU, "Liu Wei"))
]


@pytest.fixture
def ledger(tmp_path):
    opened = new_ledger(tmp_path)
    yield opened
    opened.close()


def near(ledger):
    frame = prepare(read_records(ledger)).frame
    return {
        (one, other): close for one, other, close in read_surroundings(ledger, frame).iter_rows()
    }


@pytest.mark.parametrize(
    "links",
    [
        [("TRAVELLED_ON", ANA, "trip:1", {"booking": "B7"}), ("TRAVELLED_ON", EVA, "trip:2", {"booking": "B7"})],
        [("LOCATED_AT", ANA, "location:1", {}), ("LOCATED_AT", EVA, "location:1", {})],
        [
            ("STAYED_AT", ANA, "location:1", {"since": "2026-01-02", "room": "7"}),
            ("STAYED_AT", EVA, "location:1", {"since": "2026-01-02", "room": "7"}),
        ],
        [("FAMILY_OF", ANA, EVA, {})],
        [("HOLDS", ANA, "account:1", {}), ("PAID_FOR", "account:1", EVA, {"booking": "B"})],
        [("USES", ANA, "phone:+1", {}), ("BOOKED_FOR", "phone:+1", EVA, {"booking": "B"})],
    ],
)  # fmt: skip
def test_who_travels_lives_sleeps_or_pays_together_is_close(ledger, links):
    fill(ledger, "A", entities=NAMES, links=links)

    assert near(ledger) == {(ANA, EVA): True, (EVA, ANA): True}


@pytest.mark.parametrize(
    "links",
    [
        [("HOLDS", ANA, "account:1", {}), ("HOLDS", EVA, "account:2", {}), ("PAID", "account:1", "account:2", {})],
        [("USES", ANA, "phone:+1", {}), ("USES", EVA, "phone:+2", {}), ("CALLED", "phone:+2", "phone:+1", {})],
    ],
)  # fmt: skip
def test_who_only_paid_or_called_is_not(ledger, links):
    fill(ledger, "A", entities=NAMES, links=links)

    assert near(ledger) == {(ANA, EVA): False, (EVA, ANA): False}


@pytest.mark.parametrize(
    "links",
    [
        [("TRAVELLED_ON", ANA, "trip:1", {"booking": "B7"}), ("TRAVELLED_ON", EVA, "trip:1", {"booking": "C8"})],
        [
            ("STAYED_AT", ANA, "location:1", {"since": "2026-01-02", "room": "7"}),
            ("STAYED_AT", EVA, "location:1", {"since": "2026-01-03", "room": "7"}),
        ],
    ],
)  # fmt: skip
def test_one_flight_or_one_hotel_alone_brings_nobody_near(ledger, links):
    fill(ledger, "A", entities=NAMES, links=links)

    assert near(ledger) == {}


def test_a_booking_reference_means_nothing_in_another_file(ledger):
    fill(ledger, "A", entities=NAMES, links=[("TRAVELLED_ON", ANA, "trip:1", {"booking": "B7"})])
    fill(ledger, "B", links=[("TRAVELLED_ON", EVA, "trip:1", {"booking": "B7"})])

    assert near(ledger) == {}


def test_an_address_of_many_brings_nobody_near(ledger):
    people = [(f"person:{n:02d}", {"names": [f"Name{n}"]}) for n in range(13)]
    fill(
        ledger,
        "A",
        entities=people,
        links=[("LOCATED_AT", one, "location:1", {}) for one, _ in people],
    )

    assert near(ledger) == {}


def test_a_namesake_near_is_no_companion(ledger):
    same = [(ANA, {"names": ["Ana Lim"]}), (EVA, {"names": ["LIM, Ana"]})]
    fill(ledger, "A", entities=same, links=[("FAMILY_OF", ANA, EVA, {})])

    assert near(ledger) == {}


def test_tokens_name_the_entity_that_a_companion_is_part_of(ledger):
    fill(
        ledger,
        "A",
        entities=NAMES,
        links=[("FAMILY_OF", ANA, EVA, {}), ("FAMILY_OF", ANA, LIU, {})],
    )
    frame = prepare(read_records(ledger)).frame
    pairs = read_surroundings(ledger, frame)

    tokens = {
        row["unique_id"]: row for row in near_tokens(pairs, {EVA: "person:e"}).iter_rows(named=True)
    }

    assert tokens[ANA]["around"] == ["near:person:e", f"near:{LIU}"]
    assert tokens[EVA]["around"] == [f"near:{ANA}"]
    assert tokens[ANA]["dealings"] is None


def test_two_taken_to_be_one_are_not_near_themselves(ledger):
    links = [("LOCATED_AT", one, "location:1", {}) for one in (ANA, EVA, LIU)]
    fill(ledger, "A", entities=NAMES, links=links)
    pairs = read_surroundings(ledger, prepare(read_records(ledger)).frame)

    found = near_tokens(pairs, {ANA: ANA, EVA: ANA})

    assert found.select("unique_id", "around").rows() == [
        (ANA, [f"near:{LIU}"]),
        (EVA, [f"near:{LIU}"]),
        (LIU, [f"near:{ANA}"]),
    ]
