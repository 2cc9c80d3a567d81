import json
import os

import pytest

from linkgraph.errors import LinkgraphError, MappingError, SourceError, UnknownName
from linkgraph.readers import find_mapping, open_intake
from tests.readers.taking import ORIGINATOR, mapping, persons, take, write

SIDECAR = {"originator": {"country": "ID", "agency": "Police"}, "handling": "H1"}


def test_the_sidecar_says_whose_it_is(tmp_path):
    path = write(tmp_path, "id,name\n1,An\n")
    write(tmp_path, json.dumps(SIDECAR), "export.csv.source.json")

    source = open_intake(path, persons()).source

    assert (str(source.originator), source.handling, source.tlp) == ("ID/Police", "H1", "RED")
    assert source.file == "export.csv"


def test_what_is_told_comes_before_the_sidecar(tmp_path):
    path = write(tmp_path, "id,name\n1,An\n")
    write(tmp_path, json.dumps(SIDECAR), "export.csv.source.json")

    source = open_intake(path, persons(), {"originator": "NZ", "handling": None, "tlp": ""}).source

    assert (str(source.originator), source.handling) == ("NZ", "H1")


def test_a_file_of_nobody_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no originator"):
        open_intake(write(tmp_path, "id,name\n"), persons())


def test_read_is_stored_and_rejected(tmp_path):
    text = "id,name\n1,An\n,Binh\n3\n\n4,Chi\n"

    taken = take(write(tmp_path, text), persons())

    assert taken.read == 4
    assert taken.locators == ["2", "6"]
    assert taken.codes == {"3": "missing_id", "4": "column_count"}


def test_the_same_file_gives_the_same_ids_whatever_it_is_called(tmp_path):
    first = take(write(tmp_path, "id,name\n1,An\n"), persons())
    second = take(write(tmp_path, "id,name\n1,An\n", "copy.csv"), persons())

    assert first.entities == second.entities


def test_unknown_role_words_are_counted(tmp_path):
    people = persons(roles=[{"of": "person", "column": "role"}])
    text = "id,name,role\n1,An,victim\n2,Binh,zzz\n3,Chi,\n4,Dao,yyy\n"

    taken = take(write(tmp_path, text), people)

    assert taken.unknown_roles == 2
    assert taken.unknown_role_places == (("role", "3"), ("role", "5"))


def test_a_way_of_reading_holds_where_the_mapping_states_none(tmp_path):
    path = write(tmp_path, "caller,called,start\n021123456,+64211234567,2026-01-01 10:00\n")

    taken = take(
        path, find_mapping("common/call_records"), reading={"zone": "UTC", "country": "NZ"}
    )

    assert taken.told("CALLED", "at") == ["2026-01-01T10:00:00Z"]
    assert taken.told("CALLED", "from_id") == ["phone:+6421123456"]


@pytest.mark.parametrize(
    "reading", [{"zone": "Mars/Base"}, {"order": "ydm"}, {"country": "Atlantis"}, {"colour": "x"}]
)
def test_a_way_of_reading_that_is_none_is_refused(tmp_path, reading):
    with pytest.raises(MappingError):
        open_intake(write(tmp_path, "id\n1\n"), persons(), ORIGINATOR, reading=reading)


def test_a_format_that_nobody_reads_is_refused(tmp_path):
    with pytest.raises(UnknownName, match="no format of that name"):
        open_intake(write(tmp_path, "x"), mapping(format="parquet"), ORIGINATOR)


def folder(tmp_path):
    (tmp_path / "a.csv").mkdir()


def nothing(tmp_path):
    assert not (tmp_path / "a.csv").exists()


def pipe(tmp_path):
    os.mkfifo(tmp_path / "a.csv")


def dangling(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "gone.csv")


TABLE = "id,name\n1,Đào\n2,Hải\n"
BAD_BYTES = {
    "empty": b"",
    "blank": b"\n\n\n",
    "heads alone": b"id,name\n",
    "heads and blanks": b"id,name\n\n,\n",
    "missing column": b"name\nAn\n",
    "half a wide text": TABLE.encode("utf-16")[:6],
    "zeros": bytes(5_000),
    "noise": bytes(n * n % 251 for n in range(4_000)),
    "archive": b"PK\x03\x04",
}


def holding(data):
    return lambda tmp_path: (tmp_path / "a.csv").write_bytes(data)


BAD_FILES = {"folder": folder, "missing": nothing, "pipe": pipe, "dangling link": dangling}
BAD_FILES |= {name: holding(data) for name, data in BAD_BYTES.items()}


@pytest.mark.parametrize("make", list(BAD_FILES.values()), ids=list(BAD_FILES))
def test_a_bad_file_gives_one_message_with_a_remedy_and_no_statement(tmp_path, make):
    make(tmp_path)
    batches = []

    with pytest.raises(LinkgraphError) as caught:
        batches += open_intake(tmp_path / "a.csv", persons(), ORIGINATOR).batches()

    assert batches == []
    assert caught.value.remedy
    assert caught.value.where
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_that_vanishes_before_it_is_read_is_told(tmp_path):
    path = write(tmp_path, TABLE)
    intake = open_intake(path, persons(), ORIGINATOR)
    path.unlink()

    with pytest.raises(SourceError, match="cannot be read"):
        list(intake.batches())


def test_utf_16_told_as_utf_8_is_refused(tmp_path):
    path = write(tmp_path, TABLE, encoding="utf-16")

    with pytest.raises(SourceError, match="not in the encoding that was told"):
        take(path, persons(), encoding="utf-8")


def test_utf_16_is_read_without_being_told(tmp_path):
    taken = take(write(tmp_path, TABLE, encoding="utf-16"), persons())

    assert taken.values("Person", "names") == [["Đào"], ["Hải"]]
