"""RAAPT: each item of a would-be release, with what speaks against it and who could consent."""

import pytest

from linkgraph.errors import InputError
from linkgraph.share import LegalBasis, read_basis
from linkgraph.share.packing import survey
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger
from tests.partners import AGREEMENT, CHAIN, OPEN, PAID, SECRET, TODAY, basis, wanted


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def items(ledger, audience="MY", plan=None, **told):
    return list(survey(ledger, wanted(audience, plan, **told), withheld=True).items)


def codes(findings):
    return [one.code for one in findings]


def test_an_item_says_what_of_which_source_would_go_on_what_ground(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)

    (item,) = items(ledger)

    assert (item.file, item.originator, item.audience) == ("A.csv", "NZ/Police", "MY")
    assert (item.purpose, item.basis, item.basis_expires) == ("disrupt the syndicate", "MoU of 2024", "2027-06-30")  # fmt: skip
    assert (item.entities, item.links, item.nearest) == (8, 4, 0)
    assert (item.grade, item.grade_scheme, item.corroborated) == ("B2", "unstated", 0)
    assert (item.received, item.age_days) == ("2026-03-01", 61)
    assert item.goes
    assert codes(item.warnings) == ["single_originator"]


def test_what_another_originator_says_too_is_counted(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=CHAIN[:1], **OPEN | {"originator": "TH/Police"})

    one, two = items(ledger)

    assert (one.corroborated, two.corroborated) == (5, 3)
    assert one.warnings == two.warnings == ()


def test_two_files_of_one_originator_corroborate_nothing(ledger):
    for name in "AB":
        fill(ledger, name, links=CHAIN, **OPEN)

    assert [one.corroborated for one in items(ledger)] == [0, 0]


def test_what_only_something_withheld_says_too_is_no_corroboration(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=CHAIN, **SECRET)

    assert items(ledger)[0].corroborated == 0


@pytest.mark.parametrize(
    ("marks", "code", "who"),
    [
        ({"releasable_to": []}, "handling", "NZ/Police"),
        ({"releasable_to": ["TH"]}, "handling", "NZ/Police"),
        ({"handling": "H2"}, "consent", "NZ/Police"),
        ({"handling": "H3"}, "consent", "NZ/Police"),
        ({"tlp": "RED"}, "consent", "NZ/Police"),
        ({"retain_until": "2026-04-30"}, "overdue", "NZ/Police"),
    ],
)
def test_a_hard_rule_is_told_with_who_could_consent(ledger, marks, code, who):
    fill(ledger, "A", links=CHAIN, **OPEN | marks)

    (item,) = items(ledger)

    assert [(one.code, one.consent) for one in item.fails] == [(code, who)]
    assert not item.goes


def test_what_is_releasable_to_a_country_needs_only_consent_for_its_agency(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN | {"releasable_to": ["MY"], "handling": "H2"})

    (item,) = items(ledger, "MY/Police")

    assert codes(item.fails) == ["consent"]


def test_consent_on_record_opens_what_needs_it(ledger):
    source = fill(ledger, "A", links=CHAIN, **OPEN | {"handling": "H2"})
    ledger.consent(source.id, "MY", who="ann", reason="letter")

    assert items(ledger)[0].goes


def test_what_lies_far_from_the_plans_subjects_fails_relevance(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=[("PAID", "account:1", "account:2", PAID)], **OPEN)
    fill(ledger, "C", links=[("PAID", "account:1", "account:2", PAID)], **SECRET)
    fill(ledger, "D", links=CHAIN[2:3], **SECRET)

    near, far, hidden_far, hidden_near = items(ledger)

    assert codes(near.fails) == []
    assert codes(far.fails) == ["relevance"]
    assert codes(hidden_far.fails) == ["handling", "relevance"]
    assert (codes(hidden_near.fails), hidden_near.nearest) == (["handling"], 2)


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({"received": ""}, "undated"),
        ({"received": "2024-01-01"}, "stale"),
        ({"reliability": "", "credibility": ""}, "ungraded"),
    ],
)
def test_what_is_to_be_weighed_is_told(ledger, marks, code):
    fill(ledger, "A", links=CHAIN, **OPEN | marks)

    (item,) = items(ledger)

    assert item.goes
    assert code in codes(item.warnings)


def test_what_is_stale_is_a_matter_of_the_days_named(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)

    assert "stale" in codes(items(ledger, stale_days=60)[0].warnings)
    assert "stale" not in codes(items(ledger, stale_days=61)[0].warnings)


def test_a_source_left_out_on_purpose_is_no_item(ledger):
    source = fill(ledger, "A", links=CHAIN, **OPEN)

    assert items(ledger, without=frozenset({source.id})) == []


def test_an_audience_that_takes_no_part_in_the_plan_gets_nothing(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN | {"releasable_to": ["MY", "TH"]})
    legal = (AGREEMENT, LegalBasis(name="NZ-TH", parties=("NZ", "TH")))

    (closed,) = items(ledger, "TH", basis(legal=legal))
    (open_,) = items(ledger, "TH", basis(legal=legal, countries=()))

    assert codes(closed.fails) == ["audience"]
    assert open_.goes


NZ, MY = Originator.parse("NZ/Police"), Originator.parse("MY")


def test_the_agreement_that_binds_both_and_holds_longest_is_the_ground():
    ends = LegalBasis(name="a", parties=("NZ", "MY"), expires="2026-06-30")
    ended = LegalBasis(name="b", parties=("NZ/Police", "MY"), expires="2026-04-30")
    endless = LegalBasis(name="c", parties=("MY", "NZ"))
    other = LegalBasis(name="d", parties=("NZ", "TH"))

    def ground(*legal):
        return basis(legal=legal).behind(NZ, MY, TODAY)

    assert ground(ends, ended, other) == ends
    assert ground(ends, endless, AGREEMENT) == endless
    assert ground(ended) == ended
    assert ground(other) is ground() is None
    assert not ended.holds_on(TODAY.isoformat())
    assert ended.holds_on("2026-04-30")


GOOD = """
reference = "JPA-2026/1"
purpose = "disrupt  the syndicate"
subjects = ["person:s1"]
countries = ["NZ", "MY"]
steps = 2
[[legal_basis]]
name = "MoU of 2024"
parties = ["NZ", "MY"]
expires = 2027-06-30
"""


def test_a_basis_is_read_from_its_file(tmp_path):
    (tmp_path / "b.toml").write_text(GOOD)

    read = read_basis(tmp_path / "b.toml")

    assert read == basis("person:s1", steps=2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reference =", "ref ="), ('"JPA-2026/1"', "7"), ('"JPA-2026/1"', '""'), ('["person:s1"]', "[]"),
        ('["person:s1"]', '"person:s1"'), ("steps = 2", "steps = -1"), ("steps = 2", "steps = true"),
        ("2027-06-30", '"soon"'), ("[[legal_basis]]", "[legal_basis]"), ('name = "MoU', 'title = "MoU'),
        ('parties = ["NZ", "MY"]', "parties = [1]"), ("purpose =", "purpose = 'a' ="),
        ("JPA-2026/1", "JPA\\u001b"),
    ],
)  # fmt: skip
def test_a_basis_with_a_fault_is_refused_and_says_where(tmp_path, old, new):
    (tmp_path / "b.toml").write_text(GOOD.replace(old, new, 1))

    with pytest.raises(InputError) as told:
        read_basis(tmp_path / "b.toml")

    assert told.value.where.partition(", line ")[0] == "b.toml"


def test_a_basis_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_basis(tmp_path / "none.toml")


def test_an_agreement_that_has_not_begun_says_when_it_does(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    later = LegalBasis(name="MoU of 2027", parties=("NZ", "MY"), since="2027-01-01")

    (item,) = items(ledger, plan=basis(legal=(later,)))

    assert [one.says for one in item.fails] == [
        "the agreement that binds both begins on 2027-01-01"
    ]


PLAN = 'reference = "r"\npurpose = "p"\nsubjects = ["person:s1"]\n'
LEGAL = '[[legal_basis]]\nname = "m"\nparties = ["NZ", "MY"]\n'


def basis_of(folder, text):
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return read_basis(folder / "plan.toml")


def test_a_basis_says_from_when_an_agreement_holds(tmp_path):
    read = basis_of(tmp_path, f"{PLAN}{LEGAL}since = 2026-02-01\nexpires = 2027-06-30\n")

    assert [(one.since, one.expires) for one in read.legal] == [("2026-02-01", "2027-06-30")]


@pytest.mark.parametrize("told", ['"2027-06-30 or so"', "20", "true", '"soon"', "[]"])
def test_a_day_of_an_agreement_that_is_none_is_refused(tmp_path, told):
    with pytest.raises(InputError, match="no date"):
        basis_of(tmp_path, f"{PLAN}{LEGAL}expires = {told}\n")


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 200_000 + " = 1",
        "[" + "a." * 100_000 + "a]",
        "x = {" + "a." * 100_000 + "a = 1}",
        PLAN + "# " + "x" * (1 << 20),
        "a = " + "[" * 100_000,
    ],
    ids=["key", "table", "inline", "long", "deep"],
)
def test_a_hostile_basis_is_refused_at_once(tmp_path, text):
    """A key of many steps would take hours and all memory to read."""
    with pytest.raises(InputError, match="no TOML"):
        basis_of(tmp_path, text)


def test_a_word_of_a_basis_that_no_receiver_takes_is_refused(tmp_path):
    with pytest.raises(InputError, match="longer"):
        basis_of(tmp_path, PLAN.replace('"r"', f'"{"r" * 5000}"'))


def test_a_source_for_which_all_is_held_back_is_told_inside(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=[("USES", "person:s1", "phone:+6421111111", {})], **OPEN)
    fill(ledger, "C", links=[("VICTIM_IN", "person:s2", "casefile:x", {})], **SECRET)

    found = items(ledger, plan=basis(steps=3))

    assert [codes(one.warnings)[:1] == ["held_back"] for one in found] == [True, False, False]
    assert found[0].warnings[0].about == ("person:s2", "phone:+60122222222")


def test_whom_a_text_names_for_whom_all_is_held_back_is_told_to_nobody(ledger):
    him = ("person:s1", {"notes": ["seen with Siti Aminah"]})
    fill(ledger, "A", links=CHAIN, entities=[him], **OPEN)
    her = ("person:v", {"names": ["Siti Aminah"]})
    fill(ledger, "C", links=[("VICTIM_IN", "person:v", "casefile:x", {})], entities=[her], **SECRET)

    (held, *_), *_ = (one.warnings for one in items(ledger))

    assert (held.code, held.about) == ("held_back", ())
    assert held.says.endswith("a text or a place in it is one that does")


def test_texts_that_stay_inside_are_counted_and_nobody_has_to_weigh_them(ledger):
    her = ("person:v", {"names": ["Siti Aminah"]})
    notes = ["Siti Aminah came", "Aminah came", "tall"]
    him = ("person:s1", {"names": ["Ahmad Yusof"], "notes": notes})
    victim = ("VICTIM_IN", "person:v", "casefile:c", {})
    other = ("SUSPECT_IN", "person:s2", "casefile:c", {"role_text": "seen by Siti Aminah"})
    fill(ledger, "A", links=[*CHAIN, victim, other], entities=[her, him], **OPEN)
    fill(ledger, "B", links=CHAIN, entities=[him], **SECRET)

    one, two = items(ledger)

    assert (one.silenced, two.silenced) == (3, 0)
    assert "texts" not in str(one.warnings)


def test_an_audience_outside_the_plan_is_told_with_the_plans_countries_to_decide(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN | {"releasable_to": ["TH"]})
    legal = (LegalBasis(name="NZ-TH", parties=("NZ", "TH")),)

    (item,) = items(ledger, "TH", basis(legal=legal))

    assert [(one.code, one.consent) for one in item.fails] == [("audience", "the plan's countries")]


def test_a_plan_may_name_just_one_agency_of_a_country(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    plan = basis(countries=("NZ", "MY/Police"))

    (named,), (other,) = items(ledger, "MY/Police", plan), items(ledger, "MY/FIU", plan)

    assert named.goes
    assert codes(other.fails) == ["audience"]
    # A country that takes part does so with each of its agencies.
    assert [one.goes for one in items(ledger, "MY/FIU", basis(countries=("NZ", "MY")))] == [True]


@pytest.mark.parametrize(
    ("legal", "says"),
    [
        ((), "no agreement of the plan binds both the own agency and this audience"),
        ((LegalBasis(name="a", parties=("NZ", "TH")),), "no agreement of the plan binds both the own agency and this audience"),
        ((LegalBasis(name="a", parties=("TH", "MY")),), "no agreement of the plan binds both the own agency and this audience"),
        ((LegalBasis(name="a", parties=("NZ", "MY"), expires="2026-04-30"),), "the agreement that binds both ended on 2026-04-30"),
    ],
)  # fmt: skip
def test_without_an_agreement_in_force_nothing_goes_and_none_is_told_as_the_ground(
    ledger, legal, says
):
    fill(ledger, "A", links=CHAIN, **OPEN)

    (item,) = items(ledger, plan=basis(legal=legal))

    assert [(one.code, one.says, one.consent) for one in item.fails] == [
        ("basis", says, "the parties of the plan")
    ]
    assert (item.goes, item.basis) == (False, "")


@pytest.mark.parametrize("day", ["since", "expires"])
def test_an_agreement_holds_on_its_first_and_on_its_last_day(ledger, day):
    fill(ledger, "A", links=CHAIN, **OPEN)
    legal = LegalBasis(name="a", parties=("NZ", "MY"), **{day: TODAY.isoformat()})

    assert items(ledger, plan=basis(legal=(legal,)))[0].goes


@pytest.mark.parametrize("grade", [("B", ""), ("", "2"), ("B", "2")])
def test_half_a_grade_is_a_grade(ledger, grade):
    fill(ledger, "A", links=CHAIN, **OPEN | dict(zip(("reliability", "credibility"), grade, strict=True)))  # fmt: skip

    (item,) = items(ledger)

    assert "ungraded" not in codes(item.warnings)
    assert item.grade == "".join(grade)


def test_of_what_does_not_go_nothing_is_counted_and_no_corroboration_is_missed(ledger):
    fill(ledger, "A", links=[("PAID", "account:1", "account:2", PAID)], **OPEN)

    (item,) = items(ledger)

    assert (item.entities, item.links, item.nearest) == (0, 0, None)
    assert codes(item.fails) == ["relevance"]
    assert "3 steps" in item.fails[0].says
    assert "single_originator" not in codes(item.warnings)


def test_only_what_goes_has_to_be_weighed(ledger):
    fill(ledger, "A", links=CHAIN, **OPEN)
    fill(ledger, "B", links=CHAIN, **OPEN | {"releasable_to": [], "reliability": "", "credibility": ""})  # fmt: skip

    found = survey(ledger, wanted(), withheld=True)

    assert [item.file for item in found.items if item.warnings] == ["A.csv", "B.csv"]
    assert [item.file for item in found.warned()] == ["A.csv"]


def test_each_rule_that_forbids_it_is_told_of_an_item(ledger):
    marks = {"releasable_to": [], "retain_until": "2026-04-30"}
    fill(ledger, "A", links=[("PAID", "account:1", "account:2", PAID)], **OPEN | marks)

    (item,) = items(ledger, "TH", basis(legal=()))

    assert codes(item.fails) == ["handling", "overdue", "audience", "basis", "relevance"]
