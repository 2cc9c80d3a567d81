import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.period.doubles import Deciding, count_once
from linkgraph.period.tally import Span, tally_of
from tests.period.outcome_rows import line

MY, NZ, TH = "MY/Police", "NZ/Police", "TH/Police"


def bounds(rows, **how):
    """Return fewest and most of the only kind that the rows are of."""
    (figure,) = tally_of(rows, Span(), Deciding(**how)).figures
    return figure.low, figure.high


def doubts(rows, **how):
    return [one.why for one in count_once(rows, Deciding(**how))[1]]


def test_one_arrest_of_two_countries_under_one_number_counts_once():
    rows = [
        line(reference="JPA-ARR-1", countries=["NZ", "MY"]),
        line(reference="jpa arr 1", countries=["MY"], originator=MY),
    ]

    assert bounds(rows) == (1, 1)
    assert count_once(rows, Deciding())[0][0].why == ("the same reference",)


@pytest.mark.parametrize(
    "reference",
    ["1", "17", "0042", "2015-17", "3/2015", "ARR-2015-1", "Arrest 3", "case no. 12", "OP 7"],
)
def test_a_running_number_that_two_agencies_give_is_for_a_person_to_decide(reference):
    rows = [line(reference=reference), line(reference=reference, originator=MY)]

    assert bounds(rows) == (1, 2)
    assert doubts(rows) == ["the same reference, but it is a running number"]


@pytest.mark.parametrize("third", [[], [line(reference="NZ-17", originator="MY/Police")]])
def test_a_running_number_of_a_country_that_two_of_its_agencies_give_is_for_a_person_to_decide(
    third,
):
    rows = [line(reference="NZ-17", originator=one) for one in ("NZ/Police", "NZ/Immigration")]
    (figure,) = tally_of([*rows, *third], Span()).figures

    assert (figure.low, figure.high) == (1, 2 + len(third))


def test_one_number_under_which_two_agencies_name_different_people_is_for_a_person_to_decide():
    rows = [
        line(reference="OP-KESTREL", subjects=["person:a"]),
        line(reference="OP-KESTREL", subjects=["person:b"], originator=MY),
    ]

    assert bounds(rows) == (1, 2)
    assert doubts(rows) == ["the same reference, but they name different people"]
    assert bounds(rows, unsure=frozenset({("person:a", "person:b")})) == (1, 1)


def test_one_number_under_which_one_agency_names_nobody_is_one_outcome():
    rows = [
        line(reference="OP-KESTREL", subjects=["person:a"]),
        line(reference="OP-KESTREL", originator=MY),
    ]

    assert bounds(rows) == (1, 1)


def test_numbers_that_differ_in_where_they_are_parted_are_two():
    assert bounds([line(reference="NZ-1-12"), line(reference="NZ-11-2", originator=MY)]) == (2, 2)


def test_one_number_far_apart_in_time_is_for_a_person_to_decide():
    rows = [
        line(reference="JPA15-ARR-1"),
        line(reference="JPA15-ARR-1", originator=MY, day="2015-10-25"),
    ]

    assert bounds(rows) == (1, 2)
    assert bounds(rows, within_days=20) == (1, 1)


def test_the_same_person_arrested_within_the_days_counts_once_whatever_the_numbers():
    rows = [
        line(reference="NZ-1001", subjects=["person:a"]),
        line(reference="MY-2002", subjects=["person:a"], originator=MY, day="2015-10-12"),
    ]

    assert bounds(rows) == (1, 1)
    assert bounds(rows, within_days=6) == (2, 2)
    assert count_once(rows, Deciding())[0][0].why == ("the same person within 7 days",)


def test_two_people_of_two_countries_count_twice():
    rows = [line(subjects=["person:a"]), line(subjects=["person:b"], originator=MY)]

    assert bounds(rows) == (2, 2)


def test_people_who_may_be_one_are_for_a_person_to_decide():
    rows = [line(subjects=["person:a"]), line(subjects=["person:b"], originator=MY)]

    assert bounds(rows, unsure={("person:a", "person:b")}) == (1, 2)


def test_the_same_person_on_an_unknown_day_is_for_a_person_to_decide():
    rows = [line(subjects=["person:a"]), line(subjects=["person:a"], originator=MY, day="")]

    assert bounds(rows) == (1, 2)


def test_a_day_known_to_the_month_is_within_the_days_only_perhaps():
    rows = [line(subjects=["person:a"]), line(subjects=["person:a"], originator=MY, day="2015-10")]

    assert bounds(rows) == (1, 2)
    assert bounds(rows, within_days=31) == (1, 1)


def test_one_agency_that_keeps_two_numbers_of_a_person_is_asked():
    rows = [
        line(reference="NZ-1001", subjects=["person:a"]),
        line(reference="NZ-1002", subjects=["person:a"]),
    ]

    assert bounds(rows) == (1, 2)


@pytest.mark.parametrize(
    "kind", ["warrants_executed", "new_investigations", "assets_restrained", "documents_seized"]
)
def test_what_is_done_once_to_one_person_by_two_agencies_is_asked_about(kind):
    def both(second):
        one = line(kind, reference="NZ-W-1", subjects=["person:a"])
        return doubts([one, line(kind, reference="W-2", subjects=["person:a"], originator=second)])

    assert both(MY) == ["they concern the same"]
    # One agency that keeps two numbers of them had two.
    assert both("NZ/Police") == []


def test_lines_that_count_several_and_name_one_person_both_are_asked_about():
    rows = [line(count=2, subjects=["person:a"])]
    rows.append(line(count=2, subjects=["person:a"], originator=MY))

    assert bounds(rows) == (2, 4)
    assert doubts(rows) == ["they concern the same"]


def test_two_countries_that_act_against_one_syndicate_do_two_things():
    rows = [line("new_investigations", subjects=["syndicate:kestrel"], originator=one) for one in (NZ, MY)]  # fmt: skip

    assert bounds(rows) == (2, 2)


def test_one_agency_that_keeps_two_numbers_of_one_day_without_names_had_two():
    later = {"source": "src-later", "order": 9999}

    assert bounds([line(reference="NZ-1001"), line(reference="NZ-1002", **later)]) == (2, 2)
    # Nobody knows whether a line without number is one of those that have one.
    assert bounds([line(reference="NZ-1001"), line(**later)]) == (1, 2)


def test_one_person_in_two_lines_of_one_file_is_asked_about():
    rows = [line(subjects=["person:a"]), line(subjects=["person:a"], day="2015-10-07")]

    assert bounds(rows) == (1, 2)
    assert doubts(rows) == ["the same person in two reports of one agency"]


def test_a_line_without_names_beside_one_of_somebody_named_is_asked_about():
    rows = [line(subjects=["person:a"]), line(originator=MY, countries=["NZ", "MY"])]

    assert bounds(rows) == (1, 2)


def test_whoever_people_both_joined_with_and_parted_from_one_outcome_is_another():
    told = [line(reference="JPA15-ARR-1", originator=one) for one in (NZ, MY)]
    third = line(originator=TH, countries=["TH"])
    decided = {
        tuple(sorted((one.id, third.id))): word
        for one, word in zip(told, (True, False), strict=True)
    }

    assert Deciding(decided=decided).word(told, [third]) is False
    assert bounds([*told, third], decided=decided) == (2, 2)


def test_enquiries_on_one_person_are_as_many_as_were_made():
    rows = [
        line("enquiries_made", reference="NZ-E-1", subjects=["person:a"], recorded=True),
        line("enquiries_made", reference="MY-E-1", subjects=["person:a"], originator=MY),
    ]

    assert bounds(rows) == (2, 2)


def test_an_enquiry_on_record_that_a_line_tells_of_counts_once():
    rows = [
        line("enquiries_made", reference="NZ-E-01", recorded=True, id="enquiry:1"),
        line("enquiries_made", reference="nz e 01", source="src-other", order=9999),
    ]

    assert bounds(rows) == (1, 1)


def test_enquiries_on_record_beside_a_line_that_counts_some_are_asked_about():
    rows = [
        line("enquiries_made", reference="NZ-E-01", recorded=True, source="src-list"),
        line("enquiries_made", count=11),
    ]

    assert bounds(rows) == (11, 12)


def test_enquiries_on_record_are_as_many_as_are_on_record():
    rows = [line("enquiries_made", recorded=True, countries=["MY", "NZ"], originator=one) for one in (NZ, MY)]  # fmt: skip

    assert bounds(rows) == (2, 2)


def test_lines_that_count_enquiries_of_other_days_add_up():
    rows = [line("enquiries_made", count=11), line("enquiries_made", count=3, source="src-2", day="2015-10-09")]  # fmt: skip

    assert bounds(rows) == (14, 14)


def test_an_enquiry_on_record_beside_a_line_of_one_of_its_day_is_asked_about():
    rows = [
        line("enquiries_made", reference="NZ-E-01", recorded=True, source="src-list"),
        line("enquiries_made"),
    ]

    assert bounds(rows) == (1, 2)
    assert bounds([*rows[:1], line("enquiries_made", day="2015-10-09")]) == (2, 2)


def test_lines_of_one_number_that_name_different_people_add_up():
    rows = [
        line(reference="OP-7001", subjects=["person:a"]),
        line(reference="OP-7001", subjects=["person:b"]),
    ]

    assert bounds(rows) == (2, 2)


def test_a_count_told_on_each_line_of_a_number_is_no_more_than_perhaps_a_sum():
    rows = [
        line(reference="OP-7001", subjects=["person:a"], count=2),
        line(reference="OP-7001", subjects=["person:b"], count=2),
    ]

    assert bounds(rows) == (2, 4)


def test_lines_of_one_warrant_that_name_different_people_are_one_warrant():
    rows = [
        line("warrants_executed", reference="W-7001", subjects=["person:a"]),
        line("warrants_executed", reference="W-7001", subjects=["person:b"]),
    ]

    assert bounds(rows) == (1, 1)


def test_of_an_operation_and_an_arrest_the_shared_person_counts_once():
    rows = [
        line(reference="OP-7001", subjects=["person:a"]),
        line(reference="OP-7001", subjects=["person:b"]),
        line(reference="MY-9001", subjects=["person:b"], originator=MY),
    ]

    assert bounds(rows) == (2, 2)


def test_reports_of_one_number_that_count_differently_give_from_and_to():
    rows = [
        line(reference="JPA-RAID-1", count=3),
        line(reference="JPA-RAID-1", count=5, originator=MY),
    ]

    assert bounds(rows) == (3, 5)


def test_a_later_source_of_one_originator_replaces_what_it_said_under_a_number():
    rows = [
        line(reference="NZ-ARR-1", count=5, order=1),
        line(reference="NZ-ARR-1", count=4, order=2, source="src-later"),
    ]

    assert bounds(rows) == (4, 4)
    assert [row.count for row in count_once(rows, Deciding())[2]] == [5]


def test_a_line_without_number_told_again_by_a_later_source_is_asked_about():
    rows = [line(count=5, order=1), line(count=5, order=2, source="src-later")]

    assert bounds(rows) == (5, 10)


def test_lines_without_number_in_one_source_are_as_many_as_they_are():
    assert bounds([line(), line(), line()]) == (3, 3)


def test_two_countries_that_act_on_one_day_without_naming_each_other_are_two():
    assert bounds([line(), line(originator=MY)]) == (2, 2)


def test_a_joint_line_and_its_partners_line_of_one_day_are_asked_about():
    rows = [line(countries=["NZ", "MY"]), line(originator=MY)]

    assert bounds(rows) == (1, 2)


@pytest.mark.parametrize(
    ("day", "asked"), [("2015-10-04", True), ("2015-10-06", True), ("2015-10-07", False)]
)
def test_one_night_that_two_zones_date_otherwise_is_asked_about(day, asked):
    rows = [line(countries=["NZ", "MY"], day="2015-10-05"), line(originator=MY, day=day)]

    assert bounds(rows) == (1 if asked else 2, 2)


def test_a_person_decides_that_two_are_one():
    one, other = line(id="outcome:1"), line(id="outcome:2", originator=MY, day="2015-10-27")

    assert bounds([one, other]) == (2, 2)
    assert bounds([one, other], decided={("outcome:1", "outcome:2"): True}) == (1, 1)


def test_a_person_decides_that_two_under_one_number_are_two():
    rows = [
        line(id="outcome:1", reference="JPA-ARR-1"),
        line(id="outcome:2", reference="JPA-ARR-1", originator=MY),
    ]

    assert bounds(rows, decided={("outcome:1", "outcome:2"): False}) == (2, 2)


def test_a_third_report_does_not_join_two_that_a_person_parted():
    rows = [
        line(id="outcome:1", reference="JPA-ARR-1"),
        line(id="outcome:2", reference="JPA-ARR-1", originator=MY),
        line(id="outcome:3", reference="JPA-ARR-1", originator=TH),
    ]

    assert bounds(rows, decided={("outcome:1", "outcome:2"): False}) == (2, 3)


def test_a_third_report_of_a_person_does_not_join_two_that_a_person_parted():
    rows = [
        line(id="outcome:1", subjects=["person:a"]),
        line(id="outcome:2", subjects=["person:a"], originator=MY, day="2015-10-10"),
        line(id="outcome:3", subjects=["person:a"], originator=TH, day="2015-10-08"),
    ]

    assert bounds(rows) == (1, 1)
    assert bounds(rows, decided={("outcome:1", "outcome:2"): False}) == (2, 3)


KINDS = st.sampled_from(["arrests", "victims_assisted", "warrants_executed", "people_trained"])
LINES = st.builds(
    line,
    KINDS,
    reference=st.sampled_from(["", "", "3", "JPA-0001", "JPA-0002"]),
    count=st.integers(0, 4),
    day=st.sampled_from(["", "2015-10", "2015-10-05", "2015-10-09", "2015-10-25"]),
    countries=st.sets(st.sampled_from(["NZ", "MY", "TH"]), min_size=1),
    subjects=st.sets(st.sampled_from(["person:a", "person:b", "person:c"]), max_size=2),
    originator=st.sampled_from([NZ, MY, TH]),
)


@given(st.lists(LINES, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)

    assert tally_of(mixed, Span()) == tally_of(rows, Span())


@given(st.lists(LINES, max_size=8))
def test_what_is_sure_is_never_more_than_what_is_possible(rows):
    for figure in tally_of(rows, Span()).figures:
        assert 0 <= figure.low <= figure.high
        assert all(0 <= low <= high for low, high in figure.by_country.values())
        assert max(low for low, _ in figure.by_country.values()) <= figure.low
        assert figure.high <= sum(high for _, high in figure.by_country.values())


@given(st.lists(LINES, max_size=6), st.data())
def test_telling_an_outcome_again_under_its_number_changes_no_total(rows, data):
    numbered = [row for row in rows if row.reference.startswith("JPA")]
    again = []
    if numbered:
        row = data.draw(st.sampled_from(numbered))
        again = [line(**{**_told(row), "locator": "999", "id": row.id})]
    before = tally_of(rows, Span())

    after = tally_of([*rows, *again], Span())

    assert [(f.kind, f.low, f.high) for f in after.figures] == [
        (f.kind, f.low, f.high) for f in before.figures
    ]


def _told(row):
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


@given(st.lists(LINES, max_size=8))
def test_every_line_is_behind_a_figure_or_superseded(rows):
    found = tally_of(rows, Span())
    behind = {
        (row.originator, row.locator)
        for kind in found.counted
        for _, one in found.behind(kind)
        for row in one.rows
    }

    assert behind | {(row.originator, row.locator) for row in found.superseded} == {
        (row.originator, row.locator) for row in rows
    }


def lines(references, *, day="2015-10-05"):
    """Return lines ``outcome:0``, ``outcome:1``, ..., each of an agency of its own."""
    return [
        line(id=f"outcome:{at}", reference=reference, originator=f"NZ/Agency {at}", day=day)
        for at, reference in enumerate(references)
    ]


def pair(one, other):
    return (f"outcome:{one}", f"outcome:{other}")


@given(
    st.sampled_from(["NZ-17", "OP-TIDE-9-A"]),
    st.sampled_from(["", "person:a"]),
    st.sampled_from(["2015-10-05", "2016-05-05"]),
)
def test_nobody_is_asked_whether_an_outcome_is_itself(reference, subject, day):
    told = {"reference": reference, "subjects": (subject,) if subject else ()}
    rows = [
        line(**told, period="JPA", source="src-1", order=1),
        line(**told, period="JPB", source="src-2", order=2, day=day),
    ]

    counted, may, _ = count_once(rows, Deciding())

    assert all(
        len({row.id for at in (one.one, one.other) for row in counted[at].rows}) > 1 for one in may
    )


def test_what_a_person_parted_is_not_one_by_way_of_a_third_that_people_decided():
    decided = {pair(0, 1): True, pair(1, 2): True, pair(0, 2): False}
    rows = lines(["", "", ""])

    assert bounds(rows, decided=decided)[1] == 3
    assert set(doubts(rows, decided=decided)) == {
        "a person said that they are one, but what people decided does not agree"
    }


def test_what_a_person_parted_is_not_one_by_way_of_a_number():
    decided = {pair(1, 2): True, pair(0, 2): False}
    rows = lines(["OP-KESTREL", "OP-KESTREL", ""])

    assert bounds(rows, decided=decided) == (2, 2)
    assert [[row.id for row in one.rows] for one in count_once(rows, Deciding(decided=decided))[0]] == [
        ["outcome:0"], ["outcome:1", "outcome:2"],
    ]  # fmt: skip


_PAIRS = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda two: two[0] < two[1])


@given(
    st.lists(st.sampled_from(["", "OP-KESTREL", "OP-MERAK"]), min_size=6, max_size=6),
    st.dictionaries(_PAIRS, st.booleans()),
    st.permutations(range(6)),
)
def test_no_outcome_holds_two_that_a_person_parted(references, words, order):
    rows = lines(references)
    how = Deciding(decided={pair(*two): word for two, word in words.items()})

    def parts(held):
        return {frozenset(row.id for row in one.rows) for one in count_once(held, how)[0]}

    made = parts(rows)
    parted = [set(pair(*two)) for two, word in words.items() if not word]
    assert not [part for part in made for two in parted if two <= part]
    assert parts([rows[at] for at in order]) == made
