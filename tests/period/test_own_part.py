"""What a country that knows its own part works out of figures on victims, by brute arithmetic."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.period.beside import Beside
from linkgraph.period.giving import tables_of
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.suppression import HELD, WITHHELD, table_to_give
from linkgraph.period.table import Part, Table
from linkgraph.period.tally import Figure, Span, Tally

K = 5
COUNTRIES = ("AU", "ID", "MY")
# Each group of countries to how many victims belong to just these.
GROUPS = [("AU",), ("ID",), ("MY",), ("AU", "ID"), ("AU", "MY"), ("AU", "ID", "MY")]
FIGURES = st.fixed_dictionaries(
    {group: st.sampled_from([0, 0, 0, 1, 2, 4, 5, 7, 12, 30]) for group in GROUPS}
)
REPORTS = st.lists(FIGURES, min_size=1, max_size=3)


def count(groups):
    """Return the total and each country's figure."""
    cells = {c: sum(n for group, n in groups.items() if c in group) for c in COUNTRIES}
    return sum(groups.values()), cells


def part(groups, country):
    total, cells = count({group: n for group, n in groups.items() if country in group})
    return Part(total, {name: n for name, n in cells.items() if name != country and n})


def without(groups, country):
    """Return all figures of those in whom a country has no part."""
    total, cells = count({group: n for group, n in groups.items() if country not in group})
    return {"": total} | {name: n for name, n in cells.items() if name != country}


def readers(told, groups, beside=()):
    """Return everybody, and each country, that had some tables and were told of what stood then."""
    everybody = Knowledge(tuple(table for table, _ in told), tuple(Beside(t) for t, _ in beside))
    countries = [
        Knowledge(
            tuple(table.left(one, part(then, one)) for table, then in told),
            tuple(Beside(table.left(one, part(then, one))) for table, then in beside),
            country=one,
            part=part(groups, one),
        )
        for one in COUNTRIES
    ]
    return [everybody, *countries]


def give_in_order(reports):
    """Return each table that was newly given, with what stood on record then."""
    told = []
    for groups in reports:
        made = table_to_give(*count(groups), K, readers(told, groups))
        # The newest again may be held: nobody can tell, but it is on record.
        if not made.outdated:
            told.append((made, groups))
    return told


def news_of(reports):
    """Return what a reader sees to be new; the newest table again may be held."""
    told = give_in_order(reports)
    return [one for at, one in enumerate(told) if not at or one[0] != told[at - 1][0]]


def known_of(table, groups, country):
    """Return what a country works out of others: figures in whom it has no part, and what is left."""
    others = without(groups, country)
    shown = {
        name: others[name] for name, v in table.cells.items() if v is not None and name != country
    }
    if table.total is None:
        return shown
    return shown | {"": others[""], "rest": others[""] - sum(shown.values())}


@pytest.mark.parametrize("country", COUNTRIES)
@settings(max_examples=150)
@given(reports=REPORTS)
def test_no_country_works_out_few_of_others(country, reports):
    for table, groups in news_of(reports):
        for value in known_of(table, groups, country).values():
            assert value == 0 or abs(value) >= K


@pytest.mark.parametrize("country", COUNTRIES)
@settings(max_examples=150)
@given(reports=REPORTS)
def test_no_country_works_out_by_how_few_others_changed_between_two_reports(country, reports):
    for (one, then), (other, now) in combinations(news_of(reports), 2):
        before, after = known_of(one, then, country), known_of(other, now, country)
        for name in before.keys() & after.keys() - {"rest"}:
            assert before[name] == after[name] or abs(before[name] - after[name]) >= K
        if one.withheld - {country} == other.withheld - {country} and "rest" in before | after:
            change = after.get("rest", 0) - before.get("rest", 0)
            assert None in {one.total, other.total} or change == 0 or abs(change) >= K


@settings(max_examples=150)
@given(one=FIGURES, other=FIGURES, country=st.sampled_from(COUNTRIES))
def test_no_country_works_out_by_how_few_others_differ_in_a_table_beside(one, other, country):
    first = table_to_give(*count(one), K, readers([], one))
    second = table_to_give(*count(other), K, readers([], other, [(first, one)]))

    before, after = known_of(first, one, country), known_of(second, other, country)
    for name in before.keys() & after.keys() - {"rest"}:
        assert before[name] == after[name] or abs(before[name] - after[name]) >= K


def test_a_country_that_added_most_keeps_the_few_of_others_from_being_told():
    before, now = {("AU",): 20, ("ID",): 12}, {("AU",): 30, ("ID",): 14}
    (first,) = give_in_order([before])

    second = table_to_give(*count(now), K, readers([first], now))

    assert second.same_figures(first[0])
    assert second.why == HELD


def test_a_country_that_has_most_keeps_nothing_back_where_others_added_many_or_none():
    before = {("AU",): 90, ("ID",): 12}
    for now in ({("AU",): 98, ("ID",): 12}, {("AU",): 90, ("ID",): 25}):
        told = give_in_order([before, now])

        assert [table.total for table, _ in told] == [102, sum(now.values())]


def test_few_of_a_country_in_whom_another_has_no_part_do_not_follow_from_its_figure():
    groups = {("AU", "ID"): 10, ("ID",): 2, ("MY",): 40, ("AU",): 20}

    made = table_to_give(*count(groups), K, readers([], groups))

    assert made.cells["ID"] is None
    assert made.why in {"", WITHHELD}


def test_an_older_table_that_holds_again_tells_no_country_by_how_few_others_changed():
    three, more = {("AU",): 3, ("ID",): 3, ("MY",): 3}, {("AU",): 8, ("ID",): 8, ("MY",): 8}
    others_changed = {("AU",): 4, ("ID",): 2, ("MY",): 3}

    told = give_in_order([three, more, others_changed, three])

    assert [table.total for table, _ in told] == [9, 24, None, 9]


def test_by_how_few_those_of_two_countries_changed_does_not_follow():
    before = {("AU", "MY"): 7, ("AU", "ID", "MY"): 5}
    now = {("AU",): 7, ("MY",): 7, ("AU", "MY"): 5, ("AU", "ID", "MY"): 5}

    told = give_in_order([before, now])

    assert [(table.total, set(table.withheld)) for table, _ in told] == [(12, set())]


@pytest.mark.parametrize(("own", "joint"), [(0, 0), (1, 0), (0, 1)])
def test_a_country_that_has_hardly_any_does_not_know_two_whose_sum_is_twice_the_least(own, joint):
    groups = {("AU",): own, ("AU", "ID"): joint, ("ID",): 4, ("MY",): 4, ("TH",): 5}
    cells = {
        c: sum(n for group, n in groups.items() if c in group) for c in ("AU", "ID", "MY", "TH")
    }
    eye = Knowledge(country="AU", part=Part(own + joint, {"ID": joint}))

    made = table_to_give(sum(groups.values()), cells, K, [Knowledge(), eye])

    assert made.total is None or made.cells["TH"] is None


def test_a_country_knows_how_little_is_left_of_those_with_whom_it_shares_most():
    cells = {"AU": 3, "ID": 5, "MY": 3, "TH": 5}
    eye = Knowledge(country="AU", part=Part(3, {"ID": 3}))

    made = table_to_give(13, cells, K, [Knowledge(), eye])

    # Of Indonesia's at most 2 are left, of 5 of the two: 3 at least would be Malaysia's.
    assert made.total is None or made.cells["TH"] is None


def test_what_is_left_to_a_country_is_the_table_of_those_in_whom_it_has_no_part():
    table = Table({"AU": 25, "ID": None, "MY": 12}, 40)

    assert table.left("AU", Part(25, {"MY": 4})) == Table({"ID": None, "MY": 8}, 15)
    assert table.left("NZ", Part()) == table
    assert Table({"AU": None}, None).left("AU", Part(3)) == Table({}, None)


def test_what_stands_outdated_is_not_held_against_the_other_kind_by_the_part_of_now():
    then, assisted = {("AU",): 20, ("ID",): 20}, {("AU",): 39, ("ID",): 21}
    identified = {("AU",): 50, ("ID",): 5}
    former = table_to_give(*count(then), K, readers([], then))
    figures = [
        Figure(kind, "", sum(of.values()), sum(of.values()), {c: (n, n) for c, n in cells.items()})
        for kind, of in zip(VICTIMS, (assisted, identified), strict=True)
        for _, cells in [count(of)]
    ]
    tally = Tally(Span("jpa"), 7, tuple(figures), {}, {}, countries=COUNTRIES)
    known = {
        VICTIMS[0]: readers([(former, then)], assisted),
        VICTIMS[1]: readers([], identified, [(former, then)]),
    }

    made = tables_of(tally, K, known)

    assert made[VICTIMS[0]].outdated
    assert [made[kind].total for kind in VICTIMS] == [40, 55]
