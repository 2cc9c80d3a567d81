"""Who was given in clear and is to be protected since: the giver is told, and which package to take back."""

import datetime as dt

import pytest

from linkgraph.statements.stated import Stated
from tests.builders import fill
from tests.partners import CHAIN, EXPIRES, OPEN, SECRET, TODAY, acquaint, agency, give

LATE = EXPIRES + dt.timedelta(days=1)
ROLES = ["victim", "witness", "informant", "protected"]


@pytest.fixture
def nz(tmp_path, keys):
    """A case that gave one package, with two people in clear."""
    case, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(case, my)
    my.close()
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    give(case, tmp_path / "p")
    yield case
    case.close()


def packages(case, today=TODAY):
    return [one.package for one in case.share_exposing(today)]


def given(case):
    return [one.told.package for one in case.ledger.gifts() if one.told.kind == "given"]


@pytest.mark.parametrize("role", ROLES)
def test_who_is_protected_since_is_told(nz, role):
    assert packages(nz) == []

    nz.state("person:s2", Stated(role=role, why="interviewed"))

    assert packages(nz) == given(nz)


def test_who_may_be_a_victim_since_is_told_too(nz):
    fill(nz.ledger, "V", links=[("VICTIM_IN", "person:v", "casefile:c", {})], **SECRET)
    assert packages(nz) == []

    nz.decide("person:s2", "person:v", "unsure", why="alike")

    assert packages(nz) == given(nz)


def test_who_is_found_to_be_a_child_since_is_told(nz):
    fill(nz.ledger, "B", entities=[("person:s2", {"birth_dates": ["2012-01-02"]})], **SECRET)

    assert packages(nz) == given(nz)


def test_who_was_hidden_when_it_was_given_is_not_told(nz, tmp_path):
    victim = ("VICTIM_IN", "person:v", "casefile:c", {})
    fill(nz.ledger, "V", links=[("CONTROLLED", "person:s1", "person:v", {}), victim], **OPEN)
    give(nz, tmp_path / "q")

    nz.state("person:v", Stated(role="witness", why="statement"))

    assert packages(nz) == []


def test_of_a_source_that_did_not_go_nobody_is_told(nz):
    fill(nz.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:c", {})], **SECRET)

    assert packages(nz) == []


def test_a_package_that_was_taken_back_or_ended_is_told_no_more(nz, tmp_path):
    nz.state("person:s2", Stated(role="victim", why="interviewed"))
    assert packages(nz, EXPIRES) == packages(nz) != []
    assert packages(nz, LATE) == []

    nz.share_recall(given(nz)[0], tmp_path / "r", reason="a victim")

    assert packages(nz) == []


def test_what_is_taken_back_here_tells_of_nobody(nz):
    source = nz.state("person:s2", Stated(role="victim", why="interviewed"))

    nz.withdraw(source, reason="an error")

    assert packages(nz) == []


def test_a_suspect_is_nobody_to_be_taken_back(nz):
    nz.state("person:s2", Stated(role="suspect", why="named"))

    assert packages(nz) == []
