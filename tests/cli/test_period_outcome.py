"""``linkgraph period outcome`` and ``linkgraph report``: streams, words, exit codes."""

import csv
import io
import json

import pytest

from linkgraph.case import create_case

HEAD = "reference,outcome,count,date,countries,period\n"
ROWS = (
    "NZ-A-1,arrests,2,2026-05-03,NZ,JPA\n"
    "JPA-A-9,arrests,1,2026-05-04,NZ;MY,JPA\n"
    "NZ-V-1,victims assisted,4,2026-05-03,NZ,JPA\n"
)


@pytest.fixture
def folder(tmp_path, call):
    made = tmp_path / "case"
    create_case(made, jurisdiction="NZ", agency="Immigration").close()
    told = ["--originator", "NZ/Police", "--handling", "H0", "--tlp", "GREEN"]
    for name, rows, marks in (
        ("outcomes_nz.csv", ROWS, told),
        ("outcomes_my.csv", "jpa-a-9,arrests,1,2026-05-04,MY,JPA\n", [*told[:1], "MY/Police", *told[2:]]),
    ):  # fmt: skip
        file = tmp_path / name
        file.write_text(HEAD + rows, encoding="utf-8")
        code, _, err = call(
            "source", "import", file, *marks, "--releasable-to", "MY,TH", "-c", made
        )
        assert code == 0, err
    call(
        "period", "add", "JPA", "--since", "2026-03-01", "--until", "2026-12-31", "--countries",
        "MY,NZ", "--handling", "H0", "--tlp", "GREEN", "--releasable-to", "MY,TH", "-c", made,
    )  # fmt: skip
    return made


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_tally_counts_each_once_and_tells_its_cautions_apart(folder, call):
    code, out, err = call("period", "outcome", "tally", "JPA", "-f", "csv", "-c", folder)

    assert code == 0
    assert rows(out) == [
        {"outcome": "Victims assisted", "all": "4", "MY": "0", "NZ": "4"},
        {"outcome": "Arrests", "all": "3", "MY": "1", "NZ": "3"},
    ]
    assert "columns do not sum" in err
    assert "Strictest handling: H0 GREEN" in err


def test_a_figure_opens_to_its_lines_with_why_they_count_once(folder, call):
    code, out, _ = call(
        "period", "outcome", "tally", "JPA", "--explain", "arrests,MY", "-f", "jsonl", "-c", folder
    )

    told = [json.loads(one) for one in out.splitlines()]
    assert code == 0
    assert [(one["file"], one["locator"], one["number"]) for one in told] == [
        ("outcomes_nz.csv", "3", "1"),
        ("outcomes_my.csv", "2", "1"),
    ]
    assert {one["why"] for one in told} == {"the same reference"}


def test_a_line_that_was_put_right_is_shown_as_one_that_does_not_count(folder, call):
    for count in ("4", "5"):
        call(
            "period", "outcome", "add", "trainings", "--reference", "NZI-T", "--count", count,
            "--period", "JPA", "-c", folder,
        )  # fmt: skip

    _, out, _ = call(
        "period", "outcome", "tally", "JPA", "--explain", "trainings", "-f", "jsonl", "-c", folder
    )

    told = [json.loads(one) for one in out.splitlines()]
    assert [(one["number"], one["counts"]) for one in told] == [("1", 5), ("", 4)]
    assert told[1]["why"] == "does not count: put right by a later source"


def test_a_mistyped_kind_offers_the_nearest(folder, call):
    code, _, err = call("period", "outcome", "tally", "JPA", "--explain", "arests", "-c", folder)

    assert code == 2
    assert "Did you mean 'arrests'?" in err


def test_what_an_audience_may_know_is_told_and_goes_on_record(folder, call):
    code, out, err = call(
        "period", "outcome", "tally", "JPA", "--audience", "TH", "-f", "csv", "-c", folder
    )

    assert code == 0
    assert rows(out)[0] == {"outcome": "Victims assisted", "all": "withheld", "MY": "withheld",
                            "NZ": "withheld"}  # fmt: skip
    assert "on record as given to TH" in err


def test_an_outcome_is_entered_listed_and_decided_on(folder, call):
    entered = call(
        "period", "outcome", "add", "arrests", "--reference", "NZI-7", "--date", "2026-05-04",
        "--countries", "NZ,MY", "--period", "JPA", "-c", folder,
    )  # fmt: skip
    _, listed, doubts = call("period", "outcome", "list", "JPA", "-f", "jsonl", "-c", folder)
    held = {one["reference"]: one["id"] for one in map(json.loads, listed.splitlines())}

    decided = call(
        "period", "outcome", "decide", held["NZI-7"], held["JPA-A-9"], "--same", "--why",
        "one raid", "-c", folder,
    )  # fmt: skip

    assert (entered[0], decided[0]) == (0, 0)
    assert entered[1].startswith("src-")
    assert "Possible double, to decide" in doubts
    _, out, err = call("period", "outcome", "tally", "JPA", "-f", "csv", "-c", folder)
    assert rows(out)[1]["all"] == "3"
    assert "Possible double" not in err


def test_to_explain_for_an_audience_is_refused(folder, call):
    code, _, err = call(
        "period",
        "outcome",
        "tally",
        "JPA",
        "--audience",
        "TH",
        "--explain",
        "arrests",
        "-c",
        folder,
    )

    assert code == 2
    assert "make a report" in err


@pytest.mark.parametrize("kind", ["plan", "mid-term", "debrief", "senior-officials"])
@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_report_is_written_and_its_caveat_told(folder, call, tmp_path, kind, ending):
    file = tmp_path / f"out.{ending}"

    code, out, err = call("report", kind, "JPA", "--audience", "TH", "-o", file, "-c", folder)

    assert (code, out) == (0, f"{file}\n")
    assert "| For TH |" in err
    assert file.stat().st_size > 1000


def test_a_case_report_is_written_around_an_entity(folder, call, tmp_path):
    file = tmp_path / "case.html"

    code, _, _ = call("report", "case", "-o", file, "-c", folder)

    assert code == 0
    assert "Case report" in file.read_text(encoding="utf-8")


def test_templates_are_copied_changed_and_used(folder, call, tmp_path):
    code, out, _ = call("report", "template", "copy", "debrief", tmp_path / "own")
    page = tmp_path / "own/debrief.html"
    page.write_text(page.read_text("utf-8").replace(">Cautions<", ">Take care<"), "utf-8")
    file = tmp_path / "out.html"
    used = call("report", "debrief", "JPA", "-o", file, "--template", page, "-c", folder)

    assert code == used[0] == 0
    assert [line.rpartition("/")[2] for line in out.splitlines()] == [
        "debrief.html", "report.css", "debrief.docx",
    ]  # fmt: skip
    assert "Take care" in file.read_text("utf-8")


def test_a_broken_template_ends_two_with_its_line_and_writes_nothing(folder, call, tmp_path):
    page, file = tmp_path / "t.html", tmp_path / "out.html"
    page.write_text("<!DOCTYPE html>\n{% if %}\n", encoding="utf-8")

    code, _, err = call("report", "debrief", "JPA", "-o", file, "--template", page, "-c", folder)

    assert code == 2
    assert err.startswith("linkgraph: t.html, line 2: the template cannot be used")
    assert not file.exists()


def test_a_table_for_statistics_is_written_with_its_caution(folder, call, tmp_path):
    file = tmp_path / "victims.csv"

    code, out, err = call(
        "report", "table", "--htcds", "--audience", "TH", "-o", file, "-c", folder
    )

    assert (code, out) == (0, f"{file}\n")
    assert file.read_text("utf-8") == "prs_Gender,prs_Nationality,vic_TypeOfExploitation,victims\n"
    assert "fewer than 10 victims are not listed" in err
