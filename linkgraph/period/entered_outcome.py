"""An outcome that somebody enters, and what somebody decides on two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError, UnknownName, ValueRejected
from linkgraph.period.outcomes import MOST_COUNTED, VICTIMS
from linkgraph.period.tally import kinds
from linkgraph.period.told import country_told
from linkgraph.schema import load_schema
from linkgraph.statements import EntityTable, LinkTable, keyed_id, link_id
from linkgraph.statements.entered import NAME_LETTERS, Entered, entered_batch, entered_text
from linkgraph.values.dates import clean_date
from linkgraph.values.money import clean_amount, clean_currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.statements import Batch, Originator

__all__ = ["OutcomeTold", "day_of", "decision_batch", "outcome_batch", "outcome_kind_of"]

# As the mapping common/outcomes names its entity: what is entered here and what a list of the
# same agency brings under one number are then one outcome.
_SCOPE = "outcome"
_OF_MONEY = "assets_restrained"
# Whoever is assisted or identified as a victim is one; whoever is arrested is a suspect.
_ROLES = dict.fromkeys(VICTIMS, "victim") | dict.fromkeys(
    ("suspects_identified", "arrests"), "suspect"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTold:
    """What somebody tells of an outcome.

    Attributes:
        kind: One of the schema's ``outcome_kind``.
        reference: Its number; without one it cannot be put right later, only withdrawn.
        count: How many it counts, 0 or more. 0 takes back what was entered under its number.
        day: Day, month or year it happened; empty where unknown.
        countries: Whose it is; the own agency's country where empty.
        agency: The agency; may be empty.
        period: Reference of the joint period.
        plan: Reference of the investigation plan; may be empty.
        evidence: Source or document that shows it.
        amount: Money restrained, as ``1,234.50``; empty where it is none.
        currency: Its currency.
        about: Ids of whom and what it concerns.
    """

    kind: str
    reference: str = ""
    count: int = 1
    day: str = ""
    countries: tuple[str, ...] = ()
    agency: str = ""
    period: str = ""
    plan: str = ""
    evidence: str = ""
    amount: str = ""
    currency: str = ""
    about: tuple[str, ...] = ()


def outcome_kind_of(text: str) -> str:
    """Return the kind of outcome that a word names, spaces, hyphens and size apart.

    Raises:
        UnknownName: There is none.
    """
    word = "_".join(text.replace("-", " ").replace("_", " ").casefold().split())
    if word not in kinds():
        raise UnknownName.of("kind of outcome", text, kinds())
    return word


def outcome_batch(told: OutcomeTold, own: Originator, nonce: str) -> Batch:
    """Return the statements of an outcome.

    Args:
        told: What is told of it.
        own: Who enters it.
        nonce: Tells an outcome without a number apart from others.

    Raises:
        InputError: A number, day, country or amount is none, or an id is; or an amount is told of
            something else than assets restrained.
    """
    kind = outcome_kind_of(told.kind)
    reference = entered_text(told.reference, "reference", NAME_LETTERS)
    if not 0 <= told.count <= MOST_COUNTED:
        raise InputError(
            f"a count is 0 or more, and at most {MOST_COUNTED}",
            where="count",
            remedy="Count again.",
        )
    keys = [reference, kind] if reference else [nonce]
    one = keyed_id(load_schema().kinds["Outcome"], f"{own}/{_SCOPE}", keys)
    evidence = entered_text(told.evidence, "evidence")
    properties = {
        "native_ids": (reference,) if reference else (),
        "outcome_kind": kind,
        "count": told.count,
        "day": day_of(told.day),
        "countries": tuple(sorted({country_told(c, "countries") for c in told.countries})),
        "agency": entered_text(told.agency, "agency", NAME_LETTERS),
        "period": entered_text(told.period, "period", NAME_LETTERS),
        "plan": entered_text(told.plan, "plan", NAME_LETTERS),
        "evidence": (evidence,) if evidence else (),
        **_money(told),
    }
    made = entered_batch([Entered("Outcome", one, properties, about=told.about)])
    return _with_roles(made, kind, told.about, own)


def day_of(text: str) -> str:
    """Return a day, month or year that a person wrote, ISO; empty where there is none.

    Raises:
        InputError: It is none.
    """
    if not text.strip():
        return ""
    try:
        return clean_date(text)
    except ValueRejected:
        raise InputError(
            "this is no day, month or year",
            where="date",
            remedy="Write it as 2026-10-31, 2026-10 or 2026.",
        ) from None


def _money(told: OutcomeTold) -> dict[str, object]:
    if not told.amount:
        if told.currency:
            raise InputError(
                "a currency without an amount", where="amount", remedy="Give both or neither."
            )
        return {}
    if outcome_kind_of(told.kind) != _OF_MONEY:
        raise InputError(
            "only assets restrained have an amount",
            where="amount",
            remedy="Enter them as an outcome of their own, under the same number.",
        )
    try:
        currency = clean_currency(told.currency)
    except ValueRejected:
        raise InputError(
            "this is no currency", where="currency", remedy="Write its code, such as MYR."
        ) from None
    try:
        return {"amount_minor": clean_amount(told.amount, currency), "currency": currency}
    except ValueRejected:
        raise InputError(
            "this is no amount of that currency", where="amount", remedy="Write it as 1234.50."
        ) from None


def _with_roles(batch: Batch, kind: str, about: Sequence[str], own: Originator) -> Batch:
    people = [one for one in about if one.startswith("person:")]
    if kind not in _ROLES or not people:
        return batch
    role = _ROLES[kind]
    type_ = load_schema().roles[role]
    file = keyed_id(load_schema().kinds["CaseFile"], str(own), ["stated outcomes"])
    titles = pl.DataFrame(
        {"record": [0], "id": [file], "titles": [["Outcomes stated by the agency"]]},
        schema_overrides={"record": pl.Int32},
    )
    links = pl.DataFrame(
        {
            "record": [0] * len(people),
            "link_id": [link_id(type_, (one, file)) for one in people],
            "from_id": people,
            "to_id": [file] * len(people),
            "role_text": [role] * len(people),
        },
        schema_overrides={"record": pl.Int32},
    )
    return replace(
        batch,
        entities=[*batch.entities, EntityTable("CaseFile", titles)],
        links=[*batch.links, LinkTable(type_, "Person", "CaseFile", links)],
    )


def decision_batch(one: str, other: str, *, holds: bool) -> Batch:
    """Return the statement that two outcomes are one, or that they are two.

    Raises:
        InputError: They are the same id, or neither is of an outcome.
    """
    outcome, beside = sorted((one, other), key=lambda i: not i.startswith("outcome:"))
    if not outcome.startswith("outcome:") or one == other:
        raise InputError(
            "a decision is on two outcomes, or on one and an enquiry",
            remedy="`linkgraph period outcome list` shows ids.",
        )
    kind = "Outcome" if beside.startswith("outcome:") else "Enquiry"
    batch = entered_batch([Entered("Outcome", outcome, {}), Entered(kind, beside, {})])
    link = pl.DataFrame(
        {
            "record": [0],
            "link_id": [link_id("SAME_OUTCOME", (outcome, beside))],
            "from_id": [outcome],
            "to_id": [beside],
            "holds": [holds],
        },
        schema_overrides={"record": pl.Int32},
    )
    return replace(batch, links=[LinkTable("SAME_OUTCOME", "Outcome", kind, link)])
