"""What follows from statements by rule: captions, romanised names, values, jurisdictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.graph.base import NODE_COMMON, LinkShape, Projection
from linkgraph.schema import Kind, load_schema
from linkgraph.statements import link_id
from linkgraph.statements.identity import UNNUMBERED
from linkgraph.values.countries import country_codes, country_name
from linkgraph.values.names import romanise
from linkgraph.values.phones import phone_country

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["DERIVED", "add_derived", "behind_derived"]

# Kind and property that give a jurisdiction, the link that says so, and its basis.
DERIVED = (
    ("Person", "nationalities", "NATIONAL_OF", ""),
    ("Organization", "countries", "IN_JURISDICTION", "stated"),
    ("BankAccount", "countries", "IN_JURISDICTION", "account_country"),
    ("Phone", "country", "IN_JURISDICTION", "phone_country_code"),
    ("IdentityDocument", "countries", "IN_JURISDICTION", "document_country"),
    ("Location", "countries", "IN_JURISDICTION", "place"),
    ("CashPoint", "countries", "IN_JURISDICTION", "place"),
)

_FIRST_SAID = ("names", "aliases", "titles", "native_ids", "address", "number", "registration",
               "account_name", "carrier_number", "url", "country")  # fmt: skip


def add_derived(
    projection: Projection, *, jurisdictions: str, wanted: Collection[str] | None = None
) -> Projection:
    """Return a projection with what follows from it.

    Args:
        projection: Entities and links as gathered; nodes lack ``caption``.
        jurisdictions: ``all`` for every country of ISO 3166, ``referred`` for those
            that something refers to.
        wanted: Where only some entities are projected: whether countries are among them.
    """
    nodes = {
        name: _complete(load_schema().kinds[name], frame)
        for name, frame in projection.nodes.items()
    }
    links = dict(projection.links)
    for kind, prop, type_, basis in DERIVED:
        if kind in nodes and prop in nodes[kind].columns:
            made = _country_links(nodes[kind], prop, type_, basis)
            if made.height:
                shape = LinkShape(type_, kind, "Jurisdiction")
                held = [links[shape], made] if shape in links else [made]
                both = pl.concat(held, how="diagonal")
                # What somebody stated comes before what follows by rule.
                links[shape] = both.unique("link_id", keep="first", maintain_order=True).sort(
                    "link_id"
                )
    nodes.pop("Jurisdiction", None)
    codes = _countries(links, jurisdictions, wanted)
    if codes:
        nodes["Jurisdiction"] = _jurisdictions(codes)
    return Projection(dict(sorted(nodes.items())), dict(sorted(links.items())))


def _complete(kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
    if kind.identity == "value" and not kind.hashed:
        # Of each by itself: what is said of one must not decide what another is shown with.
        said = [pl.col(kind.value)] if kind.value in frame.columns else []
        number = pl.col("id").str.splitn(":", 2).struct.field("field_1")
        if kind.may_lack_value:
            number = pl.when(~number.str.starts_with(UNNUMBERED)).then(number)
        frame = frame.with_columns(pl.coalesce(*said, number).alias(kind.value))
    if kind.name == "Phone":
        frame = _mapped(frame, "number", "country", phone_country)
    if "romanised" in kind.properties:
        frame = _romanised(frame)
    first = [_first(frame, name) for name in _FIRST_SAID if name in frame.columns]
    fallback = pl.lit(f"{kind.name} ") + pl.col("id").str.slice(-6)
    frame = frame.with_columns(pl.coalesce(*first, fallback).alias("caption"))
    names = [n for n in (*NODE_COMMON, *kind.properties) if n in frame.columns]
    return frame.select(names)


def _first(frame: pl.DataFrame, name: str) -> pl.Expr:
    listed = isinstance(frame.schema[name], pl.List)
    return pl.col(name).list.first() if listed else pl.col(name)


def _mapped(
    frame: pl.DataFrame, of: str, into: str, rule: Callable[[str], str | None]
) -> pl.DataFrame:
    known = {value: rule(value) or None for value in frame[of].unique() if value is not None}
    return frame.with_columns(
        pl.col(of).replace_strict(known, default=None, return_dtype=pl.String).alias(into)
    )


def _romanised(frame: pl.DataFrame) -> pl.DataFrame:
    spoken = [name for name in ("names", "aliases") if name in frame.columns]
    if not spoken:
        place = "address" if "address" in frame.columns else ""
        if not place:
            return frame
        return _mapped(frame, place, "romanised", romanise).with_columns(
            pl.when(pl.col("romanised").is_not_null())
            .then(pl.concat_list("romanised"))
            .alias("romanised")
        )
    known: dict[str, str] = {}
    rows: list[list[str] | None] = []
    for row in frame.select(spoken).iter_rows():
        found = set()
        for name in (name for names in row for name in names or ()):
            if name not in known:
                known[name] = romanise(name)
            found.add(known[name])
        rows.append(sorted(found - {""}) or None)
    return frame.with_columns(pl.Series("romanised", rows, dtype=pl.List(pl.String)))


def _country_links(nodes: pl.DataFrame, prop: str, type_: str, basis: str) -> pl.DataFrame:
    listed = nodes.select(
        pl.col("id").alias("from_id"), pl.col(prop).alias("code"), "sources", "handling", "records"
    )
    if isinstance(listed.schema["code"], pl.List):
        listed = listed.explode("code")
    listed = listed.drop_nulls("code").with_columns(("country:" + pl.col("code")).alias("to_id"))
    ids = [link_id(type_, (a, b, basis)) for a, b in listed.select("from_id", "to_id").iter_rows()]
    nothing = pl.lit(None, pl.String)
    columns = [
        pl.Series("link_id", ids, dtype=pl.String), "from_id", "to_id", "sources", "handling",
        nothing.alias("reliability"), nothing.alias("credibility"), "records",
    ]  # fmt: skip
    if basis:
        columns.append(pl.lit(basis).alias("basis"))
    return listed.select(columns)


def _countries(
    links: dict[LinkShape, pl.DataFrame], jurisdictions: str, wanted: Collection[str] | None
) -> list[str]:
    if jurisdictions == "all":
        every = country_codes()
        return [c for c in every if wanted is None or f"country:{c}" in wanted]
    ends = [frame["to_id"] for shape, frame in links.items() if shape.end == "Jurisdiction"]
    return sorted({end.partition(":")[2] for column in ends for end in column})


def _jurisdictions(codes: list[str]) -> pl.DataFrame:
    nothing = [None] * len(codes)
    return pl.DataFrame(
        {
            "id": [f"country:{code}" for code in codes],
            "caption": [country_name(code) for code in codes],
            "sources": pl.Series(nothing, dtype=pl.String),
            "originators": pl.Series(nothing, dtype=pl.List(pl.String)),
            "handling": pl.Series(nothing, dtype=pl.String),
            "records": pl.Series([0] * len(codes), dtype=pl.Int64),
            "country": codes,
        }
    ).sort("id")


def behind_derived(projection: Projection, links: Collection[str]) -> dict[str, str]:
    """Return the entity whose property each of some derived links follows from.

    Args:
        projection: The whole graph.
        links: Ids of links; those that are not derived are passed over.
    """
    found: dict[str, str] = {}
    for shape, frame in projection.links.items():
        if shape.end == "Jurisdiction":
            hits = frame.filter(pl.col("link_id").is_in(list(links)))
            found |= dict(hits.select("link_id", "from_id").iter_rows())
    return dict(sorted(found.items()))
