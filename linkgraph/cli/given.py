"""What was given to partners of sources that are gone, or may go no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.case import Case

__all__ = ["tell_exposing", "tell_given"]


def tell_given(case: Case, sources: Collection[str]) -> None:
    """Say in which packages, not recalled yet, partners got some sources."""
    for one in case.share_given(sources):
        click.echo(
            f"{one.partner} has it from {one.package}: `linkgraph share recall {one.package}`"
            " takes it back there",
            err=True,
        )


def tell_exposing(case: Case) -> None:
    """Say which packages may tell in clear of somebody who is to be protected since."""
    for one in case.share_exposing():
        click.echo(
            f"{one.partner} has {one.package}, which may name in clear somebody whom this case"
            f" protects since: `linkgraph share recall {one.package}` takes it back there, then"
            " give again",
            err=True,
        )
