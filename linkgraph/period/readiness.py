"""What an investigation plan still lacks before countries may act on it together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import polars as pl

from linkgraph.period.model import folded
from linkgraph.schema import load_schema
from linkgraph.values.day_spans import day_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.period.model import FocalPoint, InvestigationPlan, Period
    from linkgraph.share import LegalBasis

__all__ = ["Lack", "lack_of_period", "lacks_of", "victims_near"]

What = Literal["focal_point", "legal_basis", "period", "protection", "victim_among_subjects"]
_STEPS = 3
# A case file of everybody, an account that everybody pays: near it means nothing.
_MOST_TIES = 200


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a plan lacks.

    Attributes:
        what: ``focal_point``, ``legal_basis``, ``period``, ``protection`` or
            ``victim_among_subjects``.
        countries: Whom it concerns; all of the plan's where it is about none in particular.
        says: What is lacking, in words that name nobody.
        remedy: What to do.
    """

    what: What
    countries: tuple[str, ...]
    says: str
    remedy: str


def lack_of_period(plan: InvestigationPlan) -> Lack:
    """Return that the case does not hold a plan's period: it was another agency's, and is gone."""
    return Lack(
        "period",
        plan.countries,
        "its joint period is not on record, or no longer",
        f"`linkgraph period add {plan.period} ...`, or ask the agency whose it was.",
    )


def lacks_of(  # noqa: PLR0913 - keyword only
    plan: InvestigationPlan,
    period: Period,
    focal_points: Iterable[FocalPoint],
    *,
    near: Collection[str],
    protected: Collection[str],
    own: str = "",
) -> tuple[Lack, ...]:
    """Return what a plan lacks; empty where it can become ready.

    Args:
        plan: The plan, its subjects as the entities that they are part of now.
        period: The period it belongs to, from the day on which sharing is to begin.
        focal_points: Of the period.
        near: Victims and possible victims near its subjects, as ``victims_near`` gives, and
            children among these.
        protected: Entities whom a role protects, or who may be such a person.
        own: The case's own agency. A focal point counts by its word, by that of whose plan or period it is, or
            by an agency of the focal point's country; a third would choose whom we call.

    Returns:
        Countries of no part in the period, missing focal points by country, then pairs of countries without a legal basis, then
        what protects people.

    Note:
        That nothing is lacking says that arrangements are written down, not that they are
        good enough.
    """
    made = [
        *_countries(plan, period),
        *_focal_points(plan, period, focal_points, own),
        *_legal_bases(plan, period),
    ]
    return (*made, *_protection(plan, near, protected))


def _countries(plan: InvestigationPlan, period: Period) -> Iterable[Lack]:
    # The period may have been entered anew without one.
    for country in sorted(set(plan.countries) - set(period.countries)):
        yield Lack(
            "period",
            (country,),
            f"{country} takes no part in the period, or no longer",
            f"Enter {period.reference} anew with it (`linkgraph period add`), or the plan without it.",
        )


def _focal_points(
    plan: InvestigationPlan, period: Period, focal_points: Iterable[FocalPoint], own: str
) -> Iterable[Lack]:
    held = [
        one for one in focal_points if folded(one.period) == folded(period.reference) and one.name
    ]
    heard = {own, *plan.marks.originators, *period.marks.originators}
    there = {one.country for one in held if _vouched(one, heard)}
    told = {one.country for one in held}
    for country in plan.countries:
        if country not in there:
            others = (
                ", as told by itself, by us or by whose plan or period it is"
                if country in told
                else ""
            )
            yield Lack(
                "focal_point",
                (country,),
                f"{country} has no focal point in the period{others}",
                f"linkgraph period focal-point {period.reference} --country {country} --name ...",
            )


def _vouched(one: FocalPoint, heard: Collection[str]) -> bool:
    """Tell whether somebody who may name a focal point did; one that is not on record yet was entered here."""
    by = one.marks.originators
    return not by or any(a in heard or a.partition("/")[0] == one.country for a in by)


def _legal_bases(plan: InvestigationPlan, period: Period) -> Iterable[Lack]:
    for pair in combinations(plan.countries, 2):
        of = [one for one in plan.legal_bases if set(pair) <= set(one.parties)]
        missing = [f"{words} ({day})" for words, day in _days_without(of, period)]
        if not missing:
            continue
        both = " and ".join(pair)
        if of:
            yield Lack(
                "legal_basis",
                pair,
                f"no legal basis for sharing between {both} holds {' and '.join(missing)}",
                "Renew it, or name another under [[legal_bases]], then set the plan again.",
            )
        else:
            yield Lack(
                "legal_basis",
                pair,
                f"no legal basis for sharing covers {both}",
                "Name an agreement or memorandum with both as parties under [[legal_bases]],"
                " then set the plan again.",
            )


def _days_without(bases: Iterable[LegalBasis], period: Period) -> Iterable[tuple[str, str]]:
    """Yield the days on which nothing holds: the first, one after which nothing follows, the last."""
    held = [*bases]
    # One memorandum may follow on another: on the day after the first ends.
    ends = sorted({one.expires for one in held if period.since <= one.expires < period.until})
    between = [("in between", day) for day in map(day_after, ends) if day < period.until]
    for words, day in (
        ("on the day that sharing begins", period.since),
        *between,
        ("on the period's last day", period.until),
    ):
        if not any(one.holds_on(day) for one in held):
            yield words, day


def _protection(
    plan: InvestigationPlan, near: Collection[str], protected: Collection[str]
) -> Iterable[Lack]:
    places = [n for n, one in enumerate(plan.subjects, 1) if one in protected]
    if places:
        named = ", ".join(f"subjects[{n}]" for n in places)
        yield Lack(
            "victim_among_subjects",
            plan.countries,
            f"somebody among its subjects ({named}) is, or may be, a victim or otherwise"
            " protected: weigh the non-punishment principle",
            "Take that person out of the subjects, or have it decided on record who it is"
            " (`linkgraph resolve review`).",
        )
    why = _why_victims(plan, near)
    missing = [
        name
        for name, text in (
            ("victim_management", plan.victim_management),
            ("protection", plan.protection),
        )
        if not text
    ]
    if why and missing:
        yield Lack(
            "protection",
            plan.countries,
            f"victims may be met ({why}), and nothing is said of {' and '.join(missing)}",
            f"Fill in {' and '.join(missing)}, then set the plan again.",
        )


def _why_victims(plan: InvestigationPlan, near: Collection[str]) -> str:
    if plan.is_on_trafficking:
        return "the crime is trafficking"
    if plan.victims_may_be_met:
        return "the plan says so"
    return "the case holds victims, possible victims or children near its subjects" if near else ""


def victims_near(
    graph: Projection, subjects: Iterable[str], roles: Mapping[str, str]
) -> frozenset[str]:
    """Return the victims and possible victims near some entities.

    Args:
        graph: The case, in bulk.
        subjects: Ids of entities.
        roles: Entity id to the gravest role that protects it, as of ``protected_people``.

    Returns:
        Those among the subjects or within three ties of one; what ties a person to a case
        file counts as one. Ids of the graph.

    Note:
        O(links). A case file or thing with more than 200 ties is not passed through, save a
        subject. That
        nobody is near says that no file names any, not that there is none.
    """
    victims = {one for one, role in roles.items() if role == "victim"}
    reached = set(subjects)
    ties = _neighbours(graph)
    edge = set(reached)
    for step in range(_STEPS):
        # Whoever the plan is about is looked at, however many ties that one has.
        passed = edge if step == 0 else {one for one in edge if len(ties[one]) <= _MOST_TIES}
        edge = {far for one in passed for far in ties.get(one, ())} - reached
        reached |= edge
    return frozenset(reached & victims)


def _neighbours(graph: Projection) -> dict[str, set[str]]:
    """Return who is tied to whom; roles in a case file count, what joins a country does not."""
    schema = load_schema()
    followed = {*schema.ties(), *schema.roles.values()}
    found: dict[str, set[str]] = defaultdict(set)
    frames = [
        frame.select("from_id", "to_id")
        for shape, frame in graph.links.items()
        if shape.type in followed
    ]
    if not frames:
        return found
    for one, other in pl.concat(frames).unique().iter_rows():
        found[one].add(other)
        found[other].add(one)
    return found
