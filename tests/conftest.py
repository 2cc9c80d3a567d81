"""What tests need from the machine: a real Neo4j and a Chromium. What is not there is said loudly."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright

# Fixtures by another name stand where pytest finds them.
from tests.engines import engine, engines_tested, open_graph  # noqa: F401
from tests.neo4j_server import Neo4jUnavailable, running_server

# A shared or slow machine must not decide whether a law holds.
settings.register_profile(
    "linkgraph", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("linkgraph")

LEFT_OUT = pytest.StashKey[dict[str, str]]()
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = [
    "--no-sandbox",  # which root, as CI is, cannot use
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
INSIDE = ("file:", "data:", "blob:", "about:")


def pytest_configure(config):
    config.stash[LEFT_OUT] = {}


def pytest_sessionfinish(session):
    # Of a worker's stash the session that started it sees nothing but what is put here.
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[LEFT_OUT] |= getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter, config):
    for leg, reason in sorted(config.stash[LEFT_OUT].items()):
        terminalreporter.section(f"{leg} LEG LEFT OUT: {reason}", sep="!", red=True, bold=True)


def leave_out(config, leg, reason):
    """Skip what needs this leg, or fail where every leg is required."""
    if os.environ.get("LINKGRAPH_REQUIRE_ALL_ENGINES") == "1":
        pytest.fail(f"{leg} leg required and not there: {reason}", pytrace=False)
    config.stash[LEFT_OUT][leg] = reason
    pytest.skip(f"{leg} leg left out: {reason}")


@pytest.fixture(scope="session")
def neo4j_server(pytestconfig, tmp_path_factory):
    """A real Neo4j with ``uri``, ``user`` and ``password``."""
    serving = running_server(tmp_path_factory.mktemp("neo4j"))
    try:
        server = serving.__enter__()
    except Neo4jUnavailable as why:
        leave_out(pytestconfig, "NEO4J", str(why))
    yield server
    serving.__exit__(None, None, None)


@pytest.fixture(scope="session")
def chromium(pytestconfig):
    """A headless Chromium, with nothing of its own to say to the network."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        leave_out(pytestconfig, "BROWSER", "no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium):
    """An offline page whose ``requests_seen`` lists each URL that it asked the network for."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.requests_seen = []
    context.on("request", lambda request: note_request(page, request.url))
    page.on("websocket", lambda socket: note_request(page, socket.url))
    yield page
    context.close()


def note_request(page, url):
    if not url.startswith(INSIDE):
        page.requests_seen.append(url)


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """A folder of their own for agencies' keys, never the user's."""
    folder = tmp_path / "keys"
    monkeypatch.setenv("LINKGRAPH_KEYS", str(folder))
    monkeypatch.delenv("LINKGRAPH_KEY_PASSPHRASE", raising=False)
    return folder
