"""Looking at a case for an audience: what it may see, and what of that is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.graph.projection import Scope, project
from linkgraph.resolve.applied import make_entities
from linkgraph.share.belongings import with_what_is_theirs
from linkgraph.share.betraying import Betraying
from linkgraph.share.cast import Cast
from linkgraph.share.guard import declining, roles_of
from linkgraph.share.identity import called_as_told, judgements_shown
from linkgraph.share.rules import is_overdue, sources_for
from linkgraph.share.sight import Sight, homes_in, never_outside
from linkgraph.share.spoken import spoken_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow, Verdict
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.spoken import Spoken
    from linkgraph.statements import Originator

__all__ = ["sight_for"]


def sight_for(
    ledger: Ledger,
    audience: Originator | None,
    today: dt.date,
    *,
    without: Collection[str] = (),
) -> Sight:
    """Return what an audience may see.

    Args:
        ledger: The truth.
        audience: Whose; the case's own agency where None, which sees all.
        today: Overdue sources give nothing.
        without: Ids of sources that count as if they had never come.

    Note:
        O(what the sources say); where somebody is shown to no audience, or hidden with family
        or a home, some passes more.
    """
    rows = [row for row in ledger.sources() if row.source.id not in without]
    if audience is None:
        rows = [row for row in rows if not is_overdue(row.source, today)]
    else:
        rows = sources_for(rows, audience, ledger.consents(), today)
    judged = ledger.verdicts()
    shown = judgements_shown(ledger, judged, rows, inside=audience is None)
    looked = _Looked(ledger, rows, judged, shown, today, inside=audience is None)
    sight = looked.settled()
    if audience is None:
        return sight
    called, silent = called_as_told(ledger, sight.clusters, rows, sight.left)
    return looked.seen(called, silent) if silent else sight


@dataclass(frozen=True, slots=True)
class _Looked:
    """Sees a case by who is who.

    Attributes:
        ledger: The truth.
        rows: The sources that count.
        judged: All judgements in force.
        shown: Those that count.
        day: As of ``Sight``, as is ``inside``.
    """

    ledger: Ledger
    rows: Sequence[SourceRow]
    judged: Sequence[Verdict]
    shown: Sequence[Verdict]
    day: dt.date
    inside: bool

    def settled(self) -> Sight:
        """Return what is seen where nothing but what is told keeps records apart."""
        sight = self.seen(self._clusters(None), frozenset())
        # Each round leaves out more, or is the last: what is one is no less so by fewer records.
        for _ in sight.clusters.refused:
            told = self._clusters(sight.left)
            if told.frame.equals(sight.clusters.frame):
                break
            sight = self.seen(told, frozenset())
        return sight

    def seen(self, clusters: Clusters, silent: frozenset[int]) -> Sight:
        """Return what is seen; of some sources, by number, nothing is told."""
        scope = Scope(sources=self._numbers(), jurisdictions="referred", clusters=clusters)
        graph = project(self.ledger, scope)
        roles = roles_of(self.ledger, self.shown, scope, graph, None if self.inside else self.day)
        if not self.inside:
            roles = roles.joined(declining(self.ledger, self.judged).united(clusters))
        sight = Sight(
            tuple(self.rows), clusters, graph, graph, graph, roles, roles, tuple(self.judged), self.day,
            self.inside, b"" if self.inside else self.ledger.case_id.encode(),
        )  # fmt: skip
        people = set(roles.all_hidden())
        if self.inside or not (people or silent):
            return sight
        return self._told(sight, scope, people, silent)

    def _told(self, sight: Sight, scope: Scope, people: set[str], silent: frozenset[int]) -> Sight:
        """Return what is seen with what of it is told: the same where no record is silent."""
        never = {one for one in people if never_outside(sight.roles, one)}
        cast = Cast(
            near={one: 0 for frame in sight.graph.nodes.values() for one in frame["id"]},
            ids={}, captions={}, gone=frozenset(with_what_is_theirs(sight.graph, never)),
            texts=Betraying(), shared=frozenset(),
        )  # fmt: skip
        made = sight
        # What such records say of her things must not decide what else is told of these.
        if silence := spoken_of(self.ledger, sight.rows, sight.clusters, cast, silent):
            made = self._without(made, scope, silence)
            made = replace(made, heard=made.told)
        cast = _hiding(cast, made, people)
        # Her family first: where a record gives her account to her mother too, it would not be
        # hers alone, and that she holds it would be left out with what she shares with others.
        if family := spoken_of(self.ledger, sight.rows, sight.clusters, cast, silent, family=True):
            made = self._without(made, scope, family)
            cast = _hiding(cast, made, people)
        while spoken := spoken_of(self.ledger, sight.rows, sight.clusters, cast, silent):
            # What was told before goes first: of a million links two would stand in memory.
            made = replace(made, told=made.graph)
            made = self._without(made, scope, spoken)
            # Where only what is not told made something no home, or not hers alone, it is; so
            # less may be told.
            before, cast = cast, _hiding(cast, made, people)
            if (cast.homes, cast.hidden) == (before.homes, before.hidden):
                break
        return made

    def _without(self, made: Sight, scope: Scope, spoken: Spoken) -> Sight:
        """Return what is seen, of which less is told."""
        only = replace(scope, left=spoken.left)
        told = project(self.ledger, only)
        said = made.roles.told(roles_of(self.ledger, self.shown, only, told, self.day))
        return replace(made, told=told, said=said, left=spoken.left)

    def _numbers(self) -> list[int]:
        return [row.seq for row in self.rows]

    def _clusters(self, left: Left | None) -> Clusters:
        return make_entities(self.ledger, self.shown, sources=self._numbers(), left=left)


def _hiding(cast: Cast, made: Sight, people: set[str]) -> Cast:
    """Return who stays out, with what is hidden people's and their homes by what is told too."""
    hidden = cast.hidden | made.theirs(people)
    return replace(
        cast, ids={one: one for one in hidden}, hidden=hidden,
        homes=cast.homes | homes_in(made, hidden),
    )  # fmt: skip
