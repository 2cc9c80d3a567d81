import polars as pl
import pytest

from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.spark import signed, spark_sql

LEVELS = [
    pytest.param(text, id=f"{one.name}-{number}")
    for one in COMPARISONS
    for number, text in enumerate((one.unknown, *(level.sql for level in one.levels)))
    if text
]
# Words of DuckDB that Spark does not know.
FOREIGN = ["list_", "lambda ", "jaro_winkler_similarity", "string_split", "::", "[]", "date_diff"]


@pytest.mark.parametrize("text", LEVELS)
def test_no_comparison_keeps_a_word_that_spark_does_not_know(text):
    made = spark_sql(text)

    assert not [word for word in FOREIGN if word in made]
    assert made.count("(") == made.count(")")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("list_has_any(a_l, a_r)", "arrays_overlap(a_l, a_r)"),
        ("f[1:4] = g[1:4]", "substring(f, 1, 4) = substring(g, 1, 4)"),
        ("f[5:10] = '-01-01'", "substring(f, 5, 6) = '-01-01'"),
        ("string_split(f, ':')[1]", "split(f, ':')[0]"),
        ("coalesce(a, [])", "coalesce(a, array())"),
        (
            "list_avg(list_transform(x, lambda f: len(f)))",
            (
                "(aggregate(transform(x, f -> size(f)), cast(0 as double), (sum, one) -> sum + one)"
                " / size(transform(x, f -> size(f))))"
            ),
        ),
    ],
)
def test_words_are_put_as_spark_puts_them(text, made):
    assert spark_sql(text) == made


def test_keys_stay_apart_without_a_sign():
    keys = [[1, 2**63, 2**64 - 1], None]
    frame = pl.DataFrame(
        {"unique_id": [0, 1], "keys": keys},
        schema={"unique_id": pl.UInt32, "keys": pl.List(pl.UInt64)},
    )

    made = signed(frame)

    assert made.schema == {"unique_id": pl.Int64, "keys": pl.List(pl.Int64)}
    assert len(set(made["keys"][0])) == 3
