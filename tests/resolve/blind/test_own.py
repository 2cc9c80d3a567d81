import csv
import os

import numpy as np
import pytest

from linkgraph.errors import InputError
from linkgraph.resolve.blind import (
    BlindRecord,
    Settings,
    encode_records,
    encode_to,
    match_encodings,
    read_encoding,
)
from tests.resolve.blind.people import ANN, BEN, KEY


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_leads_each_id_to_its_record(tmp_path):
    made = encode_to([ANN, BEN], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")

    encoding = read_encoding(tmp_path / "a.enc")
    owners = {row["opaque_id"]: row["record_id"] for row in rows(tmp_path / "a.csv")}
    bits = dict(zip(encoding.ids, encoding.bits, strict=True))
    assert sorted(owners.values()) == ["a-1", "b-1"]
    assert sorted(owners) == encoding.ids
    assert (made.encoded, made.left_out) == (2, 0)
    for record in (ANN, BEN):
        (row,) = encode_records([record], KEY)[0]
        (one,) = [opaque for opaque, owner in owners.items() if owner == record.id]
        if record is ANN:
            assert np.array_equal(bits[one], row)


def test_the_same_records_get_other_ids_and_another_order(tmp_path):
    people = [BlindRecord(str(n), documents=(f"{n:08d}",)) for n in range(50)]
    for name in "ab":
        encode_to(people, KEY, output=tmp_path / f"{name}.enc", table=tmp_path / f"{name}.csv")

    first, other = rows(tmp_path / "a.csv"), rows(tmp_path / "b.csv")

    assert not {r["opaque_id"] for r in first} & {r["opaque_id"] for r in other}
    orders = [[r["record_id"] for r in table] for table in (first, other)]
    assert orders[0] != orders[1]
    assert orders[0] != sorted(orders[0], key=int)


def test_two_agencies_find_the_one_they_both_have(tmp_path):
    theirs = BlindRecord(
        "x-9",
        names=("NGUYEN THI DAO",),
        birth_dates=("1990-03-07",),
        documents=("C1234567",),
    )
    encode_to([ANN, BEN], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")
    encode_to([theirs], KEY, output=tmp_path / "b.enc", table=tmp_path / "b.csv")

    ((left, right, score),) = match_encodings(
        read_encoding(tmp_path / "a.enc"), read_encoding(tmp_path / "b.enc")
    )

    assert {r["opaque_id"]: r["record_id"] for r in rows(tmp_path / "a.csv")}[left] == "a-1"
    assert {r["opaque_id"]: r["record_id"] for r in rows(tmp_path / "b.csv")}[right] == "x-9"
    assert 0.6 < score <= 1


def test_records_that_say_too_little_are_counted(tmp_path):
    people = [ANN, BlindRecord("1", sex=("male",)), BlindRecord("2")]

    made = encode_to(people, KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")

    assert (made.encoded, made.left_out) == (1, 2)
    assert [row["record_id"] for row in rows(tmp_path / "a.csv")] == ["a-1"]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no owner's mode")
@pytest.mark.parametrize("name", ["a.enc", "a.csv"])
def test_both_files_are_their_owners_alone(tmp_path, name):
    encode_to([ANN], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")

    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("there", ["a.enc", "a.csv"])
def test_nothing_is_written_over(tmp_path, there):
    (tmp_path / there).write_text("mine", encoding="utf-8")

    with pytest.raises(InputError, match="a file already"):
        encode_to([ANN], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")

    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


def test_nobody_to_encode_writes_nothing(tmp_path):
    with pytest.raises(InputError, match="no record"):
        encode_to([], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        encode_to([ANN], KEY, output=tmp_path / "no" / "a.enc", table=tmp_path / "a.csv")


def test_the_settings_go_into_the_file(tmp_path):
    made = Settings(hardening="fold", salt="birth-year")

    encode_to([ANN], KEY, output=tmp_path / "a.enc", table=tmp_path / "a.csv", settings=made)

    assert read_encoding(tmp_path / "a.enc").settings == made
