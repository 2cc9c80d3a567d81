"""On what a partner is given something: the plan, its purpose, and the law behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError
from linkgraph.share.short_toml import read_short_toml
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from linkgraph.statements import Originator

__all__ = ["Basis", "LegalBasis", "read_basis"]

_LARGEST_FILE = 1 << 20
_MOST_STEPS = 1000
_LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An agreement, memorandum or law that lets its parties share.

    Attributes:
        name: What it is called.
        parties: Countries, agencies or organizations that it binds.
        kind: ``agreement``, ``memorandum``, ``law`` or ``other``.
        since: First day on which it holds, ISO; empty where none is told.
        expires: Last day on which it holds, ISO; empty where it has no end.
    """

    name: str
    parties: tuple[str, ...]
    kind: str = "agreement"
    since: str = ""
    expires: str = ""

    def binds(self, one: Originator) -> bool:
        """Say whether an agency is a party, itself or by its country."""
        return bool({str(one), one.country} & set(self.parties))

    def holds_on(self, day: str) -> bool:
        """Say whether it is in force on a day, ISO: it has begun and has not expired."""
        return self.since <= day and (not self.expires or self.expires >= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a release to a partner is for, as an investigation plan states it.

    Attributes:
        reference: The plan's reference; it travels with the package.
        purpose: What the partner may use it for; it travels too, so it names nobody.
        subjects: Ids of the entities that the plan is about; they stay inside.
        countries: Countries that take part in the plan, the only ones to give to; any where
            empty.
        legal: Agreements and laws on which its countries share.
        steps: How far from a subject something may lie and still count as relevant.
        planned: Whether the reference is that of an investigation plan of the case, which goes
            along as far as the audience may see it.
    """

    reference: str
    purpose: str
    subjects: tuple[str, ...]
    countries: tuple[str, ...] = ()
    legal: tuple[LegalBasis, ...] = ()
    steps: int = 3
    planned: bool = False

    def behind(self, giver: Originator, audience: Originator, today: dt.date) -> LegalBasis | None:
        """Return what binds both sides: the one in force that holds longest, else the last to end.

        None where nothing binds both.
        """
        both = [one for one in self.legal if one.binds(giver) and one.binds(audience)]
        return max(
            both,
            key=lambda one: (
                one.holds_on(today.isoformat()),
                not one.expires,
                one.expires,
                one.name,
            ),
            default=None,
        )


def read_basis(path: Path) -> Basis:
    """Read a basis from a TOML file.

    Its keys are those of :class:`Basis`; each ``[[legal_basis]]`` has ``name``, ``parties``
    and, where it has begun or ends on a day, ``since`` and ``expires``.

    Raises:
        InputError: The file cannot be read, a key is missing, of the wrong type or unknown.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE)
    except OSError as cause:
        raise InputError(
            f"the basis cannot be read ({cause.strerror or 'no reason given'})", where=path.name
        ) from cause
    where = path.name
    raw = read_short_toml(data, where, "It must be short TOML in UTF-8.")
    _refuse_unknown(
        raw, {"reference", "purpose", "subjects", "countries", "legal_basis", "steps"}, where
    )
    return Basis(
        reference=_text(raw, "reference", where),
        purpose=_text(raw, "purpose", where),
        subjects=_texts(raw, "subjects", where),
        countries=_texts(raw, "countries", where) if "countries" in raw else (),
        legal=tuple(_legal(one, where) for one in _tables(raw, where)),
        steps=_steps(raw.get("steps", 3), where),
    )


def _refuse_unknown(raw: dict[str, Any], known: Iterable[str], where: str) -> None:
    if set(raw) - set(known):
        raise InputError(
            "a key of the basis is none", where=where, remedy=f"Known: {', '.join(sorted(known))}"
        )


def _text(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip() or control_character(value):
        raise InputError(f"{key!r} is missing or no text", where=where)
    if len(value) > _LONGEST_TEXT:
        raise InputError(
            f"{key!r} is longer than any receiver takes", where=where, remedy="Write it shorter."
        )
    return " ".join(value.split())


def _texts(raw: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = raw.get(key)
    if not isinstance(value, list) or not value:
        raise InputError(f"{key!r} is missing or no list of texts", where=where)
    return tuple(_text({key: one}, key, where) for one in value)


def _tables(raw: dict[str, Any], where: str) -> list[dict[str, Any]]:
    value = raw.get("legal_basis", [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise InputError("legal_basis is no table", where=where, remedy="Write [[legal_basis]].")
    return value


def _legal(raw: dict[str, Any], where: str) -> LegalBasis:
    _refuse_unknown(raw, {"name", "parties", "since", "expires"}, where)
    return LegalBasis(
        name=_text(raw, "name", where),
        parties=_texts(raw, "parties", where),
        since=_day(raw, "since", where),
        expires=_day(raw, "expires", where),
    )


def _day(raw: dict[str, Any], key: str, where: str) -> str:
    told = raw.get(key, "")
    if told == "":
        return ""
    if isinstance(told, dt.datetime):
        told = told.date()
    try:
        return dt.date.fromisoformat(str(told)).isoformat()
    except ValueError as cause:
        raise InputError(
            f"{key!r} of a legal basis is no date", where=where, remedy="Write it as 2027-06-30."
        ) from cause


def _steps(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_STEPS:
        raise InputError(f"'steps' is no whole number from 0 to {_MOST_STEPS}", where=where)
    return value
