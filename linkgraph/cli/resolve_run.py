"""``linkgraph resolve run|train|explain``: find who is who, and say why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.given import tell_exposing
from linkgraph.cli.options import case_option, format_option, the_case

if TYPE_CHECKING:
    from linkgraph.case.resolving import EntityExplained, PairExplained

__all__ = ["explain", "run", "train"]

_KIND = click.Choice(["Person", "Organization"], case_sensitive=False)


@click.command()
@case_option
@click.option("--kind", "kinds", type=_KIND, multiple=True, help="Only these; both if left out.")
@click.option(
    "--same",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.8,
    show_default=True,
    help="Score from which two records are joined without a person.",
)
@click.option(
    "--review",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.3,
    show_default=True,
    help="Score from which two records wait for a person.",
)
@format_option
def run(
    case_folder: Path, kinds: tuple[str, ...], same: float, review: float, form: str | None
) -> None:
    """Find who is who: join records that are one, and set aside what people must decide.

    Nobody is joined on a name alone, nor where something speaks against it or another
    record fits as well. What may be one protects like one until a person decides. What a
    person decided comes before any score. Run again after an import, only what is new is
    judged anew; `resolve undo` takes it back.

    \b
    Example:
        linkgraph resolve run --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    generic: list[list[object]] = []
    for told in case.resolve(kinds=kinds, same=same, review=review):
        click.echo(
            f"{told.kind}: {told.records} records, {told.compared} pairs compared,"
            f" {told.same} judged one, {told.waiting} that may be (model: {told.model})",
            err=True,
        )
        generic += [[told.kind, *row] for row in told.generic.iter_rows()]
    if generic:
        click.echo(
            "Set aside as no evidence of who somebody is, for many names use them:", err=True
        )
        show_rows(["kind", "channel", "value", "names"], generic, form)
    click.echo(
        "`linkgraph resolve review` asks what waits for a person, most telling first.", err=True
    )
    tell_exposing(case)


@click.command()
@case_option
@click.option("--kind", type=_KIND, default="Person", show_default=True)
@format_option
def train(case_folder: Path, kind: str, form: str | None) -> None:
    """Learn from the case's own records what agreements weigh, with nobody's answers.

    Until then the ready figures hold. Old decisions stay until `resolve run` is run again.

    \b
    Example:
        linkgraph resolve train --case kestrel
    """
    from linkgraph.cli.output import show_rows

    model = the_case(case_folder).train(kind)
    rows = [
        [name, level, round(m, 6), round(u, 9), round(model.weight(name, level), 2)]
        for name, levels in model.weights.items()
        for level, (m, u) in levels.items()
    ]
    show_rows(["comparison", "level", "one_person", "two_people", "bits"], rows, form)
    click.echo(f"kept as {model.name}", err=True)


@click.command()
@click.argument("ids", metavar="ID [ID]", nargs=-1, required=True)
@case_option
@format_option
def explain(ids: tuple[str, ...], case_folder: Path, form: str | None) -> None:
    """Say why two records are one, or may be; or what holds one entity together.

    With two ids: each property compared, what both say, and what it weighs in bits (above
    zero speaks for one person). With one: the records it is made of and the pairs that
    hold it together, the weakest named.

    \b
    Example:
        linkgraph resolve explain person:0123 person:4567 --case kestrel
    """
    case = the_case(case_folder)
    if len(ids) == 2:  # noqa: PLR2004
        _show_pair(case.explain_pair(*ids), form)
        return
    if len(ids) > 2:  # noqa: PLR2004
        raise click.UsageError("give one id or two")
    _show_entity(case.explain_entity(ids[0]), form)


def _show_pair(found: PairExplained, form: str | None) -> None:
    from linkgraph.cli.output import show_rows

    rows = [
        [one.name, one.outcome, one.says, list(one.left), list(one.right), round(one.bits, 1)]
        for one in found.compared
    ]
    show_rows(["property", "outcome", "says", "left", "right", "bits"], rows, form)
    for judged in found.judgements:
        by = f"{judged.who}: " if judged.model == "person" else f"model {judged.model}: "
        score = "" if judged.score is None else f" at {judged.score:.3f}"
        why = f" ({'; '.join(judged.reasons)})" if judged.model == "person" else ""
        click.echo(f"{by}{judged.verdict}{score}{why}", err=True)
    if not found.judgements:
        click.echo("nobody and no model judged these two", err=True)
    if found.why:
        click.echo(f"it waits for a person: {found.why}", err=True)
    click.echo("they are one entity now" if found.one else "they are two entities now", err=True)


def _show_entity(found: EntityExplained, form: str | None) -> None:
    from linkgraph.cli.output import show_rows

    rows: list[list[object]] = [
        ["record", record, f"{file} {locator}", originator, None, grade]
        for record, file, locator, originator, grade in found.records.iter_rows()
    ]
    last = len(found.holding)
    rows += [
        ["pair", pair.left, pair.right, "person" if pair.by_person else "model", pair.score,
         "weakest" if place == last else ""]
        for place, pair in enumerate(found.holding, start=1)
    ]  # fmt: skip
    show_rows(["what", "left", "right", "by", "score", "note"], rows, form)
    click.echo(f"{found.records['record'].n_unique()} records, {last} pairs", err=True)
