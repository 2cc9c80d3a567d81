"""A case's part that is asked: questions of the catalogue, rows opened, networks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from linkgraph.case.deciding import Deciding
from linkgraph.catalogue import Surroundings, find_parameters, get_question, open_row
from linkgraph.errors import InputError
from linkgraph.graph.engines import open_engine
from linkgraph.graph.network import Network, network_from
from linkgraph.graph.projection import project, project_as_of
from linkgraph.graph.rates import exchange_rates
from linkgraph.graph.sync import Outcome, bring_up_to_date
from linkgraph.share import protected_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from linkgraph.catalogue import Answer, Explanation, Question
    from linkgraph.graph.base import GraphEngine, Projection

__all__ = ["Asking"]


class Asking(Deciding):
    """Questions, their answers, and what these rest on."""

    folder: Path
    engine_name: str
    _engines: dict[str, GraphEngine]
    _seen: tuple[int, Projection] | None = None

    # Asking -----------------------------------------------------------------

    def engine(self, name: str = "") -> GraphEngine:
        """Return an engine whose graph shows the ledger; it is made or changed where it does not."""
        self.sync(name)
        return self._engines[name or self.engine_name]

    def sync(self, engine: str = "", *, again: bool = False) -> Outcome:
        """Bring a graph to the ledger's version; say what was done."""
        name = engine or self.engine_name
        if name not in self._engines:
            self._engines[name] = open_engine(name, self.folder, self.ledger.case_id)
        return bring_up_to_date(self.ledger, self._engines[name], again=again)

    def answer(
        self,
        question: str,
        params: Mapping[str, object] | None = None,
        *,
        engine: str = "",
        questions: Iterable[Path] = (),
    ) -> Answer:
        """Answer a question of the catalogue.

        Args:
            question: Its id, such as ``money/paid_by_many``.
            params: Parameters by name; an id that was merged away stands for the entity
                that it is part of.
            engine: Which graph to ask; the case's own where empty.
            questions: A user's own folders of questions.

        Raises:
            InputError: There is no such question, or a parameter is wrong.
            EngineError: The engine failed.
        """
        asked = get_question(question, questions)
        given = self.led_on(asked.bind(params or {}))
        # A measure reads the ledger's own graph: no engine has to load its copy for it.
        graph = None if asked.measure and not engine else self.engine(engine)
        answer = asked.ask(graph, self.ledger.sources(), given, self._surroundings())
        opener = partial(self._open, asked, answer, engine, self.ledger.version)
        return replace(answer, opener=opener)

    def _open(
        self, question: Question, answer: Answer, engine: str, version: int, row: int
    ) -> Explanation:
        # That a question is kept changes nothing of what it rests on.
        since = [one for one in self.ledger.history() if one.version > version]
        if any(one.action not in {"kept", "dropped"} for one in since):
            raise InputError(
                "the case changed since the question was answered",
                where=question.id,
                remedy="Ask again, then open the row.",
            )
        beside = self._surroundings()
        return open_row(question, answer, row, self.engine(engine), self.explain_each, beside)

    def _surroundings(self) -> Surroundings:
        """Return what measures may see: the ledger's own graph, and whom to protect."""
        return Surroundings(
            read=self._projection,
            protected=lambda: protected_people(self.ledger),
            rates=lambda: exchange_rates(self.ledger),
            as_of=lambda version: project_as_of(self.ledger, version),
        )

    def _projection(self) -> Projection:
        """Return the ledger as a graph in bulk, made once for each of its versions."""
        version = self.ledger.version
        if self._seen is None or self._seen[0] != version:
            self._seen = None
            self._seen = version, project(self.ledger)
        return self._seen[1]

    def ask(self, question: str, *, engine: str = "", **params: object) -> pd.DataFrame:
        """Answer a question as a DataFrame; caution, handling and originators in ``attrs``."""
        return self.answer(question, params, engine=engine).to_pandas()

    def find(self, text: str, *, most: int = 50, engine: str = "") -> Answer:
        """Find people and things by name in any script, number or part of one."""
        params = find_parameters(text, most)
        return self.answer("entity/find", params, engine=engine)

    def network(self, links: Iterable[str] | None = None) -> Network:
        """Return a Network of chosen link types, straight from the ledger."""
        return network_from(self.ledger, links)
