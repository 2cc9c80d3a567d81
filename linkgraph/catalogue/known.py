"""Ids that a question is asked about: each is of an entity that the case holds, or it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.parameters import ABOUT
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkgraph.catalogue.parameters import Parameter
    from linkgraph.graph.base import GraphEngine, Param, Projection

__all__ = ["check_known", "held_by_engine", "held_by_graph"]

_HELD = "MATCH (e:Entity) WHERE e.id IN $ids RETURN e.id AS id"


def check_known(
    question: str,
    declared: Mapping[str, Parameter],
    params: Mapping[str, Param],
    held: Callable[[list[str]], set[str]],
) -> None:
    """Refuse ids of entities that the case does not hold: nothing found would read as "no ties".

    Args:
        question: Its id.
        declared: The question's parameters.
        params: Their values, as ``Question.bind`` gives.
        held: Tells which of some ids the case holds; not asked where no id is given.

    Raises:
        InputError: An id is of no entity of the case; the id is not told.
    """
    about = {name: _ids(params[name]) for name, one in declared.items() if one.type in ABOUT}
    wanted = sorted({one for ids in about.values() for one in ids})
    missing = set(wanted) - held(wanted) if wanted else set()
    for name, ids in about.items():
        if unknown := len(missing.intersection(ids)):
            raise InputError(
                f"{name!r} names {unknown} of {len(ids)} ids that the case does not hold",
                where=question,
                remedy="Write ids whole, such as account:123456789: `linkgraph entity find` shows them.",
            )


def held_by_engine(engine: GraphEngine) -> Callable[[list[str]], set[str]]:
    """Return what tells which of some ids an engine's graph holds."""
    return lambda ids: {str(one) for (one,) in engine.run(_HELD, {"ids": ids}).rows}


def held_by_graph(read: Callable[[], Projection]) -> Callable[[list[str]], set[str]]:
    """Return what tells which of some ids a graph in bulk holds."""

    def held(ids: list[str]) -> set[str]:
        frames = read().nodes.values()
        return {one for frame in frames for one in frame.filter(pl.col("id").is_in(ids))["id"]}

    return held


def _ids(given: Param) -> list[str]:
    told = given if isinstance(given, list) else [given]
    return [str(one) for one in told if one is not None]
