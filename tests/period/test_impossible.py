"""Lines that a partner's package may tell and nobody can mean."""

import pytest

from linkgraph.case import create_case
from linkgraph.period.tally import Span
from tests.builders import fill
from tests.period.outcome_rows import line


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Police") as made:
        yield made


@pytest.mark.parametrize("count", [-5, -(10**18), 10**18, 1_000_001])
def test_a_count_below_none_or_above_a_million_counts_for_nothing(case, count):
    told = {"outcome_kind": "victims_assisted", "day": "2026-04-01", "period": "JPA"}
    fill(
        case.ledger, "S", handling="H0", tlp="GREEN", releasable_to=["MY"],
        entities=[("outcome:a", told | {"count": 20}), ("outcome:b", told | {"count": count})],
    )  # fmt: skip

    tally = case.tally("JPA")
    given = case.tally_release("JPA", audience="MY")

    assert [(one.low, one.high) for one in tally.figures] == [(20, 20)]
    assert [row.count for row in tally.impossible] == [count]
    assert {one.total for one in given.figures if one.kind == "victims_assisted"} == {"20"}


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        ("2026-03", "2026-05", "2026-05-31", True),
        ("2026-03", "2026-05", "2026-03-01", True),
        ("2026-03", "2026-05", "2026-06-01", False),
        ("2026-03", "2026-05", "2026-02-28", False),
        ("2026", "2026", "2026-12-31", True),
        ("2026-03-15", "2026-05-15", "2026-05", True),
        ("2026-03-15", "2026-05-15", "2026-06", False),
    ],
)
def test_a_period_told_to_the_month_holds_all_of_its_days(since, until, day, holds):
    span = Span("JPA", since, until, ("MY", "NZ"))

    assert span.holds(line(period="", day=day)) is holds
