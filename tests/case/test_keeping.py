"""Kept questions: what is new, changed and gone since, and nothing of what was withdrawn."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.catalogue import find_difference
from linkgraph.errors import InputError
from linkgraph.ledger import KeptRow, Ledger
from linkgraph.statements.stated import Stated
from tests.builders import fill

SHARED = "identity/shared_identifier"


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    share(made, "A", "person:a", "person:b")
    yield made
    made.close()


def share(case, name, *people, phone="phone:+64211111111", **marks):
    """Take in a source in which people use one phone; return its id."""
    return fill(case.ledger, name, links=[("USES", one, phone, {}) for one in people], **marks).id


def told(found):
    return [(one.what, tuple(one.identity.values())[:2], one.changed) for one in found.changes]


def bytes_of(case):
    return b"".join(path.read_bytes() for path in case.folder.rglob("*") if path.is_file())


def test_nothing_has_changed_right_after(case):
    answer = case.keep("shared", SHARED)

    found = case.run_kept("shared")

    assert len(answer.rows) == 1
    assert found.changes == ()
    assert (found.question, found.erased) == (SHARED, 0)


def test_a_new_row_is_told_once(case):
    case.keep("shared", SHARED)
    share(case, "B", "person:x", "person:y", phone="phone:+64222222222")

    assert told(case.run_kept("shared")) == [("new", ("person:x", "person:y"), ())]
    assert told(case.run_kept("shared")) == []


def test_peeking_tells_it_again(case):
    case.keep("shared", SHARED)
    share(case, "B", "person:x", "person:y", phone="phone:+64222222222")

    first = case.run_kept("shared", peek=True)

    assert told(first) == told(case.run_kept("shared"))


def test_a_changed_row_tells_which_columns_and_what_they_said(case):
    case.keep("shared", SHARED)
    share(case, "B", "person:c", handling="H2")

    found = case.run_kept("shared")

    changed = next(one for one in found.changes if one.what == "changed")
    assert changed.changed == ("holders", "handling", "sources")
    assert (changed.before["holders"], changed.columns["holders"]) == (2, 3)
    assert found.count("new") == 2


def test_a_row_is_gone_when_a_decision_makes_two_people_one(case):
    case.keep("shared", SHARED)
    case.decide("person:a", "person:b", "same", why="one face")

    found = case.run_kept("shared")

    assert told(found) == [("gone", ("person:a", "person:b"), ())]
    assert found.changes[0].columns["holders"] == 2
    assert found.to_pandas()["what"].to_list() == ["gone"]


def test_a_row_of_somebody_protected_since_says_that_it_is_gone_and_no_more(case):
    case.keep("shared", SHARED)
    case.state("person:a", Stated(why="interviewed", role="victim"))
    case.decide("person:a", "person:b", "same", why="one face")

    (gone,) = case.run_kept("shared").changes

    assert gone.identity["person_a"] == "person:a"
    assert {value for name, value in gone.columns.items() if name not in gone.identity} == {None}


def test_parameters_are_kept_as_they_were_given(case):
    share(case, "B", "person:c")
    case.keep("pairs", SHARED, {"max_holders": "2"})

    (kept,) = case.kept()

    assert (kept.name, kept.question, kept.params) == ("pairs", SHARED, {"max_holders": 2})
    assert kept.rows == 0
    share(case, "C", "person:x", "person:y", phone="phone:+64222222222")
    assert told(case.run_kept("pairs")) == [("new", ("person:x", "person:y"), ())]


def test_keeping_again_just_so_begins_anew(case):
    case.keep("shared", SHARED)
    share(case, "B", "person:x", "person:y", phone="phone:+64222222222")

    case.keep("shared", SHARED)

    assert told(case.run_kept("shared")) == []
    assert len(case.kept()) == 1


def test_a_name_is_for_one_question(case):
    case.keep("shared", SHARED)

    with pytest.raises(InputError, match="another question") as refused:
        case.keep("shared", SHARED, {"max_holders": 3})

    assert refused.value.exit_code == 2
    assert case.kept()[0].params == {}


@pytest.mark.parametrize("name", ["", "Hoa Phan", "../x", "-x", "x" * 61, "a\nb"])
def test_a_name_that_is_none_is_refused_without_telling_it(case, name):
    with pytest.raises(InputError, match="small letters") as refused:
        case.keep(name, SHARED)

    assert len(name) < 2 or name not in str(refused.value)


def test_what_is_not_kept_cannot_be_run_or_dropped(case):
    with pytest.raises(InputError, match="no question is kept"):
        case.run_kept("none")
    with pytest.raises(InputError, match="no question is kept"):
        case.drop_kept("none")


def test_a_question_that_cannot_be_asked_is_not_kept(case):
    with pytest.raises(InputError):
        case.keep("x", SHARED, {"max_holders": "few"})

    assert case.kept() == []


def test_a_row_can_be_opened_although_its_question_was_just_kept(case):
    assert case.keep("shared", SHARED).explain(1).paths


def test_keeping_changes_no_content_and_is_on_record(case):
    before = case.digest()

    case.keep("shared", SHARED)
    case.drop_kept("shared")

    assert case.digest() == before
    assert case.check() == []
    last = case.ledger.history()[-2:]
    assert [(one.action, one.subject) for one in last] == [("kept", SHARED), ("dropped", SHARED)]


def test_a_dropped_question_leaves_no_byte_of_its_rows(case):
    share(case, "B", "person:needle-q", "person:needle-r", phone="phone:+64222222222")
    case.keep("shared-phones", SHARED, {"most": 7})
    with sqlite3.connect(case.folder / "ledger.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM kept_row").fetchone() == (2,)

    case.drop_kept("shared-phones")

    left = (case.folder / "ledger.sqlite").read_bytes()
    wal = case.folder / "ledger.sqlite-wal"
    left += wal.read_bytes() if wal.exists() else b""
    assert b"shared-phones" not in left
    assert b'["person:needle-q' not in left


def test_what_a_row_said_before_leaves_no_byte_once_the_next_run_replaced_it(case):
    needle = b"needle-caption"
    source = fill(case.ledger, "B", entities=[("person:a", {"names": [needle.decode()]})]).id
    case.keep("shared", SHARED)
    fill(case.ledger, "C", entities=[("person:a", {"names": ["Aa"]})])
    assert case.run_kept("shared").changes[0].before["name_a"] == needle.decode()

    case.withdraw(source, reason="error")

    assert needle not in bytes_of(case)


def test_a_run_that_fails_leaves_what_was_kept(case, monkeypatch):
    case.keep("shared", SHARED)
    share(case, "B", "person:x", "person:y", phone="phone:+64222222222")

    def fails(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(case.ledger, "renew", fails)
        with pytest.raises(RuntimeError):
            case.run_kept("shared")

    assert case.run_kept("shared").count("new") == 1


def test_two_questions_are_kept_side_by_side(case):
    case.keep("b-pairs", SHARED)
    case.keep("a-hubs", "network/hubs", {"least_others": 1})

    assert [kept.name for kept in case.kept()] == ["a-hubs", "b-pairs"]
    case.drop_kept("a-hubs")
    assert len(case.ledger.kept_rows("b-pairs")) == 1


def test_every_question_can_be_kept_and_compared(case):
    """What each gives is plain data that comes back from the ledger as it went in."""
    for name, question in lg.list_questions().items():
        if any(param.required for param in question.params.values()):
            continue
        # One question compares with a version, and has no sense without.
        params = {"first_version": 1} if "first_version" in question.params else {}
        case.keep(name.replace("/", "-"), name, params)
        assert case.run_kept(name.replace("/", "-")).changes == ()


# Erasure ---------------------------------------------------------------------


def test_no_byte_of_a_withdrawn_source_stays_in_a_kept_answer(case):
    needle = "Zyxwvut-Nameless"
    people = [(f"person:{needle}-{n}", {"names": [f"{needle} {n}"]}) for n in (1, 2)]
    links = [("USES", one, "phone:+64222222222", {}) for one, _ in people]
    source = fill(case.ledger, "B", entities=people, links=links).id
    case.keep("shared", SHARED)
    assert needle.encode() in bytes_of(case), "the test must be able to fail"

    case.withdraw(source, reason="the originator asks")

    assert needle.encode() not in bytes_of(case)
    assert b"+64222222222" not in bytes_of(case)
    assert len(case.ledger.kept_rows("shared")) == 1


def test_erased_rows_are_counted_and_one_that_still_holds_is_told_as_new(case):
    share(case, "C", "person:a", "person:b")
    gone = share(case, "B", "person:a", "person:b")
    case.keep("shared", SHARED)

    case.withdraw(gone, reason="error")
    found = case.run_kept("shared")

    assert found.erased == 1
    assert told(found) == [("new", ("person:a", "person:b"), ())]
    assert case.run_kept("shared").erased == 0


def test_a_question_about_somebody_goes_with_the_only_source_that_speaks_of_them(case):
    one = "person:needle-77"
    source = share(case, "B", one, "person:a", phone="phone:+64222222222")
    case.keep("near", "network/linked", {"id": one})
    case.keep("near-a", "network/linked", {"id": "person:a"})

    case.withdraw(source, reason="the originator asks")

    assert [kept.name for kept in case.kept()] == ["near-a"]
    assert one.encode() not in bytes_of(case)
    assert case.ledger.history()[-1].action == "dropped"


def test_a_question_in_words_goes_with_the_only_source_that_answered_it(case):
    source = fill(case.ledger, "B", entities=[("person:n", {"names": ["Đặng Thị"]})]).id
    case.keep("name", "entity/find", {"words": ["dang"], "text": "dang"})
    assert case.kept()[0].rows == 1

    case.withdraw(source, reason="the originator asks")

    assert case.kept() == []
    assert b"dang" not in bytes_of(case)


def test_a_question_that_others_speak_of_too_stays(case):
    share(case, "B", "person:a", "person:c")
    source = share(case, "C", "person:a", "person:d")
    case.keep("near", "network/linked", {"id": "person:a", "link_types": "USES"})

    case.withdraw(source, reason="error")

    assert case.kept()[0].params["id"] == ["person:a"]


@pytest.mark.parametrize("params", [{"countries": "VN,MY"}, {"since": "2026-01-01"}])
def test_codes_and_moments_speak_of_nobody(case, params):
    case.keep("border", "border/cross_border_links", params)
    (source,) = [row.source.id for row in case.ledger.sources()]

    case.withdraw(source, reason="error")

    assert [kept.name for kept in case.kept()] == ["border"]


def test_what_was_withdrawn_between_an_answer_and_its_keeping_does_not_come_back(case):
    case.keep("shared", SHARED)
    share(case, "B", "person:a", "person:b")
    gone = share(case, "C", "person:needle-1", "person:needle-2", phone="phone:+64222222222")
    found = case.run_kept("shared", peek=True)

    case.withdraw(gone, reason="the originator asks")
    case.settle_kept(found)

    assert b"needle" not in bytes_of(case)
    assert (case.kept()[0].rows, case.kept()[0].erased) == (1, 1)


def test_an_older_ledger_takes_kept_questions_in(case):
    case.close()
    path = case.folder / "ledger.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP TABLE kept_row; DROP TABLE kept;"
            "UPDATE meta SET value = '2' WHERE key = 'schema_version';"
        )

    ledger = Ledger(path)

    assert ledger.kept() == []
    assert ledger.check() == []


# The law ---------------------------------------------------------------------

rows = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2), max_size=6)


def made(told_rows):
    return [
        KeptRow(f'["{key}"]', {"id": key, "n": n, "sources": ["s"]}, ("s",))
        for key, n in sorted(told_rows.items())
    ]


@given(rows, rows)
def test_the_difference_applied_to_what_was_gives_what_is(before, now):
    changes = find_difference(made(before), made(now), ["id"])

    held = dict(before)
    for one in changes:
        if one.what == "gone":
            assert held.pop(one.columns["id"]) == one.columns["n"]
        else:
            assert (one.what == "new") == (one.columns["id"] not in held)
            held[one.columns["id"]] = one.columns["n"]
    assert held == now
    assert find_difference(made(now), made(now), ["id"]) == ()


@pytest.mark.parametrize("told", ["nz", "NZL", "New Zealand"])
def test_a_case_is_of_a_country_by_its_code_however_it_is_written(tmp_path, told):
    with lg.create_case(tmp_path / "case", jurisdiction=told, agency="Police") as made:
        assert str(made.own) == "NZ/Police"


def test_a_case_of_two_letters_that_are_no_country_is_not_made(tmp_path):
    with pytest.raises(InputError, match="no country"):
        lg.create_case(tmp_path / "case", jurisdiction="XX", agency="Police")

    assert not (tmp_path / "case").exists()
