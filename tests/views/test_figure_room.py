"""Room in a figure: what is taken is taken, wherever it lies, and nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from linkgraph.views.figure_room import Room, box_of_text

PLACES = st.integers(-500, 500)
SIZES = st.integers(1, 300)
BOXES = st.builds(lambda x, y, wide, high: (x, y, x + wide, y + high), PLACES, PLACES, SIZES, SIZES)


def cover(one, other):
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])  # fmt: skip


@given(st.lists(BOXES, max_size=12))
def test_whoever_has_room_covers_nobody_and_whoever_has_none_would(boxes):
    room, held = Room(), []

    for box in boxes:
        free = room.take_if_free(box)
        assert free is not any(cover(box, one) for one in held)
        held += [box] if free else []


@given(BOXES, BOXES)
def test_room_that_is_taken_whatever_comes_is_taken(one, other):
    room = Room()
    room.take(one)
    room.take(other)

    assert not room.take_if_free(one)
    assert not room.take_if_free(other)


def test_texts_beside_each_other_are_free_and_above_each_other_are_not():
    room = Room()
    room.take(box_of_text("Hai Yen PHAN", 100, 100, 11.5))

    assert not room.take_if_free(box_of_text("CALLED", 100, 98, 8.5))
    assert room.take_if_free(box_of_text("CALLED", 100, 120, 8.5))
    assert room.take_if_free(box_of_text("CALLED", 200, 98, 8.5))


def test_no_text_takes_no_room():
    room = Room()
    room.take(box_of_text("", 100, 100, 11.5))

    assert room.take_if_free(box_of_text("PAID", 100, 100, 8.5))
