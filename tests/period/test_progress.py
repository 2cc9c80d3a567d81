"""How far a task is, as its country and the plan's agency say it: whose word counts, in which order."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.period import TaskProgress
from linkgraph.period.entering import progress_entered
from linkgraph.period.model import UNMARKED
from linkgraph.period.progress import set_anew
from linkgraph.period.reading import read_told, words_in_force
from linkgraph.period.replaced import replaced_since
from linkgraph.statements.entered import entered_batch
from tests.builders import make_source, new_ledger
from tests.period.periods import OWN, PERIOD, a_plan, a_task, enter

MY = "MY/PDRM"
TASKS = (a_task("T1"), a_task("T2", country="NZ"), a_task("T3", country="TH"))


def word(ledger, name, *told, task="T1", text="", **marks):
    """Take an agency's word on a task of our plan in, as a source of its own: by whom, state, day."""
    by, state, on = told
    source = make_source(name, originator=by, **marks)
    said = progress_entered(TaskProgress(by=by, state=state, on=on, text=text), task, "P1", OWN)
    ledger.append(source, [entered_batch([said])], who="tester", action="entered")
    return source


def tasks_of(ledger, rows=None):
    (plan,) = read_told(ledger, ledger.sources() if rows is None else rows).plans
    return {one.id: one for one in plan.tasks}


@pytest.fixture
def planned(ledger):
    enter(ledger, "P", PERIOD, a_plan(tasks=TASKS))
    return ledger


def test_the_tasks_country_says_how_far_it_is(planned):
    source = word(planned, "W", MY, "doing", "2026-05-03", text="Holders named", handling="H2")

    task = tasks_of(planned)["T1"]

    assert (task.state, task.planned, task.said_by, task.said_on, task.said_text) == (
        "doing", "open", MY, "2026-05-03", "Holders named",
    )  # fmt: skip
    assert task.words[0].marks.sources == (source.id,)
    assert task.words[0].marks.handling == "H2 CLEAR"
    assert replace(task.as_planned()) == TASKS[0]


def test_the_plan_stays_its_own_agencys_whoever_tells_of_its_tasks(planned):
    before = read_told(planned, planned.sources()).plans[0]
    word(planned, "W", MY, "done", "2026-05-03")

    (after,) = read_told(planned, planned.sources()).plans

    assert after.marks == before.marks
    assert after.as_planned() == before


@pytest.mark.parametrize("by", ["TH/Police", "INTERPOL", "MYX/Police"])
def test_nobody_else_says_it(planned, by):
    word(planned, "W", by, "done", "2026-05-03")

    assert tasks_of(planned)["T1"] == TASKS[0]


def test_of_a_task_that_the_plan_has_no_more_nothing_is_said(planned):
    word(planned, "W", MY, "done", "2026-05-03")
    enter(planned, "anew", a_plan(tasks=TASKS[1:]))

    assert list(tasks_of(planned).values()) == list(TASKS[1:])
    # Where it comes back, so does what was said of it.
    enter(planned, "again", a_plan(tasks=TASKS))
    assert tasks_of(planned)["T1"].state == "done"


def test_a_task_that_was_given_to_another_country_is_not_the_former_ones_any_more(planned):
    word(planned, "W", MY, "done", "2026-05-03")
    enter(planned, "anew", a_plan(tasks=(a_task("T1", country="TH"),)))

    assert tasks_of(planned)["T1"].state == "open"


def test_what_is_withdrawn_gives_way_to_the_word_before(planned):
    word(planned, "A", MY, "doing", "2026-05-03")
    source = word(planned, "B", MY, "done", "2026-05-04", text="All named")

    planned.withdraw(source.id, who="tester", reason="mistaken")

    assert (tasks_of(planned)["T1"].state, tasks_of(planned)["T1"].said_text) == ("doing", "")


@pytest.mark.parametrize(
    ("state", "on"),
    [
        ("finished", "2026-05-03"),
        ("done", ""),
        ("done", "2026-05"),
        ("", "2026-05-03"),
        ("done", "20260503"),
        ("done", "2026-W18-7"),
    ],
)
def test_what_is_no_word_counts_for_nothing(planned, state, on):
    word(planned, "W", MY, state, on)

    assert tasks_of(planned)["T1"] == TASKS[0]


# By whom a word came --------------------------------------------------------


@pytest.fixture
def came(monkeypatch):
    """Tells that sources came in packages: source, giver, day on which it was made."""

    def told(ledger, *given):
        by = {source.id: (giver, f"pkg-{giver}") for source, giver, _ in given}
        made = [SimpleNamespace(package=f"pkg-{giver}", made=f"{day}T00:00:00Z") for _, giver, day in given]  # fmt: skip
        monkeypatch.setattr(type(ledger), "givers", lambda _: by)
        monkeypatch.setattr(type(ledger), "received", lambda _: made)

    return told


@pytest.mark.parametrize(("giver", "counts"), [(MY, True), (str(OWN), True), ("TH/Police", False)])
def test_what_is_passed_on_counts_from_whoever_may_say_it(planned, came, giver, counts):
    source = word(planned, "W", MY, "done", "2026-05-03")
    came(planned, (source, giver, "2026-05-09"))

    assert tasks_of(planned)["T1"].state == ("done" if counts else "open")


def test_nobody_says_it_in_our_name(planned, came):
    source = word(planned, "W", str(OWN), "done", "2026-05-03")
    came(planned, (source, MY, "2026-05-09"))

    assert tasks_of(planned)["T1"].state == "open"


def test_what_was_passed_on_is_no_later_word_than_its_agencys_own(planned, came):
    word(planned, "A", MY, "doing", "2026-05-03")
    passed = word(planned, "B", MY, "dropped", "2026-05-08")
    came(planned, (passed, str(OWN), "2026-05-09"))

    assert tasks_of(planned)["T1"].state == "doing"


@pytest.mark.parametrize(("on", "state"), [("2026-05-10", "done"), ("2026-05-11", "open")])
def test_a_day_that_had_not_come_when_it_was_given_is_none(planned, came, on, state):
    """Else nobody could say anything else of the task until then."""
    source = word(planned, "W", MY, "done", on)
    came(planned, (source, MY, "2026-05-09"))

    assert tasks_of(planned)["T1"].state == state


# Which of several words -----------------------------------------------------

SPEAKERS = [MY, "MY/Immigration", str(OWN), "NZ/Customs", "TH/Police"]
words = st.lists(
    st.tuples(
        st.sampled_from(SPEAKERS),
        st.sampled_from(["T1", "T2", "T3", "T9"]),
        st.sampled_from(["2026-05-01", "2026-05-02", "2026-05-03"]),
        st.sampled_from(["open", "doing", "blocked", "done", "dropped"]),
    ),
    max_size=8,
    unique_by=lambda one: one[:3],
)


def expected(said, task):
    """What is to stand of a task, told plainly: the newest day, its country, the plan's agency."""
    ours = [
        (on, by.startswith(task.country), by == str(OWN), [-ord(c) for c in by], state, by)
        for by, key, on, state in said
        if key == task.id and (by.startswith(task.country) or by == str(OWN))
    ]
    return max(ours)[-2:] if ours else (task.state, "")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=words, data=st.data())
def test_the_newest_day_counts_in_whatever_order_words_came(tmp_path_factory, said, data):
    found = []
    for order in (said, data.draw(st.permutations(said))):
        ledger = new_ledger(tmp_path_factory.mktemp("words"))
        enter(ledger, "P", PERIOD, a_plan(tasks=TASKS))
        for number, (by, task, on, state) in enumerate(order):
            word(ledger, f"W{number}", by, state, on, task=task)
        found.append({
            key: (task.state, [replace(one, marks=UNMARKED) for one in task.words])
            for key, task in tasks_of(ledger).items()
        })  # fmt: skip
        by_task = {key: (one.state, one.said_by) for key, one in tasks_of(ledger).items()}
        assert by_task == {task.id: expected(order, task) for task in TASKS}
        ledger.close()

    assert found[0] == found[1]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=words, data=st.data())
def test_a_withdrawn_word_is_as_if_it_had_never_come(tmp_path_factory, said, data):
    gone = data.draw(st.sets(st.sampled_from(range(len(said)))) if said else st.just(set()))
    found = []
    for kept in (range(len(said)), [n for n in range(len(said)) if n not in gone]):
        ledger = new_ledger(tmp_path_factory.mktemp("gone"))
        enter(ledger, "P", PERIOD, a_plan(tasks=TASKS))
        sources = {
            n: word(ledger, f"W{n}", said[n][0], said[n][3], said[n][2], task=said[n][1])
            for n in kept
        }
        for n in gone & sources.keys():
            ledger.withdraw(sources[n].id, who="tester", reason="mistaken")
        found.append(tasks_of(ledger))
        ledger.close()

    assert found[0] == found[1]


def test_of_one_agency_and_day_the_later_word_counts(planned):
    word(planned, "A", MY, "done", "2026-05-03")
    word(planned, "B", MY, "blocked", "2026-05-03")

    (said,) = tasks_of(planned)["T1"].words
    assert said.state == "blocked"


def test_words_in_force_are_those_that_are_read(planned):
    former = word(planned, "A", MY, "doing", "2026-05-03")
    last = word(planned, "B", MY, "done", "2026-05-04")
    other = word(planned, "C", "TH/Police", "done", "2026-05-05")
    number = {row.source.id: row.seq for row in planned.sources()}

    held = {source for source, _ in words_in_force(planned, planned.sources())}

    assert number[last.id] in held
    assert held.isdisjoint({number[former.id], number[other.id]})


# What the holder is told ----------------------------------------------------


def test_it_is_told_that_an_audience_gets_a_word_that_was_replaced(planned):
    word(planned, "A", MY, "doing", "2026-05-03")
    seen = read_told(planned, planned.sources())
    word(planned, "B", MY, "done", "2026-05-04")

    assert replaced_since(seen, read_told(planned, planned.sources())) == ("task P1/T1",)


# A plan that is set anew ----------------------------------------------------


def moved(written, former):
    kept, said = set_anew(written, former)
    return [one.state for one in kept.tasks], [(one.id, one.state) for one in said]


def stands(state, planned="", by=MY):
    said = (TaskProgress(by=by, state=state, on="2026-05-03"),) if planned else ()
    return a_plan(tasks=(a_task(state=state, planned=planned, words=said),))


@pytest.mark.parametrize(
    ("written", "former", "kept", "said"),
    [
        ("", None, "open", []),
        ("doing", None, "doing", []),
        ("", stands("done", "open"), "open", []),
        ("open", stands("done", "open"), "open", []),
        ("done", stands("done", "open"), "open", []),
        ("blocked", stands("done", "open"), "blocked", [("T1", "blocked")]),
        ("doing", stands("open"), "doing", [("T1", "doing")]),
        ("open", stands("open"), "open", []),
    ],
)
def test_a_state_counts_where_the_plan_changed_it(written, former, kept, said):
    assert moved(a_plan(tasks=(a_task(state=written),)), former) == ([kept], said)


def test_a_task_that_is_new_in_a_plan_has_the_state_it_is_given():
    written = a_plan(tasks=(a_task("T2", state="blocked"),))

    assert moved(written, stands("open")) == (["blocked"], [])
