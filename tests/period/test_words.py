"""Whatever part of a period a name stands in, it does not leave."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ReleaseError
from linkgraph.period import (
    WITHHELD,
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    LegalBasis,
    Lesson,
    Period,
    Phase,
    PlanQuestion,
    Task,
    TaskProgress,
)
from linkgraph.period.released_tally import ReleasedLine
from linkgraph.period.words import Words, is_id
from linkgraph.schema import load_schema
from linkgraph.share.hinting import Hints
from linkgraph.share.naming import Naming

SILENT = Naming(frozenset({("qorvax", "siti")}), numbers={9: frozenset({"601234567"})})
STRUCK = Naming(frozenset({("lan", "zenthil")}))
WORDS = Words(silent=SILENT, struck=STRUCK)
# Of each kind, what of it is an id or a number, and told apart from words.
IDS = {
    Period: set(), FocalPoint: set(), LegalBasis: set(), Lesson: set(), Task: set(),
    TaskProgress: set(),
    Phase: {"digest"}, PlanQuestion: {"parameters"}, InvestigationPlan: {"subjects"},
    Enquiry: {"id", "subjects", "answer_sources"}, ReleasedLine: set(),
}  # fmt: skip
KINDS = sorted(IDS, key=lambda kind: kind.__name__)
NESTED = {"questions", "tasks", "legal_bases", "marks"}


def filled(kind, /, **told):
    """Return one of a kind whose texts all say something harmless."""
    made = {}
    for field in fields(kind):
        if field.name in NESTED or field.name in IDS[kind]:
            continue
        if field.type.startswith("str"):
            made[field.name] = "harmless"
        elif field.type.startswith("tuple[str"):
            made[field.name] = ("harmless", "words")
        elif field.type == "int":
            made[field.name] = 1
    return kind(**made | told)


def written_fields(kind):
    found = []
    for field in fields(kind):
        texts = field.type.startswith(("str", "tuple[str"))
        if texts and field.name not in IDS[kind]:
            found.append((kind, field.name))
    return found


every_field = pytest.mark.parametrize(
    ("kind", "name"), [one for kind in KINDS for one in written_fields(kind)],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)  # fmt: skip


def with_text(kind, name, text):
    one = filled(kind)
    many = isinstance(getattr(one, name), tuple)
    return filled(kind, **{name: ("first", text) if many else text})


@every_field
@pytest.mark.parametrize("text", ["ask Siti Qorvax", "QORVAX SITI", "call 60-123-4567 now"])
def test_a_text_that_names_somebody_protected_is_left_out_wherever_it_stands(kind, name, text):
    value = getattr(WORDS.written(with_text(kind, name, text)), name)

    assert value == (("first", WITHHELD) if isinstance(value, tuple) else WITHHELD)


@every_field
def test_a_text_that_names_whom_the_audience_must_not_know_holds_all_back(kind, name):
    with pytest.raises(ReleaseError, match="held back") as refused:
        WORDS.written(with_text(kind, name, "Zenthil, Lan"))

    assert "Zenthil" not in str(refused.value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_names_nobody_stays_as_it_is(kind):
    assert WORDS.written(filled(kind)) == filled(kind)


IDS_AS_WRITTEN = [
    (kind, name) for kind, names in IDS.items() for name in names if name != "parameters"
]


@pytest.mark.parametrize(("kind", "name"), IDS_AS_WRITTEN)
def test_ids_and_digests_are_no_texts_whatever_digits_they_hold(kind, name):
    value = "person:601234567" if name in {"id", "digest"} else ("phone:+601234567",)

    assert getattr(WORDS.written(filled(kind, **{name: value})), name) == value


MEANT = Words(Naming(), Naming(), Hints(words=frozenset({"aminah"}), folded=frozenset({"amina"})))
# Where people write as they like, and where officials, codes and references stand.
FREE = [
    (Period, "title"), (InvestigationPlan, "title"), (InvestigationPlan, "objective"),
    (InvestigationPlan, "syndicate"), (InvestigationPlan, "crime"),
    (InvestigationPlan, "resources"), (InvestigationPlan, "risks"),
    (InvestigationPlan, "victim_management"), (InvestigationPlan, "protection"),
    (Task, "title"), (TaskProgress, "text"), (PlanQuestion, "asks"), (Lesson, "text"), (Enquiry, "asks"),
    (Enquiry, "blocks"), (ReleasedLine, "evidence"), (ReleasedLine, "file"),
    (ReleasedLine, "locator"),
]  # fmt: skip
OFFICIAL = [
    (FocalPoint, "name"), (FocalPoint, "contacts"), (FocalPoint, "agency"), (Task, "owner"), (TaskProgress, "by"),
    (LegalBasis, "name"), (Enquiry, "from_agency"), (Enquiry, "reference"),
    (InvestigationPlan, "reference"), (ReleasedLine, "agency"), (ReleasedLine, "reference"),
]  # fmt: skip


def meant(kind, name):
    """Return what is left of a text that holds a part of a hidden person's name."""
    value = getattr(MEANT.written(with_text(kind, name, "after Aminah spoke")), name)
    return value[-1] if isinstance(value, tuple) else value


@pytest.mark.parametrize(("kind", "name"), FREE)
def test_a_part_of_a_name_is_enough_where_people_write_as_they_like(kind, name):
    assert meant(kind, name) == WITHHELD


@pytest.mark.parametrize(("kind", "name"), OFFICIAL)
def test_a_part_of_a_name_strikes_no_official_and_no_reference(kind, name):
    assert meant(kind, name) == "after Aminah spoke"


def test_all_that_the_schema_calls_free_of_a_period_is_read_as_free_but_officials():
    called = {"called": {"title"}, "official": {"name"}, "parameters": {"parameters"}}
    told = {
        field
        for kind in ("JointPeriod", "InvestigationPlan", "PlanTask", "TaskProgress", "PlanQuestion", "Lesson", "Enquiry", "Outcome")
        for name, one in load_schema().kinds[kind].properties.items()
        if one.free
        for field in called.get(name, {name})
    }  # fmt: skip

    assert told - {name for _, name in FREE} == {"owner", "parameters", "subjects"}


def test_a_parameter_of_a_question_with_part_of_a_name_does_not_leave():
    asked = PlanQuestion(asks="who?", question="q/q", parameters={"text": "Aminah", "most": 5})

    assert MEANT.question(asked).parameters == {"most": 5}


harmless = st.text(alphabet="abc \u0e01\u738b<>=\u202e\n", max_size=30)


@given(st.sampled_from(KINDS), harmless)
def test_no_other_text_is_changed(kind, text):
    one = filled(
        kind,
        **{
            name: text
            for _, name in written_fields(kind)
            if isinstance(getattr(filled(kind), name), str)
        },
    )

    assert WORDS.written(one) == one


@pytest.mark.parametrize(
    ("parameters", "kept"),
    [
        ({"min_payers": 3, "since": "2026-01-01"}, {"min_payers": 3, "since": "2026-01-01"}),
        ({"id": "person:1", "depth": 2}, {"depth": 2}),
        ({"ids": ["phone:+641", "x"]}, {}),
        ({"text": "Siti Qorvax", "most": 5}, {"most": 5}),
        ({"deep": {"er": [{"id": "person:1"}]}}, {}),
        ({"number": 601234567, "yes": True, "none": None}, {"yes": True, "none": None}),
        ({"Siti Qorvax": 1}, {}),
    ],
)
def test_a_questions_parameters_name_nobody(parameters, kept):
    made = WORDS.question(PlanQuestion(asks="Siti Qorvax?", question="q/q", parameters=parameters))

    assert (made.asks, made.parameters) == (WITHHELD, kept)


@pytest.mark.parametrize(
    ("text", "found"),
    [("person:1", True), ("passport:AB1", True), ("syndicate:x", True), ("Kestrel", False),
     ("note: this", False), ("", False), (":", False)],
)  # fmt: skip
def test_ids_are_told_from_words(text, found):
    assert is_id(text) is found


def test_a_day_and_a_moment_are_nobodys_number():
    words = Words(Naming(numbers={8: frozenset({"20260401"})}), Naming())

    assert not words.names("2026-04-01")
    assert not words.names("2026-04-01T10:00:00Z")
    assert words.names("on 2026-04-01")


def test_what_rows_say_over_and_over_is_looked_at_once(monkeypatch):
    looked_at = []
    found = Naming.stands_in
    monkeypatch.setattr(
        Naming, "stands_in", lambda self, text: looked_at.append(text) or found(self, text)
    )
    words = Words(silent=SILENT, struck=Naming())

    told = [words.names(text) for text in ["the pier", "Siti Qorvax", "the pier", "Siti Qorvax"]]

    assert told == [False, True, False, True]
    assert sorted(set(looked_at)) == ["Siti Qorvax", "the pier"]
    assert len(looked_at) == 4, "each once for either list"
