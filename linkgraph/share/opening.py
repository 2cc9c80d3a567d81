"""A partner's package opened: decrypted, checked whole, read as sources of their originators."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import PackageAltered, PackageEnded, PackageError, SourceError, StoreError
from linkgraph.ledger import Incoming, IncomingSource, IncomingTable
from linkgraph.schema import load_schema
from linkgraph.share.checked import check_shape, check_table
from linkgraph.share.ciphers import decrypt
from linkgraph.share.parts import Shape, unpack_part
from linkgraph.share.sealed import unseal
from linkgraph.statements import Originator
from linkgraph.statements.source import source_from
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from linkgraph.share.keys import OwnKey, PublicKey
    from linkgraph.share.sealed import Unsealed
    from linkgraph.statements import Source

__all__ = ["PACKAGE_ID", "Recall", "Receiver", "check_address", "decrypted", "opened"]

PACKAGE_ID = re.compile(r"pkg-[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_MOST_SOURCES = 10_000
_LONGEST_WORD = 4096
_BLOCK = 1 << 20
# In a file's name: a folder, a line's end, signs that let it be read in another order than it has.
_UNSAFE = re.compile(r"[/\\\u202a-\u202e\u2066-\u2069\u2028\u2029]")
# Days begin at other hours elsewhere.
_AHEAD = dt.timedelta(days=1)
_MARKS = {
    "sha256", "file", "originator", "received", "grade_scheme", "source_reliability",
    "info_credibility", "handling", "tlp", "releasable_to", "purpose", "retain_until",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who opens a package.

    Attributes:
        own: The case's own agency.
        key: Its keys.
        trusted: From a signing key (hex) to the trusted partner's keys; None for nobody's.
        today: The day.
        folder: The case's, where the decrypted package lies while it is read.
    """

    own: Originator
    key: OwnKey
    trusted: Callable[[str], PublicKey | None]
    today: dt.date
    folder: Path


@dataclass(frozen=True, slots=True)
class Recall:
    """A giver's word that a package is taken back.

    Attributes:
        package: Its id.
        giver: Who says so, by his signature.
    """

    package: str
    giver: str


@contextmanager
def opened(path: Path, receiver: Receiver) -> Iterator[Incoming | Recall]:
    """Lend what a partner sent: a package that is whole, for this receiver and in time, or a recall.

    A package's tables are read, and every value is checked, as they are asked for. The
    decrypted file lies in the case's folder, for its owner's eyes only, and goes at the end.

    Raises:
        PackageError: It is encrypted or addressed to somebody else, breaks its form, or
            nobody trusted signed it.
        PackageAltered: A part of it, named, is not as its giver signed it.
        PackageEnded: It has expired.
    """
    with decrypted(path, receiver) as (file, content):
        unsealed = unseal(file, receiver.trusted)
        manifest = unsealed.manifest
        check_address(manifest, unsealed.signer, receiver)
        if manifest["kind"] == "recall":
            yield Recall(_id(manifest), unsealed.signer.owner)
            return
        expires = _day(manifest, "expires")
        if expires < receiver.today.isoformat():
            raise PackageEnded(
                "the package has expired",
                where="expires",
                remedy="Ask its giver for a new one, and erase the file.",
            )
        made = _moment(manifest, "made")
        if made[:10] > (receiver.today + _AHEAD).isoformat():
            # It would outrank all that its giver says later, and its end could not be told.
            raise PackageError(
                "it was made on a day that is still to come: a clock is wrong, here or there",
                where="made",
                remedy="Set this machine's clock, or ask its giver to set his and make it again.",
            )
        yield Incoming(
            package=_id(manifest),
            giver=unsealed.signer.owner,
            reference=_word(manifest, "reference"),
            made=made,
            expires=expires,
            content=content,
            sources=_sources(file, unsealed),
        )


@contextmanager
def decrypted(path: Path, receiver: Receiver) -> Iterator[tuple[BinaryIO, str]]:
    """Lend the decrypted file and the digest of the encrypted one.

    The decrypted file has no name, so that it goes with the process, however that ends.
    """
    try:
        with path.open("rb") as packed, tempfile.TemporaryFile(dir=receiver.folder) as plain:
            content = hashlib.file_digest(packed, "sha256").hexdigest()
            packed.seek(0)
            decrypt(packed, plain, receiver.key.identity)
            plain.flush()
            yield plain, content
    except OSError as cause:
        raise StoreError(
            f"the file cannot be read, or unpacked beside the case ({cause.strerror or 'no reason given'})",
            where=path.name,
            remedy="Check that it may be read, and that the case's disk has room; nothing was"
            " taken in.",
        ) from cause


def check_address(manifest: dict[str, Any], signer: PublicKey, receiver: Receiver) -> None:
    """Refuse what is not from its signer, or not for this receiver.

    Raises:
        PackageError: So it is.
    """
    if manifest.get("from") != signer.owner:
        raise PackageError("its signer is not who it says it is from", where="from")
    to = Originator.parse(_word(manifest, "to"))
    if manifest.get("receiver") != receiver.key.public.signing or not to.covers(receiver.own):
        raise PackageError(
            "it is made out to another receiver",
            where="receiver",
            remedy="Tell its giver; whoever passed it on may not have been allowed to.",
        )


def _id(manifest: dict[str, Any]) -> str:
    found = _word(manifest, "id")
    if not PACKAGE_ID.fullmatch(found):
        raise PackageError("its id is none", where="package id")
    return found


def _word(manifest: dict[str, Any], name: str) -> str:
    value = manifest.get(name)
    sound = isinstance(value, str) and 0 < len(value) <= _LONGEST_WORD
    if not isinstance(value, str) or not sound or control_character(value):
        raise PackageError(f"{name!r} is missing or no text", where="manifest")
    return value


def _day(manifest: dict[str, Any], name: str) -> str:
    try:
        return dt.date.fromisoformat(_word(manifest, name)).isoformat()
    except ValueError as cause:
        raise PackageError(f"{name!r} is no date", where="manifest") from cause


def _moment(manifest: dict[str, Any], name: str) -> str:
    found = _word(manifest, name)
    try:
        dt.datetime.fromisoformat(found)
    except ValueError:
        sound = False
    else:
        sound = _INSTANT.fullmatch(found) is not None
    if not sound:
        raise PackageError(f"{name!r} is no moment", where="manifest")
    return found


def _sources(file: BinaryIO, unsealed: Unsealed) -> list[IncomingSource]:
    told = unsealed.manifest.get("sources")
    if not isinstance(told, list) or not 0 < len(told) <= _MOST_SOURCES:
        raise PackageError("it lists no sources", where="manifest")
    parts = _by_source(unsealed, len(told))
    made = []
    for number, one in enumerate(told):
        where = f"source {number + 1}"
        same = _same(one, where)
        source = _source(one, number)
        digest = _digest(one, [part for _, _, part in parts[number]])
        tables = partial(_tables, file, parts[number], where, same)
        made.append(IncomingSource(source, digest, tables, same))
    if len({one.source.id for one in made}) != len(made):
        raise PackageError("a source stands in it twice", where="manifest")
    return made


def _by_source(unsealed: Unsealed, count: int) -> list[list[tuple[int, int, dict[str, Any]]]]:
    """Return per source its parts, each with its number and where it begins."""
    found: list[list[tuple[int, int, dict[str, Any]]]] = [[] for _ in range(count)]
    for number, (told, at) in enumerate(
        zip(unsealed.manifest["parts"], unsealed.offsets, strict=True), 1
    ):
        source = told.get("source")
        if not isinstance(source, int) or isinstance(source, bool) or not 0 <= source < count:
            raise PackageError("it belongs to no source", where=f"part {number}")
        found[source].append((number, at, told))
    return found


def _same(told: object, where: str) -> tuple[str, str] | None:
    """Return the two records that a source states to be one; None where it states none."""
    pair = told.get("same_as") if isinstance(told, dict) else None
    if pair is None:
        return None
    prefixes = load_schema().resolved_prefixes
    if (
        not isinstance(pair, list)
        or [type(one) for one in pair] != [str, str]
        or not pair[0] < pair[1]
        or not all(one.startswith(prefixes) for one in pair)
        or pair[0].partition(":")[0] != pair[1].partition(":")[0]
    ):
        raise PackageError("what it says to be one is no two records of a kind", where=where)
    return pair[0], pair[1]


def _source(told: object, number: int) -> Source:
    where = f"source {number + 1}"
    if not isinstance(told, dict) or set(told) - {"same_as"} != _MARKS:
        raise PackageError("what is told of it is not what a source has", where=where)
    words = [value for name, value in told.items() if name not in {"releasable_to", "same_as"}]
    named = told["releasable_to"]
    if not isinstance(named, list) or not all(isinstance(one, str) for one in [*words, *named]):
        raise PackageError("what is told of it is no text", where=where)
    if any(control_character(one) or len(one) > _LONGEST_WORD for one in [*words, *named]):
        raise PackageError("what is told of it holds what no text does", where=where)
    if not _SHA256.fullmatch(told["sha256"]) or _UNSAFE.search(told["file"]) or not told["file"]:
        raise PackageError("its digest or its file's name is none", where=where)
    try:
        return source_from(told, sha256=told["sha256"], file=told["file"], where=where)
    except SourceError as cause:
        raise PackageError(cause.what, where=where) from cause


def _digest(marks: dict[str, Any], parts: list[dict[str, Any]]) -> str:
    """Return the digest of all that a package says of a source and by it."""
    said = {"marks": marks, "parts": [part.get("sha256") for part in parts]}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _tables(
    file: BinaryIO,
    parts: list[tuple[int, int, dict[str, Any]]],
    where: str,
    same: tuple[str, str] | None,
) -> Iterator[IncomingTable]:
    """Yield a source's tables, each checked; records come first."""
    records = 0
    known = pl.Series("id", [], dtype=pl.String)
    ends: list[pl.Series] = []
    for number, at, told in parts:
        named = f"part {number}"
        shape = _shape(told, named)
        check_shape(shape, named)
        frame = _unpacked(file, at, told, shape, named)
        if shape.part == "record":
            if frame["record"].to_list() != list(range(records, records + frame.height)):
                raise PackageError("its records are not in order", where=named)
            records += frame.height
        check_table(shape, frame, records, named)
        if shape.part == "entity":
            known = pl.concat([known, frame["id"]]).unique()
        if shape.part == "link":
            ends += [frame["from_id"].unique(), frame["to_id"].unique()]
        yield IncomingTable(shape.part, shape.name, shape.start, shape.end, frame)  # type: ignore[arg-type]
    if not records:
        raise PackageError("it holds no record", where=where)
    if same and not set(same) <= set(known):
        raise PackageError("it says to be one what it does not tell of", where=where)
    if ends and not pl.concat(ends).is_in(known.implode()).all():
        raise PackageError("a link leads to what the source does not tell of", where=where)


def _shape(told: dict[str, Any], where: str) -> Shape:
    words = [told.get(name) for name in ("part", "name", "start", "end")]
    if not all(isinstance(word, str) for word in words):
        raise PackageError("the manifest does not say what it holds", where=where)
    return Shape(*map(str, words))


def _unpacked(
    file: BinaryIO, at: int, told: dict[str, Any], shape: Shape, where: str
) -> pl.DataFrame:
    sizes = [told.get(name) for name in ("rows", "unpacked", "bytes")]
    if not all(isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in sizes):
        raise PackageError("the manifest does not say how large it is", where=where)
    rows, unpacked, size = (int(str(one)) for one in sizes)
    file.seek(at)
    data = file.read(size)
    # It was checked before; whoever changed it since is on this machine.
    if hashlib.sha256(data).hexdigest() != told.get("sha256"):
        raise PackageAltered("it is not as it was signed", where=where)
    return unpack_part(shape, data, rows=rows, unpacked=unpacked, where=where)
