"""Enquiries between countries as sources tell them, whether entered or imported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.graph.gather import SourceMarks, gather
from linkgraph.period.entering import id_of
from linkgraph.period.model import Enquiry, Marks, folded
from linkgraph.period.passed_on import passed_on_by_others
from linkgraph.schema import load_schema
from linkgraph.statements import Originator
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.period.model import InvestigationPlan, Period

__all__ = ["belongs_to", "enquiries_in", "overdue_on"]


def enquiries_in(ledger: Ledger, rows: Sequence[SourceRow]) -> tuple[Enquiry, ...]:
    """Return the enquiries that sources tell of.

    Args:
        ledger: The truth.
        rows: The sources that count. Of each property the newest of them that says it
            holds, of an agency's enquiry its own word. That it was answered the country may
            say that was asked, or somebody in this case, where the agency does not.

    Returns:
        By day sent, drafts last, then by reference and id. One of which nothing says both
        who asks and who is asked is none, as where its draft was withdrawn.
    """
    numbers = [row.seq for row in rows]
    told = [
        table.frame.drop("record").with_columns(pl.lit(table.source, pl.Int32).alias("source"))
        for table in ledger.tables(part="entity", names=["Enquiry"], sources=numbers)
    ]
    if not told:
        return ()
    told, words = _own_words(told, _Voices.of(ledger, rows))
    kind = load_schema().kinds["Enquiry"]
    marks = SourceMarks.of(rows)
    frame = gather(told, "id", kind.properties, marks, originators=True, newest=True)
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
    def of(cls, ledger: Ledger, rows: Sequence[SourceRow]) -> _Voices:
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
        return cls(originators, speakers, passed_on_by_others(ledger, rows), entered)


@dataclass(slots=True)
class _Words:
    """Who has a word on which enquiries, and what their own agencies say of them.

    Attributes:
        own: By source, those of which it speaks for their agency.
        owners: By enquiry, whose it is.
        asked: Countries that were asked.
        answered: Enquiries of which its own agency says that it was answered.
    """

    own: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    answered: set[str] = field(default_factory=set)

    def note(self, frame: pl.DataFrame, own: Collection[str], voices: _Voices) -> None:
        """Note what a source says of its agency's enquiries."""
        source = frame["source"][0]
        agency = str(voices.originators[source])
        self.own[source] |= set(own)
        held = frame.filter(pl.col("id").is_in(sorted(own)))
        for row in held.iter_rows(named=True):
            self.owners[row["id"]].add(agency)
            self.asked[row["id"]].add(row.get("to_country") or "")
            if row.get("answered"):
                self.answered.add(row["id"])

    def foreign(self, one: str, source: int) -> bool:
        """Tell whether a source has no word on an enquiry, since it is another agency's."""
        return one in self.owners and one not in self.own.get(source, ())

    def may_answer(self, one: str, speaker: Originator, *, here: bool) -> bool:
        """Tell whether it counts that somebody, in this case or not, says another's was answered."""
        heard = speaker.country in self.asked[one] or str(speaker) in self.owners[one]
        return (here or heard) and one not in self.answered


def _own_words(told: Sequence[pl.DataFrame], voices: _Voices) -> tuple[list[pl.DataFrame], _Words]:
    """Return statements without what others say of an agency's enquiry, but that they answered it.

    Whoever makes a package chooses the ids in it, and in whose name it speaks: what he passes
    on is the agency's word only where the agency says nothing itself.
    """
    said = [_owned(frame, voices.originators) for frame in told]
    passed = [frame["source"][0] in voices.passed_on for frame in told]
    first = set[str]().union(*(one for one, late in zip(said, passed, strict=True) if not late))
    owned = [one - first if late else one for one, late in zip(said, passed, strict=True)]
    words = _Words()
    for frame, own in zip(told, owned, strict=True):
        words.note(frame, own, voices)
    return [_without_foreign(one, words, voices) for one in told], words


def _without_foreign(frame: pl.DataFrame, words: _Words, voices: _Voices) -> pl.DataFrame:
    """Return what a source says of its own enquiries, and of others that they were answered."""
    source = frame["source"][0]
    here, speaker = source in voices.entered, voices.speakers[source]
    foreign = {one for one in frame["id"] if words.foreign(one, source)}
    answers = frame.filter(
        pl.col("answered").is_not_null() if "answered" in frame.columns else pl.lit(value=False)
    )
    theirs = foreign & {*answers["id"]}
    heard = {one for one in theirs if words.may_answer(one, speaker, here=here)}
    kept = frame.filter(~pl.col("id").is_in(sorted(foreign - heard)))
    aside = [name for name in frame.columns if name not in {"id", "source", "answered"}]
    is_own = ~pl.col("id").is_in(sorted(foreign))
    return kept.with_columns(pl.when(is_own).then(pl.col(name)).alias(name) for name in aside)


def _owned(frame: pl.DataFrame, originators: Mapping[int, Originator]) -> set[str]:
    """Return the enquiries that are those of the agency which says so, by their numbers."""
    if "native_ids" not in frame.columns:
        return set()
    return {
        one
        for one, source, numbers in frame.select("id", "source", "native_ids").iter_rows()
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
