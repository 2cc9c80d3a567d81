"""What a plan lacks before it is ready."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.graph.projection import project
from linkgraph.period import LegalBasis
from linkgraph.period.model import Marks
from linkgraph.period.readiness import lacks_of, victims_near
from linkgraph.share import protected_people
from tests.builders import fill
from tests.period.periods import MEMORANDUM, PERIOD, a_focal_point, a_plan

BOTH = (a_focal_point("MY"), a_focal_point("NZ"))
ARRANGED = {"victim_management": "a shelter", "protection": "moved away"}


def lacks(plan, points=BOTH, near=(), protected=()):
    return lacks_of(plan, PERIOD, points, near=near, protected=protected)


@pytest.mark.parametrize(
    ("by", "counts"),
    [("NZ/Police", True), ("MY/Any desk", True), ("TH/DSI", True), ("ID/Police", True),
     ("VN/Police", False), ("INTERPOL", False)],
)  # fmt: skip
def test_whom_we_call_is_told_by_that_country_us_or_whose_plan_or_period_it_is(by, counts):
    plan = replace(a_plan(), marks=Marks(handling="", originators=("TH/DSI",), sources=("x",)))
    told = replace(a_focal_point("MY"), marks=Marks(handling="", originators=(by,), sources=("y",)))

    period = replace(PERIOD, marks=Marks(handling="", originators=("ID/Police",), sources=("z",)))

    found = lacks_of(plan, period, (told, BOTH[1]), near=(), protected=(), own="NZ/Police")

    assert [one.countries for one in found] == ([] if counts else [("MY",)])
    assert counts or "as told by itself" in found[0].says


def basis(parties, **told):
    return LegalBasis(name="x", kind="agreement", parties=parties, **told)


def test_a_plan_with_all_that_it_takes_lacks_nothing():
    assert lacks(a_plan()) == ()
    assert (
        lacks(a_plan(crime="trafficking", victims_may_be_met=True, **ARRANGED), near={"person:v"})
        == ()
    )


def test_each_side_needs_a_named_focal_point_in_the_period():
    others = [a_focal_point("MY", period="other"), a_focal_point("MY", name="")]

    found = lacks(a_plan(), [a_focal_point("NZ"), *others])

    assert [(one.what, one.countries) for one in found] == [("focal_point", ("MY",))]
    assert "focal-point JPA --country MY" in found[0].remedy


@pytest.mark.parametrize(
    ("bases", "missing"),
    [
        ((), [("MY", "NZ"), ("MY", "TH"), ("NZ", "TH")]),
        ((basis(("MY", "NZ", "TH")),), []),
        ((basis(("MY", "NZ")), basis(("NZ", "TH"))), [("MY", "TH")]),
        ((basis(("MY", "NZ")), basis(("NZ", "TH")), basis(("MY", "TH"))), []),
        ((basis(("MY", "NZ", "TH"), expires="2026-12-30"),), [("MY", "NZ"), ("MY", "TH"), ("NZ", "TH")]),
        ((basis(("MY", "NZ", "TH"), expires="2026-12-31"),), []),
        ((basis(("MY", "NZ", "TH"), since="2027-01-01"),), [("MY", "NZ"), ("MY", "TH"), ("NZ", "TH")]),
    ],
)  # fmt: skip
def test_every_two_countries_need_a_basis_that_holds_on_the_last_day(bases, missing):
    plan = a_plan(countries=("MY", "NZ", "TH"), legal_bases=bases)

    found = lacks(plan, [*BOTH, a_focal_point("TH")])

    assert [one.countries for one in found] == missing
    assert {one.what for one in found} <= {"legal_basis"}
    assert all(one.remedy for one in found)


@pytest.mark.parametrize(
    "told", [{"crime": "trafficking"}, {"crime": "both"}, {"victims_may_be_met": True}, {}]
)
@pytest.mark.parametrize("arranged", ["victim_management", "protection"])
def test_where_victims_may_be_met_both_arrangements_are_needed(told, arranged):
    near = () if told else {"person:v"}
    (found,) = lacks(a_plan(**told, **{arranged: "yes"}), near=near)

    other = ({"victim_management", "protection"} - {arranged}).pop()
    assert (found.what, other in found.says, other in found.remedy) == ("protection", True, True)
    assert "person:v" not in repr(found)


def test_a_plan_against_somebody_who_may_be_a_victim_is_not_ready():
    subjects = ("person:s", "person:v", "person:w")
    (found,) = lacks(a_plan(subjects=subjects), protected={"person:v", "person:w"})

    assert found.what == "victim_among_subjects"
    assert "non-punishment" in found.says
    assert "(subjects[2], subjects[3])" in found.says
    assert "person:v" not in repr(found)


def test_an_expired_basis_is_told_from_none_at_all():
    expired = lacks(a_plan(legal_bases=(basis(("MY", "NZ"), expires="2026-05-01"),)))
    none = lacks(a_plan(legal_bases=()))

    assert "2026-12-31" in expired[0].says
    assert "covers" in none[0].says
    assert MEMORANDUM.holds_on("2027-01-01")


def test_a_basis_has_to_follow_on_another_without_a_day_between():
    first = basis(("MY", "NZ"), expires="2026-06-30")

    def without(*bases):
        return [one.says for one in lacks(a_plan(legal_bases=bases))]

    (gap,) = without(first, basis(("MY", "NZ"), since="2026-07-02"))
    assert gap.endswith("holds in between (2026-07-01)")
    assert without(first, basis(("MY", "NZ"), since="2026-07-01")) == []
    assert without(first, basis(("MY", "NZ"), since="2026-05-01")) == []
    on_the_first = basis(("MY", "NZ"), expires=PERIOD.since)
    later = basis(("MY", "NZ"), since="2026-07-01")
    assert len(without(on_the_first, later)) == 1
    assert without(basis(("MY", "NZ"), expires="2026-12-30")) == [
        "no legal basis for sharing between MY and NZ holds on the period's last day (2026-12-31)"
    ]


DAYS = st.one_of(
    st.just(""), st.dates(dt.date(2026, 2, 20), dt.date(2027, 1, 5)).map(dt.date.isoformat)
)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4))
def test_a_plan_lacks_no_basis_just_where_one_holds_on_every_day(spans):
    bases = [basis(("MY", "NZ"), since=since, expires=until) for since, until in spans]
    first, last = map(dt.date.fromisoformat, (PERIOD.since, PERIOD.until))
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]

    covered = all(any(one.holds_on(day) for one in bases) for day in days)

    assert (lacks(a_plan(legal_bases=tuple(bases))) == ()) is covered


def test_a_country_that_takes_no_part_any_more_is_lacking():
    period = replace(PERIOD, countries=("NZ", "TH"))

    (found,) = lacks_of(a_plan(), period, BOTH, near=(), protected=())

    assert (found.what, found.countries) == ("period", ("MY",))


def near(ledger, *subjects):
    return victims_near(project(ledger), subjects, protected_people(ledger))


def test_victims_near_a_subject_are_those_within_three_ties_or_in_its_case(ledger):
    fill(
        ledger, "A",
        links=[
            ("USES", "person:s", "phone:+641111111", {}),
            ("CALLED", "phone:+641111111", "phone:+642222222", {}),
            ("USES", "person:v", "phone:+642222222", {}),
            ("VICTIM_IN", "person:v", "casefile:c", {}),
            ("WITNESS_IN", "person:w", "casefile:c", {}),
            ("SUSPECT_IN", "person:t", "casefile:c", {}),
            ("CALLED", "phone:+642222222", "phone:+643333333", {}),
            ("USES", "person:far", "phone:+643333333", {}),
            ("VICTIM_IN", "person:far", "casefile:d", {}),
            ("NATIONAL_OF", "person:s", "country:MY", {}),
            ("NATIONAL_OF", "person:other", "country:MY", {}),
            ("VICTIM_IN", "person:other", "casefile:e", {}),
        ],
    )  # fmt: skip

    assert near(ledger, "person:s") == {"person:v"}
    assert near(ledger, "person:t") == {"person:v"}
    assert near(ledger, "person:v") == {"person:v", "person:far"}
    assert near(ledger, "phone:+643333333") == {"person:v", "person:far"}
    assert near(ledger) == near(ledger, "person:unknown") == frozenset()


def test_a_possible_victim_counts_until_a_person_decides(ledger):
    fill(
        ledger, "A", entities=[("person:p", {})],
        links=[("VICTIM_IN", "person:v", "casefile:c", {}),
               ("ASSOCIATE_OF", "person:s", "person:p", {})],
    )  # fmt: skip
    ledger.judge("person:p", "person:v", "unsure", who="splink", score=0.6, model="splink")
    assert near(ledger, "person:s") == {"person:p"}

    ledger.judge("person:p", "person:v", "different", who="ann")

    assert near(ledger, "person:s") == frozenset()


def test_what_everybody_is_tied_to_is_not_passed_through_save_from_a_subject(ledger):
    crowd = [("PAID", f"account:{n:06d}", "account:999999", {}) for n in range(250)]
    fill(
        ledger, "A",
        links=[*crowd, ("HOLDS", "person:v", "account:000001", {}),
               ("HOLDS", "person:s", "account:000002", {}),
               ("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip

    assert near(ledger, "person:s") == frozenset()
    assert near(ledger, "account:999999") == {"person:v"}
