"""Payments of a town in three weeks, the same ones on every run: what a laundering pattern hides in."""

from __future__ import annotations

import numpy as np
import polars as pl

__all__ = ["background"]

DAYS = 18
_PEOPLE, _SHOPS, _EMPLOYERS = 200_000, 4_000, 2_000
# What part of the payments each makes: to people one knows, to shops, wages, between firms,
# and to strangers (a used bicycle, a deposit, a room).
_PARTS = {"known": 0.46, "shop": 0.30, "wages": 0.08, "firms": 0.06, "stranger": 0.10}
_KNOWN = 6


def background(rows: int, seed: int = 11, share: float = 1.0) -> pl.DataFrame:
    """Return payments: ``from_id``, ``to_id``, ``at_s``, ``value``, ``from_person``, ``to_person``.

    Args:
        rows: How many, or a few less.
        seed: Same in, same out.
        share: Of the town: with a tenth of the payments a tenth of the people, shops and
            employers leaves each as busy as before.

    Shops and employers are known organizations, shops of a popularity that falls off as one
    over their rank; people pay the same six others again and again; wages are paid in one hour.
    """
    rng = np.random.default_rng(seed)
    people, count_shops, employers = (int(n * share) for n in (_PEOPLE, _SHOPS, _EMPLOYERS))
    counts = {name: int(rows * part) for name, part in _PARTS.items()}
    counts["known"] += rows - sum(counts.values())
    known = rng.integers(0, people, (people, _KNOWN))
    made = []
    payers = rng.integers(0, people, counts["known"])
    payees = known[payers, rng.integers(0, _KNOWN, counts["known"])]
    turned = rng.random(counts["known"]) < 0.4
    payers, payees = np.where(turned, payees, payers), np.where(turned, payers, payees)
    made.append((payers, payees, _moments(rng, counts["known"])))
    rank = 1 / np.arange(1, count_shops + 1)
    shops = people + rng.choice(count_shops, counts["shop"], p=rank / rank.sum())
    made.append((rng.integers(0, people, counts["shop"]), shops, _moments(rng, counts["shop"])))
    made.append(_wages(rng, counts["wages"], people, count_shops, employers))
    firms = people + rng.integers(0, count_shops + employers, (2, counts["firms"]))
    made.append((firms[0], firms[1], _moments(rng, counts["firms"])))
    some = rng.integers(0, people, (2, counts["stranger"]))
    made.append((some[0], some[1], _moments(rng, counts["stranger"])))
    frm, to, at = (np.concatenate(parts) for parts in zip(*made, strict=True))
    frame = pl.DataFrame({"from_code": frm, "to_code": to, "at_s": at}).with_columns(
        value=pl.Series(np.round(np.exp(rng.normal(5.5, 1.6, frm.size)), 2) + 1)
    )
    return frame.select(
        from_id=pl.format("account:{}", "from_code"), to_id=pl.format("account:{}", "to_code"),
        at_s="at_s", value="value", from_person=pl.col("from_code") < people,
        to_person=pl.col("to_code") < people,
    ).filter(pl.col("from_id") != pl.col("to_id"))  # fmt: skip


def _moments(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.integers(0, DAYS * 86400, count)


def _wages(
    rng: np.random.Generator, count: int, people: int, shops: int, employers: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    staff = rng.integers(0, employers, count)
    payday = rng.integers(0, DAYS, employers) * 86400 + 9 * 3600
    frm = people + shops + staff
    return frm, rng.integers(0, people, count), payday[staff] + rng.integers(0, 3600, count)
