"""Money: whole numbers of a currency's minor unit, never fractions of one."""

from __future__ import annotations

import re
from functools import lru_cache

from linkgraph.errors import ValueRejected
from linkgraph.values.text import plain_ascii

__all__ = ["clean_amount", "clean_currency", "format_amount", "minor_exponent"]

# ISO 4217 list one, by digits after the decimal point. Withdrawn codes that
# older records still carry stand last in their row; funds and metals without a
# minor unit are not money that anyone pays here.
_CODES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
        CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
        GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
        LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
        PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
        SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        ANG BGN CUC HRK SLL ZWL
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: digits for digits, codes in _CODES.items() for code in codes.split()}

# The largest amount that a 64-bit column of any store takes, in round figures.
_LIMIT = 10**18
_MOST_DIGITS = 40
_DECIMAL_MARKS = frozenset(".,\u066b")
_GROUP_MARKS = frozenset("., '\u2019\u066c_") | {""}


def clean_currency(text: str) -> str:
    """Return an ISO 4217 code, in capitals.

    Raises:
        ValueRejected: ``missing``, or ``bad_value`` if no such currency is known.

    Examples:
        >>> clean_currency(" myr ")
        'MYR'
    """
    code = plain_ascii(text).strip().upper()
    if code in _EXPONENTS:
        return code
    if not code:
        raise ValueRejected("a currency is missing", code="missing")
    raise ValueRejected("not an ISO 4217 currency code", remedy="Write three letters, like USD.")


def minor_exponent(currency: str) -> int:
    """Return how many digits a currency has after the decimal point, by ISO 4217.

    Raises:
        ValueRejected: The currency is not known.

    Examples:
        >>> minor_exponent("VND"), minor_exponent("IDR"), minor_exponent("KWD")
        (0, 2, 3)
    """
    exponent = _EXPONENTS.get(currency)
    return _EXPONENTS[clean_currency(currency)] if exponent is None else exponent


def clean_amount(
    text: str,
    currency: str,
    *,
    decimal: str = ".",
    group: str = ",",
    allow_negative: bool = False,
) -> int:
    """Return an amount in minor units of its currency (sen, cents; whole dong).

    Args:
        text: The amount. Groups of three digits may be set apart by ``group``,
            an apostrophe or a space, one kind in one amount. The currency's own
            code may stand before or after it, a sign or accountant's brackets
            around it.
        currency: ISO 4217 code; decides how many decimals count.
        decimal: The source's decimal mark.
        group: The source's mark between groups of three digits; may be empty.
        allow_negative: Whether an amount below zero is taken.

    Returns:
        Whole minor units. Zeros beyond the currency's decimals are dropped, so
        ``33,900.00`` VND is 33900.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``broken_number`` if it
            is no number in this form, is negative where that is not allowed, is
            10**18 minor units or more, or has a fraction of a minor unit: that
            is never rounded away, for rounding turns a payment into another;
            ``bad_value`` for an unknown currency or equal marks.

    Examples:
        >>> clean_amount("1,234.50", "MYR")
        123450
        >>> clean_amount("1.234,5", "EUR", decimal=",", group=".")
        123450
    """
    exponent = minor_exponent(currency)
    pattern = _pattern(decimal, group)
    match = pattern.fullmatch(text) or pattern.fullmatch(_bare(text, currency))
    if match is None:
        raise ValueRejected("not an amount in the source's form", code="broken_number")
    sign, whole, separator, fraction = match.groups(default="")
    if separator:
        whole = whole.replace(separator, "")
    minor = _minor_units(whole, fraction, exponent)
    if sign == "-" and minor:
        if not allow_negative:
            raise ValueRejected("a negative amount", code="broken_number")
        return -minor
    return minor


def _minor_units(whole: str, fraction: str, exponent: int) -> int:
    if len(fraction) > exponent:
        if fraction[exponent:].strip("0"):
            raise ValueRejected("an amount with a fraction of a minor unit", code="broken_number")
        fraction = fraction[:exponent]
    # The length first: int() refuses thousands of digits with an error of its own.
    minor = (
        int(whole + fraction.ljust(exponent, "0") or "0") if len(whole) <= _MOST_DIGITS else _LIMIT
    )
    if minor >= _LIMIT:
        raise ValueRejected("an amount larger than any account holds", code="broken_number")
    return minor


@lru_cache(maxsize=64)
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    if decimal not in _DECIMAL_MARKS or decimal == group or group not in _GROUP_MARKS:
        raise ValueRejected("decimal and group marks must be two different marks")
    marks = "".join(sorted({group, "'", "\u2019", " "} - {decimal, ""}))
    return re.compile(
        rf"([+-]?)(\d+|\d{{1,3}}(?:([{re.escape(marks)}])\d{{3}}(?:\3\d{{3}})*)|(?={re.escape(decimal)}))"
        rf"(?:{re.escape(decimal)}(\d+))?",
        re.ASCII,
    )


def _bare(text: str, currency: str) -> str:
    """Return an amount without its currency's code, brackets turned to a minus."""
    plain = plain_ascii(text).strip()
    if not plain:
        raise ValueRejected("an amount is missing", code="missing")
    if plain[:3].upper() == currency.upper():
        plain = plain[3:].lstrip()
    elif plain[-3:].upper() == currency.upper():
        plain = plain[:-3].rstrip()
    if plain.startswith("(") and plain.endswith(")"):
        return f"-{plain[1:-1].strip()}"
    return plain


def format_amount(minor: int, currency: str) -> str:
    """Return an amount for a person to read, with its currency.

    ``clean_amount`` reads it back to the same number.

    Examples:
        >>> format_amount(123456, "MYR"), format_amount(-33900, "VND")
        ('1,234.56 MYR', '-33,900 VND')
    """
    exponent = minor_exponent(currency)
    whole, fraction = divmod(abs(minor), 10**exponent)
    sign = "-" if minor < 0 else ""
    decimals = f".{fraction:0{exponent}}" if exponent else ""
    return f"{sign}{whole:,}{decimals} {currency}"
