"""What every picture asks of a release before it draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import ReleaseError

if TYPE_CHECKING:
    from linkgraph.share.model import Release

__all__ = ["check_ends"]


def check_ends(release: Release) -> None:
    """Refuse a release that contradicts itself.

    Raises:
        ReleaseError: Two entities have one id, or a link ends at an entity that the
            release does not hold.
    """
    known = {entity.id for entity in release.entities}
    if len(known) != len(release.entities):
        raise ReleaseError("two entities of the release have one id")
    if any(link.start not in known or link.end not in known for link in release.links):
        raise ReleaseError("a link ends at an entity that the release does not hold")
