"""What it costs to bring a graph to Neo4j, beside a bare UNWIND loop that writes the same.

The loop is what a user would write: maps in batches of 10,000, one index on the entities' ids, a
map per row. It has neither watermark nor indexes on links, cannot go on after a kill, and clears
nothing. Each side starts with an empty database and waits for its indexes.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

import polars as pl
from neo4j import GraphDatabase

from linkgraph.graph.base import LinkShape, Projection, Watermark
from linkgraph.graph.neo4j_engine import open_neo4j
from tests.neo4j_server import running_server

__all__ = ["generate", "run"]

BATCH = 10_000
ROUNDS = 3
CASE = "benchmark"
SHAPE = LinkShape("PAID", "BankAccount", "BankAccount")
START = datetime(2024, 1, 1, tzinfo=UTC)


def run(nodes: int = 50_000, links: int = 200_000) -> list[dict[str, object]]:
    """Return a row per way of writing: rows, seconds, rows a second, and the ratio to the loop."""
    projection = generate(nodes, links)
    measured = []
    with (
        running_server(heap="2g") as server,
        GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
    ):
        write = {
            "bare UNWIND loop": lambda made: write_bare(driver, made),
            "linkgraph": lambda made: write_linkgraph(server, made),
        }
        # The first of all would pay for the server's warming up.
        for do in write.values():
            clear(driver)
            do(generate(nodes // 5, links // 5))
        for name, do in [*write.items()] * ROUNDS:
            clear(driver)
            start = time.perf_counter()
            do(projection)
            measured.append((name, time.perf_counter() - start))
    return table(measured, nodes + links)


def table(measured, rows):
    """Return the better time of each, so that one hiccup of the machine decides nothing."""
    best = {name: min(s for n, s in measured if n == name) for name, _ in measured}
    bare = best["bare UNWIND loop"]
    return [
        {
            "what": name,
            "rows": rows,
            "seconds": round(seconds, 2),
            "rows_per_s": round(rows / seconds),
            "ratio": round(bare / seconds, 2),
        }
        for name, seconds in best.items()
    ]


def generate(nodes: int, links: int, seed: int = 1) -> Projection:
    """Return accounts and payments with the properties that an import gives them."""
    draw = random.Random(seed)
    accounts = [f"{i:012d}" for i in range(nodes)]
    times = [START + timedelta(seconds=draw.randrange(31_536_000)) for _ in range(links)]
    return Projection(
        {"BankAccount": account_table(accounts)},
        {
            SHAPE: pl.DataFrame(
                {
                    "link_id": [f"paid:{i:016x}" for i in range(links)],
                    "from_id": [f"account:{draw.choice(accounts)}" for _ in range(links)],
                    "to_id": [f"account:{draw.choice(accounts)}" for _ in range(links)],
                    "sources": ["source:0123456789ab"] * links,
                    "handling": ["H1 AMBER"] * links,
                    "reliability": ["B"] * links,
                    "credibility": ["2"] * links,
                    "records": [1] * links,
                    "amount_minor": [draw.randrange(1, 10_000_000) for _ in range(links)],
                    "currency": ["MYR"] * links,
                    "at": [t.strftime("%Y-%m-%dT%H:%M:%SZ") for t in times],
                    "zone": ["Asia/Kuala_Lumpur"] * links,
                    "channel": ["transfer"] * links,
                    "reference": [f"TX{i:09d}" for i in range(links)],
                    "at_s": [int(t.timestamp()) for t in times],
                }
            )
        },
    )


def account_table(accounts):
    many = len(accounts)
    return pl.DataFrame(
        {
            "id": [f"account:{number}" for number in accounts],
            "caption": accounts,
            "sources": ["source:0123456789ab"] * many,
            "originators": [["MY/FIU"]] * many,
            "handling": ["H1 AMBER"] * many,
            "records": [8] * many,
            "number": accounts,
            "banks": [["Bank A"]] * many,
            "countries": [["MY"]] * many,
        }
    )


def write_linkgraph(server, projection):
    engine = open_neo4j(server.uri, server.user, server.password, case_id=CASE)
    engine.build(projection, Watermark(CASE, 1, 1))
    engine.close()


def write_bare(driver, projection):
    """Write the rows as maps, the way that the driver's manual shows."""
    driver.execute_query(
        "CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
    )
    with driver.session() as session:
        for frame in projection.nodes.values():
            for part in frame.iter_slices(BATCH):
                session.execute_write(send, BARE_NODES, part.to_dicts())
        for frame in projection.links.values():
            for part in frame.iter_slices(BATCH):
                session.execute_write(send, BARE_LINKS, [ends_apart(r) for r in part.to_dicts()])


BARE_NODES = "UNWIND $rows AS row CREATE (n:Entity:BankAccount) SET n = row"
BARE_LINKS = """
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id}) MATCH (b:Entity {id: row.to_id})
CREATE (a)-[r:PAID]->(b) SET r = row.properties
"""


def ends_apart(row):
    return {"from_id": row.pop("from_id"), "to_id": row.pop("to_id"), "properties": row}


def send(tx, cypher, rows):
    tx.run(cypher, rows=rows).consume()


def clear(driver):
    """Empty the database of data, constraints and indexes."""
    with driver.session() as session:
        for cypher in ("MATCH ()-[r]->() CALL (r) { DELETE r }", "MATCH (n) CALL (n) { DELETE n }"):
            session.run(f"{cypher} IN TRANSACTIONS OF 20000 ROWS").consume()
        for what, many in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
            for record in list(session.run(f"SHOW {many} YIELD name, type WHERE type <> 'LOOKUP'")):
                session.run(f"DROP {what} `{record['name']}`").consume()


def main():
    rows = run()
    print("  ".join(f"{name:>16}" for name in rows[0]))
    for row in rows:
        print("  ".join(f"{value:>16}" for value in row.values()))


if __name__ == "__main__":
    main()
