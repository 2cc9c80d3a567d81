"""What linkgraph costs, beside what a user would otherwise run, in the same run.

    make bench                       all of it (about half an hour on two cores)
    make bench ARGS="--rows 100000"  smaller
    make bench ARGS="--only import"  import | questions | neo4j | measures | resolution | suspects
                                     | laundering | traces | targeting | board | sharing

Peers stand in an environment of their own (build/bench/peers); one that cannot be installed
is named and left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import itertools

from benchmarks.payments import MAPPING, write_payments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = list[dict[str, object]]

BUILD = Path(__file__).resolve().parent.parent / "build" / "bench"
SIDECAR = '{"originator": "MY/FIU", "handling": "H2", "tlp": "AMBER", "source_reliability": "B"}'

IMPORT = """
import json, resource, sys, time
from linkgraph.case import open_case
case = open_case(sys.argv[1])
t = time.perf_counter()
result = case.import_file(sys.argv[2], mapping=sys.argv[3])
imported = time.perf_counter() - t
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
case.sync()
ready = time.perf_counter() - t
case.answer("money/paid_by_many", {"min_payers": 1000})
print(json.dumps({"rows": result.read, "import_s": imported, "peak_mb": peak,
                  "ready_s": ready,
                  "ready_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

FTM_MAPPING = """
payments:
  queries:
    - csv_url: file://payments.csv
      entities:
        payer: {schema: BankAccount, keys: from_account, properties: {accountNumber: {column: from_account}}}
        payee: {schema: BankAccount, keys: to_account, properties: {accountNumber: {column: to_account}}}
        payment:
          schema: Payment
          keys: txn_id
          properties:
            payerAccount: {entity: payer}
            beneficiaryAccount: {entity: payee}
            amount: {column: amount}
            currency: {column: currency}
            date: {column: timestamp}
            purpose: {column: remark}
            transactionNumber: {column: txn_id}
"""


def main() -> None:
    """Run what is asked for and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=list(PARTS))
    args = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    for name, part in PARTS.items():
        if args.only in (None, name):
            for table in part(args.rows):
                show(table)


def _neo4j(_rows: int) -> Iterator[Table]:
    from benchmarks.neo4j_sync import run

    yield run(50_000, 200_000)


def _overlap(_rows: int) -> Iterator[Table]:
    from benchmarks.overlap import overlaps

    yield overlaps()


def _suspects(_rows: int) -> Iterator[Table]:
    from benchmarks.suspects import suspects

    yield suspects()


def _laundering(rows: int) -> Iterator[Table]:
    from benchmarks.laundering import laundering

    yield laundering(rows)


def _traces(rows: int) -> Iterator[Table]:
    from benchmarks.traces import traces

    yield from traces(rows).values()


def _measures(_rows: int) -> Iterator[Table]:
    from benchmarks.measures import EXACT, measures

    yield measures()
    yield measures(20_000, 80_000, names=EXACT)


def _resolution(_rows: int) -> Iterator[Table]:
    from benchmarks.blind import blind
    from benchmarks.resolution import TOOLS, resolution, scale
    from benchmarks.resolution_data import DATA_SETS

    yield resolution(list(DATA_SETS), TOOLS)
    yield blind([100_000])
    yield scale([100_000, 1_000_000])


def _sharing(rows: int) -> Iterator[Table]:
    from benchmarks.sharing import sharing

    yield sharing(rows, payments(rows), BUILD / "payments.yaml", BUILD)


def _board(_rows: int) -> Iterator[Table]:
    from benchmarks.board import board

    yield from board()


def _targeting(_rows: int) -> Iterator[Table]:
    from benchmarks.targeting import targeting

    yield from targeting()


def show(rows: list[dict[str, object]]) -> None:
    """Print rows as a Markdown table of what they have in common; nothing where there are none."""
    if not rows:
        return
    columns = list(dict.fromkeys(key for row in rows for key in row))
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(_text(row.get(c, "")) for c in columns) + " |")


def _text(value: object) -> str:
    return (
        f"{value:,.2f}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def payments(rows: int) -> Path:
    """Return a file of payments with its sidecar and mapping, made once."""
    path = BUILD / f"payments_{rows}.csv"
    if not path.exists():
        write_payments(path, rows)
        path.with_name(path.name + ".source.json").write_text(SIDECAR, encoding="utf-8")
    (BUILD / "payments.yaml").write_text(MAPPING, encoding="utf-8")
    return path


def imports(rows: int) -> list[dict[str, object]]:
    """Import into the ledger and on to a graph that answers, beside ftm map-csv."""
    found = [linkgraph_import(rows), linkgraph_import(2 * rows)]
    peer = ftm(rows)
    made = []
    for one in found:
        n = one["rows"]
        made.append(
            {
                "what": f"import {n:,} payments into the ledger",
                "rows/s": n / one["import_s"],
                "peak MB": one["peak_mb"],
            }
        )
        made.append(
            {
                "what": f"import {n:,} payments, embedded graph ready",
                "rows/s": n / one["ready_s"],
                "peak MB": one["ready_peak_mb"],
            }
        )
    if peer:
        made.append({"what": f"ftm map-csv, {rows:,} payments", "rows/s": peer})
        for row in made[:2]:
            row["x ftm"] = row["rows/s"] / peer
    made[2]["x memory"] = found[1]["peak_mb"] / found[0]["peak_mb"]
    return made


def linkgraph_import(rows: int) -> dict[str, float]:
    """Import in a process of its own; return seconds and peak memory."""
    path = payments(rows)
    case = BUILD / "case"
    shutil.rmtree(case, ignore_errors=True)
    from linkgraph.case import create_case

    create_case(case, jurisdiction="MY", agency="FIU").close()
    words = [sys.executable, "-c", IMPORT, str(case), str(path), str(BUILD / "payments.yaml")]
    out = subprocess.run(words, check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def ftm(rows: int) -> float | None:
    """Return rows/s of ftm map-csv; None where it cannot be installed."""
    peers = BUILD / "peers"
    tool = peers / "bin" / "ftm"
    if not tool.exists():
        subprocess.run([sys.executable, "-m", "venv", str(peers)], check=True)
        done = subprocess.run(
            [str(peers / "bin" / "pip"), "install", "--quiet", "followthemoney"],
            check=False,
            capture_output=True,
        )
        if done.returncode or not tool.exists():
            print("left out: followthemoney could not be installed", file=sys.stderr)
            return None
    path = payments(rows)
    mapping = BUILD / "ftm.yaml"
    mapping.write_text(FTM_MAPPING, encoding="utf-8")
    begun = time.perf_counter()
    with path.open("rb") as source, (BUILD / "ftm.json").open("wb") as target:
        subprocess.run(
            [str(tool), "map-csv", str(mapping)],
            stdin=source,
            stdout=target,
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return rows / (time.perf_counter() - begun)


ASKED = [
    (
        "3-hop neighbourhood",
        "MATCH (s:Entity {id: $id})-[:PAID*1..3]-(e:Entity) RETURN count(DISTINCT e) AS n",
    ),
    (
        "shared identifier",
        "MATCH (a:BankAccount)-[:PAID]->(i:BankAccount)<-[:PAID]-(b:BankAccount {id: $id}) WHERE a.id <> b.id RETURN count(DISTINCT a) AS n",
    ),
    (
        "shortest path, 6 hops",
        "MATCH p = shortestPath((a:Entity {id: $id})-[:PAID*..6]-(b:Entity {id: $other})) RETURN length(p) AS n",
    ),
]


def questions(rows: int) -> list[dict[str, object]]:
    """Three questions on both engines, on the graph of the payments."""
    from linkgraph.case import open_case
    from linkgraph.graph.engines import open_engine
    from linkgraph.graph.neo4j_engine import open_neo4j
    from linkgraph.graph.sync import bring_up_to_date
    from tests.neo4j_server import Neo4jUnavailable, running_server

    linkgraph_import(rows)
    case = open_case(BUILD / "case")
    ids = list(
        case.engine().run("MATCH (a:BankAccount) RETURN a.id AS id ORDER BY id LIMIT 21", {}).rows
    )
    from benchmarks.catalogue import ask_catalogue, with_kestrel

    show(ask_catalogue(case.folder))
    if beside := with_kestrel(case.folder):
        show(ask_catalogue(beside))
    made = _timed("kglite", open_engine("kglite", case.folder, case.ledger.case_id), ids)
    try:
        with running_server(heap="4g") as server:
            engine = open_neo4j(
                server.uri, server.user, server.password, case_id=case.ledger.case_id
            )
            begun = time.perf_counter()
            bring_up_to_date(case.ledger, engine)
            made.append(
                {
                    "what": f"neo4j sync of {rows:,} payments",
                    "rows/s": rows / (time.perf_counter() - begun),
                }
            )
            made += _timed("neo4j", engine, ids)
            engine.close()
    except Neo4jUnavailable as why:
        print(f"left out: {why}", file=sys.stderr)
    case.close()
    return made


def _timed(name: str, engine: object, ids: list[tuple[str]]) -> list[dict[str, object]]:
    made = []
    for title, text in ASKED:
        took = []
        for (one,), (other,) in itertools.pairwise(ids):
            params = {"id": one} | ({"other": other} if "$other" in text else {})
            begun = time.perf_counter()
            engine.run(text, params)
            took.append(time.perf_counter() - begun)
        made.append({"what": f"{title} ({name})", "median ms": 1000 * median(took)})
    return made


PARTS: dict[str, Callable[[int], Iterator[Table]]] = {
    "import": lambda rows: iter([imports(rows)]),
    "questions": lambda rows: iter([questions(rows)]),
    "neo4j": _neo4j,
    "measures": _measures,
    "resolution": _resolution,
    "suspects": _suspects,
    "laundering": _laundering,
    "traces": _traces,
    "targeting": _targeting,
    "overlap": _overlap,
    "board": _board,
    "sharing": _sharing,
}

if __name__ == "__main__":
    main()
