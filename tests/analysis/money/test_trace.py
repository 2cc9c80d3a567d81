from collections import defaultdict

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.flow import Flow
from linkgraph.analysis.money.taint import NOTHING, Parcel, _Mixed, open_account
from linkgraph.analysis.money.trace import TAINT_RULES, TraceRule, followed, trace
from linkgraph.analysis.money.transfers import DAY
from tests.analysis.money.paid import chain, pay, table

each_rule = pytest.mark.parametrize("taint", TAINT_RULES)


def traced(rows, start=("a",), *, back=False, **rule):
    frame = trace(table(rows), start, TraceRule(**rule), back=back)
    return {
        link: (step, tainted)
        for link, step, tainted in frame.select("link_id", "step", "tainted").iter_rows()
    }


MIXED = [
    pay("clean", "x", "b", 300, 0),
    pay("in", "a", "b", 100, 1),
    pay("out", "b", "c", 200, 2),
    pay("rest", "b", "d", 200, 3),
]


@each_rule
def test_money_is_followed_from_hand_to_hand(taint):
    rows = chain(100, [90, 80])

    assert traced(rows, taint=taint) == {
        "t0": (1, 100), "t1": (2, pytest.approx(90)), "t2": (3, pytest.approx(80)),
    }  # fmt: skip


def test_poison_taints_all_that_leaves():
    assert traced(MIXED, taint="poison") == {"in": (1, 100), "out": (2, 200), "rest": (2, 200)}


def test_a_haircut_shares_the_taint_out():
    assert traced(MIXED, taint="haircut") == {
        "in": (1, 100), "out": (2, pytest.approx(50)), "rest": (2, pytest.approx(50)),
    }  # fmt: skip


def test_first_in_is_first_out():
    assert traced(MIXED, taint="fifo") == {"in": (1, 100), "rest": (2, pytest.approx(100))}


def test_by_the_lowest_balance_other_money_leaves_first():
    assert traced(MIXED, taint="lowest") == {"in": (1, 100), "rest": (2, pytest.approx(100))}
    assert set(traced(MIXED[:3], taint="lowest")) == {"in"}


def test_what_the_lowest_balance_took_no_later_receipt_brings_back():
    rows = [
        pay("in", "a", "b", 100, 0), pay("spent", "b", "shop", 80, 1), pay("late", "x", "b", 500, 2),
        pay("own", "b", "c", 500, 3), pay("last", "b", "d", 90, 4),
    ]  # fmt: skip

    assert traced(rows, taint="lowest") == {
        "in": (1, 100), "spent": (2, pytest.approx(80)), "last": (2, pytest.approx(20)),
    }  # fmt: skip


def test_backwards_it_is_told_whence_money_came():
    rows = chain(100, [90, 80])

    assert {link: step for link, (step, _) in traced(rows, "d", back=True).items()} == {
        "t2": 1, "t1": 2, "t0": 3,
    }  # fmt: skip


@each_rule
def test_what_was_paid_before_it_came_is_not_followed(taint):
    assert set(traced([pay("1", "a", "b", 100, 2), pay("2", "b", "c", 90, 1)], taint=taint)) == {
        "1"
    }


@each_rule
@pytest.mark.parametrize("back", [False, True])
def test_what_is_paid_on_at_the_moment_it_came_is_followed(taint, back):
    """As in a file that tells dates alone: in whatever order it names the payments."""
    rows = [pay("3", "a", "b", 100, 2), pay("1", "b", "c", 90, 2), pay("2", "c", "d", 80, 2)]

    start, turn = ("d", {"2": 1, "1": 2, "3": 3}) if back else ("a", {"3": 1, "1": 2, "2": 3})
    assert {k: step for k, (step, _) in traced(rows, start, back=back, taint=taint).items()} == turn


def test_what_came_at_the_same_moment_is_mixed_before_anything_leaves():
    rows = [pay("1", "b", "c", 200, 2), pay("2", "x", "b", 100, 2), pay("3", "a", "b", 100, 2)]

    assert traced(rows)["1"] == (2, pytest.approx(100))


@each_rule
def test_round_a_circle_of_one_moment_money_goes_from_hand_to_hand(taint):
    rows = [
        pay("1", "d", "b", 100, 2), pay("2", "c", "d", 100, 2), pay("3", "b", "c", 100, 2),
        pay("4", "a", "b", 100, 1),
    ]  # fmt: skip

    assert {k: step for k, (step, _) in traced(rows, taint=taint).items()} == {
        "4": 1, "3": 2, "2": 3, "1": 4,
    }  # fmt: skip


@given(st.permutations(range(6)))
def test_the_names_of_payments_of_one_moment_change_nothing(names):
    ways = ["ab", "bc", "xb", "cd", "dc", "de"]
    values = [50.0, 50.0, 50.0, 50.0, 20.0, 30.0]
    rows = [pay(f"t{n}", *way, value, 1) for n, way, value in zip(names, ways, values, strict=True)]

    told = {ways[names.index(int(k[1]))]: sum_ for k, (_, sum_) in traced(rows).items()}
    taint = {"ab": 50, "bc": 25, "cd": 25, "dc": 10, "de": 15}
    assert told == {way: pytest.approx(value) for way, value in taint.items()}


@each_rule
def test_money_that_stood_too_long_is_followed_no_further(taint):
    rows = [pay("1", "a", "b", 100, 0), pay("2", "b", "c", 90, 10.5)]

    assert set(traced(rows, taint=taint, wait_days=10)) == {"1"}
    assert set(traced(rows, taint=taint, wait_days=11)) == {"1", "2"}


@each_rule
def test_steps_are_bounded(taint):
    rows = chain(100, [90, 80, 70])

    assert set(traced(rows, taint=taint, steps=2)) == {"t0", "t1"}


def test_a_trickle_is_told_and_followed_no_further():
    rows = [
        pay("clean", "x", "b", 900, 0), pay("1", "a", "b", 10, 1), pay("2", "b", "c", 500, 2),
        pay("3", "c", "d", 500, 3),
    ]  # fmt: skip
    assert set(traced(rows)) == {"1", "2"}
    assert set(traced(rows, least_share=0.0)) == {"1", "2", "3"}


@each_rule
def test_money_paid_beyond_what_is_seen_is_clean(taint):
    rows = [pay("1", "a", "b", 100, 0), pay("2", "b", "c", 1_000, 1)]
    most = 1_000 if taint == "poison" else 100

    assert traced(rows, taint=taint)["2"] == (2, pytest.approx(most))


@each_rule
def test_money_that_comes_back_is_told_and_begins_anew(taint):
    rows = chain(100, [90, 80], accounts="abac")

    assert traced(rows, taint=taint) == {
        "t0": (1, 100),
        "t1": (2, pytest.approx(90)),
        "t2": (1, 80),
    }


@each_rule
def test_cash_ends_a_trace(taint):
    rows = [pay("1", "a", "b", 100, 0), pay("2", "b", "cash", 90, 1), pay("3", "cash", "z", 90, 2)]

    assert set(traced(rows, taint=taint)) == {"1", "2"}


@each_rule
def test_without_a_rate_taint_stays_in_its_currency(taint):
    rows = [pay("1", "a", "b", 100, 0), pay("2", "b", "c", 90, 1, unit="XAF", currency="XAF")]

    assert set(traced(rows, taint=taint)) == {"1"}


@each_rule
def test_unknown_values_and_moments_are_not_followed(taint):
    rows = [pay("1", "a", "b", 100, 0), pay("2", "b", "c", None, 1), pay("3", "b", "c", 90, None)]

    assert set(traced(rows, taint=taint)) == {"1"}


def test_of_nothing_there_is_nothing():
    assert trace(table([]), ["a"], TraceRule()).is_empty()
    assert not traced(MIXED, "q")


payments = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 9), st.integers(0, 12)),
    max_size=25,
).map(lambda rows: [pay(f"t{n:02d}", a, b, float(v), d) for n, (a, b, v, d) in enumerate(rows) if a != b])  # fmt: skip
rules = st.sampled_from(TAINT_RULES)


def without_circles(rows):
    """Where money goes round within a moment, limits say who begins, and so what mixes."""
    even = [row["at_s"] % (2 * DAY) == 0 for row in rows]
    return [r for r, up in zip(rows, even, strict=True) if (r["from_id"] < r["to_id"]) is up]


LOOSE = {"least_share": 0.0, "steps": 50, "wait_days": 99}


@given(payments, rules, st.booleans(), st.randoms())
def test_the_order_of_transfers_changes_nothing(rows, taint, back, random):
    shuffled = random.sample(rows, len(rows))

    assert traced(rows, taint=taint, back=back) == traced(shuffled, taint=taint, back=back)


@given(payments, st.sampled_from([one for one in TAINT_RULES if one != "poison"]))
def test_no_account_gives_on_more_taint_than_came_in(rows, taint):
    told = traced(rows, taint=taint, **LOOSE)
    for account in "bcdef":
        came = sum(
            told[r["link_id"]][1] for r in rows if r["to_id"] == account and r["link_id"] in told
        )
        went = sum(
            told[r["link_id"]][1] for r in rows if r["from_id"] == account and r["link_id"] in told
        )
        assert went <= came + 1e-6


@given(payments, rules)
def test_no_rule_finds_more_in_a_payment_than_poison(rows, taint):
    poison = traced(rows, taint="poison", **LOOSE)
    for link, (_, tainted) in traced(rows, taint=taint, **LOOSE).items():
        assert tainted <= poison[link][1] + 1e-6


@given(payments, rules, st.booleans())
def test_each_payment_follows_one_that_was_there_before(rows, taint, back):
    told = traced(rows, taint=taint, back=back)
    rows = [row for row in rows if row["link_id"] in told]
    out, into, turn = ("to_id", "from_id", -1) if back else ("from_id", "to_id", 1)
    for row in rows:
        if row[out] == "a":
            continue
        assert any(r[into] == row[out] and turn * r["at_s"] <= turn * row["at_s"] for r in rows)


@given(payments.map(without_circles), rules, st.booleans(), st.integers(1, 4), st.integers(0, 6))
def test_limits_leave_out_payments_and_bring_in_none(rows, taint, back, steps, wait):
    wide = traced(rows, taint=taint, back=back, **LOOSE)
    told = traced(rows, taint=taint, back=back, **LOOSE | {"steps": steps, "wait_days": wait})

    assert told.keys() <= wide.keys()
    assert all(step <= steps for step, _ in told.values())


@given(payments, rules)
def test_an_unrelated_component_changes_nothing(rows, taint):
    added = [pay(f"z{n}", "y1", "y2", 5.0, n) for n in range(9)]

    assert traced(rows, taint=taint) == traced(rows + added, taint=taint)


def who_holds(rows, start, rule, *, back):
    """Return since when each account can hold money of the start, if it pays in time."""
    out, into, turn = ("to_id", "from_id", -1) if back else ("from_id", "to_id", 1)
    cash = "from_cash" if back else "to_cash"
    wait, since = rule.wait_days * DAY, dict.fromkeys(start, -(10**12))
    front, until = [(turn * r["at_s"], r) for r in rows if r[out] in start], {}
    for _ in range(rule.steps - 1):
        came = [(at, r[into]) for at, r in front if r[into] not in start and not r[cash]]
        for at, account in came:
            since[account] = min(at, since.get(account, at))
            until[account] = max(at + wait, until.get(account, at))
        front = [
            (turn * r["at_s"], r)
            for r in rows
            if any(
                r[out] == account and at <= turn * r["at_s"] <= at + wait for at, account in came
            )
        ]
    return {
        one: at
        for one, at in since.items()
        if one in start or any(r[out] == one and at <= turn * r["at_s"] <= until[one] for r in rows)
    }


def turns_by_hand(rows, since, start, *, back):
    """Return payments of one moment in turn: others' first, then each after what its payer got."""
    out, into, turn = ("to_id", "from_id", -1) if back else ("from_id", "to_id", 1)
    ours = [row for row in rows if row[out] in since]
    graph = nx.DiGraph((r[out], r[into]) for r in ours if r[into] in since and r[into] not in start)
    graph.add_nodes_from(row[out] for row in ours)
    circles = nx.condensation(graph)
    level = {}
    for one in nx.topological_sort(circles):
        level[one] = max((level[p] + 1 for p in circles.predecessors(one)), default=0)
    circle = circles.graph["mapping"]
    hands = {}
    for number, held in circles.nodes(data="members"):
        inside = graph.subgraph(held)
        opens = {
            one
            for one in held
            if since[one] < turn * rows[0]["at_s"]
            or any(circle[payer] != number for payer in graph.predecessors(one))
        }
        lengths = nx.multi_source_dijkstra_path_length(inside, opens) if opens else {}
        hands |= {one: lengths.get(one, 0) for one in held}
    return sorted(
        rows,
        key=lambda r: (
            (level[circle[r[out]]], hands[r[out]]) if r[out] in since else (-1, 0), r["link_id"],
        ),
    )  # fmt: skip


def by_hand(rows, start, rule, *, back=False):
    """Every account from the first payment on, one payment after another, nothing left out."""
    out, into, turn = ("to_id", "from_id", -1) if back else ("from_id", "to_id", 1)
    held, found = defaultdict(lambda: open_account(rule.taint)), {}
    since = who_holds(rows, start, rule, back=back)
    moments = sorted({turn * row["at_s"] for row in rows})
    for row in (
        row
        for at in moments
        for row in turns_by_hand(
            [r for r in rows if turn * r["at_s"] == at], since, start, back=back
        )
    ):
        at, value = turn * row["at_s"], row["value"]
        tainted, step = (value, 1)
        if row[out] not in start:
            tainted, step = held[row[out], row["unit"]].pay(value, at - int(rule.wait_days * DAY))
        if tainted > NOTHING and step <= rule.steps:
            found[row["link_id"]] = (step, pytest.approx(tainted))
        else:
            tainted = 0.0
        on = tainted if tainted >= rule.least_share * value else 0.0
        if row[into] not in start and not row["from_cash" if back else "to_cash"]:
            held[row[into], row["unit"]].receive(Parcel(value, on, at, step))
    return found


crowded = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "cash"]), st.sampled_from(["a", "b", "c", "d", "cash"]),
        st.integers(1, 9), st.integers(0, 9), st.sampled_from(["MYR", "XAF"]),
    ),
    max_size=40,
).map(lambda rows: [pay(f"t{n:02d}", a, b, float(v), d, unit=u) for n, (a, b, v, d, u) in enumerate(rows) if a != b])  # fmt: skip


@given(
    crowded, rules, st.booleans(), st.sets(st.sampled_from("abd"), min_size=1), st.integers(1, 5),
    st.integers(0, 9), st.sampled_from([0.0, 0.3]),
)  # fmt: skip
def test_all_is_as_if_every_account_had_been_gone_through(  # noqa: PLR0913, PLR0917
    rows, taint, back, start, steps, wait, least
):
    rule = TraceRule(taint=taint, steps=steps, wait_days=wait, least_share=least)
    found = trace(table(rows), start, rule, back=back)

    told = {
        link: (step, tainted)
        for link, step, tainted in found.select("link_id", "step", "tainted").iter_rows()
    }
    assert told == by_hand(rows, start, rule, back=back)


@given(payments, rules, st.booleans())
def test_payments_made_ready_once_serve_every_trace(rows, taint, back):
    flow = Flow.of(table(rows), back=back)
    for start in ("a", "b", "nobody"):
        rule = TraceRule(taint=taint)
        assert followed(flow, [start], rule).equals(trace(table(rows), [start], rule, back=back))


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 40), st.integers(0, 3)), max_size=25),
    st.booleans(),
)
def test_one_factor_for_all_that_is_held_tells_what_each_receipt_has_left(acts, poison):
    """The account beside one that goes through every receipt at each payment."""
    account, held, clean, now = _Mixed(poison=poison), [], 0.0, 0
    for comes, value, wait in acts:
        now += wait
        if comes:
            tainted = value / 2 if value % 2 else 0.0
            account.receive(Parcel(value, tainted, now, value % 3))
            held += [[float(value), tainted, now, value % 3]] if tainted else []
            clean += 0 if tainted else value
            continue
        clean += sum(one[0] for one in held if one[2] < now - 4)
        held = [one for one in held if one[2] >= now - 4]
        whole = clean + sum(one[0] for one in held)
        told, step = account.pay(value, now - 4)
        if not held or whole <= 1e-9:
            clean = max(0.0, clean - value)
            assert (told, step) == (0.0, 0)
            continue
        share = min(1.0, value / whole)
        assert step == min(one[3] for one in held) + 1
        due = value if poison else min(value, share * sum(one[1] for one in held))
        assert told == pytest.approx(due)
        clean *= 1 - share
        held = [[v * (1 - share), t * (1 if poison else 1 - share), at, s] for v, t, at, s in held]
        held = [one for one in held if poison or one[1] > 1e-9]
