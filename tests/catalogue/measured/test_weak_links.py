"""A tie is weak for what is told of it, and its order tells where one more report helps most."""

import pytest

from linkgraph.catalogue import get_question
from linkgraph.catalogue.measured import evidence_weak_links, people_control_chain
from linkgraph.catalogue.surroundings import Surroundings
from linkgraph.errors import InputError
from tests.builders import make_source
from tests.catalogue.measured.graphs import graph_of

SOURCES = {
    name: make_source(name, originator=who, reliability=grade, received=day, grade_scheme="admiralty")
    for name, who, grade, day in (
        ("good", "NZ/Police", "A", "2026-06-01"), ("twin", "NZ/Police", "A", "2026-06-01"),
        ("other", "TH/Police", "B", "2026-06-01"), ("poor", "VN/Police", "E", "2020-01-01"),
        ("plain", "MY/FIU", "", ""),
    )
}  # fmt: skip


def ask(links, **params):
    bound = get_question("evidence/weak_links").bind({"min_weak": 1, "ids": ["person:s"]} | params)
    around = Surroundings(lambda: graph_of(links), sources=SOURCES)
    columns = [*get_question("evidence/weak_links").returns, "sources"]
    return [
        dict(zip(columns, row, strict=True)) for row in evidence_weak_links.answer(around, bound)
    ]


def uses(other, sources, **told):
    return ("USES", "person:s", f"phone:+64{other}", {"sources": sources} | told)


@pytest.mark.parametrize(
    ("sources", "weak"),
    [
        ("good other", None),
        ("good", ["one source"]),
        ("good twin", ["one originator"]),
        ("other poor", None),
        ("poor", ["one source", "low grade", "old"]),
        ("plain", ["one source", "ungraded", "no date"]),
        ("good plain", None),
    ],
)
def test_a_tie_is_weak_for_each_reason_that_holds(sources, weak):
    rows = ask([uses(1, sources)], as_of="2026-07-01")

    assert [row["weak"] for row in rows] == ([weak] if weak else [])


def test_of_what_happened_the_day_counts_and_not_when_it_was_received():
    links = [
        (
            "PAID_FOR",
            "person:s",
            "person:x",
            {"at": "2020-01-01T00:00:00Z", "sources": "good other"},
        )
    ]

    (row,) = ask(links, as_of="2026-07-01", link_types="PAID_FOR")

    assert (row["weak"], row["last_told"]) == (["old"], "2020-01-01")


def test_the_day_to_count_from_is_the_latest_that_anything_tells():
    assert ask([uses(1, "poor other")]) == []
    assert [row["weak"] for row in ask([uses(1, "good")], as_of="2030-01-01")] == [
        ["one source", "old"]
    ]


def test_ties_without_a_way_round_come_first():
    links = [
        uses(1, "good"), uses(2, "good"), uses(3, "good other"),
        ("CALLED", "phone:+641", "phone:+643", {"sources": "good other"}),
    ]  # fmt: skip

    assert [(row["to_id"], row["ways_round"]) for row in ask(links)] == [
        ("phone:+642", 0),
        ("phone:+641", 1),
    ]


def test_a_tie_both_of_whose_ends_are_asked_about_stands_once():
    links = [("FAMILY_OF", "person:s", "person:t", {"sources": "good"})]

    (row,) = ask(links, ids=["person:s", "person:t"])

    assert row["would_confirm"] == "a civil register"


def test_each_type_of_tie_has_what_would_confirm_it():
    links = [("CONTROLLED", "person:s", "person:v", {"sources": "good"})]

    assert "another originator" in ask(links)[0]["would_confirm"]


# Control chains --------------------------------------------------------------


def chains(links, nodes=None, **params):
    bound = get_question("people/control_chain").bind(params)
    around = Surroundings(lambda: graph_of(links, nodes))
    return [tuple(row) for row in people_control_chain.answer(around, bound)]


def test_an_act_told_twice_is_one_row_with_both_links():
    twice = [("RECRUITED", "person:r", "person:v", {"sources": s}) for s in ("good", "other")]

    (row,) = chains(twice)

    assert (row[0], row[1], row[3], row[4], row[6]) == (
        "person:v", "person:r", "RECRUITED", None, None,
    )  # fmt: skip
    assert len(row[10]) == 2
    assert "good" in str(row[11])
    assert "other" in str(row[11])


def test_every_exploiter_and_account_is_a_row_of_its_own():
    links = [
        ("TRANSPORTED", "person:t", "person:v", {}),
        ("EXPLOITED", "person:e", "person:v", {}),
        ("EXPLOITED", "organization:f", "person:v", {}),
        ("HOLDS", "person:e", "account:1", {}),
        ("HOLDS", "person:e", "account:2", {}),
        ("HOLDS", "person:e", "passport:K1", {}),
    ]

    rows = [row for row in chains(links) if row[1] == "person:t"]

    assert [(row[4], row[6]) for row in rows] == [
        ("organization:f", None),
        ("person:e", "account:1"),
        ("person:e", "account:2"),
    ]
    assert [row[7] for row in rows] == [None, 0, 0]


def test_money_of_several_currencies_is_never_summed():
    links = [
        ("EXPLOITED", "person:e", "person:v", {}),
        ("HOLDS", "person:e", "account:1", {}),
        ("PAID", "account:2", "account:1", {"amount_minor": 100, "currency": "MYR"}),
        ("PAID", "account:2", "account:1", {"amount_minor": 100, "currency": "THB"}),
        ("PAID", "account:1", "account:2", {"amount_minor": 900, "currency": "MYR"}),
    ]

    (row,) = chains(links)

    assert (row[7], row[8]) == (2, [["MYR", 100], ["THB", 100]])


def test_a_suspect_of_another_case_did_nothing_to_the_victim():
    nodes = {"casefile:1": {"native_ids": ["1"]}, "casefile:2": {"native_ids": ["2"]}}
    links = [
        ("VICTIM_IN", "person:v", "casefile:1", {}),
        ("SUSPECT_IN", "person:s", "casefile:2", {}),
    ]

    assert chains(links, nodes) == []
    both = [*links, ("SUSPECT_IN", "person:t", "casefile:1", {})]
    assert [(row[1], row[3]) for row in chains(both, nodes)] == [("person:t", "suspect")]


def test_who_is_suspect_and_victim_in_one_case_did_nothing_to_itself():
    nodes = {"casefile:1": {"native_ids": ["1"]}}
    links = [
        ("VICTIM_IN", "person:v", "casefile:1", {}),
        ("SUSPECT_IN", "person:v", "casefile:1", {}),
    ]

    assert chains(links, nodes) == []


def test_nothing_told_gives_no_chain():
    assert chains([]) == []


@pytest.mark.parametrize(("as_of", "old"), [("2026", False), ("2027-02", True), ("2027", False)])
def test_a_year_or_month_counts_from_its_first_day(as_of, old):
    told = {"at": "2026-01-15T00:00:00Z", "sources": "good"}
    links = [("CALLED", "phone:+641", "phone:+642", told)]

    (row,) = ask(links, ids="phone:+641", as_of=as_of)

    assert ("old" in row["weak"]) == old


def test_more_days_than_anybody_looks_back_are_refused():
    with pytest.raises(InputError, match="at most"):
        get_question("evidence/weak_links").bind({"stale_days": 10**18})


def test_the_best_grade_is_the_best_of_its_scheme_whatever_the_codes_are():
    poor, sure = (
        make_source(name, originator="GB/NCA", reliability=code, grade_scheme="uk_3x5x2")
        for name, code in (("poor-uk", "3"), ("sure-uk", "1"))
    )
    SOURCES.update({"poor-uk": poor, "sure-uk": sure})

    rows = ask([uses(1, "other poor-uk"), uses(2, "sure-uk"), uses(3, "poor-uk")], min_weak=1)

    told = {row["to_id"]: (row["best_grade"], "low grade" in row["weak"]) for row in rows}
    assert told["phone:+642"] == ("1", False)
    assert told["phone:+643"] == ("3", True)
    assert told.get("phone:+641", ("B", False)) == ("B", False)


def test_fewer_chains_are_the_first_of_all_and_those_of_an_exploiter_are_found():
    links = [
        *(("RECRUITED", f"person:r{n}", f"person:v{n % 3}", {}) for n in range(6)),
        *(("EXPLOITED", f"person:e{n}", f"person:v{n}", {}) for n in range(2)),
        ("HOLDS", "person:e0", "account:1", {}), ("HOLDS", "person:e0", "account:2", {}),
    ]  # fmt: skip
    every = chains(links)

    for most in range(1, len(every) + 1):
        assert chains(links, most=most) == every[:most]
    assert chains(links, ids=["person:e0"]) == [row for row in every if "person:e0" in row]
    assert chains(links, ids=["person:r2"]) == [row for row in every if "person:r2" in row]
