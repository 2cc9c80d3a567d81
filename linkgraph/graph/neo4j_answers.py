"""What a question may do on Neo4j, and what its answer becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["plain", "refuse_all_but_reads"]

_READS_ONLY = "Questions read the graph: no LOAD CSV, no procedures, no SHOW, no USE, no writes."


def refuse_all_but_reads(summary: Any) -> None:
    """Check the plan of a question.

    Raises:
        EngineError: It would write, open a file or an address, call a procedure, show or
            end what others do on the server, or turn to another database.
    """
    if summary.query_type != "r" or not summary.plan:
        raise EngineError("a question cannot write", remedy=_READS_ONLY)
    for operator in _operators(summary.plan):
        name, _, database = operator.partition("@")
        outside = name.startswith(("LoadCSV", "ProcedureCall", "Show", "Terminate"))
        if outside or database not in ("", summary.database):
            raise EngineError("a question only reads its own graph", remedy=_READS_ONLY)


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        yield step.get("operatorType", "")
        waiting += step.get("children", [])


def plain(value: Any) -> object:
    """Return an answer's value as None, bool, int, float, str, or lists and dicts of these."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    # A duration is a tuple too.
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if hasattr(value, "relationships"):
        return _steps(value)
    if hasattr(value, "labels") or hasattr(value, "nodes"):
        return value.get("id") if hasattr(value, "labels") else value.get("link_id")
    raise EngineError(
        "the question returns something that is no text, number, truth value, list or map",
        remedy="Return properties rather than bytes or vectors.",
    )


def _steps(path: Any) -> list[object]:
    """Return the ids along a path: entity, link, entity, and so on."""
    ids: list[object] = [path.start_node.get("id")] if path.start_node else []
    for link, node in zip(path.relationships, path.nodes[1:], strict=True):
        ids += [link.get("link_id"), node.get("id")]
    return ids
