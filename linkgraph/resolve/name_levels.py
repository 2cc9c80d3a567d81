"""What two records' names may show, from the same name to different ones.

Words are compared in no order. What differs by ear (spellings of one name) is told from
what differs by pen (slips), and both from names that only begin alike: Mark and Marsha
of one house and one birthday are twins.
"""

from __future__ import annotations

from linkgraph.resolve.levels import Comparison, Level, best, either, guarded, missing

__all__ = ["GENERATION", "NAME"]

_LEAST = "list_min(list_transform(list_concat(f, g), lambda t: length(t)))"


def _each(least: float) -> str:
    """Return SQL: of names f and g, each word of either is found in the other."""
    # An initial is found in any word that begins with it.
    whole = f"{_LEAST} >= 2"
    return guarded(
        f"len(f) = len(g) and len(f) >= 2 and {whole}",
        guarded(f"list_min({best('f', 'g')}) >= {least}", f"list_min({best('g', 'f')}) >= {least}"),
    )


def _slips(one: str, other: str, most: str) -> str:
    """Return SQL: each word of one is at most so many slips from some word w of the other."""
    near = guarded("abs(length(t) - length(w)) <= 3", f"damerau_levenshtein(t, w) <= {most}")
    found = f"list_bool_or(list_transform({other}, lambda w: {near}))"
    met = f"case when list_contains({other}, t) then true else {found} end"
    return f"list_bool_and(list_transform({one}, lambda t: {met}))"


def _both_ways(most: str) -> str:
    return guarded(_slips("f", "g", most), _slips("g", "f", most))


def _holds(one: str, other: str) -> str:
    """Return SQL: one has all the words of the other."""
    return f"len(list_intersect({one}, {other})) = len({other})"


_SAME_INITIALS = (
    "list_sort(list_transform(f, lambda t: t[1])) = list_sort(list_transform(g, lambda t: t[1]))"
)
_FULL = "list_filter({}, lambda t: length(t) >= 2)"
_INITIAL = guarded(
    f"len(f) = len(g) and len(f) >= 2 and {_LEAST} = 1",
    f"list_has_any({_FULL.format('f')}, g) and {_SAME_INITIALS}"
    f" and ({_holds('f', _FULL.format('g'))} or {_holds('g', _FULL.format('f'))})",
)
_SOMEWHAT = f"list_avg({best('f', 'g')}) >= 0.86"
# One letter of four: Mark and Marsha are two people, Thongdee and Thongdi may be one.
_FEW = _both_ways("greatest(length(t), length(w)) / 4")
# Hasan and Husin of one birthday are twins, Mohsin and Muhsen one man.
_SPELT = guarded("len(f) = len(g)", _both_ways("least(greatest(length(t), length(w)) / 3, 2)"))
_NEAR = guarded(_each(0.92), _FEW)
# A pen slips on letters, an ear on sounds, and what is romanised differs in more.
_SLIPS = (
    f"{either('spelt', guarded(_each(0.72), _FEW))} or {either('forms', guarded(_each(0.72), _FEW))}"
    f" or (native_l <> native_r and {either('forms', guarded(_each(0.72), _SOMEWHAT))})"
)
_LONE = f"len(f) = 1 and len(g) = 1 and {_LEAST} >= 8"
_PART = guarded(
    "len(f) <> len(g) and least(len(f), len(g)) >= 2",
    f"greatest(list_min({best('f', 'g')}), list_min({best('g', 'f')})) >= 0.92",
)
_WITHIN = "least(len(f), len(g)) = 1 and list_has_any(f, g)"
# Many Chinese names are one in Latin letters, and none of them another's.
_SIGNS = "coalesce(list_has_any(han_l, han_r), true)"
NAME = Comparison(
    "name",
    missing("forms"),
    (
        Level("exact", "the same name", guarded(_SIGNS, either("forms", "len(f) >= 2 and f = g")), 0.65, 3e-4, rare=True),
        Level("variant", "spellings of one name",
              guarded(_SIGNS,
                      "(list_has_any(bones_l, bones_r) and (native_l <> native_r or"
                      f" {either('forms', _SPELT)})) or {either('forms', _NEAR)}"), 0.19, 1.3e-4),
        Level("part", "one name is part of the other", either("forms", _PART), 0.05, 8e-5),
        Level("lone", "both are the same single word",
              guarded(_SIGNS, either("forms", f"f = g or {guarded(_LONE, _FEW)}")), 0.02, 1e-4, rare=True),
        Level("slips", "names alike but for slips",
              guarded(_SIGNS, _SLIPS),
              0.04, 1e-4),
        Level("initial", "an initial of one stands for a word of the other",
              either("forms", _INITIAL), 0.01, 2e-4),
        Level("alike", "names somewhat alike",
              either("forms", guarded(_each(0.72), _SOMEWHAT)),
              0.01, 2e-4),
        Level("initials", "a word in common and the same initials",
              either("forms", "len(f) = len(g) and len(f) >= 2 and list_has_any(f, g)"
                      f" and {_SAME_INITIALS}"), 0.005, 4e-4),
        Level("within", "one name is a single word of the other", either("forms", _WITHIN),
              0.01, 2e-3),
        Level("word", "a word in common", either("forms", "list_has_any(f, g)"), 0.01, 0.012),
        Level("other", "different names", "", 0.01, 0.985),
    ),
    agree=6,
    needs=("forms",),
    rarity="name_key",
)  # fmt: skip
GENERATION = Comparison(
    "generation",
    missing("generations"),
    (
        Level("same", "the same of those who hand a name down",
              "list_has_any(generations_l, generations_r)", 0.98, 0.5),
        Level("other", "father and son by name", "", 0.02, 0.5),
    ),
    agree=0,
    needs=("generations",),
)  # fmt: skip
