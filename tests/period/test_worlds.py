"""Figures that tables allow: found in whole numbers, held against the tables exactly."""

import numpy as np
import pytest

from linkgraph.period.stretches import Days, joined, stretches_of
from linkgraph.period.table import Table
from linkgraph.period.worlds import Claim, Work, Worlds, few_follow

FIRST, SECOND, BOTH = frozenset([0]), frozenset([1]), frozenset([0, 1])


def worlds(*claims, parts=2, countries=("AU", "MY"), joint=False, work=None):
    held = [Claim(*one) for one in claims]
    return Worlds(held, parts, list(countries), work or Work(1000), joint=joint)


def ends(of, row, most=60):
    """Return the least and most that a sum can be, one value after another."""
    held = [value for value in range(most) if of.find(row, low=value, high=value) is not None]
    return min(held), max(held)


def test_what_a_table_gives_is_sure_and_what_it_withholds_is_bounded_by_the_total():
    of = worlds((Table({"AU": 7, "MY": None, "TH": None}, 20), BOTH), countries=("AU", "MY", "TH"))

    assert ends(of, of.row(BOTH, ["AU"])) == (7, 7)
    assert ends(of, of.row(BOTH, ["MY"])) == (0, 13)
    assert ends(of, of.row(FIRST, ["AU"])) == (0, 7)
    assert ends(of, of.total(BOTH)) == (20, 20)


def test_a_country_without_a_column_had_nothing_to_tell_where_nothing_is_withheld():
    whole = worlds((Table({"AU": 7}, 7), BOTH))
    part = worlds((Table({"AU": 7, "TH": None}, 9), BOTH), countries=("AU", "MY", "TH"))

    assert ends(whole, whole.row(BOTH, ["MY"])) == (0, 0)
    assert ends(part, part.row(BOTH, ["MY"])) == (0, 2)


def test_where_no_total_is_told_a_country_without_a_column_may_have_any_figure():
    of = worlds((Table({"AU": 7}, None), BOTH))

    assert of.find(of.row(BOTH, ["MY"]), low=1000) is not None


def test_tables_that_cannot_be_true_at_once_leave_no_world():
    assert worlds((Table({"AU": 7}, 7), BOTH), (Table({"AU": 8}, 8), FIRST)).find() is None


def test_whoever_belongs_to_two_countries_counts_once_in_all():
    table = (Table({"AU": 12, "MY": 13}, 18), BOTH)
    of = worlds(table, joint=True)

    assert worlds(table).find() is None
    assert ends(of, of.row(BOTH, of.countries) - of.total(BOTH)) == (7, 7)
    found = of.find()
    assert found is not None
    assert (of.total(FIRST) @ found) <= (of.row(FIRST, of.countries) @ found)


def test_in_each_part_no_country_has_more_than_all():
    of = worlds((Table({"AU": 5, "MY": 5}, 8), BOTH), joint=True)

    for row in (of.row(FIRST, ["AU"]), of.row(SECOND, ["MY"])):
        part = FIRST if row @ of.row(FIRST, ["AU"]) else SECOND
        assert of.find(of.total(part) - row, low=0, high=20) is not None
        assert ends(of, of.total(part) - row)[0] == 0


def test_a_world_is_whole_numbers_that_the_tables_allow():
    of = worlds((Table({"AU": 999_999, "MY": 1}, 1_000_000), BOTH), (Table({"AU": 3}, 3), FIRST))

    found = of.find()

    assert found.dtype == np.int64
    assert of.row(BOTH, ["AU"]) @ found == 999_999
    assert of.row(FIRST, ["AU"]) @ found == 3


def test_work_that_is_spent_finds_nothing_and_says_so():
    work = Work(1)
    of = worlds((Table({"AU": 7}, 7), BOTH), work=work)

    assert of.find() is not None
    assert (work.unsure, of.find(), work.unsure) == (False, None, True)


def test_a_solver_that_answers_wrongly_is_not_believed(monkeypatch):
    of = worlds((Table({"AU": 7}, 7), BOTH))
    solved = type("Solved", (), {"values": np.ones(4), "infeasible": False})()
    monkeypatch.setattr("linkgraph.period.worlds.Model.solve", lambda *_: solved)

    assert of.find() is None
    assert of.work.unsure


def test_a_solver_that_ends_without_an_answer_counts_as_few(monkeypatch):
    solved = type("Solved", (), {"values": None, "infeasible": False})()
    monkeypatch.setattr("linkgraph.period.worlds.Model.solve", lambda *_: solved)
    work = Work(1000)
    new, old = worlds((Table({"AU": 70}, 70), BOTH), work=work), worlds(work=work)

    assert few_follow(new, old, [BOTH], 5)


@pytest.mark.parametrize(("few", "follows"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_follow_where_they_are_sure_to_be_more_than_none_and_below_k(few, follows):
    claims = [(Table({"AU": 20 + few}, 20 + few), BOTH), (Table({"AU": 20}, 20), FIRST)]
    work = Work(1000)

    assert few_follow(worlds(*claims, work=work), worlds(work=work), [SECOND], 5) is follows


def test_what_was_known_before_is_no_news_and_what_is_known_better_is():
    table, known = (Table({"AU": 3}, 3), FIRST), (Table({"AU": 2}, 2), FIRST)
    near = (Table({"AU": None, "MY": None}, 3), FIRST)
    work = Work(1000)

    assert not few_follow(worlds(table, work=work), worlds(table, work=work), [FIRST], 5)
    assert few_follow(worlds(near, known, work=work), worlds(near, work=work), [FIRST], 5)


def test_that_there_are_any_of_some_few_is_news_though_their_number_is_not():
    few = Table({"AU": None, "MY": None}, 4), FIRST
    not_all_of_one = Table({"MY": 3}, None), BOTH
    new, old = worlds(few, not_all_of_one), worlds(few)

    assert ends(old, old.row(FIRST, ["AU"])) == (0, 4)
    assert ends(new, new.row(FIRST, ["AU"])) == (1, 4)
    assert few_follow(new, old, [FIRST], 5)
    assert not few_follow(old, old, [FIRST], 5)


def test_that_some_few_are_not_as_many_as_they_could_be_is_news():
    def at_most(number, parts):
        return Table({"AU": number}, None), frozenset(parts)

    names = ("AU", "ID", "MY")
    held = [
        (Table(dict.fromkeys(names), 20), FIRST),
        (Table({"ID": 10, "MY": 9}, None), BOTH),
        at_most(4, [0, 1]),
    ]
    old = worlds(*held, parts=3, countries=names)
    new = worlds(*held, at_most(3, [0, 2]), parts=3, countries=names)

    assert ends(old, old.row(FIRST, ["AU"])) == (1, 4)
    assert ends(new, new.row(FIRST, ["AU"])) == (1, 3)
    assert few_follow(new, old, [FIRST], 5)
    assert not few_follow(old, old, [FIRST], 5)


def test_where_something_was_not_sure_before_few_may_follow():
    def of(work):
        return worlds((Table({"AU": 70}, 70), BOTH), work=work)

    assert not few_follow(of(Work(1000)), worlds(), [BOTH], 5)
    assert few_follow(of(Work(1000, unsure=True)), worlds(), [BOTH], 5)


@pytest.mark.parametrize("size", [3, 6])
def test_few_of_two_countries_together_are_too_few_however_many_countries_there_are(size):
    names = [f"C{n}" for n in range(size)]
    few = {"C0": None, "C1": None}
    claims = [
        (Table(dict.fromkeys(names, 20) | few, 20 * (size - 2) + 31), BOTH),
        (Table(dict.fromkeys(names, 10) | few, 10 * (size - 2) + 28), FIRST),
    ]
    work = Work(1000)
    new = worlds(*claims, countries=names, work=work)

    assert few_follow(new, worlds(countries=names, work=work), [SECOND], 5)


@pytest.mark.parametrize(("total", "follows"), [(22, True), (18, False)])
def test_few_who_belong_to_two_countries_are_few(total, follows):
    table, work = (Table({"AU": 12, "MY": 13}, total), BOTH), Work(1000)
    new = worlds(table, joint=True, work=work)

    assert few_follow(new, worlds(joint=True, work=work), [BOTH], 5) is follows


def test_what_no_table_counts_may_be_any_figure():
    of = worlds((Table({"AU": 1}, 1), FIRST))

    assert of.find(of.row(SECOND, ["AU"]), low=1000) is not None


# Sets of stretches


@pytest.mark.parametrize(("since", "until"), [("", ""), ("2026-06-01", "2026-05-01")])
def test_a_period_of_unknown_days_is_a_stretch_by_itself(since, until):
    year, unknown = Days("y", "2026-01-01", "2026-12-31"), Days("u", since, until)

    found = stretches_of([year, unknown])

    assert len(found[unknown]) == len(found[year]) == 1
    assert found[unknown].isdisjoint(found[year])
    assert not unknown.meets(year)
    assert unknown.meets(Days("u", "2026-01-01", "2026-12-31"))


def test_of_few_stretches_all_sets_are_looked_at():
    assert len(joined([frozenset([0, 1]), frozenset([1, 2])])) == 7


def test_of_many_stretches_those_that_tables_make_are_looked_at():
    one, other, third = frozenset(range(6)), frozenset(range(4, 9)), frozenset([8, 9])
    halves = frozenset(range(4)), frozenset(range(4, 8))

    found = set(joined([one, other, third]))

    assert {one | other, one & other, one - other, other - one, third - other} <= found
    assert {frozenset([n]) for n in range(10)} <= found
    assert frozenset() not in found
    assert frozenset([8, 9]) in joined([frozenset(range(10)), *halves])
    assert len(found) < 40


def test_of_a_total_alone_no_country_has_more_and_all_together_have_no_less():
    of = worlds((Table({"AU": None, "MY": None}, 20), FIRST), joint=True)

    assert ends(of, of.row(FIRST, ["AU"])) == (0, 20)
    assert ends(of, of.row(FIRST, of.countries)) == (20, 40)


FIVE = ("AU", "ID", "MY", "NZ", "TH")


@pytest.mark.parametrize(("total", "follows"), [(100, True), (103, False), (93, False)])
def test_of_more_than_four_countries_those_withheld_together_are_looked_at(total, follows):
    cells = {"AU": 31, "ID": 31, "MY": 31, "NZ": None, "TH": None}
    new = worlds((Table(cells, total), FIRST), parts=1, countries=FIVE)

    assert few_follow(new, worlds(parts=1, countries=FIVE), [FIRST], 10) is follows


def test_of_more_than_four_countries_those_that_two_tables_withhold_are_looked_at():
    tables = [
        (Table({**dict.fromkeys(FIVE, 31), "NZ": None, "TH": None, one: None}, 100), FIRST)
        for one in ("MY", "ID")
    ]
    held = worlds(tables[0], parts=1, countries=FIVE)

    assert not few_follow(held, worlds(parts=1, countries=FIVE), [FIRST], 10)
    assert few_follow(worlds(*tables, parts=1, countries=FIVE), held, [FIRST], 10)
