"""Numbers that agencies give to what they report, as they are compared."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded", "is_running", "is_running_in"]

# Numbers as short as these, with a year or not, two agencies give by chance; and so they do
# behind words for what is counted or for a number.
_WORDS = (
    r"arr(est)?s?|sus(pect)?s?|vic(tim)?s?|war(rant)?s?|inv(estigation)?s?|enq(uiry)?|enquiries"
    r"|tra(ining)?s?|assets?|docs?|documents?|cases?|files?|items?|lines?|outcomes?|op|ops"
    r"|operations?|raids?|refs?|reference|ids?|no|nr|num|number"
)
_RUNNING = re.compile(rf"(({_WORDS})-?)*\d{{1,4}}(-\d{{1,4}})*")


def folded(reference: str) -> str:
    r"""Return a number as it is compared: letters of one size, digits of one script, whatever parts it.

    What nobody sees (direction marks, joiners) counts for nothing; marks on letters do, as
    the vowels of Thai or Hindi, of which other numbers are made.

    Examples:
        >>> folded(" JPA15/arr_1 "), folded("A1-1") == folded("A-11")
        ('jpa15-arr-1', False)
        >>> folded("\uff2e\uff3a\uff0d\u0e51\u0e57"), folded("คดี") == folded("คดู")
        ('nz-17', False)
    """
    return "-".join("".join(map(_seen, _once(_once(reference)))).split())


def _once(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Cf":
        return ""
    return sign if sign.isalnum() or kind[0] == "M" else " "


def is_running(reference: str) -> bool:
    """Tell whether a number is so short that agencies give it by chance.

    Examples:
        >>> [is_running(one) for one in ("17", "ARR-2015/17", "Case no. 3", "NZ-17")]
        [True, True, True, False]
    """
    return bool(_RUNNING.fullmatch(folded(reference)))


def is_running_in(reference: str, country: str) -> bool:
    """Tell whether agencies of a country give a number by chance: behind its code it tells them not apart.

    Examples:
        >>> is_running_in("NZ-ARR-17", "NZ"), is_running_in("NZ-17", "MY")
        (True, False)
    """
    code, _, rest = folded(reference).partition("-")
    return code == country.casefold() and is_running(rest)
