"""All kinds of scheme over one set of transfers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

import polars as pl

from linkgraph.analysis.money.cash import CashOutRule, StructuringRule, cash_out, structuring
from linkgraph.analysis.money.chains import ChainRule, chains
from linkgraph.analysis.money.collecting import CollectingRule, collecting
from linkgraph.analysis.money.settlement import SettlementRule, settlement
from linkgraph.analysis.money.transfers import FOUND
from linkgraph.analysis.money.wages import WagesRule, wages

__all__ = ["KINDS", "Rules", "named_finds", "schemes"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of every kind of scheme."""

    chain: ChainRule = field(default_factory=ChainRule)
    structuring: StructuringRule = field(default_factory=StructuringRule)
    cash_out: CashOutRule = field(default_factory=CashOutRule)
    collecting: CollectingRule = field(default_factory=CollectingRule)
    wages: WagesRule = field(default_factory=WagesRule)
    settlement: SettlementRule = field(default_factory=SettlementRule)


_Find = Callable[[pl.DataFrame, Rules], pl.DataFrame]
_FINDS: tuple[tuple[frozenset[str], _Find], ...] = (
    (frozenset({"layering", "cycle"}), lambda t, r: chains(t, r.chain)),
    (frozenset({"structuring"}), lambda t, r: structuring(t, r.structuring)),
    (frozenset({"cash-out"}), lambda t, r: cash_out(t, r.cash_out)),
    (frozenset({"fee collection", "scam proceeds"}), lambda t, r: collecting(t, r.collecting)),
    (frozenset({"syndicate wages"}), lambda t, r: wages(t, r.wages)),
    (frozenset({"hawala settlement"}), lambda t, r: settlement(t, r.settlement)),
)
KINDS: Mapping[str, str] = MappingProxyType({
    "cash-out": "A large receipt drawn out in several sums within days",
    "cycle": "Money that comes back to the account it left",
    "fee collection": "Many persons pay one person's account, in unequal parts",
    "hawala settlement": "A receipt and another's payment of like value, and none between the two",
    "layering": "Money handed on through several accounts within days",
    "scam proceeds": "Many persons pay one person's account, larger sums each time",
    "structuring": "Cash deposits just under the reporting limit",
    "syndicate wages": "A person's account that pays several others by the month",
})  # fmt: skip


def schemes(
    transfers: pl.DataFrame, rules: Rules | None = None, kinds: Collection[str] = tuple(KINDS)
) -> pl.DataFrame:
    """Return what looks like a scheme, one row a transfer of each.

    Args:
        transfers: As ``TRANSFERS``, in any order.
        rules: Limits; those of each rule where none are given.
        kinds: Kinds of scheme to look for, of ``KINDS``.

    Returns:
        ``scheme_id`` (of its kind and transfers, so that what else is in the case changes
        none), ``kind``, ``link_id``, ``score`` (0-1, how much speaks for it, no
        probability), ``reasons``; by score descending, kind, first moment, scheme, then
        moment and link. A payment may stand in several schemes.

    Note:
        O(n log n), and linear in the pairs of payments that could belong together.
        A pattern is a reason to look, never a finding against anybody.
    """
    chosen = rules or Rules()
    wanted = frozenset(kinds)
    frames = [look(transfers, chosen) for told, look in _FINDS if told & wanted]
    return named_finds([frame.filter(pl.col("kind").is_in(wanted)) for frame in frames], transfers)


def named_finds(frames: Iterable[pl.DataFrame], transfers: pl.DataFrame) -> pl.DataFrame:
    """Return finds of rules in one table, each with its name, as ``schemes`` tells them.

    Args:
        frames: As ``FOUND``.
        transfers: As ``TRANSFERS``: gives the moments.
    """
    rows = pl.concat([pl.DataFrame(schema=FOUND), *frames])
    moments = transfers.select("link_id", "at_s")
    named = _named(rows).join(moments, on="link_id", how="left")
    first = pl.col("at_s").min().over("scheme_id")
    return (
        named.with_columns(first=first)
        .sort(["score", "kind", "first", "scheme_id", "at_s", "link_id"], descending=[True] + [False] * 5)
        .select("scheme_id", "kind", "link_id", "score", "reasons")
    )  # fmt: skip


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    held = rows.group_by("kind", "group").agg(pl.col("link_id").unique().sort())
    names = [
        f"{kind.replace(' ', '-')}-{sha256(' '.join(links).encode()).hexdigest()[:12]}"
        for kind, links in zip(held["kind"], held["link_id"].to_list(), strict=True)
    ]
    with_names = held.select("kind", "group", scheme_id=pl.Series(names, dtype=pl.String))
    return rows.unique(["kind", "group", "link_id"]).join(with_names, on=["kind", "group"])
