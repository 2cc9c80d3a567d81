"""Dealers who settle value without a payment between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.transfers import DAY, between_two, found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SettlementRule", "settlement"]


@dataclass(frozen=True, slots=True)
class SettlementRule:
    """What makes a receipt and a payment elsewhere two halves of one settlement.

    Attributes:
        fee: Largest share of the receipt that the dealers keep.
        least_fee: Smallest; 0 takes equal values too.
        within_hours: Longest wait from receipt to payment, hours.
        apart_days: Time about the receipt in which a payment between the two dealers, of
            half to twice the value, would explain the pair, days.
        score: Smallest score that is told; one coincidence of sums is no find.
        generic_remark: A remark that more payers than this write is everybody's, and says
            nothing of two payments.
    """

    fee: float = 0.05
    least_fee: float = 0.005
    within_hours: float = 24
    apart_days: float = 7
    score: float = 0.4
    generic_remark: int = 500


def settlement(transfers: pl.DataFrame, rule: SettlementRule) -> pl.DataFrame:
    """Return pairs of payments that look like the halves of a hawala settlement.

    A customer pays dealer A; soon after dealer B pays somebody else the same value less a
    small fee, under the same remark or in another currency, and no payment between A and
    B about that time explains it. Sums alone coincide often, so each pair is scored by
    what speaks for it besides: the same remark, another currency, the same two dealers
    again, dealers who are in several pairs.

    Args:
        transfers: As ``TRANSFERS``, between persons, of at least ``least``.
        rule: Limits.

    Returns:
        As ``FOUND``, kind ``hawala settlement``; one find two dealers. O(n log n) and
        linear in the pairs of like value within the window.

    Note:
        Remittance by dealers is lawful where they are licensed. One thing of the rest of the
        case counts: how many write a remark.

    Source:
        FATF, "The Role of Hawala and Other Similar Service Providers in Money Laundering
        and Terrorist Financing", 2013.
    """
    large = _large(transfers, rule)
    pairs = _halves(large, _near(large, rule), rule)
    scored = _scored(_unexplained(pairs, transfers, rule)).filter(pl.col("score") >= rule.score)
    return found("hawala settlement", _finds(_best(scored)))


def _large(transfers: pl.DataFrame, rule: SettlementRule) -> pl.DataFrame:
    said = pl.col("remark").str.to_lowercase().str.strip_chars()
    kept = transfers.filter(
        between_two()
        & (pl.col("value") >= pl.col("least").fill_null(0) / 2)
        & (pl.col("value") > 0)
    ).select("link_id", "from_holder", "to_holder", "currency", "unit", "value", "at_s", said=said)
    own = pl.col("from_holder").n_unique().over("said") <= rule.generic_remark
    return kept.with_columns(said=pl.when(own).then("said"))


def _near(large: pl.DataFrame, rule: SettlementRule) -> pl.DataFrame:
    """Return row numbers of receipts and payments of like value, close in time.

    They share a remark or differ in currency. Joined by bins of value and time that are as
    wide as the window, each with the next.
    """
    width, wait = -float(np.log1p(-rule.fee)), int(rule.within_hours * 3600)
    bins = large.select(
        "unit", "currency", "said",
        v=(pl.col("value").log() / width).floor().cast(pl.Int64),
        d=pl.col("at_s") // wait,
        row=pl.int_range(pl.len()),
    )  # fmt: skip
    near, found_rows = ["unit", "v", "d"], []
    for down in (0, 1):
        for on in (0, 1):
            asked = bins.with_columns(pl.col("v") - down, pl.col("d") + on)
            found_rows.append(
                asked.join(bins, on=[*near, "said"], suffix="_2").select("row", "row_2")
            )
            for one in sorted(bins["currency"].drop_nulls().unique()):
                others = bins.filter(pl.col("currency") != one)
                unlike = asked.filter(pl.col("currency") == one).join(others, on=near, suffix="_2")
                found_rows.append(unlike.select("row", "row_2"))
    return pl.concat(found_rows).unique()


def _halves(large: pl.DataFrame, near: pl.DataFrame, rule: SettlementRule) -> pl.DataFrame:
    wait = int(rule.within_hours * 3600)
    moneys = large.select("value", "at_s")
    one, other = moneys[near["row"]], moneys[near["row_2"]]
    kept, wait_s = 1 - other["value"] / one["value"], other["at_s"] - one["at_s"]
    near = near.filter(kept.is_between(rule.least_fee, rule.fee) & wait_s.is_between(0, wait))
    both = pl.concat(
        [large[near["row"]], large[near["row_2"]].rename(lambda name: f"{name}_2")],
        how="horizontal",
    )
    dealers = pl.col("to_holder"), pl.col("from_holder_2")
    return both.filter(
        (dealers[0] != dealers[1]) & (pl.col("from_holder") != dealers[1])
        & (pl.col("to_holder_2") != dealers[0]) & (pl.col("from_holder") != pl.col("to_holder_2"))
    ).with_columns(a=pl.min_horizontal(*dealers), b=pl.max_horizontal(*dealers))  # fmt: skip


def _unexplained(
    pairs: pl.DataFrame, transfers: pl.DataFrame, rule: SettlementRule
) -> pl.DataFrame:
    """Leave out pairs whose dealers pay each other a like sum about that time."""
    ends = pl.col("from_holder"), pl.col("to_holder")
    paid = transfers.select(
        a=pl.min_horizontal(*ends), b=pl.max_horizontal(*ends), paid="value", paid_at="at_s"
    )
    near = (pl.col("paid_at") - pl.col("at_s")).abs() <= rule.apart_days * DAY
    like = (pl.col("paid") >= pl.col("value") / 2) & (pl.col("paid") <= pl.col("value") * 2)
    explained = pairs.join(paid, on=["a", "b"]).filter(near & like)
    return pairs.join(explained, on=["link_id", "link_id_2"], how="anti")


def _scored(pairs: pl.DataFrame) -> pl.DataFrame:
    same = (pl.col("said") == pl.col("said_2")).fill_null(value=False)
    marked = pairs.with_columns(
        same=same, other=pl.col("currency") != pl.col("currency_2"),
        again=pl.struct("link_id", "link_id_2").n_unique().over("a", "b") > 1,
    )  # fmt: skip
    return marked.with_columns(
        score=0.1 + 0.35 * pl.col("same") + 0.15 * pl.col("other") + 0.25 * pl.col("again")
    )


def _best(scored: pl.DataFrame) -> pl.DataFrame:
    """Keep, for each payment, the pair that most speaks for, so that none stands in two."""
    ordered = scored.sort(
        ["score", "at_s", "at_s_2", "value", "link_id", "link_id_2"],
        descending=[True] + [False] * 5,
    )
    first = ordered.unique("link_id", keep="first", maintain_order=True)
    return first.unique("link_id_2", keep="first", maintain_order=True)


def _finds(pairs: pl.DataFrame) -> Iterator[tuple[list[str], float, list[str]]]:
    for group in pairs.partition_by("a", "b", maintain_order=True):
        first = group.row(0, named=True)
        hours = (first["at_s_2"] - first["at_s"]) / 3600
        fee = 1 - first["value_2"] / first["value"]
        reasons = [
            f"a receipt and another's payment {hours:.0f} h later differ by {fee:.1%}",
            "no payment between the two dealers that would explain it",
        ]
        said = {
            "same": "the same remark on both", "other": "two currencies",
            "again": "the same two dealers in another such pair",
        }  # fmt: skip
        reasons += [words for mark, words in said.items() if first[mark]]
        links = [*group["link_id"], *group["link_id_2"]]
        yield sorted(set(links)), float(first["score"]), reasons
