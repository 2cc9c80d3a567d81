"""``linkgraph period gain``: what two sides find only together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import (
    case_option,
    format_option,
    pairs_of,
    questions_option,
    the_case,
)

if TYPE_CHECKING:
    from linkgraph.period.gained import By, JointFinding

__all__ = ["gain"]


@click.command()
@click.argument("question", metavar="FAMILY/QUESTION")
@case_option
@format_option
@click.option("--of", "of", required=True, metavar="NZ", help="One side.")
@click.option("--with", "with_", required=True, metavar="MY", help="The other.")
@click.option("--by", type=click.Choice(["originator", "seen"], case_sensitive=False), default="originator", show_default=True, help="A side is what it gave, or what it may see.")  # fmt: skip
@click.option("--more", is_flag=True, help="Rows too that a side has and that say more together.")
@click.option("--records", is_flag=True, help="Show the records that make each finding instead.")
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="May repeat.")
@questions_option
def gain(
    question: str,
    case_folder: Path,
    form: str | None,
    of: str,
    with_: str,
    by: By,
    *,
    more: bool,
    records: bool,
    pairs: tuple[str, ...],
    folders: tuple[Path, ...],
) -> None:
    """Ask a question of two sides' material and of both together; show what only both give.

    Each finding tells which records of each side make it and whose consent it takes to
    share it; where somebody protected who refuses stands in it (refused), nobody's consent
    will do. It is an inside matter: it holds what both sides' sources say.

    \b
    Example:
        linkgraph period gain money/paid_by_many --of NZ --with MY -p min_payers=10 --case kestrel
    """
    from linkgraph.cli.output import show_rows

    found = the_case(case_folder).joint_gain(
        question,
        of=of,
        with_=with_,
        params=pairs_of(pairs),
        by=by,
        more=more,
        questions=folders,
    )
    if records:
        frame = found.records_to_pandas()
        show_rows(list(frame.columns), frame.to_numpy().tolist(), form)
    else:
        columns = ["finding", "what", "needs_both", "columns", "records", "consents", "refused"]
        show_rows(columns, (_row(n, one) for n, one in enumerate(found.findings, 1)), form)
    click.echo(
        f"{found.rows[0]} rows of {found.sides[0]}, {found.rows[1]} of {found.sides[1]},"
        f" {found.rows[2]} together; {len(found.findings)} only together",
        err=True,
    )
    click.echo(f"Caution: {found.caution}", err=True)
    if found.findings:
        click.echo(f"Strictest handling: {found.handling}", err=True)
        click.echo(f"Originators: {'; '.join(found.originators)}", err=True)


def _row(number: int, one: JointFinding) -> list[object]:
    records = [f"{r.side}: {r.source} {r.locator} {r.says}" for r in one.records]
    consents = [
        f"{c.originator} for {c.audience}: {c.source} lacks {c.lacks}" for c in one.consents
    ]
    return [number, one.what, one.needs_both, dict(one.columns), records, consents, one.refused]
