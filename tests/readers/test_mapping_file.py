import pytest

from linkgraph.errors import LinkgraphError, MappingError, UnknownName
from linkgraph.readers.mapping_file import parse_mapping
from tests.readers.taking import mapping, persons

PERSON = {"schema": "Person", "keys": "id", "properties": {"names": "name"}}
PHONE = {"schema": "Phone", "properties": {"number": "phone"}}
BOTH = {"person": PERSON, "phone": PHONE}


def test_columns_are_those_that_any_part_names_once_each():
    made = mapping(
        required=["id"],
        optional=["spare"],
        entities={
            "person": PERSON | {"when": {"column": "kind", "equals": "P"}},
            "phone": {
                "schema": "Phone",
                "properties": {"number": {"column": "phone", "country": "{land}"}},
            },
            "home": {
                "schema": "Location",
                "properties": {"address": {"template": "{street}, {town}"}},
            },
            "more": PERSON | {"properties": {"notes": "spare"}},
        },
        links=[{"schema": "USES", "from": "person", "to": "phone", "properties": {"since": "day"}}],
        roles=[{"of": "person", "column": "role", "when": {"column": "id", "filled": True}}],
    )

    assert made.columns() == (
        "id",
        "name",
        "kind",
        "phone",
        "land",
        "street",
        "town",
        "day",
        "role",
    )


def test_columns_that_identify_are_keys_references_and_values():
    made = mapping(
        entities={
            "a": PHONE,
            "b": {"schema": "Phone", "properties": {"number": "other"}},
            "p": PERSON,
        },
        links=[{"schema": "CALLED", "from": "a", "to": "b", "reference": "call"}],
    )

    assert made.identifying() == {"phone", "other", "id", "call"}


def test_defaults_hold_unless_a_property_says_otherwise():
    properties = {"names": "name", "birth_dates": {"column": "born", "order": "mdy"}}

    made = persons(defaults={"order": "dmy", "zone": "Asia/Jakarta"}, properties=properties)

    (person,) = made.entities
    assert person.properties["birth_dates"].how == {"order": "mdy", "zone": "Asia/Jakarta"}
    assert person.properties["names"].how["order"] == "dmy"


@pytest.mark.parametrize(
    "parts",
    [
        {"formt": "csv"},
        {"format": ""},
        {"delimiter": "::"},
        {"header_row": "three"},
        {"header_row": -1},
        {"defaults": {"colour": "red"}},
        {"defaults": {"zone": "Mars/Base"}},
        {"defaults": {"order": "ydm"}},
        {"defaults": {"calendar": "mayan"}},
        {"defaults": {"country": "Atlantis"}},
        {"defaults": {"currency": "XXQ"}},
        {"defaults": {"date_only": "noon"}},
        {"defaults": "dmy"},
        {"entities": ["person"]},
        {"entities": {"person": "Person"}},
        {"entities": {"person": {"schema": "Human"}}},
        {"entities": {"person": PERSON | {"key": "id"}}},
        {"entities": {"person": PERSON | {"scope": "world"}}},
        {"entities": {"person": PERSON | {"properties": {"nmaes": "name"}}}},
        {"entities": {"person": PERSON | {"properties": {"names": 7}}}},
        {"entities": {"person": PERSON | {"properties": {"names": {}}}}},
        {
            "entities": {
                "person": PERSON | {"properties": {"names": {"column": "a", "literal": "b"}}}
            }
        },
        {"entities": {"person": PERSON | {"properties": {"names": {"colum": "a"}}}}},
        {"entities": {"person": PERSON | {"properties": {"sex": {"literal": "often"}}}}},
        {
            "entities": {
                "person": PERSON | {"properties": {"names": {"column": "a", "invalid": "hide"}}}
            }
        },
        {
            "entities": {
                "person": PERSON | {"properties": {"names": {"column": "a", "otherwise": "?"}}}
            }
        },
        {
            "entities": {
                "person": PERSON | {"properties": {"names": {"column": "a", "lookup": "x"}}}
            }
        },
        {"entities": {"person": PERSON | {"when": {"equals": "P"}}}},
        {"entities": {"person": PERSON | {"when": {"column": "kind"}}}},
        {"entities": {"person": PERSON | {"when": {"column": "kind", "equals": "P", "not": "Q"}}}},
        {"entities": {"person": PERSON | {"when": {"column": "kind", "like": "P"}}}},
        {"entities": {"person": PERSON | {"when": {"column": "kind", "matches": "("}}}},
        {"entities": {"person": PERSON | {"when": "always"}}},
        {"entities": {"phone": {"schema": "Phone", "properties": {"country": "land"}}}},
        {"entities": {"phone": {"schema": "Trip", "properties": {"departed_s": "x"}}}},
        {"entities": BOTH, "links": [{"schema": "ADORES", "from": "person", "to": "phone"}]},
        {"entities": BOTH, "links": [{"schema": "USES", "from": "person"}]},
        {"entities": BOTH, "links": [{"schema": "USES", "from": "person", "to": "fax"}]},
        {"entities": BOTH, "links": [{"schema": "USES", "from": "phone", "to": "person"}]},
        {
            "entities": BOTH,
            "links": [{"schema": "USES", "from": "person", "to": "phone", "by": "x"}],
        },
        {
            "entities": BOTH,
            "links": [{"schema": "USES", "from": "person", "to": "phone", "reference": "x"}],
        },
        {"entities": BOTH, "links": "USES"},
        {"entities": BOTH, "roles": [{"of": "person"}]},
        {"entities": BOTH, "roles": [{"of": "nobody", "column": "role"}]},
        {"entities": BOTH, "roles": [{"of": "person", "column": "role", "literal": "victim"}]},
        {"entities": BOTH, "roles": [{"of": "person", "column": "role", "case_file": "phone"}]},
        {
            "entities": BOTH,
            "roles": [{"of": "person", "column": "role", "words": {"x": "villain"}}],
        },
        {
            "entities": BOTH,
            "roles": [{"of": "person", "column": "role", "words": {"x": "suspect Boss"}}],
        },
        {"entities": BOTH, "mentions": [{"entities": {}}]},
        {"entities": BOTH, "mentions": [{"path": "kin", "links": [{"schema": "USES"}]}]},
    ],
    ids=repr,
)
def test_a_part_that_is_wrong_is_refused_with_its_place(parts):
    with pytest.raises(LinkgraphError) as caught:
        mapping(**parts)

    assert isinstance(caught.value, MappingError | UnknownName)
    assert caught.value.where.startswith("test") or isinstance(caught.value, UnknownName)


@pytest.mark.parametrize("raw", [None, [], "csv", 7])
def test_what_is_no_mapping_at_all_is_refused(raw):
    with pytest.raises(MappingError, match="expected here"):
        parse_mapping(raw, name="test")
