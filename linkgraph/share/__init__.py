"""Handling rules and releases: what one audience may see."""

from __future__ import annotations

from linkgraph.share.audience import audience_named
from linkgraph.share.build import Request, build_release
from linkgraph.share.guard import protected_people
from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink
from linkgraph.share.part import Part
from linkgraph.share.released_plan import ReleasedPlan, ReleasedTarget
from linkgraph.share.rules import is_overdue, may_see, sources_for
from linkgraph.share.targeting import Able, Targeting

__all__ = [
    "Able",
    "Part",
    "Release",
    "ReleasedEntity",
    "ReleasedLink",
    "ReleasedPlan",
    "ReleasedTarget",
    "Request",
    "Targeting",
    "audience_named",
    "build_release",
    "is_overdue",
    "may_see",
    "protected_people",
    "sources_for",
]
