"""What passed between whom, as the search for new suspects sees it."""

import polars as pl
import pytest

from linkgraph.catalogue.measured.acts import acts_of, links_of
from linkgraph.catalogue.measured.lead_view import LeadView
from tests.catalogue.test_new_suspects import RING, called, graph_of, paid


def acts(links, type_=None):
    found = acts_of(graph_of(links))
    return found if type_ is None else found.filter(type=type_)


def stay(one, room="1", since="2026-01-01"):
    return ("STAYED_AT", one, "location:h", {"room": room, "since": since})


def trip(one, booking="A", leg="trip:1"):
    return ("TRAVELLED_ON", one, leg, {"booking": booking})


def pairs(links):
    return acts(links, "TOGETHER").select("from_id", "to_id").sort("from_id", "to_id").rows()


def test_a_payment_and_a_call_are_of_their_day():
    found = acts([paid("account:a", "account:b", 3), called("phone:+641", "phone:+642", 4)])

    assert found.sort("day")["day"].to_list() == ["2026-01-03", "2026-01-04"]
    assert found["share"].to_list() == [1.0, 1.0]


def test_what_is_booked_twice_is_told_apart_by_booking():
    links = [("PAID_FOR", "account:a", "person:p", {"booking": one}) for one in "AB"]

    assert acts(links)["day"].to_list() == ["A", "B"]


def test_cash_is_nobodys():
    assert acts([paid("account:a", "cashpoint:atm"), paid("cashpoint:atm", "account:b")]).is_empty()


def test_kin_is_no_act():
    assert acts([("FAMILY_OF", "person:a", "person:b", {})]).is_empty()


def test_those_in_one_room_on_one_date_are_together():
    assert pairs([stay("person:a"), stay("person:b")]) == [("person:a", "person:b")]


@pytest.mark.parametrize("other", [stay("person:b", "2"), stay("person:b", "1", "2026-01-02")])
def test_another_room_or_date_is_not_together(other):
    assert pairs([stay("person:a"), other]) == []


def test_a_stay_without_a_room_is_with_nobody():
    assert pairs([stay("person:a", None), stay("person:b", None)]) == []


def test_those_on_one_booking_of_one_trip_are_together():
    assert pairs([trip("person:a"), trip("person:b")]) == [("person:a", "person:b")]
    assert pairs([trip("person:a"), trip("person:b", "B")]) == []
    assert pairs([trip("person:a"), trip("person:b", "A", "trip:2")]) == []


def test_an_address_joins_those_who_live_there_and_no_organization():
    home = [("LOCATED_AT", one, "location:x", {}) for one in ("person:a", "person:b")]

    assert pairs([*home, ("LOCATED_AT", "organization:o", "location:x", {})]) == [
        ("person:a", "person:b")
    ]


def test_three_in_a_room_share_what_it_tells_and_seven_are_a_crowd():
    three = acts([stay(f"person:{n}") for n in range(3)], "TOGETHER")

    assert three["share"].to_list() == [0.5, 0.5, 0.5]
    assert pairs([stay(f"person:{n}") for n in range(7)]) == []


def test_two_records_of_one_stay_are_one():
    assert len(pairs([stay("person:a"), stay("person:a"), stay("person:b")])) == 1


def test_together_rests_on_both_links_and_their_sources():
    first, second = stay("person:a"), stay("person:b")
    second[3]["sources"] = "src-2"

    (row,) = acts([first, second], "TOGETHER").iter_rows(named=True)

    assert row["link_id"].split() == ["stayed_at:0", "stayed_at:1"]
    assert row["sources"].split() == ["src-1", "src-2"]


def test_links_of_no_type_are_none():
    assert links_of(graph_of([paid("account:a", "account:b")]), []).is_empty()


def test_what_two_parted_from_a_suspect_share_with_him_is_an_act():
    links = [*RING, ("USES", "person:p", "phone:+65100", {})]

    view = LeadView.of(graph_of(links), {})

    shared = view.acts.filter(type="SHARES")
    assert shared.height == 1
    assert shared["day"].to_list() == ["phone:+65100"]


def test_acts_within_what_goes_together_are_left_out():
    held = [("HOLDS", "person:p", f"account:{n}", {}) for n in "ab"]

    view = LeadView.of(graph_of([*RING, *held, paid("account:a", "account:b")]), {})

    assert view.acts.is_empty()


def test_a_number_seen_in_a_handset_with_another_goes_with_its_user():
    links = [
        ("USES", "person:p", "phone:+641", {}),
        ("USED_IN", "phone:+641", "imei:1", {}),
        ("USED_IN", "phone:+642", "imei:1", {}),
    ]

    view = LeadView.of(graph_of([*RING, *links]), {})

    together = view.members.filter(pl.col("id").is_in(["person:p", "phone:+641", "phone:+642"]))
    assert together["bundle"].n_unique() == 1


def test_a_body_and_its_accounts_are_silent():
    links = [*RING, ("HOLDS", "organization:o", "account:o", {})]

    view = LeadView.of(graph_of(links), {})

    assert view.silent == {view.members.filter(id="account:o")["bundle"][0]}


def test_whatever_goes_together_with_a_victim_is_silent():
    links = [
        ("USES", "person:v", "phone:+641", {}),
        ("USES", "person:m", "phone:+641", {}),
        ("HOLDS", "person:m", "account:m", {}),
    ]

    view = LeadView.of(graph_of([*RING, *links]), {"person:v": "victim"})

    silent = view.members.filter(pl.col("bundle").is_in(list(view.silent)))
    assert set(silent["id"]) == {"person:v", "person:m", "phone:+641", "account:m"}
