"""The joint operation: whom to act on, where, with what effect."""

from linkgraph.plan.asked import Asked, capacities_of
from linkgraph.plan.joint import JointPlan, JointTarget, read_plan
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
    "Asked",
    "Candidate",
    "Capacity",
    "Flow",
    "JointPlan",
    "JointTarget",
    "Objective",
    "Plan",
    "Problem",
    "Settings",
    "Target",
    "Tie",
    "Used",
    "capacities_of",
    "critical_nodes",
    "read_plan",
    "solve",
]
