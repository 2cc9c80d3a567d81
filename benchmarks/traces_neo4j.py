"""The same traces and cycles in Neo4j's own Cypher 25, on the same payments, loaded and warm."""

from __future__ import annotations

import sys
import time

import polars as pl
from neo4j import GraphDatabase, Query
from neo4j.exceptions import Neo4jError

from benchmarks import plain_money
from linkgraph.analysis.money.flow import Flow
from linkgraph.analysis.money.patterns import PatternRule, patterns
from linkgraph.analysis.money.trace import TraceRule, followed
from linkgraph.analysis.money.transfers import DAY
from tests.neo4j_server import Neo4jUnavailable, running_server

__all__ = ["beside_neo4j"]

WAIT, STEPS, WITHIN = 3 * DAY, 6, 4 * DAY
BATCH, SECONDS = 20_000, 180
RULE = TraceRule(taint="poison", wait_days=3, steps=STEPS, least_share=0.0)

# Of each way only as much is followed as time allows: allReduce prunes while it expands.
REACH = f"""CYPHER 25
MATCH (home:Account) WHERE home.id IN $starts
MATCH (home) (()-[paid:PAID]->()){{1,{STEPS}}} ()
WHERE allReduce(span = {{}}, one IN paid | {{before: span.now, now: one.at}},
    span.before IS NULL OR (span.now > span.before AND span.now - span.before <= $wait))
UNWIND paid AS one
RETURN DISTINCT one.id AS id"""
CYCLES = """CYPHER 25
MATCH (home:Account) WHERE home.id IN $starts
MATCH (home) (()-[paid:PAID]->()){{3,{longest}}} (home)
WHERE allReduce(span = {{}}, one IN paid |
    {{before: span.now, now: one.at, begun: coalesce(span.begun, one.at)}},
    (span.before IS NULL OR span.now > span.before) AND span.now - span.begun <= $within)
UNWIND paid AS one
RETURN DISTINCT one.id AS id"""


def beside_neo4j(frame: pl.DataFrame, starts: list[str]) -> list[dict[str, object]]:
    """Return a row a question: seconds by the clock, the least of three rounds; empty without a server."""
    try:
        with (
            running_server(heap="4g") as server,
            GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        ):
            loading = _load(driver, frame)
            graph = plain_money.nx_graph(frame)
            made = [_reach(driver, frame, graph, starts[:count]) for count in (1, 100, 1000)]
            del graph
            made += [_cycles(driver, frame, starts, longest) for longest in (4, 6)]
            made[0]["loading Neo4j, s"] = loading
            return made
    except Neo4jUnavailable as why:
        print(f"left out: {why}", file=sys.stderr)
        return []


def _load(driver, frame: pl.DataFrame) -> float:
    begun = time.perf_counter()
    driver.execute_query("CREATE CONSTRAINT FOR (a:Account) REQUIRE a.id IS UNIQUE")
    accounts = pl.concat([frame["from_id"], frame["to_id"]]).unique().to_list()
    for at in range(0, len(accounts), BATCH):
        driver.execute_query("UNWIND $ids AS id CREATE (:Account {id: id})", ids=accounts[at : at + BATCH])  # fmt: skip
    rows = frame.select(a="from_id", b="to_id", id="link_id", at="at_s", value="value")
    for part in rows.iter_slices(BATCH):
        driver.execute_query(
            "UNWIND $rows AS row MATCH (a:Account {id: row.a}) MATCH (b:Account {id: row.b}) "
            "CREATE (a)-[:PAID {id: row.id, at: row.at, value: row.value}]->(b)",
            rows=part.to_dicts(),
        )
    driver.execute_query("CALL db.awaitIndexes(300)")
    return time.perf_counter() - begun


def _asked(driver, text: str, rounds: int = 3, **params) -> tuple[set[str] | None, float]:
    """Return ids and the least seconds; no ids where it took longer than it may."""
    took, found = [], None
    with driver.session() as session:
        for _ in range(rounds):
            begun = time.perf_counter()
            try:
                found = {row[0] for row in session.run(Query(text, timeout=SECONDS), **params)}  # type: ignore[arg-type]
            except Neo4jError as error:
                print(f"{error.code} after {time.perf_counter() - begun:.0f} s", file=sys.stderr)
                return None, time.perf_counter() - begun
            took.append(time.perf_counter() - begun)
    return found, min(took)


def _clocked(do, rounds: int = 3):
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        given = do()
        took.append(time.perf_counter() - begun)
    return given, min(took)


def _reach(driver, frame: pl.DataFrame, graph, starts: list[str]) -> dict[str, object]:
    flow = Flow.of(frame)
    told, ours = _clocked(lambda: followed(flow, starts, RULE))
    there, theirs = _asked(driver, REACH, starts=starts, wait=WAIT)
    known = set(frame["from_id"]) & set(starts)
    reach, _ = plain_money.reach(graph, set(starts), WAIT, STEPS)
    assert there in (None, reach), "Neo4j reaches other payments"
    assert set(told["link_id"]) <= reach, "a tainted payment is out of reach"
    return {
        "what": f"trace, {len(known):,} starts, {STEPS} steps", "linkgraph, s": ours, "Neo4j, s": theirs,
        "x": theirs / ours, "payments: linkgraph": told.height,
        "payments: Neo4j": len(there) if there is not None else "not in time",
    }  # fmt: skip


def _cycles(driver, frame: pl.DataFrame, starts: list[str], longest: int) -> dict[str, object]:
    """Ours goes through all accounts whatever is asked; Neo4j through the starts alone."""
    rule = PatternRule(within_days=WITHIN / DAY, busy=10**9)
    _, ours = _clocked(lambda: patterns(frame, rule, ("cycle",)))
    there, theirs = _asked(driver, CYCLES.format(longest=longest), 1, starts=starts, within=WITHIN)
    ready = plain_money.by_account(frame)
    plain = plain_money.cycles(ready, WITHIN, longest=longest - 1, firsts=starts)
    assert there is None or plain <= there, "Neo4j misses a cycle"
    accounts = pl.concat([frame["from_id"], frame["to_id"]]).n_unique()
    return {
        "what": f"cycles of 3 to {longest} payments through {len(starts):,} of {accounts:,} accounts",
        "linkgraph, s": ours, "Neo4j, s": theirs, "payments: linkgraph": len(plain),
        "payments: Neo4j": len(there) if there is not None else "not in time",
        "x, all accounts at its pace": theirs / ours * accounts / len(starts),
    }  # fmt: skip
