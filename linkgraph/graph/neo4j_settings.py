"""Where a Neo4j is, from the environment, and which addresses may be used."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from linkgraph.errors import EngineError

__all__ = ["Neo4jSettings", "check_address", "settings_from_environment"]

_PLAIN_SCHEMES = ("bolt", "neo4j")
_SCHEMES = tuple(f"{plain}{how}" for plain in _PLAIN_SCHEMES for how in ("", "+s", "+ssc"))
_EXPECTED = "Expected an address such as bolt://localhost:7687 or neo4j+s://graph.example.org."


@dataclass(frozen=True, slots=True)
class Neo4jSettings:
    """Where a Neo4j is and whom to be there.

    Attributes:
        uri: Scheme, host and port.
        user: Whom to log in as.
        password: None where it has yet to be asked for; never shown.
        database: None for the user's default.
    """

    uri: str
    user: str
    password: str | None = field(repr=False)
    database: str | None


def settings_from_environment() -> Neo4jSettings:
    """Return what ``LINKGRAPH_NEO4J_URI``, ``_USER``, ``_PASSWORD`` and ``_DATABASE`` say.

    Raises:
        EngineError: There is no ``LINKGRAPH_NEO4J_URI``.
    """
    uri = os.environ.get("LINKGRAPH_NEO4J_URI", "").strip()
    if not uri:
        raise EngineError("no Neo4j was named", remedy=f"Set LINKGRAPH_NEO4J_URI. {_EXPECTED}")
    return Neo4jSettings(
        uri=uri,
        user=os.environ.get("LINKGRAPH_NEO4J_USER") or "neo4j",
        password=os.environ.get("LINKGRAPH_NEO4J_PASSWORD") or None,
        database=os.environ.get("LINKGRAPH_NEO4J_DATABASE") or None,
    )


def check_address(uri: str) -> str:
    """Return an address's host and port, both safe to show.

    Raises:
        EngineError: It is no address of a Neo4j, holds a password, or would send a
            case unencrypted to another machine.
    """
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port or 7687
    except ValueError as cause:
        raise EngineError("this is no address of a Neo4j", remedy=_EXPECTED) from cause
    if parts.scheme not in _SCHEMES or not host:
        raise EngineError("this is no address of a Neo4j", remedy=_EXPECTED)
    if parts.username or parts.password or parts.path.strip("/") or parts.fragment:
        raise EngineError(
            "a Neo4j address holds a host and a port only",
            remedy="User, password and database have LINKGRAPH_NEO4J_USER, _PASSWORD, _DATABASE.",
        )
    plain_allowed = os.environ.get("LINKGRAPH_NEO4J_PLAINTEXT") == "1" or _is_loopback(host)
    if parts.scheme in _PLAIN_SCHEMES and not plain_allowed:
        raise EngineError(
            "the connection to another machine would not be encrypted",
            where=f"Neo4j at {host}:{port}",
            remedy=f"Use {parts.scheme}+s, or set LINKGRAPH_NEO4J_PLAINTEXT=1 on a safe network.",
        )
    return f"{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
