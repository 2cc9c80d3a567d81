"""What a failing Neo4j means, in our words and none of the driver's."""

from __future__ import annotations

import re
import ssl

from linkgraph.errors import EngineError

__all__ = ["translate"]

# By the start of the server's status code; the first that fits holds.
_BY_CODE = (
    (
        "Neo.ClientError.Security.AuthenticationRateLimit",
        "the server takes no more passwords for now, after several wrong ones",
        "Wait half a minute, then check LINKGRAPH_NEO4J_USER and LINKGRAPH_NEO4J_PASSWORD.",
    ),
    (
        "Neo.ClientError.Security.CredentialsExpired",
        "this user has to choose a new password first",
        "Log in once with Neo4j's own tools and change it.",
    ),
    (
        "Neo.ClientError.Security.Unauthorized",
        "the server refuses this user and password",
        "Check LINKGRAPH_NEO4J_USER and LINKGRAPH_NEO4J_PASSWORD.",
    ),
    (
        "Neo.ClientError.Security.",
        "this user may not do that in this database",
        "Ask its administrator for the right to read, write and make indexes there.",
    ),
    (
        "Neo.ClientError.Database.DatabaseNotFound",
        "the server has no database of that name",
        "Check LINKGRAPH_NEO4J_DATABASE, or leave it out for the server's default.",
    ),
    (
        "Neo.ClientError.Statement.AccessMode",
        "a question cannot write",
        "Questions only read; what the graph holds comes from the ledger.",
    ),
    (
        # An administration command after the plan of a question.
        "Neo.ClientError.Transaction.ForbiddenDueToTransactionType",
        "a question cannot write",
        "Questions only read; what the graph holds comes from the ledger.",
    ),
    (
        "Neo.ClientError.Statement.ParameterMissing",
        "the question names a parameter that was given no value",
        "Give every parameter a value.",
    ),
    (
        "Neo.ClientError.Statement.SyntaxError",
        "the question, or a value given to it, is not in a form that Neo4j takes",
        "Questions are written in Cypher 5, dates and times in ISO 8601.",
    ),
    (
        "Neo.ClientError.Schema.",
        "two entities, or two links, have one id",
        "Run `linkgraph case check`: the ledger or its projection is at fault.",
    ),
    (
        "Neo.DatabaseError.Schema.ConstraintCreationFailed",
        "two entities, or two links, have one id",
        "Run `linkgraph case check`: the ledger or its projection is at fault.",
    ),
    (
        "Neo.ClientError.Statement.",
        "the question failed while it ran",
        "Check its arithmetic and the types of the values that it compares.",
    ),
    (
        "Neo.TransientError.General.",
        "the server ran out of memory or time for this",
        "Give it more memory (server.memory.heap.max_size), then try again.",
    ),
    (
        "Neo.TransientError.",
        "the server was busy and did not take it after several tries",
        "Try again.",
    ),
    (
        "Neo.DatabaseError.",
        "the server failed at it",
        "Its own log, neo4j.log or debug.log, says why; a full disk is common.",
    ),
)
_UNENCRYPTED = (
    "no encrypted connection could be made",
    "Check the server's certificate; bolt+ssc and neo4j+ssc accept one that it signed itself.",
)
_ABSENT = (
    "no Neo4j answers there",
    "Start the server, and check the host and port in LINKGRAPH_NEO4J_URI.",
)
_BY_KIND = {
    "ServiceUnavailable": _ABSENT,
    "SessionExpired": ("the connection to the server was lost", "Run it again: it goes on."),
    "IncompleteCommit": ("the connection to the server was lost", "Run it again: it goes on."),
    "RoutingServiceUnavailable": _ABSENT,
    "ReadServiceUnavailable": _ABSENT,
    "WriteServiceUnavailable": (
        "no server there takes writes at the moment",
        "Wait until the cluster has a leader, then run it again.",
    ),
    "UnsupportedServerProduct": (
        "the server there is not Neo4j 5.26 or newer",
        "Check the host and port in LINKGRAPH_NEO4J_URI: they are for Bolt, usually 7687.",
    ),
}
_UNKNOWN = ("Neo4j failed", "Run it again; if it stays, the server's own log may say why.")
# Line 1 is the one that the engine puts before a question's text.
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset")


def translate(cause: Exception, *, where: str) -> EngineError:
    """Return the error to raise for one of the driver.

    Nothing of the cause's own text goes into it but a line and column of Cypher,
    since the text may quote a parameter, a name or the address with its password.
    """
    what, remedy = _meaning(cause)
    place = _PLACE.search(str(cause))
    if place:
        line = max(int(place[1]) - 1, 1)
        what = f"the question is not Cypher that Neo4j takes (line {line}, column {place[2]})"
    return EngineError(what, where=where, remedy=remedy)


def _meaning(cause: Exception) -> tuple[str, str]:
    code = getattr(cause, "code", None) or ""
    for start, what, remedy in _BY_CODE:
        if code.startswith(start):
            return what, remedy
    if any(isinstance(behind, ssl.SSLError) for behind in _chain(cause)):
        return _UNENCRYPTED
    return next(
        (_BY_KIND[kind.__name__] for kind in type(cause).__mro__ if kind.__name__ in _BY_KIND),
        _UNKNOWN,
    )


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
