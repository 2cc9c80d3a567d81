"""Opening a row of an answer: which links it rests on, and who says so."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from linkgraph.catalogue.explanation import Explanation, make_explanation
from linkgraph.catalogue.question import ENTITIES
from linkgraph.errors import InputError
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.question import Question
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import GraphEngine, Param
    from linkgraph.ledger import Evidence

__all__ = ["MOST_PATHS", "EvidenceOf", "open_row"]

MOST_PATHS = 500
_ID = re.compile(r"[a-z_]+:[^\s,;]+")
# Where a question does not say itself what a row rests on: what joins those that it names,
# and of one alone, what it is tied by.
_CHOSEN = (
    "($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)"
    " AND ($min_grade IS NULL OR r.reliability IN $min_grade)"
)
_BETWEEN = (
    "MATCH (a:Entity)-[r:{types}]->(b:Entity) WHERE a.id IN $ids AND b.id IN $ids AND "
    f"{_CHOSEN} RETURN [r.link_id] AS links ORDER BY r.link_id LIMIT $paths"
)
_AT_ONE = (
    "MATCH (a:Entity)-[r:{types}]-(b:Entity) WHERE a.id IN $ids AND "
    f"{_CHOSEN} RETURN DISTINCT [r.link_id] AS links ORDER BY links LIMIT $paths"
)


class EvidenceOf(Protocol):
    """Gives the statements about links and entities, by id; what nothing says is left out."""

    def __call__(self, ids: Iterable[str], /) -> Mapping[str, Sequence[Evidence]]:
        """Return the statements by id."""
        ...


def open_row(  # noqa: PLR0913, PLR0917
    question: Question,
    answer: Answer,
    row: int,
    engine: GraphEngine,
    evidence: EvidenceOf,
    beside: Surroundings,
) -> Explanation:
    """Return what a row rests on.

    Args:
        question: That was answered.
        answer: The answer, unchanged since.
        row: Its number, from 1.
        engine: With the graph that was asked.
        evidence: Gives statements.
        beside: The case, as the measure saw it.

    Raises:
        InputError: The answer has no such row.
    """
    if not 1 <= row <= len(answer.rows):
        held = f"its rows are 1 to {len(answer.rows)}" if answer.rows else "it has no row"
        raise InputError(
            f"the answer has no row of that number: {held}",
            where=question.id,
            remedy="Rows count from 1, in the order in which they are shown.",
        )
    columns = dict(zip(answer.columns, answer.rows[row - 1], strict=True))
    told = {name: value for name, value in columns.items() if name in question.returns}
    ids = _ids_in(told.values())
    links = [one for one in ids if _is_link(one)]
    if question.opens is None:
        paths = _paths(question, answer, told, engine, [one for one in ids if not _is_link(one)])
    else:
        paths = list(islice(question.opens(beside, answer, told), MOST_PATHS + 1))
    paths = paths or [(one,) for one in links]
    opened = paths[:MOST_PATHS]
    wanted = {one for path in opened for one in path} | set(ids)
    return make_explanation(
        (question.id, answer.caution),
        (row, columns),
        opened,
        ids,
        evidence(sorted(wanted)),
        more_paths=len(paths) > MOST_PATHS,
    )


def _paths(
    question: Question,
    answer: Answer,
    told: Mapping[str, object],
    engine: GraphEngine,
    entities: Sequence[str],
) -> list[tuple[str, ...]]:
    if question.explain == ENTITIES:
        return []
    if question.explain:
        text = question.explain_text(answer.params)
        known = {f"row_{name}": _param(value) for name, value in told.items()}
        known |= {**answer.params, "paths": MOST_PATHS + 1}
        used = set(re.findall(r"\$([a-z_][a-z0-9_]*)", text))
        found = engine.run(text, {name: known[name] for name in used})
    elif any(_is_link(one) for one in _ids_in(told.values())) or not entities:
        return []
    else:
        types = answer.params.get("link_types") or load_schema().ties()
        form = _BETWEEN if len(entities) > 1 else _AT_ONE
        params: dict[str, Param] = {
            name: answer.params.get(name) for name in ("since", "until", "min_grade")
        }
        params |= {"ids": list(entities), "paths": MOST_PATHS + 1}
        names = [load_schema().link(str(one)).name for one in types]
        found = engine.run(form.format(types="|".join(names)), params)
    return [tuple(map(str, row[0])) for row in found.rows]  # type: ignore[call-overload]


def _param(value: object) -> Param:
    return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value]


def _ids_in(values: Iterable[object]) -> list[str]:
    """Return what may be an id in a row's columns, each once, in the order they stand there."""
    found: dict[str, None] = {}
    for value in values:
        for text in _texts(value):
            # An id may hold spaces; words of a reason that hold one are found by their form.
            for one in (text, *_ID.findall(text)):
                if one.partition(":")[0] in _prefixes():
                    found[one.rstrip(".:")] = None
    return list(found)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)


def _prefixes() -> set[str]:
    schema = load_schema()
    kinds = {kind.prefix for kind in schema.kinds.values()}
    return kinds | set(schema.enumerations["document_kind"]) | _link_prefixes()


def _link_prefixes() -> set[str]:
    return {name.lower() for name in load_schema().links}


def _is_link(one: str) -> bool:
    return one.partition(":")[0] in _link_prefixes()
