"""What a question's text may not say: anything but reading the case's own graph."""

from __future__ import annotations

import re

from linkgraph.catalogue.question import ENTITIES
from linkgraph.errors import QuestionError

__all__ = ["check_reads"]

# A comment hides no word, and a text, a quoted name or a property is none.
_ASIDE = re.compile(
    r"//[^\n\r]*|/\*.*?(?:\*/|\Z)|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`]|``)*`",
    re.DOTALL,
)
# A property of something that has a name, or of a call's or list's result: no word of its own.
_PROPERTY = re.compile(r"((?<!\w)[^\W\d]\w*|[)\]])(?:\s*\.\s*[^\W\d]\w*)+")
_WRITES = re.compile(
    r"(?<![$:\w])(CREATE|MERGE|INSERT|DELETE|DETACH|SET|REMOVE|DROP|FOREACH|LOAD\s+CSV|CALL|USE)\b",
    re.IGNORECASE,
)
# Such a function may send what it is given to an address, or read a file.
_PLUGIN = re.compile(
    r"(?<![$:\w.])(?:apoc|gds|genai|ai|dbms|db)(?:\s*\.\s*\w+)+\s*\(", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
# Commands to a server (SHOW, TERMINATE, ALTER, PROFILE ...) stand at the beginning only.
_BEGINS = re.compile(r"(MATCH|OPTIONAL\s+MATCH|WITH|UNWIND|RETURN)\b", re.IGNORECASE)


def check_reads(text: str, name: str) -> str:
    """Return a question's Cypher, stripped; empty text stays empty.

    Args:
        text: The Cypher.
        name: The question's id, to name in messages.

    Raises:
        QuestionError: It could write, call a procedure, read a file or an address, or
            command the server; or hides what it says behind escapes.

    Note:
        This is the first of three locks: an embedded graph is asked on a frozen snapshot,
        Neo4j in a read transaction, after the server planned the text and told that it
        only reads.
    """
    body = _ASIDE.sub(" ", text)
    if found := _WRITES.search(_PROPERTY.sub(" ", body)):
        raise QuestionError(
            f"a question reads only, and this one says {found.group(1).upper()}", where=name
        )
    if _PLUGIN.search(body):
        raise QuestionError("a question reads only: it calls no function of a plugin", where=name)
    # A server may turn such an escape into a quote or a word before it reads the text.
    if "\\" in body or "\0" in body or _ESCAPE.search(text):
        raise QuestionError(
            "a question reads only: it has no backslash outside of texts, and none before a u",
            where=name,
        )
    if ";" in body:
        raise QuestionError("a question reads only, and is one statement", where=name)
    if body.strip() and text.strip() != ENTITIES and not _BEGINS.match(body.strip()):
        raise QuestionError(
            "a question reads only: it begins with MATCH, OPTIONAL MATCH, WITH, UNWIND or RETURN",
            where=name,
        )
    return text.strip()
