"""Who an audience can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.statements import Originator
from linkgraph.values.countries import country_codes

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger

__all__ = ["PUBLIC", "audience_named"]

# Everybody.
PUBLIC = "PUBLIC"


def audience_named(text: str, ledger: Ledger) -> Originator:
    """Return an audience: a country's code, everybody, or an organization that the case knows.

    Raises:
        InputError: It is none of these.
    """
    audience = Originator.told(text)
    rows = ledger.sources()
    known = {row.source.originator.country for row in rows}
    known |= {name.partition("/")[0] for row in rows for name in row.source.releasable_to}
    if (
        str(audience) != PUBLIC
        and audience.country not in known
        and audience.country not in country_codes()
    ):
        raise InputError(
            "this is neither a country's code nor an organization that any source names",
            remedy="Write it as MY, NZ/Police or INTERPOL.",
        )
    return audience
