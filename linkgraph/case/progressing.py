"""A case's part that keeps how far investigation plans are: their tasks, and what they taught."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.investigating import Investigating
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.entering import lesson_entered, plan_entered, readiness_entered
from linkgraph.period.model import UNMARKED, folded
from linkgraph.period.release import of_period
from linkgraph.period.sound import sound_lesson
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from linkgraph.period.model import Lesson
    from linkgraph.statements.entered import Sharing

__all__ = ["Progressing"]


class Progressing(Investigating):
    """Tasks and lessons of investigation plans."""

    def set_task(self, plan: str, task: str, state: str) -> str:
        """Put on record how far a task is; return the source's id.

        The rest of the plan stays as it is, and so does that it was found ready: that
        somebody did a task changes nothing of what a plan must have.

        Args:
            plan: The plan's reference.
            task: The task's id within it.
            state: ``open``, ``doing``, ``blocked``, ``done`` or ``dropped``.

        Raises:
            UnknownName: There is no such plan, task or state.
            InputError: The plan is another agency's.
        """
        held = self.investigation_plan(plan)
        if str(self.own) not in held.marks.originators:
            raise InputError(
                "only its own agency says how far a task of a plan is", where=f"plan {plan}"
            )
        if task not in {one.id for one in held.tasks}:
            raise UnknownName.of("task of the plan", task, {one.id for one in held.tasks})
        if state not in (known := load_schema().enumerations["task_state"]):
            raise UnknownName.of("state of a task", state, known)
        tasks = (replace(one, state=state) if one.id == task else one for one in held.tasks)
        made = replace(held, tasks=tuple(tasks), marks=UNMARKED)
        said = plan_entered(made, self.own)
        if held.ready:
            ready = readiness_entered(held.reference, self.own, held.ready)
            said.append(replace(ready, locator="ready"))
        return self.enter(said, self.sharing_of(held.marks.sources), made, [held])

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
