"""Joint periods of action: plans, enquiries, lessons, and what each audience may see of them."""

from __future__ import annotations

from linkgraph.period.compendium import Compendium, CompendiumCase
from linkgraph.period.gained import ConsentNeeded, GainRecord, JointFinding, JointGain
from linkgraph.period.model import (
    ENQUIRY_STATES,
    UNMARKED,
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    Lesson,
    Marks,
    Period,
    Phase,
    PlanQuestion,
    Task,
    TaskProgress,
)
from linkgraph.period.readiness import Lack
from linkgraph.period.released import WITHHELD, PeriodRelease
from linkgraph.share import LegalBasis

__all__ = [
    "ENQUIRY_STATES",
    "UNMARKED",
    "WITHHELD",
    "Compendium",
    "CompendiumCase",
    "ConsentNeeded",
    "Enquiry",
    "FocalPoint",
    "GainRecord",
    "InvestigationPlan",
    "JointFinding",
    "JointGain",
    "Lack",
    "LegalBasis",
    "Lesson",
    "Marks",
    "Period",
    "PeriodRelease",
    "Phase",
    "PlanQuestion",
    "Task",
    "TaskProgress",
]
