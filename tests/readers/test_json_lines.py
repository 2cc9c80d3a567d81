import json

import pytest

from linkgraph.readers.base import ReadOptions
from linkgraph.readers.json_lines import JsonLines
from tests.readers.taking import mapping, take, write


def read(folder, text, **options):
    found = {"columns": ("id", "name.full")} | options
    (batch,) = JsonLines().read(write(folder, text), ReadOptions(**found))
    return batch


def codes(batch):
    return {one.locator: one.code for one in batch.rejected}


def test_fields_are_named_by_their_path(tmp_path):
    batch = read(tmp_path, '{"id": "1", "name": {"full": "An", "also": ["A", "B"]}}\n')

    assert batch.locators == ["1"]
    assert batch.columns == {"id": ["1"], "name.full": ["An"], "name.also": [["A", "B"]]}


def test_records_of_different_make_up_share_columns(tmp_path):
    batch = read(tmp_path, '{"id": "1"}\r\n\r\n{"id": "2", "sex": null, "old": true}\r\n')

    assert batch.locators == ["1", "3"]
    assert batch.columns == {"id": ["1", "2"], "sex": [None, None], "old": [None, "true"]}


def test_numbers_stay_the_text_they_are(tmp_path):
    batch = read(tmp_path, '{"id": 12345678901234567890, "sum": 807.360, "n": 1e5}\n')

    assert batch.columns == {"id": ["12345678901234567890"], "sum": ["807.360"], "n": ["1e5"]}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id": "1", "name"', "bad_json"),
        ("no json", "bad_json"),
        ('{"id": "1", "id": "2"}', "bad_json"),
        ('{"id": "1", "name": {"full": "A", "full": "B"}}', "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"name":' * 20_000 + "1" + "}" * 20_000, "bad_json"),
        ('"An"', "wrong_type"),
        ("[1, 2]", "wrong_type"),
        ("null", "wrong_type"),
        ('{"id": {"full": "1"}}', "wrong_type"),
        ('{"id": "1", "name": "An"}', "wrong_type"),
        ('{"id": "1", "name": ["An"]}', "wrong_type"),
        ('{"id": "1", "name": {"full": ["An", {"x": 1}]}}', "wrong_type"),
        (r'{"id": "1\u0000"}', "control_char"),
        (r'{"id\u0007": "1"}', "control_char"),
        (r'{"id": "1", "other": ["\u001b"]}', "control_char"),
        (r'{"id": "\ud800"}', "control_char"),
        ('{"id": "1\x08"}', "control_char"),
    ],
)
def test_a_line_that_is_no_record_is_set_aside(tmp_path, line, code):
    batch = read(tmp_path, f'{line}\n{{"id": "2"}}\n')

    assert codes(batch) == {"1": code}
    assert batch.locators == ["2"]
    batch.rejected[0].raw.encode()


def test_bytes_that_are_no_text_set_their_line_aside(tmp_path):
    good = '{"id": "1", "name": {"full": "Đào"}}\n'.encode()

    assert codes(read(tmp_path, good * 9 + b'{"id": "\xff"}\n')) == {"10": "bad_encoding"}


def test_the_column_at_fault_is_named(tmp_path):
    (one,) = read(tmp_path, '{"id": "1", "name": 7}\n').rejected

    assert one.column == "name.full"
    assert "7" not in one.reason


def test_a_record_is_given_back_as_it_came(tmp_path):
    line = '{"id":  "1", "name": {"full": "Đào"}}'

    assert read(tmp_path, f"  {line} \n").raw(0) == line


def test_a_mention_must_be_a_list_of_objects(tmp_path):
    lines = [
        '{"id": "1", "kin": "see file"}',
        '{"id": "2", "kin": ["x"]}',
        '{"id": "3", "kin": []}',
    ]

    batch = read(tmp_path, "\n".join(lines), nested=("kin",))

    assert codes(batch) == {"1": "wrong_type", "2": "wrong_type"}
    assert batch.locators == ["3"]


def test_a_person_of_nested_json_has_all_that_is_said(tmp_path):
    record = {
        "id": "VN-1",
        "name": {"full": "Nguyễn Thị Đào", "also": ["Chị Đào", None]},
        "papers": {"passport": "B8728617"},
        "reach": {"phones": ["+84 957 864 017", "0912345678"]},
        "kin": [{"name": "Lê Văn Hải", "how": "chồng"}, {"how": "bạn"}],
    }
    people = mapping(
        format="jsonl",
        required=["id"],
        defaults={"country": "VN"},
        entities={
            "person": {
                "schema": "Person",
                "keys": "id",
                "properties": {"names": "name.full", "aliases": "name.also"},
            },
            "passport": {
                "schema": "IdentityDocument",
                "properties": {
                    "number": "papers.passport",
                    "document_kind": {"literal": "passport"},
                },
            },
            "phone": {"schema": "Phone", "properties": {"number": "reach.phones"}},
        },
        links=[
            {"schema": "USES", "from": "person", "to": "phone"},
            {"schema": "HOLDS", "from": "person", "to": "passport"},
        ],
        mentions=[
            {
                "path": "kin",
                "entities": {"other": {"schema": "Person", "properties": {"names": "name"}}},
                "links": [
                    {
                        "schema": "FAMILY_OF",
                        "from": "person",
                        "to": "other",
                        "when": {"column": "how", "equals": "chồng"},
                        "properties": {"relationship": "how"},
                    }
                ],
            }
        ],
    )

    taken = take(write(tmp_path, json.dumps(record), "a.jsonl"), people)

    assert taken.values("Person", "names") == [["Nguyễn Thị Đào"], ["Lê Văn Hải"]]
    assert taken.values("Person", "aliases")[0] == ["Chị Đào"]
    assert taken.values("Phone", "id") == ["phone:+84957864017", "phone:+84912345678"]
    assert taken.values("IdentityDocument", "id") == ["passport:B8728617"]
    assert taken.told("FAMILY_OF", "relationship") == ["chồng"]
    assert taken.locators == ["1", "1/kin/0", "1/kin/1"]
    assert taken.read == 1
