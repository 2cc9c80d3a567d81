"""What people write in letters of another size is the same; what they write anew replaces all of it."""

import datetime as dt
from dataclasses import replace

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from linkgraph.period import Lesson
from linkgraph.statements.entered import Sharing
from tests.builders import fill
from tests.period.periods import (
    MEMORANDUM,
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    an_enquiry,
)

FOR_MY = Sharing(handling="H1", tlp="GREEN", releasable_to=("MY",))
MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def case(tmp_path):
    with lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell") as made:
        made.add_period(PERIOD, FOR_MY)
        fill(
            made.ledger, "list", handling="H0", tlp="GREEN", releasable_to=["MY"],
            entities=[("person:a", {"names": ["Zenthil Pavo"]}),
                      ("person:b", {"names": ["Qorvax Olin"]}),
                      ("person:c", {"names": ["Wibroka Sura"], "birth_dates": ["2012-02-03"]})],
            links=[("SUSPECT_IN", f"person:{one}", "casefile:c", {}) for one in "abc"],
        )  # fmt: skip
        yield made


@pytest.fixture
def planned(case):
    for country in ("MY", "NZ"):
        case.add_focal_point(a_focal_point(country), FOR_MY)
    case.set_plan(a_plan(), FOR_MY)
    return case


# Drafted anew


def test_a_draft_entered_anew_takes_the_place_of_the_former_whole(case):
    former = an_enquiry(
        due="2026-04-30", asks="Who paid?", to_agency="Police", subjects=("person:a",)
    )
    case.draft_enquiry(former, FOR_MY)

    case.draft_enquiry(an_enquiry(asks="", to_country="TH", subjects=("person:b",)), FOR_MY)

    held = case.enquiry("E-1")
    assert (held.due, held.asks, held.to_agency, held.to_country) == ("", "", "", "TH")
    assert held.subjects == ("person:b",)
    assert [e.subjects for e in case.period_release("JPA", "MY").enquiries] == [("person:b",)]


def test_the_graph_forgets_whom_a_former_draft_was_about(case):
    case.draft_enquiry(an_enquiry(subjects=("person:a",)))
    case.draft_enquiry(an_enquiry(subjects=("person:b",)))

    links = case.ledger.tables(part="link", names=["CONCERNS"])
    assert {end for table in links for end in table.frame["to_id"]} == {"person:b"}
    assert case.check() == []


# Letters of another size


def test_a_period_is_found_however_it_is_written(planned):
    planned.set_phase(replace(a_phase(), period="jpa"), FOR_MY)
    planned.add_lesson(a_lesson("Meet early", period="Jpa", plan="p1"), FOR_MY)
    planned.draft_enquiry(an_enquiry(period="jpa"), FOR_MY)

    assert planned.period("jpa").reference == "JPA"
    assert [one.period for one in planned.lessons("jpa")] == ["JPA"]
    assert [one.plan for one in planned.lessons("jpa")] == ["P1"]
    assert [one.period for one in planned.enquiries("jpa")] == ["JPA"]
    assert len(planned.focal_points("jpa")) == 2
    assert planned.period_release("jpa", "MY", made=MADE) == planned.period_release(
        "JPA", "MY", made=MADE
    )


@pytest.mark.parametrize("kind", ["plan", "mid-term", "debrief", "senior-officials"])
def test_a_report_is_the_same_however_its_period_is_written(planned, kind):
    told = [planned.report(kind, name, made=MADE).document.sections for name in ("JPA", "jpa")]

    assert told[0] == told[1]


def test_a_plan_is_found_and_made_ready_however_it_is_written(planned):
    planned.make_ready("p1", today=dt.date(2026, 3, 5))

    assert planned.investigation_plan("P1").ready == "2026-03-05"
    (section,) = [
        one
        for one in planned.report("plan", "JPA", plan="p1", made=MADE).document.sections
        if one.anchor.startswith("plan-")
    ]
    assert section.heading == "Plan P1: Pier watch"


def test_an_imported_enquiry_belongs_to_its_period_however_that_is_written(case, tmp_path):
    path = tmp_path / "enquiries.csv"
    path.write_text("reference,from_country,to_country,sent,period\nE-9,NZ,VN,2026-04-01,jpa \n")
    case.import_file(path, told={"originator": "NZ/Joint cell"})

    assert [one.reference for one in case.enquiries("JPA")] == ["E-9"]


@pytest.mark.parametrize(
    "add",
    [
        lambda case: case.add_period(replace(PERIOD, reference="Jpa")),
        lambda case: case.set_plan(a_plan("p1")),
        lambda case: case.draft_enquiry(an_enquiry("e-1")),
    ],
    ids=["period", "plan", "enquiry"],
)
def test_two_names_that_differ_in_the_size_of_letters_are_refused(planned, add):
    planned.draft_enquiry(an_enquiry("E-1"))

    with pytest.raises(InputError, match="size"):
        add(planned)


# Ready


def test_a_child_among_the_subjects_asks_for_protection(planned):
    planned.set_plan(a_plan(subjects=("person:c",)), FOR_MY)

    (lack,) = planned.plan_lacks("P1", today=dt.date(2026, 3, 5))

    assert lack.what == "protection"
    assert "children" in lack.says
    grown = planned.plan_lacks("P1", today=dt.date(2031, 3, 5))
    assert "protection" not in {one.what for one in grown}


@pytest.mark.parametrize(
    ("bases", "day", "lacks"),
    [
        ([{"since": "2026-06-01"}], "2026-03-05", True),
        ([{"since": "2026-06-01"}], "2026-06-01", False),
        ([{"since": "2025-06-01"}], "2026-01-01", False),
        ([{"expires": "2026-06-01"}, {"since": "2026-05-01"}], "2026-03-05", False),
        ([{"expires": "2026-06-01"}], "2026-03-05", True),
    ],
)
def test_sharing_rests_on_law_from_its_first_day_to_the_last(planned, bases, day, lacks):
    laws = tuple(replace(MEMORANDUM, **({"expires": ""} | told)) for told in bases)
    planned.set_plan(a_plan(legal_bases=laws), FOR_MY)

    found = planned.plan_lacks("P1", today=dt.date.fromisoformat(day))

    assert [one.what for one in found] == ["legal_basis"] * lacks


def test_a_lesson_of_another_period_is_refused_whatever_the_size_of_letters(planned):
    planned.add_period(replace(PERIOD, reference="OTHER"))
    lesson = Lesson(period="other", plan="p1", kind="worked", text="x", on="2026-05-01")

    with pytest.raises(InputError, match="another period"):
        planned.add_lesson(lesson)
