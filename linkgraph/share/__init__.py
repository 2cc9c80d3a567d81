"""Handling rules and releases: what one audience may see."""

from __future__ import annotations

from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink

__all__ = ["Release", "ReleasedEntity", "ReleasedLink"]
