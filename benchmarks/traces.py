"""What traces and cycles cost among a million payments, beside networkx, plain Python and Neo4j.

    make bench ARGS="--only traces"
    .venv/bin/python benchmarks/traces.py --rows 100000 --without-neo4j

One made-up town (benchmarks/background.py) with cycles planted in it; all start from the same
table in memory. Processor seconds against Python, since other work shares the machine; seconds
by the clock against Neo4j, whose graph is loaded and warm. Answers are compared before times.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import plain_money
from benchmarks.background import background
from benchmarks.laundering import as_transfers
from linkgraph.analysis.money.chains import ChainRule, chains
from linkgraph.analysis.money.flow import Flow
from linkgraph.analysis.money.patterns import PatternRule, patterns
from linkgraph.analysis.money.trace import TraceRule, followed, trace
from linkgraph.analysis.money.transfers import DAY, TRANSFERS

__all__ = ["town", "traces"]

WAIT_DAYS, STEPS, STARTS = 3, 6, (1, 100, 1000)
TRACE = TraceRule(taint="poison", wait_days=WAIT_DAYS, steps=STEPS, least_share=0.0)
# Every payment is looked at by both, so that both go through the same ones.
CYCLE = PatternRule(within_days=4, busy=10**9)
PLANTED, SECONDS = 300, 60


def traces(rows: int = 1_000_000, *, neo4j: bool = True) -> dict[str, list[dict[str, object]]]:
    """Return tables: traces, cycles, how both grow, and Neo4j beside them."""
    frame = town(rows)
    made = {"traces": _traces(frame), "cycles": _cycles(frame), "growth": _growth(rows)}
    if neo4j:
        from benchmarks.traces_neo4j import beside_neo4j

        made["neo4j"] = beside_neo4j(frame, starts_of(frame))
    return made


def town(rows: int, share: float | None = None, seed: int = 11) -> pl.DataFrame:
    """Return payments as ``TRANSFERS``, cycles of three to ten planted among them, by link."""
    share = rows / 1_000_000 if share is None else share
    usual = as_transfers(background(rows, seed, share))
    rng = np.random.default_rng(seed)
    people, planted = int(200_000 * share), []
    for _ in range(max(1, int(PLANTED * share))):
        ends = rng.choice(people, rng.integers(3, 11), replace=False)
        times = np.sort(rng.integers(0, 3 * DAY, ends.size)) + rng.integers(0, 14 * DAY)
        value = rng.uniform(2_000, 20_000) * np.cumprod(rng.uniform(0.9, 1.0, ends.size))
        planted += zip(ends, np.roll(ends, -1), times, value, strict=True)
    columns = pl.DataFrame(planted, schema=["a", "b", "at_s", "value"], orient="row").select(
        from_id=pl.format("account:{}", "a"), to_id=pl.format("account:{}", "b"),
        at_s="at_s", value="value", from_person=pl.lit(value=True), to_person=pl.lit(value=True),
    )  # fmt: skip
    both = pl.concat([usual, as_transfers(columns).select(*TRANSFERS)])
    return both.with_row_index("n").with_columns(
        link_id=pl.format("paid:{}", pl.col("n").cast(pl.String).str.zfill(8)),
        least=pl.lit(0.0), from_person=pl.lit(value=True), to_person=pl.lit(value=True),
    ).select(*TRANSFERS)  # fmt: skip


def starts_of(frame: pl.DataFrame, most: int = max(STARTS)) -> list[str]:
    """Return accounts of people, the same ones on every run."""
    payers = frame["from_id"].unique().sort()
    return payers.sample(min(most, len(payers)), seed=5, shuffle=True).to_list()


def timed(do, rounds: int = 3):
    """Return what something gives, and its least processor and clock seconds."""
    took = []
    for _ in range(rounds):
        gc.collect()
        clock, processor = time.perf_counter(), time.process_time()
        given = do()
        took.append((time.process_time() - processor, time.perf_counter() - clock))
    return given, min(one[0] for one in took), min(one[1] for one in took)


def _traces(frame: pl.DataFrame) -> list[dict[str, object]]:
    flow, making, _ = timed(lambda: Flow.of(frame))
    graph, building, _ = timed(lambda: plain_money.nx_graph(frame), 2)
    made = []
    for count in STARTS:
        starts = starts_of(frame)[:count]
        answer, ours, _ = timed(lambda starts=starts: followed(flow, starts, TRACE))
        _, whole, _ = timed(lambda starts=starts: trace(frame, starts, TRACE))
        told, plain, _ = timed(lambda starts=set(starts): plain_money.poisoned(graph, starts, WAIT_DAYS * DAY, STEPS))  # fmt: skip
        _, bare, _ = timed(lambda starts=set(starts): plain_money.reach(graph, starts, WAIT_DAYS * DAY, STEPS))  # fmt: skip
        assert set(answer["link_id"]) == told, "the two rules tell different payments"
        made.append({
            "starts": count, "payments told": answer.height, "same answers": "yes",
            "linkgraph, from the table, s": whole, "networkx, from the table, s": building + plain,
            "x from the table": (building + plain) / whole,
            "linkgraph, made ready, s": ours, "networkx, made ready, s": plain,
            "x made ready": plain / ours, "networkx, reach alone, s": bare,
        })  # fmt: skip
    made[0] |= {"making ready: linkgraph, s": making, "networkx, s": building}
    return made


def _cycles(frame: pl.DataFrame) -> list[dict[str, object]]:
    found, ours, _ = timed(lambda: patterns(frame, CYCLE, ("cycle",)))
    ready, sorting, _ = timed(lambda: plain_money.by_account(frame), 2)
    told, plain, _ = timed(lambda: plain_money.cycles(ready, CYCLE.within), 2)
    assert set(found["link_id"]) == told, "the two tell different cycles"
    rule = ChainRule()
    linked, chaining, _ = timed(lambda: chains(frame, rule))
    kept, plainly, _ = timed(lambda: plain_money.chained(ready, int(rule.wait_days * DAY), rule.keep), 2)  # fmt: skip
    ours_kept = set(linked.filter(pl.col("kind") == "cycle")["link_id"])
    assert kept <= ours_kept, "a cycle is missed"
    (count, whole), static, _ = timed(lambda: plain_money.static_cycles(frame, 4, SECONDS), 1)
    ended = "all of them" if whole else f"stopped after {SECONDS} s"
    return [
        {"what": "ways back within 4 days, any sums (patterns, kind cycle)", "payments told": len(told),
         "linkgraph, s": ours, "plain Python, s": sorting + plain, "x": (sorting + plain) / ours},
        {"what": "sums handed on and back (chains, layering among them)", "payments told": len(ours_kept),
         "linkgraph, s": chaining, "plain Python, s": sorting + plainly, "x": (sorting + plainly) / chaining},
        {"what": f"networkx simple_cycles to four accounts, no times: {count:,} cycles, {ended}",
         "networkx, s": static},
    ]  # fmt: skip


def _growth(rows: int) -> list[dict[str, object]]:
    """The same town smaller: each account is as busy as before."""
    made = []
    for size in (rows // 10, 3 * rows // 10, rows):
        frame = town(size, size / 1_000_000)
        flow, making, _ = timed(lambda frame=frame: Flow.of(frame))
        starts = starts_of(frame)[: size // 1000]
        held, _, last = flow.reached(flow.numbers(starts), WAIT_DAYS * DAY, STEPS)
        scanned = flow.touching(flow.numbers(starts), held, last).size
        _, walking, _ = timed(lambda flow=flow, starts=starts: followed(flow, starts, TRACE))
        _, cycling, _ = timed(lambda frame=frame: patterns(frame, CYCLE, ("cycle",)))
        made.append({
            "payments": frame.height, "made ready, us each": 1e6 * making / frame.height,
            "payments scanned by a trace": scanned,
            "trace, us each scanned": 1e6 * walking / max(1, scanned),
            "cycles, us a payment": 1e6 * cycling / frame.height,
        })  # fmt: skip
    return made


if __name__ == "__main__":
    from benchmarks.run import show

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--without-neo4j", action="store_true")
    told = parser.parse_args()
    for table in traces(told.rows, neo4j=not told.without_neo4j).values():
        show(table)
        print()
