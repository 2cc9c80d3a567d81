"""Phone numbers, in the one form that all countries share."""

from __future__ import annotations

import re

from linkgraph.errors import ValueRejected
from linkgraph.values.text import plain_ascii

__all__ = ["clean_phone", "phone_country"]

_FORM = re.compile(r"\+?[\d ()-]+", re.ASCII)
_DOTTED = re.compile(r"\+?\d{1,5}(?:\.\d{2,})+", re.ASCII)
_TRUNK_ZERO = re.compile(r"(?<=\d)\s*\(0\)")
_LAYOUT = str.maketrans("", "", " ()-.")
_SHORT = re.compile(r"short:([A-Z]{2}):\d{3,6}", re.ASCII)
_LONGEST_SHORT, _SHORTEST_SHORT = 6, 3
# Below this a number that happens to begin with a calling code is more often a
# national one, written without its leading zero.
_SHORTEST_WITH_CODE = 11
_SETTLING_ROUNDS = 4


def clean_phone(text: str, *, country: str | None = None) -> str:
    """Return a phone number in E.164 form, or a short number with its country.

    Args:
        text: The number: international after ``+`` or ``00``, national, or
            international with nothing in front. Spaces, hyphens, brackets and
            dots between groups are layout; ``tel:`` may stand before it.
        country: ISO 3166 alpha-2 code of the country whose national form the
            source uses.

    Returns:
        ``+`` and digits; or ``short:ID:112`` for three to six digits, which mean
        something in one country only.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``broken_number`` if it
            has letters or other signs, cannot be a number of its country by its
            length, or cannot be placed without a country; ``bad_value`` if the
            country has no phone numbers.

    Note:
        Lengths are checked, number ranges are not: files hold numbers from
        ranges that are newer than any table, and invented ones, and both are
        what the file says. Ranges only decide between two readings of a number
        that has neither ``+`` nor a leading zero. ``00`` is read as the
        international prefix everywhere; ``001`` and ``0011`` are the country's
        own international prefix where the rest is no North American number.

    Source:
        ITU-T E.164 for the form; the tables of libphonenumber for lengths.

    Examples:
        >>> clean_phone("082-714-0726", country="TH")
        '+66827140726'
        >>> clean_phone("0060189074853"), clean_phone("112", country="ID")
        ('+60189074853', 'short:ID:112')
    """
    digits = _bare(text)
    if digits.startswith("short:"):
        return digits
    region = country.strip().upper() if country else None
    if region and not _calling_code(region):
        raise ValueRejected("a country without phone numbers of its own")
    if _SHORTEST_SHORT <= len(digits) <= _LONGEST_SHORT and digits[0] != "+" and region:
        return f"short:{region}:{digits}"
    number = _read(digits, region)
    if number != digits:
        number = _settled(number)
    if number is None:
        remedy = "" if region else "Say which country's national form the source uses."
        raise ValueRejected("not a possible phone number", remedy=remedy, code="broken_number")
    return number


def _bare(text: str) -> str:
    """Return a number without layout, or reject what no phone number has."""
    plain = " ".join(plain_ascii(text).split()).removeprefix("tel:").strip()
    if not plain:
        raise ValueRejected("a phone number is missing", code="missing")
    if _SHORT.fullmatch(plain):
        return plain
    if not (_FORM.fullmatch(plain) or _DOTTED.fullmatch(plain)):
        raise ValueRejected("not a phone number", code="broken_number")
    if plain.startswith("+"):
        plain = _TRUNK_ZERO.sub("", plain, count=1)
    return plain.translate(_LAYOUT)


def _read(digits: str, region: str | None) -> str | None:
    """Return the best reading of bare digits in E.164 form, None if there is none."""
    if digits.startswith("+"):
        return _possible(digits)
    if digits.startswith("00"):
        return _read_prefixed(digits, region)
    with_code = len(digits) >= _SHORTEST_WITH_CODE and not digits.startswith("0")
    whole = _possible(f"+{digits}") if with_code else None
    if region is None:
        return whole if whole and _valid(whole) else None
    if whole and digits.startswith(_calling_code(region)):
        return whole
    national = _possible(digits, region)
    if national and whole:
        return whole if _valid(whole) and not _valid(national) else national
    return national or whole


def _read_prefixed(digits: str, region: str | None) -> str | None:
    common = _possible(f"+{digits[2:]}")
    own = _possible(digits, region) if region else None
    if digits.startswith("001") and own and not (common and _valid(common)):
        return own
    return common or own


def _settled(number: str | None) -> str | None:
    """Return a number that reads as itself, some trunk prefixes hiding behind another."""
    for _ in range(_SETTLING_ROUNDS):
        again = _possible(number) if number else None
        if again == number:
            return number
        number = again
    return None


def _possible(text: str, region: str | None = None) -> str | None:
    # Here and below: the tables take longer to load than a command's help.
    import phonenumbers as library

    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return None
    if library.is_possible_number_with_reason(number) != library.ValidationResult.IS_POSSIBLE:
        return None
    return library.format_number(number, library.PhoneNumberFormat.E164)


def _valid(number: str) -> bool:
    import phonenumbers as library

    try:
        return library.is_valid_number(library.parse(number))
    except library.NumberParseException:
        return False


def _calling_code(region: str) -> str:
    """Return a country's calling code, empty if it has none."""
    import phonenumbers as library

    code = library.country_code_for_region(region)
    return str(code) if code else ""


def phone_country(number: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a cleaned number's country.

    Where countries share a calling code, the one whose ranges hold the number;
    if none does, the largest of them. None for satellite and other codes that
    belong to no country, and for what is not a cleaned number.

    Note:
        It says who issued the number, not where the phone or its user is.

    Examples:
        >>> phone_country("+60189074853"), phone_country("short:ID:112")
        ('MY', 'ID')
    """
    import phonenumbers as library

    short = _SHORT.fullmatch(number)
    if short:
        return short[1]
    try:
        parsed = library.parse(number)
    except library.NumberParseException:
        return None
    region = library.region_code_for_number(parsed)
    region = region or library.region_code_for_country_code(parsed.country_code or 0)
    return region if region and region.isalpha() and region != "ZZ" else None
