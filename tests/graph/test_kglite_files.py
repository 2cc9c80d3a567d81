"""What is handed to the embedded engine as files comes out of it unchanged."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import EngineError
from linkgraph.graph.base import LinkShape, Projection, Watermark
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.kglite_files import write_files
from linkgraph.graph.sync import projection_digest

MARK = Watermark("case-1", 1, 1)
PAID = LinkShape("PAID", "BankAccount", "BankAccount")
# A part of so many links is what the engine takes at a time.
ROWS_A_PART = 100_000

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
whole = st.none() | st.integers(-(2**63), 2**63 - 1)
parts = st.none() | st.floats(allow_nan=False, allow_infinity=False)
lists = st.none() | st.lists(
    st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3
)


def nodes(ids, **columns):
    types = {
        "id": pl.String,
        "caption": pl.String,
        "sources": pl.String,
        "originators": pl.List(pl.String),
        "handling": pl.String,
        "records": pl.Int64,
    }
    many = len(ids)
    told = {"caption": ids, "sources": ["src-a"] * many, "originators": [["NZ/Police"]] * many}
    told |= {"handling": ["H0 CLEAR"] * many, "records": [1] * many}
    return pl.DataFrame({"id": ids} | told, schema=types).with_columns(**columns)


def links(ends, **columns):
    told = {
        "link_id": [f"paid:x-{n:09d}" for n in range(len(ends))],
        "from_id": [start for start, _ in ends],
        "to_id": [end for _, end in ends],
        "sources": ["src-a"] * len(ends),
        "handling": ["H0 CLEAR"] * len(ends),
        "records": pl.Series([1] * len(ends), dtype=pl.Int64),
    }
    return pl.DataFrame(told).with_columns(**columns)


def accounts(many):
    return [f"account:{n:03d}" for n in range(many)]


def built(folder, projection):
    engine = KgliteEngine(folder / "graph.kgl")
    engine.build(projection, MARK)
    return engine


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(texts, whole, parts, lists), min_size=1, max_size=6))
def test_whatever_stands_in_a_cell_comes_back(tmp_path_factory, rows):
    told, numbers, floats, listed = zip(*rows, strict=True)
    places = [f"place:{n}" for n in range(len(rows))]
    owned = accounts(len(rows))
    projection = Projection(
        {
            "BankAccount": nodes(owned, banks=pl.Series(listed, dtype=pl.List(pl.String))),
            "Location": nodes(places, latitude=pl.Series(floats, dtype=pl.Float64)),
        },
        {
            PAID: links(
                [(one, owned[0]) for one in owned],
                remark=pl.Series(told, dtype=pl.String),
                amount_minor=pl.Series(numbers, dtype=pl.Int64),
            )
        },
    )

    engine = built(tmp_path_factory.mktemp("cells"), projection)

    held = engine.read()
    assert projection_digest(held) == projection_digest(projection)


@pytest.mark.parametrize(
    "text",
    ["007", "1e5", "true", "NULL", "nan", " padded\t", '"', "a\nb", "a\r\nb", "\r", "\ufeffx", "[1]",
     "2026-01-01", "a,b", "\\N", "=1+1", "\u0000", "null"],
)  # fmt: skip
def test_a_text_that_looks_like_something_else_stays_a_text(tmp_path, text):
    projection = Projection(
        {"BankAccount": nodes(accounts(2), banks=pl.Series([[text], None]))},
        {PAID: links([("account:000", "account:001")], remark=pl.lit(text))},
    )

    engine = built(tmp_path, projection)

    assert engine.run("MATCH ()-[p:PAID]->() RETURN p.remark AS r", {}).rows == ((text,),)
    rows = engine.run(
        "MATCH (n:BankAccount) WHERE n.banks IS NOT NULL RETURN n.banks AS b", {}
    ).rows
    assert rows == (([text],),)


def test_parallel_links_are_kept_beyond_the_part_that_the_engine_takes_at_a_time(tmp_path):
    many = ROWS_A_PART + 10
    ends = [("account:000", "account:001")] * many
    projection = Projection({"BankAccount": nodes(accounts(2))}, {PAID: links(ends)})

    engine = built(tmp_path, projection)

    rows = engine.run("MATCH ()-[p:PAID]->() RETURN count(DISTINCT p.link_id) AS n", {}).rows
    assert rows == ((many,),)


def test_parallel_links_of_a_type_to_several_kinds_are_all_kept(tmp_path):
    projection = Projection(
        {"BankAccount": nodes(accounts(2)), "CashPoint": nodes(["cash:a", "cash:b"])},
        {
            PAID: links([("account:000", "account:001")] * 2, remark=pl.lit("x")),
            LinkShape("PAID", "BankAccount", "CashPoint"): links(
                [("account:000", "cash:a")] * 3
            ).with_columns(("c" + pl.col("link_id")).alias("link_id")),
            LinkShape("PAID", "CashPoint", "BankAccount"): links(
                [("cash:a", "account:000")] * 4, channel=pl.lit("ATM")
            ).with_columns(("d" + pl.col("link_id")).alias("link_id")),
        },
    )

    engine = built(tmp_path, projection)

    assert projection_digest(engine.read()) == projection_digest(projection)
    rows = engine.run("MATCH ()-[p:PAID]->(e) RETURN keys(p) AS k", {}).rows
    assert not any("to_kind" in keys for (keys,) in rows)


def test_a_link_whose_end_is_missing_is_refused_and_the_former_graph_stays_gone(tmp_path):
    missing = {PAID: links([("account:000", "account:999")])}

    with pytest.raises(EngineError) as told:
        built(tmp_path, Projection({"BankAccount": nodes(accounts(1))}, missing))

    assert "account" not in str(told.value)
    assert KgliteEngine(tmp_path / "graph.kgl").watermark() is None


def test_nothing_is_left_of_the_files_whether_they_could_be_read_or_not(tmp_path):
    projection = Projection({"BankAccount": nodes(accounts(1))}, {})
    broken = {PAID: links([("account:000", "account:999")])}

    built(tmp_path, projection)
    with pytest.raises(EngineError):
        built(tmp_path, Projection(projection.nodes, broken))

    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph.kgl", "graph.kgl.json"]


def test_the_engine_says_nothing_while_it_reads(tmp_path, capfd):
    built(tmp_path, Projection({"BankAccount": nodes(accounts(3))}, {}))

    assert capfd.readouterr() == ("", "")


def test_a_column_in_which_nothing_stands_is_no_property(tmp_path):
    frame = links([("account:000", "account:001")], remark=pl.lit(None, pl.String))

    plan = json.loads(
        write_files(
            tmp_path, Projection({"BankAccount": nodes(accounts(2))}, {PAID: frame})
        ).read_text(encoding="utf-8")
    )

    edge = plan["nodes"]["BankAccount"]["connections"]["junction_edges"]["PAID"]
    assert "remark" not in edge["properties"]
    assert "from_id" not in edge["properties"]


def test_a_graph_of_nothing_is_a_graph(tmp_path):
    engine = built(tmp_path, Projection({}, {}))

    assert engine.watermark() == MARK
    assert engine.read() == Projection({}, {})
