"""A case's part that tells what a plan does: why each, what joint action gains, who is warned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from linkgraph.analysis.warning import Contact
from linkgraph.case.money_flow import near_side
from linkgraph.case.money_views import money_views
from linkgraph.case.others import others_near
from linkgraph.case.planning import Planning
from linkgraph.case.problems import target_of
from linkgraph.catalogue.explanation import grade_rank
from linkgraph.catalogue.measured.in_touch import contacts_in
from linkgraph.errors import InputError
from linkgraph.plan import Plan
from linkgraph.plan.evidence import Evidence, OnRecord
from linkgraph.plan.gain import Gains, gains
from linkgraph.plan.gaps import Gaps, gaps
from linkgraph.plan.re_formation import AgainstReFormation, plan_against_re_formation
from linkgraph.plan.separate import View
from linkgraph.plan.tip_off import TipOff, Together, simultaneous_set, staggered, tip_off
from linkgraph.plan.why import Reason, why

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from linkgraph.analysis.deconflict import Near
    from linkgraph.case.problems import Posed
    from linkgraph.plan import JointPlan, Target

__all__ = ["Effects"]

# How often somebody looks at an account that works: a guess, on the side of caution.
_LOOKS_A_MONTH = 30.0


class Effects(Planning):
    """What follows from a plan, reckoned on the case as it stands."""

    def plan_reasons(
        self, plan: JointPlan, only: Collection[str] | None = None
    ) -> tuple[Reason, ...]:
        """Return, per target, what is left without it and the best replacement.

        Args:
            plan: The plan.
            only: Ids of the targets asked about; all where None.
        """
        return why(self._asked_anew(plan).problem, _core(plan), only=only)

    def plan_gains(self, plan: JointPlan) -> Gains:
        """Return what acting jointly leaves beside what the same means leave otherwise.

        A country's own view is what the sources that it gave show by themselves.
        """
        posed = self._asked_anew(plan, with_views=True)
        if posed.problem.flow.sinks:
            told = money_views(self.ground(), posed)
        else:
            told = {one: View(*seen) for one, seen in posed.subjects.seen.items()}
        views = {one: told.get(one, View()) for one in plan.asked.countries}
        return gains(posed.problem, views, known=_core(plan))

    def plan_re_formation(self, plan: JointPlan, ties: int = 6) -> AgainstReFormation:
        """Return what is left after survivors found each other, and a plan made against that."""
        problem = self._asked_anew(plan).problem
        # Of an account's two sides one is enough to find another way to.
        among = [one for one in problem.nodes if near_side(one) == one]
        return plan_against_re_formation(problem, ties, start_from=_core(plan), among=among)

    def plan_tip_off(
        self, plan: JointPlan, order: Sequence[str] = (), gap_h: float = 24.0
    ) -> tuple[TipOff, tuple[Together, ...]]:
        """Return who is likely warned if countries act one after another, and who must go together.

        Args:
            plan: The plan.
            order: Countries, the first to act first; as in the plan where left out.
            gap_h: Hours from one country's action to the next one's.
        """
        posed = self._asked_anew(plan)
        targets = _targets(plan)
        told = contacts_in(posed.subjects.contacts) + _notices(plan)
        zero = plan.asked.zero_hour or dt.datetime.fromisoformat(plan.made)
        gap = dt.timedelta(hours=gap_h)
        schedule = staggered(tuple(order) or plan.asked.countries, zero, gap)
        warned = tip_off(targets, told, schedule, problem=posed.problem)
        return warned, simultaneous_set(targets, told, gap, as_of=zero)

    def plan_deconflict(
        self, plan: JointPlan, within_h: float = 72.0, km: float = 5.0
    ) -> tuple[Near, ...]:
        """Return actions of other agencies on record that come close to a plan's.

        Args:
            plan: The plan.
            within_h: How close in time is close, hours.
            km: How close in place, kilometres.
        """
        return others_near(plan, self._projection(), dt.timedelta(hours=within_h), km)

    def plan_gaps(self, plan: JointPlan) -> Gaps:
        """Return which targets and key ties rest on too little, and what each would change."""
        posed = self._asked_anew(plan)
        seen = posed.subjects
        grades = {
            row.source.id: grade_rank(row.source)[0] + 1
            for row in self.ledger.sources()
            if row.source.reliability
        }
        targets = {one.entity_id: _evidence(one.sources, grades, None) for one in plan.targets}
        found: dict[tuple[str, str], tuple[set[str], str]] = {}
        for one, other, sources, last in seen.contacts.select(
            "one", "other", "sources", "last"
        ).iter_rows():
            said, latest = found.get((one, other), (set(), ""))
            found[one, other] = said | {*sources}, max(latest, last or "")
        ties = {
            pair: _evidence(tuple(said), grades, dt.date.fromisoformat(last) if last else None)
            for pair, (said, last) in found.items()
        }
        day = (plan.asked.zero_hour or dt.datetime.fromisoformat(plan.made)).date()
        return gaps(posed.problem, _core(plan), OnRecord(targets, ties), day)

    def _asked_anew(self, plan: JointPlan, *, with_views: bool = False) -> Posed:
        posed = self._posed(plan.asked, with_views=with_views)
        if any(one.entity_id not in posed.known for one in plan.targets):
            raise InputError(
                "somebody whom the plan targets may not be acted on any more",
                remedy="`linkgraph plan check` says what changed; make the plan anew.",
            )
        return posed


def _evidence(
    sources: tuple[str, ...], grades: Mapping[str, int], last: dt.date | None
) -> Evidence:
    ranks = [grades[one] for one in sources if one in grades]
    return Evidence(len(sources), min(ranks, default=None), last)


def _targets(plan: JointPlan) -> tuple[Target, ...]:
    return tuple(target_of(one) for one in plan.targets)


def _core(plan: JointPlan) -> Plan:
    told = plan.figures
    return Plan(
        targets=_targets(plan), value=told["value"], bound=told["bound"], left=told["left"],
        before=told["before"], used=(), seeds=told["seeds"], seed=plan.asked.seed,
        proved=told["proved"], in_time=told["in_time"], note=told["note"],
    )  # fmt: skip


def _notices(plan: JointPlan) -> list[Contact]:
    """Return that whoever controls an account soon sees that nothing can be paid any more."""
    return [
        Contact(one.entity_id, holder, _LOOKS_A_MONTH, None, frozenset({"money"}))
        for one in plan.targets
        for holder in one.holders
    ]
