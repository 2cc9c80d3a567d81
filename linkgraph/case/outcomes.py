"""A case's part that counts what was achieved, inside and for others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from linkgraph.case.place import current_user
from linkgraph.errors import InputError, ReleaseError
from linkgraph.period.doubles import WITHIN_DAYS, Deciding
from linkgraph.period.given import given_tables, note_given
from linkgraph.period.giving import Withholding, cautions_of, figures_to_give, tables_of
from linkgraph.period.outcomes import VICTIMS, read_decisions, read_outcomes
from linkgraph.period.released_tally import ReleasedTally
from linkgraph.period.spans import span_of
from linkgraph.period.suppression import LEAST_CELL, check_least
from linkgraph.period.tally import tally_of
from linkgraph.resolve.settled import settle
from linkgraph.share import audience_named
from linkgraph.share.guard import Roles
from linkgraph.share.identity import judgements_shown
from linkgraph.share.pseudonyms import hide
from linkgraph.share.sight import sight_for, struck_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkgraph.ledger import Ledger, Verdict
    from linkgraph.period.released_tally import ReleasedFigure
    from linkgraph.period.suppression import Table
    from linkgraph.period.tally import Tally
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator

__all__ = ["Outcomes"]


class Outcomes:
    """Outcomes of joint periods, counted once."""

    ledger: Ledger
    name: str
    own: Originator

    def tally(self, period: str = "", *, within_days: int = WITHIN_DAYS) -> Tally:
        """Return how many of each outcome there are, by all that the case holds.

        Args:
            period: Reference of the joint period; all outcomes where empty.
            within_days: Days within which two reports of one person are one outcome.

        Raises:
            InputError: The days are below 0.
        """
        sight = sight_for(self.ledger, None, dt.datetime.now(dt.UTC).date())
        return _tally(self.ledger, sight, None, period, within_days)

    def tally_release(
        self,
        period: str,
        *,
        audience: str = "",
        k: int = LEAST_CELL,
        within_days: int = WITHIN_DAYS,
        made: dt.datetime | None = None,
    ) -> ReleasedTally:
        """Return the outcomes of a period as an audience may know them.

        Figures on victims below ``k`` are withheld, and whatever would let them be worked
        out, also beside what the audience, or everybody, was given before. Which figures on
        victims are given goes on record, so that the next ones are held against them.

        Args:
            period: Reference of the joint period.
            audience: ``MY``, ``NZ/Police``, ``PUBLIC``; the own agency where empty, for
                which nothing is withheld and nothing goes on record.
            k: Least figure on victims that is told, at least 3.
            within_days: Days within which two reports of one person are one outcome.
            made: The moment to write on it; now where left out.

        Raises:
            InputError: No period is named, k or the days are too low, or there is no such
                audience.
            ReleaseError: Held back: a line names somebody whom only something that the
                audience may not see protects.
        """
        if not period.strip():
            raise InputError("figures that leave are those of a period", remedy="Name it.")
        moment = made or dt.datetime.now(dt.UTC)
        to = audience_named(audience, self.ledger) if audience else None
        sight = sight_for(self.ledger, to, moment.date())
        found = _tally(self.ledger, sight, to, period, within_days)
        tables: dict[str, Table] = {}
        if to is not None:
            former = given_tables(self.ledger, period, to)
            tables = tables_of(found, check_least(k), former)
        figures = figures_to_give(found, Withholding(tables, _betraying(sight)))
        if to is not None:
            self._refuse_to_name(sight, figures)
            note_given(self.ledger, period, to, tables, who=current_user())
        return ReleasedTally(
            case_name=self.name,
            audience=str(to or self.own),
            own=to is None,
            made=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            period=period.strip(),
            k=0 if to is None else k,
            within_days=within_days,
            countries=found.countries,
            figures=figures,
            outside=sum(to is None or row.kind not in VICTIMS for row in found.outside),
            cautions=cautions_of(0 if to is None else k),
            handling=found.handling(),
            originators=found.originators(),
            held={kind: table.why for kind, table in tables.items() if table.why},
        )

    def _refuse_to_name(self, sight: Sight, figures: Iterable[ReleasedFigure]) -> None:
        """Refuse lines that name whom only something withheld protects."""
        struck = {one for one in struck_in(self.ledger, sight) if one.startswith("person:")}
        betrays = _betraying(sight, sorted(struck))
        told = (line for figure in figures for line in figure.lines)
        if struck and any(
            betrays(text)
            for line in told
            for text in (line.reference, line.agency, line.plan, line.evidence, line.file)
        ):
            raise ReleaseError(
                "held back: a line names somebody of whom the case holds what this audience may"
                " not see",
                remedy="Ask the originators concerned for their decision, or enter the line anew"
                " without the name; nothing was released.",
            )


def _tally(
    ledger: Ledger, sight: Sight, to: Originator | None, period: str, within_days: int
) -> Tally:
    if within_days < 0:
        raise InputError("the days within which reports are one are 0 or more", where="days")
    shown = judgements_shown(ledger, sight.judged, sight.rows, inside=to is None)
    how = Deciding(
        within_days=within_days,
        decided=read_decisions(ledger, sight.rows),
        unsure=_unsure(shown, sight.clusters),
    )
    rows = read_outcomes(ledger, sight.rows, sight.clusters.entity_of)
    return tally_of(rows, span_of(ledger, sight.rows, period), how)


def _unsure(judged: Iterable[Verdict], clusters: Clusters) -> frozenset[tuple[str, str]]:
    """Return pairs of entities that may be one, so that nobody decided how often they count."""
    of = clusters.entity_of
    return frozenset(
        (min(of(left), of(right)), max(of(left), of(right)))
        for (left, right), word in settle(judged).items()
        if word.verdict == "unsure" and of(left) != of(right)
    )


def _betraying(sight: Sight, people: Iterable[str] | None = None) -> Callable[[str], bool]:
    """Return what tells whether a text names one of some people; those whom a role hides."""
    if people is None:
        held, roles = sight.roles.all_hidden(), sight.roles
    else:
        held = list(people)
        roles = Roles(dict.fromkeys(held, ("protected",)))
    hidden = hide(sight.graph, held, roles)
    return lambda text: hidden.betrays(text, free=True)
