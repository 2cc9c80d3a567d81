"""What people enter of their own work, as a source of their own agency (periods, plans, enquiries)."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import InputError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.statements.batch import RECORD_SCHEMA, Batch, EntityTable, LinkTable
from linkgraph.statements.identity import link_id
from linkgraph.statements.source import Originator, source_from
from linkgraph.statements.stated import kind_of_id, stated_by
from linkgraph.values.countries import clean_country, country_codes
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.statements.source import Source

__all__ = [
    "NAME_LETTERS",
    "TEXT_LETTERS",
    "Entered",
    "Sharing",
    "entered_batch",
    "entered_source",
    "entered_text",
]

_COUNTRY_LENGTH = 2
# Whatever leaves is searched for names, which takes about 20 microseconds a letter: about two
# pages of text, and what one calls a thing or a person.
TEXT_LETTERS = 4_000
NAME_LETTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Who may see what is entered, as a sidecar says it of a file.

    Attributes:
        handling: H0 to H3; the strictest where empty.
        tlp: CLEAR to RED; the strictest where empty.
        releasable_to: Countries, agencies and organizations besides the own agency.
    """

    handling: str = ""
    tlp: str = ""
    releasable_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """One statement that an entity exists with these properties.

    Attributes:
        kind: Kind of the schema.
        id: The entity's id.
        properties: By name, as the schema has them; what is empty is left out.
        locator: Its place in what was entered.
        about: Ids of entities that it CONCERNS.
    """

    kind: str
    id: str
    properties: Mapping[str, Any]
    locator: str = "1"
    about: Sequence[str] = field(default=())


def entered_text(text: str, where: str, most: int = TEXT_LETTERS) -> str:
    """Return a text in Unicode form NFC, without white space at its ends; lines stay.

    Args:
        text: What somebody wrote.
        where: Its place, for messages.
        most: Letters that it may have, white space at its ends apart.

    Raises:
        InputError: It holds a control character that would mislead a terminal, or is long
            beyond what anybody would read.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > most:
        raise InputError(
            f"a text has {len(text):,} letters, and may have {most:,}",
            where=where,
            remedy="Say the same in fewer words, or in several entries.",
        )
    if control_character(text):
        raise InputError(
            "a text holds a control character", where=where, remedy="Type it anew without it."
        )
    return text


def entered_source(
    said: Sequence[str], sharing: Sharing, own: Originator, who: str, *, what: str
) -> Source:
    """Return the source of an entry: the own agency, and who entered it.

    Args:
        said: What makes it this entry and no other, all content among it.
        sharing: Who may see it.
        own: The own agency.
        who: Who enters it.
        what: What kind of thing it is, in words that name nobody, for the list of sources.

    Raises:
        SourceError: The handling or TLP is no code.
        InputError: It is to be releasable to a country that there is not.
    """
    for one in sharing.releasable_to:
        country = Originator.told(one).country
        if country not in country_codes() and _means_country(country):
            raise InputError(
                "releasable_to names a country that there is not",
                remedy="Write codes as NZ or MY, agencies as NZ/Police.",
            )
    raw = {
        "originator": str(own),
        "handling": sharing.handling,
        "tlp": sharing.tlp,
        "releasable_to": list(sharing.releasable_to),
        "purpose": what,
    }
    digest = hashlib.sha256("\x1f".join((*said, repr(sharing), who)).encode()).hexdigest()
    return source_from(raw, sha256=digest, file=stated_by(who), where=what)


def _means_country(text: str) -> bool:
    """Tell whether a word can only be meant for a country; an organization has any other name."""
    if len(text) == _COUNTRY_LENGTH:
        return True
    try:
        clean_country(text)
    except ValueRejected:
        return False
    return True


def entered_batch(entries: Iterable[Entered]) -> Batch:
    """Return the statements of entries, each a record of its own.

    Whom an entry is about exists by its word too, so that no link of it ends nowhere.
    """
    records: list[str] = []
    nodes: dict[str, list[dict[str, Any]]] = {}
    links: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for entry in entries:
        record = len(records)
        records.append(entry.locator)
        told = {name: value for name, value in entry.properties.items() if value not in ("", ())}
        nodes.setdefault(entry.kind, []).append({"record": record, "id": entry.id, **told})
        for one in entry.about:
            kind = kind_of_id(one)
            nodes.setdefault(kind, []).append({"record": record, "id": one})
            links.setdefault((entry.kind, kind), []).append(
                {
                    "record": record,
                    "link_id": link_id("CONCERNS", (entry.id, one)),
                    "from_id": entry.id,
                    "to_id": one,
                }
            )
    return Batch(
        read=len(records),
        records=pl.DataFrame(
            {"record": range(len(records)), "locator": records}, schema=RECORD_SCHEMA
        ),
        entities=[EntityTable(kind, _frame(kind, rows)) for kind, rows in nodes.items()],
        links=[LinkTable("CONCERNS", *ends, _links(rows)) for ends, rows in links.items()],
    )


def _frame(kind: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    known = load_schema().kinds[kind].properties
    said = {name for row in rows for name in row}
    types: dict[str, pl.DataType] = {"record": pl.Int32(), "id": pl.String()}
    types |= {name: prop.dtype for name, prop in known.items() if name in said}
    told = [{name: _plain(row.get(name)) for name in types} for row in rows]
    return pl.DataFrame(told, schema=types)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _links(rows: list[dict[str, Any]]) -> pl.DataFrame:
    types = {"record": pl.Int32, "link_id": pl.String, "from_id": pl.String, "to_id": pl.String}
    return pl.DataFrame(rows, schema=types)
