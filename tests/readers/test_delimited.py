import csv
import io
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import SourceError
from linkgraph.readers import base, delimited
from linkgraph.readers.base import ReadOptions
from linkgraph.readers.delimited import Delimited
from linkgraph.values.text import control_character
from tests.readers.taking import mapping, persons, take, write

# A byte-order mark at the start of a line is the file's, not the text's.
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=12
)
HEAD = "id,name,place\n"


def read(folder, text, encoding="utf-8", **options):
    path = write(folder, text, encoding=encoding)
    found = {"columns": ("id",)} | options
    return list(Delimited().read(path, ReadOptions(**found)))


def locators(batches):
    return [place for batch in batches for place in batch.locators]


def codes(batches):
    return {one.locator: one.code for batch in batches for one in batch.rejected}


def cells(batches, column):
    return [cell for batch in batches for cell in batch.columns.get(column, [])]


def test_a_record_stands_at_its_line(tmp_path):
    batches = read(tmp_path, HEAD + "1,An,X\n2,Binh,Y\n")

    assert locators(batches) == ["2", "3"]
    assert cells(batches, "name") == ["An", "Binh"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    batches = read(tmp_path, HEAD.replace(",", delimiter) + delimiter.join(["1", "An", "X"]))

    assert cells(batches, "place") == ["X"]


def test_the_header_may_stand_under_titles(tmp_path):
    batches = read(tmp_path, "REPORT 2026\n\n" + HEAD + "1,An,X\n")

    assert locators(batches) == ["4"]


def test_case_and_spaces_of_a_head_do_not_count(tmp_path):
    batches = read(tmp_path, "  ID , Full  Name\n1,An\n", columns=("id", "full name"))

    assert cells(batches, "full name") == ["An"]


def test_a_header_of_several_lines_is_one_row(tmp_path):
    batches = read(tmp_path, 'id,"name\nin full"\n1,An\n')

    assert locators(batches) == ["3"]


def test_without_a_header_columns_are_numbered(tmp_path):
    batches = read(tmp_path, "7;An\n8;Binh\n", columns=(), header=False)

    assert cells(batches, "2") == ["An", "Binh"]
    assert locators(batches) == ["1", "2"]


def test_a_record_over_several_lines_stands_at_its_first(tmp_path):
    batches = read(tmp_path, HEAD + '1,"An\nNguyen",X\n2,Binh,Y\n')

    assert locators(batches) == ["2", "4"]
    assert cells(batches, "name") == ["An\nNguyen", "Binh"]


def test_blank_lines_and_lines_of_delimiters_are_no_records(tmp_path):
    batches = read(tmp_path, HEAD + "\n1,An,X\n,,\n   \n;;;\n")

    assert locators(batches) == ["3"]
    assert codes(batches) == {"6": "column_count"}


@pytest.mark.parametrize("line", ["1,An", "1,An,X,extra", "1,An,X,", "1;An;X"])
def test_another_number_of_columns_is_set_aside(tmp_path, line):
    batches = read(tmp_path, f"{HEAD}{line}\n2,Binh,Y\n3,Chi,Z\n")

    assert codes(batches) == {"2": "column_count"}
    assert locators(batches) == ["3", "4"]


def test_a_last_line_cut_short_is_set_aside(tmp_path):
    assert codes(read(tmp_path, HEAD + "1,An,X\n2,Bi")) == {"3": "column_count"}


def test_a_delimiter_at_the_end_of_every_line_is_no_column(tmp_path):
    batches = read(tmp_path, HEAD + "1,An,X,\n2,Binh,Y,\n")

    assert cells(batches, "place") == ["X", "Y"]
    assert codes(batches) == {}


def test_the_heads_again_are_no_record(tmp_path):
    assert codes(read(tmp_path, HEAD + "1,An,X\n" + HEAD)) == {"3": "repeated_header"}


def test_a_mark_of_joined_files_is_no_part_of_a_value(tmp_path):
    batches = read(tmp_path, "\ufeff" + HEAD + "1,An,X\n\ufeff2,Binh,Y\n")

    assert cells(batches, "id") == ["1", "2"]


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x85"])
def test_a_control_character_sets_its_line_aside_as_it_came(tmp_path, control):
    batches = read(tmp_path, f"{HEAD}1,A{control}n,X\n2,Binh,Y\n")

    assert codes(batches) == {"2": "control_char"}
    assert batches[0].rejected[0].raw == f"1,A{control}n,X"
    assert locators(batches) == ["3"]


def test_a_carriage_return_inside_a_line_is_a_control_character(tmp_path):
    assert codes(read(tmp_path, HEAD + "1,A\rn,X\n2,Binh,Y\n")) == {"2": "control_char"}


def test_bytes_of_no_encoding_set_their_line_aside(tmp_path):
    good = "".join(f"{n},Đào,Huế\n" for n in range(9)).encode()

    batches = read(tmp_path, HEAD.encode() + good + b"9,\xff\xfc\xdb,X\n")

    assert codes(batches) == {"11": "bad_encoding"}
    assert len(locators(batches)) == 9


def test_an_open_quotation_mark_costs_its_own_line_only(tmp_path):
    lines = [f'{n},"Mr, {n}",X\n' for n in range(3, 200)]

    batches = read(tmp_path, HEAD + '1,"An,X\n' + "2,Binh,Y\n" + "".join(lines))

    assert codes(batches) == {"2": "bad_quotes"}
    assert len(locators(batches)) == 198


def test_an_open_quotation_mark_at_the_end_of_the_file_is_found(tmp_path):
    batches = read(tmp_path, HEAD + "1,An,X\n" + '2,Binh,"Y\n' + "3,Chi,Z\n")

    assert codes(batches) == {"3": "bad_quotes"}
    assert locators(batches) == ["2", "4"]


def test_marks_inside_a_quoted_cell_that_would_be_lost_set_the_line_aside(tmp_path):
    assert codes(read(tmp_path, HEAD + '1,"An "Tiny" Le",X\n')) == {"2": "bad_quotes"}


def test_a_mark_inside_a_bare_cell_stays(tmp_path):
    assert cells(read(tmp_path, HEAD + '1,An "Tiny" Le,X\n'), "name") == ['An "Tiny" Le']


def test_a_short_record_that_swallowed_others_costs_its_first_line(tmp_path):
    text = HEAD + '1,"An\n2,Binh,Y\n3,"Chi",Z\n'

    batches = read(tmp_path, text)

    assert set(codes(batches)) == {"2"}
    assert locators(batches) == ["3", "4"]


def test_a_cell_longer_than_any_is_too_long(tmp_path):
    batches = read(tmp_path, HEAD + f"1,{'x' * 200_000},X\n2,Binh,Y\n")

    assert codes(batches) == {"2": "too_long"}
    assert locators(batches) == ["3"]


def test_a_line_of_many_megabytes_is_set_aside_in_bounded_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode() + b"1,An,X\n2,")
        file.seek(200 << 20)
        file.write(b"\n3,Chi,Z\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    batches = list(Delimited().read(path, ReadOptions(columns=("id",))))

    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert codes(batches) == {"3": "too_long"}
    assert locators(batches) == ["2", "4"]
    assert len(batches[-1].rejected[0].raw) <= base.RAW_KEPT
    assert grown_kib < 60 << 10


def test_a_first_line_without_end_is_no_table(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.seek(50 << 20)
        file.write(b"x")

    with pytest.raises(SourceError, match="column"):
        list(Delimited().read(path, ReadOptions(columns=("id",))))


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(SourceError, match="column 'id' is missing") as caught:
        read(tmp_path, "name,place\nAn,X\n")

    assert caught.value.remedy
    assert caught.value.where == "export.csv"


def test_a_column_twice_is_refused_where_it_counts(tmp_path):
    with pytest.raises(SourceError, match="stands twice"):
        read(tmp_path, "id,name,ID\n1,An,2\n")


def test_a_column_twice_is_kept_apart_where_it_does_not_count(tmp_path):
    batches = read(tmp_path, "id,note,note,\n1,a,b,c\n")

    assert batches[0].columns == {
        "id": ["1"],
        "note": ["a"],
        "note column 3": ["b"],
        "column 4": ["c"],
    }


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BATCH_RECORDS", 100)

    batches = read(tmp_path, HEAD + "".join(f"{n},An,X\n" for n in range(2_000)))

    assert max(len(batch.locators) for batch in batches) == 100
    assert locators(batches) == [str(n + 2) for n in range(2_000)]
    assert cells(batches, "id") == [str(n) for n in range(2_000)]


def test_what_was_read_is_given_back_as_it_came(tmp_path):
    batches = read(tmp_path, HEAD + '1,"An, Le",X\r\n2,"Binh\nLe",Y\r\n')

    assert [batches[0].raw(n) for n in (0, 1)] == ['1,"An, Le",X', '2,"Binh\nLe",Y']


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT)))
def test_any_text_comes_back_whole_or_its_line_is_set_aside(tmp_path_factory, rows):
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows([["id", "name"], *rows])

    batches = read(tmp_path_factory.mktemp("any"), sheet.getvalue())

    back = list(zip(cells(batches, "id"), cells(batches, "name"), strict=True))
    wild = [row for row in rows if control_character("".join(row)) or "\r" in "".join(row)]
    blank = [row for row in rows if not "".join(row).strip()]
    if not wild and ("id", "name") not in rows:
        assert back == [row for row in rows if row not in blank]
        assert codes(batches) == {}
    assert len(back) <= len(rows)


@given(st.text(st.sampled_from('ab,"\n\r ;1\x00\ufeff'), max_size=80))
def test_every_line_of_any_text_is_accounted_for(tmp_path_factory, text):
    batches = read(tmp_path_factory.mktemp("any"), "id,name\n0,first\n" + text)

    places = [int(place) for place in [*locators(batches), *codes(batches)]]
    filled = {n for n, line in enumerate(text.split("\n"), 3) if line.strip(' ,"\r\ufeff')}
    assert len(places) == len(set(places))
    assert '"' in text or filled <= set(places)


def test_the_rest_of_a_broken_record_makes_nobody(tmp_path):
    batches = read(tmp_path, HEAD + '1,"An "x" \nfoo,bar",X\n2,Binh,Y\n')

    assert codes(batches) == {"2": "bad_quotes", "3": "bad_quotes"}
    assert cells(batches, "id") == ["2"]


@given(st.text(st.sampled_from('ab,"\n '), max_size=60))
def test_read_is_stored_and_rejected(tmp_path_factory, text):
    path = write(tmp_path_factory.mktemp("any"), "id,name\n0,first\n" + text)

    taken = take(path, persons())

    assert taken.read == len(taken.locators) + len(taken.rejected)


def test_a_told_delimiter_holds(tmp_path):
    path = write(tmp_path, "id;name,x\n1;An,Y\n")

    taken = take(
        path,
        mapping(
            delimiter=";",
            entities={
                "person": {"schema": "Person", "keys": "id", "properties": {"names": "name,x"}},
            },
        ),
    )

    assert taken.values("Person", "names") == [["An,Y"]]
