import csv

import pytest

from linkgraph.readers.feed import MOST_LINES_A_RECORD, LineFeed
from linkgraph.readers.lines import Block


def feed(*texts, flaws=None):
    return LineFeed(iter([Block(1, list(texts), flaws or {})]))


def test_lines_come_with_their_ends_and_are_remembered():
    lines = feed("a", "b", flaws={1: "control_char"})

    assert [next(lines), next(lines)] == ["a\n", "b\n"]
    assert lines.taken == [(1, "a", ""), (2, "b", "control_char")]


def test_what_is_put_back_comes_again_in_its_order():
    lines = feed("a", "b", "c", "d")
    for _ in range(3):
        next(lines)

    lines.put_back_all_but_first()

    assert lines.taken == [(1, "a", "")]
    assert list(lines) == ["b\n", "c\n", "d\n"]


def test_a_block_may_be_taken_whole_between_lines():
    lines = LineFeed(iter([Block(1, ["a"], {}), Block(2, ["b"], {})]))

    next(lines)

    assert lines.between_blocks
    assert lines.next_block() == Block(2, ["b"], {})
    assert lines.next_block() is None


def test_a_record_of_too_many_lines_is_broken():
    lines = feed(*["x"] * (MOST_LINES_A_RECORD + 1))

    with pytest.raises(csv.Error):
        list(lines)

    assert len(lines.taken) == MOST_LINES_A_RECORD
