"""Transfers written as short rows, and what rules find in them as plain sets."""

import polars as pl

from linkgraph.analysis.money.transfers import DAY, TRANSFERS

USUAL = {
    "currency": "MYR", "unit": "MYR", "least": 4000.0, "limit": 25_000.0, "remark": None,
    "from_cash": False, "to_cash": False, "from_person": True, "to_person": True,
}  # fmt: skip


def pay(link, frm, to, value, day, **told):
    """Return one transfer; ``cash`` as an end is a counter."""
    row = USUAL | {"link_id": link, "from_id": frm, "to_id": to, "value": value}
    row |= {"at_s": None if day is None else int(day * DAY), "from_holder": frm, "to_holder": to}
    row |= {"from_cash": frm == "cash", "to_cash": to == "cash"}
    return row | told


def table(rows):
    schema = dict(TRANSFERS)
    return pl.DataFrame([{k: row[k] for k in schema} for row in rows], schema=schema)


def finds(frame):
    """Return {(kind, links of one find)}."""
    return {
        (group["kind"][0], frozenset(group["link_id"]))
        for group in frame.partition_by("kind", "group")
        if group.height
    }


def chain(first, values, *, start=0.0, accounts="abcdefgh", name="t"):
    """Return payments a day apart along accounts."""
    return [
        pay(f"{name}{n}", accounts[n], accounts[n + 1], value, start + n)
        for n, value in enumerate([first, *values])
    ]
