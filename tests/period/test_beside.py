"""Tables of different kinds, periods and readers: together they give nothing small away."""

from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from linkgraph.period.beside import Beside, added, beside_periods, hold_together
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.suppression import table_to_give
from linkgraph.period.table import Table, is_far

K = 5
COUNTRIES = ("AU", "ID", "MY")


def table(total, **cells):
    return Table(cells, total)


@pytest.mark.parametrize(
    ("one", "other", "safe"),
    [
        (table(30, AU=14, ID=16), table(30, AU=14, ID=16), True),
        (table(30, AU=14, ID=16), table(32, AU=16, ID=16), False),
        (table(30, AU=14, ID=16), table(40, AU=24, ID=16), True),
        # The same in sum by other cells: one would fill the gaps of the other.
        (table(30, AU=None, ID=None, MY=12), table(30, AU=None, ID=12, MY=None), False),
        # One shows what hides few in the other.
        (table(32, AU=12, ID=None, MY=None), table(45, AU=25, ID=18, MY=None), False),
        (table(None, AU=None, ID=None), table(32, AU=12, ID=20), True),
        (table(None, AU=None, ID=18), table(32, AU=12, ID=20), False),
    ],
)
def test_two_tables_are_safe_together_whichever_came_first(one, other, safe):
    assert hold_together(one, K, [Beside(other)]) is safe
    assert hold_together(other, K, [Beside(one)]) is safe


def test_a_sum_tells_what_all_of_it_tell():
    total = added(table(20, AU=8, ID=12), table(15, AU=None, MY=None, ID=6))

    assert total == table(35, AU=None, ID=18, MY=None)
    assert added(total, table(None, AU=9)).total is None


# Truths are figures by stretch of days and country; a table tells of some of the stretches.
FIGURES = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 14, 20])
TRUTHS = st.lists(st.lists(FIGURES, min_size=3, max_size=3), min_size=3, max_size=3)
YEAR, FIRST, SECOND = frozenset([0, 1, 2]), frozenset([0]), frozenset([1])


def count(truth, stretches):
    return {c: sum(truth[s][at] for s in stretches) for at, c in enumerate(COUNTRIES)}


def give_in_order(truth, order):
    """Return what one reader is given of periods, one after another."""
    lines = {"".join(map(str, sorted(one))): one for one in order}
    told = {}
    for name, stretches in lines.items():
        cells = count(truth, stretches)
        beside = tuple(beside_periods(name, lines, {n: [held] for n, held in told.items()}))
        told[name] = table_to_give(sum(cells.values()), cells, K, [Knowledge(beside=beside)])
    return [(lines[name], held) for name, held in told.items()]


def ends_of(tables, stretches, countries):
    """Return the least and most that some stretches of some countries can sum to, by the tables."""
    place = {pair: at for at, pair in enumerate(product(range(3), COUNTRIES))}
    rows, values = [], []
    for of, held in tables:
        for names, value in [*(([c], v) for c, v in held.cells.items()), (COUNTRIES, held.total)]:
            if value is not None:
                rows.append([float(s in of and c in names) for s, c in place])
                values.append(value)
    cost = np.array([float(s in stretches and c in countries) for s, c in place])
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * cost,
            A_eq=np.array(rows) if rows else None,
            b_eq=values or None,
            bounds=(0, None),
        )
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends


def some_of(all_of):
    return [set(held) for n in range(1, len(all_of) + 1) for held in combinations(all_of, n)]


@pytest.mark.parametrize("order", [(YEAR, FIRST), (FIRST, YEAR)])
@settings(max_examples=20)
@given(truth=TRUTHS)
def test_few_of_some_days_cannot_be_solved_from_two_periods_that_share_lines(order, truth):
    tables = give_in_order(truth, order)

    for stretches, countries in product(some_of(range(3)), some_of(COUNTRIES)):
        low, high = ends_of(tables, stretches, countries)
        true = sum(count(truth, stretches)[c] for c in countries)
        assert high - low >= 1 or true == 0 or true >= K


@pytest.mark.parametrize("order", list(permutations([YEAR, FIRST, SECOND])))
@given(truth=TRUTHS)
def test_few_between_periods_do_not_follow_from_one_that_holds_them_all(order, truth):
    told = dict(give_in_order(truth, order))
    parts = added(told[FIRST], told[SECOND])
    between = count(truth, [2])

    if None not in (parts.total, told[YEAR].total):
        assert is_far(parts.total, told[YEAR].total, K)
    for name, value in between.items():
        if None not in (parts.cells[name], told[YEAR].cells[name]):
            assert value == 0 or value >= K


def test_periods_that_share_no_line_bind_nothing():
    lines = {"a": frozenset([0]), "b": frozenset([1])}

    assert list(beside_periods("a", lines, {"b": [table(20, AU=20)]})) == []


def test_each_table_of_a_period_that_shares_lines_is_held_against():
    lines = {"a": frozenset([0, 1]), "b": frozenset([1])}
    former = [table(20, AU=20), table(30, AU=30)]

    assert [one.against for one in beside_periods("a", lines, {"b": former})] == former


@pytest.mark.parametrize(
    ("shown", "safe"), [(14, False), (11, False), (10, True), (20, False), (29, False), (30, True)]
)
def test_a_cell_that_the_other_table_shows_leaves_enough_for_those_that_one_withholds(shown, safe):
    """Of 20 for two countries a reader who has one of them from elsewhere knows the other."""
    withholding = Table({"AU": None, "ID": None, "MY": 30}, 50)
    showing = Table({"AU": shown, "ID": None, "MY": None}, None)

    assert hold_together(withholding, 10, [Beside(showing)]) is safe
    assert hold_together(showing, 10, [Beside(withholding)]) is safe


@pytest.mark.parametrize(("total", "safe"), [(50, True), (51, False), (59, False), (60, True)])
def test_totals_of_two_tables_differ_by_nothing_or_by_enough(total, safe):
    one, other = Table({"AU": None}, 50), Table({"AU": None}, total)

    assert hold_together(one, 10, [Beside(other)]) is safe
    assert hold_together(other, 10, [Beside(one)]) is safe


def test_each_of_several_tables_counts_and_what_is_added_first():
    made, near = Table({"AU": 30}, 30), Table({"AU": 31}, 31)

    assert hold_together(made, 10, [])
    assert not hold_together(made, 10, [Beside(made), Beside(near)])
    assert hold_together(made, 10, [Beside(Table({"AU": 70}, 70), plus=Table({"AU": 40}, 40))])
    assert not hold_together(made, 10, [Beside(Table({"AU": 71}, 71), plus=Table({"AU": 40}, 40))])


def test_the_same_sum_by_other_cells_lets_one_table_fill_the_gaps_of_the_other():
    gap = Table({"AU": None, "ID": None, "MY": 30}, 70)
    other_gap = Table({"AU": None, "ID": 20, "MY": None}, 70)

    assert hold_together(gap, 10, [Beside(gap)])
    assert not hold_together(gap, 10, [Beside(Table({"AU": 20, "ID": 20, "MY": 30}, 70))])
    assert hold_together(gap, 10, [Beside(other_gap)]) is hold_together(other_gap, 10, [Beside(gap)])  # fmt: skip


@given(
    st.lists(st.one_of(st.none(), st.integers(10, 40)), min_size=3, max_size=3),
    st.lists(st.one_of(st.none(), st.integers(10, 40)), min_size=3, max_size=3),
    st.one_of(st.none(), st.integers(30, 120)), st.one_of(st.none(), st.integers(30, 120)),
)  # fmt: skip
def test_which_of_two_tables_came_first_makes_no_difference(one, other, total, other_total):
    names = ["AU", "ID", "MY"]
    a = Table(dict(zip(names, one, strict=True)), total)
    b = Table(dict(zip(names, other, strict=True)), other_total)

    assert hold_together(a, 10, [Beside(b)]) is hold_together(b, 10, [Beside(a)])
