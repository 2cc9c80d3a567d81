"""A row of an answer, opened in a case: links, lines, grades, and the weakest of them."""

import json

import pytest

import linkgraph as lg
from linkgraph.catalogue import Answer
from linkgraph.errors import InputError, QuestionError
from linkgraph.graph.projection import project
from tests.builders import fill

CALL = {"at": "2026-01-01T00:00:00Z"}


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    fill(
        made.ledger, "firm", originator="NZ/Immigration", handling="H1", tlp="AMBER",
        grade_scheme="europol_4x4", reliability="A", credibility="1", received="2026-03-01",
        entities=[("person:a", {"names": ["Hoa"], "nationalities": ["VN"]}),
                  ("person:c", {"names": ["Hoa Phan"]})],
        links=[("USES", "person:a", "phone:+641", {}), ("USES", "person:b", "phone:+641", {})],
    )  # fmt: skip
    fill(
        made.ledger, "loose", originator="TH/Police", handling="H3", tlp="GREEN",
        grade_scheme="europol_4x4", reliability="C", credibility="4", received="2024-02-02",
        links=[("USES", "person:b", "phone:+642", {}), ("USES", "person:c", "phone:+642", {}),
               ("CALLED", "phone:+641", "phone:+642", CALL)],
    )  # fmt: skip
    yield made
    made.close()


def opened_path(case):
    answer = case.answer("network/path", {"from": "person:a", "to": "person:c", "hops": 8})
    return answer.explain(1)


def test_a_path_is_opened_link_by_link_with_line_grade_and_originator(case):
    opened = opened_path(case)

    (path,) = opened.paths
    assert len(path) == 3
    called = next(part for part in opened.parts if part.name == "CALLED")
    assert (called.start, called.end) == ("phone:+641", "phone:+642")
    assert [(one.source.source.file, one.locator) for one in called.said] == [("loose.csv", "4")]
    assert called.originators == ("TH/Police",)
    assert (opened.row, opened.handling) == (1, "H3 AMBER")
    assert opened.originators == ("NZ/Immigration", "TH/Police")


def test_the_weakest_link_is_named_with_why(case):
    weakest = opened_path(case).weakest

    assert weakest.id.startswith("uses:")
    assert weakest.why == (
        "its best grade is C4 europol_4x4, the lowest of them",
        "one source says it",
        "last told 2024-02-02",
    )


def test_a_second_source_makes_another_link_the_weakest(case):
    before = opened_path(case).weakest.id
    uses = [("USES", "person:c", "phone:+642", {})]
    fill(case.ledger, "more", originator="VN/Police", links=uses, grade_scheme="europol_4x4",
         reliability="C", credibility="4", received="2024-01-01")  # fmt: skip

    assert opened_path(case).weakest.id != before


def test_every_row_is_opened_the_same_each_time(case):
    answer = case.answer("identity/shared_identifier")

    for row in range(1, len(answer.rows) + 1):
        opened = answer.explain(row)
        assert opened == answer.explain(row)
        assert tuple(opened.columns.values()) == answer.rows[row - 1]


@pytest.mark.parametrize("row", [0, -1, 3, 10**9])
def test_a_row_that_is_not_there_is_told_with_those_that_are(case, row):
    answer = case.answer("identity/shared_identifier")

    with pytest.raises(InputError, match="rows are 1 to 2") as told:
        answer.explain(row)

    assert told.value.exit_code == 2


def test_an_answer_without_rows_says_so(case):
    with pytest.raises(InputError, match="it has no row"):
        case.answer("money/paid_by_many").explain(1)


def test_a_case_that_changed_since_is_asked_again(case):
    answer = case.answer("identity/shared_identifier")
    fill(case.ledger, "new", entities=[("person:z", {})])

    with pytest.raises(InputError, match="changed since"):
        answer.explain(1)


def test_an_answer_from_outside_a_case_cannot_be_opened():
    with pytest.raises(QuestionError, match="a case gave"):
        Answer("x/y", (), (), "", "", ()).explain(1)


def test_a_row_of_merged_people_is_said_by_the_lines_of_all_their_records(case):
    case.decide("person:a", "person:c", "same", why="one face")
    answer = case.answer("identity/shared_identifier")

    files = {
        one.source.source.file
        for row in range(1, len(answer.rows) + 1)
        for part in answer.explain(row).parts
        if part.id == "person:a"
        for one in part.said
    }

    assert files == {"firm.csv", "loose.csv"}


def test_a_question_that_says_nothing_of_it_is_opened_by_what_joins_those_it_names(case, tmp_path):
    path = tmp_path / "mine" / "callers.cypher"
    path.parent.mkdir()
    path.write_text(
        '// +++\n// title = "Callers"\n// question = "Who calls?"\n'
        '// caution = "A number is not a person."\n// identity = ["one", "other"]\n'
        '// [returns]\n// one = "Caller"\n// other = "Called"\n// +++\n'
        "MATCH (a:Phone)-[r:CALLED]->(b:Phone)"
        " RETURN a.id AS one, b.id AS other, r.sources AS sources",
        encoding="utf-8",
    )

    opened = case.answer("mine/callers", questions=[tmp_path]).explain(1)

    assert [part.name for part in opened.parts] == ["CALLED", "Phone", "Phone"]
    assert len(opened.paths) == 1


def test_one_entity_alone_is_opened_by_what_it_is_tied_by(case):
    answer = case.answer("network/hubs", {"least_others": 2, "link_types": "USES"})

    opened = answer.explain(1)

    assert {part.name for part in opened.parts if part.part == "link"} == {"USES"}
    assert len(opened.paths) == 2


def test_an_entity_known_to_several_rests_on_what_is_said_of_it_and_no_link(case):
    opened = case.answer("border/known_to_two_originators").explain(1)

    assert opened.paths == ()
    assert {part.part for part in opened.parts} == {"entity"}


def test_a_link_that_follows_by_rule_is_said_by_whoever_has_the_property(case):
    link = case.network(["NATIONAL_OF"]).links["link_id"][0]

    said = case.explain_each([link, "person:nobody"])

    assert {one.id for one in said[link]} == {"person:a"}
    assert said.keys() == {link}


def test_all_of_it_is_plain_data(case):
    told = json.loads(json.dumps(opened_path(case).to_dict()))

    assert told["weakest"]["why"][1] == "one source says it"
    assert told["parts"][0]["said"][0].keys() >= {"file", "locator", "grade", "handling"}
    assert told["parts"][0]["said_in_all"] == 1


def test_long_lists_of_statements_are_cut_and_counted(case):
    opened = case.answer("entity/find", {"words": ["hoa"], "text": "hoa"}).explain(1)

    told = opened.to_dict(most_said=1)

    assert len(told["parts"][0]["said"]) == 1
    assert told["parts"][0]["said_in_all"] > 1


def test_a_graph_in_bulk_is_made_once_a_version_and_let_go_with_what_is_erased(case, monkeypatch):
    made = []
    monkeypatch.setattr(
        "linkgraph.case.asking.project", lambda ledger: made.append(1) or project(ledger)
    )
    hubs = case.answer("network/hubs", {"least_others": 1})
    assert case.answer("network/hubs", {"least_others": 1}).rows == hubs.rows
    assert len(made) == 1

    fill(case.ledger, "new", links=[("USES", "person:z", "phone:+641", {})])
    assert len(case.answer("network/hubs", {"least_others": 1}).rows) > len(hubs.rows)
    assert len(made) == 2

    case.withdraw(case.ledger.sources()[0].source.id, reason="error")
    assert case._seen is None


def test_statements_are_a_frame_that_carries_its_marks(case):
    frame = opened_path(case).to_pandas()

    assert set(frame["file"]) == {"firm.csv", "loose.csv"}
    assert frame.attrs["handling"] == "H3 AMBER"
    assert frame.attrs["row"] == 1


def test_a_link_that_the_grade_asked_for_leaves_out_is_not_what_a_row_rests_on(case):
    for number in range(3):
        fill(case.ledger, f"good-{number}", grade_scheme="europol_4x4", reliability="A",
             links=[("CALLED", "phone:+641", f"phone:+65{number}", CALL)])  # fmt: skip

    answer = case.answer("network/hubs", {"link_types": "CALLED", "min_grade": "B"})
    opened = answer.explain(1)

    assert answer.rows[0][:5] == ("phone:+641", "Phone", "+641", 3, 3)
    assert len(opened.paths) == 3
    assert opened.weakest.why[0] == "its best grade is A europol_4x4"


def opened_links(case, question, params, wanted):
    answer = case.answer(question, params)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    number = next(n for n, row in enumerate(rows, 1) if wanted(row))
    opened = answer.explain(number)
    names = {part.id: (part.name, part.start, part.end) for part in opened.parts}
    return opened, [tuple(names[one] for one in path) for path in opened.paths]


@pytest.fixture
def phoned(tmp_path):
    """Three people who are linked by calls of phones that each alone uses, one with a handset."""
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    phones = {one: f"phone:+64{n}" for n, one in enumerate("abc", 1)}
    fill(made.ledger, "phones", handling="H1",
         links=[("USES", f"person:{one}", phone, {}) for one, phone in phones.items()])  # fmt: skip
    fill(
        made.ledger, "calls", handling="H2",
        links=[("CALLED", phones[one], phones[other], CALL | {"reference": one + other})
               for one, other in ("ab", "bc", "cb")],
    )  # fmt: skip
    yield made
    made.close()


def test_a_broker_is_opened_to_the_calls_of_phones_looked_at_as_its_own(phoned):
    opened, paths = opened_links(
        phoned, "network/brokers", {}, lambda row: row["entity_id"] == "person:b"
    )

    assert len(paths) == 3
    assert {path[0][0] for path in paths} == {"CALLED"}
    assert all(("USES", "person:b", "phone:+642") in path for path in paths)
    assert opened.handling == "H2 CLEAR"


def test_a_tie_is_opened_to_the_links_between_its_two_ends_alone(phoned):
    _, paths = opened_links(
        phoned, "network/brokers", {"of": "ties"},
        lambda row: {row["entity_id"], row["other_id"]} == {"person:b", "person:c"},
    )  # fmt: skip

    assert {(path[0][1], path[0][2]) for path in paths} == {
        ("phone:+642", "phone:+643"), ("phone:+643", "phone:+642"),
    }  # fmt: skip


def test_a_cell_is_opened_to_the_links_between_its_members(phoned):
    _, paths = opened_links(phoned, "network/cells", {"by": "components"}, lambda _: True)

    assert len(paths) == 3


def test_looked_at_apart_a_phone_is_opened_to_its_own_links(phoned):
    _, paths = opened_links(
        phoned, "network/brokers", {"together": False},
        lambda row: row["entity_id"] == "phone:+642",
    )  # fmt: skip

    assert sorted(name for ((name, *_),) in paths) == ["CALLED", "CALLED", "CALLED", "USES"]


def test_a_payment_of_a_scheme_is_opened_to_all_its_payments(tmp_path):
    with lg.create_case(tmp_path / "money", jurisdiction="NZ", agency="Joint cell") as case:
        paid = {"currency": "USD", "amount_minor": 1_000_000}
        links = [
            ("PAID", f"account:{one}", f"account:{other}",
             paid | {"at": f"2026-01-0{n}T00:00:00Z", "reference": f"T{n}"})
            for n, (one, other) in enumerate(("ab", "bc", "cd"), 1)
        ]  # fmt: skip
        fill(case.ledger, "bank", links=links)
        opened, (path,) = opened_links(case, "money/schemes", {}, lambda row: row["txn_id"] == "T2")

    assert [(one, other) for _, one, other in path] == [
        ("account:a", "account:b"), ("account:b", "account:c"), ("account:c", "account:d"),
    ]  # fmt: skip
    assert opened.columns["kind"] == "layering"


def test_what_an_answer_warns_of_stands_in_each_row_that_is_opened(case):
    answer = case.answer("network/hubs", {"min_grade": "1"})
    assert "europol_4x4 are left out" in answer.caution
    assert not answer.rows

    answer = case.answer("network/hubs", {"min_grade": "C", "least_others": 1})
    assert answer.explain(1).caution == answer.caution
