"""Tables of records resolved without a case: scores of pairs, and who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.groups import Groups
from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.scoring import score_pairs
from linkgraph.resolve.verdicts import judge_pairs

if TYPE_CHECKING:
    from linkgraph.resolve.model import Model
    from linkgraph.resolve.verdicts import Thresholds

__all__ = ["entities_of", "resolve_table", "score_table"]


def score_table(
    records: pl.DataFrame, *, kind: str = "Person", model: Model | None = None
) -> pl.DataFrame:
    """Return how likely pairs of a table's records are of one person, or organization.

    Args:
        records: Columns of ``RECORD_COLUMNS``, all but ``id`` optional; values cleaned.
        kind: Person or Organization: all records are of it.
        model: What agreements weigh; the ready one where left out.

    Returns:
        Columns ``left``, ``right`` (ids, left the lesser), ``score`` (0 to 1), by ids. A
        pair that is not there was not worth a look.

    Note:
        A score weighs what two records show, and knows nothing of third ones: who is who
        is told by ``resolve_table``.
    """
    pairs = score_pairs(prepare(records, kind).frame, model or ready_model())
    return pairs.select("left", "right", "score")


def resolve_table(
    records: pl.DataFrame,
    *,
    kind: str = "Person",
    model: Model | None = None,
    thresholds: Thresholds | None = None,
) -> pl.DataFrame:
    """Return which records of a table are one person, or organization.

    Args:
        records: Columns of ``RECORD_COLUMNS``, all but ``id`` optional; values cleaned.
        kind: Person or Organization: all records are of it.
        model: What agreements weigh; the ready one where left out.
        thresholds: From which scores on; the ready ones where left out.

    Returns:
        Columns ``id`` and ``entity`` (the least id among its records'), by id, one row a
        record. Pairs that wait for people are not joined.
    """
    frame = prepare(records, kind).frame
    judged = judge_pairs(score_pairs(frame, model or ready_model()), thresholds, kind)
    entity = pl.col("unique_id").replace(entities_of(judged))
    return frame.select(id="unique_id", entity=entity).sort("id")


def entities_of(judged: pl.DataFrame) -> dict[str, str]:
    """Return the entity of each record that was judged the same as another.

    Args:
        judged: As ``judge_pairs`` gives it.

    Returns:
        Record id to the least id of its entity's records.
    """
    same = judged.filter(pl.col("verdict") == "same")
    ids = pl.concat([same["left"], same["right"]]).unique().sort().to_list()
    number = {one: n for n, one in enumerate(ids)}
    groups = Groups(len(ids))
    ends = same.select("left", "right").iter_rows()
    groups.join_all((number[left], number[right]) for left, right in ends)
    least: dict[int, str] = {}
    return {one: least.setdefault(root, one) for one, root in zip(ids, groups.roots(), strict=True)}
