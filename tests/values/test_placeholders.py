import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.placeholders import (
    is_stock_date,
    is_stock_email,
    is_stock_number,
    known_name,
)


@pytest.mark.parametrize(
    "name",
    ["", "-", "???", "Unknown", "UNKNOWN UNKNOWN", "Name Unknown", "Unknown male 2", "FNU LNU",
     "N.N.", "No name", "John DOE", "Tidak Diketahui", "TANPA NAMA", "Không rõ", "KHONG RO",
     "Không xác định", "Vô danh", "ไม่ทราบชื่อ", "未知", "无名氏", "مجهول", "نامعلوم", "தெரியாது",
     "(unidentified female victim)", "Mr", "Haji Datuk", "bin", "นาย", "12345", "\U0001f600"],
)  # fmt: skip
def test_what_says_that_a_name_is_unknown_is_no_name(name):
    assert known_name(name) == ""


@pytest.mark.parametrize(
    ("name", "known"),
    [("FNU Karimi", "Karimi"), ("Ali (unknown)", "Ali"), ("Karimi, LNU", "Karimi,")],
)
def test_what_is_known_of_a_name_stays(name, known):
    assert known_name(name) == known


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn Rõ", "Mai Minh Tri", "Suda Chaimongkol", "Nia", "Danh Vo", "王明", "Man Singh",
     "Victim Okafor", "Boy", "Xie Xin", "สุดา", "محمد"],
)  # fmt: skip
def test_true_names_stay_as_they_are(name):
    assert known_name(name) == name


@given(st.text(max_size=30))
def test_what_is_known_is_known(name):
    assert known_name(known_name(name)) == known_name(name)


@pytest.mark.parametrize("date", ["1900-01-01", "1970-01-01", "1899-12-30"])
def test_the_first_day_of_a_calendar_is_no_birth_date(date):
    assert is_stock_date(date)


@pytest.mark.parametrize("date", ["1970", "1970-01", "1970-01-02", "1985-01-01", "2000-01-01"])
def test_other_days_are(date):
    assert not is_stock_date(date)


@pytest.mark.parametrize(
    "number",
    ["0000000", "A0000000", "999999999999", "123456789", "1234567890", "987654321", "AB12345"],
)
def test_one_digit_or_digits_in_their_order_are_no_number(number):
    assert is_stock_number(number)


@pytest.mark.parametrize(
    "number", ["", "AA", "1111", "X7672034", "900405145678", "1234576", "0012"]
)
def test_other_numbers_are(number):
    assert not is_stock_number(number)


@pytest.mark.parametrize("address", ["none@none.com", "noemail@mail.example", "N/A@mail.example"])
def test_a_mailbox_of_nobody_is_no_address(address):
    assert is_stock_email(address)


def test_other_mailboxes_are():
    assert not is_stock_email("nok@none.example")
