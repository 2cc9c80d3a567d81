import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.readers import lines
from linkgraph.readers.base import MAX_LINE_BYTES, RAW_KEPT
from linkgraph.readers.lines import line_blocks
from tests.readers.taking import write


def read(path, encoding="utf-8"):
    """Return (number, text, flaw) of each line."""
    return [
        (block.first + position, line, block.flaws.get(position, ""))
        for block in line_blocks(path, encoding)
        for position, line in enumerate(block.lines)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\nb\n", ["a", "b"]),
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a\r", "b\r"]),
        ("a\rb\r", ["a", "b"]),
        ("a\n\nb", ["a", "", "b"]),
        ("\ufeffa\n\ufeffb", ["a", "b"]),
    ],
)
def test_lines_end_where_the_file_ends_them(tmp_path, text, found):
    read_back = read(write(tmp_path, text))

    assert [line for _, line, _ in read_back] == found
    assert [number for number, _, _ in read_back] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_cut_at_characters(tmp_path, encoding):
    text = "".join(f"{n};ปรีชา ศรีสุข;\u0a0a\n" for n in range(40_000))

    found = read(write(tmp_path, text, encoding=encoding), encoding)

    assert [line for _, line, _ in found] == text.split("\n")[:-1]
    assert not any(flaw for _, _, flaw in found)


def test_a_bad_byte_flags_its_line_and_is_kept(tmp_path):
    (first, second) = read(write(tmp_path, b"a\xffb\nDao\n"))

    assert first == (1, "a\udcffb", "bad_encoding")
    assert second == (2, "Dao", "")


def test_bytes_that_thai_windows_does_not_have_flag_their_line(tmp_path):
    found = read(write(tmp_path, "ปรีชา\n".encode("cp874") + b"\xff\xfc\xdb\n"), "cp874")

    assert [flaw for _, _, flaw in found] == ["", "bad_encoding"]
    assert found[0][1] == "ปรีชา"


def test_half_a_wide_character_flags_its_line(tmp_path):
    data = "a\nb".encode("utf-16-le") + b"\x00\xd8\x41\x00"

    found = read(write(tmp_path, data), "utf-16-le")

    assert [flaw for _, _, flaw in found] == ["", "bad_encoding"]


@pytest.mark.parametrize("beside", ["", "Đào"])
def test_a_control_character_flags_its_line(tmp_path, beside):
    found = read(write(tmp_path, f"a{beside}\nb\x0b{beside}\nc\td\n"))

    assert [flaw for _, _, flaw in found] == ["", "control_char", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_line_too_long_is_one_line(tmp_path, encoding):
    text = "a\n" + "x" * (3 * MAX_LINE_BYTES) + "\nb\nc"

    found = read(write(tmp_path, text, encoding=encoding), encoding)

    assert [(number, flaw) for number, _, flaw in found] == [
        (1, ""),
        (2, "too_long"),
        (3, ""),
        (4, ""),
    ]
    assert len(found[1][1]) == RAW_KEPT


def test_a_last_line_too_long_is_one_line(tmp_path):
    found = read(write(tmp_path, "a\n" + "x" * (2 * MAX_LINE_BYTES)))

    assert [flaw for _, _, flaw in found] == ["", "too_long"]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\ufeff", exclude_categories=["Cs"]))))
def test_lines_come_back_in_their_order_wherever_blocks_end(tmp_path_factory, texts):
    path = write(tmp_path_factory.mktemp("any"), "".join(f"{text}\n" for text in texts))
    whole = lines._BLOCK_BYTES
    lines._BLOCK_BYTES = 7

    try:
        found = read(path) if texts else []
    finally:
        lines._BLOCK_BYTES = whole

    assert [line for _, line, _ in found] == texts
    assert [number for number, _, _ in found] == list(range(1, len(texts) + 1))
