"""A bare day number is the day that its workbook means, in both of Excel's date systems."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from linkgraph.readers.day_numbers import counts_from
from tests.readers.taking import mapping, take, write

PEOPLE = mapping(
    format="excel",
    defaults={"order": "dmy"},
    entities={"person": {"schema": "Person", "keys": "No", "properties": {"birth_dates": "Lahir"}}},
)
SYSTEMS = {"1900": CALENDAR_WINDOWS_1900, "1904": CALENDAR_MAC_1904}
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
USUAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# From here on a number of days is never taken for a year in either system.
FIRST, LAST = dt.date(1935, 1, 1), dt.date(2099, 12, 31)


def make(folder, system, *days):
    book = openpyxl.Workbook()
    book.epoch = SYSTEMS[system]
    book.active.append(["No", "Lahir"])
    for number, day in enumerate(days):
        book.active.append([number, day])
    path = folder / f"list_{system}.xlsx"
    book.save(path)
    return path


def packed(folder, part, data):
    path = folder / "book"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(part, data)
    return path


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_day_is_the_same_whether_it_is_shown_as_a_day_or_as_its_number(tmp_path, system):
    day = dt.date(1996, 9, 11)
    number = to_excel(day, SYSTEMS[system])
    path = make(tmp_path, system, day, number, str(int(number)), number + 0.25)

    taken = take(path, PEOPLE)

    assert taken.values("Person", "birth_dates") == [["1996-09-11"]] * 4


@given(day=st.dates(FIRST, LAST), system=st.sampled_from(sorted(SYSTEMS)))
def test_any_day_comes_back_from_its_number(tmp_path_factory, day, system):
    number = int(to_excel(day, SYSTEMS[system]))
    path = make(tmp_path_factory.mktemp("days"), system, number)

    taken = take(path, PEOPLE)

    assert taken.values("Person", "birth_dates") == [[day.isoformat()]]


def test_a_moment_is_read_from_its_number_too(tmp_path):
    payments = mapping(
        format="excel",
        defaults={"zone": "Asia/Jakarta"},
        entities={
            name: {"schema": "BankAccount", "properties": {"number": name}} for name in ("a", "b")
        },
        links=[
            {"schema": "PAID", "from": "a", "to": "b", "properties": {"at": "t", "reference": "a"}}
        ],
    )
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["a", "b", "t"])
    moment = dt.datetime.fromisoformat("2026-03-01T07:30:00")
    book.active.append(["12345678", "87654321", to_excel(moment, CALENDAR_MAC_1904)])
    book.save(tmp_path / "paid.xlsx")

    taken = take(tmp_path / "paid.xlsx", payments)

    assert taken.told("PAID", "at") == ["2026-03-01T00:30:00Z"]


@pytest.mark.parametrize("space", [USUAL, STRICT])
@pytest.mark.parametrize(
    ("told", "system"),
    [
        ('<workbookPr date1904="1"/>', "1904"),
        ('<workbookPr date1904="true"/>', "1904"),
        ('<workbookPr date1904="0"/>', "1900"),
        ('<workbookPr date1904="false"/>', "1900"),
        ("<workbookPr/>", "1900"),
        ("", "1900"),
        ('<other><workbookPr date1904="1"/></other>', "1900"),
    ],
)
def test_a_workbook_says_its_system_in_its_properties(tmp_path, space, told, system):
    path = packed(tmp_path, "xl/workbook.xml", f'<workbook xmlns="{space}">{told}</workbook>')

    assert counts_from(path) == system


@pytest.mark.parametrize(
    "data",
    [
        b"<workbook",
        b'<!DOCTYPE x [<!ENTITY a "1">]><workbook><workbookPr date1904="&a;"/></workbook>',
        b"\xff\xfe",
        b"",
    ],
)
def test_a_workbook_whose_properties_cannot_be_read_does_not_tell(tmp_path, data):
    assert counts_from(packed(tmp_path, "xl/workbook.xml", data)) == ""


@pytest.mark.parametrize(("flags", "system"), [(b"\x01", "1904"), (b"\x20", "1900")])
def test_a_binary_workbook_says_it_in_a_bit(tmp_path, flags, system):
    before = b"\x83\x01\x00" + b"\x80\x01\x82\x01" + bytes(130)
    properties = b"\x99\x01\x0c" + flags + bytes(11)

    assert counts_from(packed(tmp_path, "xl/workbook.bin", before + properties)) == system


@pytest.mark.parametrize("data", [b"", b"\x83", b"\x83\x01\x00", b"\x99\x01"])
def test_a_binary_workbook_cut_short_never_counts_from_the_later_day(tmp_path, data):
    assert counts_from(packed(tmp_path, "xl/workbook.bin", data)) in {"", "1900"}


@pytest.mark.parametrize(("value", "system"), [(0, "1900"), (1, "1904")])
def test_an_old_workbook_says_it_in_a_record(tmp_path, value, system):
    record = bytes([0x22, 0, 2, 0, value, 0]) + b"\x0e\x00\x02\x00\x01\x00"
    path = write(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600) + record + bytes(99), "old.xls")

    assert counts_from(path) == system


def test_an_old_workbook_that_says_both_does_not_tell(tmp_path):
    both = b"".join(bytes([0x22, 0, 2, 0, value, 0]) + b"\x0e\x00\x02\x00" for value in (0, 1))

    assert counts_from(write(tmp_path, b"\xd0\xcf\x11\xe0" + both, "old.xls")) == ""


@pytest.mark.parametrize(
    ("told", "system"),
    [
        ("", "1900"),
        ('<table:null-date table:date-value="1899-12-30"/>', "1900"),
        ('<table:null-date table:date-value="1904-01-01"/>', "1904"),
        (
            "<table:null-date table:value-type='date' table:date-value='1904-01-01T00:00:00'/>",
            "1904",
        ),
        ('<table:null-date table:date-value="1900-01-01"/>', ""),
    ],
)
def test_an_open_document_names_the_day_that_it_counts_from(tmp_path, told, system):
    text = f"<office:body><table:calculation-settings>{told}</table:calculation-settings>"

    assert counts_from(packed(tmp_path, "content.xml", text)) == system


def test_where_the_system_is_not_told_a_number_is_no_day(tmp_path, monkeypatch):
    monkeypatch.setattr("linkgraph.readers.intake.counts_from", lambda _: "")

    taken = take(make(tmp_path, "1900", 35_319, dt.date(1996, 9, 11)), PEOPLE)

    assert taken.codes == {"2": "bad_date"}
    assert taken.values("Person", "birth_dates") == [["1996-09-11"]]


@pytest.mark.parametrize("name", ["gone.xlsx", "."])
def test_what_is_no_file_does_not_tell(tmp_path, name):
    assert counts_from(tmp_path / name) == ""


def test_another_archive_does_not_tell(tmp_path):
    assert counts_from(packed(tmp_path, "readme.txt", "hello")) == ""
