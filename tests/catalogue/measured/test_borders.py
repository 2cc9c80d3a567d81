"""What crosses a border, and what each originator adds: as counting by hand gives."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue import get_question
from linkgraph.catalogue.measured import border_cross_border_links, border_known_to_two_originators
from linkgraph.catalogue.surroundings import Surroundings
from tests.builders import make_source
from tests.catalogue.measured.graphs import graph_of

accounts = st.sampled_from("abcd")
paid = st.lists(st.tuples(accounts, accounts, st.sampled_from(["A", "B", None])), max_size=14)
homes = st.dictionaries(accounts, st.sets(st.sampled_from(["MY", "TH", "VN"]), max_size=2))


def graph(told, places):
    links = [("PAID", f"account:{a}", f"account:{b}", {"reliability": r}) for a, b, r in told]
    links += [
        ("IN_JURISDICTION", f"account:{one}", f"country:{code}", {"sources": f"src-{one}"})
        for one, codes in places.items()
        for code in codes
    ]
    return graph_of(links)


def ask(told, places, **params):
    bound = get_question("border/cross_border_links").bind({"min_links": 1} | params)
    return list(border_cross_border_links.answer(Surroundings(lambda: graph(told, places)), bound))


@given(paid, homes, st.integers(1, 3))
def test_pairs_across_a_border_are_counted(told, places, least):
    counted = Counter((a, b) for a, b, _ in told)
    rows = ask(told, places, min_links=least)

    assert {(row[0], row[2]): row[5] for row in rows} == {
        (f"account:{a}", f"account:{b}"): count
        for (a, b), count in counted.items()
        if count >= least and places.get(a) and places.get(b) and not places[a] & places[b]
    }
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), reverse=True)


@given(paid, homes)
def test_a_country_asked_for_is_on_one_side(told, places):
    every, some = ask(told, places), ask(told, places, countries="th")

    assert some == [row for row in every if "TH" in row[1] or "TH" in row[3]]


@given(paid, homes)
def test_a_grade_leaves_links_out_before_they_are_counted(told, places):
    graded = [one for one in told if one[2] == "A"]

    assert [row[:6] for row in ask(told, places, min_grade="A")] == [
        row[:6] for row in ask(graded, places)
    ]


def test_a_row_rests_on_what_places_both_ends():
    (row,) = ask([("a", "b", None)], {"a": {"MY"}, "b": {"TH"}})

    assert {"src-a", "src-b"} <= set(str(row[-1]).replace("'", " ").replace(",", " ").split())


def test_only_the_first_rows_are_given_and_most_counts_them():
    told = [("a", "b", None), ("a", "b", None), ("b", "a", None)]
    places = {"a": {"MY"}, "b": {"TH"}}

    assert [row[0] for row in ask(told, places, most=1)] == ["account:a"]


# Known to several ------------------------------------------------------------

SOURCES = {
    name: make_source(name, originator=who)
    for name, who in (
        ("nz1", "NZ/Police"), ("nz2", "NZ/Immigration"), ("th1", "TH/Police"), ("in1", "INTERPOL"),
    )
}  # fmt: skip


def known(links, nodes, **params):
    bound = get_question("border/known_to_two_originators").bind(params)
    told = {
        one: {"records": 1} | {"originators": sorted(str(SOURCES[s].originator) for s in names),
                               "sources": " ".join(sorted(names))}
        for one, names in nodes.items()
    }  # fmt: skip
    made = graph_of(links, told)
    around = Surroundings(lambda: made, sources=SOURCES)
    return {row[0]: row for row in border_known_to_two_originators.answer(around, bound)}


def test_each_kind_is_told_a_syndicate_among_them():
    both = ["nz1", "th1"]
    found = known(
        [], {"syndicate:s": both, "person:p": both, "phone:+641": both, "account:a": ["nz1"]}
    )

    assert found.keys() == {"syndicate:s", "person:p", "phone:+641"}
    assert found["syndicate:s"][1] == "Syndicate"
    assert known([], {"syndicate:s": both, "person:p": both}, kinds="Syndicate").keys() == {
        "syndicate:s"
    }


def test_two_agencies_of_one_country_are_one_and_an_organization_is_another():
    found = known([], {"phone:+641": ["nz1", "nz2"], "phone:+642": ["nz1", "in1"]})

    assert list(found) == ["phone:+642"]
    assert found["phone:+642"][3] == ["INTERPOL", "NZ"]


def test_what_one_country_alone_tells_is_what_it_adds():
    nodes = {"phone:+641": ["nz1", "th1"], "person:p": ["nz1"], "person:q": ["th1"]}
    links = [
        ("USES", "person:p", "phone:+641", {"sources": "nz1"}),
        ("USES", "person:q", "phone:+641", {"sources": "nz1 th1"}),
        ("CALLED", "phone:+641", "phone:+642", {"sources": "nz1 nz2"}),
        ("CALLED", "phone:+642", "phone:+641", {"sources": "nz2"}),
    ]

    row = known(links, nodes)["phone:+641"]

    assert row[5] == ["NZ: CALLED 2, USES 1", "TH: no link of its own"]
    assert {"nz1", "nz2", "th1"} <= set(str(row[6]).replace("'", " ").replace(",", " ").split())
    assert known(links, nodes, link_types="USES")["phone:+641"][5][0] == "NZ: USES 1"


def test_nobody_known_gives_no_row():
    assert known([], {}) == {}
