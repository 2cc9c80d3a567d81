"""What is compared of two records, level by level, in SQL that Splink runs.

A level is what a pair shows of one property, strongest first; the last one is that they
differ. The SQL is DuckDB's and keeps to what Splink can turn into other engines' words:
higher-order list functions and string distances.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COMPARISONS", "Comparison", "Level", "comparison"]


@dataclass(frozen=True, slots=True)
class Level:
    """One thing that two records may show of a property.

    Attributes:
        name: In one word, for codes.
        says: In words, for people.
        sql: When it holds; empty for the last, which holds otherwise.
        m: How often two records of one person show it, where both tell (a ready guess).
        u: How often two records of different people do.
    """

    name: str
    says: str
    sql: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One property compared.

    Attributes:
        name: Of the property.
        unknown: SQL that holds where one of the two does not tell.
        levels: Strongest first.
        agree: How many of them, from the first, are evidence for one person.
        needs: Columns without which there is nothing to compare.
        rarity: Column by whose frequency the first level weighs more or less.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]
    agree: int
    needs: tuple[str, ...]
    rarity: str = ""

    def level(self, value: int) -> Level | None:
        """Return the level of a comparison value as Splink counts: 0 for the last, -1 unknown."""
        return None if value < 0 else self.levels[len(self.levels) - 1 - value]

    def at_least(self, name: str) -> int:
        """Return the comparison value of a level."""
        names = [level.name for level in self.levels]
        return len(names) - 1 - names.index(name)


def _missing(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


def _either(column: str, condition: str) -> str:
    """Return SQL: some value f of one and some value g of the other are so."""
    inner = f"list_bool_or(list_transform({column}_r, lambda g: {condition}))"
    return f"list_bool_or(list_transform({column}_l, lambda f: {inner}))"


def _best(one: str, other: str) -> str:
    """Return SQL: for each word of one, how well it is found in the other, 0 to 1."""
    best = f"list_max(list_transform({other}, lambda w: jaro_winkler_similarity(t, w)))"
    return f"list_transform({one}, lambda t: {best})"


def _each(least: float) -> str:
    """Return SQL: of names f and g, each word of either is found in the other."""
    # An initial is found in any word that begins with it.
    whole = "list_min(list_transform(list_concat(f, g), lambda t: length(t))) >= 2"
    return (
        f"len(f) = len(g) and len(f) >= 2 and {whole} and list_min({_best('f', 'g')}) >= {least}"
        f" and list_min({_best('g', 'f')}) >= {least}"
    )


# A word of one consonant has the skeleton of many others.
_LONG_BONES = "list_filter({}, lambda s: len(s) >= 2 and list_min(list_transform(s, lambda t: length(t))) >= 2)"
_SAME_INITIALS = (
    "list_sort(list_transform(f, lambda t: t[1])) = list_sort(list_transform(g, lambda t: t[1]))"
)
_NAME = Comparison(
    "name",
    _missing("forms"),
    (
        Level("exact", "the same name", _either("forms", "len(f) >= 2 and f = g"), 0.66, 3e-4),
        Level("variant", "spellings of one name",
              f"list_has_any({_LONG_BONES.format('skeletons_l')}, skeletons_r)"
              f" or {_either('forms', _each(0.92))}", 0.2, 1.3e-4),
        Level("part", "one name is part of the other, or both are the same single word",
              _either("forms", "f = g or (len(f) <> len(g) and least(len(f), len(g)) >= 2 and"
                      f" greatest(list_min({_best('f', 'g')}), list_min({_best('g', 'f')}))"
                      " >= 0.92)"), 0.05, 8e-5),
        Level("slips", "names alike but for slips",
              _either("forms", f"{_each(0.72)} and list_avg({_best('f', 'g')}) >= 0.86"),
              0.05, 1.5e-4),
        Level("initials", "a word in common and the same initials",
              _either("forms", "len(f) = len(g) and len(f) >= 2 and list_has_any(f, g)"
                      f" and {_SAME_INITIALS}"), 0.01, 5e-4),
        Level("word", "a word in common", _either("forms", "list_has_any(f, g)"), 0.02, 0.014),
        Level("other", "different names", "", 0.01, 0.985),
    ),
    agree=4,
    needs=("forms",),
    rarity="name_key",
)  # fmt: skip

_TOLD = (
    "coalesce(list_has_any(births_l, told_r), false)"
    " or coalesce(list_has_any(told_l, births_r), false)"
)
_DAYS = "length(f) = 10 and length(g) = 10"
_BIRTH = Comparison(
    "birth",
    f"({_missing('births')}) and not ({_TOLD})",
    (
        Level("exact", "the same birth date", _either("births", f"{_DAYS} and f = g"), 0.66, 6e-5),
        Level("number", "an identity number tells the other's birth date", _TOLD, 0.06, 6e-5),
        Level("swapped", "birth dates with day and month swapped",
              _either("births", f"{_DAYS} and f[1:4] = g[1:4] and f[6:7] = g[9:10]"
                      " and f[9:10] = g[6:7]"), 0.06, 3e-5),
        Level("year", "the same birth year, one of them without a true day",
              _either("births", "f[1:4] = g[1:4] and (length(f) < 10 or length(g) < 10"
                      " or f[5:10] = '-01-01' or g[5:10] = '-01-01')"), 0.07, 2e-3),
        Level("day", "birth dates a slip in the day apart",
              _either("births", f"{_DAYS} and f[1:7] = g[1:7]"
                      " and damerau_levenshtein(f, g) = 1"), 0.05, 5e-4),
        Level("slip", "birth dates a slip in year or month apart",
              _either("births", f"{_DAYS} and damerau_levenshtein(f, g) = 1"), 0.05, 1.2e-3),
        Level("near", "birth dates less than a month apart",
              _either("births", f"{_DAYS} and abs(date_diff('day', try_cast(f as date),"
                      " try_cast(g as date))) <= 31"), 0.02, 2e-3),
        Level("other", "different birth dates", "", 0.03, 0.994),
    ),
    agree=5,
    needs=("births",),
)  # fmt: skip

_ONE_KIND = "string_split(f, ':')[1] = string_split(g, ':')[1]"
_DOCUMENT = Comparison(
    "document",
    f"{_missing('documents')} or not {_either('documents', _ONE_KIND)}",
    (
        Level("same", "the same document", "list_has_any(documents_l, documents_r)", 0.82, 1e-5),
        Level("slip", "document numbers a slip apart",
              _either("documents", f"{_ONE_KIND} and damerau_levenshtein(f, g) = 1"), 0.05, 2e-5),
        Level("other", "different documents of one kind", "", 0.13, 0.99997),
    ),
    agree=2,
    needs=("documents",),
)  # fmt: skip


def _shared(name: str, column: str, one: str, m: float, u: float) -> Comparison:
    return Comparison(
        name,
        _missing(column),
        (
            Level("same", f"{one} in common", f"list_has_any({column}_l, {column}_r)", m, u),
            Level("other", f"no {one.partition(' ')[2]} in common", "", 1 - m, 1 - u),
        ),
        agree=1,
        needs=(column,),
    )


_FOUND = (
    f"list_avg(list_transform({_best('f', 'g')}, lambda x: case when x >= 0.9 then 1 else 0 end))"
)
_ADDRESS = Comparison(
    "address",
    _missing("streets"),
    (
        Level("same", "the same address", _either("streets", "f = g"), 0.7, 1e-3),
        Level("alike", "addresses nearly alike",
              _either("streets", f"least(len(f), len(g)) >= 3 and {_FOUND} >= 0.7"), 0.12, 2e-3),
        Level("part", "addresses with parts in common",
              _either("streets", f"least(len(f), len(g)) >= 2 and {_FOUND} >= 0.4"), 0.08, 0.04),
        Level("other", "different addresses", "", 0.1, 0.957),
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
    _missing("sex"),
    (
        Level("same", "the same sex", "sex_l = sex_r", 0.985, 0.5),
        Level("other", "different sexes", "", 0.015, 0.5),
    ),
    agree=0,
    needs=("sex",),
)
_COUNTRY = Comparison(
    "country",
    _missing("countries"),
    (
        Level("same", "a country in common", "list_has_any(countries_l, countries_r)", 0.97, 0.3),
        Level("other", "no country in common", "", 0.03, 0.7),
    ),
    agree=0,
    needs=("countries",),
)

COMPARISONS: tuple[Comparison, ...] = (
    _NAME,
    _BIRTH,
    _DOCUMENT,
    _shared("phone", "phones", "a phone", 0.6, 4e-4),
    _shared("email", "emails", "an e-mail address", 0.7, 5e-5),
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
