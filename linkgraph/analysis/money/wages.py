"""A person who pays others like an employer."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from linkgraph.analysis.money.transfers import DAY, found

__all__ = ["WagesRule", "wages"]


@dataclass(frozen=True, slots=True)
class WagesRule:
    """What makes payments wages.

    Attributes:
        payees: Fewest persons paid.
        months: Fewest payments to each of them.
        spread: Largest share by which the payments to one payee differ from the middle one.
        shortest_days: Shortest time between two payments to one payee, days.
        longest_days: Longest, days; a longer gap, as where a record is missing, counts
            where it is about a whole number of months.
    """

    payees: int = 3
    months: int = 3
    spread: float = 0.2
    shortest_days: float = 24
    longest_days: float = 37


_MONTH = 30.44
_MOST_GAP = 4


def wages(transfers: pl.DataFrame, rule: WagesRule) -> pl.DataFrame:
    """Return accounts held by persons that pay several others about the same each month.

    Args:
        transfers: As ``TRANSFERS``. Payments from accounts whose holder is an
            organization or not known, and to organizations, are not looked at.
        rule: Limits.

    Returns:
        As ``FOUND``, kind ``syndicate wages``; one find an account. Once an account pays
        enough payees for enough months, payees who got two such payments stand with them. O(n log n).

    Note:
        Families support several relatives by the month, and sole traders have staff:
        this tells who pays, not for what.

    Source:
        FATF, "Money Laundering Risks Arising from Trafficking in Human Beings and
        Smuggling of Migrants", 2011 (regular payments to associates).
    """
    paid = transfers.filter(
        ~pl.col("to_cash") & pl.col("from_person") & pl.col("to_person").fill_null(value=True)
        & pl.col("at_s").is_not_null() & (pl.col("from_holder") != pl.col("to_holder"))
        & (pl.col("value") >= pl.col("least").fill_null(0) / 10)
    ).sort("from_id", "to_holder", "unit", "at_s", "link_id")  # fmt: skip
    series = ["from_id", "to_holder", "unit"]
    near = (pl.col("value") / pl.col("value").median().over(series) - 1).abs() <= rule.spread
    steady = paid.filter(near).with_columns(
        gap=(pl.col("at_s") - pl.col("at_s").shift().over(series)) / DAY
    )
    months = (pl.col("gap") / _MONTH).round().clip(1, _MOST_GAP)
    slack = pl.max_horizontal(_MONTH - rule.shortest_days, rule.longest_days - _MONTH)
    monthly = pl.col("gap").is_null() | ((pl.col("gap") - months * _MONTH).abs() <= slack)
    payees = (
        steady.group_by(series, maintain_order=True)
        .agg("link_id", n=pl.len(), regular=monthly.mean(), middle=pl.col("value").median())
        .filter((pl.col("n") >= 2) & (pl.col("regular") >= 0.8))  # noqa: PLR2004
    )
    enough = (pl.col("n") >= rule.months).sum().over("from_id", "unit") >= rule.payees
    employers = payees.filter(enough).sort("from_id", "unit", "to_holder")
    return found("syndicate wages", [
        (group["link_id"].explode().to_list(), *_told(group))
        for group in employers.partition_by("from_id", "unit", maintain_order=True)
    ])  # fmt: skip


def _told(group: pl.DataFrame) -> tuple[float, list[str]]:
    payments = int(group["n"].sum())
    score = 0.4 + 0.05 * min(group.height, 6) + 0.02 * min(payments, 10)
    return score, [
        f"a person's account pays {group.height} others by the month, {payments} payments",
        "nearly the same sum to each, every time",
    ]
