"""The law of packages: byte for byte as if what is withheld had never come, or not at all."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from linkgraph.errors import ReleaseError
from linkgraph.share import LegalBasis, is_overdue, may_see
from linkgraph.share.packing import survey
from linkgraph.statements import Originator, places_head
from tests.builders import fill, make_source, new_ledger
from tests.partners import TODAY, basis, plain_package, readable, wanted

ROLES = ["SUSPECT_IN", "VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"]
people = st.integers(0, 3)
claims = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(ROLES), people),
        st.tuples(st.just("USES"), people, st.integers(0, 3)),
        st.tuples(st.just("CALLED"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("note"), people, people),
        st.tuples(st.just("word"), people, people),
        st.tuples(st.just("same"), people, people),
        st.tuples(st.just("company"), people, people),
    ),
    min_size=1,
    max_size=5,
)
sources = st.lists(
    st.tuples(
        st.sampled_from(["MY/Police", "LK/CID", "NZ/Police"]),
        st.sampled_from(["H0", "H0", "H1", "H2", "H3"]),
        st.sampled_from(["CLEAR", "AMBER", "AMBER", "RED"]),
        st.sampled_from([("MY", "NZ"), ("MY",), ("MY", "NZ"), ("MY/Police",), ()]),
        st.booleans(),
        st.sampled_from(["", "", "2027-01-01", "2026-04-30"]),
        claims,
    ),
    min_size=1,
    max_size=5,
)
verdicts = st.lists(
    st.tuples(
        st.sampled_from([(0, 1), (1, 2), (0, 3)]),
        st.sampled_from(["same", "unsure", "different"]),
        st.sampled_from(["person", "model"]),
    ),
    max_size=3,
)


def person(n):
    return f"person:{n}"


def name(n):
    return ["Qorvax Menti", "Zenthil Barro", "Wibroka Sunde", "Hulmet Oran"][n]


def phone(n):
    return f"phone:+601100000{n}"


def said(called, told):
    """Return a source's entities and links from what it claims; links by their places in it."""
    entities, links = [(person(n), {"names": [name(n)]}) for n in range(4)], []
    head = places_head("CALLED", make_source(called).sha256)
    for kind, *rest in told:
        if kind == "note":
            entities.append((person(rest[0]), {"notes": [f"seen with {name(rest[1])}, twice"]}))
        elif kind == "word":
            entities.append((person(rest[0]), {"notes": [f"met {name(rest[1]).split()[0]}"]}))
        elif kind == "company":
            company = f"organization:{called}-{rest[0]}"
            entities.append((company, {"names": [f"{name(rest[1])} Trading"]}))
            links.append(("OWNS", person(rest[0]), company, {}))
        elif kind == "same":
            continue
        elif kind == "USES":
            links.append(("USES", person(rest[0]), phone(rest[1]), {}))
        elif kind == "CALLED":
            told = {"id": f"{head}{len(links) + 2}"}
            links.append(("CALLED", phone(rest[0]), phone(rest[1]), told))
        else:
            links.append((kind, person(rest[0]), "casefile:c", {}))
    return {"entities": entities, "links": links}


def take_in(ledger, called, told, marks):
    """Take a source in, and what it states to be one as the judgement that comes with it."""
    source = fill(ledger, called, **said(called, told), **marks)
    for kind, *rest in told:
        if kind == "same" and rest[0] != rest[1]:
            ledger.judge(*map(person, rest), "same", who="officer", source_id=source.id)
    return source


def outcome(ledger, audience, plan, without=()):
    try:
        return plain_package(ledger, audience, plan=plan, without=frozenset(without))
    except ReleaseError as error:
        return str(error)


OPEN_TO_ALL = ("H0", "CLEAR", ("MY", "NZ"), False, "")
SAID_AGAIN_IN_SECRET = [
    ("MY/Police", *OPEN_TO_ALL, [("SUSPECT_IN", 0)]),
    ("MY/Police", *OPEN_TO_ALL, [("same", 0, 1)]),
    ("LK/CID", "H0", "CLEAR", (), False, "", [("same", 0, 1)]),
]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@example(SAID_AGAIN_IN_SECRET, [], 0, 9, "MY", 9, 2)
@given(
    sources,
    verdicts,
    st.integers(0, 3),
    st.sampled_from([9, 2, 1, 0]),
    st.sampled_from(["MY", "MY/Police", "NZ"]),
    st.integers(0, 9),
    st.sampled_from([2, 50_000]),
)
def test_a_withheld_source_leaves_no_trace_in_a_package(  # noqa: PLR0913, PLR0917
    told, judged, subject, steps, audience, left_out, part_rows
):
    """Also one that is left out on purpose."""
    legal = LegalBasis(name="all", parties=("NZ", "MY"))
    plan = basis(person(subject), steps=steps, legal=(legal,))
    to = Originator.parse(audience)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("linkgraph.share.streaming.PART_ROWS", part_rows)
        whole, seen = new_ledger(Path(folder) / "whole"), new_ledger(Path(folder) / "seen")
        without = []
        for number, (originator, handling, tlp, may, consent, until, claimed) in enumerate(told):
            marks = {"originator": originator, "handling": handling, "tlp": tlp,
                     "releasable_to": may, "retain_until": until}  # fmt: skip
            source = take_in(whole, f"S{number}", claimed, marks)
            consents = {(source.id, "MY")} if consent else set()
            if consent:
                whole.consent(source.id, "MY", who="tester", reason="letter")
            if number == left_out:
                without.append(source.id)
            elif may_see(source, to, consents) and not is_overdue(source, TODAY):
                take_in(seen, f"S{number}", claimed, marks)
                if consent:
                    seen.consent(source.id, "MY", who="tester", reason="letter")
        for (one, two), verdict, how in judged:
            model = {"model": "splink", "score": 0.9} if how == "model" else {}
            whole.judge(person(one), person(two), verdict, who=how, **model)

        with_all = outcome(whole, audience, plan, without)
        with_less = outcome(seen, audience, plan)

        if isinstance(with_all, str) and "held back" in with_all:
            event("held back")
        else:
            event("given" if isinstance(with_all, bytes) else "nothing may go")
            assert with_all == with_less
        whole.close()
        seen.close()


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(sources, st.sampled_from([1, 9]))
def test_no_hidden_person_can_be_read_from_a_package(told, steps):
    """Victims and witnesses by role and number, informants and the protected not at all."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        for number, (originator, *_, claimed) in enumerate(told):
            fill(ledger, f"S{number}", **said(f"S{number}", claimed), originator=originator, handling="H0", tlp="CLEAR", releasable_to=["MY"])  # fmt: skip
        hidden = {rest[0] for *_, claimed in told for kind, *rest in claimed if kind in ROLES[1:]}
        plan = basis(*(person(n) for n in range(4)), steps=steps)
        made = survey(ledger, wanted(plan=plan))
        text = ""
        if made.portions:
            text = readable(ledger, plan=plan)
        for n in hidden:
            assert name(n) not in text
            assert f'"{person(n)}"' not in text
        for word in ("INFORMANT", "PROTECTED"):
            assert word not in text
        ledger.close()
