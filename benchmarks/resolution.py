"""Who is who, measured beside Splink, recordlinkage and nomenklatura in one run.

    make bench ARGS="--only resolution"
    .venv/bin/python benchmarks/resolution.py --sets febrl3 kestrel --tools ours splink
    .venv/bin/python benchmarks/resolution.py --scale 100000 1000000

Every tool gets the same records and no truth; each is judged at its own best threshold,
and linkgraph besides by the entities that it makes by its own rules ("ours, decided").
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.people import write_people
from benchmarks.resolution_data import BUILD, DATA_SETS, DataSet, NotHere, flat
from benchmarks.resolution_ours import decided, ours
from benchmarks.resolution_scoring import best_clusters, best_pairs

__all__ = ["SCRIPTS", "LeftOut", "install", "resolution", "scale"]

PEERS = BUILD / "peers"
SCRIPTS = Path(__file__).resolve().parent / "peers"
NEEDS = {
    "splink": ["splink==5.0.0"],
    "recordlinkage": ["recordlinkage==0.16"],
    "nomenklatura": ["nomenklatura==4.17", "followthemoney"],
    "cndetector": ["cndetector==0.6"],
}
TOOLS = ["ours", "splink", "recordlinkage", "nomenklatura"]


class LeftOut(Exception):  # noqa: N818 - a reason to leave a tool out, told once
    """A tool cannot be run here."""


def install(tool: str) -> Path:
    """Return the Python that has a peer; install it where it is missing.

    Raises:
        LeftOut: It cannot be installed.
    """
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    words = [str(python), "-m", "pip", "install", "--quiet", *NEEDS[tool], "pyarrow"]
    if _has(python, tool):
        return python
    if subprocess.run(words, check=False, capture_output=True).returncode or not _has(python, tool):
        raise LeftOut(f"{tool} could not be installed")
    return python


def _has(python: Path, tool: str) -> bool:
    version = NEEDS[tool][0].partition("==")[2]
    code = f"from importlib.metadata import version; v = version({tool!r}); assert v.startswith({version!r})"
    return not subprocess.run(
        [str(python), "-c", code], check=False, capture_output=True
    ).returncode


def run_tool(tool: str, data: DataSet) -> tuple[pl.DataFrame, dict[str, float]]:
    """Return a tool's scored pairs and what they cost.

    Raises:
        LeftOut: The tool is not here, or failed.
    """
    if tool == "ours":
        begun = time.perf_counter()
        pairs = ours(data)
        return pairs, {"seconds": time.perf_counter() - begun}
    python = install(tool)
    given, got = BUILD / f"{data.name}.parquet", BUILD / f"{data.name}.{tool}.parquet"
    flat(data.records).write_parquet(given)
    words = [str(python), str(SCRIPTS / f"{tool}_peer.py"), data.name, str(given), str(got)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        raise LeftOut(f"{tool} failed: {why}")
    return pl.read_parquet(got), json.loads(done.stdout.strip().splitlines()[-1])


def resolution(sets: list[str], tools: list[str]) -> list[dict[str, object]]:
    """Return one row a data set and tool: F1, precision, recall, seconds."""
    made: list[dict[str, object]] = []
    for name in sets:
        try:
            data = DATA_SETS[name]()
        except NotHere as why:
            print(f"left out: {name}: {why}", file=sys.stderr)
            continue
        for tool in tools:
            try:
                pairs, cost = run_tool(tool, data)
            except LeftOut as why:
                print(f"left out: {why}", file=sys.stderr)
                continue
            made.append(_row(data, tool, pairs, cost))
        if "ours" in tools:
            found, seconds = decided(data)
            made.append(_told(data, "ours, decided", found, 0, seconds))
    return made


def _row(
    data: DataSet, tool: str, pairs: pl.DataFrame, cost: dict[str, float]
) -> dict[str, object]:
    judged = best_clusters(data, pairs) if data.places is not None else best_pairs(data, pairs)
    return _told(data, tool, judged, len(pairs), cost["seconds"])


def _told(
    data: DataSet, tool: str, judged: dict[str, float], pairs: int, seconds: float
) -> dict[str, object]:
    return {
        "set": data.name,
        "records": len(data.records),
        "tool": tool,
        **{k: f"{v:.4f}" if isinstance(v, float) else v for k, v in judged.items()},
        "pairs": pairs,
        "seconds": float(seconds),
        "s / 10k records": seconds / len(data.records) * 10_000,
    }


SCALE = """
import json, resource, sys, time
import polars as pl
from benchmarks.resolution_ours import records_of
from linkgraph.resolve.tables import score_table
records = records_of("people", pl.read_parquet(sys.argv[1]))
begun, worked = time.perf_counter(), time.process_time()
pairs = score_table(records)
seconds, worked = time.perf_counter() - begun, time.process_time() - worked
pairs.write_parquet(sys.argv[2])
print(json.dumps({"seconds": seconds, "cpu": worked,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def scale(sizes: list[int]) -> list[dict[str, object]]:
    """Return one row a number of made-up records: ours alone, in a process of its own."""
    made: list[dict[str, object]] = []
    for size in sizes:
        path = BUILD / f"people_{size}.parquet"
        if not path.exists():
            write_people(path, size)
        table = pl.read_parquet(path)
        records, result = BUILD / "people_in.parquet", BUILD / "people_out.parquet"
        table.drop("cluster").write_parquet(records)
        words = [sys.executable, "-c", SCALE, str(records), str(result)]
        done = subprocess.run(
            words, check=False, capture_output=True, text=True, cwd=SCRIPTS.parent.parent
        )
        if done.returncode:
            why = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
            print(f"left out: scale: {why}", file=sys.stderr)
            continue
        cost = json.loads(done.stdout.strip().splitlines()[-1])
        data = DataSet("people", records=table, clusters=table.select("unique_id", "cluster"))
        row = _row(data, "ours", pl.read_parquet(result), cost)
        made.append(
            row
            | {
                "us / record": cost["seconds"] / size * 1e6,
                "processor us / record": cost["cpu"] / size * 1e6,
                "peak MB": cost["peak_mb"],
            }
        )
    return made


def main() -> None:
    """Run what is asked for and print one table."""
    from benchmarks.run import show

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sets", nargs="*", choices=list(DATA_SETS), default=list(DATA_SETS))
    parser.add_argument("--tools", nargs="*", choices=TOOLS, default=TOOLS)
    parser.add_argument("--scale", nargs="*", type=int, default=[])
    args = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    show(resolution(args.sets, args.tools))
    if args.scale:
        show(scale(args.scale))


if __name__ == "__main__":
    main()
