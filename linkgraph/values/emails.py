"""E-mail addresses."""

from __future__ import annotations

import re
import unicodedata

from linkgraph.errors import ValueRejected

__all__ = ["clean_email"]

_EMAIL = re.compile(
    r"[^\s@.,;:<>()\[\]\\\"]+(?:\.[^\s@.,;:<>()\[\]\\\"]+)*"
    r"@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])"
)


def clean_email(text: str) -> str:
    """Return an e-mail address in lower case.

    The part before the ``@`` is lowered too. By RFC 5321 its case may count, but
    no provider in use tells two mailboxes apart by it, and people do not either.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``bad_value`` if it is
            not one address with a domain that has a dot.

    Examples:
        >>> clean_email(" mailto:Nok@Example.example ")
        'nok@example.example'
    """
    lowered = unicodedata.normalize("NFC", text.strip().lower())
    address = lowered.removeprefix("mailto:").strip("<>")
    if not address:
        raise ValueRejected("an e-mail address is missing", code="missing")
    if not _EMAIL.fullmatch(address) or not address.isprintable():
        raise ValueRejected("not an e-mail address")
    return address
