import json
import os

import pytest

from linkgraph.case import create_case
from linkgraph.errors import InputError
from linkgraph.share.ciphers import new_identity, new_signer
from linkgraph.share.keys import (
    OwnKey,
    PublicKey,
    is_locked,
    keys_folder,
    make_key,
    open_key,
    read_public_key,
)

WORD = "six wide rivers"
# As a partner has it on record, with what was read out by telephone.
GIVEN = {
    "linkgraph_public_key": 1,
    "owner": "NZ/Immigration",
    "signing": "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
    "encryption": "age1rdte424yg67nk9yrtkt9ee7n28cvcznylyvdf3k2nvrn90uyhgrs8clwvk",
    "proof": "8667bd7b650a9f0b14a1f23ed9a05789545078a17d7eb207312aecaef1975710"
    "69b919d4666ec8c235dd078ed612401e1e0c64dded0631fff6054a14c9c28704",
}
READ_OUT = "34477 04534 89047 69743 60977 68069 51378 63602"


def signed_by_itself(owner, recipient):
    """Return the public key of somebody who signs anything."""
    signer, public = new_signer()
    return OwnKey(PublicKey(owner, public.hex(), recipient), signer, "", b"").public_text()


def test_a_key_is_read_as_it_was_made(keys):
    made = make_key("NZ/Immigration")

    read = open_key("NZ/Immigration")

    assert read == made
    assert read.public.signed(b"text", read.sign(b"text"))
    assert not read.public.signed(b"another", read.sign(b"text"))
    assert not read.public.signed(b"text", b"short")


@pytest.mark.skipif(os.name != "posix", reason="the system knows no owners")
def test_a_key_is_for_its_owners_eyes_only(keys):
    make_key("NZ/Immigration")
    (file,) = keys_folder().iterdir()

    assert file.stat().st_mode & 0o777 == 0o600
    assert keys_folder().stat().st_mode & 0o077 == 0
    for others in (0o040, 0o004, 0o020, 0o010):
        file.chmod(0o600 | others)
        with pytest.raises(InputError, match="others may read"):
            open_key("NZ/Immigration")


def test_a_key_shows_nothing_of_itself(keys):
    made = make_key("NZ/Immigration")

    for shown in (repr(made), str(made), made.public_text(), repr(made.public)):
        for secret in (made.signer, made.secret):
            assert secret.hex() not in shown
            assert repr(secret) not in shown
        assert made.identity not in shown


def test_a_passphrase_locks_a_key(keys):
    made = make_key("NZ/Immigration", passphrase=WORD)
    (file,) = keys_folder().iterdir()

    assert made.signer.hex().encode() not in file.read_bytes()
    assert is_locked("NZ/Immigration")
    assert open_key("NZ/Immigration", passphrase=WORD) == made
    with pytest.raises(InputError, match="needs its passphrase"):
        open_key("NZ/Immigration")
    with pytest.raises(InputError, match="wrong"):
        open_key("NZ/Immigration", passphrase=WORD[1:])


def test_a_key_without_a_passphrase_is_not_locked(keys):
    assert not is_locked("NZ/Immigration")
    make_key("NZ/Immigration")
    assert not is_locked("NZ/Immigration")


def test_a_key_is_never_written_over(keys):
    make_key("NZ/Immigration")

    with pytest.raises(InputError, match="already"):
        make_key("NZ/Immigration")


def test_two_agencies_have_keys_of_their_own(keys):
    one, two = make_key("NZ/Immigration"), make_key("NZ/Police")

    assert one.public.fingerprint != two.public.fingerprint
    assert open_key("NZ/Police") == two


def test_a_key_does_not_belong_into_a_cases_folder(tmp_path, monkeypatch):
    create_case(tmp_path / "case", jurisdiction="NZ", agency="Police").close()

    for inside in ("case", "case/keys/deep"):
        monkeypatch.setenv("LINKGRAPH_KEYS", str(tmp_path / inside))
        with pytest.raises(InputError, match="copied"):
            make_key("NZ/Police")

    assert not list((tmp_path / "case").rglob("*.key"))


def test_a_missing_key_says_how_to_make_one(keys):
    with pytest.raises(InputError, match="cannot be read") as told:
        open_key("NZ/Immigration")

    assert "share key make" in told.value.remedy


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"linkgraph_own_key": 1}', '{"linkgraph_own_key": 1, "owner": "NZ", "public": "", "recipient": "", "signer": "xy", "identity": "", "secret": ""}', '{"linkgraph_own_key": 1, "owner": "NZ/Immigration", "public": "", "recipient": "", "signer": 7, "identity": "", "secret": ""}', "[" * 60_000])  # fmt: skip
def test_what_is_no_key_is_said(keys, text):
    make_key("NZ/Immigration")
    (file,) = keys_folder().iterdir()
    file.write_text(text)

    with pytest.raises(InputError, match="key"):
        open_key("NZ/Immigration")


def test_a_public_key_carries_owner_and_proof(keys, tmp_path):
    made = make_key("NZ/Immigration")
    (tmp_path / "nz.pub").write_text(made.public_text())

    assert read_public_key(tmp_path / "nz.pub") == made.public


def test_a_fingerprint_is_forty_digits_over_owner_and_keys(keys):
    public = make_key("NZ/Immigration").public

    groups = public.fingerprint.split(" ")

    assert [len(group) for group in groups] == [5] * 8
    assert all(group.isdecimal() for group in groups)


@pytest.mark.parametrize("name", ["owner", "signing", "encryption", "proof"])
def test_a_changed_public_key_is_refused(keys, tmp_path, name):
    other = json.loads(make_key("MY/PDRM").public_text())
    told = json.loads(make_key("NZ/Immigration").public_text())
    path = tmp_path / "k"

    for value in (other[name], "", told[name][:-1] + "0" if told[name][-1] != "0" else "1"):
        path.write_text(json.dumps(told | {name: value}))
        with pytest.raises(InputError):
            read_public_key(path)


def test_a_public_key_whose_owner_is_no_plain_text_is_refused(keys, tmp_path):
    told = json.loads(make_key("NZ/Immigration").public_text())
    (tmp_path / "k").write_text(json.dumps(told | {"owner": "NZ/Immi\x1bgration"}))

    with pytest.raises(InputError):
        read_public_key(tmp_path / "k")
    with pytest.raises(InputError, match="nobody sees"):
        make_key("NZ/Immi\x1bgration")


@pytest.mark.parametrize(
    ("owner", "recipient"),
    [("NZ/Police", "age1none"), ("NZ/Police", ""), ("NZ/" + "x" * 300, new_identity()[1])],
    ids=["no recipient", "none told", "a long owner"],  # a new key is another in each process
)
def test_a_public_key_that_nobody_could_use_is_refused_whoever_signed_it(
    tmp_path, owner, recipient
):
    (tmp_path / "k").write_text(signed_by_itself(owner, recipient))

    with pytest.raises(InputError):
        read_public_key(tmp_path / "k")


def test_a_public_key_given_long_ago_is_read_and_read_out_as_it_was(tmp_path):
    (tmp_path / "k").write_text(json.dumps(GIVEN))

    read = read_public_key(tmp_path / "k")

    assert read.fingerprint == READ_OUT
    for name in ("owner", "signing", "encryption"):
        told = {one: GIVEN[one] for one in ("owner", "signing", "encryption")}
        assert PublicKey(**told | {name: told[name] + "0"}).fingerprint != READ_OUT


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LINKGRAPH_KEYS", str(tmp_path / "file" / "keys"))

    with pytest.raises(InputError, match="cannot be written"):
        make_key("NZ/Police")


def test_keys_lie_in_the_users_own_folder_unless_told(monkeypatch, tmp_path):
    monkeypatch.delenv("LINKGRAPH_KEYS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert keys_folder() == tmp_path / ".linkgraph" / "keys"


@pytest.mark.parametrize("busy", [1, 9])
def test_a_machine_that_is_busy_for_a_moment_opens_a_locked_key_all_the_same(monkeypatch, busy):
    from linkgraph.share import ciphers

    class Library:
        DecryptError = RuntimeError
        tried = 0

        def decrypt(self, data, _):
            self.tried += 1
            if self.tried <= busy:
                raise RuntimeError("Excessive work parameter for passphrase.")
            return data

    library = Library()
    library.passphrase = library
    monkeypatch.setattr(ciphers, "pyrage", library)

    assert ciphers.unlock(b"key", "word") == b"key"
    monkeypatch.setattr(library, "tried", busy - 20)
    with pytest.raises(InputError):
        ciphers.unlock(b"key", "word")


def test_agencies_whose_names_have_no_latin_letters_have_a_key_each(keys):
    owners = ["TH/ตำรวจ", "TH/ศุลกากร", "NZ/" + "x" * 300]
    made = {owner: make_key(owner) for owner in owners}

    assert {owner: open_key(owner) for owner in owners} == made
    assert len(list(keys_folder().iterdir())) == len(owners)


def test_the_key_of_an_agency_of_a_like_name_is_not_taken_for_ones_own(keys):
    """Both would lie in one file: a package would be signed by another than it says it is from."""
    make_key("NZ/Joint Cell")

    with pytest.raises(InputError, match="another name"):
        open_key("NZ/Joint-Cell")


def test_of_two_who_make_a_key_at_once_one_keeps_it(keys, monkeypatch):
    first = make_key("NZ/Police")
    monkeypatch.setattr("pathlib.Path.exists", lambda _: False)

    with pytest.raises(InputError, match="already"):
        make_key("NZ/Police")

    assert open_key("NZ/Police") == first
    assert not list(keys.glob("*.new"))
