import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.ledger import SourceRow
from linkgraph.schema import load_schema
from linkgraph.share import is_overdue, may_see
from linkgraph.share.rules import sources_for
from linkgraph.statements import Originator
from tests.builders import make_source

handlings = st.sampled_from(load_schema().handling)
lights = st.sampled_from(load_schema().tlp)
audiences = st.sampled_from(["NZ", "NZ/Police", "MY", "INTERPOL"])


@given(handlings, lights)
def test_an_originator_always_sees_its_own(handling, tlp):
    source = make_source(originator="NZ/Police", handling=handling, tlp=tlp)

    assert may_see(source, Originator.parse("NZ/Police"))
    assert may_see(source, Originator.parse("NZ"))


@given(handlings, lights, audiences)
def test_what_names_nobody_is_for_its_originator_alone(handling, tlp, audience):
    source = make_source(originator="LK/CID", handling=handling, tlp=tlp)

    assert not may_see(source, Originator.parse(audience), {(source.id, audience)})


@pytest.mark.parametrize(
    ("handling", "tlp", "without", "with_consent"),
    [
        ("H0", "CLEAR", True, True),
        ("H1", "AMBER+STRICT", True, True),
        ("H2", "GREEN", False, True),
        ("H3", "CLEAR", False, True),
        ("H0", "RED", False, True),
    ],
)
def test_the_stricter_codes_need_consent(handling, tlp, without, with_consent):
    source = make_source(originator="TH/Police", handling=handling, tlp=tlp, releasable_to=["MY"])
    malaysia = Originator.parse("MY/Police")

    assert may_see(source, malaysia) is without
    assert may_see(source, malaysia, {(source.id, "MY")}) is with_consent
    assert not may_see(source, Originator.parse("NZ"), {(source.id, "NZ")})


def test_one_agency_of_a_country_is_not_another():
    source = make_source(originator="NZ/Police", handling="H0")

    assert not may_see(source, Originator.parse("NZ/Immigration"))


def test_a_consent_for_another_audience_opens_nothing():
    source = make_source(originator="TH/Police", handling="H2", releasable_to=["MY", "VN"])

    assert not may_see(source, Originator.parse("MY"), {(source.id, "VN")})


@pytest.mark.parametrize(
    ("until", "overdue"),
    [("", False), ("2026-05-02", False), ("2026-05-01", False), ("2026-04-30", True)],
)
def test_a_source_is_overdue_the_day_after(until, overdue):
    assert is_overdue(make_source(retain_until=until), dt.date(2026, 5, 1)) is overdue


def test_one_whose_last_day_is_not_told_is_never_overdue():
    assert not is_overdue(make_source(), dt.date.max)


marks = st.fixed_dictionaries(
    {
        "originator": st.sampled_from(["NZ/Police", "TH/Police", "MY/FIU"]),
        "handling": handlings, "tlp": lights,
        "releasable_to": st.sampled_from([(), ("MY",), ("MY/FIU",), ("TH", "MY")]),
        "retain_until": st.sampled_from(["", "2026-04-30", "2026-05-01"]),
    }
)  # fmt: skip


@given(st.lists(st.tuples(marks, st.booleans()), max_size=8), st.sampled_from(["MY", "MY/FIU", "TH"]))  # fmt: skip
def test_a_release_takes_just_what_its_audience_may_see_and_is_not_overdue_in_its_order(told, to):
    audience, today = Originator.parse(to), dt.date(2026, 5, 1)
    made = [make_source(str(n), **one) for n, (one, _) in enumerate(told)]
    rows = [
        SourceRow(n, one, added=n, mapping="", mapping_digest="", read=1, rejected=0, mentions=0)
        for n, one in enumerate(made, 1)
    ]
    consents = {(one.id, to) for one, (_, given_) in zip(made, told, strict=True) if given_}

    found = sources_for(rows, audience, consents, today)

    assert found == [
        row
        for row in rows
        if may_see(row.source, audience, consents) and not is_overdue(row.source, today)
    ]


def test_a_consent_for_one_agency_opens_nothing_for_its_country():
    source = make_source(originator="TH/Police", handling="H3", releasable_to=["MY", "MY/FIU"])

    assert may_see(source, Originator.parse("MY/FIU"), {(source.id, "MY/FIU")})
    assert not may_see(source, Originator.parse("MY"), {(source.id, "MY/FIU")})
    assert not may_see(source, Originator.parse("MY/Police"), {(source.id, "MY/FIU")})


def test_what_names_one_agency_is_not_for_another_of_its_country():
    source = make_source(originator="TH/Police", releasable_to=["MY/FIU"])

    assert may_see(source, Originator.parse("MY/FIU"))
    assert not may_see(source, Originator.parse("MY/Police"))
    assert not may_see(source, Originator.parse("MY"))
