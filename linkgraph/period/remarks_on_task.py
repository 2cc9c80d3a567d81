"""What is worth knowing of a word on a task once it is on record: for inside, in words that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.share import may_see
from linkgraph.statements import Originator
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from linkgraph.period.model import InvestigationPlan, Task
    from linkgraph.statements import Source

__all__ = ["remark_on_alike", "remark_on_consent", "remark_on_outdone"]


def remark_on_outdone(task: Task, source: str) -> str:
    """Say that another word on a task than a source's counts; empty where that one does."""
    if not task.words or source in task.words[0].marks.sources:
        return ""
    return (
        f"{task.id} stays {task.state}, as {task.said_by} said on {task.said_on}: the newest day"
        f" counts, of one day the word of {task.country}."
    )


def remark_on_consent(
    source: Source, plan: InvestigationPlan, own: str, consents: Collection[tuple[str, str]]
) -> str:
    """Say to whom a word does not go before its own agency consents; empty where it goes.

    Args:
        source: Holds the word.
        plan: On whose task it is: another agency's gets it back, the own one's readers get it.
        own: The own agency.
        consents: Pairs of source id and audience that are on record.
    """
    whose = plan.marks.originators
    readers = source.releasable_to if own in whose else whose
    missing = [one for one in readers if not may_see(source, Originator.parse(one), consents)]
    if not missing:
        return ""
    return (
        f"It is {strictest_marks([source])} and does not go to {', '.join(missing)} before your own"
        f" agency consents: `linkgraph share consent {source.id} --to {missing[0]} --reason ...`."
    )


def remark_on_alike(plan: InvestigationPlan, alike: Sequence[InvestigationPlan]) -> str:
    """Say that it is on this plan alone, where others of the reference have such a task.

    Args:
        plan: The plan.
        alike: The plans that may have been meant, this one among them.
    """
    others = [", ".join(one.marks.originators) for one in alike if one.marks != plan.marks]
    if not others:
        return ""
    return (
        f"It is on the plan {plan.reference} of {', '.join(plan.marks.originators)}; one of that"
        f" reference is also {', '.join(others)}'s (`--of`)."
    )
