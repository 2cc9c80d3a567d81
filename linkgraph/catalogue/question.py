"""One question: its text, its parameters, what it returns and what it does not prove."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from linkgraph.catalogue.answer import Answer, flatten_sources, marks_of, unjudged
from linkgraph.catalogue.known import check_known, held_by_engine, held_by_graph
from linkgraph.catalogue.parameters import Parameter
from linkgraph.catalogue.surroundings import Surroundings
from linkgraph.catalogue.told_twice import told_twice
from linkgraph.errors import QuestionError, UnknownName
from linkgraph.graph.base import Rows
from linkgraph.schema import load_schema
from linkgraph.values.money import format_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Measure, Opens
    from linkgraph.graph.base import GraphEngine, Param
    from linkgraph.ledger import SourceRow

__all__ = ["ENTITIES", "MARKS", "Parameter", "Question"]

# Instead of Cypher after `explain`: a row rests on what is said of the entities it names.
ENTITIES = "entities"

# Added to each row by the catalogue, from the question's own `sources` column.
MARKS = ("handling", "originators", "sources")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue.

    Attributes:
        id: Family and name (``money/paid_by_many``).
        title: A few words.
        question: One sentence, as an investigator would ask it.
        caution: What a row does not prove.
        identity: Columns that tell rows apart.
        params: By name.
        returns: Column to what it means, with its unit.
        money: Columns that hold pairs of currency and minor units.
        first: Of several rows of one identity only the first counts (a nearer step
            comes before a farther one).
        texts: Cypher by engine; ``""`` is the text for every other engine.
        explain: Cypher that returns ``links``, one chain of link ids a row, on which a
            row of the answer rests: ``$row_<column>`` is the row's, ``$paths`` the most
            chains; ``entities`` where it rests on no link. Where empty, the row's own
            ids tell.
        measure: What answers instead of Cypher, where Cypher says it badly: it gives
            rows of the columns of ``returns``, then ``sources``.
        opens: What tells instead of ``explain`` on which links a row rests.
    """

    id: str
    title: str
    question: str
    caution: str
    identity: tuple[str, ...]
    params: Mapping[str, Parameter]
    returns: Mapping[str, str]
    money: tuple[str, ...] = ()
    first: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    explain: str = ""
    measure: Measure | None = None
    opens: Opens | None = None

    def bind(self, given: Mapping[str, object]) -> dict[str, Param]:
        """Return all parameters, checked and completed.

        Raises:
            UnknownName: The question has no such parameter.
            InputError: A value is missing, of another type or out of range.
        """
        for name in given:
            if name not in self.params:
                raise UnknownName.of(f"parameter of {self.id}", name, self.params)
        return {name: param.read(given.get(name)) for name, param in self.params.items()}

    def text(self, engine: str, params: Mapping[str, Param]) -> str:
        """Return the Cypher for an engine, inline parameters written in."""
        return self._inlined(self.texts.get(engine, self.texts[""]), params)

    def explain_text(self, params: Mapping[str, Param]) -> str:
        """Return the Cypher of ``explain``, inline parameters written in."""
        return self._inlined(self.explain, params)

    def _inlined(self, text: str, params: Mapping[str, Param]) -> str:
        for name, param in self.params.items():
            if param.inline:
                text = re.sub(rf"\${name}\b", _inline(param, params[name]), text)
        return text

    def ask(
        self,
        engine: GraphEngine | None,
        sources: Sequence[SourceRow],
        given: Mapping[str, object],
        surroundings: Surroundings | None = None,
    ) -> Answer:
        """Answer on an engine's graph as it stands.

        Args:
            engine: With a graph that shows the ledger; None where a measure answers, from
                its surroundings.
            sources: Those in force, for handling and originators.
            given: Parameters by name.
            surroundings: What a measure is given beside its parameters; where left out,
                the engine's whole graph, and nobody to protect.

        Raises:
            InputError: A parameter is wrong, or names an entity that the graph does not hold.
            EngineError: The engine failed.
        """
        params = self.bind(given)
        known = {row.source.id: row for row in sources}
        beside = replace(
            surroundings or Surroundings(_graph_of(engine, self.id).read),
            sources={one: row.source for one, row in known.items()},
        )
        found = self._found(engine, params, beside)
        if found.columns != (*self.returns, "sources"):
            raise QuestionError(
                "the columns are not those that the question declares, then 'sources'",
                where=self.id,
            )
        rows: list[tuple[object, ...]] = []
        used: set[str] = set()
        for row in self._firsts(found.rows, params.get("most")):
            told = flatten_sources(row[-1])
            if not known.keys() >= set(told):
                raise QuestionError(
                    "the column 'sources' holds something that is no source in force",
                    where=self.id,
                    remedy="Return the `sources` of the entities and links that a row rests on.",
                )
            used.update(told)
            handling, originators = marks_of(told, known)
            shown = tuple(map(self._shown, self.returns, row))
            rows.append((*shown, handling, originators, told))
        handling, originators = marks_of(sorted(used), known) if rows else ("", ())
        columns = (*self.returns, *MARKS)
        caution = " ".join([self.caution, *self._cautions(params, beside, used)])
        return Answer(self.id, columns, tuple(rows), caution, handling, originators, dict(params))

    def _cautions(
        self, params: Mapping[str, Param], beside: Surroundings, used: Iterable[str]
    ) -> Iterator[str]:
        """Yield what hangs on the sources, those in force and those that rows rest on."""
        yield from unjudged(params.get("min_grade"), beside.sources.values())
        if self.money and self.measure:
            by = {one: str(beside.sources[one].originator) for one in used}
            if said := told_twice(beside.read(), by):
                yield said

    def _found(
        self,
        engine: GraphEngine | None,
        params: Mapping[str, Param],
        beside: Surroundings,
    ) -> Rows:
        if self.measure is None:
            asked = _graph_of(engine, self.id)
            check_known(self.id, self.params, params, held_by_engine(asked))
            bound = {name: value for name, value in params.items() if not self.params[name].inline}
            return asked.run(self.text(asked.name, params), bound)
        check_known(self.id, self.params, params, held_by_graph(beside.read))
        rows = tuple(tuple(row) for row in self.measure(beside, params))
        return Rows((*self.returns, "sources"), rows)

    def _firsts(
        self, rows: Sequence[tuple[object, ...]], most: object
    ) -> Iterable[tuple[object, ...]]:
        if not self.first:
            return rows
        picked = [list(self.returns).index(column) for column in self.identity]
        kept: dict[tuple[object, ...], tuple[object, ...]] = {}
        for row in rows:
            kept.setdefault(tuple(row[n] for n in picked), row)
        return islice(kept.values(), most if isinstance(most, int) else None)

    def _shown(self, column: str, value: object) -> object:
        if column in self.money:
            return _amounts(value)
        if isinstance(value, list):
            # Engines give lists in their own order; only in these has it a meaning.
            if column in self.identity or column == "captions":
                return tuple(value)
            return tuple(sorted(set(_leaves(value))))
        return value


def _graph_of(engine: GraphEngine | None, question: str) -> GraphEngine:
    if engine is None:
        raise QuestionError("there is no graph to ask", where=question)
    return engine


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield str(value)


def _amounts(value: object) -> tuple[str, ...]:
    """Return one amount a currency, the pairs of each added up, ready to show."""
    totals: dict[str, int] = {}
    for currency, minor in value if isinstance(value, list) else []:
        if currency is not None and minor is not None:
            totals[currency] = totals.get(currency, 0) + int(minor)
    return tuple(format_amount(minor, currency) for currency, minor in sorted(totals.items()))


def _inline(param: Parameter, value: Param) -> str:
    if param.type == "int":
        return str(int(str(value)))
    if param.type == "links" and isinstance(value, list):
        # Only names of the schema get here: Parameter.read looked each of them up.
        return "|".join(load_schema().link(str(name)).name for name in value)
    raise QuestionError("only whole numbers and link types may be inline", where=param.name)
