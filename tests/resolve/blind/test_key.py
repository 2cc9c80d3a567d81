import os
import re

import pytest

from linkgraph.errors import InputError
from linkgraph.resolve.blind import SharedKey, make_key, read_key
from linkgraph.resolve.blind.key import expand, extract
from tests.resolve.blind.people import KEY, OTHER_KEY


def test_extract_and_expand_are_those_of_the_rfc():
    secret = bytes.fromhex("0b" * 22)
    salt = bytes.fromhex("000102030405060708090a0b0c")
    info = bytes.fromhex("f0f1f2f3f4f5f6f7f8f9")

    key = extract(salt, secret)

    assert key.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    assert expand(key, info, 42).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def test_no_salt_is_a_salt_of_zeros():
    # The third case of RFC 5869.
    key = extract(b"", bytes.fromhex("0b" * 22))

    assert key.hex() == "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"
    assert expand(key, b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_more_than_the_rfc_gives_is_refused():
    with pytest.raises(ValueError, match="255"):
        expand(bytes(32), b"", 255 * 32 + 1)


def test_each_purpose_has_a_key_of_its_own():
    assert len({KEY.derive(purpose) for purpose in ("field name", "field sex", "check")}) == 3


def test_the_check_tells_keys_apart_and_is_no_part_of_them():
    assert KEY.check != OTHER_KEY.check
    assert KEY.check not in KEY.secret.hex()


def test_a_key_shows_itself_to_nobody():
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)


def test_a_key_made_is_a_key_read(tmp_path):
    make_key(tmp_path / "joint.key")

    key = read_key(tmp_path / "joint.key")

    assert isinstance(key, SharedKey)
    assert len(key.secret) == 32


def test_two_keys_made_are_two(tmp_path):
    make_key(tmp_path / "one.key")
    make_key(tmp_path / "two.key")

    assert read_key(tmp_path / "one.key") != read_key(tmp_path / "two.key")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no owner's mode")
def test_a_key_is_its_owners_alone(tmp_path):
    make_key(tmp_path / "joint.key")

    assert (tmp_path / "joint.key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_written_over(tmp_path):
    make_key(tmp_path / "joint.key")
    before = (tmp_path / "joint.key").read_bytes()

    with pytest.raises(InputError, match="never written over"):
        make_key(tmp_path / "joint.key")

    assert (tmp_path / "joint.key").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "correct horse battery staple",
        "linkgraph-blind-key-1:",
        "linkgraph-blind-key-1:" + "ab" * 31,
        "linkgraph-blind-key-1:" + "00" * 32,
        "linkgraph-blind-key-1:" + "zz" * 32,
        "linkgraph-blind-key-2:" + bytes(range(32)).hex(),
        "é" * 40,
        bytes(range(32)).hex(),
    ],
)
def test_what_can_be_guessed_or_is_cut_is_no_key(tmp_path, text):
    path = tmp_path / "joint.key"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as refused:
        read_key(path)

    assert "resolve key" in str(refused.value)
    assert not text or text not in str(refused.value)


def test_a_key_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(InputError, match=re.escape("cannot be read")):
        read_key(tmp_path / "none.key")
