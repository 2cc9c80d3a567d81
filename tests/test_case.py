import datetime as dt
from pathlib import Path

import pytest

import linkgraph as lg
from linkgraph.errors import CaseError, EngineError, InputError, LinkgraphError, SourceError
from linkgraph.graph.engines import forget_graph, open_engine
from linkgraph.statements.stated import Stated

EXPORTS = Path(__file__).resolve().parent.parent / "examples/kestrel/exports"


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "kestrel", jurisdiction="NZ", agency="Joint cell")
    yield made
    made.close()


@pytest.fixture
def filled(case):
    for name in ("TH/th_persons.csv", "LK/lk_cases.json"):
        assert case.import_file(EXPORTS / name).new
    return case


def person(case, name):
    return next(row[0] for row in case.find(name).rows if row[0].startswith("person:"))


def test_the_face_names_what_it_gives():
    assert set(lg.__all__) == {
        "Case",
        "__version__",
        "analysis",
        "create_case",
        "list_questions",
        "open_case",
        "plan",
    }
    assert all(getattr(lg, name) is not None for name in lg.__all__)
    with pytest.raises(AttributeError):
        _ = lg.no_such_thing


def test_a_case_is_opened_again_as_it_was_made(case):
    again = lg.open_case(case.folder)

    assert (again.name, str(again.own), again.engine_name) == ("kestrel", "NZ/Joint cell", "kglite")
    assert again.ledger.case_id == case.ledger.case_id


@pytest.mark.parametrize("agency", ['Unit "7"', "A\\B", "Công an"])
def test_any_agency_name_is_kept(tmp_path, agency):
    made = lg.create_case(tmp_path / "c", jurisdiction="VN", agency=agency)

    assert lg.open_case(made.folder).own.agency == agency


def test_an_agency_that_no_line_can_hold_is_refused_and_nothing_is_made(tmp_path):
    with pytest.raises(SourceError, match="nobody sees"):
        lg.create_case(tmp_path / "c", jurisdiction="VN", agency="x\ny = 1")

    assert not (tmp_path / "c").exists()


def test_a_folder_holds_one_case(case):
    with pytest.raises(CaseError, match="a case here already"):
        lg.create_case(case.folder, jurisdiction="NZ", agency="Other")


def test_what_is_no_case_is_told(tmp_path):
    (tmp_path / "case.toml").write_text("name = ", encoding="utf-8")

    with pytest.raises(CaseError, match="cannot be read"):
        lg.open_case(tmp_path)
    with pytest.raises(CaseError, match="no case here"):
        lg.open_case(tmp_path / "none")
    with pytest.raises(CaseError, match="no such graph engine"):
        lg.create_case(tmp_path / "x", jurisdiction="NZ", agency="A", engine="oracle")


def test_the_folder_is_for_its_owner_alone(case):
    assert case.folder.stat().st_mode & 0o077 == 0


def test_an_answer_is_a_frame_that_carries_its_marks(filled):
    frame = filled.ask("identity/reused_document")

    assert list(frame.columns[-3:]) == ["handling", "originators", "sources"]
    assert frame.attrs["handling"] == "H3 RED"
    assert frame.attrs["caution"]
    assert len(frame.attrs["originators"]) == 2


def test_a_case_in_use_by_a_with_statement_is_closed(tmp_path):
    with lg.create_case(tmp_path / "c", jurisdiction="NZ", agency="A") as made:
        assert made.ledger.version == 1


def test_a_stated_victim_is_hidden_from_then_on_and_shown_again_when_withdrawn(filled):
    one = person(filled, "Sakda Chaimongkol")
    before = filled.digest()
    assert one in {e.id for e in filled.release().entities}

    source = filled.state(one, Stated(why="interviewed", role="victim"))
    hidden = filled.release()
    filled.withdraw(source, reason="error")

    assert one not in {e.id for e in hidden.entities}
    assert "Sakda" not in repr(hidden)
    assert filled.digest() == before


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (Stated(why="", role="victim"), "reason"),
        (Stated(why="x"), "nothing is stated"),
    ],
)
def test_a_statement_needs_content_and_a_reason(filled, stated, said):
    with pytest.raises(InputError, match=said):
        filled.state(person(filled, "Sakda Chaimongkol"), stated)


def test_a_membership_names_a_syndicate_by_name_once(filled):
    one, two = person(filled, "Sakda Chaimongkol"), person(filled, "Rani Subramaniam")
    filled.state(one, Stated(why="x", member_of="River  Crew"))
    filled.state(two, Stated(why="x", member_of="river crew"))

    network = filled.network(["MEMBER_OF"])

    assert network.nodes.filter(network.nodes["kind"] == "Syndicate").height == 1
    assert network.links.height == 2


def test_reach_makes_a_jurisdiction_and_is_explained(filled):
    one = person(filled, "Sakda Chaimongkol")
    filled.state(one, Stated(why="warrant", reach="MY"))

    network = filled.network(["IN_JURISDICTION"])
    mine = network.links.filter(network.links["from_id"] == one)

    assert mine["to_id"].to_list() == ["country:MY"]
    assert filled.explain(mine["link_id"].to_list())[0].source.source.purpose == "warrant"


def test_a_derived_link_is_explained_by_what_it_follows_from(filled):
    links = filled.network(["NATIONAL_OF"]).links

    found = filled.explain([links["link_id"][0]])

    assert found
    assert {one.id for one in found} == {links["from_id"][0]}


def test_same_as_is_a_judgement_that_goes_with_its_statement(filled):
    one, two = person(filled, "Sakda Chaimongkol"), person(filled, "Rani Subramaniam")
    before = filled.digest()

    source = filled.state(one, Stated(why="same face", same_as=two))
    assert [j.verdict for j in filled.ledger.judgements()] == ["same"]
    filled.withdraw(source, reason="error")

    assert filled.ledger.judgements() == []
    assert filled.digest() == before
    with pytest.raises(InputError, match="same-as"):
        filled.state(one, Stated(why="x", same_as="person:nobody"))


def test_revealing_is_put_on_record(filled):
    filled.release(reveal="court order 12")

    last = filled.ledger.history()[-1]
    assert (last.action, last.reason) == ("revealed", "court order 12")


def test_overdue_sources_are_counted(filled, tmp_path):
    assert filled.overdue() == 0
    path = tmp_path / "th_persons_old.csv"
    path.write_bytes((EXPORTS / "TH/th_persons.csv").read_bytes() + b"\n")
    told = {"originator": "TH/Police", "retain_until": "2020-01-01"}
    filled.import_file(path, told=told, mapping="kestrel/th_persons")

    assert filled.overdue() == 1


def test_a_release_is_stamped_with_the_moment_told(filled):
    made = filled.release(audience="LK", made=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))

    assert made.made == "2026-05-01T00:00:00Z"
    assert made.audience == "LK"


def test_nothing_to_find_is_told(filled):
    with pytest.raises(InputError):
        filled.find("   ")


def test_a_withdrawal_leaves_no_graph_of_an_engine_that_is_not_used(case):
    case.sync()
    assert (case.folder / "graph.kgl").exists()

    forget_graph(case.folder, but="neo4j")

    assert not list(case.folder.glob("graph.kgl*"))


def test_neo4j_without_settings_says_which(case, monkeypatch):
    for name in ("URI", "USER", "PASSWORD", "DATABASE"):
        monkeypatch.delenv(f"LINKGRAPH_NEO4J_{name}", raising=False)

    with pytest.raises(EngineError, match=r"LINKGRAPH_NEO4J_URI|address") as told:
        open_engine("neo4j", case.folder, "x")

    assert told.value.exit_code == 3


@pytest.mark.parametrize("error", LinkgraphError.__subclasses__())
def test_every_kind_of_error_has_its_exit_code(error):
    assert error("what", where="file", remedy="do this").exit_code in {2, 3, 4, 6}
    assert str(error("what", where="file", remedy="do this")) == "file: what\n  do this"


def test_a_file_that_is_not_there_is_told_as_missing_whether_a_mapping_is_named_or_not(case):
    for told in ({}, {"mapping": "common/persons"}):
        with pytest.raises(SourceError, match="cannot be read"):
            case.import_file("nothere.csv", **told)
