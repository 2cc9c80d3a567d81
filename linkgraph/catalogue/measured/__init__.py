"""Questions that a measure answers, since Cypher would say them badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured import (
    money_patterns,
    money_schemes,
    money_trace,
    network_hubs,
    network_new_suspects,
)

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["MEASURED"]

# Question to the module that answers it: ``HEAD`` (front matter, as in a .cypher file) and
# ``answer`` (a ``Measure``).
MEASURED: dict[str, ModuleType] = {
    "money/patterns": money_patterns,
    "money/schemes": money_schemes,
    "money/trace": money_trace,
    "network/hubs": network_hubs,
    "network/new_suspects": network_new_suspects,
}
