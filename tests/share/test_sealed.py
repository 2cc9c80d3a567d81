"""Every changed byte of a sealed file is noticed and named, in the form and when encrypted."""

import hashlib
import io
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import PackageAltered, PackageError
from linkgraph.share.ciphers import decrypt, encrypt
from linkgraph.share.keys import make_key
from linkgraph.share.sealed import BEGINNING, Stream, manifest_bytes, sealed, unseal

NAMES = {
    "beginning": "beginning",
    "part 1": "part 1",
    "part 2": "part 2",
    "manifest": "manifest or signature",
    "signature": "manifest or signature",
    "signer": "signer",
    "length": {"length", "manifest or signature", "part 1", "parts"},
    "end": "end",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A sealed file: (bytes, where each region begins, its giver's and its receiver's keys)."""
    folder = tmp_path_factory.mktemp("keys")
    giver, receiver = (make_key(name, folder=folder) for name in ("NZ/Police", "MY/PDRM"))
    parts = [
        ({"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}, data)
        for data in (b"first part " * 20, b"second part " * 30)
    ]
    pieces = list(sealed({"form": 1, "kind": "package", "id": "x"}, parts, giver))
    starts, at = {}, 0
    for name, piece in zip(NAMES, pieces, strict=True):
        starts[name] = at
        at += len(piece)
    return b"".join(pieces), starts | {"": at}, giver, receiver


def check(plain, giver):
    known = {giver.public.signing: giver.public}
    return unseal(io.BytesIO(plain), known.get)


def region_of(at, starts):
    names = list(starts)
    return next(a for a, b in pairwise(names) if starts[a] <= at < starts[b])


def test_a_sealed_file_opens_as_it_was_made(made):
    plain, starts, giver, _ = made

    opened = check(plain, giver)

    assert opened.signer == giver.public
    assert opened.manifest["id"] == "x"
    assert list(opened.offsets) == [starts["part 1"], starts["part 2"]]
    assert plain.startswith(BEGINNING)


def test_each_changed_byte_is_noticed_and_its_part_named(made):
    plain, starts, giver, _ = made

    for at in range(len(plain)):
        changed = plain[:at] + bytes([plain[at] ^ 1]) + plain[at + 1 :]
        with pytest.raises(PackageError) as told:
            check(changed, giver)
        name = NAMES[region_of(at, starts)]
        assert told.value.where in ({name} if isinstance(name, str) else name), at


@settings(max_examples=300)
@given(st.data())
def test_any_change_at_all_is_noticed(made, data):
    plain, _, giver, _ = made
    at = data.draw(st.integers(0, len(plain)))
    gone = data.draw(st.integers(0, 40))
    new = data.draw(st.binary(max_size=40))
    changed = plain[:at] + new + plain[at + gone :]

    if changed != plain:
        with pytest.raises(PackageError):
            check(changed, giver)


def test_a_file_cut_short_anywhere_is_noticed(made):
    plain, starts, giver, _ = made

    for at in sorted({0, 1, *starts.values(), *range(0, len(plain), 37)} - {len(plain)}):
        with pytest.raises(PackageAltered):
            check(plain[:at], giver)


def test_parts_in_another_order_or_twice_are_noticed(made):
    plain, starts, giver, _ = made
    first = plain[starts["part 1"] : starts["part 2"]]
    second = plain[starts["part 2"] : starts["manifest"]]
    head, rest = plain[: starts["part 1"]], plain[starts["manifest"] :]

    more = first + second + b"more"
    for parts in (second + first, first + first + second, more, first, second, b""):
        with pytest.raises(PackageAltered) as told:
            check(head + parts + rest, giver)
        assert told.value.where.startswith("part")


def test_what_nobody_trusted_signed_is_refused(made):
    plain, _, _, receiver = made

    with pytest.raises(PackageError, match="trusts") as told:
        check(plain, receiver)

    assert told.value.where == "signer"


@pytest.mark.parametrize(
    ("header", "where"),
    [
        ({"form": 2, "kind": "package"}, "manifest"),
        ({"form": 1, "kind": "letter"}, "manifest"),
        ({"form": 1}, "manifest"),
    ],
)
def test_what_is_well_signed_and_no_package_is_refused(made, header, where):
    _, _, giver, _ = made

    with pytest.raises(PackageError, match="this is no package or recall") as told:
        check(b"".join(sealed(header, [], giver)), giver)

    assert told.value.where == where


def well_signed(manifest, giver, parts=b""):
    """Return a file as a giver would make it who signs anything."""
    signature = giver.sign(b"linkgraph sealed manifest 1\x00" + manifest)
    length = len(manifest).to_bytes(8, "big")
    signer = bytes.fromhex(giver.public.signing)
    end = b"\nlinkgraph sealed end\n"
    return BEGINNING + parts + manifest + signature + signer + length + end


NOTHING = hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    "manifest",
    [
        b"no json", b"[]", b"7", b"null", b"[" * 60_000, b'{"form": 1}',
        *(
            json.dumps({"form": 1, "kind": "package", "parts": parts}).encode()
            for parts in (
                None, {}, "x", [1], [None], [{}],
                [{"bytes": 0, "sha256": NOTHING}],
                [{"bytes": -1, "sha256": NOTHING}],
                [{"bytes": "1", "sha256": hashlib.sha256(b"x").hexdigest()}],
                [{"bytes": True, "sha256": hashlib.sha256(b"x").hexdigest()}],
                [{"bytes": 1}],
            )
        ),
    ],
)  # fmt: skip
def test_a_manifest_of_another_form_is_refused_though_it_is_well_signed(made, manifest):
    _, _, giver, _ = made
    good = {"form": 1, "kind": "package", "parts": [{"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}]}  # fmt: skip
    assert check(well_signed(json.dumps(good).encode(), giver, b"x"), giver).signer == giver.public

    for parts in (b"x", b""):
        with pytest.raises(PackageError):
            check(well_signed(manifest, giver, parts), giver)


def test_a_manifest_longer_than_any_is_refused_before_it_is_read(made, monkeypatch):
    plain, starts, giver, _ = made
    length = starts["signature"] - starts["manifest"]

    monkeypatch.setattr("linkgraph.share.sealed._MOST_MANIFEST_BYTES", length)
    assert check(plain, giver).signer == giver.public
    monkeypatch.setattr("linkgraph.share.sealed._MOST_MANIFEST_BYTES", length - 1)
    with pytest.raises(PackageAltered) as told:
        check(plain, giver)

    assert told.value.where == "length"


def test_equal_manifests_are_equal_bytes():
    told = {"id": "x", "to": "MY/ตำรวจ"}

    made = manifest_bytes(told, [{"bytes": 1, "sha256": "0"}])

    assert made == manifest_bytes(dict(reversed(told.items())), [{"sha256": "0", "bytes": 1}])
    assert json.loads(made)["to"] == told["to"]


def test_each_changed_byte_of_the_encrypted_file_is_noticed(made):
    plain, _, _, receiver = made
    held = io.BytesIO()
    encrypt(Stream([plain]), held, receiver.public.encryption)
    packed = held.getvalue()

    def opens(data):
        decrypt(io.BytesIO(data), io.BytesIO(), receiver.identity)

    opens(packed)
    for at in range(len(packed)):
        with pytest.raises(PackageError) as told:
            opens(packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :])
        assert told.value.where == "encryption"
    for at in range(0, len(packed), 41):
        with pytest.raises(PackageError):
            opens(packed[:at])


def test_what_goes_wrong_while_parts_are_made_is_told_as_it_is(made):
    _, _, _, receiver = made

    def broken():
        yield b"x"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        encrypt(Stream(broken()), io.BytesIO(), receiver.public.encryption)


def test_a_stream_gives_its_pieces_in_any_size():
    assert Stream([b"ab", b"", b"cde"]).read() == b"ab"
    stream = Stream([b"abc", b"de"])

    assert [stream.read(2) for _ in range(5)] == [b"ab", b"c", b"de", b"", b""]
