"""Tables of overlapping periods, kinds and reports: together they give nothing small away."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkgraph.period import audit as audit_module
from linkgraph.period.audit import Audit, HeldTable
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.stretches import Days, stretches_of
from linkgraph.period.suppression import TOO_MANY, table_to_give
from linkgraph.period.table import Part, Table
from linkgraph.period.worlds import Claim, Work, Worlds, few_follow
from tests.period.worlds_by_hand import claim_of, few_by_hand, some_of

K = 3
KIND, OTHER = "victims_identified", "victims_assisted"


def days(first, last, period=""):
    return Days(period or f"{first}-{last}", f"2026-01-{first:02}", f"2026-01-{last:02}")


def held(of, table, kind=KIND):
    return HeldTable(kind, of, table)


def audit(of, *tables, kind=KIND):
    return Audit(kind, of, tables)


# Stretches


def test_periods_cut_the_calendar_where_they_begin_and_end():
    year, spring, may = days(1, 31), days(5, 20), days(20, 25)

    on = stretches_of([year, spring, may])

    assert [len(on[one]) for one in (year, spring, may)] == [4, 2, 2]
    assert on[spring] & on[may]
    assert on[spring] | on[may] < on[year]


def test_a_period_of_unknown_days_is_a_stretch_by_itself():
    unknown, year = Days("x", "", ""), days(1, 31)

    on = stretches_of([unknown, year])

    assert on[unknown].isdisjoint(on[year])
    assert not unknown.meets(year)
    assert unknown.meets(Days("x", "", ""))


def test_a_period_that_ends_on_the_last_of_all_days_is_cut_too():
    last, before = Days("x", "9999-01-01", "9999-12-31"), Days("y", "9999-01-01", "9999-12-30")

    on = stretches_of([last, before])

    assert on[before] < on[last]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-03-01", "2026-05-31", ("2026-03-01", "2026-05-31")),
        ("2026-02", "2026-02", ("2026-02-01", "2026-02-28")),
        ("2026", "2026", ("2026-01-01", "2026-12-31")),
        ("2026-03-01", "2026-05-32", ("", "")),
        ("soon", "2026-05-31", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_days_are_as_a_source_tells_them_or_unknown(since, until, told):
    of = Days.of("x", since, until)

    assert (of.since, of.until) == told
    assert of.known is bool(told[0])


# What three periods tell that no two do


def test_the_overlap_of_two_periods_follows_from_a_third():
    """January to February and February to March, less January to March, is February."""
    first, second, whole = days(1, 20), days(11, 31), days(1, 31)
    had = [
        held(first, Table({"MY": 20, "TH": 20}, 40)),
        held(second, Table({"MY": 20, "TH": 20}, 40)),
    ]

    assert not audit(whole, *had).allows(Table({"MY": 38, "TH": 38}, 76), K + 2)
    assert audit(whole, *had).allows(Table({"MY": 30, "TH": 30}, 60), K + 2)


@pytest.mark.parametrize("overlap", [0, 3, 4])
def test_nobody_and_enough_in_the_overlap_may_follow(overlap):
    had = [held(days(1, 20), Table({"MY": 20}, 20)), held(days(11, 31), Table({"MY": 20}, 20))]

    assert audit(days(1, 31), *had).allows(Table({"MY": 40 - overlap}, 40 - overlap), K)


def test_what_is_sure_to_lie_among_few_is_too_few_though_no_number_follows():
    """A sum of 1 or 2, nobody knows which."""
    had = [held(days(1, 10), Table({"MY": None, "TH": None}, 20))]
    asked = audit(days(1, 20), *had)

    assert not asked.allows(Table({"MY": None, "TH": None}, 22), K)


def test_fewer_cells_may_leave_where_more_would_tell():
    had = (
        held(days(1, 20), Table({"MY": 20, "TH": 30}, 50)),
        held(days(11, 31), Table({"MY": 20, "TH": 30}, 50)),
    )
    cells = {"MY": 38, "TH": 40}

    made = table_to_give(78, cells, K, [Knowledge(audit=audit(days(1, 31), *had))])

    assert made.total == 78
    assert made.withheld == {"MY", "TH"}


def test_tables_of_periods_that_share_no_day_bind_nothing():
    had = [held(days(1, 10), Table({"MY": 20}, 20)), held(days(11, 20), Table({"MY": 30}, 30))]

    assert audit(days(21, 31), *had).allows(Table({"MY": 4}, 4), K)
    assert audit(days(21, 31), *had).work.left == audit_module._MOST_SOLVED


def test_what_a_reader_could_solve_before_is_no_reason_to_withhold_what_tells_no_more():
    """What was given under a lower k stays known; a table that adds nothing to it may leave."""
    had = [held(days(1, 10), Table({"MY": 7}, 7)), held(days(1, 31), Table({"MY": 20}, 20))]

    assert audit(days(1, 31), *had).allows(Table({"MY": 40}, 40), 10)
    assert not audit(days(5, 10), *had).allows(Table({"MY": 5}, 5), 10)


# Of one moment, by trying all


TRUTH = st.lists(
    st.fixed_dictionaries({"AU": st.sampled_from([0, 0, 1, 2, 3, 4]),
                           "MY": st.sampled_from([0, 1, 1, 2, 3, 5])}),
    min_size=3, max_size=3,
)  # fmt: skip
REACHES = st.lists(st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3)]),
                   min_size=2, max_size=4, unique=True)  # fmt: skip


def counted(truth, first, last):
    return {c: sum(truth[n][c] for n in range(first - 1, last)) for c in ("AU", "MY")}


def given_in_order(truth, reaches):
    """Return what one reader is given of periods of a truth, one after another."""
    had = ()
    for first, last in reaches:
        cells = counted(truth, first, last)
        of = days(first, last)
        made = table_to_give(sum(cells.values()), cells, K, [Knowledge(audit=Audit(KIND, of, had))])
        had = (*had, held(of, made))
    parts = [frozenset(range(first - 1, last)) for first, last in reaches]
    return [(one.table, part) for one, part in zip(had, parts, strict=True)]


@settings(max_examples=60, deadline=None)
@given(TRUTH, REACHES)
def test_no_few_follow_from_any_periods_given_one_after_another(truth, reaches):
    assert not few_by_hand(given_in_order(truth, reaches), 3, K)


@settings(max_examples=60, deadline=None)
@given(TRUTH, REACHES)
def test_no_few_of_others_follow_to_a_country_that_takes_its_own_out_of_all_periods(truth, reaches):
    had, left, claims = (), (), []
    for first, last in reaches:
        cells, of = counted(truth, first, last), days(first, last)
        part = Part(cells["AU"])
        readers = [
            Knowledge(audit=Audit(KIND, of, had)),
            Knowledge(audit=Audit(KIND, of, left), country="AU", part=part),
        ]
        made = table_to_give(sum(cells.values()), cells, K, readers)
        had, left = (*had, held(of, made)), (*left, held(of, made.left("AU", part)))
        claims.append((made.left("AU", part), frozenset(range(first - 1, last))))

    assert not few_by_hand(claims, 3, K)


@settings(max_examples=60, deadline=None)
@given(TRUTH, st.lists(st.tuples(st.sampled_from(some_of(range(3))),
                                 st.sampled_from([(), ("AU",), ("AU", "MY")])),
                       min_size=1, max_size=3))  # fmt: skip
def test_solving_finds_just_what_trying_all_finds(truth, told):
    figures = dict(enumerate(truth))
    claims = [(claim_of(figures, parts, hidden), parts) for parts, hidden in told]
    work = Work(10_000)
    new = Worlds([Claim(*one) for one in claims], 3, ["AU", "MY"], work, joint=False)
    old = Worlds([], 3, ["AU", "MY"], work, joint=False)

    assert few_follow(new, old, some_of(range(3)), K) is few_by_hand(claims, 3, K)


# Victims who belong to two countries


LINES = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from([("AU",), ("MY",), ("AU", "MY")])), max_size=14
)


def table_of_lines(lines, stretches):
    told = [countries for day, countries in lines if day in stretches]
    cells = {name: sum(name in one for one in told) for name in ("AU", "MY")}
    return cells, len(told)


def joint_worlds(tables, most):
    """Return all (AU, MY, all) of each of two days that tables allow."""
    of_day = [
        (a, m, t)
        for a in range(most + 1)
        for m in range(most + 1)
        for t in range(max(a, m), a + m + 1)
    ]
    for one in of_day:
        for other in of_day:
            days_ = {1: one, 2: other}
            if all(_fits(table, [days_[n] for n in reach]) for table, reach in tables):
                yield days_


def _fits(table, held_):
    sums = [sum(one[at] for one in held_) for at in range(3)]
    told = [table.cells["AU"], table.cells["MY"], table.total]
    return all(value is None or value == of for value, of in zip(told, sums, strict=True))


@settings(max_examples=25, deadline=None)
@given(LINES, st.permutations([(1, 2), (1, 1), (2, 2)]))
def test_no_few_follow_where_victims_belong_to_two_countries(lines, reaches):
    had, tables = (), []
    for first, last in reaches:
        stretches = range(first, last + 1)
        cells, total = table_of_lines(lines, stretches)
        of = days(first, last)
        made = table_to_give(total, cells, K, [Knowledge(audit=Audit(KIND, of, had))])
        had = (*had, held(of, made))
        tables.append((made, stretches))
    shown = [v for t, _ in tables for v in (t.total, *t.cells.values()) if v is not None]
    assume(max(shown, default=0) <= 7)
    worlds = list(joint_worlds(tables, max([K, *shown])))

    for stretches in ([1], [2], [1, 2]):
        for at in range(3):
            values = {sum(one[n][at] for n in stretches) for one in worlds}
            assert not (min(values) > 0 and max(values) < K), (stretches, at, tables)


# What came between two reports


def test_few_who_came_between_two_reports_do_not_follow_from_a_period_within():
    year, spring = days(1, 31), days(1, 10)
    had = [
        held(year, Table({"MY": 30}, 30)), held(spring, Table({"MY": 20}, 20)),
        held(year, Table({"MY": 45}, 45)),
    ]  # fmt: skip

    assert not audit(spring, *had).allows(Table({"MY": 33}, 33), 5)
    assert audit(spring, *had).allows(Table({"MY": 35}, 35), 5)
    assert audit(spring, *had).allows(Table({"MY": 28}, 28), 5)


MORE = st.lists(st.fixed_dictionaries({"MY": st.sampled_from([0, 0, 1, 2, 3, 5])}),
                min_size=2, max_size=2)  # fmt: skip
SPANS = st.lists(st.sampled_from([(1, 1), (1, 2), (2, 2)]), min_size=1, max_size=3, unique=True)


@settings(max_examples=80, deadline=None)
@given(MORE, MORE, SPANS, SPANS)
def test_no_few_follow_of_what_came_between_two_reports(first, more, before, after):
    had, claims = (), []
    for moment, spans in enumerate([before, after]):
        for begin, end in spans:
            reach = range(begin - 1, end)
            count = sum(first[n]["MY"] + moment * more[n]["MY"] for n in reach)
            of = days(begin, end)
            former = tuple(one.table for one in had if one.days == of)
            known = Knowledge(former, audit=Audit(KIND, of, had))
            made = table_to_give(count, {"MY": count}, K, [known])
            if not made.why:
                had = (*had, held(of, made))
                parts = {layer * 2 + n for layer in range(moment + 1) for n in reach}
                claims.append((made, frozenset(parts)))

    assert not few_by_hand(claims, 4, K)


def test_figures_that_were_put_right_downwards_stand_in_no_way():
    year, spring = days(1, 31), days(1, 10)
    had = [held(year, Table({"MY": 60}, 60)), held(spring, Table({"MY": 40}, 40))]

    assert audit(year, *had).allows(Table({"MY": 20}, 20), 5)
    assert not audit(year, *had).allows(Table({"MY": 42}, 42), 5)


# Kinds


@pytest.mark.parametrize(("first", "second"), [(KIND, OTHER), (OTHER, KIND)])
def test_few_of_one_kind_who_are_not_of_the_other_do_not_follow_from_two_periods(first, second):
    year, spring = days(1, 31), days(1, 10)
    had = (
        held(year, Table({"MY": 30}, 30), second), held(spring, Table({"MY": 10}, 10), second),
        held(year, Table({"MY": 45}, 45), first),
    )  # fmt: skip

    assert not Audit(first, spring, had).allows(Table({"MY": 22}, 22), 5)
    assert Audit(first, spring, had).allows(Table({"MY": 20}, 20), 5)


def test_a_table_that_meets_the_new_one_over_another_alone_counts():
    whole, rest = (
        held(days(1, 20), Table({"MY": 30}, 30)),
        held(days(11, 20), Table({"MY": 10}, 10)),
    )

    assert audit(days(1, 10), whole).allows(Table({"MY": 22}, 22), 5)
    assert not audit(days(1, 10), whole, rest).allows(Table({"MY": 22}, 22), 5)


ASKED = st.lists(
    st.tuples(st.sampled_from([KIND, OTHER]), st.sampled_from([(1, 1), (1, 2), (2, 2)])),
    min_size=2, max_size=5, unique=True,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MORE, MORE, ASKED)
def test_no_few_follow_where_all_who_were_assisted_had_been_identified(assisted, more, asked):
    had, claims = (), []
    for kind, (begin, end) in asked:
        reach = range(begin - 1, end)
        layers = 2 if kind == KIND else 1
        figures = (assisted, more)[:layers]
        count = sum(one[n]["MY"] for one in figures for n in reach)
        of = days(begin, end)
        made = table_to_give(count, {"MY": count}, K, [Knowledge(audit=Audit(kind, of, had))])
        had = (*had, held(of, made, kind))
        claims.append((made, frozenset(layer * 2 + n for layer in range(layers) for n in reach)))

    assert not few_by_hand(claims, 4, K)


def test_kinds_of_which_neither_holds_the_other_bind_each_other_in_nothing():
    year, spring = days(1, 31), days(1, 10)
    had = [held(year, Table({"MY": 30}, 30), OTHER), held(spring, Table({"MY": 25}, 25), OTHER)]

    assert audit(year, *had).allows(Table({"MY": 50}, 50), 5)


# More than is solved


def test_more_tables_than_are_solved_hold_the_new_one_back_and_say_what_to_do():
    had = tuple(held(days(1, n), Table({"MY": 20 * n}, 20 * n)) for n in range(1, 31))
    asked = audit(days(1, 31), *had)

    made = table_to_give(620, {"MY": 620}, 10, [Knowledge(audit=asked)])

    assert asked.is_too_large
    assert (made.total, made.why) == (None, TOO_MANY)


def test_work_that_is_spent_lets_nothing_through(monkeypatch):
    monkeypatch.setattr(audit_module, "_MOST_SOLVED", 2)
    had = (held(days(1, 10), Table({"MY": 20}, 20)),)

    made = table_to_give(90, {"MY": 90}, 10, [Knowledge(audit=audit(days(1, 31), *had))])

    assert (made.total, made.why) == (None, TOO_MANY)


def test_the_same_tables_are_always_judged_alike():
    had = [held(days(1, n), Table({"MY": 9 * n, "TH": None}, 9 * n + 9)) for n in range(3, 6)]
    told = [
        [
            audit(days(2, 7), *had).allows(Table({"MY": n, "TH": None}, None), 10)
            for n in (9, 20, 40, 60)
        ]
        for _ in range(2)
    ]

    assert told[0] == told[1]
