"""A clock that was set back: nothing that has ended is taken in or given by it."""

import datetime as dt

import pytest

from linkgraph.errors import InputError, PackageEnded, PackageError
from linkgraph.share import LegalBasis
from tests.builders import fill
from tests.partners import CHAIN, OPEN, acquaint, agency, basis

NOW = dt.datetime.now(dt.UTC)
NEXT_YEAR = NOW + dt.timedelta(days=365)


class _Clock(dt.datetime):
    """The machine's clock, wrong by so much."""

    off = dt.timedelta()

    @classmethod
    def now(cls, tz=None):
        return dt.datetime.now(tz) + cls.off


@pytest.fixture
def clock(monkeypatch):
    class Set(_Clock):
        """A clock of this test's own."""

    fake = type(
        "fake", (), {"datetime": Set, "UTC": dt.UTC, "timedelta": dt.timedelta, "date": dt.date}
    )
    for module in (
        "linkgraph.case.clock",
        "linkgraph.case.receiving",
        "linkgraph.case.sharing",
        "linkgraph.ledger.history",
    ):
        monkeypatch.setattr(f"{module}.dt", fake)
    return Set


@pytest.fixture
def pair(tmp_path, keys):
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    yield nz, my
    nz.close()
    my.close()


def give(nz, path, expires=NEXT_YEAR):
    endless = basis(legal=(LegalBasis(name="law", parties=("NZ", "MY")),))
    return nz.share_release("MY", endless, path, expires=expires.date(), accept="known to both")


def test_an_expired_package_is_not_taken_in_by_a_clock_that_was_set_back(pair, tmp_path, clock):
    nz, my = pair
    give(nz, tmp_path / "p", NOW)
    clock.off = dt.timedelta(days=90)
    my.ledger.note(who="tester", action="looked", reason="it is three months later")
    with pytest.raises(PackageEnded):
        my.share_receive(tmp_path / "p")

    clock.off = dt.timedelta()
    with pytest.raises(InputError, match="clock is behind"):
        my.share_receive(tmp_path / "p")

    assert my.ledger.sources() == []


def test_what_partners_signed_tells_how_late_it_is_too(pair, tmp_path, clock):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p")
    clock.off = dt.timedelta(days=-30)
    my.ledger.note(who="tester", action="looked", reason="by a wrong clock")

    with pytest.raises(InputError, match="clock is behind"):
        my.share_receive(tmp_path / "p")
    with pytest.raises(InputError, match="clock is behind"):
        give(my, tmp_path / "q")


def test_nothing_is_given_by_a_clock_that_was_set_back(pair, tmp_path, clock):
    nz, _ = pair
    clock.off = dt.timedelta(days=-2)

    with pytest.raises(InputError, match="clock is behind"):
        give(nz, tmp_path / "p")

    assert not (tmp_path / "p").exists()
    assert nz.ledger.gifts() == []


def test_clocks_of_two_machines_may_differ_by_hours(pair, tmp_path, clock):
    nz, my = pair
    give(nz, tmp_path / "p")
    clock.off = dt.timedelta(hours=-20)

    assert len(my.share_receive(tmp_path / "p").taken) == 1


def test_a_clock_that_ran_ahead_once_bars_nobody_for_years(pair, tmp_path, clock):
    nz, my = pair
    give(nz, tmp_path / "p")
    clock.off = dt.timedelta(days=30_000)
    my.ledger.note(who="tester", action="looked", reason="by a wrong clock")
    clock.off = dt.timedelta()
    with pytest.raises(InputError, match="clock is behind"):
        my.share_receive(tmp_path / "p")

    with pytest.raises(InputError, match="needs a reason"):
        my.ledger.check_clock(who="tester", reason=" ")
    my.ledger.check_clock(who="tester", reason="set by the network again")

    assert len(my.share_receive(tmp_path / "p").taken) == 1
    assert my.ledger.latest_moment() <= dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert my.ledger.check_gifts() == []


def test_a_partner_whose_clock_is_ahead_bars_nobody_from_giving_and_taking(pair, tmp_path, clock):
    nz, my = pair
    clock.off = dt.timedelta(hours=1)
    late = (NOW + dt.timedelta(days=1)).replace(hour=23, minute=59, second=59)
    endless = basis(legal=(LegalBasis(name="law", parties=("NZ", "MY")),))
    for name in ("p", "q"):
        nz.share_release(
            "MY", endless, tmp_path / name, expires=NEXT_YEAR.date(), accept="known", made=late
        )
    clock.off = NOW.replace(hour=0, minute=0, second=1) - NOW

    assert my.share_receive(tmp_path / "p").package
    assert my.share_receive(tmp_path / "q").package
    assert my.ledger.latest_moment() <= late.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("days", [2, 365, 36_500])
def test_a_package_of_a_day_to_come_changes_nothing_at_its_receiver(pair, tmp_path, clock, days):
    nz, my = pair
    made = NOW + dt.timedelta(days=days)
    before = my.ledger.version, my.ledger.latest_moment()
    endless = basis(legal=(LegalBasis(name="law", parties=("NZ", "MY")),))
    nz.share_release(
        "MY", endless, tmp_path / "p", expires=(made + dt.timedelta(days=1)).date(),
        accept="known", made=made,
    )  # fmt: skip

    with pytest.raises(PackageError, match="still to come"):
        my.share_receive(tmp_path / "p")

    assert (my.ledger.version, my.ledger.latest_moment()) == before
    give(nz, tmp_path / "q")
    assert my.share_receive(tmp_path / "q").taken


def test_nothing_is_compared_by_a_clock_that_was_set_back(pair, tmp_path, clock):
    nz, my = pair
    question = nz.overlap_ask("MY/PDRM", tmp_path / "q", method="keyed", accept_leak="a test")
    assert question.count
    clock.off = dt.timedelta(days=-2)

    with pytest.raises(InputError, match="clock is behind"):
        nz.overlap_ask("MY/PDRM", tmp_path / "r", method="keyed", accept_leak="a test")
    with pytest.raises(InputError, match="clock is behind"):
        my.overlap_answer(tmp_path / "q", tmp_path / "a")
    assert not (tmp_path / "r").exists()
    assert not (tmp_path / "a").exists()


def test_a_recall_takes_back_whatever_the_clock_says(pair, tmp_path, clock):
    nz, my = pair
    given = give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p")
    nz.ledger.note(who="tester", action="looked", reason="now")
    clock.off = dt.timedelta(days=-400)

    nz.share_recall(given.package, tmp_path / "r", reason="a wrong account")
    arrived = my.share_receive(tmp_path / "r")

    assert arrived.kind == "recall"
    assert len(arrived.erased) == 1
    assert my.ledger.sources() == []


def test_by_a_clock_that_is_behind_nothing_but_a_recall_changes_the_case(pair, tmp_path, clock):
    nz, my = pair
    give(nz, tmp_path / "p")
    my.ledger.note(who="tester", action="looked", reason="now")
    (tmp_path / "broken").write_bytes((tmp_path / "p").read_bytes()[:-9])
    clock.off = dt.timedelta(days=-2)

    before = my.ledger.version
    for name in ("p", "broken"):
        with pytest.raises(InputError, match="clock is behind"):
            my.share_receive(tmp_path / name)

    assert (my.ledger.version, my.ledger.sources()) == (before, [])


LEAVES = {
    "a look at what would be shared": lambda case: case.share_check("MY", basis()),
    "a release": lambda case: case.release(audience="MY"),
    "a view": lambda case: case.view(audience="MY"),
    "a period": lambda case: case.period_release("JPA", "MY"),
    "a compendium": lambda case: case.compendium("", "MY"),
    "a tally": lambda case: case.tally_release("JPA", audience="MY"),
    "a table of victims": lambda case: case.victim_table("MY"),
    "a report": lambda case: case.report("case", audience="MY"),
    "a report of another moment": lambda case: case.report("case", audience="MY", made=NOW),
    "a targeting plan": lambda case: case.plan_release(None, "MY"),
}


@pytest.mark.parametrize("what", LEAVES)
def test_whatever_leaves_is_made_by_a_sound_clock_alone(pair, clock, what):
    nz, _ = pair
    clock.off = dt.timedelta(days=-2)
    before = nz.ledger.version

    with pytest.raises(InputError, match="clock is behind"):
        LEAVES[what](nz)

    assert nz.ledger.version == before


def test_inside_a_clock_that_is_behind_bars_no_work(pair, clock):
    nz, _ = pair
    clock.off = dt.timedelta(days=-2)

    assert nz.release().own
    assert nz.tally_release("JPA").own
    assert nz.compendium().own
    assert nz.report("case").document.caveat
