"""What is compared of two records, level by level, in SQL that Splink runs.

A level is what a pair shows of one property, strongest first; the last one is that they
differ. The SQL is DuckDB's and keeps to what Splink can turn into other engines' words:
higher-order list functions and string distances.
"""

from __future__ import annotations

from linkgraph.resolve.levels import Comparison, Level, best, either, guarded, missing
from linkgraph.resolve.name_levels import GENERATION, NAME

__all__ = ["COMPARISONS", "Comparison", "Level", "comparison"]

_TOLD = (
    "coalesce(list_has_any(births_l, told_r), false)"
    " or coalesce(list_has_any(told_l, births_r), false)"
)
_DAYS = "length(f) = 10 and length(g) = 10"
_ONE_SLIP = "damerau_levenshtein(f, g) = 1"
_BIRTH = Comparison(
    "birth",
    f"({missing('births')}) and not ({_TOLD})",
    (
        Level("exact", "the same birth date", either("births", f"{_DAYS} and f = g"), 0.66, 6e-5),
        Level("number", "an identity number tells the other's birth date", _TOLD, 0.06, 6e-5),
        Level("swapped", "birth dates with day and month swapped",
              either("births", f"{_DAYS} and f[1:4] = g[1:4] and f[6:7] = g[9:10]"
                      " and f[9:10] = g[6:7]"), 0.06, 3e-5),
        Level("year", "the same birth year, one of them without a true day",
              either("births", "f[1:4] = g[1:4] and (length(f) < 10 or length(g) < 10"
                      " or f[5:10] = '-01-01' or g[5:10] = '-01-01')"), 0.07, 2e-3),
        Level("day", "birth dates a slip in the day apart",
              either("births", guarded(f"{_DAYS} and f[1:7] = g[1:7]", _ONE_SLIP)), 0.05, 5e-4),
        Level("slip", "birth dates a slip in year or month apart",
              either("births", guarded(f"{_DAYS} and (f[1:4] = g[1:4] or f[6:10] = g[6:10])", _ONE_SLIP)),
              0.05, 1.2e-3),
        Level("near", "birth dates less than a month apart",
              either("births", f"{_DAYS} and abs(date_diff('day', try_cast(f as date),"
                      " try_cast(g as date))) <= 31"), 0.02, 2e-3),
        Level("other", "different birth dates", "", 0.03, 0.994),
    ),
    agree=5,
    needs=("births",),
)  # fmt: skip

_ONE_KIND = "split_part(f, ':', 1) = split_part(g, ':', 1)"
# A slip leaves one end of a number as it was.
_AN_END = (
    "(right(f, 2) = right(g, 2) or left(split_part(f, ':', 2), 2) = left(split_part(g, ':', 2), 2))"
)
_DOCUMENT = Comparison(
    "document",
    f"{missing('documents')} or not {either('documents', _ONE_KIND)}",
    (
        Level("same", "the same document", "list_has_any(documents_l, documents_r)", 0.82, 1e-5),
        Level("slip", "document numbers a slip apart",
              either("documents", guarded(f"{_ONE_KIND} and {_AN_END}", _ONE_SLIP)), 0.05, 2e-5),
        Level("other", "different documents of one kind", "", 0.13, 0.99997),
    ),
    agree=2,
    needs=("documents",),
)  # fmt: skip


def _shared(name: str, column: str, one: str, m: float, u: float) -> Comparison:
    return Comparison(
        name,
        missing(column),
        (
            Level("same", f"{one} in common", f"list_has_any({column}_l, {column}_r)", m, u),
            Level("other", f"no {one.partition(' ')[2]} in common", "", 1 - m, 1 - u),
        ),
        agree=1,
        needs=(column,),
    )


# A number of the one that the other writes with the area before it, or with another.
_ONE_LINE = "right(f, 7) = right(g, 7) and (right(f, 9) = right(g, 9) or ends_with(f, g) or ends_with(g, f))"
_PHONE = Comparison(
    "phone",
    missing("phones"),
    (
        Level("same", "a phone in common", "list_has_any(phones_l, phones_r)", 0.6, 4e-4),
        Level("alike", "a phone in common, once without its area or country",
              either("lines", _ONE_LINE), 0.03, 2e-5),
        Level("other", "no phone in common", "", 0.37, 0.99958),
    ),
    agree=2,
    needs=("phones",),
)  # fmt: skip


def _share(one: str, other: str) -> str:
    """Return SQL: how many of the words of one are found in the other, 0 to 1."""
    found = f"list_transform({best(one, other)}, lambda x: case when x >= 0.9 then 1 else 0 end)"
    return f"list_avg({found})"


_NUMBERS = "list_filter({}, lambda t: t[1] between '0' and '9')"
# Houses of one street differ in nothing but their numbers.
_ONE_NUMBER = (
    f"(len({_NUMBERS.format('f')}) = 0 or len({_NUMBERS.format('g')}) = 0"
    f" or list_has_any({_NUMBERS.format('f')}, g))"
)
_FOUND = f"greatest({_share('f', 'g')}, {_share('g', 'f')})"
_PLACE = f"least(len(f), len(g)) <= 2 and {_FOUND} = 1"
_EMAIL = Comparison(
    "email",
    missing("emails"),
    (
        Level("same", "an e-mail address in common", "list_has_any(emails_l, emails_r)", 0.6, 5e-5),
        Level("slip", "e-mail addresses a slip or two apart",
              either("emails", "damerau_levenshtein(f, g) <= 2"), 0.06, 2e-5),
        Level("local", "e-mail addresses of one name at two providers",
              either("emails", "length(split_part(f, '@', 1)) >= 6"
                      " and split_part(f, '@', 1) = split_part(g, '@', 1)"), 0.06, 2e-4),
        Level("other", "no e-mail address in common", "", 0.28, 0.99973),
    ),
    agree=1,
    needs=("emails",),
)  # fmt: skip
_ADDRESS = Comparison(
    "address",
    missing("streets"),
    (
        Level("same", "the same address", either("streets", "len(f) >= 3 and f = g"), 0.65, 1e-3),
        Level("alike", "addresses nearly alike",
              either("streets", f"least(len(f), len(g)) >= 3 and {_ONE_NUMBER} and {_FOUND} >= 0.7"), 0.12, 2e-3),
        Level("place", "the same place, told no closer", either("streets", _PLACE), 0.05, 0.02),
        Level("part", "addresses with parts in common",
              either("streets", f"least(len(f), len(g)) >= 2 and {_FOUND} >= 0.4"), 0.08, 0.04),
        Level("other", "different addresses", "", 0.1, 0.937),
    ),
    agree=2,
    needs=("streets",),
)  # fmt: skip

# What one uses himself and what is around the other (who paid, who booked, who travelled
# or lives with him) may be one thing; what both use themselves is compared by its own.
_OWN = (
    "list_concat(coalesce(accounts_{s}, []), coalesce(phones_{s}, []), coalesce(dealings_{s}, []))"
)
_AROUND = (
    "len(list_distinct(list_concat("
    f"list_intersect({_OWN.format(s='l')}, coalesce(around_r, [])),"
    f" list_intersect(coalesce(around_l, []), {_OWN.format(s='r')}),"
    " list_intersect(coalesce(around_l, []), coalesce(around_r, [])))))"
)
_CONTEXT = Comparison(
    "context",
    f"(around_l is null or (around_r is null and len({_OWN.format(s='r')}) = 0))"
    f" and (around_r is null or len({_OWN.format(s='l')}) = 0)",
    (
        Level("several", "several things around them in common", f"{_AROUND} >= 2", 0.1, 1e-4),
        Level("one", "one thing around them in common", f"{_AROUND} = 1", 0.25, 8e-4),
        Level("none", "nothing around them in common", "", 0.65, 0.9991),
    ),
    agree=2,
    needs=("around",),
)  # fmt: skip
_SEX = Comparison(
    "sex",
    missing("sex"),
    (
        Level("same", "the same sex", "sex_l = sex_r", 0.985, 0.5),
        Level("other", "different sexes", "", 0.015, 0.5),
    ),
    agree=0,
    needs=("sex",),
)
_COUNTRY = Comparison(
    "country",
    missing("countries"),
    (
        Level("same", "a country in common", "list_has_any(countries_l, countries_r)", 0.97, 0.3),
        Level("other", "no country in common", "", 0.03, 0.7),
    ),
    agree=0,
    needs=("countries",),
)

COMPARISONS: tuple[Comparison, ...] = (
    NAME,
    GENERATION,
    _BIRTH,
    _DOCUMENT,
    _PHONE,
    _EMAIL,
    _shared("account", "accounts", "an account", 0.1, 1e-4),
    _ADDRESS,
    _CONTEXT,
    _SEX,
    _COUNTRY,
)


def comparison(name: str) -> Comparison:
    """Return a comparison by name.

    Raises:
        KeyError: There is none.
    """
    return {one.name: one for one in COMPARISONS}[name]
