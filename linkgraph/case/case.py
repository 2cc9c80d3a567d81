"""A case: filled, asked, shown, checked."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from linkgraph.case.deciding import check_pair
from linkgraph.case.keeping import Keeping
from linkgraph.case.overlapping import Overlapping
from linkgraph.case.place import LEDGER_FILE, current_user
from linkgraph.case.reporting import Reporting
from linkgraph.case.resolving import Resolving
from linkgraph.errors import InputError
from linkgraph.graph.engines import forget_graph
from linkgraph.graph.projection import project
from linkgraph.graph.sync import projection_digest
from linkgraph.ledger import Ledger
from linkgraph.readers import check_readable, find_mapping, mapping_that_fits, open_intake
from linkgraph.statements import Originator
from linkgraph.statements.source import folded_originator
from linkgraph.statements.stated import Stated, stated_batch, stated_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkgraph.graph.base import GraphEngine
    from linkgraph.ledger import ImportResult
    from linkgraph.readers import Intake

__all__ = ["Case"]


class Case(Keeping, Reporting, Resolving, Overlapping):
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
        self._seen = None
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
            InputError: The file cannot be read, no mapping fits, or it cannot be a source.
        """
        path = Path(path)
        # First: of a file that is not there no mapping can be chosen.
        check_readable(path)
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
        """Take a prepared file in; what expired packages brought goes first.

        Raises:
            InputError: The originator is one of the case's in other letters (``TH/amlo`` beside
                ``TH/AMLO``): one agency would be two, who corroborate each other.
        """
        self._check_letters(intake.source.originator, intake.path.name)
        self.end_expired()
        return self.ledger.append(
            intake.source,
            intake.batches(),
            who=current_user(),
            mapping=intake.mapping.name,
            mapping_digest=intake.digest,
            progress=progress,
        )

    def _check_letters(self, originator: Originator, file: str) -> None:
        held = {str(row.source.originator) for row in self.ledger.sources()} | {str(self.own)}
        known = {str(Originator.told(one)) for one in held}
        alike = set(map(folded_originator, known))
        if str(originator) not in known and folded_originator(str(originator)) in alike:
            raise InputError(
                "the case has this originator in other letters",
                where=file,
                remedy="Write it as it stands there: `linkgraph source list` shows originators.",
            )

    def withdraw(self, source_id: str, *, reason: str) -> int:
        """Erase a source's content from the ledger and the graph at hand."""
        version = self.ledger.withdraw(source_id, who=current_user(), reason=reason)
        self.after_erasure()
        return version

    def after_erasure(self) -> None:
        """Take what was erased from the ledger out of the graphs too, and out of open comparisons."""
        self.forget_questions()
        # A graph file of an engine that is no longer used would keep what was erased.
        forget_graph(self.folder, but=self.engine_name)
        self._seen = None
        self.sync()

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

    # Checking ---------------------------------------------------------------

    def check(self, engine: str = "") -> list[str]:
        """Return what is wrong with the case: ledger, history, and graph against ledger."""
        wrong = self.ledger.check()
        if wrong:
            return wrong
        if projection_digest(self.engine(engine).read()) != projection_digest(project(self.ledger)):
            wrong.append("the graph does not show the ledger: run `linkgraph graph sync --again`")
        return wrong

    def overdue(self) -> int:
        """Return how many sources are past their retain_until."""
        today = dt.datetime.now(dt.UTC).date()
        from linkgraph.share import is_overdue

        return sum(is_overdue(row.source, today) for row in self.ledger.sources())
