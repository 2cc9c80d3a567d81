import datetime as dt

import pytest

from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.model import ready_model
from linkgraph.resolve.proposing import judgements_of, propose
from tests.builders import CROWD, fill, new_ledger

TODAY = dt.date(2026, 9, 1)


@pytest.fixture
def ledger(tmp_path):
    opened = new_ledger(tmp_path)
    fill(opened, "crowd", entities=CROWD)
    yield opened
    opened.close()


def judge(ledger):
    model = ready_model()
    found = propose(ledger, "Person", model, today=TODAY)
    ledger.judge_all(
        judgements_of(found, model, "tester"), who="tester", action="resolved", retire_models=True
    )
    return {(j.left, j.right): (j.verdict, j.reasons) for j in ledger.judgements()}


def test_one_person_of_two_files_is_found_and_told_why(ledger):
    fill(
        ledger,
        "A",
        entities=[("person:a", {"names": ["Nguyễn Thị Mai"], "birth_dates": ["1999-01-02"]})],
    )
    fill(
        ledger,
        "B",
        entities=[("person:b", {"names": ["MAI NGUYEN THI"], "birth_dates": ["1999-01-02"]})],
    )

    judged = judge(ledger)

    assert judged == {("person:a", "person:b"): ("same", ("name:exact", "birth:exact"))}
    assert find_entities(ledger).entity_of("person:b") == "person:a"


def test_a_namesake_waits_for_a_person(ledger):
    fill(
        ledger,
        "A",
        entities=[("person:a", {"names": ["Nguyễn Thị Mai"], "birth_dates": ["1999-01-02"]})],
    )
    fill(ledger, "B", entities=[("person:b", {"names": ["Nguyen Thi Mai"]})])

    assert judge(ledger)["person:a", "person:b"][0] == "unsure"
    assert find_entities(ledger).entity_of("person:b") == "person:b"


def test_a_name_with_the_same_companion_in_two_files_is_more_than_a_name(ledger):
    def pair(one, other, **told):
        return [
            (f"person:{one}", {"names": ["Nguyen Thi Mai"]}),
            (f"person:{other}", {"names": ["Kim Dung Le"], "birth_dates": ["1990-05-06"]} | told),
        ]

    booking = {"booking": "B7"}
    fill(
        ledger,
        "A",
        entities=pair("a", "c"),
        links=[
            ("TRAVELLED_ON", "person:a", "trip:1", booking),
            ("TRAVELLED_ON", "person:c", "trip:1", booking),
        ],
    )
    fill(ledger, "B", entities=pair("b", "d"), links=[("FAMILY_OF", "person:b", "person:d", {})])

    judged = judge(ledger)

    assert judged["person:c", "person:d"][0] == "same"
    assert judged["person:a", "person:b"] == ("same", ("name:exact", "context:one"))


def test_running_again_puts_nothing_more_on_file(ledger):
    fill(
        ledger,
        "A",
        entities=[("person:a", {"names": ["Nguyen Thi Mai"], "birth_dates": ["1999-01-02"]})],
    )
    fill(
        ledger,
        "B",
        entities=[("person:b", {"names": ["Nguyen Thi Mai"], "birth_dates": ["1999-01-02"]})],
    )
    judge(ledger)
    version = ledger.version

    judge(ledger)

    assert ledger.version == version


def test_the_order_in_which_files_came_changes_no_judgement(tmp_path):
    files = {
        "A": [("person:a", {"names": ["Nguyen Thi Mai"], "birth_dates": ["1999-01-02"]})],
        "B": [("person:b", {"names": ["Mai Nguyen"], "birth_dates": ["1999-02-01"]})],
        "C": [("person:c", {"names": ["Nguyen Thi Mai"]})],
    }
    told = []
    for order in ("ABC", "CBA"):
        opened = new_ledger(tmp_path / order)
        fill(opened, "crowd", entities=CROWD)
        for name in order:
            fill(opened, name, entities=files[name])
        told.append(judge(opened))
        opened.close()

    assert told[0] == told[1]
    assert told[0]


def test_a_withdrawn_file_leaves_the_judgements_of_a_case_that_never_had_it(ledger):
    fill(
        ledger,
        "A",
        entities=[("person:a", {"names": ["Nguyen Thi Mai"], "birth_dates": ["1999-01-02"]})],
    )
    before = judge(ledger)
    source = fill(
        ledger,
        "B",
        entities=[("person:b", {"names": ["Nguyen Thi Mai"], "birth_dates": ["1999-01-02"]})],
    )
    judge(ledger)

    ledger.withdraw(source.id, who="tester", reason="asked")

    assert {(j.left, j.right) for j in ledger.judgements()} == set(before)


def test_organizations_are_found_by_name_and_number(ledger):
    for name, one, told in (("A", "x", "Bumi Lestari Travel"), ("B", "y", "BUMI LESTARI TRAVEL")):
        fill(
            ledger,
            name,
            entities=[(f"organization:{one}", {"names": [told]})],
            links=[("USES", f"organization:{one}", "phone:+6012", {})],
        )
    model = ready_model()

    found = propose(ledger, "Organization", model, today=TODAY)

    assert found.judged["verdict"].to_list() == ["same"]


def test_an_empty_case_gives_no_judgements(tmp_path):
    opened = new_ledger(tmp_path / "empty")

    assert propose(opened, "Person", ready_model(), today=TODAY).judged.is_empty()
    opened.close()
