"""What a plan rests on that few, weak or old reports say, and what it would change if untrue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.plan.evidence import BAR, Bar, Evidence, Lack, OnRecord, lacks
from linkgraph.plan.what_if import If, WhatIf
from linkgraph.plan.why import QUICK

if TYPE_CHECKING:
    from datetime import date

    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.solve import Settings

__all__ = [
    "Bar",
    "Evidence",
    "Gaps",
    "If",
    "KeyTie",
    "Looking",
    "OnRecord",
    "WeakTarget",
    "gaps",
    "lacks",
]


@dataclass(frozen=True, slots=True)
class WeakTarget:
    """A target that rests on too little.

    Attributes:
        target: The target.
        lacks: What its evidence lacks.
        unless_so: What there would be if it were not what it is taken for.
    """

    target: Target
    lacks: tuple[Lack, ...]
    unless_so: If


@dataclass(frozen=True, slots=True)
class KeyTie:
    """A tie that rests on too little, and without which plan or effect would be another.

    Attributes:
        one: An end; empty for one who may not be named.
        other: The other end; likewise.
        lacks: What its evidence lacks.
        unless_so: What there would be if it were not real.
    """

    one: str
    other: str
    lacks: tuple[Lack, ...]
    unless_so: If


@dataclass(frozen=True, slots=True)
class Gaps:
    """What to confirm first.

    Attributes:
        targets: Weak targets, those whose absence leaves most first.
        ties: Weak key ties, those that change most first.
        weak_ties: How many ties rest on too little, key or not.
        searched: For how many of them another plan was sought: those that promised most.
    """

    targets: tuple[WeakTarget, ...]
    ties: tuple[KeyTie, ...]
    weak_ties: int
    searched: int


@dataclass(frozen=True, slots=True)
class Looking:
    """How to look for gaps.

    Attributes:
        bar: What evidence is enough.
        most: For how many ties at most to seek another plan, 0 or more.
        may_name: Ends of ties that may be named beside candidates that may be acted on.
        settings: Limits of each search.
    """

    bar: Bar = BAR
    most: int = 20
    may_name: frozenset[str] = frozenset()
    settings: Settings = QUICK


def gaps(
    problem: Problem,
    plan: Plan,
    on_record: OnRecord,
    on: date,
    *,
    how: Looking = Looking(),
) -> Gaps:
    """Return the weak targets and weak key ties of a plan, and what each would change.

    Args:
        problem: What the plan was made for.
        plan: The plan.
        on_record: Evidence of targets and ties.
        on: The day from which age is counted.
        how: What is enough, how far to look, and who may be named.

    Raises:
        InputError: The problem is not well-formed, a target is no candidate in reach, or
            the bar is out of range.

    Note:
        One search for each weak target and each of the ties searched; two or three
        reckonings for each weak tie (4,000 at most: those at targets first). A tie is key
        where the plan would leave more or less without it, or where another plan would then
        be better. That is sought for ties that change something at the plan or at one of
        its targets.

        One more independent report that confirms a tie takes it off this list; one that
        denies it brings about what ``unless_so`` says. Enough evidence by this bar proves
        nothing by itself.
    """
    if how.bar.sources < 1 or how.bar.days < 0 or how.most < 0:
        raise InputError("evidence needs at least one source, and an age of 0 days or more")
    look = WhatIf(problem, plan, how.settings)
    named = look.may_name | how.may_name
    found = [
        WeakTarget(target, lack, look.without(unit))
        for unit in look.units
        for target in unit
        if (lack := lacks(on_record.targets.get(target.id), on, how.bar))
    ]
    found.sort(key=lambda one: (-one.unless_so.value, one.target))
    weak = {pair: lack for pair in look.pairs if (lack := lacks(on_record.tie(pair), on, how.bar))}
    promising = look.promising(list(weak))
    ties = []
    for rank, pair in enumerate(promising):
        unless = look.untied(pair, search=rank < how.most)
        if look.change(unless) > 0:
            one, other = sorted(end if end in named else "" for end in pair)
            ties.append(KeyTie(one, other, weak[pair], unless))
    ties.sort(key=lambda tie: (-look.change(tie.unless_so), tie.one, tie.other))
    return Gaps(tuple(found), tuple(ties), len(weak), min(how.most, len(promising)))
