"""``linkgraph resolve key|encode|match``: overlaps of two agencies' records, unseen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import case_option, format_option, the_case
from linkgraph.errors import LinkgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.case import Case
    from linkgraph.resolve.blind import BlindRecord, Made

__all__ = ["encode", "key", "match"]

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
def key(file: Path) -> None:
    """Make the key that two agencies share for `encode`.

    Bring it by hand or over a channel that you trust with names. Whoever has it can test
    any name against an encoding: treat it as you treat the records. Make a new one for
    each exchange, and erase it on both sides when the exchange is done.

    \b
    Example:
        linkgraph resolve key joint.key
    """
    from linkgraph.resolve.blind import make_key

    make_key(file)
    click.echo("made; whoever has it can test names against your encodings", err=True)


@click.command()
@case_option
@click.option("--key", "key_file", type=_PATH, required=True, help="File with the shared key.")
@click.option("-o", "--output", type=_PATH, required=True, help="The encoding, to give away.")
@click.option("--table", type=_PATH, required=True, help="Whose each id is; stays with you.")
@click.option("--to", "audience", default="", help="For whom: MY, NZ/Police. Needed for a case.")
@click.option("--csv", "csv_file", type=_PATH, help="Encode this file's lines and no case.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="May repeat.")
@click.option(
    "--hardening", type=click.Choice(["diffusion", "fold", "none"], case_sensitive=False), default="diffusion",
    show_default=True, help="Against attacks on patterns; alike on both sides.",
)  # fmt: skip
@click.option(
    "--salt", type=click.Choice(["none", "birth-year"], case_sensitive=False), default="none", show_default=True,
    help="birth-year is safer, and misses people whose year is wrong.",
)  # fmt: skip
@click.option(
    "--with-victims", "reason", default="", help="Why victims, witnesses and children go."
)
@click.option("--dry-run", is_flag=True, help="Say how many would go, and write nothing.")
def encode(
    case_folder: Path,
    key_file: Path,
    output: Path,
    table: Path,
    audience: str,
    csv_file: Path | None,
    columns: tuple[str, ...],
    hardening: str,
    salt: str,
    reason: str,
    dry_run: bool,
) -> None:
    """Encode your own records, so that a partner's can be compared with them unseen.

    Of a case: people whom your own country's sources state, where those sources may leave
    for --to (`releasable_to`, and consent on record for H2, H3 and TLP RED). Victims,
    witnesses and children stay out unless --with-victims says why, which is put on record;
    informants, protected persons and who refused always stay out. Of a CSV file: every
    line. Fields are id, name, alias, birth_date, sex, nationality, document, phone,
    address, place, postcode.

    What somebody can do who gets hold of it:

    \b
    - With the key and the encoding: test any name and birth date that he can think of or has
      a list of, and so find out who of them is in it. Your partner holds the key. Let a third
      party that has no key run `match`, or give this to nobody from whom you would keep who
      is in it.
    - With the encoding and no key: no name can be computed from it. But equal and similar
      records look equal and similar, so frequent names and groups of relatives can be guessed
      where much is known of who is in it; hardening makes that harder, and does not end it.
      He sees how many records there are.
    - With both encodings and no key: he can run `match`, sees how many overlap, and can
      guess as above from more.
    - With the table: he knows whose each id is. It never leaves your side.

    So an encoding is still personal data: give it to one partner for one purpose, and have it
    erased after the match.

    \b
    Example:
        linkgraph resolve encode --to MY --key joint.key -o nz.enc --table nz-own.csv --case kestrel
    """
    from linkgraph.resolve.blind import encode_to, read_key
    from linkgraph.resolve.blind.settings import Settings

    if csv_file is not None and (audience or reason):
        raise click.UsageError("--to and --with-victims speak of a case, and --csv takes none")
    if csv_file is None and columns:
        raise click.UsageError("--column speaks of the file after --csv")
    shared = read_key(key_file)
    settings = Settings(hardening=hardening, salt=salt)  # type: ignore[arg-type]
    case = None
    if csv_file is not None:
        records = _of_table(csv_file, columns)
    else:
        case = the_case(case_folder)
        records = _of_case(case, audience, with_victims=bool(reason.strip()))
    if dry_run:
        click.echo(f"{len(records)} record(s) would be encoded; nothing was written", err=True)
        return
    made = encode_to(records, shared, output=output, table=table, settings=settings)
    if case is not None:
        _put_on_record(case, audience, reason.strip(), made, output)
    click.echo(f"{made.encoded} record(s) encoded", err=True)
    if made.left_out:
        click.echo(f"{made.left_out} left out: neither a name nor a document", err=True)
    click.echo(f"give away {output.name}; keep {table.name} and the key to yourself", err=True)


@click.command()
@click.argument("left", type=_PATH)
@click.argument("right", type=_PATH)
@click.option("--threshold", type=click.FloatRange(0.4, 1), default=0.58, show_default=True)
@click.option("--one-to-one", is_flag=True, help="Each record in one pair at most, the best.")
@format_option
def match(left: Path, right: Path, threshold: float, one_to_one: bool, form: str | None) -> None:
    """Find likely overlaps of two encodings; needs no key and shows no record.

    Prints pairs of opaque ids with a score from 0 to 1, the most alike first, and nothing
    else. Each side looks its own ids up in the table that `encode` left with it, and the two
    then ask each other about those people in the usual way.

    A score is a lead, and in large files more strangers are alike: raise --threshold there, or use
    --one-to-one where each file holds a person once. People with one common name and one birth date score high and are not
    one; a name alone stays below the threshold; the same person under another name, or with
    a document number in common and little else, is missed.

    What somebody can do who runs it: without the key he sees how many records overlap and
    how alike they are, and can guess as `linkgraph resolve encode --help` says. With the key
    he can also test any name against both. So it is best run by somebody who holds neither
    the key nor a table.

    \b
    Example:
        linkgraph resolve match nz.enc my.enc --one-to-one -f csv
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.resolve.blind import match_encodings, read_encoding

    pairs = match_encodings(
        read_encoding(left), read_encoding(right), threshold=threshold, one_to_one=one_to_one
    )
    show_rows(["left", "right", "score"], pairs, form)
    click.echo(f"{len(pairs)} pair(s). A score is a lead: ask before you act on one.", err=True)


def _put_on_record(case: Case, audience: str, reason: str, made: Made, output: Path) -> None:
    """Note in the case's history what was made for whom; what cannot be noted is not given."""
    told = f"{made.encoded} people encoded, SHA-256 {made.digest}"
    try:
        if reason:
            case.ledger.note(who=_who(), action="revealed", reason=reason, subject=audience)
        case.ledger.note(who=_who(), action="encoded", reason=told, subject=audience)
    except LinkgraphError:
        output.unlink()
        raise


def _of_table(path: Path, columns: Sequence[str]) -> list[BlindRecord]:
    from linkgraph.resolve.blind import table_records

    wanted: dict[str, list[str]] = {}
    for pair in columns:
        field, equals, heading = pair.partition("=")
        if not equals:
            raise click.BadParameter("expected FIELD=HEADING", param_hint="--column")
        wanted.setdefault(field, []).append(heading)
    records, unread = table_records(path, wanted)
    if unread:
        click.echo(
            f"{unread} date(s) of birth are not written as YYYY-MM-DD and count as unknown",
            err=True,
        )
    return records


def _of_case(case: Case, audience: str, *, with_victims: bool) -> list[BlindRecord]:
    """Return the people that may leave for an audience; say how many stay and why."""
    import datetime as dt

    from linkgraph.share.blind import records_for
    from linkgraph.statements import Originator

    if not audience:
        raise click.UsageError("--to says for whom the records of a case are encoded")
    today = dt.datetime.now(dt.UTC).date()
    going = records_for(
        case.ledger, case.own, Originator.told(audience), today, reveal=with_victims
    )
    click.echo(
        f"{going.sources} of {going.own} own source(s) may leave for this audience", err=True
    )
    if going.protected:
        click.echo(f"{going.protected} protected person(s) stay out", err=True)
    return going.records


def _who() -> str:
    import getpass
    import os

    try:
        return os.environ.get("LINKGRAPH_USER") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
