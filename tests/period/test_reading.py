"""What sources say of periods: the newest word on each reference, whoever looks."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.period import UNMARKED
from linkgraph.period.entering import freeze_entered, readiness_entered
from linkgraph.period.reading import read_told
from linkgraph.statements.entered import entered_batch
from tests.builders import make_source, new_ledger
from tests.period.periods import (
    OWN,
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    a_question,
    a_task,
    an_enquiry,
    enter,
    entries_of,
)

WHOLE = a_plan(
    subjects=("phone:+641",), syndicate="Kestrel", resources=("boat",), risks=("storm",),
    languages=("Thai", "English"), victims_may_be_met=True, victim_management="shelter",
    protection="moved away",
    tasks=(a_task(owner="desk", due="2026-06-01", state="doing"), a_task("T2")),
    questions=(a_question(question="money/paid_by_many", parameters={"min_payers": 3}), a_question("b")),
)  # fmt: skip


def told(ledger, as_of=None):
    return read_told(ledger, ledger.sources(as_of))


def bare(one):
    return replace(one, marks=UNMARKED)


def test_what_was_entered_is_read_again_whole(ledger):
    phase = a_phase(version=3, digest="ab", frozen="2026-04-02T00:00:00Z")
    lesson, point = a_lesson("well"), a_focal_point(contacts=("b", "a"), languages=("Thai",))
    enter(ledger, "A", PERIOD, WHOLE, phase, point, lesson)

    found = told(ledger)

    assert list(map(bare, found.periods)) == [PERIOD]
    assert list(map(bare, found.plans)) == [WHOLE]
    assert list(map(bare, found.phases)) == [phase]
    assert list(map(bare, found.focal_points)) == [point]
    assert list(map(bare, found.lessons)) == [lesson]
    assert found.plans[0].marks.originators == ("NZ/Joint cell",)


def test_nothing_gives_nothing(ledger):
    found = told(ledger)

    assert (found.periods, found.plans, found.enquiries, found.lessons) == ((), (), (), ())


def test_a_plan_that_is_set_anew_replaces_the_former_whole(ledger):
    enter(ledger, "A", PERIOD, WHOLE)
    before = ledger.version
    second = enter(ledger, "B", a_plan(title="Anew", tasks=(a_task("T9"),)))

    assert [bare(one) for one in told(ledger).plans] == [
        a_plan(title="Anew", tasks=(a_task("T9"),))
    ]
    assert [bare(one) for one in told(ledger, before).plans] == [WHOLE]

    ledger.withdraw(second.id, who="tester", reason="mistaken")

    assert [bare(one) for one in told(ledger).plans] == [WHOLE]
    assert "Anew" not in repr(told(ledger, ledger.version - 1)), "erased from what was known too"


def test_a_plan_that_is_changed_is_ready_no_more(ledger):
    enter(ledger, "A", PERIOD, a_plan())
    enter(ledger, "B", a_plan(ready="2026-04-01"))
    assert told(ledger).plans[0].ready == "2026-04-01"
    assert len(told(ledger).plans[0].marks.sources) == 1

    enter(ledger, "C", a_plan(title="Anew"))

    assert not told(ledger).plans[0].ready


def test_two_agencies_may_use_one_reference(ledger):
    enter(ledger, "A", PERIOD, a_plan(title="ours"))
    enter(
        ledger, "B", replace(PERIOD, title="theirs"), a_plan(title="theirs"), originator="MY/Police"
    )

    found = told(ledger)

    assert [(p.title, p.marks.originators) for p in found.plans] == [
        ("theirs", ("MY/Police",)), ("ours", ("NZ/Joint cell",)),
    ]  # fmt: skip
    assert len(found.periods) == 2


def test_another_agency_cannot_put_its_word_in_place_of_ours(ledger):
    ours = a_plan(title="ours", tasks=(a_task(),))
    enter(ledger, "A", PERIOD, ours, a_phase(version=3, digest="ab"))
    # Whoever makes a package chooses the ids in it.
    forged = [
        entry
        for one in (replace(PERIOD, title="theirs"), a_plan(title="theirs", ready="2026-04-01"),
                    a_phase(since="2026-04-09", version=9))
        for entry in entries_of(one, OWN)
    ]  # fmt: skip
    source = make_source("B", originator="MY/Police")
    ledger.append(source, [entered_batch(forged)], who="tester", action="entered")

    found = told(ledger)

    held = {one.marks.originators: one for one in found.plans}
    assert bare(held["NZ/Joint cell",]) == ours
    assert held["MY/Police",].ready, "their word on theirs"
    of = {one.marks.originators: one for one in found.phases}
    assert (of["NZ/Joint cell",].since, of["NZ/Joint cell",].version) == ("2026-04-01", 3)
    assert {one.title for one in found.periods} == {PERIOD.title, "theirs"}


def test_what_others_pass_on_in_our_name_is_no_later_word_than_ours(ledger, monkeypatch):
    enter(ledger, "A", PERIOD, a_plan(title="ours"))
    theirs = enter(ledger, "B", a_plan(title="passed on"), a_plan("P2", title="passed on"))
    monkeypatch.setattr(type(ledger), "givers", lambda _: {theirs.id: ("MY/Police", "pkg-1")})

    assert [one.title for one in told(ledger).plans] == ["ours", "passed on"]

    own = {theirs.id: ("NZ/Joint cell", "pkg-1")}
    monkeypatch.setattr(type(ledger), "givers", lambda _: own)

    assert [one.title for one in told(ledger).plans] == ["passed on", "passed on"]


def test_nobody_else_finds_our_plan_ready_or_our_phase_frozen_in_our_name(ledger, monkeypatch):
    enter(ledger, "A", PERIOD, a_plan(), a_phase())
    forged = make_source("B", originator=str(OWN))
    entries = [
        readiness_entered("P1", OWN, "2026-04-01"),
        freeze_entered(a_phase(version=9, digest="ab", frozen="2026-04-02T00:00:00Z"), OWN),
    ]
    ledger.append(forged, [entered_batch(entries)], who="tester", action="received")
    monkeypatch.setattr(type(ledger), "givers", lambda _: {forged.id: ("MY/Police", "pkg-1")})

    (plan,), (phase,) = told(ledger).plans, told(ledger).phases

    assert (plan.ready, phase.version, phase.frozen) == ("", 0, "")
    assert forged.id not in {*plan.marks.sources, *phase.marks.sources}


def test_what_came_together_with_a_plan_that_was_passed_on_counts(ledger, monkeypatch):
    passed = enter(ledger, "A", PERIOD, a_plan(ready="2026-04-01"))
    monkeypatch.setattr(type(ledger), "givers", lambda _: {passed.id: ("MY/Police", "pkg-1")})

    (plan,) = told(ledger).plans

    assert plan.ready == "2026-04-01"


def test_phases_stand_in_the_order_of_the_work(ledger):
    names = ["debrief", "action", "mid_term_update", "planning_workshop"]
    enter(ledger, "A", PERIOD, *(a_phase(name) for name in names))

    assert [one.name for one in told(ledger).phases] == [
        "planning_workshop", "action", "mid_term_update", "debrief",
    ]  # fmt: skip


def test_a_freeze_is_withdrawn_by_itself(ledger):
    enter(ledger, "A", PERIOD, a_phase())
    frozen = enter(ledger, "B", a_phase(version=4, digest="ab"))
    assert told(ledger).phases[0].version == 4

    ledger.withdraw(frozen.id, who="tester", reason="mistaken")

    assert (told(ledger).phases[0].version, told(ledger).phases[0].since) == (0, "2026-04-01")


steps = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2"]), st.sampled_from(["a", "b", "c"]), st.integers(0, 2),
        st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_steps=steps)
def test_the_newest_of_the_sources_looked_at_stands(tmp_path_factory, told_steps):
    ledger = new_ledger(tmp_path_factory.mktemp("newest"))
    for number, (reference, title, tasks, _) in enumerate(told_steps):
        things = tuple(a_task(f"T{n}") for n in range(tasks))
        enter(ledger, f"S{number}", a_plan(reference, title=title, tasks=things))
    rows = [
        row for row, (*_, looked_at) in zip(ledger.sources(), told_steps, strict=True) if looked_at
    ]

    found = read_told(ledger, rows)

    last = {r: (title, tasks) for r, title, tasks, looked_at in told_steps if looked_at}
    assert {p.reference: (p.title, len(p.tasks)) for p in found.plans} == last
    ledger.close()


@pytest.mark.parametrize("kind", ["draft first", "answer first"])
def test_each_step_of_an_enquiry_adds_to_it(ledger, kind):
    draft = an_enquiry(asks="Who?", due="2026-05-01", blocks=("P1",))
    enter(ledger, "A", draft)
    sent = enter(ledger, "B", an_enquiry(sent="2026-04-01", due="2026-06-01"), handling="H2")

    (found,) = told(ledger).enquiries

    assert (found.asks, found.sent, found.due, found.blocks) == (
        "Who?",
        "2026-04-01",
        "2026-06-01",
        ("P1",),
    )
    assert found.marks.handling == "H2 CLEAR"
    assert len(found.marks.sources) == 2

    ledger.withdraw(sent.id, who="tester", reason="was not sent")

    assert [(one.sent, one.due) for one in told(ledger).enquiries] == [("", "2026-05-01")]


entered = st.lists(
    st.tuples(
        st.sampled_from(["plan", "ready", "lesson", "enquiry", "phase", "freeze"]),
        st.sampled_from(["a", "b"]),
        st.booleans(),
    ),
    max_size=7,
)


def thing(kind, word):
    return {
        "plan": lambda: a_plan(title=word, tasks=(a_task(owner=word),)),
        "ready": lambda: a_plan(title=word, ready="2026-04-01"),
        "lesson": lambda: a_lesson(word),
        "enquiry": lambda: an_enquiry(asks=word, sent="2026-04-01" if word == "a" else ""),
        "phase": a_phase,
        "freeze": lambda: a_phase(version=3, digest=word),
    }[kind]()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps_told=entered)
def test_what_is_withdrawn_is_as_if_it_had_never_come(tmp_path_factory, steps_told):
    folder = tmp_path_factory.mktemp("withdrawn")
    whole, never = new_ledger(folder / "whole"), new_ledger(folder / "never")
    gone = []
    for number, (kind, word, withdrawn) in enumerate(steps_told):
        source = enter(whole, f"S{number}", thing(kind, word))
        if withdrawn:
            gone.append(source.id)
        else:
            enter(never, f"S{number}", thing(kind, word))
    full = whole.version

    for one in gone:
        whole.withdraw(one, who="tester", reason="mistaken")

    assert told(whole) == told(whole, full) == told(never), "also what was known before"
    assert whole.digest() == whole.digest(full) == never.digest()
    whole.close()
    never.close()
