"""A tally of what some sources tell, by what is known of who is who."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.period.enquiries import belongs_to
from linkgraph.period.likeness import Deciding
from linkgraph.period.model import chosen, folded
from linkgraph.period.outcomes import read_decisions, read_outcomes
from linkgraph.period.reading import read_told
from linkgraph.period.tally import Span, tally_of
from linkgraph.resolve.applied import make_entities
from linkgraph.resolve.settled import settle
from linkgraph.share.identity import judgements_shown
from linkgraph.share.rules import is_overdue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from linkgraph.ledger import Ledger, SourceRow, Verdict
    from linkgraph.period.model import Period
    from linkgraph.period.outcomes import OutcomeRow
    from linkgraph.period.reading import Told
    from linkgraph.period.release import Releasing
    from linkgraph.period.tally import Tally
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.statements import Originator

__all__ = ["Ground", "ground_inside", "ground_released"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a tally is made from, and nothing beside it.

    Attributes:
        ledger: The truth.
        own: The case's own agency.
        rows: The sources that count.
        clusters: Who is who.
        judged: The judgements that this rests on.
        told: What these sources say of joint periods; enquiries that it lacks do not count.
    """

    ledger: Ledger
    own: Originator
    rows: Sequence[SourceRow]
    clusters: Clusters
    judged: Sequence[Verdict]
    told: Told

    def count(self, period: str, within_days: int, plan: str = "") -> Tally:
        """Return the tally of a period; of all outcomes where none is named.

        Args:
            period: Its reference.
            within_days: Days within which two reports of one person are one outcome.
            plan: Only what belongs to this investigation plan.

        Raises:
            InputError: The days are below 0.
        """
        if within_days < 0:
            raise InputError("the days within which reports are one are 0 or more", where="days")
        how = Deciding(
            within_days=within_days,
            decided=read_decisions(self.ledger, self.rows),
            unsure=self._unsure(),
        )
        known = {folded(one.reference) for one in self.told.periods} | {folded(period), ""}
        found = [*self._of_period(period)]
        lines = [row for row in found if row.can_be]
        span = self.span(period.strip())
        astray = [row for row in lines if period and folded(row.period) not in known]
        cannot = tuple(row for row in found if not row.can_be and span.holds(row))
        return replace(tally_of(lines, span, how, plan), astray=tuple(astray), impossible=cannot)

    def lines(self) -> list[OutcomeRow]:
        """Return all lines that count in some period."""
        return [row for row in self._all_lines() if row.can_be]

    def _all_lines(self) -> list[OutcomeRow]:
        return read_outcomes(self.ledger, self.rows, self.clusters.entity_of)

    def _of_period(self, reference: str) -> Iterator[OutcomeRow]:
        """Yield all lines, enquiries on record in the period that lists them and in no other."""
        period = self._period(reference.strip())
        whole = {one.id: one for one in self.told.enquiries}
        for row in self._all_lines():
            one = whole.get(row.id) if row.recorded else None
            if row.recorded and one is None:
                continue
            if one is None or period is None:
                yield row
            elif belongs_to(one, period, self.told.plans):
                yield replace(row, period=period.reference)

    def _period(self, reference: str) -> Period | None:
        """Return a period, the own agency's word before another's; None where none is on record."""
        named = chosen(reference, self.told.periods, str(self.own)) if reference else []
        return named[0] if named else None

    def span(self, period: str) -> Span:
        """Return the days and countries of a period, the own agency's word before another's."""
        named = self._period(period)
        if named is None:
            # Nobody told when it was: lines then belong to it by naming it alone.
            return Span(period)
        return Span(period, named.since, named.until, named.countries)

    def _unsure(self) -> frozenset[tuple[str, str]]:
        """Return pairs of entities that may be one, so that nobody knows how often they count."""
        of = self.clusters.entity_of
        return frozenset(
            (min(of(left), of(right)), max(of(left), of(right)))
            for (left, right), word in settle(self.judged).items()
            if word.verdict == "unsure" and of(left) != of(right)
        )


def ground_inside(ledger: Ledger, own: Originator, today: dt.date) -> Ground:
    """Return what the own agency counts by: all but sources that are overdue.

    It makes no graph: O(what the sources say of outcomes and periods, and of who is who).
    """
    rows = [row for row in ledger.sources() if not is_overdue(row.source, today)]
    shown = judgements_shown(ledger, ledger.verdicts(), rows, inside=True)
    clusters = make_entities(ledger, shown, sources=[row.seq for row in rows])
    return Ground(ledger, own, rows, clusters, shown, read_told(ledger, rows))


def ground_released(ledger: Ledger, seen: Releasing) -> Ground:
    """Return what an audience may count by."""
    sight, inside = seen.sight, seen.request.audience is None
    shown: Iterable[Verdict] = judgements_shown(ledger, sight.judged, sight.rows, inside=inside)
    # By one that is counted and not listed a reader would know that it is about somebody hidden.
    told = replace(seen.told, enquiries=tuple(filter(seen.asks_openly, seen.told.enquiries)))
    return Ground(ledger, seen.request.own, sight.rows, sight.clusters, list(shown), told)
