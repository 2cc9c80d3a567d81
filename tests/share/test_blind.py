import datetime as dt

import pytest

from linkgraph.share.blind import records_for
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger

TODAY = dt.date(2026, 5, 1)
OWN = Originator.parse("NZ/Joint cell")
MALAYSIA = Originator.parse("MY")
ANN, BEN, CY = (f"person:{letter * 20}" for letter in "abc")
CASE = "casefile:cccccccccccccccccccc"


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def going(ledger, audience=MALAYSIA, **options):
    return records_for(ledger, OWN, audience, TODAY, **options)


def people(found):
    return [record.id for record in found.records]


def own_source(ledger, name="own", **marks):
    told = {"releasable_to": ["MY"], "entities": [(ANN, {"names": ["Ann"]})]} | marks
    return fill(ledger, name, **told)


def test_the_own_countrys_sources_go_where_they_may(ledger):
    own_source(ledger)

    found = going(ledger)

    assert people(found) == [ANN]
    assert (found.sources, found.own, found.protected) == (1, 1, 0)


def test_a_partners_source_never_goes_however_loose(ledger):
    own_source(ledger, originator="ID/Police", releasable_to=["MY", "NZ"])

    found = going(ledger)

    assert people(found) == []
    assert (found.sources, found.own) == (0, 0)


def test_a_source_not_released_to_the_audience_stays(ledger):
    own_source(ledger, releasable_to=["ID"])

    assert people(going(ledger)) == []
    assert going(ledger).own == 1


def test_a_handled_source_waits_for_consent(ledger):
    source = own_source(ledger, handling="H2")
    assert people(going(ledger)) == []

    ledger.consent(source.id, "MY", who="tester", reason="letter of 3 May")

    assert people(going(ledger)) == [ANN]


def test_an_overdue_source_gives_nothing(ledger):
    own_source(ledger, retain_until="2026-04-30")

    assert people(going(ledger)) == []


@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"])
def test_whom_a_role_hides_stays_out_and_is_counted(ledger, role):
    own_source(ledger, entities=[(ANN, {"names": ["Ann"]}), (BEN, {"names": ["Ben"]})])
    fill(ledger, "other", originator="ID/Police", links=[(role, ANN, CASE, {})])

    found = going(ledger)

    assert people(found) == [BEN]
    assert found.protected == 1


@pytest.mark.parametrize(
    ("role", "goes"),
    [("VICTIM_IN", True), ("WITNESS_IN", True), ("INFORMANT_IN", False), ("PROTECTED_IN", False)],
)
def test_a_reason_lets_victims_and_witnesses_go_and_nobody_else(ledger, role, goes):
    own_source(ledger, links=[(role, ANN, CASE, {})])

    assert people(going(ledger, reveal=True)) == ([ANN] if goes else [])


@pytest.mark.parametrize(("verdict", "hidden"), [("same", 1), ("unsure", 1), ("different", 0)])
def test_whoever_may_be_a_victim_stays_out(ledger, verdict, hidden):
    own_source(ledger)
    fill(ledger, "other", originator="ID/Police", links=[("VICTIM_IN", BEN, CASE, {})])
    ledger.judge(ANN, BEN, verdict, who="tester")

    assert going(ledger).protected == hidden


def test_whoever_holds_a_victims_document_stays_out(ledger):
    own_source(ledger, links=[("HOLDS", ANN, "passport:C1234567", {})])
    fill(
        ledger,
        "other",
        originator="ID/Police",
        links=[("VICTIM_IN", BEN, CASE, {}), ("HOLDS", BEN, "passport:C1234567", {})],
    )

    assert people(going(ledger)) == []


def test_what_partners_say_of_somebody_is_not_encoded(ledger):
    own_source(ledger)
    fill(ledger, "other", originator="ID/Police", entities=[(ANN, {"names": ["Siti"]})])

    (ann,) = going(ledger).records

    assert ann.names == ("Ann",)


def test_a_suspect_goes(ledger):
    own_source(ledger, links=[("SUSPECT_IN", CY, CASE, {})], entities=[(CY, {"names": ["Cy"]})])

    assert people(going(ledger)) == [CY]
