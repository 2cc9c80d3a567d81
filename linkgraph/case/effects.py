"""A case's part that tells what a plan does: why each, what joint action gains, who is warned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from linkgraph.case.planning import Planning, problem_of, target_of
from linkgraph.catalogue.explanation import grade_rank
from linkgraph.errors import InputError
from linkgraph.plan import Plan
from linkgraph.plan.evidence import Evidence, OnRecord
from linkgraph.plan.gain import Gains, gains
from linkgraph.plan.gaps import Gaps, gaps
from linkgraph.plan.re_formation import AgainstReFormation, plan_against_re_formation
from linkgraph.plan.separate import View
from linkgraph.plan.tip_off import TipOff, Together, simultaneous_set, staggered, tip_off
from linkgraph.plan.warning_network import Contact
from linkgraph.plan.why import Reason, why

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from linkgraph.case.subjects import Subjects
    from linkgraph.plan import JointPlan, Problem, Target

__all__ = ["Effects", "contacts_of"]

# What acts say of how two are in touch.
_KINDS = {
    "CALLED": "call", "MESSAGED": "message", "PAID": "money", "PAID_FOR": "money",
    "BOOKED_FOR": "call", "TOGETHER": "travel", "ASSOCIATE_OF": "associate", "SHARES": "associate",
}  # fmt: skip
_MONTH_D = 30.44


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
        _, problem = self._asked_anew(plan)
        return why(problem, _core(plan), only=only)

    def plan_gains(self, plan: JointPlan) -> Gains:
        """Return what acting jointly leaves beside what the same means leave otherwise.

        A country's own view is what the sources that it gave show by themselves.
        """
        seen, problem = self._asked_anew(plan, with_views=True)
        views = {
            one: View(*seen.seen[one]) if one in seen.seen else View()
            for one in plan.asked.countries
        }
        return gains(problem, views, known=_core(plan))

    def plan_re_formation(self, plan: JointPlan, ties: int = 6) -> AgainstReFormation:
        """Return what is left after survivors found each other, and a plan made against that."""
        _, problem = self._asked_anew(plan)
        return plan_against_re_formation(problem, ties, start_from=_core(plan))

    def plan_tip_off(
        self, plan: JointPlan, order: Sequence[str] = (), gap_h: float = 24.0
    ) -> tuple[TipOff, tuple[Together, ...]]:
        """Return who is likely warned if countries act one after another, and who must go together.

        Args:
            plan: The plan.
            order: Countries, the first to act first; as in the plan where left out.
            gap_h: Hours from one country's action to the next one's.
        """
        seen, problem = self._asked_anew(plan)
        targets = _targets(plan)
        told = contacts_of(seen)
        zero = plan.asked.zero_hour or dt.datetime.fromisoformat(plan.made)
        gap = dt.timedelta(hours=gap_h)
        schedule = staggered(tuple(order) or plan.asked.countries, zero, gap)
        warned = tip_off(targets, told, schedule, problem=problem)
        return warned, simultaneous_set(targets, told, gap, as_of=zero)

    def plan_gaps(self, plan: JointPlan) -> Gaps:
        """Return which targets and key ties rest on too little, and what each would change."""
        seen, problem = self._asked_anew(plan)
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
        return gaps(problem, _core(plan), OnRecord(targets, ties), day)

    def _asked_anew(self, plan: JointPlan, *, with_views: bool = False) -> tuple[Subjects, Problem]:
        seen = self.subjects(plan.asked, with_views=with_views)
        if any(one.entity_id not in seen.candidates for one in plan.targets):
            raise InputError(
                "somebody whom the plan targets may not be acted on any more",
                remedy="`linkgraph plan check` says what changed; make the plan anew.",
            )
        return seen, problem_of(seen, plan.asked)


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


def contacts_of(seen: Subjects) -> list[Contact]:
    """Return who is in contact with whom, how often in a month, and by what."""
    days = seen.contacts["last"].drop_nulls().sort()
    span = 0
    if not days.is_empty():
        span = (dt.date.fromisoformat(days[-1]) - dt.date.fromisoformat(days[0])).days
    months = max(1.0, span / _MONTH_D)
    made = []
    for one, other, type_, count, last in seen.contacts.select(
        "one", "other", "type", "days", "last"
    ).iter_rows():
        at = dt.datetime.fromisoformat(last).replace(tzinfo=dt.UTC) if last else None
        kind = _KINDS.get(type_, "associate")
        made.append(Contact(one, other, count / months, at, frozenset({kind})))
    return made
