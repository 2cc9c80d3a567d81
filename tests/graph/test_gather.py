"""Statements gathered column by column are what a plain loop over them would give."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.graph.projection import project
from linkgraph.graph.sync import projection_digest
from tests.builders import ledger_of, make_source

GRADES = {"A": "B", "B": "A", "C": "B"}
said = st.tuples(
    st.sampled_from("ABC"),
    st.sampled_from(["trip:x", "trip:y"]),
    st.fixed_dictionaries(
        {},
        optional={
            "mode": st.sampled_from(["air", "sea"]),
            "origin": st.sampled_from(["Kuala Lumpur", "Medan", ""]),
        },
    ),
)


def sources_of(statements):
    by_source = defaultdict(list)
    for name, entity, told in statements:
        by_source[name].append((entity, told))
    return [
        {"name": name, "reliability": GRADES[name], "entities": entities}
        for name, entities in sorted(by_source.items())
    ]


def gathered_one_by_one(statements, entity):
    """Return what the rules of the projection make of one entity, told as a loop."""
    mine = [(name, told) for name, one, told in statements if one == entity]
    row = {
        "records": len(mine),
        "sources": " ".join(sorted({make_source(name).id for name, _ in mine})),
    }
    for prop in ("mode", "origin"):
        best = sorted((GRADES[name], told[prop]) for name, told in mine if told.get(prop))
        row[prop] = best[0][1] if best else None
    return row


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements=st.lists(said, min_size=1, max_size=12))
def test_entities_are_what_a_loop_over_their_statements_gives(tmp_path_factory, statements):
    ledger = ledger_of(tmp_path_factory.mktemp("gather"), sources_of(statements))

    trips = project(ledger).nodes["Trip"]

    for entity in {one for _, one, _ in statements}:
        row = next(r for r in trips.to_dicts() if r["id"] == entity)
        expected = gathered_one_by_one(statements, entity)
        assert {key: row.get(key) for key in expected} == expected


@settings(max_examples=20)
@given(statements=st.lists(said, min_size=1, max_size=10), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_records_come_does_not_count(tmp_path_factory, statements, seed):
    other = list(statements)
    seed.shuffle(other)

    one, two = (
        project(ledger_of(tmp_path_factory.mktemp("order"), sources_of(told)))
        for told in (statements, other)
    )

    assert projection_digest(one) == projection_digest(two)


@pytest.mark.parametrize("entity", ["account:1", "phone:+64211234567", "person:p"])
def test_each_record_that_says_the_same_counts(tmp_path, entity):
    ledger = ledger_of(tmp_path, [{"name": "A", "entities": [(entity, {})] * 5}])

    (row,) = (
        row
        for frame in project(ledger).nodes.values()
        for row in frame.to_dicts()
        if row["id"] == entity
    )

    assert row["records"] == 5


@pytest.mark.parametrize(
    ("entity", "told"),
    [
        ("person:p", {"sex": ""}),
        ("trip:x", {"origin": "", "mode": ""}),
        ("location:x", {"address": ""}),
    ],
)
def test_an_empty_text_says_nothing(tmp_path, entity, told):
    blank = ledger_of(tmp_path / "blank", [{"name": "A", "entities": [(entity, told)]}])
    silent = ledger_of(tmp_path / "silent", [{"name": "A", "entities": [(entity, {})]}])

    assert projection_digest(project(blank)) == projection_digest(project(silent))


def test_an_empty_text_does_not_stand_in_for_what_another_source_says(tmp_path):
    ledger = ledger_of(
        tmp_path,
        [
            {"name": "A", "reliability": "A", "entities": [("trip:x", {"origin": ""})]},
            {"name": "B", "reliability": "F", "entities": [("trip:x", {"origin": "Medan"})]},
        ],
    )

    assert project(ledger).nodes["Trip"]["origin"].to_list() == ["Medan"]


def test_a_link_that_two_sources_tell_alike_is_one_with_two_records(tmp_path):
    paid = {"id": "paid:r", "amount_minor": 5, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
    told = [("PAID", "account:1", "account:2", paid)]
    ledger = ledger_of(tmp_path, [{"name": name, "links": told} for name in "AB"])

    (frame,) = project(ledger).links.values()

    assert frame["records"].to_list() == [2]
    assert len(frame["sources"][0].split()) == 2


dated = st.fixed_dictionaries(
    {},
    optional={
        "due": st.sampled_from(["2026-05-01", "2026-06-01", ""]),
        "blocks": st.lists(st.sampled_from(["P1", "P2", "warrant"]), max_size=2),
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements=st.lists(st.tuples(st.sampled_from("ABC"), dated), min_size=1, max_size=8))
def test_of_an_enquiry_the_newest_word_on_each_property_stands(tmp_path_factory, statements):
    told = [(name, "enquiry:e", properties) for name, properties in statements]
    ledger = ledger_of(tmp_path_factory.mktemp("newest"), sources_of(told))

    (row,) = project(ledger).nodes["Enquiry"].to_dicts()

    newest = {}
    for prop in ("due", "blocks"):
        saying = [(name, said[prop]) for name, said in statements if said.get(prop)]
        last = max((name for name, _ in saying), default="")
        newest[prop] = [value for name, value in saying if name == last]
    assert row.get("due") == min(newest["due"], default=None)
    assert row.get("blocks") == (sorted({one for held in newest["blocks"] for one in held}) or None)
