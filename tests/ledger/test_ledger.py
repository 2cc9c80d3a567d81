import datetime as dt
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import event

from linkgraph.errors import InputError, LedgerError, SourceError
from linkgraph.ledger import Ledger
from linkgraph.ledger import tables as ledger_tables
from linkgraph.statements import Rejected
from tests.builders import fill, make_batch, make_source, new_ledger

NEEDLE = "Kanokwan Srisuk-of-the-river"
PAID = {"amount_minor": 100, "currency": "MYR", "at": "2026-01-01T00:00:00Z", "remark": NEEDLE}


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def append(ledger, name, **told):
    source = make_source(name)
    return ledger.append(source, [make_batch(name, **told)], who="tester")


def test_a_new_ledger_is_whole_and_holds_its_beginning(ledger):
    assert ledger.check() == []
    assert [(e.version, e.action) for e in ledger.history()] == [(1, "created")]
    assert ledger.case_id == "case-1"


def test_setting_up_again_changes_nothing(ledger):
    ledger.set_up("another", "tester")

    assert (ledger.case_id, ledger.version) == ("case-1", 1)


def test_stored_and_rejected_are_what_was_read(ledger):
    rejected = [Rejected("9", "phone", "broken_number", "not a phone number", "a,b\udc80\x00")]

    result = append(ledger, "A", entities=[("person:p", {"names": ["x"]})], rejected=rejected)

    assert (result.read, result.stored, result.rejected) == (2, 1, 1)
    assert result.reasons == {"broken_number": 1}
    held = ledger.quarantine()
    assert [(source.source.file, one) for source, one in held] == [("A.csv", rejected[0])]


def test_the_same_file_again_adds_nothing(ledger):
    first = append(ledger, "A", entities=[("person:p", {})])
    before = ledger.digest()

    again = append(ledger, "A", entities=[("person:p", {})])

    assert (first.new, again.new) == (True, False)
    assert (ledger.digest(), ledger.version) == (before, 2)


def test_the_same_file_with_other_marks_is_refused(ledger):
    fill(ledger, "A", handling="H1")

    with pytest.raises(SourceError, match="other marks"):
        fill(ledger, "A", handling="H0")


def test_a_failed_import_leaves_nothing_behind(ledger):
    def broken():
        yield make_batch("A", entities=[("person:p", {})])
        raise SourceError("the file ends in the middle")

    before = ledger.digest()

    with pytest.raises(SourceError):
        ledger.append(make_source("A"), broken(), who="tester")

    assert (ledger.digest(), ledger.version, ledger.sources()) == (before, 1, [])


def test_the_digest_does_not_depend_on_order_or_history(tmp_path):
    one, two = new_ledger(tmp_path / "one"), new_ledger(tmp_path / "two")
    for name in "AB":
        fill(one, name, links=[("PAID", "account:a", f"account:{name}", PAID)])
    gone = fill(two, "C", entities=[("person:p", {})])
    for name in "BA":
        fill(two, name, links=[("PAID", "account:a", f"account:{name}", PAID)])
    two.withdraw(gone.id, who="tester", reason="error")

    assert one.digest() == two.digest()


@pytest.mark.parametrize(
    "change",
    [{"handling": "H1"}, {"tlp": "RED"}, {"releasable_to": ["NZ"]}, {"originator": "MY/FIU"}],
)
def test_the_digest_tells_marks_apart(tmp_path, change):
    one, two = new_ledger(tmp_path / "one"), new_ledger(tmp_path / "two")
    fill(one, "A", entities=[("person:p", {})])
    fill(two, "A", entities=[("person:p", {})], **change)

    assert one.digest() != two.digest()


def test_no_byte_of_a_withdrawn_source_stays_in_any_file(ledger, tmp_path):
    needle = "Zyxwvut-Nameless-Person"
    source = make_source(needle, purpose=f"purpose {needle}")
    rejected = [Rejected("3", "x", "bad_value", "reason", f"raw {needle}")]
    names = [f"{needle} {n}" for n in range(300)]
    batch = make_batch("B", entities=[("person:p", {"names": names})], rejected=rejected)
    ledger.append(source, [batch], who="tester")
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    chunks = [row[0] for row in raw_rows(tmp_path, "SELECT data FROM chunk")]
    assert needle.encode() in stored, "the test must be able to fail"

    ledger.withdraw(source.id, who="tester", reason="the originator asks")

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert needle.encode() not in left
    assert all(chunk[:64] not in left and chunk[-64:] not in left for chunk in chunks)
    assert source.sha256.encode() in left, "the file's digest stays on record"


def raw_rows(folder, query):
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        return connection.execute(query).fetchall()


def test_a_withdrawal_stays_on_record_with_who_and_why(ledger):
    source = fill(ledger, "A", entities=[("person:p", {})])

    ledger.withdraw(source.id, who="officer 7", reason="the originator asks")

    last = ledger.history()[-1]
    assert (last.action, last.who, last.reason, last.subject) == (
        "withdrew", "officer 7", "the originator asks", source.id,
    )  # fmt: skip
    assert ledger.sources() == []
    assert ledger.check() == []


def test_what_was_withdrawn_can_come_again(ledger):
    source = fill(ledger, "A", entities=[("person:p", {})])
    before = ledger.digest()
    ledger.withdraw(source.id, who="tester", reason="error")

    fill(ledger, "A", entities=[("person:p", {})])

    assert ledger.digest() == before


@pytest.mark.parametrize(("source_id", "reason"), [("src-none", "why"), ("", "why")])
def test_withdrawing_what_is_not_there_is_refused(ledger, source_id, reason):
    with pytest.raises(InputError, match="no source"):
        ledger.withdraw(source_id, who="tester", reason=reason)


def test_withdrawing_without_a_reason_is_refused(ledger):
    source = fill(ledger, "A", entities=[("person:p", {})])

    with pytest.raises(InputError, match="reason"):
        ledger.withdraw(source.id, who="tester", reason=" ")

    assert len(ledger.sources()) == 1


def test_as_of_a_version_shows_what_was_there(ledger):
    fill(ledger, "A", entities=[("person:p", {})])
    version = ledger.version
    fill(ledger, "B", entities=[("person:q", {})])

    assert [row.source.file for row in ledger.sources(version)] == ["A.csv"]
    assert [row.source.file for row in ledger.sources()] == ["A.csv", "B.csv"]


def test_everything_is_explained_with_source_and_line(ledger):
    fill(
        ledger,
        "A",
        reliability="B",
        credibility="2",
        entities=[("person:p", {"names": ["x"]})],
        links=[("USES", "person:p", "phone:+64211234567", {})],
    )

    found = ledger.explain(["person:p"], with_links=True)

    assert [(e.name, e.locator, e.properties) for e in found] == [
        ("Person", "2", {"names": ["x"]}),
        ("Person", "3", {}),
        ("USES", "3", {}),
    ]
    assert {e.source.source.reliability for e in found} == {"B"}
    assert ledger.explain(["person:nobody"]) == []


def test_a_later_judgement_supersedes_and_the_order_of_the_two_does_not_matter(ledger):
    ledger.judge("person:b", "person:a", "same", who="tester", reasons=["same passport"])
    ledger.judge("person:a", "person:b", "unsure", who="tester")

    assert [(j.left, j.right, j.verdict) for j in ledger.judgements()] == [
        ("person:a", "person:b", "unsure")
    ]
    held = raw_rows_of(ledger, "SELECT verdict, superseded FROM judgement ORDER BY seq")
    assert held == [("same", 3), ("unsure", None)]


def raw_rows_of(ledger, query):
    with sqlite3.connect(ledger._file.path) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(("pair", "verdict"), [(("a", "b"), "maybe"), (("a", "a"), "same")])
def test_a_judgement_that_is_none_is_refused(ledger, pair, verdict):
    with pytest.raises(InputError):
        ledger.judge(*pair, verdict, who="tester")

    assert ledger.version == 1


def test_a_withdrawal_erases_judgements_on_what_is_no_longer_there(ledger, tmp_path):
    fill(ledger, "A", entities=[("person:a", {}), ("person:b", {})])
    gone = fill(ledger, "B", entities=[("person:c", {})])
    before = ledger.digest()
    ledger.judge("person:a", "person:b", "same", who="tester", reasons=["kept"])
    ledger.judge("person:b", "person:c", "same", who="tester", reasons=[NEEDLE])

    ledger.withdraw(gone.id, who="tester", reason="error")

    assert [(j.left, j.right, j.reasons) for j in ledger.judgements()] == [
        ("person:a", "person:b", ("kept",))
    ]
    assert before != ledger.digest()
    assert NEEDLE.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_consent_ends_with_its_source_or_when_revoked(ledger):
    source = fill(ledger, "A", entities=[("person:p", {})])
    ledger.consent(source.id, "MY", who="tester", reason="letter")
    ledger.consent(source.id, "NZ", who="tester", reason="letter")

    ledger.revoke(source.id, "NZ", who="tester", reason="recalled")
    assert ledger.consents() == {(source.id, "MY")}
    ledger.withdraw(source.id, who="tester", reason="error")
    fill(ledger, "A", entities=[("person:p", {})])

    assert ledger.consents() == set()
    with pytest.raises(InputError, match="no such consent"):
        ledger.revoke(source.id, "NZ", who="tester", reason="again")


def test_a_consent_is_on_record(ledger):
    source = fill(ledger, "A", entities=[("person:p", {})])

    ledger.consent(source.id, "MY", who="tester", reason="letter of 3 May")

    assert ledger.consents() == {(source.id, "MY")}
    with pytest.raises(InputError):
        ledger.consent("src-none", "MY", who="tester", reason="x")


def test_a_changed_history_is_found(ledger):
    fill(ledger, "A", entities=[("person:p", {})])
    with sqlite3.connect(ledger._file.path) as connection:
        connection.execute("UPDATE entry SET who = 'somebody else' WHERE version = 1")

    assert ledger.check() == ["the history was changed at version 1"]


def test_a_missing_record_is_found(ledger):
    source = fill(ledger, "A", entities=[("person:p", {}), ("person:q", {})])
    with sqlite3.connect(ledger._file.path) as connection:
        connection.execute("DELETE FROM chunk WHERE part = 'record'")

    assert ledger.check() == [f"{source.id} does not hold as many records as were read"]


def test_a_second_writer_is_told_to_wait(ledger, tmp_path):
    other = Ledger(tmp_path / "ledger.sqlite")

    def batches():
        with pytest.raises(LedgerError, match="another process is writing"):
            fill(other, "B", entities=[("person:q", {})])
        yield make_batch("A", entities=[("person:p", {})])

    ledger.append(make_source("A"), batches(), who="tester")

    assert [row.source.file for row in other.sources()] == ["A.csv"]


def test_readers_see_one_state_beside_a_writer(ledger, tmp_path):
    fill(ledger, "A", entities=[("person:p", {})])
    other = Ledger(tmp_path / "ledger.sqlite")
    reading = other.tables()
    next(reading)

    fill(ledger, "B", entities=[("person:q", {})])

    assert {table.source for table in reading} <= {1}
    assert len(other.sources()) == 2


def test_a_disk_that_refuses_is_not_told_to_be_a_damaged_ledger(ledger):
    with pytest.raises(LedgerError, match="the disk refused") as told, ledger._file._translated():
        raise sqlite3.OperationalError("disk I/O error")

    assert "backup" not in str(told.value)


def test_a_full_disk_is_told_and_nothing_is_kept(ledger):
    fill(ledger, "A", entities=[("person:p", {})])
    before = ledger.digest()
    full_engine(ledger)
    names = [str(dt.timedelta(seconds=n)) for n in range(60_000)]

    with pytest.raises(LedgerError, match="disk is full"):
        fill(ledger, "B", entities=[("person:q", {"names": names})])

    assert (ledger.digest(), ledger.version) == (before, 2)


def full_engine(ledger):
    """Let SQLite have no more pages than it has now: what a full disk looks like to it."""

    @event.listens_for(ledger._file._engine, "connect")
    def no_more(connection, _):
        connection.execute("PRAGMA max_page_count = 1")


def test_a_damaged_ledger_is_told_not_read(ledger, tmp_path):
    fill(ledger, "A", entities=[("person:p", {"names": [str(n) for n in range(2000)]})])
    ledger.close()
    path = tmp_path / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\x00" * 3996
    path.write_bytes(bytes(data))

    with pytest.raises(LedgerError, match="damaged"):
        Ledger(path).check()


def test_another_kind_of_file_is_no_ledger(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_text("not a database at all, but long enough to be read as one" * 50)

    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(path)


def test_a_missing_ledger_is_told(tmp_path):
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(tmp_path / "ledger.sqlite")


def test_a_later_ledger_is_refused(ledger, tmp_path):
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")

    with pytest.raises(LedgerError, match="later linkgraph"):
        Ledger(tmp_path / "ledger.sqlite")


def test_an_older_ledger_is_brought_up_to_date_whole_or_not_at_all(ledger, tmp_path, monkeypatch):
    now = ledger_tables.SCHEMA_VERSION
    monkeypatch.setattr(ledger_tables, "SCHEMA_VERSION", now + 1)

    def fails(connection):
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise RuntimeError

    monkeypatch.setattr(ledger_tables, "MIGRATIONS", {now: fails})
    with pytest.raises(RuntimeError):
        Ledger(tmp_path / "ledger.sqlite")
    assert ("half",) not in raw_rows(tmp_path, "SELECT name FROM sqlite_master")

    monkeypatch.setattr(
        ledger_tables, "MIGRATIONS", {now: lambda c: c.exec_driver_sql("CREATE TABLE whole (x)")}
    )
    Ledger(tmp_path / "ledger.sqlite")

    assert ("whole",) in raw_rows(tmp_path, "SELECT name FROM sqlite_master")
    held = raw_rows(tmp_path, "SELECT value FROM meta WHERE key='schema_version'")
    assert held == [(str(now + 1),)]


def test_the_file_is_durable_and_checks_references(ledger):
    with ledger._file.reading() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]

    assert pragmas == ["wal", 2, 1, 1]


def test_nothing_of_a_value_stands_in_a_message(ledger):
    with pytest.raises(InputError) as told:
        ledger.withdraw(NEEDLE, who="tester", reason="x")

    assert NEEDLE not in str(told.value)


def test_importing_the_package_opens_nothing():
    code = "import linkgraph, sys; print('sqlalchemy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout == "False\n"


def test_an_erasure_that_a_reader_holds_up_says_so_and_is_finished_later(ledger, tmp_path):
    needle = "Zyxwvut-Nameless-Person"
    source = fill(ledger, "A", entities=[("person:p", {"names": [needle] * 3})], purpose=needle)
    other = Ledger(tmp_path / "ledger.sqlite")
    reading = other.tables()
    next(reading)

    with pytest.raises(LedgerError, match="another process"):
        ledger.withdraw(source.id, who="tester", reason="error")
    reading.close()

    assert ledger.check() == []
    assert needle.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
