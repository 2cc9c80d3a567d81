"""How payments of schemes and patterns are asked for, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import number, whole
from linkgraph.catalogue.measured.payments import holder_sources
from linkgraph.errors import InputError, ValueRejected
from linkgraph.values.money import clean_currency

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["TOLD", "kinds_of", "least_of", "opens", "scheme_rows"]

# Front matter: what `scheme_rows` yields, in its order.
TOLD = """[params.most]
type = "int"
default = 10000
least = 1
most = 1000000
help = "Most rows, the first in order"

[returns]
scheme_id = "The scheme, named after its kind and payments"
kind = "Kind of scheme"
txn_id = "The payment as its source calls it; its link where it has no reference"
link_id = "The payment's link"
from_id = "Payer's account or cash point"
to_id = "Payee's account or cash point"
amount = "Amount as paid"
at = "When it was paid, UTC"
score = "How much speaks for the scheme, 0-1; no probability"
reasons = "What speaks for it"
rate_of = "Day of the exchange rate by which the payment was compared with others; empty where none was used"
"""


def scheme_rows(
    rows: pl.DataFrame, told: pl.DataFrame, graph: Projection, params: Mapping[str, Param]
) -> Iterator[tuple[object, ...]]:
    """Yield what an answer tells of payments of schemes, with all that a scheme rests on.

    Args:
        rows: As ``schemes`` gives.
        told: As ``priced`` gives.
        graph: Gives who is said to hold which account.
        params: ``least_score`` and ``most``.
    """
    good = rows.filter(pl.col("score") >= params["least_score"])
    joined = good.join(told, on="link_id", how="left", maintain_order="left")
    rests_on = _sources(joined, holder_sources(graph))
    for row in joined.head(whole(params, "most")).iter_rows(named=True):
        yield (
            row["scheme_id"], row["kind"], row["reference"] or row["link_id"], row["link_id"],
            row["from_id"], row["to_id"], [[row["currency"], row["amount_minor"]]], row["at"],
            row["score"], row["reasons"], row["rate_of"], rests_on[row["scheme_id"]],
        )  # fmt: skip


def opens(_: Surroundings, answer: Answer, told: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield all payments of a row's scheme that the answer tells: it is a scheme by them all."""
    scheme, link = (answer.columns.index(name) for name in ("scheme_id", "link_id"))
    yield tuple(str(row[link]) for row in answer.rows if row[scheme] == told["scheme_id"])


def _sources(rows: pl.DataFrame, holders: Mapping[str, str]) -> dict[str, list[str]]:
    """What a row says of its scheme rests on all its payments, their rates, and who holds what."""
    found: dict[str, set[str]] = {}
    columns = rows.select("scheme_id", "sources", "rate_sources", "from_id", "to_id")
    for scheme, told, rated, *ends in columns.iter_rows():
        said = (told, rated or "", *(holders.get(end, "") for end in ends))
        found.setdefault(scheme, set()).update(*(text.split() for text in said))
    return {scheme: sorted(ids) for scheme, ids in found.items()}


def least_of(params: Mapping[str, Param]) -> tuple[float, str]:
    """Return the smallest large payment: ``least_value`` and its currency.

    Raises:
        InputError: ``value_currency`` is no currency.
    """
    try:
        return number(params, "least_value"), clean_currency(str(params["value_currency"]))
    except ValueRejected as cause:
        raise InputError(
            "'value_currency' wants an ISO 4217 code", remedy="Write three letters, like USD."
        ) from cause


def kinds_of(given: Param, known: Collection[str]) -> list[str]:
    """Return the kinds named, or all.

    Raises:
        InputError: One is not known.
    """
    named = [str(kind).casefold() for kind in given] if isinstance(given, list) else []
    if not set(named) <= set(known):
        raise InputError(
            "'kinds' names a kind of scheme that is not known", remedy=", ".join(known)
        )
    return named or list(known)
