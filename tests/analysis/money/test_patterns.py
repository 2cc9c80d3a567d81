from collections import defaultdict

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.patterns import PATTERNS, PatternRule, patterns
from tests.analysis.money.paid import chain, pay, table


def told(rows, kinds=tuple(PATTERNS), **rule):
    """Return {(kind, links of one find)}."""
    groups = defaultdict(set)
    found = patterns(table(rows), PatternRule(**rule), kinds)
    for scheme, kind, link in found.select("scheme_id", "kind", "link_id").iter_rows():
        groups[scheme, kind].add(link)
    return {(kind, frozenset(links)) for (_, kind), links in groups.items()}


def fan(others=5, *, day=0.0, out=True, apart=0.5, name="f", centre="hub"):  # noqa: PLR0913
    ends = [(centre, f"{name}{n}") if out else (f"{name}{n}", centre) for n in range(others)]
    return [
        pay(f"{name}{n:02d}", *ends[n], 5_000 + 900 * n, day + n * apart) for n in range(others)
    ]  # fmt: skip


def links(rows):
    return frozenset(row["link_id"] for row in rows)


@pytest.mark.parametrize(("out", "kind"), [(True, "fan-out"), (False, "fan-in")])
def test_many_others_within_days_are_a_fan(out, kind):
    rows = fan(out=out)

    assert told(rows) == {(kind, links(rows))}
    assert not told(rows[:4])
    assert not told(fan(out=out, apart=1.5))


def test_the_same_other_again_counts_once_and_is_told():
    again = pay("again", "hub", "f0", 5_000, 0.7)

    assert not told([*fan(4), again])
    assert told([*fan(), again]) == {("fan-out", links(fan()) | {"again"})}


def test_what_is_usual_for_an_account_is_no_fan():
    busy = [row for n in range(8) for row in fan(4, day=n * 5 - 20, name=f"g{n}", centre="hub")]

    assert told([*busy, *fan(day=40)], usual_days=5)
    assert not told([*busy, *fan(day=-2.0)], ("fan-out",))
    assert told([*busy, *fan(day=-2.0)], ("fan-out",), many=9)


def test_another_accounts_dealings_tell_nothing_of_this_one():
    other = [
        row for n in range(8) for row in fan(5, day=n * 4 - 16, name=f"g{n}", centre="shop")
    ]  # fmt: skip

    assert ("fan-out", links(fan())) in told([*other, *fan()])


def test_gathered_and_spread_is_one_find():
    into, out = fan(4, out=False, name="a"), fan(4, day=3, name="b")

    assert ("gather-scatter", links(into + out)) in told(into + out)
    assert not told(fan(4, out=False, day=6, name="a") + fan(4, name="b"), ("gather-scatter",))
    assert not told(into[:2] + out, ("gather-scatter",))


def test_side_by_side_is_a_scatter_gather():
    ways = [
        pay(f"{step}{n}", *ends, 6_000 + 700 * n + 4_000 * (step == "y"), n * 0.3 + (step == "y"))
        for n in range(3)
        for step, ends in (("x", ("s", f"m{n}")), ("y", (f"m{n}", "t")))
    ]  # fmt: skip

    assert told(ways) == {("scatter-gather", links(ways))}
    assert not told(ways[:-1])
    assert told(ways[:-2], strands=2)


def test_a_way_back_is_a_cycle_whatever_the_sums():
    rows = chain(10_000, [4_500, 30_000], accounts="abca")

    assert told(rows, ("cycle",)) == {("cycle", links(rows))}
    assert not told(chain(10_000, [4_500], accounts="aba"), ("cycle",))
    assert not told(chain(10_000, [4_500, 30_000], accounts="abcd"), ("cycle",))


def test_a_cycle_as_a_whole_lies_within_the_window():
    rows = chain(10_000, [9_000] * 5, accounts="abcdefa")

    assert not told(rows, ("cycle",))
    assert told(rows, ("cycle",), within_days=5)


def test_nearly_the_sum_that_came_is_passed_on():
    rows = chain(10_000, [9_500, 10_400])

    assert told(rows) == {("pass-on", links(rows))}
    assert not told(chain(10_000, [8_900]))
    assert not told(chain(10_000, [11_200]))
    assert not told([row | {"unit": unit} for row, unit in zip(rows[:2], ["MYR", "XAF"], strict=True)])  # fmt: skip


def test_busy_accounts_are_no_step_of_a_way():
    rows = chain(10_000, [9_900, 9_800], accounts="abca")
    shop = fan(6, day=1, centre="b", name="s", apart=0.1)

    assert told(rows + shop, ("cycle", "pass-on"), busy=7)
    assert not told(rows + shop, ("cycle",), busy=6)


@pytest.mark.parametrize(
    "given_",
    [{"to_person": False}, {"from_person": False}, {"at_s": None}, {"value": None}, {"least": 9e9},
     {"from_cash": True}, {"to_cash": True}, {"from_holder": "p", "to_holder": "p"}],
)  # fmt: skip
def test_firms_cash_small_undated_and_own_payments_make_no_shape(given_):
    assert not told([row | given_ for row in fan(8)])


def test_of_nothing_there_is_nothing():
    assert not told([])
    assert patterns(table([])).columns == ["scheme_id", "kind", "link_id", "score", "reasons"]


def test_only_kinds_that_are_asked_for_are_told():
    rows = fan() + chain(10_000, [9_500], accounts="pq r".replace(" ", ""))

    assert {kind for kind, _ in told(rows)} == {"fan-out", "pass-on"}
    assert {kind for kind, _ in told(rows, ("pass-on",))} == {"pass-on"}


accounts = st.sampled_from("abcdefg")
payments = st.lists(
    st.tuples(accounts, accounts, st.integers(4, 9), st.integers(0, 24)), max_size=30
).map(
    lambda rows: [
        pay(f"t{n:02d}", a, b, v * 1_000.0, d / 4)
        for n, (a, b, v, d) in enumerate(rows)
        if a != b
    ]
)  # fmt: skip
LOOSE = {"fan": 2, "chance": 0.5, "strands": 2, "keep": 0.7}


def rows_of(rows):
    found = patterns(table(rows), PatternRule(**LOOSE))
    return set(found.iter_rows())


@given(payments, st.randoms())
def test_the_order_of_transfers_changes_nothing(rows, random):
    assert rows_of(rows) == rows_of(random.sample(rows, len(rows)))


@given(payments)
def test_an_unrelated_component_changes_nothing(rows):
    added = fan(6, name="z", centre="y") + chain(9_000, [8_900, 8_800], accounts="uvwx", name="q")

    assert rows_of(rows) <= rows_of(rows + added)


@given(payments)
def test_other_names_of_accounts_make_the_same_shapes(rows):
    turn = dict(zip("abcdefg", "gfedcba", strict=True))
    ends = ("from_id", "to_id", "from_holder", "to_holder")
    named = [row | {end: turn[row[end]] for end in ends} for row in rows]

    assert told(rows, **LOOSE) == told(named, **LOOSE)


def ways_back(rows, within):
    """Walk every way in order of time by brute force."""
    for first in rows:
        held = [[first]]
        while held:
            way = held.pop()
            for row in rows:
                met = {one["to_id"] for one in way}
                if row["from_id"] != way[-1]["to_id"] or row["at_s"] < way[-1]["at_s"]:
                    continue
                if row["at_s"] > first["at_s"] + within * 86400:
                    continue
                if row["to_id"] == first["from_id"]:
                    if len(way) >= 2:
                        yield [*way, row]
                elif row["to_id"] not in met:
                    held.append([*way, row])


@given(payments)
def test_payments_of_cycles_are_those_of_all_ways_back(rows):
    found = {link for _, group in told(rows, ("cycle",), within_days=3) for link in group}

    assert found == {row["link_id"] for way in ways_back(rows, 3) for row in way}


@given(payments)
def test_payments_passed_on_are_those_that_follow_by_sum_time_and_account(rows):
    found = {link for _, group in told(rows, ("pass-on",), keep=0.8) for link in group}
    at = {row["link_id"]: row["at_s"] for row in rows}
    next_ = nx.DiGraph(
        (one["link_id"], other["link_id"])
        for one in rows
        for other in rows
        if one["to_id"] == other["from_id"] and 0 <= other["at_s"] - one["at_s"] <= 4 * 86400
    )
    circle = {link: n for n, held in enumerate(nx.strongly_connected_components(next_)) for link in held}  # fmt: skip
    value = {row["link_id"]: row["value"] for row in rows}
    follow = [
        {one, other}
        for one, other in next_.edges
        if (at[one] < at[other] or circle[one] != circle[other])
        and 0.8 <= value[other] / value[one] <= 1 / 0.8
    ]

    assert found == set().union(*follow)


def test_payments_of_known_organizations_are_looked_at_only_when_asked_for():
    rows = [row | {"from_person": False} for row in fan(out=False)]

    assert not told(rows)
    assert told(rows, organizations=True) == {("fan-in", links(rows))}
    assert told(fan(out=False), organizations=True) == told(fan(out=False))
