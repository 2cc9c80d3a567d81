"""A country says how far its task of another agency's plan is, and its word travels with packages."""

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.period import TaskProgress
from linkgraph.period.agreed import agreed_records
from linkgraph.period.entering import progress_entered
from linkgraph.period.plan_toml import plan_toml
from linkgraph.period.reading import read_told
from linkgraph.period.stating import what_is_stated
from linkgraph.share import Basis, may_see
from linkgraph.statements import Originator
from linkgraph.statements.entered import Sharing, entered_batch
from tests.builders import fill, make_source, new_ledger
from tests.partners import CHAIN, MADE, OPEN, TODAY, acquaint, agency, give, plain_package
from tests.period.periods import (
    MEMORANDUM,
    PERIOD,
    Word,
    a_focal_point,
    a_plan,
    a_task,
    enter,
    entries_of,
)
from tests.share.test_unsaid import in_one_record

NZ, MY, TH = "NZ/Police", "MY/PDRM", "TH/Police"
SHARED = Sharing(handling="H1", tlp="GREEN", releasable_to=("MY", "TH"))
FOR_MY = replace(SHARED, releasable_to=("MY",))
TASKS = (
    a_task(owner="FIU desk", due="2026-06-01"),
    a_task("T2", country="NZ"),
    a_task("T3", country="TH"),
)
PLAN = a_plan(
    countries=("MY", "NZ", "TH"),
    tasks=TASKS,
    legal_bases=(replace(MEMORANDUM, parties=("MY", "NZ", "TH"), expires="2099-12-31"),),
    subjects=("person:s1",),
)
ON = "2026-04-20"


@pytest.fixture
def three(tmp_path, keys):
    cases = {name: agency(tmp_path, name) for name in (NZ, MY, TH)}
    for one in cases.values():
        acquaint(one, *(other for other in cases.values() if other is not one))
    nz = cases[NZ]
    fill(nz.ledger, "A", links=CHAIN, entities=[("person:s1", {"names": ["Somchai"]})],
         **OPEN | {"releasable_to": ["MY", "TH"]})  # fmt: skip
    nz.add_period(PERIOD, SHARED)
    for country in PLAN.countries:
        nz.add_focal_point(a_focal_point(country, f"Desk {country}"), SHARED)
    yield cases
    for one in cases.values():
        one.close()


class Post:
    """Carries packages from one agency to another, each made an hour after the one before."""

    def __init__(self, cases, folder):
        self.cases, self.folder, self.sent = cases, folder, 0

    def __call__(self, giver, receiver, plan="P1"):
        self.sent += 1
        case, path = self.cases[giver], self.folder / f"package-{self.sent}"
        made = MADE + dt.timedelta(hours=self.sent)
        give(case, path, audience=receiver[:2], plan=case.plan_basis(plan), made=made)
        return self.cases[receiver].share_receive(path, today=TODAY)


@pytest.fixture
def post(three, tmp_path):
    three[NZ].set_plan(PLAN, SHARED)
    three[NZ].make_ready("P1", today=TODAY)
    return Post(three, tmp_path)


def task_of(case, key="T1"):
    return next(one for one in case.investigation_plan("P1").tasks if one.id == key)


def far(case, key="T1"):
    task = task_of(case, key)
    return task.state, task.said_by, task.said_on, task.said_text


def sources(case):
    return {row.source.id: row.source for row in case.ledger.sources()}


def test_a_country_tells_of_its_task_and_its_word_travels_back_and_on(three, post):
    nz, my, th = three.values()
    post(NZ, MY)
    said = my.set_task("P1", "T1", "done", on=ON, text="All holders named")
    word = ("done", MY, ON, "All holders named")
    assert far(my) == word
    assert far(nz) == ("open", "", "", "")

    post(MY, NZ)
    post(NZ, TH)

    assert far(nz) == word
    assert far(th) == word
    assert nz.investigation_plan("P1").marks.originators == (NZ,)
    assert nz.investigation_plan("P1").ready
    assert sources(my)[said].releasable_to == ("MY", "NZ/Police", "TH")
    assert sources(my)[said].handling == "H1"


def test_the_plans_agency_goes_on_telling_of_it_and_the_newest_day_counts(three, post):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "doing", on="2026-04-20")
    post(MY, NZ)

    nz.set_task("P1", "T1", "blocked", on="2026-04-22")
    assert far(nz)[:2] == ("blocked", NZ)
    post(NZ, MY)
    assert far(my)[:2] == ("blocked", NZ)

    my.set_task("P1", "T1", "done", on="2026-04-22")
    assert far(my)[:2] == ("done", MY), "of one day its own country's"
    my.set_task("P1", "T1", "open", on="2026-04-19")
    assert far(my)[:2] == ("done", MY), "told later of an earlier day"
    assert [one.by for one in task_of(my).words] == [MY, NZ]


def test_what_is_said_again_adds_nothing(three, post):
    my = three[MY]
    post(NZ, MY)
    first = my.set_task("P1", "T1", "doing", on=ON, text="Half of them")
    version = my.ledger.version

    assert my.set_task("P1", "T1", "doing", on=ON, text=" Half of them ") == first
    assert my.ledger.version == version
    assert my.set_task("P1", "T1", "doing", on=ON, text="All but two") != first
    assert far(my)[3] == "All but two"


@pytest.mark.parametrize(
    ("who_says", "told", "says"),
    [
        ((TH, "T1"), {}, "the task is MY's and the plan NZ/Police's: only they"),
        ((MY, "T2"), {}, "the task is NZ's and the plan NZ/Police's: only they"),
        ((MY, "T9"), {}, "no task of the plan of that name"),
        ((MY, "T1"), {"state": "finished"}, "no state of a task"),
        ((MY, "T1"), {"on": "2026-04-22"}, "a day to come"),
        ((MY, "T1"), {"on": "yesterday"}, "this is no day"),
        ((MY, "T1"), {"text": "x" * 4_001}, "letters"),
        ((MY, "T1"), {"of": "TH/Police"}, "no plan of this reference is that agency's"),
        ((MY, "T1"), {"of": "\u202eNZ/Police"}, "a sign that nobody sees"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_written(three, post, who_says, told, says):
    who, task = who_says
    case = three[who]
    post(NZ, who)
    version = case.ledger.version

    with pytest.raises(InputError, match=says) as caught:
        case.set_task(
            "P1", task, **{"state": "done", "on": ON, "today": dt.date(2026, 4, 20)} | told
        )

    assert caught.value.remedy
    assert case.ledger.version == version


def test_of_a_plan_that_nobody_knows_nothing_is_said(three):
    with pytest.raises(UnknownName, match="no investigation plan"):
        three[MY].set_task("P1", "T1", "done")


def test_a_word_of_somebody_else_in_a_package_is_not_believed(three, post):
    nz, _, th = three.values()
    post(NZ, TH)
    plan = th.investigation_plan("P1")
    said = TaskProgress(by=TH, state="done", on=ON, text="Not ours to say")
    forged = [progress_entered(said, "T1", plan.reference, Originator.parse(NZ))]
    source = make_source("F", originator=TH, handling="H1", tlp="GREEN", releasable_to=["NZ"])
    th.ledger.append(source, [entered_batch(forged)], who="tester", action="entered")
    th.set_task("P1", "T3", "doing", on=ON)
    assert far(th) == ("open", "", "", "")

    post(TH, NZ)

    assert far(nz) == ("open", "", "", "")
    assert far(nz, "T3")[:2] == ("doing", TH)
    assert "Not ours" not in repr([table.frame.to_dicts() for table in nz.ledger.tables()])


def test_a_recall_takes_the_word_back(three, post, tmp_path):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "done", on=ON)
    post(MY, NZ)
    assert far(nz)[0] == "done"
    package = my.ledger.gifts()[-1].told.package
    my.share_recall(package, tmp_path / "recall", reason="mistaken")

    nz.share_receive(tmp_path / "recall", today=TODAY)

    assert far(nz) == ("open", "", "", "")


def test_a_withdrawn_word_is_erased_and_the_one_before_stands(three, post):
    my = three[MY]
    post(NZ, MY)
    my.set_task("P1", "T1", "doing", on="2026-04-19")
    said = my.set_task("P1", "T1", "done", on=ON, text="All holders named")

    my.withdraw(said, reason="mistaken")

    assert far(my)[:3] == ("doing", MY, "2026-04-19")
    assert b"All holders named" not in (my.folder / "ledger.sqlite").read_bytes()


def test_it_goes_only_to_whom_the_plan_goes(three, tmp_path):
    nz, my, _ = three.values()
    nz.set_plan(PLAN, FOR_MY)
    nz.make_ready("P1", today=TODAY)
    post = Post(three, tmp_path)
    post(NZ, MY)
    said = my.set_task("P1", "T1", "done", on=ON, text="All holders named")
    post(MY, NZ)

    assert "TH" not in sources(my)[said].releasable_to
    assert "All holders named" in nz.period_release("JPA", "MY", made=MADE).to_json()
    assert "All holders named" not in nz.period_release("JPA", "TH", made=MADE).to_json()
    post(NZ, TH)
    told = [table.frame.to_dicts() for table in three[TH].ledger.tables()]
    assert "person:s1" in repr(told)
    assert "All holders named" not in repr(told)


def test_a_word_on_a_task_that_an_audience_does_not_know_stays(three, post):
    """By it there would be a task, and a newer plan."""
    nz, my, _ = three.values()
    nz.set_plan(replace(PLAN, tasks=(*TASKS, a_task("T7", title="Secret"))), FOR_MY)
    nz.make_ready("P1", today=TODAY)
    post(NZ, MY)
    my.set_task("P1", "T7", "doing", on=ON, text="Half of them")
    my.set_task("P1", "T1", "done", on=ON)
    post(MY, NZ)
    post(NZ, TH)

    assert [one.id for one in three[TH].investigation_plan("P1").tasks] == ["T1", "T2", "T3"]
    told = repr([table.frame.to_dicts() for table in three[TH].ledger.tables()])
    assert "T7" not in told
    assert "Half of them" not in told


def test_a_plan_goes_on_although_its_newest_word_on_a_task_may_not(three, post):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "doing", on="2026-04-19")
    source = make_source("S", originator=MY, handling="H3", tlp="RED")
    said = TaskProgress(by=MY, state="done", on=ON, text="For ourselves")
    entered = progress_entered(said, "T1", "P1", Originator.parse(NZ))
    my.ledger.append(source, [entered_batch([entered])], who="tester", action="entered")
    assert far(my)[0] == "done"

    assert my.plan_words("P1", "NZ") == "newest"
    post(MY, NZ)

    assert far(nz)[:2] == ("doing", MY)


def test_a_plan_set_anew_leaves_what_others_said_of_its_tasks(three, post):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "done", on=ON)
    post(MY, NZ)

    nz.set_plan(replace(PLAN, title="Pier and harbour"), SHARED)
    assert far(nz)[:2] == ("done", MY)
    changed = replace(PLAN, tasks=(replace(TASKS[0], state="blocked"), *TASKS[1:]))
    nz.set_plan(changed, SHARED, today=dt.date(2026, 4, 21))
    assert far(nz)[:3] == ("blocked", NZ, "2026-04-21")
    version = nz.ledger.version
    nz.set_plan(changed, SHARED, today=dt.date(2026, 4, 23))
    assert nz.ledger.version == version, "said again it adds nothing"
    nz.set_plan(replace(changed, tasks=TASKS[1:]), SHARED)
    nz.make_ready("P1", today=TODAY)
    post(NZ, MY)

    assert [one.id for one in my.investigation_plan("P1").tasks] == ["T2", "T3"]
    with pytest.raises(UnknownName, match="no task"):
        my.set_task("P1", "T1", "done")


@pytest.mark.parametrize("handling", ["H2", "H3"])
def test_it_is_told_where_a_word_waits_for_its_own_agencys_consent(three, tmp_path, handling):
    nz, my, _ = three.values()
    nz.set_plan(PLAN, replace(SHARED, handling=handling))
    nz.make_ready("P1", today=TODAY)
    for source in nz.investigation_plan("P1").marks.sources:
        nz.consent(source, "MY", reason="their letter")
    post = Post(three, tmp_path)
    post(NZ, MY)
    word = my.set_task("P1", "T1", "done", on=ON)

    (said,) = my.remarks_on_task("P1", "T1", word)

    assert f"linkgraph share consent {word} --to {NZ}" in said
    assert my.task_words_kept("P1", "NZ") == ("T1",)
    post(MY, NZ)
    assert far(nz)[0] == "open"
    my.consent(word, NZ, reason="head of unit")
    assert my.remarks_on_task("P1", "T1", word) == ()
    assert my.task_words_kept("P1", "NZ") == ()
    post(MY, NZ)
    assert far(nz)[0] == "done"


def test_it_is_told_where_another_word_counts_all_the_same(three, post):
    nz, my, _ = three.values()
    post(NZ, MY)
    first = my.set_task("P1", "T1", "done", on=ON)
    assert my.remarks_on_task("P1", "T1", first) == ()
    earlier = my.set_task("P1", "T1", "doing", on="2026-04-19")
    (said,) = my.remarks_on_task("P1", "T1", earlier)
    assert f"T1 stays done, as {MY} said on {ON}" in said
    post(MY, NZ)

    same_day = nz.set_task("P1", "T1", "blocked", on=ON)
    (said,) = nz.remarks_on_task("P1", "T1", same_day)

    assert f"T1 stays done, as {MY} said on {ON}" in said
    later = nz.set_task("P1", "T1", "blocked", on="2026-04-21")
    assert nz.remarks_on_task("P1", "T1", later) == ()


@pytest.mark.parametrize("of", ["nz/police", " NZ / Police", "New Zealand/police", "NZ"])
def test_whose_plan_it_is_may_be_written_otherwise(three, post, of):
    post(NZ, MY)
    three[MY].set_task("P1", "T1", "done", on=ON, of=of)

    assert far(three[MY])[0] == "done"


@pytest.mark.parametrize("after", ["blocked", "recalled"])
def test_a_file_written_before_others_said_more_outdoes_nobody_when_it_is_set_again(
    three, post, tmp_path, after
):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "done", on="2026-04-18")
    post(MY, NZ)
    held, path = nz.investigation_plan("P1"), tmp_path / "p1.toml"
    written = plan_toml(held, nz.sharing_of(held.marks.sources))
    path.write_text(written.replace("Pier watch", "Harbour"), encoding="utf-8")
    if after == "recalled":
        my.share_recall(my.ledger.gifts()[-1].told.package, tmp_path / "recall", reason="mistaken")
        nz.share_receive(tmp_path / "recall", today=TODAY)
    else:
        my.set_task("P1", "T1", "blocked", on="2026-04-20")
        post(MY, NZ)
    before = far(nz)

    nz.set_plan_file(path)

    assert nz.investigation_plan("P1").title == "Harbour"
    assert far(nz) == before
    assert before[0] == ("open" if after == "recalled" else "blocked")


def test_the_list_of_sources_tells_of_which_task_a_word_is(three, post):
    my = three[MY]
    post(NZ, MY)
    source = my.set_task("P1", "T1", "done", on=ON)

    told = what_is_stated(my.ledger, my.ledger.sources())
    assert told[source] == "task P1 T1 done"


def has_its_own(case, to="NZ"):
    """Give an agency a plan of the same reference as the one it is given."""
    case.add_period(PERIOD, SHARED)
    for country in PLAN.countries:
        case.add_focal_point(a_focal_point(country, f"Desk {country}"), SHARED)
    plan = replace(PLAN, title="Airport", subjects=())
    case.set_plan(plan, replace(SHARED, releasable_to=(to,)))
    case.make_ready("P1", today=TODAY)


def test_of_several_agencies_plans_of_one_reference_it_is_asked_which(three, post, tmp_path):
    _, my, th = three.values()
    has_its_own(th, to="MY")
    post(NZ, MY)
    post(TH, MY)

    with pytest.raises(InputError, match="2 agencies have a plan") as caught:
        my.set_task("P1", "T1", "done", on=ON)
    said = my.set_task("P1", "T1", "done", on=ON, of="th/police")

    assert my.remarks_on_task("P1", "T1", said, of="th/police") == ()
    assert NZ in caught.value.remedy
    states = {one.title: one.tasks[0].state for one in my.investigation_plans()}
    assert states == {"Pier watch": "open", "Airport": "done"}


def test_a_word_goes_back_although_its_agency_has_a_plan_of_that_reference_itself(three, post):
    nz, my, _ = three.values()
    has_its_own(my)
    post(NZ, MY)
    ours = my.set_task("P1", "T1", "doing", on=ON)
    theirs = my.set_task("P1", "T1", "DONE", on=ON, of=NZ)

    post(MY, NZ)

    states = {one.title: one.tasks[0].state for one in nz.investigation_plans()}
    assert states == {"Pier watch": "done", "Airport": "doing"}
    (said,) = my.remarks_on_task("P1", "T1", ours)
    assert "one of that reference is also NZ/Police's" in said
    assert my.remarks_on_task("P1", "T1", theirs, of=NZ) == ()


def test_it_is_told_that_a_word_waits_although_its_agency_has_a_plan_of_that_reference(
    three, tmp_path
):
    nz, my, _ = three.values()
    nz.set_plan(PLAN, replace(SHARED, handling="H3"))
    nz.make_ready("P1", today=TODAY)
    for source in nz.investigation_plan("P1").marks.sources:
        nz.consent(source, "MY", reason="their letter")
    has_its_own(my)
    post = Post(three, tmp_path)
    post(NZ, MY)
    word = my.set_task("P1", "T1", "done", on=ON, of=NZ)

    assert my.task_words_kept("P1", "NZ") == ("T1",)
    assert my.task_words_kept("P1", "TH") == ()
    my.consent(word, NZ, reason="head of unit")
    assert my.task_words_kept("P1", "NZ") == ()


# The law: byte for byte as if what is withheld had never come ---------------

policies = st.tuples(
    st.sampled_from([NZ, MY, TH, "LK/CID"]),
    st.sampled_from(["H0", "H0", "H2", "H3"]),
    st.sampled_from(["GREEN", "GREEN", "RED"]),
    st.sampled_from([("MY", "NZ", "TH"), ("NZ",), ("MY",), ()]),
)
said = st.builds(
    lambda task, state, day, text: Word(state, task, f"2026-04-0{day}", text, of=Originator.parse(NZ)),
    st.sampled_from(["T1", "T2", "T9"]),
    st.sampled_from(["doing", "done"]),
    st.integers(1, 3),
    st.sampled_from(["", "two banks left", "Qorvax Menti was asked"]),
)  # fmt: skip
plans = st.builds(
    lambda title, tasks: replace(PLAN, title=title, tasks=tasks),
    st.sampled_from(["Pier watch", "Harbour"]),
    st.sampled_from([TASKS, TASKS[1:], (*TASKS, a_task("T9"))]),
)


def package_of(ledger, audience):
    plan = next(
        one for one in read_told(ledger, ledger.sources()).plans if one.marks.originators == (NZ,)
    )
    basis = Basis(reference="P1", purpose=PLAN.objective, subjects=("person:s1",),
                  countries=PLAN.countries, legal=PLAN.legal_bases, planned=True)  # fmt: skip
    to = Originator.parse(audience)
    try:
        return plain_package(
            ledger, audience, plan=basis, own=Originator.parse(MY),
            agreed=lambda rows, left: agreed_records(ledger, rows, plan, to, left),
        )  # fmt: skip
    except ReleaseError as error:
        return str(error)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["NZ", "TH", "TH/Police"]),
    st.lists(st.tuples(policies, st.one_of(said, said, plans)), max_size=5),
    st.booleans(),
)
def test_a_withheld_word_on_a_task_leaves_no_trace_in_a_package(audience, told, knows_her):
    with tempfile.TemporaryDirectory() as folder:
        whole, seen = new_ledger(Path(folder) / "whole"), new_ledger(Path(folder) / "seen")
        open_ = {"originator": NZ, "handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "TH"]}
        for ledger in (whole, seen):
            fill(ledger, "A", links=CHAIN, **open_)
            enter(ledger, "P", PERIOD, PLAN, **open_)
            if knows_her:
                fill(ledger, "V", entities=[("person:v", {"names": ["Qorvax Menti"]})],
                     links=[("VICTIM_IN", "person:v", "casefile:c", {})], **open_)  # fmt: skip
        for number, ((originator, handling, tlp, may), thing) in enumerate(told):
            marks = {
                "originator": originator,
                "handling": handling,
                "tlp": tlp,
                "releasable_to": may,
            }
            source = enter(whole, f"S{number}", thing, **marks)
            if may_see(source, Originator.parse(audience), ()):
                enter(seen, f"S{number}", thing, **marks)

        with_all, with_less = package_of(whole, audience), package_of(seen, audience)

        assert with_all == with_less
        assert knows_her <= (b"Qorvax" not in (with_all if isinstance(with_all, bytes) else b""))
        whole.close()
        seen.close()


@pytest.mark.parametrize("role", ["INFORMANT_IN", "PROTECTED_IN"])
def test_a_word_in_a_record_that_names_an_informant_changes_nothing(three, post, role):
    nz, my, _ = three.values()
    post(NZ, MY)
    my.set_task("P1", "T1", "doing", on="2026-04-18", text="Two banks left")
    (entry,) = entries_of(
        Word("done", on=ON, text="She told us", of=Originator.parse(NZ)), Originator.parse(MY)
    )
    told = in_one_record(
        "W", [(role, "person:i", "casefile:i", {})], [(entry.id, entry.properties)]
    )
    marks = {"originator": MY, "handling": "H1", "tlp": "GREEN", "releasable_to": ["NZ", "TH"]}
    my.ledger.append(make_source("W", **marks), [told], who="x")
    assert far(my)[0] == "done"

    post(MY, NZ)

    assert far(nz) == ("doing", MY, "2026-04-18", "Two banks left")
    assert "She told" not in repr([table.frame.to_dicts() for table in nz.ledger.tables()])
