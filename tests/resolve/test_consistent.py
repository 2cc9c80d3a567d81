import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.resolve.consistent import astray, chained

JOINED = {"left": pl.String, "right": pl.String, "bits": pl.Float64, "firm": pl.Boolean}
APART = {"left": pl.String, "right": pl.String, "typed": pl.Boolean}


def refused(joined, apart):
    found = chained(
        pl.DataFrame(joined, schema=JOINED, orient="row"),
        pl.DataFrame(apart, schema=APART, orient="row"),
    )
    return found.rows()


def test_the_weakest_pair_of_a_chain_goes():
    joined = [("a", "m", 9.0, False), ("b", "m", 5.0, False)]

    assert refused(joined, [("a", "b", False)]) == [("b", "m")]


def test_firm_pairs_stand():
    joined = [("a", "m", 9.0, True), ("b", "m", 5.0, True)]

    assert refused(joined, [("a", "b", False)]) == []


def test_a_mistyped_date_keeps_nobody_from_what_is_firmly_one():
    joined = [("m", "z", 30.0, True), ("a", "m", 9.0, False)]

    assert refused(joined, [("a", "z", True)]) == []
    assert refused(joined, [("a", "z", False)]) == [("a", "m")]


def test_what_is_joined_twice_over_is_no_contradiction():
    joined = [("a", "b", 9.0, False), ("a", "m", 8.0, False), ("b", "m", 7.0, False)]

    assert refused(joined, []) == []


def test_records_that_fit_the_same_two_rivals_are_set_aside():
    joined = pl.DataFrame(
        [("x", "y", False)],
        schema={"left": pl.String, "right": pl.String, "firm": pl.Boolean},
        orient="row",
    )
    doubted = pl.DataFrame({"left": ["a", "b", "a", "b"], "right": ["x", "x", "y", "y"]})

    assert astray(joined, doubted).rows() == [("x", "y")]
    assert astray(joined, doubted.head(3)).rows() == []
    assert astray(joined.with_columns(firm=True), doubted).rows() == []


letters = st.sampled_from("abcdefg")
edges = st.dictionaries(
    st.tuples(letters, letters).filter(lambda p: p[0] < p[1]),
    st.tuples(st.floats(0, 30), st.booleans()),
    max_size=12,
)
contradictions = st.sets(st.tuples(letters, letters).filter(lambda p: p[0] < p[1]), max_size=5)


@given(edges, contradictions)
def test_what_is_left_joins_two_that_contradict_only_by_firm_pairs(joined, apart):
    rows = [(*pair, bits, firm) for pair, (bits, firm) in joined.items()]
    gone = set(refused(rows, [(*pair, False) for pair in apart]))
    kept = [row for row in rows if row[:2] not in gone]

    firm, every = groups(r for r in kept if r[3]), groups(kept)

    for one, other in apart:
        assert find(every, one) != find(every, other) or find(firm, one) == find(firm, other)


@given(edges, contradictions, st.randoms())
def test_the_order_changes_nothing(joined, apart, random):
    rows = [(*pair, bits, firm) for pair, (bits, firm) in joined.items()]
    marks = [(*pair, False) for pair in sorted(apart)]
    shuffled = random.sample(rows, len(rows))

    assert refused(rows, marks) == refused(shuffled, marks[::-1])


def groups(rows):
    parent = {}
    for left, right, *_ in rows:
        parent[find(parent, left)] = find(parent, right)
    return parent


def find(parent, one):
    while parent.get(one, one) != one:
        one = parent[one]
    return one
