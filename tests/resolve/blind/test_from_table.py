import pytest

from linkgraph.errors import InputError
from linkgraph.resolve.blind import BlindRecord, table_records


@pytest.fixture
def write(tmp_path):
    def written(text, encoding="utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def test_columns_named_as_fields_are_taken(write):
    path = write("id,name,birth_date,document,shoe\nr1,Ann Lee,1990-03-07,C12,38\n")

    records, unread = table_records(path)

    assert records == [
        BlindRecord("r1", names=("Ann Lee",), birth_dates=("1990-03-07",), documents=("C12",))
    ]
    assert unread == 0


def test_columns_may_be_named_and_a_name_may_have_parts(write):
    path = write("rec_id, given_name, surname, dob\n1, michaela, neumann, 19151111\n")

    records, _ = table_records(
        path, {"id": ["rec_id"], "name": ["given_name", "surname"], "birth_date": ["dob"]}
    )

    assert records == [BlindRecord("1", names=("michaela neumann",), birth_dates=("19151111",))]


def test_without_an_id_the_line_is_it(write):
    records, _ = table_records(write('name\nAnn\n"Ben\nPo"\nCy\n'))

    assert [record.id for record in records] == ["2", "4", "5"]


def test_empty_cells_are_nothing_said(write):
    records, _ = table_records(write("name,sex,phone\n , ,\n"))

    assert records == [BlindRecord("2")]


def test_dates_written_otherwise_are_counted_and_unknown(write):
    records, unread = table_records(write("name,birth_date\nAnn,7 March 1990\nBen,1990\n"))

    assert unread == 1
    assert [record.birth_dates for record in records] == [(), ("1990",)]


def test_a_mark_of_byte_order_is_no_part_of_a_heading(write):
    assert table_records(write("name\nAnn\n", "utf-8-sig"))[0][0].names == ("Ann",)


@pytest.mark.parametrize(
    ("text", "columns", "told"),
    [
        ("", {}, "no column holds a name"),
        ("sex\nmale\n", {}, "no column holds a name"),
        ("name\nAnn\n", {"nmae": ["name"]}, "Did you mean 'name'"),
        ("name\nAnn\n", {"name": ["nam"]}, "Did you mean 'name'"),
        ("name,sex\nAnn\n", {}, "people.csv, line 2: the line has more or fewer cells"),
        ("name,sex\nAnn,f,x\n", {}, "people.csv, line 2: the line has more or fewer cells"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(write, text, columns, told):
    with pytest.raises(InputError) as refused:
        table_records(write(text), columns)

    assert told in str(refused.value)
    assert "Ann" not in str(refused.value)


def test_another_encoding_is_refused(write):
    with pytest.raises(InputError, match="no CSV in UTF-8"):
        table_records(write("name\nÃ¯é\n", "cp1252"))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        table_records(tmp_path / "none.csv")
