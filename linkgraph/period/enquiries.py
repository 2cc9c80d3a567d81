"""Enquiries between countries as sources tell them, whether entered or imported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.graph.gather import SourceMarks, gather
from linkgraph.period.entering import id_of
from linkgraph.period.model import Enquiry, Marks, folded
from linkgraph.period.passed_on import standings
from linkgraph.schema import load_schema
from linkgraph.statements import Originator
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.period.model import InvestigationPlan, Period
    from linkgraph.period.passed_on import Standing

__all__ = ["belongs_to", "enquiries_in", "overdue_on"]


def enquiries_in(ledger: Ledger, rows: Sequence[SourceRow]) -> tuple[Enquiry, ...]:
    """Return the enquiries that sources tell of.

    Args:
        ledger: The truth.
        rows: The sources that count. Of each property the newest of them that says it
            holds, also where a package was held up, of an agency's enquiry its own word. That it was answered the country may
            say that was asked, or somebody in this case, where the agency does not.

    Returns:
        By day sent, drafts last, then by reference and id. One of which nothing says both
        who asks and who is asked is none, as where its draft was withdrawn.
    """
    numbers = [row.seq for row in rows]
    tables = [*ledger.tables(part="entity", names=["Enquiry"], sources=numbers)]
    if not tables:
        return ()
    # People enter thousands, each a table of its own: what is done is done to all at once.
    told = pl.concat([table.frame for table in tables], how="diagonal").drop("record")
    places = [table.source for table in tables for _ in range(table.frame.height)]
    told = told.with_columns(pl.Series("source", places, dtype=pl.Int32))
    standing = standings(ledger, rows)
    told, words = _own_words(told, _Voices.of(ledger, rows, standing))
    kind = load_schema().kinds["Enquiry"]
    told, marks = _in_order(told, rows, standing)
    frame = gather([told], "id", kind.properties, marks, originators=True, newest=True)
    about, brought = _about(ledger, numbers, words), _brought(ledger, numbers)
    found = (
        _enquiry(row, about.get(row["id"], ()), brought.get(row["id"], ()))
        for row in frame.iter_rows(named=True)
    )
    kept = (one for one in found if one.from_country and one.to_country)
    return tuple(sorted(kept, key=lambda e: (not e.sent, e.sent, e.reference, e.id)))


@dataclass(frozen=True, slots=True)
class _Voices:
    """Who speaks in which source, by its number.

    Attributes:
        originators: In whose name.
        speakers: From whom the case has it: of a package its giver.
        passed_on: Sources that somebody else gave than their originator.
        entered: Sources that somebody entered in this very case.
    """

    originators: Mapping[int, Originator]
    speakers: Mapping[int, Originator]
    passed_on: frozenset[int]
    entered: frozenset[int]

    @classmethod
    def of(
        cls, ledger: Ledger, rows: Sequence[SourceRow], standing: Mapping[int, Standing]
    ) -> _Voices:
        givers = ledger.givers()
        speakers = {
            row.seq: Originator.parse(givers[row.source.id][0])
            if row.source.id in givers
            else row.source.originator
            for row in rows
        }
        originators = {row.seq: row.source.originator for row in rows}
        entered = frozenset(
            row.seq for row in rows if row.source.id not in givers and is_stated(row.source.file)
        )
        passed_on = frozenset(seq for seq, one in standing.items() if not one.own)
        return cls(originators, speakers, passed_on, entered)


@dataclass(frozen=True, slots=True)
class _Words:
    """Who has a word on which enquiries, and what their own agencies say of them.

    Attributes:
        own: Each enquiry with the sources that speak of it for its agency.
        owners: By enquiry, whose it is.
        asked: Countries that were asked.
        answered: Enquiries of which its own agency says that it was answered.
    """

    own: frozenset[tuple[str, int]]
    owners: Mapping[str, set[str]]
    asked: Mapping[str, set[str]]
    answered: frozenset[str]

    @classmethod
    def of(cls, told: pl.DataFrame, voices: _Voices) -> _Words:
        said = _owned(told, voices.originators)
        first = {one for one, source in said if source not in voices.passed_on}
        own = {(one, s) for one, s in said if s not in voices.passed_on or one not in first}
        owners: dict[str, set[str]] = defaultdict(set)
        asked: dict[str, set[str]] = defaultdict(set)
        answered = set()
        for one, source, to, day in told.select("id", "source", "to_country", "answered").rows():
            if (one, source) in own:
                owners[one].add(str(voices.originators[source]))
                asked[one].add(to or "")
                answered.update([one] if day else [])
        return cls(frozenset(own), owners, asked, frozenset(answered))

    def foreign(self, one: str, source: int) -> bool:
        """Tell whether a source has no word on an enquiry, since it is another agency's."""
        return one in self.owners and (one, source) not in self.own

    def hears(self, one: str, source: int, voices: _Voices) -> bool:
        """Tell whether it counts that a source says of another agency's enquiry that it was answered."""
        speaker = voices.speakers[source]
        heard = speaker.country in self.asked[one] or str(speaker) in self.owners[one]
        return (source in voices.entered or heard) and one not in self.answered


def _own_words(told: pl.DataFrame, voices: _Voices) -> tuple[pl.DataFrame, _Words]:
    """Return statements without what others say of an agency's enquiry, but that they answered it.

    Whoever makes a package chooses the ids in it, and in whose name it speaks: what he passes
    on is the agency's word only where the agency says nothing itself.
    """
    missing = {"native_ids", "to_country", "answered"} - set(told.columns)
    told = told.with_columns(pl.lit(None).alias(name) for name in sorted(missing))
    words = _Words.of(told, voices)
    rows = told.select("id", "source", "answered").rows()
    foreign = [words.foreign(one, source) for one, source, _ in rows]
    if not any(foreign):
        return told.drop(missing), words
    kept = [
        not other or (bool(day) and words.hears(one, source, voices))
        for other, (one, source, day) in zip(foreign, rows, strict=True)
    ]
    others = pl.Series(foreign, dtype=pl.Boolean)
    aside = [name for name in told.columns if name not in {"id", "source", "answered"}]
    blank = told.with_columns(pl.when(~others).then(pl.col(name)).alias(name) for name in aside)
    return blank.filter(pl.Series(kept, dtype=pl.Boolean)).drop(missing), words


def _in_order(
    told: pl.DataFrame, rows: Sequence[SourceRow], standing: Mapping[int, Standing]
) -> tuple[pl.DataFrame, SourceMarks]:
    """Return statements and marks with sources numbered in the order in which they were said."""
    place = {number: one.place for number, one in standing.items()}
    said = pl.col("source").replace_strict(place, return_dtype=pl.Int32)
    placed = [replace(row, seq=place[row.seq]) for row in rows]
    return told.with_columns(said), SourceMarks.of(placed)


def _owned(told: pl.DataFrame, originators: Mapping[int, Originator]) -> set[tuple[str, int]]:
    """Return each enquiry with the sources of the agency whose it is by its number."""
    return {
        (one, source)
        for one, source, numbers in told.select("id", "source", "native_ids").iter_rows()
        if any(id_of("Enquiry", originators[source], number) == one for number in numbers or ())
    }


def _about(ledger: Ledger, numbers: list[int], words: _Words) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="link", names=["CONCERNS"], sources=numbers):
        if table.start == "Enquiry":
            for one, other in table.frame.select("from_id", "to_id").iter_rows():
                if not words.foreign(one, table.source):
                    found[one].add(other)
    return found


def _brought(ledger: Ledger, numbers: list[int]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="entity", names=["EnquiryAnswer"], sources=numbers):
        for one, sources in table.frame.select("enquiry", "brought").iter_rows():
            found[one].update(sources or ())
    return found


def _enquiry(row: Mapping[str, Any], about: Iterable[str], brought: Iterable[str]) -> Enquiry:
    texts = {
        name: row.get(name) or ""
        for name in ("period", "channel", "from_country", "from_agency", "to_country",
                     "to_agency", "sent", "due", "answered", "closed", "asks")
    }  # fmt: skip
    return Enquiry(
        id=row["id"],
        reference=(row.get("native_ids") or [""])[0],
        blocks=tuple(row.get("blocks") or ()),
        subjects=tuple(sorted(about)),
        answer_sources=tuple(sorted(brought)),
        marks=Marks(
            handling=row["handling"],
            originators=tuple(row["originators"]),
            sources=tuple(row["sources"].split()),
        ),
        **texts,
    )


def belongs_to(one: Enquiry, period: Period, plans: Iterable[InvestigationPlan]) -> bool:
    """Tell whether an enquiry belongs to a period.

    It does where it names the period, or blocks one of its plans; and where it names no
    period at all, was sent within the period's days and both sides take part.
    """
    if one.period:
        return folded(one.period) == folded(period.reference)
    own = {folded(p.reference) for p in plans if folded(p.period) == folded(period.reference)}
    if own & {folded(blocked.partition("/")[0]) for blocked in one.blocks}:
        return True
    within = bool(one.sent) and period.since <= one.sent <= period.until
    return within and {one.from_country, one.to_country} <= set(period.countries)


def overdue_on(enquiries: Iterable[Enquiry], day: dt.date) -> list[Enquiry]:
    """Return those whose answer was due before a day and not there on it, the latest first."""
    late = [one for one in enquiries if one.state_on(day) == "overdue"]
    return sorted(late, key=lambda one: (one.due, one.reference, one.id))
