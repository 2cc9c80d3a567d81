import pytest

from linkgraph.errors import SourceError
from linkgraph.readers.encodings import is_wide, text_encoding
from tests.readers.taking import write

THAI = "id,name\n" + "".join(f"{n},ปรีชา ศรีสุข\n" for n in range(20))
VIETNAMESE = "id,name\n" + "".join(f"{n},Nguyễn Thị Đào\n" for n in range(20))
PLAIN = "id,name\n" + "".join(f"{n},Dao\n" for n in range(20))


def test_plain_text_is_utf_8(tmp_path):
    assert text_encoding(write(tmp_path, PLAIN)) == "utf-8"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_shows_itself(tmp_path, encoding, found):
    assert text_encoding(write(tmp_path, VIETNAMESE, encoding=encoding)) == found


def test_unicode_shows_itself_against_what_is_expected(tmp_path):
    assert text_encoding(write(tmp_path, THAI), expected="windows-874") == "utf-8"


def test_what_is_expected_decides_where_nothing_shows(tmp_path):
    path = write(tmp_path, THAI, encoding="cp874")

    assert text_encoding(path, expected="windows-874") == "cp874"


def test_thai_windows_is_found_by_its_letters(tmp_path):
    found = text_encoding(write(tmp_path, THAI * 5, encoding="cp874"))

    assert THAI.encode("cp874").decode(found) == THAI


def test_french_windows_with_few_accents_is_not_taken_for_damaged(tmp_path):
    text = PLAIN * 5 + "21,René Lefèvre\n"

    found = text_encoding(write(tmp_path, text, encoding="cp1252"))

    assert "René Lefèvre".encode("cp1252").decode(found) == "René Lefèvre"


def test_a_damaged_line_among_plain_ones_does_not_change_the_others(tmp_path):
    assert text_encoding(write(tmp_path, PLAIN.encode() + b"21,\xff\xfc\xdb\n")) == "utf-8"


def test_a_file_of_zeros_is_no_wide_text(tmp_path):
    assert not is_wide(text_encoding(write(tmp_path, b"id,name\n1," + bytes(9_000))))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-8"),
        ("utf-16", "windows-874"),
        ("utf-8", "utf-16"),
        ("utf-8", "windows-874"),
        ("cp874", "utf-8"),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(tmp_path, written, told):
    with pytest.raises(SourceError, match="not in the encoding that was told") as caught:
        text_encoding(write(tmp_path, THAI, encoding=written), told=told)

    assert caught.value.remedy


@pytest.mark.parametrize(
    ("written", "told", "found"),
    [
        ("utf-8", "UTF8", "utf-8"),
        ("utf-8-sig", "utf-8-sig", "utf-8"),
        ("utf-16", "utf-16", "utf-16"),
        ("cp874", "Windows-874", "cp874"),
        ("cp874", "win874", "cp874"),
        ("cp874", "tis-620", "tis-620"),
        ("utf-8", "utf-8", "utf-8"),
    ],
)
def test_an_encoding_that_can_be_is_believed(tmp_path, written, told, found):
    assert text_encoding(write(tmp_path, THAI, encoding=written), told=told) == found


@pytest.mark.parametrize("told", ["klingon", "base64", "punycode", "rot13", """ """])
def test_what_is_no_text_encoding_is_refused(tmp_path, told):
    with pytest.raises(SourceError, match="no such text encoding"):
        text_encoding(write(tmp_path, PLAIN), told=told)


def test_some_damaged_lines_do_not_contradict_utf_8(tmp_path):
    text = VIETNAMESE.encode() + b"21,\xff\n"

    assert text_encoding(write(tmp_path, text), told="utf-8") == "utf-8"


def test_noise_is_not_guessed_at(tmp_path):
    noise = (bytes(range(0x80, 0x100)) + b"\n") * 40

    with pytest.raises(SourceError, match="cannot be told"):
        text_encoding(write(tmp_path, noise))


@pytest.mark.parametrize("told", ["", "windows-874"])
@pytest.mark.parametrize(
    ("head", "says"),
    [(b"PK\x03\x04", "a workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "an? .*old form"),
     (b"%PDF-1.7", "a PDF")],
)  # fmt: skip
def test_what_is_no_text_is_said_to_be_none_whatever_encoding_is_told(tmp_path, head, says, told):
    path = tmp_path / "outcomes.csv"
    path.write_bytes(head + b"\x00\xff\n" * 9)

    with pytest.raises(SourceError, match=says) as caught:
        text_encoding(path, told=told)

    assert "Save it as CSV" in caught.value.remedy
