import base64
import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.resolve.blind import (
    HARDENINGS,
    THRESHOLD,
    BlindRecord,
    Settings,
    encode_records,
    write_encoding,
)
from linkgraph.resolve.blind.encode import _chosen
from tests.resolve.blind.people import ANN, BEN, KEY, NONCE, OTHER_KEY, encoded, names, records

each_hardening = pytest.mark.parametrize("hardening", HARDENINGS)


def dice(one, other):
    one, other = np.unpackbits(one), np.unpackbits(other)
    return 2 * int((one & other).sum()) / int(one.sum() + other.sum())


@each_hardening
def test_a_row_is_as_wide_as_the_settings_say(hardening):
    made = Settings(hardening=hardening)

    bits, kept = encode_records([ANN, BEN], KEY, made)

    assert bits.shape == (2, made.bits // 8)
    assert bits.dtype == np.uint8
    assert kept == [0, 1]


@settings(max_examples=25, deadline=None)
@given(records(), st.sampled_from(HARDENINGS))
def test_the_same_record_is_the_same_bits_under_the_same_key(record, hardening):
    made = Settings(hardening=hardening)

    (one,), _ = encode_records([record], KEY, made)
    (other,), _ = encode_records([ANN, record], KEY, made)[0][1:], None

    assert np.array_equal(one, other)


@settings(max_examples=25, deadline=None)
@given(records(), records(), st.sampled_from(HARDENINGS))
def test_under_another_key_a_record_is_as_like_itself_as_a_stranger(record, stranger, hardening):
    made = Settings(hardening=hardening)
    (mine,), _ = encode_records([record], KEY, made)

    (again,), _ = encode_records([record], OTHER_KEY, made)

    # Two random sets of bits that are as full as these share no more by chance.
    full = max(np.unpackbits(mine).mean(), np.unpackbits(again).mean())
    assert dice(mine, again) < full + 0.15


def test_encodings_of_earlier_versions_still_match():
    # Whoever changes what a record becomes raises the version of the weights.
    bits, _ = encode_records([BEN], KEY)

    assert hashlib.sha256(bits.tobytes()).hexdigest()[:16] == "9c1627de7f817100"


def test_other_settings_are_as_another_key():
    plain, salted = (
        encode_records([ANN], KEY, Settings(hardening="none", salt=salt))[0][0]
        for salt in ("none", "birth-year")
    )

    assert dice(plain, salted) < 0.25


def test_a_letter_wrong_leaves_much_alike_and_a_stranger_little():
    typed = BlindRecord(
        "2", names=("Nguyen Thi Dap",), birth_dates=ANN.birth_dates, documents=ANN.documents
    )

    bits, _ = encode_records([ANN, typed, BEN], KEY)

    assert dice(bits[0], bits[1]) > 0.65
    assert dice(bits[0], bits[2]) < 0.45


def test_salted_by_birth_year_another_year_is_another_person():
    older = BlindRecord("2", names=ANN.names, birth_dates=("1989-03-07",), documents=ANN.documents)

    bits, _ = encode_records([ANN, older], KEY, Settings(salt="birth-year"))

    assert dice(bits[0], bits[1]) < 0.45


@settings(max_examples=50, deadline=None)
@given(names)
def test_a_name_alone_never_reaches_the_threshold(name):
    one, other = BlindRecord("1", names=(name,)), BlindRecord("2", names=(name,))

    bits, _ = encode_records([one, other], KEY, nonce=NONCE)

    assert dice(bits[0], bits[1]) < THRESHOLD


@settings(max_examples=25, deadline=None)
@given(names)
def test_a_name_with_year_of_birth_and_sex_never_reaches_the_threshold(name):
    one, other = (BlindRecord(n, names=(name,), birth_dates=("1990",), sex=("male",)) for n in "12")

    bits, _ = encode_records([one, other], KEY, nonce=NONCE)

    assert dice(bits[0], bits[1]) < THRESHOLD


@settings(max_examples=25, deadline=None)
@given(names)
def test_a_name_and_whole_date_of_birth_pass_it(name):
    one, other = (BlindRecord(n, names=(name,), birth_dates=("1990-03-07",)) for n in "12")

    bits, _ = encode_records([one, other], KEY, nonce=NONCE)

    assert dice(bits[0], bits[1]) > THRESHOLD


def test_a_record_that_says_nothing_is_left_out():
    bits, kept = encode_records([BlindRecord("1", sex=("male",)), ANN], KEY)

    assert kept == [1]
    assert len(bits) == 1


@pytest.mark.parametrize("people", [[], [BlindRecord("1", sex=("male",))]])
def test_nobody_to_encode_is_an_error(people):
    with pytest.raises(InputError, match="no record to encode"):
        encode_records(people, KEY)


def test_more_than_a_chunk_is_encoded_as_one_by_one():
    people = [
        BlindRecord(str(n), names=("A B",), birth_dates=("1990-01-01",), documents=(f"{n:08d}",))
        for n in range(2050)
    ]

    bits, kept = encode_records(people, KEY)

    assert kept == list(range(2050))
    assert np.array_equal(bits[2049], encode_records(people[2049:], KEY)[0][0])


def test_a_given_nonce_gives_the_same_bytes_and_a_random_one_does_not():
    person = [BlindRecord("1", names=("Ann Lee",))]

    first, again = (encode_records(person, KEY, nonce=NONCE)[0] for _ in range(2))
    other, _ = encode_records(person, KEY)

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_each_mixed_bit_is_of_six_different_ones_and_all_are_used():
    chosen = np.array(_chosen(b"k" * 32, 2048)).T

    assert chosen.shape == (2048, 6)
    assert all(len(set(row)) == 6 for row in chosen.tolist())
    assert len(np.unique(chosen)) > 3800


@each_hardening
def test_nothing_of_a_record_stands_in_the_file(tmp_path, hardening):
    made = Settings(hardening=hardening)
    path = tmp_path / "a.enc"
    write_encoding(path, encoded([ANN, BEN], settings=made, ids=["0" * 15 + d for d in "12"]))

    told = path.read_bytes()

    said = [
        value.encode()
        for record in (ANN, BEN)
        for field in ("names", "birth_dates", "nationalities", "documents", "phones")
        for value in getattr(record, field)
        if len(value) > 2
    ]
    said += [record.id.encode() for record in (ANN, BEN)]
    said += [b"nguyen thi dao", b"nguyen", b"vignesh", b"subramaniam", b"19900307", b"12345678"]
    for value in said:
        for form in forms_of(value):
            assert form not in told


def forms_of(value):
    """Return a value as it stands, in hex, base64, and hashed without a key."""
    digests = [hashlib.new(name, value) for name in ("md5", "sha1", "sha256", "blake2b")]
    hashes = [part for d in digests for part in (d.digest()[:8], d.hexdigest()[:16].encode())]
    coded = base64.b64encode(value).rstrip(b"=")[:-1]
    return [
        value,
        value.upper(),
        value.hex().encode(),
        *([coded] if len(coded) > 4 else []),
        *hashes,
    ]


def test_the_header_tells_settings_and_count_alone(tmp_path):
    path = tmp_path / "a.enc"
    write_encoding(path, encoded([ANN], ids=["0" * 16]))

    header = path.read_bytes().split(b"\n")[1]

    assert header == (
        b'{"key_check": "%s", "records": 1, "settings":'
        b' {"hardening": "diffusion", "salt": "none", "weights": 1}}' % KEY.check.encode()
    )
