"""Outcomes of a case: taken in, entered, decided on, counted, given."""

import datetime as dt
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.case import create_case
from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.period.entered_outcome import OutcomeTold, outcome_kind_of
from linkgraph.period.released import WITHHELD
from linkgraph.statements.entered import Sharing
from linkgraph.statements.stated import Stated
from tests.builders import fill

MADE = dt.datetime(2016, 1, 15, tzinfo=dt.UTC)
OPEN = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "TH", "PUBLIC"]}
HEAD = "reference,outcome,count,date,countries,period,subject_id,subject_name,amount,currency"


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        yield made


def outcome(one, kind="arrests", **told):
    defaults = {"outcome_kind": kind, "count": 1, "day": "2015-10-05", "period": "JPA"}
    made = defaults | told
    if "reference" in made:
        made["native_ids"] = [made.pop("reference")]
    return f"outcome:{one}", made


def take(case, name, outcomes, *, links=(), entities=(), **marks):
    fill(case.ledger, name, entities=[*outcomes, *entities], links=links, **(OPEN | marks))


def take_file(case, folder, lines, originator="NZ/Police", name="outcomes.csv"):
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return case.import_file(path, told={"originator": originator})


def figures(tally):
    return {(one.kind, one.currency): (one.low, one.high) for one in tally.figures}


def shown(release):
    """Return the figures that are told."""
    return {one.kind: one.total for one in release.figures if one.total != "withheld"}


def figure_of(release, kind):
    return next(one for one in release.figures if one.kind == kind)


# Lines of a file


@pytest.mark.parametrize(
    "line",
    [
        "R-1,arrests,-1,2015-10-05,NZ,JPA,,,,",
        "R-1,arrests,1.5,2015-10-05,NZ,JPA,,,,",
        'R-1,arrests,"1,000",2015-10-05,NZ,JPA,,,,',
        "R-1,arrests,many,2015-10-05,NZ,JPA,,,,",
        "R-1,miracles,1,2015-10-05,NZ,JPA,,,,",
        "R-1,,1,2015-10-05,NZ,JPA,,,,",
        "R-1,arrests,1,2015-13-05,NZ,JPA,,,,",
        "R-1,arrests,1,2015-10-05,Atlantis,JPA,,,,",
        "R-1,assets restrained,1,2015-10-05,NZ,JPA,,,100.00,",
        "R-1,assets restrained,1,2015-10-05,NZ,JPA,,,1.001,MYR",
    ],
)
def test_a_bad_line_is_rejected_by_itself(case, tmp_path, line):
    result = take_file(case, tmp_path, [line, "R-2,arrests,1,2015-10-05,NZ,JPA,,,,"])

    assert (result.read, result.rejected) == (2, 1)
    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1)}


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Victims assisted", "victims_assisted"),
        ("victimsIdentified", "victims_identified"),
        ("SEARCH WARRANTS", "warrants_executed"),
        ("suspects_identified", "suspects_identified"),
        ("Training sessions", "trainings"),
        ("Persons trained", "people_trained"),
        ("Awareness activity", "awareness_activities"),
        ("enquiries made", "enquiries_made"),
        ("new investigation", "new_investigations"),
    ],
)
def test_outcomes_are_known_by_the_words_of_the_field(case, tmp_path, word, kind):
    take_file(case, tmp_path, [f"R-1,{word},3,2015-10-05,NZ,JPA,,,,"])

    assert figures(case.tally("JPA")) == {(kind, ""): (3, 3)}


def test_an_empty_count_is_one_and_a_zero_is_none(case, tmp_path):
    take_file(
        case,
        tmp_path,
        ["R-1,arrests,,2015-10-05,NZ,JPA,,,,", "R-2,trainings,0,2015-10-05,NZ,JPA,,,,"],
    )

    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1), ("trainings", ""): (0, 0)}


def test_a_line_without_countries_is_its_originators(case, tmp_path):
    take_file(case, tmp_path, ["R-1,arrests,1,2015-10-05,,JPA,,,,"], originator="TH/Police")

    assert case.tally("JPA").figures[0].by_country == {"TH": (1, 1)}


def test_money_restrained_is_summed_by_currency_beside_its_count(case, tmp_path):
    take_file(
        case,
        tmp_path,
        [
            "R-1,assets restrained,1,2015-10-05,NZ,JPA,,,100.50,MYR",
            "R-2,assets restrained,1,2015-10-05,NZ,JPA,,,20.25,MYR",
            "R-3,assets restrained,1,2015-10-05,NZ,JPA,,,7.00,NZD",
        ],
    )

    assert figures(case.tally("JPA")) == {
        ("assets_restrained", ""): (3, 3),
        ("assets_restrained", "MYR"): (12075, 12075),
        ("assets_restrained", "NZD"): (700, 700),
    }


def test_whoever_an_outcome_calls_a_victim_is_protected(case, tmp_path):
    take_file(case, tmp_path, ["V-1,Victims identified,1,2015-10-05,NZ,JPA,v1,Kanya Panthong,,"])

    assert [one.caption for one in case.release(made=MADE).entities if one.kind == "Person"] == [
        "Victim 1"
    ]


def test_outcomes_are_drawn_in_no_picture(case, tmp_path):
    take_file(case, tmp_path, ["R-1,arrests,1,2015-10-05,NZ,JPA,p1,Somchai Khamsaen,,"])

    kinds = {one.kind for one in case.release(made=MADE).entities}

    assert kinds == {"Person", "CaseFile"}
    assert case.check() == []


# Who is who


def test_one_arrest_of_a_person_in_two_files_counts_once_when_who_is_who_is_decided(case, tmp_path):
    for n, (originator, day) in enumerate(
        [("MY/Police", "2015-10-05"), ("TH/Police", "2015-10-08")]
    ):
        take_file(
            case, tmp_path,
            [f"{originator[:2]}-9001,arrests,1,{day},,JPA,p{n},Somchai Khamsaen,,"],
            originator, f"outcomes_{n}.csv",
        )  # fmt: skip
    before = case.tally("JPA")
    people = sorted(i for _, one in before.behind("arrests") for r in one.rows for i in r.subjects)
    case.decide(*people, "same", why="one photograph")

    after = case.tally("JPA")

    assert figures(before) == {("arrests", ""): (2, 2)}
    assert figures(after) == {("arrests", ""): (1, 1)}
    assert after.figures[0].by_country == {"MY": (1, 1), "TH": (1, 1)}


def test_people_about_whom_nobody_is_sure_are_for_a_person_to_decide(case):
    for place in ("MY", "TH"):
        one = f"{place.lower()}1"
        take(
            case, place, [outcome(one, reference=f"{place}-9001")], originator=place,
            links=[("CONCERNS", f"outcome:{one}", f"person:{one}", {})],
        )  # fmt: skip
    case.decide("person:my1", "person:th1", "unsure", why="alike")

    found = case.tally("JPA")

    assert figures(found) == {("arrests", ""): (1, 2)}
    assert [one.why for one in found.doubts["arrests"]] == ["they concern people who may be one"]

    case.decide("person:my1", "person:th1", "different", why="two faces")
    assert figures(case.tally("JPA")) == {("arrests", ""): (2, 2)}


# Entering and deciding


def test_what_is_entered_counts_and_entered_again_replaces(case):
    told = OutcomeTold(kind="Arrests", reference="NZ-A-1", count=2, day="2015-10-05", period="JPA")
    case.enter_outcome(told)

    case.enter_outcome(replace(told, count=3))

    assert figures(case.tally("JPA")) == {("arrests", ""): (3, 3)}
    assert len(case.tally("JPA").superseded) == 1


def test_what_is_entered_is_of_the_own_agency_and_strictest_unless_told(case):
    case.enter_outcome(OutcomeTold(kind="arrests", period="JPA"))

    row = case.tally("JPA").counted["arrests"][0].rows[0]

    assert (row.originator, row.handling, row.countries) == ("NZ/Immigration", "H3 RED", ("NZ",))


def test_a_file_of_the_own_agency_and_what_it_entered_are_one_under_one_number(case, tmp_path):
    case.enter_outcome(OutcomeTold(kind="arrests", reference="NZ-A-1", period="JPA"))

    take_file(case, tmp_path, ["NZ-A-1,arrests,1,2015-10-05,NZ,JPA,,,,"], "NZ/Immigration")

    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1)}


def test_a_victim_that_an_entered_outcome_is_about_is_protected(case):
    fill(case.ledger, "list", entities=[("person:v", {"names": ["Kanya Panthong"]})])

    case.enter_outcome(OutcomeTold(kind="victims assisted", period="JPA", about=("person:v",)))

    assert [e.id for e in case.release(made=MADE).entities if e.kind == "Person"] == ["victim-1"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": -1},
        {"countries": ("XX",)},
        {"day": "next week"},
        {"amount": "100", "currency": "???"},
        {"about": ("person:nobody",)},
        {"evidence": "a\x07bell"},
    ],
)
def test_what_is_no_outcome_is_refused_and_nothing_kept(case, wrong):
    before = case.ledger.version

    with pytest.raises(InputError):
        case.enter_outcome(OutcomeTold(kind="assets restrained", **wrong))

    assert case.ledger.version == before


@pytest.mark.parametrize("count", [-1, 1_000_001, 10**30])
def test_a_count_of_more_than_there_are_people_is_refused(case, count):
    with pytest.raises(InputError, match="a count is 0 or more") as refused:
        case.enter_outcome(OutcomeTold(kind="arrests", count=count))

    assert (refused.value.where, bool(refused.value.remedy)) == ("count", True)


def test_everybody_is_an_audience_also_where_no_source_names_it(tmp_path):
    with create_case(tmp_path / "new", jurisdiction="NZ", agency="Immigration") as one:
        assert one.tally_release("JPA", audience="PUBLIC", made=MADE).audience == "PUBLIC"


def test_a_kind_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="kind of outcome") as told:
        outcome_kind_of("arests")

    assert "arrests" in str(told.value)


def test_two_that_a_person_says_are_one_count_once_until_that_is_withdrawn(case):
    take(case, "A", [outcome("a", reference="NZ-A-1")])
    take(case, "B", [outcome("b", reference="MY-B-1", day="2015-10-20")], originator="MY/Police")
    decision = case.decide_outcomes("outcome:a", "outcome:b", same=True, why="one raid")
    joined = figures(case.tally("JPA"))

    case.withdraw(decision, reason="another raid")

    assert joined == {("arrests", ""): (1, 1)}
    assert figures(case.tally("JPA")) == {("arrests", ""): (2, 2)}


def test_the_last_decision_on_two_outcomes_holds(case):
    take(case, "A", [outcome("a", reference="JPA-X-1")])
    take(case, "B", [outcome("b", reference="JPA-X-1")], originator="MY/Police")

    case.decide_outcomes("outcome:a", "outcome:b", same=False, why="two raids")
    apart = figures(case.tally("JPA"))
    case.decide_outcomes("outcome:b", "outcome:a", same=True, why="one raid after all")

    assert apart == {("arrests", ""): (2, 2)}
    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1)}


@pytest.mark.parametrize("ids", [("outcome:a", "outcome:a"), ("outcome:a", "outcome:none")])
def test_a_decision_needs_two_outcomes_of_the_case(case, ids):
    take(case, "A", [outcome("a")])

    with pytest.raises(InputError):
        case.decide_outcomes(*ids, same=True, why="one raid")


def test_a_decision_on_two_of_different_kinds_is_refused(case):
    take(case, "A", [outcome("a"), outcome("b", "trainings")])

    with pytest.raises(InputError, match="different kinds"):
        case.decide_outcomes("outcome:a", "outcome:b", same=True, why="one day")


def test_withdrawing_a_source_takes_its_lines_out(case):
    take(case, "A", [outcome("a", count=4)])
    take(case, "B", [outcome("b", count=3)], originator="MY/Police")
    source = next(row.source.id for row in case.ledger.sources() if row.source.file == "B.csv")

    case.withdraw(source, reason="recalled")

    assert figures(case.tally("JPA")) == {("arrests", ""): (4, 4)}


# Which lines are the period's


def test_lines_of_another_period_do_not_count(case):
    take(case, "A", [outcome("a"), outcome("b", period="Other"), outcome("c", period=None)])

    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1)}
    assert figures(case.tally()) == {("arrests", ""): (3, 3)}


def test_a_line_of_a_period_that_nobody_entered_is_told_where_a_period_is_asked_for(case):
    take(case, "A", [outcome("a"), outcome("b", period="JPA-2O15")])

    assert [row.period for row in case.tally("JPA").astray] == ["JPA-2O15"]
    assert case.tally().astray == (), "all outcomes of the case are of no period"


def test_what_cannot_be_is_told_in_its_period_alone_and_moves_nothing_there(case):
    take(case, "A", [outcome("a"), outcome("b", count=-3), outcome("c", count=-3, period="Other")])

    assert [row.period for row in case.tally("JPA").impossible] == ["JPA"]
    assert case.tally("JPA").outside == ()


def test_a_source_whose_time_is_over_counts_for_nothing(case):
    take(case, "A", [outcome("a")])
    take(case, "B", [outcome("b", day="2015-10-10")], retain_until="2016-01-01")
    take(case, "C", [outcome("c", day="2015-10-20")], retain_until="2099-01-01")

    assert figures(case.tally("JPA")) == {("arrests", ""): (2, 2)}


def test_a_line_that_names_no_period_belongs_to_the_one_of_its_day(case):
    told = {"reference": "JPA", "called": "Joint", "since": "2015-09-28", "until": "2015-10-28"}
    take(
        case, "A",
        [
            outcome("a", period=None),
            outcome("b", period=None, day="2015-12-01"),
            outcome("c", day="2015-12-02"),
            ("jointperiod:1", told | {"countries": ["MY", "NZ"]}),
        ],
    )  # fmt: skip

    found = case.tally("JPA")

    assert figures(found) == {("arrests", ""): (2, 2)}
    assert [row.day for row in found.outside] == ["2015-12-02"]
    assert found.countries == ("MY", "NZ")


def test_enquiries_of_the_period_count_as_enquiries_and_once(case):
    take(
        case, "A",
        [
            ("enquiry:1", {"native_ids": ["NZ-E-01"], "sent": "2015-10-01", "from_country": "NZ",
                           "to_country": "MY", "period": "JPA"}),
            ("enquiry:2", {"native_ids": ["NZ-E-02"], "from_country": "NZ", "period": "JPA"}),
            outcome("e", "enquiries_made", reference="nz-e-01"),
        ],
    )  # fmt: skip

    assert figures(case.tally("JPA")) == {("enquiries_made", ""): (1, 1)}


# What leaves


def test_a_figure_on_few_victims_does_not_leave_and_its_lines_neither(case):
    take(
        case, "A",
        [outcome("v", "victims_assisted", count=14, countries=["TH"]),
         outcome("w", "victims_assisted", count=3, countries=["MY"]), outcome("a", count=2)],
    )  # fmt: skip

    release = case.tally_release("JPA", audience="MY", made=MADE)

    assert shown(release) == {"victims_assisted": "17", "arrests": "2"}
    victims = figure_of(release, "victims_assisted")
    assert victims.by_country == {"NZ": "withheld"}
    assert victims.lines == ()
    assert [line.counts for line in figure_of(release, "arrests").lines] == [2]


def test_whether_there_is_any_victim_at_all_does_not_show(case):
    take(case, "A", [outcome("a", count=2)])
    none = case.tally_release("JPA", audience="MY", made=MADE)

    take(case, "B", [outcome("w", "victims_assisted", count=3, countries=["TH"])])

    assert case.tally_release("JPA", audience="MY", made=MADE).figures == none.figures


def test_who_reports_few_victims_and_nothing_else_does_not_show(case):
    take(case, "A", [outcome("a", count=2)], originator="NZ/Police")
    none = case.tally_release("JPA", audience="MY", made=MADE)

    take(
        case, "B", [outcome("w", "victims_assisted", count=3, countries=["TH"])],
        originator="TH/Police",
    )  # fmt: skip

    assert case.tally_release("JPA", audience="MY", made=MADE) == none
    assert case.tally_release("JPA", made=MADE).originators == ("NZ/Police", "TH/Police")


def test_how_strictly_few_victims_are_handled_does_not_show(case):
    none = case.tally_release("JPA", audience="MY", made=MADE)

    take(case, "B", [outcome("w", "victims_assisted", count=3, countries=["TH"])])

    assert case.tally_release("JPA", audience="MY", made=MADE) == none
    assert (none.handling, none.originators) == ("", ())


def test_who_reports_a_country_that_is_told_shows(case):
    take(
        case, "B", [outcome("w", "victims_assisted", count=13, countries=["TH"])],
        originator="TH/Police",
    )  # fmt: skip

    assert case.tally_release("JPA", audience="MY", made=MADE).originators == ("TH/Police",)
    assert case.tally_release("JPA", audience="MY", made=MADE).handling == "H0 GREEN"


def test_no_gap_tells_how_many_lines_on_victims_are_not_listed(case, tmp_path):
    lines = ["NZ-A-1,arrests,1,2015-10-05,NZ,JPA,,,,", "NZ-A-2,trainings,1,2015-10-05,NZ,JPA,,,,"]
    victims = [f"NZ-V-{n},victims assisted,1,2015-10-05,NZ,JPA,,,," for n in range(4)]
    given = {}
    for name, told in (("without", lines), ("with", [lines[0], *victims, lines[1]])):
        with create_case(tmp_path / name, jurisdiction="NZ", agency="Immigration") as one:
            path = tmp_path / name / "outcomes.csv"
            path.write_text("\n".join([HEAD, *told]) + "\n", encoding="utf-8")
            one.import_file(path, told=OPEN | {"originator": "NZ/Police"})
            given[name] = one.tally_release("JPA", audience="MY", made=MADE).figures
            inside = one.tally_release("JPA", made=MADE)

    assert given["with"] == given["without"]
    assert [line.locator for line in figure_of(inside, "trainings").lines] == ["7"]


def test_whoever_gives_is_told_who_else_had_figures_and_the_reader_is_not(case):
    take(case, "A", [outcome("v", "victims_assisted", count=14, countries=["TH"])])
    first = case.tally_release("JPA", audience="MY", made=MADE)

    second = case.tally_release("JPA", audience="TH", made=MADE)

    assert "others" not in first.held
    assert second.held["others"].startswith("MY had figures of this before")
    assert "had figures" not in " ".join(second.cautions)
    assert "others" not in case.tally_release("JPA", audience="PUBLIC", made=MADE).held


def test_inside_nothing_is_withheld(case):
    take(case, "A", [outcome("w", "victims_assisted", count=3)])

    release = case.tally_release("JPA", made=MADE)

    assert shown(release) == {"victims_assisted": "3"}
    assert len(release.figures[0].lines) == 1
    assert not any(one.action == "gave figures" for one in case.ledger.history())


def test_what_was_given_goes_on_record_without_people_and_binds_what_follows(case):
    take(case, "A", [outcome("v", "victims_assisted", count=14, countries=["TH"])])
    first = case.tally_release("JPA", audience="MY", made=MADE)
    take(case, "B", [outcome("w", "victims_assisted", count=2, countries=["TH"])])

    second = case.tally_release("jpa ", audience="MY", made=MADE)

    assert shown(first) == shown(second) == {"victims_assisted": "14"}
    assert list(second.held) == ["victims_assisted", "period"]
    given_ = [one for one in case.ledger.history() if one.action == "gave figures"]
    assert [json.loads(one.reason) for one in given_] == [
        {
            "audience": "MY",
            "period": "jpa",
            "tables": {
                "victims_assisted": [14, {"TH": 14}],
                "victims_identified": [None, {"TH": None}],
            },
        }
    ]


def test_what_everybody_was_given_binds_what_one_audience_is_given(case):
    take(case, "A", [outcome("v", "victims_assisted", count=14, countries=["TH"])])
    case.tally_release("JPA", audience="PUBLIC", made=MADE)
    take(case, "B", [outcome("w", "victims_assisted", count=2, countries=["TH"])])

    assert shown(case.tally_release("JPA", audience="MY/Police", made=MADE)) == {
        "victims_assisted": "14"
    }


def test_what_one_audience_was_given_binds_no_other(case):
    take(case, "A", [outcome("v", "victims_assisted", count=14, countries=["TH"])])
    case.tally_release("JPA", audience="MY", made=MADE)
    take(case, "B", [outcome("w", "victims_assisted", count=2, countries=["TH"])])

    assert shown(case.tally_release("JPA", audience="TH", made=MADE)) == {"victims_assisted": "16"}


def test_a_decision_without_sharing_is_not_known_outside(case):
    take(case, "A", [outcome("a", reference="NZ-A-1")])
    take(case, "B", [outcome("b", reference="MY-B-1", day="2015-10-20")], originator="MY/Police")

    case.decide_outcomes("outcome:a", "outcome:b", same=True, why="one raid")
    before = shown(case.tally_release("JPA", audience="MY", made=MADE))
    case.decide_outcomes(
        "outcome:a", "outcome:b", same=True, why="one raid",
        sharing=Sharing(handling="H0", tlp="GREEN", releasable_to=("MY",)),
    )  # fmt: skip

    assert before == {"arrests": "2"}
    assert shown(case.tally_release("JPA", audience="MY", made=MADE)) == {"arrests": "1"}


@pytest.mark.parametrize(("to", "counts"), [((), "2"), (("MY",), "1")])
def test_who_is_who_counts_for_an_audience_as_far_as_it_may_know(case, to, counts):
    for place in ("NZ", "TH"):
        one = place.lower()
        take(
            case, place, [outcome(one, reference=f"{place}-9001", countries=[place])],
            originator=f"{place}/Police", links=[("CONCERNS", f"outcome:{one}", f"person:{one}", {})],
        )  # fmt: skip

    case.state(
        "person:nz",
        Stated(why="one passport", same_as="person:th", handling="H0", tlp="GREEN", releasable_to=to),
    )  # fmt: skip

    assert figures(case.tally("JPA")) == {("arrests", ""): (1, 1)}
    assert shown(case.tally_release("JPA", audience="MY", made=MADE)) == {"arrests": counts}


def test_evidence_that_names_a_victim_is_withheld(case):
    take(
        case, "A",
        [outcome("a", evidence=["statement of Kanya Panthong"]),
         ("person:v", {"names": ["Kanya Panthong"]})],
        links=[("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip

    release = case.tally_release("JPA", audience="MY", made=MADE)

    assert [line.evidence for line in figure_of(release, "arrests").lines] == [WITHHELD]


def test_evidence_that_names_whom_only_something_withheld_protects_is_held_back(case):
    take(
        case, "A",
        [outcome("a", evidence=["statement of Kanya Panthong"]),
         ("person:v", {"names": ["Kanya Panthong"]})],
    )  # fmt: skip
    take(
        case, "B", [], handling="H3", releasable_to=(),
        links=[("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        case.tally_release("JPA", audience="MY", made=MADE)


@pytest.mark.parametrize("wrong", [{"k": 2}, {"within_days": -1}, {"audience": "Nobody"}])
def test_what_cannot_be_released_is_refused(case, wrong):
    with pytest.raises(InputError):
        case.tally_release("JPA", made=MADE, **({"audience": "MY"} | wrong))


def test_figures_that_leave_are_those_of_a_period(case):
    with pytest.raises(InputError, match="of a period"):
        case.tally_release(" ", audience="MY")


KINDS = st.sampled_from(["arrests", "victims_assisted", "enquiries_made"])
OUTCOMES = st.fixed_dictionaries({
    "outcome_kind": KINDS,
    "native_ids": st.sampled_from([[], ["JPA-0001"], ["JPA-0002"], ["7"]]),
    "count": st.integers(0, 15),
    "day": st.sampled_from(["2015-10-05", "2015-10-09"]),
    "countries": st.sampled_from([["NZ"], ["MY"], ["MY", "NZ"], ["TH"]]),
    "period": st.just("JPA"),
})  # fmt: skip
SOURCES = st.lists(
    st.tuples(
        st.sampled_from(["NZ/Police", "MY/Police", "TH/Police"]),
        st.sampled_from(["H0", "H1", "H2"]),
        st.sampled_from([(), ("MY",), ("MY", "TH"), ("TH",)]),
        st.lists(OUTCOMES, max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25)
@given(SOURCES, st.sampled_from(["MY", "TH/Police"]))
def test_what_an_audience_is_given_is_as_if_the_rest_had_never_come(told, audience):
    released = []
    for only in (False, True):
        with (
            tempfile.TemporaryDirectory() as folder,
            create_case(Path(folder) / "case", jurisdiction="NZ", agency="Immigration") as case,
        ):
            fill(case.ledger, "known", handling="H0", tlp="GREEN", releasable_to=["MY", "TH"])
            for number, (originator, handling, to, lines) in enumerate(told):
                mine = originator.startswith(audience[:2])
                seen = mine or (audience[:2] in to and handling != "H2")
                if only and not seen:
                    continue
                rows = [(f"outcome:{number}-{n}", line) for n, line in enumerate(lines)]
                fill(case.ledger, f"s{number}", entities=rows, originator=originator,
                     handling=handling, tlp="GREEN", releasable_to=to)  # fmt: skip
            released.append(case.tally_release("JPA", audience=audience, made=MADE))

    assert replace(released[0], case_name="") == replace(released[1], case_name="")
