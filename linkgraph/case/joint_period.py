"""A case's part that keeps joint periods: their phases, what was known in each, focal points."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from linkgraph.case.giving import Giving
from linkgraph.case.place import current_user
from linkgraph.errors import InputError, UnknownName
from linkgraph.graph.projection import project, project_as_of
from linkgraph.graph.sync import projection_digest
from linkgraph.period.entering import (
    focal_point_entered,
    freeze_entered,
    period_entered,
    phase_entered,
)
from linkgraph.period.model import UNMARKED, chosen
from linkgraph.period.reading import read_told
from linkgraph.period.release import of_period
from linkgraph.period.sound import sound_focal_point, sound_period, sound_phase
from linkgraph.statements.entered import Sharing, entered_batch, entered_source, entered_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.period.model import FocalPoint, Period, Phase
    from linkgraph.period.reading import Told
    from linkgraph.statements import Originator, Source
    from linkgraph.statements.entered import Entered

__all__ = ["JointPeriods", "KnownThen"]


@dataclass(frozen=True, slots=True)
class KnownThen:
    """What was known in a phase, without what was erased since.

    Attributes:
        phase: The phase, with the version and digest that were frozen.
        holds: Whether the digest of what is left of that version is the one frozen.
        withdrawn: Sources withdrawn since: id, day and version; oldest first. Where there is
            none and the digest does not hold, the ledger was changed by other means, or
            another version of linkgraph makes other links of the same statements.
        sources: How many sources of then are still in force.
        entities: How many entities these make.
        links: How many links.
        told: Periods, plans, enquiries and lessons as they stood then.
    """

    phase: Phase
    holds: bool
    withdrawn: tuple[tuple[str, str, int], ...]
    sources: int
    entities: int
    links: int
    told: Told


class JointPeriods(Giving):
    """Periods, phases and focal points."""

    own: Originator

    def joint_told(self, as_of: int | None = None) -> Told:
        """Return all that the case's sources say of joint periods, now or at a version."""
        return read_told(self.ledger, self.ledger.sources(as_of))

    def periods(self) -> tuple[Period, ...]:
        """Return the joint periods, by reference and originator."""
        return self.joint_told().periods

    def period(self, reference: str, told: Told | None = None) -> Period:
        """Return one joint period; of several agencies that use its reference, the own one's.

        Raises:
            UnknownName: There is none of the reference.
        """
        known = (told or self.joint_told()).periods
        held = chosen(reference, known, str(self.own))
        if not held:
            raise UnknownName.of("joint period", reference, {one.reference for one in known})
        return held[0]

    def phases(self, period: str) -> tuple[Phase, ...]:
        """Return the phases of a period, in the order of the work."""
        return tuple(of_period(period, self.joint_told().phases))

    def focal_points(self, period: str) -> tuple[FocalPoint, ...]:
        """Return the focal points of a period, by country, agency and name."""
        return tuple(of_period(period, self.joint_told().focal_points))

    # Entering ---------------------------------------------------------------

    def add_period(self, period: Period, sharing: Sharing | None = None) -> str:
        """Put a joint period on record, in place of the own agency's of that reference.

        Returns:
            The id of the source that says so; the one there is where nothing is new.

        Raises:
            InputError: Its last day comes before its first, it has fewer than two countries, or
                a reference, day or country is none.
        """
        period = sound_period(period)
        named = chosen(period.reference, self.periods(), str(self.own))
        # A partner's may be written otherwise; what the case then reads as one comes first.
        if named and named[0].reference != period.reference:
            raise InputError(
                "a joint period is called so already, in letters of another size",
                where="reference",
                remedy="Write it as `linkgraph period list` does, or choose another.",
            )
        return self.enter([period_entered(period, self.own)], sharing, period, named)

    def set_phase(self, phase: Phase, sharing: Sharing | None = None) -> str:
        """Put the days of a phase on record; return the source's id.

        Raises:
            UnknownName: There is no such period.
            InputError: Its last day comes before its first, or it lies where no such phase of
                the period can.
        """
        period = self.period(phase.period)
        phase = sound_phase(replace(phase, period=period.reference), period)
        held = [one for one in self.phases(phase.period) if one.name == phase.name]
        bare = [replace(one, version=0, digest="", frozen="") for one in held]
        return self.enter([phase_entered(phase, self.own)], sharing, phase, bare)

    def add_focal_point(self, one: FocalPoint, sharing: Sharing | None = None) -> str:
        """Put a focal point on record; return the source's id.

        Raises:
            UnknownName: There is no such period.
            InputError: The country takes no part in it, nobody is named, or a text is none.
        """
        one, period = sound_focal_point(one), self.period(one.period)
        one = replace(one, period=period.reference)
        if one.country not in period.countries:
            raise InputError(
                "the country takes no part in the period",
                where="country",
                remedy="Add it with `linkgraph period add`, which replaces the period's countries.",
            )
        held = self.focal_points(one.period)
        return self.enter([focal_point_entered(one, self.own)], sharing, one, held)

    def freeze(
        self, period: str, phase: str, *, again: bool = False, now: dt.datetime | None = None
    ) -> Phase:
        """Put on record which version of the case was known in a phase, and its digest.

        Nothing is copied: what is withdrawn later is gone from what was known then too. It
        is for the own agency alone: a digest covers what others may not see.

        Args:
            period: The period's reference.
            phase: The phase's name.
            again: Whether it takes the place of what was frozen in this phase before.
            now: The moment to write on it; now where left out.

        Raises:
            InputError: The period has no such phase, or something was frozen in it and
                ``again`` is not said.
        """
        held = self._phase(period, phase)
        if held.version and not again:
            raise InputError(
                f"version {held.version} was frozen in this phase, on {held.frozen[:10]}",
                remedy="--again puts what is known now in its place.",
            )
        version = self.ledger.version
        frozen = replace(
            held,
            version=version,
            digest=self.digest(version),
            frozen=(now or dt.datetime.now(dt.UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        self.enter([freeze_entered(frozen, self.own)], Sharing(), frozen)
        return self._phase(period, phase)

    def known_in(self, period: str, phase: str) -> KnownThen:
        """Return what was known in a phase, through the version that was frozen.

        Raises:
            InputError: There is no such phase, or nothing was frozen in it.
        """
        held = self._phase(period, phase)
        if not held.version:
            raise InputError(
                "nothing was frozen in this phase",
                remedy=f"linkgraph period freeze {period} {phase.replace('_', '-')}",
            )
        graph = project_as_of(self.ledger, held.version)
        entities, links = graph.counts()
        _, gone = self.ledger.changed_since(held.version)
        since = [e for e in self.ledger.history() if e.version > held.version]
        return KnownThen(
            phase=held,
            holds=self.digest(held.version) == held.digest,
            withdrawn=tuple(
                (e.subject, e.at, e.version)
                for e in since
                if e.action == "withdrew" and e.subject in gone
            ),
            sources=len(self.ledger.sources(held.version)),
            entities=entities,
            links=links,
            told=self.joint_told(held.version),
        )

    def enter(
        self,
        entered: Sequence[Entered],
        sharing: Sharing | None,
        said: Any = None,
        held: Sequence[Any] = (),
        *,
        why: str = "",
    ) -> str:
        """Take what somebody entered in as a source of the own agency; return its id.

        Args:
            entered: The statements.
            sharing: Who may see it.
            said: What was entered, as a dataclass with marks.
            held: What the case holds of the same now. Where the own agency says just that
                already, for the same readers, nothing is added.
            why: The reason, for the list of sources; may be empty.
        """
        who = current_user()
        what = entered_text(why, "why") or f"entered: {entered[0].kind}"
        content = (repr(said), repr(entered), secrets.token_hex(8))
        source = entered_source(content, sharing or Sharing(), self.own, who, what=what)
        rows = {row.source.id: row.source for row in self.ledger.sources()}
        for one in held:
            same = replace(one, marks=UNMARKED) == replace(said, marks=UNMARKED)
            for known in one.marks.sources if same else ():
                if _read_alike(rows[known], source):
                    return str(known)
        self.ledger.append(source, [entered_batch(entered)], who=who, action="entered")
        return source.id

    def _phase(self, period: str, phase: str) -> Phase:
        self.period(period)
        own = str(self.own)
        held = [one for one in self.phases(period) if one.name == phase]
        held.sort(key=lambda one: own not in one.marks.originators)
        if not held:
            raise InputError(
                "the period has no such phase",
                remedy=f"linkgraph period phase {period} {phase.replace('_', '-')} --since ...",
            )
        return held[0]

    def digest(self, as_of: int | None = None) -> str:
        """Return the digest of the case's content: statements and what they make.

        Args:
            as_of: A version, to have it of what is left of that; of now where None.
        """
        graph = project(self.ledger) if as_of is None else project_as_of(self.ledger, as_of)
        ours = int(self.ledger.digest(as_of), 16) + int(projection_digest(graph), 16)
        return f"{ours % (1 << 128):032x}"


def _read_alike(one: Source, other: Source) -> bool:
    names = ("originator", "handling", "tlp", "releasable_to")
    return all(getattr(one, name) == getattr(other, name) for name in names)
