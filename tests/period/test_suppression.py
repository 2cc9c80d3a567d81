from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from linkgraph.errors import InputError
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.suppression import (
    HELD,
    LEAST_CELL,
    WITHHELD,
    check_least,
    is_safe,
    table_to_give,
)
from linkgraph.period.table import Part, Table

K = 5
COUNTRIES = ["AU", "ID", "MY", "NZ"]


def give(cells, k=K, former=(), total=None):
    total = sum(cells.values()) if total is None else total
    return table_to_give(total, cells, k, [Knowledge(tuple(former))])


def knowing(countries, cells):
    """Return a reader that knows of no country, and each country that knows its own part."""
    return [Knowledge(), *(Knowledge(country=one, part=Part(cells[one])) for one in countries)]


def test_a_cell_below_k_is_withheld_with_the_least_other_one():
    made = give({"AU": 3, "ID": 8, "MY": 20})

    assert made.cells == {"AU": None, "ID": None, "MY": 20}
    assert made.total == 31


def test_a_country_that_takes_its_own_figure_from_the_total_is_left_with_no_few():
    cells = {"AU": 13, "ID": 4, "MY": 0, "NZ": 0}

    made = table_to_give(17, cells, K, knowing(["AU"], cells))

    assert made.total is None
    assert made.cells == {"AU": 13, "ID": None, "MY": None, "NZ": None}
    assert made.why == WITHHELD


@given(st.fixed_dictionaries(dict.fromkeys(COUNTRIES, st.integers(0, 30))), st.integers(0, 10))
def test_no_country_that_reads_a_table_works_out_few_of_others_by_its_own_figure(cells, joint):
    total = max(*cells.values(), sum(cells.values()) - joint)
    made = table_to_give(total, cells, K, knowing(COUNTRIES, cells))

    for name in made.withheld if made.total is not None else ():
        assert made.rest - cells[name] == 0 or made.rest - cells[name] >= K


def test_that_all_are_one_countrys_keeps_no_total_back():
    cells = {"AU": 17, "ID": 0}
    made = table_to_give(17, cells, K, knowing(cells, cells))

    assert (made.total, made.cells) == (17, {"AU": None, "ID": None})


def test_a_zero_is_withheld_like_any_small_cell():
    made = give({"AU": 0, "ID": 3, "MY": 20, "NZ": 6})

    assert made.cells == {"AU": None, "ID": None, "MY": 20, "NZ": None}


def test_small_cells_that_hide_each_other_take_no_large_one_along():
    made = give({"AU": 3, "ID": 4, "MY": 20})

    assert made.cells == {"AU": None, "ID": None, "MY": 20}


def test_a_total_below_k_is_withheld_with_all():
    made = give({"AU": 3, "ID": 1})

    assert made.total is None
    assert made.withheld == {"AU", "ID"}


def test_a_table_without_small_cells_leaves_whole():
    assert give({"AU": 7, "ID": 8}).cells == {"AU": 7, "ID": 8}


def test_how_few_belong_to_two_countries_does_not_follow_from_the_columns():
    made = give({"AU": 12, "ID": 13}, total=23)

    assert made.total is None or made.withheld


def test_many_that_belong_to_two_countries_may_be_seen():
    assert give({"AU": 12, "ID": 13}, total=18).cells == {"AU": 12, "ID": 13}


def test_a_few_more_than_before_are_not_told():
    first = give({"AU": 7, "ID": 8})

    second = give({"AU": 9, "ID": 8}, former=[first])

    assert second.same_figures(first)
    assert second.why == HELD


def test_many_more_than_before_are_told():
    first = give({"AU": 7, "ID": 8})

    second = give({"AU": 12, "ID": 8}, former=[first])

    assert (second.cells, second.total, second.why) == ({"AU": 12, "ID": 8}, 20, "")


def test_the_same_again_gives_the_same_again():
    first = give({"AU": 3, "ID": 8, "MY": 20})

    assert give({"AU": 3, "ID": 8, "MY": 20}, former=[first]) == first


def test_what_a_reader_has_and_still_holds_is_given_again_whatever_else_it_got_since():
    own = give({"AU": 17, "ID": 8})
    public = Table({"AU": 14, "ID": 8}, 22)

    assert give({"AU": 17, "ID": 8}, former=[own, public]) == own


def test_a_cell_once_given_does_not_come_to_hide_another():
    first = give({"AU": 3, "ID": 5, "MY": 20, "NZ": 9})
    changed = {"AU": 3, "ID": 30, "MY": 20, "NZ": 9}

    second = give(changed, former=[first])

    assert first.withheld == {"AU", "ID"}
    assert second.withheld <= first.withheld


def test_figures_that_fell_below_k_are_not_said_again():
    first = give({"AU": 7, "ID": 8})

    second = give({"AU": 0, "ID": 8}, former=[first])

    assert not second.same_figures(first)
    assert second.cells["AU"] is None


def test_a_total_that_fell_below_k_is_not_said_again():
    first = Table({"AU": None, "ID": None}, 7)

    assert give({"AU": 2, "ID": 1}, former=[first]).total is None


def test_a_country_that_takes_no_part_any_more_is_not_said_again():
    first = Table({"AU": 7, "ID": 8}, 15)

    assert give({"ID": 9}, former=[first]).cells == {"ID": None}


def test_figures_without_a_country_that_came_in_with_nothing_are_told_to_be_held():
    first = give({"AU": 7, "ID": 8})

    assert give({"AU": 7, "ID": 8, "MY": 0}, former=[first]).why == HELD


def test_whoever_had_too_few_to_be_told_gets_what_may_be_given_by_now():
    first = give({"AU": 1, "ID": 2})
    assert first == Table({"AU": None, "ID": None}, None, first.why)

    assert give({"AU": 7, "ID": 8}, former=[first]) == Table({"AU": 7, "ID": 8}, 15)


def test_whoever_has_no_total_any_more_is_not_held_at_it():
    first = give({"AU": 7, "ID": 8})
    second = give({"AU": 0, "ID": 8}, former=[first])
    assert second == Table({"AU": None, "ID": 8}, None, WITHHELD)

    third = give({"AU": 0, "ID": 13}, former=[first, second])

    assert third == Table({"AU": None, "ID": 13}, None, WITHHELD)


def test_what_was_withheld_with_it_hides_a_small_cell_again_though_it_is_the_largest_by_now():
    first = give({"AU": 1, "ID": 1, "MY": 20, "NZ": 8})
    assert first.withheld == {"AU", "ID", "NZ"}

    second = give({"AU": 1, "ID": 1, "MY": 20, "NZ": 22}, former=[first])

    assert second == Table({"AU": None, "ID": None, "MY": 20, "NZ": None}, 44)


def test_how_few_more_belong_to_one_country_alone_is_not_told_by_the_total():
    first = give({"AU": 12, "ID": 13}, total=18)

    second = give({"AU": 12, "ID": 13}, former=[first], total=19)

    assert (second.same_figures(first), second.why) == (True, HELD)


def test_a_country_that_comes_in_small_is_not_told_by_the_new_total():
    first = give({"AU": 7, "ID": 8})

    second = give({"AU": 7, "ID": 8, "MY": 2}, former=[first])

    assert second.total in {None, 15}


@pytest.mark.parametrize("k", [0, 1, 2, -3])
def test_a_k_that_protects_nobody_is_refused(k):
    with pytest.raises(InputError, match="protect nobody"):
        check_least(k)


def test_a_table_that_lets_a_small_cell_follow_is_not_safe():
    assert not is_safe(Table({"AU": None, "ID": 8}, 11), K)
    assert not is_safe(Table({"AU": None, "ID": None}, 4), K)
    assert is_safe(Table({"AU": None, "ID": None}, 11), K)


@pytest.mark.parametrize(
    ("cells", "total", "safe"),
    [
        ({"AU": 12, "ID": 13}, 25, True),
        ({"AU": 12, "ID": 13}, 25 - K + 1, False),
        ({"AU": 12, "ID": 13}, 25 - K, True),
        # So many would belong to no country.
        ({"AU": 12, "ID": 13}, 25 + K, False),
        ({"AU": 0, "ID": 13}, 13, False),
    ],
)
def test_a_table_that_gives_all_its_cells_is_safe_where_none_is_small_nor_what_they_exceed_it_by(
    cells, total, safe
):
    assert is_safe(Table(cells, total), K) is safe


def test_a_table_that_shows_what_another_of_the_same_sum_withholds_fills_its_gaps():
    held = Table({"AU": None, "ID": None, "MY": 20}, 38)

    assert is_safe(held, K, [held])
    assert not is_safe(Table({"AU": 9, "ID": 9, "MY": 20}, 38), K, [held])


SMALL = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 20])
MORE = st.sampled_from([0, 0, 0, 1, 2, 4, 5, 7, 12])
SERIES = st.integers(2, 4).flatmap(
    lambda n: st.tuples(
        st.lists(SMALL, min_size=n, max_size=n),
        st.lists(st.lists(MORE, min_size=n, max_size=n), max_size=3),
    )
)


def truths_of(series):
    """Return what stands on record at each report, nothing ever taken back."""
    first, steps = series
    found = [dict(zip(COUNTRIES, first, strict=False))]
    for step in steps:
        found.append({name: found[-1][name] + n for name, n in zip(found[-1], step, strict=True)})
    return found


def given_from(truths, k=K):
    """Return what was given newly, with what stood on record then."""
    told, stood = [], []
    for truth in truths:
        made = give(truth, k, told)
        if made.why != HELD:
            told.append(made)
            stood.append(truth)
    return told, stood


def ends_of(tables, weights, *, grows):
    """Return the least and most that a sum over cells can be, by all that tables give.

    Args:
        tables: One after another.
        weights: By (table, country).
        grows: Whether a reader knows that no figure ever falls.
    """
    names = sorted(tables[0].cells)
    place = {(t, n): t * len(names) + j for t in range(len(tables)) for j, n in enumerate(names)}
    equal, values, above = [], [], []
    for t, table in enumerate(tables):
        for name, value in table.cells.items():
            if value is not None:
                equal.append({place[t, name]: 1})
                values.append(value)
        if table.total is not None:
            equal.append({place[t, name]: 1 for name in names})
            values.append(table.total)
        if t and grows:
            above += [{place[t - 1, name]: 1, place[t, name]: -1} for name in names]
    cost = dense([{place[at]: weight for at, weight in weights.items()}], len(place))[0]
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * cost,
            A_eq=dense(equal, len(place)) if equal else None,
            b_eq=values or None,
            A_ub=dense(above, len(place)) if above else None,
            b_ub=np.zeros(len(above)) if above else None,
            bounds=(0, None),
        )
        ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
    return ends


def dense(rows, width):
    made = np.zeros((len(rows), width))
    for at, row in enumerate(rows):
        for column, value in row.items():
            made[at, column] = value
    return made


@settings(max_examples=60)
@given(SERIES, st.booleans())
def test_no_cell_below_k_can_be_solved_from_a_series_of_tables(series, grows):
    tables, truths = given_from(truths_of(series))

    for t, truth in enumerate(truths):
        for name, value in truth.items():
            low, high = ends_of(tables, {(t, name): 1}, grows=grows)
            assert value >= K or high - low >= 1


@settings(max_examples=40)
@given(SERIES)
def test_no_small_sum_and_no_small_change_can_be_solved_either(series):
    tables, truths = given_from(truths_of(series))
    names = sorted(truths[0])
    groups = [set(g) for n in range(1, len(names) + 1) for g in combinations(names, n)]

    for t, truth in enumerate(truths):
        for group in groups:
            low, high = ends_of(tables, {(t, name): 1 for name in group}, grows=False)
            if high - low < 1:
                assert sum(truth[name] for name in group) >= K
            if t and high - low < 1:
                change = {(t, name): 1 for name in group} | {(t - 1, name): -1 for name in group}
                low, high = ends_of(tables, change, grows=False)
                grown = sum(truth[n] - truths[t - 1][n] for n in group)
                assert high - low >= 1 or grown == 0 or abs(grown) >= K


@given(SERIES)
def test_whatever_is_given_is_true_or_was_given_before(series):
    told = []
    for truth in truths_of(series):
        made = give(truth, former=told)
        shown = {name: value for name, value in made.cells.items() if value is not None}
        if made.why == HELD:
            assert any(made.same_figures(one) for one in told)
        else:
            assert all(truth[name] == value >= K for name, value in shown.items())
            assert made.total in {None, sum(truth.values())}
        told.append(made)


@given(SERIES)
def test_asking_twice_gives_the_same(series):
    told = []
    for truth in truths_of(series):
        made = give(truth, former=told)
        told.append(made)
        assert give(truth, former=told).same_figures(made)


def test_whoever_knows_the_rule_cannot_tell_a_small_figure():
    """Every table that is given comes from two figures at least for each cell below k."""
    k, names = 4, ("A", "B", "C")
    seen = {}
    for figures in product(range(9), repeat=3):
        total = sum(figures)
        cells = dict(zip(names, figures, strict=True))
        made = table_to_give(total, cells, k)
        seen.setdefault((made.total, *made.cells.values()), []).append(figures)

    for told, worlds in seen.items():
        for place, value in enumerate(told[1:]):
            possible = {world[place] for world in worlds}
            small = {one for one in possible if one < k}
            assert value is not None or not small or len(possible) > 1, (told, worlds)


def test_two_just_below_k_beside_one_just_not_are_withheld_with_it():
    made = table_to_give(28, {"AU": 10, "MY": 9, "TH": 9}, 10)

    assert (made.total, set(made.cells.values())) == (28, {None})


def test_ten_is_the_least_cell_where_nobody_says_otherwise_and_three_the_least_of_all():
    assert LEAST_CELL == 10
    assert [check_least(k) for k in (3, 10)] == [3, 10]


def test_a_cell_of_just_k_is_told_and_was_given_rightly():
    first = give({"AU": K, "ID": 40})
    again = give({"AU": K, "ID": 40}, former=[first])
    few_more = give({"AU": K, "ID": 40 + K - 1}, former=[first])

    assert first.cells == {"AU": K, "ID": 40}
    assert (again, again.why) == (first, "")
    assert (few_more.same_figures(first), few_more.why) == (True, HELD)


rows = st.dictionaries(st.sampled_from(COUNTRIES), st.integers(0, 30), min_size=1)


@given(rows, st.integers(3, 12), st.integers(1, 12))
def test_a_higher_k_is_kept_to_whatever_was_given_by_a_lower(cells, k, more):
    first = give(cells, k)

    second = give(cells, k + more, former=[first])

    given_now = [one for one in (second.total, *second.cells.values()) if one is not None]
    assert all(one >= k + more for one in given_now)
    assert is_safe(second, k + more) or not given_now


@given(rows, st.integers(3, 12))
def test_what_a_reader_holds_is_given_again_under_the_same_k_without_a_reason(cells, k):
    first = give(cells, k)

    assert give(cells, k, former=[first]).same_figures(first)


def test_without_a_former_table_no_more_is_withheld_than_has_to_be():
    """One more would tell less, and none fewer would be safe."""
    made = give({"AU": 3, "ID": 8, "MY": 20, "NZ": 30})

    assert made.withheld == {"AU", "ID"}


def test_what_a_former_table_withheld_is_withheld_with_it_where_that_alone_is_safe():
    first = give({"AU": 3, "ID": 8, "MY": 20})

    second = give({"AU": 15, "ID": 8 + K, "MY": 20}, former=[first])

    assert second.cells["MY"] == 20
    assert is_safe(second, K, [first])
