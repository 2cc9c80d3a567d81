import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.ledger import Judgement
from linkgraph.resolve.settled import settle, settled_frame

PAIR = ("person:a", "person:b")


def word(verdict, who="ann", model="person", score=None):
    return Judgement(*PAIR, verdict, score, model, (), who)


def model(verdict, score=0.9, name="splink"):
    return word(verdict, name, name, score)


@pytest.mark.parametrize(
    ("said", "verdict", "by_person", "disputed"),
    [
        ([word("same")], "same", True, False),
        ([model("same"), word("different")], "different", True, False),
        ([word("unsure"), model("same")], "unsure", True, False),
        ([word("same"), word("same", "bob")], "same", True, False),
        ([word("same"), word("different", "bob")], "unsure", True, True),
        ([word("same"), word("unsure", "bob")], "unsure", True, True),
        ([word("same"), word("different", "bob"), word("same", "eve")], "unsure", True, True),
        ([model("same"), model("different", 0.1, "other")], "different", False, False),
    ],
)
def test_people_come_before_models_and_two_who_differ_leave_it_open(
    said, verdict, by_person, disputed
):
    for made in (said, said[::-1]):
        found = settle(made)[PAIR]
        assert (found.verdict, found.by_person, found.disputed) == (verdict, by_person, disputed)


ids = st.sampled_from("abcd")
judgements = st.lists(
    st.builds(
        lambda a, b, v, who, s: Judgement(
            *sorted((a, b + "x")), v, s if who == "splink" else None,
            "splink" if who == "splink" else "person", (), who,
        ),
        ids, ids, st.sampled_from(["same", "different", "unsure"]),
        st.sampled_from(["ann", "bob", "splink"]), st.sampled_from([0.5, 0.9]),
    ),
    max_size=12,
)  # fmt: skip


@given(judgements)
def test_the_columns_say_the_same_as_the_rows(made):
    rows = {(left, right): rest for left, right, *rest in settled_frame(made).iter_rows()}

    assert rows == {
        pair: [w.verdict, w.score, w.by_person, w.disputed] for pair, w in settle(made).items()
    }


def test_of_nothing_there_is_nothing():
    assert settle([]) == {}
    assert settled_frame([]).height == 0
