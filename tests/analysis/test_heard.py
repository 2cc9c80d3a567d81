from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis import heard
from linkgraph.analysis.heard import Heard

SCHEMA = {"who": pl.Int64, "where": pl.Int64, "at_s": pl.Int64}
moments = st.integers(0, 9_000)
calls = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), moments), max_size=40)
# Far more calls than phones at one place.
crowds = st.lists(st.tuples(st.integers(0, 2), st.just(0), moments), min_size=20, max_size=60)
within = st.integers(1, 4_000)


def table(told):
    return pl.DataFrame(told, schema=SCHEMA, orient="row").sort("where", "at_s")


def everybody(told):
    return np.ones(max((who for who, _, _ in told), default=0) + 1, dtype=bool)


def by_hand(told, within_s, asked):
    """Return the hours of each pair, with the first and last earlier call in each."""
    found = {}
    for one, other in combinations(told, 2):
        if one[0] == other[0] or one[1] != other[1] or abs(one[2] - other[2]) > within_s:
            continue
        if not (asked[one[0]] or asked[other[0]]):
            continue
        earlier = min(one[2], other[2])
        key = (*sorted((one[0], other[0])), one[1], earlier // 3600)
        first, last = found.get(key, (earlier, earlier))
        found[key] = (min(first, earlier), max(last, earlier))
    return found


def as_dict(pairs):
    rows = [row for table in pairs for row in table.iter_rows()]
    found = {row[:4]: row[4:] for row in rows}
    assert len(found) == len(rows), "an hour of a pair stands twice"
    return found


@given(calls, within)
def test_pairs_are_those_found_by_hand(told, within_s):
    found = Heard.of(table(told), within_s).pairs(everybody(told))

    assert as_dict(found) == by_hand(told, within_s, everybody(told))


@given(crowds, within)
def test_a_crowd_at_one_place_gives_the_same(told, within_s):
    found = Heard.of(table(told), within_s).pairs(everybody(told))

    assert as_dict(found) == by_hand(told, within_s, everybody(told))


@given(calls | crowds, within, st.sets(st.integers(0, 4)))
def test_only_pairs_of_those_asked_about_are_told(told, within_s, some):
    asked = np.isin(np.arange(len(everybody(told))), list(some))

    found = Heard.of(table(told), within_s).pairs(asked)

    assert as_dict(found) == by_hand(told, within_s, asked)


@given(calls | crowds, within)
def test_in_small_parts_it_is_the_same(told, within_s):
    ready = Heard.of(table(told), within_s)
    whole = as_dict(ready.pairs(everybody(told)))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(heard, "_AT_ONCE", 2)
        patched.setattr(heard, "_HELD", 5)
        tables = list(ready.pairs(everybody(told)))
        assert as_dict(tables) == whole
        lesser = [set(table["a"]) for table in tables]
        assert not any(one & other for one, other in combinations(lesser, 2))


@given(calls | crowds, within)
def test_calls_that_meet_are_those_found_by_hand(told, within_s):
    ordered = table(told)
    ready = Heard.of(ordered, within_s)
    one = np.flatnonzero(ordered["who"].to_numpy() == 0)
    other = np.flatnonzero(ordered["who"].to_numpy() == 1)

    found = ready.meeting(one, other).tolist()

    rows = ordered.rows()
    assert found == [
        at
        for at in one.tolist()
        if any(
            rows[at][1] == rows[to][1] and abs(rows[at][2] - rows[to][2]) <= within_s
            for to in other.tolist()
        )
    ]


def test_a_crowd_costs_its_phones_and_not_its_pairs_of_calls(monkeypatch):
    told = [(n % 5, 0, n) for n in range(4_000)]

    def none_of(begins, at):
        assert not len(at), "pairs of calls were looked at one by one"
        return begins[at]

    monkeypatch.setattr(heard, "ranges", none_of)

    pairs = Heard.of(table(told), 1_000).pairs(everybody(told))

    assert sum(table.height for table in pairs) == 10 * 2


def test_of_no_calls_there_are_no_pairs():
    assert list(Heard.of(table([]), 60).pairs(np.zeros(0, dtype=bool))) == []
