"""Joint periods of a case: entered, frozen, found ready, given, taken back."""

import datetime as dt
from dataclasses import replace

import pytest

import linkgraph as lg
from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.period import UNMARKED
from linkgraph.period.plan_file import template
from linkgraph.schema import load_schema
from linkgraph.statements.entered import Sharing, entered_batch
from tests.builders import make_source
from tests.period.periods import (
    MEMORANDUM,
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    a_question,
    a_task,
    an_enquiry,
    enquiry_entries,
    enter,
)

FOR_MY = Sharing(handling="H1", tlp="GREEN", releasable_to=("MY",))
LINKS = """reference,from_country,to_country,sent,due,answered,phone
E-1,NZ,MY,2026-04-01,2026-04-30,,+60189074853
"""


@pytest.fixture
def case(tmp_path):
    with lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell") as made:
        made.add_period(PERIOD)
        yield made


def take(case, tmp_path, text=LINKS, name="enquiries.csv", **told):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return case.import_file(path, told={"originator": "NZ/Joint cell"} | told).source_id


# Entering -----------------------------------------------------------------------


def test_entering_again_adds_nothing_and_a_change_adds_a_source(case):
    version = case.ledger.version
    assert case.add_period(PERIOD) == case.add_period(PERIOD)
    assert case.ledger.version == version

    case.add_period(replace(PERIOD, title="Anew"))
    case.add_period(PERIOD)

    assert case.ledger.version == version + 2, "back to what it was is a change too"
    assert [replace(one, marks=UNMARKED) for one in case.periods()] == [PERIOD]


def test_other_readers_are_a_change(case):
    first = case.add_period(PERIOD, FOR_MY)

    assert case.add_period(PERIOD, FOR_MY) == first
    assert case.add_period(PERIOD) != first
    assert case.periods()[0].marks.handling == "H3 RED"


def test_what_is_entered_is_for_the_own_agency_alone_unless_told_otherwise(case):
    (row,) = case.ledger.sources()

    told = (
        str(row.source.originator),
        row.source.handling,
        row.source.tlp,
        row.source.releasable_to,
    )
    assert told == ("NZ/Joint cell", "H3", "RED", ())


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"until": "2026-01-01"}, "ends before it begins"),
        ({"countries": ("NZ",)}, "two countries"),
        ({"countries": ("NZ", "NZ")}, "two countries"),
    ],
)
def test_a_period_that_cannot_be_is_refused(case, told, says):
    version = case.ledger.version

    with pytest.raises(InputError, match=says):
        case.add_period(replace(PERIOD, **told))
    assert case.ledger.version == version


@pytest.mark.parametrize(
    "sharing",
    [Sharing(handling="H9"), Sharing(tlp="PINK"), Sharing(releasable_to=("XX",)),
     Sharing(releasable_to=("XX/Police",))],
)  # fmt: skip
def test_readers_that_cannot_be_are_refused(case, sharing):
    version = case.ledger.version

    with pytest.raises(InputError):
        case.add_period(replace(PERIOD, title="x"), sharing)
    assert case.ledger.version == version


def test_what_belongs_to_no_period_is_refused(case):
    for entering in (
        lambda: case.set_phase(replace(a_phase(), period="other")),
        lambda: case.add_focal_point(a_focal_point(period="other")),
        lambda: case.set_plan(a_plan(period="other")),
        lambda: case.add_lesson(a_lesson("x", period="other")),
        lambda: case.draft_enquiry(an_enquiry(period="other")),
    ):
        with pytest.raises(UnknownName, match="joint period"):
            entering()
    with pytest.raises(InputError, match="takes no part"):
        case.add_focal_point(a_focal_point("VN"))
    with pytest.raises(InputError, match="a focal point is somebody"):
        case.add_focal_point(a_focal_point(name=" "))
    with pytest.raises(UnknownName, match="investigation plan"):
        case.add_lesson(a_lesson("x", "P9"))


# Plans --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"countries": ("NZ", "VN")}, "countries[2]"),
        ({"subjects": ("person:nobody",)}, "subjects[1]"),
        ({"questions": (a_question(question="money/paid_by_mani"),)}, "questions[1]"),
        ({"questions": (a_question(question="money/paid_by_many", parameters={"x": 1}),)}, "questions[1]"),
        ({"questions": (a_question(question="money/paid_by_many", parameters={"most": "many"}),)}, "questions[1]"),
        ({"questions": (a_question(parameters={"most": 1}),)}, "questions[1]"),
    ],
)  # fmt: skip
def test_a_plan_that_speaks_of_what_there_is_not_is_refused(case, told, where):
    version = case.ledger.version

    with pytest.raises(InputError) as refused:
        case.set_plan(a_plan(**told))

    assert where in refused.value.where
    assert refused.value.remedy
    assert "nobody" not in str(refused.value)
    assert case.ledger.version == version


def test_a_reference_is_one_periods_own(case):
    case.set_plan(a_plan())
    case.add_period(replace(PERIOD, reference="JPB"))

    with pytest.raises(InputError, match="another period"):
        case.set_plan(a_plan(period="JPB"))


def test_a_file_names_itself_and_the_place_where_it_is_wrong(case, tmp_path):
    path = tmp_path / "p1.toml"
    path.write_text(
        template()
        .replace("JPA-2026", "JPA")
        .replace('"MY", "NZ"', '"VN", "NZ"', 1)
        .replace('country = "MY"', 'country = "NZ"')
    )

    with pytest.raises(InputError) as refused:
        case.set_plan_file(path)

    assert refused.value.where == "p1.toml, countries[2]"


def test_a_plan_becomes_ready_once_it_lacks_nothing(case):
    case.set_plan(a_plan(), FOR_MY)
    assert [one.what for one in case.plan_lacks("P1")] == ["focal_point", "focal_point"]
    with pytest.raises(InputError) as refused:
        case.make_ready("P1")
    assert refused.value.remedy.count("linkgraph period focal-point JPA") == 2
    assert not case.investigation_plan("P1").ready

    case.add_focal_point(a_focal_point("MY"))
    case.add_focal_point(a_focal_point("NZ"))
    case.make_ready("P1", today=dt.date(2026, 4, 1))

    plan = case.investigation_plan("P1")
    assert (plan.ready, plan.marks.handling) == ("2026-04-01", "H1 GREEN")

    case.set_plan(a_plan(title="Anew"), FOR_MY)
    assert not case.investigation_plan("P1").ready


def test_setting_a_ready_plan_again_unchanged_keeps_it_ready(case):
    case.set_plan(a_plan())
    for country in ("MY", "NZ"):
        case.add_focal_point(a_focal_point(country))
    case.make_ready("P1")

    case.set_plan(a_plan())

    assert case.investigation_plan("P1").ready


def a_plan_with_tasks(case):
    case.set_plan(a_plan(tasks=(a_task(), a_task("T2"))), FOR_MY)
    for country in ("MY", "NZ"):
        case.add_focal_point(a_focal_point(country))
    case.make_ready("P1", today=dt.date(2026, 4, 1))


def test_a_task_that_is_done_leaves_a_plan_as_it_was_and_ready(case):
    a_plan_with_tasks(case)
    before = case.investigation_plan("P1")

    source = case.set_task("P1", "T2", "done")

    after = case.investigation_plan("P1")
    assert [one.state for one in after.tasks] == ["open", "done"]
    assert (after.ready, after.marks.handling) == ("2026-04-01", "H1 GREEN")
    assert replace(after, tasks=before.tasks, marks=before.marks) == before
    assert case.set_task("P1", "T2", "done") == source, "said again it adds nothing"

    case.withdraw(source, reason="it was not done")
    assert case.investigation_plan("P1") == before


def test_a_task_of_a_plan_that_is_not_ready_makes_none_ready(case):
    case.set_plan(a_plan(tasks=(a_task(),)))

    case.set_task("P1", "T1", "doing")

    assert not case.investigation_plan("P1").ready


def test_tasks_are_told_of_after_a_period_and_its_agreement_have_ended(case):
    a_plan_with_tasks(case)
    held = case.investigation_plan("P1")
    assert case.plan_lacks("P1", today=dt.date(2030, 1, 1)), "it could not be found ready then"

    case.set_task("P1", "T1", "dropped")

    assert case.investigation_plan("P1").ready == held.ready


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("P9", "T1", "done"), "no investigation plan"),
        (("P1", "T9", "done"), "no task"),
        (("P1", "T1", "finished"), "no state of a task"),
    ],
)
def test_what_is_no_task_or_state_is_refused(case, words, says):
    a_plan_with_tasks(case)
    version = case.ledger.version

    with pytest.raises(InputError, match=says):
        case.set_task(*words)

    assert case.ledger.version == version


def test_how_far_a_partners_task_is_the_partner_says(case):
    enter(case.ledger, "theirs", a_plan(tasks=(a_task(),)), originator="MY/Police")
    version = case.ledger.version

    with pytest.raises(InputError, match="the task is MY's and the plan MY/Police's"):
        case.set_task("P1", "T1", "done")
    assert case.ledger.version == version


def test_the_grounds_for_sharing_name_nobody_protected(case, tmp_path):
    take(case, tmp_path)
    phone = "phone:+60189074853"
    case.set_plan(a_plan(subjects=(phone,)))

    basis = case.plan_basis("P1")

    assert (basis.reference, basis.purpose, basis.subjects) == (
        "P1",
        "Who pays the crews",
        (phone,),
    )
    assert (basis.countries, basis.legal) == (("MY", "NZ"), a_plan().legal_bases)


# Phases -------------------------------------------------------------------------


def test_what_was_known_in_a_phase_is_known_again(case, tmp_path):
    take(case, tmp_path)
    case.set_phase(a_phase())
    case.set_plan(a_plan(title="As it was"))
    frozen = case.freeze("JPA", "action")
    case.set_plan(a_plan(title="Anew"))
    take(case, tmp_path, LINKS.replace("E-1", "E-2"), name="requests.csv")

    then = case.known_in("JPA", "action")

    assert then.holds
    assert (then.withdrawn, then.phase.digest) == ((), frozen.digest)
    assert [one.title for one in then.told.plans] == ["As it was"]
    assert [one.reference for one in then.told.enquiries] == ["E-1"]
    assert frozen.digest != case.digest()


def test_the_digest_of_now_is_that_of_the_newest_version(case, tmp_path):
    take(case, tmp_path)

    assert case.digest() == case.digest(case.ledger.version)
    assert case.ledger.digest() == case.ledger.digest(case.ledger.version)


def test_what_is_withdrawn_goes_from_what_was_known_too_and_is_told(case, tmp_path):
    source = take(case, tmp_path)
    case.set_phase(a_phase())
    plan = case.set_plan(a_plan(title="Qorvax watch"))
    case.freeze("JPA", "action")
    later = take(case, tmp_path, LINKS.replace("E-1", "E-2"), name="requests.csv")

    for one in (plan, later, source):
        case.withdraw(one, reason="the originator asks")

    then = case.known_in("JPA", "action")
    assert not then.holds
    assert [one for one, _, _ in then.withdrawn] == [plan, source], (
        "the later one was not known then"
    )
    assert (then.told.plans, then.told.enquiries) == ((), ())
    held = (case.folder / "ledger.sqlite").read_bytes()
    assert b"Qorvax" not in held


def test_what_was_frozen_is_replaced_only_where_that_is_said(case):
    case.set_phase(a_phase())
    first = case.freeze("JPA", "action", now=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    case.set_plan(a_plan())

    with pytest.raises(InputError, match="on 2026-04-02") as refused:
        case.freeze("JPA", "action")
    assert "--again" in refused.value.remedy
    assert case.known_in("JPA", "action").phase == first

    later = case.freeze("JPA", "action", again=True)
    assert later.version > first.version
    assert [one.reference for one in case.known_in("JPA", "action").told.plans] == ["P1"]


def test_a_subject_of_whom_more_may_be_told_elsewhere_is_told(case, tmp_path):
    people = (
        "reference,from_country,to_country,sent,subject_id,subject_name\n"
        "E-1,NZ,MY,2026-04-01,A,Budi\nE-2,NZ,MY,2026-04-01,B,Budi H\nE-3,NZ,MY,2026-04-01,C,B. H.\n"
    )
    take(case, tmp_path, people)
    one, two, three = sorted(
        next(iter(case.ledger.tables(part="entity", names=["Person"]))).frame["id"]
    )
    case.set_plan(a_plan(subjects=(two,)))
    assert [s.possibly for s in case.plan_stands_for("P1")] == [()]

    case.decide(one, two, "same", why="same passport")
    case.decide(two, three, "unsure", why="alike")

    (stands,) = case.plan_stands_for("P1")
    assert (stands.subject, stands.entity, stands.records) == (two, one, 2)
    assert stands.possibly == (three,)

    case.decide(one, three, "different", why="two faces")
    assert [s.possibly for s in case.plan_stands_for("P1")] == [()]


def test_judgements_of_then_count(case, tmp_path):
    people = "reference,from_country,to_country,sent,subject_id,subject_name\nE-1,NZ,MY,2026-04-01,A,Budi\nE-2,NZ,MY,2026-04-01,B,Budi H\n"
    take(case, tmp_path, people)
    ids = sorted(case.ledger.tables(part="entity", names=["Person"]).__next__().frame["id"])
    case.set_phase(a_phase())
    case.decide(*ids, "same", why="same passport")
    frozen = case.freeze("JPA", "action")
    assert case.known_in("JPA", "action").holds

    case.undo(reason="mistaken", pair=tuple(ids))

    assert case.known_in("JPA", "action").holds
    assert case.digest() != frozen.digest


def test_a_phase_that_was_not_frozen_cannot_be_asked_for(case):
    with pytest.raises(InputError, match="no such phase"):
        case.freeze("JPA", "action")
    case.set_phase(a_phase())
    with pytest.raises(InputError, match="nothing was frozen"):
        case.known_in("JPA", "action")
    with pytest.raises(InputError, match="before it begins"):
        case.set_phase(a_phase(until="2026-03-01"))


# Enquiries ----------------------------------------------------------------------


def test_an_enquiry_that_needs_no_answer_any_more_is_overdue_no_more(case):
    case.add_period(PERIOD, FOR_MY)
    case.draft_enquiry(an_enquiry(due="2026-04-20"), FOR_MY)
    with pytest.raises(InputError, match="draft"):
        case.close_enquiry("E-1", "2026-05-01", why="found here")
    case.send_enquiry("E-1", "2026-04-01")
    for day, why, words in (
        ("2026-03-31", "found here", "before it was sent"),
        ("2026-05-01", " ", "a reason"),
    ):
        with pytest.raises(InputError, match=words):
            case.close_enquiry("E-1", day, why=why)
    late = dt.date(2026, 5, 1)
    assert len(case.enquiries(overdue_at=late)) == 1

    closing = case.close_enquiry("E-1", "2026-05-01", why="found here")

    assert case.enquiries(overdue_at=late) == ()
    assert case.enquiry("E-1").state_on(late) == "closed"
    assert case.ask("enquiry/open", on="2026-05-02").empty
    assert case.period_release("JPA", "MY").enquiries[0].closed == "2026-05-01"
    with pytest.raises(InputError, match="closed already"):
        case.close_enquiry("E-1", "2026-05-02", why="again")
    case.answer_enquiry("E-1", "2026-05-03")
    assert case.enquiry("E-1").state_on(dt.date(2026, 5, 3)) == "answered"
    case.withdraw(closing, reason="a slip")
    assert case.enquiry("E-1").closed == ""


def test_an_enquiry_is_drafted_sent_and_answered(case, tmp_path):
    case.set_plan(a_plan(tasks=(a_task(),)))
    case.draft_enquiry(an_enquiry(asks="Who holds it?", blocks=("P1/T1",)), FOR_MY)
    drafted = case.ask("enquiry/open", on="2026-05-01")
    brought = take(case, tmp_path, LINKS.replace("E-1", "E-9"))
    case.send_enquiry("E-1", "2026-04-01", due="2026-04-20")

    (late,) = case.enquiries("JPA", overdue_at=dt.date(2026, 4, 21))
    case.answer_enquiry("E-1", "2026-04-25", sources=[brought])

    assert len(drafted) == 0
    assert (late.reference, late.blocks, late.marks.handling) == ("E-1", ("P1/T1",), "H1 GREEN")
    assert len(late.marks.sources) == 2
    done = case.enquiry("E-1")
    assert brought not in repr(case.period_release("JPA").enquiries[0].marks)
    assert (done.answered, done.answer_sources, done.asks) == (
        "2026-04-25",
        (brought,),
        "Who holds it?",
    )
    assert case.enquiries("JPA", overdue_at=dt.date(2026, 4, 26)) == ()
    assert [e.reference for e in case.enquiries("JPA", overdue_at=dt.date(2026, 4, 24))] == ["E-1"]


def test_an_enquiry_that_needs_no_answer_any_more_is_overdue_no_longer(case):
    case.draft_enquiry(an_enquiry(asks="Who holds it?"), FOR_MY)
    with pytest.raises(InputError, match="draft"):
        case.close_enquiry("E-1", "2026-04-25", why="found elsewhere")
    case.send_enquiry("E-1", "2026-04-01", due="2026-04-20")
    with pytest.raises(InputError, match="before it was sent"):
        case.close_enquiry("E-1", "2026-03-25", why="found elsewhere")
    with pytest.raises(InputError, match="needs a reason"):
        case.close_enquiry("E-1", "2026-04-25", why=" ")

    case.close_enquiry("E-1", "2026-04-25", why="found elsewhere")

    assert case.enquiries("JPA", overdue_at=dt.date(2026, 4, 26)) == ()
    assert [e.reference for e in case.enquiries("JPA", overdue_at=dt.date(2026, 4, 24))] == ["E-1"]
    assert len(case.ask("enquiry/open", on="2026-05-01")) == 0
    assert len(case.ask("enquiry/open", on="2026-04-24")) == 1
    (row,) = case.ask("enquiry/open", on="2026-05-01", all=True).to_dict("records")
    assert (row["closed"], row["age_days"], row["late_days"]) == ("2026-04-25", 24, 5)
    seen = case.period_release("JPA").enquiries[0]
    assert seen.closed == "2026-04-25"
    assert "found elsewhere" not in repr(seen)
    with pytest.raises(InputError, match="closed already"):
        case.close_enquiry("E-1", "2026-04-26", why="again")
    case.answer_enquiry("E-1", "2026-04-28")
    assert case.enquiry("E-1").state_on(dt.date(2026, 4, 29)) == "answered"


def test_what_an_answer_brought_goes_on_record_though_the_partner_told_of_it_first(case, tmp_path):
    case.draft_enquiry(an_enquiry(), FOR_MY)
    case.send_enquiry("E-1", "2026-04-01")
    theirs = enquiry_entries(an_enquiry(sent="2026-04-01", answered="2026-04-20"), case.own)
    source = make_source("answer", originator="MY/Police")
    case.ledger.append(source, [entered_batch(theirs)], who="t", action="entered")
    brought = take(case, tmp_path, LINKS.replace("E-1", "E-9"))
    assert case.enquiry("E-1").answered == "2026-04-20"

    case.answer_enquiry("E-1", "2026-04-21", sources=[brought])

    held = case.enquiry("E-1")
    assert (held.answered, held.answer_sources) == ("2026-04-21", (brought,))
    with pytest.raises(InputError, match="answered already"):
        case.answer_enquiry("E-1", "2026-04-22")


def test_whoever_answered_a_partners_enquiry_has_numbers_of_its_own_all_the_same(case):
    their = an_enquiry(from_country="MY", to_country="NZ", sent="2026-04-01")
    enter(case.ledger, "theirs", their, originator="MY/Police")
    answered = case.answer_enquiry("E-1", "2026-04-02")

    drafted = case.draft_enquiry(an_enquiry())

    assert answered != drafted
    assert case.enquiry("E-1").to_country == "MY", "the own one comes first"
    case.send_enquiry("E-1", "2026-04-03")
    case.answer_enquiry("E-1", "2026-04-04")
    days = {one.from_country: (one.sent, one.answered) for one in case.enquiries()}
    assert days == {"MY": ("2026-04-01", "2026-04-02"), "NZ": ("2026-04-03", "2026-04-04")}


def test_nobody_sends_another_agencys_draft(case):
    their = an_enquiry(from_country="MY", to_country="NZ")
    enter(case.ledger, "theirs", their, originator="MY/Police")
    version = case.ledger.version

    with pytest.raises(InputError, match="only the agency that asks"):
        case.send_enquiry("E-1", "2026-04-02")

    assert case.ledger.version == version


def test_steps_out_of_order_are_refused(case):
    case.draft_enquiry(an_enquiry(due="2026-04-20"))
    for step, says in (
        (lambda: case.answer_enquiry("E-1", "2026-04-02"), "draft"),
        (lambda: case.send_enquiry("E-1", "2026-04-21"), "due before it was sent"),
        (
            lambda: case.send_enquiry("E-1", "2026-04-01", due="2026-03-01"),
            "due before it was sent",
        ),
        (lambda: case.send_enquiry("E-2", "2026-04-01"), "no enquiry"),
    ):
        with pytest.raises(InputError, match=says):
            step()
    case.send_enquiry("E-1", "2026-04-01")
    for step, says in (
        (lambda: case.answer_enquiry("E-1", "2026-03-31"), "before the enquiry was sent"),
        (lambda: case.answer_enquiry("E-1", "2026-04-02", sources=["src-0"]), "no such source"),
        (lambda: case.send_enquiry("E-1", "2026-04-01"), "sent already"),
        (lambda: case.draft_enquiry(an_enquiry()), "sent already"),
    ):
        with pytest.raises(InputError, match=says):
            step()
    case.answer_enquiry("E-1", "2026-04-01")
    with pytest.raises(InputError, match="answered already"):
        case.answer_enquiry("E-1", "2026-04-02")


def test_a_step_that_was_a_mistake_names_what_takes_it_back(case, tmp_path):
    case.draft_enquiry(an_enquiry())
    sent = case.send_enquiry("E-1", "2026-04-01")
    answered = case.answer_enquiry("E-1", "2027-04-02")

    for step, source in (("send", sent), ("answer", answered)):
        with pytest.raises(InputError) as refused:
            getattr(case, f"{step}_enquiry")("E-1", "2026-04-02")
        assert refused.value.remedy.count("linkgraph source withdraw") == 1
        assert f"linkgraph source withdraw {source} " in refused.value.remedy

    case.withdraw(answered, reason="the year was wrong")
    case.answer_enquiry("E-1", "2026-04-02")
    assert case.enquiry("E-1").answered == "2026-04-02"


def test_what_an_answer_brought_is_named_with_the_answer(case, tmp_path):
    brought = take(case, tmp_path, LINKS.replace("E-1", "E-9"))
    case.draft_enquiry(an_enquiry())
    case.send_enquiry("E-1", "2026-04-01")
    case.answer_enquiry("E-1", "2026-04-03", sources=[brought])

    with pytest.raises(InputError) as refused:
        case.answer_enquiry("E-1", "2026-04-02")
    for line in refused.value.remedy.splitlines()[1:]:
        case.withdraw(line.split()[3], reason="it was another's answer")

    held = case.enquiry("E-1")
    assert (held.sent, held.answered, held.answer_sources) == ("2026-04-01", "", ())


def test_a_list_that_said_so_is_put_right_and_not_just_withdrawn(case, tmp_path):
    listed = take(case, tmp_path)

    with pytest.raises(InputError) as refused:
        case.send_enquiry("E-1", "2026-04-02")

    assert "source withdraw" not in refused.value.remedy
    assert f"{listed} is a list" in refused.value.remedy


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"to_country": "NZ"}, "another country"),
        ({"from_country": "AU", "to_country": "BR"}, "neither side takes part"),
        ({"blocks": ("P1",)}, "no such plan"),
        ({"blocks": ("P2/T9",)}, "no such plan"),
        ({"subjects": ("person:nobody",)}, "no entity"),
    ],
)
def test_a_draft_about_what_there_is_not_is_refused(case, told, says):
    case.set_plan(a_plan("P2", tasks=(a_task(),)))

    with pytest.raises(InputError, match=says):
        case.draft_enquiry(an_enquiry(**told))


def test_an_import_of_the_own_agency_goes_on_with_what_was_drafted(case, tmp_path):
    case.draft_enquiry(an_enquiry(asks="Who?", due="2026-05-30"))
    take(case, tmp_path)

    (found,) = case.enquiries()

    assert (found.sent, found.due, found.asks) == ("2026-04-01", "2026-04-30", "Who?")
    assert found.subjects == ("phone:+60189074853",)
    case.answer_enquiry("E-1", "2026-04-09")
    answer = case.answer("enquiry/open", {"on": "2026-05-01", "all": True})
    assert answer.to_pandas()["answered"].tolist() == ["2026-04-09"]


def test_a_number_that_two_other_agencies_use_has_to_be_told_by_id(case, tmp_path):
    take(case, tmp_path, originator="MY/NCB")
    take(
        case,
        tmp_path,
        LINKS + "E-2,NZ,MY,2026-04-01,,,\n",
        name="requests.csv",
        originator="TH/NCB",
    )

    with pytest.raises(InputError, match="several agencies"):
        case.answer_enquiry("E-1", "2026-04-09")

    one = case.enquiries()[0]
    case.answer_enquiry(one.id, "2026-04-09")
    assert case.enquiry(one.id).answered == "2026-04-09"


def test_who_an_enquiry_is_about_ties_nobody_but_is_told(case, tmp_path):
    take(case, tmp_path)
    case.draft_enquiry(an_enquiry("E-5", subjects=("phone:+60189074853",)))

    frame = case.ask("enquiry/open", on="2026-05-01", drafts=True)

    assert sorted(map(tuple, frame["subject_ids"])) == [("phone:+60189074853",)] * 2
    assert not case.answer("network/linked", {"id": "phone:+60189074853"}).rows


# Given ---------------------------------------------------------------------------


def test_what_was_given_to_whom_is_on_record(case):
    case.add_period(PERIOD, FOR_MY)
    version = case.ledger.version

    case.period_release("JPA")
    case.compendium()
    assert case.ledger.version == version
    case.period_release("JPA", "MY")
    case.compendium(audience="MY")

    assert [one.reason for one in case.ledger.history()[-2:]] == [
        "a joint period to MY", "a compendium to MY",
    ]  # fmt: skip


def test_what_is_held_back_is_not_on_record_as_given(case, tmp_path):
    people = "reference,from_country,to_country,sent,subject_id,subject_name\nE-9,NZ,MY,2026-04-01,A,Budi Qorvax\n"
    take(case, tmp_path, people)
    case.add_period(PERIOD, FOR_MY)
    case.set_plan(a_plan(objective="Find Qorvax, Budi"), FOR_MY)
    version = case.ledger.version

    with pytest.raises(ReleaseError):
        case.period_release("JPA", "MY")
    assert case.ledger.version == version


def test_joint_gain_needs_a_question_and_two_sides(case, tmp_path):
    take(case, tmp_path)
    with pytest.raises(UnknownName):
        case.joint_gain("money/nothing", of="NZ", with_="MY")
    with pytest.raises(InputError, match="no source"):
        case.joint_gain("money/paid_by_many", of="NZ", with_="MY")


def test_an_earlier_word_that_still_goes_out_is_told_inside(case):
    case.add_period(PERIOD, FOR_MY)
    case.set_phase(a_phase(), FOR_MY)
    case.set_plan(a_plan(title="for both"), FOR_MY)
    case.draft_enquiry(an_enquiry(asks="Who?"), FOR_MY)
    assert case.replaced_for("MY") == ()

    case.set_plan(a_plan(title="for us alone"))
    case.draft_enquiry(an_enquiry(asks="Who else?"), Sharing())
    case.set_plan(a_plan("P2"))

    # A draft takes the place of the former whole, so that nothing of that goes out.
    assert case.replaced_for("MY") == ("plan P1",)
    made = case.period_release("JPA", "MY")
    assert [one.title for one in made.plans] == ["for both"]
    assert "for us alone" not in made.to_json()

    earlier = made.plans[0].marks.sources[0]
    case.withdraw(earlier, reason="not to go out any more")

    assert case.replaced_for("MY") == ()
    assert case.period_release("JPA", "MY").plans == ()


def test_what_an_answer_brought_makes_no_earlier_word_of_an_enquiry(case, tmp_path):
    source = take(case, tmp_path)
    case.add_period(PERIOD, FOR_MY)
    case.draft_enquiry(an_enquiry("E-77", asks="Who?"), FOR_MY)
    case.send_enquiry("E-77", "2026-04-01")

    case.answer_enquiry("E-77", "2026-04-09", sources=[source])

    assert case.replaced_for("MY") == ()
    given = next(
        one for one in case.period_release("JPA", "MY").enquiries if one.reference == "E-77"
    )
    assert (given.answered, given.answer_sources) == ("2026-04-09", ())


POINTS = """period,country,agency,name,contact,languages
JPA,MY,Immigration,Duty desk,desk@example.org; +60 3 1234,"Malay, English"
JPA,Malaysia,,Second desk,,
JPA,Nowhere,,Third desk,,
JPA,NZ,,,,
"""


def test_focal_points_come_from_a_list_too(case, tmp_path):
    take(case, tmp_path, POINTS, name="focal_points.csv", handling="H1", tlp="GREEN")

    second, desk = case.focal_points("JPA")

    assert (desk.country, desk.agency, desk.name) == ("MY", "Immigration", "Duty desk")
    assert (sorted(desk.contacts), sorted(desk.languages)) == (
        ["+60 3 1234", "desk@example.org"], ["English", "Malay"],
    )  # fmt: skip
    assert (second.country, second.contacts, second.marks.handling) == ("MY", (), "H1 GREEN")
    assert sorted(line.column for _, line in case.ledger.quarantine()) == ["country", "name"]


LESSONS = """period,kind,lesson,plan,date
jpa,What worked well,One room,,2026-12-01
JPA,did not work,Bureaus were asked late,P1,
JPA,do-differently,"Meet
earlier",P1,2026-12-02
JPA,perhaps,Nothing,,
JPA,worked,,,
"""


def test_lessons_of_other_countries_come_as_lists_in_their_own_words(case, tmp_path):
    source = take(case, tmp_path, LESSONS, "lessons_th.csv", originator="TH/Immigration")

    found = case.lessons("JPA")

    assert [(one.kind, one.plan, one.text, one.on) for one in found] == [
        ("did_not_work", "P1", "Bureaus were asked late", ""),
        ("do_differently", "P1", "Meet earlier", "2026-12-02"),
        ("worked", "", "One room", "2026-12-01"),
    ]
    assert {one.marks.originators for one in found} == {("TH/Immigration",)}
    rejected = [one.code for _, one in case.ledger.quarantine(source)]
    assert rejected == ["bad_value", "missing_id"]
    case.withdraw(source, reason="it was another period's")
    assert case.lessons() == ()


def test_lessons_of_a_list_go_no_further_than_its_country_says(case, tmp_path):
    case.add_period(PERIOD, FOR_MY)
    take(case, tmp_path, LESSONS, "lessons.csv", originator="TH/Immigration")

    assert case.period_release("JPA", "MY").lessons == ()
    assert len(case.period_release("JPA").lessons) == 3


def test_a_list_of_enquiries_may_name_their_period(case, tmp_path):
    text = "reference,period,from_country,to_country,sent\nE-1,JPA,NZ,VN,2025-04-01\nE-2,,NZ,VN,2026-04-01\n"
    take(case, tmp_path, text)

    assert [one.reference for one in case.enquiries("JPA")] == ["E-1"]


def test_what_was_frozen_and_what_an_answer_brought_is_for_the_own_agency_alone(case, tmp_path):
    case.add_period(PERIOD, FOR_MY)
    case.set_phase(a_phase(), FOR_MY)
    case.freeze("JPA", "action")
    case.draft_enquiry(an_enquiry(), FOR_MY)
    case.send_enquiry("E-1", "2026-04-01")
    brought = take(case, tmp_path, LINKS.replace("E-1", "E-9"))
    case.answer_enquiry("E-1", "2026-04-02", sources=[brought])

    shared = [row.seq for row in case.ledger.sources() if row.source.releasable_to]
    held = {table.name for table in case.ledger.tables(part="entity", sources=shared)}

    assert held == {"JointPeriod", "PeriodPhase", "Enquiry"}
    inside = {
        (kind.name, prop.name)
        for kind in load_schema().kinds.values() for prop in kind.properties.values() if prop.inside
    }  # fmt: skip
    assert inside == {
        ("EnquiryAnswer", "brought"), ("PhaseFreeze", "digest"), ("PhaseFreeze", "ledger_version"),
    }  # fmt: skip
    assert case.period_release("JPA", "MY").enquiries[0].answered == "2026-04-02"


def test_a_consent_on_record_opens_a_plan_and_its_end_closes_it(case):
    case.add_period(PERIOD, FOR_MY)
    source = case.set_plan(a_plan(), Sharing(handling="H2", tlp="AMBER", releasable_to=("MY",)))
    assert case.period_release("JPA", "MY").plans == ()

    case.consent(source, "MY", reason="letter of 3 May")
    assert [one.reference for one in case.period_release("JPA", "MY").plans] == ["P1"]

    case.revoke(source, "MY", reason="recalled")
    assert case.period_release("JPA", "MY").plans == ()


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-04", ""])
def test_a_day_that_is_none_is_refused_at_each_step_of_an_enquiry(case, day):
    case.draft_enquiry(an_enquiry("E-1"))
    case.draft_enquiry(an_enquiry("E-2"))
    case.send_enquiry("E-2", "2026-04-01")
    version = case.ledger.version

    for step in (
        lambda: case.send_enquiry("E-1", day),
        lambda: case.send_enquiry("E-1", "2026-04-01", due=day or "never"),
        lambda: case.answer_enquiry("E-2", day),
    ):
        with pytest.raises(InputError, match="no day"):
            step()

    assert case.ledger.version == version


# What is lost after a plan was found ready ---------------------------------------


def a_ready_plan(case):
    for country in ("MY", "NZ"):
        case.add_focal_point(a_focal_point(country, f"Desk {country}"), FOR_MY)
    source = case.add_focal_point(a_focal_point("TH", "Desk TH"), FOR_MY)
    bases = (replace(MEMORANDUM, parties=("MY", "NZ", "TH")),)
    plan = a_plan("P9", countries=("MY", "NZ", "TH"), legal_bases=bases, protection="Kept",
                  victim_management="Shelter")  # fmt: skip
    case.set_plan(plan, FOR_MY)
    case.make_ready("P9", today=dt.date(2026, 3, 5))
    return source


def test_a_focal_point_that_a_ready_plan_loses_is_told_to_whoever_reports(case):
    case.add_period(PERIOD, FOR_MY)
    source = a_ready_plan(case)
    made = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    before = case.report("mid-term", "JPA", audience="MY", made=made)

    case.withdraw(source, reason="the desk was closed")
    after = case.report("mid-term", "JPA", audience="MY", made=made)

    assert before.held == {}
    assert after.held == {
        "plan P9": "it was found ready, and lacks by now: TH has no focal point in the period"
    }
    assert "lacks by now" not in after.html()
    assert "Found ready on" in after.html()


@pytest.mark.parametrize(
    ("today", "lost"),
    [("2026-03-05", []), ("2026-12-31", []), ("2027-06-01", []), ("2026-01-01", [])],
)
def test_a_legal_basis_that_held_to_the_last_day_is_not_missed_after_it(case, today, lost):
    a_ready_plan(case)

    assert list(case.lost_since_ready("JPA", today=dt.date.fromisoformat(today))) == lost


def test_a_plan_that_was_never_ready_has_lost_nothing(case):
    case.set_plan(a_plan())

    assert case.lost_since_ready() == {}
