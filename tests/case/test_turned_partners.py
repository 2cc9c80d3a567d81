"""Packages of a trusted partner who turned: what they do to the receiver's own case is said, or refused."""

import copy

import pytest

from linkgraph.errors import PackageError, SourceError
from linkgraph.share import LegalBasis
from linkgraph.share.shielding import shielded_by
from linkgraph.statements import Originator
from tests.builders import fill, make_batch, make_source
from tests.partners import (
    CHAIN,
    OPEN,
    TODAY,
    acquaint,
    agency,
    basis,
    give,
    plain_of,
    sent_again,
    taken_apart,
)

ALL = LegalBasis(name="all", parties=("NZ", "MY", "TH"))
SUSPECTS = [
    ("SUSPECT_IN", one, "casefile:my", {}) for one in ("person:s1", "person:s2", "person:s3")
]
HOSTILE = "pkg-bbbbbbbbbbbbbbbb"


@pytest.fixture
def pair(tmp_path, keys):
    """A case of New Zealand's police that gives, and one of Malaysia's with three suspects."""
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(my.ledger, "own", links=SUSPECTS, originator="MY/PDRM")
    yield nz, my
    nz.close()
    my.close()


def changed(pair, folder, **marks):
    """Write a package again, its first source told otherwise; return the file."""
    nz, my = pair
    give(nz, folder / "p")
    manifest, parts = taken_apart(plain_of(folder / "p", my))
    manifest = copy.deepcopy(manifest) | {"id": HOSTILE}
    manifest["sources"][0] |= marks
    sent_again(folder / "q", nz, my, manifest, parts)
    return folder / "q"


def test_suspects_that_a_package_protects_are_counted(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "A", links=[*CHAIN, ("VICTIM_IN", "person:s2", "casefile:c", {})], **OPEN)
    give(nz, tmp_path / "p")
    plain = my.share_receive(tmp_path / "p", today=TODAY)
    assert plain.shielded == 0, "she goes by role and number, not by the receiver's id"

    source = fill(my.ledger, "B", links=[("VICTIM_IN", "person:s2", "casefile:c", {}), ("WITNESS_IN", "person:s3", "casefile:c", {})], **OPEN)  # fmt: skip

    assert shielded_by(my.ledger, {source.id}) == 2
    assert shielded_by(my.ledger, set()) == 0


def test_a_suspect_who_was_protected_before_is_not_counted(pair):
    _, my = pair
    fill(my.ledger, "B", links=[("VICTIM_IN", "person:s2", "casefile:c", {})], **OPEN)
    source = fill(my.ledger, "C", links=[("WITNESS_IN", "person:s2", "casefile:d", {})], **OPEN)

    assert shielded_by(my.ledger, {source.id}) == 0


def test_a_suspect_whom_a_package_makes_one_with_a_victim_is_counted(pair):
    _, my = pair
    fill(my.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:c", {})], **OPEN)
    source = fill(my.ledger, "C", entities=[("person:v", {}), ("person:s1", {})], **OPEN)
    my.ledger.judge("person:s1", "person:v", "same", who="NZ/Police", source_id=source.id)

    assert shielded_by(my.ledger, {source.id}) == 1


def test_suspects_whom_a_package_makes_one_are_one(pair):
    _, my = pair
    fill(my.ledger, "B", links=[("VICTIM_IN", "person:a", "casefile:c", {})], **OPEN)
    source = fill(my.ledger, "C", entities=[("person:s1", {}), ("person:s2", {})], **OPEN)
    for one in ("person:s1", "person:s2"):
        my.ledger.judge("person:a", one, "same", who="NZ/Police", source_id=source.id)

    assert shielded_by(my.ledger, {source.id}) == 1


def test_a_suspect_whom_a_package_takes_for_a_victim_is_counted_though_they_stay_two(pair):
    """Who may be a victim is protected until a person decides, whatever keeps the records apart."""
    _, my = pair
    fill(my.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:c", {})], **OPEN)
    my.ledger.judge("person:s1", "person:v", "different", who="tester")
    source = fill(my.ledger, "C", entities=[("person:between", {})], **OPEN)
    for one in ("person:s1", "person:v"):
        my.ledger.judge("person:between", one, "same", who="NZ/Police", source_id=source.id)

    assert len(set(map(my.entities().entity_of, ("person:s1", "person:v")))) == 2
    assert shielded_by(my.ledger, {source.id}) == 1


def test_what_is_said_to_be_the_receivers_own_is_told(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "A", links=CHAIN, **OPEN)

    arrived = my.share_receive(changed(pair, tmp_path, originator="MY/PDRM"), today=TODAY)

    assert arrived.ours == tuple(one.source_id for one in arrived.taken)


def test_nothing_is_told_of_what_is_the_givers_or_comes_home(pair, tmp_path):
    nz, my = pair
    source = make_source("own2", originator="MY/PDRM", handling="H1", tlp="GREEN", releasable_to=["NZ"])  # fmt: skip
    for case in pair:
        case.ledger.append(source, [make_batch("own2", links=CHAIN)], who="tester")
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    give(nz, tmp_path / "p")

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    assert sorted(one.state for one in arrived.taken) == ["held", "new"]
    assert (arrived.ours, arrived.shielded) == ((), 0)


@pytest.mark.parametrize(
    ("marks", "match"),
    [
        ({"originator": "NZ/Police\u200b"}, "nobody sees"),
        ({"originator": "LK/C\u202eID"}, "nobody sees"),
    ],
)
def test_marks_that_mislead_are_refused(pair, tmp_path, marks, match):
    nz, my = pair
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    before = my.ledger.digest()

    with pytest.raises(PackageError, match=match) as told:
        my.share_receive(changed(pair, tmp_path, **marks), today=TODAY)

    assert told.value.where == "source 1"
    assert my.ledger.digest() == before


@pytest.mark.parametrize("made", ["2026-00-00T00:00:00Z", "2026-02-30T10:00:00Z"])
def test_a_moment_that_never_was_is_refused(pair, tmp_path, made):
    nz, my = pair
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    give(nz, tmp_path / "p")
    manifest, parts = taken_apart(plain_of(tmp_path / "p", my))
    sent_again(tmp_path / "q", nz, my, manifest | {"made": made}, parts)

    with pytest.raises(PackageError, match="no moment"):
        my.share_receive(tmp_path / "q", today=TODAY)


def test_an_agency_whose_name_holds_a_sign_that_nobody_sees_is_none():
    with pytest.raises(SourceError, match="nobody sees"):
        Originator.parse("MY/PD\u200bRM")


def test_a_digest_that_was_made_to_bear_the_id_of_what_the_case_has_is_refused(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    own = my.ledger.sources()[0].source.sha256

    with pytest.raises(PackageError, match="bears the id"):
        my.share_receive(changed(pair, tmp_path, sha256=own[:16] + "0" * 48), today=TODAY)


def test_a_file_whose_id_something_made_up_bears_is_not_lost_without_a_word(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    later = make_source("later", originator="MY/PDRM")
    taken = my.share_receive(changed(pair, tmp_path, sha256=later.sha256[:16] + "0" * 48), today=TODAY)  # fmt: skip

    with pytest.raises(SourceError, match="something else under the id"):
        my.ledger.append(later, [make_batch("later", links=CHAIN)], who="tester")

    my.withdraw(taken.taken[0].source_id, reason="made up")
    assert my.ledger.append(later, [make_batch("later", links=CHAIN)], who="tester").new


FROM_TH = {"originator": "TH/DSI", "handling": "H1", "tlp": "GREEN", "releasable_to": ["MY", "NZ"],
           "received": "2026-03-01", "reliability": "B", "credibility": "2"}  # fmt: skip


@pytest.fixture
def three(pair, tmp_path):
    """The two, and Thailand's, whose file New Zealand passes on."""
    nz, my = pair
    th = agency(tmp_path, "TH/DSI")
    acquaint(th, my, nz)
    acquaint(my, th)
    fill(th.ledger, "T", links=CHAIN, **FROM_TH)
    yield nz, my, th
    th.close()


def whole(three, folder):
    """Let the originator give his file, and return one that passes it on whole with other marks."""
    _, my, th = three
    everybody = basis("person:s1", countries=("NZ", "MY", "TH"), legal=(ALL,))
    give(th, folder / "own", plan=everybody)
    manifest, parts = taken_apart(plain_of(folder / "own", my))
    passed = copy.deepcopy(manifest) | {"id": HOSTILE, "from": "NZ/Police"}
    passed["sources"][0]["source_reliability"] = "C"
    return passed, parts


def test_his_word_replaces_a_whole_file_that_somebody_else_passed_on_altered(three, tmp_path):
    nz, my, _ = three
    passed, parts = whole(three, tmp_path)
    sent_again(tmp_path / "first", nz, my, passed, parts)
    assert [one.state for one in my.share_receive(tmp_path / "first", today=TODAY).taken] == ["new"]

    arrived = my.share_receive(tmp_path / "own", today=TODAY)

    assert [one.state for one in arrived.taken] == ["replaced"]
    givers = {giver for giver, _ in my.ledger.givers().values()}
    assert givers == {"TH/DSI"}


def test_nobody_elses_word_replaces_his(three, tmp_path):
    nz, my, _ = three
    passed, parts = whole(three, tmp_path)
    sent_again(tmp_path / "later", nz, my, passed, parts)
    my.share_receive(tmp_path / "own", today=TODAY)

    arrived = my.share_receive(tmp_path / "later", today=TODAY)

    assert [(one.state, one.disputed) for one in arrived.taken] == [("held", False)]
    assert {giver for giver, _ in my.ledger.givers().values()} == {"TH/DSI"}


def test_a_file_that_two_call_their_own_stays_and_is_told(three, tmp_path):
    nz, my, _ = three
    passed, parts = whole(three, tmp_path)
    passed["sources"][0]["originator"] = "NZ/Police"
    sent_again(tmp_path / "first", nz, my, passed, parts)
    my.share_receive(tmp_path / "first", today=TODAY)

    arrived = my.share_receive(tmp_path / "own", today=TODAY)

    assert [(one.state, one.disputed) for one in arrived.taken] == [("held", True)]
