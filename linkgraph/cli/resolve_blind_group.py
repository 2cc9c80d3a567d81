"""``linkgraph resolve``: for now what works across agencies."""

from __future__ import annotations

import click

from linkgraph.cli import resolve_blind

__all__ = ["command"]


@click.group(name="resolve")
def command() -> None:
    """Find who is who, also across agencies without showing records."""


for _one in (resolve_blind.key, resolve_blind.encode, resolve_blind.match):
    command.add_command(_one)
