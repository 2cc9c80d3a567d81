"""What a command tells beside: what partners have that they should not, whom a plan leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.case import Case

__all__ = ["tell_exposing", "tell_given", "tell_stands_for"]

# What the history calls it when models or people said who is who.
_JUDGED = {"judged", "resolved"}


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


def tell_stands_for(case: Case, plan: str) -> None:
    """Say which subjects of a plan may have more records than count as theirs."""
    subjects = case.plan_stands_for(plan)
    said = [one.says for one in subjects if one.says]
    for words in said:
        click.echo(f"{words}.", err=True)
    if said:
        click.echo(
            f"`linkgraph period plan show {plan}` tells their ids, `linkgraph resolve review` asks"
            " who is who.",
            err=True,
        )
    elif subjects and _JUDGED.isdisjoint(one.action for one in case.ledger.history()):
        click.echo(
            "Nobody and no model judged yet who is who in this case: each subject stands for one"
            " record (`linkgraph resolve run`).",
            err=True,
        )
