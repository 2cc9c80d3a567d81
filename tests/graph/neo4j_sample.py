"""A made-up graph for the tests of the Neo4j engine, and a process that builds it and may be killed.

``python -m tests.graph.neo4j_sample ENTITIES LINKS VERSION`` builds it in the server that the
environment names, in batches of 100, and says when it begins.
"""

from __future__ import annotations

import sys

import polars as pl

from linkgraph.graph import neo4j_load
from linkgraph.graph.base import LinkShape, Projection, Watermark
from linkgraph.graph.neo4j_engine import open_neo4j, settings_from_environment

__all__ = ["CASE", "HOLDS", "PAID", "accounts", "payments", "people", "sample"]

CASE = "case-of-the-tests"
PAID = LinkShape("PAID", "BankAccount", "BankAccount")
HOLDS = LinkShape("HOLDS", "Person", "BankAccount")


def sample(entities: int = 20, links: int = 30) -> Projection:
    """Return half people, half accounts; each person holds an account, and accounts pay."""
    many = entities // 2
    return Projection(
        {"BankAccount": accounts(many), "Person": people(many)},
        {HOLDS: holdings(many), PAID: payments(links, many)},
    )


def accounts(many: int, sources: str = "source:a") -> pl.DataFrame:
    ids = [f"account:{i:05d}" for i in range(many)]
    return pl.DataFrame(
        {
            "id": ids,
            "caption": [name.upper() for name in ids],
            "sources": [sources] * many,
            "originators": [["MY/FIU", "TH/AMLO"]] * many,
            "handling": ["H1 AMBER"] * many,
            "records": list(range(1, many + 1)),
            "number": [name.partition(":")[2] for name in ids],
            "countries": [["MY"] if i % 2 else None for i in range(many)],
        }
    )


def people(many: int, sources: str = "source:a source:b") -> pl.DataFrame:
    ids = [f"person:{i:05d}" for i in range(many)]
    return pl.DataFrame(
        {
            "id": ids,
            "caption": [f"สมชาย <b>{i}</b> =1+1" for i in range(many)],
            "sources": [sources] * many,
            "originators": [["MY/PDRM"]] * many,
            "handling": ["H3 RED"] * many,
            "records": [1] * many,
            "names": [[f"Somchai {i}", f"สมชาย {i}"] for i in range(many)],
            "birth_dates": [["1990-05"] if i else None for i in range(many)],
        }
    )


def holdings(many: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "link_id": [f"holds:{i:05d}" for i in range(many)],
            "from_id": [f"person:{i:05d}" for i in range(many)],
            "to_id": [f"account:{i:05d}" for i in range(many)],
            **graded(many, "source:b"),
        }
    )


def payments(links: int, many: int, amount: int = 1) -> pl.DataFrame:
    """Return payments that go round the accounts, so that some are parallel."""
    return pl.DataFrame(
        {
            "link_id": [f"paid:{i:06d}" for i in range(links)],
            "from_id": [f"account:{i % many:05d}" for i in range(links)],
            "to_id": [f"account:{(i * 7 + 1) % many:05d}" for i in range(links)],
            **graded(links, "source:a"),
            "amount_minor": [amount * (i + 1) for i in range(links)],
            "currency": ["MYR"] * links,
            "at": ["2024-05-06T07:08:09Z"] * links,
            "at_s": [1714979289] * links,
        }
    )


def graded(many: int, sources: str) -> dict[str, list[object]]:
    return {
        "sources": [sources] * many,
        "handling": ["H1 AMBER"] * many,
        "reliability": ["B"] * many,
        "credibility": ["2" if i % 3 else None for i in range(many)],
        "records": [1] * many,
    }


def main(entities: int, links: int, version: int) -> None:
    neo4j_load._BATCH_ROWS = neo4j_load._DELETE_ROWS = 100
    settings = settings_from_environment()
    engine = open_neo4j(settings.uri, settings.user, settings.password, case_id=CASE)
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    engine.build(sample(entities, links), Watermark(CASE, version, 1))
    engine.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
