"""What measures of a network cost, beside NetworKit, rustworkx and networkx, in the same run.

    make bench ARGS="--only measures"
    .venv/bin/python benchmarks/measures.py --size 20000 --exact

All start from the same arrays of ties (as a projection has them) and end with scores; each is
given one thread, and processor time is told, so that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.resolution import PEERS, SCRIPTS
from benchmarks.resolution_data import BUILD
from linkgraph import analysis
from linkgraph.analysis.ties import Ties

__all__ = ["made_up_ties", "measures"]

OURS = {
    "pagerank": lambda ties, _: analysis.pagerank(ties),
    "eigenvector": lambda ties, _: analysis.eigenvector(ties),
    "components": lambda ties, _: analysis.components(ties),
    "cores": lambda ties, _: analysis.cores(ties),
    "triangles": lambda ties, _: analysis.triangles(ties),
    "communities": lambda ties, _: analysis.communities(ties),
    "cut points": lambda ties, _: analysis.cut_points(ties),
    "bridges": lambda ties, _: analysis.bridges(ties),
    "betweenness, sampled": lambda ties, n: analysis.betweenness(ties, exact_to=0, sample=n),
    "betweenness": lambda ties, _: analysis.betweenness(ties),
    "closeness": lambda ties, _: analysis.closeness(ties),
}


def _matrix(ties: Ties):
    from scipy.sparse import csr_array

    ends = (np.r_[ties.one, ties.other], np.r_[ties.other, ties.one])
    return csr_array((np.r_[ties.strength, ties.strength], ends), shape=(len(ties), len(ties)))


def _components(ties: Ties):
    from scipy.sparse.csgraph import connected_components

    return connected_components(_matrix(ties), directed=False)


def _eigenvector(ties: Ties):
    from scipy.sparse.linalg import eigsh

    return eigsh(_matrix(ties), k=1, which="LA")


def _communities(ties: Ties):
    from graspologic_native import leiden_csr

    held = _matrix(ties)
    parts = held.indptr.astype(np.int64), held.indices.astype(np.int32), held.data
    return leiden_csr(*parts, len(ties), iterations=3, seed=1)


# What scipy or graspologic-native answers by one call, without our order, rounding and laws.
DIRECT = {
    "components": _components,
    "eigenvector": _eigenvector,
    "communities": _communities,
}
EXACT = ("betweenness", "closeness")
QUICK = tuple(name for name in OURS if name not in EXACT)
# networkx takes minutes where the others take seconds.
SLOW = {"betweenness, sampled", "communities", "triangles"}


def made_up_ties(size: int, count: int, seed: int = 1) -> Ties:
    """Return ties of a network with hubs and groups, four in five ties inside a group."""
    draw = np.random.default_rng(seed)
    groups = max(2, size // 200)
    group = draw.integers(0, groups, size)
    order = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[order], np.arange(groups))
    held = np.bincount(group, minlength=groups)
    share = 1 / np.arange(1, size + 1) ** 0.7
    one = draw.permutation(size)[draw.choice(size, count * 3 // 2, p=share / share.sum())]
    inside = order[begins[group[one]] + (draw.random(len(one)) * held[group[one]]).astype(int)]
    other = np.where(draw.random(len(one)) < 0.8, inside, draw.integers(0, size, len(one)))
    low, high = np.minimum(one, other), np.maximum(one, other)
    places = np.unique((low * size + high)[low != high])
    kept = np.sort(draw.permutation(places)[:count])
    strength = draw.geometric(0.4, len(kept)).astype(np.float64)
    ids = pl.Series("id", [f"person:{n:07}" for n in range(size)])
    return Ties(ids, kept // size, kept % size, strength)


def measures(
    size: int = 100_000, count: int = 400_000, *, sample: int = 50, names: tuple[str, ...] = QUICK
) -> list[dict[str, object]]:
    """Return rows of seconds of processor time, the quickest peer, and ours as a share of it."""
    ties = made_up_ties(size, count)
    BUILD.mkdir(parents=True, exist_ok=True)
    archive = BUILD / f"ties_{size}.npz"
    np.savez(archive, one=ties.one, other=ties.other, strength=ties.strength)
    told = {engine: _peer(engine, archive, sample, names) for engine in NEEDS}
    rows = []
    for name in names:
        fresh = Ties(ties.ids, ties.one, ties.other, ties.strength)
        ours = _seconds(lambda name=name, fresh=fresh: OURS[name](fresh, sample))
        direct = _seconds(lambda name=name: DIRECT[name](ties)) if name in DIRECT else ""
        others = {engine: took[name] for engine, took in told.items() if name in took}
        quick = {engine: took for engine, took in others.items() if engine != "networkx"}
        row = {"measure": name, "entities": size, "ties": count, "linkgraph s": ours}
        row["own engine s"] = direct
        row |= {f"{engine} s": others.get(engine, "") for engine in NEEDS}
        row["x own engine"] = ours / direct if direct else ""
        rows.append(row | {"x quickest peer": ours / min(quick.values()) if quick else ""})
    return rows


def _seconds(measure) -> float:
    begun = time.process_time()
    measure()
    return time.process_time() - begun


NEEDS = {"networkit": "networkit", "rustworkx": "rustworkx", "networkx": "networkx"}


def _peer(engine: str, archive: Path, sample: int, names: tuple[str, ...]) -> dict[str, float]:
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    words = [str(python), "-m", "pip", "install", "--quiet", NEEDS[engine], "numpy", "scipy"]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        print(f"left out: {engine} could not be installed", file=sys.stderr)
        return {}
    asked = [name for name in names if engine != "networkx" or name not in SLOW]
    script = [str(python), str(SCRIPTS / "measures_peer.py"), engine, str(archive), str(sample)]
    out = subprocess.run([*script, *asked], check=True, capture_output=True, text=True)
    return json.loads(out.stdout.splitlines()[-1])


def main() -> None:
    """Print one table."""
    from benchmarks.run import show

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--exact", action="store_true", help="betweenness and closeness only")
    args = parser.parse_args()
    names = EXACT if args.exact else QUICK
    show(measures(args.size, 4 * args.size, sample=args.sample, names=names))


if __name__ == "__main__":
    main()
