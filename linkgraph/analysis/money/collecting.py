"""Many who pay one: smuggling fees by instalment, and the proceeds of scams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.money.transfers import DAY, between_two, found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CollectingRule", "collecting"]


@dataclass(frozen=True, slots=True)
class CollectingRule:
    """What makes an account a collector's.

    Attributes:
        payers: Fewest payers.
        by_instalment: Fewest of them who pay two or more unequal sums.
        most_instalments: A payer with more payments than this pays something lasting,
            such as rent, and is not counted.
        within_days: Longest time over which one payer pays, days.
        rising: Share of those who pay by instalment whose sums rise each time, from
            which the find is called scam proceeds.
    """

    payers: int = 8
    by_instalment: int = 3
    most_instalments: int = 6
    within_days: float = 150
    rising: float = 0.6


def collecting(transfers: pl.DataFrame, rule: CollectingRule) -> pl.DataFrame:
    """Return accounts into which many persons pay large, unequal sums for a while.

    Fees for a journey are agreed with each traveller and paid in two to four parts;
    those whom a scam deceives are talked into larger sums each time. Savings clubs and
    school fees take equal sums; shops, schools and employers are organizations.

    Args:
        transfers: As ``TRANSFERS``. Payments by or to organizations, cash, and those
            below a tenth of ``least`` are not looked at; where no holder is known the
            account's holder may be a person.
        rule: Limits.

    Returns:
        As ``FOUND``, kinds ``fee collection`` and ``scam proceeds``; one find an
        account. O(n log n).

    Note:
        Landlords, sports clubs and collections for a funeral are paid by many too. Those
        who pay may be victims: they are told so that they can be heard, not suspected.

    Source:
        FATF, "Money Laundering Risks Arising from Trafficking in Human Beings and
        Smuggling of Migrants", 2011 and 2022; FATF, Interpol and Egmont Group, "Illicit
        Financial Flows from Cyber-enabled Fraud", 2023.
    """
    paid = transfers.filter(between_two() & (pl.col("value") >= pl.col("least").fill_null(0) / 10))
    # Few accounts are paid so often: what is left is quickly sorted.
    paid = paid.filter(pl.len().over("to_id", "unit") >= rule.payers).sort(
        "to_id", "unit", "from_holder", "at_s", "value", "link_id"
    )
    payers = _payers(paid, rule)
    collectors = _collectors(payers, rule)
    rows = payers.join(collectors, on=["to_id", "unit"]).sort("to_id", "unit")
    groups = rows.partition_by("to_id", "unit", maintain_order=True)
    scams = [group for group in groups if _rises(group) >= rule.rising]
    fees = [group for group in groups if _rises(group) < rule.rising]
    return pl.concat([found("fee collection", _finds(fees)), found("scam proceeds", _finds(scams))])


def _payers(paid: pl.DataFrame, rule: CollectingRule) -> pl.DataFrame:
    value = pl.col("value")
    return (
        paid.group_by("to_id", "unit", "from_holder", maintain_order=True)
        .agg(
            "link_id", "value",
            n=pl.len(), total=value.sum(), least=pl.col("least").max(),
            days=(pl.col("at_s").max() - pl.col("at_s").min()) / DAY,
            unequal=value.max() > 1.05 * value.min(),
            rises=(value.diff().drop_nulls() > 0).all(),
            currencies=pl.col("currency").n_unique(),
        )
        .filter((pl.col("n") <= rule.most_instalments) & (pl.col("days") <= rule.within_days))
        # Equal sums again and again are a contribution or rent, whoever takes them.
        .filter((pl.col("n") == 1) | pl.col("unequal"))
        .filter(pl.col("total") >= pl.col("least").fill_null(0) / 2)
    )  # fmt: skip


def _collectors(payers: pl.DataFrame, rule: CollectingRule) -> pl.DataFrame:
    parts = pl.col("n") >= 2  # noqa: PLR2004
    return (
        payers.group_by("to_id", "unit")
        .agg(
            payers=pl.len(), by_parts=parts.sum(), typical=pl.col("total").median(),
            least=pl.col("least").max(),
            # Sums that nobody else pays, to a hundredth: prices and contributions repeat.
            own_sums=pl.col("total").round_sig_figs(3).n_unique() / pl.len(),
        )
        .filter(
            (pl.col("payers") >= rule.payers) & (pl.col("by_parts") >= rule.by_instalment)
            & (pl.col("typical") >= pl.col("least").fill_null(0)) & (pl.col("own_sums") >= 0.5)  # noqa: PLR2004
        )
        .select("to_id", "unit")
    )  # fmt: skip


def _rises(group: pl.DataFrame) -> float:
    parts = group.filter(pl.col("n") > 1)
    return float(parts["rises"].sum()) / max(1, parts.height)


def _finds(groups: list[pl.DataFrame]) -> Iterator[tuple[list[str], float, list[str]]]:
    for group in groups:
        parts = int((group["n"] > 1).sum())
        rising = _rises(group)
        reasons = [
            f"{group.height} persons paid sums of their own into one account",
            f"{parts} of them in parts, {rising:.0%} of these by larger sums each time",
        ]
        score = 0.4 + 0.02 * min(group.height, 15) + 0.2 * min(1.0, parts / max(1, group.height))
        yield group["link_id"].explode().to_list(), score, reasons
