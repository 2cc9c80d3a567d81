"""Reports of a case: made from releases, the same as if what is withheld had never come."""

import base64
import datetime as dt
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.case import create_case
from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.period.readers import Readers
from linkgraph.period.release import Releasing
from linkgraph.reports import KINDS, Material, make_document
from tests.builders import fill
from tests.period.periods import PERIOD, a_lesson, a_plan, a_task, an_enquiry, enter
from tests.reports.material import parts_of

MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
FOR_MY = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY"]}
VISIBLE = "Zenthil Pavo"
UNSEEN = "Qorvax Olin"


def outcome(one, kind="arrests", **told):
    defaults = {"outcome_kind": kind, "count": 1, "day": "2026-04-05", "period": "JPA"}
    return f"outcome:{one}", defaults | told


def a_case(folder, *, withheld=True):
    """A period with a plan, an enquiry, a lesson, outcomes; some of it not for Malaysia."""
    case = create_case(folder, jurisdiction="NZ", agency="Joint cell", name="Kestrel")
    enter(
        case.ledger, "period",
        PERIOD, a_plan(tasks=(a_task(due="2026-04-01"),), subjects=("person:s",)),
        an_enquiry(sent="2026-04-01", due="2026-04-05"), a_lesson("Meet early"), **FOR_MY,
    )  # fmt: skip
    fill(
        case.ledger, "list",
        entities=[
            ("person:s", {"names": [VISIBLE]}), ("person:v", {"names": ["Wibroka Sura"]}),
            outcome("a", evidence=["report 12"]), outcome("v", "victims_identified", count=14),
        ],
        links=[("SUSPECT_IN", "person:s", "casefile:c", {}),
               ("VICTIM_IN", "person:v", "casefile:c", {}),
               ("CONTROLLED", "person:s", "person:v", {})],
        **FOR_MY,
    )  # fmt: skip
    if withheld:
        enter(case.ledger, "own", a_plan("P2", title="Own matter"), a_lesson("Own lesson"))
        fill(
            case.ledger, "secret", handling="H3", tlp="RED",
            entities=[("person:x", {"names": [UNSEEN]}), outcome("b", count=3),
                      outcome("w", "victims_identified", count=30)],
            links=[("SUSPECT_IN", "person:x", "casefile:c", {}),
                   ("ASSOCIATE_OF", "person:s", "person:x", {})],
        )  # fmt: skip
    return case


@pytest.fixture
def case(tmp_path):
    with a_case(tmp_path / "case") as made:
        yield made


def written(case, kind, audience="MY"):
    """Return a report as a page, its picture read, and as the parts of a document."""
    period = "" if kind == "case" else "JPA"
    made = case.report(kind, period, audience=audience, made=MADE)
    pictures = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", made.html())
    drawn = [base64.b64decode(one).decode() for one in pictures]
    return made.html(), drawn, parts_of(made.docx())


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_as_if_what_is_withheld_had_never_come(case, tmp_path, kind):
    with a_case(tmp_path / "other", withheld=False) as other:
        expected = written(other, kind)

    assert written(case, kind) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_what_is_withheld_is_in_a_report(case, kind):
    html, drawn, parts = written(case, kind)
    everything = "\n".join([html, *drawn, *(held.decode("latin-1") for held in parts.values())])

    for text in (UNSEEN, "Qorvax", "Own matter", "Own lesson", "person:x", "secret.csv"):
        assert text not in everything


def test_inside_a_report_has_all_of_it(case):
    assert "Own matter" in written(case, "debrief", "")[0]
    assert UNSEEN in written(case, "case", "")[0]


def test_a_plan_report_pictures_whom_the_plans_are_about(case):
    _, drawn, parts = written(case, "plan")

    assert len(drawn) == 1
    assert VISIBLE in drawn[0]
    assert [name for name in parts if name.startswith("word/media/")]


def test_victims_stand_by_role_and_number(case):
    html, drawn, parts = written(case, "case")

    assert "Victim 1" in html
    assert "Wibroka" not in html + "".join(drawn)
    assert b"Wibroka" not in parts["word/document.xml"]


def test_figures_on_few_victims_are_withheld_and_the_giver_told_what_was_held(case):
    first = case.report("senior-officials", "JPA", audience="MY", made=MADE)
    fill(case.ledger, "more", entities=[outcome("u", "victims_identified", count=2)], **FOR_MY)

    second = case.report("senior-officials", "JPA", audience="MY", made=MADE)

    assert second.document.sections[1] == first.document.sections[1]
    assert list(second.held) == ["victims_identified"]
    assert "too few to tell" not in second.html()


def test_a_report_made_twice_is_the_same_twice(case):
    for kind in KINDS:
        assert written(case, kind) == written(case, kind)


def test_a_report_is_held_back_where_only_something_withheld_protects(case):
    fill(
        case.ledger, "grave", handling="H3", tlp="RED",
        links=[("VICTIM_IN", "person:s", "casefile:d", {})],
    )  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        case.report("case", audience="MY", made=MADE)


@pytest.mark.parametrize("kind", ["mid-term", "debrief", "senior-officials"])
def test_a_report_looks_at_the_case_once_for_all_its_parts(case, kind, monkeypatch):
    looked, look = [], Releasing.of
    monkeypatch.setattr(
        Releasing, "of", lambda *given: looked.append(given) or look(*given), raising=True
    )

    case.report(kind, "JPA", audience="MY", made=MADE)

    assert len(looked) == 1


def test_a_report_says_what_its_parts_say_by_themselves(case):
    made = case.report("debrief", "JPA", audience="MY", made=MADE, k=5)

    told = case.period_release("JPA", "MY", made=MADE)
    tally = case.tally_release("JPA", audience="MY", made=MADE, k=5)
    assert made.document == make_document("debrief", Material(period=told, tally=tally))


def test_a_report_whose_figures_are_held_back_does_not_go_on_record_as_given(case, monkeypatch):
    def held_back(*_, **__):
        raise ReleaseError("held back")

    monkeypatch.setattr(Readers, "check", held_back)
    before = [one.action for one in case.ledger.history()]

    with pytest.raises(ReleaseError):
        case.report("debrief", "JPA", audience="MY", made=MADE)

    assert [one.action for one in case.ledger.history()] == before


def test_a_report_on_a_period_goes_on_record_as_given(case):
    case.report("plan", "JPA", audience="MY", made=MADE)
    case.report("plan", "JPA", made=MADE)

    given = [one.reason for one in case.ledger.history() if one.action == "released"]
    assert given == ["a joint period to MY"]


def test_a_report_is_written_as_what_its_name_says(case, tmp_path):
    made = case.report("debrief", "JPA", made=MADE)
    for name in ("a.html", "b.docx"):
        made.write(tmp_path / name)

    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "b.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(InputError, match=r"\.html or \.docx"):
        made.write(tmp_path / "c.pdf")


@pytest.mark.parametrize(
    ("kind", "period", "error"),
    [("diary", "JPA", UnknownName), ("debrief", "", InputError), ("debrief", "X", InputError)],
)
def test_what_is_no_report_is_refused(case, kind, period, error):
    with pytest.raises(error):
        case.report(kind, period, audience="MY", made=MADE)


NAMES = ["Qorvax Olin", "Zenthil Pavo", "Wibroka Sura"]
WORDS = st.sampled_from([*NAMES, "the pier", "phone +60 11-1111 0"])
PEOPLE = st.sampled_from(["person:0", "person:1", "person:2"])
ROLES = st.sampled_from(["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "SUSPECT_IN"])
LINES = st.builds(
    lambda kind, n, reference, word, day: {
        "outcome_kind": kind, "count": n, "native_ids": [reference] if reference else [],
        "evidence": [word], "day": day, "period": "JPA",
    },
    st.sampled_from(["arrests", "victims_assisted"]), st.integers(0, 15),
    st.sampled_from(["", "JPA-0001", "JPA-0002"]), WORDS,
    st.sampled_from(["2026-04-05", "2026-04-08"]),
)  # fmt: skip
THINGS = st.one_of(
    st.builds(
        lambda r, w, about: a_plan(r, objective=w, subjects=(about,)),
        st.sampled_from(["P1", "P2"]),
        WORDS,
        PEOPLE,
    ),
    st.builds(lambda w: an_enquiry("E-7", asks=w, sent="2026-04-01"), WORDS),
    st.builds(a_lesson, WORDS),
)
POLICIES = st.tuples(
    st.sampled_from(["NZ/Joint cell", "MY/Police", "LK/CID"]),
    st.sampled_from(["H0", "H3"]),
    st.sampled_from([(), ("MY",), ("TH",)]),
)
SOURCES = st.lists(
    st.tuples(
        POLICIES,
        st.lists(st.tuples(PEOPLE, ROLES), max_size=2),
        st.lists(LINES, max_size=2),
        st.lists(THINGS, max_size=1),
    ),
    max_size=4,
)


def seen(policy):
    originator, handling, to = policy
    return originator.startswith("MY") or ("MY" in to and handling == "H0")


def filled(folder, sources, *, only_seen):
    case = create_case(folder, jurisdiction="NZ", agency="Joint cell", name="Kestrel")
    enter(case.ledger, "period", PERIOD, **FOR_MY)
    for number, (policy, people, lines, things) in enumerate(sources):
        if only_seen and not seen(policy):
            continue
        originator, handling, to = policy
        marks = {"handling": handling, "tlp": "GREEN", "releasable_to": to}
        fill(
            case.ledger, f"S{number}", originator=originator, **marks,
            entities=[(one, {"names": [NAMES[int(one[-1])]]}) for one, _ in people]
            + [(f"outcome:{number}-{n}", told) for n, told in enumerate(lines)],
            links=[(role, one, "casefile:c", {}) for one, role in people]
            + [("USES", one, f"phone:+6011111{one[-1]}", {}) for one, _ in people],
        )  # fmt: skip
        if things:
            enter(case.ledger, f"J{number}", *things, originator=originator, **marks)
    return case


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(SOURCES, st.sampled_from(KINDS))
def test_any_report_of_any_case_is_as_if_the_rest_had_never_come_or_is_held_back(sources, kind):
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for only_seen in (True, False):
            with filled(Path(folder) / str(only_seen), sources, only_seen=only_seen) as case:
                try:
                    made.append(written(case, kind))
                except ReleaseError:
                    made.append("held back")

    assert made[1] in (made[0], "held back")


def test_a_report_as_the_last_expression_shows_its_page_in_a_frame(case):
    report = case.report("debrief", "JPA", audience="MY", made=MADE)

    bundle = report._repr_mimebundle_()

    assert repr(report) == f"<{bundle['text/plain']}>"
    assert bundle["text/plain"].startswith("Debrief: ")
    assert bundle["text/html"].startswith("<iframe sandbox=")
    assert UNSEEN not in bundle["text/html"] + bundle["text/plain"]
