import polars as pl
import pytest

from linkgraph.graph.base import LinkShape
from linkgraph.graph.derived import behind_derived
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.network import network_from
from linkgraph.graph.projection import Scope, project
from linkgraph.graph.sync import bring_up_to_date, projection_digest
from tests.builders import fill, new_ledger

PAID = {"amount_minor": 100, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
ACCOUNTS = LinkShape("PAID", "BankAccount", "BankAccount")


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def node(projection, kind, entity_id):
    return projection.nodes[kind].row(by_predicate=pl.col("id") == entity_id, named=True)


def test_values_of_many_are_gathered_sorted_and_once(ledger):
    fill(
        ledger, "A", entities=[("person:p", {"names": ["b", "a"]}), ("person:p", {"names": ["a"]})]
    )
    fill(ledger, "B", entities=[("person:p", {"names": ["c"], "nationalities": ["NZ"]})])

    one = node(project(ledger), "Person", "person:p")

    assert one["names"] == ["a", "b", "c"]
    assert one["nationalities"] == ["NZ"]
    assert one["records"] == 3
    assert one["originators"] == ["NZ/Immigration"]
    assert len(one["sources"].split()) == 2


@pytest.mark.parametrize(("grades", "sex"), [(("A", "B"), "male"), (("B", "A"), "female")])
def test_a_single_value_is_that_of_the_best_graded_source(ledger, grades, sex):
    for name, grade, said in zip("AB", grades, ("male", "female"), strict=True):
        fill(ledger, name, reliability=grade, entities=[("person:p", {"sex": said})])

    assert node(project(ledger), "Person", "person:p")["sex"] == sex


def test_of_equally_good_values_the_least_stands_in_any_order(tmp_path):
    found = []
    for order in ("AB", "BA"):
        ledger = new_ledger(tmp_path / order)
        for name in order:
            fill(ledger, name, entities=[("person:p", {"sex": {"A": "male", "B": "female"}[name]})])
        found.append(node(project(ledger), "Person", "person:p")["sex"])

    assert found == ["female", "female"]


def test_the_strictest_of_each_scheme_stands_by_itself(ledger):
    fill(ledger, "A", handling="H3", tlp="GREEN", entities=[("person:p", {})])
    fill(ledger, "B", handling="H0", tlp="RED", entities=[("person:p", {})])

    assert node(project(ledger), "Person", "person:p")["handling"] == "H3 RED"


def test_one_event_told_twice_is_one_link_with_two_records(ledger):
    one = {"id": "paid:x-T1"} | PAID
    fill(
        ledger,
        "A",
        reliability="B",
        credibility="3",
        links=[("PAID", "account:a", "account:b", one)],
    )
    fill(
        ledger,
        "B",
        reliability="A",
        credibility="1",
        links=[("PAID", "account:a", "account:b", one)],
    )

    frame = project(ledger).links[ACCOUNTS]

    assert frame.height == 1
    row = frame.row(0, named=True)
    assert (row["records"], row["amount_minor"]) == (2, 100)
    assert (row["reliability"], row["credibility"]) == ("A", "1")


def paid_links(ledger):
    return [
        row
        for shape, frame in project(ledger).links.items()
        if shape.type == "PAID"
        for row in frame.iter_rows(named=True)
    ]


@pytest.mark.parametrize(
    "other",
    [
        ("account:a", "account:c", {}),
        ("account:a", "cashpoint:c", {}),
        ("account:x", "account:b", {}),
        ("account:a", "account:b", {"amount_minor": 101}),
        ("account:a", "account:b", {"currency": "NZD"}),
    ],
)
def test_two_events_of_one_reference_are_never_mixed(ledger, other):
    start, end, change = other
    one = {"id": "paid:x-T1"} | PAID
    fill(ledger, "A", links=[("PAID", "account:a", "account:b", one | {"remark": "first"})])
    fill(ledger, "B", links=[("PAID", start, end, one | change)])

    rows = paid_links(ledger)

    said = {(r["from_id"], r["to_id"], r["amount_minor"], r["currency"]) for r in rows}
    assert said == {
        ("account:a", "account:b", 100, "MYR"),
        (start, end, change.get("amount_minor", 100), change.get("currency", "MYR")),
    }
    assert len({r["link_id"] for r in rows}) == 2
    assert {r["link_id"].partition("~")[0] for r in rows} == {"paid:x-T1"}


def test_two_calls_of_one_reference_at_different_moments_are_two(ledger):
    for name, at in (("A", "2026-01-01T00:00:00Z"), ("B", "2026-02-01T00:00:00Z")):
        told = {"id": "called:x-R1", "at": at, "duration_s": 5}
        fill(ledger, name, links=[("CALLED", "phone:+641", "phone:+642", told)])

    assert sum(f.height for s, f in project(ledger).links.items() if s.type == "CALLED") == 2


def test_a_counter_left_unnamed_agrees_with_the_named_one(ledger):
    one = {"id": "paid:x-T1"} | PAID
    fill(ledger, "A", links=[("PAID", "account:a", "cashpoint:unnamed-1", one)])
    fill(ledger, "B", links=[("PAID", "account:a", "account:b", one)])

    rows = paid_links(ledger)

    assert [(r["to_id"], r["records"]) for r in rows] == [("account:b", 2)]


def test_a_conflict_that_comes_and_goes_shows_in_the_graph(ledger, tmp_path):
    engine = KgliteEngine(tmp_path / "graph.kgl")
    one = {"id": "paid:x-T1"} | PAID
    fill(ledger, "A", links=[("PAID", "account:a", "account:b", one)])
    bring_up_to_date(ledger, engine)
    before = projection_digest(engine.read())
    gone = fill(ledger, "B", links=[("PAID", "account:a", "account:c", one)])
    bring_up_to_date(ledger, engine)
    assert projection_digest(engine.read()) == projection_digest(project(ledger)) != before

    ledger.withdraw(gone.id, who="tester", reason="error")
    bring_up_to_date(ledger, engine)

    assert projection_digest(engine.read()) == before


def test_parallel_payments_are_two_links(ledger):
    fill(ledger, "A", links=[("PAID", "account:a", "account:b", PAID)] * 2)

    assert project(ledger).links[ACCOUNTS].height == 2


def test_a_tie_said_by_many_records_is_one_link(ledger):
    fill(ledger, "A", links=[("USES", "person:p", "phone:+64211234567", {})] * 3)

    frame = project(ledger).links[LinkShape("USES", "Person", "Phone")]

    assert frame["records"].to_list() == [3]


def test_numbers_and_countries_follow_from_ids(ledger):
    fill(
        ledger,
        "A",
        entities=[("phone:+64211234567", {}), ("account:12345678", {"countries": ["MY"]})],
    )

    made = project(ledger)

    phone = node(made, "Phone", "phone:+64211234567")
    assert (phone["number"], phone["country"], phone["caption"]) == (
        "+64211234567",
        "NZ",
        "+64211234567",
    )
    shape = LinkShape("IN_JURISDICTION", "BankAccount", "Jurisdiction")
    assert made.links[shape].select("to_id", "basis").rows() == [("country:MY", "account_country")]


def test_what_follows_of_one_number_hangs_on_no_other(ledger):
    """Whether anybody said another's number would else show, and a country be missing."""
    said = [("phone:+60111111111", {"number": "+60111111111"})]
    fill(ledger, "A", links=[("USES", "person:1", "phone:+6421111111", {})])

    def known():
        phones = project(ledger).nodes["Phone"].filter(pl.col("id") == "phone:+6421111111")
        return phones.select("number", "country", "caption").rows()

    before = known()
    fill(ledger, "B", entities=said)

    assert before == known() == [("+6421111111", "NZ", "+6421111111")]


def test_names_stand_beside_a_romanised_form(ledger):
    fill(ledger, "A", entities=[("person:p", {"names": ["Phan Thị Hoa"], "aliases": ["ชัย"]})])

    one = node(project(ledger), "Person", "person:p")

    assert one["names"] == ["Phan Thị Hoa"]
    assert "phan thi hoa" in one["romanised"]
    assert len(one["romanised"]) == 2


def test_an_entity_without_a_name_still_has_a_caption(ledger):
    fill(ledger, "A", entities=[("person:0123456789", {})])

    assert node(project(ledger), "Person", "person:0123456789")["caption"] == "Person 456789"


def test_all_countries_stand_ready_and_a_release_gets_only_those_referred_to(ledger):
    fill(ledger, "A", entities=[("person:p", {"nationalities": ["TH"]})])

    assert project(ledger).nodes["Jurisdiction"].height == 249
    few = project(ledger, Scope(jurisdictions="referred")).nodes["Jurisdiction"]
    assert few["id"].to_list() == ["country:TH"]


def test_a_scope_of_sources_sees_nothing_of_the_others(ledger):
    fill(ledger, "A", entities=[("person:p", {"names": ["seen"]})])
    fill(ledger, "B", entities=[("person:p", {"names": ["hidden"]}), ("person:q", {})])

    made = project(ledger, Scope(sources=[1], jurisdictions="referred"))

    assert made.nodes["Person"].select("id", "names", "records").rows() == [
        ("person:p", ["seen"], 1)
    ]


def test_reference_data_is_not_drawn(ledger):
    fill(ledger, "A", entities=[("rate:x", {"base": "MYR", "quote": "USD", "rate": 0.2})])

    assert "ExchangeRate" not in project(ledger).nodes


def test_an_empty_ledger_projects_to_countries_alone(ledger):
    assert set(project(ledger).nodes) == {"Jurisdiction"}
    assert project(ledger).links == {}


def test_the_digest_tells_a_changed_value_from_none(ledger, tmp_path):
    fill(ledger, "A", links=[("PAID", "account:a", "account:b", PAID)])
    other = new_ledger(tmp_path / "other")
    fill(other, "A", links=[("PAID", "account:a", "account:b", PAID | {"amount_minor": 101})])

    assert projection_digest(project(ledger)) == projection_digest(project(ledger))
    assert projection_digest(project(ledger)) != projection_digest(project(other))


def test_a_derived_link_leads_back_to_what_it_follows_from(ledger):
    fill(ledger, "A", entities=[("person:p", {"nationalities": ["TH"]}), ("person:q", {})])
    made = project(ledger)
    derived = made.links[LinkShape("NATIONAL_OF", "Person", "Jurisdiction")]["link_id"].to_list()

    assert set(behind_derived(made, derived).values()) == {"person:p"}
    assert behind_derived(made, ["paid:none"]) == {}


def test_a_network_keeps_parallel_links_and_leaves_context_out(ledger):
    fill(
        ledger,
        "A",
        entities=[("person:p", {"nationalities": ["TH"]})],
        links=[("PAID", "account:a", "account:b", PAID)] * 2
        + [("HOLDS", "person:p", "account:a", {})],
    )

    network = network_from(ledger)
    graph = network.to_networkx()

    assert len(network) == 3
    assert sorted(graph.nodes) == ["account:a", "account:b", "person:p"]
    assert graph.number_of_edges("account:a", "account:b") == 2
    assert graph.nodes["person:p"]["kind"] == "Person"
    assert {d["amount_minor"] for *_, d in graph.edges(data=True) if d["type"] == "PAID"} == {100}


def test_a_network_of_nothing_is_empty(ledger):
    assert len(network_from(ledger, ["CALLED"])) == 0
    assert network_from(ledger).to_networkx().number_of_edges() == 0


@pytest.mark.parametrize(("told", "shown"), [({"names": ["Chok Anan"]}, "Chok Anan"), ({}, "Vessel b953a8")])  # fmt: skip
def test_a_boat_without_a_number_shows_none(ledger, told, shown):
    fill(ledger, "A", entities=[("vessel:unnumbered-b953a8", told), ("vessel:KM77", {})])

    made = project(ledger)

    boat = node(made, "Vessel", "vessel:unnumbered-b953a8")
    assert (boat["number"], boat["caption"]) == (None, shown)
    assert node(made, "Vessel", "vessel:KM77")["number"] == "KM77"
