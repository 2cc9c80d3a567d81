"""What was read from one property's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.readers.cleaning import Failure

__all__ = ["Reading"]


class Reading(NamedTuple):
    """A property's values in one batch.

    Attributes:
        values: One a record: None, a value, or a list where a record gives several.
        faults: Position of a record to why it has no value.
    """

    values: list[Any]
    faults: Mapping[int, Failure]
