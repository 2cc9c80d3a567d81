"""Mentions inside a record that does not go: a mention leads to whom the outer record names."""

import polars as pl
import pytest

from linkgraph.statements import Batch, EntityTable, LinkTable
from linkgraph.statements.batch import RECORD_SCHEMA
from tests.builders import fill, make_batch, make_source
from tests.partners import CHAIN, OPEN, TODAY, acquaint, agency, give

HERS = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("CONTROLLED", "person:s2", "person:v", {}),
]
NAMED = ("person:v", {"names": ["Siti Aminah binti Yusof"]})
MENTION = ("ASSOCIATE_OF", "person:s1", "person:o", {"relationship": "friend"})
# What keeps the outer record, or what it says of somebody, from going.
CALLED_AFTER_HER = ("USES", "person:s1", "email:siti.aminah.yusof@example.org", {})
HER_BROTHER = ("FAMILY_OF", "person:s1", "person:v", {"relation": "brother"})


@pytest.fixture
def pair(tmp_path, keys):
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(nz.ledger, "A", links=[*CHAIN, *HERS], entities=[NAMED], **OPEN)
    yield nz, my
    nz.close()
    my.close()


def numbered(frame, record):
    frame = frame.with_columns(pl.lit(record, pl.Int32).alias("record"))
    return frame.unique(subset=[one for one in frame.columns if "id" in one], maintain_order=True)


def sheet(outer, mentions):
    """Return a batch as readers make it of nested records: ends of a mention's link that the outer names stand there alone."""
    tables = [make_batch(f"B{n}", links=links) for n, links in enumerate((outer, *mentions))]
    known = {one for table in tables[0].entities for one in table.frame["id"]}
    entities = [
        EntityTable(one.kind, numbered(frame, n))
        for n, table in enumerate(tables)
        for one in table.entities
        if (frame := one.frame.filter(~pl.col("id").is_in(known) | pl.lit(value=n == 0))).height
    ]
    links = [
        LinkTable(one.type, one.start, one.end, numbered(one.frame, n))
        for n, table in enumerate(tables)
        for one in table.links
    ]
    places = ["1", *(f"1/related/{n}" for n, _ in enumerate(mentions))]
    records = pl.DataFrame({"record": range(len(places)), "locator": places}, schema=RECORD_SCHEMA)
    return Batch(read=1, records=records, entities=entities, links=links, rejected=[])


@pytest.mark.parametrize("outer", [CALLED_AFTER_HER, HER_BROTHER], ids=["email", "brother"])
@pytest.mark.parametrize("mentions", [1, 2])
def test_a_mention_of_whom_nothing_else_is_said_stays_and_the_rest_arrives(
    pair, tmp_path, outer, mentions
):
    nz, my = pair
    others = [[(*MENTION[:2], f"person:o{n}", MENTION[3])] for n in range(mentions)]
    nz.ledger.append(make_source("B", **OPEN), [sheet([CHAIN[0], outer], others)], who="x")

    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    people = {one for table in my.ledger.tables(part="entity", names=["Person"]) for one in table.frame["id"]}  # fmt: skip
    assert "person:s1" in people
    assert people.isdisjoint({"person:o0", "person:o1"})


def test_a_mention_inside_a_record_that_goes_goes_along(pair, tmp_path):
    nz, my = pair
    nz.ledger.append(make_source("B", **OPEN), [sheet([CHAIN[0]], [[MENTION]])], who="x")

    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    held = [table.frame for table in my.ledger.tables(part="link", names=["ASSOCIATE_OF"])]
    assert [frame.select("from_id", "to_id").rows() for frame in held] == [[MENTION[1:3]]]
