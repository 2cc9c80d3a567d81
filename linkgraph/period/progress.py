"""How far tasks of plans are: who may say it, and which of several words counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.period.told import is_to_come
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.ledger import Ledger
    from linkgraph.period.model import InvestigationPlan, Task
    from linkgraph.period.passed_on import Standing
    from linkgraph.period.said import Said
    from linkgraph.statements import Originator

__all__ = ["Heard", "may_tell", "set_anew", "words_on_tasks"]


def may_tell(own: Originator, plan: InvestigationPlan, task: Task) -> bool:
    """Tell whether an agency may say how far a task is: its country's, or the plan's own."""
    return own.country == task.country or str(own) in plan.marks.originators


def set_anew(
    plan: InvestigationPlan, former: InvestigationPlan | None
) -> tuple[InvestigationPlan, tuple[Task, ...]]:
    """Return a plan that takes the place of a former one, and which tasks it moves on.

    Others may have told of a task since the plan was written, and whoever sets its file again need
    not know: a state counts only where it is another than the plan gave the task before, and
    than the task has by now. It is then its agency's word of the day.

    Args:
        plan: As it was written; a task without a state stays as it is.
        former: The same agency's plan of that reference, as it stands; None for the first.

    Returns:
        The plan as it is kept, and those of its tasks that need a word.
    """
    before = {one.id: one for one in former.tasks} if former else {}
    kept, moved = [], []
    for one in plan.tasks:
        was = before.get(one.id)
        given = was.as_planned().state if was else "open"
        if was and one.state in {"", given, was.state}:
            kept.append(replace(one, state=given))
            continue
        kept.append(replace(one, state=one.state or given))
        moved += [kept[-1]] if was else []
    return replace(plan, tasks=tuple(kept)).as_planned(), tuple(moved)


@dataclass(frozen=True, slots=True)
class Heard:
    """Through whom the case has its sources.

    Attributes:
        standing: By number of a source, how its word stands.
        givers: Source id to who gave it; what was entered here is not among them.
        made: Source id to the day on which the package that brought it was made, ISO.
    """

    standing: Mapping[int, Standing]
    givers: Mapping[str, str]
    made: Mapping[str, str]

    @classmethod
    def of(cls, ledger: Ledger, standing: Mapping[int, Standing]) -> Heard:
        """Read through whom a case has its sources."""
        made = {one.package: one.made[:10] for one in ledger.received()}
        given = ledger.givers().items()
        return cls(
            standing,
            {source: giver for source, (giver, _) in given},
            {source: made.get(package, "") for source, (_, package) in given},
        )


def words_on_tasks(
    plan: Said, tasks: Iterable[Said], words: Iterable[Said], heard: Heard
) -> dict[str, list[Said]]:
    """Return which words on a plan's tasks count: of each agency its last one on each task.

    A word counts from an agency of the task's country, and from the agency whose plan it is;
    of a task that the plan has no more, none does. What others passed on in an agency's name is
    never a later word than what it gave itself, and counts only where the plan's agency
    passed it on, who may say it anyway, or the plan itself came the same way.

    Args:
        plan: The plan.
        tasks: Its tasks.
        words: Words on tasks of a plan of this id, each agency's of one day once.
        heard: Through whom they came.

    Returns:
        By task the words, the newest day first, of one day the task's country's before the
        plan's agency's; whatever the order in which they came.
    """
    country = {one.text("reference"): one.text("country") for one in tasks}
    last: dict[str, dict[str, Said]] = defaultdict(dict)
    for word in words:
        task = word.text("reference")
        if task not in country or not _counts(word, plan, country[task], heard):
            continue
        by = str(word.row.source.originator)
        held = last[task].get(by)
        if held is None or _place(held, heard) < _place(word, heard):
            last[task][by] = word
    return {task: _newest_first(of, plan, country[task]) for task, of in last.items()}


def _place(word: Said, heard: Heard) -> tuple[bool, str]:
    return heard.standing[word.row.seq].own, word.text("noted")


def _newest_first(last: Mapping[str, Said], plan: Said, country: str) -> list[Said]:
    ordered = [last[by] for by in sorted(last)]
    whose = str(plan.row.source.originator)

    def place(word: Said) -> tuple[str, bool, bool]:
        by = word.row.source.originator
        return word.text("noted"), by.country == country, str(by) == whose

    return sorted(ordered, key=place, reverse=True)


def _counts(word: Said, plan: Said, country: str, heard: Heard) -> bool:
    """Tell whether a word on a task is one, of somebody who may say it, and has come by honest ways."""
    if not _is_word(word, heard):
        return False
    by, whose = word.row.source.originator, str(plan.row.source.originator)
    straight = heard.standing[word.row.seq].own >= heard.standing[plan.row.seq].own
    if str(by) == whose:
        return straight
    return by.country == country and (straight or heard.givers[word.row.source.id] == whose)


def _is_word(word: Said, heard: Heard) -> bool:
    """Tell whether it says a state, and of a day that had come when it was given."""
    if word.text("task_state") not in load_schema().enumerations["task_state"]:
        return False
    try:
        day = dt.date.fromisoformat(word.text("noted"))
    except ValueError:
        return False
    if day.isoformat() != word.text("noted"):
        # Written otherwise (20260503) it would come after all days of its year.
        return False
    made = heard.made.get(word.row.source.id, "")
    return not (made and is_to_come(day.isoformat(), dt.date.fromisoformat(made)))
