"""The laws of what leaves, over cases in which every kind and every type of link may stand."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, SECRET, basis, plain_package
from tests.share.releases import release

SCHEMA = load_schema()
PREFIXES = {"IdentityDocument": "passport"}
# Numbers of the same kind have a value of their own, so that none stands in another.
VALUES = {
    "Phone": "+6011{}0000{}", "Jurisdiction": "{}{}", "Email": "q{}z{}@post.invalid",
}  # fmt: skip
COUNTRIES = ["TH", "LK", "VN"]


def id_of(kind, number):
    """Return the id of one of three things of a kind."""
    prefix = PREFIXES.get(kind, SCHEMA.kinds[kind].prefix)
    if kind == "Jurisdiction":
        return f"{prefix}:{COUNTRIES[number]}"
    return f"{prefix}:{VALUES.get(kind, '77{}QX{}')}".format(number, number)


def value_of(prop, number):
    """Return a sound value of a property, another for each number; None where none is to be had."""
    text = f"word{number}word"
    made = {
        "text": text, "name": f"Qorvax Menti{number}", "address": f"{number} Quietlane",
        "date": f"2026-01-0{number + 1}", "instant": f"2026-01-0{number + 1}T02:03:04Z",
        "integer": number, "number": float(number), "boolean": bool(number % 2),
        "country": COUNTRIES[number], "latitude": 1.25 + number, "longitude": 2.25 + number,
        "imei": ["490154203237518", "356938035643809", "353918057991111"][number],
        "account": f"99900099{number}", "document": f"AB99887{number}",
    }.get(prop.type)  # fmt: skip
    if prop.type == "code":
        known = SCHEMA.enumerations[prop.name]
        made = known[number % len(known)]
    return [made] if prop.many and made is not None else made


def filled(properties, number, but=()):
    told = {one.name: value_of(one, number) for one in properties.values() if one.name not in but}
    return {name: value for name, value in told.items() if value is not None}


numbers = st.integers(0, 2)
links = st.tuples(st.sampled_from(sorted(SCHEMA.links)), st.integers(0, 9), st.integers(0, 15), numbers, numbers, numbers)  # fmt: skip
roles = st.tuples(st.sampled_from(sorted(SCHEMA.roles.values())), numbers)
claims = st.tuples(st.lists(links, max_size=6), st.lists(roles, max_size=2), st.lists(st.tuples(st.sampled_from(sorted(SCHEMA.kinds)), numbers, numbers), max_size=4))  # fmt: skip


def said(called, told):
    """Return a source's entities and links from what is drawn."""
    some, held, things = told
    made = [(role, id_of("Person", one), "casefile:c", {}) for role, one in held]
    for number, (type_, start, end, one, other, value) in enumerate(some):
        of = SCHEMA.links[type_]
        ends = (
            id_of(of.starts[start % len(of.starts)], one),
            id_of(of.ends[end % len(of.ends)], other),
        )
        if ends[0] != ends[1]:
            own = {"id": f"{type_.lower()}:{called}-{number}"} if of.event else {}
            made.append((type_, *ends, filled(of.properties, value) | own))
    entities = [
        (id_of(kind, one), filled(SCHEMA.kinds[kind].properties, value, but={SCHEMA.kinds[kind].value, "number", "address"}))
        for kind, one, value in things
        if kind != "Jurisdiction"
    ]  # fmt: skip
    return {"entities": entities, "links": made}


def without_refusals(told):
    """Return what a source says but for refusals, which count whoever may know of them."""
    kept = [one for one in told["links"] if one[3].get("consent") != "refused"]
    return told | {"links": kept}


def outcomes(ledger, subject):
    """Return what a partner gets of a case: package, releases, or why nothing."""
    made = []
    for ask in (
        lambda: plain_package(ledger, plan=basis(subject, steps=9)),
        lambda: repr(release(ledger, "MY")),
        lambda: repr(release(ledger, "MY", around=(subject,), depth=2)),
    ):
        try:
            made.append(ask())
        except Exception as error:  # noqa: BLE001 - all that is told counts
            made.append(f"{type(error).__name__}: {error}")
    return made


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(claims, min_size=1, max_size=2), claims)
def test_a_withheld_source_leaves_no_trace_whatever_it_says(shown, withheld):
    with tempfile.TemporaryDirectory() as folder:
        whole, seen = new_ledger(Path(folder) / "whole"), new_ledger(Path(folder) / "seen")
        for number, told in enumerate(shown):
            for ledger in (whole, seen):
                fill(ledger, f"S{number}", **said(f"S{number}", told), **OPEN)
        fill(whole, "W", **without_refusals(said("W", withheld)), **SECRET)

        pairs = zip(
            outcomes(whole, id_of("Person", 0)), outcomes(seen, id_of("Person", 0)), strict=True
        )
        for mine, other in pairs:
            if "held back" in str(mine):
                event("held back")
            else:
                event("given" if "Error" not in str(mine) else "nothing may go")
                assert mine == other
        whole.close()
        seen.close()


# What of a hidden person's ties an audience is told: docs/how-to/hidden-people.md says so.
TOLD = {"country", "countries", "exploitation", "controls", "role_in_process", "mode", "origin_country", "destination_country"}  # fmt: skip
WHEN = {"at", "since", "until"}
# A flight, a stay, a booking and an act keep their days; what she has does not tell since when.
KEEP_DAYS = {"TRAVELLED_ON", "STAYED_AT", "BOOKED_FOR", "PAID_FOR"}
THINGS = {
    "Phone", "Email", "UserAccount", "BankAccount", "CryptoWallet", "IdentityDocument", "Vehicle",
    "Vessel", "Device", "Location", "Advertisement", "Trip", "CaseFile", "Organization", "Action",
}  # fmt: skip
HER_TIES = [
    (type_, start, end)
    for type_, of in SCHEMA.links.items()
    for start in of.starts
    for end in of.ends
    if (start == "Person" and end in THINGS)
    or (
        end == "Person" and type_ in KEEP_DAYS | {"CONCERNS"} and start in THINGS - {"Organization"}
    )
    if of.role not in {"informant", "protected"}
]


def with_hers(folder, shape, number):
    """Return what a partner gets of a case in which she has this or that thing."""
    type_, start, end = shape
    of, thing = SCHEMA.links[type_], end if start == "Person" else start
    but = TOLD | (WHEN if type_ in KEEP_DAYS else set())
    kind = SCHEMA.kinds[thing]
    told = {"Location": {"address": f"{number} Quietlane"}}.get(thing, {})
    ends = ["person:v" if one == "Person" else id_of(one, number) for one in (start, end)]
    links = [
        *CHAIN,
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        (type_, *ends, filled(of.properties, number, but) | {"id": f"{type_.lower()}:x"}),
    ]
    her = {"names": [f"Zuleika Brantova{number}"], "birth_dates": [f"199{number}-01-01"]}
    things = [(id_of(thing, number), filled(kind.properties, number, but | {kind.value}) | told)]
    ledger = new_ledger(Path(folder) / str(number))
    fill(ledger, "A", links=links, entities=[*things, ("person:v", her)], **OPEN)
    plan = basis("person:s1", "person:v", id_of(thing, number), steps=9)
    made = [plain_package(ledger, plan=plan), repr(release(ledger, "MY"))]
    ledger.close()
    return made


@pytest.mark.parametrize("shape", HER_TIES, ids="-".join)
def test_what_she_alone_has_can_be_told_from_nothing(tmp_path, shape):
    """Two cases that differ in what she has, and in all that is said of it, give the same."""
    assert with_hers(tmp_path, shape, 0) == with_hers(tmp_path, shape, 1)


CONTACTS = [
    ("CALLED", "phone:+60133330001", "phone:+6421111111"),
    ("MESSAGED", "phone:+6421111111", "phone:+60133330001"),
    ("PAID", "account:990001", "account:990002"),
]
COUNTED = {"amount_minor", "booked_minor", "currency", "booked_currency", "channel", "payments", "until"}  # fmt: skip


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda one: one[0])
def test_of_who_was_in_touch_with_her_the_day_and_the_sum_alone_are_told(tmp_path, contact):
    type_, *ends = contact
    made = []
    for number, moment in enumerate(("01:02:03", "21:22:23")):
        told = filled(SCHEMA.links[type_].properties, number, COUNTED) | {
            "id": f"{type_.lower()}:x"
        }
        told |= {"at": f"2026-02-03T{moment}Z", "currency": "MYR", "amount_minor": 700}
        if type_ != "PAID":
            told = {name: value for name, value in told.items() if name not in COUNTED}
        links = [
            *CHAIN,
            ("VICTIM_IN", "person:v", "casefile:c", {}),
            ("USES", "person:v", "phone:+60133330001", {}),
            ("HOLDS", "person:v", "account:990001", {}),
            (type_, *ends, told),
        ]
        ledger = new_ledger(tmp_path / str(number))
        fill(ledger, "A", links=links, **OPEN)
        plan = basis("person:s1", "person:v", steps=9)
        made.append((plain_package(ledger, plan=plan), repr(release(ledger, "MY"))))
        ledger.close()

    assert made[0] == made[1]


@pytest.mark.parametrize("role", ["INFORMANT_IN", "PROTECTED_IN"])
@pytest.mark.parametrize("shape", HER_TIES, ids="-".join)
def test_a_release_is_as_if_an_informant_and_what_she_alone_has_were_not_there(
    tmp_path, shape, role
):
    type_, start, end = shape
    ends = ["person:i" if one == "Person" else id_of(one, 1) for one in (start, end)]
    tie = (type_, *ends, filled(SCHEMA.links[type_].properties, 1) | {"id": f"{type_.lower()}:x"})
    made = []
    for number, more in enumerate(([], [(role, "person:i", "casefile:c", {}), tie])):
        ledger = new_ledger(tmp_path / str(number))
        fill(ledger, "A", links=[*CHAIN, *more], **OPEN)
        made.append(repr(release(ledger, "MY")))
        ledger.close()

    assert made[0] == made[1]
