"""Values that a partner sent, at the edge of what a reader would have stored."""

import polars as pl
import pytest

from linkgraph.errors import PackageError
from linkgraph.schema import load_schema
from linkgraph.share.checked import check_table
from linkgraph.share.parts import Shape
from tests.builders import entity_frame, link_frame

PAID = Shape("link", "PAID", "BankAccount", "BankAccount")


def entity(kind, **told):
    rows = [{"record": 0, "id": f"{load_schema().kinds[kind].prefix}:1"} | told]
    check_table(Shape("entity", kind), entity_frame(kind, rows), 1, "part 1")


def payment(**told):
    ends = {"link_id": "paid:1", "from_id": "account:1", "to_id": "account:2"}
    check_table(PAID, link_frame("PAID", [{"record": 0} | ends | told]), 1, "part 1")


def refused(check, *told, **values):
    with pytest.raises(PackageError) as error:
        check(*told, **values)
    return error.value.where


@pytest.mark.parametrize(("column", "most"), [("latitude", 90.0), ("longitude", 180.0)])
def test_a_place_on_earth_is_taken_up_to_its_edges_and_none_beyond(column, most):
    for value in (most, -most, 0.0):
        entity("Action", **{column: value})
    for value in (most + 0.001, -most - 0.001, float("inf"), float("nan")):
        assert refused(entity, "Action", **{column: value}) == f"part 1, column {column}"


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_rate_is_any_number_that_ends(value):
    entity("ExchangeRate", rate=1e300)

    assert refused(entity, "ExchangeRate", rate=value) == "part 1, column rate"


def test_an_amount_is_taken_up_to_a_million_million_millions_either_way():
    for value in (10**18, -(10**18)):
        payment(amount_minor=value, currency="MYR")
    for value in (10**18 + 1, -(10**18) - 1):
        assert refused(payment, amount_minor=value, currency="MYR") == "part 1, column amount_minor"


def test_no_count_is_larger_than_an_amount():
    payment(payments=10**18)

    assert refused(payment, payments=10**18 + 1) == "part 1, column payments"


@pytest.mark.parametrize(
    ("amount", "currency"), [("amount_minor", "currency"), ("booked_minor", "booked_currency")]
)
def test_each_amount_has_a_currency_of_its_own_beside_it(amount, currency):
    payment(**{amount: 100, currency: "MYR"})
    payment(**{currency: "MYR"})

    assert refused(payment, **{amount: 100}) == f"part 1, column {amount}"
    other = {"currency": "booked_currency", "booked_currency": "currency"}[currency]
    assert refused(payment, **{amount: 100, other: "MYR"}) == f"part 1, column {amount}"


def test_one_amount_without_a_currency_among_many_with_one_is_refused():
    ends = {"link_id": "paid:1", "from_id": "account:1", "to_id": "account:2"}
    rows = [
        {"record": 0, "amount_minor": 5, "currency": "MYR"} | ends,
        {"record": 0, "amount_minor": 5, "currency": None} | ends,
    ]

    with pytest.raises(PackageError, match="no currency"):
        check_table(PAID, link_frame("PAID", rows), 1, "part 1")


@pytest.mark.parametrize(
    ("kind", "column"),
    [("Person", "sex"), ("Vessel", "flag"), ("Enquiry", "sent"), ("ExchangeRate", "base")],
)
def test_an_empty_text_says_that_nothing_is_known_whatever_the_property(kind, column):
    entity(kind, **{column: ""})

    assert refused(entity, kind, **{column: "?"}) == f"part 1, column {column}"


def test_every_word_of_a_list_of_words_is_taken_and_no_word_of_another():
    words = load_schema().enumerations
    for word in words["sex"]:
        entity("Person", sex=word)

    assert refused(entity, "Person", sex=words["document_kind"][0]) == "part 1, column sex"


def test_of_a_list_each_value_counts():
    entity("Person", nationalities=["TH", "MY"], birth_dates=["1990-01-02", "1990"])

    assert refused(entity, "Person", nationalities=["TH", "XX"]) == "part 1, column nationalities"


@pytest.mark.parametrize("code", [0, 8, 11, 12, 14, 27, 31, 127, 128, 155, 159])
def test_no_text_holds_a_control_character(code):
    assert refused(entity, "Person", names=[f"a{chr(code)}b"]) == "part 1, column names"


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\rb", "~", "\u00a0", "Kanya"])
def test_texts_of_several_lines_are_taken(text):
    entity("Person", notes=[text])


def test_an_id_is_taken_up_to_five_hundred_and_twelve_bytes_behind_its_kind():
    entity("Person", id="person:x")
    entity("Person", id="person:" + "x" * 512)
    entity("Person", id="person:a:b")

    for one in ("person:", "person", "Person:1", "person:" + "x" * 513, "passport:1"):
        assert refused(entity, "Person", id=one) == "part 1"


def test_a_documents_id_begins_with_what_kind_of_document_it_is():
    entity("IdentityDocument", id="passport:AA1", number="AA1")
    entity("IdentityDocument", id="document:AA1", number="AA1")

    assert refused(entity, "IdentityDocument", id="passport:AA1", number="AA2") == "part 1"
    assert refused(entity, "IdentityDocument", id="licence-of-nobody:AA1") == "part 1"


@pytest.mark.parametrize("end", ["from_id", "to_id"])
def test_each_end_of_a_link_is_of_the_kind_that_it_says(end):
    payment()

    assert refused(payment, **{end: "phone:1"}) == "part 1"


def test_a_hashed_address_is_that_of_the_text_beside_it():
    entity("Location", id="location:any")
    entity("Location", id="location:any", address="")

    assert refused(entity, "Location", id="location:any", address="1 Jalan Besar") == "part 1"


@pytest.mark.parametrize(("records", "sound"), [(0, False), (3, False), (4, True), (9, True)])
def test_a_statement_names_a_record_that_came_before_it(records, sound):
    frame = pl.DataFrame(
        {"record": [3], "id": ["person:1"]}, schema_overrides={"record": pl.Int32()}
    )

    if sound:
        check_table(Shape("entity", "Person"), frame, records, "part 1")
    else:
        with pytest.raises(PackageError, match="no record"):
            check_table(Shape("entity", "Person"), frame, records, "part 1")


def test_a_record_without_a_place_is_refused_also_among_others():
    frame = pl.DataFrame(
        {"record": [0, 1], "locator": ["2", None]}, schema_overrides={"record": pl.Int32()}
    )

    with pytest.raises(PackageError, match="no place"):
        check_table(Shape("record"), frame, 2, "part 1")


def test_a_statement_of_no_record_is_refused_also_among_others():
    frame = pl.DataFrame(
        {"record": [0, None], "id": ["person:1", "person:2"]}, schema_overrides={"record": pl.Int32()}
    )  # fmt: skip

    with pytest.raises(PackageError, match="no record"):
        check_table(Shape("entity", "Person"), frame, 1, "part 1")


def test_records_with_places_and_entities_of_which_little_is_known_are_taken():
    places = pl.DataFrame(
        {"record": [0, 1], "locator": ["2", "3"]}, schema_overrides={"record": pl.Int32()}
    )

    check_table(Shape("record"), places, 2, "part 1")
    entity("Person", names=None, sex=None, birth_dates=[None, "1990-01-02"], notes=[])
    entity("Action", latitude=None, longitude=None)
    payment(amount_minor=None, currency=None, payments=None, until=None)


def test_a_text_is_taken_by_its_letters_whatever_their_script():
    entity("Person", notes=["\u0e01" * (1 << 20)])

    assert refused(entity, "Person", notes=["a" * ((1 << 20) + 1)]) == "part 1, column notes"
