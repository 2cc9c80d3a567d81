import json
import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.resolve.blind import Settings, new_ids, read_encoding, write_encoding
from tests.resolve.blind.people import ANN, BEN, KEY, encoded


@pytest.fixture
def path(tmp_path):
    write_encoding(tmp_path / "a.enc", encoded([ANN, BEN], ids=["0" * 15 + d for d in "12"]))
    return tmp_path / "a.enc"


def test_what_is_written_is_read(path):
    made = encoded([ANN, BEN], ids=["0" * 15 + d for d in "12"])

    read = read_encoding(path)

    assert (read.ids, read.settings, read.key_check) == (made.ids, Settings(), KEY.check)
    assert np.array_equal(read.bits, made.bits)


def test_ids_are_random_sorted_and_differ():
    first, again = new_ids(100), new_ids(100)

    assert first == sorted(set(first))
    assert not set(first) & set(again)
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in first)


@given(cut=st.integers(min_value=0))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_anywhere_is_refused(path, cut):
    whole = path.read_bytes()
    part = path.with_name("cut.enc")
    part.write_bytes(whole[: cut % len(whole)])

    with pytest.raises(InputError) as refused:
        read_encoding(part)

    assert refused.value.where == "cut.enc"


@given(at=st.integers(min_value=0))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_changed_anywhere_is_refused(path, at):
    whole = bytearray(path.read_bytes())
    whole[at % len(whole)] ^= 1
    other = path.with_name("changed.enc")
    other.write_bytes(bytes(whole))

    with pytest.raises(InputError):
        read_encoding(other)


def test_more_bytes_than_stated_are_refused(path):
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(InputError, match="cut short or changed"):
        read_encoding(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"left,right\n",
        b"\x89PNG\r\n",
        b"linkgraph-encoding 2\n{}\n",
        pickle.dumps({"settings": 1}),
    ],
)
def test_what_is_no_encoding_is_refused(tmp_path, content):
    path = tmp_path / "x.enc"
    path.write_bytes(content)

    with pytest.raises(InputError, match="no encoding"):
        read_encoding(path)


KNOWN = {"hardening": "none", "salt": "none", "weights": 1}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "[" * 4000,
        "[]",
        "{}",
        {"settings": KNOWN, "key_check": "x", "records": -1},
        {"settings": KNOWN, "key_check": "x", "records": 0},
        {"settings": KNOWN, "key_check": "x", "records": 10**18},
        {"settings": KNOWN, "key_check": "x", "records": True},
        {"settings": KNOWN, "key_check": "x", "records": "5"},
        {"settings": KNOWN | {"weights": 2}, "key_check": "x", "records": 1},
        {"settings": KNOWN | {"salt": ["none"]}, "key_check": "x", "records": 1},
        {"settings": KNOWN | {"more": 1}, "key_check": "x", "records": 1},
        {"settings": None, "key_check": "x", "records": 1},
    ],
)
def test_a_header_that_lies_is_refused_and_read_no_further(tmp_path, header):
    path = tmp_path / "x.enc"
    text = header if isinstance(header, str) else json.dumps(header)
    path.write_bytes(b"linkgraph-encoding 1\n" + text.encode() + b"\n" + bytes(600))

    with pytest.raises(InputError) as refused:
        read_encoding(path)

    assert refused.value.where == "x.enc"


def test_one_id_twice_is_refused(tmp_path):
    write_encoding(tmp_path / "x.enc", encoded([ANN, BEN], ids=["0" * 16] * 2))

    with pytest.raises(InputError, match="one id"):
        read_encoding(tmp_path / "x.enc")


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_encoding(tmp_path / "none.enc")


def test_a_header_asks_for_no_more_memory_than_the_file_has(tmp_path):
    path = tmp_path / "x.enc"
    header = json.dumps({"settings": KNOWN, "key_check": "x", "records": 40_000_000})
    path.write_bytes(b"linkgraph-encoding 1\n" + header.encode() + b"\n" + bytes(600))

    tracemalloc.start()
    with pytest.raises(InputError, match="cut short"):
        read_encoding(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 1_000_000


def test_a_folder_is_no_encoding(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_encoding(tmp_path)


def test_the_digest_told_is_the_one_that_ends_the_file(tmp_path):
    told = write_encoding(tmp_path / "x.enc", encoded([ANN], ids=["0" * 16]))

    assert (tmp_path / "x.enc").read_bytes()[-32:].hex() == told
