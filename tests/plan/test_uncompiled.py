"""Without Numba the planner is slower and says the same."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLANNED = """
import sys
{hidden}
from linkgraph.plan import Settings, critical_nodes, solve
from linkgraph.analysis.compiled import COMPILED
ties = [(f"n{{i}}", f"n{{i * 7 % 23}}") for i in range(23)] + [(f"n{{i}}", f"n{{i + 1}}") for i in range(22)]
plan = solve(critical_nodes(ties, 4), Settings(seconds=300, steps=300, stale=1, prove=False))
print(COMPILED, plan.value, [t.id for t in plan.targets], sorted(plan.seeds.items()))
"""
HIDE = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "numba" else found(name, *a)
"""


def planned(hidden):
    code = PLANNED.format(hidden=hidden)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout.split(" ", 1)


def test_the_plan_is_the_same_without_machine_code():
    with_code, plan = planned("")
    without, same = planned(HIDE)

    assert without == "False"
    assert plan == same
    assert with_code in {"True", "False"}
