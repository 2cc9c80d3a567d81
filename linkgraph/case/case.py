"""A case: filled, asked, shown, checked."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from linkgraph.case.deciding import Deciding, check_pair
from linkgraph.case.place import LEDGER_FILE, current_user
from linkgraph.case.resolving import Resolving
from linkgraph.catalogue import Surroundings, find_parameters, get_question
from linkgraph.errors import InputError
from linkgraph.graph.base import Projection
from linkgraph.graph.engines import forget_graph, open_engine
from linkgraph.graph.network import Network, network_from
from linkgraph.graph.projection import project, project_as_of
from linkgraph.graph.rates import exchange_rates
from linkgraph.graph.sync import Outcome, bring_up_to_date, projection_digest
from linkgraph.ledger import Ledger
from linkgraph.readers import find_mapping, mapping_that_fits, open_intake
from linkgraph.schema import load_schema
from linkgraph.share import Part, Request, build_release, protected_people
from linkgraph.statements import Originator
from linkgraph.statements.stated import Stated, stated_batch, stated_source
from linkgraph.values.countries import country_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from linkgraph.catalogue import Answer
    from linkgraph.graph.base import GraphEngine
    from linkgraph.ledger import ImportResult
    from linkgraph.readers import Intake
    from linkgraph.share import Release
    from linkgraph.views.network import NetworkView

__all__ = ["Case"]


class Case(Deciding, Resolving):
    """One investigation: its ledger, its graph, and what can be asked of them.

    Args:
        folder: Where it is.
        settings: What case.toml says.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.name = str(settings.get("name") or folder.resolve().name)
        self.own = Originator(
            str(settings.get("jurisdiction", "")), str(settings.get("agency", ""))
        )
        self.engine_name = str(settings.get("engine") or "kglite")
        self.ledger = Ledger(folder / LEDGER_FILE)
        self._engines: dict[str, GraphEngine] = {}
        self._graph: tuple[int, Projection | None] = (0, None)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Release files and connections; safe to call twice."""
        for engine in self._engines.values():
            engine.close()
        self._engines.clear()
        self._graph = (0, None)
        self.ledger.close()

    # Filling ----------------------------------------------------------------

    def prepare(  # noqa: PLR0913 - keyword only
        self,
        path: str | Path,
        *,
        mapping: str | Path = "",
        told: Mapping[str, Any] | None = None,
        encoding: str = "",
        mappings: Sequence[Path] = (),
        reading: Mapping[str, str] | None = None,
    ) -> Intake:
        """Return a file ready to be imported, by the mapping named or the one that fits it.

        ``told`` is what the caller says of the source, ``reading`` of its zone, order of
        dates or country where the mapping is silent.

        Raises:
            InputError: No mapping fits, or the file cannot be a source.
        """
        path = Path(path)
        chosen = (
            find_mapping(mapping, mappings) if mapping else mapping_that_fits(path.name, mappings)
        )
        if chosen is None:
            raise InputError(
                "no mapping says that it fits this file",
                where=path.name,
                remedy="Choose one with --mapping NAME; `linkgraph source mappings` lists them.",
            )
        return open_intake(path, chosen, dict(told or {}), encoding, reading)

    def import_file(
        self,
        path: str | Path,
        *,
        progress: Callable[[int], None] | None = None,
        **options: Any,
    ) -> ImportResult:
        """Take a file in, whole or not at all; a file that is in already adds nothing.

        Args:
            path: The file, with its sidecar beside it.
            progress: Called with the records read so far.
            **options: As for ``prepare``.
        """
        intake = self.prepare(path, **options)
        return self.take_in(intake, progress=progress)

    def take_in(
        self, intake: Intake, *, progress: Callable[[int], None] | None = None
    ) -> ImportResult:
        """Take a prepared file in."""
        return self.ledger.append(
            intake.source,
            intake.batches(),
            who=current_user(),
            mapping=intake.mapping.name,
            mapping_digest=intake.mapping.digest,
            progress=progress,
        )

    def withdraw(self, source_id: str, *, reason: str) -> int:
        """Erase a source's content from the ledger and the graph at hand."""
        version = self.ledger.withdraw(source_id, who=current_user(), reason=reason)
        # A graph file of an engine that is no longer used would keep what was erased.
        forget_graph(self.folder, but=self.engine_name)
        self.sync()
        return version

    def consent(self, source_id: str, audience: str, *, reason: str) -> int:
        """Put on record that a source's originator lets it go to an audience."""
        return self.ledger.consent(source_id, audience, who=current_user(), reason=reason)

    def revoke(self, source_id: str, audience: str, *, reason: str) -> int:
        """Put on record that such a consent no longer holds."""
        return self.ledger.revoke(source_id, audience, who=current_user(), reason=reason)

    def state(self, entity_id: str, stated: Stated) -> str:
        """Put on record what people know and no file says; return the source's id.

        Raises:
            InputError: The case holds no such entity, or nothing is stated.
        """
        if not self.explain([entity_id]):
            raise InputError(
                "the case holds no entity of this id", remedy="`linkgraph entity find` shows ids."
            )
        if stated.same_as:
            check_pair(entity_id, stated.same_as)
        if stated.same_as and not self.ledger.explain([stated.same_as]):
            raise InputError("the case holds no entity of the id after --same-as")
        source = stated_source(entity_id, stated, self.own, current_user(), secrets.token_hex(8))
        batch = stated_batch(entity_id, stated, source)
        self.ledger.append(source, [batch], who=current_user(), action="stated")
        if stated.same_as:
            self.ledger.judge(
                entity_id,
                stated.same_as,
                "same",
                who=current_user(),
                reasons=(stated.why,),
                source_id=source.id,
            )
        return source.id

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
        return asked.ask(graph, self.ledger.sources(), given, self._surroundings())

    def _surroundings(self) -> Surroundings:
        """Return what measures may see: the ledger's own graph, and whom to protect."""
        return Surroundings(
            read=self._whole,
            protected=lambda: protected_people(self.ledger),
            rates=lambda: exchange_rates(self.ledger),
            as_of=lambda version: project_as_of(self.ledger, version),
        )

    def _whole(self) -> Projection:
        """Return the graph of the ledger as it stands, kept for the next question."""
        version, kept = self._graph
        if kept is None or version != self.ledger.version:
            self._graph = self.ledger.version, project(self.ledger)
        return self._graph[1] or Projection()

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

    # Showing ----------------------------------------------------------------

    def release(  # noqa: PLR0913
        self,
        *,
        audience: str = "",
        around: Iterable[str] = (),
        depth: int = 1,
        links: Iterable[str] = (),
        reveal: str = "",
        made: dt.datetime | None = None,
    ) -> Release:
        """Return what an audience may see of the case or a part of it.

        Args:
            audience: ``MY``, ``NZ/Police``, ``INTERPOL``; the own agency where empty.
            around: Ids to start from; everything where empty.
            depth: Steps from there.
            links: Link types; the usual ties where empty.
            reveal: The own agency's reason to show victims and witnesses as they are;
                it is put on record.
            made: The moment to write on it; now where left out.
        """
        types = tuple(load_schema().link(name.upper()).name for name in links)
        request = Request(
            case_name=self.name,
            own=self.own,
            audience=self._audience(audience) if audience else None,
            made=made or dt.datetime.now(dt.UTC),
            reveal=bool(reveal.strip()),
            part=Part(tuple(around), depth, types),
        )
        made_release = build_release(self.ledger, request)
        if request.reveal:
            self.ledger.note(who=current_user(), action="revealed", reason=reveal)
        return made_release

    def _audience(self, text: str) -> Originator:
        """Return an audience; a country's code, or an organization that the case knows."""
        audience = Originator.parse(text)
        known = {row.source.originator.country for row in self.ledger.sources()}
        known |= {
            name.partition("/")[0]
            for row in self.ledger.sources()
            for name in row.source.releasable_to
        }
        if audience.country not in known and audience.country not in country_codes():
            raise InputError(
                "this is neither a country's code nor an organization that any source names",
                remedy="Write it as MY, NZ/Police or INTERPOL.",
            )
        return audience

    def view(self, *, limit: int = 1500, **options: Any) -> NetworkView:
        """Draw a release's network; shown inline in a notebook. Options as for ``release``."""
        from linkgraph.views.network import draw_network

        return draw_network(self.release(**options), limit=limit)

    # Checking ---------------------------------------------------------------

    def check(self, engine: str = "") -> list[str]:
        """Return what is wrong with the case: ledger, history, and graph against ledger."""
        wrong = self.ledger.check()
        if wrong:
            return wrong
        if projection_digest(self.engine(engine).read()) != projection_digest(project(self.ledger)):
            wrong.append("the graph does not show the ledger: run `linkgraph graph sync --again`")
        return wrong

    def digest(self) -> str:
        """Return the digest of the case's present content: statements and what they make."""
        ours = int(self.ledger.digest(), 16) + int(projection_digest(project(self.ledger)), 16)
        return f"{ours % (1 << 128):032x}"

    def overdue(self) -> int:
        """Return how many sources are past their retain_until."""
        today = dt.datetime.now(dt.UTC).date()
        from linkgraph.share import is_overdue

        return sum(is_overdue(row.source, today) for row in self.ledger.sources())
