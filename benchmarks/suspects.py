"""New suspects of the made-up case, beside degree, PageRank and personalised PageRank.

    .venv/bin/python benchmarks/suspects.py

All rank the same people, accounts and phones of the same network, with identities as the
project resolves them and victims, suspects and organizations left out alike; the case's own
judge scores them. PageRank is networkx's that needs no scipy.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from linkgraph.case import open_case
from linkgraph.catalogue.measured.lead_view import LeadView
from linkgraph.cli import main as linkgraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.case import Case

__all__ = ["kestrel_case", "ranked_by_us", "suspects"]

KESTREL = Path(__file__).resolve().parents[2] / "shared" / "data" / "kestrel"
WITHIN = ["30", "50"]
_RANKED = ("Person", "BankAccount", "Phone")


def kestrel_case(exports: Path, folder: Path) -> Case:
    """Return a case of the exports, identities resolved."""
    for words in (
        ["case", "init", str(folder), "-j", "NZ", "-a", "Joint cell", "--name", "Kestrel"],
        ["source", "import", str(exports), "-c", str(folder), "-f", "jsonl"],
        ["resolve", "run", "-c", str(folder), "-f", "jsonl"],
    ):
        linkgraph(words)
    return open_case(folder)


def ranked_by_us(case: Case) -> list[list[str]]:
    """Return identifiers of each lead, the strongest first."""
    answer = case.answer("network/new_suspects")
    place = answer.columns.index("identifiers")
    return [[str(one) for one in row[place]] for row in answer.rows]  # type: ignore[attr-defined]


def peers(view: LeadView) -> Mapping[str, Mapping[str, float]]:
    """Return scores by bundle of each simpler measure on the same network."""
    graph = nx.Graph()
    for one, other in view.acts.select("from_id", "to_id").iter_rows():
        held = graph.get_edge_data(one, other, {"weight": 0})
        graph.add_edge(one, other, weight=held["weight"] + 1)
    seeds = {one: 1.0 for one in view.known if one in graph}
    ties = {one: sum(other in seeds for other in graph[one]) for one in graph}
    return {
        "degree": dict(graph.degree()),
        "ties to suspects": ties,
        "PageRank": pagerank(graph),
        "personalised PageRank": pagerank(graph, personalization=seeds),
    }


def ranked_by(view: LeadView, scores: Mapping[str, float]) -> list[list[str]]:
    """Return identifiers of each, the highest first."""
    things: dict[str, list[str]] = defaultdict(list)
    for bundle, one, kind in view.members.select("bundle", "id", "kind").iter_rows():
        if kind in _RANKED and bundle not in view.known | view.silent:
            things[bundle] += [one] if kind != "Person" else []
    order = sorted(things, key=lambda one: (-scores.get(one, 0), one))
    return [sorted(things[one]) for one in order if things[one]]


def judged(ranking: list[list[str]], data: Path) -> dict[str, float]:
    """Return what the case's judge says of a ranking."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ranked.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([["identifiers"], *([json.dumps(one)] for one in ranking)])
        words = ["hidden", "--truth", str(data / "truth"), "--answer", str(file), "--k", *WITHIN]
        told = subprocess.run(
            [sys.executable, str(data / "score.py"), *words], check=True, capture_output=True
        )
    return dict(json.loads(told.stdout))


def suspects(data: Path = KESTREL) -> list[dict[str, object]]:
    """Return one row a ranking: how many of the hidden suspects stand within the first ones."""
    if not data.is_dir():
        print("left out: suspects: the made-up case of six countries is not here", file=sys.stderr)
        return []
    with TemporaryDirectory() as folder:
        case = kestrel_case(data / "exports", Path(folder) / "case")
        surroundings = case._surroundings()  # noqa: SLF001 - peers get what the question gets
        view = LeadView.of(surroundings.read(), surroundings.protected())
        started = time.perf_counter()
        rankings = {"linkgraph": ranked_by_us(case)}
        took = time.perf_counter() - started
    rankings |= {name: ranked_by(view, scores) for name, scores in peers(view).items()}
    made: list[dict[str, object]] = []
    for name, ranking in rankings.items():
        figures = judged(ranking, data)
        made.append(
            {"ranking": name} | {f"recall at {k}": figures[f"new_recall@{k}"] for k in WITHIN}
        )
    made[0]["seconds"] = took
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=KESTREL, help="folder with exports and truth")
    from benchmarks.run import show

    show(suspects(parser.parse_args().data))
