"""Packages of a partner who signs anything: refused with the part named, the case unharmed."""

import copy
import zlib

import pytest

from linkgraph.errors import LinkgraphError, PackageError
from linkgraph.ledger import Told
from tests.builders import fill
from tests.partners import (
    CHAIN,
    OPEN,
    PAID,
    TODAY,
    acquaint,
    agency,
    basis,
    columns_of,
    give,
    part_of,
    plain_of,
    sent_again,
    taken_apart,
    write_encrypted,
)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Two agencies, and a package of one for the other: (giver, receiver, manifest, parts, folder)."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINKGRAPH_KEYS", str(folder / "keys"))
        nz, my = agency(folder, "NZ/Police"), agency(folder, "MY/PDRM")
        acquaint(my, nz)
        acquaint(nz, my)
        fill(
            nz.ledger, "A", links=[*CHAIN, ("HOLDS", "person:s1", "account:1", {}), ("PAID", "account:1", "account:2", PAID)],
            entities=[("person:s1", {"names": ["Somchai"], "birth_dates": ["1990-01-02"], "sex": "male", "nationalities": ["TH"]}),
                      ("phone:+6421111111", {"number": "+6421111111"}),
                      ("location:x", {"latitude": 1.5}) ],
            **OPEN,
        )  # fmt: skip
        give(nz, folder / "p", plan=basis("person:s1", "location:x"))
        manifest, parts = taken_apart(plain_of(folder / "p", my))
        fill(my.ledger, "Z", links=CHAIN, originator="MY/PDRM")
        yield nz, my, manifest, parts, folder
        nz.close()
        my.close()


def refused(sent, manifest, parts):
    """Return where a re-signed package was found at fault; the case must stay as it was."""
    nz, my, _, _, folder = sent
    before = my.ledger.digest(), my.ledger.version
    sent_again(folder / "q", nz, my, manifest, parts)

    with pytest.raises(LinkgraphError) as told:
        my.share_receive(folder / "q", today=TODAY)

    assert isinstance(told.value, PackageError), told.value
    assert (my.ledger.digest(), my.ledger.version) == before
    assert not list(my.folder.glob("*.new"))
    return told.value.where


def place(manifest, part, name=""):
    return next(
        n for n, one in enumerate(manifest["parts"]) if (one["part"], one["name"]) == (part, name)
    )


def changed(sent, at, change):
    """Return manifest and parts with one part's columns changed."""
    _, _, manifest, parts, _ = sent
    manifest, parts = copy.deepcopy(manifest), list(parts)
    columns = columns_of(parts[at])
    change(columns)
    parts[at], manifest["parts"][at]["unpacked"] = part_of(columns)
    manifest["parts"][at]["rows"] = max(map(len, columns.values()), default=1)
    return manifest, parts


VALUES = [
    ("record", "", "locator", "a\x1b[2J"),
    ("record", "", "locator", None),
    ("record", "", "record", 7),
    ("entity", "Person", "record", 99),
    ("entity", "Person", "record", -1),
    ("entity", "Person", "record", True),
    ("entity", "Person", "id", "phone:+6421111111"),
    ("entity", "Person", "id", "person:"),
    ("entity", "Person", "id", None),
    ("entity", "Person", "id", "person:" + "x" * 600),
    ("entity", "Person", "id", "person:a\u0000b"),
    ("entity", "Person", "names", ["a\x07b"]),
    ("entity", "Person", "names", ["Somchai\n  originators  MY/PDRM"]),
    ("entity", "Person", "names", ["Somchai\r"]),
    ("entity", "Person", "id", "person:a\u2028b"),
    ("entity", "Person", "names", "Somchai"),
    ("entity", "Person", "names", [7]),
    ("entity", "Person", "names", ["\ud800"]),
    ("entity", "Person", "sex", "unknown"),
    ("entity", "Person", "nationalities", ["XX"]),
    ("entity", "Person", "birth_dates", ["1990-02-31"]),
    ("entity", "Person", "birth_dates", ["2/1/1990"]),
    ("entity", "Phone", "number", "+60199999999"),
    ("entity", "Location", "latitude", 91.0),
    ("entity", "Location", "latitude", "1.5"),
    ("link", "PAID", "amount_minor", 10**19),
    ("link", "PAID", "amount_minor", 12.5),
    ("link", "PAID", "amount_minor", "12"),
    ("link", "PAID", "currency", "ZZZ"),
    ("link", "PAID", "currency", None),
    ("link", "PAID", "at", "2026-01-01"),
    ("link", "PAID", "at", "2026-13-01T00:00:00Z"),
    ("link", "PAID", "link_id", "called:1"),
    ("link", "PAID", "link_id", None),
    ("link", "PAID", "to_id", "account:unheard-of"),
    ("link", "PAID", "from_id", "account:unheard-of"),
    ("link", "PAID", "to_id", "person:s1"),
]


@pytest.mark.parametrize(("part", "name", "column", "value"), VALUES)
def test_a_value_that_no_reader_would_store_is_refused(sent, part, name, column, value):
    at = place(sent[2], part, name)

    def change(columns):
        columns[column][0] = value

    where = refused(sent, *changed(sent, at, change))

    assert where.startswith((f"part {at + 1}", "source 1"))


@pytest.mark.parametrize(
    "change",
    [
        lambda columns: columns.update(colour=["red"] * 10),
        lambda columns: columns.pop("record"),
        lambda columns: columns.update(record=[0]),
        lambda columns: columns.update(names="Somchai"),
        lambda columns: columns.clear(),
    ],
    ids=["unknown", "missing", "short", "no list", "none"],
)
def test_columns_that_are_not_the_schemas_are_refused(sent, change):
    at = place(sent[2], "entity", "Person")

    assert refused(sent, *changed(sent, at, change)) == f"part {at + 1}"


PAIR = {"from_id": ["outcome:a"], "to_id": ["outcome:b"]}
INSIDE = [
    ("entity", "Outcome", "", "", {"id": ["outcome:a"], "outcome_kind": ["arrests"]}),
    ("entity", "PhaseFreeze", "", "", {"id": ["freeze:a"], "period": ["JPA"]}),
    ("entity", "EnquiryAnswer", "", "", {"id": ["answer:a"], "enquiry": ["enquiry:a"]}),
    ("link", "SAME_OUTCOME", "Outcome", "Outcome", {"link_id": ["same_outcome:a"], "holds": [True]} | PAIR),
]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
def test_what_no_case_gives_is_refused(sent, inside):
    """A partner's word on which of our outcomes are one would change our figures."""
    _, _, manifest, parts, _ = sent
    part, name, start, end, columns = inside
    manifest, parts = copy.deepcopy(manifest), list(parts)
    data, unpacked = part_of({"record": [0]} | columns)
    told = {"source": 0, "part": part, "name": name, "start": start, "end": end}
    manifest["parts"].append(told | {"rows": 1, "unpacked": unpacked})
    parts.append(data)

    assert refused(sent, manifest, parts) == f"part {len(parts)}"


def bomb():
    return zlib.compress(b"[" * (64 << 20), 9)


@pytest.mark.parametrize(
    ("data", "unpacked"),
    [
        (bomb(), 100),
        (bomb(), 64 << 20),
        (bomb(), 1 << 40),
        (zlib.compress(b"[]"), 2),
        (zlib.compress(b"[]") + b"more", 2),
        (zlib.compress(b'{"record": NaN}'), 15),
        (b"no zlib", 10),
        (zlib.compress(b"{}")[:-3], 2),
    ],
    ids=["grows", "deep", "says too much", "no table", "more behind", "nan", "unpacked", "cut"],
)
def test_what_unpacks_to_no_table_is_refused_without_filling_the_memory(sent, data, unpacked):
    manifest, parts = copy.deepcopy(sent[2]), list(sent[3])
    at = place(manifest, "entity", "Person")
    parts[at], manifest["parts"][at]["unpacked"] = data, unpacked

    assert refused(sent, manifest, parts) == f"part {at + 1}"


PART_WORDS = [
    ("part", "folder"), ("part", None), ("name", "Ship"), ("start", "Person"), ("source", 1),
    ("source", -1), ("source", True), ("source", False), ("source", None), ("rows", 0), ("rows", 10**9),
    ("rows", True), ("unpacked", None), ("unpacked", -5),
]  # fmt: skip


@pytest.mark.parametrize(("word", "value"), PART_WORDS)
def test_a_part_that_is_told_wrongly_is_refused(sent, word, value):
    manifest = copy.deepcopy(sent[2])
    at = place(manifest, "entity", "Person")
    manifest["parts"][at][word] = value

    assert refused(sent, manifest, sent[3]) == f"part {at + 1}"


SOURCE_WORDS = [
    ("sha256", "0" * 63), ("sha256", "G" * 64), ("file", "../../etc/passwd"), ("file", "a\\b"),
    ("file", ""), ("file", "a\x00"), ("file", "a\u202egpj.exe"), ("file", "a\u2028b"), ("originator", ""), ("handling", "H9"), ("tlp", "PINK"),
    ("received", "yesterday"), ("retain_until", "2026-02-31"), ("grade_scheme", "stars"),
    ("source_reliability", "Z"), ("releasable_to", "MY"), ("releasable_to", [1]),
    ("purpose", 7), ("purpose", "x" * 5000), ("purpose", "\x9b31m"), ("extra", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "value"), SOURCE_WORDS)
def test_a_source_that_is_told_wrongly_is_refused(sent, word, value):
    manifest = copy.deepcopy(sent[2])
    manifest["sources"][0][word] = value

    assert refused(sent, manifest, sent[3]) == "source 1"


def test_a_source_of_which_something_is_not_told_is_refused(sent):
    for word in sent[2]["sources"][0]:
        manifest = copy.deepcopy(sent[2])
        del manifest["sources"][0][word]

        assert refused(sent, manifest, sent[3]) == "source 1", word


@pytest.mark.parametrize(
    ("word", "value", "where"),
    [
        ("to", "TH", "receiver"), ("to", "MY/FIU", "receiver"), ("receiver", "0" * 64, "receiver"),
        ("from", "NZ/Immigration", "from"), ("id", "../x", "package id"), ("id", None, "manifest"),
        ("id", "pkg-0123456789abcdef0", "package id"), ("made", "2026-05-01", "manifest"), ("made", "2026-05-01T00:00:00+00:00", "manifest"),
        ("reference", "", "manifest"), ("reference", "x" * 5000, "manifest"),
        ("expires", "soon", "manifest"), ("expires", 7, "manifest"), ("made", "", "manifest"), ("made", "zzz", "manifest"),
        ("reference", "a\x1b", "manifest"), ("sources", [], "manifest"), ("sources", {}, "manifest"),
        ("kind", "letter", "manifest"), ("form", 9, "manifest"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_what_it_may_not_is_refused(sent, word, value, where):
    manifest = copy.deepcopy(sent[2])
    manifest[word] = value

    assert refused(sent, manifest, sent[3]) == where


def test_a_source_that_stands_in_it_twice_is_refused(sent):
    manifest = copy.deepcopy(sent[2])
    manifest["sources"] *= 2

    assert refused(sent, manifest, sent[3]) == "manifest"


def test_more_sources_than_any_package_has_are_refused_before_one_is_looked_at(sent):
    manifest = copy.deepcopy(sent[2])
    (one,) = manifest["sources"]
    manifest["sources"] = [one | {"sha256": f"{n:016x}" * 4} for n in range(10_001)]

    assert refused(sent, manifest, sent[3]) == "manifest"


def test_a_source_without_records_is_refused(sent):
    manifest, parts = copy.deepcopy(sent[2]), list(sent[3])
    at = place(manifest, "record")
    del manifest["parts"][at], parts[at]

    assert refused(sent, manifest, parts).startswith("part 1")


def test_records_that_come_in_another_order_are_refused(sent):
    at = place(sent[2], "record")

    def change(columns):
        columns["record"].reverse()

    assert refused(sent, *changed(sent, at, change)) == f"part {at + 1}"


def test_a_package_that_was_changed_on_its_way_is_refused_and_nothing_of_it_stays(sent):
    _, my, _, _, folder = sent
    packed = (folder / "p").read_bytes()
    before = my.ledger.digest(), my.ledger.version
    files = sorted(my.folder.iterdir())

    for at in range(0, len(packed), 97):
        (folder / "q").write_bytes(packed[:at] + bytes([packed[at] ^ 0x10]) + packed[at + 1 :])
        with pytest.raises(PackageError) as told:
            my.share_receive(folder / "q", today=TODAY)
        assert told.value.where == "encryption"
    for at in (0, 1, 100, len(packed) // 2, len(packed) - 1):
        (folder / "q").write_bytes(packed[:at])
        with pytest.raises(PackageError):
            my.share_receive(folder / "q", today=TODAY)

    assert (my.ledger.digest(), my.ledger.version) == before
    assert sorted(my.folder.iterdir()) == files


def test_a_part_that_was_changed_before_it_was_encrypted_is_named(sent):
    _, my, manifest, parts, folder = sent
    plain = plain_of(folder / "p", my)
    at = len(b"linkgraph sealed 1\n")

    for number, data in enumerate(parts, 1):
        middle = at + len(data) // 2
        changed_there = plain[:middle] + bytes([plain[middle] ^ 1]) + plain[middle + 1 :]
        write_encrypted(folder / "q", changed_there, my)
        with pytest.raises(PackageError, match="as it was signed") as told:
            my.share_receive(folder / "q", today=TODAY)
        assert told.value.where == f"part {number}"
        at += len(data)
    assert len(parts) == len(manifest["parts"])


def test_no_message_says_what_the_package_says(sent):
    at = place(sent[2], "entity", "Person")

    def change(columns):
        columns["names"][0] = ["Somchai\x00"]

    manifest, parts = changed(sent, at, change)
    nz, my, _, _, folder = sent
    sent_again(folder / "q", nz, my, manifest, parts)
    with pytest.raises(PackageError) as told:
        my.share_receive(folder / "q", today=TODAY)

    assert "Somchai" not in str(told.value)


def test_a_package_made_anew_unchanged_is_taken_in(sent):
    nz, my, manifest, parts, folder = sent
    sent_again(folder / "good", nz, my, manifest | {"id": "pkg-aaaaaaaaaaaaaaaa"}, parts)

    arrived = my.share_receive(folder / "good", today=TODAY)

    assert [one.state for one in arrived.taken] == ["new"]
    nz.ledger.log_gift(Told(kind="given", package=arrived.package, partner="MY"), who="tester")
    nz.share_recall(arrived.package, folder / "r", reason="test is over")
    assert len(my.share_receive(folder / "r", today=TODAY).erased) == 1
