"""What a user would write for traces and cycles: networkx, and plain Python on dictionaries."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import polars as pl

__all__ = ["by_account", "chained", "cycles", "nx_graph", "poisoned", "reach", "static_cycles"]

_NOTHING = 1e-9
_ROUNDING = 1.005
_LEAST, _LONGEST = 3, 12


def nx_graph(transfers: pl.DataFrame) -> nx.MultiDiGraph:
    """Return payments as networkx holds them: one edge each, its facts beside it."""
    graph = nx.MultiDiGraph()
    rows = transfers.select("from_id", "to_id", "link_id", "at_s", "value").iter_rows()
    graph.add_edges_from((a, b, {"id": i, "at": at, "value": v}) for a, b, i, at, v in rows)
    return graph


def reach(graph, starts, wait, steps):
    """Return ids of payments that lead on from the starts in time, and who got them when."""
    seen, got = set(), defaultdict(list)
    front = [(v, d) for s in starts if s in graph for _, v, d in graph.out_edges(s, data=True)]
    seen.update(d["id"] for _, d in front)
    for _ in range(1, steps):
        onward = []
        for account, paid in front:
            if account in starts:
                continue
            got[account].append(paid["at"])
            for _, payee, d in graph.out_edges(account, data=True):
                if 0 < d["at"] - paid["at"] <= wait and d["id"] not in seen:
                    seen.add(d["id"])
                    onward.append((payee, d))
        front = onward
        if not front:
            break
    return seen, got


def poisoned(graph, starts, wait, steps):
    """Return ids of payments that the poison rule taints, balances of all accounts kept."""
    _, got = reach(graph, starts, wait, steps)
    clean, dirty = defaultdict(float), defaultdict(list)
    told, arrived = set(), []
    for at, link, payer, payee, value in _in_time(graph, starts, got, wait):
        if arrived and arrived[0][0] < at:
            for when, account, sum_, step in arrived:
                if step:
                    dirty[account].append([when, sum_, step])
                else:
                    clean[account] += sum_
            arrived = []
        step = 1 if payer in starts else _pay(clean, dirty, payer, value, at - wait)
        if step and step <= steps:
            told.add(link)
        else:
            step = 0
        if payee not in starts and payee in got:
            arrived.append((at, payee, value, step))
    return told


def _in_time(graph, starts, got, wait):
    """Return all payments of the starts and, while it matters, of those who got their money."""
    rows = {}
    for account in starts:
        if account in graph:
            rows.update({d["id"]: (d["at"], d["id"], a, b, d["value"])
                         for a, b, d in graph.out_edges(account, data=True)})  # fmt: skip
    for account, times in got.items():
        until = max(times) + wait
        for edges in (graph.out_edges(account, data=True), graph.in_edges(account, data=True)):
            rows.update({d["id"]: (d["at"], d["id"], a, b, d["value"])
                         for a, b, d in edges if d["at"] <= until})  # fmt: skip
    return sorted(rows.values())


def _pay(clean, dirty, account, value, since):
    """Take a payment out; return its step if there is tainted money, else 0."""
    parcels = dirty[account]
    while parcels and parcels[0][0] < since:
        clean[account] += parcels.pop(0)[1]
    held = clean[account] + sum(parcel[1] for parcel in parcels)
    if not parcels or held <= _NOTHING:
        clean[account] = max(0.0, clean[account] - value)
        return 0
    share = min(1.0, value / held)
    clean[account] *= 1 - share
    for parcel in parcels:
        parcel[1] *= 1 - share
    return min(parcel[2] for parcel in parcels) + 1


def by_account(transfers: pl.DataFrame):
    """Return payments out of each account in order of time: moments, and (payee, value, id)."""
    at, rows = defaultdict(list), defaultdict(list)
    ordered = transfers.sort("at_s").select("from_id", "to_id", "at_s", "value", "link_id")
    for a, b, when, value, link in ordered.iter_rows():
        at[a].append(when)
        rows[a].append((b, value, link))
    return at, rows


def cycles(ready, within, longest=_LONGEST, firsts=None):
    """Return the ids of payments on ways back to their beginning, by a search in time."""
    at, rows = ready
    found = set()
    for home in list(rows) if firsts is None else firsts:
        for begun, (payee, _, link) in zip(at[home], rows[home], strict=True):
            held = [(payee, begun, (link,), frozenset((payee,)))] if payee != home else []
            while held:
                account, now, path, seen = held.pop()
                times = at.get(account, ())
                first, last = bisect_right(times, now), bisect_right(times, begun + within)
                for place in range(first, last):
                    other, _, onward = rows[account][place]
                    if other == home:
                        if len(path) + 1 >= _LEAST:
                            found.update((*path, onward))
                    elif other not in seen and len(path) < longest:
                        held.append((other, times[place], (*path, onward), seen | {other}))
    return found


def chained(ready, wait, keep):
    """Return the ids of payments on ways back of which each hands on most of the one before."""
    at, rows = ready
    found = set()
    for home in list(rows):
        for begun, (payee, value, link) in zip(at[home], rows[home], strict=True):
            held = [(payee, begun, value, (link,), frozenset((payee,)))] if payee != home else []
            while held:
                account, now, sum_, path, seen = held.pop()
                times = at.get(account, ())
                for place in range(bisect_right(times, now), bisect_right(times, now + wait)):
                    other, part, onward = rows[account][place]
                    if not keep <= part / sum_ <= _ROUNDING:
                        continue
                    if other == home:
                        if len(path) + 1 >= _LEAST:
                            found.update((*path, onward))
                    elif other not in seen and len(path) < _LONGEST:
                        held.append((other, times[place], part, (*path, onward), seen | {other}))
    return found


def static_cycles(transfers: pl.DataFrame, longest: int, seconds: float):
    """Go through networkx's cycles of accounts, time left out; return how many, and if all."""
    graph = nx.DiGraph(transfers.select("from_id", "to_id").unique().rows())
    until, count = time.perf_counter() + seconds, 0
    for _ in nx.simple_cycles(graph, length_bound=longest):
        count += 1
        if time.perf_counter() > until:
            return count, False
    return count, True
