"""``linkgraph question``: list the questions and show one."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.options import format_option, questions_option

__all__ = ["command"]


@click.group(name="question")
def command() -> None:
    """List the questions and show one."""


@command.command(name="list")
@format_option
@questions_option
def list_(form: str | None, folders: tuple[Path, ...]) -> None:
    """List all questions.

    \b
    Example:
        linkgraph question list
    """
    from linkgraph.catalogue import list_questions
    from linkgraph.cli.output import show_rows

    found = list_questions(folders).values()
    show_rows(["question", "asks"], [[one.id, one.question] for one in found], form)


@command.command()
@click.argument("question", metavar="FAMILY/QUESTION")
@questions_option
def show(question: str, folders: tuple[Path, ...]) -> None:
    """Show what a question asks, its parameters, columns and caution.

    \b
    Example:
        linkgraph question show money/paid_by_many
    """
    from linkgraph.catalogue import get_question

    one = get_question(question, folders)
    click.echo(f"{one.id}: {one.title}\n{one.question}\n\nParameters:")
    for param in one.params.values():
        default = "required" if param.required else f"default {_default(param.default)}"
        click.echo(f"  {param.name} ({param.type}, {default}): {param.help}")
    click.echo("\nColumns:")
    for column, meaning in one.returns.items():
        click.echo(f"  {column}: {meaning}")
    click.echo(f"\nCaution: {one.caution}")


def _default(value: object) -> str:
    if value is None:
        return "any"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
