"""What people know and no file says, as a source of one's own agency (design §4 f)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError
from linkgraph.schema import load_schema
from linkgraph.statements.batch import RECORD_SCHEMA, Batch, EntityTable, LinkTable
from linkgraph.statements.identity import keyed_id, link_id
from linkgraph.statements.source import Source

if TYPE_CHECKING:
    from linkgraph.statements.source import Originator

__all__ = ["Stated", "is_stated", "kind_of_id", "stated_batch", "stated_by", "stated_source"]

_FILE = "stated by people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What somebody states of an entity.

    Attributes:
        why: How it is known; required.
        role: suspect, victim, witness, informant, protected, or empty.
        member_of: Id or name of a syndicate, or empty.
        reach: Country (ISO 3166) where it can be acted on, or empty.
        same_as: Id of an entity that is the same, or empty.
        consent: given or refused, of the person himself or herself, or empty.
        consent_to: sharing or statistics; both where empty.
        handling: Handling code; the strictest where empty.
        tlp: TLP code; the strictest where empty.
        releasable_to: Countries and organizations besides the own agency.
    """

    why: str
    role: str = ""
    member_of: str = ""
    reach: str = ""
    same_as: str = ""
    consent: str = ""
    consent_to: str = ""
    handling: str = ""
    tlp: str = ""
    releasable_to: tuple[str, ...] = ()


def is_stated(file: str) -> bool:
    """Tell whether a source's name is that of something people stated, who stated it in it."""
    return file.startswith(f"{_FILE}: ")


def stated_by(who: str) -> str:
    """Return the name of a source that somebody stated."""
    return f"{_FILE}: {who}"


def stated_source(entity_id: str, stated: Stated, own: Originator, who: str, nonce: str) -> Source:
    """Return a statement's source: the own agency, who said it, and why.

    Raises:
        InputError: No reason is given, nothing is stated, or a word on consent is to leave.
    """
    if not stated.why.strip():
        raise InputError("a statement needs a reason", remedy="Give it with --why.")
    if not (stated.role or stated.member_of or stated.reach or stated.same_as or stated.consent):
        raise InputError(
            "nothing is stated",
            remedy="Give --suspect, --victim, --witness, --member-of, --reach, --same-as or --consent.",
        )
    _check_consent(stated)
    said = "\x1f".join((entity_id, repr(stated), who, nonce))
    return Source(
        sha256=hashlib.sha256(said.encode("utf-8")).hexdigest(),
        file=stated_by(who),
        originator=own,
        handling=stated.handling or "H3",
        tlp=stated.tlp or "RED",
        releasable_to=stated.releasable_to,
        purpose=stated.why,
    )


def _check_consent(stated: Stated) -> None:
    if stated.consent_to and not stated.consent:
        raise InputError("a consent needs its answer", remedy="Give --consent given or refused.")
    told = {"consent": stated.consent, "scope": stated.consent_to}
    if any(word and word not in load_schema().enumerations[name] for name, word in told.items()):
        raise InputError(
            "there is no such consent", remedy="given or refused; to sharing, statistics or both."
        )
    if stated.consent and (stated.handling or stated.tlp or stated.releasable_to):
        raise InputError(
            "what a person consents to stays inside",
            remedy="Leave --handling, --tlp and --releasable-to out; state by itself what may leave.",
        )


def stated_batch(entity_id: str, stated: Stated, source: Source) -> Batch:
    """Return the statements; where only a judgement was stated, that both are there.

    Raises:
        InputError: The entity is of a kind that cannot have the role, membership or consent.
    """
    kind = kind_of_id(entity_id)
    links: list[tuple[str, str, str, dict[str, str]]] = []
    entities: list[tuple[str, str, dict[str, list[str]]]] = [(kind, entity_id, {})]
    case_file = keyed_id(load_schema().kinds["CaseFile"], str(source.originator), ["stated roles"])
    if stated.role or stated.consent:
        entities.append(("CaseFile", case_file, {"titles": ["Roles stated by the agency"]}))
    if stated.role:
        type_ = load_schema().roles[stated.role]
        links.append((type_, case_file, "CaseFile", {"role_text": stated.role}))
    if stated.consent:
        scope = {"scope": stated.consent_to} if stated.consent_to else {}
        links.append(("CONSENT_IN", case_file, "CaseFile", {"consent": stated.consent, **scope}))
    if stated.member_of:
        syndicate, told = _syndicate(stated.member_of, source)
        entities.append(("Syndicate", syndicate, told))
        links.append(("MEMBER_OF", syndicate, "Syndicate", {}))
    if stated.reach:
        country = f"country:{stated.reach}"
        entities.append(("Jurisdiction", country, {}))
        links.append(("IN_JURISDICTION", country, "Jurisdiction", {"basis": "stated"}))
    if stated.same_as:
        entities.append((kind_of_id(stated.same_as), stated.same_as, {}))
    return Batch(
        read=1,
        records=pl.DataFrame({"record": [0], "locator": ["1"]}, schema=RECORD_SCHEMA),
        entities=[_entity(*one) for one in entities],
        links=[_link(kind, entity_id, *one) for one in links],
    )


def kind_of_id(entity_id: str) -> str:
    """Return the kind of the entity that has an id, by what it begins with.

    Raises:
        InputError: It begins as no id does.
    """
    prefix = entity_id.partition(":")[0]
    for kind in load_schema().kinds.values():
        if kind.prefix == prefix:
            return kind.name
    if prefix in load_schema().enumerations["document_kind"]:
        return "IdentityDocument"
    raise InputError("this is no id of an entity", remedy="`linkgraph entity find` shows ids.")


def _syndicate(named: str, source: Source) -> tuple[str, dict[str, list[str]]]:
    kind = load_schema().kinds["Syndicate"]
    if named.startswith(f"{kind.prefix}:"):
        return named, {}
    key = keyed_id(kind, str(source.originator), [" ".join(named.split()).casefold()])
    return key, {"names": [" ".join(named.split())]}


def _entity(kind: str, one: str, told: dict[str, list[str]]) -> EntityTable:
    frame = pl.DataFrame({"record": [0], "id": [one]}, schema={"record": pl.Int32, "id": pl.String})
    columns = [pl.Series(name, [values], dtype=pl.List(pl.String)) for name, values in told.items()]
    return EntityTable(kind, frame.with_columns(columns))


def _link(  # noqa: PLR0913, PLR0917
    start_kind: str, start: str, type_: str, end: str, end_kind: str, told: dict[str, str]
) -> LinkTable:
    spec = load_schema().links[type_]
    if start_kind not in spec.starts:
        raise InputError(
            f"{type_} cannot start at this kind of entity",
            remedy=f"It can at: {', '.join(spec.starts)}",
        )
    basis = tuple(told[name] for name in ("basis", "scope") if name in told)
    frame = pl.DataFrame(
        {
            "record": [0],
            "link_id": [link_id(type_, (start, end, *basis))],
            "from_id": [start],
            "to_id": [end],
        },
        schema={"record": pl.Int32, "link_id": pl.String, "from_id": pl.String, "to_id": pl.String},
    )
    columns = [pl.lit(value).alias(name) for name, value in told.items()]
    return LinkTable(type_, start_kind, end_kind, frame.with_columns(columns))
