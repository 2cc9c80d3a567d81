import pytest

from linkgraph.errors import EngineError
from linkgraph.graph.neo4j_settings import check_address, settings_from_environment

NAMES = ("URI", "USER", "PASSWORD", "DATABASE")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in (*NAMES, "PLAINTEXT"):
        monkeypatch.delenv(f"LINKGRAPH_NEO4J_{name}", raising=False)


def test_settings_come_from_the_environment(monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(f"LINKGRAPH_NEO4J_{name}", f"given {name}")

    settings = settings_from_environment()

    assert (settings.uri, settings.user) == ("given URI", "given USER")
    assert (settings.password, settings.database) == ("given PASSWORD", "given DATABASE")


def test_only_the_address_must_be_given(monkeypatch):
    monkeypatch.setenv("LINKGRAPH_NEO4J_URI", "bolt://localhost:7687")

    settings = settings_from_environment()

    assert (settings.user, settings.password, settings.database) == ("neo4j", None, None)


@pytest.mark.parametrize("given", [None, "", "  "])
def test_without_an_address_the_remedy_names_the_setting(monkeypatch, given):
    if given is not None:
        monkeypatch.setenv("LINKGRAPH_NEO4J_URI", given)

    with pytest.raises(EngineError, match="no Neo4j was named") as refused:
        settings_from_environment()

    assert "LINKGRAPH_NEO4J_URI" in refused.value.remedy


def test_a_password_is_never_shown(monkeypatch):
    monkeypatch.setenv("LINKGRAPH_NEO4J_URI", "bolt://localhost")
    monkeypatch.setenv("LINKGRAPH_NEO4J_PASSWORD", "open sesame")

    assert "sesame" not in repr(settings_from_environment())


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("bolt://localhost:7687", "localhost:7687"),
        ("bolt://localhost", "localhost:7687"),
        ("neo4j://127.0.0.1:1", "127.0.0.1:1"),
        ("bolt://127.8.8.8:1", "127.8.8.8:1"),
        ("bolt://[::1]:17", "::1:17"),
        ("bolt+s://graph.example.org:7688", "graph.example.org:7688"),
        ("neo4j+s://graph.example.org", "graph.example.org:7687"),
        ("bolt+ssc://10.0.0.7", "10.0.0.7:7687"),
        ("neo4j+ssc://10.0.0.7/?policy=eu", "10.0.0.7:7687"),
    ],
)
def test_an_address_gives_its_host_and_port(uri, place):
    assert check_address(uri) == place


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "localhost:7687",
        "http://localhost:7474",
        "bolt://",
        "bolt://localhost:port",
        "bolt://localhost:99999",
        "bolt://[::1",
        "bolt+tls://localhost",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(uri):
    with pytest.raises(EngineError, match="no address of a Neo4j") as refused:
        check_address(uri)

    assert "bolt://localhost:7687" in refused.value.remedy


@pytest.mark.parametrize(
    "uri",
    ["bolt://neo4j:sesame@localhost", "bolt://sesame@localhost", "bolt://localhost/sesame"],
)
def test_an_address_with_more_in_it_is_refused_and_not_repeated(uri):
    with pytest.raises(EngineError, match="host and a port only") as refused:
        check_address(uri)

    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("host", ["graph.example.org", "10.0.0.7", "localhost.example.org"])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_case_goes_unencrypted_to_no_other_machine(scheme, host):
    with pytest.raises(EngineError, match="would not be encrypted") as refused:
        check_address(f"{scheme}://{host}")

    assert f"{scheme}+s" in refused.value.remedy
    assert "LINKGRAPH_NEO4J_PLAINTEXT=1" in refused.value.remedy


def test_who_says_so_may_go_unencrypted(monkeypatch):
    monkeypatch.setenv("LINKGRAPH_NEO4J_PLAINTEXT", "1")

    assert check_address("bolt://10.0.0.7") == "10.0.0.7:7687"


@pytest.mark.parametrize("word", ["0", "", "no"])
def test_only_a_one_allows_it(monkeypatch, word):
    monkeypatch.setenv("LINKGRAPH_NEO4J_PLAINTEXT", word)

    with pytest.raises(EngineError, match="would not be encrypted"):
        check_address("bolt://10.0.0.7")
