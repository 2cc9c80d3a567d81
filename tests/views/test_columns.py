"""Columns of a board's data come back exactly, and the same values make the same columns."""

from base64 import b64decode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkgraph.views.columns import Names, pack_ids, pack_numbers

numbers = st.lists(st.integers(-(2**40), 2**46))
ids = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.from_regex(r"(paid|person):[0-9a-f]{20}", fullmatch=True),
        st.from_regex(r"[a-z]{1,4}-?[0-9]{1,9}", fullmatch=True),
        st.from_regex(r"phone:\+[0-9]{5,12}", fullmatch=True),
    )
)


def numbers_of(packed):
    """Read numbers as the page does."""
    data, width = b64decode(packed["data"]), packed["bytes"]
    return [
        packed["from"] + int.from_bytes(data[n * width : (n + 1) * width], "little")
        for n in range(packed["n"])
    ]


def ids_of(packed):
    """Read ids as the page does."""
    tails, digits = iter(packed["tails"]), iter(numbers_of(packed["numbers"]))
    digests = b64decode(packed["hex"])
    made, at = [], 0
    for head in (packed["heads"][place] for place in numbers_of(packed["head"])):
        if head[0] == "#":
            made.append(head[1:] + digests[at : at + 10].hex())
            at += 10
        elif head[0] == "0":
            made.append(head[2:] + str(next(digits)).zfill(int(head[1])))
        else:
            made.append(head[1:] + next(tails))
    return made


@given(numbers)
@example([])
@example([0])
@example([255, 256])
def test_numbers_come_back(values):
    assert numbers_of(pack_numbers(values)) == values


@given(st.lists(st.integers(0, 255), min_size=2, unique=True))
def test_small_numbers_take_a_byte_each(values):
    packed = pack_numbers(values)

    assert packed["bytes"] == 1
    assert len(b64decode(packed["data"])) == len(values)


def test_equal_numbers_take_no_room():
    assert pack_numbers([9] * 1000)["data"] == ""


def test_what_a_browser_cannot_count_is_refused():
    with pytest.raises(ValueError, match="wider"):
        pack_numbers([0, 2**48])


@given(ids)
@example(["link-007", "link-7", "0", "#x", "=", ":", "a:b:c"])
@example(["person:" + "0f" * 10, "person:" + "0F" * 10, "x\n:" + "ab" * 10])
def test_ids_come_back(values):
    assert ids_of(pack_ids(values)) == values


def test_digests_take_half_their_room():
    values = [f"paid:{n:020x}" for n in range(300)]

    assert len(pack_ids(values)["hex"]) < 300 * 14


def test_names_stand_once_in_the_order_of_asking():
    names = Names(["b"])

    assert [names.place(one) for one in ("a", "b", "a", "c")] == [1, 0, 1, 2]
    assert names.listed == ["b", "a", "c"]
