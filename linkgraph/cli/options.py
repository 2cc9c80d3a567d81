"""Options that several commands share: the same word and letter everywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from linkgraph.case import Case
    from linkgraph.statements.entered import Sharing

__all__ = [
    "SOMETHING_CHANGED",
    "ask_password",
    "case_option",
    "codes",
    "countries_known",
    "engine_option",
    "format_option",
    "given_by",
    "json_file",
    "listed",
    "output_option",
    "pairs_of",
    "plan_argument",
    "questions_option",
    "sharing_options",
    "sharing_told",
    "tell_replaced",
    "the_case",
]


# Beside the exit codes of errors, so that a script can tell it from them.
SOMETHING_CHANGED = 5


def case_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--case``."""
    return click.option(
        "-c",
        "--case",
        "case_folder",
        type=click.Path(path_type=Path),
        envvar="LINKGRAPH_CASE",
        default=Path(),
        help="The case's folder; LINKGRAPH_CASE, else the folder one stands in.",
    )(command)


def codes(text: str) -> list[str]:
    """Return countries' codes written with commas between them."""
    return [one.upper() for one in listed(text)]


def listed(text: str) -> list[str]:
    """Return what is written with commas between."""
    return [one.strip() for one in text.split(",") if one.strip()]


def engine_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--engine``."""
    return click.option(
        "-e",
        "--engine",
        type=click.Choice(["kglite", "neo4j"], case_sensitive=False),
        help="Graph engine; the case's own where left out.",
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(["table", "jsonl", "csv"], case_sensitive=False),
        help="A table for a person, JSON lines where piped.",
    )(command)


def json_file(_: click.Context, __: click.Parameter, output: Path | None) -> Path | None:
    """Refuse a file whose name promises another form than the JSON that is written."""
    if output is not None and output.suffix.lower() != ".json":
        raise click.BadParameter("it is kept as JSON: let the name end in .json")
    return output


def plan_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add a plan's file."""
    return click.argument("plan", type=click.Path(path_type=Path))(command)


def questions_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--questions``."""
    return click.option(
        "--questions",
        "folders",
        multiple=True,
        type=click.Path(path_type=Path),
        envvar="LINKGRAPH_QUESTIONS",
        help="Folder of your own questions; may repeat.",
    )(command)


def output_option(
    help_text: str, **told: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--output``, with what else click takes of an option."""
    told.setdefault("required", True)
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=help_text, **told)


def countries_known(countries: Iterable[str]) -> None:
    """Refuse a code that is no country's.

    Raises:
        InputError: One is none of ISO 3166-1.
    """
    from linkgraph.errors import InputError
    from linkgraph.values.countries import country_codes

    if set(countries) - {*country_codes()}:
        raise InputError("a country is none of ISO 3166-1", remedy="Two letters, such as NZ.")


def given_by(givers: Mapping[str, tuple[str, str]], source_id: str) -> str:
    """Return from whom and in which package a source came; empty where the case got it itself."""
    return " in ".join(givers.get(source_id, ()))


def pairs_of(pairs: Iterable[str]) -> dict[str, str]:
    """Return what was written as NAME=VALUE."""
    given = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter("expected NAME=VALUE", param_hint="--param")
        given[name] = value
    return given


def sharing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--handling``, ``--tlp`` and ``--releasable-to`` of what is entered."""
    for option, what in (
        ("--releasable-to", "NZ,MY: nobody else where left out."),
        ("--tlp", "CLEAR to RED; RED where left out."),
        ("--handling", "H0 to H3; H3 where left out."),
    ):
        command = click.option(option, default="", help=what)(command)
    return command


def sharing_told(handling: str, tlp: str, releasable_to: str) -> Sharing | None:
    """Return who may see what is entered; None where nothing says so."""
    from linkgraph.statements.entered import Sharing

    to = tuple(listed(releasable_to))
    if not (handling or tlp or to):
        return None
    return Sharing(handling=handling, tlp=tlp, releasable_to=to)


def the_case(folder: Path) -> Case:
    """Open the case that a command is about, and say where sources are overdue."""
    from linkgraph.case import open_case

    case = open_case(folder)
    if overdue := case.overdue():
        click.echo(
            f"{overdue} source(s) are past their retain_until:"
            " `linkgraph source purge --overdue` erases them.",
            err=True,
        )
    return case


def tell_replaced(case: Case, audience: str) -> None:
    """Say which words an audience gets that were replaced since by what it may not see."""
    if replaced := case.replaced_for(audience):
        click.echo(
            f"{audience} gets an earlier word, replaced since by what it may not see, of:"
            f" {', '.join(replaced)}. `linkgraph source withdraw` takes the earlier one back.",
            err=True,
        )


def ask_password() -> None:
    """Ask for the Neo4j password where neither the environment nor a person gave it."""
    if os.environ.get("LINKGRAPH_NEO4J_URI") and not os.environ.get("LINKGRAPH_NEO4J_PASSWORD"):
        os.environ["LINKGRAPH_NEO4J_PASSWORD"] = click.prompt(
            "Neo4j password", hide_input=True, err=True
        )
