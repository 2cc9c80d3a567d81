"""A case as seen from its known suspects: who goes together, is known, is to be left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.bundles import bundles
from linkgraph.catalogue.measured.acts import acts_of, links_of
from linkgraph.catalogue.measured.chosen import nodes_of
from linkgraph.catalogue.measured.people import (
    SAYS_SUSPECT,
    families_of,
    gravest,
    hiding,
    sources_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Projection

__all__ = ["LeadView"]

_OWNED = ("Person", "Organization", "BankAccount", "CryptoWallet", "Phone", "UserAccount")


@dataclass(frozen=True, slots=True)
class LeadView:
    """What a search for new suspects looks at.

    Attributes:
        members: ``id``, ``bundle``, ``group``, ``kind``, ``caption``, ``sources`` of all
            people, organizations, accounts and phones.
        acts: As of ``acts_of``, between bundles; SHARES where one bundle has an account,
            phone or document in common with another.
        hands: Links that say who has what: ``link_id``, ``from_id``, ``to_id``, ``sources``.
        claims: Links that say that somebody is a suspect.
        protected: Entity id to the role that protects it.
        families: Of victims: those whom a file names as family.
        hidden: Entity id to the sources that say what protects it. Of whoever only may be
            such a person, and of families, those of all protected people: a match rests on
            records of others.
        known: Bundles of known suspects.
        silent: Bundles whose ties tell nothing, and which are never ranked.
    """

    members: pl.DataFrame
    acts: pl.DataFrame
    hands: pl.DataFrame
    claims: pl.DataFrame
    protected: Mapping[str, str]
    families: frozenset[str]
    hidden: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    silent: frozenset[str]

    @classmethod
    def of(cls, graph: Projection, protected: Mapping[str, str]) -> LeadView:
        """Return the view of a graph."""
        hidden = hiding(graph)
        roles = gravest(hidden) | dict(protected)
        claims = links_of(graph, SAYS_SUSPECT)
        suspects = {one for one in claims["from_id"] if roles.get(one) != "victim"}
        hands = links_of(graph, ("HOLDS", "USES"))
        members = _members(graph, hands, suspects)
        known = frozenset(_bundles_with(members, suspects))
        silent = _silent(members, hands, roles, {*claims["from_id"]}) - known
        families = families_of(graph, roles)
        said = sources_of(hidden, {*roles, *families}, families)
        kin = list(_bundles_with(members, set(families)))
        # A victim's family pays what is asked for the victim: that speaks of the victim alone.
        fees = (pl.col("type") == "PAID") & pl.col("from_id").is_in(kin)
        acts = _between(acts_of(graph), members, hands).filter(~fees)
        return cls(members, acts, hands, claims, roles, frozenset(families), said, known, silent)


def _members(graph: Projection, hands: pl.DataFrame, suspects: set[str]) -> pl.DataFrame:
    seen = links_of(graph, ["USED_IN"]).select(phone="from_id", device="to_id")
    together = bundles(hands.select(holder="from_id", held="to_id"), seen, suspects)
    nodes = nodes_of(graph).filter(pl.col("kind").is_in(_OWNED))
    return (
        nodes.join(together, on="id", how="left")
        .with_columns(pl.coalesce(name, "id").alias(name) for name in ("bundle", "group"))
        .sort("bundle", "id")
    )


def _bundles_with(members: pl.DataFrame, ids: set[str]) -> set[str]:
    return set(members.filter(pl.col("id").is_in(list(ids)))["bundle"])


def _silent(
    members: pl.DataFrame, hands: pl.DataFrame, roles: Mapping[str, str], claimed: set[str]
) -> frozenset[str]:
    """Return bundles of protected people, with all that goes together with them, and of bodies."""
    hidden = list(roles)
    theirs = hands.filter(pl.col("from_id").is_in(hidden))["to_id"]
    bodies = hands.filter(pl.col("from_id").str.starts_with("organization:"))["to_id"]
    near = members.filter(pl.col("id").is_in([*hidden, *theirs]))["group"]
    out = members.filter(
        pl.col("group").is_in(near.to_list())
        | (pl.col("kind") == "Organization")
        | pl.col("id").is_in([*bodies, *claimed])
    )
    return frozenset(out["bundle"])


def _between(acts: pl.DataFrame, members: pl.DataFrame, hands: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([acts, _shared(members, hands)])
    of = members.select("id", "bundle")
    for end in ("from_id", "to_id"):
        both = both.join(of.rename({"id": end, "bundle": f"{end}_bundle"}), on=end, how="left")
        both = both.with_columns(pl.coalesce(f"{end}_bundle", end).alias(end)).drop(f"{end}_bundle")
    return both.filter(pl.col("from_id") != pl.col("to_id"))


def _shared(members: pl.DataFrame, hands: pl.DataFrame) -> pl.DataFrame:
    """Return SHARES of those of one group who were parted, for each thing they have in common."""
    of = members.select(from_id="id", bundle="bundle", group="group")
    held = hands.join(of, on="from_id").select(
        "link_id", "from_id", "to_id", "sources", "bundle", "group"
    )
    both = held.join(held, on=["to_id", "group"], suffix="_other").filter(
        pl.col("bundle") < pl.col("bundle_other")
    )
    return both.select(
        link_id=pl.col("link_id") + " " + pl.col("link_id_other"),
        type=pl.lit("SHARES"),
        from_id="from_id",
        to_id="from_id_other",
        day="to_id",
        amount_minor=pl.lit(None, pl.Int64),
        currency=pl.lit(None, pl.String),
        share=pl.lit(1.0),
        sources=pl.col("sources") + " " + pl.col("sources_other"),
    )
