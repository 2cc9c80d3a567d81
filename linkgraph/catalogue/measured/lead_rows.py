"""Leads as rows: what leads to each, over which links, and what would confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.contacts import contacts
from linkgraph.analysis.leads import leads
from linkgraph.analysis.sums import exact_sum
from linkgraph.catalogue.measured.lead_words import confirmations, reasons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from linkgraph.catalogue.measured.lead_view import LeadView

__all__ = ["faces", "lead_rows", "leading", "protected_rows"]

_KINDS = ("Person", "BankAccount", "Phone", "CryptoWallet", "UserAccount")
_IDENTIFIERS = _KINDS[1:]
_MOST_WAYS = 8
_MOST_LINKS = 5
# Finer than this is rounding, and not a difference between two leads.
_DECIMALS = 6


def lead_rows(view: LeadView, most: int, least_suspects: int = 0) -> Iterator[Sequence[object]]:
    """Give leads with a score above zero, the highest first; equal ones by id."""
    told = contacts(view.acts)
    parts = leads(told, view.known, view.silent, near_only=True)
    ranked = (
        leading(view, parts)
        .filter(pl.col("suspects") >= least_suspects)
        .join(faces(view), left_on="one", right_on="bundle")
        .sort(["score", "id"], descending=[True, False])
        .head(most)
    )
    shown = ranked["one"].to_list()
    opened = _Opened.of(view, told, parts, shown)
    for row in ranked.iter_rows(named=True):
        yield opened.row(row)


def leading(view: LeadView, parts: pl.DataFrame) -> pl.DataFrame:
    """Return whom the known suspects lead to: those with a score above zero, in no order.

    Args:
        view: The case.
        parts: As ``leads`` gives.

    Returns:
        ``one`` (bundle), ``score``, ``suspects`` (known ones tied to it directly, count).
    """
    scored = parts.group_by("one").agg(
        score=exact_sum(pl.col("part")).round(_DECIMALS),
        suspects=pl.col("other").is_in(list(view.known)).sum(),
    )
    return scored.filter(pl.col("score") > 0)


def protected_rows(view: LeadView, most: int) -> Iterator[Sequence[object]]:
    """Give whom to protect, by id: no score, no path, nothing to look for."""
    why = dict.fromkeys(view.families, "family of a victim")
    why |= {one: f"{role}, or may be one" for one, role in view.protected.items()}
    people = view.members.filter(pl.col("id").is_in(list(why))).sort("id").head(most)
    for one, kind, caption, sources in people.select(
        "id", "kind", "caption", "sources"
    ).iter_rows():
        said = [sources, *view.hidden[one]]
        yield one, kind, caption, [], None, [f"to protect: {why[one]}"], [], [], said


def faces(view: LeadView, first: Collection[str] = ()) -> pl.DataFrame:
    """Return what each bundle is called by: a person, else an account, else a phone.

    Args:
        view: The case.
        first: Ids that go before all others of their bundle.

    Returns:
        ``bundle``, ``id``, ``kind``, ``caption``.
    """
    order = {kind: number for number, kind in enumerate(_KINDS)}
    return (
        view.members.filter(pl.col("kind").is_in(_KINDS))
        .with_columns(
            order=pl.col("kind").replace_strict(order), after=~pl.col("id").is_in(list(first))
        )
        .sort("bundle", "after", "order", "id")
        .group_by("bundle", maintain_order=True)
        .first()
        .select("bundle", "id", "kind", "caption")
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the rows that are shown rest on."""

    view: LeadView
    ways: dict[str, pl.DataFrame]
    onward: dict[str, str]
    told: dict[str, pl.DataFrame]
    acts: dict[tuple[str, str], pl.DataFrame]
    members: dict[str, pl.DataFrame]
    owned: dict[str, list[str]]
    claimed: dict[str, list[str]]
    weighed: dict[str, list[str]]

    @classmethod
    def of(
        cls, view: LeadView, told: pl.DataFrame, parts: pl.DataFrame, shown: list[str]
    ) -> _Opened:
        ours = parts.filter(pl.col("one").is_in(shown) & (pl.col("part") > 0))
        ways = ours.sort("part", "other", descending=[True, False])
        known = list(view.known)
        middle = set(ways["other"]) - view.known
        onward = (
            parts.filter(pl.col("one").is_in(list(middle)) & pl.col("other").is_in(known))
            .sort("part", "other", descending=[True, False])
            .unique("one", keep="first", maintain_order=True)
        )
        steps = pl.concat([ways.group_by("one").head(_MOST_WAYS), onward])
        met = pl.concat([steps["one"], steps["other"]]).unique().to_list()
        return cls(
            view,
            _split(ways, "one"),
            dict(onward.select("one", "other").iter_rows()),
            _split(told.filter(pl.col("one").is_in(shown)), "one"),
            _acts_between(view.acts, steps),
            _split(view.members.filter(pl.col("bundle").is_in(met)), "bundle"),
            _owned(view),
            _claimed(view),
            _weighed(view, parts.filter(pl.col("one").is_in(shown))),
        )

    def row(self, ranked: dict[str, object]) -> Sequence[object]:
        """Return one lead as a row."""
        one = str(ranked["one"])
        ways = self.ways[one]
        members = self.members[one]
        things = sorted(members.filter(pl.col("kind").is_in(_IDENTIFIERS))["id"])
        # Of the lead itself name and numbers are shown, of others their ids alone.
        paths, sources = [], [*members["sources"], *self.weighed.get(one, [])]
        for other in ways["other"].head(_MOST_WAYS):
            path, said = self._path(one, other)
            paths.append(path)
            sources += said
        channels = self.told[one].filter(pl.col("other").is_in(ways["other"].to_list()))
        direct = channels.filter(pl.col("other").is_in(list(self.view.known)))
        people = members.filter(pl.col("kind") == "Person").height
        return (
            ranked["id"], ranked["kind"], ranked["caption"], things, ranked["score"],
            reasons(direct, channels, ways, people), paths,
            confirmations(channels, things, people), sources,
        )  # fmt: skip

    def _path(self, one: str, other: str) -> tuple[str, list[str]]:
        path, said = self._step(one, other)
        said = [*said, *self.owned.get(other, [])]
        suspect = self.onward.get(other)
        if suspect:
            before, more = self._step(other, suspect)
            return f"{before}; then {path}", [*said, *more, *self.owned.get(suspect, [])]
        return path, said

    def _step(self, one: str, other: str) -> tuple[str, list[str]]:
        acts = self.acts[min(one, other), max(one, other)]
        ids = " ".join(acts["link_id"].head(_MOST_LINKS)).split()
        more = acts.height - min(acts.height, _MOST_LINKS)
        tail = f" and {more} more" if more else ""
        return f"from {self._face(other)}: {' '.join(ids)}{tail}", acts[
            "sources"
        ].unique().sort().to_list()

    def _face(self, bundle: str) -> str:
        members = self.members[bundle]
        claimed = members.filter(pl.col("id").is_in(self.claimed.get(bundle, [])))
        people = members.filter(pl.col("kind") == "Person")
        return str(next(f["id"][0] for f in (claimed, people, members) if f.height))


def _acts_between(acts: pl.DataFrame, steps: pl.DataFrame) -> dict[tuple[str, str], pl.DataFrame]:
    """Return the acts of each pair of steps, whichever of the two gave."""

    def ends(one: str, other: str) -> list[pl.Expr]:
        return [
            pl.min_horizontal(one, other).alias("least"),
            pl.max_horizontal(one, other).alias("greatest"),
        ]

    wanted = steps.select(ends("one", "other")).unique()
    found = acts.with_columns(ends("from_id", "to_id")).join(wanted, on=["least", "greatest"])
    parts = found.sort("link_id").partition_by("least", "greatest", as_dict=True)
    return {(str(one), str(other)): part for (one, other), part in parts.items()}


def _split(frame: pl.DataFrame, by: str) -> dict[str, pl.DataFrame]:
    return {str(key[0]): part for key, part in frame.partition_by(by, as_dict=True).items()}


def _owned(view: LeadView) -> dict[str, list[str]]:
    said = pl.concat([view.hands, view.claims]).select("from_id", "sources").unique()
    of = said.join(view.members.select(from_id="id", bundle="bundle"), on="from_id")
    return dict(of.group_by("bundle").agg(pl.col("sources").unique().sort()).iter_rows())


def _weighed(view: LeadView, parts: pl.DataFrame) -> dict[str, list[str]]:
    """Return the sources of all that the scores of leads hang on, shown or not.

    A tie to a bystander speaks against a lead, and how likely another is a suspect hangs on
    that one's own ties.
    """
    own = parts.select("one", other="one")
    near = pl.concat([parts.select("one", "other"), own]).unique()
    met = near.select("other").unique()
    silent = list(view.silent)
    loud = view.acts.filter(
        ~pl.any_horizontal(pl.col(end).is_in(silent) for end in ("from_id", "to_id"))
    )
    owned = [(one, said) for one, held in _owned(view).items() for said in held]
    said = pl.concat([
        *(loud.select("sources", other=end).join(met, on="other", how="semi")
          for end in ("from_id", "to_id")),
        pl.DataFrame(owned, schema={"other": pl.String, "sources": pl.String}, orient="row")
        .select("sources", "other"),
    ]).unique()  # fmt: skip
    told = near.join(said, on="other").group_by("one").agg(pl.col("sources").unique().sort())
    return dict(told.iter_rows())


def _claimed(view: LeadView) -> dict[str, list[str]]:
    of = view.members.join(view.claims.select(id="from_id").unique(), on="id")
    return dict(of.group_by("bundle").agg(pl.col("id").sort()).iter_rows())
