"""Handling rules and releases: what one audience may see."""

from __future__ import annotations

from linkgraph.share.build import Request, build_release
from linkgraph.share.guard import protected_people
from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink
from linkgraph.share.part import Part
from linkgraph.share.rules import is_overdue, may_see, sources_for
from linkgraph.share.targeting import Able, Targeting

__all__ = [
    "Able",
    "Part",
    "Release",
    "ReleasedEntity",
    "ReleasedLink",
    "Request",
    "Targeting",
    "build_release",
    "is_overdue",
    "may_see",
    "protected_people",
    "sources_for",
]
