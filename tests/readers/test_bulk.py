"""What is read column by column is what the rules of one cell make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.readers.bulk import plain_accounts, plain_amounts, plain_instants, plain_texts
from linkgraph.values.accounts import clean_account
from linkgraph.values.instants import clean_instant
from linkgraph.values.money import clean_amount
from linkgraph.values.text import clean_text

CURRENCIES = ["MYR", "VND", "KWD", "USD", "myr", "", "XXQ", "ÀÉÎ"]
AMOUNTS = st.from_regex(r"[0-9]{1,4}(,[0-9]{3}){0,5}(\.[0-9]{1,3})?", fullmatch=True) | st.text(
    "0123456789,.-+ M", max_size=8
)
INSTANTS = st.from_regex(
    r"(18|19|20|22)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]"
    r"(Z|[+-][0-2][0-9]:[0-6][0-9]|)",
    fullmatch=True,
) | st.text("0123456789-:TZ+ ", max_size=26)


def alone(clean, *cell):
    try:
        return clean(*cell)
    except ValueRejected as error:
        return error.code


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(CURRENCIES))))
def test_an_amount_is_worth_the_same_alone_and_in_its_column(rows):
    found = plain_amounts([cell for cell, _ in rows], [currency for _, currency in rows])

    for (cell, currency), minor in zip(rows, found, strict=True):
        assert minor is None or minor == alone(clean_amount, cell, currency)


@given(st.lists(INSTANTS))
def test_an_instant_is_the_same_alone_and_in_its_column(cells):
    for cell, instant in zip(cells, plain_instants(cells), strict=True):
        assert instant is None or instant == alone(clean_instant, cell)


@pytest.mark.parametrize(
    ("cell", "minor"),
    [("807.36", 80736), ("16,500.00", 1650000), ("12", 1200), ("1234567", 123456700)],
)
def test_plain_amounts_are_read(cell, minor):
    assert plain_amounts([cell, "x"], ["MYR", "MYR"]) == [minor, None]


@pytest.mark.parametrize(
    "cell", ["1,23", "1,2345", "12,", ".5", "1.5", "1.234", "1 000", "-1", "\uff11"]
)
def test_other_amounts_are_left_to_their_rule(cell):
    assert plain_amounts([cell], ["MYR"]) == [None]


@pytest.mark.parametrize("currency", ["VND", "KWD", "myr", "", "XXQ"])
def test_amounts_of_currencies_without_cents_are_left_to_their_rule(currency):
    assert plain_amounts(["5.00"], [currency]) == [None]


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2025-09-01T09:43:33+08:00", "2025-09-01T01:43:33Z"),
        ("2025-09-01 00:00:00-03:30", "2025-09-01T03:30:00Z"),
        ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
        ("2026-01-01T00:00:00+08:00", "2025-12-31T16:00:00Z"),
    ],
)
def test_plain_instants_are_read(cell, instant):
    assert plain_instants([cell]) == [instant]


@pytest.mark.parametrize(
    "cell",
    [
        "2025-09-01T09:43:33",
        "2025-02-30T09:43:33Z",
        "2025-09-01T24:00:00Z",
        "2025-09-01T09:43:60Z",
        "2025-09-01T09:43Z",
        "2025-09-01T09:43:33+24:00",
        "",
    ],
)
def test_other_instants_are_left_to_their_rule(cell):
    assert plain_instants([cell]) == [None]


def test_no_cells_are_no_values():
    assert plain_instants([]) == plain_amounts([], []) == []


ACCOUNTS = st.from_regex(r"[0-9 -]{1,40}|[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}", fullmatch=True)


@given(st.lists(ACCOUNTS | st.text("0123456789- AZ", max_size=12)))
def test_an_account_is_the_same_alone_and_in_its_column(cells):
    for cell, account in zip(cells, plain_accounts(cells), strict=True):
        assert account is None or account == alone(clean_account, cell)


@pytest.mark.parametrize(
    ("cell", "account"), [("1412-9126-9030", "141291269030"), ("1097 4207 7360", "109742077360")]
)
def test_plain_accounts_are_read(cell, account):
    assert plain_accounts([cell]) == [account]


@pytest.mark.parametrize("cell", ["123", "1--234", "-1234", "GB82WEST12345698765432", "ATM-0336"])
def test_other_accounts_are_left_to_their_rule(cell):
    assert plain_accounts([cell]) == [None]


TEXTS = st.text(st.sampled_from("ab \t\n\u00a0\u0301\u0e01<=\"'"), max_size=8)


@given(st.lists(TEXTS))
def test_a_text_is_the_same_alone_and_in_its_column(cells):
    for cell, text in zip(cells, plain_texts(cells), strict=True):
        assert text is None or text == clean_text(cell)


def test_tidy_texts_are_what_they_are():
    assert plain_texts(["rent", "", "loan return"]) == ["rent", None, "loan return"]
    assert plain_texts(["rent", "loan  return"]) == [None, None]
