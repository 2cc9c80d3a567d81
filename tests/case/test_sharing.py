"""Packages between two cases: given, received, forwarded, recalled, expired."""

import datetime as dt
import os
import shutil
import sqlite3
from dataclasses import replace

import polars as pl
import pytest

from linkgraph.errors import InputError, PackageEnded, PackageError, ReleaseError, StoreError
from linkgraph.graph.engines import open_engine
from linkgraph.share import LegalBasis, make_key, protected_people
from linkgraph.share.guard import stand_ins
from linkgraph.share.looking import sight_for
from linkgraph.share.sight import roles_inside
from linkgraph.statements import Originator
from linkgraph.statements.stated import Stated, is_stated, stated_by
from tests.builders import fill, make_batch, make_source
from tests.partners import (
    AGREEMENT,
    CHAIN,
    EXPIRES,
    MADE,
    OPEN,
    PAID,
    SECRET,
    TODAY,
    acquaint,
    agency,
    basis,
    digest,
    give,
    plain_of,
    sent_again,
    taken_apart,
    trust,
)

FOR_EVER = basis(legal=(LegalBasis(name="law", parties=("NZ", "MY")),))
AFTER = EXPIRES + dt.timedelta(days=1)
SOMCHAI = [("person:s1", {"names": ["Somchai Khamsaen"]})]


@pytest.fixture
def pair(tmp_path, keys):
    """A case of New Zealand's police with one source for Malaysia, and a case of theirs."""
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(nz.ledger, "A", links=CHAIN, entities=SOMCHAI, **OPEN)
    yield nz, my
    nz.close()
    my.close()


def held(case):
    return [row.source.id for row in case.ledger.sources()]


def test_what_is_given_arrives_as_a_source_of_its_originator(pair, tmp_path):
    nz, my = pair

    given = give(nz, tmp_path / "p")
    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    (row,) = my.ledger.sources()
    (sent,) = nz.ledger.sources()
    assert [(one.source_id, one.state, one.records) for one in arrived.taken] == [(sent.source.id, "new", 5)]  # fmt: skip
    assert (arrived.kind, arrived.package, arrived.giver) == ("package", given.package, "NZ/Police")
    same = ("sha256", "file", "originator", "received", "grade_scheme", "reliability",
            "credibility", "handling", "tlp", "releasable_to", "purpose")  # fmt: skip
    assert [getattr(row.source, name) for name in same] == [
        getattr(sent.source, name) for name in same
    ]
    assert my.ledger.givers() == {row.source.id: ("NZ/Police", given.package)}
    assert my.check() == nz.check() == []


def test_the_statements_that_arrive_are_those_that_were_given(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")

    my.share_receive(tmp_path / "p", today=TODAY)

    def told(case):
        return [(e.locator, e.name, e.id, e.start, e.end, e.properties) for e in case.explain(["person:s1"], with_links=True)]  # fmt: skip

    assert told(my) == told(nz)
    rows = [case.engine().run("MATCH (a:Phone)-[c:CALLED]->(b) RETURN a.id, c.at_s, b.id", {}).rows for case in (nz, my) if case.sync()]  # fmt: skip
    assert rows[0] == rows[1] != []


def test_a_package_is_received_once(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    before = my.digest(), my.ledger.version

    with pytest.raises(PackageEnded, match="already") as told:
        my.share_receive(tmp_path / "p", today=TODAY)

    assert told.value.exit_code == 7
    assert (my.digest(), my.ledger.version) == before


def test_a_source_that_the_receiver_has_itself_is_added_once(pair, tmp_path):
    nz, my = pair
    source = fill(my.ledger, "A", links=CHAIN, entities=SOMCHAI, **OPEN)
    before = my.digest()
    given = give(nz, tmp_path / "p")

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    assert [one.state for one in arrived.taken] == ["held"]
    assert my.digest() == before
    give_back = nz.share_recall(given.package, tmp_path / "r", reason="error")
    assert give_back == "MY/PDRM"
    assert my.share_receive(tmp_path / "r", today=TODAY).erased == ()
    assert held(my) == [source.id]


def test_the_same_source_of_two_packages_stays_until_both_are_recalled(pair, tmp_path):
    nz, my = pair
    packages = [give(nz, tmp_path / name).package for name in "ab"]
    states = [my.share_receive(tmp_path / name, today=TODAY).taken[0].state for name in "ab"]
    for name, package in zip("cd", packages, strict=True):
        nz.share_recall(package, tmp_path / name, reason="error")

    first = my.share_receive(tmp_path / "c", today=TODAY)
    kept = held(my)
    second = my.share_receive(tmp_path / "d", today=TODAY)

    assert states == ["new", "held"]
    assert (first.erased, len(kept)) == ((), 1)
    assert list(second.erased) == kept
    assert held(my) == []


def test_a_givers_later_word_on_an_extract_replaces_the_earlier(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=[*CHAIN[:1], ("USES", "person:s9", "phone:+6421111111", {}), ("PAID", "account:1", "account:2", PAID)], **OPEN)  # fmt: skip
    give(nz, tmp_path / "a")
    my.share_receive(tmp_path / "a", today=TODAY)
    fill(nz.ledger, "C", links=[("INFORMANT_IN", "person:s9", "casefile:c", {})], **OPEN)
    give(nz, tmp_path / "b", made=MADE + dt.timedelta(days=1))

    arrived = my.share_receive(tmp_path / "b", today=TODAY)

    assert sorted(one.state for one in arrived.taken) == ["held", "replaced"]
    assert my.explain(["person:s9"]) == []
    assert b"person:s9" not in (my.folder / "ledger.sqlite").read_bytes()
    assert my.check() == []


def test_however_its_reader_was_named_an_extract_is_one(pair, tmp_path):
    """Of two extracts of one file the payments without a reference would count twice."""
    nz, my = pair
    fill(nz.ledger, "B", links=[*CHAIN, ("USES", "person:far", "phone:+6429999999", {})], **OPEN)
    for name, audience in (("p", "MY"), ("q", "MY/PDRM")):
        give(nz, tmp_path / name, audience=audience)
        my.share_receive(tmp_path / name, today=TODAY)

    assert len(held(my)) == 2
    assert set(held(my)) - set(held(nz)), "B goes in part"


@pytest.mark.parametrize(
    ("changed", "state"), [({}, "held"), ({"handling": "H3", "tlp": "RED"}, "replaced")]
)
def test_a_later_and_stricter_rule_on_the_same_rows_counts(pair, tmp_path, changed, state):
    """Else what its giver wants kept closer by now would be passed on by the rule of before."""
    nz, my = pair
    give(nz, tmp_path / "a")
    my.share_receive(tmp_path / "a", today=TODAY)
    manifest, parts = taken_apart(plain_of(tmp_path / "a", my))
    sources = [one | changed for one in manifest["sources"]]
    later = {"id": "pkg-aaaaaaaaaaaaaaaa", "made": "2026-05-02T00:00:00Z", "sources": sources}
    sent_again(tmp_path / "b", nz, my, manifest | later, parts)

    arrived = my.share_receive(tmp_path / "b", today=MADE.date() + dt.timedelta(days=1))

    (row,) = my.ledger.sources()
    assert [one.state for one in arrived.taken] == [state]
    assert (row.source.handling, row.source.tlp) == (
        changed.get("handling", OPEN["handling"]), changed.get("tlp", OPEN["tlp"])
    )  # fmt: skip


def test_an_older_package_does_not_undo_a_later_word(pair, tmp_path):
    nz, my = pair
    more = [("PAID", "account:1", "account:2", PAID), ("PAID", "account:3", "account:4", PAID)]
    fill(nz.ledger, "B", links=[*CHAIN[:1], *more], **OPEN)
    give(nz, tmp_path / "old", plan=basis("person:s1", "account:1"))
    give(nz, tmp_path / "new", made=MADE + dt.timedelta(days=1))
    my.share_receive(tmp_path / "new", today=TODAY)

    my.share_receive(tmp_path / "old", today=TODAY)

    assert my.explain(["person:s1"])
    assert my.explain(["account:1"]) == []


def test_forwarding_past_an_originators_rule_is_refused_and_says_who_could_consent(
    pair, tmp_path, keys
):
    nz, my = pair
    th = agency(tmp_path, "TH/Police")
    acquaint(my, th)
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    onward = basis(legal=(LegalBasis(name="MY-TH", parties=("MY", "TH")),), countries=("MY", "TH"))

    with pytest.raises(ReleaseError, match="nothing may go") as told:
        give(my, tmp_path / "q", audience="TH", plan=onward)
    (item,) = my.share_check("TH", onward, made=MADE)

    assert told.value.exit_code == 4
    assert not (tmp_path / "q").exists()
    assert [(one.code, one.consent) for one in item.fails] == [("handling", "NZ/Police")]
    th.close()


def test_what_may_go_on_keeps_its_originator_over_two_journeys(tmp_path, keys):
    nz, my, th = (agency(tmp_path, name) for name in ("NZ/Police", "MY/PDRM", "TH/Police"))
    acquaint(nz, my)
    acquaint(my, nz, th)
    acquaint(th, my)
    fill(nz.ledger, "A", links=CHAIN, entities=SOMCHAI, **OPEN | {"releasable_to": ["MY", "TH"]})
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    onward = basis(legal=(LegalBasis(name="MY-TH", parties=("MY", "TH")),), countries=("MY", "TH"))

    given = give(my, tmp_path / "q", audience="TH", plan=onward)
    th.share_receive(tmp_path / "q", today=TODAY)

    (row,) = th.ledger.sources()
    assert str(row.source.originator) == "NZ/Police"
    assert th.ledger.givers() == {row.source.id: ("MY/PDRM", given.package)}
    assert row.source.retain_until == EXPIRES.isoformat()
    for case in (nz, my, th):
        case.close()


def test_a_recall_erases_what_the_package_brought_and_bars_it(pair, tmp_path):
    nz, my = pair
    empty = my.digest()
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    nz.share_recall(given.package, tmp_path / "r", reason="wrong person")

    arrived = my.share_receive(tmp_path / "r", today=TODAY)

    assert (arrived.kind, len(arrived.erased)) == ("recall", 1)
    assert my.digest() == empty
    assert b"Somchai" not in (my.folder / "ledger.sqlite").read_bytes()
    assert my.check() == []
    with pytest.raises(PackageEnded, match="recalled"):
        my.share_receive(tmp_path / "p", today=TODAY)
    assert my.share_receive(tmp_path / "r", today=TODAY).erased == ()


def in_graph_file(case, copy):
    """Return the people in the graph as it lies in the case's folder, before any question."""
    shutil.copytree(case.folder, copy)
    engine = open_engine("kglite", copy, case.ledger.case_id)
    return {one for (one,) in engine.run("MATCH (p:Person) RETURN p.id", {}).rows}


@pytest.mark.parametrize("how", ["recalled", "expired"])
def test_what_is_erased_is_in_no_graph_either(pair, tmp_path, how):
    nz, my = pair
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    my.sync()
    assert "person:s1" in in_graph_file(my, tmp_path / "before")

    if how == "recalled":
        nz.share_recall(given.package, tmp_path / "r", reason="wrong person")
        my.share_receive(tmp_path / "r", today=TODAY)
    elif how == "expired":
        my.end_expired(AFTER)

    assert not in_graph_file(my, tmp_path / "after")


def test_a_recall_that_comes_before_its_package_bars_it_too(pair, tmp_path):
    nz, my = pair
    given = give(nz, tmp_path / "p")
    nz.share_recall(given.package, tmp_path / "r", reason="wrong person")
    my.share_receive(tmp_path / "r", today=TODAY)

    with pytest.raises(PackageEnded, match="recalled"):
        my.share_receive(tmp_path / "p", today=TODAY)

    assert held(my) == []


def test_nobody_but_the_giver_can_recall(pair, tmp_path, keys):
    nz, my = pair
    th = agency(tmp_path, "TH/Police")
    acquaint(th, my)
    acquaint(my, th)
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    from linkgraph.ledger import Told

    th.ledger.log_gift(Told(kind="given", package=given.package, partner="MY"), who="forger")
    th.share_recall(given.package, tmp_path / "r", reason="mischief")

    assert my.share_receive(tmp_path / "r", today=TODAY).erased == ()
    assert len(held(my)) == 1
    th.close()


def test_an_expired_package_is_refused(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")

    with pytest.raises(PackageEnded, match="expired") as told:
        my.share_receive(tmp_path / "p", today=AFTER)

    assert told.value.where == "expires"
    assert held(my) == []


def test_a_package_lasts_as_long_as_its_agreement_and_no_day_longer(pair, tmp_path):
    nz, _ = pair
    last = dt.date.fromisoformat(AGREEMENT.expires)

    with pytest.raises(InputError, match="outlive"):
        give(nz, tmp_path / "p", expires=last + dt.timedelta(days=1))

    assert give(nz, tmp_path / "p", expires=last).sources


def test_a_package_is_taken_in_on_its_last_day(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")

    assert my.share_receive(tmp_path / "p", today=EXPIRES).taken


def test_what_has_expired_goes_with_the_next_file_that_comes(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    give(nz, tmp_path / "q", expires=AFTER)

    arrived = my.share_receive(tmp_path / "q", today=AFTER)

    assert len(arrived.erased) == 1
    assert [one.state for one in arrived.taken] == ["new"]
    assert [one.told.kind for one in my.ledger.gifts()] == ["received", "taken_back", "received"]


def test_nothing_of_a_package_outlives_it(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=CHAIN, retain_until="2026-06-30", **OPEN)
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    until = sorted(row.source.retain_until for row in my.ledger.sources())

    assert until == ["2026-06-30", EXPIRES.isoformat()]
    assert my.end_expired(EXPIRES) == []
    assert len(my.end_expired(AFTER)) == 2


def test_the_wrong_receiver_cannot_open_a_package(pair, tmp_path, keys):
    nz, _ = pair
    other = agency(tmp_path, "MY/FIU")
    acquaint(other, nz)
    give(nz, tmp_path / "p")

    with pytest.raises(PackageError, match="somebody else") as told:
        other.share_receive(tmp_path / "p", today=TODAY)

    assert (told.value.where, told.value.exit_code) == ("encryption", 6)
    assert sorted(p.name for p in other.folder.iterdir()) == ["case.toml", "ledger.sqlite"]
    other.close()


def test_a_signer_whom_the_case_does_not_trust_is_refused(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.share_distrust(nz.share_key().public.fingerprint, reason="laptop stolen")

    with pytest.raises(PackageError, match="trusts") as told:
        my.share_receive(tmp_path / "p", today=TODAY)

    assert told.value.where == "signer"
    assert held(my) == []


def test_what_is_to_be_weighed_needs_a_reason_that_stays_on_record(pair, tmp_path):
    nz, _ = pair

    with pytest.raises(ReleaseError, match="weighed"):
        give(nz, tmp_path / "p", accept=" ")
    assert not list(tmp_path.glob("p*"))
    assert nz.ledger.gifts() == []

    given = give(nz, tmp_path / "p", accept="both know the source")

    entry = next(one for one in nz.ledger.history() if one.action == "accepted warnings")
    assert (entry.subject, entry.reason) == (given.package, "both know the source")


def test_a_case_that_changes_meanwhile_gives_nothing(pair, tmp_path, monkeypatch):
    nz, _ = pair
    import linkgraph.case.sharing as module

    real = module.pack

    def slow(found, wanted):
        nz.ledger.note(who="another", action="noted", reason="")
        return real(found, wanted)

    monkeypatch.setattr(module, "pack", slow)
    with pytest.raises(StoreError, match="changed"):
        give(nz, tmp_path / "p")

    assert not list(tmp_path.glob("p*"))
    assert nz.ledger.gifts() == []


def test_a_full_disk_gives_nothing_and_says_so(pair, tmp_path, monkeypatch):
    nz, _ = pair

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space"):
        give(nz, tmp_path / "p")

    assert not list(tmp_path.glob("p*"))
    assert nz.ledger.gifts() == []


@pytest.mark.parametrize(
    ("told", "match"),
    [
        ({"expires": TODAY - dt.timedelta(days=1)}, "passed"),
        ({"expires": dt.date(2027, 7, 1)}, "outlive"),
        ({"without": ["src-none"]}, "no source"),
        ({"audience": "TH"}, "no key"),
    ],
)
def test_what_cannot_be_given_is_said_before_anything_is_written(pair, tmp_path, told, match):
    nz, _ = pair

    with pytest.raises(InputError, match=match):
        give(nz, tmp_path / "p", **told)

    assert not (tmp_path / "p").exists()


def test_a_file_that_is_there_is_not_written_over(pair, tmp_path):
    nz, _ = pair
    (tmp_path / "p").write_text("mine")

    with pytest.raises(InputError, match="already"):
        give(nz, tmp_path / "p")

    assert (tmp_path / "p").read_text() == "mine"


def test_of_several_agencies_of_a_country_one_must_be_named(pair, tmp_path, keys):
    nz, my = pair
    fiu = make_key("MY/FIU")
    trust(nz, fiu.public)

    with pytest.raises(InputError, match="several"):
        give(nz, tmp_path / "p")
    fill(nz.ledger, "B", links=CHAIN, **OPEN | {"releasable_to": ["MY/PDRM"]})

    assert give(nz, tmp_path / "p", audience="MY/PDRM").receiver == "MY/PDRM"
    assert len(my.share_receive(tmp_path / "p", today=TODAY).taken) == 2


def test_the_log_names_nobody(pair, tmp_path):
    nz, my = pair
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    (line,) = nz.ledger.gifts()

    assert (line.told.package, line.told.partner, line.told.plan) == (given.package, "MY", "JPA-2026/1")  # fmt: skip
    assert line.told.sources == tuple(held(nz))
    assert line.told.content == given.content
    assert "Somchai" not in repr(nz.ledger.gifts() + my.ledger.gifts())
    assert my.ledger.gifts()[0].told.content == given.content


def test_a_recall_names_a_package_that_was_given_and_a_reason(pair, tmp_path):
    nz, _ = pair
    given = give(nz, tmp_path / "p")

    with pytest.raises(InputError, match="gave no package"):
        nz.share_recall("pkg-0000000000000000", tmp_path / "r", reason="x")
    with pytest.raises(InputError, match="reason"):
        nz.share_recall(given.package, tmp_path / "r", reason=" ")


def test_a_recall_stands_on_record_with_its_reason_and_what_is_taken_back(pair, tmp_path):
    nz, _ = pair
    fill(nz.ledger, "B", links=CHAIN, **SECRET)
    given = give(nz, tmp_path / "p")

    nz.share_recall(given.package, tmp_path / "r", reason=" a victim ")

    first, last = (one.told for one in nz.ledger.gifts())
    assert (given.left_out, first.kind, last.kind) == (1, "given", "recalled")
    assert replace(first, kind="", content="") == replace(last, kind="", content="")
    (said,) = (one for one in nz.ledger.history() if one.reason == "a victim")
    assert said.subject == given.package


def test_a_plan_that_the_case_does_not_hold_is_no_basis(pair):
    with pytest.raises(InputError, match="investigation plan"):
        pair[0].share_basis("JPA-2026/1")


def test_a_fingerprint_read_out_wrongly_is_not_trusted(pair, tmp_path):
    nz, my = pair
    (tmp_path / "k").write_text(my.share_key().public_text())

    with pytest.raises(InputError, match="fingerprint"):
        nz.share_trust(tmp_path / "k", fingerprint="1" * 40, reason="by mail")


def test_importing_a_file_ends_what_has_expired(pair, tmp_path):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    with sqlite3.connect(my.folder / "ledger.sqlite") as direct:
        direct.execute("UPDATE received SET expires = '2026-05-02'")
    text = "txn_id,from_account,to_account,amount,currency,timestamp,channel,remark\n1,10000001,20000000,1.50,MYR,2026-01-01T10:00:00+08:00,TT,x\n"  # fmt: skip
    (tmp_path / "my_transactions_a.csv").write_text(text)

    my.import_file(tmp_path / "my_transactions_a.csv", told={"originator": "MY/FIU"})

    assert [str(row.source.originator) for row in my.ledger.sources()] == ["MY/FIU"]


def test_an_old_agreement_is_no_ground(pair, tmp_path):
    nz, _ = pair
    ended = LegalBasis(name=AGREEMENT.name, parties=AGREEMENT.parties, expires="2026-04-30")

    (item,) = nz.share_check("MY", basis(legal=(ended,)), made=MADE)

    assert [one.code for one in item.fails] == ["basis"]
    assert "2026-04-30" in item.fails[0].says


def test_a_secret_source_is_listed_inside_with_who_could_consent(pair):
    nz, _ = pair
    fill(nz.ledger, "B", links=CHAIN, **SECRET | {"releasable_to": ["MY"]})

    items = nz.share_check("MY", basis(), made=MADE)

    assert [one.goes for one in items] == [True, False]
    assert [(f.code, f.consent) for f in items[1].fails if f.consent] == [("consent", "LK/CID")]


def test_a_package_of_many_parts_arrives_as_one_of_few(pair, tmp_path, monkeypatch):
    nz, my = pair
    monkeypatch.setattr("linkgraph.share.streaming.PART_ROWS", 2)
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    def told(case):
        return [(e.locator, e.name, e.id, e.start, e.end, e.properties) for e in case.explain(["person:s1", "phone:+60122222222"], with_links=True)]  # fmt: skip

    assert told(my) == told(nz)
    assert my.ledger.check() == []


def test_nothing_decrypted_has_a_name_while_it_is_read(pair, tmp_path, monkeypatch):
    nz, my = pair
    give(nz, tmp_path / "p")
    seen = []
    real = my.ledger.receive

    def look(incoming, who):
        seen.extend(sorted(path.name for path in my.folder.iterdir()))
        return real(incoming, who=who)

    monkeypatch.setattr(my.ledger, "receive", look)
    my.share_receive(tmp_path / "p", today=TODAY)

    assert seen == ["case.toml", "ledger.sqlite"]


def test_a_disk_without_room_for_the_package_takes_nothing_in(pair, tmp_path, monkeypatch):
    nz, my = pair
    give(nz, tmp_path / "p")

    class Full:
        def __init__(self, **_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("linkgraph.share.opening.tempfile.TemporaryFile", Full)
    with pytest.raises(StoreError, match="No space"):
        my.share_receive(tmp_path / "p", today=TODAY)

    assert held(my) == []


def test_odd_signs_in_what_is_told_of_a_source_do_not_bar_it(pair, tmp_path):
    nz, my = pair
    source = make_source("A\\b\n", purpose="line one\nline\x1b two " + "x" * 9000, **OPEN)
    nz.ledger.append(source, [make_batch("B", links=CHAIN)], who="tester")
    give(nz, tmp_path / "p")

    my.share_receive(tmp_path / "p", today=TODAY)

    told = my.ledger.sources()[1].source
    assert told.file == "A_b_.csv"
    assert told.purpose.startswith("line one line two xxx")


@pytest.mark.parametrize(
    "told", [{"birth_dates": ["2/1/1990"]}, {"names": ["a\x07"]}, {"sex": "m"}]
)
def test_a_value_that_no_receiver_would_take_is_not_given(pair, tmp_path, told):
    nz, _ = pair
    bad = fill(nz.ledger, "B", links=CHAIN, entities=[("person:s1", told)], **OPEN)

    with pytest.raises(ReleaseError, match="cannot be given") as found:
        give(nz, tmp_path / "p")

    assert found.value.where == f"{bad.id}, column {next(iter(told))}"
    assert not list(tmp_path.glob("p*"))
    assert give(nz, tmp_path / "p", without=[bad.id]).sources


def test_what_people_stated_arrives_and_counts_as_it_does_at_home(pair, tmp_path):
    nz, my = pair
    said = Stated(why="seen by Lim", role="victim", handling="H1", tlp="GREEN", releasable_to=("MY",))  # fmt: skip
    nz.state("person:s1", said)
    given = give(nz, tmp_path / "p", plan=basis("person:s1", "person:s2"))

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    assert [one.state for one in arrived.taken] == ["new", "new"]
    stand_in = f"person:victim-1.{given.package}"
    (link,) = [e for e in my.explain([stand_in], with_links=True) if e.name == "VICTIM_IN"]
    assert is_stated(link.source.source.file)
    assert (link.source.source.purpose, str(link.source.source.originator)) == ("", "NZ/Police")
    assert my.explain(["person:s1"]) == []


def test_what_a_killed_release_left_goes_with_the_next(pair, tmp_path):
    nz, _ = pair
    left = tmp_path / "p.999999999.new"
    left.write_bytes(b"half of a package")

    give(nz, tmp_path / "p")

    assert sorted(path.name for path in tmp_path.glob("p*")) == ["p"]


def test_a_package_is_for_its_owners_eyes_until_it_is_sent(pair, tmp_path):
    nz, _ = pair

    give(nz, tmp_path / "p")

    assert (tmp_path / "p").read_bytes().startswith(b"age-encryption.org/v1")
    if os.name == "posix":
        assert (tmp_path / "p").stat().st_mode & 0o777 == 0o600


def test_two_packages_of_one_case_at_one_moment_differ_in_nothing_but_what_is_drawn(pair, tmp_path):
    nz, my = pair
    plain = []
    for name in "ab":
        given = give(nz, tmp_path / name)
        manifest, parts = taken_apart(plain_of(tmp_path / name, my))
        plain.append((manifest | {"id": ""}, [part.replace(given.package.encode(), b"") for part in parts]))  # fmt: skip

    assert plain[0] == plain[1]
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def test_long_texts_make_more_parts_and_all_of_them_arrive(pair, tmp_path, monkeypatch):
    nz, my = pair
    notes = [(f"person:n{n}", {"notes": [f"{n} " * 400]}) for n in range(9)]
    family = [("FAMILY_OF", "person:s1", one, {}) for one, _ in notes]
    fill(nz.ledger, "B", links=family, entities=notes, **OPEN)
    monkeypatch.setattr("linkgraph.share.parts.MOST_UNPACKED_BYTES", 2_000)

    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    manifest, _ = taken_apart(plain_of(tmp_path / "p", my))
    people = [one["rows"] for one in manifest["parts"] if one["name"] == "Person" and one["source"]]
    assert len(people) > 3
    told = {e.id: e.properties["notes"] for e in my.explain([one for one, _ in notes]) if e.properties}  # fmt: skip
    assert told == {one: said["notes"] for one, said in notes}


def test_what_another_agency_of_its_country_keeps_to_itself_does_not_go_to_the_key_of_one(
    pair, tmp_path
):
    """A key opens for one agency; that the audience was written as its country changes nothing."""
    nz, _ = pair
    kept = {"originator": "MY/Special Branch", "handling": "H3", "tlp": "RED", "releasable_to": []}
    fill(nz.ledger, "B", links=CHAIN, **OPEN | kept)

    given = give(nz, tmp_path / "p", audience="MY")
    item = nz.share_check("MY", basis(), made=MADE)[-1]

    assert len(given.sources) == 1
    assert [(one.code, one.consent) for one in item.fails] == [("handling", "MY/Special Branch")]


def test_what_is_for_just_that_agency_goes_also_where_its_country_is_named(pair, tmp_path):
    nz, _ = pair
    fill(nz.ledger, "B", links=CHAIN, **OPEN | {"releasable_to": ["MY/PDRM"]})

    assert len(give(nz, tmp_path / "p", audience="MY").sources) == 2


def test_a_source_stays_as_long_as_the_longest_package_that_brings_it(pair, tmp_path):
    nz, my = pair
    early, late = dt.date(2026, 6, 30), EXPIRES
    give(nz, tmp_path / "a", expires=early)
    give(nz, tmp_path / "b", expires=late)
    my.share_receive(tmp_path / "a", today=TODAY)
    my.share_receive(tmp_path / "b", today=TODAY)

    assert my.end_expired(early + dt.timedelta(days=1)) == []

    assert [row.source.retain_until for row in my.ledger.sources()] == [late.isoformat()]
    assert my.end_expired(AFTER) == [nz.ledger.sources()[0].source.id]


def test_a_source_stays_no_longer_once_the_longest_package_is_recalled(pair, tmp_path):
    nz, my = pair
    early = dt.date(2026, 6, 30)
    give(nz, tmp_path / "a", expires=early)
    late = give(nz, tmp_path / "b")
    my.share_receive(tmp_path / "a", today=TODAY)
    my.share_receive(tmp_path / "b", today=TODAY)
    nz.share_recall(late.package, tmp_path / "r", reason="error")

    my.share_receive(tmp_path / "r", today=TODAY)

    assert [row.source.retain_until for row in my.ledger.sources()] == [early.isoformat()]


def test_a_source_of_two_packages_keeps_to_its_own_last_day(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=CHAIN, **OPEN | {"retain_until": "2026-08-31"})
    give(nz, tmp_path / "a", expires=dt.date(2026, 6, 30))
    give(nz, tmp_path / "b")
    my.share_receive(tmp_path / "a", today=TODAY)
    my.share_receive(tmp_path / "b", today=TODAY)

    days = [row.source.retain_until for row in my.ledger.sources()]

    assert days == [EXPIRES.isoformat(), "2026-08-31"]


def test_a_recall_of_several_sources_is_honoured_where_records_were_judged(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=CHAIN, **OPEN)
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    my.decide("person:s1", "person:s2", "different", why="two faces")
    nz.share_recall(given.package, tmp_path / "r", reason="error")

    arrived = my.share_receive(tmp_path / "r", today=TODAY)

    assert len(arrived.erased) == 2
    assert held(my) == []
    assert my.ledger.judgements() == []


def test_what_was_passed_on_and_is_gone_here_is_told_with_its_packages(tmp_path, keys):
    """A recall reaches no further than its receiver, unless he takes back what he passed on."""
    nz, my, th = (agency(tmp_path, name) for name in ("NZ/Police", "MY/PDRM", "TH/Police"))
    acquaint(nz, my)
    acquaint(my, nz, th)
    fill(nz.ledger, "A", links=CHAIN, entities=SOMCHAI, **OPEN | {"releasable_to": ["MY", "TH"]})
    first = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    onward = basis(legal=(LegalBasis(name="MY-TH", parties=("MY", "TH")),), countries=("MY", "TH"))
    passed = give(my, tmp_path / "q", audience="TH", plan=onward)
    nz.share_recall(first.package, tmp_path / "r", reason="error")

    erased = my.share_receive(tmp_path / "r", today=TODAY).erased
    told = my.share_given(erased)
    my.share_recall(passed.package, tmp_path / "s", reason="recalled to us")

    assert [(one.package, one.partner) for one in told] == [(passed.package, "TH")]
    assert my.share_given(erased) == []
    assert my.share_given(["src-0123456789abcdef"]) == my.share_given([]) == []
    for case in (nz, my, th):
        case.close()


@pytest.mark.parametrize(("days", "taken"), [(0, True), (1, True), (2, False), (30_000, False)])
def test_a_package_of_a_day_still_to_come_is_refused(pair, tmp_path, days, taken):
    """Made in 2099 by a wrong clock it would outrank all that its giver says later."""
    nz, my = pair
    give(nz, tmp_path / "p", made=MADE + dt.timedelta(days=days), expires=dt.date(2199, 1, 1), plan=FOR_EVER)  # fmt: skip
    before = my.digest()

    if taken:
        assert my.share_receive(tmp_path / "p", today=TODAY).taken
        return
    with pytest.raises(PackageError, match="clock"):
        my.share_receive(tmp_path / "p", today=TODAY)
    assert my.digest() == before


def test_a_link_that_leads_nowhere_takes_the_name_of_a_package(pair, tmp_path):
    nz, _ = pair
    (tmp_path / "p").symlink_to(tmp_path / "nowhere")

    with pytest.raises(InputError, match="a file already"):
        give(nz, tmp_path / "p")

    assert nz.ledger.gifts() == []


def test_of_two_packages_of_one_name_the_first_stays_and_the_log_tells_of_the_other(
    pair, tmp_path, monkeypatch
):
    nz, my = pair
    give(nz, tmp_path / "p")
    first = (tmp_path / "p").read_bytes()
    monkeypatch.setattr("os.path.lexists", lambda _: False)

    with pytest.raises(StoreError) as told:
        give(nz, tmp_path / "p")

    assert "recall it" in told.value.remedy
    assert (tmp_path / "p").read_bytes() == first
    assert [one.told.kind for one in nz.ledger.gifts()] == ["given", "given"]
    assert my.share_receive(tmp_path / "p", today=TODAY).taken
    assert not list(tmp_path.glob("*.new"))


def test_whom_a_partner_gave_by_role_and_number_is_protected_by_it_alone(pair, tmp_path):
    """The record that says so may stay with the giver: it speaks of an informant too."""
    nz, my = pair
    named = [
        ("CONTROLLED", "person:s1", "person:v", {}),
        ("CONTROLLED", "person:s1", "person:m", {}),
    ]
    young = [("person:m", {"birth_dates": ["2015-01-01"]})]
    fill(nz.ledger, "B", links=named, entities=young, **OPEN)
    both = [
        ("VICTIM_IN", "person:v", "casefile:x", {}),
        ("INFORMANT_IN", "person:i", "casefile:x", {}),
    ]
    batch = make_batch("C", links=both)
    one_record = [replace(one, frame=one.frame.with_columns(pl.lit(0).cast(pl.Int32).alias("record"))) for one in (*batch.entities, *batch.links)]  # fmt: skip
    batch = replace(
        batch, entities=one_record[: len(batch.entities)], links=one_record[len(batch.entities) :]
    )
    nz.ledger.append(make_source("C", **OPEN), [batch], who="tester")
    given = give(nz, tmp_path / "p")

    my.share_receive(tmp_path / "p", today=TODAY)

    victim, minor = f"person:victim-1.{given.package}", f"person:minor-1.{given.package}"
    assert "VICTIM_IN" not in {table.name for table in my.ledger.tables(part="link")}
    assert protected_people(my.ledger)[victim] == "victim"
    sight = sight_for(my.ledger, Originator.parse("TH"), TODAY)
    assert stand_ins(my.ledger) == {victim: "victim", minor: "minor"}
    assert sight.roles.hidden(minor) == ""
    inside = roles_inside(my.ledger, sight)
    assert (inside.hidden(victim), inside.hidden(minor)) == ("victim", "minor")


def test_an_extract_of_a_file_that_the_receiver_has_is_told(pair, tmp_path):
    nz, my = pair
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    fill(nz.ledger, "B", links=[*CHAIN, *victim], entities=SOMCHAI, **OPEN)
    whole = fill(my.ledger, "B", links=[*CHAIN, *victim], entities=SOMCHAI, **OPEN)
    give(nz, tmp_path / "p")

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    (extract,) = set(held(my)) - {whole.id, *held(nz)}
    assert arrived.alike == ((extract, whole.id),)


def test_nothing_is_told_of_files_of_other_names_or_the_same_source(pair, tmp_path):
    nz, my = pair
    fill(my.ledger, "A", links=CHAIN, entities=SOMCHAI, **OPEN)
    fill(my.ledger, "other", links=CHAIN, **OPEN)
    give(nz, tmp_path / "p")

    assert my.share_receive(tmp_path / "p", today=TODAY).alike == ()


@pytest.mark.parametrize(
    ("name", "originator", "told"),
    [("b", "NZ/Police", True), ("B", "NZ/Immigration", False), ("B", "TH/Police", False)],
)
def test_a_file_is_alike_whatever_its_letters_and_only_of_the_same_agency(
    pair, tmp_path, name, originator, told
):
    nz, my = pair
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    fill(nz.ledger, "B", links=[*CHAIN, *victim], entities=SOMCHAI, **OPEN)
    fill(my.ledger, name, links=CHAIN, **OPEN | {"originator": originator})
    give(nz, tmp_path / "p")

    assert bool(my.share_receive(tmp_path / "p", today=TODAY).alike) is told


def test_files_without_a_name_and_what_people_stated_are_not_told_as_alike(pair, tmp_path):
    nz, my = pair
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    named = [*SOMCHAI, ("person:v", {"names": ["Siti Aminah"]})]
    fill(nz.ledger, "Siti Aminah", links=[*CHAIN, *victim], entities=named, **OPEN)
    unnamed = replace(make_source("U", **OPEN), file="extract")
    my.ledger.append(unnamed, [make_batch("U", links=CHAIN)], who="tester")
    suspect = [("SUSPECT_IN", "person:s1", "casefile:c", {})]
    for case in (nz, my):
        told = make_source("T", **OPEN)
        said = replace(told, sha256=digest(str(case.own)), file=stated_by("NZ_Police"))
        case.ledger.append(said, [make_batch("T", links=suspect)], who="tester")
    before = held(my)
    give(nz, tmp_path / "p")

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    came = [row.source.file for row in my.ledger.sources() if row.source.id not in before]
    assert sorted(came) == ["A.csv", "extract", stated_by("NZ_Police")]
    assert arrived.alike == ()


def test_a_file_is_told_once_however_many_of_its_name_there_are(pair, tmp_path):
    nz, my = pair
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    fill(nz.ledger, "B", links=[*CHAIN, *victim], entities=SOMCHAI, **OPEN)
    first = fill(my.ledger, "B", links=CHAIN, **OPEN)
    for number in range(3):
        again = replace(make_source("B", **OPEN), sha256=digest(str(number)))
        my.ledger.append(again, [make_batch("B", links=CHAIN)], who="tester")
    give(nz, tmp_path / "p")

    ((_, other),) = my.share_receive(tmp_path / "p", today=TODAY).alike

    assert other == first.id
