"""Each sign at its edge: what is one too few, one day too late, or innocent, is no sign."""

import pytest

from linkgraph.catalogue import get_question
from linkgraph.catalogue.measured.flags import INDICATORS, find_flags
from tests.catalogue.measured.graphs import graph_of

PARAMS = get_question("person/red_flags").bind({})


def signs(links, nodes=None, **params):
    told = get_question("person/red_flags").bind(params)
    found = find_flags(graph_of(links, nodes), told, list(INDICATORS))
    return sorted(set(found.select("person", "sign").iter_rows()))


def stay(place, since, until, who="person:p"):
    return ("STAYED_AT", who, f"location:{place}", {"since": since, "until": until})


def test_nothing_shows_no_sign():
    assert signs([]) == []


@pytest.mark.parametrize(
    ("stays", "shown"),
    [
        ([("a", 1, 2), ("b", 5, 6), ("c", 9, 10)], True),
        ([("a", 1, 2), ("b", 5, 6), ("b", 9, 10)], False),
        ([("a", 1, 2), ("b", 5, 6), ("c", 9, 13)], False),
        ([("a", 1, 4), ("b", 5, 8), ("c", 9, 12)], True),
    ],
)
def test_short_stays_are_counted_by_place_and_length(stays, shown):
    links = [stay(place, f"2026-01-{a:02d}", f"2026-01-{b:02d}") for place, a, b in stays]

    assert signs(links) == ([("person:p", "short stays")] if shown else [])


def test_short_stays_lie_within_the_window():
    spread = [
        stay("a", "2026-01-01", "2026-01-02"),
        stay("b", "2026-02-01", "2026-02-02"),
        stay("c", "2026-03-02", "2026-03-03"),
    ]

    assert signs(spread) == [("person:p", "short stays")]
    assert signs(spread, stay_days=59) == []


def test_the_busiest_window_is_told():
    stays = [stay(n, f"2026-0{month}-01", f"2026-0{month}-02") for n, month in
             (("a", 1), ("b", 1), ("c", 2), ("d", 6), ("e", 6), ("f", 6), ("g", 7))]  # fmt: skip

    found = find_flags(graph_of(stays), PARAMS, ["short stays"])

    assert found["reason"][0].startswith("short stays in 4 places")
    assert found["link_ids"][0].len() == 4


def test_ones_own_ticket_is_no_ticket_for_others():
    links = [("PAID_FOR", "person:p", f"person:{one}", {}) for one in ("p", "a", "b")]

    assert signs(links) == []
    assert signs([*links, ("PAID_FOR", "person:p", "person:c", {})]) == [
        ("person:p", "tickets for others")
    ]


def test_tickets_are_counted_over_all_that_a_person_pays_or_books_with():
    links = [
        ("HOLDS", "person:p", "account:1", {"sources": "src-h"}),
        ("USES", "person:p", "phone:+641", {}),
        ("PAID_FOR", "account:1", "person:a", {}),
        ("BOOKED_FOR", "phone:+641", "person:b", {}),
        ("PAID_FOR", "person:p", "person:c", {}),
    ]

    found = find_flags(graph_of(links), PARAMS, ["tickets for others"])

    assert found["person"].to_list() == ["person:p"]
    assert "src-h" in found["sources"][0], "who holds the account is part of it"
    assert any(one.startswith("holds:") for one in found["link_ids"][0])


@pytest.mark.parametrize(("people", "shown"), [(2, 0), (3, 3), (20, 20), (21, 0)])
def test_a_contact_is_shared_by_several_and_not_by_a_crowd(people, shown):
    links = [("USES", f"person:{n}", "phone:+641", {}) for n in range(people)]

    assert len(signs(links)) == shown


def test_an_account_in_common_is_no_contact():
    assert signs([("HOLDS", f"person:{n}", "account:1", {}) for n in range(4)]) == []


@pytest.mark.parametrize(
    ("remark", "shown"),
    [("Ads", True), ("classified ad 3", True), ("โฆษณา", True), ("广告费", True), ("quảng cáo", True),
     ("loads", False), ("badge", False), ("", False), (None, False), ("adieu", False)],
)  # fmt: skip
def test_adverts_are_told_by_whole_words_of_several_languages(remark, shown):
    paid = [("PAID", "account:1", "account:2", {"remark": remark}) for _ in range(4)]
    links = [("HOLDS", "person:p", "account:1", {}), *paid]

    assert signs(links) == ([("person:p", "adverts")] if shown else [])
    assert signs([links[0], *paid[:3]]) == []


def test_a_deposit_counts_as_elsewhere_only_where_both_countries_are_known():
    places = [
        ("IN_JURISDICTION", "account:1", "country:MY", {}),
        ("IN_JURISDICTION", "cashpoint:1", "country:TH", {}),
        ("HOLDS", "person:p", "account:1", {}),
    ]
    abroad = [("PAID", "cashpoint:1", "account:1", {}) for _ in range(3)]
    unknown = [("PAID", "cashpoint:2", "account:1", {}) for _ in range(3)]

    assert signs([*places, *abroad]) == [("person:p", "deposits elsewhere")]
    assert signs([*places, *unknown]) == []
    assert signs([*places[1:], *abroad]) == []


def test_signs_are_narrowed_by_time_and_grade():
    links = [
        (
            "PAID_FOR",
            "person:p",
            f"person:{n}",
            {"at": f"2026-0{n}-01T00:00:00Z", "reliability": grade},
        )
        for n, grade in ((1, "A"), (2, "B"), (3, "C"))
    ]

    assert signs(links) == [("person:p", "tickets for others")]
    assert signs(links, since="2026-02-01") == []
    assert signs(links, until="2026-03-01") == []
    assert signs(links, min_grade="B") == []
    assert signs(links, min_grade="C") == [("person:p", "tickets for others")]


def test_each_sign_names_who_names_it():
    assert all("FATF" in who or "FINTRAC" in who or "FinCEN" in who for who in INDICATORS.values())


def test_a_stay_that_begins_on_the_last_day_is_not_before_it():
    links = [stay(n, f"2026-01-{n + 1:02d}", f"2026-01-{n + 2:02d}") for n in range(3)]

    assert [sign for _, sign in signs(links)] == ["short stays"]
    assert signs(links, until="2026-01-03") == []
    assert [sign for _, sign in signs(links, since="2026-01-01")] == ["short stays"]


def test_a_payment_an_hour_before_the_moment_is_not_since_it():
    paid = [
        (
            "PAID",
            "account:1",
            "account:2",
            {"at": f"2026-01-01T{hour:02d}:00:00Z", "remark": "iklan"},
        )
        for hour in (7, 9, 10, 11)
    ]
    links = [("HOLDS", "person:p", "account:1", {}), *paid]

    assert [sign for _, sign in signs(links, since="2026-01-01T07:00:00Z")] == ["adverts"]
    assert signs(links, since="2026-01-01T08:00:00Z") == []
