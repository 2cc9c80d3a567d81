"""Splink 5 with the settings its own documentation publishes for these data sets.

FEBRL3, FEBRL4 and fake_1000 follow the worked examples of its documentation. For the
Senzing truth set and Kestrel it publishes none: `people` is what its library of
comparisons offers for a table of persons, with array columns for identifiers.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import splink.comparison_library as cl
from common import main
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

if TYPE_CHECKING:
    import pandas as pd

logging.disable(logging.WARNING)

SWAPPED = "l.given_name = r.surname and l.surname = r.given_name"


def febrl3():
    """Return (settings, deterministic rules, recall, rules to train by, u options)."""
    rules = [
        block_on(c) for c in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
    ]
    comparisons = [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ]
    certain = [
        block_on("soc_sec_id"),
        block_on("given_name", "surname", "date_of_birth"),
        f"{SWAPPED} and l.date_of_birth = r.date_of_birth",
    ]
    train = [block_on("date_of_birth"), block_on("postcode")]
    return rules, comparisons, certain, 0.9, train, {"max_pairs": 1e6, "seed": 2}, False


def febrl4():
    """The detailed model of the documentation."""
    rules = [
        block_on("given_name", "surname"),
        SWAPPED,
        block_on("date_of_birth"),
        block_on("soc_sec_id"),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode"),
    ]
    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison(
            "date_of_birth",
            input_is_string=True,
            datetime_format="%Y%m%d",
            invalid_dates_as_null=True,
        ),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ]
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    train = [block_on("date_of_birth"), block_on("postcode")]
    return rules, comparisons, certain, 0.8, train, {"max_pairs": 1e6, "seed": 2}, True


def fake_1000():
    """The example of accuracy analysis with a labels column."""
    rules = [block_on(c) for c in ("first_name", "surname", "dob", "email")]
    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    certain = [
        "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
        "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ]
    train = [block_on("dob"), block_on("email"), block_on("first_name", "surname")]
    return rules, comparisons, certain, 0.7, train, {"max_pairs": 1e6, "seed": 5}, True


def people():
    """A table of persons with identifiers as lists; the library's own comparisons."""
    rules = [
        block_on("name"),
        block_on("first_name", "surname"),
        "l.first_name = r.surname and l.surname = r.first_name",
        block_on("dob"),
        *(block_on(c, arrays_to_explode=[c]) for c in ("documents", "phones", "emails")),
    ]
    comparisons = [
        cl.JaroWinklerAtThresholds("name", [0.92, 0.88, 0.7]).configure(
            term_frequency_adjustments=True
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True, invalid_dates_as_null=True),
        cl.ArrayIntersectAtSizes("documents", [1]),
        cl.ArrayIntersectAtSizes("phones", [1]),
        cl.ArrayIntersectAtSizes("emails", [1]),
        cl.ExactMatch("one_sex"),
        cl.ExactMatch("nationality"),
    ]
    certain = [block_on("name", "dob"), block_on("documents", "dob")]
    train = [block_on("dob"), block_on("name")]
    return rules, comparisons, certain, 0.7, train, {"max_pairs": 1e6, "seed": 5}, True


def score(table: pd.DataFrame, settings: str) -> pd.DataFrame:
    """Train without labels and return every candidate with its match weight."""
    makers = {"febrl3": febrl3, "febrl4": febrl4, "fake_1000": fake_1000}
    rules, comparisons, certain, recall, train, sampling, plain = makers.get(settings, people)()
    for column in ("documents", "phones", "emails"):
        if column in table:
            # An empty list is no evidence; Splink reads NULL as missing.
            table[column] = [list(v) if len(v) else None for v in table[column]]
    linking = "source" in table
    api = DuckDBAPI()
    tables = (
        [part.drop(columns="source") for _, part in table.groupby("source")] if linking else [table]
    )
    linker = Linker(
        [api.register(t) for t in tables] if linking else api.register(table),
        SettingsCreator(
            unique_id_column_name="unique_id",
            link_type="link_only" if linking else "dedupe_only",
            blocking_rules_to_generate_predictions=rules,
            comparisons=comparisons,
        ),
    )
    linker.training.estimate_probability_two_random_records_match(certain, recall=recall)
    linker.training.estimate_u_using_random_sampling(**sampling)
    for rule in train:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=plain
        )
    found = linker.inference.predict().as_pandas_dataframe()
    return found.rename(
        columns={"unique_id_l": "left", "unique_id_r": "right", "match_weight": "score"}
    )


if __name__ == "__main__":
    main(score)
