"""Packed files: read as their content is, within bounds, and refused where they are damaged."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import SourceError
from linkgraph.readers import find_mapping, mapping_that_fits, unpacked
from linkgraph.readers.base import ReadOptions
from linkgraph.readers.json_document import JsonDocument
from linkgraph.readers.json_lines import JsonLines
from linkgraph.readers.unpacked import open_unpacked
from tests.readers.taking import persons, take, write

PEOPLE = "id,name\n1,An\n2,Binh\n3,\n"


def packed(text, level=9):
    return gzip.compress(text.encode(), level, mtime=0)


def content(path, size=-1):
    with open_unpacked(path) as file:
        if size < 0:
            return file.read()
        parts = iter(lambda: file.read(size), b"")
        return b"".join(parts)


@given(data=st.binary(max_size=200), size=st.sampled_from([-1, 1, 7, 1 << 16]))
def test_what_was_packed_comes_out_whatever_it_is(tmp_path_factory, data, size):
    path = tmp_path_factory.mktemp("packed") / "x.gz"
    path.write_bytes(gzip.compress(data, mtime=0))

    assert content(path, size) == data


@given(data=st.binary(max_size=200).filter(lambda data: data[:2] != b"\x1f\x8b"))
def test_what_is_not_packed_comes_as_it_is(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("plain") / "x.gz"
    path.write_bytes(data)

    assert content(path) == data


def test_a_packed_table_gives_what_the_table_gives(tmp_path):
    plain = take(write(tmp_path, PEOPLE), persons())
    told = take(write(tmp_path, packed(PEOPLE), "export.csv.gz"), persons())

    assert told.entities["Person"] == plain.entities["Person"]
    assert (told.read, told.locators, told.codes) == (plain.read, plain.locators, plain.codes)


def test_a_packed_file_is_told_by_its_first_bytes_and_not_by_its_name(tmp_path):
    assert take(write(tmp_path, packed(PEOPLE), "export.csv"), persons()).read == 3


def test_files_joined_when_packed_are_read_to_the_end(tmp_path):
    path = write(tmp_path, packed(PEOPLE) + packed("4,Chi\n"), "export.csv.gz")

    assert take(path, persons()).locators == ["2", "3", "4", "5"]


def test_an_encoding_of_two_bytes_a_letter_is_unpacked_too(tmp_path):
    path = write(tmp_path, gzip.compress(PEOPLE.encode("utf-16"), mtime=0), "export.csv.gz")

    assert take(path, persons()).values("Person", "names")[:2] == [["An"], ["Binh"]]


def test_json_is_unpacked_too(tmp_path):
    rows = [{"id": "1"}, {"id": "2"}]
    lines = write(tmp_path, packed("".join(f"{json.dumps(row)}\n" for row in rows)), "a.gz")
    whole = write(tmp_path, packed(json.dumps(rows)), "b.gz")

    for reader, path in ((JsonLines(), lines), (JsonDocument(), whole)):
        (batch,) = reader.read(path, ReadOptions(columns=("id",)))
        assert batch.columns["id"] == ["1", "2"]


def test_a_banks_statement_is_unpacked_too(tmp_path):
    text = '<?xml version="1.0"?><Document><BkToCstmrStmt></BkToCstmrStmt></Document>'
    path = write(tmp_path, packed(text), "statement.xml.gz")

    with pytest.raises(SourceError, match="no record"):
        take(path, find_mapping("common/camt053"))


@pytest.mark.parametrize("cut", [12, 30, -9, -1])
def test_a_file_cut_short_is_refused(tmp_path, cut):
    path = write(tmp_path, packed(PEOPLE * 9, 0)[:cut], "export.csv.gz")

    with pytest.raises(SourceError, match="damaged or cut short") as told:
        take(path, persons())

    assert told.value.where == "export.csv.gz"


@pytest.mark.parametrize("at", [14, -6])
def test_a_damaged_file_is_refused(tmp_path, at):
    data = bytearray(packed(PEOPLE * 9))
    data[at] ^= 0xFF

    with pytest.raises(SourceError, match="damaged"):
        take(write(tmp_path, bytes(data), "export.csv.gz"), persons())


def test_a_file_made_to_fill_a_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacked, "_HARMLESS_BYTES", 1 << 16)
    path = write(tmp_path, packed(PEOPLE + "5,An\n" * 1_000_000), "export.csv.gz")
    assert path.stat().st_size * unpacked.MOST_TIMES < 5_000_000

    with pytest.raises(SourceError, match="200 times its size"):
        take(path, persons())


@pytest.mark.parametrize("size", [-1, 1 << 30])
def test_no_more_is_unpacked_at_once_than_a_bomb_may_hold(tmp_path, monkeypatch, size):
    monkeypatch.setattr(unpacked, "_HARMLESS_BYTES", 1 << 16)
    path = write(tmp_path, gzip.compress(bytes(50_000_000), mtime=0), "export.csv.gz")

    with open_unpacked(path) as file, pytest.raises(SourceError, match="no table does"):
        file.read(size)


def test_a_little_that_unpacks_to_much_is_no_bomb(tmp_path):
    path = write(tmp_path, packed(PEOPLE + "5,An\n" * 50_000), "export.csv.gz")

    assert take(path, persons()).read == 50_003


def test_the_ending_of_a_packed_file_counts_for_nothing():
    plain = mapping_that_fits("transactions.csv")

    assert plain is not None
    assert mapping_that_fits("Transactions.CSV.GZ") == plain
    assert mapping_that_fits("transactions.zip") is None
