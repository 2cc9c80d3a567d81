import datetime as dt
import json

import pytest

from linkgraph.errors import InputError
from linkgraph.plan import Asked, Capacity, Objective, capacities_of
from linkgraph.plan.asked import objectives_of, zero_hour_of

ASKED = Asked(
    countries=("NZ", "MY"),
    capacities=capacities_of(["NZ:arrest=3", "my:arrest=0"]),
    zero_hour=zero_hour_of("2026-12-04T21:00Z"),
    must=("person:a",),
    together=(("person:a", "person:b"),),
    lifted={"person:w": "gave a statement, leads the syndicate"},
    reach={"person:a": ("NZ",)},
    worth={"person:a": 0.5},
    seconds=5.0,
)


def test_means_are_written_as_country_resource_and_number():
    assert ASKED.capacities == (Capacity("NZ", "arrest", 3), Capacity("MY", "arrest", 0))


@pytest.mark.parametrize("text", ["NZ:arrest=-1", "NZ:arrest=x", "NZL:arrest=1", "arrest=1", "SG:arrest", ""])  # fmt: skip
def test_means_of_another_form_are_refused_without_being_repeated(text):
    with pytest.raises(InputError, match="capacity") as caught:
        capacities_of([text])

    assert not text or text not in str(caught.value)


def test_means_given_twice_are_refused():
    with pytest.raises(InputError, match="twice"):
        capacities_of(["NZ:arrest=1", "nz:arrest=2"])


@pytest.mark.parametrize("text", ["beauty", "pairwise=0", "pairwise=-1", "pairwise=nan", "pairwise=inf", "pairwise=x"])  # fmt: skip
def test_an_end_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="objective"):
        objectives_of([text])


def test_ends_have_weights():
    assert objectives_of(["largest", "value=2"]) == (Objective("largest"), Objective("value", 2.0))


@pytest.mark.parametrize("text", ["2026-12-04T21:00", "tomorrow", "2026-12-04", "21:00Z"])
def test_a_zero_hour_names_its_zone(text):
    with pytest.raises(InputError, match="zero hour"):
        zero_hour_of(text)


def test_a_zero_hour_is_kept_in_utc():
    assert zero_hour_of("2026-12-05T10:00+13:00") == dt.datetime(2026, 12, 4, 21, tzinfo=dt.UTC)
    assert zero_hour_of("") is None


def test_what_was_asked_comes_back_from_its_file():
    assert Asked.from_dict(json.loads(json.dumps(ASKED.to_dict()))) == ASKED


@pytest.mark.parametrize(
    "change",
    [{"countries": ["New Zealand"]}, {"capacities": [{"country": "NZ"}]}, {"objectives": 3},
     {"seconds": "soon"}, {"worth": {"person:a": "much"}}, {"reach": {"person:a": ["X"]}}, {"more": 1}],
)  # fmt: skip
def test_a_file_changed_beyond_its_form_is_refused(change):
    with pytest.raises(InputError):
        Asked.from_dict(ASKED.to_dict() | change)
