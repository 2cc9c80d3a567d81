"""``linkgraph entity``: find, show, explain, state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.given import tell_exposing
from linkgraph.cli.options import (
    ask_password,
    case_option,
    engine_option,
    format_option,
    given_by,
    listed,
    the_case,
)
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.case import Case
    from linkgraph.ledger import Evidence

__all__ = ["command"]


@click.group(name="entity")
def command() -> None:
    """Find, show, explain; state what people know."""


@command.command()
@click.argument("text")
@case_option
@engine_option
@format_option
@click.option("--most", default=50, show_default=True, help="Most rows.")
def find(text: str, case_folder: Path, engine: str | None, form: str | None, most: int) -> None:
    """Find people and things by name in any script, number or part of one.

    \b
    Example:
        linkgraph entity find "hoa phan" --case kestrel
    """
    from linkgraph.cli.output import show_answer

    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    show_answer(case.find(text, most=most, engine=engine or ""), form)


@command.command()
@click.argument("entity_id")
@case_option
def show(entity_id: str, case_folder: Path) -> None:
    """Show what is said of an entity, as JSON: properties, links by type, records it is made of.

    An id that was merged away shows the entity that it is part of.

    \b
    Example:
        linkgraph entity show phone:+6281200000000 --case kestrel
    """
    case = the_case(case_folder)
    found = case.explain([entity_id], with_links=True)
    if not found:
        raise InputError(
            "the case holds no entity of this id", remedy="`linkgraph entity find` shows ids."
        )
    click.echo(
        json.dumps(_summary(case, entity_id, found), ensure_ascii=False, indent=1, default=str)
    )


def _summary(case: Case, entity_id: str, found: list[Evidence]) -> dict[str, Any]:
    clusters = case.entities_near([entity_id])
    members = clusters.members(entity_id)
    own = [e for e in found if e.part == "entity" and e.id in members]
    properties: dict[str, set[str]] = {}
    for one in own:
        for name, value in one.properties.items():
            values = value if isinstance(value, list) else [value]
            properties.setdefault(name, set()).update(map(str, values))
    return {
        "id": clusters.entity_of(entity_id),
        "kind": own[0].name if own else "",
        "properties": {name: sorted(values) for name, values in sorted(properties.items())},
        "links": _links(case, found, set(members)),
        "sources": sorted({f"{e.source.source.originator}: {e.source.source.file}" for e in found}),
        "records": len({(e.source.seq, e.locator) for e in own}),
        "made_of": list(members),
        # The weakest pair stands last: without it there would be two.
        "held_by": [held._asdict() for held in clusters.holding(entity_id)],
        "not_joined": [
            one._asdict() for one in clusters.refused if {one.left, one.right} & set(members)
        ],
    }


def _links(case: Case, found: list[Evidence], members: set[str]) -> dict[str, Any]:
    links: dict[str, dict[str, Any]] = {}
    far = {end for e in found for end in (e.start, e.end) if end and end not in members}
    whole = case.entities_of(far)
    for one in found:
        between = one.start != one.end and {one.start, one.end} <= members
        if one.part != "link" or between:
            continue
        way, other = ("out", one.end) if one.start in members else ("in", one.start)
        held = links.setdefault(f"{one.name} {way}", {"ids": set(), "others": set()})
        held["ids"].add(one.id)
        held["others"].add(whole.get(other, other))
    return {
        name: {"links": len(held["ids"]), "others": sorted(held["others"])[:20],
               "others_in_all": len(held["others"])}
        for name, held in sorted(links.items())
    }  # fmt: skip


@command.command()
@click.argument("ids", nargs=-1, required=True)
@case_option
@format_option
@click.option("--links", "with_links", is_flag=True, help="Also what says that its links hold.")
def explain(ids: tuple[str, ...], case_folder: Path, form: str | None, with_links: bool) -> None:
    """Show which source lines say so, with grade and handling; for entities and links.

    \b
    Example:
        linkgraph entity explain phone:+6281200000000 --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    found, givers = case.explain(ids, with_links=with_links), case.ledger.givers()
    if not found:
        raise InputError(
            "nothing in the case says anything of these ids",
            remedy="`linkgraph entity find` shows ids.",
        )
    columns = [
        "file",
        "locator",
        "says",
        "id",
        "from_id",
        "to_id",
        "properties",
        "originator",
        "grade",
        "handling",
        "source",
        "given_by",
    ]
    rows = [
        [e.source.source.file, e.locator, e.name, e.id, e.start, e.end,
         json.dumps(e.properties, ensure_ascii=False, default=str), str(e.source.source.originator),
         f"{e.source.source.reliability}{e.source.source.credibility}",
         f"{e.source.source.handling} {e.source.source.tlp}", e.source.source.id,
         given_by(givers, e.source.source.id)]
        for e in found
    ]  # fmt: skip
    show_rows(columns, rows, form)


@command.command()
@click.argument("entity_id")
@case_option
@click.option("--suspect", "role", flag_value="suspect", help="Is a suspect.")
@click.option("--victim", "role", flag_value="victim", help="Is a victim.")
@click.option("--witness", "role", flag_value="witness", help="Is a witness.")
@click.option("--informant", "role", flag_value="informant", help="Is an informant.")
@click.option("--protected", "role", flag_value="protected", help="Is under protection.")
@click.option("--member-of", default="", help="Syndicate's id or name.")
@click.option("--reach", default="", help="Country where it can be acted on.")
@click.option("--same-as", default="", help="Id of an entity that is the same.")
@click.option(
    "--consent",
    type=click.Choice(["given", "refused"], case_sensitive=False),
    help="Whether the person lets it be shared and counted.",
)
@click.option(
    "--consent-to",
    type=click.Choice(["sharing", "statistics"], case_sensitive=False),
    help="To one of these alone; both where left out.",
)
@click.option("--why", required=True, help="How it is known.")
@click.option("--handling", default="", help="H0 to H3; H3 where left out.")
@click.option("--tlp", default="", help="CLEAR to RED; RED where left out.")
@click.option("--releasable-to", default="", help="NZ,MY: nobody else where left out.")
def state(
    entity_id: str,
    case_folder: Path,
    role: str | None,
    releasable_to: str,
    reach: str,
    consent: str | None,
    consent_to: str | None,
    **told: str,
) -> None:
    """Put on record what people know and no file says; it can be withdrawn.

    \b
    Example:
        linkgraph entity state person:0123 --victim --why "interviewed" --case kestrel
    """
    from linkgraph.statements.stated import Stated
    from linkgraph.values.countries import clean_country

    stated = Stated(
        role=role or "",
        consent=consent or "",
        consent_to=consent_to or "",
        reach=clean_country(reach) if reach else "",
        releasable_to=tuple(listed(releasable_to)),
        **told,
    )
    case = the_case(case_folder)
    click.echo(case.state(entity_id, stated))
    tell_exposing(case)
    if stated.consent == "refused":
        _tell_of_packages(case, entity_id)


def _tell_of_packages(case: Case, entity_id: str) -> None:
    """Say which packages were given of what speaks of somebody who refuses to be part of them."""
    given = case.share_given({one.source.source.id for one in case.explain([entity_id])})
    if given:
        named = ", ".join(one.package for one in given)
        click.echo(
            f"Given before, of sources that speak of this person: {named}."
            " `linkgraph share recall` takes a package back.",
            err=True,
        )
