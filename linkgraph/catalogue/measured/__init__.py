"""Questions that a measure answers, since Cypher would say them badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured import (
    border_brokers,
    calls_successors,
    money_patterns,
    money_schemes,
    money_trace,
    network_brokers,
    network_cells,
    network_central,
    network_delta,
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
    "border/brokers": border_brokers,
    "calls/successors": calls_successors,
    "money/schemes": money_schemes,
    "money/trace": money_trace,
    "network/brokers": network_brokers,
    "network/cells": network_cells,
    "network/central": network_central,
    "network/delta": network_delta,
    "network/hubs": network_hubs,
    "network/new_suspects": network_new_suspects,
}
