"""A case's part that keeps how far investigation plans are: their tasks, and what they taught."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.investigating import Investigating
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.entering import lesson_entered, progress_entered
from linkgraph.period.model import TaskProgress, chosen, folded
from linkgraph.period.progress import may_tell
from linkgraph.period.release import of_period
from linkgraph.period.sound import sound_lesson, sound_progress
from linkgraph.statements import Originator
from linkgraph.statements.source import folded_originator

if TYPE_CHECKING:
    from linkgraph.period.model import InvestigationPlan, Lesson, Task
    from linkgraph.statements.entered import Sharing

__all__ = ["Progressing"]


class Progressing(Investigating):
    """Tasks and lessons of investigation plans."""

    def set_task(  # noqa: PLR0913 - keyword only
        self,
        plan: str,
        task: str,
        state: str,
        *,
        on: str = "",
        text: str = "",
        of: str = "",
        today: dt.date | None = None,
    ) -> str:
        """Put on record how far a task is; return the source's id.

        Agencies of the task's country may say it, and the agency whose plan it is, each in its own
        word: whoever may see the plan may see it. The word of the newest day counts, of one day the
        country's. The plan stays as it is, and so does that it was found ready: that somebody
        did a task changes nothing of what a plan must have.

        Args:
            plan: The plan's reference.
            task: The task's id within it.
            state: ``open``, ``doing``, ``blocked``, ``done`` or ``dropped``.
            on: Day on which it is so; today where empty.
            text: In words; may be empty.
            of: The agency whose plan it is, where several use its reference; the own one's, else
                the only one whose task one may tell of, where empty.
            today: The day it is entered; today where left out.

        Raises:
            UnknownName: There is no such plan, task or state.
            InputError: The task is another country's and the plan another agency's, several
                plans may be meant, or the day is still to come.
        """
        held = self._plan_with(plan, task, of)
        day = today or dt.datetime.now(dt.UTC).date()
        by = str(self.own)
        word = sound_progress(
            TaskProgress(by=by, state=state, on=on or day.isoformat(), text=text), day
        )
        (whose,) = held.marks.originators
        entered = progress_entered(word, task, held.reference, Originator.parse(whose))
        known = [
            said for one in held.tasks if one.id == task for said in one.words if said.by == by
        ]
        return self.enter([entered], self._sharing_beside(held), word, known)

    def _plan_with(self, plan: str, task: str, of: str) -> InvestigationPlan:
        """Return the plan with a task of which one may say how far it is.

        Raises:
            UnknownName: There is no such plan or task.
            InputError: One may not say it, or several plans may be meant.
        """
        first, whose = self.investigation_plan(plan), folded_originator(of)
        held = [
            (one, its)
            for one in chosen(plan, self.investigation_plans(), str(self.own))
            if not of or whose in map(folded_originator, one.marks.originators)
            for its in one.tasks
            if its.id == task
        ]
        if not held:
            raise UnknownName.of("task of the plan", task, {one.id for one in first.tasks})
        found = [one for one, its in held if may_tell(self.own, one, its)]
        if not found:
            raise _not_ours(*held[0])
        if len(found) > 1 and str(self.own) not in found[0].marks.originators:
            raise InputError(
                f"{len(found)} agencies have a plan of this reference with such a task",
                where=f"plan {plan}, task {task}",
                remedy=f"Name the one whose plan it is: {', '.join(map(_whose, found))}.",
            )
        return found[0]

    def _sharing_beside(self, plan: InvestigationPlan) -> Sharing:
        """Return who may see a word on a plan: whoever may see the plan, and the agency whose it is."""
        its = self.sharing_of(plan.marks.sources)
        if str(self.own) in plan.marks.originators:
            return its
        told = {*its.releasable_to, *plan.marks.originators}
        return replace(its, releasable_to=tuple(sorted(told)))

    # Lessons ----------------------------------------------------------------

    def lessons(self, period: str = "") -> tuple[Lesson, ...]:
        """Return the lessons, by period, plan, day and text; of one period where it is named."""
        lessons = self.joint_told().lessons
        return tuple(of_period(period, lessons)) if period else lessons

    def add_lesson(self, lesson: Lesson, sharing: Sharing | None = None) -> str:
        """Put a lesson on record; return the source's id.

        Raises:
            UnknownName: There is no such period or plan.
            InputError: The plan is of another period, it has no words, or its day is none.
        """
        lesson = sound_lesson(lesson)
        lesson = replace(lesson, period=self.period(lesson.period).reference)
        if lesson.plan:
            plan = self.investigation_plan(lesson.plan)
            if folded(plan.period) != folded(lesson.period):
                raise InputError("the plan is of another period", where="plan")
            lesson = replace(lesson, plan=plan.reference)
        held = [one for one in self.lessons(lesson.period) if replace(one, on=lesson.on) == one]
        return self.enter([lesson_entered(lesson, self.own)], sharing, lesson, held)


def _whose(plan: InvestigationPlan) -> str:
    return ", ".join(plan.marks.originators)


def _not_ours(plan: InvestigationPlan, task: Task) -> InputError:
    return InputError(
        f"the task is {task.country}'s and the plan {_whose(plan)}'s: only they say how far it is",
        where=f"plan {plan.reference}, task {task.id}",
        remedy="Ask them: what they say comes with their next package.",
    )
