"""Signs of smuggling and trafficking that guidance names, found in links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import countries_of, links_as, narrowed, whole
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkgraph.graph.base import LinkShape, Param, Projection

__all__ = ["INDICATORS", "find_flags"]

_FATF_2018 = "FATF/APG, Financial Flows from Human Trafficking, 2018"
_FATF_2022 = (
    "FATF, Money Laundering and Terrorist Financing Risks Arising from Migrant Smuggling, 2022"
)
_FINCEN = "FinCEN, FIN-2020-A008, 2020"
_FINTRAC = "FINTRAC, operational alert on human trafficking for sexual exploitation, 2016 and 2021"

# Each sign, and who names it.
INDICATORS: dict[str, str] = {
    "adverts": f"{_FINTRAC}; {_FINCEN}",
    "advert contact": f"{_FINTRAC}; {_FATF_2018}",
    "deposits elsewhere": f"{_FINTRAC}; {_FATF_2018}",
    "documents of others": _FATF_2018,
    "shared contact": f"{_FATF_2018}; {_FINCEN}",
    "short stays": _FINTRAC,
    "tickets for others": f"{_FATF_2022}; {_FINTRAC}",
}
_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "from_kind": pl.String(), "to_kind": pl.String(), "at": pl.String(), "since": pl.String(),
    "until": pl.String(), "remark": pl.String(), "reliability": pl.String(),
    "sources": pl.String(),
}  # fmt: skip
_ADVERT_WORDS = (
    r"(?i)\b(?:advert\w*|ads?|classifieds?|iklan|quảng cáo|quang cao|anuncios?|publicit\w+|reklama?)\b"
    r"|โฆษณา|广告|廣告|දැන්වීම|விளம்பர"
)
_MOST_LINKS = 100
_DAY = 10


def find_flags(
    graph: Projection,
    params: Mapping[str, Param],
    wanted: Sequence[str],
    apart: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> pl.DataFrame:
    """Return signs, one row a person and finding.

    Columns ``person``, ``sign``, ``reason``, ``link_ids``, ``sources`` (list); in no order.

    Args:
        graph: In bulk.
        params: Those of ``person/red_flags``.
        wanted: Signs to look for.
        apart: People, and whom no sign of theirs counts: families of victims, and the
            victims. Who lives with a victim and pays the fare is no suspect for that.

    Raises:
        InputError: One of them is none.
    """
    kin, victims = (pl.Series(list(ids), dtype=pl.String).implode() for ids in apart)
    counts = ~(pl.col("person").is_in(kin) & pl.col("counted").is_in(victims))
    rules: dict[str, Callable[[], pl.DataFrame]] = {
        "adverts": lambda: _adverts(graph, params),
        "advert contact": lambda: _advert_contact(graph, params),
        "deposits elsewhere": lambda: _deposits(graph, params),
        "documents of others": lambda: _documents(graph, params, counts),
        "shared contact": lambda: _shared(graph, params, counts),
        "short stays": lambda: _stays(graph, params),
        "tickets for others": lambda: _tickets(graph, params, counts),
    }
    if odd := [one for one in wanted if one not in rules]:
        raise InputError(
            f"'kinds' names {len(odd)} that are no sign", remedy=f"Known: {', '.join(INDICATORS)}"
        )
    none = pl.DataFrame(
        schema={"person": pl.String, "found": pl.String, "link_ids": pl.List(pl.String),
                "sources": pl.List(pl.String), "sign": pl.String}
    )  # fmt: skip
    made = [rules[sign]().with_columns(sign=pl.lit(sign)).select(none.columns) for sign in wanted]
    named = pl.col("sign").replace_strict(INDICATORS, return_dtype=pl.String)
    return pl.concat([none, *made]).with_columns(
        reason=pl.col("found") + " (" + named + ")",
        sources=pl.col("sources").list.unique(),
    )


def _links(
    graph: Projection, params: Mapping[str, Param], wanted: Callable[[LinkShape], bool]
) -> pl.DataFrame:
    """Return links that the shared parameters choose, by when they happened or began."""
    told = links_as(graph, _LINK, wanted).with_columns(
        when=pl.coalesce("at", "since").str.slice(0, _DAY)
    )
    told = narrowed(told, {"min_grade": params.get("min_grade")})
    # Of what is told to the day alone, the whole day counts.
    day = pl.col("since").str.slice(0, _DAY)
    since, until = params.get("since"), params.get("until")
    if since:
        told = told.filter(
            (pl.col("at") >= since).fill_null(pl.col("at").is_null() & (day >= str(since)[:_DAY]))
        )
    if until:
        begins = pl.coalesce("at", day + pl.lit("T00:00:00Z"))
        told = told.filter(begins < until)
    return told


def _owners(graph: Projection) -> pl.DataFrame:
    """Return people and the accounts that they hold: ``person``, ``account``, ``held``."""
    held = links_as(
        graph, _LINK, lambda s: (s.type, s.start, s.end) == ("HOLDS", "Person", "BankAccount")
    )
    return held.select(person="from_id", account="to_id", held="link_id", held_sources="sources")


def _summed(told: pl.DataFrame, found: pl.Expr, *, least: int) -> pl.DataFrame:
    """Return one row a person of whom ``counted`` gives at least so many."""
    return (
        told.group_by("person")
        .agg(
            pl.col("counted").n_unique().alias("n"),
            pl.col("link_id").unique().sort().head(_MOST_LINKS).alias("link_ids"),
            pl.col("sources").unique(),
        )
        .filter(pl.col("n") >= least)
        .with_columns(found=found)
    )


def _says(before: str, after: str) -> pl.Expr:
    return pl.lit(before) + pl.col("n").cast(pl.String) + pl.lit(after)


def _stays(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    told = _links(graph, params, lambda s: s.type == "STAYED_AT").drop_nulls(["since", "until"])
    first = pl.col("since").str.to_date(strict=False)
    last = pl.col("until").str.to_date(strict=False)
    short = told.with_columns(first=first, last=last).filter(
        (pl.col("last") - pl.col("first"))
        .dt.total_days()
        .is_between(0, whole(params, "stay_nights"))
    )
    window = whole(params, "stay_days")
    # From each stay on: those that begin within the window.
    pairs = short.select(person="from_id", begins="first").unique().join(
        short.select("link_id", "sources", "first", person="from_id", counted="to_id"), on="person"
    ).filter((pl.col("first") - pl.col("begins")).dt.total_days().is_between(0, window))  # fmt: skip
    places = pl.col("counted").n_unique().over("person", "begins")
    # Of each person the window with most places, the earliest of several.
    best = pairs.with_columns(places=places).sort(
        ["places", "begins"], descending=[True, False], maintain_order=True
    )
    chosen = best.filter(pl.col("begins") == pl.col("begins").first().over("person"))
    return _summed(
        chosen,
        _says("short stays in ", f" places within {window} days"),
        least=whole(params, "stays"),
    )


def _tickets(graph: Projection, params: Mapping[str, Param], counts: pl.Expr) -> pl.DataFrame:
    own = _links(graph, params, lambda s: s.type in {"PAID_FOR", "BOOKED_FOR"})
    direct = own.filter(pl.col("from_kind") == "Person").select(
        "link_id", "sources", person="from_id", counted="to_id"
    )
    held = links_as(graph, _LINK, lambda s: s.type in {"HOLDS", "USES"} and s.start == "Person")
    by_thing = held.select(
        person="from_id", thing="to_id", held="link_id", held_sources="sources"
    ).join(own.select("link_id", "sources", thing="from_id", counted="to_id"), on="thing")
    over_things = _with_holding(by_thing)
    told = pl.concat([direct, over_things]).filter(pl.col("person") != pl.col("counted"))
    return _summed(
        told.filter(counts),
        _says("pays or books travel or stays of ", " others"),
        least=whole(params, "tickets"),
    )


def _with_holding(told: pl.DataFrame) -> pl.DataFrame:
    """Return links of things with those that say whose the things are, as rows of their own."""
    columns = ["link_id", "sources", "person", "counted"]
    holding = told.with_columns(link_id="held", sources="held_sources")
    return pl.concat([told.select(columns), holding.select(columns)])


def _shared(graph: Projection, params: Mapping[str, Param], counts: pl.Expr) -> pl.DataFrame:
    contacts = {"Phone", "Email", "UserAccount", "Location"}
    told = _links(
        graph, params,
        lambda s: s.type in {"USES", "LOCATED_AT"} and s.start == "Person" and s.end in contacts,
    )  # fmt: skip
    people = pl.col("from_id").n_unique().over("to_id")
    few = told.filter(people.is_between(whole(params, "sharers"), whole(params, "max_sharers")))
    other = few.select(to_id="to_id", counted="from_id", link="link_id", said="sources")
    both = few.join(other, on="to_id").filter(pl.col("from_id") != pl.col("counted"))
    mine = both.select("link_id", "sources", "counted", person="from_id")
    theirs = both.select("counted", link_id="link", sources="said", person="from_id")
    return _summed(
        pl.concat([mine, theirs.select(mine.columns)]).filter(counts),
        _says("shares a phone, e-mail, online account or address with ", " others"),
        least=whole(params, "sharers") - 1,
    )


def _adverts(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    paid = _links(graph, params, lambda s: s.type == "PAID")
    for_adverts = paid.filter(pl.col("remark").str.contains(_ADVERT_WORDS).fill_null(value=False))
    told = _owners(graph).join(
        for_adverts.select("link_id", "sources", account="from_id", counted="link_id"), on="account"
    )
    return _summed(
        _with_holding(told),
        _says("", " payments whose remark names an advert"),
        least=whole(params, "payments"),
    )


def _advert_contact(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    given = _links(graph, params, lambda s: s.type == "CONTACT_IN")
    uses = links_as(graph, _LINK, lambda s: s.type == "USES" and s.start == "Person")
    told = uses.select(
        person="from_id", thing="to_id", held="link_id", held_sources="sources"
    ).join(given.select("link_id", "sources", thing="from_id", counted="to_id"), on="thing")
    return _summed(_with_holding(told), _says("a number of theirs stands in ", " adverts"), least=2)


def _deposits(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    cash = _links(graph, params, lambda s: (s.type, s.start) == ("PAID", "CashPoint"))
    places = countries_of(graph).select("id", "countries")
    held = cash.join(places.rename({"id": "from_id", "countries": "there"}), on="from_id").join(
        places.rename({"id": "to_id", "countries": "home"}), on="to_id"
    )
    abroad = held.filter(pl.col("there").list.set_intersection("home").list.len() == 0)
    told = _owners(graph).join(
        abroad.select("link_id", "sources", account="to_id", counted="link_id"), on="account"
    )
    return _summed(
        _with_holding(told),
        _says("", " cash deposits outside the account's country"),
        least=whole(params, "deposits"),
    )


def _documents(graph: Projection, params: Mapping[str, Param], counts: pl.Expr) -> pl.DataFrame:
    held = _links(
        graph, params,
        lambda s: (s.type, s.start, s.end) == ("HOLDS", "Person", "IdentityDocument"),
    )  # fmt: skip
    other = held.select(to_id="to_id", counted="from_id", link="link_id", said="sources")
    both = held.join(other, on="to_id").filter(pl.col("from_id") != pl.col("counted"))
    told = both.select("counted", "link_id", "sources", person="from_id")
    theirs = both.select("counted", link_id="link", sources="said", person="from_id")
    return _summed(
        pl.concat([told, theirs.select(told.columns)]).filter(counts),
        _says("stands beside documents of ", " others"),
        least=2,
    )
