"""A case's part that gives plans away: made from what an audience may see, checked against all."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.case.clock import moment_to_give
from linkgraph.case.effects import Effects
from linkgraph.case.ground import Ground
from linkgraph.case.joint_targets import figures_of, joint_targets
from linkgraph.case.place import current_user
from linkgraph.case.planning import planned
from linkgraph.case.problems import pose
from linkgraph.catalogue.measured.acts import links_of
from linkgraph.errors import InputError, ReleaseError
from linkgraph.graph.rates import exchange_rates
from linkgraph.plan import Asked
from linkgraph.resolve.places import find_places
from linkgraph.share import ReleasedPlan, ReleasedTarget, audience_named
from linkgraph.share.looking import sight_for
from linkgraph.share.sight import (
    Sight,
    hidden_in,
    sources_behind,
    struck_in,
    without_never_outside,
)
from linkgraph.share.unsaid import unsaid_with_theirs, without_unsaid
from linkgraph.statements.source import strictest_marks
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.plan import JointPlan, JointTarget
    from linkgraph.share.pseudonyms import Hidden
    from linkgraph.statements import Source

__all__ = ["TOLD", "Giving"]

# What planners say of people, which leaves only where that is asked for.
TOLD = ("must", "must_not", "together", "reach", "worth", "success", "flow_from", "flow_to")
_CAUTIONS = (
    "A plan says whom to look at together, never what anyone did.",
    "It is made from what its audience may see alone, and need not be the plan that others have.",
)


class Giving(Effects):
    """Plans for others."""

    name: str

    def plan_release(
        self,
        plan: JointPlan,
        audience: str,
        *,
        tell: Collection[str] = (),
        countries: Collection[str] = (),
        made: dt.datetime | None = None,
    ) -> ReleasedPlan:
        """Return a plan as an audience may have it; that it was given goes on record.

        The plan is made again, with the countries, means, ends and zero hour of the one
        given, from what the audience may see. What planners said of people (``TOLD``)
        carries no handling, so that none of it leaves unless ``tell`` names it, and then
        only of people whom the audience sees as candidates.

        Args:
            plan: The plan, an inside file; its targets play no part.
            audience: ``MY``, ``NZ/Police``, ``INTERPOL``.
            tell: Of ``TOLD``, what may leave.
            countries: Of the plan's countries, those that the audience may know of, with
                their means; all where empty.
            made: The moment to write on it; now where left out.

        Returns:
            What would come out had the case never held what the audience may not see. A
            time limit that cuts the search short (``in_time`` false) is the one exception:
            another run may then differ.

        Raises:
            ReleaseError: Held back: something that the audience may not see, or the plan
                itself, speaks against naming somebody in it.
            InputError: There is no such audience, nothing can be planned from what it may see,
                or the clock is behind what the case has on record.
        """
        moment = moment_to_give(self.ledger, audience, made)
        seen = _Given.of(self, audience, moment.date())
        asked = seen.asked(plan.asked, tell, countries)
        try:
            posed = pose(seen.ground, asked)
            found, prospect = planned(posed.problem, asked)
        except InputError as cause:
            raise InputError(
                f"from what this audience may see nothing can be planned: {cause.what}",
                remedy="Originators' consent lets it see more; nothing was released.",
            ) from cause
        targets = joint_targets(seen.ground, posed, found)
        self._hold_back(seen.sight, plan, asked, targets)
        behind = sources_behind(seen.sight, seen.ground.graph)
        released = ReleasedPlan(
            case_name=seen.hidden.title(self.name),
            audience=str(audience_named(audience, self.ledger)),
            made=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            handling=strictest_marks(behind),
            originators=tuple(sorted({str(one.originator) for one in behind})),
            asked=_words(asked, tell),
            targets=seen.targets(targets),
            figures={k: v for k, v in figures_of(found).items() if k != "seeds"} | prospect,
            used=tuple(map(asdict, found.used)),
            cautions=_CAUTIONS,
        )
        self.ledger.note(
            who=current_user(), action="released", reason=f"a targeting plan to {released.audience}"
        )
        return released

    def _hold_back(
        self, sight: Sight, plan: JointPlan, asked: Asked, targets: Collection[JointTarget]
    ) -> None:
        """Refuse a plan that names whom something inside speaks against."""
        acted = {one.entity_id for one in targets}
        things = [{*one.identifiers, *one.holders} for one in targets]
        named = acted.union(*things, asked.named())
        struck = struck_in(self.ledger, sight) | self._in_protected_hands(targets)
        if not named.isdisjoint(struck):
            raise ReleaseError(
                "held back: the case holds of somebody in it what this audience may not see",
                remedy="Ask the originators concerned for their decision; nothing was released.",
            )
        self._keep_to_must_not(sight, plan, acted)

    def _keep_to_must_not(self, sight: Sight, plan: JointPlan, acted: Iterable[str]) -> None:
        entities = self.entities()
        barred = {entities.entity_of(one) for one in plan.asked.must_not}
        records = {record for one in acted for record in sight.clusters.members(one)}
        if not barred.isdisjoint(map(entities.entity_of, records)):
            raise ReleaseError(
                "held back: made from what this audience may see, the plan would act on"
                " somebody whom it must not",
                remedy="--tell must-not lets the audience know, where it knows that person by the"
                " same id; nothing was released.",
            )

    def _in_protected_hands(self, targets: Iterable[JointTarget]) -> set[str]:
        """Return those of the accounts to act on that somebody protected holds, whoever else does."""
        acted = {i for one in targets if one.kind != "person" for i in one.identifiers}
        if not acted:
            return set()
        ground = self.ground()
        hands = links_of(ground.graph, ("HOLDS", "USES"))
        theirs = hands.filter(pl.col("from_id").is_in(list(ground.protected)))["to_id"]
        return acted.intersection(theirs)


@dataclass(frozen=True, slots=True)
class _Given:
    """What an audience may see, as a plan needs it.

    Attributes:
        sight: What it may see.
        ground: The same, to plan on: nobody in it who is never shown outside.
        hidden: Texts of victims and witnesses that must not occur.
    """

    sight: Sight
    ground: Ground
    hidden: Hidden

    @classmethod
    def of(cls, case: Giving, audience: str, today: dt.date) -> _Given:
        ledger = case.ledger
        sight = sight_for(ledger, audience_named(audience, ledger), today)
        numbers = sight.numbers
        unsaid = unsaid_with_theirs(ledger, sight)
        ground = Ground(
            graph=without_unsaid(sight, without_never_outside(sight, sight.told), unsaid),
            protected={one: sight.said.hidden(one) for one in sight.roles.all_hidden()},
            rates=exchange_rates(ledger, numbers, left=sight.left),
            places=lambda: find_places(ledger, sight.clusters, numbers, sight.left),
        )
        return cls(sight, ground, hidden_in(sight, inside=False, unsaid=unsaid))

    def asked(self, inside: Asked, tell: Collection[str], countries: Collection[str]) -> Asked:
        """Return what may be told of what planners asked for."""
        if set(tell) - set(TOLD):
            raise InputError("this is nothing that a plan says of people", where="tell")
        if set(countries) - set(inside.countries):
            raise InputError("a country named does not take part in the plan", where="countries")
        part = tuple(one for one in inside.countries if not countries or one in countries)
        asked = Asked(
            countries=part,
            capacities=tuple(one for one in inside.capacities if one.country in part),
            objectives=inside.objectives,
            zero_hour=inside.zero_hour,
            # One chance for all names nobody.
            success={one: chance for one, chance in inside.success.items() if not one},
            expected=inside.expected,
            link_types=inside.link_types,
            least_tie=inside.least_tie,
            seconds=inside.seconds,
            seed=inside.seed,
        )
        if not tell:
            return asked
        clusters = self.sight.clusters
        inside = inside.led_on({one: clusters.entity_of(one) for one in inside.named()})
        seen = {one for frame in self.ground.graph.nodes.values() for one in frame["id"]}
        shown = seen - self.hidden.ids.keys()
        ends: dict[str, Any] = {
            name: tuple(one for one in getattr(inside, name) if one in shown)
            for name in ("flow_from", "flow_to")
            if name in tell
        }
        asked = replace(asked, **ends)
        known = pose(self.ground, asked).known
        told: dict[str, Any] = {
            "must": tuple(one for one in inside.must if one in known),
            "must_not": tuple(one for one in inside.must_not if one in known),
            # Part of a group is not the group.
            "together": tuple(group for group in inside.together if known >= set(group)),
            "reach": {
                one: here
                for one, at in inside.reach.items()
                if one in known and (here := tuple(c for c in at if c in asked.countries))
            },
            "worth": {one: value for one, value in inside.worth.items() if one in known},
            "success": {one: p for one, p in inside.success.items() if one in known or not one},
        }
        return replace(asked, **{name: told[name] for name in told if name in tell})

    def targets(self, targets: Iterable[JointTarget]) -> tuple[ReleasedTarget, ...]:
        """Return targets without what would give a hidden person away."""
        rows = {row.source.id: row.source for row in self.sight.rows}
        said = _said(self.ground.graph)
        return tuple(self._target(one, rows, said) for one in targets)

    def _target(
        self, one: JointTarget, rows: Mapping[str, Source], said: dict[str, str]
    ) -> ReleasedTarget:
        told = {*one.sources}.union(
            *(said.get(i, "").split() for i in (one.entity_id, *one.identifiers))
        )
        behind = [rows[i] for i in sorted(told)]
        kept = {
            name: value
            for name, value in asdict(one).items()
            if name in ReleasedTarget.__dataclass_fields__
        }
        betrays = self.hidden.betrays
        kept["identifiers"] = tuple(
            i for i in one.identifiers if i not in self.hidden.ids and not betrays(i, free=False)
        )
        kept["records"] = tuple(
            (file, place)
            for file, place in one.records
            # The name of a source of what people know is that of the officer.
            if not is_stated(file) and not betrays(f"{file} {place}", free=True, written=True)
        )
        return ReleasedTarget(
            **kept,
            originators=tuple(sorted({str(source.originator) for source in behind})),
            handling=strictest_marks(behind),
        )


def _said(graph: Projection) -> dict[str, str]:
    frames = [frame.select("id", "sources") for frame in graph.nodes.values()]
    return dict(pl.concat(frames).drop_nulls().iter_rows()) if frames else {}


def _words(asked: Asked, tell: Collection[str]) -> dict[str, object]:
    kept = {
        "countries",
        "capacities",
        "objectives",
        "zero_hour",
        "link_types",
        "least_tie",
        "success",
        "expected",
        *tell,
    }
    return {name: value for name, value in asked.to_dict().items() if name in kept}
