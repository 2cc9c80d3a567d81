"""Questions of the catalogue on the benchmark's payments, the graph being ready."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ask_catalogue"]

# In a process of its own, so that its peak of memory is that of the questions.
ASK = """
import json, resource, sys, time
from linkgraph.case import open_case

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

case = open_case(sys.argv[1])
ids = [row[0] for row in case.engine().run(
    "MATCH (a:BankAccount) RETURN a.id AS id ORDER BY id LIMIT 20", {}).rows]
ready = peak()
asked = [
    ("network/path", {"from": ids[0], "to": ids[1]}),
    ("network/linked", {"id": ids[0]}),
    ("network/common_contacts", {"ids": ids}),
    ("identity/shared_identifier", {}),
    ("border/cross_border_links", {}),
    ("money/pass_through", {}),
    ("money/paid_by_many", {}),
    ("money/pays_many", {}),
    ("money/trace", {"account": ids[:1]}),
    ("evidence/weak_links", {"ids": ids}),
    ("person/red_flags", {}),
]
for name, params in asked:
    took = []
    for _ in range(2):
        begun = time.perf_counter()
        answer = case.answer(name, params)
        took.append(time.perf_counter() - begun)
    print(json.dumps({"what": f"ask {name}", "first s": took[0], "again s": took[1],
                      "MB beside the graph": peak() - ready}))
"""


def ask_catalogue(case: Path) -> list[dict[str, object]]:
    """Return what each question took, first and again in the same process."""
    out = subprocess.run(
        [sys.executable, "-c", ASK, str(case)], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in out.stdout.splitlines()]
