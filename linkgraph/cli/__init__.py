"""The command line: one module a group, loaded when asked for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from linkgraph import __version__
from linkgraph.errors import LinkgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app", "main"]

# Word to (module, one line for --help): help must not load what it only names.
_COMMANDS = {
    "case": ("case", "Make a case and check it."),
    "source": ("source", "Import files, list, withdraw, look at what was rejected."),
    "entity": ("entity", "Find, show, explain; state what people know."),
    "resolve": ("resolve", "Find who is who, decide it, explain it, take it back."),
    "ask": ("ask", "Ask a question of the catalogue."),
    "alert": ("alert", "Run kept questions again, and tell what changed."),
    "question": ("question", "List the questions and show one."),
    "plan": ("plan", "Plan a joint action: whom, in which country, at one zero hour."),
    "graph": ("graph", "Bring the graph up to date, check it."),
    "view": ("view", "Draw what an audience may see."),
    "period": (
        "period",
        "Keep joint periods: plans, enquiries, lessons, what both sides find together.",
    ),
    "report": ("report", "Write plans, outcomes, lessons or a case for an audience."),
    "share": (
        "share",
        "Give to partners and take from them, under rules; consents, keys, the log.",
    ),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the words in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; None where there is none of the word."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"linkgraph.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(word, line) for word, (_, line) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="linkgraph")
def app() -> None:
    """Link analysis of smuggling and trafficking syndicates across jurisdictions.

    \b
    Example:
        linkgraph case init kestrel --jurisdiction NZ --agency INZ
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error becomes one message and its exit code."""
    try:
        app.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except LinkgraphError as error:
        _end(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _end("stopped", 130)
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last place where one can be told
        _unexpected(error)


def _end(message: str, code: int) -> None:
    click.echo(f"linkgraph: {message}", err=True)
    sys.exit(code)


def _unexpected(error: Exception) -> None:
    """Tell where it broke, never with what: an exception's words can quote a record."""
    if os.environ.get("LINKGRAPH_DEBUG"):
        raise error
    trace, last = error.__traceback__, None
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("linkgraph."):
            last = f"{name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    if isinstance(error, OSError) and error.strerror:
        _end(f"the system refused: {error.strerror}", 1)
    _end(
        f"unexpected {type(error).__name__} in {last or 'linkgraph'}\n"
        "  Please report this line. LINKGRAPH_DEBUG=1 shows more, which may hold personal data.",
        1,
    )
