"""All questions of the catalogue on the benchmark's payments, the graph being ready."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.resolution_data import SHARED
from linkgraph.case import open_case
from linkgraph.statements.source import SIDECAR_SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ask_catalogue", "with_kestrel"]

# In a process of its own, so that its peak of memory is that of the questions. The first question
# on columns reads the case in bulk for all: that is told as a row of its own.
ASK = """
import json, resource, sys, time
from linkgraph.case import open_case
from linkgraph.catalogue import list_questions

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def tell(what, ask):
    took = []
    for _ in range(2):
        begun = time.process_time()
        rows = ask()
        took.append(time.process_time() - begun)
    print(json.dumps({"what": what, "first, s of processor": took[0], "again": took[1],
                      "rows": rows, "MB beside the graph": round(peak() - ready)}))

case = open_case(sys.argv[1])
ids = [row[0] for row in case.engine().run(
    "MATCH (a:BankAccount) WHERE NOT EXISTS { (a)<-[:HOLDS]-() } RETURN a.id AS id ORDER BY id LIMIT 20",
    {}).rows]
ready = peak()
needed = {
    "action/simultaneous_set": [{"ids": ids}],
    "calls/pattern": [{"ids": ids[:1]}],
    "enquiry/open": [{"on": "2026-09-01"}],
    "entity/find": [{"words": ["1234"], "text": "1234", "number": "1234"}],
    "evidence/weak_links": [{"ids": ids}],
    "money/trace": [{"account": ids[:1]}],
    "network/brokers": [{}, {"of": "ties"}],
    "network/cells": [{}, {"by": "components"}, {"by": "cores"}],
    "network/central": [{"measure": one} for one in
                        ("pagerank", "eigenvector", "closeness", "core", "triangles")],
    "network/common_contacts": [{"ids": ids}],
    "network/delta": [{"first": "2026-03-01", "second": "2026-09-01", "days": 30}],
    "network/linked": [{"id": ids[0]}],
    "network/path": [{"from": ids[0], "to": ids[1]}],
}
tell("the case in bulk, once", lambda: len(case.answer("border/cross_border_links").rows))
for name in list_questions():
    for params in needed.get(name, [{}]):
        chosen = next((f" {k}={v}" for k, v in params.items() if k in ("of", "by", "measure")), "")
        tell(name + chosen, lambda: len(case.answer(name, params).rows))
"""


def ask_catalogue(case: Path) -> list[dict[str, object]]:
    """Return what each question took, first and again in the same process."""
    out = subprocess.run(
        [sys.executable, "-c", ASK, str(case)], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in out.stdout.splitlines()]


def with_kestrel(case: Path) -> Path | None:
    """Return a copy of a case that holds Kestrel's exports too; None where they are not at hand.

    Random payments have no people, phones or journeys: most questions find nothing in them, soon.
    """
    exports = SHARED / "kestrel" / "exports"
    if not exports.is_dir():
        return None
    copy = case.with_name("case_with_kestrel")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(case, copy)
    with open_case(copy) as held:
        for path in sorted(exports.glob("*/*")):
            if not path.name.endswith(SIDECAR_SUFFIX):
                held.import_file(path)
        held.engine()
    return copy
