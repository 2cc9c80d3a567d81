"""A package made: what of which source goes, checked against everything, then written out."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import ReleaseError
from linkgraph.share.alarm import alarm_for
from linkgraph.share.barring import not_barred
from linkgraph.share.betraying import Betraying, told_by_ids
from linkgraph.share.cast import Cast
from linkgraph.share.identity import once_stating
from linkgraph.share.leaving import Leaving
from linkgraph.share.looking import sight_for
from linkgraph.share.portions import find_portions
from linkgraph.share.raapt import STALE_DAYS, Occasion, check_items, without_its_record
from linkgraph.share.relevance import distances
from linkgraph.share.same import same_told, stating
from linkgraph.share.sight import roles_inside, struck_in
from linkgraph.share.standing_in import cast_for, said_by_several
from linkgraph.share.unsaid import unsaid_with_theirs
from linkgraph.statements.source import strictest_marks
from linkgraph.statements.stated import is_stated, stated_by
from linkgraph.values.text import clean_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow
    from linkgraph.share.basis import Basis
    from linkgraph.share.portions import Portion
    from linkgraph.share.raapt import Item
    from linkgraph.share.same import Pair
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator, Source

__all__ = ["UNNAMED", "Packed", "Survey", "Wanted", "pack", "survey"]

# What a file is called whose name would give somebody away.
UNNAMED = "extract"

# What no receiver takes: a folder in a file's name, signs that steer a terminal.
_UNSOUND = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_LONGEST_PURPOSE = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a package is to be.

    Attributes:
        own: The case's own agency.
        audience: For whom.
        basis: The plan, its purpose, the law behind it.
        made: The moment it is made, UTC.
        expires: The last day on which the receiver may have it.
        package: Its id.
        secret: What only the giver has; ids of extracts are made with it.
        without: Ids of sources to leave out as if they had never come.
        stale_days: After so many days something is stale.
        reader: Whose key opens it, where that is one agency of the audience; so that nothing
            of another agency of its country goes to it as its own.
        agreed: What returns, of sources in sight and by what of a table may be told, the records
            of the plan that go along: by a source's number ids of entities; none where left out.
    """

    own: Originator
    audience: Originator
    basis: Basis
    made: dt.datetime
    expires: dt.date
    package: str
    secret: bytes
    without: frozenset[str] = frozenset()
    stale_days: int = STALE_DAYS
    reader: Originator | None = None
    agreed: Callable[[Sequence[SourceRow], Left], Mapping[int, frozenset[str]]] | None = None

    @property
    def eyes(self) -> Originator:
        """Who will see it: the agency whose key opens it, else the audience."""
        return self.reader or self.audience

    @property
    def occasion(self) -> Occasion:
        """To whom, on what basis, when."""
        return Occasion(self.own, self.eyes, self.basis, self.made.date(), self.stale_days)


@dataclass(frozen=True, slots=True)
class Survey:
    """All of a case looked at for a would-be package; an inside thing.

    Attributes:
        items: Every source, checked.
        portions: What goes, of the sources that may.
        leaving: Who goes, and as what.
        same: Source id to the two records that it states to be one, of what may be told so.
    """

    items: tuple[Item, ...]
    portions: tuple[Portion, ...]
    leaving: Leaving
    same: Mapping[str, Pair] = field(default_factory=dict)

    def warned(self) -> list[Item]:
        """Return the items that go and have something that a person must weigh."""
        return [item for item in self.items if item.goes and item.warnings]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a package will hold; its parts are made as they are read.

    Attributes:
        header: The manifest, but for its parts and what the signer adds.
        portions: What goes, in the order of the sources of the header.
        leaving: Who goes, and as what.
        ids: Ids of the sources as the case holds them.
    """

    header: dict[str, Any]
    portions: tuple[Portion, ...]
    leaving: Leaving
    ids: tuple[str, ...]


def survey(ledger: Ledger, wanted: Wanted, *, withheld: bool = False) -> Survey:
    """Look at all sources of a case for a package, and check each (RAAPT).

    What goes is computed from what the audience may see alone; the list of items tells of
    all sources, and never leaves.

    Args:
        ledger: The truth.
        wanted: What the package is to be.
        withheld: Also look how near the plan's subjects the sources lie that may not go, by
            all that the case holds.
    """
    sight = sight_for(ledger, wanted.eyes, wanted.made.date(), without=wanted.without)
    everything = roles_inside(ledger, sight)
    officials = _officials(ledger, sight)
    unsaid = unsaid_with_theirs(ledger, sight)
    cast = cast_for(
        sight,
        wanted.basis,
        wanted.package,
        secret=wanted.secret,
        officials=officials,
        unsaid=unsaid,
    )
    alarm = alarm_for(ledger, sight, everything).without_those_of(cast.texts)
    leaving = Leaving(cast, sight.clusters, alarm, wanted.package)
    if wanted.agreed:
        # A newer word in a record that stays out must not keep the one before it back.
        leaving.agreed = wanted.agreed(sight.rows, not_barred(ledger, sight.rows, leaving.barring))
    struck = struck_in(ledger, sight, everything) | told_by_ids(cast.near.keys(), alarm)
    portions = find_portions(ledger, sight.rows, leaving, struck)
    rows = [row for row in ledger.sources() if row.source.id not in wanted.without]
    seen = {row.source.id for row in sight.rows}
    others = [row for row in rows if row.source.id not in seen] if withheld else []
    looked_at = [*portions, *_inside(ledger, wanted, others)]
    items = check_items(wanted.occasion, rows, looked_at, ledger.consents())
    going = {item.source_id for item in items if item.goes}
    kept = [one for one in portions if one.row.source.id in going]
    same = same_told(ledger, sight, cast, kept)
    # What else it says names both records, so that it does not go without the other's either.
    once = once_stating(ledger, sight.rows)
    stated = {row.source.id for row in sight.rows if row.seq in once}
    silent = (stating(sight).keys() | stated) - same.keys()
    items = [without_its_record(one) if one.source_id in silent else one for one in items]
    kept = [one for one in kept if one.row.source.id not in silent]
    return Survey(tuple(items), tuple(kept), leaving, same)


def _officials(ledger: Ledger, sight: Sight) -> set[str]:
    """Return what the focal points are called of whom an audience is told."""
    tables = ledger.tables(
        part="entity", names=["FocalPoint"], sources=sight.numbers, left=sight.left
    )
    held = (one.frame for one in tables)
    return {
        name
        for frame in held
        if "official" in frame.columns
        for name in frame["official"].drop_nulls()
    }


def _inside(ledger: Ledger, wanted: Wanted, rows: list[SourceRow]) -> list[Portion]:
    """Return what of sources lies near the plan's subjects by all that the case holds."""
    if not rows:
        return []
    sight = sight_for(ledger, None, wanted.made.date())
    subjects = [sight.clusters.entity_of(one) for one in wanted.basis.subjects]
    near = distances(sight.graph, subjects, wanted.basis.steps)
    cast = Cast(near, {}, {}, frozenset(), Betraying(), said_by_several(sight.graph, sight))
    return find_portions(ledger, rows, Leaving(cast, sight.clusters, Betraying(), wanted.package))


def pack(found: Survey, wanted: Wanted) -> Packed:
    """Return what a package will hold.

    Raises:
        ReleaseError: Nothing may go; or somebody in it is protected by what the audience may
            not see, or its purpose names somebody hidden: all of it is held back.
    """
    if not found.portions:
        raise ReleaseError(
            "nothing may go to this audience on this basis",
            remedy="`linkgraph share check` lists each source with the reason and who could consent.",
        )
    if any(one.struck for one in found.portions):
        raise _held_back()
    leaving = found.leaving
    _refuse_names(wanted.basis, leaving)
    sources = [one.row.source for one in found.portions]
    legal = wanted.occasion.legal
    header = {
        "form": 1,
        "id": wanted.package,
        "from": str(wanted.own),
        "to": str(wanted.audience),
        "made": wanted.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "expires": wanted.expires.isoformat(),
        "reference": wanted.basis.reference,
        "purpose": wanted.basis.purpose,
        "legal_basis": {"name": legal.name, "expires": legal.expires} if legal else {},
        "handling": strictest_marks(sources),
        "sources": [
            _source(one, wanted, leaving) | _same_as(found.same.get(one.row.source.id))
            for one in found.portions
        ],
    }
    return Packed(header, found.portions, leaving, tuple(one.id for one in sources))


def _held_back() -> ReleaseError:
    return ReleaseError(
        "held back: the case holds of somebody in it what this audience may not see",
        remedy="`linkgraph share check` tells which sources (held_back). Ask the originators concerned"
        " for their decision, or release less: fewer subjects or steps, or sources left out with"
        " --without; nothing was released.",
    )


def _refuse_names(basis: Basis, leaving: Leaving) -> None:
    said = [basis.reference, basis.purpose, *(one.name for one in basis.legal)]
    if any(_holds(text, one) for text in said for one in (leaving.cast.texts, leaving.alarm)):
        raise ReleaseError(
            "the plan's reference, purpose or legal basis names somebody who must not be named",
            remedy="Write it without names and numbers; nothing was released.",
        )


def _holds(text: str, hidden: Betraying) -> bool:
    held = pl.Series([text], dtype=pl.String)
    return bool(hidden.in_texts(held, free=True, written=True).any())


def _source(portion: Portion, wanted: Wanted, leaving: Leaving) -> dict[str, Any]:
    """Return what is told of a source; of an extract, under an id that tells nothing of the file."""
    source = portion.row.source
    texts = {"file": source.file, "purpose": source.purpose}
    if is_stated(source.file):
        # Who stated it stands in its name, and how it is known in its purpose.
        texts = {"file": stated_by(str(source.originator)), "purpose": ""}
    if any(_holds(text, leaving.alarm) for text in texts.values()):
        raise _held_back()
    told = {
        name: "" if _holds(text, leaving.cast.texts) else text
        for name, text in texts.items()
        if text
    }
    changed = any(not text for text in told.values())
    whole = portion.whole and not changed
    return {
        "sha256": source.sha256 if whole else _extract_id(source, wanted),
        "file": _UNSAFE.sub("_", told.get("file") or UNNAMED),
        "originator": str(source.originator),
        "received": source.received,
        "grade_scheme": source.grade_scheme,
        "source_reliability": source.reliability,
        "info_credibility": source.credibility,
        "handling": source.handling,
        "tlp": source.tlp,
        "releasable_to": list(source.releasable_to),
        "purpose": clean_text(_UNSOUND.sub(" ", told.get("purpose", "")))[:_LONGEST_PURPOSE],
        "retain_until": source.retain_until,
    }


def _same_as(pair: Pair | None) -> dict[str, list[str]]:
    return {} if pair is None else {"same_as": list(pair)}


def _extract_id(source: Source, wanted: Wanted) -> str:
    """Return 64 hex digits: for one reader always the same, and nobody else can make them.

    However the audience was written: what an agency gets as its country's takes the place of
    what it got by its own name.
    """
    said = f"extract\x1f{wanted.eyes}\x1f{source.sha256}"
    return hmac.new(wanted.secret, said.encode("utf-8"), "sha256").hexdigest()
