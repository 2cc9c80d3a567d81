"""Which word is the later one, of sources that came in packages and of others."""

from types import SimpleNamespace

from linkgraph.period.passed_on import passed_on_by_others, standings
from tests.builders import fill

MADE = {"pkg-1": "2026-05-01T00:00:00Z", "pkg-2": "2026-05-02T00:00:00Z", "pkg-3": "2026-04-01T00:00:00Z"}  # fmt: skip


def given(ledger, monkeypatch, *told):
    """Take sources in, each with whose it is and, where it came in a package, who gave which."""
    givers = {}
    for n, (originator, *by) in enumerate(told):
        source = fill(ledger, f"S{n}", originator=originator, entities=[("person:x", {})])
        if by:
            givers[source.id] = tuple(by)
    received = [SimpleNamespace(package=one, made=made) for one, made in MADE.items()]
    monkeypatch.setattr(type(ledger), "givers", lambda _: givers)
    monkeypatch.setattr(type(ledger), "received", lambda _: received)
    rows = ledger.sources()
    found = standings(ledger, rows)
    assert passed_on_by_others(ledger, rows) == {seq for seq, one in found.items() if not one.own}
    return [found[row.seq] for row in rows]


def test_a_package_that_was_held_up_on_its_way_is_no_later_word(ledger, monkeypatch):
    late, ours, early, others = given(
        ledger, monkeypatch, ("MY/Police", "MY/Police", "pkg-2"), ("NZ/Police",),
        ("MY/Police", "MY/Police", "pkg-1"), ("TH/DSI", "TH/DSI", "pkg-3"),
    )  # fmt: skip

    assert early < ours < late < others
    assert all(one.own for one in (late, ours, early, others))


def test_what_one_agency_gave_moves_among_its_own_places_alone(ledger, monkeypatch):
    words = given(
        ledger, monkeypatch, ("MY/Police", "MY/Police", "pkg-2"), ("MY/Police", "MY/Police", "pkg-1"),
        ("MY/Police", "MY/Police", "pkg-3"), ("NZ/Police",),
    )  # fmt: skip

    assert sorted(words, key=lambda one: one.place) == [words[2], words[1], words[0], words[3]]


def test_what_somebody_gave_in_anothers_name_is_before_all_that_nobody_did(ledger, monkeypatch):
    first, passed = given(ledger, monkeypatch, ("NZ/Police",), ("NZ/Police", "MY/Police", "pkg-1"))

    assert passed < first
    assert (first.own, passed.own) == (True, False)
