import ssl

import pytest
from neo4j import exceptions

from linkgraph.graph import neo4j_errors
from linkgraph.graph.neo4j_errors import translate

PRIVATE = "Somchai 0123456789 open-sesame"


def failure(code, message=PRIVATE):
    """Return an error as the driver makes it of a server's answer."""
    return exceptions.Neo4jError._hydrate_neo4j(code=code, message=message)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Neo.ClientError.Security.Unauthorized", "refuses this user and password"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "no more passwords for now"),
        ("Neo.ClientError.Security.CredentialsExpired", "choose a new password"),
        ("Neo.ClientError.Security.Forbidden", "may not do that"),
        ("Neo.ClientError.Database.DatabaseNotFound", "no database of that name"),
        ("Neo.ClientError.Statement.AccessMode", "cannot write"),
        ("Neo.ClientError.Statement.ParameterMissing", "given no value"),
        ("Neo.ClientError.Statement.ArithmeticError", "failed while it ran"),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", "have one id"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "ran out of memory"),
        ("Neo.TransientError.Transaction.DeadlockDetected", "was busy"),
        ("Neo.DatabaseError.General.UnknownError", "the server failed"),
        ("Neo.Unheard.Of", "Neo4j failed"),
    ],
)
def test_a_code_becomes_a_message_of_ours(code, words):
    error = translate(failure(code), where="Neo4j at localhost:7687")

    assert words in error.what
    assert error.remedy
    assert str(error).startswith("Neo4j at localhost:7687: ")


@pytest.mark.parametrize("code", [code for code, *_ in neo4j_errors._BY_CODE])
def test_nothing_of_the_servers_words_goes_out(code):
    message = str(translate(failure(code), where="Neo4j at localhost:7687"))

    assert not [word for word in PRIVATE.split() if word in message]
    assert "Neo." not in message


def test_each_code_is_reached():
    # A longer code after one that it begins with would never be looked at.
    codes = [code for code, *_ in neo4j_errors._BY_CODE]

    hidden = [
        code for place, code in enumerate(codes) if any(code.startswith(c) for c in codes[:place])
    ]

    assert not hidden


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("(line 3, column 7 (offset: 30))", "(line 2, column 7)"),
        ("(line 1, column 0 (offset: 17))", "(line 1, column 0)"),
    ],
)
def test_a_fault_in_cypher_has_its_place_in_the_question(place, said):
    words = f"Variable `{PRIVATE}` not defined {place}"
    error = failure("Neo.ClientError.Statement.SyntaxError", words)

    translated = str(translate(error, where="Neo4j at localhost:7687"))

    assert said in translated
    assert "Somchai" not in translated


def test_a_certificate_that_nobody_trusts_is_named_as_such():
    error = exceptions.ServiceUnavailable("no way")
    error.__cause__ = OSError("deeper")
    error.__cause__.__cause__ = ssl.SSLCertVerificationError("self-signed")

    translated = translate(error, where="Neo4j at graph.example.org:7687")

    assert "no encrypted connection" in translated.what
    assert "+ssc" in translated.remedy


def test_errors_that_cause_each_other_end():
    first, second = exceptions.ServiceUnavailable("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first

    assert "no Neo4j answers" in translate(first, where="Neo4j at localhost:7687").what


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (exceptions.ServiceUnavailable, "no Neo4j answers there"),
        (exceptions.SessionExpired, "connection to the server was lost"),
        (exceptions.IncompleteCommit, "connection to the server was lost"),
        (exceptions.WriteServiceUnavailable, "takes writes"),
        (exceptions.UnsupportedServerProduct, "not Neo4j 5.26"),
        (exceptions.ConfigurationError, "Neo4j failed"),
    ],
)
def test_a_connection_that_fails_is_told_by_how(kind, words):
    assert words in translate(kind(PRIVATE), where="Neo4j at localhost:7687").what
