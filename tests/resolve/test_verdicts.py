import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.verdicts import REASONS, Thresholds, judge_pairs
from tests.resolve.tables import by_name, pairs

SURE = 12.0


def judged(*rows, thresholds=None):
    found = judge_pairs(pairs(*rows), thresholds)
    return {
        (row["left"], row["right"]): (row["verdict"], row["reason"])
        for row in found.iter_rows(named=True)
    }


def one(levels, bits=SURE):
    return judged(("a", "b", bits, levels)).get(("a", "b"))


@pytest.mark.parametrize("name", ["exact", "variant", "part", "lone", "slips"])
@pytest.mark.parametrize("birth", ["exact", "number", "swapped", "year", "day"])
def test_a_name_and_a_birth_date_make_one_person(name, birth):
    assert one({"name": name, "birth": birth}) == ("same", "")


@pytest.mark.parametrize("name", ["exact", "variant", "part", "lone", "slips", "initial"])
@pytest.mark.parametrize("bits", [1.0, 12.0, 60.0])
def test_a_name_alone_never_joins_whatever_its_score(name, bits):
    assert one({"name": name}, bits) == ("unsure", "name_only")
    assert one({"name": name, "sex": "same", "country": "same"}, bits) == ("unsure", "name_only")


@pytest.mark.parametrize(
    "shared",
    [
        {"phone": "same"},
        {"phone": "alike"},
        {"email": "same"},
        {"account": "same"},
        {"address": "same"},
        {"address": "alike"},
        {"context": "one"},
        {"context": "several"},
        {"document": "same"},
    ],
)
def test_a_name_with_something_shared_makes_one_person(shared):
    assert one({"name": "exact"} | shared) == ("same", "")


@pytest.mark.parametrize("name", ["part", "slips"])
@pytest.mark.parametrize(
    "shared",
    [{"context": "several"}, {"phone": "same"}, {"account": "same"}, {"address": "same"}],
)
def test_what_a_family_shares_does_not_join_two_whose_names_are_only_alike(name, shared):
    assert one({"name": name} | shared) == ("unsure", "name_only")


@pytest.mark.parametrize("shared", [{"phone": "same"}, {"address": "same"}])
def test_organizations_have_no_family(shared):
    told = {"name": "part"} | shared
    found = judge_pairs(pairs(("a", "b", SURE, told)), kind="Organization")

    assert found["verdict"].to_list() == ["same"]


@pytest.mark.parametrize(
    "against",
    [
        {"birth": "other"},
        {"sex": "other", "birth": "exact"},
        {"country": "other", "birth": "exact"},
        {"document": "other", "birth": "exact"},
        {"document": "other", "address": "same"},
        {"birth": "slip"},
        {"birth": "near"},
        {"birth": "other", "phone": "same"},
        {"generation": "other", "birth": "exact"},
        {"generation": "other", "address": "same", "phone": "same"},
    ],
)
def test_what_speaks_against_it_is_left_to_people(against):
    assert one({"name": "exact"} | against) == ("unsure", "contradiction")


@pytest.mark.parametrize("shared", [{"phone": "same"}, {"address": "same"}, {"birth": "year"}])
def test_an_initial_is_a_familys_as_well(shared):
    assert one({"name": "initial"} | shared) == ("unsure", "name_only")


def test_an_initial_with_a_birth_date_makes_one_person():
    assert one({"name": "initial", "birth": "exact"}) == ("same", "")


@pytest.mark.parametrize("email", ["slip", "local"])
def test_an_email_address_nearly_in_common_joins_nobody(email):
    assert one({"name": "exact", "email": email}) == ("unsure", "name_only")


def test_the_same_town_joins_nobody():
    assert one({"name": "exact", "address": "place"}) == ("unsure", "name_only")


def test_a_mistyped_sex_is_forgiven_where_name_birth_and_phone_agree():
    levels = {"birth": "exact", "sex": "other", "phone": "same"}

    assert one({"name": "exact"} | levels) == ("same", "")
    assert one({"name": "slips"} | levels) == ("unsure", "contradiction")


def test_names_only_alike_are_for_people_to_tell_whatever_else_agrees():
    twins = {"name": "alike", "birth": "exact", "address": "same", "email": "same"}

    assert one(twins, 40.0) == ("unsure", "other_name")


def test_a_new_passport_is_no_obstacle_where_birth_and_home_agree():
    levels = {"name": "exact", "birth": "exact", "document": "other", "address": "same"}

    assert one(levels) == ("same", "")


@pytest.mark.parametrize("name", ["part", "slips"])
def test_other_papers_and_a_name_spelt_otherwise_are_left_to_people(name):
    levels = {"name": name, "birth": "exact", "document": "other", "phone": "same"}

    assert one(levels) == ("unsure", "contradiction")


@pytest.mark.parametrize("name", ["part", "slips"])
@pytest.mark.parametrize("papers", [{}, {"document": "slip"}, {"document": "other"}])
def test_twins_of_names_nearly_alike_are_left_to_people(name, papers):
    levels = {"name": name, "birth": "exact", "address": "same", "context": "one"} | papers

    assert one(levels, 40.0) == ("unsure", "contradiction")


def test_an_initial_with_birth_date_and_home_makes_one_person_but_not_firmly():
    levels = {"name": "initial", "birth": "exact", "address": "same"}

    assert one(levels) == ("same", "")
    assert not judge_pairs(pairs(("a", "b", SURE, levels)))["firm"].any()


@pytest.mark.parametrize(
    "told", [{"birth": "swapped"}, {"document": "slip"}, {"document": "other"}, {"sex": "other"}]
)
def test_an_initial_of_a_twin_is_left_to_people(told):
    levels = {"name": "initial", "birth": "exact", "address": "same"} | told

    assert one(levels, 40.0) == ("unsure", "contradiction")


def test_one_document_shows_that_two_spellings_are_no_twins():
    levels = {"name": "slips", "birth": "exact", "address": "same", "document": "same"}

    assert one(levels) == ("same", "")


def test_a_mistyped_year_is_forgiven_where_a_phone_agrees():
    assert one({"name": "exact", "birth": "slip", "phone": "same"}) == ("same", "")


def test_one_document_under_two_names_is_left_to_people():
    assert one({"name": "other", "document": "same"})[0] == "unsure"
    assert one({"name": "word", "document": "same"}) == ("same", "")


@pytest.mark.parametrize("name", ["part", "slips", "initials", "word"])
@pytest.mark.parametrize("birth", ["other", "slip", "near"])
def test_a_document_lent_within_a_family_is_left_to_people(name, birth):
    levels = {"name": name, "document": "same", "birth": birth}

    assert one(levels, 40.0) == ("unsure", "contradiction")


def test_a_document_of_one_name_outweighs_a_mistyped_birth_date():
    assert one({"name": "variant", "document": "same", "birth": "other"}) == ("same", "")


def test_other_names_with_nothing_but_a_birth_date_are_not_even_asked():
    assert one({"name": "word", "birth": "exact"}) is None
    assert one({"name": "other", "phone": "same"}) is None


@pytest.mark.parametrize("name", [{"name": "other"}, {"name": "word"}, {}])
@pytest.mark.parametrize("shared", [{"phone": "same"}, {"account": "same"}, {"address": "same"}])
def test_another_name_beside_one_birth_date_and_phone_or_home_waits_for_people(name, shared):
    assert one(name | shared | {"birth": "exact"}, 40.0) == ("unsure", "other_name")


def test_a_brother_and_a_sister_of_one_day_and_home_are_not_asked_about():
    levels = {"name": "word", "birth": "exact", "address": "same", "sex": "other"}

    assert one(levels) is None


def test_initials_with_a_birth_date_wait_for_people():
    assert one({"name": "initials", "birth": "exact"}, 40.0) == ("unsure", "score")
    assert one({"name": "initials", "phone": "same"}) is None


def test_a_low_score_waits_and_a_lower_one_is_dropped():
    levels = {"name": "exact", "birth": "year"}

    assert one(levels, 1.0) == ("unsure", "score")
    assert one(levels, -3.0) is None


def test_thresholds_are_the_callers():
    row = ("a", "b", 1.0, {"name": "exact", "birth": "year"})

    assert judged(row, thresholds=Thresholds(0.6, 0.5))["a", "b"] == ("same", "")
    assert judged(row, thresholds=Thresholds(0.9, 0.7)) == {}


NAMESAKES = {"name": "exact", "birth": "exact", "document": "other"}
FITS = {"name": "exact", "birth": "exact"}


def test_a_record_that_fits_two_who_are_not_one_is_joined_to_neither():
    found = judged(("a", "b", SURE, NAMESAKES), ("a", "x", SURE, FITS), ("b", "x", SURE, FITS))

    assert found["a", "x"] == found["b", "x"] == ("unsure", "rival")


def test_a_clearly_better_fit_wins():
    found = judged(("a", "b", SURE, NAMESAKES), ("a", "x", SURE + 20, FITS), ("b", "x", SURE, FITS))

    assert found["a", "x"] == ("same", "")
    assert found["b", "x"] == ("unsure", "rival")


def test_a_shared_document_stands_against_any_namesake():
    papers = {"name": "exact", "document": "same"}
    found = judged(("a", "b", SURE, NAMESAKES), ("a", "x", SURE, papers), ("b", "x", SURE, FITS))

    assert found["a", "x"] == ("same", "")
    assert found["b", "x"] == ("unsure", "rival")


def test_two_that_fit_the_same_rivals_are_not_joined_with_each_other():
    found = judged(
        ("a", "b", SURE, NAMESAKES),
        ("a", "x", SURE, FITS),
        ("b", "x", SURE, FITS),
        ("a", "y", SURE, FITS),
        ("b", "y", SURE, FITS),
        ("x", "y", SURE, FITS),
    )

    assert found["x", "y"] == ("unsure", "rival")


def test_a_mistyped_date_of_one_with_the_same_document_is_no_rival():
    slip = {"name": "exact", "birth": "slip"}
    papers = {"name": "exact", "document": "same", "birth": "slip"}
    found = judged(("a", "z", SURE, slip), ("x", "z", 30.0, papers), ("a", "x", SURE, FITS))

    assert found["a", "x"] == ("same", "")
    assert found["x", "z"] == ("same", "")


def test_a_fathers_birth_date_is_no_mistyped_one_of_his_son():
    other = {"name": "part", "birth": "other", "address": "alike"}
    papers = {"name": "part", "document": "same"}
    home = {"name": "exact", "address": "alike"}
    found = judged(("a", "z", 4.0, other), ("x", "z", 20.0, papers), ("a", "x", 5.0, home))

    assert found["x", "z"] == ("same", "")
    assert found["a", "x"] == ("unsure", "rival")


def test_a_wholly_mistyped_date_is_forgiven_where_the_right_one_agrees():
    other = {"name": "exact", "birth": "other"}
    papers = {"name": "exact", "document": "same", "birth": "other"}
    found = judged(("a", "z", SURE, other), ("x", "z", 30.0, papers), ("a", "x", SURE, FITS))

    assert found["a", "x"] == found["x", "z"] == ("same", "")


def test_a_record_that_fits_father_and_son_is_joined_to_neither():
    handed_down = {"name": "exact", "generation": "other"}
    home = {"name": "exact", "address": "same"}
    found = judged(("a", "b", SURE, handed_down), ("a", "x", SURE, home), ("b", "x", SURE, home))

    assert found["a", "x"] == found["b", "x"] == ("unsure", "rival")


def test_no_chain_brings_two_contradicting_records_together():
    found = judged(
        ("a", "m", SURE, FITS),
        ("m", "n", SURE - 1, FITS),
        ("b", "n", SURE - 2, FITS),
        ("a", "b", SURE, NAMESAKES),
    )

    joined = [pair for pair, (verdict, _) in found.items() if verdict == "same"]
    assert ("a", "b") not in joined
    assert len(joined) == 2


def test_each_reason_has_its_words():
    found = judged(
        ("a", "b", SURE, {"name": "exact"}),
        ("a", "c", SURE, {"name": "exact", "birth": "other"}),
        ("a", "d", 1.0, {"name": "exact", "birth": "year"}),
    )

    assert {reason for _, reason in found.values()} <= set(REASONS)


def test_no_pairs_give_no_judgements():
    assert judged() == {}


def levels_of(name):
    return st.sampled_from([None, *(level.name for level in by_name(name).levels)])


shown = st.fixed_dictionaries({one.name: levels_of(one.name) for one in COMPARISONS}).map(
    lambda told: {name: level for name, level in told.items() if level}
)
bits = st.floats(-5, 40)
row = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), bits, shown)
tables = st.lists(row, max_size=15).map(
    lambda rows: list(
        {tuple(sorted(r[:2])): (*sorted(r[:2]), *r[2:]) for r in rows if r[0] != r[1]}.values()
    )
)


@given(tables, st.randoms())
def test_the_order_of_pairs_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert judged(*rows) == judged(*shuffled)


@given(tables)
def test_whatever_is_joined_has_a_name_or_a_document_and_something_more(rows):
    told = {(left, right): levels for left, right, _, levels in rows}

    for pair, (verdict, _) in judged(*rows).items():
        if verdict == "same":
            levels = told[pair]
            named = levels.get("name") in {"exact", "variant", "part", "lone", "slips", "initial"}
            assert named or levels.get("document") == "same"
            assert set(levels) - {"name", "sex", "country"}
            typed = levels.get("name") == "exact" and "birth" in levels
            assert levels.get("sex") != "other" or levels.get("document") == "slip" or typed
