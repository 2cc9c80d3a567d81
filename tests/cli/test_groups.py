"""The commands that keep a case: graph, question, share, case, source; on a small one."""

import json

import pytest

from linkgraph.case import create_case, open_case
from tests.readers.taking import write

HEADS = "txn_id,from_account,to_account,amount,currency,timestamp,channel,remark"
MARKS = {"originator": "MY/FIU", "handling": "H1", "tlp": "GREEN"}


def export(folder, name, payers, **marks):
    lines = [
        f"T{name}{n},1000{n:04d},20000000,{n + 1}.50,MYR,2026-01-01T10:00:00+08:00,TT,x"
        for n in range(payers)
    ]
    path = write(folder, "\n".join([HEADS, *lines]) + "\n", f"my_transactions_{name}.csv")
    write(folder, json.dumps(MARKS | marks), f"{path.name}.source.json")
    return path


@pytest.fixture
def folder(tmp_path):
    """A case with three payments of one source and two of another that was to go by 2020."""
    case = create_case(tmp_path / "case", jurisdiction="MY", agency="FIU")
    case.import_file(export(tmp_path, "a", 3))
    case.import_file(export(tmp_path, "b", 2, retain_until="2020-01-31"))
    case.close()
    return tmp_path / "case"


def sources(folder):
    with open_case(folder) as case:
        return [row.source.id for row in case.ledger.sources()]


def test_a_graph_is_made_once_and_then_current(folder, call):
    first = call("graph", "sync", "-c", folder)
    again = call("graph", "sync", "-c", folder)
    anew = call("graph", "sync", "--again", "-c", folder)

    assert [out.split(":")[1].split(",")[0].strip() for _, out, _ in (first, again, anew)] == [
        "built",
        "current",
        "built",
    ]
    assert {code for code, _, _ in (first, again, anew)} == {0}


def test_a_graph_that_shows_the_ledger_is_told_so(folder, call):
    call("graph", "sync", "-c", folder)

    assert call("graph", "check", "-c", folder)[:2] == (0, "the graph shows the ledger\n")


def test_a_graph_that_shows_something_else_ends_three(folder, call, monkeypatch):
    monkeypatch.setattr("linkgraph.case.Case.check", lambda *_: ["kglite: digests differ"])

    for group in ("graph", "case"):
        assert call(group, "check", "-c", folder)[:2] == (3, "kglite: digests differ\n")


def test_info_counts_what_the_graph_holds(folder, call):
    code, out, _ = call("graph", "info", "-c", folder)

    told = dict(line.split(": ") for line in out.splitlines())
    assert code == 0
    assert told["engine"] == "kglite"
    assert told["links"] == "5"
    assert str(folder.parent) not in out


def test_a_whole_case_is_told_with_its_version_and_digest(folder, call):
    code, out, _ = call("case", "check", "-c", folder)

    with open_case(folder) as case:
        assert (code, out) == (0, f"whole; version {case.ledger.version}; digest {case.digest()}\n")


def test_history_tells_what_was_done_in_order(folder, call):
    (first, *_) = sources(folder)
    call("source", "withdraw", first, "--reason", "the originator asks", "-c", folder)

    code, out, _ = call("case", "history", "-f", "jsonl", "-c", folder)

    entries = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [e["version"] for e in entries] == sorted(e["version"] for e in entries)
    assert (entries[-1]["subject"], entries[-1]["reason"]) == (first, "the originator asks")


def test_a_dry_withdrawal_counts_and_changes_nothing(folder, call):
    (first, *_) = before = sources(folder)

    code, out, _ = call("source", "withdraw", first, "--reason", "x", "--dry-run", "-c", folder)

    assert (code, out) == (0, "3 stored and 0 quarantined records would go\n")
    assert sources(folder) == before


@pytest.mark.parametrize("words", [("--dry-run",), ()])
def test_a_withdrawal_of_what_is_not_there_is_refused(folder, call, words):
    before = sources(folder)

    code, _, err = call(
        "source", "withdraw", "src-0000000000000000", "--reason", "x", *words, "-c", folder
    )

    assert code == 2
    assert "src-0000" in err or "source" in err
    assert sources(folder) == before


def test_a_dry_purge_names_what_is_overdue_and_keeps_it(folder, call):
    before = sources(folder)

    code, out, _ = call("source", "purge", "--overdue", "--dry-run", "-c", folder)

    assert (code, out.split()) == (0, [before[1]])
    assert sources(folder) == before


def test_a_purge_erases_what_is_overdue_and_nothing_else(folder, call):
    kept, _ = sources(folder)

    call("source", "purge", "--overdue", "-c", folder)

    assert sources(folder) == [kept]
    assert call("source", "purge", "--overdue", "-c", folder)[1] == ""


def test_a_purge_needs_to_be_told_of_what(folder, call):
    code, _, err = call("source", "purge", "-c", folder)

    assert code == 2
    assert "--overdue" in err


def test_a_consent_and_its_end_are_on_record(folder, call):
    (first, *_) = sources(folder)

    given = call("share", "consent", first, "--to", "NZ", "--reason", "letter", "-c", folder)
    ended = call("share", "revoke", first, "--to", "NZ", "--reason", "recalled", "-c", folder)

    assert (given[0], ended[0]) == (0, 0)
    out = call("case", "history", "-f", "jsonl", "-c", folder)[1]
    assert [json.loads(line)["reason"] for line in out.splitlines()][-2:] == ["letter", "recalled"]


@pytest.mark.parametrize("verb", ["consent", "revoke"])
def test_a_consent_for_what_is_not_there_is_refused(folder, call, verb):
    code, _, err = call(
        "share", verb, "src-0000000000000000", "--to", "NZ", "--reason", "x", "-c", folder
    )

    assert code == 2
    assert err


def test_each_question_is_listed_and_can_be_shown(call):
    listed = [json.loads(line) for line in call("question", "list", "-f", "jsonl")[1].splitlines()]

    assert len(listed) >= 10
    for one in listed:
        code, out, _ = call("question", "show", one["question"])
        assert code == 0
        assert one["asks"] in out
        assert "Caution: " in out


def test_a_shown_parameter_says_whether_it_must_be_given(call):
    out = call("question", "show", "network/path")[1]
    collected = call("question", "show", "money/paid_by_many")[1]

    assert "(entity, required)" in out
    assert "min_payers (int, default 5)" in collected
    assert "since (instant, default any)" in collected


def test_a_mistyped_question_offers_the_nearest(call):
    code, _, err = call("question", "show", "money/paid_by_mony")

    assert code == 2
    assert "money/paid_by_many" in err


def test_questions_of_ones_own_stand_beside_the_catalogue(tmp_path, call):
    (tmp_path / "mine").mkdir()
    text = """// +++
// title = "All accounts"
// question = "Which accounts are there?"
// caution = "An account proves nothing."
// identity = ["account_id"]
//
// [params.most]
// type = "int"
// default = 10
// least = 1
// help = "Most rows"
//
// [returns]
// account_id = "Account"
// +++
MATCH (a:BankAccount)
RETURN a.id AS account_id, a.sources AS sources
ORDER BY account_id
LIMIT $most
"""
    write(tmp_path / "mine", text, "accounts.cypher")

    code, out, _ = call("question", "show", "mine/accounts", "--questions", tmp_path)

    assert code == 0
    assert "An account proves nothing." in out


def test_a_mapping_tells_its_columns(call):
    _, out, _ = call("source", "mappings", "common/lessons", "-f", "csv")

    assert out.split()[1:] == [
        "period,True",
        "kind,True",
        "lesson,True",
        "plan,False",
        "date,False",
    ]
