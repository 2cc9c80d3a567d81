"""A projection as files that the embedded engine reads by itself.

Handing tables over inside Python costs the engine an object per cell and twice the
memory; from files it takes them in parts, in its own time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from linkgraph.graph.base import LinkShape, Projection

__all__ = ["write_files"]

_ENDS = ("from_id", "to_id")
# Tells the kind at a link's end, where links of one type end at several; never stored.
_END_KIND = "to_kind"


def write_files(folder: Path, projection: Projection) -> Path:
    """Write what a graph is made from; return the file that names the others.

    All links of a type that begin at one kind go into one file: the engine keeps
    parallel links only where it meets a type and a kind of start for the first time.

    Args:
        folder: Empty, and closed to others: the files hold the whole case.
        projection: Its texts are null where nothing is said, never empty.

    Note:
        Takes one table of JSON texts at a time beside the projection.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for kind, frame in projection.nodes.items():
        named = f"{kind}.csv"
        nodes[kind] = {"csv": named, "pk": "id", "properties": _types([frame])}
        _write(folder / named, [frame], list(nodes[kind]["properties"]))
    joined: dict[str, dict[str, Any]] = defaultdict(dict)
    for (type_, start), shapes in _by_start(projection.links).items():
        joined[start][type_] = _write_links(folder, f"{type_}.{start}.csv", shapes)
    for kind, edges in joined.items():
        nodes[kind]["connections"] = {"junction_edges": edges}
    plan = folder / "graph.json"
    # The engine looks from the plan's own folder, whatever folder one stands in.
    root = str(folder.resolve())
    plan.write_text(json.dumps({"settings": {"root": root}, "nodes": nodes}), "utf-8")
    return plan


def _by_start(
    links: Mapping[LinkShape, pl.DataFrame],
) -> dict[tuple[str, str], list[tuple[str, pl.DataFrame]]]:
    found: dict[tuple[str, str], list[tuple[str, pl.DataFrame]]] = defaultdict(list)
    for shape, frame in sorted(links.items(), key=lambda item: item[0]):
        found[shape.type, shape.start].append((shape.end, frame))
    return found


def _write_links(
    folder: Path, named: str, shapes: Sequence[tuple[str, pl.DataFrame]]
) -> dict[str, Any]:
    frames = [frame for _, frame in shapes]
    types = _types(frames)
    ends = [end for end, _ in shapes]
    if len(ends) > 1:
        frames = [f.with_columns(pl.lit(end).alias(_END_KIND)) for end, f in shapes]
    _write(folder / named, frames, [*types, *([_END_KIND] if len(ends) > 1 else ())])
    told: dict[str, Any] = {
        "csv": named,
        "source_fk": "from_id",
        "target": ends,
        "target_fk": "to_id",
        "properties": [name for name in types if name not in _ENDS],
        "property_types": types,
    }
    return told | ({"target_type_column": _END_KIND} if len(ends) > 1 else {})


def _types(frames: Sequence[pl.DataFrame]) -> dict[str, str]:
    """Return the engine's word for the type of each column in which something stands."""
    return {
        name: _word(frame.schema[name])
        for frame in frames
        for name in frame.columns
        if frame[name].null_count() < frame.height
    }


def _word(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return "list"
    words = {pl.String: "string", pl.Int64: "int", pl.Float64: "float", pl.Boolean: "bool"}
    return words[type(dtype)]


def _write(path: Path, frames: Sequence[pl.DataFrame], columns: Sequence[str]) -> None:
    """Write tables one below the other, with the columns that any of them has."""
    with path.open("wb") as file:
        for place, frame in enumerate(frames):
            wanted = [
                _flat(frame[name]) if name in frame.columns else pl.lit(None).alias(name)
                for name in columns
            ]
            frame.select(wanted).write_csv(file, include_header=not place)


def _flat(series: pl.Series) -> pl.Series:
    """Return a column of lists as JSON texts; any other as it is."""
    if not isinstance(series.dtype, pl.List):
        return series
    known: dict[tuple[str, ...] | None, str | None] = {None: None}
    texts = []
    for items in series.to_list():
        key = items if items is None else tuple(items)
        if key not in known:
            known[key] = json.dumps(items, ensure_ascii=False)
        texts.append(known[key])
    return pl.Series(series.name, texts, dtype=pl.String)
