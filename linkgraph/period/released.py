"""A joint period as one audience may have it: what reports and the compendium are made from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.period.model import (
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    Lesson,
    Period,
    Phase,
)
from linkgraph.share import LegalBasis

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from linkgraph.period.model import Marks

__all__ = ["WITHHELD", "PeriodRelease", "frame_of"]

# Stands in place of a text that names somebody whom the audience must not know.
WITHHELD = "(withheld: it names somebody who is protected)"

_MARKS = ("handling", "originators", "sources")
_TASK = ("id", "title", "country", "owner", "due", "state", "said_by", "said_on", "said_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRelease:
    """What one audience may see of a joint period, checked against all that the case holds.

    Everything in it is computed from the sources that the audience may see. Texts that name
    somebody who is protected are left out and stand as ``WITHHELD``; people whom a role
    protects stand by role and running number (``victim-2``) among an enquiry's subjects, and
    not at all among a plan's. No phase tells its version or digest.

    Attributes:
        case_name: The case's name as its holders gave it.
        audience: Whom it is for; the case's own agency where it was made for inside.
        own: Whether it is for the case's own agency and rests on all that the case holds.
        made: When, UTC.
        handling: Strictest handling of all that it rests on, both schemes (``H2 AMBER``).
        originators: All of them, sorted.
        cautions: What a reader must know, in order.
        period: The period itself.
        phases: In the order of the work.
        focal_points: By country, agency and name.
        plans: By reference.
        enquiries: By day sent, drafts last, then by reference.
        lessons: By plan, day and text.
    """

    case_name: str
    audience: str
    own: bool
    made: str
    handling: str
    originators: tuple[str, ...]
    cautions: tuple[str, ...]
    period: Period
    phases: tuple[Phase, ...] = ()
    focal_points: tuple[FocalPoint, ...] = ()
    plans: tuple[InvestigationPlan, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    def to_json(self) -> str:
        """Return the release as a file keeps it."""
        told = {"linkgraph_period_release": 1} | asdict(self)
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def phases_to_pandas(self) -> pd.DataFrame:
        """Return one row a phase, without version and digest."""
        return frame_of(Phase, self.phases, leave_out=("version", "digest"))

    def focal_points_to_pandas(self) -> pd.DataFrame:
        """Return one row a focal point."""
        return frame_of(FocalPoint, self.focal_points)

    def plans_to_pandas(self) -> pd.DataFrame:
        """Return one row a plan; its tasks, questions and legal bases have frames of their own."""
        apart = ("questions", "tasks", "legal_bases")
        return frame_of(InvestigationPlan, self.plans, leave_out=apart)

    def tasks_to_pandas(self) -> pd.DataFrame:
        """Return one row a task, its plan's reference first, and who said last how far it is."""
        return _parts(
            _TASK, ((plan.marks_of(one), plan, one) for plan in self.plans for one in plan.tasks)
        )

    def legal_bases_to_pandas(self) -> pd.DataFrame:
        """Return one row a legal basis of a plan, the plan's reference first."""
        columns = tuple(LegalBasis.__dataclass_fields__)
        return _parts(
            columns, ((plan.marks, plan, one) for plan in self.plans for one in plan.legal_bases)
        )

    def enquiries_to_pandas(self) -> pd.DataFrame:
        """Return one row an enquiry."""
        return frame_of(Enquiry, self.enquiries)

    def lessons_to_pandas(self) -> pd.DataFrame:
        """Return one row a lesson."""
        return frame_of(Lesson, self.lessons)


def frame_of(
    kind: type[Any], rows: Iterable[Any], *, leave_out: Iterable[str] = ()
) -> pd.DataFrame:
    """Return rows of one kind as a DataFrame, marks as the last columns.

    Args:
        kind: Their dataclass, which gives the columns also where there is no row.
        rows: Instances of it.
        leave_out: Fields that are no column.
    """
    import pandas as pd

    aside = {"marks", *leave_out}
    columns = [name for name in kind.__dataclass_fields__ if name not in aside]
    told = [
        {name: getattr(row, name) for name in columns}
        | {name: getattr(row.marks, name) for name in _MARKS}
        for row in rows
    ]
    return pd.DataFrame(told, columns=[*columns, *_MARKS])


def _parts(
    columns: tuple[str, ...], parts: Iterable[tuple[Marks, InvestigationPlan, Any]]
) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"plan": plan.reference}
        | {name: getattr(one, name) for name in columns}
        | {name: getattr(marks, name) for name in _MARKS}
        for marks, plan, one in parts
    ]
    return pd.DataFrame(rows, columns=["plan", *columns, *_MARKS])
