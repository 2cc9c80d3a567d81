"""Fewest steps from one entity to others, over all links or in order of time only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["DIRECTIONS", "LINK", "Path", "Steps", "Walk", "paths_between", "reached_from"]

# Gives the links that touch some entities.
Touching: TypeAlias = "Callable[[pl.Series], pl.DataFrame]"

Level: TypeAlias = "dict[str, dict[str, list[tuple[str, str]]]]"

# What a link is known by; ``at`` is ISO text, null where no moment is known.
LINK = {
    "link_id": pl.String, "type": pl.String, "from_id": pl.String, "to_id": pl.String,
    "at": pl.String, "sources": pl.String,
}  # fmt: skip
_STEP = {"one": pl.String, "other": pl.String} | {n: LINK[n] for n in ("link_id", "type", "at", "sources")}  # fmt: skip
# Before every moment, and after.
_FIRST, _LAST = "", "~"


# Along links, against them, or either way.
DIRECTIONS = ("both", "out", "in")


@dataclass(frozen=True, slots=True)
class Walk:
    """How links may be walked along.

    Attributes:
        in_order: Only over links with a moment, each no earlier than the one before.
        direction: One of ``DIRECTIONS``, seen from where the walk begins.
        max_links: Not over an entity that more of the links touch; it can still be an end.
    """

    in_order: bool = False
    direction: str = "both"
    max_links: int | None = None


_ANY = Walk()


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Links gone over, step by step.

    Attributes:
        reached: ``id``, ``steps`` (0 for the start) and ``at`` (when first there; empty
            unless in order of time).
        levels: Per step its links as gone: ``one`` (nearer), ``other``, then as ``LINK``.
    """

    reached: pl.DataFrame
    levels: tuple[pl.DataFrame, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an entity to another, over entities that differ.

    Attributes:
        ids: The entities, both ends included.
        links: Per step the links that lead over it, parallel ones each, by moment: their ids.
        moments: Per step the moments of these links; empty texts unless in order of time.
    """

    ids: tuple[str, ...]
    links: tuple[tuple[str, ...], ...]
    moments: tuple[tuple[str, ...], ...]

    @property
    def ways(self) -> int:
        """Chains of links along the path, one a step, no moment before the one before."""
        counts = [1] * len(self.moments[0])
        for before, now in pairwise(self.moments):
            # A chain goes on from each of those that end no later.
            upto = [0, *accumulate(counts)]
            counts = [upto[bisect_right(before, at)] for at in now]
        return sum(counts)

    def chains(self, begun: tuple[str, ...] = (), since: str = _FIRST) -> Iterator[tuple[str, ...]]:
        """Yield these chains, the links of each step in order of time.

        Args:
            begun: Links of the first steps, where a chain is to begin so.
            since: Moment of the last of these.
        """
        step = len(begun)
        if step == len(self.links):
            yield begun
            return
        first = bisect_left(self.moments[step], since)
        for link, at in zip(self.links[step][first:], self.moments[step][first:], strict=True):
            yield from self.chains((*begun, link), at)


def reached_from(
    touching: Touching,
    starts: Sequence[str],
    depth: int,
    walk: Walk = _ANY,
    *,
    until: str | None = None,
) -> Steps:
    """Return what can be reached from some entities in the fewest steps.

    Args:
        touching: Gives the links that touch some entities, as ``LINK``.
        starts: Where to begin.
        depth: Most steps.
        walk: How links may be walked along.
        until: Go no further once this entity is reached.

    Note:
        Each link is looked at once a step at most: O(depth m) for m links reached.
        In order of time an entity may be reached sooner over more steps: then it is
        followed on from that moment too.
    """
    best = pl.DataFrame({"id": sorted(set(starts))}, schema={"id": pl.String})
    front = best = best.with_columns(at=pl.lit(_FIRST))
    seen, levels = best.with_columns(steps=pl.lit(0)), []
    for step in range(1, depth + 1):
        gone = _onward(touching(front["id"]), front, walk, first=step == 1)
        gone = gone.join(best.select(other="id", there="at"), on="other", how="left").filter(
            pl.col("there").is_null() | (pl.col("at") < pl.col("there"))
        )
        levels.append(gone.select(*_STEP))
        came = gone.group_by(id="other").agg(pl.col("at").min()).sort("id")
        new = came.join(seen, on="id", how="anti").with_columns(steps=pl.lit(step))
        seen = pl.concat([seen, new])
        best = pl.concat([best.join(came, on="id", how="anti"), came])
        front = came
        if not came.height or until in set(came["id"] if until else ()):
            break
    return Steps(seen, tuple(levels))


def _onward(links: pl.DataFrame, front: pl.DataFrame, walk: Walk, *, first: bool) -> pl.DataFrame:
    """Return links that go on from a front, as ``one`` to ``other``."""
    told = links if walk.in_order else links.with_columns(at=pl.lit(_FIRST))
    ways = {"out": [("from_id", "to_id")], "in": [("to_id", "from_id")]}
    both = ways["out"] + ways["in"]
    rows = [
        told.select(one=one, other=other, link_id="link_id", type="type", at="at", sources="sources",
                    goes=pl.lit((one, other) in ways.get(walk.direction, both)))
        for one, other in both
    ]  # fmt: skip
    ends = pl.concat(rows).filter(pl.col("one") != pl.col("other"))
    on = ends.join(front.select(one="id", since="at"), on="one")
    # A link between two of the front is met from each of its ends.
    on = on.unique(["one", "other", "link_id"])
    if walk.max_links is not None and not first:
        on = on.filter(pl.len().over("one") <= walk.max_links)
    return on.filter(pl.col("goes") & (pl.col("at") >= pl.col("since")))


def paths_between(
    touching: Touching, ends: tuple[str, str], hops: int, most: int, walk: Walk = _ANY
) -> list[Path]:
    """Return the paths of fewest steps between two entities, by their ids.

    Args:
        touching: As ``reached_from`` takes.
        ends: The two.
        hops: Most steps.
        most: Most paths, the first by ids.
        walk: How links may be walked along, from the first of the two to the other.

    Returns:
        Paths of one length. Empty where there is none within ``hops``, and from an entity
        to itself.

    Note:
        O(hops m) to find them, then linear in what is told. A path is a chain of separate
        facts: nobody on it need know the other end.
    """
    start, end = ends
    steps = reached_from(touching, [start], hops, walk, until=end)
    if start == end or end not in set(steps.reached["id"]):
        return []
    kept = _leading(steps, end)
    return list(islice(_walked(kept, start, end), most))


def _leading(steps: Steps, end: str) -> list[Level]:
    """Return, per step, the links that lead to the end: by entity, next entity, moment and id."""
    latest = pl.DataFrame({"other": [end], "latest": [_LAST]})
    kept = []
    for level in reversed(steps.levels):
        on = level.join(latest, on="other").filter(pl.col("at") <= pl.col("latest"))
        kept.append(on)
        latest = on.group_by(other="one").agg(latest=pl.col("at").max())
    return [_by_entity(level) for level in reversed(kept)]


def _by_entity(level: pl.DataFrame) -> Level:
    found: Level = {}
    rows = level.select("one", "other", "at", "link_id").sort("one", "other", "at", "link_id")
    for one, other, at, link in rows.iter_rows():
        found.setdefault(one, {}).setdefault(other, []).append((at, link))
    return found


def _walked(levels: Sequence[Level], start: str, end: str) -> Iterator[Path]:
    """Yield paths in order of their ids: every branch leads to the end."""
    held: list[tuple[tuple[str, ...], tuple[tuple[tuple[str, str], ...], ...], str]] = [
        ((start,), (), _FIRST)
    ]
    while held:
        ids, steps, since = held.pop()
        if len(steps) == len(levels):
            yield _path(ids, steps)
            continue
        follow = levels[len(steps)].get(ids[-1], {})
        for other in sorted(follow, reverse=True):
            in_time = [one for one in follow[other] if one[0] >= since]
            if in_time and (other == end) == (len(steps) + 1 == len(levels)):
                held.append(((*ids, other), (*steps, tuple(in_time)), in_time[0][0]))


def _path(ids: tuple[str, ...], steps: tuple[tuple[tuple[str, str], ...], ...]) -> Path:
    """Return a path with those of its links that are on a chain from end to end."""
    kept, latest = [], _LAST
    for step in reversed(steps):
        fit = [one for one in step if one[0] <= latest]
        kept.append(fit)
        latest = max(at for at, _ in fit)
    links = [tuple(link for _, link in step) for step in reversed(kept)]
    moments = [tuple(at for at, _ in step) for step in reversed(kept)]
    return Path(ids, tuple(links), tuple(moments))
