import csv
import io
import json
import re
import shlex
import subprocess
import sys

import pytest

from linkgraph import cli
from linkgraph.case import create_case, open_case
from linkgraph.cli import resolve_blind

SIDECAR = {
    "originator": "NZ/INZ",
    "handling": "H0",
    "tlp": "GREEN",
    "releasable_to": ["NZ", "MY"],
    "purpose": "test",
}
PERSONS = "id,name,birth_date,document\n1,Ann Lee,1990-03-07,C1234567\n2,Ben Po,1971-11-28,N9\n"
THEIRS = "id,name,birth_date,document\nx,LEE Ann,1990-03-07,C1234568\ny,Zed Um,1950-01-01,Q7\n"


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Runs a command in this process, in a folder of its own; returns (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = 0
        try:
            cli.main(["resolve", *map(str, words)])
        except SystemExit as stopped:
            code = stopped.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def exchange(call, tmp_path):
    """Both sides' encodings and tables, made with one key."""
    (tmp_path / "ours.csv").write_text(PERSONS, encoding="utf-8")
    (tmp_path / "theirs.csv").write_text(THEIRS, encoding="utf-8")
    call("key", "joint.key")
    for side, file in (("nz", "ours.csv"), ("my", "theirs.csv")):
        code, _, err = call(
            "encode", "--csv", file, "--key", "joint.key",
            "-o", f"{side}.enc", "--table", f"{side}-own.csv",
        )  # fmt: skip
        assert code == 0, err
    return tmp_path


def whose(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["opaque_id"]: row["record_id"] for row in csv.DictReader(file)}


def test_two_sides_find_whom_both_have_and_nothing_else_comes_out(exchange, call):
    code, out, err = call("match", "nz.enc", "my.enc")

    (pair,) = map(json.loads, out.splitlines())
    assert code == 0
    assert list(pair) == ["left", "right", "score"]
    assert whose(exchange / "nz-own.csv")[pair["left"]] == "1"
    assert whose(exchange / "my-own.csv")[pair["right"]] == "x"
    assert err == "1 pair(s). A score is a lead: ask before you act on one.\n"


def test_pairs_as_csv(exchange, call):
    _, out, _ = call("match", "nz.enc", "my.enc", "-f", "csv", "--one-to-one")

    (row,) = csv.DictReader(io.StringIO(out))
    assert set(row) == {"left", "right", "score"}
    assert re.fullmatch("[0-9a-f]{16}", row["left"])


def test_nothing_in_common_is_no_line_and_no_error(exchange, call):
    code, out, err = call("match", "nz.enc", "my.enc", "--threshold", "1")

    assert (code, out) == (0, "")
    assert err.startswith("0 pair(s)")


def test_encoding_writes_to_stderr_alone(exchange, call):
    code, out, err = call(
        "encode", "--csv", "ours.csv", "--key", "joint.key", "-o", "b.enc", "--table", "b.csv"
    )

    assert (code, out) == (0, "")
    assert "2 record(s) encoded" in err
    assert "Ann" not in err


def test_a_dry_run_writes_nothing(exchange, call):
    code, out, err = call(
        "encode", "--csv", "ours.csv", "--key", "joint.key",
        "-o", "b.enc", "--table", "b.csv", "--dry-run",
    )  # fmt: skip

    assert (code, out) == (0, "")
    assert "2 record(s) would be encoded" in err
    assert not (exchange / "b.enc").exists()
    assert not (exchange / "b.csv").exists()


def test_columns_can_be_named(exchange, call):
    (exchange / "febrl.csv").write_text(
        "rec_id,given,surname,dob\nr,Ann,Lee,19900307\n", encoding="utf-8"
    )

    code, _, err = call(
        "encode", "--csv", "febrl.csv", "--key", "joint.key", "-o", "b.enc", "--table", "b.csv",
        "--column", "id=rec_id", "--column", "name=given", "--column", "name=surname",
        "--column", "birth_date=dob",
    )  # fmt: skip

    assert code == 0, err
    assert list(whose(exchange / "b.csv").values()) == ["r"]


def test_unread_dates_and_empty_records_are_said(exchange, call):
    (exchange / "odd.csv").write_text("name,birth_date\nAnn,7 March\n,1990\n", encoding="utf-8")

    _, _, err = call(
        "encode", "--csv", "odd.csv", "--key", "joint.key", "-o", "b.enc", "--table", "b.csv"
    )

    assert "1 date(s) of birth are not written as YYYY-MM-DD" in err
    assert "1 left out: neither a name nor a document" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["match", "nz.enc", "none.enc"], "cannot be read"),
        (["match", "nz.enc", "ours.csv"], "no encoding"),
        (["match", "nz.enc", "nz.enc"], "one encoding"),
        (["match", "nz.enc", "my.enc", "--threshold", "0.1"], "0.4<=x<=1"),
        (["key", "joint.key"], "never written over"),
        (
            ["encode", "--csv", "ours.csv", "--key", "none", "-o", "b", "--table", "c"],
            "key cannot be read",
        ),
        (
            ["encode", "--csv", "ours.csv", "--key", "ours.csv", "-o", "b", "--table", "c"],
            "no key",
        ),
        (
            ["encode", "--csv", "ours.csv", "--key", "joint.key", "-o", "nz.enc", "--table", "c"],
            "a file already",
        ),
        (
            ["encode", "--csv", "ours.csv", "--key", "joint.key", "-o", "b", "--table", "c",
             "--column", "name"],
            "FIELD=HEADING",
        ),
        (
            ["encode", "--csv", "ours.csv", "--key", "joint.key", "-o", "b", "--table", "c",
             "--to", "MY"],
            "--csv takes none",
        ),
        (
            ["encode", "--key", "joint.key", "-o", "b", "--table", "c", "--column", "name=name"],
            "after --csv",
        ),
    ],
)  # fmt: skip
def test_a_wrong_request_ends_two_and_says_why(exchange, call, words, told):
    code, out, err = call(*words)

    assert (code, out) == (2, "")
    assert told in err


def test_another_key_or_other_settings_are_said(exchange, call):
    call("key", "other.key")
    encode = ["encode", "--csv", "ours.csv"]
    call(*encode, "--key", "other.key", "-o", "k.enc", "--table", "k.csv")
    call(*encode, "--key", "joint.key", "-o", "s.enc", "--table", "s.csv", "--hardening", "fold")

    assert "different keys" in call("match", "k.enc", "my.enc")[2]
    assert "other settings: hardening" in call("match", "s.enc", "my.enc")[2]


@pytest.fixture
def case(tmp_path, call):
    """A case of NZ with one own source and one of a partner."""
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="INZ") as made:
        for name, marks in (("own", {}), ("partner", {"originator": "ID/Police"})):
            path = tmp_path / f"{name}.csv"
            path.write_text(
                "person_id,name,birth_date\n"
                f"{name}-1,Ann Lee,1990-03-07\n{name}-2,Ben Po,1971-11-28\n",
                encoding="utf-8",
            )
            path.with_name(f"{name}.csv.source.json").write_text(
                json.dumps(SIDECAR | marks), encoding="utf-8"
            )
            made.import_file(path, mapping="common/persons")
    call("key", "joint.key")
    return tmp_path / "case"


def encode_case(call, case, *words):
    return call(
        "encode", "-c", case, "--key", "joint.key", "-o", "nz.enc", "--table", "nz-own.csv", *words
    )


def test_of_a_case_the_own_countrys_people_are_encoded(case, call):
    code, out, err = encode_case(call, case, "--to", "MY")

    assert (code, out) == (0, ""), err
    assert "1 of 1 own source(s) may leave" in err
    assert "2 record(s) encoded" in err
    assert all(one.startswith("person:") for one in whose(case.parent / "nz-own.csv").values())


def test_what_was_encoded_for_whom_is_on_record(case, call):
    encode_case(call, case, "--to", "MY")

    with open_case(case) as opened:
        last = opened.ledger.history()[-1]
    assert (last.action, last.subject) == ("encoded", "MY")
    assert last.reason.startswith("2 people encoded, SHA-256 ")


def test_a_case_needs_an_audience(case, call):
    code, _, err = encode_case(call, case)

    assert code == 2
    assert "--to" in err


def test_nobody_may_leave_for_whom_nothing_is_released(case, call):
    code, _, err = encode_case(call, case, "--to", "VN")

    assert code == 2
    assert "no record to encode" in err
    assert not (case.parent / "nz.enc").exists()


def stated(case, role):
    from linkgraph.statements.stated import Stated

    with open_case(case) as opened:
        row = next(r for r in opened.ledger.sources() if r.source.originator.country == "NZ")
        frame = next(iter(opened.ledger.tables(part="entity", sources=[row.seq]))).frame
        opened.state(frame["id"][0], Stated(why="interview", role=role))


def test_a_victim_stays_out_unless_a_reason_is_put_on_record(case, call):
    stated(case, "victim")

    _, _, err = encode_case(call, case, "--to", "MY")
    assert "1 protected person(s) stay out" in err
    assert "1 record(s) encoded" in err

    for name in ("nz.enc", "nz-own.csv"):
        (case.parent / name).unlink()
    _, _, err = encode_case(call, case, "--to", "MY", "--with-victims", "to find them abroad")
    assert "2 record(s) encoded" in err
    with open_case(case) as opened:
        actions = [(e.action, e.reason) for e in opened.ledger.history()[-2:]]
    assert actions[0] == ("revealed", "to find them abroad")
    assert actions[1][0] == "encoded"


@pytest.mark.parametrize("command", [resolve_blind.encode, resolve_blind.match, resolve_blind.key])
def test_help_says_what_an_adversary_can_do(command):
    told = " ".join(command.help.split())

    assert "the key" in told
    assert "test" in told


def test_the_help_of_encode_tells_each_case_apart():
    told = resolve_blind.encode.help

    for case in (
        "With the key and the encoding",
        "With the encoding and no key",
        "With both encodings and no key",
        "With the table",
    ):
        assert case in told


def test_the_examples_of_the_help_run(case, call):
    call_words = {
        name: shlex.split(
            re.search(r"Example:\n\s+linkgraph resolve (.+)", getattr(resolve_blind, name).help)[1]
        )
        for name in ("key", "encode", "match")
    }
    case.rename(case.parent / "kestrel")
    (case.parent / "joint.key").unlink()

    assert call(*call_words["key"])[0] == 0
    assert call(*call_words["encode"])[0] == 0
    (case.parent / "theirs.csv").write_text(THEIRS, encoding="utf-8")
    call("encode", "--csv", "theirs.csv", "--key", "joint.key", "-o", "my.enc", "--table", "m.csv")
    code, out, _ = call(*call_words["match"])
    assert code == 0
    assert out.splitlines()[0] == "left,right,score"


def test_help_of_a_command_loads_nothing_heavy():
    code = (
        "import sys; from linkgraph.cli import app;"
        "app(['resolve', 'encode', '--help'], standalone_mode=False);"
        "print(sorted(m for m in ('numpy', 'polars', 'sqlalchemy', 'kglite') if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.splitlines()[-1] == "[]"
