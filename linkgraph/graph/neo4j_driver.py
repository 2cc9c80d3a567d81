"""The one module that speaks to the Neo4j driver: where the server is, transactions, values."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from linkgraph.errors import EngineError
from linkgraph.graph.base import Rows
from linkgraph.graph.neo4j_answers import plain, refuse_all_but_reads
from linkgraph.graph.neo4j_errors import translate
from linkgraph.graph.neo4j_settings import check_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType

    import neo4j

    from linkgraph.graph.base import Param

__all__ = ["Run", "Server", "connect"]

T = TypeVar("T")

_OLDEST = (5, 26)
_CONNECT_S = 5.0
_RETRY_S = 20.0


class Run(Protocol):
    """Runs one statement in a transaction and returns its rows."""

    def __call__(self, text: str, /, **params: object) -> list[list[Any]]:
        """Run one statement; its parameters travel apart from the text."""
        ...


class Server:
    """A Neo4j that answers.

    Attributes:
        place: Host and port.
        version: As the server states it, such as 2026.08.1.
    """

    def __init__(self, driver: neo4j.Driver, database: str | None, place: str) -> None:
        self._driver = driver
        self._database = database
        # What one transaction wrote the next one sees, on a cluster too.
        self._bookmarks = _neo4j().GraphDatabase.bookmark_manager()
        self.place = place
        self.version = self._find_version()

    def read(self, work: Callable[[Run], T]) -> T:
        """Return what the work makes of a read transaction, tried again where that helps."""
        with self._session("READ") as session:
            return session.execute_read(lambda tx: work(_statements(tx)))

    def write(self, work: Callable[[Run], T]) -> T:
        """Return what the work makes of a write transaction, tried again where that helps.

        The work may run several times, and one whose outcome was lost may have been
        committed: it must look at what is there before it adds.
        """
        with self._session("WRITE") as session:
            return session.execute_write(lambda tx: work(_statements(tx)))

    def ask(self, cypher: str, params: Mapping[str, Param], check: Callable[[Run], int]) -> Rows:
        """Return the answer to a question that only reads.

        The server plans it first: a read transaction refuses writes, but would
        open files and addresses (LOAD CSV) and stop other people's work
        (TERMINATE, procedures).

        Args:
            cypher: The question's text, in Cypher 5.
            params: Its values.
            check: Tells what the graph shows, or raises. It must tell the same before
                and after, or the answer may be half of one graph and half of another.

        Raises:
            EngineError: The text is not Cypher 5, does more than read its own graph,
                lacks a parameter, or the server failed.
        """
        text = f"CYPHER 5\n{cypher}"

        def work(tx: neo4j.ManagedTransaction) -> Rows:
            shown = check(_statements(tx))
            refuse_all_but_reads(tx.run(f"EXPLAIN {text}", dict(params)).consume())
            result = tx.run(text, dict(params))
            columns = tuple(result.keys())
            rows = tuple(tuple(map(plain, row)) for row in result.values())
            if check(_statements(tx)) != shown:
                raise EngineError("the graph changed while it was asked", remedy="Ask again.")
            return Rows(columns, rows)

        with self._session("READ") as session:
            try:
                return session.execute_read(work)
            except (OverflowError, TypeError, ValueError) as cause:
                raise EngineError(
                    "a parameter's value cannot be sent to Neo4j",
                    remedy="Whole numbers have 64 bits at most; text must be valid Unicode.",
                ) from cause

    def close(self) -> None:
        """Close the connections; safe to call twice."""
        self._driver.close()

    def _find_version(self) -> str:
        with self._translated():
            agent = self._driver.get_server_info().agent
        found = re.match(r"Neo4j/v?((\d+)\.(\d+)\S*)", agent)
        if not found or (int(found[2]), int(found[3])) < _OLDEST:
            raise EngineError(
                "the server there is not Neo4j 5.26 or newer",
                where=f"Neo4j at {self.place}",
                remedy="Bring the server up to date, or name another in LINKGRAPH_NEO4J_URI.",
            )
        return found[1]

    @contextmanager
    def _session(self, mode: str) -> Iterator[neo4j.Session]:
        opened = self._driver.session(
            database=self._database,
            default_access_mode=mode,
            bookmark_manager=self._bookmarks,
            fetch_size=5000,
        )
        with self._translated(), opened:
            yield opened

    @contextmanager
    def _translated(self) -> Iterator[None]:
        failures = _neo4j().exceptions
        try:
            yield
        except (failures.Neo4jError, failures.DriverError) as cause:
            raise translate(cause, where=f"Neo4j at {self.place}") from cause


def connect(uri: str, user: str, password: str, database: str | None = None) -> Server:
    """Return a server that took this user and password.

    Args:
        uri: ``bolt`` or ``neo4j``, plain or with ``+s`` or ``+ssc``, then host and port.
            Plain only to this machine itself, unless ``LINKGRAPH_NEO4J_PLAINTEXT=1``.
        user: Whom to log in as.
        password: Goes to the server and nowhere else.
        database: None for the user's default.

    Raises:
        EngineError: The address is none, is unencrypted, nobody answers there, the server
            is too old or refuses the user, or the driver is not installed.
    """
    place = check_address(uri)
    driver = _neo4j().GraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_timeout=_CONNECT_S,
        connection_acquisition_timeout=2 * _CONNECT_S,
        max_transaction_retry_time=_RETRY_S,
        # A notification quotes the question's text.
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        user_agent="linkgraph",
    )
    try:
        return Server(driver, database, place)
    except BaseException:
        driver.close()
        raise


def _neo4j() -> ModuleType:
    try:
        import neo4j
    except ImportError as cause:
        raise EngineError(
            "the Neo4j driver is not installed", remedy="Run `pip install 'linkgraph[neo4j]'`."
        ) from cause
    # Without a handler Python itself would print the driver's warnings.
    log = logging.getLogger("neo4j")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    return neo4j


def _statements(tx: neo4j.ManagedTransaction) -> Run:
    def run(text: str, /, **params: object) -> list[list[Any]]:
        return tx.run(text, params).values()

    return run
