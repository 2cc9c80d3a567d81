"""Statements on their way out: what of each goes, and as what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.share.barring import Barring
from linkgraph.share.going import Going
from linkgraph.share.naming import own_name, searched, values_of
from linkgraph.share.telling import KEPT, silent, to_the_day, without_bookings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.ledger import StoredTable
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.schema import Property
    from linkgraph.share.barring import Barred
    from linkgraph.share.betraying import Betraying
    from linkgraph.share.cast import Cast

__all__ = ["PAPERS", "Leaving", "Passed"]

# What partners agree on: it goes along with its plan, whatever a plan names as its subjects.
PAPERS = frozenset({
    "JointPeriod", "PeriodPhase", "FocalPoint", "InvestigationPlan", "PlanQuestion", "PlanTask",
    "LegalBasis", "PlanReadiness", "TaskProgress", "Lesson",
})  # fmt: skip

_ENTITY_IDS, _LINK_IDS = ("record", "id"), ("record", "link_id", "from_id", "to_id")


class Passed(NamedTuple):
    """What of a table goes.

    Attributes:
        frame: The rows that go, as the audience may have them; record numbers as they were.
        whole: Whether that is the table as it was.
        ids: Entities in it by their own ids, those among them that go in disguise.
        alarm: Whether a text in it names somebody whom only something withheld protects.
        shared: Statements that another originator says too.
        nearest: Steps from the plan's subjects; None where nothing goes.
        silenced: Texts left out, since they name, or may name, somebody hidden.
    """

    frame: pl.DataFrame
    whole: bool
    ids: pl.Series
    alarm: bool
    shared: int
    nearest: int | None
    silenced: int


class _Kept(NamedTuple):
    """Rows near enough, those of hidden people in disguise.

    Attributes:
        frame: The rows.
        hides: Whether any is in disguise, or cut.
        ids: Entities in them.
        shared: Statements that another originator says too.
        nearest: Steps from the plan's subjects.
    """

    frame: pl.DataFrame
    hides: bool
    ids: pl.Series
    shared: int
    nearest: Any


@dataclass(slots=True)
class Leaving:
    """Passes statements, table by table; the same table always gives the same.

    Attributes:
        cast: Who goes, and as what.
        clusters: Who is who, by what the audience may be told.
        alarm: Names of people whom only something withheld protects.
        package: Id of the package, part of the ids of links that lead to hidden people.
        agreed: By number of a source its records of the plan itself, which go along.
        barring: What stays out.
    """

    cast: Cast
    clusters: Clusters
    alarm: Betraying
    package: str
    agreed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    _links: dict[str, str] = field(default_factory=dict)
    barring: Barring = field(init=False)
    _going: Going = field(init=False)
    _shared: pl.Series = field(init=False)

    def __post_init__(self) -> None:
        self._going = Going(self.cast, self.clusters)
        self.barring = Barring(self._going)
        self._shared = pl.Series("shared", sorted(self.cast.shared), dtype=pl.String)

    def passed(self, table: StoredTable, barred: Barred) -> Passed:
        """Return what of a table of entities or links goes.

        Args:
            table: The table.
            barred: What of its source stays out.
        """
        frame = self.barring.left(table, barred)
        if table.part == "entity":
            properties = load_schema().kinds[table.name].properties
            kept = (
                self._agreed(frame, self.agreed.get(table.source, frozenset()))
                if table.name in PAPERS
                else self._entities(frame, properties)
            )
        else:
            properties = load_schema().links[table.name].properties
            kept = self._link_rows(frame, properties, table.name)
        ids = _ENTITY_IDS if table.part == "entity" else _LINK_IDS
        said = [name for name in kept.frame.columns if name in properties]
        told = [name for name in said if not properties[name].inside]
        texts = {
            name: _Text(properties[name], table.name)
            for name in told
            if values_of(properties[name]) and _is_text(kept.frame[name].dtype)
        }
        frame, cut = self._without_texts(kept.frame.select(*ids, *told), texts)
        filled = [name for name in told if frame[name].null_count() < frame.height]
        return Passed(
            frame=frame.select(*ids, *filled),
            whole=not kept.hides
            and not cut
            and told == said
            and frame.height == table.frame.height,
            ids=kept.ids,
            alarm=self._alarms(frame, texts),
            shared=kept.shared,
            nearest=kept.nearest,
            silenced=cut,
        )

    def _agreed(self, frame: pl.DataFrame, ids: frozenset[str]) -> _Kept:
        """Return records of the plan, without ids that lead to anybody who does not go as himself."""
        held = frame.filter(pl.col("id").is_in(sorted(ids)))
        kept = held.drop("parameters", strict=False)
        if "subjects" in kept.columns:
            told = [
                list(filter(self._shown, one or ())) or None for one in kept["subjects"].to_list()
            ]
            kept = kept.with_columns(pl.Series("subjects", told, dtype=pl.List(pl.String)))
        if "syndicate" in kept.columns:
            named = [
                one if one and (":" not in one or self._shown(one)) else None
                for one in kept["syndicate"]
            ]
            kept = kept.with_columns(pl.Series("syndicate", named, dtype=pl.String))
        nobody = pl.Series("entity", [], dtype=pl.String)
        return _Kept(kept, not kept.equals(held), nobody, 0, 0 if kept.height else None)

    def _shown(self, one: str) -> bool:
        entity = self.clusters.entity_of(one)
        return entity in self.cast.near and entity not in self.cast.ids.keys() | self.cast.absent

    def _entities(self, frame: pl.DataFrame, properties: Mapping[str, Property]) -> _Kept:
        kept = self._going.marked(frame, "id", "").filter(pl.col("near").is_not_null())
        masked = pl.col("mask").is_not_null()
        hides = bool(kept["mask"].is_not_null().any())
        ids = kept["entity"].unique()
        shared, nearest = self._count_shared(kept, "entity"), kept["near"].min()
        if hides:
            told = [name for name in kept.columns if name in properties]
            kept = kept.with_columns(
                pl.coalesce("mask", "id").alias("id"),
                *(
                    pl.when(~masked).then(pl.col(name)).alias(name)
                    for name in told
                    if name not in KEPT
                ),
            )
            kept = _called(kept, properties)
        return _Kept(kept, hides, ids, shared, nearest)

    def _link_rows(
        self, frame: pl.DataFrame, properties: Mapping[str, Property], type_: str
    ) -> _Kept:
        marked = self._going.marked(self._going.marked(frame, "from_id", "a_"), "to_id", "b_")
        kept = marked.filter(pl.col("a_near").is_not_null() & pl.col("b_near").is_not_null())
        kept = kept.with_columns(
            (pl.col("a_mask").is_not_null() | pl.col("b_mask").is_not_null()).alias("masked")
        )
        hides = bool(kept["masked"].any())
        ids = pl.concat(kept[f"{end}_entity"] for end in "ab")
        shared = self._count_shared(kept, "link_id")
        nearest = kept.select(pl.min_horizontal("a_near", "b_near").min()).item()
        if hides:
            held = [name for name in kept.columns if name in properties]
            lead = [name for name in held if silent(type_, properties[name], outside=True)]
            masked = pl.col("masked")
            kept = kept.with_columns(
                pl.coalesce("a_mask", "from_id").alias("from_id"),
                pl.coalesce("b_mask", "to_id").alias("to_id"),
                *(pl.when(~masked).then(pl.col(name)).alias(name) for name in lead),
                *to_the_day(held, properties, masked),
            )
            kept = self._renamed(kept, type_)
        booked = kept
        kept = without_bookings(kept, self.cast.bookings)
        # She whose booking it is may stand in another source, so that no row here is in disguise.
        hides = hides or (kept is not booked and not kept.equals(booked))
        return _Kept(kept, hides, ids.unique(), shared, nearest)

    def _renamed(self, kept: pl.DataFrame, type_: str) -> pl.DataFrame:
        """Give links that lead to hidden people running numbers: their ids come from their ends."""
        names = []
        for one, masked in kept.select("link_id", "masked").iter_rows():
            if masked and one not in self._links:
                self._links[one] = f"{type_.lower()}:hidden-{len(self._links) + 1}.{self.package}"
            names.append(self._links[one] if masked else one)
        return kept.with_columns(pl.Series("link_id", names, dtype=pl.String))

    def _count_shared(self, kept: pl.DataFrame, key: str) -> int:
        return int(kept[key].is_in(self._shared.implode()).sum())

    def _without_texts(
        self, frame: pl.DataFrame, texts: Mapping[str, _Text]
    ) -> tuple[pl.DataFrame, int]:
        """Return rows without texts that give a hidden person away, and how many did."""
        if not self.cast.texts or not frame.height:
            return frame, 0
        changed, cut = [], 0
        for name, one in texts.items():
            clean = self.cast.texts.without(
                frame[name], free=one.searched, written=one.written, own=one.own
            )
            if clean is not frame[name] and not clean.equals(frame[name]):
                changed.append(clean)
                cut += _how_many(frame[name]) - _how_many(clean)
        return frame.with_columns(changed), cut

    def _alarms(self, frame: pl.DataFrame, texts: Mapping[str, _Text]) -> bool:
        if not self.alarm or not frame.height:
            return False
        for name, one in texts.items():
            held = frame[name]
            if isinstance(held.dtype, pl.List):
                held = held.explode()
            found = self.alarm.in_texts(
                held.drop_nulls(), free=one.searched, written=one.written, own=one.own
            )
            if found.any():
                return True
        return False


class _Text:
    """How a property's texts are searched.

    Attributes:
        searched: Whether names may stand in them.
        written: Whether people wrote them as they liked.
        own: Whether they are what a person is called.
    """

    def __init__(self, prop: Property, kind: str) -> None:
        self.searched, self.written = searched(prop, kind), prop.free
        self.own = own_name(prop, kind)


def _called(kept: pl.DataFrame, properties: Mapping[str, Property]) -> pl.DataFrame:
    """Let hidden people have their role and number where their own numbers stood."""
    if "native_ids" not in properties:
        return kept
    masked = pl.col("called").is_not_null()
    own = pl.col("native_ids") if "native_ids" in kept.columns else pl.lit(None)
    return kept.with_columns(
        pl.when(masked)
        .then(pl.concat_list("called"))
        .otherwise(own.cast(pl.List(pl.String)))
        .alias("native_ids")
    )


def _how_many(texts: pl.Series) -> int:
    if isinstance(texts.dtype, pl.List):
        return int(texts.list.len().sum())
    return texts.len() - texts.null_count()


def _is_text(dtype: pl.DataType) -> bool:
    return dtype == pl.String or dtype == pl.List(pl.String)
