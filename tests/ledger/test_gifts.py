"""The gift log: a chain bound to the history, in which no change goes unnoticed."""

# ruff: noqa: S608 - only this file's own words go into a statement

import sqlite3

import pytest

from linkgraph.errors import LedgerError
from linkgraph.ledger import Told
from tests.builders import fill, new_ledger

COLUMNS = ["seq", "kind", "package", "partner", "plan", "sources", "content", "expires", "version",
           "entry_digest", "previous", "digest"]  # fmt: skip


def told(number, kind="given"):
    return Told(
        kind=kind, package=f"pkg-{number}", partner="MY", plan="JPA-1", sources=["src-2", "src-1"],
        content="ab" * 32, expires="2026-12-31",
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    """A ledger with three lines in its log, and other things done between them."""
    made = new_ledger(tmp_path)
    for number, kind in enumerate(("given", "received", "recalled"), 1):
        fill(made, f"S{number}", entities=[("person:a", {})])
        made.log_gift(told(number, kind), who="ann")
    yield made
    made.close()


def change(tmp_path, *statements):
    with sqlite3.connect(tmp_path / "ledger.sqlite") as direct:
        for one in statements:
            direct.execute(one)


def test_a_log_tells_who_gave_what_to_whom_when(ledger):
    first, *_ = ledger.gifts()

    assert (first.number, first.who, first.version, first.told.package) == (1, "ann", 3, "pkg-1")
    assert first.told.sources == ("src-1", "src-2")
    assert ledger.check_gifts() == []
    assert ledger.check() == []


def test_an_empty_log_is_whole(tmp_path):
    assert new_ledger(tmp_path).check_gifts() == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("line", [1, 2, 3])
def test_each_changed_value_of_a_line_is_noticed_and_the_line_named(ledger, tmp_path, column, line):
    value = {"seq": "seq + 10", "version": "1"}.get(column, f"{column} || 'x'")
    change(tmp_path, f"UPDATE gift SET {column} = {value} WHERE seq = {line}")

    (wrong,) = ledger.check_gifts()

    assert f"line {line} " in wrong
    assert ledger.check() == [f"the gift log: {wrong}"]


@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_line_that_is_taken_out_is_noticed(ledger, tmp_path, line):
    change(tmp_path, f"DELETE FROM gift WHERE seq = {line}")

    (wrong,) = ledger.check_gifts()

    assert f"line {line} " in wrong


def test_lines_that_change_places_are_noticed(ledger, tmp_path):
    change(tmp_path, "UPDATE gift SET seq = -seq", "UPDATE gift SET seq = 3 + seq + 1")

    assert ledger.check_gifts() == ["line 1 was changed, moved, or follows a line that is gone"]


def test_a_line_that_is_put_in_is_noticed(ledger, tmp_path):
    names = ", ".join(COLUMNS[1:])
    change(tmp_path, f"INSERT INTO gift ({names}) SELECT {names} FROM gift WHERE seq = 3")

    assert "line 4 " in ledger.check_gifts()[0]


@pytest.mark.parametrize("column", ["at", "who", "action", "subject", "reason", "digest"])
def test_a_changed_entry_of_the_history_is_noticed(ledger, tmp_path, column):
    change(tmp_path, f"UPDATE entry SET {column} = {column} || 'x' WHERE version = 5")

    (wrong,) = ledger.check_gifts()

    assert "line 2 " in wrong
    assert ledger.check()


def test_a_line_made_up_from_the_start_does_not_fit_the_history(ledger, tmp_path):
    from linkgraph.ledger import gifts

    with sqlite3.connect(tmp_path / "ledger.sqlite") as direct:
        direct.row_factory = sqlite3.Row
        row = dict(direct.execute("SELECT * FROM gift WHERE seq = 3").fetchone())
        row["partner"] = "TH"
        chained = {name: row[name] for name in COLUMNS[1:-1]}
        row["digest"] = gifts._digest(chained)
        direct.execute("UPDATE gift SET partner = :partner, digest = :digest WHERE seq = 3", row)

    assert ledger.check_gifts() == ["line 3 does not stand beside its entry of the history"]


def test_a_version_seen_before_the_case_changed_gives_nothing(ledger):
    seen = ledger.version
    ledger.note(who="bob", action="noted", reason="")

    with pytest.raises(LedgerError, match="changed"):
        ledger.log_gift(told(4), who="ann", seen=seen)

    assert len(ledger.gifts()) == 3


def test_what_was_accepted_stands_in_the_history_before_the_gift(ledger):
    version = ledger.log_gift(told(4), who="ann", accepted="known to both")

    entry = next(one for one in ledger.history() if one.version == version - 1)
    assert (entry.action, entry.subject, entry.reason) == ("accepted warnings", "pkg-4", "known to both")  # fmt: skip
    assert ledger.check_gifts() == []


def test_an_older_ledger_gets_its_tables_when_it_is_opened(tmp_path):
    ledger = new_ledger(tmp_path)
    ledger.close()
    names = ("received_source", "received", "recalled", "gift", "partner_key")
    change(
        tmp_path,
        *(f"DROP TABLE {name}" for name in names),
        "UPDATE meta SET value = '3' WHERE key = 'schema_version'",
    )
    from linkgraph.ledger import Ledger

    again = Ledger(tmp_path / "ledger.sqlite")

    assert again.gifts() == again.received() == again.trusted() == []
    assert again.log_gift(told(1), who="ann") == 2
    again.close()


def test_trust_is_on_record_once_with_who_and_why(ledger):
    words = {"who": "ann", "reason": "by telephone", "fingerprint": "12345"}
    first = ledger.trust("MY/PDRM", "ab", "age1", **words)
    again = ledger.trust("MY/PDRM", "ab", "age1", **words)

    (held,) = ledger.trusted()
    assert first == again
    assert (held.owner, held.who, held.why) == ("MY/PDRM", "ann", "by telephone (fingerprint 12345)")  # fmt: skip
    ledger.distrust("ab", who="bob", reason="lost")
    assert ledger.trusted() == []
    assert [one.action for one in ledger.history()][-2:] == ["trusted", "distrusted"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_trust_and_its_end_need_a_reason(ledger, reason):
    from linkgraph.errors import InputError

    with pytest.raises(InputError, match="reason"):
        ledger.trust("MY", "ab", "age1", who="ann", reason=reason, fingerprint="1")
    with pytest.raises(InputError, match="reason"):
        ledger.distrust("ab", who="ann", reason=reason)
    with pytest.raises(InputError, match="no such key"):
        ledger.distrust("ab", who="ann", reason="x")


@pytest.mark.parametrize("value", ["'no list'", "'7'", "'[['"])
def test_a_changed_log_can_still_be_looked_at(ledger, tmp_path, value):
    change(tmp_path, f"UPDATE gift SET sources = {value} WHERE seq = 2")

    assert ledger.gifts()[1].told.sources == (value.strip("'"),)
    assert "line 2 " in ledger.check_gifts()[0]
