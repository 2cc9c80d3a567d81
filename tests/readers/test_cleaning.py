import pytest

from linkgraph.errors import MappingError
from linkgraph.readers.cleaning import Failure, cleaner_for, try_clean
from linkgraph.schema import load_schema
from linkgraph.schema.model import PROPERTY_TYPES


def clean(type_, cell, name="x", **how):
    return try_clean(cleaner_for(type_, name, {}), cell, how)


def test_every_property_of_the_schema_has_a_rule():
    schema = load_schema()

    for owner in (*schema.kinds.values(), *schema.links.values()):
        for name, prop in owner.properties.items():
            assert callable(cleaner_for(prop.type, name, {}))


def test_a_type_without_a_rule_is_refused():
    with pytest.raises(MappingError, match="no rule"):
        cleaner_for("colour", "x", {})


@pytest.mark.parametrize("type_", sorted(set(PROPERTY_TYPES) - {"code", "text", "name", "address"}))
def test_no_failure_tells_the_value(type_):
    found = clean(type_, "Xyzzy§7", zone="UTC", currency="USD")

    assert isinstance(found, Failure)
    assert "Xyzzy" not in found.reason


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("integer", "193", 193),
        ("integer", " 193.0 ", 193),
        ("integer", "0", 0),
        ("integer", "٣", 3),
        ("integer", "๑๒", 12),
        ("number", "0.22", 0.22),
        ("boolean", "Yes", True),
        ("boolean", "0", False),
        ("money", "5", 500),
        ("account", "--", None),
    ],
)
def test_a_value_is_of_its_type(type_, cell, value):
    assert clean(type_, cell, currency="USD") == value


@pytest.mark.parametrize(
    ("type_", "cell", "code"),
    [
        ("integer", "-1", "broken_number"),
        ("integer", "1.5", "broken_number"),
        ("integer", "9" * 30, "broken_number"),
        ("number", "nan", "broken_number"),
        ("number", "inf", "broken_number"),
        ("boolean", "maybe", "bad_value"),
        ("date", "35319", "bad_date"),
        ("instant", "2025-09-01 09:15", "no_zone"),
    ],
)
def test_a_failure_has_the_code_of_its_rule(type_, cell, code):
    assert clean(type_, cell).code == code


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("date", "35319", "1996-09-11"),
        ("date", "45000.75", "2023-03-15"),
        ("date", "1996", "1996"),
        ("instant", "45000.75", "2023-03-15T18:00:00Z"),
        ("instant", "45000.5", "2023-03-15T12:00:00Z"),
    ],
)
def test_a_workbooks_day_number_is_its_day(type_, cell, value):
    assert clean(type_, cell, serial="1900", zone="UTC") == value


@pytest.mark.parametrize("parted_by", ["_", "-", " ", "  ", ""])
def test_a_code_is_known_however_its_words_are_parted(parted_by):
    for name, codes in load_schema().enumerations.items():
        for code in set(codes) if name != "sex" else ():
            cell = code.replace("_", parted_by).title()

            assert clean("code", f" {cell} ", name) == code


def test_an_unknown_code_is_told_with_those_that_there_are_and_without_the_cell():
    found = clean("code", "Xyzzy", "outcome_kind")

    assert isinstance(found, Failure)
    assert "assets_restrained" in found.reason
    assert "Xyzzy" not in found.reason
