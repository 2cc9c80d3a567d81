"""Numbers of identity documents and of devices."""

from __future__ import annotations

import re
from typing import Literal

from linkgraph.errors import ValueRejected
from linkgraph.values.text import plain_ascii

__all__ = ["DocumentKind", "clean_document", "clean_imei"]

DocumentKind = Literal["passport", "national_id", "other"]

_WORDS = {
    "passport": "passport number",
    "national_id": "national identity number",
    "other": "document number",
}
_DOCUMENT = re.compile(r"[A-Za-z0-9]{5,24}")
_IMEI = re.compile(r"\d{14,16}", re.ASCII)
_FEWEST_DIGITS = 4


def clean_document(text: str, *, kind: DocumentKind) -> str:
    """Return a document's number as capitals and digits, nothing between them.

    Args:
        text: The number as an export gives it; spaces and hyphens are layout.
        kind: What document it is, for the words of a rejection.

    Returns:
        5 to 24 characters A-Z and 0-9, at least four of them digits, or the
        letters O and I that scanners read for 0 and 1. Those letters stay as
        they came: putting them right is a judgement between two records, and
        some countries do issue numbers with them.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``broken_number`` if it
            has other signs, too few digits or a wrong length.

    Note:
        No country's check digits are enforced: the rules differ by country and
        year of issue, and a mistyped number is still what the file says.

    Examples:
        >>> clean_document("3-0171-51732-55-9", kind="national_id")
        '3017151732559'
        >>> clean_document("x7672O34", kind="passport")
        'X7672O34'
    """
    number = "".join(plain_ascii(text).replace("-", "").split())
    if not number:
        raise ValueRejected(f"a {_WORDS[kind]} is missing", code="missing")
    # Matched before upper(), which turns some letters of other scripts into A-Z.
    capitals = number.upper() if _DOCUMENT.fullmatch(number) else ""
    if sum(map(capitals.count, "0123456789OI")) < _FEWEST_DIGITS:
        raise ValueRejected(f"not a {_WORDS[kind]}", code="broken_number")
    return capitals


def clean_imei(text: str) -> str:
    """Return a device's IMEI as its digits.

    Args:
        text: 14 digits, 15 with the check digit or 16 with the software version;
            spaces, hyphens and slashes are layout.

    Returns:
        The 14 to 16 digits that were given, none added or taken away.

    Raises:
        ValueRejected: ``missing`` if the text is empty, ``broken_number`` if it
            is anything else.

    Note:
        The check digit is not enforced: call records often carry 0 in its place,
        and cheap or altered devices carry numbers that no maker issued.

    Source:
        3GPP TS 23.003, section 6, for the three lengths.

    Examples:
        >>> clean_imei("35-462525-000436-9")
        '354625250004369'
    """
    number = "".join(plain_ascii(text).replace("-", "").replace("/", "").split())
    if not number:
        raise ValueRejected("an IMEI is missing", code="missing")
    if not _IMEI.fullmatch(number):
        raise ValueRejected("an IMEI has 14 to 16 digits", code="broken_number")
    return number
