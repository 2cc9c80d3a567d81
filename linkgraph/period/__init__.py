"""Joint periods of action: plans, enquiries, lessons, and what each audience may see of them."""

from __future__ import annotations

from linkgraph.period.model import (
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    LegalBasis,
    Lesson,
    Marks,
    Period,
    Phase,
    PlanQuestion,
    Task,
)
from linkgraph.period.released import PeriodRelease

__all__ = [
    "Enquiry",
    "FocalPoint",
    "InvestigationPlan",
    "LegalBasis",
    "Lesson",
    "Marks",
    "Period",
    "PeriodRelease",
    "Phase",
    "PlanQuestion",
    "Task",
]
