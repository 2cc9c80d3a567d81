"""Planes of a relaxed model that go and come back, and a solver that goes on from where it stood."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.plan import plane_rows
from linkgraph.plan.aims import part_aims
from linkgraph.plan.mip import Basis, Model, Relaxed
from linkgraph.plan.plane_rows import Plane, PlaneRows
from linkgraph.plan.planes import Planes
from linkgraph.plan.prepare import prepare
from linkgraph.plan.reductions import reduced
from tests.plan.oracle import best_value, examples, in_reach, total_of
from tests.plan.test_tree import crowds

CLOSE = 1e-3


def planes_of(problem):
    layout = part_aims(prepare(problem), problem).layout
    return Planes(layout, reduced(layout, layout.share, layout.worth), 30.0)


def narrowed(planes, column, side):
    low, high = planes.free[0].copy(), planes.free[1].copy()
    low[column] = high[column] = side
    return low, high


def two_units(lows=(), slopes=()):
    """Return a model of two units, one of them gone at most, whose pairs planes bound."""
    model = Model()
    units = model.add(np.zeros(2))
    model.row(units, np.ones(2), -np.inf, 1.0)
    left = model.add(np.ones(1), top=100.0)
    relaxed = Relaxed(model, 30.0)
    rows = PlaneRows(relaxed, model.rows, left)
    rows.add(tuple(plane(low, slope) for low, slope in zip(lows, slopes, strict=True)))
    return relaxed, rows


def plane(low, slopes):
    slopes = np.array(slopes, dtype=float)
    return Plane(0, low, 100.0 + float(np.maximum(-slopes, 0).sum()), slopes)


def left_by(relaxed):
    return relaxed.solve().values[-1]


def least(planes):
    """Return the most of all planes where it is least, over a grid of two units of which one goes."""
    grid = [(a / 40, b / 40) for a in range(41) for b in range(41 - a)]
    return min(max([0.0, *(p.low + p.slopes @ np.array(at) for p in planes)]) for at in grid)


slopes = st.tuples(st.sampled_from([-8.0, -4.0, 0.0]), st.sampled_from([-8.0, -2.0, 0.0]))
many = st.lists(st.tuples(st.sampled_from([0.0, 4.0, 8.0]), slopes), min_size=1, max_size=6)


@given(crowds(), st.data())
@examples(60)
def test_whatever_was_bounded_since_the_same_limits_are_bounded_alike(problem, data):
    assume(in_reach(problem))
    planes = planes_of(problem)
    count = len(planes.free[0])
    columns = st.tuples(st.integers(0, count - 1), st.sampled_from([0.0, 1.0]))
    first = planes.below(planes.free, np.inf, CLOSE)
    held = planes.held()

    for column, side in data.draw(st.lists(columns, max_size=4)):
        planes.below(narrowed(planes, column, side), np.inf, CLOSE)
    again = planes.below(planes.free, np.inf, CLOSE, held)

    slack = CLOSE * max(1.0, abs(first.bound)) + 1e-6
    assert again.bound == pytest.approx(first.bound, abs=slack)
    assert again.bound >= first.bound - 1e-6


@given(crowds(), st.data())
@examples(60)
def test_of_two_halves_bounded_from_wherever_one_is_no_higher_than_the_best(problem, data):
    assume(in_reach(problem))
    planes = planes_of(problem)
    best = best_value(problem, total_of(problem))
    held = None
    for _ in range(3):
        column = data.draw(st.integers(0, len(planes.units) - 1))
        halves = []
        for side in (0.0, 1.0):
            halves.append(planes.below(narrowed(planes, column, side), np.inf, CLOSE, held).bound)
            if data.draw(st.booleans()):
                held = planes.held()

        assert min(halves) <= best + 1e-6


@given(crowds())
@examples(60)
def test_a_try_proves_nothing_and_changes_nothing(problem):
    assume(in_reach(problem))
    planes = planes_of(problem)
    first = planes.below(planes.free, np.inf, CLOSE)
    held = planes.held()

    for column in range(len(planes.units)):
        planes.tried(narrowed(planes, column, 1.0), held)
        assert planes.held().planes == held.planes
    again = planes.below(planes.free, np.inf, CLOSE, held)

    assert again.bound >= first.bound - 1e-6


@given(many)
@examples(60)
def test_a_model_leaves_what_its_planes_do(told):
    relaxed, rows = two_units(*zip(*told, strict=True))

    assert left_by(relaxed) == pytest.approx(least(rows.planes), abs=0.25)
    assert left_by(relaxed) <= least(rows.planes) + 1e-6


@given(many, many)
@examples(60)
def test_planes_that_were_let_go_come_back(told, others):
    relaxed, rows = two_units(*zip(*told, strict=True))
    before = left_by(relaxed)
    held = rows.held()

    rows.add(tuple(plane(low, slope) for low, slope in others))
    both = left_by(relaxed)
    more = rows.held()
    rows.resume(held)
    after = left_by(relaxed)
    rows.resume(more)

    assert after == pytest.approx(before)
    assert left_by(relaxed) == pytest.approx(both)
    assert both >= before - 1e-9
    assert len(rows.planes) == len(rows.low) == len(rows.most) == len(told) + len(others)


def test_planes_that_hold_nothing_up_go_together_and_change_no_value(monkeypatch):
    monkeypatch.setattr(plane_rows, "_KEPT", 2)
    monkeypatch.setattr(plane_rows, "_MANY", 2)
    relaxed, rows = two_units(
        (8.0, 1.0, 6.0, 0.5), ((-4.0, -4.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    )
    kept = rows.planes[2]

    for _ in range(2):
        assert left_by(relaxed) == pytest.approx(6.0)
        rows.drop(relaxed.solve().rows[1:])

    assert rows.planes[-1] is kept
    assert len(rows.planes) == 2
    assert rows.low.tolist() == [8.0, 6.0]
    assert left_by(relaxed) == pytest.approx(6.0)


def test_too_few_idle_planes_stay(monkeypatch):
    monkeypatch.setattr(plane_rows, "_KEPT", 1)
    relaxed, rows = two_units((8.0, 1.0), ((0.0, 0.0), (0.0, 0.0)))

    rows.drop(relaxed.solve().rows[1:])

    assert len(rows.planes) == 2


def test_a_basis_forgets_the_rows_that_go():
    basis = Basis(["a"], ["b", "c", "d"])

    assert basis.without(np.array([0, 2])) == Basis(["a"], ["c"])
    assert basis.without(np.array([], dtype=np.int64)) == basis


def test_a_solver_that_goes_on_takes_no_step_where_nothing_changed():
    relaxed, rows = two_units((8.0, 6.0, 7.0), ((-8.0, -2.0), (-2.0, -8.0), (-4.0, -4.0)))
    first = left_by(relaxed)
    held = rows.held()

    rows.resume(held)

    assert relaxed.guess(0) == pytest.approx(first)
