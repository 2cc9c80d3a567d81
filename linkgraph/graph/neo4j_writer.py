"""One process's hold on a graph that it writes.

One node, the watermark, tells what the graph shows. While a graph is being made it has no version
but a digest of what is being made, how many rows stand, and a token of the process that makes it.
Every transaction locks that node first and looks whether token and rows are as it left them: of
two processes that write one graph the former gives way.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from linkgraph.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.graph.base import Watermark
    from linkgraph.graph.neo4j_driver import Run, Server

__all__ = ["Statement", "Writer", "refuse_others", "version_shown"]

_COUNTS = """
CALL () { MATCH (n) RETURN count(n) AS nodes }
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH (n:LinkgraphWatermark) RETURN count(n) AS marks, collect(n.case_id) AS cases }
RETURN nodes, entities, marks, cases
"""
_LOCK = """
MERGE (w:LinkgraphWatermark {id: 'linkgraph'}) ON CREATE SET w.case_id = $case_id
SET w.lock = $owner
"""
_CLAIM = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'})
WITH w, coalesce(w.build = $build, false) AS goes_on
SET w = {id: 'linkgraph', case_id: $case_id, owner: $owner, build: $build,
         state: CASE WHEN goes_on THEN w.state ELSE $state END,
         done: CASE WHEN goes_on THEN w.done ELSE 0 END}
RETURN w.state, w.done
"""
# SET waits for whoever holds the node; only then is it read what stands there.
_HOLD = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.lock = $owner
WITH w WHERE w.owner = $owner AND w.done = $done
RETURN w.state
"""
_HOLD_FINISHED = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.lock = $owner
WITH w WHERE w.case_id = $case_id AND (w.state = 'ready' OR w.build = $build)
RETURN w.state
"""
_STEP = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.state = $state, w.done = $done
"""
_SHOWN = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) WHERE w.state = 'ready' RETURN w.version
"""
_FINISH = """
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH ()-[r]->() RETURN count(r) AS links }
MATCH (w:LinkgraphWatermark {id: 'linkgraph'})
SET w = {id: 'linkgraph', case_id: $case_id, state: 'ready', version: $version,
         schema_version: $schema_version, entities: entities, links: links}
"""


def refuse_others(run: Run, case_id: str) -> None:
    """Check that a database is empty or holds this case.

    Raises:
        EngineError: It holds anything else, or another case.
    """
    nodes, entities, marks, cases = run(_COUNTS)[0]
    if nodes and (not marks or nodes != entities + marks):
        raise EngineError(
            "the database holds data that is not linkgraph's; nothing in it was changed",
            remedy="Name an empty one in LINKGRAPH_NEO4J_DATABASE: a case fills a database.",
        )
    if any(case != case_id for case in cases):
        raise EngineError(
            "the database holds another case; nothing in it was changed",
            remedy="Name an empty one in LINKGRAPH_NEO4J_DATABASE: a case fills a database.",
        )


def version_shown(run: Run) -> int:
    """Return the version of a finished graph.

    Raises:
        EngineError: The graph is missing, or is being made.
    """
    found = run(_SHOWN)
    if not found:
        raise EngineError(
            "the graph is missing, or is being made",
            remedy="Run `linkgraph graph sync`, or wait until the process that makes it is done.",
        )
    version: int = found[0][0]
    return version


class Statement(NamedTuple):
    """Cypher that returns one count, which is ``rows`` unless that is None."""

    text: str
    params: Mapping[str, object]
    rows: int | None = None

    def run(self, run: Run) -> int:
        """Run it and return the count.

        Raises:
            EngineError: The count is not the one expected.
        """
        count: int = run(self.text, **self.params)[0][0]
        if self.rows not in (None, count):
            raise EngineError(
                "a link to be written has an end that is no entity of the graph",
                remedy="Run `linkgraph case check`: the ledger or its projection is at fault.",
            )
        return count


class Writer:
    """One process's hold on a graph while it writes.

    Attributes:
        done: Rows that stand, of the projection that is being built.
    """

    def __init__(self, server: Server, watermark: Watermark, build: str) -> None:
        self.server = server
        self.done = 0
        self._mark = asdict(watermark)
        self._mine = {"case_id": watermark.case_id, "owner": uuid.uuid4().hex, "build": build}

    def claim(self, state: str) -> str:
        """Take the graph over; return the state to go on from, which may be another's."""
        found, self.done = self.server.write(lambda run: self._claim(run, state))
        return found

    def step(self, state: str, done: int, statements: Sequence[Statement]) -> int:
        """Run statements in one transaction, with the progress; return the last count."""
        count = self.server.write(lambda run: self._step(run, state, done, statements))
        self.done = done
        return count

    def whole(self, statements: Sequence[Statement]) -> None:
        """Bring a finished graph to the watermark in one transaction."""

        def work(run: Run) -> None:
            self._check_finished(run)
            for statement in statements:
                statement.run(run)
            run(_FINISH, **self._mark)

        self.server.write(work)

    def finish(self) -> None:
        """Say that the graph shows the watermark."""

        def work(run: Run) -> None:
            self._hold(run)
            run(_FINISH, **self._mark)

        self.server.write(work)

    def _claim(self, run: Run, state: str) -> tuple[str, int]:
        refuse_others(run, self._mine["case_id"])
        run(_LOCK, **self._mine)
        # Another case may have taken the empty database since.
        refuse_others(run, self._mine["case_id"])
        if state == "changing":
            self._check_finished(run)
        found, done = run(_CLAIM, state=state, **self._mine)[0]
        return found, done

    def _step(self, run: Run, state: str, done: int, statements: Sequence[Statement]) -> int:
        self._hold(run)
        count = 0
        for statement in statements:
            count = statement.run(run)
        run(_STEP, state=state, done=done)
        return count

    def _hold(self, run: Run) -> None:
        if not run(_HOLD, done=self.done, **self._mine):
            raise EngineError(
                "another process took over the writing of this graph",
                remedy="Let it finish; `linkgraph graph info` tells when it has.",
            )

    def _check_finished(self, run: Run) -> None:
        if not run(_HOLD_FINISHED, **self._mine):
            raise EngineError(
                "the graph is missing or unfinished, and cannot be changed",
                remedy="Make it again with `linkgraph graph sync`.",
            )
