"""Who may see what: handling, releasable_to, consent, retention (design §4 h, l)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from linkgraph.ledger import SourceRow
    from linkgraph.statements import Originator, Source

__all__ = ["is_overdue", "may_see", "sources_for"]

_NEEDS_CONSENT = {"H2", "H3"}


def may_see(
    source: Source, audience: Originator, consents: Collection[tuple[str, str]] = ()
) -> bool:
    """Say whether a source may leave for an audience.

    It may where the audience is its originator; or where releasable_to names the
    audience or its country and, for H2, H3 or TLP RED, the originator's consent for
    just that audience or its country is on record. Nothing else opens it.
    """
    if audience.covers(source.originator):
        return True
    named = {str(audience), audience.country}
    if not named & set(source.releasable_to):
        return False
    if source.handling in _NEEDS_CONSENT or source.tlp == "RED":
        return any((source.id, name) in consents for name in named)
    return True


def is_overdue(source: Source, today: dt.date) -> bool:
    """Say whether a source's retain_until has passed."""
    return bool(source.retain_until) and source.retain_until < today.isoformat()


def sources_for(
    rows: Iterable[SourceRow],
    audience: Originator,
    consents: Collection[tuple[str, str]],
    today: dt.date,
) -> list[SourceRow]:
    """Return the sources that a release for an audience may take from."""
    return [
        row
        for row in rows
        if may_see(row.source, audience, consents) and not is_overdue(row.source, today)
    ]
