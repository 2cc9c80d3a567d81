"""What each country's own sources show of a syndicate's money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.case.money_flow import near_side
from linkgraph.catalogue.measured.acts import links_of
from linkgraph.catalogue.measured.payments import payments
from linkgraph.plan.separate import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.case.ground import Ground
    from linkgraph.case.problems import Posed

__all__ = ["money_views"]


def money_views(ground: Ground, posed: Posed) -> dict[str, View]:
    """Return, by country, what of a problem's money its own sources show by themselves.

    A payment or a hand on an account is seen by whoever gave a source that tells of it.
    O(payments) for each country.
    """
    called = {one: face for face, who in posed.subjects.candidates.items() for one in who.members}
    said = _said(ground, called)
    made = {}
    for country in sorted(set(ground.originators.values())):
        own = {one for one, by in ground.originators.items() if by == country}
        pairs = frozenset(
            (tie.one, tie.other)
            for tie in posed.problem.ties
            if own & said.get(_pair(near_side(tie.one), near_side(tie.other)), set())
        )
        made[country] = View(frozenset(one for pair in pairs for one in pair), pairs)
    return made


def _said(ground: Ground, called: Mapping[str, str]) -> dict[frozenset[str], set[str]]:
    said: dict[frozenset[str], set[str]] = {}
    hands = links_of(ground.graph, ("HOLDS", "USES"))
    for frame in (payments(ground.graph), hands):
        for one, other, sources in frame.select("from_id", "to_id", "sources").iter_rows():
            pair = _pair(called.get(one, one) if frame is hands else one, other)
            said.setdefault(pair, set()).update(sources.split())
    return said


def _pair(one: str, other: str) -> frozenset[str]:
    return frozenset({one, other})
