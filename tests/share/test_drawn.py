"""Stand-ins are numbered in an order that only the case can make: no number tells of an id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.looking import sight_for
from linkgraph.share.pseudonyms import drawn
from linkgraph.share.sight import hidden_in
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, TODAY
from tests.share.releases import release

PHONES = [f"phone:+60{n}0000000" for n in range(10, 40)]
VICTIMS = [f"person:v{n:02d}" for n in range(30)]


def numbered_in_a_view(folder, kind, audience="MY", case_id="case-1"):
    """Return ids of a kind that a view hides, in the order of their numbers."""
    ledger = new_ledger(folder, case_id)
    uses = [("USES", "person:v00", one, {}) for one in PHONES]
    victims = [("VICTIM_IN", one, "casefile:c", {}) for one in VICTIMS]
    fill(ledger, "A", links=[*CHAIN, *uses, *victims], **OPEN)
    sight = sight_for(ledger, Originator.parse(audience) if audience else None, TODAY)
    ids = hidden_in(sight, inside=not audience, part=sight.graph).ids
    theirs = [one for one in ids if one.startswith(f"{kind}:")]
    return sorted(theirs, key=lambda one: int(ids[one].rpartition("-")[2]))


@pytest.mark.parametrize(("kind", "all_"), [("phone", PHONES), ("person", VICTIMS)])
def test_no_number_in_a_view_tells_how_what_it_stands_for_begins(tmp_path, kind, all_):
    first = numbered_in_a_view(tmp_path / "a", kind)

    assert sorted(first) == all_
    assert first != all_
    assert first == numbered_in_a_view(tmp_path / "b", kind)
    assert first != numbered_in_a_view(tmp_path / "c", kind, case_id="case-2")


@pytest.mark.parametrize(("kind", "all_"), [("phone", PHONES), ("person", VICTIMS)])
def test_the_own_agency_has_its_numbers_in_the_order_of_ids(tmp_path, kind, all_):
    assert numbered_in_a_view(tmp_path, kind, audience="") == all_


@given(st.sets(st.integers(0, 10**6), min_size=2, max_size=40), st.binary(min_size=1, max_size=8))
def test_an_order_that_is_drawn_hangs_on_nothing_else_that_is_there(numbers, secret):
    ids = [f"person:{n:07d}" for n in numbers]

    made = drawn(ids, secret)

    assert sorted(made) == sorted(ids)
    assert made == drawn(reversed(ids), secret)
    assert [one for one in made if one != ids[0]] == drawn(ids[1:], secret)


def test_a_secret_is_in_no_words_about_what_an_audience_sees(tmp_path):
    sight = sight_for(new_ledger(tmp_path, "case-QZX"), Originator.parse("MY"), TODAY)

    assert sight.secret
    assert "QZX" not in repr(sight)


def test_no_number_in_a_view_tells_of_things_of_hers_that_are_not_in_it(tmp_path):
    ledger = new_ledger(tmp_path)
    uses = [("USES", "person:v", one, {}) for one in PHONES]
    fill(ledger, "A", links=[*CHAIN, ("VICTIM_IN", "person:v", "casefile:c", {}), *uses], **OPEN)
    leave_out = frozenset(PHONES[2:])

    shown = {one.id for one in release(ledger, "MY", leave_out=leave_out).entities}

    assert {one for one in shown if one.startswith("phone-of-")} == {
        "phone-of-victim-1-1", "phone-of-victim-1-2",
    }  # fmt: skip
