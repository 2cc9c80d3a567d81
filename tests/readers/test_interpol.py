import json

import pytest

from linkgraph.readers import find_mapping
from tests.readers.taking import take, write

NOTICE = {
    "entity_id": "2026/1",
    "forename": "SUNEE",
    "name": "THONGDEE",
    "date_of_birth": "2000/01/29",
    "sex_id": "F",
    "nationalities": ["TH", "XX"],
    "place_of_birth": "Songkhla",
    "arrest_warrants": [{"issuing_country_id": "TH", "charge": "Money laundering"}],
}
WRAPPED = [
    lambda notices: {"total": 1, "notices": notices},
    lambda notices: {"_embedded": {"notices": notices}},
    lambda notices: notices,
]


@pytest.mark.parametrize("wrap", WRAPPED, ids=["notices", "embedded", "bare"])
def test_notices_are_found_wherever_they_are_listed(tmp_path, wrap):
    path = write(tmp_path, json.dumps(wrap([NOTICE])), "notices.json")

    taken = take(path, find_mapping("common/interpol"))

    assert taken.values("Person", "names") == [["SUNEE THONGDEE"]]
    assert taken.values("Person", "birth_dates") == [["2000-01-29"]]
    assert taken.values("Person", "nationalities") == [["TH"]]
    assert taken.told("WANTED_BY", "to_id") == ["country:TH"]
    assert len(taken.links["SUSPECT_IN"]) == 1


def test_a_notice_without_a_warrant_makes_no_suspect(tmp_path):
    notice = {key: value for key, value in NOTICE.items() if key != "arrest_warrants"}

    taken = take(write(tmp_path, json.dumps([notice])), find_mapping("common/interpol"))

    assert len(taken.entities["Person"]) == 1
    assert taken.links == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"arrest_warrants": "see diffusion"}, "wrong_type"),
        ({"entity_id": None}, "missing_id"),
        ({"entity_id": "   "}, "missing_id"),
        ({"date_of_birth": "2000/02/31"}, "bad_date"),
        ({"arrest_warrants": [{"issuing_country_id": "Atlantis"}]}, "bad_value"),
    ],
)
def test_a_notice_at_fault_is_set_aside_with_its_place(tmp_path, change, code):
    path = write(tmp_path, json.dumps({"notices": [NOTICE, NOTICE | change]}))

    taken = take(path, find_mapping("common/interpol"))

    assert taken.codes == {"/notices/1": code}
    assert taken.read == 2
