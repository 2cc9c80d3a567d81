"""nomenklatura: its own blocking index, then logic-v2 on FollowTheMoney entities."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from common import main
from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.db import make_session
from nomenklatura.matching import ScoringConfig, get_algorithm
from nomenklatura.resolver import Resolver
from nomenklatura.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator

logging.disable(logging.WARNING)

MANY_PAIRS = 5_000_000


def febrl(row: dict[str, Any]) -> dict[str, list[str]]:
    """A person of FEBRL as FollowTheMoney would say it."""
    date = row["date_of_birth"] or ""
    street = " ".join(filter(None, (row["street_number"], row["address_1"])))
    place = ", ".join(filter(None, (street, row["suburb"], row["state"], row["postcode"])))
    return {
        "name": [" ".join(filter(None, (row["given_name"], row["surname"])))],
        "firstName": [row["given_name"]],
        "lastName": [row["surname"]],
        "birthDate": [f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 else None],
        "idNumber": [row["soc_sec_id"]],
        "address": [place],
        "country": ["au"],
    }


def fake(row: dict[str, Any]) -> dict[str, list[str]]:
    """A person of fake_1000."""
    return {
        "name": [" ".join(filter(None, (row["first_name"], row["surname"])))],
        "firstName": [row["first_name"]],
        "lastName": [row["surname"]],
        "birthDate": [row["dob"]],
        "email": [row["email"]],
        "address": [row["city"]],
    }


def listed(row: dict[str, Any]) -> dict[str, list[str]]:
    """A person or organization with lists of values."""
    numbers = [d.partition(":") for d in row["documents"]]
    said = {
        "name": list(row["names"]),
        "alias": list(row.get("aliases", ())),
        "address": list(row["addresses"]),
        "phone": list(row["phones"]),
        "email": list(row["emails"]),
        "idNumber": [n for kind, _, n in numbers if kind != "passport"],
    }
    if row["kind"] == "person":
        said |= {
            "birthDate": list(row["birth_dates"]),
            "gender": [{"m": "male", "f": "female"}.get(s, s) for s in row["sex"]],
            "nationality": list(row["nationalities"]),
            "passportNumber": [n for kind, _, n in numbers if kind == "passport"],
        }
    return said


MAKERS = {"febrl3": febrl, "febrl4": febrl, "fake_1000": fake}


def entities(table: pd.DataFrame, settings: str, dataset: Dataset) -> Iterator[StatementEntity]:
    """Yield the records as entities."""
    make = MAKERS.get(settings, listed)
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        kind = "Organization" if row.get("kind") == "organization" else "Person"
        entity = StatementEntity.from_data(
            dataset,
            {"id": row["unique_id"], "schema": kind, "properties": {}, "datasets": ["bench"]},
        )
        for name, values in make(row).items():
            entity.add(name, [v for v in values if v])
        yield entity


def score(table: pd.DataFrame, settings: str) -> pd.DataFrame:
    """Return the index's pairs with logic-v2's score."""
    dataset = Dataset.make({"name": "bench", "title": "bench"})
    algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
    folder = Path(tempfile.mkdtemp())
    rows = []
    sides = dict(zip(table["unique_id"], table["source"], strict=True)) if "source" in table else {}
    with make_session("sqlite:///:memory:") as session:
        resolver = Resolver[StatementEntity](session, create=True)
        store = MemoryStore(dataset, resolver)
        with store.writer() as writer:
            for entity in entities(table, settings, dataset):
                writer.add_entity(entity)
        view = store.default_view(external=True)
        index = Index(view, folder, options={})
        index.build()
        for (left, right), _ in index.pairs(max_pairs=MANY_PAIRS):
            if sides and sides[left.id] == sides[right.id]:
                continue
            found = algorithm.compare(view.get_entity(left.id), view.get_entity(right.id), config)
            rows.append((left.id, right.id, found.score))
        index.close()
    shutil.rmtree(folder, ignore_errors=True)
    return pd.DataFrame(rows, columns=["left", "right", "score"])


if __name__ == "__main__":
    main(score)
