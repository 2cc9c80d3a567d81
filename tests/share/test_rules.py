import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.schema import load_schema
from linkgraph.share import is_overdue, may_see
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
