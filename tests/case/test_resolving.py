import csv
import io
import os

import pytest

from linkgraph.case import create_case, open_case
from linkgraph.errors import InputError, LedgerError
from tests.builders import CROWD, fill

PLOI = {"names": ["Suda Chaimongkol"], "birth_dates": ["1987-09-14"]}


@pytest.fixture
def case(tmp_path):
    made = create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(made.ledger, "crowd", entities=CROWD)
    fill(made.ledger, "A", originator="TH/Police", entities=[("person:a", PLOI)])
    fill(
        made.ledger,
        "B",
        originator="MY/FIU",
        entities=[("person:b", PLOI | {"names": ["CHAIMONGKOL SUDA"]})],
    )
    fill(
        made.ledger,
        "C",
        originator="ID/Police",
        entities=[("person:c", {"names": ["Suda Chaimongkol"]})],
    )
    yield made
    made.close()


def test_resolving_joins_what_is_one_and_leaves_what_may_be(case):
    told = {one.kind: one for one in case.resolve()}

    assert (told["Person"].same, told["Person"].waiting) == (1, 2)
    assert told["Person"].model == "ready"
    assert told["Organization"].records == 0
    assert case.entity_of("person:b") == "person:a"
    assert case.entity_of("person:c") == "person:c"


def test_pairs_on_which_a_person_spoke_are_not_counted_as_waiting(case):
    case.resolve()
    case.decide("person:a", "person:c", "different", why="two faces")

    told = {one.kind: one for one in case.resolve()}

    assert (told["Person"].same, told["Person"].waiting) == (1, 1)


def test_resolving_again_changes_nothing(case):
    case.resolve()
    version, digest = case.ledger.version, case.digest()

    case.resolve()

    assert (case.ledger.version, case.digest()) == (version, digest)


def test_what_is_withdrawn_while_records_are_compared_does_not_come_back(case, monkeypatch):
    from linkgraph.resolve import proposing

    def slow(*words, **told):
        made = proposing_propose(*words, **told)
        with open_case(case.folder) as other:
            for row in other.ledger.sources()[1:2]:
                other.withdraw(row.source.id, reason="asked back")
        return made

    proposing_propose = proposing.propose
    monkeypatch.setattr(proposing, "propose", slow)

    with pytest.raises(LedgerError, match="came or went"):
        case.resolve(kinds=["Person"])

    assert case.ledger.judgements() == []


def test_undoing_leaves_a_case_that_was_never_resolved(case):
    before = case.digest()
    case.resolve()
    assert case.digest() != before

    case.undo(reason="try again")

    assert case.digest() == before


def test_a_persons_word_outlives_a_new_look(case):
    case.resolve()
    case.decide("person:a", "person:b", "different", why="two faces")

    case.resolve()

    assert case.entity_of("person:b") == "person:b"


def test_resolving_one_kind_leaves_the_other_as_it_was(case):
    case.resolve()

    case.resolve(kinds=["Organization"])

    assert case.entity_of("person:b") == "person:a"


def test_scores_out_of_order_are_refused(case):
    with pytest.raises(InputError, match="out of order"):
        case.resolve(same=0.3, review=0.5)


def test_a_kind_told_apart_by_value_is_refused(case):
    with pytest.raises(InputError, match="value"):
        case.resolve(kinds=["Phone"])


def test_a_stranger_score_asks_more(case):
    assert case.resolve(same=1.0, kinds=["Person"])[0].same == 0


def test_training_keeps_a_model_and_moves_no_decision(case):
    case.resolve()
    held = case.ledger.judgements()

    model = case.train()

    assert case.model("Person") == model
    assert case.model("Organization").name == "ready"
    assert case.ledger.judgements() == held


def test_a_pair_is_explained_property_by_property(case):
    case.resolve()

    found = case.explain_pair("person:b", "person:a")

    assert found.one
    assert (found.left, found.right) == ("person:a", "person:b")
    birth = next(one for one in found.compared if one.name == "birth")
    assert (birth.left, birth.right, birth.outcome) == (("1987-09-14",), ("1987-09-14",), "agree")
    assert found.score > 0.9


def test_a_pair_that_waits_says_why(case):
    case.resolve()

    found = case.explain_pair("person:a", "person:c")

    assert not found.one
    assert found.why == "nothing but the name agrees"


def test_a_pair_that_nobody_judged_is_told_as_such(case):
    found = case.explain_pair("person:a", "person:crowd00")

    assert (found.judgements, found.compared, found.score) == ((), (), None)


@pytest.mark.parametrize("pair", [("person:a", "person:a"), ("person:a", "phone:+1")])
def test_what_is_no_pair_is_refused(case, pair):
    with pytest.raises(InputError):
        case.explain_pair(*pair)


@pytest.mark.parametrize("pair", [("person:a", "person:zz"), ("person:yy", "person:zz")])
def test_a_pair_that_the_case_does_not_hold_is_not_told_to_be_two(case, pair):
    with pytest.raises(InputError, match="holds no record"):
        case.explain_pair(*pair)


def test_an_entity_is_explained_by_its_records_and_what_holds_it_together(case):
    case.resolve()

    found = case.explain_entity("person:b")

    assert found.entity == "person:a"
    assert found.records.rows() == [
        ("person:a", "A.csv", "2", "TH/Police", ""),
        ("person:b", "B.csv", "2", "MY/FIU", ""),
    ]
    assert [(pair.left, pair.right) for pair in found.holding] == [("person:a", "person:b")]


def test_an_unknown_entity_is_refused(case):
    with pytest.raises(InputError, match="no entity"):
        case.explain_entity("person:nobody")


def test_what_waits_is_shown_with_what_both_say(case):
    case.resolve()

    review = case.review()

    assert (review.waiting, len(review)) == (1, 1)
    (item,) = review
    assert {item.question.left, item.question.right} <= {"person:a", "person:b", "person:c"}
    table = review.to_pandas()
    assert list(table.columns) == review.columns
    assert table.loc[0, "waits_because"] == "nothing but the name agrees"
    assert table.loc[0, "left_stands_in"].endswith("2 (TH/Police)")


def test_a_suspect_who_may_be_a_victim_is_asked_first_with_both_roles(case):
    for name, link, one in (("V", "VICTIM_IN", "person:a"), ("S", "SUSPECT_IN", "person:b")):
        fill(case.ledger, name, links=[(link, one, "casefile:1", {})])

    case.resolve()

    first = next(iter(case.review()))
    assert case.entity_of("person:b") == "person:b"
    assert "non-punishment" in first.why
    assert (first.left_roles, first.right_roles) == (("victim",), ("suspect",))


def test_pairs_between_two_countries_alone_are_asked(case):
    case.resolve()

    assert (
        case.review(between=("TH", "ID")).waiting + case.review(between=("MY", "ID")).waiting == 1
    )
    assert case.review(between=("NZ", "LK")).waiting == 0


@pytest.mark.parametrize("between", [("th", "id"), ("Thailand", "Indonesia"), ("THA", " ID ")])
def test_a_country_may_be_written_as_people_write_it(case, between):
    case.resolve()

    assert case.review(between=between).waiting == case.review(between=("TH", "ID")).waiting


def test_what_is_no_country_is_told_and_not_taken_for_one_without_pairs(case):
    case.resolve()

    with pytest.raises(InputError, match="neither a country") as told:
        case.review(between=("TH", "Atlantis"))

    assert "ID, MY, NZ, TH" in str(told.value)


def test_a_table_of_which_one_column_was_sorted_puts_nothing_on_file(case):
    case.resolve()
    version = case.ledger.version
    strangers = {"left": "person:crowd01", "right": "person:c", "verdict": "y", "why": "seen"}

    with pytest.raises(InputError, match="row 7: nobody was asked"):
        case.answer_review([("row 7", strangers)])

    assert case.ledger.version == version


def test_two_answers_on_one_pair_put_nothing_on_file(case):
    case.resolve()
    (item, *_) = case.review()
    row = {"left": item.question.left, "right": item.question.right, "why": "seen"}

    with pytest.raises(InputError, match="row 2: row 1 has another answer"):
        case.answer_review([("row 1", row | {"verdict": "y"}), ("row 2", row | {"verdict": "n"})])


def test_a_filled_table_is_put_on_file_at_once(case):
    case.resolve()
    table = case.review().to_pandas()
    table.loc[0, ["verdict", "why"]] = ["Y", "one photograph"]

    count, version = case.answer_review([("row 1", row) for row in table.to_dict("records")])

    assert (count, version) == (1, case.ledger.version)
    assert case.entity_of("person:c") == "person:a"
    assert case.review().waiting == 0


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ({"left": "person:a", "right": "person:c", "verdict": "maybe", "why": "x"}, "verdict"),
        ({"left": "person:a", "right": "person:c", "verdict": "y", "why": ""}, "reason"),
        ({"left": "", "right": "person:c", "verdict": "y", "why": "x"}, "both ids"),
        ({"left": "person:a", "right": "person:zz", "verdict": "y", "why": "x"}, "no entity"),
        ({"left": "person:a", "right": "phone:+1", "verdict": "y", "why": "x"}, "persons"),
    ],
)
def test_a_wrong_row_puts_nothing_on_file(case, row, match):
    good = {"left": "person:a", "right": "person:b", "verdict": "n", "why": "x"}
    version = case.ledger.version

    with pytest.raises(InputError, match=match):
        case.answer_review([("row 1", good), ("row 2", row)])

    assert case.ledger.version == version


def test_rows_left_empty_are_skipped(case):
    row = {"left": "person:a", "right": "person:b", "verdict": "", "why": ""}

    assert case.answer_review([("row 1", row)])[0] == 0


def test_markup_in_a_name_is_text_in_a_notebook(case):
    fill(
        case.ledger,
        "D",
        entities=[("person:d", {"names": ["<script>x</script> Suda Chaimongkol"]})],
    )
    fill(
        case.ledger,
        "E",
        entities=[("person:e", {"names": ["Suda Chaimongkol <script>x</script>"]})],
    )
    case.resolve()

    shown = case.review()._repr_html_()

    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_two_reviewers_who_differ_are_both_kept_and_asked_again(case, monkeypatch):
    for who, verdict in (("ada", "same"), ("bo", "different")):
        monkeypatch.setenv("LINKGRAPH_USER", who)
        case.decide("person:a", "person:b", verdict, why="seen")

    assert {one.who for one in case.ledger.judgements(pair=("person:a", "person:b"))} == {
        "ada",
        "bo",
    }
    assert case.entity_of("person:b") == "person:b"
    assert [item.why for item in case.review()] == ["people differ on it"]


@pytest.fixture
def call(case, capsys):
    from linkgraph import cli

    folder = case.folder
    case.resolve()
    case.close()

    def run(*words):
        code = 0
        try:
            cli.main(["resolve", *map(str, words), "-c", str(folder)])
        except SystemExit as stopped:
            code = stopped.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_run_tells_counts_and_what_it_set_aside(call):
    code, _, err = call("run")

    assert code == 0
    assert "1 judged one, 2 that may be" in err


def test_explain_shows_a_pair_and_an_entity(call):
    code, out, err = call("explain", "person:a", "person:b", "-f", "csv")
    assert code == 0
    assert "birth,agree,the same birth date" in out
    assert "they are one entity now" in err

    code, out, _ = call("explain", "person:b", "-f", "csv")
    assert code == 0
    assert "record,person:b,B.csv 2" in out
    assert out.rstrip().endswith("weakest")


def test_explain_wants_one_id_or_two(call):
    assert call("explain", "a", "b", "c")[0] == 2


def test_train_shows_what_agreements_weigh(call):
    code, out, err = call("train", "-f", "csv")

    assert code == 0
    assert out.startswith("comparison,level,one_person,two_people,bits")
    assert "kept as" in err


def test_a_table_goes_out_and_comes_back(call, tmp_path):
    path = tmp_path / "review.csv"
    assert call("review", "--table", path)[0] == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[0] |= {"verdict": "different", "why": "two faces"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    code, _, err = call("review", "--read", path)

    assert code == 0
    assert err.startswith("1 answers on record")


@pytest.mark.parametrize(
    ("mark", "coding"),
    [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")],
)
def test_a_table_comes_back_as_spreadsheets_save_it(call, tmp_path, mark, coding):
    path, filled = tmp_path / "review.csv", tmp_path / "filled.csv"
    call("review", "--table", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[0] |= {"verdict": "Same ", "why": "one face; seen, twice"}
    with filled.open("w", encoding=coding, newline="") as file:
        writer = csv.DictWriter(file, sorted(rows[0]), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)

    code, _, err = call("review", "--read", filled)

    assert (code, err[:19]) == (0, "1 answers on record")


def test_a_table_is_for_its_owner_alone_and_not_written_over(call, tmp_path):
    path = tmp_path / "review.csv"
    call("review", "--table", path)
    path.write_text("my answers", encoding="utf-8")

    code, _, err = call("review", "--table", path)

    assert (code, path.read_text(encoding="utf-8")) == (2, "my answers")
    assert "may hold answers" in err
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text", ["", "left,right\na,b\n", "\xff\xfe", "left,right,verdict,why\n" + "x" * 200_000]
)
def test_a_file_that_is_no_such_table_is_refused(call, tmp_path, text):
    path = tmp_path / "odd.csv"
    path.write_bytes(text.encode("latin-1"))

    code, out, err = call("review", "--read", path)

    assert (code, out) == (2, "")
    assert err.startswith("linkgraph: ")


def test_questions_are_asked_one_by_one_and_an_answer_can_be_taken_back(call, monkeypatch, case):
    keys = iter("yuyq")
    monkeypatch.setattr("click.getchar", lambda: next(keys))
    monkeypatch.setattr("click.prompt", lambda *_, **__: "one photograph")

    code, _, err = call("review")

    assert code == 0
    assert err.rstrip().endswith("1 answers on record")


@pytest.fixture
def asked(case, monkeypatch):
    """Asks three pairs by keys; gives the function that does, for (exit code, stderr)."""
    for one, other, name in (("d", "e", "Deepa Perera"), ("f", "g", "Rohan Silva")):
        born = {"names": [name], "birth_dates": ["1991-02-03"]}
        fill(case.ledger, one, originator="LK/Police", entities=[(f"person:{one}", born)])
        fill(
            case.ledger,
            other,
            originator="MY/FIU",
            entities=[(f"person:{other}", {"names": [name]})],
        )

    def press(keys, call):
        pressed = iter(keys)
        monkeypatch.setattr("click.getchar", lambda: next(pressed))
        monkeypatch.setattr("click.prompt", lambda *_, **__: "one photograph")
        code, _, err = call("review")
        return code, err

    return press


def by_people(case):
    with open_case(case.folder) as opened:
        return [one.verdict for one in opened.ledger.judgements() if one.model == "person"]


def test_the_last_answer_is_taken_back_also_after_one_was_skipped(asked, call, case):
    code, err = asked("ysunq", call)

    assert code == 0
    assert err.rstrip().endswith("1 answers on record")
    assert by_people(case) == ["different"]


def test_taking_back_an_answer_that_was_on_record_leaves_what_others_did(
    asked, call, case, monkeypatch
):
    with open_case(case.folder) as opened:
        (item, *_) = opened.review()
        pair = item.question.left, item.question.right
        opened.decide(*pair, "same", why="one photograph")
        monkeypatch.setenv("LINKGRAPH_USER", "bo")
        opened.decide(*pair, "different", why="two photographs")
        monkeypatch.delenv("LINKGRAPH_USER")

    asked("yuq", call)

    assert sorted(by_people(case)) == ["different", "same"]


@pytest.mark.parametrize("stopped", [EOFError, KeyboardInterrupt])
def test_whoever_stops_a_review_is_told_what_is_on_record(asked, call, monkeypatch, stopped, case):
    def keys():
        yield "y"
        raise stopped

    _, err = asked(keys(), call)

    assert "1 answers on record" in err
    assert by_people(case) == ["same"]


def test_without_a_screen_the_table_is_named(call, monkeypatch):
    def none():
        raise OSError(6, "No such device or address")

    monkeypatch.setattr("click.getchar", none)

    code, _, err = call("review")

    assert code == 2
    assert "--table FILE" in err
