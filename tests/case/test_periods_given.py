"""Figures of periods that overlap, given one after another: few in their parts do not follow."""

import datetime as dt
import json
import random
from contextlib import suppress

import pytest

from linkgraph.case import create_case
from linkgraph.errors import ReleaseError
from linkgraph.period import Period
from linkgraph.period import audit as audit_module
from linkgraph.period.suppression import TOO_MANY
from linkgraph.period.table import Table
from linkgraph.statements.entered import Sharing
from tests.builders import fill
from tests.period.worlds_by_hand import few_by_hand

MADE = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
OPEN = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "PUBLIC"]}
PERIODS = {
    "YEAR": ("2026-01-01", "2026-03-31"),
    "EARLY": ("2026-01-01", "2026-02-28"),
    "LATE": ("2026-02-01", "2026-03-31"),
}
KIND = "victims_identified"


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        for name, (since, until) in PERIODS.items():
            add_period(made, name, since, until)
        yield made


def add_period(case, name, since, until):
    period = Period(reference=name, title="", since=since, until=until, countries=("MY", "TH"))
    case.add_period(period, Sharing(handling="H0", tlp="GREEN", releasable_to=("MY", "PUBLIC")))


def victims(case, name, count, day, to=("MY", "PUBLIC")):
    row = {"outcome_kind": KIND, "count": count, "day": day, "countries": ["TH"]}
    fill(case.ledger, name, entities=[(f"outcome:{name}", row)], **OPEN | {"releasable_to": to})


def released(case, period, audience="MY", **told):
    return case.tally_release(period, audience=audience, made=MADE, **told)


def total(case, period, audience="MY", **told):
    figures = {one.kind: one.total for one in released(case, period, audience, **told).figures}
    return figures[KIND]


def in_months(case, january, february, march):
    for month, count in enumerate((january, february, march), 1):
        victims(case, f"M{month}", count, f"2026-{month:02}-15")


@pytest.mark.parametrize("order", [("EARLY", "LATE", "YEAR"), ("YEAR", "LATE", "EARLY")])
def test_few_of_a_month_that_three_periods_would_tell_are_kept_by_the_last(case, order):
    in_months(case, 40, 4, 40)

    assert [total(case, one) for one in order][:2] != ["withheld", "withheld"]
    assert total(case, order[-1]) == "withheld"


def test_enough_in_each_month_leaves_whole(case):
    in_months(case, 40, 20, 40)

    assert [total(case, one) for one in PERIODS] == ["100", "60", "60"]


def test_whoever_reads_more_holds_what_more_may_read_back(case):
    """Malaysia has two periods that nobody else has; the third is for everybody."""
    in_months(case, 40, 4, 40)
    for period in ("EARLY", "LATE"):
        total(case, period, "MY")
    before = [one for one in case.ledger.history() if one.action == "gave figures"]

    with pytest.raises(ReleaseError, match="held back: MY reads what PUBLIC is given"):
        released(case, "YEAR", "PUBLIC")

    assert [one for one in case.ledger.history() if one.action == "gave figures"] == before


def test_what_only_another_reader_may_see_alters_nothing_in_what_is_public(case, tmp_path):
    in_months(case, 40, 20, 40)
    victims(case, "own", 30, "2026-02-16", to=("MY",))
    for period in PERIODS:
        total(case, period, "MY")

    assert [total(case, one, "PUBLIC") for one in PERIODS] == ["100", "60", "60"]


def test_a_period_that_was_moved_counts_the_days_that_it_had_when_it_was_given(case):
    in_months(case, 40, 4, 40)
    assert [total(case, one) for one in ("EARLY", "LATE")] == ["44", "44"]
    add_period(case, "LATE", "2026-05-01", "2026-05-31")

    told = [json.loads(one.reason) for one in case.ledger.history() if one.action == "gave figures"]
    assert told[1]["days"] == ["2026-02-01", "2026-03-31"]
    assert total(case, "YEAR") == "withheld"


def test_more_than_is_solved_is_withheld_and_whoever_gives_is_told(case, monkeypatch):
    in_months(case, 40, 20, 40)
    total(case, "EARLY")
    monkeypatch.setattr(audit_module, "_MOST_TABLES", 0)

    made = released(case, "LATE")

    assert made.held[KIND] == TOO_MANY
    assert {one.total for one in made.figures if one.kind == KIND} == {"withheld"}
    assert "looked at together" not in str(made.cautions)


def as_read(made):
    """Return a table as whoever reads it has it: columns that it lacks were not told."""
    (figure,) = [one for one in made.figures if one.kind == KIND]
    shown = {"": figure.total, **figure.by_country}
    told = {name: None if text == "withheld" else int(text) for name, text in shown.items()}
    return Table({name: told.get(name) for name in ("MY", "TH")}, told[""])


@pytest.mark.parametrize("seed", range(6))
def test_an_enemy_who_reads_all_reports_and_tries_all_figures_learns_of_no_few(case, seed):
    drawn = random.Random(seed)  # noqa: S311 - figures, no keys
    add_period(case, "FEBRUARY", "2026-02-01", "2026-02-28")
    for month in (1, 2, 3):
        for country in ("MY", "TH"):
            count, day = drawn.choice([0, 1, 2, 3, 4, 6]), f"2026-{month:02}-10"
            row = {"outcome_kind": KIND, "count": count, "day": day, "countries": [country]}
            fill(case.ledger, f"{country}{month}", entities=[(f"outcome:{country}{month}", row)],
                 **OPEN)  # fmt: skip
    parts = {"YEAR": {0, 1, 2}, "EARLY": {0, 1}, "LATE": {1, 2}, "FEBRUARY": {1}}

    read = []
    for name in drawn.sample(sorted(parts), len(parts)):
        # What Malaysia would learn of few by is held back from everybody.
        with suppress(ReleaseError):
            made = released(case, name, drawn.choice(["MY", "PUBLIC"]), k=3)
            read.append((as_read(made), frozenset(parts[name])))

    assert read
    assert not few_by_hand(read, 3, 3)
