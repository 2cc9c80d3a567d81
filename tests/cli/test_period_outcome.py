"""``linkgraph period outcome`` and ``linkgraph report``: streams, words, exit codes."""

import csv
import datetime as dt
import io
import json

import pytest

from linkgraph.case import create_case, open_case
from tests.period.periods import PERIOD, a_focal_point, a_plan

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


def test_a_period_that_nobody_knows_is_refused_and_one_that_lines_name_is_told(folder, call):
    code, out, err = call("period", "outcome", "tally", "JPB", "-c", folder)

    assert (code, out) == (2, "")
    assert "no joint period of that reference is on record" in err

    call("period", "outcome", "add", "arrests", "--period", "JPB", "-c", folder)
    code, out, err = call("period", "outcome", "tally", "JPB", "-f", "csv", "-c", folder)

    assert code == 0
    assert rows(out) == [{"outcome": "Arrests", "all": "1", "NZ": "1"}]
    assert "only lines that name it count" in err


@pytest.mark.parametrize(("country", "code"), [("nz", 0), (" New Zealand ", 0), ("ZZ", 2)])
def test_a_figure_is_opened_of_a_country_that_there_is(folder, call, country, code):
    asked = f"arrests,{country}"

    ended, out, err = call(
        "period", "outcome", "tally", "JPA", "--explain", asked, "-f", "csv", "-c", folder
    )

    assert ended == code
    assert bool(rows(out)) == (code == 0)
    assert ("there is no such country" in err) == (code == 2)


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
    assert "Handling: nothing is told" in err


# What goes on record as given


def given(folder):
    with open_case(folder) as case:
        return [one for one in case.ledger.history() if one.action == "gave figures"]


@pytest.mark.parametrize(
    ("file", "template"),
    [
        ("out.pdf", ""), ("no/such/out.html", ""), ("out.html", "t.html"), ("out.docx", "t.html"),
        ("taken.html", ""), ("taken.docx", ""), ("x" * 300 + ".html", ""),
        ("out.html", "bare.html"), ("out.html", "asks.html"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_was_not_given(folder, call, tmp_path, file, template):
    (tmp_path / "t.html").write_text("<!DOCTYPE html>\n{% if %}\n", encoding="utf-8")
    (tmp_path / "bare.html").write_text("<!DOCTYPE html>\n<p>{{ doc.title }}", encoding="utf-8")
    (tmp_path / "asks.html").write_text("{{ doc.nobody }}", encoding="utf-8")
    for name in ("taken.html", "taken.docx"):
        (tmp_path / name).mkdir()
    own = ["--template", tmp_path / template] if template else []

    code, _, _ = call(
        "report", "debrief", "JPA", "--audience", "TH", "-o", tmp_path / file, *own, "-c", folder
    )

    assert code == 2
    assert given(folder) == []


@pytest.mark.parametrize(
    ("place", "why"),
    [("no/v.csv", "the folder to write to is not there"), ("", "a folder stands there")],
)
def test_a_table_that_cannot_be_written_was_not_given(folder, call, tmp_path, place, why):
    code, _, err = call(
        "report", "table", "--htcds", "--audience", "TH", "-o", tmp_path / place, "-c", folder
    )

    assert (code, given(folder)) == (2, [])
    assert why in err


def test_a_public_report_beside_which_few_would_follow_ends_4_and_writes_nothing(
    folder, call, tmp_path
):
    marks = ["--handling", "H0", "--tlp", "CLEAR", "--releasable-to", "MY,TH,PUBLIC"]
    add = ["period", "outcome", "add", "victims-assisted", "--period", "JPA", *marks, "-c", folder]
    call(*add, "--reference", "NZ-V-8", "--count", "14")
    call("report", "debrief", "JPA", "--audience", "MY", "-o", tmp_path / "my.html", "-c", folder)
    call(*add, "--reference", "NZ-V-9", "--count", "3")
    call("period", "add", "JPA", "--since", "2026-03-01", "--until", "2026-12-31", "--countries",
         "MY,NZ", *marks, "-c", folder)  # fmt: skip
    file = tmp_path / "out.html"

    code, _, err = call(
        "report", "senior-officials", "JPA", "--audience", "PUBLIC", "-o", file, "-c", folder
    )

    assert code == 4
    assert "held back: MY reads what PUBLIC is given" in err
    assert "--k" in err
    assert not file.exists()


# The day on it


@pytest.mark.parametrize("kind", ["plan", "debrief"])
def test_a_report_of_one_moment_is_the_same_each_time(folder, call, tmp_path, kind):
    files = [tmp_path / f"{n}.docx" for n in range(2)]
    for file in files:
        code, _, err = call("report", kind, "JPA", "--made", "2026-10-20", "-o", file, "-c", folder)
        assert code == 0, err

    assert files[0].read_bytes() == files[1].read_bytes()


def test_what_was_overdue_on_the_day_is_told(folder, call, tmp_path):
    draft = ["--from", "NZ", "--to", "MY", "--period", "jpa", "--due", "2026-05-01", "-c", folder]
    call("period", "enquiry", "draft", "E-1", *draft)
    call("period", "enquiry", "send", "E-1", "--on", "2026-04-01", "-c", folder)
    told = {}
    for day in ("2026-04-20", "2026-06-01T08:00:00+12:00"):
        file = tmp_path / "out.html"
        call("report", "mid-term", "JPA", "--made", day, "-o", file, "-c", folder)
        told[day] = "Overdue enquiries" in file.read_text("utf-8")

    assert list(told.values()) == [False, True]


def test_a_moment_that_is_none_is_refused(folder, call, tmp_path):
    code, _, err = call(
        "report", "plan", "JPA", "--made", "soon", "-o", tmp_path / "a.html", "-c", folder
    )

    assert code == 2
    assert err.startswith("linkgraph: --made: this is no day or moment")


def test_no_earlier_day_brings_back_a_source_whose_time_has_passed(folder, call, tmp_path):
    file = tmp_path / "outcomes_th.csv"
    file.write_text(HEAD + "TH-A-4,arrests,1,2026-05-03,TH,JPA\n", encoding="utf-8")
    call("source", "import", file, "--originator", "TH/Police", "--retain-until", "2020-01-31",
         "-c", folder)  # fmt: skip
    report = ["report", "debrief", "JPA", "-o", tmp_path / "a.html", "-c", folder]

    code, _, err = call(*report, "--made", "2020-01-01")

    assert code == 2
    assert "time has passed" in err
    assert call(*report, "--made", "2020-02-01")[0] == 0


# Lines that would be missed; figures of a plan


def test_lines_that_name_a_period_which_is_not_on_record_are_told(folder, call):
    call("period", "outcome", "add", "arrests", "--period", "JPA 2026", "-c", folder)

    _, _, err = call("period", "outcome", "tally", "jpa", "-c", folder)

    assert "name a period which is not on record, and count in none: 1 (" in err


def test_figures_of_one_plan_are_for_inside(folder, call):
    add = ["period", "outcome", "add", "trainings", "--period", "JPA", "-c", folder]
    call(*add, "--count", "3", "--investigation-plan", "P1")
    call(*add, "--count", "4")
    tally = ["period", "outcome", "tally", "JPA", "--investigation-plan", "p1"]

    _, out, _ = call(*tally, "-f", "csv", "-c", folder)
    code, _, err = call(*tally, "--audience", "MY", "-c", folder)

    assert [(row["outcome"], row["all"]) for row in rows(out)] == [("Trainings", "3")]
    assert code == 2
    assert "for inside" in err


@pytest.mark.parametrize(
    ("told", "place"),
    [(["--date", "soon"], "date"), (["--amount", "x", "--currency", "MYR"], "amount"),
     (["--amount", "1", "--currency", "Q"], "currency")],
)  # fmt: skip
def test_what_is_wrong_with_an_outcome_is_told_with_its_place(folder, call, told, place):
    code, _, err = call("period", "outcome", "add", "assets-restrained", *told, "-c", folder)

    assert code == 2
    assert err.startswith(f"linkgraph: {place}: this is no ")


def test_a_count_that_cannot_be_is_told_with_its_place_and_counts_for_nothing(
    folder, call, tmp_path
):
    file = tmp_path / "outcomes_slip.csv"
    file.write_text(
        "outcome,count,period,countries\narrests,9999999999,JPA,NZ\narrests,3,JPA,NZ\n",
        encoding="utf-8",
    )
    call("source", "import", file, "--originator", "NZ/Immigration", "-c", folder)

    _, out, err = call("period", "outcome", "tally", "JPA", "-f", "csv", "-c", folder)

    assert "\nArrests,6," in out
    assert "more than a million, and count for nothing: 1 (outcomes_slip.csv 2)" in err


def test_a_plan_that_lost_what_made_it_ready_is_told_with_the_list_of_plans(call, tmp_path):
    with create_case(tmp_path / "lost", jurisdiction="NZ", agency="Joint cell") as case:
        case.add_period(PERIOD)
        for country in ("MY", "NZ"):
            source = case.add_focal_point(a_focal_point(country, f"Desk {country}"))
        case.set_plan(a_plan())
        case.make_ready("P1", today=dt.date(2026, 3, 5))
        case.withdraw(source, reason="the desk was closed")

    code, _, err = call("period", "plan", "list", "-c", tmp_path / "lost")

    assert code == 0
    assert "P1 was found ready, and lacks by now: NZ has no focal point in the period" in err


def test_a_figure_with_no_line_behind_it_says_so(folder, call):
    code, _, err = call(
        "period", "outcome", "tally", "JPA", "--explain", "arrests,FR", "-c", folder
    )

    assert code == 0
    assert "no line on record is behind this figure" in err


def test_doubles_past_those_listed_are_found_where_the_remark_says(folder, call, tmp_path):
    file = tmp_path / "outcomes_more.csv"
    lines = "".join(f"R-{n},arrests,1,2026-05-09,NZ,JPA\n" for n in range(8))
    file.write_text(HEAD + lines, encoding="utf-8")
    call("source", "import", file, "--originator", "NZ/Police", "-c", folder)
    other = tmp_path / "outcomes_others.csv"
    other.write_text(HEAD + lines.replace("R-", "S-"), encoding="utf-8")
    call("source", "import", other, "--originator", "NZ/Immigration", "-c", folder)

    _, _, err = call("period", "outcome", "tally", "JPA", "-f", "csv", "-c", folder)
    more = next(line for line in err.splitlines() if line.startswith("... and"))
    _, _, told = call("period", "outcome", "tally", "JPA", "--explain", "arrests", "-c", folder)

    assert "--explain KIND" in more
    assert told.count("may be one") == 20 + int(more.split()[2])
