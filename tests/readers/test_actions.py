"""Planned actions and enquiries as agencies list them, taken in and asked about."""

import pytest

import linkgraph as lg
from linkgraph.readers import mapping_that_fits

ACTIONS = """reference,at,title,country,agency,place,subject_id,subject_name,phone
OP-1,2026-12-04T21:00:00Z,arrest,MY,Immigration,"Pier 3, Klang",S1,Tran Van Hung,
OP-1,2026-12-04T21:00:00Z,arrest,MY,Immigration,"Pier 3, Klang",,,+60189074853
OP-2,not a moment,search,MY,Immigration,,,,
"""
ENQUIRIES = """reference,from_country,to_country,sent,due,channel,blocks,account_no
E-7,NZ,MY,2026-10-01,2026-10-31,NCB,warrant,126008917614
"""
OWN = """reference,at,country,phone
T-9,2026-12-05T03:00:00+07:00,TH,+60189074853
"""


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    for name, text, giver in (
        ("planned_actions.csv", ACTIONS, "MY/Immigration"), ("enquiries.csv", ENQUIRIES, "NZ/NCB"),
        ("actions.csv", OWN, "TH/Police"),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.source.json").write_text(
            f'{{"originator": "{giver}", "handling": "H2", "tlp": "AMBER"}}', encoding="utf-8"
        )
        made.import_file(path)
    yield made
    made.close()


def test_the_files_find_their_mappings():
    assert mapping_that_fits("actions.csv").name == "common/actions"
    assert mapping_that_fits("enquiries.csv").name == "common/enquiries"


def test_lines_of_one_reference_are_one_action(case):
    answer = case.answer("action/deconflict")

    (row,) = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert {row["agency"], row["other_agency"]} == {"Immigration", "TH/Police"}
    assert (row["close_in"], row["subject_ids"]) == (("subject", "time"), ("phone:+60189074853",))
    assert row["hours"] == 1.0
    assert row["originators"] == ("MY/Immigration", "TH/Police")


def test_a_line_without_a_moment_is_set_aside(case):
    ((_, rejected),) = case.ledger.quarantine()

    assert (rejected.column, rejected.code) == ("at", "bad_date")


def test_an_enquiry_is_told_with_what_it_blocks(case):
    answer = case.answer("enquiry/open", {"on": "2026-11-10"})

    (row,) = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert (row["references"], row["late_days"], row["blocks"]) == (("E-7",), 10, ("warrant",))
    assert row["subject_ids"] == ("account:126008917614",)
    opened = answer.explain(1)
    assert "enquiry" in {part.id.partition(":")[0] for part in opened.parts}


def test_an_enquiry_ties_nobody(case):
    near = case.answer("network/linked", {"id": "phone:+60189074853"})

    assert not near.rows


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("E-7,MY,NZ,2026-10-06,,,", "from_country"),
        ("E-7,NZ,TH,2026-10-06,,,", "to_country"),
    ],
)
def test_two_enquiries_of_one_number_in_a_file_are_not_told_as_one_that_neither_is(
    tmp_path, line, column
):
    path = tmp_path / "enquiries.csv"
    path.write_text(
        "reference,from_country,to_country,sent,due,answered,phone\n"
        "E-7,NZ,MY,2026-10-05,,,+60189074853\nE-7,New Zealand,MY,2026-10-05,,,+60189074854\n"
        f"{line}\nE-8,MY,NZ,2026-10-05,,,\n",
        encoding="utf-8",
    )
    with lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell") as case:
        told = case.import_file(path, told={"originator": "NZ/NCB"})
        ((_, rejected),) = case.ledger.quarantine()
        found = [(one.reference, one.from_country, one.to_country, len(one.subjects)) for one in case.enquiries()]  # fmt: skip

    assert (told.read, told.rejected) == (4, 1)
    assert (rejected.locator, rejected.column, rejected.code) == ("4", column, "contradicts")
    assert found == [("E-7", "NZ", "MY", 2), ("E-8", "MY", "NZ", 0)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("E-8,NZ,MY,2026-10-01,2026-09-30,,", "due"),
        ("E-8,NZ,MY,2026-10-01,,2026-09-30,", "answered"),
        ("E-8,NZ,MY,2026-10-01,2026-11,2026-09,", "answered"),
    ],
)
def test_an_enquiry_answered_or_due_before_it_was_sent_is_set_aside(tmp_path, line, column):
    path = tmp_path / "enquiries.csv"
    path.write_text(
        f"reference,from_country,to_country,sent,due,answered,phone\n{line}\n"
        "E-9,NZ,MY,2026-10-05,2026-10,2026-10,\n",
        encoding="utf-8",
    )
    with lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell") as case:
        told = case.import_file(path, told={"originator": "NZ/NCB"})
        ((_, rejected),) = case.ledger.quarantine()
        answer = case.answer("enquiry/open", {"on": "2026-11-10", "all": True})

    assert (told.read, told.rejected) == (2, 1)
    assert (rejected.locator, rejected.column, rejected.code) == ("2", column, "out_of_order")
    assert [row[answer.columns.index("references")] for row in answer.rows] == [("E-9",)]
