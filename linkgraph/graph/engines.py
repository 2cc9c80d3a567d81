"""Every graph engine, by the word after ``--engine``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import EngineError, UnknownName
from linkgraph.folder import sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from linkgraph.graph.base import GraphEngine

__all__ = ["ENGINES", "forget_graph", "open_engine"]


def _kglite(folder: Path, case_id: str) -> GraphEngine:  # noqa: ARG001
    from linkgraph.graph.kglite_engine import KgliteEngine

    return KgliteEngine(folder / "graph.kgl")


def _neo4j(folder: Path, case_id: str) -> GraphEngine:  # noqa: ARG001
    from linkgraph.graph.neo4j_engine import open_neo4j
    from linkgraph.graph.neo4j_settings import settings_from_environment

    settings = settings_from_environment()
    if settings.password is None:
        raise EngineError(
            "the Neo4j password is missing",
            remedy="Set LINKGRAPH_NEO4J_PASSWORD, or type it when asked.",
        )
    return open_neo4j(
        settings.uri, settings.user, settings.password, settings.database, case_id=case_id
    )


ENGINES: dict[str, Callable[[Path, str], GraphEngine]] = {"kglite": _kglite, "neo4j": _neo4j}


def open_engine(name: str, folder: Path, case_id: str) -> GraphEngine:
    """Return an engine's graph of a case; it may still be missing or old.

    Args:
        name: kglite or neo4j.
        folder: The case's folder.
        case_id: The case's own id.

    Raises:
        UnknownName: There is no such engine.
        EngineError: The server cannot be reached, or its settings are missing.
    """
    if name not in ENGINES:
        raise UnknownName.of("engine", name, ENGINES)
    return ENGINES[name](folder, case_id)


def forget_graph(folder: Path, *, but: str) -> None:
    """Remove what engines other than one keep in a case's folder; it is made again when needed."""
    if but != "kglite":
        for name in ("graph.kgl", "graph.kgl.json"):
            (folder / name).unlink(missing_ok=True)
        sweep(folder / "graph.kgl")
