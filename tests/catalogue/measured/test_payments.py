"""What a measure sees of a case's payments: values, limits and holders."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.thresholds import THRESHOLDS
from linkgraph.analysis.money.transfers import TRANSFERS
from linkgraph.catalogue.measured.payments import (
    holder_sources,
    payments,
    priced,
    transfers_of,
)
from linkgraph.catalogue.measured.rates import Rates
from linkgraph.graph.projection import project
from tests.builders import ledger_of

AT = "2026-01-01T00:00:00Z"
RATES = [("MYR", "IDR", 3500.0, "2026-01-01"), ("MYR", "USD", 0.25, "2026-01-01")]


NO_RATES = pl.DataFrame(schema={"base": pl.String, "quote": pl.String, "rate": pl.Float64,
                                "as_of": pl.String, "sources": pl.String})  # fmt: skip


def rates(rows):
    told = [(*row[:4], row[4] if len(row) > 4 else "src-r") for row in rows]
    return pl.DataFrame(told, schema=NO_RATES.schema, orient="row")


def graph_of(folder, links, entities=()):
    return project(
        ledger_of(folder / "case", [{"name": "A", "links": links, "entities": entities}])
    )


def paid(frm, to, amount, currency="MYR", **told):
    return ("PAID", frm, to, {"amount_minor": amount, "currency": currency, "at": AT} | told)


def seen(folder, links, entities=(), told=(), least=(1000.0, "USD")):
    graph = graph_of(folder, links, entities)
    given = Rates.of(rates(told))
    return transfers_of(priced(payments(graph), given), graph, given, THRESHOLDS, least)


def test_values_are_in_the_currency_that_rates_start_from(tmp_path):
    links = [paid("account:a", "account:b", 700_000, "IDR"), paid("account:a", "account:c", 200)]
    frame = seen(tmp_path, links, told=RATES).sort("to_id")

    assert frame["unit"].to_list() == ["MYR", "MYR"]
    assert frame["value"].to_list() == [pytest.approx(2.0), pytest.approx(2.0)]
    assert frame["least"].to_list() == [4000.0, 4000.0]
    assert frame.schema == TRANSFERS


def test_without_a_rate_a_value_stays_in_its_own_currency(tmp_path):
    frame = seen(tmp_path, [paid("account:a", "account:b", 100, "XAF")], told=RATES)

    assert frame.select("unit", "value", "least", "limit").row(0) == ("XAF", 100.0, None, None)


def test_without_a_rate_large_is_a_tenth_of_the_limit_for_cash(tmp_path):
    frame = seen(tmp_path, [paid("account:a", "account:b", 100)])

    assert frame.select("unit", "least", "limit").row(0) == ("MYR", 2500.0, 25_000.0)


def test_where_no_rate_leads_to_the_asked_currency_one_yardstick_serves_all(tmp_path):
    links = [paid("account:a", "account:b", 100, "IDR"), paid("account:a", "account:c", 100)]
    frame = seen(tmp_path, links, told=RATES, least=(500.0, "EUR"))

    assert frame["least"].to_list() == [2500.0, 2500.0]


def test_what_counts_as_large_is_taken_as_asked_in_its_own_currency(tmp_path):
    frame = seen(tmp_path, [paid("account:a", "account:b", 100)], least=(77.0, "MYR"))

    assert frame["least"].to_list() == [77.0]


def test_a_payment_without_amount_or_currency_has_no_value(tmp_path):
    bare = ("PAID", "account:a", "account:b", {"at": AT})
    half = ("PAID", "account:a", "account:c", {"at": AT, "currency": "MYR"})

    assert seen(tmp_path, [bare, half], told=RATES)["value"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("amount", "currency", "limit"),
    [
        (2_400_000, "MYR", 25_000.0),
        (2_500_000, "MYR", None),
        (600_000, "USD", 25_000.0),
        (700_000, "USD", 40_000.0),
        (1_000_000, "USD", None),
    ],
)
def test_foreign_cash_is_held_to_the_lowest_limit_that_it_stays_under(
    tmp_path, amount, currency, limit
):
    here = [("account:b", {"countries": ["MY"]})]
    frame = seen(tmp_path, [paid("cashpoint:1", "account:b", amount, currency)], here, RATES)

    assert frame["limit"].to_list() == [limit]
    assert frame.select("from_cash", "to_cash").row(0) == (True, False)


def test_an_account_in_two_countries_has_only_the_limit_of_the_currency(tmp_path):
    here = [("account:b", {"countries": ["MY", "NZ"]})]
    frame = seen(tmp_path, [paid("cashpoint:1", "account:b", 600_000, "USD")], here, RATES)

    assert frame["limit"].to_list() == [40_000.0]


def test_holders_stand_for_their_accounts(tmp_path):
    links = [
        paid("account:a", "account:b", 100),
        ("HOLDS", "person:1", "account:a", {}),
        ("HOLDS", "person:2", "account:a", {}),
        ("HOLDS", "organization:1", "account:b", {}),
    ]
    frame = seen(tmp_path, links)
    ends = frame.select("from_holder", "from_person", "to_holder", "to_person").row(0)

    assert ends == ("person:1 person:2", True, "organization:1", False)


def test_where_nobody_is_named_the_account_holds_itself(tmp_path):
    frame = seen(tmp_path, [paid("account:a", "account:b", 100)])

    assert frame.select("from_holder", "from_person").row(0) == ("account:a", None)


def test_an_account_held_by_a_person_and_a_firm_is_no_persons(tmp_path):
    links = [
        paid("account:a", "account:b", 100),
        ("HOLDS", "person:1", "account:a", {}),
        ("HOLDS", "organization:1", "account:a", {}),
    ]
    assert seen(tmp_path, links)["from_person"].to_list() == [False]


def test_sources_of_holders_are_told(tmp_path):
    links = [("HOLDS", "person:1", "account:a", {})]
    (source,) = holder_sources(graph_of(tmp_path, links)).values()

    assert source.startswith("src-")


DATED = [
    ("MYR", "USD", 0.2, "2025-01-01", "src-1"),
    ("MYR", "USD", 0.25, "2026-01-01", "src-2"),
    ("MYR", "THB", 8.0, "2026-01-01", "src-2"),
    ("NZD", "MYR", 2.5, "2026-01-01", "src-3"),
]


def test_the_latest_rate_is_told_and_a_turned_one_is_turned():
    made = Rates.of(rates(DATED))

    assert made.base == "MYR"
    assert made.latest() == {"MYR": 1.0, "USD": 0.25, "THB": 8.0, "NZD": 0.4}


@pytest.mark.parametrize(
    ("currency", "day", "told"),
    [
        ("USD", "2025-06-30", (0.2, "2025-01-01", "src-1")),
        ("USD", "2026-01-01", (0.25, "2026-01-01", "src-2")),
        ("USD", "2030-01-01", (0.25, "2026-01-01", "src-2")),
        ("USD", "2020-01-01", (0.2, "2025-01-01", "src-1")),
        ("USD", None, (0.25, "2026-01-01", "src-2")),
        ("NZD", "2020-01-01", (0.4, "2026-01-01", "src-3")),
        ("MYR", "2020-01-01", (1.0, None, None)),
        ("XAF", "2026-01-01", (None, None, None)),
        (None, "2026-01-01", (None, None, None)),
    ],
)
def test_a_payment_takes_the_nearest_earlier_rate_and_the_first_before_there_is_one(
    currency, day, told
):
    at = pl.Series([day], dtype=pl.String).str.to_date().dt.epoch("s").cast(pl.Int64)

    found = Rates.of(rates(DATED)).at(pl.Series([currency], dtype=pl.String), at)

    assert found.row(0) == told


@given(
    st.lists(st.tuples(st.sampled_from(["USD", "THB", "MYR"]), st.integers(0, 9)), max_size=20),
    st.lists(st.tuples(st.sampled_from(["USD", "THB"]), st.integers(0, 9)), max_size=8, unique=True),
)  # fmt: skip
def test_rates_of_many_payments_are_those_found_one_by_one(paid_, given_):
    days = [f"2026-01-{n + 1:02d}" for n in range(10)]
    told = [("MYR", one, float(n + 1), days[day]) for n, (one, day) in enumerate(given_)]
    at = pl.Series([days[day] for _, day in paid_], dtype=pl.String).str.to_date()

    found = Rates.of(rates(told)).at(
        pl.Series([one for one, _ in paid_], dtype=pl.String), at.dt.epoch("s").cast(pl.Int64)
    )

    for (currency, day), (per, of, _) in zip(paid_, found.rows(), strict=True):
        own = sorted((of_, rate) for _, one, rate, of_ in told if one == currency)
        earlier = [one for one in own if one[0] <= days[day]]
        nearest = earlier[-1] if earlier else (own or [(None, None)])[0]
        assert (of, per) == ((None, 1.0) if currency == "MYR" and told else nearest)


def test_of_no_rates_there_is_no_common_currency():
    made = Rates.of(NO_RATES)

    assert (made.base, made.latest()) == ("", {})


def test_a_limit_is_converted_by_the_rate_of_the_payment_held_to_it(tmp_path):
    """At the older rate 9,900 dollars are 49,500 ringgit, and so is 10,000 the more by a hundredth."""
    links = [paid("cashpoint:1", "account:b", 990_000, "USD", at=f"{year}-06-01T00:00:00Z")
             for year in (2025, 2026)]  # fmt: skip
    frame = seen(tmp_path, links, told=DATED).sort("at_s")

    assert frame["value"].to_list() == [pytest.approx(49_500), pytest.approx(39_600)]
    assert frame["limit"].to_list() == [pytest.approx(50_000), pytest.approx(40_000)]


def test_a_graph_without_payments_has_none(tmp_path):
    assert seen(tmp_path, [("HOLDS", "person:1", "account:a", {})]).is_empty()


def test_every_limit_names_its_rule():
    for country, limit in THRESHOLDS.items():
        assert len(country) == 2
        assert limit.amount > 0
        assert len(limit.source) > 10


def test_an_organization_that_is_paid_itself_is_no_person(tmp_path):
    links = [paid("organization:a", "account:b", 100), paid("account:b", "organization:a", 100)]
    frame = seen(tmp_path, links).sort("from_id")

    ends = frame.select("from_holder", "from_person", "to_holder", "to_person").rows()
    assert ends == [
        ("account:b", None, "organization:a", False),
        ("organization:a", False, "account:b", None),
    ]


def test_how_many_payments_a_source_sums_up_is_told(tmp_path):
    links = [
        paid("organization:a", "organization:b", 100, payments=68),
        paid("account:c", "account:d", 1),
    ]

    told = payments(graph_of(tmp_path, links)).sort("from_id")

    assert told["payments"].to_list() == [None, 68]
