"""Every command on every page is one that the command line takes: no option is only on paper."""

from pathlib import Path

import click
import pytest

from linkgraph.cli import app
from tests.test_pages_run import commands

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    "README.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md"))),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs/how-to").glob("*.md"))),
]


def parse(words):
    """Parse a command's options and arguments without running it."""
    found, args = app, list(words)
    context = click.Context(app, info_name="linkgraph", **app.context_settings)
    while isinstance(found, click.Group) and args:
        name, found, args = found.resolve_command(context, args)
        context = click.Context(found, parent=context, info_name=name)
    told, rest, order = found.make_parser(context).parse_args(args=args)
    if rest:
        raise click.UsageError("more arguments than it takes")
    for one in order:
        value = told.get(one.name)
        # Whether a file is there only a run can tell.
        if not isinstance(one.type, click.Path | click.File) and isinstance(value, str | list):
            one.type_cast_value(context, value)


@pytest.mark.parametrize("page", PAGES)
def test_the_command_line_takes_every_command_of_a_page(page):
    for words, _ in commands(page):
        parse(words)


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "targets", "--capacities", "NZ:arrest=3"],
        ["plan", "target", "-o", "plan.json"],
        ["plan", "compare", "plan.json", "plan.json"],
        ["plan", "tip-off", "plan.json", "--gap", "soon"],
    ],
)
def test_what_it_does_not_take_is_noticed(words):
    with pytest.raises(click.UsageError):
        parse(words)


def test_pages_hold_commands_of_every_group():
    groups = {words[0] for page in PAGES for words, _ in commands(page) if words}

    assert {"case", "source", "ask", "plan", "period", "report", "share", "resolve"} <= groups
