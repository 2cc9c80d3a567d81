import datetime as dt
import zipfile

import openpyxl
import pytest

from linkgraph.errors import SourceError
from linkgraph.readers import workbook
from linkgraph.readers.base import ReadOptions
from linkgraph.readers.workbook import Workbook
from tests.readers.taking import mapping, take, write

TITLES = [["POLICE"], ["LIST OF SUSPECTS"]]
HEADS = ["No", "Nama", "Lahir", "HP"]


def make(folder, *sheets, merged=(), name="list.xlsx"):
    """Write a workbook of (title, rows); the merged ranges are the first sheet's."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    path = folder / name
    book.save(path)
    return path


def read(path, columns=("No", "Nama")):
    return list(Workbook().read(path, ReadOptions(columns=columns)))


def test_records_stand_at_their_row_under_the_titles(tmp_path):
    (batch,) = read(make(tmp_path, ("A", [*TITLES, HEADS, [1, "An"], [], [2, "Binh"]])))

    assert batch.locators == ["4", "6"]
    assert batch.columns["nama"] == ["An", "Binh"]


def test_several_sheets_give_their_name_to_a_place(tmp_path):
    sheets = [("A", [HEADS, [1, "An"]]), ("Notes", [["x"]]), ("B", [["t"], HEADS, [2, "Binh"]])]

    batches = read(make(tmp_path, *sheets))

    assert [place for batch in batches for place in batch.locators] == ["A!2", "B!3"]


def test_a_merged_cell_counts_for_each_that_it_covers(tmp_path):
    path = make(tmp_path, ("A", [HEADS, [1, "An", None, "0812"], [2, "Binh"]]), merged=["D2:D3"])

    (batch,) = read(path)

    assert batch.columns["hp"] == ["0812", "0812"]


def test_numbers_days_and_truths_are_texts(tmp_path):
    row = [3271381307003930, dt.date(1996, 9, 11), 7.5, True]

    (batch,) = read(make(tmp_path, ("A", [HEADS, row])))

    assert [cells[0] for cells in batch.columns.values()] == [
        "3271381307003930",
        "1996-09-11",
        "7.5",
        "true",
    ]


def test_rows_of_white_space_are_no_records(tmp_path):
    (batch,) = read(make(tmp_path, ("A", [HEADS, ["  ", None, " "], [1, "An"]])))

    assert batch.locators == ["3"]


def test_heads_again_and_control_characters_are_set_aside(tmp_path):
    path = make(tmp_path, ("A", [HEADS, HEADS, [1, "An\x85"], [2, "Binh"]]))

    (batch,) = read(path)

    assert {one.locator: one.code for one in batch.rejected} == {
        "2": "repeated_header",
        "3": "control_char",
    }
    assert batch.locators == ["4"]


def test_days_in_every_form_that_a_sheet_has_them(tmp_path):
    people = mapping(
        format="excel",
        defaults={"order": "dmy"},
        entities={
            "person": {"schema": "Person", "keys": "No", "properties": {"birth_dates": "Lahir"}}
        },
    )
    days = [
        dt.date(1996, 9, 11),
        dt.datetime.fromisoformat("1996-09-11T08:00"),
        "11/09/1996",
        35319,
        "35319",
        1996,
    ]
    rows = [[n, "x", day] for n, day in enumerate(days)]

    taken = take(make(tmp_path, ("A", [HEADS, *rows])), people)

    assert taken.values("Person", "birth_dates") == [["1996-09-11"]] * 5 + [["1996"]]


def test_a_day_number_is_none_outside_a_workbook(tmp_path):
    people = mapping(
        entities={"person": {"schema": "Person", "keys": "No", "properties": {"birth_dates": "d"}}}
    )

    assert take(write(tmp_path, "No,d\n1,35319\n"), people).codes == {"2": "bad_date"}


def test_a_missing_column_is_told_with_what_is_expected(tmp_path):
    with pytest.raises(SourceError, match="no sheet has a row with all column heads") as caught:
        read(make(tmp_path, ("A", [["No"], [1]])))

    assert "Nama" in caught.value.remedy


def test_a_workbook_cut_short_is_refused(tmp_path):
    path = make(tmp_path, ("A", [HEADS, [1, "An"]]))
    path.write_bytes(path.read_bytes()[:-400])

    with pytest.raises(SourceError, match="damaged, cut short or locked"):
        read(path)


def test_a_workbook_with_a_damaged_sheet_is_refused(tmp_path):
    path = make(tmp_path, ("A", [HEADS, *[[n, f"An {n}"] for n in range(500)]]))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        at = packed.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[at + 100 : at + 140] = bytes(40)
    path.write_bytes(data)

    with pytest.raises(SourceError, match="damaged, cut short or locked"):
        read(path)


@pytest.mark.parametrize(
    "data", [b"id,name\n1,An\n", b"PK\x03\x04 and nothing", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_workbook_is_refused(tmp_path, data):
    with pytest.raises(SourceError, match="no workbook") as caught:
        read(write(tmp_path, data, "list.xlsx"))

    assert caught.value.remedy


def test_another_archive_is_no_workbook(tmp_path):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")

    with pytest.raises(SourceError, match="no workbook"):
        read(path)


def test_a_workbook_that_unpacks_to_far_more_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_UNPACKED_BYTES", 1 << 20)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(2 << 20))

    with pytest.raises(SourceError, match="unpacks to over"):
        read(path)


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "BATCH_RECORDS", 2)

    batches = read(make(tmp_path, ("A", [HEADS, *[[n, "x"] for n in range(1, 6)]])))

    assert [batch.locators for batch in batches] == [["2", "3"], ["4", "5"], ["6"]]
