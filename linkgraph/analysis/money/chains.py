"""Money that is handed on and on: layering chains, and cycles that bring it back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.cycles import SHORTEST, closed_walks
from linkgraph.analysis.money.moment import circling
from linkgraph.analysis.money.transfers import DAY, by_link, codes, expand, found, later
from linkgraph.analysis.united import united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["ChainRule", "chains"]

# Rounding by conversion may make a payment a little larger than what it hands on.
_ROUNDING = 1.005
_LONGEST = 16
_PARTS = 4


@dataclass(frozen=True, slots=True)
class ChainRule:
    """What makes payments a chain.

    Attributes:
        keep: Smallest share of a payment that the next hands on.
        wait_days: Longest wait between them, days.
        hops: Fewest payments in a row, one after another.
        together_s: Payments from one account to another that lie no further apart are
            also looked at as one that was split, seconds.
        strands: Fewest accounts that carry parts of a sum side by side from one account to
            another, which then makes chains of two payments enough.
        busy: Where more large payments than this leave within the wait, an account is a
            shop's or an exchange's, and what it hands on cannot be told.
    """

    keep: float = 0.85
    wait_days: float = 3
    hops: int = 3
    together_s: int = 6 * 3600
    strands: int = 3
    busy: int = 200


@dataclass(frozen=True, slots=True)
class _Moves:
    frame: pl.DataFrame
    before: Ints
    after: Ints


def chains(transfers: pl.DataFrame, rule: ChainRule) -> pl.DataFrame:
    """Return layering chains and cycles.

    A chain is at least ``hops`` payments (two, where ``strands`` of them run side by side) over
    three or more accounts, each from where the last one arrived, no earlier, within the wait,
    carrying most of it. A cycle is a chain of three or more that ends where it began, through
    accounts that differ. Of payments of one moment, and so of one day where a file tells dates
    alone, each can follow the other; round and round at one moment is a cycle and no chain.

    Args:
        transfers: As ``TRANSFERS``; those without moment, value or large amount are in no
            chain, nor is cash.
        rule: Limits.

    Returns:
        As ``FOUND``; a payment may stand in a cycle and in the chain that runs on from it.

    Note:
        O(n log n) and linear in the pairs that follow each other within the wait.
        Firms pass money on too: most of it, within days, through several hands is what
        makes a chain unlike trade, and only a reason to look.

    Source:
        FATF, "Professional Money Laundering", 2018; Suzumura and Kanezashi, "AMLSim", 2018.
    """
    moves = _moves(transfers, rule)
    if not moves.before.size:
        return found("layering", ())
    kept = moves.frame["link_ids"].to_list()
    rows = moves.frame.to_dicts()
    ends = (moves.frame[name].to_numpy() for name in ("frm", "to"))
    cycles = list(closed_walks(moves.before, moves.after, *ends))
    loops = united(len(rows), *_pairs_of(cycles))
    in_cycle = sorted({move for cycle in cycles for move in cycle})
    return pl.concat([
        found("cycle", ((_links(kept, group), *_told(rows, group, "came back")) for group in _groups(loops, in_cycle))),
        found("layering", _layers(_onward(moves), rows, rule, {frozenset(g) for g in _groups(loops, in_cycle)})),
    ])  # fmt: skip


def _moves(transfers: pl.DataFrame, rule: ChainRule) -> _Moves:
    frame = _single_and_split(transfers, rule)
    frm, to, unit = (frame[n].to_numpy() for n in ("frm", "to", "per"))
    value, start, end = (frame[n].to_numpy() for n in ("value", "start", "end"))
    wait = int(rule.wait_days * DAY)
    # Open below: a second earlier takes in what is paid at the same moment.
    first, last = later(to, end - 1, wait + 1, frm, start)
    before, after = expand(first, np.where(last - first > rule.busy, first, last))
    share = value[after] / value[before]
    ok = (unit[before] == unit[after]) & (share >= rule.keep) & (share <= _ROUNDING)
    # All else follows nothing and is followed by nothing.
    kept, numbers = np.unique(np.concatenate([before[ok], after[ok]]), return_inverse=True)
    return _Moves(frame[kept], *np.split(numbers, 2))


def _onward(moves: _Moves) -> _Moves:
    """Return the moves without pairs that lead round and round at one moment."""
    start, end = (moves.frame[name].to_numpy() for name in ("start", "end"))
    at_once = np.flatnonzero(end[moves.before] == start[moves.after])
    before, after = moves.before[at_once], moves.after[at_once]
    kept = np.ones(moves.before.size, dtype=np.bool_)
    kept[at_once[circling(before, after, moves.frame.height)]] = False
    return _Moves(moves.frame, moves.before[kept], moves.after[kept])


def _single_and_split(transfers: pl.DataFrame, rule: ChainRule) -> pl.DataFrame:
    clean = transfers.filter(
        ~pl.col("from_cash") & ~pl.col("to_cash") & pl.col("at_s").is_not_null()
        & (pl.col("value") > 0) & (pl.col("from_id") != pl.col("to_id"))
    )  # fmt: skip
    clean = by_link(clean)
    frm, to = codes(clean["from_id"], clean["to_id"])
    (unit,) = codes(clean["unit"])
    clean = clean.with_columns(
        frm=pl.Series(frm), to=pl.Series(to), per=pl.Series(unit), row=pl.int_range(pl.len())
    ).sort("frm", "to", "per", "at_s", "row")
    new = pl.any_horizontal(pl.col(name).diff() != 0 for name in ("frm", "to", "per")) | (
        pl.col("at_s").diff() > rule.together_s
    )
    runs = clean.with_columns(run=new.fill_null(value=True).cum_sum())
    ends = ("from_id", "to_id", "from_holder", "to_holder", "frm", "to", "per")
    split = (
        runs.filter(pl.len().over("run").is_between(2, _PARTS))
        .group_by("run", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in ends),
            pl.col("least").max(),
            pl.col("value").sum(),
            pl.col("currency").first(),
            start=pl.col("at_s").min(),
            end=pl.col("at_s").max(),
            link_ids="link_id",
            part=pl.col("value").min(),
        )
        .filter(pl.col("part") >= pl.col("value") / 10)
    )
    single = runs.with_columns(start="at_s", end="at_s", link_ids=pl.concat_list("link_id"))
    columns = (*ends, "least", "value", "currency", "start", "end", "link_ids")
    both = pl.concat([single.select(columns), split.select(columns)])
    large = both.filter(pl.col("value") >= pl.col("least").fill_null(0))
    return large.sort("frm", "start", "end", "value", "to")


def _reach(size: int, source: Ints, target: Ints) -> Ints:
    """Longest run of moves that ends at each, by rounds over all pairs at once."""
    length = np.ones(size, dtype=np.int64)
    for _ in range(_LONGEST):
        longer = length.copy()
        np.maximum.at(longer, target, length[source] + 1)
        if np.array_equal(longer, length):
            break
        length = longer
    return length


def _fanned(moves: _Moves, rule: ChainRule) -> tuple[Ints, Ints]:
    """Return pairs that are strands of one sum which several accounts carry, and which sum."""
    ends = moves.frame.select("from_id", "to_id", "start", "end")
    first, last = ends[moves.before], ends[moves.after]
    strands = pl.DataFrame({
        "pair": np.arange(first.height), "source": first["from_id"], "middle": first["to_id"],
        "target": last["to_id"], "start": first["start"],
    }).filter(pl.col("source") != pl.col("target")).sort("source", "target", "start", "pair")  # fmt: skip
    new = (pl.struct("source", "target") != pl.struct("source", "target").shift()) | (
        pl.col("start").diff() > rule.wait_days * DAY
    )
    runs = strands.with_columns(run=new.fill_null(value=True).cum_sum())
    wide = runs.filter(pl.col("middle").n_unique().over("run") >= rule.strands)
    return wide["pair"].to_numpy(), wide["run"].to_numpy().astype(np.int64)


def _layers(
    moves: _Moves, rows: list[dict[str, object]], rule: ChainRule, loops: set[frozenset[int]]
) -> Iterator[tuple[list[str], float, list[str]]]:
    size = moves.frame.height
    into = _reach(size, moves.before, moves.after)
    onward = _reach(size, moves.after, moves.before)
    long = into[moves.before] + onward[moves.after] >= rule.hops
    strands, run = _fanned(moves, rule)
    long[strands] = True
    before, after = moves.before[long], moves.after[long]
    side = moves.before[strands]
    same = run[1:] == run[:-1]
    left, right = np.append(before, side[:-1][same]), np.append(after, side[1:][same])
    roots = united(size, left, right)
    kept = moves.frame["link_ids"].to_list()
    for group in _groups(roots, sorted({*before.tolist(), *after.tolist()})):
        accounts = {rows[m][end] for m in group for end in ("from_id", "to_id")}
        if len(accounts) >= SHORTEST and frozenset(group) not in loops:
            yield (_links(kept, group), *_told(rows, group, "was handed on"))


def _pairs_of(cycles: list[list[int]]) -> tuple[Ints, Ints]:
    left = [move for cycle in cycles for move in cycle[:-1]]
    right = [move for cycle in cycles for move in cycle[1:]]
    return np.array(left, dtype=np.int64), np.array(right, dtype=np.int64)


def _groups(roots: Ints, members: list[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for member in members:
        groups[int(roots[member])].append(member)
    return list(groups.values())


def _links(kept: list[list[str]], group: list[int]) -> list[str]:
    return sorted({link for move in group for link in kept[move]})


def _told(rows: list[dict[str, object]], group: list[int], what: str) -> tuple[float, list[str]]:
    held = [rows[move] for move in group]
    accounts = {row[end] for row in held for end in ("from_id", "to_id")}
    steps = len({(row["from_id"], row["to_id"], row["start"]) for row in held})
    currencies = {row["currency"] for row in held}
    split = any(len(row["link_ids"]) > 1 for row in held)  # type: ignore[arg-type]
    days = (max(row["end"] for row in held) - min(row["start"] for row in held)) / DAY  # type: ignore[operator,type-var]
    reasons = [f"the money {what} over {len(accounts)} accounts in {days:.1f} days"]
    score = 0.4 + 0.05 * min(steps, 6)
    if len(currencies) > 1:
        score, reasons = score + 0.15, [*reasons, f"{len(currencies)} currencies on the way"]
    if split:
        score, reasons = score + 0.1, [*reasons, "split into parts between the same accounts"]
    return score, reasons
