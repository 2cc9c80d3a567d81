"""Bank account numbers, domestic and IBAN."""

from __future__ import annotations

import re

from linkgraph.errors import ValueRejected
from linkgraph.values.text import plain_ascii

__all__ = ["clean_account"]

_ACCOUNT = re.compile(r"[A-Za-z0-9]{4,34}")
_IBAN = re.compile(r"([A-Z]{2})\d{2}[A-Z0-9]{11,30}")
_FOUR_DIGITS = re.compile(r"(?:\d\D*){4}", re.ASCII)

# Countries of the SWIFT IBAN registry. Elsewhere two letters and two digits at
# the front are a branch or a bank's own mark, and no check digits.
_IBAN_COUNTRIES = (
    "AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL "
    "GR GT HN HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO "
    "OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE"
)


def clean_account(text: str) -> str:
    """Return an account number as capitals and digits, nothing between them.

    Args:
        text: The number as an export gives it; spaces and hyphens are layout.

    Returns:
        4 to 34 characters A-Z and 0-9, at least four of them digits. An account
        is told apart by this text alone: two banks of two countries may use one
        number, so keep the bank or country beside it where the source has one.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``broken_number`` if it
            has other signs, too few digits or a wrong length, or has the form of
            an IBAN whose check digits fail.

    Source:
        ISO 13616-1 for the IBAN, ISO 7064 (mod 97-10) for its check digits.

    Examples:
        >>> clean_account("1412-9126-9030")
        '141291269030'
        >>> clean_account("gb82 west 1234 5698 7654 32")
        'GB82WEST12345698765432'
    """
    bare = "".join(plain_ascii(text).replace("-", "").split())
    if not bare:
        raise ValueRejected("an account number is missing", code="missing")
    # Matched before upper(), which turns some letters of other scripts into A-Z.
    account = bare.upper() if _ACCOUNT.fullmatch(bare) else ""
    if not _FOUR_DIGITS.search(account):
        raise ValueRejected("not an account number", code="broken_number")
    iban = _IBAN.fullmatch(account)
    if iban and iban[1] in _IBAN_COUNTRIES and _remainder(account) != 1:
        raise ValueRejected(
            "an IBAN fails its check digits",
            remedy="Compare it with the source: a character is likely mistyped.",
            code="broken_number",
        )
    return account


def _remainder(iban: str) -> int:
    """Return an IBAN modulo 97, its first four characters moved to the end."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97
