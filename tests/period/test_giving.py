"""What of a tally an audience may have."""

import json
from dataclasses import replace

import pytest

from linkgraph.period.given import (
    GivenTable,
    Reader,
    given_so_far,
    note_given,
    other_readers,
    others_with_figures,
)
from linkgraph.period.giving import (
    Withholding,
    cautions_of,
    columns_to_give,
    figures_to_give,
    label_of,
    tables_of,
)
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.occasion import Occasion
from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.stretches import Days
from linkgraph.period.table import Part, Table
from linkgraph.period.tally import Span, tally_of
from linkgraph.share.audience import PUBLIC
from linkgraph.statements import Originator
from tests.builders import new_ledger
from tests.period.outcome_rows import line

MY = Originator.parse("MY")


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path / "case")
    yield made
    made.close()


def given(rows, k=10, former=None, countries=()):
    tally = tally_of(rows, Span("JPA", countries=countries))
    former = former or {}
    known = {kind: [Knowledge(tuple(former.get(kind, ())))] for kind in VICTIMS}
    tables = tables_of(tally, k, known)
    columns = columns_to_give(tally, tables)
    return figures_to_give(tally, columns, Withholding(tables, lambda one: one))


def has(ledger, period, audience):
    """Return the tables that an audience has of a period."""
    return Reader.of(audience, given_so_far(ledger)).of_period(period)


def by_kind(figures):
    return {one.kind: one for one in figures}


def test_kinds_are_told_in_words_with_the_currency_of_money():
    assert label_of("victims_assisted") == "Victims assisted"
    assert label_of("assets_restrained", "MYR") == "Assets restrained (MYR)"


def test_marks_number_the_figures_in_the_order_of_their_kinds():
    figures = given([line("trainings"), line("arrests")])

    assert [(one.mark, one.kind) for one in figures] == [
        ("F1", "victims_assisted"),
        ("F2", "victims_identified"),
        ("F3", "arrests"),
        ("F4", "trainings"),
    ]


def test_money_is_told_with_its_currency_and_its_own_lines():
    figures = given([
        line("assets_restrained", amount_minor=12050, currency="MYR"),
        line("assets_restrained", amount_minor=700, currency="NZD"),
    ])  # fmt: skip

    told = {one.label: (one.total, len(one.lines)) for one in figures if one.lines}
    assert told == {
        "Assets restrained": ("2", 2),
        "Assets restrained (MYR)": ("120.50 MYR", 1),
        "Assets restrained (NZD)": ("7.00 NZD", 1),
    }


def test_one_sum_that_two_agencies_tell_in_their_own_currency_is_sure_in_neither():
    told = {"kind": "assets_restrained", "reference": "JPA-A-1"}
    figures = given([
        line(**told, amount_minor=100_000, currency="NZD"),
        line(**told, amount_minor=280_000, currency="MYR", originator="MY/Police"),
    ])  # fmt: skip

    money = {one.label: one for one in figures}
    assert money["Assets restrained"].total == "1"
    assert money["Assets restrained (NZD)"].total == "0.00 NZD\u20131,000.00 NZD"
    assert money["Assets restrained (MYR)"].total == "0.00 MYR\u20132,800.00 MYR"
    lines = money["Assets restrained (NZD)"].lines
    assert [one.amount for one in lines] == ["2,800.00 MYR", "1,000.00 NZD"]


def test_what_may_be_one_with_a_sum_in_another_currency_is_sure_in_neither():
    told = {"kind": "assets_restrained", "reference": "17"}
    figures = given([
        line(**told, amount_minor=100_000, currency="NZD"),
        line(**told, amount_minor=280_000, currency="MYR", originator="MY/Police"),
        line("assets_restrained", reference="JPA-A-2", amount_minor=5_000, currency="NZD"),
    ])  # fmt: skip

    totals = {one.label: one.total for one in figures}
    assert totals["Assets restrained"] == "2\u20133"
    assert totals["Assets restrained (NZD)"] == "50.00 NZD\u20131,050.00 NZD"
    assert totals["Assets restrained (MYR)"] == "0.00 MYR\u20132,800.00 MYR"


def test_one_agency_that_restrains_two_currencies_has_both():
    told = {"kind": "assets_restrained", "reference": "JPA-A-1", "source": "src-1"}
    figures = given([
        line(**told, amount_minor=100_000, currency="NZD"),
        line(**told, amount_minor=280_000, currency="MYR"),
    ])  # fmt: skip

    assert [one.total for one in figures if "(" in one.label] == ["2,800.00 MYR", "1,000.00 NZD"]


def test_what_may_be_one_is_told_as_from_and_to_with_its_reason():
    arrests = by_kind(given([line(reference="17"), line(reference="17", originator="MY/Police")]))[
        "arrests"
    ]

    assert arrests.total == "1\u20132"
    assert arrests.doubts == ("1 and 2 may be one: the same reference, but it is a running number",)


def test_the_name_of_whoever_stated_a_line_does_not_leave():
    arrests = by_kind(given([line(file="stated by people: officer7")]))["arrests"]

    assert arrests.lines[0].file == ""
    assert "officer7" not in repr(arrests)


def test_whom_a_line_concerns_does_not_leave():
    assert "person:a" not in repr(given([line(subjects=["person:a"])]))


def test_of_reports_on_victims_that_differ_only_what_is_sure_leaves():
    figures = given([
        line("victims_assisted", reference="JPA-V-1", count=14, countries=["TH"]),
        line("victims_assisted", reference="JPA-V-1", count=19, countries=["TH"], originator="TH"),
    ])  # fmt: skip

    assert by_kind(figures)["victims_assisted"].total == "14"


def test_a_country_with_few_victims_alone_has_no_column():
    rows = [line("victims_assisted", count=3, countries=["TH"]), line(countries=["MY"])]

    assert set(by_kind(given(rows))["arrests"].by_country) == {"MY"}


def test_a_country_of_the_period_has_a_column_whatever_it_reports():
    assert set(by_kind(given([line()], countries=("NZ", "TH")))["arrests"].by_country) == {
        "NZ",
        "TH",
    }


def test_a_country_whose_victims_are_told_has_a_column():
    both = [
        line("victims_assisted", count=30, countries=["TH"]),
        line("victims_assisted", count=40, countries=["NZ"]),
    ]

    assert by_kind(given(both))["victims_assisted"].by_country == {"NZ": "40", "TH": "30"}


def test_beside_a_country_without_victims_one_with_many_is_withheld_too():
    figures = by_kind(given([line("victims_assisted", count=30, countries=["TH"]), line()]))

    assert figures["victims_assisted"].by_country == {"NZ": "withheld"}
    assert figures["victims_assisted"].total == "30"


def test_no_victims_look_like_few():
    few = by_kind(given([line("victims_identified", count=4, countries=["NZ"]), line()]))
    none = by_kind(given([line()]))

    assert few["victims_identified"] == none["victims_identified"]


def test_the_caution_says_the_same_whatever_was_held_back():
    assert cautions_of(10) == cautions_of(10)
    assert "below 10" in cautions_of(10)[-1]
    assert "own agency alone" in cautions_of(0)[-1]


# On record


def test_tables_given_are_read_back_in_order(ledger):
    one, two = Table({"NZ": 20, "MY": None}, 35), Table({"NZ": 31, "MY": None}, 46)
    for table in (one, two):
        note_given(ledger, Occasion("jpa", {}), MY, {"victims_assisted": table}, who="tester")

    assert has(ledger, " jpa", MY) == {"victims_assisted": [one, two]}


def test_the_same_table_again_is_not_put_on_record_again(ledger):
    table = Table({"NZ": 20}, 20)
    for _ in range(3):
        note_given(ledger, Occasion("jpa", {}), MY, {"victims_assisted": table}, who="tester")

    assert len(has(ledger, "JPA", MY)["victims_assisted"]) == 1


def test_the_same_table_is_put_on_record_again_where_what_a_country_knows_is_other(ledger):
    table = Table({"NZ": None, "MY": None}, 20)
    same, held = {"victims_assisted": table}, {"victims_assisted": replace(table, outdated=True)}
    for part, tables in [
        (Part(4), same),
        (Part(4), same),
        (Part(7), held),
        (Part(7, {"NZ": 1}), same),
        (Part(), same),
    ]:
        known = {"victims_assisted": {"MY": part, "TH": Part()}}
        note_given(ledger, Occasion("jpa", {}, parts=known), MY, tables, who="tester")

    told = [dict(one.parts) for one in given_so_far(ledger)]
    assert told == [{"MY": Part(4)}, {"MY": Part(7, {"NZ": 1})}, {}]


def test_what_stands_outdated_keeps_the_parts_of_its_time_on_other_days(ledger):
    table = Table({"NZ": None, "MY": None}, 20)
    for until, part, made in [
        ("2026-03-31", Part(4), table),
        ("2026-04-30", Part(9), replace(table, outdated=True)),
    ]:
        of = Occasion(
            "jpa",
            {},
            {"jpa": Days("jpa", "2026-03-01", until)},
            {"victims_assisted": {"MY": part}},
        )
        note_given(ledger, of, MY, {"victims_assisted": made}, who="tester")

    assert [one.parts for one in given_so_far(ledger)] == [{"MY": Part(4)}, {"MY": Part(4)}]


@pytest.mark.parametrize(
    ("given_to", "reader", "reads"),
    [
        ("MY", "MY", True),
        ("MY/Police", "MY/Police", True),
        ("MY", "MY/Police", True),
        ("MY/Police", "MY/Immigration", False),
        ("MY/Police", "MY", False),
        (PUBLIC, "MY", True),
        ("MY", "TH", False),
        ("MY", PUBLIC, False),
        ("MY/Police", "my/ police", True),
    ],
)
def test_who_has_a_table_that_was_given(ledger, given_to, reader, reads):
    to = Originator.parse(given_to)
    note_given(
        ledger, Occasion("jpa", {}), to, {"victims_assisted": Table({"NZ": 20}, 20)}, who="tester"
    )

    assert bool(has(ledger, "JPA", Originator.parse(reader))) is reads


def test_tables_of_another_period_are_others(ledger):
    note_given(
        ledger, Occasion("jpa", {}), MY, {"victims_assisted": Table({"NZ": 20}, 20)}, who="tester"
    )

    assert has(ledger, "JPA-2027", MY) == {}


def test_the_same_figures_of_another_period_or_of_other_days_are_put_on_record_too(ledger):
    table = {"victims_assisted": Table({"NZ": 20}, 20)}
    may, june = Days("jpa", "2026-05-01", "2026-05-31"), Days("jpa", "2026-05-01", "2026-06-30")
    after = Days("jpa-2027", "2026-05-01", "2026-05-31")
    unknown = [Days(one, "", "") for one in ("one", "other")]
    for days in (may, june, june, after, *unknown, june):
        note_given(ledger, Occasion(days.period, {}, {days.period: days}), MY, table, who="tester")

    told = [(one.period, one.days) for one in given_so_far(ledger)]
    known = [(one.period, one) for one in (may, june, after)]
    assert told == [*known, ("one", None), ("other", None)]


def one_given(audience, period="jpa", days=None):
    return GivenTable(audience, period, "victims_assisted", Table({"NZ": 20}, 20), days)


GIVEN = [one_given(one) for one in (PUBLIC, "MY", "MY/Police", "MY/Immigration", "TH")]


def test_those_who_read_what_an_audience_gets_and_more_are_its_agencies():
    assert [one.name for one in other_readers(GIVEN, MY)] == ["MY/Immigration", "MY/Police"]
    (police, *_) = other_readers(GIVEN[:3], MY)
    assert list(police.tables) == GIVEN[:3]
    assert other_readers(GIVEN, Originator.parse("my / Police")) == []


def test_who_has_figures_of_a_period_that_neither_reads_of_the_other():
    given = [*GIVEN, one_given("LK", period="another")]

    assert others_with_figures(given, " JPA", MY) == ("TH",)
    police = Originator.parse("MY/Police")
    assert others_with_figures(given, "jpa", police) == ("MY/Immigration", "TH")


def test_a_reader_is_held_against_what_another_has_not_and_against_what_both_have():
    my, public = (Reader.of(Originator.parse(one), GIVEN) for one in ("MY", PUBLIC))

    assert my.but(public).tables == (GIVEN[1],)
    assert public.but(my).tables == ()


def test_the_same_figures_of_other_days_are_others():
    may, june = Days("jpa", "2026-05-01", "2026-05-31"), Days("jpa", "2026-06-01", "2026-06-30")
    one, other = (Reader("MY", (one_given("MY", days=days),)) for days in (may, june))

    assert one.figures() == Reader("TH", one.tables).figures()
    assert one.figures() != other.figures()


def test_what_is_on_record_is_numbers_and_countries(ledger):
    note_given(
        ledger, Occasion("jpa", {}), MY, {"victims_assisted": Table({"NZ": 20}, 20)}, who="tester"
    )
    ledger.note(who="tester", action="released", reason="something else")

    (entry,) = [one for one in ledger.history() if one.action == "gave figures"]
    assert json.loads(entry.reason) == {
        "audience": "MY",
        "period": "jpa",
        "tables": {"victims_assisted": [20, {"NZ": 20}]},
    }
    assert ledger.check() == []
