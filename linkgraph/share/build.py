"""Making a release: from what the audience may see, then checked against everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError, ReleaseError
from linkgraph.schema import load_schema
from linkgraph.share.alarm import alarm_for, alarms
from linkgraph.share.betraying import Betraying
from linkgraph.share.guard import DECLINED, MINOR
from linkgraph.share.looking import sight_for
from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink, Shown
from linkgraph.share.naming import of_another, own_name, searched, values_of
from linkgraph.share.part import Part, choose
from linkgraph.share.pseudonyms import Hidden
from linkgraph.share.sight import (
    hidden_in,
    roles_inside,
    sources_behind,
    struck_in,
    without_never_outside,
)
from linkgraph.share.telling import KEPT, bookings_of, day_of, silent
from linkgraph.share.unsaid import unsaid_with_theirs, without_unsaid
from linkgraph.statements.source import strictest_marks
from linkgraph.values.money import format_amount

if TYPE_CHECKING:
    import datetime as dt

    from linkgraph.graph.base import LinkShape, Projection
    from linkgraph.ledger import Ledger
    from linkgraph.schema import Property
    from linkgraph.share.guard import Roles
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator

__all__ = ["Request", "build_release"]

_COUNTRY_LINKS = ("NATIONAL_OF", "RESIDES_IN", "IN_JURISDICTION")
_ASIDE = {"id", "caption", "sources", "originators", "handling", "records"}
_LINK_ASIDE = {
    "link_id", "from_id", "to_id", "sources", "handling", "reliability", "credibility",
    "at", "at_s", "amount_minor", "currency", "since",
}  # fmt: skip
# No roles of a file: what a picture shows otherwise, or not at all.
_NOT_SHOWN = {MINOR, *DECLINED.values()}
_NON_PUNISHMENT = (
    "Somebody shown as suspect and victim at once may have been made to offend: weigh the"
    " non-punishment principle before any action."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be released, and for whom.

    Attributes:
        case_name: The case's name.
        own: The case's own agency.
        audience: Whom it is for; the own agency where None.
        made: The moment it is made, UTC.
        reveal: For the own agency only: show victims and witnesses as they are.
        part: Which part of the case.
    """

    case_name: str
    own: Originator
    audience: Originator | None
    made: dt.datetime
    reveal: bool
    part: Part


def build_release(ledger: Ledger, request: Request) -> Release:
    """Return what an audience may see of a case.

    Args:
        ledger: The truth.
        request: What for whom.

    Returns:
        Entities and links by id. A withheld source leaves no trace: names, counts,
        degrees and ids, and who is who, are computed from what the audience may see alone.

    Raises:
        ReleaseError: Somebody in it is protected by what the audience may not see: all
            of it is held back for the originator's decision.
        InputError: Revealing is asked for another audience, or the part names nothing
            that the audience may see.
    """
    inside = request.audience is None
    if request.reveal and not inside:
        raise InputError("only a release for the case's own agency can reveal protected people")
    sight = sight_for(ledger, request.audience, request.made.date())
    around = tuple(sight.clusters.entity_of(one) for one in request.part.around)
    graph, unsaid = sight.told, frozenset[str]()
    if not inside:
        unsaid = unsaid_with_theirs(ledger, sight)
        # Else who comes along by somebody who is not shown would tell of a tie between the two.
        graph = without_unsaid(sight, without_never_outside(sight, graph), unsaid)
    shown = choose(graph, replace(request.part, around=around))
    hidden = Hidden()
    if not request.reveal:
        hidden = hidden_in(sight, inside=inside, part=shown, unsaid=unsaid)
    if not inside:
        _hold_back(ledger, sight, shown, hidden)
    return _release(ledger, request, sight, shown, hidden)


def _hold_back(ledger: Ledger, sight: Sight, part: Projection, hidden: Hidden) -> None:
    """Refuse a release that would show whom only something withheld protects."""
    everything = roles_inside(ledger, sight)
    struck = struck_in(ledger, sight, everything)
    alarm = alarm_for(ledger, sight, everything).without_those_of(
        Betraying(hidden.names, hidden.numbers)
    )
    named = any(not struck.isdisjoint(frame["id"]) for frame in part.nodes.values())
    if named or alarms(alarm, part):
        raise ReleaseError(
            "held back: the case holds of somebody in it what this audience may not see",
            remedy="Ask the originators concerned for their decision, or release a smaller part"
            " with --around; nothing was released.",
        )


def _release(
    ledger: Ledger, request: Request, sight: Sight, part: Projection, hidden: Hidden
) -> Release:
    countries = _countries(sight.told)
    entities = [
        _entity(kind, row, sight.said, hidden, countries)
        for kind, frame in part.nodes.items()
        for row in frame.iter_rows(named=True)
    ]
    links = _links(part, hidden, sight)
    known = sources_behind(sight, part)
    cautions = ["A link shows what a source says, not what somebody did."]
    if any({"suspect", "victim"} <= set(entity.roles) for entity in entities):
        cautions.append(_NON_PUNISHMENT)
    return Release(
        case_name=hidden.title(request.case_name),
        audience=str(request.audience or request.own),
        own=request.audience is None,
        made=request.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        ledger_version=ledger.version if request.audience is None else 0,
        handling=strictest_marks(known) if known else "",
        originators=tuple(sorted({str(source.originator) for source in known})),
        entities=tuple(sorted(entities, key=lambda one: one.id)),
        links=tuple(sorted(links, key=lambda one: one.id)),
        cautions=tuple(cautions),
        total_entities=len(entities),
    )


def _countries(seen: Projection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for shape, frame in seen.links.items():
        if shape.type in _COUNTRY_LINKS:
            for one, country in frame.select("from_id", "to_id").iter_rows():
                found.setdefault(one, set()).add(country.partition(":")[2])
    return found


def _entity(
    kind: str, row: dict[str, Any], roles: Roles, hidden: Hidden, countries: dict[str, set[str]]
) -> ReleasedEntity:
    one = row["id"]
    masked = one in hidden.ids
    return ReleasedEntity(
        id=hidden.ids.get(one, one),
        kind=kind,
        caption=hidden.captions.get(one) or _caption(kind, row, hidden),
        roles=tuple(role for role in roles.of(one) if role not in _NOT_SHOWN),
        hidden=masked,
        countries=tuple(sorted(countries.get(one, ()))),
        originators=tuple(row["originators"] or ()),
        handling=row["handling"] or "",
        properties=_shown(_told_of(kind, masked=masked), row, _ASIDE, hidden, kind),
    )


def _told_of(kind: str, *, masked: bool) -> dict[str, Property]:
    properties = load_schema().kinds[kind].properties
    return {name: prop for name, prop in properties.items() if not masked or name in KEPT}


def _caption(kind: str, row: dict[str, Any], hidden: Hidden) -> str:
    """Return what something is called, unless it is called after somebody hidden."""
    caption, free, other = row["caption"], True, False
    if kind == "Person":
        own = {text for name in ("names", "aliases", "romanised") for text in row.get(name) or ()}
        other = of_another(caption)
        free = caption not in own or other
    betrays = caption and hidden.betrays(caption, free=free, written=other)
    return f"{kind} (withheld)" if betrays else caption


def _shown(
    properties: Any, row: dict[str, Any], aside: set[str], hidden: Hidden, kind: str = ""
) -> dict[str, Shown]:
    """Return filled properties, without those that would give a hidden person away."""
    told: dict[str, Shown] = {}
    for name, prop in properties.items():
        value = row.get(name)
        twin = name.endswith("_s") and name[:-2] in properties
        if value is None or name in aside or twin:
            continue
        texts = value if isinstance(value, list) else [value]
        kept = [
            t
            for t in texts
            if not (
                isinstance(t, str)
                and values_of(prop)
                and hidden.betrays(t, **_looked_at(prop, kind, t))
            )
        ]
        if not kept:
            continue
        told[name] = tuple(map(str, kept)) if isinstance(value, list) else kept[0]
    return told


def _looked_at(prop: Property, kind: str, text: str) -> dict[str, bool]:
    """Return how a text is searched: may names stand in it, may people have written anything."""
    other = own_name(prop, kind) and of_another(text)
    return {"free": searched(prop, kind) or other, "written": prop.free or other}


def _links(part: Projection, hidden: Hidden, sight: Sight) -> list[ReleasedLink]:
    """Return the links, those of hidden people numbered by what of them is shown: no number tells of an id."""
    made: list[ReleasedLink] = []
    unnamed: list[ReleasedLink] = []
    bookings = frozenset() if sight.inside else _bookings_of_hidden(sight)
    for shape, frame in part.links.items():
        for row in frame.iter_rows(named=True):
            ends = row["from_id"], row["to_id"]
            masked = any(end in hidden.ids for end in ends)
            if row.get("booking") in bookings:
                row["booking"] = None
            name = "" if masked else row["link_id"]
            link = _link(shape, row, name, hidden, masked=masked, outside=not sight.inside)
            (unnamed if masked else made).append(link)
    numbered = enumerate(sorted(unnamed, key=_as_shown), 1)
    return [*made, *(replace(one, id=f"link-{number}") for number, one in numbered)]


def _as_shown(one: ReleasedLink) -> tuple[str, ...]:
    said = one.at, one.amount, one.grade, one.handling, repr(one.properties)
    return one.type, one.start, one.end, *said


def _bookings_of_hidden(sight: Sight) -> frozenset[str]:
    """Return the bookings of everybody hidden, also of those who are shown to no audience."""
    theirs = sight.theirs(set(sight.roles.all_hidden()))
    return bookings_of(sight.graph, theirs)


def _link(  # noqa: PLR0913 - keyword only
    shape: LinkShape, row: dict[str, Any], name: str, hidden: Hidden, *, masked: bool, outside: bool
) -> ReleasedLink:
    amount = row.get("amount_minor")
    currency = row.get("currency")
    properties = {
        key: prop
        for key, prop in load_schema().links[shape.type].properties.items()
        if not (masked and silent(shape.type, prop, outside=outside))
    }
    at = next((row[name] for name in ("at", "since") if name in properties and row.get(name)), "")
    return ReleasedLink(
        id=name,
        type=shape.type,
        start=hidden.ids.get(row["from_id"], row["from_id"]),
        end=hidden.ids.get(row["to_id"], row["to_id"]),
        at=day_of(at) if masked and outside else at,
        amount="" if amount is None or not currency else format_amount(amount, currency),
        grade=f"{row['reliability'] or ''}{row['credibility'] or ''}",
        handling=row["handling"] or "",
        properties=_shown(properties, row, _LINK_ASIDE, hidden),
    )
