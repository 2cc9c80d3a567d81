"""The compendium: cases found by words in any script, and what of them an audience may have."""

import pytest

from linkgraph.errors import ReleaseError
from linkgraph.period.compendium import make_compendium
from linkgraph.period.release import PeriodRequest, Releasing
from linkgraph.period.released import WITHHELD
from linkgraph.statements import Originator
from tests.builders import fill
from tests.period.periods import MADE, OWN, PERIOD, a_lesson, a_plan, a_task, enter


def compendium(ledger, search="", audience=""):
    request = PeriodRequest("Kestrel", OWN, Originator.parse(audience) if audience else None, MADE)
    return make_compendium(Releasing.of(ledger, request), search)


@pytest.fixture
def cases(ledger):
    marks = {"handling": "H1", "tlp": "GREEN", "releasable_to": ["VN"]}
    enter(ledger, "period", PERIOD, **marks)
    enter(
        ledger, "one", a_plan("P1", title="Khách sạn ở Medan", tasks=(a_task(owner="Bà Đào"),)),
        a_lesson("ประสานงาน"), **marks,
    )  # fmt: skip
    enter(ledger, "two", a_plan("P2", title="海上走私", countries=("MY", "TH")), handling="H3")
    return ledger


def found(ledger, search, **told):
    return [one.plan.reference for one in compendium(ledger, search, **told).cases]


@pytest.mark.parametrize(
    ("search", "cases_found"),
    [
        ("", ["P1", "P2"]), ("khach san", ["P1"]), ("KHÁCH SẠN", ["P1"]), ("medan san", ["P1"]),
        ("dao", ["P1"]), ("ประสาน", ["P1"]), ("走私", ["P2"]), ("zousi", []), ("zou si", ["P2"]),
        ("Thailand", ["P2"]), ("TH MY", ["P2"]), ("memorandum", ["P1", "P2"]), ("nothing", []),
        ("<script>", []), ("=1+1", []),
    ],
)  # fmt: skip
def test_words_are_found_in_any_script_and_without_its_signs(cases, search, cases_found):
    assert found(cases, search) == cases_found


def test_an_audience_finds_only_in_what_it_gets(cases):
    made = compendium(cases, "", "VN")

    assert [one.plan.reference for one in made.cases] == ["P1"]
    assert found(cases, "走私", audience="VN") == []
    assert (made.handling, made.own) == ("H1 GREEN", False)
    assert made.to_pandas()["lessons"].tolist() == [["ประสานงาน"]]


def test_what_was_looked_for_does_not_leave(cases):
    assert compendium(cases, "Medan").search == "Medan"
    assert not compendium(cases, "Medan", "VN").search


def test_nothing_found_has_no_handling(cases):
    made = compendium(cases, "nothing")

    assert (made.cases, made.handling, made.originators) == ((), "", ())
    assert list(made.to_pandas().columns)[:2] == ["period", "plan"]


def test_a_lesson_that_names_a_victim_is_left_out_and_one_from_a_withheld_source_holds_all_back(
    cases,
):
    fill(
        cases, "V", originator="VN/Police", entities=[("person:v", {"names": ["Lan Qorvax"]})],
        links=[("VICTIM_IN", "person:v", "casefile:c", {})],
    )  # fmt: skip
    marks = {"handling": "H1", "tlp": "GREEN", "releasable_to": ["VN"]}
    enter(cases, "lesson", a_lesson("Qorvax Lan was moved"), **marks)

    made = compendium(cases, "", "VN")

    assert WITHHELD in [one.text for one in made.cases[0].lessons]
    assert found(cases, "qorvax") == []

    fill(cases, "H", originator="LK/CID", entities=[("person:h", {"names": ["Medan Zenthil"]})])
    enter(cases, "leak", a_lesson("Zenthil, Medan was seen"), **marks)
    with pytest.raises(ReleaseError):
        compendium(cases, "nothing at all", "VN")
