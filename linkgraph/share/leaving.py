"""Statements on their way out: what of each goes, and as what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.ledger import StoredTable
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.schema import Property
    from linkgraph.share.betraying import Betraying
    from linkgraph.share.standing_in import Cast

__all__ = ["LEADS_BACK", "Leaving", "Passed"]

# Properties of a link that lead to whoever is behind it, beside free text.
LEADS_BACK = frozenset({"reference", "booking", "imei", "payer", "room"})
_CODED = {"country", "currency", "code", "date", "instant"}
_ENTITY_IDS, _LINK_IDS = ("record", "id"), ("record", "link_id", "from_id", "to_id")


class Passed(NamedTuple):
    """What of a table goes.

    Attributes:
        frame: The rows that go, as the audience may have them; record numbers as they were.
        whole: Whether that is the table as it was.
        guarded: Records of which the guard kept a statement back.
        ids: Entities in it, by their own ids, none of them a stand-in.
        alarm: Whether a text in it names somebody whom only something withheld protects.
        shared: Statements that another originator says too.
        nearest: Steps from the plan's subjects; None where nothing goes.
    """

    frame: pl.DataFrame
    whole: bool
    guarded: pl.Series
    ids: pl.Series
    alarm: bool
    shared: int
    nearest: int | None


@dataclass(slots=True)
class Leaving:
    """Passes statements, table by table; the same table always gives the same.

    Attributes:
        cast: Who goes, and as what.
        clusters: Who is who, by what the audience may be told.
        alarm: Names of people whom only something withheld protects.
        package: Id of the package, part of the ids of links that lead to hidden people.
    """

    cast: Cast
    clusters: Clusters
    alarm: Betraying
    package: str
    _links: dict[str, str] = field(default_factory=dict)
    _going: pl.DataFrame = field(init=False)
    _names: pl.DataFrame = field(init=False)
    _gone: pl.Series = field(init=False)
    _shared: pl.Series = field(init=False)

    def __post_init__(self) -> None:
        near = self.cast.near
        self._going = pl.DataFrame(
            {"entity": list(near), "near": list(near.values())},
            schema={"entity": pl.String, "near": pl.Int32},
        ).with_columns(
            pl.Series("mask", [self.cast.ids.get(one) for one in near], dtype=pl.String),
            pl.Series("called", [self.cast.captions.get(one) for one in near], dtype=pl.String),
        )
        self._names = self.clusters.frame
        self._gone = pl.Series("gone", sorted(self.cast.gone), dtype=pl.String)
        self._shared = pl.Series("shared", sorted(self.cast.shared), dtype=pl.String)

    def passed(self, table: StoredTable) -> Passed:
        """Return what of a table of entities or links goes."""
        if table.part == "entity":
            return self._entities(table)
        return self._link_table(table)

    def _entities(self, table: StoredTable) -> Passed:
        properties = load_schema().kinds[table.name].properties
        frame = self._with(table.frame, "id", "")
        guarded = frame.filter(pl.col("entity").is_in(self._gone.implode()))["record"]
        kept = frame.filter(pl.col("near").is_not_null())
        masked = pl.col("mask").is_not_null()
        hides = kept.select(masked.any()).item() if kept.height else False
        real = kept.filter(~masked)["entity"].unique()
        shared = self._count_shared(kept, "entity")
        nearest = kept["near"].min()
        told = [name for name in kept.columns if name in properties]
        if hides:
            kept = kept.with_columns(
                pl.coalesce("mask", "id").alias("id"),
                *(pl.when(~masked).then(pl.col(name)).alias(name) for name in told),
            )
            kept = _called(kept, properties)
        return self._made(
            table, kept, _ENTITY_IDS, properties, hides, guarded, real, shared, nearest
        )

    def _link_table(self, table: StoredTable) -> Passed:
        properties = load_schema().links[table.name].properties
        frame = self._with(self._with(table.frame, "from_id", "a_"), "to_id", "b_")
        lost = pl.any_horizontal(
            pl.col(end).is_in(self._gone.implode()) for end in ("a_entity", "b_entity")
        )
        guarded = frame.filter(lost)["record"]
        kept = frame.filter(pl.col("a_near").is_not_null() & pl.col("b_near").is_not_null())
        masked = pl.col("a_mask").is_not_null() | pl.col("b_mask").is_not_null()
        hides = kept.select(masked.any()).item() if kept.height else False
        ends = [kept.filter(pl.col(f"{n}_mask").is_null())[f"{n}_entity"] for n in "ab"]
        shared = self._count_shared(kept, "link_id")
        nearest = kept.select(pl.min_horizontal("a_near", "b_near").min()).item()
        if hides:
            lead = [
                name
                for name in kept.columns
                if name in properties and (properties[name].free or name in LEADS_BACK)
            ]
            kept = kept.with_columns(masked.alias("masked")).with_columns(
                pl.coalesce("a_mask", "from_id").alias("from_id"),
                pl.coalesce("b_mask", "to_id").alias("to_id"),
                *(pl.when(~pl.col("masked")).then(pl.col(name)).alias(name) for name in lead),
            )
            kept = self._renamed(kept, table.name)
        real = pl.concat(ends).unique()
        return self._made(table, kept, _LINK_IDS, properties, hides, guarded, real, shared, nearest)

    def _with(self, frame: pl.DataFrame, column: str, mark: str) -> pl.DataFrame:
        """Add of each id its entity, and how near and as what that goes."""
        named = frame
        if self._names.height:
            names = self._names.rename({"record": column, "entity": f"{mark}entity"})
            named = frame.join(names, on=column, how="left", maintain_order="left").with_columns(
                pl.coalesce(f"{mark}entity", column).alias(f"{mark}entity")
            )
        else:
            named = frame.with_columns(pl.col(column).alias(f"{mark}entity"))
        going = self._going.rename({name: f"{mark}{name}" for name in self._going.columns})
        return named.join(going, on=f"{mark}entity", how="left", maintain_order="left")

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

    def _made(  # noqa: PLR0913, PLR0917
        self,
        table: StoredTable,
        kept: pl.DataFrame,
        ids: tuple[str, ...],
        properties: Mapping[str, Property],
        hides: bool,  # noqa: FBT001
        guarded: pl.Series,
        real: pl.Series,
        shared: int,
        nearest: object,
    ) -> Passed:
        told = [name for name in kept.columns if name in properties]
        frame = kept.select(*ids, *told)
        frame, cut = self._without_texts(frame, told, properties)
        filled = [name for name in told if frame[name].null_count() < frame.height]
        whole = not hides and not cut and frame.height == table.frame.height
        return Passed(
            frame.select(*ids, *filled),
            whole,
            guarded.unique(),
            real,
            self._alarms(frame, told, properties),
            shared,
            nearest if isinstance(nearest, int) else None,
        )

    def _without_texts(
        self, frame: pl.DataFrame, told: list[str], properties: Mapping[str, Property]
    ) -> tuple[pl.DataFrame, bool]:
        """Return rows without texts that give a hidden person away, and whether any did."""
        if not self.cast.texts or not frame.height:
            return frame, False
        changed = []
        for name in told:
            if properties[name].type in _CODED or not _is_text(frame[name].dtype):
                continue
            clean = self.cast.texts.without(frame[name], free=properties[name].free)
            if clean is not frame[name] and not clean.equals(frame[name]):
                changed.append(clean)
        return frame.with_columns(changed), bool(changed)

    def _alarms(
        self, frame: pl.DataFrame, told: list[str], properties: Mapping[str, Property]
    ) -> bool:
        if not self.alarm or not frame.height:
            return False
        for name in told:
            if properties[name].free:
                texts = frame[name]
                if isinstance(texts.dtype, pl.List):
                    texts = texts.explode()
                if self.alarm.in_texts(texts.drop_nulls(), free=True).any():
                    return True
        return False


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


def _is_text(dtype: pl.DataType) -> bool:
    return dtype == pl.String or dtype == pl.List(pl.String)
