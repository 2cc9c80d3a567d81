"""Packages in the ledger: whatever comes, is recalled or expires in whatever order."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from linkgraph.errors import PackageAltered, PackageEnded
from linkgraph.ledger import Incoming, IncomingSource, IncomingTable
from tests.builders import fill, make_source, new_ledger

GIVERS = ["NZ/Police", "TH/Police"]
DAYS = ["2026-06-01", "2026-07-01", "2026-08-01"]
# What each version of a source may be kept for, whatever package brings it.
KEPT_UNTIL = {1: "", 2: "2026-07-15"}


def tables(word):
    record = pl.DataFrame({"record": [0], "locator": ["2"]}, schema_overrides={"record": pl.Int32})
    person = pl.DataFrame(
        {"record": [0], "id": [f"person:{word}"]}, schema_overrides={"record": pl.Int32}
    )
    return [IncomingTable("record", "", "", "", record), IncomingTable("entity", "Person", "", "", person)]  # fmt: skip


def incoming(number, held, *, giver=GIVERS[0], made="2026-05-01T00:00:00Z", expires=DAYS[0]):
    """Return a package of sources, each a name and a version of what it says."""
    sources = [
        IncomingSource(
            make_source(name, originator="LK/CID", retain_until=KEPT_UNTIL[version]), f"{name}{version}",
            lambda name=name, version=version: tables(f"{name}{version}"),
        )
        for name, version in held
    ]  # fmt: skip
    return Incoming(
        package=f"pkg-{number}", giver=giver, reference="JPA", made=made, expires=expires,
        content="ab", sources=sources,
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    yield made
    made.close()


def people(ledger):
    return sorted(one for t in ledger.tables(part="entity") for one in t.frame["id"])


def test_what_cannot_be_read_to_its_end_leaves_the_ledger_as_it_was(ledger):
    def broken():
        yield from tables("a")
        raise PackageAltered("it is not as it was signed", where="part 3")

    good = incoming(1, [("A", 1), ("B", 1)])
    bad = IncomingSource(good.sources[1].source, "x", broken)
    before = ledger.version, ledger.digest()

    with pytest.raises(PackageAltered):
        ledger.receive(
            Incoming(
                package="pkg-1", giver=good.giver, reference="", made=good.made,
                expires=good.expires, content="", sources=[good.sources[0], bad],
            ),
            who="ann",
        )  # fmt: skip

    assert (ledger.version, ledger.digest()) == before
    assert ledger.gifts() == ledger.received() == []


def test_what_is_held_is_read_to_its_end_all_the_same(ledger):
    ledger.receive(incoming(1, [("A", 1)]), who="ann")
    source = incoming(2, [("A", 1)]).sources[0]

    def broken():
        raise PackageAltered("it is not as it was signed", where="part 1")
        yield

    bad = IncomingSource(source.source, source.digest, broken)
    with pytest.raises(PackageAltered):
        ledger.receive(Incoming(package="pkg-2", giver=GIVERS[0], reference="", made="2026-05-02T00:00:00Z", expires=DAYS[0], content="", sources=[bad]), who="ann")  # fmt: skip


def test_another_givers_word_replaces_nothing(ledger):
    ledger.receive(incoming(1, [("A", 1)]), who="ann")

    (taken,) = ledger.receive(incoming(2, [("A", 2)], giver=GIVERS[1]), who="ann")

    assert taken.state == "held"
    assert people(ledger) == ["person:A1"]


def test_a_givers_later_word_stays_where_the_package_of_the_earlier_is_recalled(ledger):
    ledger.receive(incoming(1, [("A", 1)]), who="ann")
    (taken,) = ledger.receive(incoming(2, [("A", 2)], made="2026-05-02T00:00:00Z"), who="ann")

    gone = ledger.recall("pkg-1", GIVERS[0], who="ann", reason="recalled")

    assert (taken.state, gone, people(ledger)) == ("replaced", [], ["person:A2"])
    assert ledger.givers() == {make_source("A").id: (GIVERS[0], "pkg-2")}


def test_what_was_withdrawn_by_hand_is_no_stumbling_block(ledger):
    ledger.receive(incoming(1, [("A", 1), ("B", 1)]), who="ann")
    ledger.withdraw(make_source("A").id, who="ann", reason="its originator asks")

    gone = ledger.recall("pkg-1", GIVERS[0], who="ann", reason="recalled")

    assert gone == [make_source("B").id]
    assert people(ledger) == []
    assert ledger.check() == []


def test_who_gave_what_is_told_of_what_is_there(ledger):
    fill(ledger, "O", entities=[("person:o", {})])
    ledger.receive(incoming(1, [("A", 1)]), who="ann")
    ledger.receive(incoming(2, [("A", 1), ("B", 1)], giver=GIVERS[1]), who="ann")

    assert ledger.givers() == {
        make_source("A").id: (GIVERS[0], "pkg-1"),
        make_source("B").id: (GIVERS[1], "pkg-2"),
    }
    assert [(one.package, one.ended) for one in ledger.received()] == [
        ("pkg-1", False), ("pkg-2", False)
    ]  # fmt: skip


def test_nothing_that_has_not_expired_is_ended(ledger):
    ledger.receive(incoming(1, [("A", 1)], expires=DAYS[1]), who="ann")

    assert ledger.expired(DAYS[1]) == []
    assert ledger.end_expired(DAYS[1], who="ann") == []
    assert [one.package for one in ledger.expired(DAYS[2])] == ["pkg-1"]


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("receive"), st.integers(1, 5), st.sampled_from(GIVERS),
            st.dictionaries(st.sampled_from("AB"), st.integers(1, 2), min_size=1),
            st.sampled_from(["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"]), st.sampled_from(DAYS),
        ),
        st.tuples(st.just("recall"), st.integers(1, 5), st.sampled_from(GIVERS)),
        st.tuples(st.just("expire"), st.sampled_from(DAYS)),
    ),
    max_size=8,
)  # fmt: skip


def act(ledger, step):
    """Do one step; return whether it was a package that was refused."""
    what, *rest = step
    if what == "receive":
        number, giver, held, made, expires = rest
        try:
            ledger.receive(incoming(number, held.items(), giver=giver, made=made, expires=expires), who="ann")  # fmt: skip
        except PackageEnded:
            return True
    elif what == "recall":
        ledger.recall(f"pkg-{rest[0]}", rest[1], who="ann", reason="recalled")
    else:
        ledger.end_expired(rest[0], who="ann")
    return False


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(steps, st.booleans())
def test_whatever_is_there_is_there_by_a_package_in_force(done, own):
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        if own:
            fill(ledger, "A", originator="LK/CID", entities=[("person:own", {})])
        for step in done:
            before = ledger.version
            if act(ledger, step):
                event("refused")
                assert ledger.version == before
            live = {one.package for one in ledger.received() if not one.ended}
            told = ledger.givers()
            held = {row.source.id for row in ledger.sources() if row.mapping == "package"}
            assert held == set(told)
            assert {package for _, package in told.values()} <= live
            assert ledger.check() == []
        if own:
            assert "person:own" in people(ledger)
        for number in range(1, 6):
            for giver in GIVERS:
                ledger.recall(f"pkg-{number}", giver, who="ann", reason="recalled")
        assert people(ledger) == (["person:own"] if own else [])
        assert ledger.check() == []
        ledger.close()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(steps)
@example(
    [
        ("receive", 1, GIVERS[0], {"A": 1}, "2026-05-01T00:00:00Z", DAYS[1]),
        ("receive", 2, GIVERS[0], {"A": 2}, "2026-05-01T00:00:00Z", DAYS[0]),
        ("receive", 3, GIVERS[0], {"A": 1}, "2026-05-01T00:00:00Z", DAYS[0]),
    ]
)
def test_a_source_stays_as_long_as_the_longest_package_allows_that_brings_it_so(done):
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        came = {}
        for step in done:
            if not act(ledger, step) and step[0] == "receive":
                _, number, _, held, _, expires = step
                came[f"pkg-{number}"] = (
                    expires,
                    {f"{name}{version}" for name, version in held.items()},
                )
            live = [came[one.package] for one in ledger.received() if not one.ended]
            for row in ledger.sources():
                longest = max(expires for expires, held in live if row.mapping_digest in held)
                own = KEPT_UNTIL[int(row.mapping_digest[-1])]
                assert row.source.retain_until == min(own or longest, longest)
                event(
                    "of two"
                    if sum(row.mapping_digest in held for _, held in live) > 1
                    else "of one"
                )
        ledger.close()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps)
def test_a_package_once_seen_is_never_taken_in_again(done):
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        for step in done:
            act(ledger, step)
        seen = {(one.package, one.giver) for one in ledger.received()}
        for package, giver in seen:
            with pytest.raises(PackageEnded):
                ledger.receive(incoming(package.removeprefix("pkg-"), [("C", 1)], giver=giver), who="ann")  # fmt: skip
        ledger.close()
