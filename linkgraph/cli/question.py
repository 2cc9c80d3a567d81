"""``linkgraph question``: list the questions and show one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import format_option, questions_option

if TYPE_CHECKING:
    from linkgraph.catalogue import Parameter, Question

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
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "jsonl"], case_sensitive=False), default="table",
    help="Text for a person, or one JSON object.",
)  # fmt: skip
def show(question: str, folders: tuple[Path, ...], form: str) -> None:
    """Show what a question asks, its parameters, columns and caution.

    \b
    Example:
        linkgraph question show money/paid_by_many
    """
    from linkgraph.catalogue import get_question

    one = get_question(question, folders)
    if form == "jsonl":
        click.echo(json.dumps(_as_dict(one), ensure_ascii=False))
        return
    click.echo(f"{one.id}: {one.title}\n{one.question}\n\nParameters:")
    for param in one.params.values():
        default = "required" if param.required else f"default {_default(param.default)}"
        click.echo(f"  {param.name} ({param.type}, {default}): {param.help}{_bounds(param)}")
    click.echo("\nColumns:")
    for column, meaning in one.returns.items():
        click.echo(f"  {column}: {meaning}")
    click.echo(f"\nCaution: {one.caution}")


def _bounds(param: Parameter) -> str:
    # In full, not 1e+06: it is to be typed.
    told = [
        f"{words} {bound:.15g}"
        for words, bound in (("at least", param.least), ("at most", param.most))
        if bound is not None
    ]
    return f" ({', '.join(told)})" if told else ""


def _as_dict(one: Question) -> dict[str, object]:
    return {
        "question": one.id,
        "title": one.title,
        "asks": one.question,
        "parameters": {
            name: {
                "type": param.type, "required": param.required, "default": param.default,
                "least": param.least, "most": param.most, "help": param.help,
            }
            for name, param in one.params.items()
        },
        "columns": dict(one.returns),
        "identity": list(one.identity),
        "caution": one.caution,
    }  # fmt: skip


def _default(value: object) -> str:
    if value is None:
        return "any"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
