"""Names and numbers found in words that people wrote, however they write them."""

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.graph.projection import project
from linkgraph.share.naming import Naming, naming_of, naming_of_texts
from tests.builders import fill, new_ledger

PEOPLE = [
    ("person:1", {"names": ["Nguyễn Thị Đào"], "native_ids": ["K-4711-99"]}),
    ("person:2", {"names": ["สมชาย ใจดี"]}),
    ("person:3", {"names": ["王伟"]}),
    ("person:4", {"names": ["An Li"]}),
    ("person:5", {"names": ["محمد علی رضایی"]}),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    ledger = new_ledger(tmp_path_factory.mktemp("naming"))
    fill(
        ledger, "A",
        entities=[*PEOPLE, ("phone:+60123456789", {}), ("passport:AB123456", {}),
                  ("email:hoa@example.org", {})],
    )  # fmt: skip
    yield project(ledger)
    ledger.close()


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Đào was seen", "DAO, Nguyen Thi", "nguyen thi dao.", "(Thi-Dao Nguyen)",
        "พบสมชายใจดีที่ท่าเรือ", "somchai chaidi", "王伟在这里", "wang  wei", "W\u200bang Wei",
        "+60 12-345 6789", "012 345 6789", "\uff16\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19", "passport ab-123456", "k 4711 99",
        "HOA@example.org",
        "NguyenThiDao.jpg", "daonguyenthi@example.org", "photo_nguyen_thi_dao_2.png",
        "Nguyen%20Thi%20Dao.pdf", "1Nguyen Thi Dao2", "Nguyen Thi-Dao", "Nguyen Thi Dao's uncle",
        "mohammed ali rezaei: محمد على رضائي", "مُحَمَّد علي رضايي", "An Li was there", "li an",
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_script_order_and_spelling_of_signs(graph, text):
    assert naming_of(graph).stands_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the pier at Klang",
        "Nguyễn Văn Hùng",
        "Thị Đào",
        "王先生",
        "+60 12-345 6788",
        "an lien",
        "123456",
    ],
)
def test_what_only_looks_alike_is_not_taken_for_a_name(graph, text):
    assert not naming_of(graph).stands_in(text)


def test_only_those_asked_about_count(graph):
    assert not naming_of(graph, {"person:1"}).stands_in("王伟")
    assert not naming_of(graph, kinds=("Phone",)).stands_in("Nguyễn Thị Đào")
    assert naming_of(graph, {"person:1"}).united(naming_of(graph, {"person:3"})).stands_in("王伟")
    assert not naming_of(graph).without(naming_of(graph, {"person:3"})).stands_in("王伟")
    assert not Naming().stands_in("Nguyễn Thị Đào")


letters = st.text(alphabet="abcdefgh\u00e9\u0111", min_size=3, max_size=7)
around = st.text(alphabet="xyz .,\n", max_size=12)


@given(st.lists(letters, min_size=2, max_size=4), st.randoms(), around, around)
def test_a_name_is_found_whatever_stands_around_it_and_in_whatever_order(
    parts, chance, before, after
):
    naming = Naming(frozenset({tuple(sorted(parts))}))
    chance.shuffle(parts)

    assert naming.stands_in(f"{before} {' '.join(parts).upper()} {after}")


@given(
    st.text(alphabet="0123456789", min_size=6, max_size=12),
    st.text(alphabet="abc 0123456789-+()", max_size=20),
)
def test_a_number_is_found_where_its_digits_stand_in_a_row(number, text):
    naming = Naming(numbers={len(number): frozenset({number})})
    plain = "".join(one for one in text if one.isalnum())

    assert naming.stands_in(text) == (number in plain)
    assume(plain)
    assert naming.stands_in("-".join(f"{plain}{number}"))


WORDS = st.sampled_from(
    ["Nguyễn", "THI", "dao", "สมชาย", "ใจดี", "王", "伟", "an", "li", "ann", "pier", "K", "4711-99",
     "60123456789", "0123456789", "ab123456", "hoa", "example", "org", "محمد", "على", "رضائي"]
)  # fmt: skip
BETWEEN = st.sampled_from(["", " ", "-", "_", "'s ", "\u200b", ", ", "."])


@given(st.lists(st.tuples(WORDS, BETWEEN), max_size=5))
def test_where_nothing_may_stand_nothing_stands(graph, parts):
    names, text = naming_of(graph), "".join(map("".join, parts))

    (may,) = names.may_stand_in(pl.Series([text]))

    assert may or not names.stands_in(text)


def test_names_are_known_from_texts_as_from_a_graph():
    names = naming_of_texts(["Nguyễn Thị Đào", "K-4711-99", "", "x"])

    assert names.stands_in("dao nguyen thi")
    assert names.stands_in("file k471199")
    assert not names.stands_in("x marks the pier")
    assert not naming_of_texts([])


class _Unwalked(frozenset):
    def __iter__(self):
        raise AssertionError("looked through all names")


def test_a_text_costs_the_same_however_many_names_there_are():
    names = naming_of_texts(["Nguyễn Thị Đào", "王伟"])
    object.__setattr__(names, "names", _Unwalked(names.names))
    object.__setattr__(names, "solid", _Unwalked(names.solid))

    assert names.stands_in("dao thi nguyen")
    assert names.stands_in("王伟在这里")
    assert not names.stands_in("在这里 nobody")
