"""RAAPT: relevance, accuracy, accountability, partnership, timeliness of each item that would go.

The list is an inside thing: it tells what the case holds and who could let it go. Nothing of
it ever stands in a package.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.share.rules import is_overdue, may_see

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.ledger import SourceRow
    from linkgraph.share.basis import Basis, LegalBasis
    from linkgraph.share.portions import Portion
    from linkgraph.statements import Originator, Source

__all__ = ["STALE_DAYS", "Finding", "Item", "Occasion", "check_items", "without_its_record"]

STALE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Finding:
    """Why an item may not go, or what a person must weigh before it does.

    Attributes:
        code: handling, consent, overdue, audience, basis, relevance, record; or held_back, stale, undated,
            single_originator, ungraded.
        says: The same in words.
        consent: Who could consent or decide; empty where nobody needs to.
        about: Ids of whom and what it concerns, sorted; for inside alone.
    """

    code: str
    says: str
    consent: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What of one source would go, checked.

    Attributes:
        source_id: The source.
        file: Its name.
        originator: Whose it is.
        audience: For whom.
        purpose: What the plan gives it for.
        entities: Statements about entities that would go.
        links: Statements about links that would go.
        nearest: Steps from the plan's subjects; None where nothing of it is near enough.
        grade: Reliability and credibility (``B2``), empty where ungraded.
        grade_scheme: In which scheme.
        corroborated: Of the statements, how many another originator says too.
        basis: Agreement or law that it would go on; empty where there is none in force.
        basis_expires: Its last day; empty where it has none.
        received: Day it came, ISO; empty where unknown.
        age_days: Days since then; None where unknown.
        fails: Why it may not go; empty where it may.
        warnings: What a person must weigh.
        silenced: Texts that stay inside, since they name, or may name, somebody hidden.
    """

    source_id: str
    file: str
    originator: str
    audience: str
    purpose: str
    entities: int
    links: int
    nearest: int | None
    grade: str
    grade_scheme: str
    corroborated: int
    basis: str
    basis_expires: str
    received: str
    age_days: int | None
    fails: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    silenced: int = 0

    @property
    def goes(self) -> bool:
        """Whether no rule forbids it."""
        return not self.fails


@dataclass(frozen=True, slots=True)
class Occasion:
    """To whom something would be given, on what basis, when.

    Attributes:
        own: The case's own agency.
        audience: For whom.
        basis: The plan's.
        today: The day.
        stale_days: After so many days something is stale.
    """

    own: Originator
    audience: Originator
    basis: Basis
    today: dt.date
    stale_days: int = STALE_DAYS

    @property
    def legal(self) -> LegalBasis | None:
        """What binds both sides, whether or not it is still in force."""
        return self.basis.behind(self.own, self.audience, self.today)


def check_items(
    occasion: Occasion,
    rows: Iterable[SourceRow],
    portions: Collection[Portion],
    consents: Collection[tuple[str, str]],
) -> list[Item]:
    """Return every source of a case as an item of a would-be release.

    Args:
        occasion: To whom, on what basis, when.
        rows: All sources in force, in the order they came.
        portions: What of a source lies near the plan's subjects, of those looked at.
        consents: Pairs of source id and audience.

    Returns:
        One item a source, in the order they came.
    """
    by_source = {one.row.source.id: one for one in portions}
    return [_item(occasion, row, by_source.get(row.source.id), consents) for row in rows]


def without_its_record(item: Item) -> Item:
    """Return an item that says that two records are one, where one of the two does not go."""
    says = "it says that two records are one, and one of the two does not go as itself"
    return replace(item, fails=(*item.fails, Finding("record", says)))


def _item(
    occasion: Occasion,
    row: SourceRow,
    portion: Portion | None,
    consents: Collection[tuple[str, str]],
) -> Item:
    source, legal = row.source, occasion.legal
    said = portion.said if portion else 0
    shared = portion.shared if portion else 0
    age = _age(source, occasion.today)
    fails = (
        *_handling(source, occasion, consents),
        *_overdue(source, occasion.today),
        *_audience(occasion),
        *_basis(legal, occasion),
        *_relevance(portion, occasion),
    )
    return Item(
        source_id=source.id,
        file=source.file,
        originator=str(source.originator),
        audience=str(occasion.audience),
        purpose=occasion.basis.purpose,
        entities=portion.entities if portion else 0,
        links=portion.links if portion else 0,
        nearest=portion.nearest if portion else None,
        grade=f"{source.reliability}{source.credibility}",
        grade_scheme=source.grade_scheme,
        corroborated=shared,
        basis=legal.name if legal and legal.holds_on(occasion.today.isoformat()) else "",
        basis_expires=legal.expires if legal else "",
        received=source.received,
        age_days=age,
        fails=fails,
        warnings=(
            *_held(portion),
            # What the partners agreed on is graded by nobody, and said by whoever wrote it.
            *(() if portion and portion.agreed else _warnings(source, age, occasion, said, shared)),
        ),
        silenced=portion.silenced if portion else 0,
    )


def _handling(
    source: Source, occasion: Occasion, consents: Collection[tuple[str, str]]
) -> tuple[Finding, ...]:
    if may_see(source, occasion.audience, consents):
        return ()
    who = str(source.originator)
    if not {str(occasion.audience), occasion.audience.country} & set(source.releasable_to):
        says = f"its originator has not named this audience in releasable_to ({source.handling} {source.tlp})"
        return (Finding("handling", says, who),)
    says = f"{source.handling} {source.tlp} needs its originator's consent on record"
    return (Finding("consent", says, who),)


def _overdue(source: Source, today: dt.date) -> tuple[Finding, ...]:
    if not is_overdue(source, today):
        return ()
    return (Finding("overdue", "its retain_until has passed", str(source.originator)),)


def _audience(occasion: Occasion) -> tuple[Finding, ...]:
    named = {str(occasion.audience), occasion.audience.country}
    if not occasion.basis.countries or named & set(occasion.basis.countries):
        return ()
    return (Finding("audience", "this audience takes no part in the plan", "the plan's countries"),)


def _basis(legal: LegalBasis | None, occasion: Occasion) -> tuple[Finding, ...]:
    if legal is None:
        says = "no agreement of the plan binds both the own agency and this audience"
        return (Finding("basis", says, "the parties of the plan"),)
    if legal.holds_on(occasion.today.isoformat()):
        return ()
    today = occasion.today.isoformat()
    says = (
        f"the agreement that binds both begins on {legal.since}"
        if legal.since > today
        else f"the agreement that binds both ended on {legal.expires}"
    )
    return (Finding("basis", says, "the parties of the plan"),)


def _relevance(portion: Portion | None, occasion: Occasion) -> tuple[Finding, ...]:
    if portion is None or portion.said:
        return ()
    says = f"nothing of it lies within {occasion.basis.steps} steps of the plan's subjects"
    if portion.agreed:
        says = "it holds no word on this plan that goes: an earlier one, or another plan's"
    return (Finding("relevance", says),)


def _held(portion: Portion | None) -> tuple[Finding, ...]:
    if portion is None or not portion.struck:
        return ()
    says = (
        "it names somebody, or a number of hers, whom only what this audience may not see"
        " protects: while it goes along, all is held back"
    )
    if portion.alarmed:
        says += "; a text or a place in it is one that does"
    return (Finding("held_back", says, about=tuple(sorted(portion.named))),)


def _warnings(
    source: Source, age: int | None, occasion: Occasion, said: int, shared: int
) -> tuple[Finding, ...]:
    found = []
    if not (source.reliability or source.credibility):
        found.append(Finding("ungraded", "neither source nor information is graded"))
    if said and not shared:
        found.append(Finding("single_originator", "no other originator says any of it"))
    if age is None:
        found.append(Finding("undated", "the day it came is not known"))
    elif age > occasion.stale_days:
        found.append(Finding("stale", f"it came {age} days ago"))
    return tuple(found)


def _age(source: Source, today: dt.date) -> int | None:
    return (today - dt.date.fromisoformat(source.received)).days if source.received else None
