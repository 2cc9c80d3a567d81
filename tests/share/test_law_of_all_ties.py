"""The laws of what leaves, over cases in which every kind and every type of link may stand."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger
from tests.partners import OPEN, SECRET, basis, plain_package
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
        made = SCHEMA.enumerations[prop.name][number]
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
        fill(whole, "W", **said("W", withheld), **SECRET)

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
