"""Tables as parts of a package: there and back the same, whatever they hold."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import PackageAltered, PackageError
from linkgraph.schema import load_schema
from linkgraph.share.checked import check_shape, check_table
from linkgraph.share.parts import Shape, pack_part, unpack_part
from linkgraph.values.instants import instant_to_epoch_s

texts = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8))
lists = st.one_of(st.none(), st.lists(st.text("ab\u0e01'\"\\=", max_size=4), max_size=3))
moments = st.one_of(st.none(), st.sampled_from(["2026-01-01T00:00:00Z", "1999-12-31T23:59:59Z"]))
PAID = Shape("link", "PAID", "BankAccount", "BankAccount")
PERSON = Shape("entity", "Person")


def round_trip(shape, frame):
    data, unpacked = pack_part(shape, frame)
    return unpack_part(shape, data, rows=frame.height, unpacked=unpacked, where="part 1")


@given(st.lists(st.tuples(texts, lists, lists), min_size=1, max_size=5))
def test_entities_come_back_as_they_were(rows):
    frame = pl.DataFrame(
        {
            "record": pl.Series(range(len(rows)), dtype=pl.Int32),
            "id": [f"person:{n}" for n in range(len(rows))],
            "names": pl.Series([one for _, one, _ in rows], dtype=pl.List(pl.String)),
            "notes": pl.Series([one for _, _, one in rows], dtype=pl.List(pl.String)),
        }
    )

    assert round_trip(PERSON, frame).equals(frame)


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), texts, moments), min_size=1, max_size=5))
def test_links_come_back_with_the_seconds_of_their_instants(rows):
    frame = pl.DataFrame(
        {
            "record": pl.Series(range(len(rows)), dtype=pl.Int32),
            "link_id": [f"paid:{n}" for n in range(len(rows))],
            "from_id": ["account:1"] * len(rows),
            "to_id": ["account:2"] * len(rows),
            "amount_minor": pl.Series([one for one, _, _ in rows], dtype=pl.Int64),
            "currency": ["MYR"] * len(rows),
            "at": pl.Series([one for _, _, one in rows], dtype=pl.String),
            "at_s": pl.Series(
                [one and instant_to_epoch_s(one) for _, _, one in rows], dtype=pl.Int64
            ),
            "remark": pl.Series([one for _, one, _ in rows], dtype=pl.String),
        }
    )

    back = round_trip(PAID, frame)

    assert back.select(frame.columns).equals(frame)


def test_equal_tables_give_equal_bytes_whatever_the_order_of_their_columns():
    frame = pl.DataFrame({"record": [0], "id": ["person:1"], "sex": ["male"]}, schema_overrides={"record": pl.Int32})  # fmt: skip

    assert pack_part(PERSON, frame) == pack_part(PERSON, frame.select("sex", "id", "record"))


@pytest.mark.parametrize("shape", [
    Shape("entity", "Ship"), Shape("entity", "Person", "Person"), Shape("link", "PAID", "Person", "BankAccount"),
    Shape("link", "SOLD", "Person", "Person"), Shape("record", "Person"), Shape("folder"), Shape(""),
])  # fmt: skip
def test_what_the_schema_has_no_place_for_is_refused(shape):
    with pytest.raises(PackageError) as told:
        check_shape(shape, "part 1")

    assert told.value.where == "part 1"


def test_the_schemas_own_shapes_are_taken_but_those_that_stay_inside():
    schema = load_schema()
    ends = [
        Shape("link", name, start, end)
        for name, link in schema.links.items()
        for start in link.starts
        for end in link.ends
    ]
    inside = set()
    for one in (Shape("record"), *(Shape("entity", name) for name in schema.kinds), *ends):
        try:
            check_shape(one, "")
        except PackageError:
            inside.add(one)

    assert {one.name for one in inside if one.part == "entity"} == {
        "Outcome", "PhaseFreeze", "EnquiryAnswer",
    }  # fmt: skip
    named = {one for one in inside if one.part == "link" and one.name != "CONSENT_IN"}
    assert {("SAME_OUTCOME", "Outcome", "Outcome"), ("CONCERNS", "Outcome", "Person")} <= {
        one[1:] for one in named
    }
    assert all("Outcome" in {one.start, one.end} for one in named)


@pytest.mark.parametrize(("rows", "unpacked"), [(2, 0), (1, 1), (1, 10**12)])
def test_sizes_that_are_told_wrongly_are_refused(rows, unpacked):
    frame = pl.DataFrame({"record": [0], "id": ["person:1"]}, schema_overrides={"record": pl.Int32})
    data, size = pack_part(PERSON, frame)

    with pytest.raises(PackageAltered):
        unpack_part(PERSON, data, rows=rows, unpacked=size + unpacked, where="part 1")


def test_a_statement_of_no_record_is_refused():
    frame = pl.DataFrame({"record": [0], "id": ["person:1"]}, schema_overrides={"record": pl.Int32})

    check_table(PERSON, frame, 1, "part 1")
    with pytest.raises(PackageError, match="no record"):
        check_table(PERSON, frame, 0, "part 1")


def test_a_stand_in_is_taken_for_what_it_is():
    phone = Shape("entity", "Phone")
    frame = pl.DataFrame(
        {"record": [0], "id": ["phone:hidden-1.pkg-0123456789abcdef"], "number": [None]},
        schema={"record": pl.Int32, "id": pl.String, "number": pl.String},
    )

    check_table(phone, frame, 1, "part 1")
