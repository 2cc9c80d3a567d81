"""A received file: from whom, how good, who may see it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.values.countries import clean_country
from linkgraph.values.text import unseen_sign

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "SIDECAR_SUFFIX",
    "Originator",
    "Source",
    "read_sidecar",
    "source_from",
    "strictest_marks",
    "strictest_of",
]

SIDECAR_SUFFIX = ".source.json"
_ALPHA_3 = 3
_STRICTEST_HANDLING, _STRICTEST_TLP = "H3", "RED"


@dataclass(frozen=True, slots=True, order=True)
class Originator:
    """The country (or organization) and agency that a source comes from."""

    country: str
    agency: str = ""

    @classmethod
    def parse(cls, text: str) -> Originator:
        """Read ``NZ``, ``NZ/Immigration`` or ``INTERPOL``.

        Raises:
            SourceError: There is no country or organization, or a sign that nobody sees: two
                agencies that look alike would be two to the rules, and one to who reads them.
        """
        if unseen_sign(text.strip()):
            raise SourceError(
                "an originator holds a sign that nobody sees",
                remedy="Write it as NZ, NZ/Immigration or INTERPOL, letter by letter.",
            )
        country, _, agency = text.strip().partition("/")
        if not country.strip():
            raise SourceError(
                "an originator needs a country or an organization",
                remedy="Write it as NZ, NZ/Immigration or INTERPOL.",
            )
        return cls(country.strip(), agency.strip())

    @classmethod
    def told(cls, text: str) -> Originator:
        """Read what a person wrote: as `parse`, a country by its code however it is written.

        ``my/Police`` and ``Malaysia/Police`` are ``MY/Police``: else one agency would be two,
        who corroborate each other. What names no country is an organization, and so are three
        letters alone (``ATF``).

        Raises:
            SourceError: As `parse`.

        Examples:
            >>> str(Originator.told("Malaysia/Police")), str(Originator.told("INTERPOL"))
            ('MY/Police', 'INTERPOL')
        """
        found = cls.parse(text)
        if not found.agency and len(found.country) == _ALPHA_3:
            return found
        try:
            return cls(clean_country(found.country), found.agency)
        except ValueRejected:
            return found

    def __str__(self) -> str:
        return f"{self.country}/{self.agency}" if self.agency else self.country

    def covers(self, other: Originator) -> bool:
        """Say whether this audience takes in that originator (a country its agencies)."""
        return self.country == other.country and self.agency in ("", other.agency)


def folded_originator(written: str) -> str:
    """Return an originator as it is compared: people write an agency in letters of any size."""
    return " ".join(written.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One received file and the rules that travel with it.

    Attributes:
        sha256: Digest of the file as received, lower-case hex.
        file: Its name, without folders.
        originator: Who gave it.
        received: Day it came, ISO; empty where unknown.
        grade_scheme: A key of the schema's grades.
        reliability: Grade of the source in that scheme; empty where unknown.
        credibility: Grade of its information unless a record says otherwise.
        handling: H0 to H3; H3 where missing.
        tlp: CLEAR to RED; RED where missing.
        releasable_to: Countries and organizations; the originator only where missing.
        purpose: What it was given for.
        retain_until: Day after which it must go, ISO; empty where none was set.
    """

    sha256: str
    file: str
    originator: Originator
    received: str = ""
    grade_scheme: str = "unstated"
    reliability: str = ""
    credibility: str = ""
    handling: str = _STRICTEST_HANDLING
    tlp: str = _STRICTEST_TLP
    releasable_to: tuple[str, ...] = ()
    purpose: str = ""
    retain_until: str = ""

    @property
    def id(self) -> str:
        """The source's id: from its digest, so that one file is one source."""
        return f"src-{self.sha256[:16]}"


def _date(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if value in (None, ""):
        return ""
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError as cause:
        raise SourceError(
            f"{key} is not a date", where=where, remedy="Write it as 2026-09-08."
        ) from cause


def _code(raw: dict[str, Any], key: str, known: tuple[str, ...], strictest: str, where: str) -> str:
    value = str(raw.get(key) or strictest).upper()
    if value not in known:
        raise SourceError(
            f"{key} is none of {', '.join(known)}",
            where=where,
            remedy="Correct it, or leave it out for the strictest.",
        )
    return value


def _originator(raw: dict[str, Any], where: str) -> Originator:
    given = raw.get("originator")
    if isinstance(given, str):
        return Originator.told(given)
    if isinstance(given, dict) and given.get("country"):
        return Originator.told(f"{given['country']}/{given.get('agency') or ''}")
    raise SourceError(
        "no originator is given",
        where=where,
        remedy=(
            'Say whose it is: --originator NZ/Immigration, or "originator": "NZ/Immigration" in the'
            " sidecar <file>.source.json beside it."
        ),
    )


def source_from(raw: dict[str, Any], *, sha256: str, file: str, where: str) -> Source:
    """Return a source from a sidecar's or the options' values.

    Args:
        raw: Keys as in a sidecar: originator, received, grade_scheme,
            source_reliability, info_credibility, handling, tlp, releasable_to,
            purpose, retain_until. All but originator may be missing; a missing
            handling or TLP is the strictest, a missing releasable_to nobody else.
        sha256: Digest of the file.
        file: Its name.
        where: What to name in messages.

    Raises:
        SourceError: No originator, or a code or date that is none.
    """
    schema = load_schema()
    scheme = str(raw.get("grade_scheme") or "unstated")
    if scheme not in schema.grades:
        raise SourceError(
            f"grade_scheme is none of {', '.join(schema.grades)}",
            where=where,
            remedy="Correct it, or leave it out.",
        )
    allowed = raw.get("releasable_to") or []
    if not isinstance(allowed, list):
        raise SourceError(
            "releasable_to is not a list", where=where, remedy='Write it as ["NZ", "MY"].'
        )
    audiences = {str(item).strip() for item in allowed}
    if any(map(unseen_sign, audiences)):
        raise SourceError(
            "releasable_to holds a sign that nobody sees",
            where=where,
            remedy="Write each as NZ, NZ/Immigration or INTERPOL, letter by letter.",
        )
    return Source(
        sha256=sha256,
        file=file,
        originator=_originator(raw, where),
        received=_date(raw, "received", where),
        grade_scheme=scheme,
        reliability=_grade(raw, "source_reliability", scheme, "reliability", where),
        credibility=_grade(raw, "info_credibility", scheme, "credibility", where),
        handling=_code(raw, "handling", schema.handling, _STRICTEST_HANDLING, where),
        tlp=_code(raw, "tlp", schema.tlp, _STRICTEST_TLP, where),
        releasable_to=tuple(sorted({str(Originator.told(one)) for one in audiences if one})),
        purpose=str(raw.get("purpose") or ""),
        retain_until=_date(raw, "retain_until", where),
    )


def _grade(raw: dict[str, Any], key: str, scheme: str, which: str, where: str) -> str:
    value = str(raw.get(key) if raw.get(key) is not None else "").upper()
    known = load_schema().grades[scheme][which]
    if value and value not in known:
        raise SourceError(
            f"{key} is none of {', '.join(known)} ({scheme})",
            where=where,
            remedy="Correct it, name its grade_scheme, or leave it out.",
        )
    return value


def read_sidecar(path: Path) -> dict[str, Any]:
    """Return the values of ``<file>.source.json`` beside a file; empty where there is none.

    Raises:
        SourceError: The sidecar is there and is not a JSON object.
    """
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    if not sidecar.exists():
        return {}
    try:
        raw = json.loads(sidecar.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as cause:
        raise SourceError(
            "the sidecar cannot be read",
            where=sidecar.name,
            remedy="It must be a JSON object in UTF-8.",
        ) from cause
    if not isinstance(raw, dict):
        raise SourceError(
            "the sidecar is not a JSON object",
            where=sidecar.name,
            remedy='Write {"originator": ...}.',
        )
    return raw


def strictest_marks(sources: Iterable[Source]) -> str:
    """Return the strictest handling and TLP, each scheme by itself (``H2 AMBER``).

    Of no source at all it is the strictest there is: nobody said that it may be shown.
    """
    return strictest_of(f"{one.handling} {one.tlp}" for one in sources)


def strictest_of(marks: Iterable[str]) -> str:
    """Return the strictest of marks (``H2 AMBER``), each scheme by itself; of none the strictest."""
    schema = load_schema()
    parts = [mark.split(" ", 1) for mark in marks]
    handling = max((schema.handling.index(code) for code, _ in parts), default=-1)
    tlp = max((schema.tlp.index(light) for _, light in parts), default=-1)
    return f"{schema.handling[handling]} {schema.tlp[tlp]}"
