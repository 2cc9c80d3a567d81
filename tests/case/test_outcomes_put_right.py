"""Outcomes that are put right: what an agency says last under a number holds, wherever it belongs."""

import datetime as dt
from dataclasses import replace

import pytest

from linkgraph.case import create_case
from linkgraph.period import Enquiry, Period
from linkgraph.period.entered_outcome import OutcomeTold
from linkgraph.statements.entered import Sharing
from tests.case.test_outcomes import figures, outcome, take, take_file

MADE = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
TOLD = OutcomeTold(kind="arrests", reference="NZ-RAID-7", count=3, day="2026-05-03", period="A")


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        for name, since, until in (
            ("A", "2026-01-01", "2026-06-30"),
            ("B", "2026-07-01", "2026-12-31"),
        ):
            made.add_period(
                Period(reference=name, title="", since=since, until=until, countries=("MY", "NZ"))
            )
        yield made


def counts(case, **told):
    return {
        period: sum(one.low for one in case.tally(period, **told).figures) for period in ("A", "B")
    }


def test_what_is_moved_to_another_period_counts_there_alone(case):
    case.enter_outcome(TOLD)

    case.enter_outcome(replace(TOLD, period="B", day="2026-07-03"))

    assert counts(case) == {"A": 0, "B": 3}
    assert [row.reference for row in case.tally("A").superseded] == ["NZ-RAID-7"]


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("NZ-RAID-7", "it takes the place of what was said under this number in the period A"),
        ("17", "what was said under this number in the period A counts there still"),
    ],
)
def test_whoever_enters_a_number_of_another_period_is_told_what_becomes_of_that(
    case, reference, told
):
    case.enter_outcome(replace(TOLD, reference=reference))
    moved = replace(TOLD, reference=reference, period="B", day="2026-07-03")

    (remark,) = case.remarks_on_outcome(moved, case.enter_outcome(moved))

    assert remark.startswith(told)
    assert case.remarks_on_outcome(moved, case.enter_outcome(moved)) == ()


def test_whoever_takes_a_number_back_everywhere_is_told_of_each_period_where_it_counts(case):
    told = replace(TOLD, reference="17")
    case.enter_outcome(told)
    case.enter_outcome(replace(told, period="B", day="2026-07-03"))
    assert counts(case) == {"A": 3, "B": 3}
    back = replace(told, count=0, period="", day="")

    remarks = case.remarks_on_outcome(back, case.enter_outcome(back))

    assert "it takes the place of what was said under this number in the periods A and B" in remarks
    assert counts(case) == {"A": 0, "B": 0}


def test_what_moved_before_is_not_told_of_again(case):
    case.enter_outcome(TOLD)
    moved = replace(TOLD, period="B", day="2026-07-03")
    case.enter_outcome(moved)
    again = replace(moved, count=4)

    assert case.remarks_on_outcome(again, case.enter_outcome(again)) == ()


def test_what_is_dated_anew_counts_in_the_period_of_its_new_day_alone(case):
    case.enter_outcome(replace(TOLD, period=""))

    case.enter_outcome(replace(TOLD, period="", day="2026-08-03"))

    assert counts(case) == {"A": 0, "B": 3}


@pytest.mark.parametrize("reference", ["NZ-RAID-7", "17"])
def test_a_count_of_none_under_a_number_takes_back_what_it_said(case, reference):
    case.enter_outcome(replace(TOLD, reference=reference))

    case.enter_outcome(OutcomeTold(kind="arrests", reference=reference, count=0))

    assert counts(case) == {"A": 0, "B": 0}


def test_what_is_moved_to_another_plan_belongs_to_that_alone(case):
    case.enter_outcome(replace(TOLD, plan="P1"))

    case.enter_outcome(replace(TOLD, plan="P2"))

    assert counts(case, plan="P1") == {"A": 0, "B": 0}
    assert counts(case, plan="P2") == {"A": 3, "B": 0}


def test_what_is_moved_and_moved_back_counts_once(case):
    for period in ("A", "B", "A"):
        case.enter_outcome(replace(TOLD, period=period))

    assert counts(case) == {"A": 3, "B": 0}


def test_lists_of_two_periods_that_begin_their_numbers_anew_put_nothing_right(case, tmp_path):
    first = [f"NZ-{n},arrests,1,2026-02-0{n},NZ,A,,,," for n in range(1, 5)]
    second = [f"NZ-{n},arrests,1,2026-09-0{n},NZ,B,,,," for n in range(1, 4)]
    take_file(case, tmp_path, first, name="outcomes_1.csv")

    take_file(case, tmp_path, second, name="outcomes_2.csv")

    assert counts(case) == {"A": 4, "B": 3}


def test_a_list_that_moves_an_outcome_of_some_days_puts_it_right(case, tmp_path):
    take_file(case, tmp_path, ["NZ-7-K,arrests,2,2026-06-30,NZ,A,,,,"], name="outcomes_1.csv")

    take_file(case, tmp_path, ["NZ-7-K,arrests,2,2026-07-01,NZ,B,,,,"], name="outcomes_2.csv")

    assert counts(case) == {"A": 0, "B": 2}


def test_another_agency_puts_nothing_of_it_right(case):
    case.enter_outcome(TOLD)

    take(case, "M", [outcome("m", reference="NZ-RAID-7", period="B", day="2026-05-03")],
         originator="MY/Police")  # fmt: skip

    assert counts(case) == {"A": 3, "B": 1}


# Enquiries


def ask(case, reference, sent, **told):
    made = {"from_country": "NZ", "to_country": "MY"} | told
    case.draft_enquiry(Enquiry(reference=reference, **made))
    case.send_enquiry(reference, sent)


@pytest.mark.parametrize(
    ("told", "sent", "period"),
    [
        ({"period": "B"}, "2026-06-20", "B"),
        ({"period": "A"}, "2026-07-20", "A"),
        ({}, "2026-06-20", "A"),
        ({"to_country": "AU"}, "2026-06-20", ""),
    ],
)
def test_an_enquiry_counts_in_the_period_that_lists_it(case, told, sent, period):
    ask(case, "NZ-E-7", sent, **told)

    listed = {name: len(case.enquiries(name)) for name in ("A", "B")}

    assert counts(case) == listed == {name: int(name == period) for name in ("A", "B")}
    assert figures(case.tally("")) == {("enquiries_made", ""): (1, 1)}


def test_an_enquiry_that_is_not_listed_for_an_audience_is_not_counted_for_it(case):
    open_to_my = Sharing(handling="H0", tlp="GREEN", releasable_to=("MY",))
    case.add_period(
        Period(
            reference="C", title="", since="2026-01-01", until="2026-12-31", countries=("MY", "NZ")
        ),
        open_to_my,
    )
    take(case, "S", [], entities=[("person:i", {"names": ["Tan Boon Keat"]})],
         links=[("INFORMANT_IN", "person:i", "casefile:d", {})])  # fmt: skip
    for reference, about in (("NZ-E-7", ("person:i",)), ("NZ-E-8", ())):
        draft = Enquiry(
            reference=reference, period="C", from_country="NZ", to_country="MY", subjects=about
        )
        case.draft_enquiry(draft, open_to_my)
        case.send_enquiry(reference, "2026-04-01")

    made = case.tally_release("C", audience="MY", made=MADE)

    (figure,) = [one for one in made.figures if one.kind == "enquiries_made"]
    assert [line.reference for line in figure.lines] == ["NZ-E-8"]
    assert figure.total == "1"
    assert [one.reference for one in case.period_release("C", "MY", made=MADE).enquiries] == [
        "NZ-E-8"
    ]
