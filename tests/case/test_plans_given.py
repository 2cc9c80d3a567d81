"""An investigation plan goes to the partner with what is given for it, as its agency's own word."""

from dataclasses import replace

import pytest

from linkgraph.errors import InputError, ReleaseError
from linkgraph.period.entering import readiness_entered
from linkgraph.share import audience_named
from linkgraph.statements.entered import entered_batch
from tests.builders import fill, make_source
from tests.partners import (
    CHAIN,
    MADE,
    OPEN,
    SECRET,
    TODAY,
    acquaint,
    agency,
    give,
    plain_of,
    taken_apart,
)
from tests.period.periods import (
    MEMORANDUM,
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    a_question,
    a_task,
    enter,
)

NZ = "NZ/Police"
SHARED = {"handling": "H1", "tlp": "GREEN", "releasable_to": ["MY", "TH"]}
INSIDE = {"handling": "H3", "tlp": "RED"}
PLAN = a_plan(
    legal_bases=(replace(MEMORANDUM, expires="2099-12-31"),),
    subjects=("person:s1",),
    tasks=(a_task(owner="FIU desk", due="2026-06-01"),),
    questions=(a_question(question="person/red_flags", parameters={"least": 2}),),
    risks=("storms",),
)


@pytest.fixture
def pair(tmp_path, keys):
    nz, my = agency(tmp_path, NZ), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(nz.ledger, "A", links=CHAIN, entities=[("person:s1", {"names": ["Somchai"]})], **OPEN)
    yield nz, my
    nz.close()
    my.close()


def entered(case, name, *things, marks=SHARED):
    return enter(case.ledger, name, *things, originator=NZ, **marks)


def agree(case, plan=PLAN, **told):
    """Put a whole plan on record, with all that stands around it."""
    around = (
        PERIOD,
        a_phase(version=3, digest="d" * 64, frozen="2026-04-02T00:00:00Z"),
        a_focal_point("MY", "Duty desk, KL", contacts=("+60 3 0000 0000",)),
        a_focal_point("NZ", "Duty desk, Auckland"),
        a_focal_point("TH", "Duty desk, Bangkok"),
        a_lesson("Accounts first."),
        a_lesson("Of another plan.", plan="P2"),
    )
    entered(case, "around", *around, **told)
    return entered(case, "plan", replace(plan, ready="2026-04-20"), **told)


def received(pair, path, **told):
    nz, my = pair
    give(nz, path, plan=nz.plan_basis("P1"), **told)
    my.share_receive(path, today=TODAY)
    return my


def test_the_partner_has_the_plan_its_period_its_focal_points_and_its_lessons(pair, tmp_path):
    nz, _ = pair
    agree(nz)

    my = received(pair, tmp_path / "p")
    plan = my.investigation_plan("P1")

    assert plan.marks.originators == (NZ,)
    expected = replace(
        PLAN, ready="2026-04-20", questions=(a_question(question="person/red_flags"),)
    )
    assert replace(plan, marks=expected.marks) == expected
    assert [one.reference for one in my.periods()] == ["JPA"]
    assert [one.name for one in my.joint_told().focal_points] == [
        "Duty desk, KL",
        "Duty desk, Auckland",
    ]
    assert [one.text for one in my.joint_told().lessons] == ["Accounts first."]
    (phase,) = my.joint_told().phases
    assert (phase.name, phase.version, phase.digest) == ("action", 0, "")


def test_the_partner_can_answer_on_the_same_plan(pair, tmp_path):
    nz, _ = pair
    agree(nz)
    my = received(pair, tmp_path / "p")
    fill(my.ledger, "M", links=[("USES", "person:m", "phone:+6421111111", {})],
         **OPEN | {"originator": "MY/PDRM", "releasable_to": ["NZ"]})  # fmt: skip

    basis = my.share_basis("P1")
    arrived = give(my, tmp_path / "back", audience="NZ", plan=basis)

    assert basis.legal == PLAN.legal_bases
    assert (basis.subjects, basis.planned) == (("person:s1",), True)
    taken = nz.share_receive(tmp_path / "back", today=TODAY).taken
    assert len([one for one in taken if one.state == "new"]) == 1
    assert len(arrived.sources) == 2
    assert nz.investigation_plan("P1").marks.originators == (NZ,)


def test_an_answer_may_leave_out_what_the_partner_gave(pair, tmp_path):
    nz, my = pair
    agree(nz)
    my = received(pair, tmp_path / "p")
    given = [row.source.id for row in my.ledger.sources()]
    fill(my.ledger, "M", links=[("USES", "person:m", "phone:+6421111111", {})],
         **OPEN | {"originator": "MY/PDRM", "releasable_to": ["NZ"]})  # fmt: skip
    basis = replace(my.share_basis("P1"), purpose="Who holds it", subjects=("person:m",), steps=1)

    arrived = give(my, tmp_path / "back", audience="NZ", plan=basis, without=given)

    assert len(arrived.sources) == 1
    manifest, _ = taken_apart(plain_of(tmp_path / "back", nz))
    assert manifest["purpose"] == "Who holds it"


def test_a_plan_goes_although_nothing_else_may(pair, tmp_path):
    nz, my = pair
    agree(nz)
    without = [row.source.id for row in nz.ledger.sources() if row.source.file == "A.csv"]

    give(nz, tmp_path / "p", plan=nz.plan_basis("P1"), without=without)
    my.share_receive(tmp_path / "p", today=TODAY)

    assert my.investigation_plan("P1").title == "Pier watch"
    assert my.investigation_plan("P1").subjects == ()


def test_what_was_agreed_asks_nobody_to_weigh_it(pair):
    nz, _ = pair
    agree(nz)

    items = {one.file: one for one in nz.share_check("MY", nz.plan_basis("P1"), made=MADE)}

    for name in ("plan.csv", "around.csv"):
        assert items[name].goes
        assert items[name].warnings == ()
    assert items["A.csv"].warnings


def test_it_goes_to_none_but_whom_it_may(pair, tmp_path):
    nz, my = pair
    agree(nz, marks=INSIDE)

    my = received(pair, tmp_path / "p")

    assert my.investigation_plans() == ()
    assert my.periods() == ()


def test_on_other_grounds_than_a_plan_of_the_case_none_goes(pair, tmp_path):
    nz, my = pair
    agree(nz)

    give(nz, tmp_path / "p", plan=replace(nz.plan_basis("P1"), planned=False))
    my.share_receive(tmp_path / "p", today=TODAY)

    assert my.investigation_plans() == ()


def test_another_plan_of_the_period_stays(pair, tmp_path):
    nz, _ = pair
    agree(nz)
    entered(nz, "other", a_plan("P2", title="Airport", tasks=(a_task("T9"),)))

    assert [one.reference for one in received(pair, tmp_path / "p").investigation_plans()] == ["P1"]


def test_a_former_plan_does_not_go_with_the_one_that_replaced_it(pair, tmp_path, keys):
    nz, my = pair
    entered(nz, "former", replace(PLAN, objective="Watch the harbour master"))
    agree(nz)

    given = give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))
    my.share_receive(tmp_path / "p", today=TODAY)

    told = repr([table.frame.to_dicts() for table in my.ledger.tables()])
    assert "Who pays the crews" in told
    assert "harbour master" not in told
    assert len(given.sources) == 3


def test_a_former_word_in_a_list_does_not_go_beside_what_still_holds_of_it(pair, tmp_path):
    """An official's number may have been changed since somebody had it who must not."""
    nz, _ = pair
    agree(nz)
    desk = a_focal_point("MY", "Duty desk, Ipoh", contacts=("+60 5 1111 1111",))
    entered(nz, "first", desk, a_focal_point("NZ", "Duty desk, Napier"), PERIOD)
    entered(nz, "later", replace(desk, contacts=("+60 5 2222 2222",)), replace(PERIOD, title="New"))

    my = received(pair, tmp_path / "p")

    told = repr([table.frame.to_dicts() for table in my.ledger.tables()])
    assert "Duty desk, Napier" in told
    assert "+60 5 2222 2222" in told
    assert "+60 5 1111 1111" not in told
    assert [one.title for one in my.periods()] == ["New"]
    assert PERIOD.title not in told


def test_a_newer_plan_that_the_audience_may_not_see_changes_nothing(pair, tmp_path):
    nz, _ = pair
    agree(nz)
    newer = replace(PLAN, title="Trap at the pier", objective="Catch the harbour master")
    entered(nz, "secret", newer, marks=INSIDE)

    my = received(pair, tmp_path / "p")

    assert my.investigation_plan("P1").title == "Pier watch"
    manifest, _ = taken_apart(plain_of(tmp_path / "p", my))
    assert manifest["purpose"] == PLAN.objective


def test_whom_the_plan_is_about_goes_where_he_goes_himself(pair, tmp_path):
    """An id of somebody whom only a withheld source knows would tell that there is one."""
    nz, _ = pair
    fill(nz.ledger, "S", links=[("USES", "person:hid", "phone:+6429999999", {})], **SECRET)
    fill(nz.ledger, "V", links=[("VICTIM_IN", "person:s2", "casefile:c", {})], **OPEN)
    agree(
        nz,
        replace(PLAN, subjects=("person:hid", "person:s1", "person:s2"), syndicate="syndicate:77"),
    )

    plan = received(pair, tmp_path / "p").investigation_plan("P1")

    assert plan.subjects == ("person:s1",)
    assert plan.syndicate == ""


def test_a_withheld_record_of_a_subject_changes_nothing_in_what_goes(pair, tmp_path):
    """The entity of both bears the withheld record's id, which the partner has never seen."""
    nz, _ = pair
    fill(nz.ledger, "S", entities=[("person:a0", {"names": ["Somchai"]})], **SECRET)
    agree(nz)
    nz.decide("person:a0", "person:s1", "same", why="one passport")

    my = received(pair, tmp_path / "p")

    assert nz.entities_of(["person:s1"]) == {"person:s1": "person:a0"}
    assert my.investigation_plan("P1").subjects == ("person:s1",)
    assert my.explain(["person:s1"])


def test_a_syndicate_by_its_name_stays_in_the_plan(pair, tmp_path):
    nz, _ = pair
    agree(nz, replace(PLAN, syndicate="The pier crew"))

    assert received(pair, tmp_path / "p").investigation_plan("P1").syndicate == "The pier crew"


def test_what_the_plan_says_of_somebody_hidden_does_not_go(pair, tmp_path):
    nz, _ = pair
    fill(nz.ledger, "V", entities=[("person:s2", {"names": ["Kanya Panthong"]})],
         links=[("VICTIM_IN", "person:s2", "casefile:c", {})], **OPEN)  # fmt: skip
    agree(nz, replace(PLAN, risks=("Kanya Panthong may be met", "storms")))

    plan = received(pair, tmp_path / "p").investigation_plan("P1")

    assert plan.risks == ("storms",)


def test_a_plan_that_names_whom_only_a_withheld_source_protects_is_held_back(pair, tmp_path):
    nz, _ = pair
    fill(nz.ledger, "S", entities=[("person:hid", {"names": ["Kanya Panthong"]})],
         links=[("VICTIM_IN", "person:hid", "casefile:s", {})], **SECRET)  # fmt: skip
    agree(nz, replace(PLAN, risks=("Kanya Panthong may be met",)))

    with pytest.raises(ReleaseError, match="held back"):
        give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))


def test_nothing_goes_back_to_whoever_said_it(pair):
    """An audience has what it said itself."""
    nz, _ = pair
    agree(nz)

    items = nz.share_check(NZ, nz.plan_basis("P1"), made=MADE)

    assert audience_named(NZ, nz.ledger).country == "NZ"
    assert {one.file: one.entities for one in items}["plan.csv"] == 0


def test_a_recall_takes_the_plan_back(pair, tmp_path):
    nz, my = pair
    agree(nz)
    given = give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))
    my.share_receive(tmp_path / "p", today=TODAY)

    nz.share_recall(given.package, tmp_path / "r", reason="withdrawn")
    my.share_receive(tmp_path / "r", today=TODAY)

    assert my.investigation_plans() == ()


THAI = {"originator": "TH/RTP", "handling": "H1", "tlp": "GREEN"}


@pytest.mark.parametrize("marks", [
    {"releasable_to": ["NZ"]},
    {"releasable_to": ["NZ", "MY"], "handling": "H3", "tlp": "RED"},
], ids=["not released", "no consent"])  # fmt: skip
def test_another_agencys_plan_tells_no_purpose_where_its_rules_keep_it(pair, tmp_path, marks):
    nz, _ = pair
    entered(nz, "around", PERIOD)
    enter(nz.ledger, "theirs", replace(PLAN, objective="Trap at Ranong"), **THAI | marks)
    plan = nz.plan_basis("P1")

    with pytest.raises(ReleaseError, match="another agency's"):
        give(nz, tmp_path / "p", plan=plan)
    with pytest.raises(ReleaseError, match="another agency's"):
        nz.share_check("MY", plan, made=MADE)
    assert not (tmp_path / "p").exists()


def test_a_newer_word_that_its_agency_keeps_is_not_told_as_the_purpose(pair, tmp_path):
    nz, _ = pair
    entered(nz, "around", PERIOD)
    enter(nz.ledger, "first", PLAN, **THAI, releasable_to=["NZ", "MY"])
    enter(nz.ledger, "later", replace(PLAN, objective="Trap"), **THAI, releasable_to=["NZ"])

    with pytest.raises(ReleaseError, match="another agency's"):
        give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))


def test_another_agencys_plan_goes_where_its_rules_let_it(pair, tmp_path):
    nz, _ = pair
    entered(nz, "around", PERIOD)
    enter(nz.ledger, "theirs", PLAN, **THAI, releasable_to=["NZ", "MY"])

    my = received(pair, tmp_path / "p")

    assert my.investigation_plan("P1").marks.originators == ("TH/RTP",)


def test_another_agencys_plan_of_the_same_reference_does_not_go_in_place_of_ours(pair, tmp_path):
    nz, _ = pair
    agree(nz, marks=INSIDE)
    enter(nz.ledger, "theirs", replace(PLAN, title="Airport"), **THAI, releasable_to=["NZ", "MY"])

    assert received(pair, tmp_path / "p").investigation_plans() == ()


def test_a_plan_that_another_agency_says_beside_its_focal_point_stays(pair, tmp_path):
    nz, _ = pair
    agree(nz)
    both = replace(PLAN, title="Airport"), a_focal_point("MY", "Desk in Bangkok")
    enter(nz.ledger, "theirs", *both, **THAI, releasable_to=["NZ", "MY"])

    my = received(pair, tmp_path / "p")

    assert [one.title for one in my.investigation_plans()] == ["Pier watch"]
    assert "Desk in Bangkok" in {one.name for one in my.joint_told().focal_points}


def test_a_package_that_was_held_up_on_its_way_is_no_later_word(pair, tmp_path):
    nz, my = pair
    agree(nz)
    give(nz, tmp_path / "first", plan=nz.plan_basis("P1"))
    newer = replace(PLAN, title="Watch both piers", ready="2026-04-30", tasks=())
    entered(nz, "newer", newer)
    give(nz, tmp_path / "second", plan=nz.plan_basis("P1"), made=MADE.replace(hour=9))

    for name in ("second", "first"):
        my.share_receive(tmp_path / name, today=TODAY)

    plan = my.investigation_plan("P1")
    assert (plan.title, plan.ready, plan.tasks) == ("Watch both piers", "2026-04-30", ())


def test_who_has_lost_the_period_with_a_recall_is_told_so(pair, tmp_path):
    """A partner who takes his period back must not leave the receiver without a list of plans."""
    nz, _ = pair
    agree(nz)
    given = give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))
    my = received(pair, tmp_path / "q")
    my.set_plan(replace(PLAN, reference="M1", subjects=(), questions=()))
    my.make_ready("M1", today=TODAY)
    (other,) = {one.package for one in nz.share_given(given.sources)} - {given.package}

    nz.share_recall(other, tmp_path / "r", reason="withdrawn")
    my.share_receive(tmp_path / "r", today=TODAY)

    assert my.periods() == ()
    (lack,) = my.lost_since_ready()["M1"]
    assert lack.what == "period"
    assert my.plan_lacks("M1") == (lack,)


def test_an_official_who_shares_a_word_with_a_victim_keeps_a_name(pair, tmp_path):
    nz, _ = pair
    victim = ("person:v1", {"names": ["Siti Rahman"]})
    fill(nz.ledger, "V", entities=[victim],
         links=[("VICTIM_IN", "person:v1", "casefile:c", {})], **OPEN)  # fmt: skip
    agree(nz, replace(PLAN, risks=("Rahman may warn him",)))
    entered(nz, "officer", a_focal_point("MY", "Insp. Abdul Rahman"))

    my = received(pair, tmp_path / "p")

    assert "Insp. Abdul Rahman" in [one.name for one in my.joint_told().focal_points]
    assert my.investigation_plan("P1").risks == ()


def test_no_partner_takes_the_place_of_an_own_plan_by_writing_its_name_otherwise(pair):
    _, my = pair
    mine = {"originator": "MY/PDRM"} | SHARED
    enter(my.ledger, "own", PERIOD, replace(PLAN, title="Ours"), **mine)
    theirs = (
        replace(PERIOD, reference="jpa", title="Theirs"),
        replace(PLAN, reference="p1", title="Theirs"),
    )
    entered(my, "theirs", *theirs)

    for typed in ("P1", "p1"):
        assert my.investigation_plan(typed).title == "Ours"
        assert my.plan_basis(typed).reference == "P1"
    for typed in ("JPA", "jpa"):
        assert my.period(typed).title == PERIOD.title
        assert my.period_release(typed).period.title == PERIOD.title
    with pytest.raises(InputError, match="letters"):
        my.set_plan(replace(PLAN, reference="p1", subjects=()))
    with pytest.raises(InputError, match="letters of another size"):
        my.add_period(replace(PERIOD, reference="jpa"))


def test_what_goes_is_by_the_words_that_the_audience_may_see(pair, tmp_path):
    """By its objective and by what goes, a newer version that stays inside would be told."""
    nz, my = pair
    fill(nz.ledger, "B", entities=[("person:s9", {"names": ["Prasert"]})],
         links=[("USES", "person:s9", "phone:+6429999999", {})], **OPEN)  # fmt: skip
    agree(nz)
    bare = give(nz, tmp_path / "bare", plan=nz.plan_basis("P1"))
    secret = replace(PLAN, objective="Turn the harbour master", subjects=("person:s1", "person:s9"))
    entered(nz, "secret", secret, marks=INSIDE)

    given = give(nz, tmp_path / "p", plan=nz.plan_basis("P1"))

    assert given.sources == bare.sources
    manifest, _ = taken_apart(plain_of(tmp_path / "p", my))
    assert manifest["purpose"] == PLAN.objective
    own = nz.plan_basis("P1")
    items = {one.file: one for one in nz.share_check("MY", own, made=MADE)}
    assert (own.purpose, items["B.csv"].goes) == (secret.objective, False)


def test_what_a_giver_makes_of_a_plan_himself_stays_though_a_newer_one_stays_inside(pair, tmp_path):
    nz, my = pair
    agree(nz)
    entered(nz, "secret", replace(PLAN, objective="Turn the harbour master"), marks=INSIDE)

    give(nz, tmp_path / "p", plan=replace(nz.plan_basis("P1"), purpose="Watch the pier"))

    manifest, _ = taken_apart(plain_of(tmp_path / "p", my))
    assert manifest["purpose"] == "Watch the pier"


def test_a_version_is_ready_only_where_it_was_found_so_itself(pair, tmp_path):
    nz, _ = pair
    agree(nz)
    entered(nz, "former", replace(PLAN, title="Anew"))
    newest = nz.investigation_plan("P1").marks.sources
    entered(nz, "found", replace(PLAN, title="Anew", ready="2026-05-01"))
    (word,) = set(nz.investigation_plan("P1").marks.sources)

    my = received(pair, tmp_path / "p", without=[*newest, word])

    assert (my.investigation_plan("P1").title, my.investigation_plan("P1").ready) == (
        PLAN.title,
        "2026-04-20",
    )


@pytest.mark.parametrize(("newer", "ready"), [("P1", ""), ("P2", "2026-05-01")])
def test_a_version_is_not_ready_for_a_newer_one_that_stays_inside(pair, tmp_path, newer, ready):
    nz, _ = pair
    entered(nz, "around", PERIOD)
    entered(nz, "plan", PLAN)
    entered(nz, "newer", replace(PLAN, reference=newer, title="Turn him"), marks=INSIDE)
    found = make_source("found", originator=NZ, **SHARED)
    word = readiness_entered("P1", nz.own, "2026-05-01")
    nz.ledger.append(found, [entered_batch([word])], who="tester", action="entered")

    my = received(pair, tmp_path / "p")

    plan = my.investigation_plan("P1")
    assert (plan.title, plan.ready) == (PLAN.title, ready)


def test_papers_that_do_not_go_are_told_as_such(pair):
    nz, _ = pair
    entered(nz, "former", replace(PLAN, title="Once"))
    agree(nz)
    fill(nz.ledger, "far", links=[("USES", "person:far", "phone:+6428888888", {})], **OPEN)

    fails = {one.file: [why.says for why in one.fails]
             for one in nz.share_check("MY", nz.plan_basis("P1"), made=MADE)}  # fmt: skip

    assert fails["former.csv"] == ["it holds no word on this plan that goes: an earlier one, or another plan's"]  # fmt: skip
    assert fails["far.csv"] == ["nothing of it lies within 3 steps of the plan's subjects"]


@pytest.mark.parametrize(("marks", "words"), [(SHARED, "newest"), (INSIDE, "none")])
def test_it_is_told_inside_which_words_of_a_plan_go(pair, marks, words):
    nz, _ = pair
    entered(nz, "around", PERIOD)
    entered(nz, "plan", PLAN, marks=marks)
    assert nz.plan_words("P1", "MY") == words

    entered(nz, "later", replace(PLAN, title="Anew"), marks=INSIDE)
    assert nz.plan_words("P1", "MY") == ("former" if words == "newest" else "none")


@pytest.mark.parametrize("accept", ["", "known to both"])
def test_what_nobody_has_to_weigh_goes_without_a_reason_and_keeps_none(pair, tmp_path, accept):
    nz, _ = pair
    agree(nz)
    without = [row.source.id for row in nz.ledger.sources() if row.source.file == "A.csv"]

    give(nz, tmp_path / "p", plan=nz.plan_basis("P1"), without=without, accept=accept)

    assert "accepted warnings" not in {one.action for one in nz.ledger.history()}


def test_the_reason_for_what_was_weighed_stays_on_record(pair, tmp_path):
    nz, _ = pair
    agree(nz)

    given = give(nz, tmp_path / "p", plan=nz.plan_basis("P1"), accept="known to both")

    (said,) = (one for one in nz.ledger.history() if one.action == "accepted warnings")
    assert (said.subject, said.reason) == (given.package, "known to both")


def test_a_check_tells_how_near_lies_what_may_not_go(pair):
    nz, _ = pair
    agree(nz)
    fill(nz.ledger, "S", links=[("USES", "person:s1", "phone:+6429999999", {})], **SECRET)

    (item,) = (
        one for one in nz.share_check("MY", nz.plan_basis("P1"), made=MADE) if one.file == "S.csv"
    )

    assert (item.goes, item.nearest, item.links) == (False, 0, 1)
