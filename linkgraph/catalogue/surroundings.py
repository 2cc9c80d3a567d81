"""What a measure of the catalogue is given beside its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.catalogue.answer import Answer
    from linkgraph.graph.base import Param, Projection
    from linkgraph.statements import Source

__all__ = ["Measure", "Opens", "Surroundings"]

_RATES = {
    "base": pl.String, "quote": pl.String, "rate": pl.Float64, "as_of": pl.String,
    "sources": pl.String,
}  # fmt: skip


def _nobody() -> Mapping[str, str]:
    return {}


def _no_rates() -> pl.DataFrame:
    return pl.DataFrame(schema=_RATES)


def _no_versions(_: int) -> Projection:
    raise InputError(
        "only a case has versions, and the graph was asked by itself",
        remedy="Ask the case: `linkgraph ask` or `case.ask`.",
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The case, as a measure may see it; each part is made when it is asked for.

    Attributes:
        read: Gives the whole graph in bulk, from the ledger or an engine.
        protected: Gives entity id to the role that protects it (victim, witness,
            informant, protected), also where it only may be such a person. No ranking
            holds a victim, nor whoever may be one.
        rates: Gives the case's exchange rates: ``base``, ``quote``, ``rate`` (units of
            the quote currency per unit of the base), ``as_of`` (ISO date), ``sources``.
        as_of: Gives the whole graph as of a version of the case, without what was erased
            since.
        sources: The sources in force, by id.
    """

    read: Callable[[], Projection]
    protected: Callable[[], Mapping[str, str]] = _nobody
    rates: Callable[[], pl.DataFrame] = _no_rates
    as_of: Callable[[int], Projection] = _no_versions
    sources: Mapping[str, Source] = field(default_factory=dict)


Measure: TypeAlias = Callable[[Surroundings, Mapping[str, "Param"]], Iterable[Sequence[object]]]
# Gives the chains of link ids on which a row of an answer rests, the row by its columns.
Opens: TypeAlias = Callable[
    [Surroundings, "Answer", Mapping[str, object]], Iterable[tuple[str, ...]]
]
