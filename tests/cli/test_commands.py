import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from linkgraph import cli
from linkgraph.cli.output import neutralise

EXPORTS = Path(__file__).resolve().parent.parent.parent / "examples/kestrel/exports"


@pytest.fixture(scope="module")
def kestrel(tmp_path_factory):
    """A case with all of Kestrel's exports."""
    folder = tmp_path_factory.mktemp("cli") / "kestrel"
    run = [sys.executable, "-m", "linkgraph.cli"]
    for words in (
        ["case", "init", folder, "-j", "NZ", "-a", "Joint cell"],
        ["source", "import", EXPORTS, "-c", folder],
    ):
        subprocess.run([*run, *map(str, words)], check=True, capture_output=True)
    return folder


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from linkgraph.cli import app; app(['--help'], standalone_mode=False);"
        "print(sorted(m for m in ('kglite', 'neo4j', 'polars', 'sqlalchemy', 'pandas', 'networkx')"
        " if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.splitlines()[-1] == "[]"


def test_each_command_has_an_example_in_its_help():
    def walk(command, words):
        yield words, command
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                yield from walk(command.get_command(click.Context(command), name), [*words, name])

    missing = [
        " ".join(words)
        for words, command in walk(cli.app, ["linkgraph"])
        if not isinstance(command, click.Group) and f"    {' '.join(words)}" not in command.help
    ]
    assert missing == []


def test_an_import_reports_each_file_and_adds_up(kestrel, call):
    code, out, err = call("source", "import", EXPORTS, "-c", kestrel)

    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(rows) == 13
    assert all(row["stored"] + row["rejected"] == row["read"] and not row["new"] for row in rows)
    assert "in already" in err


def test_a_dry_run_shows_rows_and_writes_nothing(tmp_path, call):
    case = tmp_path / "case"
    call("case", "init", case, "-j", "NZ", "-a", "Police")

    code, out, _ = call("source", "import", EXPORTS / "TH", "-c", case, "--dry-run")

    assert code == 0
    assert "Person {" in out
    assert "rejected " in out
    assert (
        json.loads("[" + ",".join(call("source", "list", "-c", case)[1].splitlines()) + "]") == []
    )


def test_an_unknown_role_word_is_told_by_its_lines_and_never_written(tmp_path, call):
    case = tmp_path / "case"
    call("case", "init", case, "--jurisdiction", "NZ", "--agency", "Police")
    rows = "".join(f"{n},An,{'suspect' if n == 3 else 'Zubaidah'}\n" for n in range(1, 9))
    (tmp_path / "persons.csv").write_text("person_id,name,role\n" + rows)

    code, _, err = call("source", "import", tmp_path / "persons.csv", "-c", case, "--originator", "NZ")  # fmt: skip

    assert code == 0
    assert "persons.csv: 7 record(s)" in err
    assert "(column role, at 2, 3, 5, 6, 7 and 2 more)" in err
    assert "Zubaidah" not in err


def test_strict_ends_two_where_a_line_was_rejected(tmp_path, call):
    case = tmp_path / "case"
    call("case", "init", case, "-j", "NZ", "-a", "Police")

    assert call("source", "import", EXPORTS / "VN", "-c", case, "--strict")[0] == 2


def test_quarantine_as_csv_names_file_place_column_and_reason(kestrel, call):
    _, out, _ = call("source", "quarantine", "-f", "csv", "-c", kestrel)

    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0])[:5] == ["file", "locator", "column", "code", "reason"]
    assert {"file": "vn_doi_tuong.jsonl", "locator": "1", "code": "bad_json"}.items() <= rows[
        -5
    ].items()
    assert len(rows) == 62


def test_quarantined_lines_can_be_exported_to_mend(kestrel, call, tmp_path):
    code, out, _ = call("source", "quarantine", "--export", tmp_path / "mend", "-c", kestrel)

    written = [Path(line) for line in out.splitlines()]
    assert code == 0
    assert sum(path.read_text(encoding="utf-8").count("\n") > 1 for path in written) == len(written)


def test_an_answer_ends_with_caution_handling_and_originators(kestrel, call):
    code, out, err = call("ask", "money/pass_through", "-p", "min_times=2", "-c", kestrel)

    assert code == 0
    assert json.loads(out.splitlines()[0])["account_id"] == "account:850738710654"
    assert "Caution: " in err
    assert "Strictest handling: H2 AMBER+STRICT" in err
    assert "Originators: MY/Financial intelligence unit (made up)" in err


def test_a_table_is_for_people(kestrel, call):
    _, out, _ = call("ask", "money/pass_through", "-f", "table", "-c", kestrel)

    assert "850738710654" in out
    assert "48,777.94 MYR" in out


def test_no_formula_runs_in_a_csv(kestrel, call):
    _, out, _ = call("entity", "find", "hyperlink", "-f", "csv", "-c", kestrel)

    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=x", "'\t=x"),
        ("+64211234567", "+64211234567"),
        ("-7.5", "-7.5"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell, safe):
    assert neutralise(cell) == safe


def test_finding_works_in_any_script_and_order(kestrel, call):
    def found(text):
        return {
            json.loads(line)["entity_id"]
            for line in call("entity", "find", text, "-c", kestrel)[1].splitlines()
        }

    assert found("hoa phan") & found("Phan Thị Hoa")
    assert found("ศรีสุข") <= found("srisuk")
    assert found("082-714-0726") == {"phone:+66827140726"}
    assert found("nobody of this name") == set()


def test_show_and_explain_lead_to_the_source_line(kestrel, call):
    shown = json.loads(call("entity", "show", "phone:+66827140726", "-c", kestrel)[1])
    explained = [
        json.loads(line)
        for line in call("entity", "explain", "phone:+66827140726", "-c", kestrel)[1].splitlines()
    ]

    assert shown["kind"] == "Phone"
    assert ("th_persons.csv", "4") in {(row["file"], row["locator"]) for row in explained}
    assert {row["handling"] for row in explained} <= {
        "H2 AMBER",
        "H2 AMBER+STRICT",
        "H1 AMBER",
        "H1 GREEN",
    }


def test_stating_and_withdrawing_leave_the_case_as_it_was(kestrel, call):
    before = call("case", "check", "-c", kestrel)[1].split("digest")[1]
    entity = json.loads(call("entity", "find", "hoa phan", "-c", kestrel)[1].splitlines()[0])[
        "entity_id"
    ]

    code, source, _ = call(
        "entity",
        "state",
        entity,
        "--victim",
        "--reach",
        "VN",
        "--why",
        "interviewed",
        "-c",
        kestrel,
    )
    middle = call("case", "check", "-c", kestrel)[1].split("digest")[1]
    call("source", "withdraw", source.strip(), "--reason", "error", "-c", kestrel)

    assert code == 0
    assert middle != before
    assert call("case", "check", "-c", kestrel)[1].split("digest")[1] == before


def test_a_view_is_written_where_asked(kestrel, call, tmp_path):
    page = tmp_path / "network.html"

    code, out, _ = call(
        "view", "network", "--around", "account:850738710654", "-o", page, "-c", kestrel
    )

    assert (code, out.strip()) == (0, str(page))
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", "money/paid_by_man"], 2, "Did you mean 'money/paid_by_many'?"),
        (["ask", "money/paid_by_many", "-p", "min_payer=1"], 2, "Did you mean 'min_payers'?"),
        (["ask", "money/paid_by_many", "-p", "min_payers=few"], 2, "wants a whole number"),
        (["ask", "money/paid_by_many", "-p", "min_payers=0"], 2, "at least 1"),
        (["ask", "money/paid_by_many", "-p", "min_payers"], 2, "NAME=VALUE"),
        (["ask", "network/linked"], 2, "must be given"),
        (["entity", "show", "person:nobody"], 2, "no entity of this id"),
        (["entity", "explain", "person:nobody"], 2, "nothing in the case"),
        (["entity", "state", "person:nobody", "--victim", "--why", "x"], 2, "no entity of this id"),
        (["source", "withdraw", "src-none", "--reason", "x"], 2, "no source of that id"),
        (["source", "import", "/nonexistent/file.csv"], 2, "cannot be read"),
        (["source", "import", __file__], 2, "no mapping"),
        (["view", "network", "--audience", "MY", "--reveal", "x", "-o", "x.html"], 2, "own agency"),
        (["graph", "sync", "--engine", "sqlite"], 2, "sqlite"),
    ],
)
def test_a_wrong_request_gets_one_message_with_a_remedy(kestrel, call, words, code, said):
    ended, out, err = call(*words, "-c", kestrel)

    assert (ended, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_no_case_is_told_with_what_to_do(call, tmp_path):
    code, _, err = call("ask", "money/pass_through", "-c", tmp_path)

    assert code == 2
    assert "there is no case here" in err
    assert "linkgraph case init" in err


def test_a_damaged_graph_is_made_again_without_being_asked(kestrel, call):
    wanted = call("ask", "money/pass_through", "-c", kestrel)[1]
    for damage in (b"", b"not a graph", None):
        graph = kestrel / "graph.kgl"
        if damage is None:
            graph.unlink()
        else:
            graph.write_bytes(damage)

        assert call("ask", "money/pass_through", "-c", kestrel)[:2] == (0, wanted)


def test_an_unexpected_error_tells_its_place_and_nothing_of_the_data(kestrel, call, monkeypatch):
    def fails(*_, **__):
        raise KeyError("Somchai Khamsaen")

    monkeypatch.setattr("linkgraph.case.Case.answer", fails)

    code, _, err = call("ask", "money/pass_through", "-c", kestrel)

    assert code == 1
    assert "unexpected KeyError in linkgraph." in err
    assert "Somchai" not in err


def test_an_interrupt_ends_quietly(kestrel, call, monkeypatch):
    def stops(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("linkgraph.case.Case.answer", stops)

    assert call("ask", "money/pass_through", "-c", kestrel)[0] == 130


def test_a_reader_that_closes_early_is_no_error(kestrel):
    shell = f'"{sys.executable}" -m linkgraph.cli ask identity/shared_identifier -c "{kestrel}" | head -1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True, check=False
    )

    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
