"""The first Joint Period of Action, as the co-chairs told of it; its split by country is made up."""

from pathlib import Path

import pytest

from linkgraph.case import create_case
from linkgraph.period import Period
from linkgraph.statements.entered import Sharing

FOLDER = Path(__file__).parents[2] / "examples/joint_period_2015"
COUNTRIES = ("AU", "ID", "LK", "MV", "MY", "NZ", "PH", "TH")
# Paragraph 8 of the co-chairs' statement of 25 November 2015; it says "over 70 enquiries".
TOLD = {
    "victims_assisted": 59,
    "warrants_executed": 7,
    "suspects_identified": 63,
    "arrests": 32,
    "new_investigations": 8,
    "enquiries_made": 72,
    "awareness_activities": 68,
    "trainings": 12,
    "people_trained": 485,
}
DOUBLES = ("arrests", "warrants_executed", "suspects_identified", "new_investigations")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jpa") / "case"
    with create_case(folder, jurisdiction="NZ", agency="Immigration") as made:
        made.add_period(
            Period(reference="JPA-2015", title="Joint Period of Action 2015", since="2015-09-28",
                   until="2015-10-28", countries=COUNTRIES),
            Sharing(handling="H0", tlp="GREEN", releasable_to=(*COUNTRIES, "PUBLIC")),
        )  # fmt: skip
        for file in sorted(FOLDER.glob("*.csv")):
            assert made.import_file(file).rejected == 0
        yield made


@pytest.fixture(scope="module")
def tally(case):
    return case.tally("JPA-2015")


def test_the_rows_of_eight_countries_give_the_statements_sums(tally):
    assert tally.countries == COUNTRIES
    assert {one.kind: one.low for one in tally.figures} == TOLD
    assert all(one.low == one.high for one in tally.figures)


def test_what_two_countries_report_alike_counts_once_for_each_and_for_all(tally):
    for kind in DOUBLES:
        (joint,) = [one for _, one in tally.behind(kind) if len(one.countries) > 1]
        assert len({row.originator for row in joint.rows}) == 2
        assert joint.why == ("the same reference",)
        figure = next(one for one in tally.figures if one.kind == kind)
        assert sum(low for low, _ in figure.by_country.values()) == figure.low + 1


def test_every_figure_opens_to_rows_with_file_and_line(tally):
    for kind, total in TOLD.items():
        rows = [row for _, one in tally.behind(kind) for row in one.rows]
        assert all(row.file.endswith(".csv") and int(row.locator) > 1 for row in rows)
        doubles = 1 if kind in DOUBLES else 0
        assert sum(row.count for row in rows) == total + doubles


def test_each_country_opens_to_its_own_rows(tally):
    for country in COUNTRIES:
        for figure in tally.figures:
            behind = tally.behind(figure.kind, country)
            assert sum(one.low for _, one in behind) == figure.by_country[country][0]


def test_what_leaves_withholds_the_countries_that_assisted_few_and_the_next_beside_them(case):
    # The five that assisted few have 12 between them: beside its own 5 Sri Lanka would know 7.
    released = case.tally_release("JPA-2015", audience="PUBLIC")

    victims = released.figures[0]
    assert victims.total == "59"
    assert {name for name, text in victims.by_country.items() if text == "withheld"} == {
        "AU", "ID", "LK", "MV", "NZ", "PH",
    }  # fmt: skip
    assert {one.kind: one.total for one in released.figures} == {
        **{kind: str(number) for kind, number in TOLD.items()},
        "victims_identified": "withheld",
    }


def test_withdrawing_a_countrys_return_takes_its_rows_out(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        for file in ("outcomes_my.csv", "outcomes_nz.csv"):
            made.import_file(FOLDER / file)
        malaysia = made.ledger.sources()[0].source.id

        made.withdraw(malaysia, reason="recalled")

        arrests = next(one for one in made.tally("JPA-2015").figures if one.kind == "arrests")
        assert (arrests.low, arrests.by_country) == (1, {"MY": (1, 1), "NZ": (1, 1)})
