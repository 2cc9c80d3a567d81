"""What was judged, as of any version: whole, by pair, by what hangs together."""

# ruff: noqa: S608 - only this module's own words go into a text; values go beside it

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from linkgraph.ledger.decisions import Judgement
from linkgraph.ledger.judgements import ERASED_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection

__all__ = ["Verdict", "judged_since", "read_judgements", "read_verdicts", "same_chain"]

# SQLite takes a few hundred parameters at least, whatever it was built with.
_IDS_A_CALL = 400


class Verdict(NamedTuple):
    """A judgement in short: enough to tell who is who.

    Attributes:
        left: Entity id, the lesser of the two.
        right: Entity id.
        verdict: same, different or unsure.
        score: 0 to 1 where a model scored it.
        model: What scored it, or ``person``.
        who: Who decided.
        source_id: The source that it was stated with; None for none.
    """

    left: str
    right: str
    verdict: str
    score: float | None
    model: str
    who: str
    source_id: str | None


def read_judgements(
    connection: Connection,
    *,
    pair: tuple[str, str] | None = None,
    ids: Collection[str] | None = None,
    verdict: str = "",
    as_of: int | None = None,
) -> list[Judgement]:
    """Return the judgements in force, oldest first.

    Args:
        connection: Of a ledger.
        pair: Only those on these two ids, in either order.
        ids: Only those on pairs of which at least one is among these.
        verdict: Only those of this verdict.
        as_of: Those in force at a version; what was erased since is gone.
    """
    where, params = _in_force(as_of)
    if verdict:
        where, params = f"{where} AND verdict = ?", (*params, verdict)
    columns = "left_id, right_id, verdict, score, model, reasons, who, source_id, at, origin, seq"
    if pair is not None:
        where, params = f"{where} AND left_id = ? AND right_id = ?", (*params, *sorted(pair))
    text = f"SELECT {columns} FROM judgement WHERE {where}"
    rows: list[Any] = (
        list(connection.exec_driver_sql(f"{text} ORDER BY seq", params))
        if ids is None
        else _about(connection, text, params, ids)
    )
    return [
        Judgement(r[0], r[1], r[2], r[3], r[4], tuple(json.loads(r[5])), r[6], r[7] or "", r[8], r[9])
        for r in rows
    ]  # fmt: skip


def _in_force(as_of: int | None) -> tuple[str, tuple[object, ...]]:
    if as_of is None:
        return "superseded IS NULL", ()
    return "version <= ? AND (superseded IS NULL OR superseded > ?)", (as_of, as_of)


def _about(
    connection: Connection, text: str, params: tuple[object, ...], ids: Collection[str]
) -> list[tuple[Any, ...]]:
    """Return rows of a select on judgements that speak of ids, by their last column, once."""
    found: dict[int, tuple[Any, ...]] = {}
    for part in _parts(ids):
        marks = ", ".join("?" * len(part))
        for side in ("left_id", "right_id"):
            rows = connection.exec_driver_sql(f"{text} AND {side} IN ({marks})", (*params, *part))
            found |= {row[-1]: tuple(row) for row in rows}
    return [found[seq] for seq in sorted(found)]


def _parts(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    held = sorted(ids)
    for start in range(0, len(held), _IDS_A_CALL):
        yield tuple(held[start : start + _IDS_A_CALL])


def read_verdicts(
    connection: Connection,
    *,
    ids: Collection[str] | None = None,
    as_of: int | None = None,
    decisive: bool = False,
) -> list[Verdict]:
    """Return the judgements in force in short, in the order they came.

    Args:
        connection: Of a ledger.
        ids: Only those on pairs of which at least one is among these.
        as_of: Those in force at a version.
        decisive: Leave out a model's "unsure", which neither joins nor parts.

    Note:
        A million take a second or two, where ``read_judgements`` takes several times that.
    """
    where, params = _in_force(as_of)
    if decisive:
        where += " AND (verdict <> 'unsure' OR model = 'person')"
    text = (
        "SELECT left_id, right_id, verdict, score, model, who, source_id, seq"
        f" FROM judgement WHERE {where}"
    )
    if ids is not None:
        return [Verdict(*row[:7]) for row in _about(connection, text, params, ids)]
    cursor = connection.connection.cursor()
    cursor.execute(
        text.replace(", seq", "", 1) + " ORDER BY seq",
        params,
    )
    return list(map(Verdict._make, cursor.fetchall()))


def judged_since(connection: Connection, version: int) -> set[str] | None:
    """Return the ids on whose pairs a judgement came or went after a version.

    None where judgements were erased since: nobody can tell any more which.
    """
    run = connection.exec_driver_sql
    erased = run("SELECT value FROM meta WHERE key = ?", (ERASED_KEY,)).scalar()
    if erased is not None and int(erased) > version:
        return None
    rows = run(
        "SELECT left_id, right_id FROM judgement WHERE version > ? UNION"
        " SELECT left_id, right_id FROM judgement WHERE superseded > ?",
        (version, version),
    )
    return {one for row in rows for one in row}


def same_chain(connection: Connection, ids: Iterable[str], since: int | None = None) -> set[str]:
    """Return all that a chain of pairs judged the same ties to some ids, these included.

    Args:
        connection: Of a ledger.
        ids: Where to begin; those that no such pair speaks of are left out.
        since: Also over pairs whose judgement was in force at this version or later.
    """
    held = "superseded IS NULL"
    params: tuple[object, ...] = ()
    if since is not None:
        held, params = "(superseded IS NULL OR superseded > ?)", (since,)
    found: set[str] = set()
    known = edge = set(ids)
    if not connection.exec_driver_sql("SELECT 1 FROM judgement LIMIT 1").first():
        return found
    while edge:
        reached: set[str] = set()
        for part in _parts(edge):
            marks = ", ".join("?" * len(part))
            for mine, other in (("left_id", "right_id"), ("right_id", "left_id")):
                rows = connection.exec_driver_sql(
                    f"SELECT {other} FROM judgement"
                    f" WHERE {mine} IN ({marks}) AND verdict = 'same' AND {held}",
                    (*part, *params),
                )
                reached |= {row[0] for row in rows}
        found |= reached
        edge = reached - known
        known = known | edge
    return found
