"""``linkgraph period`` from the first word to the release, on a case written as data."""

import csv
import datetime as dt
import io
import json
import os

import pytest

import linkgraph as lg
from linkgraph.period.plan_file import template
from tests.builders import fill

FOR_MY = ["--handling", "H1", "--tlp", "GREEN", "--releasable-to", "MY"]
WHEN = {"at": "2026-01-01T00:00:00Z", "amount_minor": 500, "currency": "MYR"}


@pytest.fixture
def folder(tmp_path):
    case = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    for giver, payers in (("NZ/FIU", range(1, 7)), ("MY/FIU", range(7, 13))):
        links = [("PAID", f"account:{n:06d}", "account:900000", WHEN) for n in payers]
        fill(case.ledger, giver, originator=giver, releasable_to=["NZ"], links=links)
    case.close()
    return tmp_path / "case"


@pytest.fixture
def run(call, folder):
    """Runs a command of the group on the case; returns (exit code, stdout, stderr)."""

    def period(*words):
        return call("period", *words, "--case", folder)

    return period


@pytest.fixture
def good(run):
    """Runs a command that has to end well; returns what it wrote to stdout."""

    def period(*words):
        code, out, err = run(*words)
        assert code == 0, err
        return out

    return period


@pytest.fixture
def started(good, tmp_path):
    good("add", "JPA-2026", "--title", "Sixth", "--since", "2026-03-01", "--until", "2026-12-31",
         "--countries", "NZ,my,TH", *FOR_MY)  # fmt: skip
    path = tmp_path / "p1.toml"
    text = template().replace('"H3"', '"H1"').replace('"RED"', '"GREEN"')
    path.write_text(text.replace("releasable_to = []", 'releasable_to = ["MY"]'), encoding="utf-8")
    good("plan", "set", path)
    return path


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_period_from_its_beginning_to_what_a_partner_gets(good, run, started, tmp_path):
    good("phase", "JPA-2026", "planning-workshop", "--since", "2026-03-01", "--until", "2026-03-02", *FOR_MY)  # fmt: skip
    for country in ("NZ", "MY"):
        good("focal-point", "JPA-2026", "--country", country, "--name", f"Desk {country}", "--contact",
             "desk@example.org", "--languages", "English,Malay", *FOR_MY)  # fmt: skip
    assert good("plan", "ready", "P1").startswith("src-")
    assert good("freeze", "JPA-2026", "planning-workshop").startswith("version ")
    good("enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY", "--period", "JPA-2026", "--blocks", "P1/T1",
         "--about", "account:900000", "--asks", "Who holds it?", *FOR_MY)  # fmt: skip
    good("enquiry", "send", "E-7", "--on", "2026-04-01", "--due", "2026-04-30")
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "worked", "--text", "One zero hour", *FOR_MY)  # fmt: skip

    (listed,) = rows_of(good("list", "-f", "csv"))
    assert (listed["period"], listed["plans"], listed["ready"]) == ("JPA-2026", "1", "1")
    shown = json.loads(good("show", "JPA-2026"))
    assert [one["name"] for one in shown["focal_points"]] == ["Desk MY", "Desk NZ"]
    then = json.loads(good("show", "JPA-2026", "--phase", "planning-workshop"))
    assert (then["holds"], then["then"]["enquiries"], then["entities"] > 0) == (True, [], True)
    (late,) = rows_of(good("enquiry", "list", "--overdue", "--on", "2026-05-10", "-f", "csv"))
    assert (late["enquiry"], late["state"], late["blocks"]) == ("E-7", "overdue", '["P1/T1"]')
    assert good("enquiry", "list", "--overdue", "--on", "2026-04-30", "-f", "jsonl") == ""

    path = tmp_path / "for-malaysia.json"
    code, _, err = run("release", "JPA-2026", "--to", "MY", "-o", path)
    assert (code, "1 plans, 1 enquiries and 1 lessons for MY" in err) == (0, True)
    given = json.loads(path.read_text(encoding="utf-8"))
    assert given["handling"] == "H1 GREEN"
    assert given["enquiries"][0]["subjects"] == ["account:900000"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_a_plan_that_lacks_something_is_told_what_and_how_and_ends_2(run, started):
    code, out, err = run("plan", "ready", "P1")

    assert (code, out) == (2, "")
    assert "MY has no focal point in the period" in err
    assert "linkgraph period focal-point JPA-2026 --country NZ" in err
    assert not json.loads(run("plan", "show", "P1")[1])["ready"]


def test_a_plan_goes_out_as_a_file_and_comes_back_the_same(good, started, tmp_path, folder):
    path = tmp_path / "again.toml"
    path.write_text(good("plan", "show", "P1", "--toml"), encoding="utf-8")
    before = lg.open_case(folder).ledger.version

    good("plan", "set", path)

    assert lg.open_case(folder).ledger.version == before
    assert [row["plan"] for row in rows_of(good("plan", "list", "-f", "csv"))] == ["P1"]


@pytest.mark.parametrize(
    "words",
    [
        ["add", "J P", "--since", "2026-03-01", "--until", "2026-12-31", "--countries", "NZ,MY"],
        ["add", "JPB", "--since", "2026-03-01", "--until", "2026-02-01", "--countries", "NZ,MY"],
        ["add", "JPB", "--since", "2026-03", "--until", "2026-12-01", "--countries", "NZ,MY"],
        ["add", "JPB", "--since", "2026-03-01", "--until", "2026-12-31", "--countries", "NZ,XX"],
        ["add", "JPB", "--since", "2026-03-01", "--until", "2026-12-31", "--countries", "NZ"],
        ["add", "JPB", "--title", "a\x07b", "--since", "2026-03-01", "--until", "2026-12-31", "--countries", "NZ,MY"],
        ["phase", "JPA-2026", "holiday", "--since", "2026-03-01", "--until", "2026-03-02"],
        ["phase", "JPA-2026", "action", "--since", "2026-03-03", "--until", "2026-03-02"],
        ["freeze", "JPA-2026", "action"],
        ["show", "JPA-2025"],
        ["show", "JPA-2026", "--phase", "action"],
        ["focal-point", "JPA-2026", "--country", "VN", "--name", "x"],
        ["plan", "set", "nowhere.toml"],
        ["plan", "show", "P9"],
        ["enquiry", "draft", "E-1", "--from", "NZ", "--to", "NZ"],
        ["enquiry", "draft", "E-1", "--from", "NZ", "--to", "MY", "--channel", "pigeon"],
        ["enquiry", "draft", "E-1", "--from", "NZ", "--to", "MY", "--about", "account:0"],
        ["enquiry", "send", "E-9", "--on", "2026-04-01"],
        ["enquiry", "list", "--on", "soon"],
        ["lesson", "add", "JPA-2026", "--kind", "worked", "--text", " "],
        ["lesson", "add", "JPA-2026", "--plan", "P9", "--kind", "worked", "--text", "x"],
        ["gain", "money/paid_by_many", "--of", "NZ", "--with", "NZ"],
        ["gain", "money/paid_by_many", "--of", "NZ", "--with", "VN"],
        ["gain", "money/paid_by_many", "--of", "NZ", "--with", "MY", "-p", "min_payers"],
        ["compendium", "--to", "Nowhere"],
        ["release", "JPA-2026", "--to", "TH", "-o", "x.json"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(run, started, folder, words):
    before = lg.open_case(folder).ledger.version

    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert "unexpected" not in err
    assert "Traceback" not in err
    assert lg.open_case(folder).ledger.version == before


def test_a_bad_plan_is_refused_whole_with_its_place(run, started, folder):
    before = lg.open_case(folder).ledger.version
    started.write_text(started.read_text(encoding="utf-8") + "\nsecret_name_qorvax = 1\n", encoding="utf-8")  # fmt: skip

    code, _, err = run("plan", "set", started)

    assert (code, "legal_bases[1]" in err, "qorvax" in err) == (2, True, False)
    assert lg.open_case(folder).ledger.version == before


def test_what_people_wrote_is_data_wherever_it_is_shown(good, run, started):
    hostile = "=HYPERLINK(1)<script>\u202e"
    started.write_text(
        started.read_text(encoding="utf-8").replace("A plan in a few words", hostile), encoding="utf-8"
    )  # fmt: skip
    good("plan", "set", started)
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "worked", "--text", hostile)
    good("enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY", "--asks", hostile)

    for words in (["plan", "list"], ["lesson", "list"], ["enquiry", "list"], ["compendium"]):
        (row,) = rows_of(good(*words, "-f", "csv"))
        assert f"'{hostile}" in row.values(), "a spreadsheet would run it"
        table = good(*words, "-f", "table")
        assert "\u202e" not in table, "it would turn what stands beside it"
    assert json.loads(good("plan", "show", "P1"))["title"] == hostile


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n", "\u2028", "\u2029"])
@pytest.mark.parametrize("width", ["60", "400"])
def test_no_text_stands_as_a_line_of_its_own_on_a_screen(good, started, monkeypatch, ends, width):
    """A partner's title with a line end would add what looks like another agency's field."""
    monkeypatch.setenv("COLUMNS", width)
    text = f"One zero hour{ends}   originators  NZ/Faked"
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "worked", "--text", text)

    table = good("lesson", "list", "-f", "table")

    assert not any(line.strip().startswith("originators  NZ/Faked") for line in table.splitlines())
    assert "One zero hour originators" in " ".join(table.split())
    assert "\r" not in table


def test_a_lesson_that_names_a_victim_is_in_no_compendium(good, started, folder):
    case = lg.open_case(folder)
    fill(
        case.ledger, "V", originator="MY/Police", entities=[("person:v", {"names": ["Lan Qorvax"]})],
        links=[("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip
    case.close()
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "do-differently", "--text", "Lan Qorvax waited", *FOR_MY)  # fmt: skip

    for words in (["compendium"], ["compendium", "--to", "MY"]):
        text = good(*words, "-f", "jsonl")
        assert "Qorvax" not in text
        assert "withheld" in text
    assert good("compendium", "--search", "qorvax", "-f", "jsonl") == ""


def test_it_is_told_inside_which_texts_a_release_leaves_out(run, good, started, folder, tmp_path):
    assert "left out" not in good("held", "JPA-2026", "--to", "MY")
    case = lg.open_case(folder)
    fill(
        case.ledger, "V", entities=[("person:v", {"names": ["Lan Qorvax"]})], releasable_to=["MY"],
        links=[("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip
    case.close()
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "worked", "--text", "Qorvax waited", *FOR_MY)  # fmt: skip

    code, _, err = run("release", "JPA-2026", "--to", "MY", "-o", tmp_path / "x.json")

    assert (code, "1 text(s) are left out" in err) == (0, True)
    told = good("held", "JPA-2026", "--to", "MY")
    assert told.startswith("lesson of P1, ")
    assert told.strip().endswith(": text is left out")


def test_what_is_held_back_ends_4_and_writes_nothing(run, good, started, folder, tmp_path):
    case = lg.open_case(folder)
    fill(case.ledger, "H", originator="LK/CID", entities=[("person:h", {"names": ["Lan Qorvax"]})])
    case.close()
    good("lesson", "add", "JPA-2026", "--plan", "P1", "--kind", "worked", "--text", "Lan Qorvax", *FOR_MY)  # fmt: skip

    code, out, err = run("release", "JPA-2026", "--to", "MY", "-o", tmp_path / "x.json")

    assert (code, out, "Qorvax" in err) == (4, "", False)
    assert not (tmp_path / "x.json").exists()
    assert good("held", "JPA-2026", "--to", "MY").startswith("lesson of P1, ")
    assert "Qorvax" not in good("held", "JPA-2026", "--to", "MY")


def test_what_cannot_be_written_is_not_on_record_as_released(run, started, folder, tmp_path):
    def released():
        with lg.open_case(folder) as case:
            return [one for one in case.ledger.history() if one.action == "released"]

    before = released()
    (tmp_path / "taken.json").mkdir()

    for name, why in (("taken.json", "a folder stands there"), ("x.txt", "end in .json")):
        code, _, err = run("release", "JPA-2026", "--to", "MY", "-o", tmp_path / name)

        assert (code, released()) == (2, before)
        assert why in err
    assert not (tmp_path / "x.txt").exists()


def test_joint_gain_is_told_with_records_and_consents(good, run, folder):
    words = ["gain", "money/paid_by_many", "--of", "NZ", "--with", "MY", "-p", "min_payers=10"]

    code, out, err = run(*words, "-f", "jsonl")

    assert code == 0
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert (row["what"], row["needs_both"]) == ("new", True)
    assert row["columns"]["account_id"] == "account:900000"
    assert [one.partition(":")[0] for one in row["consents"]] == ["NZ/FIU for MY"]
    assert "0 rows of NZ, 0 of MY, 1 together; 1 only together" in err
    records = rows_of(good(*words, "--records", "-f", "csv"))
    assert {one["side"] for one in records} == {"NZ", "MY"}
    assert {one["finding"] for one in records} == {"1"}


def test_an_answer_leads_to_the_source_that_it_brought(good, started, folder):
    source = lg.open_case(folder).ledger.sources()[0].source.id
    good("enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY")
    good("enquiry", "send", "E-7", "--on", "2026-04-01")
    good("enquiry", "answer", "E-7", "--on", "2026-04-09", "--source", source)

    (row,) = rows_of(good("enquiry", "list", "--on", "2026-04-10", "-f", "csv"))

    assert (row["state"], json.loads(row["answer_sources"])) == ("answered", [source])


def test_an_enquiry_is_closed_with_a_reason(run, good, started):
    good("enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY", "--due", "2026-04-20")
    good("enquiry", "send", "E-7", "--on", "2026-04-01")

    assert run("enquiry", "close", "E-7", "--on", "2026-04-09")[0] == 2
    good("enquiry", "close", "E-7", "--on", "2026-04-09", "--why", "found in a register")

    (row,) = rows_of(good("enquiry", "list", "--on", "2026-05-10", "-f", "csv"))
    assert (row["state"], row["closed"]) == ("closed", "2026-04-09")
    assert rows_of(good("enquiry", "list", "--overdue", "--on", "2026-05-10", "-f", "csv")) == []


def test_an_earlier_word_that_a_partner_gets_is_told_to_whoever_gives_it(
    run, good, started, tmp_path
):
    text = (
        started.read_text(encoding="utf-8")
        .replace('"H1"', '"H3"')
        .replace("few words", "new words")
    )
    started.write_text(text, encoding="utf-8")
    good("plan", "set", started)

    for words in (["release", "JPA-2026", "-o", tmp_path / "x.json"], ["compendium"]):
        code, _, err = run(*words, "--to", "MY")
        assert code == 0
        assert "MY gets an earlier word" in err
        assert "plan P1" in err
    assert "new words" not in (tmp_path / "x.json").read_text(encoding="utf-8")


def test_the_plans_own_questions_are_asked(good, run, started):
    (row,) = rows_of(good("plan", "ask", "P1", "-f", "csv"))
    assert (row["question"], row["rows"], row["handling"]) == (
        "money/paid_by_many",
        "1",
        "H0 CLEAR",
    )

    code, out, err = run("plan", "ask", "P1", "--question", "1", "-f", "jsonl")
    assert (code, json.loads(out)["account_id"]) == (0, "account:900000")
    assert "Caution" in err
    for number in ("0", "2"):
        assert run("plan", "ask", "P1", "--question", number)[0] == 2


def test_tasks_are_listed_and_the_late_ones_told(good, started):
    text = started.read_text(encoding="utf-8")
    more = """
[[tasks]]
id = "T2"
title = "Brief both desks"
country = "NZ"
due = 2026-05-01

[[tasks]]
id = "T3"
title = "Done long ago"
country = "NZ"
due = 2026-04-01
state = "done"

[[tasks]]
id = "T4"
title = "Whenever"
country = "NZ"
"""
    started.write_text(text + more, encoding="utf-8")
    good("plan", "set", started)

    rows = rows_of(good("plan", "tasks", "--on", "2026-05-02", "-f", "csv"))
    assert [(row["task"], row["overdue"]) for row in rows] == [
        ("T3", "False"), ("T2", "True"), ("T1", "False"), ("T4", "False"),
    ]  # fmt: skip
    late = rows_of(good("plan", "tasks", "--overdue", "--on", "2026-05-02", "-f", "csv"))
    assert [(row["plan"], row["task"]) for row in late] == [("P1", "T2")]
    assert good("plan", "tasks", "--overdue", "--on", "2026-05-01", "-f", "csv").count("\n") == 1
    assert good("plan", "tasks", "--period", "other", "-f", "jsonl") == ""


def test_a_task_is_done_in_a_word_and_the_plan_stays_ready(good, run, started):
    for country in ("NZ", "MY"):
        good("focal-point", "JPA-2026", "--country", country, "--name", "Desk", *FOR_MY)
    good("plan", "ready", "P1")

    assert good("plan", "task", "P1", "T1", "--state", "done").startswith("src-")

    (plan,) = rows_of(good("plan", "list", "-f", "csv"))
    assert (bool(plan["ready"]), plan["tasks"], plan["tasks_open"]) == (True, "1", "0")
    assert run("plan", "task", "P1", "T7", "--state", "done")[0] == 2
    assert run("plan", "task", "P1", "T1", "--state", "finished")[0] == 2


def test_it_is_told_that_a_subject_may_have_more_records_than_count(good, run, started, folder):
    with lg.open_case(folder) as case:
        for name in ("a", "b", "c"):
            fill(case.ledger, name, entities=[(f"person:{name}", {"names": ["Budi Harsono"]})])
    text = started.read_text(encoding="utf-8")
    started.write_text(text.replace("subjects = []", 'subjects = ["person:b"]'), encoding="utf-8")
    _, _, err = run("plan", "set", started)
    assert "judged yet who is who" in err
    with lg.open_case(folder) as case:
        case.decide("person:b", "person:c", "unsure", why="alike")

    for words in (("plan", "set", started), ("plan", "ready", "P1")):
        _, _, err = run(*words)
        assert "subjects[1] stands for 1 record; 1 more entity may be the same one" in err
        assert "Harsono" not in err
    (stands,) = json.loads(good("plan", "show", "P1"))["stands_for"]
    assert (stands["entity"], stands["possibly"]) == ("person:b", ["person:c"])


def test_a_second_freeze_is_refused_until_it_is_asked_for(good, run, started):
    good("phase", "JPA-2026", "planning-workshop", "--since", "2026-03-01", "--until", "2026-03-02")
    good("freeze", "JPA-2026", "planning-workshop")

    code, out, err = run("freeze", "JPA-2026", "Planning-Workshop")
    assert (code, out, "--again" in err) == (2, "", True)
    assert good("freeze", "JPA-2026", "planning-workshop", "--again").startswith("version ")


def test_a_plan_that_was_changed_tells_that_it_has_to_be_found_ready_anew(good, run, started):
    for country in ("NZ", "MY"):
        good("focal-point", "JPA-2026", "--country", country, "--name", "Desk", *FOR_MY)
    good("plan", "ready", "P1")
    assert run("plan", "set", started)[2] == "", "nothing changed"
    text = started.read_text(encoding="utf-8")
    started.write_text(text.replace("in a few words", "in other words"), encoding="utf-8")

    code, _, err = run("plan", "set", started)

    assert (code, "`linkgraph period plan ready P1`" in err) == (0, True)


def test_a_day_that_is_still_to_come_is_told(good, run, started):
    good("enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY")

    code, out, err = run("enquiry", "send", "E-7", "--on", "2126-04-01")
    assert (code, out.startswith("src-"), "still to come" in err) == (0, True, True)
    code, out, err = run("enquiry", "answer", "E-7", "--on", "2127-04-01")
    assert (code, out.startswith("src-"), "still to come" in err) == (0, True, True)


def test_an_outcome_that_is_odd_is_kept_and_told(run, started):
    words = ["outcome", "add", "arrests", "--reference", "NZ-1", "--date", "2126-05-03"]

    code, out, err = run(*words, "--period", "JPA 2026", "--investigation-plan", "P7")

    assert (code, out.startswith("src-")) == (0, True)
    assert err.count("On record, but look again: ") == 3
    sound = [*words[:-1], "2026-05-03", "--period", "JPA-2026", "--investigation-plan", "P1"]
    assert run(*sound)[2].endswith("under this number in the period JPA 2026\n")
    assert run(*sound)[2] == ""


def test_a_period_entered_anew_tells_whom_and_which_readers_it_lost(run, started):
    days = ["--since", "2026-03-01", "--until", "2026-12-31"]

    code, out, err = run("add", "JPA-2026", *days, "--countries", "NZ,TH")

    assert (code, out.startswith("src-")) == (0, True)
    assert "do not any more: MY; plans that still name them: P1" in err
    assert "MY could see it before" in err
    words = ["--title", "Sixth", "--countries", "NZ,MY,TH", *FOR_MY]
    assert run("add", "JPA-2026", *days, *words)[2] == ""
    assert run("add", "JPB-2026", *days, "--countries", "NZ,TH")[2] == ""


def test_a_report_tells_of_an_earlier_word_and_of_a_day_to_come(
    call, run, started, folder, tmp_path
):
    run("add", "JPA-2026", "--since", "2026-03-01", "--until", "2026-12-31", "--countries", "NZ,MY")
    words = ["report", "plan", "JPA-2026", "-o", tmp_path / "plan.html", "-c", folder]

    code, _, err = call(*words, "--audience", "MY", "--made", "2126-01-01")

    assert code == 0
    assert "MY gets an earlier word" in err
    assert "period JPA-2026" in err
    assert "still to come" in err
    inside = call(*words, "--made", "2026-01-01")[2]
    assert "earlier word" not in inside
    assert "still to come" not in inside


def test_a_compendium_without_a_case_says_so(run, started):
    code, out, err = run("compendium", "--to", "TH", "-f", "csv")

    assert (code, out.count("\n")) == (0, 1)
    assert "no case is told" in err
    assert "no case is told" not in run("compendium", "-f", "csv")[2]


def test_a_partner_tells_how_far_its_task_is_and_its_word_comes_back(call, tmp_path, monkeypatch):
    """Each agency has its own case, folder of keys and command line; only files pass between them."""
    cases = {"NZ": tmp_path / "nz", "MY": tmp_path / "my"}

    def run(who, *words):
        monkeypatch.setenv("LINKGRAPH_KEYS", str(tmp_path / f"keys-{who}"))
        code, out, err = call(*words, "--case", cases[who])
        assert code == 0, err
        return out

    def give(who, to):
        run(who, "share", "release", "--investigation-plan", "P1", "--to", to, "--accept-warnings",
            "agreed", "--expires", last, "-o", tmp_path / f"{who}.lgp")  # fmt: skip
        run(to, "share", "receive", tmp_path / f"{who}.lgp")

    prints = {}
    last = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
    year = last[:4]
    for who, folder in cases.items():
        lg.create_case(folder, jurisdiction=who, agency="Police").close()
        prints[who] = run(who, "share", "key", "make").strip()
        run(who, "share", "key", "show", "-o", tmp_path / f"{who}.pub")
    for who, other in (("NZ", "MY"), ("MY", "NZ")):
        run(who, "share", "key", "trust", tmp_path / f"{other}.pub", "--fingerprint", prints[other],
            "--reason", "read out")  # fmt: skip
    path = tmp_path / "p1.toml"
    text = template().replace('"H3"', '"H1"').replace('"RED"', '"GREEN"').replace("2028", "2099")
    path.write_text(text.replace("releasable_to = []", 'releasable_to = ["MY"]'), encoding="utf-8")
    run("NZ", "period", "add", "JPA-2026", "--since", f"{year}-01-01", "--until", f"{year}-12-31",
        "--countries", "NZ,MY", *FOR_MY)  # fmt: skip
    for country in ("NZ", "MY"):
        run(
            "NZ",
            "period",
            "focal-point",
            "JPA-2026",
            "--country",
            country,
            "--name",
            "Desk",
            *FOR_MY,
        )
    run("NZ", "period", "plan", "set", path)
    run("NZ", "period", "plan", "ready", "P1")
    give("NZ", "MY")

    run("MY", "period", "plan", "task", "P1", "T1", "--state", "done", "--text", "All named")
    give("MY", "NZ")

    (row,) = rows_of(run("NZ", "period", "plan", "tasks", "-f", "csv"))
    assert (row["state"], row["said_by"], row["text"]) == ("done", "MY/Police", "All named")
    shown = json.loads(run("NZ", "period", "show", "JPA-2026"))["plans"][0]["tasks"][0]
    assert (shown["state"], shown["words"][0]["by"]) == ("done", "MY/Police")
    run("NZ", "period", "plan", "set", path)
    assert rows_of(run("NZ", "period", "plan", "tasks", "-f", "csv")) == [row]
    told = run("NZ", "period", "plan", "show", "P1", "--toml").split("[[tasks]]")[1]
    assert '"done", "MY/Police"' in told
    assert "\nstate" not in told, "it would be a word of whoever sets the file again"


def test_it_is_told_where_a_task_stays_as_it_was_said_and_who_did_not_hear(good, run, started):
    text = started.read_text(encoding="utf-8")
    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-20")

    code, _, err = run("plan", "set", started)
    assert (code, "T1 stays done, as NZ/Joint cell said on 2026-04-20" in err) == (0, True)
    assert "will not see" not in err

    started.write_text(text.replace('["MY"]', '["MY", "TH"]'), encoding="utf-8")
    _, _, err = run("plan", "set", started)
    assert "TH will not see that T1 is done" in err

    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-21")
    _, _, err = run("plan", "set", started)
    assert "will not see" not in err

    started.write_text(text.replace('state = "open"', 'state = "blocked"'), encoding="utf-8")
    _, _, err = run("plan", "set", started)
    assert "stays" not in err
    (row,) = rows_of(good("plan", "tasks", "-f", "csv"))
    assert (row["state"], row["said_by"]) == ("blocked", "NZ/Joint cell")


def test_a_task_of_a_day_to_come_is_refused(good, run, started):
    ahead = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)).isoformat()
    code, _, err = run("plan", "task", "P1", "T1", "--state", "done", "--on", ahead)

    assert (code, "a day to come" in err) == (2, True)
    assert rows_of(good("plan", "tasks", "-f", "csv"))[0]["state"] == "open"


def test_it_is_told_beside_a_word_what_keeps_it_from_counting_or_going(good, run, started):
    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-20")
    code, out, err = run("plan", "task", "P1", "T1", "--state", "doing", "--on", "2026-04-19")
    assert (code, out.startswith("src-")) == (0, True)
    assert "T1 stays done, as NZ/Joint cell said on 2026-04-20" in err

    started.write_text(
        started.read_text(encoding="utf-8").replace('"H1"', '"H2"'), encoding="utf-8"
    )
    good("plan", "set", started)
    _, out, err = run("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-21")
    assert f"linkgraph share consent {out.strip()} --to MY" in err


def test_it_is_told_where_a_word_stays_that_was_said_by_stricter_rules_than_the_plan(
    call, good, run, started, folder
):
    text = started.read_text(encoding="utf-8")
    for country in ("NZ", "MY"):
        good("focal-point", "JPA-2026", "--country", country, "--name", "Desk", *FOR_MY)
    started.write_text(text.replace('"H1"', '"H2"').replace("2028", "2099"), encoding="utf-8")
    good("plan", "set", started)
    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-20")

    started.write_text(text.replace("2028", "2099"), encoding="utf-8")
    err = run("plan", "set", started)[2]
    assert "MY will not see that T1 is done, as NZ/Joint cell said" in err
    good("plan", "ready", "P1")
    check = ("share", "check", "--to", "MY", "--investigation-plan", "P1", "--case", folder)
    assert "Words on how far T1 is stay here: MY may not see them" in call(*check)[2]

    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-20")
    assert "stay here" not in call(*check)[2]
    assert "will not see" not in run("plan", "set", started)[2]


def test_an_agency_hears_what_was_said_to_its_country(good, run, started):
    text = started.read_text(encoding="utf-8")
    good("plan", "task", "P1", "T1", "--state", "done", "--on", "2026-04-20")

    started.write_text(text.replace('["MY"]', '["MY/PDRM"]'), encoding="utf-8")

    assert "will not see" not in run("plan", "set", started)[2]
