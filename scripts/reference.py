"""Make the reference pages from what they describe; ``--check`` only compares.

Run by ``make docs``. The pages are committed, and a test holds them to this script.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.catalogue import list_questions
from linkgraph.cli import app
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.schema import Property

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by scripts/reference.py: change what it describes, then `make docs`. -->\n\n"


def schema_page() -> str:
    """Return the page of kinds, links, enumerations, grades and codes."""
    schema = load_schema()
    lines = [MADE + "# Schema\n", f"Version {schema.version}.\n", "## Kinds of entity\n"]
    for kind in schema.kinds.values():
        lines.append(f"### {kind.name}\n\n{kind.says}\n")
        told = (
            f"by its value (`{kind.value}`)"
            if kind.identity == "value"
            else "by the mapping's keys"
        )
        lines.append(
            f"Ids begin `{kind.prefix}:` and are made {told}. FollowTheMoney: {kind.ftm}.\n"
        )
        lines += _table(kind.properties)
    lines.append("## Links\n")
    for link in schema.links.values():
        lines.append(f"### {link.name}\n\n{link.says}\n")
        ends = f"{', '.join(link.starts)} to {', '.join(link.ends)}"
        event = " Each is an event of its own." if link.event else ""
        context = " Followed only when asked for." if link.context else ""
        lines.append(f"{ends}.{event}{context}\n")
        lines += _table(link.properties)
    lines.append("## Codes\n")
    for name, codes in schema.enumerations.items():
        lines.append(f"- **{name}**: {', '.join(codes)}")
    for name, grades in schema.grades.items():
        of = "; ".join(f"{which} {' '.join(codes)}" for which, codes in grades.items())
        lines.append(f"- **grade {name}**: {of}")
    lines += [
        f"- **handling**: {' < '.join(schema.handling)}",
        f"- **TLP**: {' < '.join(schema.tlp)}",
    ]
    return "\n".join(lines) + "\n"


def _table(properties: Mapping[str, Property]) -> list[str]:
    if not properties:
        return []
    rows = ["| property | type |", "|---|---|"]
    for prop in properties.values():
        many = ", many" if prop.many else ""
        free = ", free words" if prop.free else ""
        inside = ", leaves with nothing" if prop.inside else ""
        rows.append(f"| `{prop.name}` | {prop.type}{many}{free}{inside} |")
    return [*rows, ""]


def questions_page() -> str:
    """Return the page of the catalogue."""
    lines = [MADE + "# Questions\n"]
    for one in list_questions().values():
        lines += [f"## {one.id}\n", f"**{one.title}.** {one.question}\n"]
        lines += ["| parameter | type | default | |", "|---|---|---|---|"]
        for param in one.params.values():
            default = (
                "required"
                if param.required
                else ("any" if param.default is None else param.default)
            )
            lines.append(f"| `{param.name}` | {param.type} | {default} | {param.help} |")
        lines += ["", "| column | |", "|---|---|"]
        lines += [f"| `{column}` | {meaning} |" for column, meaning in one.returns.items()]
        lines += ["", f"*Caution.* {one.caution}", ""]
    return "\n".join(lines)


def commands_page() -> str:
    """Return the page of the command line, from its help."""
    lines = [MADE + "# Commands\n"]
    for words, command in walk(app, ["linkgraph"]):
        context = click.Context(
            command,
            info_name=" ".join(words),
            terminal_width=88,
            # As the whole command line has them: click keeps the first that it sees.
            help_option_names=["-h", "--help"],
        )
        lines += [f"## {' '.join(words)}\n", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)


def walk(command: click.Command, words: list[str]) -> Iterator[tuple[list[str], click.Command]]:
    """Yield every command with the words that call it, groups before what is in them."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from walk(found, [*words, name])


PAGES = {"schema.md": schema_page, "questions.md": questions_page, "commands.md": commands_page}


def main() -> None:
    """Write the pages, or say which are out of date."""
    stale = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"out of date: {', '.join(stale)}; run make docs")


if __name__ == "__main__":
    main()
