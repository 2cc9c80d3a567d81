"""Which cautions stand before a report's first figure, and which in its annex."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkgraph.period.cautions import COLUMNS, DRAFTS, FROM_TO, MANY, PLANS, REPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.reports.material import Material

__all__ = ["Cautions", "sorted_cautions"]

_WITH_ENQUIRIES = frozenset({"mid-term", "debrief"})
# The first line of a report says most of it already; the annex says it in full, beside the lines.
_SAID_BEFORE = frozenset({PLANS, REPORTED, MANY})
_BETWEEN = "\u2013"


class Cautions(NamedTuple):
    """A report's cautions, each once.

    Attributes:
        first: What a reader must know before the first figure.
        rest: How figures came about, for who looks behind them.
    """

    first: tuple[str, ...]
    rest: tuple[str, ...]


def sorted_cautions(kind: str, material: Material, told: Iterable[str]) -> Cautions:
    """Return the cautions that concern what is in a report.

    One that this module does not know stands first: none is lost by being new.

    Args:
        kind: Of report.
        material: What it is made from; what its audience may not see decides nothing.
        told: All cautions, in order.
    """
    silent = _of_nothing_in_it(kind, material)
    held = [one for one in dict.fromkeys(told) if one not in silent]
    return Cautions(
        tuple(one for one in held if one not in _SAID_BEFORE),
        tuple(one for one in held if one in _SAID_BEFORE),
    )


def _of_nothing_in_it(kind: str, material: Material) -> set[str]:
    """Return the cautions on what the report has none of."""
    silent = set()
    period, tally = material.period, material.tally
    if period is not None and not period.plans:
        silent.add(PLANS)
    enquiries = period.enquiries if period is not None and kind in _WITH_ENQUIRIES else ()
    if all(one.sent for one in enquiries):
        silent.add(DRAFTS)
    if tally is not None:
        figures = [text for one in tally.figures for text in (one.total, *one.by_country.values())]
        if not figures:
            silent |= {COLUMNS, MANY, REPORTED}
        if not any(_BETWEEN in text for text in figures):
            silent.add(FROM_TO)
        if len(tally.countries) <= 1:
            silent.add(COLUMNS)
    return silent
