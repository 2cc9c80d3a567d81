"""How well scored pairs or clusters tell who is who."""

from __future__ import annotations

import importlib.util
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.resolution_data import SHARED

if TYPE_CHECKING:
    from types import ModuleType

    from benchmarks.resolution_data import DataSet

__all__ = [
    "best_clusters",
    "best_pairs",
    "connected",
    "figures",
    "judge_and_truth",
    "pair_figures",
    "true_pairs",
]


def true_pairs(data: DataSet) -> int:
    """Return how many pairs the truth has; across the two files where there are two."""
    if "source" not in data.records.columns:
        counted = data.clusters["cluster"].value_counts()["count"].to_numpy().astype(int)
        return int((counted * (counted - 1) // 2).sum())
    sides = data.clusters.join(data.records.select("unique_id", "source"), on="unique_id")
    both = sides.group_by("cluster").agg(
        a=(pl.col("source") == "a").sum(), b=(pl.col("source") == "b").sum()
    )
    return int((both["a"].cast(pl.Int64) * both["b"].cast(pl.Int64)).sum())


def best_pairs(data: DataSet, pairs: pl.DataFrame) -> dict[str, float]:
    """Return F1, precision and recall at the score that gives the best F1.

    Pairs of one score stand or fall together; pairs not scored count as apart.
    """
    one = data.clusters.rename({"unique_id": "left", "cluster": "l"})
    other = data.clusters.rename({"unique_id": "right", "cluster": "r"})
    known = (
        pairs.select(
            left=pl.min_horizontal("left", "right"),
            right=pl.max_horizontal("left", "right"),
            score="score",
        )
        .group_by("left", "right")
        .agg(pl.col("score").max())
        .join(one, on="left")
        .join(other, on="right")
        .select("score", same=pl.col("l") == pl.col("r"))
        .group_by("score")
        .agg(n=pl.len(), hits=pl.col("same").sum())
        .sort("score", descending=True)
    )
    said = known["n"].cum_sum().to_numpy().astype(float)
    hits = known["hits"].cum_sum().to_numpy().astype(float)
    if not len(said):
        return {"F1": 0.0, "precision": 0.0, "recall": 0.0, "threshold": 0.0}
    f1 = 2 * hits / (said + true_pairs(data))
    at = int(np.argmax(f1))
    return {
        "F1": float(f1[at]),
        "precision": float(hits[at] / said[at]),
        "recall": float(hits[at] / true_pairs(data)),
        "threshold": float(known["score"][at]),
    }


def connected(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return each id's cluster when every pair given is joined."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = one = parent[parent[one]]
        return one

    for left, right in pairs:
        a, b = sorted((root(left), root(right)))
        parent[b] = a
    return {one: root(one) for one in list(parent)}


def best_clusters(data: DataSet, pairs: pl.DataFrame, steps: int = 60) -> dict[str, float]:
    """Return Kestrel's own figures at the score whose clusters have the best F1 across files.

    ``at_99`` is the best F1 across files among scores of precision 0.99 or more.
    """
    if data.places is None:
        raise ValueError("only a case with places is scored by clusters")
    judge, truth = judge_and_truth()
    ordered = pairs.sort("score", descending=True)
    cuts = sorted(set(np.linspace(0, min(len(ordered), 8000), steps).astype(int)) - {0})
    best: dict[str, float] = {"F1": 0.0}
    sure = 0.0
    for cut in cuts:
        least = ordered["score"][int(cut) - 1]
        kept = ordered.filter(pl.col("score") >= least)
        clusters = connected(list(kept.select("left", "right").iter_rows()))
        found = figures(judge, truth, data, clusters)
        if found["precision"] >= 0.99:
            sure = max(sure, found["F1"])
        if found["F1"] > best["F1"]:
            best = found | {"threshold": float(least)}
    return best | {"F1 at P .99": sure}


def figures(
    judge: ModuleType, truth: object, data: DataSet, clusters: dict[str, str]
) -> dict[str, float]:
    """Return F1, precision and recall across files, and distractors merged, of clusters."""
    answer = {
        f"{file}:{locator}": clusters.get(one, one)
        for one, file, locator in data.places.select("unique_id", "file", "locator").iter_rows()
    }
    found = judge.score_resolution(truth, answer)
    return {
        "F1": found["across_files_f1"],
        "precision": found["across_files_precision"],
        "recall": found["across_files_recall"],
        "wrong with victim": found["wrong_with_victim"],
    }


def pair_figures(data: DataSet, entities: pl.DataFrame) -> dict[str, float]:
    """Return F1, precision and recall of the pairs within entities (unique_id, entity)."""
    known = entities.join(data.clusters, on="unique_id")
    if "source" in data.records.columns:
        known = known.join(data.records.select("unique_id", "source"), on="unique_id")
    pairs = known.join(known, on="entity", suffix="_2").filter(
        pl.col("unique_id") < pl.col("unique_id_2")
    )
    if "source" in data.records.columns:
        pairs = pairs.filter(pl.col("source") != pl.col("source_2"))
    hits, true = int((pairs["cluster"] == pairs["cluster_2"]).sum()), true_pairs(data)
    return {
        "F1": 2 * hits / max(1, pairs.height + true),
        "precision": hits / max(1, pairs.height),
        "recall": hits / max(1, true),
    }


def judge_and_truth() -> tuple[ModuleType, object]:
    """Return Kestrel's own judge, and the truth that it holds answers to."""
    spec = importlib.util.spec_from_file_location("kestrel_score", SHARED / "kestrel" / "score.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["kestrel_score"] = module
    spec.loader.exec_module(module)
    return module, module.load_truth(SHARED / "kestrel" / "truth")


def largest(clusters: dict[str, str]) -> int:
    """Return the size of the largest cluster."""
    return max(Counter(clusters.values()).values(), default=1)
