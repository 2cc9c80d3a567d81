"""A case's part that keeps how far investigation plans are: their tasks, and what they taught."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.investigating import Investigating
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.entering import lesson_entered, progress_entered
from linkgraph.period.model import TaskProgress, folded
from linkgraph.period.progress import may_tell
from linkgraph.period.release import of_period
from linkgraph.period.remarks_on_task import remark_on_alike, remark_on_consent, remark_on_outdone
from linkgraph.period.sound import sound_lesson, sound_progress
from linkgraph.share import may_see
from linkgraph.statements import Originator
from linkgraph.statements.source import folded_originator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.period.model import InvestigationPlan, Lesson, Marks, Task
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
        held = self._plan_with(self._plans_of(plan, of), task)
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

    def _plan_with(self, known: Sequence[InvestigationPlan], task: str) -> InvestigationPlan:
        """Return the plan, of those of one reference, with a task of which one may say how far it is.

        Raises:
            UnknownName: There is no such task.
            InputError: One may not say it, or several plans may be meant.
        """
        held = [(one, its) for one in known for its in one.tasks if its.id == task]
        if not held:
            raise UnknownName.of("task of the plan", task, {one.id for one in known[0].tasks})
        found = [one for one, its in held if may_tell(self.own, one, its)]
        if not found:
            raise _not_ours(*held[0])
        if len(found) > 1 and str(self.own) not in found[0].marks.originators:
            raise InputError(
                f"{len(found)} agencies have a plan of this reference with such a task",
                where=f"plan {known[0].reference}, task {task}",
                remedy=f"Name the one whose plan it is: {', '.join(map(_whose, found))}.",
            )
        return found[0]

    def _plans_of(self, plan: str, of: str) -> list[InvestigationPlan]:
        """Return the plans of a reference, the own agency's first; of one agency where it is named."""
        known = self._plans_called(plan)
        held = [one for one in known if not of.strip() or _is_of(one, of)]
        if not held:
            raise InputError(
                "no plan of this reference is that agency's",
                where="of",
                remedy=f"Name the one whose plan it is: {', '.join(map(_whose, known))}.",
            )
        return held

    def remarks_on_task(
        self, plan: str, task: str, source: str, *, of: str = ""
    ) -> tuple[str, ...]:
        """Return what is worth knowing of a word on a task that was put on record; empty where nothing is.

        That another word counts all the same, and to whom it does not go yet, and why.

        Args:
            plan: The plan's reference.
            task: The task's id within it.
            source: Id of the source that holds the word.
            of: As it was named for ``set_task``.

        Raises:
            UnknownName: There is no such plan or task.
            InputError: As ``set_task``.
        """
        known = self._plans_of(plan, of)
        held = self._plan_with(known, task)
        alike = [
            one
            for one in known
            if any(may_tell(self.own, one, its) for its in one.tasks if its.id == task)
        ]
        (row,) = [row.source for row in self.ledger.sources() if row.source.id == source]
        (its,) = [one for one in held.tasks if one.id == task]
        told = (
            remark_on_outdone(its, source),
            remark_on_consent(row, held, str(self.own), self.ledger.consents()),
            remark_on_alike(held, alike),
        )
        return tuple(filter(None, told))

    def readers_without_words(self, plan: str) -> dict[str, tuple[str, ...]]:
        """Return by task which of a plan's readers may not see the word by which it is as far as it is.

        Only readers who may see the plan itself, consents and all; tasks that all hear of are left out.

        Args:
            plan: The plan's reference.

        Raises:
            UnknownName: There is no such plan.
        """
        held = self.investigation_plan(plan)
        rows = {row.source.id: row.source for row in self.ledger.sources()}
        consents = self.ledger.consents()

        def hear(marks: Marks, reader: Originator) -> bool:
            return any(may_see(rows[one], reader, consents) for one in marks.sources)

        readers = [
            Originator.parse(one) for one in self.sharing_of(held.marks.sources).releasable_to
        ]
        readers = [one for one in readers if hear(held.marks, one)]
        missing = {
            task.id: tuple(str(one) for one in readers if not hear(task.words[0].marks, one))
            for task in held.tasks
            if task.words
        }
        return {task: who for task, who in missing.items() if who}

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


def _is_of(plan: InvestigationPlan, of: str) -> bool:
    """Tell whether a plan is an agency's, or a country's, as a person wrote that."""
    named = folded_originator(str(Originator.told(of)))
    return any(
        named in {folded_originator(one), folded_originator(Originator.parse(one).country)}
        for one in plan.marks.originators
    )


def _whose(plan: InvestigationPlan) -> str:
    return ", ".join(plan.marks.originators)


def _not_ours(plan: InvestigationPlan, task: Task) -> InputError:
    return InputError(
        f"the task is {task.country}'s and the plan {_whose(plan)}'s: only they say how far it is",
        where=f"plan {plan.reference}, task {task.id}",
        remedy="Ask them: what they say comes with their next package.",
    )
