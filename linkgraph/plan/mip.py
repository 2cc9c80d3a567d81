"""Mixed-integer models put together row by row, and HiGHS to solve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from highspy import Highs, HighsBasisStatus, HighsLp

    from linkgraph.plan.layout import Floats, Ints

__all__ = ["MOST_ROWS", "Basis", "Model", "Priced", "Relaxed", "Solved"]

# What HiGHS holds and still closes within minutes on a laptop.
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """What the solver says.

    Attributes:
        values: Of each variable; None where it found no solution.
        bound: Below which the objective cannot come; minus infinity where it tells none.
        proved: Whether the values are optimal.
        infeasible: Whether it proved that there is no solution.
    """

    values: Floats | None
    bound: float
    proved: bool
    infeasible: bool


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """What the solver says of a model with no variable whole.

    Attributes:
        values: Of each variable.
        rows: What each row comes to.
        prices: How much the objective rises with each row's bound.
        slopes: How much it rises with each variable, the rows' prices taken off.
    """

    values: Floats
    rows: Floats
    prices: Floats
    slopes: Floats


class Basis(NamedTuple):
    """Where a solver stands: which variables and rows are at a limit, and which between."""

    columns: list[HighsBasisStatus]
    rows: list[HighsBasisStatus]

    def without(self, rows: Ints) -> Basis:
        """Return where it stands once rows between their limits are gone."""
        gone = set(rows.tolist())
        return Basis(self.columns, [one for i, one in enumerate(self.rows) if i not in gone])


class Model:
    """A mixed-integer model that grows: minimise over variables between 0 and a top."""

    def __init__(self) -> None:
        self._cost: list[float] = []
        self._top: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[Ints, Ints, Floats]] = []
        self.lows: list[Floats] = []
        self.highs: list[Floats] = []
        self.rows = 0

    def add(self, costs: Floats, *, top: float = 1.0, whole: bool = False) -> Ints:
        """Add variables with these costs; return their numbers."""
        begin = len(self._cost)
        self._cost += costs.tolist()
        self._top += [top] * len(costs)
        self._whole += [whole] * len(costs)
        return np.arange(begin, len(self._cost), dtype=np.int64)

    def row(self, columns: Ints, values: Floats, low: float, high: float = np.inf) -> None:
        """Add one row."""
        self.block(columns.reshape(1, -1), values, np.array([low]), np.array([high]))

    def block(self, columns: Ints, values: Floats, low: Floats, high: Floats | None = None) -> None:
        """Add rows of one shape: columns k by w, values of w or k by w, bounds of k."""
        k, w = columns.shape
        lengths = np.full(k, w, dtype=np.int64)
        self._rows.append((lengths, columns.ravel(), np.broadcast_to(values, (k, w)).ravel()))
        self.lows.append(np.asarray(low, dtype=np.float64))
        self.highs.append(np.full(k, np.inf) if high is None else np.asarray(high, dtype=float))
        self.rows += k

    def solve(
        self, seconds: float, warm: tuple[Ints, Floats] | None = None, gap: float = 1e-6
    ) -> Solved:
        """Solve within a time limit, from a known solution if there is one.

        Args:
            seconds: Time limit, above 0.
            warm: Some variables and the values to try for them; the rest follow.
            gap: Gap in the objective below which nothing better can stand.
        """
        import highspy

        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        highs.silent()
        for name, value in (
            ("time_limit", float(seconds)),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", float(gap)),
            # One thread and one seed: the same answer on every run.
            ("threads", 1),
            ("random_seed", 0),
        ):
            highs.setOptionValue(name, value)
        highs.passModel(self.passed())
        if warm is not None:
            highs.setSolution(len(warm[0]), warm[0].astype(np.int32), warm[1])
        highs.run()
        return _read(highs, mixed=any(self._whole))

    def passed(self) -> HighsLp:
        """Return the model as the solver takes it."""
        import highspy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._cost), self.rows
        lp.col_cost_ = np.array(self._cost)
        lp.col_lower_ = np.zeros(len(self._cost))
        lp.col_upper_ = np.array(self._top)
        none = np.zeros(0)
        lp.row_lower_ = np.concatenate([none, *self.lows])
        lp.row_upper_ = np.concatenate([none, *self.highs])
        lengths = np.concatenate([none.astype(np.int64), *(r[0] for r in self._rows)])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.r_[0, np.cumsum(lengths)].astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate(
            [none.astype(np.int32), *(r[1] for r in self._rows)]
        ).astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate([none, *(r[2] for r in self._rows)])
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[whole] for whole in self._whole]
        return lp


class Relaxed:
    """A model with no variable whole that is solved over and over, with other rows and limits.

    Args:
        model: The model.
        seconds: Time limit of all that is solved, 0 or more.
    """

    def __init__(self, model: Model, seconds: float) -> None:
        import highspy

        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        for name, value in (
            ("time_limit", float(seconds)),
            ("presolve", "off"),
            ("simplex_strategy", 1),
            # Devex: what steepest edges would weigh is lost with each start from a known basis.
            ("simplex_dual_edge_weight_strategy", 1),
            ("threads", 1),
            ("random_seed", 0),
        ):
            self._highs.setOptionValue(name, value)
        lp = model.passed()
        lp.integrality_ = []
        self._highs.passModel(lp)

    def limit(self, low: Floats, high: Floats) -> None:
        """Set the limits of the first variables."""
        self._highs.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)

    def solve(self) -> Priced | None:
        """Solve from where it stands; None where no end was reached."""
        import highspy

        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        told = self._highs.getSolution()
        parts = (told.col_value, told.row_value, told.row_dual, told.col_dual)
        return Priced(*(np.array(part) for part in parts))

    def basis(self) -> Basis:
        """Return where the solver stands."""
        told = self._highs.getBasis()
        return Basis(list(told.col_status), list(told.row_status))

    def start(self, basis: Basis) -> None:
        """Begin the next solution from where the solver stood with these rows."""
        import highspy

        made = highspy.HighsBasis()
        made.col_status, made.row_status = basis
        made.valid = True
        self._highs.setBasis(made)

    def impossible(self) -> bool:
        """Tell whether the last end was that no values keep to rows and limits."""
        import highspy

        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def guess(self, steps: int) -> float:
        """Return the objective after so many steps: it proves nothing; infinite if impossible."""
        self._highs.setOptionValue("simplex_iteration_limit", steps)
        self._highs.run()
        self._highs.setOptionValue("simplex_iteration_limit", 2**31 - 1)
        return (
            np.inf if self.impossible() else float(self._highs.getInfo().objective_function_value)
        )

    def add(self, low: Floats, columns: Ints, values: Floats) -> None:
        """Add rows with no most, k by w; values of 0 are left out."""
        some = values != 0.0
        starts = np.r_[0, np.cumsum(some.sum(axis=1))[:-1]].astype(np.int32)
        self._highs.addRows(
            len(low), low, np.full(len(low), np.inf), int(some.sum()), starts,
            columns[some].astype(np.int32), values[some],
        )  # fmt: skip

    def delete(self, rows: Ints) -> None:
        """Take rows away; those after them move up, and the solver begins from nothing."""
        self._highs.deleteRows(len(rows), rows.astype(np.int32))


def _read(highs: Highs, *, mixed: bool) -> Solved:
    import highspy

    status = highs.getModelStatus()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(highs.getSolution().col_value) if found else None
    return Solved(
        values=values,
        # Without whole variables there is no tree, and the objective bounds itself.
        bound=float(info.mip_dual_bound if mixed else info.objective_function_value),
        proved=status == highspy.HighsModelStatus.kOptimal,
        infeasible=status == highspy.HighsModelStatus.kInfeasible,
    )
