"""Judgements put on record many at a time, taken back, as of a version, erased."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from linkgraph.errors import InputError, LedgerError
from linkgraph.ledger import Judgement, Ledger
from linkgraph.ledger import tables as ledger_tables
from tests.builders import fill, new_ledger

PEOPLE = [f"person:{n}" for n in range(4)]
A, B, C, D = PEOPLE


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    for one in PEOPLE:
        fill(made, one, entities=[(one, {})])
    return made


def scored(left, right, verdict="same", score=0.9, reasons=("name",)):
    return Judgement(left, right, verdict, score, "splink", reasons, "splink")


def said(ledger, **told):
    return [(j.left, j.right, j.verdict, j.who) for j in ledger.judgements(**told)]


def resolve(ledger, *made, retire=True):
    return ledger.judge_all(made, who="splink", action="resolved", retire_models=retire)


@pytest.mark.parametrize("comes", [True, False])
def test_judgements_on_records_that_came_or_went_since_are_refused(ledger, comes):
    seen = ledger.version
    if comes:
        fill(ledger, "late", entities=[("person:late", {})])
    else:
        ledger.withdraw(ledger.sources()[0].source.id, who="ada", reason="asked back")
    version = ledger.version

    with pytest.raises(LedgerError, match="came or went"):
        ledger.judge_all([scored(A, B)], who="splink", seen=seen)

    assert (ledger.version, said(ledger)) == (version, [])


def test_what_people_decide_meanwhile_stops_no_model(ledger):
    seen = ledger.version
    ledger.judge(A, B, "different", who="ada")

    ledger.judge_all([scored(A, B)], who="splink", seen=seen)

    assert len(said(ledger)) == 2


def test_many_are_one_step_of_the_history(ledger):
    before = ledger.version

    version = resolve(ledger, scored(B, A), scored(C, D, "unsure", 0.5))

    assert version == ledger.version == before + 1
    assert ledger.history()[-1].action == "resolved"
    assert said(ledger) == [(A, B, "same", "splink"), (C, D, "unsure", "splink")]
    assert {j.at for j in ledger.judgements()} == {ledger.history()[-1].at}
    assert {j.version for j in ledger.judgements()} == {version}


def test_twice_is_once(ledger):
    made = scored(A, B), scored(B, C, "different", None, ())
    version = resolve(ledger, *made)
    digest = ledger.digest()

    again = resolve(ledger, *reversed(made))

    assert (again, ledger.version, ledger.digest()) == (version, version, digest)


def test_only_the_difference_is_written(ledger):
    first = resolve(ledger, scored(A, B), scored(B, C))

    second = resolve(ledger, scored(A, B), scored(B, C, score=0.8))

    assert {(j.right, j.version) for j in ledger.judgements()} == {(B, first), (C, second)}


def test_what_a_model_no_longer_says_ends_where_that_is_asked_for(ledger):
    resolve(ledger, scored(A, B), scored(B, C))

    resolve(ledger, scored(A, B), retire=False)
    assert len(said(ledger)) == 2
    resolve(ledger, scored(A, B))

    assert said(ledger) == [(A, B, "same", "splink")]
    assert resolve(ledger, scored(A, B)) == ledger.version


def test_a_model_touches_no_persons_word(ledger):
    ledger.judge(A, B, "different", who="ann")

    resolve(ledger, scored(A, B))
    resolve(ledger)

    assert said(ledger) == [(A, B, "different", "ann")]


def test_a_person_supersedes_what_the_same_person_said_and_nobody_elses(ledger):
    ledger.judge(A, B, "same", who="ann")
    ledger.judge(A, B, "different", who="bob")

    ledger.judge(A, B, "unsure", who="ann")

    assert said(ledger) == [(A, B, "different", "bob"), (A, B, "unsure", "ann")]


def test_what_a_source_states_stands_beside_a_newer_word_that_says_the_same(ledger):
    source = fill(ledger, "A", entities=[("person:1", {}), ("person:2", {})])
    ledger.judge("person:1", "person:2", "same", who="ann", source_id=source.id)
    ledger.judge("person:1", "person:2", "same", who="ann", reasons=["again"])
    assert [one.source_id for one in ledger.judgements()] == [source.id, ""]

    ledger.judge("person:1", "person:2", "different", who="ann")

    assert [one.verdict for one in ledger.judgements()] == ["different"]


def test_one_model_supersedes_another(ledger):
    resolve(ledger, scored(A, B))
    ledger.judge(A, B, "unsure", who="other", model="other", score=0.4)

    assert said(ledger) == [(A, B, "unsure", "other")]


def test_of_several_by_one_party_the_last_counts(ledger):
    resolve(ledger, scored(A, B), scored(A, B, "unsure", 0.4))

    assert said(ledger) == [(A, B, "unsure", "splink")]


@pytest.mark.parametrize(
    "wrong", [scored(A, A), scored(A, B, "perhaps"), scored(A, "organization:x")]
)
def test_one_that_is_none_lets_none_in(ledger, wrong):
    before = ledger.version, ledger.digest()

    with pytest.raises(InputError):
        resolve(ledger, scored(A, B), wrong)

    assert (ledger.version, ledger.digest()) == before


def test_the_digest_tells_a_person_from_a_model_and_not_who(tmp_path):
    digests = []
    for number, told in enumerate(
        [{"who": "ann"}, {"who": "bob"}, {"who": "m", "model": "m", "score": 0.7},
         {"who": "n", "model": "n", "score": 0.9}]
    ):  # fmt: skip
        made = new_ledger(tmp_path / str(number))
        made.judge(A, B, "same", **told)
        digests.append(made.digest())

    assert digests[0] == digests[1] != digests[2] == digests[3]


def test_they_are_read_by_pair_by_id_and_by_verdict(ledger):
    resolve(ledger, scored(A, B), scored(B, C, "unsure"), scored(C, D))

    assert said(ledger, pair=(B, A)) == [(A, B, "same", "splink")]
    assert [pair[:2] for pair in said(ledger, ids=[B])] == [(A, B), (B, C)]
    assert [pair[:2] for pair in said(ledger, verdict="same")] == [(A, B), (C, D)]
    assert [pair[:2] for pair in said(ledger, ids=[C], verdict="same")] == [(C, D)]
    assert said(ledger, ids=[]) == []
    assert [(v.left, v.right) for v in ledger.verdicts(decisive=True)] == [(A, B), (C, D)]
    assert [v.verdict for v in ledger.verdicts(ids=[B])] == ["same", "unsure"]


def test_a_chain_is_followed_over_what_is_the_same_alone(ledger):
    resolve(ledger, scored(A, B), scored(B, C, "unsure"), scored(C, D))
    then = ledger.version
    resolve(ledger, scored(A, B))

    assert ledger.same_chain([A]) == {A, B}
    assert ledger.same_chain([C]) == set()
    assert ledger.same_chain([D], since=then) == {C, D}
    assert ledger.judged_since(then) == {B, C, D}
    assert ledger.judged_since(ledger.version) == set()


# Undo ------------------------------------------------------------------------


def test_undoing_gives_back_what_was_superseded(ledger):
    ledger.judge(A, B, "same", who="ann")
    before = ledger.digest()
    ledger.judge(A, B, "different", who="ann")

    version = ledger.undo(who="ann", reason="wrong photograph")

    assert said(ledger) == [(A, B, "same", "ann")]
    assert ledger.digest() == before
    last = ledger.history()[-1]
    assert (last.version, last.action, last.reason) == (version, "undid", "wrong photograph")
    assert ledger.check() == []


def test_undoing_again_goes_one_further_back(ledger):
    never = ledger.digest()
    ledger.judge(A, B, "same", who="ann")
    ledger.judge(C, D, "same", who="ann")

    ledger.undo(who="ann", reason="x")
    assert said(ledger) == [(A, B, "same", "ann")]
    ledger.undo(who="ann", reason="x")

    assert ledger.digest() == never
    with pytest.raises(InputError, match="no judgement to take back"):
        ledger.undo(who="ann", reason="x")


def test_an_earlier_version_is_undone_below_what_came_since(ledger):
    first = ledger.judge(A, B, "same", who="ann")
    ledger.judge(A, B, "different", who="ann")

    ledger.undo(first, who="ann", reason="x")
    assert said(ledger) == [(A, B, "different", "ann")]
    ledger.undo(who="ann", reason="x")

    assert said(ledger) == [], "what was undone does not come again"


def test_a_run_is_undone_whole_what_it_retired_among_it(ledger):
    resolve(ledger, scored(A, B), scored(B, C))
    before = ledger.digest(), said(ledger)
    run = resolve(ledger, scored(A, B, score=0.5), scored(C, D))

    ledger.undo(run, who="ann", reason="x")

    assert (ledger.digest(), sorted(said(ledger))) == (before[0], sorted(before[1]))
    assert {j.score for j in ledger.judgements()} == {0.9}
    assert resolve(ledger, scored(A, B), scored(B, C)) == ledger.version


def test_a_retired_judgement_stays_so_when_the_run_before_is_undone(ledger):
    first = resolve(ledger, scored(A, B))
    resolve(ledger)

    ledger.undo(first, who="ann", reason="x")

    assert said(ledger) == []


def test_one_pair_is_undone_by_itself(ledger):
    resolve(ledger, scored(A, B), scored(B, C))
    ledger.judge(A, B, "different", who="ann")

    ledger.undo(pair=(B, A), who="ann", reason="x")
    assert said(ledger, pair=(A, B)) == [(A, B, "same", "splink")]
    ledger.undo(pair=(A, B), who="ann", reason="x")

    assert said(ledger) == [(B, C, "same", "splink")]
    assert A not in "".join(entry.subject for entry in ledger.history())


def test_all_is_undone_at_once(ledger):
    never = ledger.digest()
    resolve(ledger, scored(A, B), scored(B, C))
    ledger.judge(A, B, "different", who="ann")
    resolve(ledger, scored(C, D))

    ledger.undo(all_=True, who="ann", reason="x")

    assert ledger.digest() == never
    assert ledger.judgements() == []


@pytest.mark.parametrize(
    "told",
    [{"reason": " "}, {"reason": "x", "all_": True, "pair": (A, B)}, {"reason": "x", "version": 1}],
)
def test_an_undo_needs_a_reason_and_one_thing_to_take_back(ledger, told):
    ledger.judge(A, B, "same", who="ann")
    before = ledger.version

    with pytest.raises(InputError):
        ledger.undo(told.pop("version", None), who="ann", **told)

    assert ledger.version == before


steps = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), st.sampled_from([(A, B), (B, C)]),
                  st.sampled_from(["same", "different"]), st.sampled_from(["ann", "bob"])),
        st.tuples(st.just("run"), st.sets(st.sampled_from([(A, B), (B, C), (C, D)])),
                  st.sampled_from(["same", "unsure"])),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    max_size=9,
)  # fmt: skip


class Replay:
    """What should be in force: what was decided and not taken back, in its order."""

    def __init__(self):
        self.done = []

    def held(self):
        held = {}
        for _, change in self.done:
            held = change(held)
        return held

    def state(self):
        return sorted((*pair, verdict, by) for (pair, by), verdict in self.held().items())


def person(pair, verdict, who):
    return lambda held: {**held, (pair, who): verdict}


def model(pairs, verdict, now):
    """Return what a run changes: what stands already is not decided by it once more."""
    said = dict.fromkeys(((pair, "splink") for pair in pairs), verdict)
    fresh = {key: v for key, v in said.items() if now.get(key) != v}
    ended = {key for key in now if key[1] == "splink" and key not in said}

    return lambda held: {k: v for k, v in held.items() if k not in ended} | fresh


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_whatever_is_undone_in_force_is_what_was_decided_and_stands(tmp_path_factory, told):
    ledger = new_ledger(tmp_path_factory.mktemp("undo"))
    replay = Replay()
    seen = {}
    for step in told:
        before = ledger.version
        match step:
            case ("judge", pair, verdict, who):
                ledger.judge(*pair, verdict, who=who)
                made = person(pair, verdict, who)
            case ("run", pairs, verdict):
                resolve(ledger, *(scored(*pair, verdict) for pair in sorted(pairs)))
                made = model(pairs, verdict, replay.held())
            case ("undo", number):
                made = None
                if number < len(replay.done):
                    version, _ = replay.done.pop(number)
                    ledger.undo(version, who="ann", reason="x")
        if made and ledger.version > before:
            replay.done.append((ledger.version, made))
        assert sorted(said(ledger)) == replay.state()
        seen[ledger.version] = sorted(said(ledger))

    assert {v: sorted(said(ledger, as_of=v)) for v in seen} == seen, "no version changes afterwards"
    assert ledger.check() == []
    ledger.close()


# Erasure ---------------------------------------------------------------------


def source_of(ledger, name):
    return next(row.source.id for row in ledger.sources() if row.source.file == f"{name}.csv")


def test_what_speaks_of_a_withdrawn_record_goes_and_the_rest_stays(ledger):
    resolve(ledger, scored(A, B), scored(B, C), scored(C, D))
    resolve(ledger, scored(A, B), scored(C, D, "unsure"))

    ledger.withdraw(source_of(ledger, A), who="ann", reason="error")

    assert said(ledger) == [(C, D, "unsure", "splink")]
    assert ledger.judged_since(1) is None
    ledger.undo(who="ann", reason="x")
    assert sorted(said(ledger)) == [(B, C, "same", "splink"), (C, D, "same", "splink")]
    assert ledger.check() == []


def test_a_record_that_another_source_states_keeps_its_judgements(ledger):
    fill(ledger, "again", entities=[(A, {})])
    version = resolve(ledger, scored(A, B))

    ledger.withdraw(source_of(ledger, A), who="ann", reason="error")

    assert said(ledger) == [(A, B, "same", "splink")]
    assert ledger.judged_since(version) == set()


def test_a_stated_judgement_goes_with_its_source_and_gives_back_only_its_own_pair(ledger):
    """Both were superseded in versions of their own; only one of them by the source."""
    ledger.judge(A, B, "different", who="ann")
    ledger.judge(C, D, "different", who="ann")
    before = ledger.digest()
    stated = fill(ledger, "stated", entities=[(A, {}), (B, {})])
    ledger.judge(A, B, "same", who="ann", source_id=stated.id)

    ledger.withdraw(stated.id, who="ann", reason="error")

    assert said(ledger) == [(A, B, "different", "ann"), (C, D, "different", "ann")]
    assert ledger.digest() == before


def test_a_withdrawal_between_two_words_of_one_person_leaves_the_later(ledger):
    ledger.judge(A, B, "unsure", who="ann")
    stated = fill(ledger, "stated", entities=[(A, {}), (B, {})])
    ledger.judge(A, B, "same", who="ann", source_id=stated.id)
    ledger.judge(A, B, "different", who="ann")

    ledger.withdraw(stated.id, who="ann", reason="error")

    assert said(ledger) == [(A, B, "different", "ann")]
    ledger.undo(who="ann", reason="x")
    assert said(ledger) == [(A, B, "unsure", "ann")]


# Said again ------------------------------------------------------------------


def stated_same(ledger, name, who="ann"):
    source = fill(ledger, name, entities=[(A, {}), (B, {})])
    ledger.judge(A, B, "same", who=who, source_id=source.id)
    return source


def stands(ledger):
    return [one.source_id for one in ledger.verdicts()]


def test_a_word_said_again_with_another_source_stands_beside_the_first(ledger):
    first, second = stated_same(ledger, "first"), stated_same(ledger, "second")

    assert stands(ledger) == [first.id, second.id]
    ledger.withdraw(first.id, who="ann", reason="error")
    assert stands(ledger) == [second.id]


def test_a_word_said_again_can_be_undone_by_itself(ledger):
    first = stated_same(ledger, "first")
    stated_same(ledger, "second")

    ledger.undo(who="ann", reason="x")

    assert stands(ledger) == [first.id]


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_who_thinks_better_of_it_takes_back_all_that_she_said(ledger, verdict):
    stated_same(ledger, "first")
    stated_same(ledger, "second")

    ledger.judge(A, B, verdict, who="ann")

    assert said(ledger) == [(A, B, verdict, "ann")]
    third = stated_same(ledger, "third")
    assert stands(ledger) == [third.id]


def test_an_others_contradiction_takes_back_nobody_elses_word(ledger):
    first, second = stated_same(ledger, "first"), stated_same(ledger, "second")
    ledger.judge(A, B, "different", who="bob")

    assert stands(ledger) == [first.id, second.id, None]


# Older files -----------------------------------------------------------------

FORMER = """
DROP TABLE judgement;
CREATE TABLE judgement (
    seq INTEGER NOT NULL, left_id TEXT NOT NULL, right_id TEXT NOT NULL, verdict TEXT NOT NULL,
    score FLOAT, model TEXT NOT NULL, reasons TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    version INTEGER NOT NULL, superseded INTEGER, source_id TEXT, PRIMARY KEY (seq),
    FOREIGN KEY(version) REFERENCES entry (version),
    FOREIGN KEY(superseded) REFERENCES entry (version));
CREATE INDEX ix_judgement_left_id ON judgement (left_id);
CREATE INDEX ix_judgement_right_id ON judgement (right_id);
UPDATE meta SET value = '1' WHERE key = 'schema_version';
INSERT INTO judgement VALUES
    (1, 'person:0', 'person:1', 'same', NULL, 'person', '["x"]', 'ann', '2026-01-01T00:00:00Z',
     2, 3, NULL),
    (2, 'person:0', 'person:1', 'different', NULL, 'person', '["y"]', 'ann',
     '2026-01-02T00:00:00Z', 3, NULL, NULL);
"""


def test_judgements_of_an_older_file_can_be_undone(ledger, tmp_path):
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.executescript(FORMER)

    again = Ledger(tmp_path / "ledger.sqlite")

    assert said(again) == [(A, B, "different", "ann")]
    again.undo(who="ann", reason="x")
    assert said(again) == [(A, B, "same", "ann")]
    assert again.check() == []


def test_an_older_file_ends_with_the_columns_and_indexes_of_a_new_one(ledger, tmp_path):
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.executescript(FORMER)
    Ledger(tmp_path / "ledger.sqlite").close()
    new_ledger(tmp_path / "new").close()

    def shape(path):
        with sqlite3.connect(path) as connection:
            columns = {row[1:3] for row in connection.execute("PRAGMA table_xinfo(judgement)")}
            indexes = {row[1] for row in connection.execute("PRAGMA index_list(judgement)")}
        return columns, indexes

    assert shape(tmp_path / "ledger.sqlite") == shape(tmp_path / "new" / "ledger.sqlite")
    assert ledger_tables.MIGRATIONS.keys() == set(range(1, ledger_tables.SCHEMA_VERSION))


def test_what_is_compared_is_kept_out_of_other_files(ledger):
    with ledger._file.writing(large=True) as connection:
        assert connection.execute(text("PRAGMA temp_store")).scalar_one() == 2


# Whole or not at all ---------------------------------------------------------


def test_reasons_come_back_as_they_were_given(ledger):
    reasons = ("ชื่อเดียวกัน", 'a "quoted" word', "=HYPERLINK(1)", "two\nlines", "")

    ledger.judge(A, B, "same", who="ann", reasons=reasons)

    assert ledger.judgements()[0].reasons == reasons


def test_what_breaks_off_half_way_leaves_nothing_behind(ledger):
    before = ledger.version, ledger.digest()

    def made():
        yield scored(A, B)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        ledger.judge_all(made(), who="splink")

    assert (ledger.version, ledger.digest(), ledger.judgements()) == (*before, [])
    resolve(ledger, scored(A, B))
    assert said(ledger) == [(A, B, "same", "splink")]


def test_a_second_writer_is_told_to_wait(ledger, tmp_path):
    other = Ledger(tmp_path / "ledger.sqlite")

    def made():
        with pytest.raises(LedgerError, match="another process is writing"):
            other.judge(C, D, "same", who="bob")
        yield scored(A, B)

    ledger.judge_all(made(), who="splink")

    assert said(other) == [(A, B, "same", "splink")]


def test_a_reader_sees_all_of_a_run_or_none(ledger, tmp_path):
    other = Ledger(tmp_path / "ledger.sqlite")
    seen = []

    def made():
        for pair in ((A, B), (B, C), (C, D)):
            seen.append(len(other.judgements()))
            yield scored(*pair)

    ledger.judge_all(made(), who="splink")

    assert seen == [0, 0, 0]
    assert len(other.judgements()) == 3


def test_a_run_that_says_nothing_of_nothing_is_no_step(ledger):
    before = ledger.version

    assert resolve(ledger) == before
    assert ledger.version == before


def test_many_pairs_of_one_record_are_told_apart(ledger):
    others = [f"person:x{n:04}" for n in range(1500)]
    resolve(ledger, *(scored(A, one) for one in others))

    resolve(ledger, *(scored(A, one, score=0.5 if n % 2 else 0.9) for n, one in enumerate(others)))

    assert sum(j.score == 0.5 for j in ledger.judgements()) == 750
    assert ledger.same_chain([others[7]]) == {A, *others}
    assert len(ledger.judgements(ids=others)) == 1500
