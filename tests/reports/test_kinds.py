from dataclasses import replace

import pytest

from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.period.cautions import (
    ALONE,
    COLUMNS,
    DRAFTS,
    FROM_TO,
    MANY,
    NON_PUNISHMENT,
    PLANS,
    REPORTED,
)
from linkgraph.reports import KINDS, Material, make_document
from linkgraph.reports.document import Cell, Picture, TableBlock, Text
from tests.reports.material import case, enquiry, figure, line, material, period, plan, tally
from tests.views.releases import person, release


def texts(document):
    """Return all that a report says, in order."""
    said = [document.title, document.subtitle, document.caveat, *document.facts]
    said += document.cautions
    for section in document.sections:
        said.append(section.heading)
        for block in section.blocks:
            said.append(repr(block))
    return "\n".join(said)


def tables(document, caption):
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, TableBlock) and block.caption == caption
    ]


def made(kind, **told):
    return make_document(kind, material(kind, **told))


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_says_its_handling_for_whom_and_from_whom(kind):
    assert made(kind).caveat == "H1 AMBER | For MY | From MY/Police, NZ/Immigration"


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_tells_that_it_proves_nothing(kind):
    assert "never what anybody did" in made(kind).cautions[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_leads_to_a_part_of_the_report(kind):
    document = made(kind)
    anchors = [section.anchor for section in document.sections]
    marks = {
        cell.mark.lower()
        for section in document.sections
        for block in section.blocks
        for cell in (
            [c for row in block.rows for c in row]
            if isinstance(block, TableBlock)
            else [block] * isinstance(block, Text)
        )
        if cell.mark
    }

    assert len(set(anchors)) == len(anchors)
    assert marks <= set(anchors)
    assert marks or kind == "plan", "figures lead to nothing"


@pytest.mark.parametrize("kind", ["mid-term", "debrief", "senior-officials"])
def test_every_figure_on_outcomes_opens_to_its_lines(kind):
    document = made(kind)

    (lines,) = tables(document, "What F2 rests on; lines of one number are one")
    assert [row[2].text for row in lines.rows] == ["NZ-A-1", "NZ-A-2"]
    assert "may be one: they concern the same" in texts(document)


def test_a_sum_of_money_opens_to_what_each_line_tells_of_it():
    money = figure(lines=(line(1, amount="1,000.00 NZD"), line(2, amount="2,800.00 MYR")))
    document = make_document("debrief", material("debrief", tally=tally(figures=(money,))))

    (table,) = tables(document, "What F1 rests on; lines of one number are one")
    at = table.head.index("Amount")
    assert [row[at].text for row in table.rows] == ["1,000.00 NZD", "2,800.00 MYR"]


def test_figures_on_victims_have_no_lines_that_could_be_counted():
    document = made("senior-officials")

    assert tables(document, "What F1 rests on; lines of one number are one") == []
    assert "they could be counted" in texts(document)


def test_a_plan_report_tells_of_one_plan_where_it_is_named():
    two = period(plans=(plan(), plan(reference="P2", title="Fishing crews")))

    one = texts(made("plan", period=two, plan="P2"))

    assert "Fishing crews" in one
    assert "Boats from the north" not in one
    assert "Boats from the north" in texts(made("plan", period=two))


def test_a_plan_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownName, match="investigation plan"):
        made("plan", plan="P9")


def test_a_mid_term_report_tells_what_is_overdue_on_its_day():
    document = made("mid-term")

    (tasks,), (enquiries,) = (
        tables(document, "Overdue tasks"),
        tables(document, "Overdue enquiries"),
    )
    assert [row[0].text for row in tasks.rows] == ["P1/T1"]
    assert [row[0].text for row in enquiries.rows] == ["NZ-E-1"]
    assert "Tasks: 2 (done 1, open 1). Overdue: 1." in texts(document)
    assert "Enquiries: 2 (answered 1, overdue 1)." in texts(document)


def test_a_report_made_before_the_day_due_calls_nothing_overdue():
    early = period(made="2026-09-05T00:00:00Z")

    assert tables(made("mid-term", period=early), "Overdue enquiries") == []


def test_a_debrief_tells_the_lessons():
    assert "One room" in texts(made("debrief"))
    assert "One room" not in texts(made("mid-term"))


def test_senior_officials_learn_of_plans_no_more_than_what_and_who():
    told = texts(made("senior-officials"))

    assert "Boats from the north" in told
    assert "Shelter in Penang" not in told
    assert "Inspector A" not in told


def test_a_case_report_shows_victims_by_role_and_number_and_a_picture():
    held = release(
        [person(1, "suspect"), person(2, "victim", id="victim-1", caption="Victim 1", hidden=True)]
    )

    document = make_document("case", Material(release=held))

    (victims,) = tables(document, "Victims and witnesses, by role and number")
    assert [row[0].text for row in victims.rows] == ["Victim 1"]
    assert any(isinstance(b, Picture) for section in document.sections for b in section.blocks)


def test_a_case_report_lists_people_by_role_and_everything_by_kind_with_its_handling():
    held = release([
        person(1, "suspect", handling="H1"), person(2, "suspect", "member", handling="H2"),
        person(3, "witness", "member", caption="Witness 1", handling="H3"), person(4),
        person(5, "suspect", kind="Organization", caption="Ocean Crew"),
    ])  # fmt: skip

    document = make_document("case", Material(release=held))

    (suspects,) = tables(document, "Suspects")
    assert [row[-1].text for row in suspects.rows] == ["H1", "H2"]
    (protected,) = tables(document, "Victims and witnesses, by role and number")
    assert [(row[0].text, row[-1].text) for row in protected.rows] == [("Witness 1", "H3")]
    (firms,) = tables(document, "Organization in it")
    assert [row[0].text for row in firms.rows] == ["Ocean Crew"]


def test_how_many_doubts_there_are_and_how_many_lines_lie_outside_is_said():
    said = texts(make_document("mid-term", Material(period=period(), tally=tally())))

    assert "may be one, to be decided: 1." in said
    assert "Lines dated outside the period, which count: 1." in said


def test_what_no_outcome_has_is_not_spoken_of():
    sure = figure("F1", by_country={"MY": "2"}, lines=(line(1), line(2, amount="7.00 NZD")))

    document = make_document(
        "mid-term", Material(period=period(), tally=tally(figures=(sure,), outside=0))
    )

    said = texts(document)
    assert "may be one, to be decided" not in said
    assert "Lines dated outside" not in said
    (row,) = tables(document, "Outcomes of JPA-2026")[0].rows
    assert [cell.text for cell in row] == ["Arrests", "2", "2", ""]
    (lines,) = tables(document, "What F1 rests on; lines of one number are one")
    assert [row[2].text for row in lines.rows] == ["", "7.00 NZD"]


def test_nothing_at_all_still_makes_every_report():
    bare = period(plans=(), enquiries=(), lessons=(), focal_points=(), phases=())

    for kind in ("plan", "mid-term", "debrief", "senior-officials"):
        told = {} if kind == "plan" else {"tally": tally(figures=(), outside=0)}
        assert make_document(kind, Material(period=bare, **told)).sections
    assert make_document("case", Material(release=release())).sections


@pytest.mark.parametrize("kind", [*KINDS, "diary"])
def test_what_a_report_lacks_is_named(kind):
    with pytest.raises((InputError, ReleaseError)):
        make_document(kind, Material())


@pytest.mark.parametrize("other", [{"audience": "TH"}, {"own": True}])
def test_releases_for_two_audiences_make_no_report(other):
    with pytest.raises(ReleaseError, match="one audience"):
        made("debrief", tally=tally(**other))


def test_of_nothing_there_is_no_caveat():
    with pytest.raises(ReleaseError, match="one audience"):
        Material().caveat()


def test_a_report_is_handled_as_the_strictest_of_what_it_is_made_from_and_names_who_said_any():
    caveat = made("debrief", tally=tally(handling="H3 RED", originators=("TH/Police",))).caveat

    assert caveat.startswith("H3 RED |")
    assert {"TH/Police", "NZ/Immigration"} <= set(caveat.rpartition(" | From ")[2].split(", "))


def test_the_own_agencys_report_says_so():
    held = replace(case(), own=True)

    assert "(own agency)" in make_document("case", Material(release=held)).caveat


def test_equal_releases_make_equal_reports():
    assert made("debrief") == made("debrief")
    assert made("debrief") != made("debrief", period=period(enquiries=(enquiry(3),)))


def test_many_countries_stand_in_several_tables_that_a_page_can_hold():
    names = tuple(f"{a}{b}" for a in "ABCDE" for b in "ABCDEFG")
    figures = (figure(by_country={name: str(at) for at, name in enumerate(names)}),)

    document = made("senior-officials", tally=tally(countries=names, figures=figures))

    (section,) = [one for one in document.sections if one.anchor == "outcomes"]
    parts = [block for block in section.blocks if isinstance(block, TableBlock)]
    assert [part.head[2] for part in parts] == ["AA", "BF", "DD"]
    assert [name for part in parts for name in part.head[2:]] == list(names)
    told = [cell.text for part in parts for cell in part.rows[0][2:]]
    assert told == [str(at) for at in range(35)]
    assert parts[0].caption == "Outcomes of JPA-2026, AA to BE"


@pytest.mark.parametrize(
    ("kind", "made", "says"),
    [
        ("debrief", "2026-02-01T00:00:00Z", "before the period began"),
        ("mid-term", "2026-02-01T00:00:00Z", "before the period began"),
        ("debrief", "2026-12-31T23:59:59Z", "before the period had ended"),
        ("senior-officials", "2026-10-20T08:00:00Z", "before the period had ended"),
        ("mid-term", "2026-10-20T08:00:00Z", ""),
        ("debrief", "2027-01-01T00:00:00Z", ""),
        ("plan", "2026-02-01T00:00:00Z", ""),
    ],
)
def test_a_report_made_before_a_period_is_over_says_so(kind, made, says):
    held = material(kind)
    parts = {
        name: replace(one, made=made)
        for name in ("period", "tally")
        if (one := getattr(held, name)) is not None
    }

    cautions = make_document(kind, replace(held, **parts)).cautions

    told = [one for one in cautions if one.startswith("This was made before")]
    assert [says in one for one in told] == ([True] if says else [])


_OF_PERIOD = (PLANS, DRAFTS, ALONE, NON_PUNISHMENT)
_OF_TALLY = (COLUMNS, FROM_TO, MANY, REPORTED, "A caution of next year.")


def with_all_cautions(kind, of_period=None, of_tally=None):
    parts = {"period": period(cautions=_OF_PERIOD, **(of_period or {}))}
    if kind != "plan":
        parts["tally"] = tally(cautions=_OF_TALLY, **(of_tally or {}))
    return make_document(kind, material(kind, **parts))


@pytest.mark.parametrize("kind", ["mid-term", "debrief", "senior-officials"])
def test_what_a_figure_needs_stands_first_and_the_rest_in_the_annex(kind):
    document = with_all_cautions(kind)

    (annex,) = (one for one in document.sections if one.anchor == "annex")
    first, rest = set(document.cautions), set(annex.blocks[-1].items)
    assert {COLUMNS, FROM_TO, ALONE, NON_PUNISHMENT, "A caution of next year."} <= first
    assert rest == {PLANS, MANY, REPORTED}
    assert not first & rest


@pytest.mark.parametrize(("kind", "told"), [("senior-officials", False), ("plan", False), ("debrief", True)])  # fmt: skip
def test_a_caution_on_drafts_stands_where_one_is_shown(kind, told):
    draft = {"enquiries": (enquiry(), enquiry(2, sent=""))}

    assert (DRAFTS in texts(with_all_cautions(kind, draft))) is told
    assert DRAFTS not in texts(with_all_cautions(kind, {"enquiries": (enquiry(),)}))


def test_cautions_on_figures_that_are_not_there_are_left_out():
    sure = figure(total="3", by_country={"NZ": "3"}, lines=(line(1),))
    one_country = {"figures": (sure,), "countries": ("NZ",)}

    single = texts(with_all_cautions("senior-officials", of_tally=one_country))
    none = texts(with_all_cautions("senior-officials", {"plans": ()}, {"figures": ()}))

    assert [text in single for text in (COLUMNS, FROM_TO, REPORTED)] == [False, False, True]
    assert [text in none for text in (COLUMNS, FROM_TO, REPORTED, PLANS)] == [False] * 4


def test_a_report_without_an_annex_tells_all_cautions_first():
    assert PLANS in with_all_cautions("plan").cautions


@pytest.mark.parametrize("kind", KINDS)
def test_originators_that_the_caveat_has_no_room_for_are_all_named_inside(kind):
    many = tuple(f"{n:02}/Agency" for n in range(90))
    held = material(kind)
    part = "release" if kind == "case" else "period"
    held = replace(held, **{part: replace(getattr(held, part), originators=many)})

    document = make_document(kind, held)

    (named,) = [one for one in document.sections if one.anchor == "originators"]
    assert set(many) <= set(named.blocks[0].items)
    assert document.caveat.endswith(
        f"countries (originators named inside: {len(named.blocks[0].items)})"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_few_originators_stand_in_the_caveat_alone(kind):
    assert all(one.anchor != "originators" for one in made(kind).sections)


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("2026-05-03", True), ("2026-05", True), ("2026", False), ("P1-05", False), ("", False),
     ("2026-05-03 to 2026-05-04", False), ("\u0662\u0660\u0662\u0666-05", False)],
)  # fmt: skip
def test_a_cell_knows_whether_it_is_a_day(text, is_day):
    assert Cell(text).is_day is is_day


@pytest.mark.parametrize(
    ("crime", "said", "told"),
    [
        ("trafficking", False, "yes (the crime is trafficking)"),
        ("both", False, "yes (the crime is trafficking)"),
        ("smuggling", True, "yes"),
        ("smuggling", False, "not foreseen"),
    ],
)
def test_a_plan_against_trafficking_never_says_that_no_victims_are_foreseen(crime, said, told):
    (one,) = period().plans
    held = period(plans=(replace(one, crime=crime, victims_may_be_met=said),))

    facts = plan_facts(make_document("plan", material("plan", period=held)))

    assert facts["Victims may be met"] == told
    assert facts["Crime"] == {"both": "smuggling and trafficking"}.get(crime, crime)


def test_countries_are_named_beside_the_codes_that_tables_use():
    facts = plan_facts(make_document("plan", material("plan")), section="period")

    assert facts["Countries"] == "Malaysia (MY), New Zealand (NZ)"


def plan_facts(document, section="plan-1"):
    (found,) = [one for one in document.sections if one.anchor == section]
    return dict(found.blocks[0].facts)
