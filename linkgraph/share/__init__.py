"""Handling rules and releases: what one audience may see."""

from __future__ import annotations

from linkgraph.share.audience import audience_named
from linkgraph.share.basis import Basis, LegalBasis, read_basis
from linkgraph.share.build import Request, build_release
from linkgraph.share.exposed import exposing
from linkgraph.share.giving import sealed_file
from linkgraph.share.guard import protected_people
from linkgraph.share.keys import OwnKey, PublicKey, make_key, open_key, read_public_key
from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink
from linkgraph.share.opening import Recall, Receiver, opened
from linkgraph.share.packing import UNNAMED, Packed, Survey, Wanted, pack, survey
from linkgraph.share.part import Part
from linkgraph.share.raapt import STALE_DAYS, Finding, Item
from linkgraph.share.released_plan import ReleasedPlan, ReleasedTarget
from linkgraph.share.rules import is_overdue, may_see, sources_for
from linkgraph.share.shielding import shielded_by
from linkgraph.share.streaming import packed_parts
from linkgraph.share.targeting import Able, Targeting

__all__ = [
    "STALE_DAYS",
    "UNNAMED",
    "Able",
    "Basis",
    "Finding",
    "Item",
    "LegalBasis",
    "OwnKey",
    "Packed",
    "Part",
    "PublicKey",
    "Recall",
    "Receiver",
    "Release",
    "ReleasedEntity",
    "ReleasedLink",
    "ReleasedPlan",
    "ReleasedTarget",
    "Request",
    "Survey",
    "Targeting",
    "Wanted",
    "audience_named",
    "build_release",
    "exposing",
    "is_overdue",
    "make_key",
    "may_see",
    "open_key",
    "opened",
    "pack",
    "packed_parts",
    "protected_people",
    "read_basis",
    "read_public_key",
    "sealed_file",
    "shielded_by",
    "sources_for",
    "survey",
]
