"""What makes a victim of whom it was done to, though a file forgets the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["acts_done", "done_to"]


def acts_done() -> list[str]:
    """Return the types of links that may say what was done to their end, sorted."""
    links = load_schema().links.values()
    return sorted(one.name for one in links if "exploitation" in one.properties)


def done_to(type_: str, columns: Collection[str]) -> pl.Expr:
    """Return whether a link makes a victim of its end.

    That is whoever was exploited, or was recruited, moved, kept or controlled for an exploitation
    or by a means of control that the source names.

    Args:
        type_: One of ``acts_done``.
        columns: Those that the table of links has; a link without the properties is no such act.
    """
    said = [pl.lit(value=type_ == "EXPLOITED")]
    if "exploitation" in columns:
        said.append(pl.col("exploitation").fill_null("") != "")
    if "controls" in columns:
        said.append(pl.col("controls").list.len().fill_null(0) > 0)
    return pl.any_horizontal(said)
