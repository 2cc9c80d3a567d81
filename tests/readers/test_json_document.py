import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import SourceError
from linkgraph.readers import json_document, json_stream
from linkgraph.readers.base import ReadOptions
from linkgraph.readers.json_document import JsonDocument
from linkgraph.readers.json_stream import JsonItems
from tests.readers.taking import write

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
DOCUMENTS = st.lists(SCALARS | st.dictionaries(st.text(), SCALARS) | st.lists(SCALARS))
CASES = ("cases[].persons[]",)


def read(folder, document, records=CASES, columns=("ref", "cases.no"), **options):
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    path = write(folder, text, "cases.json")
    found = ReadOptions(records=records, columns=columns, **options)
    return list(JsonDocument().read(path, found))


def locators(batches):
    return [place for batch in batches for place in batch.locators]


def codes(batches):
    return {one.locator: one.code for batch in batches for one in batch.rejected}


def case(*people, **parts):
    return {"no": "C1", "persons": list(people)} | parts


def test_records_stand_at_their_pointer_with_what_is_around_them(tmp_path):
    document = {"n": 2, "cases": [case({"ref": "1"}, {"ref": "2"}), case({"ref": "3"}, no="C2")]}

    (batch,) = read(tmp_path, document)

    assert batch.locators == ["/cases/0/persons/0", "/cases/0/persons/1", "/cases/1/persons/0"]
    assert batch.columns == {"cases.no": ["C1", "C1", "C2"], "ref": ["1", "2", "3"]}


def test_three_lists_deep_is_no_deeper_to_read(tmp_path):
    document = {"a": [{"x": "1", "b": {"c": [{"y": "2", "d": [{"ref": "3"}]}]}}]}

    (batch,) = read(tmp_path, document, ("a[].b.c[].d[]",), ("ref",))

    assert batch.locators == ["/a/0/b/c/0/d/0"]
    assert batch.columns == {"a.x": ["1"], "a.b.c.y": ["2"], "ref": ["3"]}


@pytest.mark.parametrize("document", [[{"ref": "1"}], {"notices": [{"ref": "1"}]}])
def test_the_first_place_that_has_records_counts(tmp_path, document):
    batches = read(tmp_path, document, ("notices[]", "[]"), ("ref",))

    assert len(locators(batches)) == 1


def test_keys_of_a_pointer_are_escaped(tmp_path):
    batches = read(tmp_path, {"a/b~c": [{"ref": "1"}]}, ("a/b~c[]",), ("ref",))

    assert locators(batches) == ["/a~1b~0c/0"]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("see paper file", "wrong_type"),
        (None, "wrong_type"),
        ({"ref": {"x": "1"}}, "wrong_type"),
        ({"ref": "A\x00"}, "control_char"),
        ({"ref\x07": "A"}, "control_char"),
    ],
)
def test_a_record_that_is_none_is_set_aside(tmp_path, person, code):
    batches = read(tmp_path, {"cases": [case({"ref": "1"}, person)]})

    assert codes(batches) == {"/cases/0/persons/1": code}
    assert locators(batches) == ["/cases/0/persons/0"]


def test_what_should_hold_records_and_is_something_else_is_set_aside(tmp_path):
    cases = [case({"ref": "1"}), "see file", case(persons="none"), case(persons=None), case()]

    batches = read(tmp_path, {"cases": cases})

    assert codes(batches) == {"/cases/1": "wrong_type", "/cases/2/persons": "wrong_type"}
    assert locators(batches) == ["/cases/0/persons/0"]


def test_one_object_where_a_list_belongs_is_one_record(tmp_path):
    batches = read(tmp_path, {"cases": [case(persons={"ref": "1"})]})

    assert locators(batches) == ["/cases/0/persons"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"ref": "A\xff\xfeB"}', "bad_encoding"),
        (b'{"ref": "A\x00B"}', "control_char"),
        (b'{"ref": "1", "ref": "2"}', "bad_json"),
    ],
)
def test_one_damaged_record_does_not_cost_the_others(tmp_path, raw, code):
    document = '{"cases": [{"persons": [{"ref": "Đào"}, '.encode() + raw + b', {"ref": "3"}]}]}'

    batches = read(tmp_path, document)

    assert codes(batches) == {"/cases/0/persons/1": code}
    assert locators(batches) == ["/cases/0/persons/0", "/cases/0/persons/2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_other_unicode_is_read_as_well(tmp_path, encoding):
    text = json.dumps({"cases": [case({"ref": "Đào"}) for _ in range(2_000)]}, ensure_ascii=False)

    batches = read(tmp_path, text.encode(encoding))

    assert set(batches[0].columns["ref"]) == {"Đào"}
    assert len(locators(batches)) == 2_000


@pytest.mark.parametrize(
    "text",
    [
        '{"cases": [{"persons": [{"ref": "1"}, {"ref": ',
        '{"cases": [{"persons": [{"ref": "1"}]}]',
        '{"cases": [{"persons": [{"ref": "1"}]}]} trailing',
        "not json",
        '{"cases": [{"persons": [{"ref": 01}]}]}',
    ],
)
def test_a_damaged_document_is_refused_before_anything_is_taken(tmp_path, text):
    taken = []

    with pytest.raises(SourceError, match="not whole JSON") as caught:
        taken += read(tmp_path, text)

    assert taken == []
    assert caught.value.remedy


@pytest.mark.parametrize("document", [{"people": []}, {"cases": {"persons": []}}, "An", 7])
def test_a_document_of_another_shape_is_refused(tmp_path, document):
    with pytest.raises(SourceError, match="no list of records") as caught:
        read(tmp_path, json.dumps(document))

    assert "cases[].persons[]" in caught.value.remedy


def test_an_empty_list_is_a_list(tmp_path):
    assert read(tmp_path, {"cases": []}) == []


def test_a_value_longer_than_any_record_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json_stream, "_LONGEST_VALUE", 1 << 20)
    text = '{"cases": [{"persons": [{"ref": "' + "x" * (4 << 20) + '"}]}]}'

    with pytest.raises(SourceError, match="over 64 MiB"):
        read(tmp_path, text)


def test_a_document_nested_too_deeply_is_refused(tmp_path):
    deep = '{"x":' * 200_000 + "1" + "}" * 200_000

    with pytest.raises(SourceError, match="too deeply"):
        read(tmp_path, '{"cases": [{"persons": [{"ref": "1"}, ' + deep + "]}]}")


def test_a_list_is_found_between_other_members_of_any_size(tmp_path):
    document = {"a": ["x" * 200_000, {"cases": [1]}], "cases": [case({"ref": "1"})], "z": 1.5}

    assert locators(read(tmp_path, document)) == ["/cases/0/persons/0"]


@given(DOCUMENTS, st.integers(1, 40))
def test_a_document_is_the_same_wherever_its_chunks_end(tmp_path_factory, items, size):
    path = write(tmp_path_factory.mktemp("any"), json.dumps({"a": items, "b": items}), "a.json")
    whole = json_stream._CHUNK_BYTES
    json_stream._CHUNK_BYTES = size

    try:
        found = list(JsonItems(path, "utf-8", ["b"]))
    finally:
        json_stream._CHUNK_BYTES = whole

    assert found == json.loads(json.dumps(items), parse_int=str, parse_float=str)


def test_numbers_of_any_size_are_texts(tmp_path):
    batches = read(tmp_path, '{"cases": [{"no": 1.50, "persons": [{"ref": ' + "9" * 60 + "}]}]}")

    assert batches[0].columns == {"cases.no": ["1.50"], "ref": ["9" * 60]}


def test_a_record_is_given_back_as_json(tmp_path):
    (batch,) = read(tmp_path, {"cases": [case({"ref": "Đào"})]})

    assert json.loads(batch.raw(0)) == {"ref": "Đào"}


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(json_document, "BATCH_RECORDS", 10)

    batches = read(tmp_path, {"cases": [case(*({"ref": str(n)} for n in range(25)))]})

    assert [len(batch.locators) for batch in batches] == [10, 10, 5]
