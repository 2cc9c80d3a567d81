"""Connections that fail: to nothing, to something else, and half-way."""

import http.server
import socket
import sys
import threading
import time
from contextlib import closing, contextmanager

import pytest

from linkgraph.errors import EngineError
from linkgraph.graph import neo4j_driver, neo4j_load, neo4j_writer
from linkgraph.graph.base import Watermark
from linkgraph.graph.neo4j_driver import connect
from linkgraph.graph.neo4j_engine import open_neo4j
from tests.graph.neo4j_sample import CASE, sample

SESAME = "open-sesame-2026"
PATIENCE_S = 15


def refusal(uri, user="nobody", password=SESAME):
    """Return the message of a connection that must fail soon, and tell nothing it should not."""
    start = time.monotonic()
    with pytest.raises(EngineError) as refused:
        connect(uri, user, password)
    assert time.monotonic() - start < PATIENCE_S
    assert SESAME not in f"{refused.value} {refused.value.__cause__!r}"
    assert refused.value.remedy
    return str(refused.value)


@contextmanager
def served(handle):
    """Yield the port of a server that hands each connection over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        over = threading.Event()

        def accept():
            while not over.is_set():
                try:
                    connection = listening.accept()[0]
                except TimeoutError:
                    continue
                connection.settimeout(None)
                handle(connection)

        accepting = threading.Thread(target=accept)
        accepting.start()
        yield listening.getsockname()[1]
        over.set()
        accepting.join()


def test_a_closed_port_is_told_soon():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

    message = refusal(f"bolt://127.0.0.1:{port}")

    assert message.startswith(f"Neo4j at 127.0.0.1:{port}: no Neo4j answers there")
    assert "LINKGRAPH_NEO4J_URI" in message


def test_a_host_that_does_not_exist_is_told_soon():
    assert "no Neo4j answers there" in refusal("bolt+s://no-such-host.invalid:7687")


def test_a_server_that_says_nothing_is_told_soon(monkeypatch):
    monkeypatch.setattr(neo4j_driver, "_CONNECT_S", 0.5)
    kept = []
    with served(kept.append) as port:
        message = refusal(f"bolt://127.0.0.1:{port}")
    for connection in kept:
        connection.close()

    assert "no Neo4j answers there" in message


def test_a_web_server_is_told_from_a_neo4j(monkeypatch):
    monkeypatch.setattr(neo4j_driver, "_CONNECT_S", 0.5)
    web = http.server.HTTPServer(("127.0.0.1", 0), QuietPages)
    serving = threading.Thread(target=web.serve_forever)
    serving.start()
    try:
        message = refusal(f"bolt://127.0.0.1:{web.server_port}")
    finally:
        web.shutdown()
        serving.join()
        web.server_close()

    assert "Neo4j" in message
    assert "LINKGRAPH_NEO4J_URI" in message


class QuietPages(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send_response(200)


def test_an_address_that_is_none_opens_no_connection():
    assert "no address" in refusal("http://127.0.0.1:7474")


def test_without_the_driver_the_remedy_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "neo4j", None)

    assert "pip install 'linkgraph[neo4j]'" in refusal("bolt://127.0.0.1:7687")


class OldServer:
    """A driver whose server says what it is."""

    def __init__(self, agent):
        self.agent = agent
        self.closed = False

    def get_server_info(self):
        return self

    def close(self):
        self.closed = True


@pytest.mark.parametrize(
    "agent", ["Neo4j/4.4.39", "Neo4j/5.25.1", "Neo4j/v5.11.0 compatible", "X/9"]
)
def test_a_server_too_old_or_of_another_make_is_refused(monkeypatch, agent):
    server = OldServer(agent)
    monkeypatch.setattr("neo4j.GraphDatabase.driver", lambda *_, **__: server)

    message = refusal("bolt://127.0.0.1:7687")

    assert "not Neo4j 5.26 or newer" in message
    assert server.closed


@pytest.mark.parametrize(
    ("agent", "version"), [("Neo4j/5.26.0", "5.26.0"), ("Neo4j/2026.08.1", "2026.08.1")]
)
def test_a_server_new_enough_tells_its_version(monkeypatch, agent, version):
    monkeypatch.setattr("neo4j.GraphDatabase.driver", lambda *_, **__: OldServer(agent))

    assert connect("bolt://127.0.0.1:7687", "neo4j", "").version == version


@pytest.mark.neo4j
def test_a_wrong_password_is_told_soon_and_not_repeated(neo4j_server):
    message = refusal(neo4j_server.uri)

    assert "refuses this user and password" in message
    assert "LINKGRAPH_NEO4J_PASSWORD" in message


@pytest.mark.neo4j
def test_encryption_is_not_given_up_where_the_server_has_none(neo4j_server):
    uri = neo4j_server.uri.replace("bolt://", "bolt+ssc://")

    assert "no encrypted connection" in refusal(uri)


class Line:
    """A line to a server that can be cut."""

    def __init__(self, host, port):
        self.server = (host, port)
        self.open = []
        self.is_cut = False

    def join(self, connection):
        if self.is_cut:
            connection.close()
            return
        onward = socket.create_connection(self.server)
        self.open += [connection, onward]
        for ends in ((connection, onward), (onward, connection)):
            threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass

    def cut(self):
        for one in self.open:
            with closing(one):
                one.shutdown(socket.SHUT_RDWR)
        self.open = []


@pytest.fixture
def line(neo4j_server):
    host, port = neo4j_server.uri.partition("//")[2].split(":")
    made = Line(host, int(port))
    with served(made.join) as own:
        made.port = own
        yield made
        made.cut()


@pytest.fixture
def engine(line, neo4j_server, monkeypatch):
    monkeypatch.setattr(neo4j_driver, "_RETRY_S", 2.0)
    engine = open_neo4j(
        f"bolt://127.0.0.1:{line.port}", neo4j_server.user, neo4j_server.password, case_id=CASE
    )
    with closing(engine):
        yield engine


@pytest.fixture(autouse=True)
def _empty_database(request):
    """Empty the database of a test that has a server."""
    if "engine" not in request.fixturenames:
        return
    neo4j_server = request.getfixturevalue("neo4j_server")
    with closing(connect(neo4j_server.uri, neo4j_server.user, neo4j_server.password)) as server:
        server.write(lambda run: run("MATCH (n) DETACH DELETE n"))


@pytest.mark.neo4j
def test_a_connection_cut_in_a_build_is_made_again(engine, line, monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 10)
    step = neo4j_writer.Writer.step
    cuts = []

    def cut_first(self, state, done, statements):
        if done in {30, 80}:
            cuts.append(done)
            line.cut()
        return step(self, state, done, statements)

    monkeypatch.setattr(neo4j_writer.Writer, "step", cut_first)

    engine.build(sample(40, 60), Watermark(CASE, 1, 1))

    assert cuts == [30, 80]
    assert engine.read().counts() == (40, 80)
    assert engine.watermark() == Watermark(CASE, 1, 1)


@pytest.mark.neo4j
def test_a_server_lost_in_a_build_is_told_and_the_build_goes_on_later(engine, line, monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 10)
    step = neo4j_writer.Writer.step

    def lose(self, state, done, statements):
        if done == 30:
            line.is_cut = True
            line.cut()
        return step(self, state, done, statements)

    with monkeypatch.context() as patched:
        patched.setattr(neo4j_writer.Writer, "step", lose)
        with pytest.raises(
            EngineError, match=r"no Neo4j answers|connection to the server was lost"
        ):
            engine.build(sample(40, 60), Watermark(CASE, 1, 1))
    line.is_cut = False
    unfinished = engine.watermark()
    engine.build(sample(40, 60), Watermark(CASE, 1, 1))

    assert unfinished is None
    assert engine.read().counts() == (40, 80)
