"""A real Neo4j for tests and benchmarks: one that is named, or one started here, without Docker.

``LINKGRAPH_TEST_NEO4J_URI`` (with ``_USER`` and ``_PASSWORD``) names a server. Without it, Maven
fetches Neo4j Community once into the user's cache, and a Java of 21 or newer runs it on a loopback
port that the system chooses, with its data in a folder that goes when it stops.

``python -m tests.neo4j_server`` holds a server for use by hand until Ctrl-C.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from filelock import FileLock
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Neo4jServer", "Neo4jUnavailable", "running_server"]

VERSION = "2026.08.1"
OLDEST_JAVA = 21
JAVA_FOLDERS = (
    "/usr/lib/jvm/*",
    "/opt/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/*",
)
START_SECONDS = 180

POM = f"""<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>linkgraph.tests</groupId>
  <artifactId>neo4j-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""

# Transaction logs are not set aside in advance: that is 256 MB for an empty database.
CONF = """server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.memory.pagecache.size=256m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""


class Neo4jUnavailable(Exception):  # noqa: N818 - reads as a fact in the test summary
    """No server is named, and none can be started on this machine; says why."""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """A server that answers.

    Attributes:
        uri: Where it listens.
        user: Whom to log in as.
        password: Kept out of ``repr``, so that a failing test does not print it.
    """

    uri: str
    user: str
    password: str = field(repr=False)


@contextmanager
def running_server(folder: Path | None = None, *, heap: str = "1g") -> Iterator[Neo4jServer]:
    """Yield the server that the environment names, else one started for the purpose.

    Args:
        folder: Where a started server keeps its data, which goes when it stops, and its log, which
            stays. None keeps neither.
        heap: Largest Java heap of a started server, as ``-Xmx`` takes it.

    Raises:
        Neo4jUnavailable: There is neither.
    """
    if uri := os.environ.get("LINKGRAPH_TEST_NEO4J_URI"):
        user = os.environ.get("LINKGRAPH_TEST_NEO4J_USER", "neo4j")
        yield Neo4jServer(uri, user, os.environ.get("LINKGRAPH_TEST_NEO4J_PASSWORD", ""))
    elif folder is None:
        with TemporaryDirectory(prefix="linkgraph-neo4j-") as made:
            yield from _started(Path(made), heap)
    else:
        yield from _started(folder, heap)


def _started(folder: Path, heap: str) -> Iterator[Neo4jServer]:
    java, jars = _find_java(), _fetch_jars()
    home = folder / "home"
    (home / "conf").mkdir(parents=True)
    port = _free_port()
    (home / "conf" / "neo4j.conf").write_text(CONF.format(port=port), encoding="utf-8")
    log = folder / "neo4j.log"
    command = [
        str(java),
        f"-Xmx{heap}",
        "-cp",
        f"{jars}{os.sep}*",
        "org.neo4j.server.Neo4jCommunity",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _take_over(process, log, port)
    finally:
        # Its data goes with it, so nothing is lost by not waiting ten seconds for a clean end.
        process.kill()
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    # Neo4j takes port 0 too, but then never says which port it got.
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _take_over(process: subprocess.Popen[bytes], log: Path, port: int) -> Neo4jServer:
    """Wait until the server answers, and give it a password of its own."""
    server = Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", secrets.token_urlsafe(16))
    until = time.monotonic() + START_SECONDS
    while b"Started." not in log.read_bytes():
        _wait_a_little(process, log, until)
    first_login = ("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", "system", "neo4j")
    for cypher, database, password in (first_login, ("RETURN 1", "neo4j", server.password)):
        while not _answers(server, cypher, database, password):
            _wait_a_little(process, log, until)
    return server


def _answers(server: Neo4jServer, cypher: str, database: str, password: str) -> bool:
    try:
        with GraphDatabase.driver(server.uri, auth=(server.user, password)) as driver:
            driver.execute_query(cypher, {"new": server.password}, database_=database)
    except (DriverError, Neo4jError):
        return False
    return True


def _wait_a_little(process: subprocess.Popen[bytes], log: Path, until: float) -> None:
    ended = process.poll()
    if ended is not None or time.monotonic() > until:
        how = "did not answer in time" if ended is None else f"ended with code {ended}"
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
        raise RuntimeError(f"Neo4j {how}; the end of its log:\n{last}")
    time.sleep(0.1)


def _find_java() -> Path:
    """Return the java of the newest JDK or JRE found, 21 or newer."""
    homes = [Path(home) for name, home in os.environ.items() if name.startswith("JAVA_HOME")]
    if on_path := shutil.which("java"):
        homes.append(Path(on_path).resolve().parent.parent)
    for pattern in JAVA_FOLDERS:
        homes += map(Path, sorted(glob(str(Path(pattern).expanduser()))))  # noqa: PTH207 - absolute
    version, home = max(((_java_version(home), home) for home in homes), default=(0, Path()))
    if version < OLDEST_JAVA:
        raise Neo4jUnavailable(f"no Java {OLDEST_JAVA} or newer (set JAVA_HOME)")
    return home / "bin" / ("java.exe" if os.name == "nt" else "java")


def _java_version(home: Path) -> int:
    """Return the major version that a Java's release file states, 0 where it is no Java."""
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return int(found[1]) if found else 0


def _fetch_jars() -> Path:
    """Return the folder of Neo4j's jars, fetched once into the user's cache."""
    default = os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or default) / "linkgraph-tests"
    jars = cache / f"neo4j-{VERSION}" / "lib"
    if jars.is_dir():
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise Neo4jUnavailable("no Maven to fetch Neo4j with")
    jars.parent.mkdir(parents=True, exist_ok=True)
    # Two Mavens at once spoil each other's downloads.
    with FileLock(cache / "fetching.lock"), TemporaryDirectory(dir=cache) as made:
        if not jars.is_dir():  # else another run was first
            _copy_dependencies(maven, Path(made))
            # One step, so that a download cut short is never taken for a whole one.
            (Path(made) / "lib").rename(jars)
    return jars


def _copy_dependencies(maven: str, folder: Path) -> None:
    (folder / "pom.xml").write_text(POM, encoding="utf-8")
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    into = f"-DoutputDirectory={folder / 'lib'}"
    command = [maven, "-B", "-q", "-f", str(folder / "pom.xml"), *goal, into]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join(done.stdout.splitlines()[-5:])
        raise Neo4jUnavailable(f"Maven could not fetch Neo4j:\n{last}")


def _hold() -> None:
    # A plain kill would otherwise leave the server behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(KeyboardInterrupt), running_server() as server:
        sys.stdout.write(
            f"export LINKGRAPH_TEST_NEO4J_URI={server.uri}\n"
            f"export LINKGRAPH_TEST_NEO4J_USER={server.user}\n"
            f"export LINKGRAPH_TEST_NEO4J_PASSWORD={server.password}\n"
        )
        sys.stdout.flush()
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    _hold()
