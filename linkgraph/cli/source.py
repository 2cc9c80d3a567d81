"""``linkgraph source``: import, list, withdraw, quarantine."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.given import tell_exposing, tell_given
from linkgraph.cli.options import case_option, format_option, given_by, the_case
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.case import Case
    from linkgraph.ledger import ImportResult
    from linkgraph.readers import Intake

__all__ = ["command"]


@click.group(name="source")
def command() -> None:
    """Import files, list, withdraw, look at what was rejected."""


@command.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@case_option
@click.option("-m", "--mapping", default="", help="Mapping's name, or a YAML file.")
@click.option(
    "--mappings",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of your own mappings; may repeat.",
)
@click.option("--originator", help="NZ/Immigration; comes before the sidecar.")
@click.option("--received", help="Day it came, 2026-09-08.")
@click.option("--reliability", "source_reliability", help="Grade of the source.")
@click.option("--credibility", "info_credibility", help="Grade of the information.")
@click.option("--grade-scheme", help="europol_4x4, admiralty or uk_3x5x2.")
@click.option("--handling", help="H0 to H3; H3 where nothing says so.")
@click.option("--tlp", help="CLEAR to RED; RED where nothing says so.")
@click.option("--releasable-to", help="NZ,MY: nobody else where nothing says so.")
@click.option("--purpose", help="What it was given for.")
@click.option("--retain-until", help="Day after which it must go.")
@click.option("--encoding", default="", help="windows-874, utf-8, ...; found out where left out.")
@click.option("--zone", help="Zone of times that state none, as Asia/Jakarta.")
@click.option("--order", help="Order of dates: ymd, dmy or mdy.")
@click.option("--country", help="Country of national telephone numbers.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would come of the first rows; write nothing."
)
@click.option("--strict", is_flag=True, help="End 2 where a line was rejected.")
@format_option
def import_(
    paths: tuple[Path, ...],
    case_folder: Path,
    mapping: str,
    folders: tuple[Path, ...],
    encoding: str,
    dry_run: bool,
    strict: bool,
    form: str | None,
    **told: Any,
) -> None:
    """Import files, or all files of a folder that a mapping fits.

    Each file goes in whole or not at all. One that is in already adds nothing.

    \b
    Example:
        linkgraph source import exports/ --case kestrel
    """
    if told.get("releasable_to"):
        told["releasable_to"] = [one.strip() for one in told["releasable_to"].split(",")]
    reading = {key: told.pop(key) for key in ("zone", "order", "country")}
    case = the_case(case_folder)
    options: dict[str, Any] = {
        "reading": {key: way for key, way in reading.items() if way},
        "mapping": mapping,
        "mappings": folders,
        "told": told,
        "encoding": encoding,
    }
    files = _files(paths, mapping, folders)
    if dry_run:
        for path in files:
            _show_first(case.prepare(path, **options))
        return
    done, failed = _import_all(case, files, options)
    _report(done, form)
    tell_exposing(case)
    if failed or (strict and any(result.rejected for _, result in done)):
        sys.exit(2)


def _import_all(
    case: Case, files: list[Path], options: dict[str, Any]
) -> tuple[list[tuple[Intake, ImportResult]], int]:
    """Import file by file; one that cannot be taken in is told and does not stop the others."""
    done, failed = [], 0
    for path in files:
        try:
            intake = case.prepare(path, **options)
            done.append((intake, _import_one(case, intake)))
        except InputError as error:
            if len(files) == 1:
                raise
            click.echo(f"linkgraph: {error}", err=True)
            failed += 1
    return done, failed


def _files(paths: tuple[Path, ...], mapping: str, folders: tuple[Path, ...]) -> list[Path]:
    """Return the files to import: those named, and those in folders that a mapping fits."""
    from linkgraph.readers import mapping_that_fits

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [
            p
            for p in sorted(path.rglob("*"))
            if p.is_file() and not p.name.endswith(".source.json")
        ]
        fitting = [p for p in inside if mapping or mapping_that_fits(p.name, folders)]
        for left in sorted(set(inside) - set(fitting)):
            click.echo(f"left out, no mapping fits: {left.name}", err=True)
        found += fitting
    if not found:
        raise InputError(
            "no file that a mapping fits was found",
            remedy="Name files and --mapping; `linkgraph source mappings` lists them.",
        )
    return found


def _import_one(case: Case, intake: Intake) -> ImportResult:
    shown = sys.stderr.isatty()

    def progress(read: int) -> None:
        if shown:
            click.echo(f"\r{intake.path.name}: {read:,} records", nl=False, err=True)

    result = case.take_in(intake, progress=progress)
    if shown:
        click.echo("\r" + " " * (len(intake.path.name) + 30) + "\r", nl=False, err=True)
    state = "new" if result.new else "in already"
    click.echo(
        f"{intake.path.name}: {result.stored:,} of {result.read:,} records stored,"
        f" {result.rejected} rejected ({state})",
        err=True,
    )
    return result


def _report(done: list[tuple[Intake, ImportResult]], form: str | None) -> None:
    from linkgraph.cli.output import show_rows

    columns = ["file", "source", "new", "read", "stored", "rejected", "mentions", "reasons"]
    rows = [
        [i.path.name, r.source_id, r.new, r.read, r.stored, r.rejected, r.mentions,
         ", ".join(f"{code} {n}" for code, n in (r.reasons or {}).items())]
        for i, r in done
    ]  # fmt: skip
    show_rows(columns, rows, form)
    for intake, _ in done:
        if intake.unknown_roles:
            click.echo(_unknown_roles(intake), err=True)
    if any(r.rejected for _, r in done):
        click.echo("`linkgraph source quarantine` lists the rejected lines.", err=True)


def _unknown_roles(intake: Intake) -> str:
    """Return how many role words of a file are unknown, and where; never the word: it may be a name."""
    columns = dict.fromkeys(column for column, _ in intake.unknown_role_places)
    # A sheet may be called after somebody; its rows are told without it.
    places = [place.rpartition("!")[2] for _, place in intake.unknown_role_places]
    more = intake.unknown_roles - len(places)
    where = (
        f"column {', '.join(columns)}, at {', '.join(places)}{f' and {more} more' if more else ''}"
    )
    return (
        f"{intake.path.name}: {intake.unknown_roles} record(s) hold a role word that no table knows"
        f" ({where}); the people are stored as persons of interest. Correct the word, or add it to"
        " the mapping's roles."
    )


def _show_first(intake: Intake) -> None:
    """Write the first statements that a file would give."""
    batch = next(iter(intake.batches()))
    click.echo(
        f"{intake.path.name}: by {intake.mapping.name}, from {intake.source.originator},"
        f" {intake.source.handling} {intake.source.tlp}",
        err=True,
    )
    for entity in batch.entities:
        for row in entity.frame.head(3).iter_rows(named=True):
            _say(entity.kind, row)
    for link in batch.links:
        for row in link.frame.head(3).iter_rows(named=True):
            _say(link.type, row)
    for one in batch.rejected[:10]:
        click.echo(f"rejected {one.locator} {one.column}: {one.reason}")


def _say(name: str, row: dict[str, Any]) -> None:
    told = {k: v for k, v in row.items() if v is not None and k != "record"}
    click.echo(f"{name} {told}")


@command.command(name="list")
@case_option
@format_option
def list_(case_folder: Path, form: str | None) -> None:
    """List the sources in force; of what people stated, what it is.

    \b
    Example:
        linkgraph source list --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.period.stating import what_is_stated

    columns = ["source", "file", "says", "originator", "received", "grade", "handling", "tlp",
               "releasable_to", "retain_until", "read", "rejected", "mapping", "given_by"]  # fmt: skip
    ledger = the_case(case_folder).ledger
    givers, held = ledger.givers(), ledger.sources()
    says = what_is_stated(ledger, held)
    rows = [
        [s.source.id, s.source.file, says.get(s.source.id, ""), str(s.source.originator), s.source.received,
         f"{s.source.reliability}{s.source.credibility} ({s.source.grade_scheme})",
         s.source.handling, s.source.tlp, s.source.releasable_to, s.source.retain_until,
         s.read, s.rejected, s.mapping, given_by(givers, s.source.id)]
        for s in held
    ]  # fmt: skip
    show_rows(columns, rows, form)


@command.command()
@click.argument("source_id")
@case_option
@click.option("--reason", required=True, help="Why; it stays on record, so name nobody.")
@click.option("--dry-run", is_flag=True, help="Say what would go; write nothing.")
def withdraw(source_id: str, case_folder: Path, reason: str, dry_run: bool) -> None:
    """Take a source back: its content is erased from ledger and graph.

    \b
    Example:
        linkgraph source withdraw src-0123456789abcdef --reason "originator asks" --case kestrel
    """
    case = the_case(case_folder)
    if dry_run:
        found = [s for s in case.ledger.sources() if s.source.id == source_id]
        if not found:
            raise InputError(
                "the case holds no source of this id", remedy="`linkgraph source list` shows ids."
            )
        click.echo(
            f"{sum(s.stored for s in found)} stored and {sum(s.rejected for s in found)} quarantined records would go"
        )
        return
    version = case.withdraw(source_id, reason=reason)
    click.echo(f"withdrawn; the case is at version {version}", err=True)
    tell_given(case, [source_id])


@command.command()
@case_option
@click.option("--overdue", is_flag=True, required=True, help="Those past their retain_until.")
@click.option("--dry-run", is_flag=True, help="Name them; write nothing.")
def purge(case_folder: Path, overdue: bool, dry_run: bool) -> None:  # noqa: ARG001
    """Erase the sources whose retain_until, or whose package's last day, has passed.

    \b
    Example:
        linkgraph source purge --overdue --case kestrel
    """
    import datetime as dt

    from linkgraph.share import is_overdue

    case = the_case(case_folder)
    today = dt.datetime.now(dt.UTC).date()
    if not dry_run:
        for one in case.end_expired(today):
            click.echo(one)
    for row in case.ledger.sources():
        if is_overdue(row.source, today):
            click.echo(row.source.id)
            if not dry_run:
                case.withdraw(row.source.id, reason="retain_until has passed")


@command.command()
@case_option
@format_option
@click.option("--source", "source_id", help="Only of this source.")
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path),
    help="Write the lines as they came, one file a source, to mend and import again.",
)
def quarantine(
    case_folder: Path, form: str | None, source_id: str | None, folder: Path | None
) -> None:
    """List the lines that were rejected, with place and reason.

    \b
    Example:
        linkgraph source quarantine --format csv --case kestrel
    """
    from linkgraph.cli.output import show_rows

    held = the_case(case_folder).ledger.quarantine(source_id)
    if folder is not None:
        _export(held, folder)
        return
    columns = ["file", "locator", "column", "code", "reason", "source"]
    rows = [[s.source.file, r.locator, r.column, r.code, r.reason, s.source.id] for s, r in held]
    show_rows(columns, rows, form)


def _export(held: list[Any], folder: Path) -> None:
    """Write each source's rejected lines to a file of its own, with place and reason."""
    from linkgraph.cli.output import neutralise
    from linkgraph.folder import private

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    by_source: dict[str, list[Any]] = {}
    for source, rejected in held:
        by_source.setdefault(source.source.id, []).append((source, rejected))
    for name, lines in by_source.items():
        path = folder / f"{name}.csv"
        private(path)
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "locator", "column", "reason", "line"])
            for source, one in lines:
                cells = (source.source.file, one.locator, one.column, one.reason, one.raw)
                writer.writerow([neutralise(cell) for cell in cells])
        click.echo(str(path))


@command.command()
@click.argument("name", metavar="[MAPPING]", default="")
@click.option(
    "--mappings",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of your own mappings; may repeat.",
)
@format_option
def mappings(name: str, folders: tuple[Path, ...], form: str | None) -> None:
    """List the mappings that there are, or the columns that one reads.

    \b
    Example:
        linkgraph source mappings
        linkgraph source mappings common/persons
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.readers import find_mapping, list_mappings

    if name:
        one = find_mapping(name, folders)
        needed = [[column, True] for column in one.columns()]
        optional = [[column, False] for column in one.optional]
        show_rows(["column", "needed"], needed + optional, form)
        return
    found = list_mappings(folders)
    show_rows(
        ["mapping", "title", "format", "fits"],
        [[m.name, m.title, m.format, m.fits] for m in found.values()],
        form,
    )
