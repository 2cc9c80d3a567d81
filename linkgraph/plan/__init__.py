"""The joint operation: whom to act on, where, with what effect."""

from linkgraph.plan.plan import Plan, Target, Used
from linkgraph.plan.problem import (
    Action,
    Candidate,
    Capacity,
    Flow,
    Objective,
    Problem,
    Tie,
    critical_nodes,
)
from linkgraph.plan.solve import Settings, solve

__all__ = [
    "Action",
    "Candidate",
    "Capacity",
    "Flow",
    "Objective",
    "Plan",
    "Problem",
    "Settings",
    "Target",
    "Tie",
    "Used",
    "critical_nodes",
    "solve",
]
