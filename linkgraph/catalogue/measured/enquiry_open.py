"""Which enquiries between countries are open, how old they are, and what they block."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import links_as, nodes_as, texts, whole
from linkgraph.values.day_spans import first_and_last

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Enquiries between countries"
question = "Which enquiries are open, by which channel, how old and how late are they, and what do they block?"
caution = "An answer that nobody entered looks like an enquiry that is open. What nobody is known to have sent is a draft, and left out unless asked for, as is what was closed: it needs no answer any more. Late is what passed the day asked for, whatever the reason."
identity = ["enquiry_id"]
shared = ["countries", "most"]

[params.on]
type = "date"
required = true
help = "The day to count from, such as today"

[params.all]
type = "bool"
default = false
help = "Tell of answered and closed enquiries too"

[params.drafts]
type = "bool"
default = false
help = "Tell of enquiries too that were not sent: nobody was asked yet"

[params.overdue]
type = "bool"
default = false
help = "Only those whose day has passed"

[params.channel]
type = "text"
help = "Only those by this channel, such as bilateral or NCB, in whatever letters"

[returns]
enquiry_id = "The enquiry"
references = "Its numbers"
asker = "Who asks: country and agency"
asked = "Who is asked"
channel = "By which channel"
sent = "Day it was sent; empty for a draft"
due = "Day an answer was asked for"
answered = "Day it was answered; empty where it was not"
closed = "Day since which it needs no answer any more; empty where it does"
age_days = "Days from the day sent to the answer, to the day closed, or to the day counted from; empty for a draft, and where sources tell an answer before the day sent"
late_days = "Days that the answer is, or was, late; 0 where it is not"
blocks = "What cannot go on without it"
subject_ids = "Whom or what it is about"
"""

_ENQUIRY = {
    "id": pl.String(), "native_ids": pl.List(pl.String), "from_country": pl.String(),
    "from_agency": pl.String(), "to_country": pl.String(), "to_agency": pl.String(),
    "channel": pl.String(), "sent": pl.String(), "due": pl.String(), "answered": pl.String(),
    "closed": pl.String(), "blocks": pl.List(pl.String), "sources": pl.String(),
}  # fmt: skip
_ABOUT = {"from_id": pl.String(), "to_id": pl.String(), "link_id": pl.String(), "sources": pl.String()}  # fmt: skip


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return enquiries, the latest answers first, then the oldest, then by id."""
    graph, on = beside.read(), _day(str(params["on"])) or dt.date.min
    about = _subjects(graph)
    rows = []
    for row in _chosen(graph, params).iter_rows(named=True):
        sent = _day(row["sent"])
        draft = sent is None or sent > on
        if draft and not params["drafts"]:
            continue
        told, until = (
            (_unsent(row), on)
            if draft
            else (row, _day(row["answered"]) or _day(row["closed"]) or on)
        )
        due = None if draft else _last_day(row["due"])
        late = max(0, (until - due).days) if due else 0
        if params["overdue"] and not late:
            continue
        subjects, said = about.get(row["id"], ([], []))
        rows.append((
            row["id"], row["native_ids"] or [], _side(row, "from"), _side(row, "to"), row["channel"],
            told["sent"], told["due"], told["answered"], told["closed"],
            None if draft else _age(sent, until), late,
            row["blocks"] or [], subjects, [row["sources"], *said],
        ))  # fmt: skip
    rows.sort(key=lambda row: (-row[10], -(row[9] or 0), row[0]))
    return rows[: whole(params, "most")]


def _unsent(row: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """Return an enquiry as it stood before it was sent, whenever that was: nobody was asked."""
    return {**row, "sent": None, "answered": None, "closed": None}


def _age(sent: dt.date | None, until: dt.date) -> int | None:
    if sent is None or sent > until:
        return None
    return (until - sent).days


def _chosen(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    told = nodes_as(graph, "Enquiry", _ENQUIRY)
    on = f"{params['on']}"
    unsent = pl.col("sent").is_null()
    since = {end: pl.col(end).is_not_null() & (pl.col(end) <= on) for end in ("answered", "closed")}
    open_ = unsent | ~(since["answered"] | since["closed"])
    if not params["all"]:
        told = told.filter(open_)
    # What was answered or closed after the day counted from was open on it.
    told = told.with_columns(
        pl.when(~unsent & past).then(end).alias(end) for end, past in since.items()
    )
    countries = texts(params, "countries")
    if countries:
        ends = (pl.col(end).is_in(countries) for end in ("from_country", "to_country"))
        told = told.filter(pl.any_horizontal(*ends))
    if params["channel"]:
        told = told.filter(pl.col("channel").str.to_lowercase() == str(params["channel"]).lower())
    return told


def _subjects(graph: Projection) -> dict[str, tuple[list[str], list[str]]]:
    found = links_as(
        graph, _ABOUT, lambda shape: shape.type == "CONCERNS" and shape.start == "Enquiry"
    )
    told = found.group_by("from_id").agg(pl.col("to_id").sort(), "sources")
    return {one: (subjects, said) for one, subjects, said in told.iter_rows()}


def _side(row: Mapping[str, str | None], end: str) -> str:
    return "/".join(one for one in (row[f"{end}_country"], row[f"{end}_agency"]) if one)


def _day(text: str | None) -> dt.date | None:
    """Return a date, the first of its month or year where only that is known."""
    return first_and_last(text)[0] if text else None


def _last_day(text: str | None) -> dt.date | None:
    """Return a date, the last of its month or year where only that is known: until then nothing is late."""
    return first_and_last(text)[1] if text else None
