"""What people stated is told apart in lists of sources, by reference or id and never by name."""

import csv
import io

import pytest

import linkgraph as lg
from linkgraph.period.plan_file import template
from tests.builders import fill


@pytest.fixture
def folder(tmp_path):
    with lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell") as case:
        people = [(f"person:{n}", {"names": ["Lan Qorvax"]}) for n in "abc"]
        fill(case.ledger, "A", entities=people, originator="NZ/Joint cell")
    return tmp_path / "case"


@pytest.fixture
def says(call, folder, tmp_path):
    """Runs commands that state something; returns what the list of sources says of each."""

    def told(*commands):
        for words in commands:
            code, _, err = call(*words, "-c", folder)
            assert code == 0, err
        _, out, _ = call("source", "list", "-f", "csv", "-c", folder)
        found = [row["says"] for row in csv.DictReader(io.StringIO(out))]
        assert found[0] == ""
        return found[1:]

    return told


PERIOD = ("period", "add", "JPA-2026", "--title", "Lan Qorvax", "--since", "2026-03-01",
          "--until", "2026-12-31", "--countries", "NZ,MY,TH")  # fmt: skip
PHASE = ("period", "phase", "JPA-2026", "action", "--since", "2026-04-01", "--until", "2026-04-09")
OF_THE_PERIOD = [
    (PHASE, "phase JPA-2026 action"),
    (("period", "focal-point", "JPA-2026", "--country", "MY", "--name", "Desk", "--contact", "x"),
     "focal point JPA-2026 MY"),
    (("period", "lesson", "add", "JPA-2026", "--kind", "worked", "--text", "One zero hour"),
     "lesson JPA-2026"),
    (("period", "outcome", "add", "arrests", "--reference", "NZ-1", "--date", "2026-04-03",
      "--period", "JPA-2026"), "outcome arrests NZ-1"),
]  # fmt: skip
OF_PEOPLE = [
    (("--victim",), "victim: person:a"),
    (("--consent", "refused"), "consent refused: person:a"),
    (("--member-of", "Lan Qorvax"), "member of: person:a"),
    (("--same-as", "person:b"), "one: person:a, person:b"),
]


@pytest.mark.parametrize(("words", "said"), OF_THE_PERIOD, ids=[s for _, s in OF_THE_PERIOD])
def test_what_is_stated_of_a_period_is_told_by_its_reference(says, words, said):
    assert says(PERIOD, words) == ["joint period JPA-2026", said]


@pytest.mark.parametrize(("words", "said"), OF_PEOPLE, ids=[s for _, s in OF_PEOPLE])
def test_what_is_stated_of_people_is_told_by_their_ids(says, words, said):
    assert says(("entity", "state", "person:a", *words, "--why", "told by Lan")) == [said]


def test_a_plan_and_that_it_was_frozen_are_told_and_not_what_they_hold(says, tmp_path):
    plan = tmp_path / "p1.toml"
    plan.write_text(template(), encoding="utf-8")

    assert says(PERIOD, PHASE, ("period", "freeze", "JPA-2026", "action"), ("period", "plan", "set", plan)) == [
        "joint period JPA-2026", "phase JPA-2026 action", "frozen JPA-2026 action", "investigation plan P1",
    ]  # fmt: skip


def test_the_steps_of_an_enquiry_are_told_by_its_number(says):
    draft = ("period", "enquiry", "draft", "E-7", "--from", "NZ", "--to", "MY", "--period", "JPA-2026",
             "--asks", "Who is Lan Qorvax?")  # fmt: skip
    sent = ("period", "enquiry", "send", "E-7", "--on", "2026-04-01")
    answered = ("period", "enquiry", "answer", "E-7", "--on", "2026-04-02")

    assert says(PERIOD, draft, sent, answered)[1:] == [
        "enquiry E-7 drafted",
        "enquiry E-7 sent",
        "enquiry E-7 answered",
    ]


def test_a_check_tells_it_too(call, folder, says, tmp_path):
    basis = tmp_path / "basis.toml"
    basis.write_text('reference = "B"\npurpose = "x"\nsubjects = ["person:a"]\n', encoding="utf-8")
    says(("entity", "state", "person:a", "--suspect", "--why", "told by Lan"))

    code, out, err = call("share", "check", "--to", "MY", "--basis", basis, "-f", "csv", "-c", folder)  # fmt: skip

    assert code == 0, err
    assert [row["says"] for row in csv.DictReader(io.StringIO(out))] == ["", "suspect: person:a"]
