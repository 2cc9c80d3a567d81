"""Questions that a measure answers, since Cypher would say them badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured import (
    action_deconflict,
    action_simultaneous_set,
    border_brokers,
    border_cross_border_links,
    border_known_to_two_originators,
    calls_pattern,
    calls_shared_cell,
    calls_successors,
    enquiry_open,
    evidence_weak_links,
    money_paid_by_many,
    money_pass_through,
    money_patterns,
    money_pays_many,
    money_schemes,
    money_trace,
    network_brokers,
    network_cells,
    network_central,
    network_delta,
    network_hubs,
    network_linked,
    network_new_suspects,
    network_path,
    people_control_chain,
    people_exposed,
    person_red_flags,
    travel_corridors,
    travel_routes,
)

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["MEASURED"]

# Question to the module that answers it: ``HEAD`` (front matter, as in a .cypher file) and
# ``answer`` (a ``Measure``).
MEASURED: dict[str, ModuleType] = {
    "action/deconflict": action_deconflict,
    "action/simultaneous_set": action_simultaneous_set,
    "border/brokers": border_brokers,
    "border/cross_border_links": border_cross_border_links,
    "border/known_to_two_originators": border_known_to_two_originators,
    "calls/pattern": calls_pattern,
    "calls/shared_cell": calls_shared_cell,
    "calls/successors": calls_successors,
    "enquiry/open": enquiry_open,
    "evidence/weak_links": evidence_weak_links,
    "money/paid_by_many": money_paid_by_many,
    "money/pass_through": money_pass_through,
    "money/patterns": money_patterns,
    "money/pays_many": money_pays_many,
    "money/schemes": money_schemes,
    "money/trace": money_trace,
    "network/brokers": network_brokers,
    "network/cells": network_cells,
    "network/central": network_central,
    "network/delta": network_delta,
    "network/hubs": network_hubs,
    "network/linked": network_linked,
    "network/new_suspects": network_new_suspects,
    "network/path": network_path,
    "people/control_chain": people_control_chain,
    "people/exposed": people_exposed,
    "person/red_flags": person_red_flags,
    "travel/corridors": travel_corridors,
    "travel/routes": travel_routes,
}
