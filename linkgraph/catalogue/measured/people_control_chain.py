"""Who is said to have done what to a victim, who exploits, and which account gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import (
    countries_of,
    ids_in,
    in_countries,
    links_as,
    names_of,
    narrowed,
    nodes_as,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = """
title = "From a victim to the account that gains"
question = "Who recruited, transported, harboured or controlled a victim, for which exploiter, and which accounts of the exploiter take money in?"
caution = "Each step is a separate claim, and a role in a case file is an accusation until a court has found it. Recruiters and enforcers are often victims themselves: weigh the non-punishment principle. That an exploiter's account takes money in does not say that this money is the victim's. The rows name victims: inside use only."
identity = ["victim_id", "actor_id", "role", "exploiter_id", "account_id"]
money = ["received"]
shared = ["since", "until", "countries", "min_grade", "most"]

[params.ids]
type = "entities"
help = "Only chains in which one of these victims, actors or exploiters stands"

[returns]
victim_id = "The victim"
actor_id = "Who is said to have acted"
actor_name = "What to call the actor"
role = "What was done (recruited, transported ...), or the actor's role in the victim's case file (one with a number: a list of people is no case)"
exploiter_id = "Who is said to exploit the same victim; empty where no file says"
exploiter_name = "What to call the exploiter"
account_id = "An account that the exploiter is said to hold; empty where no file says"
payments = "Payments into it, count"
received = "Sum of these, per currency"
last_at = "Last of these, UTC"
link_ids = "The links that say so: the act, the exploitation, the holding; payments are counted only"
"""

_ACTS = ("RECRUITED", "TRANSPORTED", "TRANSFERRED", "HARBOURED", "RECEIVED", "CONTROLLED",
         "EXPLOITED", "SMUGGLED")  # fmt: skip
_EXPLOITS = ("EXPLOITED", "Exploiter")
_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "role_in_process": pl.String(), "reliability": pl.String(),
    "amount_minor": pl.Int64(), "currency": pl.String(), "sources": pl.String(),
}  # fmt: skip
_CASE = {"id": pl.String(), "native_ids": pl.List(pl.String), "sources": pl.String()}
_ACT = ["victim", "actor", "role", "links", "said"]


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return chains by victim, actor, role, exploiter and account: no ranking."""
    graph = beside.read()
    acts = _acts(graph, params)
    exploits = acts.filter(pl.col("role").is_in(_EXPLOITS)).select(
        "victim", exploiter="actor", exploit_links="links", exploit_said="said"
    )
    by = ["victim", "exploiter"]
    exploits = exploits.group_by(by).agg(pl.col("exploit_links", "exploit_said").explode().unique())
    asked = ids_in(params, "ids")
    if asked is not None:
        found = exploits.filter(pl.col("exploiter").is_in(asked))
        acts = acts.filter(
            pl.any_horizontal(pl.col(c).is_in(asked) for c in ("victim", "actor"))
            | pl.col("victim").is_in(found["victim"].implode())
        )
    places = countries_of(graph).rename({"id": "actor"})
    placed = acts.join(places, on="actor", how="left").filter(in_countries(params, "countries"))
    # Each makes a row at least: of a file with thousands in it no more are gone through.
    first = placed.sort("victim", "actor", "role").head(whole(params, "most"))
    kept = first.join(exploits, on="victim", how="left").join(
        _gaining(graph, params), on="exploiter", how="left"
    )
    if asked is not None:
        kept = kept.filter(
            pl.any_horizontal(pl.col(c).is_in(asked) for c in ("victim", "actor", "exploiter"))
        )
    order = ["victim", "actor", "role", "exploiter", "account"]
    names = names_of(graph)
    for row in kept.sort(order, nulls_last=True).head(whole(params, "most")).iter_rows(named=True):
        (actor, actor_said), (exploiter, named_by) = names[row["actor"]], names[row["exploiter"]]
        yield (
            row["victim"], row["actor"], actor, row["role"], row["exploiter"], exploiter, row["account"], row["payments"], _amounts(row["sums"]),
            row["last_at"], [*row["links"], *(row["exploit_links"] or []), *(row["held"] or [])],
            [row["said"], row["exploit_said"] or [], row["held_said"] or [], actor_said, named_by],
        )  # fmt: skip


def _amounts(sums: list[dict[str, object]] | None) -> list[list[object]]:
    return [[one["currency"], one["amount_minor"]] for one in sums or []]


def _acts(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return who did what to whom: told as an act, or as roles in one case file."""
    direct = narrowed(links_as(graph, _LINK, lambda shape: shape.type in _ACTS), params)
    told = direct.select(
        "link_id", "sources", victim="to_id", actor="from_id", role="type"
    ).group_by("victim", "actor", "role").agg(
        pl.col("link_id").sort().alias("links"), pl.col("sources").alias("said")
    )  # fmt: skip
    # A role in a case file has no moment: a bound of time is one of acts alone.
    graded = {"min_grade": params["min_grade"]}
    roles = narrowed(
        links_as(graph, _LINK, lambda shape: shape.type in {"VICTIM_IN", "SUSPECT_IN"}), graded
    )
    victims = roles.filter(pl.col("type") == "VICTIM_IN").select(
        "to_id", victim="from_id", link="link_id", victim_said="sources"
    )
    # A list of people that an agency keeps is a file too, and no case that they share.
    cases = nodes_as(graph, "CaseFile", _CASE)
    numbered = cases.drop_nulls("native_ids").select(to_id="id", case_said="sources")
    actors = roles.filter(pl.col("type") == "SUSPECT_IN").join(numbered, on="to_id")
    by_file = actors.join(victims, on="to_id").filter(pl.col("victim") != pl.col("from_id"))
    by_file = by_file.with_columns(pl.col("role_in_process").fill_null("suspect"))
    filed = by_file.group_by("victim", actor="from_id", role="role_in_process").agg(
        pl.concat_list("link_id", "link").explode().unique().sort().alias("links"),
        pl.concat_list("sources", "victim_said", "case_said").explode().unique().alias("said"),
    )
    return pl.concat([told.select(_ACT), filed.select(_ACT)])


def _gaining(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the accounts of holders with what they take in."""
    held = links_as(
        graph, _LINK, lambda shape: shape.type == "HOLDS" and shape.end != "IdentityDocument"
    )
    graded = narrowed(held, {"min_grade": params["min_grade"]})
    accounts = graded.group_by(exploiter="from_id", account="to_id").agg(
        pl.col("link_id").sort().alias("held"), pl.col("sources").alias("held_said")
    )
    paid = narrowed(links_as(graph, _LINK, lambda shape: shape.type == "PAID"), params)
    into = paid.join(accounts.select("account").unique(), left_on="to_id", right_on="account")
    sums = into.drop_nulls(["currency", "amount_minor"]).group_by(
        pl.col("to_id").alias("account"), "currency"
    ).agg(pl.col("amount_minor").sum())  # fmt: skip
    received = sums.sort("account", "currency").group_by("account", maintain_order=True).agg(
        pl.struct("currency", "amount_minor").alias("sums")
    )  # fmt: skip
    counted = into.group_by(account="to_id").agg(
        pl.len().alias("payments"), pl.col("at").max().alias("last_at"),
        pl.col("sources").unique().alias("paid_said"),
    )  # fmt: skip
    both = accounts.join(counted, on="account", how="left").join(received, on="account", how="left")
    none = pl.lit([], pl.List(pl.String))
    return both.with_columns(
        pl.col("payments").fill_null(0),
        held_said=pl.concat_list("held_said", pl.col("paid_said").fill_null(none)),
    ).drop("paid_said")  # fmt: skip
